"""Every number says where it comes from, and whether it is evidence or assumption."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from calibration.evidence import ledger as ledgers
from calibration.evidence.check import SURVEY_NOTE, Placed, check_ledger, check_quantities
from calibration.evidence.ledger import Ledger, UnknownFigure, load
from calibration.evidence.problem import BadInput
from sim.terms.quantity import Quantity, quantity_from

ROOT = Path(__file__).resolve().parents[2]

CHANGES_THAT_MUST_BE_NOTICED = [
    ("NB-006", {"value": "0.2"}, "NB-006.value"),
    ("NB-006", {"low": "0.2"}, "NB-006.value"),
    ("A020", {"high": "1.29"}, "A020.value"),
    ("GB-007", {"value": "148", "low": "", "high": ""}, "GB-007.value"),
    ("NB-003", {"low": "many"}, "NB-003.low"),
    ("NB-003", {"note": ""}, "NB-003.note"),
    ("NB-003", {"source": ""}, "NB-003.source"),
    ("NB-003", {"locator": "", "url": ""}, "NB-003.locator"),
    ("NB-003", {"confidence": "assumption"}, "NB-003.confidence"),
    ("A003", {"confidence": "high"}, "A003.confidence"),
    ("A003", {"source": "somebody"}, "A003.source"),
    ("A062a.days", {"id": "A999.days"}, "A999.days.id"),
    ("NB-003", {"id": "NB-3"}, "NB-3.id"),
]


def with_row(figure_id: str, **cells: str) -> Ledger:
    """Return the shipped ledger with cells of one row changed."""
    shipped = load()
    rows = tuple(replace(f, **cells) if f.id == figure_id else f for f in shipped.figures)
    return replace(shipped, figures=rows, by_id={f.id: f for f in rows})


def quantity(value: float | tuple[float, ...], unit: str, evidence: str, note: str = "") -> Quantity:
    return Quantity(value=value, unit=unit, low=0.0, high=1000.0, evidence=evidence, note=note)


def faults(*quantities: Quantity) -> list[str]:
    return [str(p) for p in check_quantities([("somewhere.key", "some.toml", q) for q in quantities])]


def test_every_figure_has_a_source_or_is_called_an_assumption() -> None:
    assert check_ledger() == []
    for figure in load().figures:
        assert figure.is_assumption or figure.source or figure.number is None


def test_all_the_evidence_has_come_along() -> None:
    families = ("NB-", "GB-", "VA-", "X")
    assert [sum(f.id.startswith(family) for f in load().figures) for family in families] == [
        57,
        28,
        162,
        263,
    ]  # X262 and X263 were found since
    whole_assumptions = [f for f in load().figures if f.file == "assumptions.csv" and "." not in f.id]
    assert len(whole_assumptions) == 69
    assert [c.id for c in load().contradictions] == [f"C{i:03d}" for i in range(1, 39)]


@pytest.mark.parametrize(("figure_id", "cells", "key"), CHANGES_THAT_MUST_BE_NOTICED)
def test_a_broken_row_is_noticed_and_named(figure_id: str, cells: dict[str, str], key: str) -> None:
    assert key in [p.key for p in check_ledger(with_row(figure_id, **cells))]


def test_an_id_names_one_figure() -> None:
    shipped = load()
    twice = replace(shipped, figures=(*shipped.figures, shipped.figures[0]))
    assert [p.found for p in check_ledger(twice)] == ["2 rows"]


def test_survey_counts_say_whose_they_are() -> None:
    of_survey = [f for f in load().figures if "8 av 14" in f.population]
    assert len(of_survey) >= 30
    assert all(words in f.note for f in of_survey for words in SURVEY_NOTE)


def test_an_assumption_of_several_numbers_has_a_row_for_each() -> None:
    numbers = {i: load().get(i).number for i in ("A062a.days", "A062b.lost", "A063.exit", "A067.ceiling", "A067.floor")}
    assert numbers == {
        "A062a.days": 14,
        "A062b.lost": 0.07,
        "A063.exit": 0.0003,
        "A067.ceiling": 0.45,
        "A067.floor": 0.5,
    }
    assert load().get("A062a").number is None


def test_every_contradiction_has_a_decision() -> None:
    assert all(c.decision for c in load().contradictions)
    undecided = replace(load().contradictions[0], decision="")
    assert [p.key for p in check_ledger(replace(load(), contradictions=(undecided,)))] == ["C001"]


def test_an_unknown_id_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownFigure, match="NB-003"):
        load().get("nb3")
    assert set(load().nearest("A062")) >= {"A062a", "A062b"}
    assert all(i.startswith("A") for i in load().nearest("A999"))


def test_a_figure_is_found_without_swedish_letters() -> None:
    assert [f.id for f in load().search("PITEA 18+")] == ["X043"]
    assert load().search("") == ()


def test_a_number_without_evidence_does_not_pass() -> None:
    assert "no evidence id" in faults(quantity(1.0, "days", ""))[0]
    assert "NB-042" in faults(quantity(1.0, "days", "NB-42"))[0]
    assert "none was found" in faults(quantity(100.0, "days", "X132"))[0]


def test_a_number_that_differs_from_its_evidence_must_say_how() -> None:
    assert "0.18 (A020)" in faults(quantity(0.2, "share", "A020"))[0]
    assert faults(quantity(0.2, "share", "A020", note="a county of long distances")) == []
    assert faults(quantity(0.18, "share", "A020")) == []
    assert faults(quantity(0.52, "share", "NB-045")) == []
    assert faults(quantity((14.0, 0.5), "days, log-sd", "A062a.days")) == []
    assert len(faults(quantity((15.0, 0.5), "days, log-sd", "A062a.days"))) == 1
    assert "18 (X146)" in faults(quantity(81.0, "visits", "X146"))[0]
    assert faults(quantity(0.3, "share", "A020 A016")) != []


def test_a_number_lies_in_its_own_range() -> None:
    assert "its own range" in faults(Quantity(5.0, "days", 10.0, 20.0, "A003"))[0]


def test_a_figure_that_lost_in_a_contradiction_needs_a_reason() -> None:
    assert "NB-046 by C001" in faults(quantity(0.65, "share", "NB-047"))[0]
    assert faults(quantity(0.65, "share", "NB-047", note="the summary's figure, tried in a study")) == []


def shipped_quantities() -> list[Placed]:
    """Return every table with a value and a unit in the parameter and scenario files, wherever it is nested."""

    def walk(item: object, path: str, file: str) -> Iterator[Placed]:
        if isinstance(item, dict) and {"value", "unit"} <= item.keys():
            yield path, file, quantity_from(item, length=-1)
        elif isinstance(item, dict | list):
            for key, inner in item.items() if isinstance(item, dict) else enumerate(item):
                yield from walk(inner, f"{path}.{key}".strip("."), file)

    files = [*(ROOT / "calibration" / "parameters").rglob("*.toml"), *(ROOT / "scenarios").rglob("*.toml")]
    return [q for f in sorted(files) for q in walk(tomllib.loads(f.read_text(encoding="utf-8")), "", f.name)]


def test_every_number_that_ships_rests_on_the_ledger() -> None:
    placed = shipped_quantities()
    assert len(placed) > 50
    assert [str(p) for p in check_quantities(placed)] == []


def test_a_damaged_ledger_is_refused_with_all_that_is_wrong(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    shutil.copytree(ledgers.FOLDER, folder)
    (folder / "own_assumptions.csv").write_bytes("id;värde".encode("latin-1"))
    (folder / "contradictions.csv").unlink()
    with (folder / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("X999,too,few\n")
    with pytest.raises(BadInput) as caught:
        ledgers.read(folder)
    found = {p.file for p in caught.value.problems}
    assert found == {"sources.csv", "own_assumptions.csv", "contradictions.csv"}


def test_an_own_assumption_joins_the_ledger(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    shutil.copytree(ledgers.FOLDER, folder)
    with (folder / "own_assumptions.csv").open("a", encoding="utf-8") as file:
        file.write("A999,ours,a guess,0.5,0.1,0.9,share,,,assumption,,,assumption,nobody has counted\n")
    ledger = ledgers.read(folder)
    assert ledger.get("A999").number == 0.5
    assert check_ledger(ledger) == []
