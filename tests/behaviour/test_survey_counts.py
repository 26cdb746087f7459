"""What a survey would have counted of a log: by municipality, for the surveyed months, against hand counts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from calibration.targets.answering import AnsweringSets, who_tested
from calibration.targets.observe import Unsaid, observed
from sim.measures.survey import survey
from tests.logs import CALENDAR, REFORM, make_log

BOTH = "addiction_psychiatric"
UNTIL = replace(CALENDAR, after_days=0)
NOTHING_UNSAID = {"diagnosed": 0.5, "methods_per_treatment": 2.0, "relatives_supported": 0.5}

YEAR = """
100 early sought psychosocial to=social_services
140 anna sought psychosocial to=social_services
145 anna accepted psychosocial at=social_services extra=1
150 anna admitted psychosocial at=social_services extra=1
180 anna decided psychosocial at=social_services
190 anna admitted psychosocial at=municipal_outpatient
200 anna visit psychosocial at=municipal_outpatient extra=1
210 anna visit psychosocial at=municipal_outpatient extra=0
140 bo sought psychosocial to=municipal_outpatient
300 bo sought psychosocial to=municipal_outpatient
310 bo accepted psychosocial at=social_services extra=1
320 bo admitted psychosocial at=social_services extra=1
480 late sought psychosocial to=social_services
200 cia admitted psychosocial at=hvb
260 cia left_care psychosocial at=hvb reason=left_treatment
210 cia visit psychosocial at=hvb extra=1
150 dan visit psychosocial at=addiction_clinic
160 eva visit psychiatric at=adult_psychiatry
"""


def counted(months: int = 10) -> dict[str, list[float]]:
    log = make_log(
        YEAR, days=REFORM, south=("bo",), early=BOTH, anna=BOTH, bo=BOTH, cia=BOTH, late=BOTH, dan=BOTH, eva=BOTH
    )
    return {name: column.tolist() for name, column in survey(log, UNTIL, months).counts.items()}


def test_each_person_is_counted_once_where_they_live_and_only_in_the_surveyed_months() -> None:
    """Early asked before the first day, late after October; bo, who asked twice, lives in South."""
    assert counted()["sought"] == [1, 1]
    assert counted(12)["sought"] == [2, 1]


def test_whoever_has_an_inquiry_or_treatment_begun_by_the_last_day_has_received_help() -> None:
    """Bo's inquiry counts as anna's treatment does; cia asked nobody, so she is in treatment only."""
    found = counted()
    assert found["received"] == [1, 1]
    assert found["in_treatment"] == [2, 0]


def test_placements_treatments_and_clean_samples_are_counted() -> None:
    found = counted()
    assert (found["hvb"], found["lvm"], found["treatments"]) == ([1, 0], [0, 0], [1, 0])
    assert found["tests"] == [2, 0]


def test_the_register_sees_who_was_there_and_for_what() -> None:
    log = make_log(YEAR, days=REFORM, early=BOTH, anna=BOTH, bo=BOTH, cia=BOTH, late=BOTH, dan="addiction", eva=BOTH)
    values = survey(log, UNTIL, 12).values
    assert values["survey.regional_persons"] == pytest.approx(2 * 365.25 / 365)
    assert values["survey.seen_for_both_persons"] == pytest.approx(1 * 365.25 / 365)
    assert values["survey.comorbid_persons"] == pytest.approx(1 * 365.25 / 365)


@pytest.mark.parametrize("months", [0, 13])
def test_a_year_has_twelve_months(months: int) -> None:
    with pytest.raises(ValueError, match="1 to 12"):
        counted(months)


def test_what_is_unsaid_bends_what_is_counted() -> None:
    log = make_log(
        YEAR, days=REFORM, south=("bo",), early=BOTH, anna=BOTH, bo=BOTH, cia=BOTH, late=BOTH, dan=BOTH, eva=BOTH
    )
    found = survey(log, UNTIL, 10)
    everywhere = observed(found, Unsaid((0, 1), (0, 1), NOTHING_UNSAID, 0.25))
    assert everywhere["survey.sought"] == 2
    assert everywhere["survey.received_share"] == 1.0
    assert everywhere["survey.in_treatment_per_seeker"] == 1.0
    assert everywhere["survey.methods_per_seeker"] == 0.75
    assert everywhere["survey.hvb_per_seeker"] == 0.5
    assert everywhere["survey.person_methods"] == 1.5
    assert everywhere["survey.methods_beside"] == 0.5
    assert (everywhere["survey.tests_smallest"], everywhere["survey.tests_largest"]) == (0, 2)
    assert everywhere["survey.diagnosed_share"] == 0.75
    north = observed(found, Unsaid((0,), (), {}, 0.25))
    assert (north["survey.sought"], north["survey.received_share"]) == (1, 1.0)
    assert "survey.person_methods" not in north


def test_every_set_of_municipalities_is_as_likely_as_any_other() -> None:
    sets = AnsweringSets([5.0, 3.0, 1.0, 1.0], 2)
    assert len(sets.shares) == 6
    assert sets.shares.tolist() == sorted(sets.shares)
    each = (np.arange(600) + 0.5) / 600
    assert np.bincount(sets.index(each)).tolist() == [100] * 6
    assert sets.shares[-1] == pytest.approx(0.8)
    assert sets.feature(each).mean() == pytest.approx(0.0, abs=1e-9)


def test_those_who_counted_tests_are_among_those_who_answered() -> None:
    assert {tuple(who_tested(u, (2, 5, 7), 2)) for u in (0.1, 0.5, 0.9)} == {(2, 5), (2, 7), (5, 7)}


def test_more_cannot_answer_than_there_are() -> None:
    with pytest.raises(ValueError, match="3 of 2"):
        AnsweringSets([1.0, 1.0], 3)
