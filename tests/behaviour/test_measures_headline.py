"""Untreated needs: what counts as treatment and what does not, on stories short enough to count by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.measures import THRESHOLDS, measure
from sim.measures.cohorts import after
from sim.measures.measure import Results
from sim.measures.story import OrderedLog
from tests.logs import CALENDAR, END, REFORM, make_log

BOTH = "addiction_psychiatric"
YEARS = (END - REFORM) / 365.25

ASKS = "600 anna sought psychosocial to=municipal_outpatient\n"
THREE_VISITS = """
620 anna accepted psychosocial at=municipal_outpatient
640 anna admitted psychosocial at=municipal_outpatient
640 anna visit psychosocial at=municipal_outpatient value=1
650 anna missed psychosocial at=municipal_outpatient value=1
660 anna visit psychosocial at=municipal_outpatient value=1
680 anna visit psychosocial at=municipal_outpatient value=1
700 anna completed psychosocial at=municipal_outpatient
"""


def results(text: str, **people: str) -> Results:
    return measure(make_log(text, **people), CALENDAR)


def dependence(text: str) -> tuple[int, float]:
    """Return anna's untreated needs and mean days to treatment; she has dependence alone."""
    table = results(ASKS + text, anna="addiction").tables["cohort"]
    assert table["needs"].tolist() == [1]
    return int(table["untreated"][0]), float(table["days"][0])


def test_three_attended_visits_are_treatment_and_the_third_is_the_day() -> None:
    assert dependence(THREE_VISITS) == (0, 80.0)


def test_nothing_but_visits_and_nights_makes_a_need_treated() -> None:
    assert dependence("") == (1, 365.0)


def of(service: str, days: tuple[int, ...], part: str = "psychosocial", extra: int = 0, **more: str) -> str:
    """Return the rows of a stay with visits on these days."""
    rest = " ".join(f"{key}={word}" for key, word in more.items())
    lines = [f"{days[0]} anna admitted {part} at={service} extra={extra} {rest}"]
    return "\n".join([*lines, *(f"{day} anna visit {part} at={service} value=1" for day in days)]) + "\n"


def test_treatment_on_the_last_day_of_the_year_is_treatment() -> None:
    in_time = THREE_VISITS.replace("680 anna", "965 anna").replace("700 anna", "970 anna")
    assert dependence(in_time) == (0, 365.0)
    found = results(ASKS + in_time, anna=BOTH).values["psychosocial_untreated_share"]
    late = results(ASKS + in_time.replace("965 anna", "966 anna"), anna=BOTH).values["psychosocial_untreated_share"]
    assert (found, late) == (0.0, 1.0)


TRICKS = {
    "an accepted wait": "610 anna accepted psychosocial at=municipal_outpatient",
    "an admission without visits": "610 anna admitted psychosocial at=municipal_outpatient",
    "two visits": THREE_VISITS.replace("680 anna visit", "680 anna missed"),
    "an inquiry": of("social_services", (610, 620, 630, 640), extra=1, state="waiting"),
    "care that cannot hold the severity": of("primary_care", (610, 620, 630, 640), extra=2),
    "a crisis stay": of("detox_ward", (610, 612, 614, 616), part="acute"),
    "contact": "".join(f"{day} anna visit at=personal_ombud value=1\n" for day in (610, 620, 630)),
    "a handover": "610 anna admitted psychosocial at=municipal_outpatient\n"
    "620 anna handed_over psychosocial at=municipal_outpatient to=municipal_outpatient to_by=region",
    "visits after the end of the stay": THREE_VISITS.replace("700 anna completed", "645 anna completed"),
    "treatment of the social need": of("housing_support", (610, 620, 630), part="social"),
    "thirteen nights": "610 anna admitted psychosocial at=hvb\n623 anna left_care psychosocial at=hvb",
    "a third visit after more than a year": THREE_VISITS.replace("680 anna", "966 anna").replace("700 a", "970 a"),
    "withdrawing": "610 anna withdrew psychosocial at=municipal_outpatient",
    "being assessed as without need": "610 anna decided psychosocial at=social_services reason=not_eligible",
    "dying early": THREE_VISITS.partition("680")[0] + "665 anna depart reason=died",
}


@pytest.mark.parametrize("name", TRICKS)
def test_it_is_no_treatment(name: str) -> None:
    assert dependence(TRICKS[name]) == (1, 365.0)


def test_fourteen_nights_in_an_institution_are_treatment_several_stays_together() -> None:
    text = "610 anna admitted psychosocial at=hvb\n620 anna left_care psychosocial at=hvb\n"
    text += "700 anna admitted acute at=lvm\n710 anna completed acute at=lvm"
    assert dependence(text) == (0, 104.0)


def test_visits_of_several_stays_and_of_either_part_are_counted_together() -> None:
    text = of("municipal_outpatient", (610,)) + "611 anna left_care psychosocial at=municipal_outpatient\n"
    text += of("addiction_clinic", (620, 630), part="medical")
    assert dependence(text) == (0, 30.0)


def test_a_case_handed_to_another_service_goes_on_there() -> None:
    text = of("municipal_outpatient", (610, 620))
    text += "625 anna handed_over psychosocial at=municipal_outpatient to=addiction_clinic\n"
    assert dependence(text + "630 anna visit psychosocial at=addiction_clinic value=1") == (0, 30.0)
    assert dependence(text + "630 anna visit psychosocial at=municipal_outpatient value=1") == (1, 365.0)


def test_an_inquiry_and_the_treatment_after_it_on_the_same_day_are_told_apart() -> None:
    text = of("adult_psychiatry", (610, 620, 630), part="psychiatric", extra=1, state="waiting")
    text += "630 anna decided psychiatric at=adult_psychiatry\n"
    text += of("adult_psychiatry", (630, 640, 650), part="psychiatric")
    table = results(ASKS + text, anna=BOTH).tables["cohort"]
    assert (table["untreated"].tolist(), table["days"].tolist()) == ([1], [(365 + 50) / 2])


def test_who_rides_along_in_a_plan_is_treated_by_its_visits() -> None:
    plan = "610 anna admitted psychiatric at=integrated_team reason=one_plan\n"
    text = of("integrated_team", (610, 620, 630)).replace("\n", "\n" + plan, 1)
    table = results(ASKS + text, anna=BOTH).tables["cohort"]
    assert (table["untreated"].tolist(), table["days"].tolist()) == ([0], [30.0])
    apart = results(ASKS + text.replace(" reason=one_plan", ""), anna=BOTH).tables["cohort"]
    assert apart["untreated"].tolist() == [1]


def under_way(last_visit: int, more: str = "") -> float:
    text = of("municipal_outpatient", (400, last_visit)) + ASKS + more
    return float(results(text, anna="addiction").tables["cohort"]["days"][0])


def test_who_is_in_treatment_when_asking_has_waited_no_day() -> None:
    assert under_way(511) == 0.0


def test_a_stay_that_nobody_came_to_for_ninety_days_is_no_treatment_under_way() -> None:
    assert under_way(509) == 365.0


def test_a_case_on_its_way_is_no_treatment_under_way() -> None:
    way = "595 anna suspended psychosocial at=municipal_outpatient\n"
    assert under_way(590, way) == 365.0
    assert under_way(590, way + "598 anna resumed psychosocial at=municipal_outpatient") == 0.0


def test_a_visit_on_the_day_of_asking_is_the_first_and_not_treatment_under_way() -> None:
    assert dependence(of("municipal_outpatient", (600, 607, 614))) == (0, 14.0)


def test_a_need_that_is_never_open_leaves_both_sides() -> None:
    text = ASKS + THREE_VISITS + "500 anna need_state psychiatric state=met"
    found = results(text, anna=BOTH)
    assert found.tables["cohort"]["needs"].tolist() == [1]
    assert found.values["untreated_share"] == 0.0
    assert found.values["both_treated_share"] is None  # of those in whom both were open
    again = results(text + "\n900 anna need_state psychiatric state=latent", anna=BOTH)
    assert again.values["untreated_share"] == 0.5


def test_both_one_and_neither_and_the_headline_fit_together() -> None:
    cures = THREE_VISITS + "".join(f"{d} anna visit psychiatric at=adult_psychiatry value=1\n" for d in (700, 720, 740))
    both = ASKS + "690 anna admitted psychiatric at=adult_psychiatry\n" + cures
    one = (ASKS + THREE_VISITS).replace("anna", "bo")
    neither = ASKS.replace("anna", "cia") + ASKS.replace("anna", "dan")
    values = results(both + one + neither, anna=BOTH, bo=BOTH, cia=BOTH, dan=BOTH).values
    assert [values[f"{name}_treated_share"] for name in ("both", "one", "neither")] == [0.25, 0.25, 0.5]
    assert values["untreated_share"] == 0.25 / 2 + 0.5
    assert values["days_to_treatment"] == pytest.approx((80 + 140 + 80 + 365 * 5) / 8)


def test_medication_alone_shows_as_the_psychosocial_part_untreated() -> None:
    text = ASKS + of("addiction_clinic", (610, 620, 630), part="medical")
    values = results(text, anna=BOTH).values
    assert (values["untreated_share"], values["psychosocial_untreated_share"]) == (0.5, 1.0)
    assert results(ASKS + THREE_VISITS, anna=BOTH).values["psychosocial_untreated_share"] == 0.0


def test_clients_without_a_psychiatric_need_are_counted_apart() -> None:
    text = ASKS + THREE_VISITS.replace("anna", "bo") + ASKS.replace("anna", "bo")
    values = results(text, anna=BOTH, bo="addiction").values
    assert (values["untreated_share"], values["untreated_share_not_comorbid"]) == (1.0, 0.0)
    assert values["untreated_share.profile.addiction"] == 0.0
    assert values["untreated_share.municipality.North"] == values["untreated_share.sex.woman"] == 1.0
    assert values["untreated_share.age.26_50"] == values["untreated_share.year_1"] == 1.0
    assert values["untreated_share.sex.man"] is values["untreated_share.year_3"] is None


def test_ages_are_eighteen_to_twenty_five_to_fifty_and_over() -> None:
    log = make_log(
        "".join(f"600 {who} sought psychosocial to=laro\n" for who in "abcd"), a=BOTH, b=BOTH, c=BOTH, d=BOTH
    )
    log.clients["age"][:] = (25, 26, 50, 51)
    assert measure(log, CALENDAR).tables["cohort"]["age"].tolist() == [0, 1, 1, 2]


def test_who_asks_twice_is_followed_from_the_first_time_and_once() -> None:
    text = ASKS + "900 anna sought psychosocial to=municipal_outpatient value=1\n"
    found = results(text + of("municipal_outpatient", (970, 980, 990)), anna=BOTH)
    assert found.tables["cohort"]["client"].tolist() == [0]
    assert found.values["untreated_share"] == 1.0


def test_thresholds_decide_and_can_be_varied() -> None:
    log = make_log(ASKS + THREE_VISITS, anna="addiction")
    for visits, days in ((1.0, 40.0), (3.0, 80.0), (4.0, 365.0)):
        found = measure(log, CALENDAR, replace(THRESHOLDS, treated_visits=visits))
        assert found.tables["cohort"]["days"].tolist() == [days]


# The second row -------------------------------------------------------------------------------------------------------


def days(found: Results, name: str) -> float:
    value = found.values[name]
    assert value is not None
    return value * YEARS


def test_days_asked_and_untreated_are_before_acceptance_or_in_line() -> None:
    found = results(ASKS + THREE_VISITS, anna=BOTH)
    whole, name = 40, "asked_untreated_days_per_client_year"
    assert days(found, name) == pytest.approx(whole)
    assert days(found, f"{name}.before_acceptance") == pytest.approx(20)
    assert days(found, f"{name}.in_line") == pytest.approx(20)


def test_a_case_on_its_way_is_in_no_treatment_and_its_days_are_days_untreated() -> None:
    way = "650 anna suspended psychosocial at=municipal_outpatient state=in_care\n"
    way += "655 anna resumed psychosocial at=municipal_outpatient state=in_care\n"
    there, away = results(ASKS + THREE_VISITS, anna=BOTH), results(ASKS + THREE_VISITS + way, anna=BOTH)
    assert days(there, "treated_days_per_client_year") - days(away, "treated_days_per_client_year") == pytest.approx(5)
    name = "asked_untreated_days_per_client_year.in_line"
    assert days(away, name) - days(there, name) == pytest.approx(5)


def test_a_plan_for_all_is_attended_once_an_hour_and_inquiries_are_not_treatment() -> None:
    text = of("integrated_team", (610, 620, 630))
    text += "610 anna admitted psychiatric at=integrated_team reason=one_plan\n"
    text += of("social_services", (900, 910), part="social", extra=1, state="waiting")
    assert days(results(ASKS + text, anna=BOTH), "attended_hours_per_client_year") == pytest.approx(3)


def test_untreated_need_days_count_needs_that_nobody_has_found_or_asked_for() -> None:
    found = results("700 anna depart reason=moved", anna=BOTH)
    assert found.values["untreated_need_days_per_100_residents"] == pytest.approx(2 * 100 * 365.25)


def test_exits_and_withdrawals_of_the_cohort_stand_beside_it() -> None:
    text = "".join(ASKS.replace("anna", who) for who in ("anna", "bo", "cia", "dan"))
    text += "965 anna depart reason=died\n966 bo depart reason=moved\n900 cia withdrew psychosocial at=laro"
    values = results(text, anna=BOTH, bo=BOTH, cia=BOTH, dan=BOTH).values
    assert (values["exits_share"], values["withdrew_share"], values["cohort_size"]) == (0.25, 0.25, 4.0)


def test_posts_that_nobody_has_held_are_new_recruited_or_not() -> None:
    text = """
    600 - post_opened at=integrated_team role=nurse value=1
    600 - post_opened at=integrated_team role=nurse value=0.5
    600 - post_never_refilled at=integrated_team role=nurse value=0.5
    600 - post_opened at=laro worker=0 role=nurse value=1
    900 - staff_recruited at=integrated_team worker=1 role=nurse value=1
    """
    assert results(text).values["new_posts"] == 1.5


def test_giving_up_in_a_line_is_counted_and_between_services_is_not() -> None:
    text = """
    600 anna gave_up psychosocial at=laro reason=gave_up_in_queue
    700 anna gave_up psychosocial at=social_services reason=gave_up_waiting_for_decision
    800 anna gave_up psychosocial reason=gave_up_between
    """
    assert days(results(text, anna=BOTH), "gave_up_waiting_per_client_year") == pytest.approx(2)


# By month -------------------------------------------------------------------------------------------------------------


def test_by_month_the_share_untreated_is_of_clients_and_the_days_are_of_needs() -> None:
    text = "0 bo depart reason=moved\n510 anna admitted psychosocial at=municipal_outpatient\n"
    text += "1 cia need_state psychosocial state=met\n1 cia need_state psychiatric state=met\n"
    table = results(text, anna=BOTH, bo=BOTH, cia=BOTH, dan=BOTH).tables["monthly"]
    months = np.flatnonzero((table["month"] > 520) & (table["month"] < 1900))
    assert table["untreated_share"][months] == pytest.approx(0.5)  # anna is half treated, dan not at all
    length = np.diff(table["month"])[months]
    assert table["untreated_need_days"][months] == pytest.approx(3 * length)
    early = (table["month"] > 1) & (table["month"] < 400)
    assert table["untreated_share"][early] == pytest.approx(1.0)


@pytest.mark.parametrize(("day", "members"), [(499, 0), (500, 1), (1454, 1), (1455, 0)])
def test_the_cohort_begins_on_the_reform_day_and_ends_where_nobody_could_be_followed(day: int, members: int) -> None:
    """The log ends on day 2000, and 545 days are looked ahead."""
    log = make_log(f"{day} anna sought psychosocial to=primary_care", anna="addiction")
    assert len(after(OrderedLog(log, CALENDAR, THRESHOLDS))) == members
