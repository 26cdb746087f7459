"""Targets: what the model of a county is fitted to and checked against, read from files that people edit."""

from __future__ import annotations

from dataclasses import replace
from math import nan
from pathlib import Path

import numpy as np
import pytest

from calibration.evidence.ledger import load
from calibration.evidence.problem import BadInput
from calibration.fit.likelihood import likelihood_of
from calibration.targets.scale import SIDE, UNITS, off_scale, on_scale
from calibration.targets.target_file import FOLDER, LEAST_VALIDATED, Target, counties_with_targets, load_targets
from calibration.verdicts.face import NOT_MEASURED, WITHIN, Value, face_table

COUNTIES = counties_with_targets()
PER_SEEKER = ("hvb_per_seeker", "lvm_per_seeker", "methods_per_seeker", "relatives_per_seeker")
MUNICIPAL = ("sought", "received_share", *PER_SEEKER, "methods_beside")

ROW = """
[[target]]
id = "{id}"
use = "{use}"
title = "t"
measure = "{measure}"
figure = {figure}
low = {low}
high = {high}
unit = "{unit}"
"""
FINE = 'evidence = ["NB-003"]\nobservation = "o"\n'
DISCREPANCY = """
[discrepancy]
log = { value = 0.1, unit = "log", low = 0.1, high = 0.1, evidence = "A259.log" }
logit = { value = 0.1, unit = "logit", low = 0.1, high = 0.1, evidence = "A259.logit" }
years = { value = 0.1, unit = "years", low = 0.1, high = 0.1, evidence = "A259.years" }
"""


def row(**changed: object) -> str:
    usual = {
        "id": "a",
        "use": "validate",
        "measure": "survey.sought",
        "figure": 0.5,
        "low": 0.4,
        "high": 0.6,
        "unit": "share",
    }
    return ROW.format(**(usual | changed))


def refused(text: str, folder: Path) -> dict[str, str]:
    """Return key → what was found there, of a file of targets that cannot be used."""
    (folder / "nowhere.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load_targets("nowhere", folder=folder)
    return {p.key: p.found for p in caught.value.problems}


def number(figure_id: str) -> float:
    found = load().get(figure_id).number
    assert found is not None
    return found


def targets_of(county: str) -> dict[str, Target]:
    return {t.id: t for t in load_targets(county).rows}


def test_the_counts_of_norrbotten_are_those_of_the_survey() -> None:
    targets = targets_of("norrbotten")
    copied = {"sought": "NB-003", "tests_smallest": "NB-038", "tests_largest": "NB-040"}
    for target_id, figure_id in copied.items():
        assert targets[target_id].figure == number(figure_id), target_id
    assert targets["received_share"].figure == pytest.approx(1 - number("NB-006"), abs=0.001)
    over = {"hvb_per_seeker": number("NB-032"), "lvm_per_seeker": number("NB-033")}
    over |= {"relatives_per_seeker": number("NB-015"), "methods_per_seeker": number("NB-017") - number("NB-015")}
    for target_id, counted in over.items():
        assert targets[target_id].figure == pytest.approx(counted / number("NB-003"), rel=0.003), target_id
    assert targets["in_treatment_per_seeker"].figure == pytest.approx(number("NB-004") / number("NB-003"), abs=0.001)
    assert targets["methods_beside"].figure == number("NB-019") + number("NB-020")
    for target_id in MUNICIPAL:
        assert "8 unnamed of 14 municipalities" in targets[target_id].observation
    found = load_targets("norrbotten")
    assert (found.months, found.answering, found.testing) == (10, number("NB-002"), 4)


def test_the_counts_of_gavleborg_are_those_of_the_register() -> None:
    targets = targets_of("gavleborg")
    copied = {"regional_persons": "GB-001", "diagnosed_persons": "GB-006", "age_men": "GB-004", "age_women": "GB-005"}
    copied |= {"age_comorbid_men": "GB-009", "age_comorbid_women": "GB-010"}
    for target_id, figure_id in copied.items():
        assert targets[target_id].figure == number(figure_id), target_id
    assert targets["woman_share"].figure == pytest.approx(number("GB-003") / 100)


def test_norrbottens_regional_figures_are_gavleborgs_by_population() -> None:
    targets, ratio = targets_of("norrbotten"), number("X050") / number("X072")
    regional = targets["regional_persons"]
    for value, relative in ((regional.figure, 1.0), (regional.low, 480 / 655 * 1.0), (regional.high, 900 / 655)):
        assert value == pytest.approx(number("GB-001") * ratio * relative, rel=0.002)
    assert targets["laro_patients"].low < 65 * number("X050") / 1e5
    assert targets["laro_patients"].high > 83 * number("X050") / 1e5


@pytest.mark.parametrize("county", COUNTIES)
def test_a_third_of_the_targets_at_least_is_kept_from_the_fit(county: str) -> None:
    found = load_targets(county)
    assert len(found.of("validate")) >= LEAST_VALIDATED * len(found.rows)
    assert {t.id for t in found.of("fit")}.isdisjoint(t.id for t in found.of("validate"))


@pytest.mark.parametrize("county", COUNTIES)
def test_no_share_of_a_mechanism_is_a_target(county: str) -> None:
    """Which way the 47 left is not known, so nothing may be fitted to it."""
    measures = [t.measure for t in load_targets(county).rows]
    assert not [m for m in measures if "fall" in m or "gave_up" in m or "lost" in m]


@pytest.mark.parametrize("unit", UNITS)
def test_a_scale_keeps_the_order_and_is_finite_at_nothing_and_all(unit: str) -> None:
    values = np.array([0.0, 0.3, 0.9, 1.0]) if unit == "share" else np.array([0.0, 3.0, 527.0])
    placed = on_scale(unit, values)
    assert np.isfinite(placed).all()
    assert (np.diff(placed) > 0).all()
    assert off_scale(unit, placed) == pytest.approx(values, abs=0.003)


def test_the_ends_of_a_range_are_two_deviations_off() -> None:
    target = Target(
        id="t",
        use="fit",
        title="T",
        measure="m",
        figure=10.0,
        low=4.0,
        high=12.0,
        unit="days",
        evidence=("A012",),
        observation="o",
    )
    found = likelihood_of([target], load_targets("norrbotten").discrepancy)
    low, high = (float(on_scale("days", v)) for v in (4.0, 12.0))
    assert found.figure[0] - SIDE * found.below[0] == pytest.approx(low)
    assert found.figure[0] + SIDE * found.above[0] == pytest.approx(high)


def test_a_prediction_is_judged_by_the_side_on_which_it_lies() -> None:
    """The range is wider below: the same distance is less implausible there."""
    target = Target(
        id="t",
        use="fit",
        title="T",
        measure="m",
        figure=10.0,
        low=2.0,
        high=12.0,
        unit="days",
        evidence=("A012",),
        observation="o",
    )
    found = likelihood_of([target], load_targets("norrbotten").discrepancy)
    distance = found.implausibility(found.figure + np.array([[-0.5], [0.5]]), np.zeros((2, 1)))[:, 0]
    assert distance[0] < distance[1]


def test_bad_targets_are_told_all_at_once(tmp_path: Path) -> None:
    text = "[survey]\nmonths = 13\nmunth = 1\n" + DISCREPANCY + "[unknown]\nreceived = 3\n"
    text += row(low=0.6, high=0.4) + 'evidence = ["NB-3"]\nobservation = "o"\n'
    text += row(figure=1.0, high=1.2, unit="shares", use="fitt") + 'evidence = []\nobservaton = "o"\n'
    keys = refused(text, tmp_path)
    assert keys.keys() >= {
        "a.low",
        "a.evidence",
        "a.unit",
        "a.use",
        "a.observaton",
        "a.observation",
        "a.id",
        "survey.sought.measure",
    }
    assert keys.keys() >= {"survey.months", "survey.munth", "unknown.received"}


def test_a_figure_outside_its_own_range_is_a_contradiction(tmp_path: Path) -> None:
    assert "a.low" in refused(DISCREPANCY + row(figure=0.7) + FINE, tmp_path)


def test_too_few_targets_for_validation_are_refused(tmp_path: Path) -> None:
    text = DISCREPANCY + "".join(row(id=i, measure=f"survey.{i}", use="fit") + FINE for i in ("sought", "hvb", "lvm"))
    assert refused(text, tmp_path)["target.use"] == "0 of 3 for validation"


def test_a_measure_that_no_run_has_is_refused_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "nowhere.toml").write_text(
        DISCREPANCY + row(measure="survey.soght", use="fit") + FINE, encoding="utf-8"
    )
    with pytest.raises(BadInput, match=r"a\.measure: found survey\.soght; valid: survey\.sought"):
        load_targets("nowhere", folder=tmp_path)


def test_a_measure_that_needs_what_is_unsaid_needs_it_in_the_file(tmp_path: Path) -> None:
    text = DISCREPANCY + row(measure="survey.methods_per_seeker", use="fit") + FINE
    text += row(id="b", measure="survey.tests_smallest") + FINE
    assert refused(text, tmp_path).keys() >= {"unknown.methods_per_treatment", "survey.testing"}


def test_targets_without_one_for_the_fit_are_refused(tmp_path: Path) -> None:
    assert refused(DISCREPANCY + row() + FINE, tmp_path) == {"target.use": "no target for the fit"}


def test_a_missing_discrepancy_is_refused(tmp_path: Path) -> None:
    scales = {f"discrepancy.{scale}" for scale in set(UNITS.values())}
    assert refused(row() + FINE, tmp_path).keys() >= {"discrepancy", *scales}


@pytest.mark.parametrize("content", [b"\xff\xfe", b"target = 3", b"[[target]\n", b""])
def test_a_targets_file_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.toml").write_bytes(content)
    with pytest.raises(BadInput, match=r"odd\.toml"):
        load_targets("odd", folder=tmp_path)


def test_an_unknown_county_is_answered_with_those_that_have_targets() -> None:
    assert (FOLDER / "norrbotten.toml").exists()
    with pytest.raises(BadInput, match="norrbotten"):
        load_targets("norbotten")


def test_face_validity_tells_within_outside_and_not_measured_apart() -> None:
    plain = Target(
        id="t",
        use="fit",
        title="Title",
        measure="m",
        figure=1.5,
        low=1.0,
        high=2.0,
        unit="days",
        evidence=("A012",),
        observation="somebody",
    )
    excused = replace(plain, why_not="closed in summer")
    verdicts: list[tuple[Target, dict[str, Value | None], str, bool]] = [
        (plain, {"m": (1.5, 0.0, 9.0)}, WITHIN, True),
        (plain, {"m": (2.0, 1.0, 3.0)}, WITHIN, True),
        (plain, {"m": (3.0, 1.0, 4.0)}, "outside: 3 is above 2", False),
        (plain, {"m": (0.5, 0.1, 1.5)}, "outside: 0.5 is below 1", False),
        (excused, {"m": (3.0, 1.0, 4.0)}, "outside: 3 is above 2; closed in summer", True),
        (plain, {"m": None}, NOT_MEASURED, True),
        (plain, {"m": (nan, 1.0, 2.0)}, NOT_MEASURED, True),
        (plain, {}, NOT_MEASURED, True),
    ]
    for target, values, verdict, explained in verdicts:
        (row,) = face_table([target], values)
        assert (row.verdict, row.explained) == (verdict, explained)
