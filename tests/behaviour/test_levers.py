"""Levers of coordination: each moves a measure or is counted only, and what is counted only is offered nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.small_county import write_small_county
from calibration.evidence.levers import counted_only, levers
from calibration.evidence.problem import BadInput
from calibration.parameters.store import load_parameters
from mellanrum.cli import main
from mellanrum.evidence.levers import levers_of
from mellanrum.wiring.options import OptionError
from mellanrum.wiring.sensitivity_factors import factors_of
from mellanrum.wiring.study_ground import ground_of
from outputs.listings.levers import markdown, verdict
from scenarios.edits.keys import keys_of
from sim.comparison.results import Summary
from sim.comparison.statistics import beyond_chance

ROOT = Path(__file__).resolve().parents[2]


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """Return what was written to the terminal, on one line."""
    return " ".join("".join(capsys.readouterr()).split())


def test_every_lever_is_a_key_that_its_design_has() -> None:
    for lever in levers():
        names = list(keys_of("norrbotten", lever.design, load_parameters()))
        assert lever.key in names, lever.key
        assert lever.low != lever.high
        assert lever.why


def test_what_is_counted_only_is_in_no_sensitivity_and_no_sweep(capsys: pytest.CaptureFixture[str]) -> None:
    ground = ground_of("norrbotten", ["current"], replications=1, seed=1, years=2.0, parameters="point")
    found, _ = factors_of(ground, "current", ["coordination"])
    assert "coordination.talks_share" in {f.key for f in found}
    assert not {f.key for f in found} & counted_only()
    with pytest.raises(OptionError):
        factors_of(ground, "current", ["coordination.conference_capacity"])
    given = ["sweep", "norrbotten", "current", "--vary", "coordination.conference_capacity=3,10", "-n", "1"]
    assert main(given) == 2
    assert "coordination.conference_capacity, which is counted only" in said(capsys)


def test_keys_say_what_is_counted_only(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scenarios", "keys", "norrbotten", "current", "--like", "conference_capacity"]) == 0
    assert "counted only" in said(capsys)


def test_a_lever_at_both_ends_is_run_once_and_found_again(tmp_path: Path) -> None:
    county = str(write_small_county(tmp_path))
    told: list[tuple[int, int]] = []
    made = [
        levers_of(
            county, replications=2, like="talks_share", years=2.0, jobs=1, archive=tmp_path / "archive",
            progress=lambda done, total: told.append((done, total)),
        )
        for _ in range(2)
    ]  # fmt: skip
    assert made[0] == made[1]
    assert told[-1] == (4, 4)
    page = markdown(made[0])
    assert "coordination.talks_share (current)" in page
    assert verdict(made[0].rows[0]) in ("moves", "within chance: to be declared counted only")


def test_a_lever_that_nobody_has_is_refused_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", "levers", "norrbotten", "--like", "nothing-of-this-name"]) == 2
    assert "which no lever holds" in said(capsys)


def test_all_that_is_wrong_with_the_file_is_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "levers.csv"
    file.write_text(
        "key,design,low,high,pairs,counted_only,why\na.b,current,few,1,8,perhaps,because\na.c,current,0,1,one,no,because\n",
        encoding="utf-8",
    )
    with pytest.raises(BadInput) as fault:
        levers(file)
    assert [p.key for p in fault.value.problems] == ["row 2, low", "row 2, counted_only", "row 3, pairs"]


def test_many_measures_looked_at_together_need_more_to_stand_out() -> None:
    change = Summary(mean=1.0, low=0.1, high=1.9, spread_low=None, spread_high=None, n=8, unit="share")
    assert beyond_chance(change, 1) == pytest.approx(1.0 / 0.9)
    assert beyond_chance(change, 9) < 1.0
    assert (
        beyond_chance(Summary(mean=0.0, low=0.0, high=0.0, spread_low=None, spread_high=None, n=8, unit="share"), 9)
        == 0.0
    )
    assert beyond_chance(
        Summary(mean=0.2, low=0.2, high=0.2, spread_low=None, spread_high=None, n=8, unit="share"), 9
    ) == float("inf")


def test_the_table_in_the_docs_is_of_these_levers_and_each_moves_or_is_counted_only() -> None:
    page = (ROOT / "docs" / "levers.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")] for line in page.splitlines() if line.startswith("| ")]
    told = {row[1]: row[-2] for row in rows if row[1] != "lever"}
    assert list(told) == [f"{lever.key} ({lever.design})" for lever in levers()]
    for lever in levers():
        assert told[f"{lever.key} ({lever.design})"] == ("counted only" if lever.counted_only else "moves"), lever.key
