"""Fell between chairs: turned away or lost, and then 90 days without treatment. Each way, and what is no fall."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.measures import THRESHOLDS, measure
from sim.measures.fall_kinds import MECHANISMS
from sim.measures.fell import WAYS
from tests.logs import CALENDAR, make_log

BOTH = "addiction_psychiatric"

ASKS = """
600 anna sought psychosocial to=primary_care
601 anna detected psychiatric at=primary_care
"""
FALLS = {
    "lost_referral": "610 anna referral_lost psychosocial at=primary_care to=laro reason=too_severe",
    "bounced": """
        605 anna refused psychosocial at=primary_care reason=too_severe
        610 anna refused psychosocial at=laro reason=not_severe_enough
        """,
    "sobriety_blocked": "610 anna refused psychiatric at=adult_psychiatry reason=sobriety",
    "gave_up_between": """
        605 anna refused psychosocial at=primary_care reason=too_severe
        610 anna gave_up psychosocial reason=gave_up_between
        """,
    "disputed": """
        610 anna dispute_opened psychosocial at=primary_care to=social_services
        680 anna dispute_settled psychosocial at=primary_care to=social_services
        """,
    "discharged_unmet": """
        605 anna admitted psychosocial at=municipal_outpatient
        610 anna discharged psychosocial at=municipal_outpatient reason=missed_visits
        """,
    "no_aftercare": """
        605 anna admitted acute at=detox_ward
        610 anna completed acute at=detox_ward
        """,
    "lost_in_handover": """
        605 anna admitted psychosocial at=municipal_outpatient
        610 anna handover_lost psychosocial at=municipal_outpatient reason=handover_lost
        """,
    "undetected": "",
}
VISIT = "{day} anna admitted {part} at={at}\n{day} anna visit {part} at={at} value=1\n"


def ways(text: str, asks: str = ASKS) -> set[str]:
    """Return in which ways anna falls within a year of asking."""
    values = measure(make_log(f"{asks}\n{text}", anna=BOTH), CALENDAR).values
    found = {way for way in map(MECHANISMS.__getitem__, WAYS) if values[f"fall_rate.{way}"]}
    assert values["fall_rate"] == float(bool(found))
    assert values["fall_rate_without_never_found"] == float(bool(found - {"undetected"}))
    return found


def story(way: str) -> tuple[str, str]:
    """Return what leads to a fall in this way, and how she asks."""
    return FALLS[way], ASKS if way != "undetected" else ASKS.splitlines()[1]


def charged(way: str) -> int:
    return {"undetected": 780, "disputed": 670}.get(way, 610)


def part(way: str) -> tuple[str, str]:
    """Return the part that the fall is about, and somebody who would treat it."""
    psychiatric = way in ("sobriety_blocked", "undetected")
    return ("psychiatric", "adult_psychiatry") if psychiatric else ("psychosocial", "municipal_outpatient")


def visited(way: str, day: float) -> str:
    which, at = part(way)
    return VISIT.format(day=day, part=which, at=at)


@pytest.mark.parametrize("way", FALLS)
def test_who_is_turned_away_or_lost_and_left_alone_for_ninety_days_has_fallen(way: str) -> None:
    text, asks = story(way)
    assert ways(text, asks=asks) == {way}


def test_every_way_has_a_story_here() -> None:
    assert set(FALLS) == {MECHANISMS[way] for way in WAYS}


@pytest.mark.parametrize("way", FALLS)
def test_a_visit_within_the_ninety_days_undoes_it_and_a_later_one_does_not(way: str) -> None:
    text, asks = story(way)
    assert ways(text + "\n" + visited(way, charged(way) + 90), asks=asks) == set()
    assert ways(text + "\n" + visited(way, charged(way) + 91), asks=asks) == {way}


@pytest.mark.parametrize("way", FALLS)
def test_an_admission_or_a_line_undoes_nothing(way: str) -> None:
    text, asks = story(way)
    which, at = part(way)
    day = charged(way) + 31  # after the days in which aftercare must have been accepted
    line = f"{text}\n{day} anna accepted {which} at={at}\n{day} anna admitted {which} at={at}"
    assert ways(line, asks=asks) == {way}


@pytest.mark.parametrize("way", FALLS)
def test_who_leaves_or_has_the_need_met_within_the_ninety_days_has_not_fallen(way: str) -> None:
    text, asks = story(way)
    day = charged(way) + 89
    assert ways(f"{text}\n{day} anna depart reason=moved", asks=asks) == set()
    met = (
        f"{text}\n{day} anna need_state {part(way)[0]} state=met\n{day + 5} anna need_state {part(way)[0]} state=latent"
    )
    assert ways(met, asks=asks) == set()


@pytest.mark.parametrize("way", [way for way in FALLS if part(way)[0] == "psychosocial"])
def test_dependence_is_treated_if_either_of_its_parts_is(way: str) -> None:
    text, asks = story(way)
    day = charged(way) + 80
    assert ways(f"{text}\n" + VISIT.format(day=day, part="medical", at="laro"), asks=asks) == set()
    assert ways(f"{text}\n" + VISIT.format(day=day, part="psychiatric", at="adult_psychiatry"), asks=asks) == {way}


def test_nothing_counts_while_the_need_is_in_treatment() -> None:
    medical = "590 anna admitted medical at=laro\n590 anna visit medical at=laro value=1\n"
    assert ways(medical + FALLS["bounced"]) == set()
    nobody_comes = medical.replace("590", "500")
    assert ways(nobody_comes + FALLS["bounced"]) == {"bounced"}


NO_FALL = {
    "refused once": "610 anna refused psychosocial at=primary_care reason=too_severe",
    "the client's own no": FALLS["bounced"].replace("not_severe_enough", "no_consent"),
    "assessed as without need": FALLS["bounced"].replace("not_severe_enough", "not_eligible"),
    "the client's no, and withdrawing": "610 anna withdrew psychosocial at=laro reason=no_consent",
    "giving up in a line": "610 anna gave_up psychosocial at=laro reason=gave_up_in_queue",
    "giving up at the silence of the first door": "610 anna gave_up psychosocial reason=gave_up_between",
    "giving up between after one's own no": FALLS["gave_up_between"].replace("too_severe", "no_consent"),
    "a dispute that is settled in time": FALLS["disputed"].replace("680", "669"),
    "a social need alone": FALLS["bounced"].replace("psychosocial", "social"),
    "a case that arrives": """
        605 anna admitted psychosocial at=municipal_outpatient
        605 anna suspended psychosocial at=municipal_outpatient state=in_care
        610 anna resumed psychosocial at=municipal_outpatient state=in_care
        610 anna visit psychosocial at=municipal_outpatient
        """,
}


@pytest.mark.parametrize("name", NO_FALL)
def test_it_is_no_fall(name: str) -> None:
    assert ways(NO_FALL[name]) == set()


def test_a_case_that_is_on_its_way_for_ninety_days_has_fallen_though_it_arrives() -> None:
    text = NO_FALL["a case that arrives"].replace("610", "700")
    assert ways(text) == {"lost_in_handover"}


def test_visits_that_rest_in_an_institution_are_no_handover() -> None:
    text = NO_FALL["a case that arrives"].replace("610", "700")
    ward = "605 anna admitted acute at=detox_ward state=in_care"
    assert ways(text.replace("605 anna suspended", f"{ward}\n        605 anna suspended")) == set()
    home = "605 anna admitted psychosocial at=hvb"
    assert ways(text.replace("605 anna suspended", f"{home}\n        605 anna suspended")) == set()


def test_giving_up_after_an_inquiry_that_sent_one_on_is_between_services() -> None:
    text = """
    602 anna referred psychosocial at=primary_care to=social_services reason=another_need
    604 anna admitted psychosocial at=social_services extra=1 state=waiting
    606 anna decided psychosocial at=social_services state=sought
    610 anna gave_up psychosocial reason=gave_up_between
    """
    assert ways(text) == {"gave_up_between"}
    assert ways(text.replace("extra=1 state=waiting", "")) == set()  # taken into care: what was before is over


def test_a_need_that_nobody_finds_is_a_fall_in_contact_or_not() -> None:
    asks = ASKS.splitlines()[1]
    assert ways("", asks=asks) == {"undetected"}
    assert ways("780 anna detected psychiatric at=primary_care", asks=asks) == set()


def test_what_the_log_is_too_short_to_settle_is_no_fall() -> None:
    """A log to day 1300, asked of with less to look ahead than a fall may need."""
    short = replace(THRESHOLDS, lookahead=300.0)
    for day, fell in ((1210, 1.0), (1211, 0.0)):
        asks = ASKS.replace("60", "95")
        refused = f"{day} anna refused psychiatric at=adult_psychiatry reason=sobriety"
        values = measure(make_log(asks + refused, days=1300, anna=BOTH), CALENDAR, short).values
        assert values["fall_rate"] == fell


def test_by_month_persons_fall_anew_when_ninety_days_have_passed() -> None:
    twice = FALLS["bounced"] + "620 anna refused psychiatric at=adult_psychiatry reason=sobriety\n"
    again = twice + "720 anna refused psychiatric at=adult_psychiatry reason=sobriety\n"
    for text, persons in ((FALLS["bounced"], 1), (twice, 1), (again, 2)):
        table = measure(make_log(ASKS + text, anna=BOTH), CALENDAR).tables["monthly"]
        lengths = [after - day for day, after in zip(table["month"], table["month"][1:], strict=False)]
        assert sum(table["newly_fallen"][:-1] * lengths) / 30 == pytest.approx(persons)
