"""The scorecard: every figure that the model can give, none forgotten, and a status that numbers decide."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.small_county import write_small_county
from calibration.evidence.ledger import load
from calibration.evidence.problem import BadInput
from calibration.targets.target_file import counties_with_targets, load_targets
from calibration.verdicts.match import Predicted
from calibration.verdicts.scorecard import FILE, Card, CardRow, load_card
from calibration.verdicts.scoring import (
    COMPARABLE,
    CONSTRUCTED,
    MISSES,
    NO_RANGE,
    OF_TABLE,
    ORDER,
    ModelFigures,
    Score,
    Span,
    scores,
)
from mellanrum.cli import main
from mellanrum.evidence.scorecard import scorecard_of
from outputs.calibration.scorecard import diagnosis, opening, tables

CARD = load_card()
LARO = next(row for row in CARD.rows if row.id == "X157")
OUTPATIENT = next(row for row in CARD.rows if row.id == "X121")
SOUGHT = next(row for row in CARD.rows if row.target == "sought")


def one(row: CardRow, values: list[float], county: str = "elsewhere", inputs: frozenset[str] = frozenset()) -> Score:
    """Return the score of one row in a county with a hundredth of Sweden's adults, if runs gave these values."""
    found = ModelFigures(
        county=county, share=0.01, inputs=inputs, draws={}, runs={row.measure: np.array(values)}, targets=None
    )
    return scores(replace(CARD, rows=(row,)), found, load())[0]


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """Return what was written to the terminal, on one line."""
    return " ".join("".join(capsys.readouterr()).split())


# nothing is forgotten -------------------------------------------------------------------------------------------------


def test_every_figure_stands_in_a_row_or_under_a_kind_that_says_why_it_is_none() -> None:
    assert CARD.forgotten(load()) == []
    assert all(kind.why for kind in CARD.kinds)
    assert all(ids for ids in CARD.left_out(load()).values())


def test_a_figure_that_comes_to_the_ledger_is_noticed_until_somebody_places_it() -> None:
    shipped = load()
    new = replace(shipped.get("X157"), id="X900")
    assert CARD.forgotten(replace(shipped, figures=(*shipped.figures, new))) == ["X900"]


def test_every_target_that_rests_on_a_count_has_a_row() -> None:
    held = {row.target for row in CARD.rows}
    for county in counties_with_targets():
        for target in load_targets(county).rows:
            assert target.id in held or load().get(target.evidence[0]).is_assumption, (county, target.id)


def test_every_target_that_a_row_names_is_some_countys() -> None:
    known = {target.id for county in counties_with_targets() for target in load_targets(county).rows}
    assert {row.target for row in CARD.rows if row.target} <= known


# numbers decide -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "status", "side"),
    [([40.0] * 8, MISSES, -1), ([87.0] * 8, COMPARABLE, 0), ([60.0, 70.0], COMPARABLE, -1), ([400.0] * 8, MISSES, 1)],
)
def test_a_row_misses_where_the_two_intervals_do_not_meet(values: list[float], status: str, side: int) -> None:
    score = one(LARO, values)  # 8,744 in Sweden are 87 here, from 62 to 138
    assert score.status == status
    assert score.miss is not None
    assert np.sign(round(score.miss, 1)) == side


def test_what_goes_in_and_comes_out_says_nothing_and_what_does_not_come_out_is_a_miss() -> None:
    assert one(LARO, [87.0] * 8, inputs=frozenset({"X157"})).status == CONSTRUCTED
    assert one(LARO, [87.0] * 8, inputs=frozenset({"X158"})).status == COMPARABLE
    missed = one(LARO, [400.0] * 8, inputs=frozenset({"X157"}))
    assert (missed.status, missed.inputs) == (MISSES, ("X157",))


def test_a_miss_is_told_in_the_figures_own_deviations_on_the_scale_of_its_unit() -> None:
    share = Span(0.5, 0.25, 0.9, "share", OF_TABLE)
    below, above = (np.log(p / (1.0 - p)) for p in (0.25, 0.9))
    assert share.miss(0.25) == pytest.approx(-1.96, abs=0.001)
    assert share.miss(0.9) == pytest.approx(1.96, abs=0.001)
    assert share.miss(0.5) == 0.0
    assert share.miss(0.6) == pytest.approx(np.log(0.6 / 0.4) / (above / 1.96), rel=1e-3)
    assert share.miss(0.4) == pytest.approx(np.log(0.4 / 0.6) / (-below / 1.96), rel=1e-3)


def test_a_figure_at_the_end_of_its_range_is_measured_from_the_middle() -> None:
    ages = Span(80.0, 60.0, 80.0, "years", OF_TABLE)
    assert ages.miss(70.0) == 0.0
    assert ages.miss(80.0) == pytest.approx(1.96, abs=0.001)


def test_a_figure_without_a_range_has_no_deviations_and_must_lie_in_the_models_interval() -> None:
    bare = Span(20.0, None, None, "clients", NO_RANGE)
    assert bare.miss(5.0) is None
    assert bare.meets(Predicted(19.0, 15.0, 21.0, 8))
    assert not bare.meets(Predicted(5.0, 4.0, 6.0, 8))


def test_a_count_of_sweden_comes_to_the_county_by_its_adults_and_says_how_far_a_county_may_differ() -> None:
    score = one(OUTPATIENT, [60.0])
    assert score.figure is not None
    assert score.figure.value == pytest.approx(109.0)
    assert score.figure.low == pytest.approx(109.0 * 0.71)
    assert score.figure.high == pytest.approx(109.0 * 1.58)


def test_misses_come_first_the_largest_first_and_what_was_not_computed_last() -> None:
    runs = {row.measure: np.array([1000.0, 1001.0]) for row in CARD.rows if row.measure.startswith("face.persons")}
    runs["face.laro_patients"] = np.array([87.0])
    found = ModelFigures(county="elsewhere", share=0.01, inputs=frozenset(), draws={}, runs=runs, targets=None)
    told = scores(CARD, found, load())
    order = [ORDER.index(score.status) for score in told]
    assert order == sorted(order)
    misses = [abs(score.miss or 0.0) for score in told if score.status == MISSES]
    assert len(misses) == 3
    assert misses == sorted(misses, reverse=True)


def test_a_mean_outside_the_figures_range_is_diagnosed_though_the_intervals_meet() -> None:
    wide, near = one(LARO, [30.0, 65.0]), one(LARO, [70.0, 75.0])
    assert (wide.status, near.status) == (COMPARABLE, COMPARABLE)
    assert (wide.strained, near.strained) == (True, False)
    assert (wide.diagnosis, near.diagnosis) == (LARO.below, "")


def test_a_figure_that_was_counted_abroad_is_marked() -> None:
    (abroad,) = [row for row in CARD.rows if row.id == "X183"]
    assert one(abroad, [0.5]).abroad
    assert not one(LARO, [87.0]).abroad


@pytest.mark.parametrize(("old", "source", "values"), [(False, "draws", 3), (True, "runs", 2)])
def test_draws_of_an_earlier_model_give_way_to_runs(old: bool, source: str, values: int) -> None:
    found = ModelFigures(
        county="norrbotten", share=0.01, inputs=frozenset(), draws={"laro_patients": np.array([90.0, 91.0, 92.0])},
        runs={LARO.measure: np.array([87.0, 88.0])}, targets=load_targets("norrbotten"), old=old,
    )  # fmt: skip
    (score,) = scores(replace(CARD, rows=(LARO,)), found, load())
    assert score.model is not None
    assert (score.source, score.model.runs, score.old) == (source, values, False)
    only_draws = replace(found, runs={})
    (score,) = scores(replace(CARD, rows=(LARO,)), only_draws, load())
    assert (score.source, score.old) == ("draws", old)


def test_what_only_draws_have_is_not_computed_and_says_why() -> None:
    found = ModelFigures(
        county="norrbotten", share=0.01, inputs=frozenset(), draws={}, runs={}, targets=load_targets("norrbotten"),
        without="no draws can be used",
    )  # fmt: skip
    (score,) = scores(replace(CARD, rows=(SOUGHT,)), found, load())
    assert (score.status, score.why) == ("not computed", "no draws can be used")


def test_a_count_of_one_county_is_brought_to_no_other() -> None:
    score = one(SOUGHT, [500.0])
    assert (score.status, score.figure) == ("not computed", None)
    assert score.why == "counted elsewhere: mellanrum evidence scorecard norrbotten"


def test_a_diagnosis_follows_the_numbers() -> None:
    few, many = one(OUTPATIENT, [50.0] * 8), one(OUTPATIENT, [300.0] * 8)
    assert "0.46 times as many" in diagnosis(few)
    assert "2.8 times as many" in diagnosis(many)
    assert (few.diagnosis, many.diagnosis) == (OUTPATIENT.below, OUTPATIENT.above)
    told = diagnosis(replace(few, row=replace(OUTPATIENT, below="")))
    assert told == "nobody has said why yet."


# the table ------------------------------------------------------------------------------------------------------------


def test_all_that_is_wrong_with_the_table_is_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / FILE
    file.write_text(
        """
        colour = "red"
        [national]
        adults = { value = 8, unit = "cats", low = 8, high = 8, evidence = "A480" }
        [[row]]
        id = "X1570"
        title = "patients"
        measure = "face.laro_patient"
        unit = "persons"
        figure = 3
        statues = "comparable"
        [[row]]
        id = "X157"
        title = "patients"
        measure = "face.laro_patients"
        unit = "inhabitants"
        status = "comparable"
        times = "adults"
        low = 1
        [[kind]]
        name = "money"
        why = "no money"
        ids = ["X157", "X990..X999"]
        topics = ["X11 unit cost"]
        """,
        encoding="utf-8",
    )
    with pytest.raises(BadInput) as caught:
        load_card(file)
    told = "\n".join(str(p) for p in caught.value.problems)
    for part in (
        "colour", "national.adults.unit", "national.spread", '"X1570"', "X157", "face.laro_patient", "statues",
        '"comparable"', '"inhabitants"', "X990", "X11 unit costs", "national.spread is the range", "below",
        "named twice",
    ):  # fmt: skip
        assert part in told, part
    assert all(p.file == FILE and p.valid for p in caught.value.problems)


def test_the_table_that_ships_says_how_for_each_row_that_no_number_decides() -> None:
    assert isinstance(CARD, Card)
    assert all(row.how for row in CARD.rows if row.status)
    assert all(row.below and row.above for row in CARD.rows if not row.status)


# the command ----------------------------------------------------------------------------------------------------------


def test_a_county_of_ones_own_has_a_scorecard_of_central_values_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    county = str(write_small_county(tmp_path))
    given = ["evidence", "scorecard", county, "-n", "2", "--years", "2", "--archive", str(tmp_path / "archive")]
    assert main([*given, "--json", str(tmp_path / "card.json")]) == 0
    page = said(capsys)
    assert "Scorecard of small" in page
    assert "Central values stand in" in page
    assert "in municipal outpatient at one time" in page
    assert "Miss: from the figure" in page
    found = json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))
    assert (found["county"], found["set"], found["draws"], found["runs"]) == ("small", None, 0, 2)
    assert sum(found["counts"].values()) == len(found["rows"]) == len(CARD.rows)
    rows = {row["id"]: row for row in found["rows"]}
    assert rows["NB-003"]["status"] == "not computed"
    assert rows["NB-006"]["why_not_computed"].startswith("counted as a survey counts")
    assert rows["X121"]["model"]["values"] == 2
    assert rows["X121"]["figure"]["value"] < 2  # 1,200 adults of 8.4 million
    assert rows["X163"]["status"] in (CONSTRUCTED, MISSES)
    assert {i for kind in found["left_out"] for i in kind["ids"]} >= {"NB-048", "VA-100", "X260"}
    assert main([*given, "--json", str(tmp_path / "card.json")]) == 2
    assert "not overwritten" in said(capsys)


def test_what_has_been_run_is_found_again_and_gives_the_same(tmp_path: Path) -> None:
    county = str(write_small_county(tmp_path))
    told: list[tuple[int, int]] = []
    made = [
        scorecard_of(
            county, replications=2, years=2.0, jobs=1, archive=tmp_path / "archive",
            progress=lambda done, total: told.append((done, total)),
        )
        for _ in range(2)
    ]  # fmt: skip
    assert told == [(1, 2), (2, 2), (2, 2)]
    assert str(opening(made[0])) == str(opening(made[1]))
    assert tables(made[0], full=True) == tables(made[1], full=True)


def test_full_says_of_each_figure_how_it_was_made_and_of_each_kind_why_it_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    county = str(write_small_county(tmp_path))
    given = ["evidence", "scorecard", county, "-n", "1", "--years", "2", "--archive", str(tmp_path / "archive")]
    assert main(given) == 0
    short = said(capsys)
    assert main([*given, "--full"]) == 0
    page = said(capsys)
    assert "1 November 2017" in page
    assert "1 November 2017" not in short
    assert "The model counts persons, days and hours, no money." in page
    assert "range: how far one county may differ (A481)" in page


def test_a_fitted_county_has_what_its_draws_have_kept_and_runs_for_the_rest(tmp_path: Path) -> None:
    card = scorecard_of("norrbotten", replications=1, years=2.0, jobs=1, archive=tmp_path / "archive")
    assert card.draws > 100
    assert card.set_name.startswith("norrbotten-")
    by_target = {score.row.target: score for score in card.scores if score.row.target}
    assert by_target["sought"].model is not None
    assert by_target["sought"].model.runs == card.draws
    assert by_target["sought"].fitted
    assert by_target["sought"].source == "draws"
    assert by_target["laro_patients"].source == ("runs" if by_target["sought"].old else "draws")
    assert next(s for s in card.scores if s.row.id == "X121").model is not None
    assert by_target["wait_social_services"].status in (CONSTRUCTED, MISSES)
    silent = [s.row.title for s in card.scores if (s.status == MISSES or s.strained) and not s.diagnosis]
    assert silent == []


def test_an_unknown_county_is_refused_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", "scorecard", "norrboten"]) == 2
    assert "norrbotten" in said(capsys)


def test_no_runs_are_refused_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", "scorecard", "norrbotten", "-n", "0"]) == 2
    assert "at least 1" in said(capsys)
