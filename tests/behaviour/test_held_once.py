"""What many replications have in common is held once, so that a command can show some thousands of them."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest

import mellanrum as mr
from benchmarks.small_county import write_small_county
from sim.experiment.entry import from_bytes, to_bytes
from sim.experiment.replicate import Outcome

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


def test_a_replication_of_a_small_county_takes_less_than_a_tenth_of_a_megabyte(tmp_path: Path) -> None:
    """So 2,000 of them, with Python and its libraries, fit into 400 MB."""
    mr.run(
        write_small_county(tmp_path), "current", replications=12, years=0.1, archive=tmp_path / "a", out=tmp_path / "r"
    )
    entries = [(file.stem, file.read_bytes()) for file in (tmp_path / "a").rglob("*.entry")]
    tracemalloc.start()
    try:
        found = [from_bytes(key, 0, data, whole=True) for key, data in entries]
        size, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(found) == 12
    assert size / 12 < 110_000
