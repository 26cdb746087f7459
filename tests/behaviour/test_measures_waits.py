"""Waits and times to treatment, against hand calculation."""

from __future__ import annotations

import numpy as np
import pytest

from sim.measures import measure
from sim.measures.survival import cumulative_incidence, kaplan_meier
from tests.logs import CALENDAR, NEUROPSYCHIATRIC_UNIT, make_log

BOTH = "addiction_psychiatric"


def test_kaplan_meier_by_hand() -> None:
    """Five persons: event at 2, censored at 3, events at 4 and 4, censored at 9."""
    curve = kaplan_meier(np.array([4.0, 2.0, 9.0, 3.0, 4.0]), np.array([True, True, False, False, True]))
    assert curve.days.tolist() == [2, 3, 4, 9]
    assert curve.share == pytest.approx([0.2, 0.2, 1 - 0.8 * (1 / 3), 1 - 0.8 * (1 / 3)])
    assert curve.quantile(0.5) == 4
    assert curve.quantile(0.9) is None
    assert curve.by(3.9) == pytest.approx(0.2)


def test_a_censoring_on_the_day_of_an_event_is_after_it() -> None:
    assert kaplan_meier(np.array([5.0, 5.0]), np.array([False, True])).by(5.0) == 0.5


def test_cumulative_incidence_by_hand() -> None:
    """Event at 1, competing at 2, censored at 3, event at 4: 1/4, then 1/2 of the surviving 1/2 at 4."""
    curve = cumulative_incidence(np.array([1.0, 2.0, 3.0, 4.0]), np.array([1, 2, 0, 1]))
    assert curve.by(1) == pytest.approx(0.25)
    assert curve.by(3) == pytest.approx(0.25)
    assert curve.by(4) == pytest.approx(0.75)


def test_what_competes_is_not_censored() -> None:
    """Half leave first: the incidence of the event stops at a half, where Kaplan-Meier would say one."""
    days = np.array([1.0, 1.0, 2.0, 2.0])
    assert cumulative_incidence(days, np.array([2, 2, 1, 1])).by(2) == pytest.approx(0.5)
    assert kaplan_meier(days, np.array([False, False, True, True])).by(2) == pytest.approx(1.0)


def test_a_share_by_a_day_that_nobody_was_followed_to_is_unknown() -> None:
    curve = kaplan_meier(np.array([10.0, 20.0]), np.array([True, False]))
    assert curve.by(20) == 0.5
    assert curve.by(90) is None


QUEUE = """
600 anna accepted psychosocial at=addiction_clinic
610 anna need_state psychosocial state=in_care
610 anna admitted psychosocial at=addiction_clinic value=10
600 bo accepted psychosocial at=addiction_clinic
615 bo gave_up psychosocial at=addiction_clinic reason=gave_up_in_queue
600 cia accepted psychosocial at=addiction_clinic
700 cia admitted psychosocial at=addiction_clinic value=100
1990 dan accepted psychosocial at=addiction_clinic
"""


def test_waits_are_for_those_who_stay() -> None:
    """Of three at risk on day 10 one is admitted; the one who gives up on day 15 is censored, then the last one is."""
    values = measure(make_log(QUEUE, anna=BOTH, bo=BOTH, cia="addiction", dan=BOTH), CALENDAR).values
    # dan has waited 10 days at the end, when anna is admitted: censored after her, so four at risk
    assert values["wait_within.addiction_clinic.14"] == pytest.approx(0.25)
    assert values["wait_days.addiction_clinic.median"] == 100
    assert values["wait_over.addiction_clinic.90"] == pytest.approx(0.75)
    assert values["wait_days.laro.median"] is None
    assert values["face.wait_days.addiction_clinic.median"] is None


def test_a_median_that_is_not_reached_is_none() -> None:
    text = QUEUE.replace("700 cia admitted", "700 cia left_care")
    values = measure(make_log(text, anna=BOTH, bo=BOTH, cia=BOTH, dan=BOTH), CALENDAR).values
    assert values["wait_days.addiction_clinic.median"] is None


def test_a_wait_for_assessment_ends_with_admission_though_the_part_still_waits() -> None:
    text = """
    600 anna accepted psychosocial at=social_services extra=1
    620 anna admitted psychosocial at=social_services extra=1 state=waiting
    700 anna decided psychosocial at=social_services value=80
    """
    assert measure(make_log(text, anna=BOTH), CALENDAR).values["wait_days.social_services.median"] == 20


def test_the_neuropsychiatric_line_is_a_queue_of_its_own() -> None:
    text = f"""
    600 anna accepted psychiatric at=adult_psychiatry unit={NEUROPSYCHIATRIC_UNIT}
    900 anna admitted psychiatric at=adult_psychiatry unit={NEUROPSYCHIATRIC_UNIT}
    600 bo accepted psychiatric at=adult_psychiatry
    630 bo admitted psychiatric at=adult_psychiatry
    700 - other_patient_admitted at=adult_psychiatry unit={NEUROPSYCHIATRIC_UNIT} value=400
    700 - other_patient_admitted at=adult_psychiatry value=40
    700 - other_patient_gave_up at=adult_psychiatry value=10
    400 - other_patient_admitted at=adult_psychiatry value=1
    """
    values = measure(make_log(text, anna=BOTH, bo=BOTH), CALENDAR).values
    assert (values["wait_days.neuropsychiatric.median"], values["wait_days.adult_psychiatry.median"]) == (300, 30)
    assert values["background_wait_days.neuropsychiatric.median"] == 400
    assert values["background_wait_days.adult_psychiatry.median"] == 40


def test_the_baseline_year_does_not_look_beyond_the_reform_day() -> None:
    text = "490 anna accepted psychosocial at=laro\n505 anna admitted psychosocial at=laro"
    values = measure(make_log(text, anna=BOTH), CALENDAR).values
    assert values["face.wait_days.laro.median"] is None
    text += "\n480 bo accepted psychosocial at=laro\n495 bo admitted psychosocial at=laro"
    with_another = measure(make_log(text, anna=BOTH, bo=BOTH), CALENDAR).values
    assert with_another["face.wait_within.laro.30"] == 1.0  # anna is censored on day 10, before bo's day 15
    assert values["wait_days.laro.median"] is None


def test_days_to_treatment_count_those_who_gave_up_as_never_treated() -> None:
    text = """
    600 anna sought psychosocial to=social_services
    650 anna admitted psychosocial at=municipal_outpatient
    700 anna admitted psychiatric at=adult_psychiatry
    600 bo sought psychosocial to=social_services
    610 bo gave_up psychosocial reason=gave_up_between
    900 bo sought psychosocial to=social_services value=1
    910 bo admitted psychosocial at=municipal_outpatient
    600 cia sought psychosocial to=social_services
    602 cia sought psychiatric to=adult_psychiatry value=1
    604 cia withdrew psychosocial at=social_services
    620 cia admitted psychiatric at=adult_psychiatry
    600 dan sought psychosocial to=social_services
    640 dan depart reason=died
    """
    values = measure(make_log(text, anna=BOTH, bo=BOTH, cia=BOTH, dan=BOTH), CALENDAR).values
    # cia still asks for the other need when she withdraws one request; bo and dan have left for good
    assert values["share_treated.365"] == pytest.approx(0.5)
    assert values["days_to_first_treatment.median"] == 50
    assert values["share_both_treated.365"] == pytest.approx(0.25)
    assert values["days_to_both_treatments.median"] is None
