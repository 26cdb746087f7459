"""Plans, conferences, reports, stepping in, contact, handovers and continuity, on logs that a person can read."""

from __future__ import annotations

import pytest

from sim.measures import measure
from sim.measures.measure import Results
from tests.logs import CALENDAR, END, REFORM, make_log

BOTH = "addiction_psychiatric"
YEARS = (END - REFORM) / 365.25


def results(text: str, **people: str) -> Results:
    return measure(make_log(text, **people), CALENDAR)


def values(text: str, **people: str) -> dict[str, float | None]:
    return results(text, **people).values


# Plans, conferences, reports --------------------------------------------------------------------------------------


def test_plans_are_counted_per_hundred_comorbid_client_years() -> None:
    text = """
    600 anna sip_made psychosocial at=municipal_outpatient value=8 extra=2
    700 bo sip_made psychosocial at=municipal_outpatient value=8 extra=2
    400 anna sip_made psychosocial at=municipal_outpatient value=8 extra=2
    """
    found = values(text, anna=BOTH, bo="addiction_social", cia=BOTH)
    assert found["sips_per_year"] == pytest.approx(2 / YEARS)
    assert found["sips_per_100_client_years"] == pytest.approx(100 / (2 * YEARS))


def test_hours_of_coordination_are_shared_where_the_row_names_both_sides() -> None:
    text = """
    600 anna sip_made psychosocial at=municipal_outpatient to_by=region value=8 extra=2
    610 anna sip_made psychosocial at=municipal_outpatient value=6 extra=2
    620 - conference_held worker=3 value=4 extra=0
    630 anna deviation_reported psychosocial at=adult_psychiatry value=1
    """
    found = values(text, anna=BOTH)
    assert found["hours_coordination.municipality"] == pytest.approx((4 + 6 + 2) / YEARS)
    assert found["hours_coordination.region"] == pytest.approx((4 + 2 + 1) / YEARS)


def test_conferences_cases_and_leads_are_counted() -> None:
    text = """
    600 - conference_held worker=3 value=4.5 extra=0
    626 - conference_held worker=0 value=0 extra=0
    600 anna conference_lead psychosocial to=municipal_outpatient value=12
    """
    found = values(text, anna=BOTH)
    names = ("conferences_per_year", "conference_cases_per_year", "conference_leads_per_year")
    assert [found[n] for n in names] == pytest.approx([2 / YEARS, 3 / YEARS, 1 / YEARS])


def test_reports_stand_beside_the_true_falls_of_the_same_days() -> None:
    text = """
    600 anna gave_up psychosocial reason=gave_up_between
    700 anna gave_up psychosocial reason=gave_up_between
    700 bo gave_up psychosocial reason=gave_up_between
    800 bo gave_up psychosocial reason=gave_up_between
    700 anna deviation_reported psychosocial at=primary_care value=1
    1900 anna deviation_reported psychosocial at=primary_care value=1
    1900 anna gave_up psychosocial reason=gave_up_between
    """
    found = values(text, anna=BOTH, bo="addiction")
    assert found["deviation_reports_per_year"] == pytest.approx(2 / YEARS)
    assert found["reports_per_100_falls"] == pytest.approx(100 * 1 / 4)
    assert found["falls_per_year"] == pytest.approx(4 / ((END - 180 - REFORM) / 365.25))


def test_a_part_of_a_plan_that_fails_counts_with_who_failed() -> None:
    text = "600 anna plan_part_failed psychiatric by=region to_by=municipality value=90"
    found = values(text, anna=BOTH)
    assert found["plan_parts_failed.region"] == pytest.approx(1 / YEARS)
    assert found["plan_parts_failed.municipality"] == 0.0


def test_the_ladder_is_the_mean_step_of_districts_and_days_after_the_reform() -> None:
    text = """
    0 - ladder_changed value=1 extra=0
    0 - ladder_changed value=3 extra=1
    1250 - ladder_changed value=5 extra=1
    """
    assert values(text)["ladder_step"] == pytest.approx((1 + (3 + 5) / 2) / 2)
    assert values("")["ladder_step"] is None


# Stepping in ------------------------------------------------------------------------------------------------------

STEPS_IN = """
600 anna accepted psychiatric at=municipal_outpatient
600 anna stepped_in psychiatric at=municipal_outpatient to_by=region
610 anna admitted psychiatric at=municipal_outpatient
610 anna visit psychiatric at=municipal_outpatient value=1
620 anna visit psychosocial at=municipal_outpatient value=100
700 anna visit psychiatric at=municipal_outpatient value=2
700 anna completed psychiatric at=municipal_outpatient
800 anna accepted psychiatric at=municipal_outpatient
801 anna admitted psychiatric at=municipal_outpatient
802 anna visit psychiatric at=municipal_outpatient value=100
"""


def test_hours_for_the_other_principal_are_those_of_the_stay_in_which_a_service_stepped_in() -> None:
    found = values(STEPS_IN, anna=BOTH)
    assert found["stepped_in_per_year"] == pytest.approx(1 / YEARS)
    assert found["hours_for_other.municipality"] == pytest.approx(3 / YEARS)
    assert found["hours_for_other.region"] == 0.0


def test_who_gives_up_before_a_stepped_in_stay_begins_has_no_such_stay() -> None:
    text = """
    600 anna accepted psychiatric at=municipal_outpatient
    600 anna stepped_in psychiatric at=municipal_outpatient to_by=region
    605 anna gave_up psychiatric at=municipal_outpatient reason=gave_up_in_queue
    700 anna accepted psychiatric at=municipal_outpatient
    710 anna admitted psychiatric at=municipal_outpatient
    710 anna visit psychiatric at=municipal_outpatient value=1
    """
    found = values(text, anna=BOTH)
    assert (found["stepped_in_per_year"], found["hours_for_other.municipality"]) == (0.0, 0.0)


# Contact ----------------------------------------------------------------------------------------------------------

MEETS = """
600 anna contact_began at=personal_ombud value=0
600 anna visit at=personal_ombud value=1
690 anna visit at=personal_ombud value=1
700 anna contact_ended at=personal_ombud value=100
"""


def test_contacts_are_counted_in_persons_and_are_no_treatment() -> None:
    found = values(MEETS, anna=BOTH)
    assert found["contact_persons.personal_ombud"] == pytest.approx(100 / (END - REFORM))
    assert found["contacts_begun.personal_ombud"] == pytest.approx(1 / YEARS)
    assert found["contact_persons.low_threshold_clinic"] == 0.0
    assert found["treated_days_per_client_year"] == 0.0
    assert found["hours.unassigned.municipality"] == pytest.approx(2 / YEARS)


def test_contact_closes_no_gap_and_makes_nothing_latent_sought() -> None:
    asks = "590 anna sought psychosocial to=social_services\n800 anna gave_up psychosocial reason=gave_up_between\n"
    names = ("gap_days_per_client_year", "latent_days_per_client_year", "any_mechanism_rate.never_received")
    without, with_ = values(asks, anna=BOTH), values(asks + MEETS, anna=BOTH)
    assert [with_[n] for n in names] == [without[n] for n in names]
    assert with_["any_mechanism_rate.never_received"] == 1.0


def falls(text: str, mechanism: str, **people: str) -> list[tuple[float, str, str]]:
    table = results(text, **people).tables["first_falls"]
    rows = zip(*(table[c].tolist() for c in ("mechanism", "day", "from_service", "to_service")), strict=True)
    return [(day, came, went) for which, day, came, went in rows if which == mechanism]


def test_contact_for_180_days_with_a_need_never_found_is_undetected() -> None:
    text = """
    600 anna contact_began at=low_threshold_clinic
    600 anna visit at=low_threshold_clinic value=1
    780 anna contact_ended at=low_threshold_clinic value=180
    """
    assert falls(text, "undetected", anna=BOTH) == [(780.0, "low_threshold_clinic", "nobody")]
    assert falls(text.replace("780", "779"), "undetected", anna=BOTH) == []
    assert falls(text.replace("visit", "missed"), "undetected", anna=BOTH) == []


def test_contact_and_care_make_one_spell_of_contact() -> None:
    text = """
    600 anna accepted psychosocial at=municipal_outpatient
    600 anna admitted psychosocial at=municipal_outpatient
    600 anna visit psychosocial at=municipal_outpatient value=1
    680 anna completed psychosocial at=municipal_outpatient
    700 anna contact_began at=personal_ombud
    800 anna contact_ended at=personal_ombud value=100
    """
    assert falls(text, "undetected", anna=BOTH) == [(780.0, "personal_ombud", "nobody")]


def test_contact_is_no_aftercare() -> None:
    text = """
    600 anna admitted psychosocial at=hvb
    700 anna completed psychosocial at=hvb state=latent
    700 anna contact_began at=personal_ombud
    """
    assert falls(text, "no_aftercare", anna=BOTH) == [(700.0, "hvb", "nobody")]
    taken_up = text + "720 anna accepted psychosocial at=municipal_outpatient"
    assert falls(taken_up, "no_aftercare", anna=BOTH) == []


# One plan for all needs -------------------------------------------------------------------------------------------

ONE_PLAN = """
600 anna sought psychosocial to=integrated_team
600 anna sought psychiatric to=adult_psychiatry
605 anna refused psychiatric at=adult_psychiatry reason=too_severe
605 anna dispute_opened psychiatric at=adult_psychiatry to=primary_care
610 anna accepted psychosocial at=integrated_team
630 anna admitted psychosocial at=integrated_team value=20
630 anna need_state psychiatric state=in_care
630 anna admitted psychiatric at=integrated_team reason=one_plan
930 anna completed psychosocial at=integrated_team
930 anna completed psychiatric at=integrated_team
"""


def test_one_plan_treats_every_need_that_it_covers_and_waits_once() -> None:
    found = values(ONE_PLAN, anna=BOTH)
    assert found["parallel_share"] == 1.0
    assert found["parallel_days_per_client_year"] == pytest.approx(300 / YEARS)
    assert found["wait_days.integrated_team.median"] == 20.0
    assert found["gap_days_per_client_year"] == pytest.approx(30 / YEARS)


def test_one_plan_ends_a_dispute_and_a_row_of_refusals() -> None:
    text = ONE_PLAN + "940 anna refused psychiatric at=adult_psychiatry reason=too_severe"
    assert falls(text, "disputed", anna=BOTH) == []
    assert falls(text, "bounced", anna=BOTH) == []


# Handovers and continuity -----------------------------------------------------------------------------------------

HANDED = """
400 anna admitted psychosocial at=municipal_outpatient
400 bo admitted psychosocial at=municipal_outpatient
400 cia admitted psychosocial at=municipal_outpatient
400 dan admitted psychosocial at=municipal_outpatient
500 anna handover_tried psychosocial at=municipal_outpatient to=municipal_outpatient to_by=region value=0 extra=1
500 anna handed_over psychosocial at=municipal_outpatient to=municipal_outpatient to_by=region value=100
500 bo handover_tried psychosocial at=municipal_outpatient to=municipal_outpatient to_by=region value=3 extra=0
540 bo handed_over psychosocial at=municipal_outpatient to=municipal_outpatient to_by=region value=140
500 cia handover_tried psychosocial at=municipal_outpatient to=municipal_outpatient to_by=region value=0 extra=0
560 cia handover_lost psychosocial at=municipal_outpatient reason=handover_lost
500 dan handover_tried psychosocial at=municipal_outpatient to=municipal_outpatient to_by=region value=3 extra=0
"""
FOUR = {"anna": BOTH, "bo": BOTH, "cia": BOTH, "dan": BOTH}


def test_handovers_are_told_apart_by_mode_and_by_what_became_of_them() -> None:
    found = values(HANDED, **FOUR)
    modes = ("own_worker", "meeting", "cold")
    assert [found[f"handovers_tried.{m}"] for m in modes] == [1.0, 2.0, 1.0]
    assert [found[f"handovers_arrived.{m}"] for m in modes] == [1.0, 1.0, 0.0]
    assert [found[f"handovers_lost.{m}"] for m in modes] == [0.0, 0.0, 1.0]
    assert [found[f"handovers_{n}"] for n in ("tried", "arrived", "lost")] == [4.0, 2.0, 1.0]


def test_the_backlog_is_how_long_cases_are_on_the_way() -> None:
    found = values(HANDED, **FOUR)
    assert found["handover_days.longest"] == 40.0
    assert found["handover_days.median"] == 40.0
    assert found["handover_days.p90"] is None  # one was lost and one is on its way still
    assert values("", anna=BOTH)["handover_days.longest"] is None


def test_a_case_lost_in_handover_is_a_fall_between_the_two_principals() -> None:
    assert falls(HANDED, "lost_in_handover", **FOUR) == [(560.0, "municipal_outpatient", "municipal_outpatient")]


def test_changes_of_worker_are_counted_in_treatment_per_year_in_care() -> None:
    text = """
    600 anna admitted psychosocial at=municipal_outpatient
    650 anna new_worker psychosocial at=municipal_outpatient worker=1
    660 anna new_worker psychosocial at=municipal_outpatient worker=1
    965.25 anna completed psychosocial at=municipal_outpatient
    600 bo admitted psychosocial at=social_services extra=1 state=waiting
    650 bo new_worker psychosocial at=social_services worker=1
    """
    assert values(text, anna=BOTH, bo=BOTH)["worker_changes_per_year_in_care"] == pytest.approx(2.0)


def test_refusals_for_want_of_the_method_are_counted_a_year() -> None:
    text = """
    600 anna refused psychosocial at=addiction_clinic reason=method_not_offered
    610 anna refused psychosocial at=addiction_clinic reason=sobriety
    """
    assert values(text, anna=BOTH)["method_not_offered_per_year"] == pytest.approx(1 / YEARS)
