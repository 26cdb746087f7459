"""Falls at the edges: the last day on which the log can settle them, who ran a service then, once and not twice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.measures import THRESHOLDS, measure
from sim.measures.boundary import NOBODY, Charger
from sim.measures.story import OrderedLog
from sim.terms.words import Reason
from tests.behaviour.test_measures_falls import BOTH, HAPPENS, falls_of, longer, swap
from tests.logs import CALENDAR, END, REFORM, make_log

LOOKS_AHEAD = {"never_received": 690, "sobriety_blocked": 783, "half_treated": 790, "undetected": 785}
LOOKS_AHEAD |= {"discharged_unmet": 741, "no_aftercare": 638}
"""Mechanism → the day on which its story in `HAPPENS` is settled: of two, one on which the need is still open."""


def fell(text: str, days: float = END) -> set[str]:
    """Return the mechanisms by which anna falls in a log of so many days."""
    found = measure(make_log(text, days=days, anna=BOTH), CALENDAR).tables["first_falls"]["mechanism"]
    return set(found.tolist())


@pytest.mark.parametrize(("mechanism", "settled"), LOOKS_AHEAD.items())
def test_what_looks_ahead_holds_on_the_day_on_which_the_log_ends_and_not_a_day_before(
    mechanism: str, settled: int
) -> None:
    text = "\n".join(
        line for line in longer(mechanism, "").splitlines() if line.strip() and float(line.split()[0]) < settled
    )
    assert mechanism in fell(text, settled)
    assert mechanism not in fell(text, settled - 1)


@pytest.mark.parametrize(("mechanism", "settled"), LOOKS_AHEAD.items())
def test_whoever_is_gone_by_the_last_day_has_not_fallen(mechanism: str, settled: int) -> None:
    assert mechanism not in fell(longer(mechanism, f"{settled - 1} anna depart reason=moved"))
    assert mechanism in fell(longer(mechanism, f"{settled + 1} anna depart reason=moved"))


@pytest.mark.parametrize("reason", ["outside_catchment", "method_not_offered"])
def test_a_letter_that_gives_a_refusals_reason_is_a_bounce_though_nobody_said_no(reason: str) -> None:
    text = f"""
    600 anna sought psychiatric to=primary_care
    601 anna referred psychiatric at=primary_care to=adult_psychiatry reason={reason}
    612 anna refused psychiatric at=adult_psychiatry to=primary_care reason=not_severe_enough
    """
    assert "bounced" in fell(text)
    assert "bounced" not in fell(text.replace(reason, "assessed"))
    assert "bounced" not in fell(text.replace(reason, "aftercare"))


def test_a_letter_that_repeats_another_services_no_is_a_bounce_of_its_own() -> None:
    text = """
    600 anna sought psychiatric to=primary_care
    601 anna refused psychiatric at=primary_care reason=too_severe
    612 anna referred psychiatric at=addiction_clinic to=adult_psychiatry reason=too_severe
    """
    assert "bounced" in fell(text)
    assert "bounced" not in fell(text.replace("addiction_clinic", "primary_care"))


@pytest.mark.parametrize("mechanism", ["bounced", "lost_referral"])
def test_a_fall_is_charged_to_those_who_ran_the_services_when_they_answered(mechanism: str) -> None:
    """The row says who ran the service; what the map of principals says of that day is another thing."""
    text = longer(mechanism, "").replace("at=primary_care", "at=primary_care by=joint")
    text = text.replace("at=adult_psychiatry", "at=adult_psychiatry by=state")
    text = text.replace("to=addiction_clinic", "to=addiction_clinic to_by=state")
    found = falls_of(text)[mechanism]
    assert (found["from_principal"], found["to_principal"]) == ("joint", "state")


@pytest.mark.parametrize("mechanism", ["bounced", "lost_referral"])
def test_where_a_row_names_no_principal_the_one_who_runs_the_service_is_charged(mechanism: str) -> None:
    text = longer(mechanism, "").replace("at=primary_care", "at=municipal_outpatient")
    named, unnamed = (falls_of(t)[mechanism] for t in (text, text.replace("reason=", "by=- to_by=- reason=")))
    assert (named["from_principal"], named["to_principal"]) == ("municipality", "region")
    assert unnamed == named


AHEAD = {"sobriety_blocked": 180, "discharged_unmet": 90, "no_aftercare": 30}
"""What is known only so many days after the day to which it is charged; all else is known on that day."""


@pytest.mark.parametrize("mechanism", [name for name, *_ in HAPPENS])
def test_a_fall_is_fulfilled_on_the_day_on_which_it_is_known(mechanism: str) -> None:
    found = falls_of(longer(mechanism, ""))[mechanism]
    assert found["fulfilled"] == found["day"] + AHEAD.get(mechanism, 0)


def test_what_happened_on_no_row_is_charged_to_nobody() -> None:
    story = OrderedLog(make_log("600 anna sought psychosocial to=primary_care", anna=BOTH), CALENDAR, THRESHOLDS)
    found = Charger(story).at(np.array([-1]))
    assert [int(column[0]) for column in (found.from_service, found.to_service)] == [NOBODY, NOBODY]
    assert [int(column[0]) for column in (found.from_principal, found.to_principal)] == [-1, -1]
    assert int(found.reason[0]) == Reason.NONE


def half_treated(*stays: tuple[int, int]) -> int:
    """Return how many times anna is half treated, with psychosocial treatment in those days."""
    text = "600 anna sought psychosocial to=municipal_outpatient\n"
    for first, last in stays:
        text += f"{first} anna admitted psychosocial at=municipal_outpatient\n"
        text += f"{last} anna left_care psychosocial at=municipal_outpatient\n"
    table = measure(make_log(text, anna=BOTH), CALENDAR).tables["gap_map"]
    return int(table["falls"][table["mechanism"] == "half_treated"].sum())


def test_one_unbroken_time_without_treatment_is_one_fall_however_often_the_other_need_is_treated() -> None:
    assert [half_treated(*((600 + 50 * i, 620 + 50 * i) for i in range(n))) for n in (0, 1, 2, 3, 4)] == [0, 1, 1, 1, 1]


def test_half_a_treatment_is_charged_to_who_treats_the_other_half_and_not_to_who_inquires() -> None:
    for day in (605, 610, 640):
        inquiry = f"{day} anna admitted psychosocial at=social_services extra=1"
        found = falls_of(longer("half_treated", inquiry))["half_treated"]
        assert found["from_service"] == "municipal_outpatient"


def test_a_crisis_makes_no_need_known() -> None:
    crisis = """
    650 anna crisis acute to=detox_ward
    650 anna accepted acute at=detox_ward
    650 anna admitted acute at=detox_ward
    655 anna completed acute at=detox_ward
    """
    assert "undetected" in fell(longer("undetected", crisis))


def members(after_days: int) -> int:
    """Return how many are followed where so many days were simulated after the reform."""
    calendar = replace(CALENDAR, after_days=after_days)
    text = f"{REFORM} anna sought psychosocial to=primary_care"
    log = make_log(text, days=REFORM + after_days, anna=BOTH)
    return len(measure(log, calendar).tables["cohort"]["client"])


def test_two_years_after_the_reform_are_enough_to_follow_somebody_and_a_day_less_is_not() -> None:
    assert [members(days) for days in (729, 730, 1094, 1095)] == [0, 1, 1, 1]


def test_there_is_a_story_of_each_that_looks_ahead() -> None:
    assert set(LOOKS_AHEAD) <= {h[0] for h in HAPPENS}
    assert swap("bounced", "612", "613")
