"""What many replications have in common is held once, so that a command can show some thousands of them."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import mellanrum as mr
from benchmarks.small_county import write_small_county
from mellanrum.api import Result
from mellanrum.wiring.assemble import assemble, scenario
from outputs.comparison import rows as frames
from outputs.files import csv
from sim.experiment.entry import from_bytes, to_bytes
from sim.experiment.packed_scenarios import Packed
from sim.experiment.records import RESULT, write_result
from sim.experiment.replicate import Job, Outcome, replicate
from sim.experiment.scenario_json import scenario_hash
from sim.experiment.study import compare, jobs_of

KEY, DIGEST = "ab" * 32, "0" * 64


def outcome(replication: int, numbers: list[float]) -> Outcome:
    words = np.array(["treatment_worker", "nurse"] * 500)
    return Outcome(
        design=0,
        replication=replication,
        values={"a": 0.5},
        tables={"ledger": {"role": words, "hours": np.array(numbers * 500)}},
        digest=DIGEST,
    )


def read(replication: int, numbers: list[float]) -> Outcome:
    return from_bytes(KEY, 0, to_bytes(KEY, outcome(replication, numbers)), whole=True)


def test_equal_columns_of_two_replications_are_one_and_others_are_not() -> None:
    first, second = read(0, [1.0, 2.0]), read(1, [1.0, 3.0])
    assert first.tables["ledger"]["role"] is second.tables["ledger"]["role"]
    assert first.tables["ledger"]["hours"].tolist() == [1.0, 2.0] * 500
    assert second.tables["ledger"]["hours"].tolist() == [1.0, 3.0] * 500
    assert second.tables["ledger"]["role"].tolist() == ["treatment_worker", "nurse"] * 500


def test_equal_bytes_of_two_kinds_of_number_are_two_columns() -> None:
    zeros = Outcome(
        design=0,
        replication=0,
        values={},
        tables={"t": {"a": np.zeros(4, "<f8"), "b": np.zeros(4, "<i8")}, "u": {"c": np.empty(0)}},
        digest=DIGEST,
    )
    tables = from_bytes(KEY, 0, to_bytes(KEY, zeros), whole=True).tables
    assert [column.dtype.str for column in tables["t"].values()] == ["<f8", "<i8"]
    assert [len(column) for column in (*tables["t"].values(), tables["u"]["c"])] == [4, 4, 0]


def test_what_is_held_for_others_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        read(0, [1.0, 2.0]).tables["ledger"]["hours"][0] = 9.0


# A comparison of a thousand draws -------------------------------------------------------------------------------------

DRAWS = 12


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("held")


@pytest.fixture(scope="module")
def county(place: Path) -> Path:
    return write_small_county(place)


@pytest.fixture(scope="module")
def compared(place: Path, county: Path) -> Result:
    """A comparison of twelve draws in a county of 1,200 adults."""
    return mr.compare(
        county, ["current", "big_bang"], replications=DRAWS, years=0.1, parameters="prior", logs="none", jobs=1,
        archive=place / "a", out=place / "r",
    )  # fmt: skip


def traced(make: Callable[[], Any]) -> tuple[Any, int, int]:
    """Return what `make` returns, the bytes that it holds, and the most that were held on the way."""
    gc.collect()
    tracemalloc.start()
    try:
        made = make()
        gc.collect()
        held, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return made, held, most


def test_a_replication_of_a_small_county_takes_thirty_kilobytes(compared: Result, place: Path) -> None:
    """So 2,000 of them, with Python and its libraries, fit into 400 MB."""
    entries = [(file.stem, file.read_bytes()) for file in (place / "a").rglob("*.entry")]
    assert len(entries) >= 2 * DRAWS
    from_bytes(*entries[0][:1], 0, entries[0][1], whole=True)  # what is there once, for all
    _, held, _ = traced(lambda: [from_bytes(key, 0, data, whole=True) for key, data in entries])
    assert held / len(entries) < 33_000


def test_scenarios_of_many_draws_are_held_in_a_fifth_of_what_they_are(county: Path) -> None:
    options = {"replications": DRAWS, "seed": 7, "years": 0.1, "parameters": "prior"}
    study = assemble(county, ["current", "big_bang"], **options)
    alone = [
        scenario(county, "big_bang", replication=k, **{o: v for o, v in options.items() if o != "replications"})
        for k in range(DRAWS)
    ]
    held = study.designs[1].scenarios
    assert list(held) == alone
    assert [held[0], held[-1], *held[3:5]] == [alone[0], alone[-1], *alone[3:5]]
    assert study.designs[1].scenario(5) == alone[5]
    assert len({scenario_hash(one) for one in alone}) == DRAWS
    _, objects, _ = traced(lambda: list(held))
    _, packed, _ = traced(lambda: Packed(alone))
    assert packed < objects / 5


def test_one_scenario_for_all_replications_is_that_very_object(county: Path) -> None:
    study = assemble(county, ["current"], replications=3, seed=7, years=0.1, parameters="point")
    assert study.designs[0].scenario(0) is study.designs[0].scenario(2)


def test_measures_read_from_the_archive_are_as_a_dictionary_of_them(county: Path) -> None:
    one = scenario(county, "current", years=0.1, parameters="point", seed=2028, replication=0)
    fresh = replicate(Job(0, one, 2028, 0))
    read = from_bytes(KEY, 0, to_bytes(KEY, fresh), whole=True)
    assert fresh.values == read.values
    assert read.values == fresh.values
    assert list(read.values) == list(fresh.values)
    assert list(read.values.items()) == list(fresh.values.items())
    assert read.values.get("nothing of the kind") is None
    assert read.values.get("nothing of the kind", 3.0) == 3.0
    assert read.values | {"fall_rate": 9.0} == fresh.values | {"fall_rate": 9.0}
    with pytest.raises(KeyError):
        read.values["nothing of the kind"]
    assert read.values != fresh.values | {"fall_rate": 9.0}


def test_a_comparison_is_the_same_from_fresh_outcomes_and_from_the_archive(county: Path, place: Path) -> None:
    study = assemble(county, ["current", "big_bang"], replications=3, seed=7, years=0.1, parameters="prior")
    fresh = [replicate(job) for job in jobs_of(study, None)]
    read = [from_bytes(KEY, o.design, to_bytes(KEY, o), whole=True) for o in fresh]
    one, other = (compare(study, outcomes, "id", "0") for outcomes in (fresh, read))
    for folder, found in (("fresh", one), ("read", other)):
        (place / folder).mkdir()
        write_result(place / folder, "compare", found)
    assert (place / "fresh" / RESULT).read_bytes() == (place / "read" / RESULT).read_bytes()
    assert [o.tables.keys() for o in read] == [o.tables.keys() for o in fresh]  # nothing was taken from them


def test_the_table_of_all_replications_is_written_without_being_held(compared: Result, tmp_path: Path) -> None:
    table = frames.rows(compared.comparison)["replications"]
    rows = list(table)
    assert len(table) == len(rows) == len(table[:]) > 15_000
    assert rows[:2] == [table[0], table[1]] == table[:2]
    assert (table[-1], table[700:1500:3], table[9:3:-2]) == (rows[-1], rows[700:1500:3], rows[9:3:-2])
    with pytest.raises(IndexError):
        table[len(rows)]
    _, _, most = traced(lambda: csv.write({"replications": table}, tmp_path))
    _, held, _ = traced(lambda: list(table))
    assert most < held / 10
    assert len((tmp_path / "replications.csv").read_text(encoding="utf-8").splitlines()) == len(rows) + 1
