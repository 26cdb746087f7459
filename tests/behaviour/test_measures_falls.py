"""Every mechanism: a story in which it happens, and near misses in which it does not."""

from __future__ import annotations

import pytest

from sim.measures import MECHANISMS, measure
from tests.logs import CALENDAR, make_log

BOTH = "addiction_psychiatric"


def falls_of(text: str, profile: str = BOTH) -> dict[str, dict[str, object]]:
    """Return anna's first fall by each mechanism: its columns."""
    table = measure(make_log(text, anna=profile), CALENDAR).tables["first_falls"]
    rows = [{name: column[i].item() for name, column in table.items()} for i in range(len(table["client"]))]
    return {str(row["mechanism"]): row for row in rows}


# mechanism, its story, day to which it is charged, from, to, rule
HAPPENS = [
    (
        "never_received",
        """
        600 anna sought psychosocial to=primary_care
        605 anna accepted psychosocial at=social_services extra=1
        """,
        690,
        ("alone", "social_services", "none"),
    ),
    (
        "lost_referral",
        """
        600 anna sought psychosocial to=primary_care
        601 anna referred psychosocial at=primary_care to=addiction_clinic reason=too_severe
        615 anna referral_lost psychosocial at=primary_care to=addiction_clinic reason=too_severe
        """,
        615,
        ("primary_care", "addiction_clinic", "too_severe"),
    ),
    (
        "bounced",
        """
        600 anna sought psychiatric to=primary_care
        601 anna refused psychiatric at=primary_care to=adult_psychiatry reason=too_severe
        601 anna referred psychiatric at=primary_care to=adult_psychiatry reason=too_severe
        610 anna referral_arrived psychiatric at=primary_care to=adult_psychiatry reason=too_severe
        612 anna refused psychiatric at=adult_psychiatry to=primary_care reason=not_severe_enough
        """,
        612,
        ("primary_care", "adult_psychiatry", "not_severe_enough"),
    ),
    (
        "sobriety_blocked",
        """
        600 anna sought psychiatric to=adult_psychiatry
        602 anna refused psychiatric at=adult_psychiatry reason=sobriety
        602 anna parked psychiatric at=adult_psychiatry value=90
        """,
        602,
        ("alone", "adult_psychiatry", "sobriety"),
    ),
    (
        "gave_up_in_queue",
        """
        600 anna sought psychosocial to=social_services
        610 anna referred psychosocial at=social_services to=municipal_outpatient reason=assessed
        612 anna accepted psychosocial at=municipal_outpatient
        640 anna gave_up psychosocial at=municipal_outpatient reason=gave_up_in_queue
        """,
        640,
        ("social_services", "municipal_outpatient", "gave_up_in_queue"),
    ),
    (
        "gave_up_between",
        """
        600 anna sought psychosocial to=primary_care
        601 anna refused psychosocial at=primary_care to=addiction_clinic reason=not_our_responsibility
        601 anna referred psychosocial at=primary_care to=addiction_clinic reason=not_our_responsibility
        620 anna gave_up psychosocial reason=gave_up_between
        """,
        620,
        ("primary_care", "addiction_clinic", "not_our_responsibility"),
    ),
    (
        "half_treated",
        """
        600 anna sought psychosocial to=municipal_outpatient
        601 anna accepted psychosocial at=municipal_outpatient
        610 anna admitted psychosocial at=municipal_outpatient
        630 anna refused psychiatric at=adult_psychiatry reason=treat_addiction_first
        700 anna completed psychosocial at=municipal_outpatient extra=1
        """,
        790,
        ("municipal_outpatient", "adult_psychiatry", "treat_addiction_first"),
    ),
    (
        "undetected",
        """
        600 anna sought psychosocial to=municipal_outpatient
        601 anna accepted psychosocial at=municipal_outpatient
        605 anna admitted psychosocial at=municipal_outpatient
        605 anna visit psychosocial at=municipal_outpatient value=1
        800 anna completed psychosocial at=municipal_outpatient extra=1
        """,
        785,
        ("municipal_outpatient", "nobody", "none"),
    ),
    (
        "disputed",
        """
        600 anna sought psychosocial to=primary_care
        610 anna dispute_opened psychosocial at=primary_care to=municipal_outpatient
        671 anna dispute_settled psychosocial at=primary_care to=municipal_outpatient
        """,
        670,
        ("primary_care", "municipal_outpatient", "not_our_responsibility"),
    ),
    (
        "discharged_unmet",
        """
        600 anna sought psychosocial to=municipal_outpatient
        601 anna accepted psychosocial at=municipal_outpatient
        610 anna admitted psychosocial at=municipal_outpatient
        650 anna discharged psychosocial at=municipal_outpatient reason=missed_visits
        700 anna sought psychosocial to=social_services value=1
        745 anna accepted psychosocial at=social_services extra=1
        """,
        650,
        ("municipal_outpatient", "social_services", "missed_visits"),
    ),
    (
        "no_aftercare",
        """
        600 anna crisis acute to=detox_ward
        600 anna accepted acute at=detox_ward
        600 anna admitted acute at=detox_ward
        608 anna completed acute at=detox_ward
        608 anna referred psychosocial at=detox_ward to=social_services reason=aftercare
        620 anna refused psychosocial at=social_services reason=no_consent
        """,
        608,
        ("detox_ward", "social_services", "no_consent"),
    ),
    (
        "lost_in_handover",
        """
        450 anna sought psychosocial to=municipal_outpatient
        451 anna accepted psychosocial at=municipal_outpatient
        460 anna admitted psychosocial at=municipal_outpatient
        500 anna handover_tried psychosocial at=municipal_outpatient to=municipal_outpatient to_by=region
        520 anna handover_lost psychosocial at=municipal_outpatient reason=handover_lost by=region
        """,
        520,
        ("municipal_outpatient", "municipal_outpatient", "handover_lost"),
    ),
]


@pytest.mark.parametrize(("mechanism", "text", "day", "boundary"), HAPPENS, ids=[h[0] for h in HAPPENS])
def test_it_happens_is_charged_to_its_day_and_its_boundary(
    mechanism: str, text: str, day: float, boundary: tuple[str, str, str]
) -> None:
    fall = falls_of(text)[mechanism]
    assert fall["day"] == day
    assert (fall["from_service"], fall["to_service"], fall["rule"]) == boundary


def test_every_mechanism_has_a_story_here() -> None:
    assert {h[0] for h in HAPPENS} == set(MECHANISMS)


def swap(mechanism: str, old: str, new: str) -> str:
    """Return the mechanism's story with one line changed."""
    text = next(h[1] for h in HAPPENS if h[0] == mechanism)
    assert text.count(old) == 1
    return text.replace(old, new)


def longer(mechanism: str, line: str) -> str:
    """Return the mechanism's story with one line more."""
    return next(h[1] for h in HAPPENS if h[0] == mechanism) + line


NEAR_MISSES = {
    "never_received: admitted to treatment on day 90": longer(
        "never_received", "690 anna admitted psychosocial at=municipal_outpatient"
    ),
    "never_received: withdrew": longer("never_received", "689 anna withdrew psychosocial at=social_services"),
    "never_received: assessed as without need": longer(
        "never_received", "680 anna decided psychosocial at=social_services reason=not_eligible"
    ),
    "never_received: left the county": longer("never_received", "650 anna depart reason=moved"),
    "never_received: was in treatment already": "500 anna admitted psychiatric at=adult_psychiatry\n"
    + longer("never_received", ""),
    "lost_referral: arrived": swap("lost_referral", "referral_lost", "referral_arrived"),
    "lost_referral: the need was met meanwhile": swap(
        "lost_referral", "referral_lost psychosocial", "referral_lost psychosocial state=met"
    ),
    "bounced: accepted between": longer("bounced", "611 anna accepted psychiatric at=adult_psychiatry"),
    "bounced: gave up between, a new request": longer("bounced", "611 anna gave_up psychiatric reason=gave_up_between"),
    "bounced: the second is about another need": swap(
        "bounced", "612 anna refused psychiatric", "612 anna refused psychosocial"
    ),
    "bounced: the second no is the client's own": swap(
        "bounced", "to=primary_care reason=not_severe_enough", "reason=no_consent"
    ),
    "bounced: refused once and sent on, the letter sent twice": swap(
        "bounced",
        "612 anna refused psychiatric at=adult_psychiatry to=primary_care reason=not_severe_enough",
        "612 anna referred psychiatric at=primary_care to=adult_psychiatry reason=too_severe",
    ),
    "sobriety_blocked: refused for another reason": swap("sobriety_blocked", "reason=sobriety", "reason=too_severe"),
    "sobriety_blocked: treated by somebody else on day 179": longer(
        "sobriety_blocked", "781 anna admitted psychiatric at=primary_care"
    ),
    "sobriety_blocked: died": longer("sobriety_blocked", "700 anna depart reason=died"),
    "gave_up_in_queue: withdrew": swap(
        "gave_up_in_queue",
        "gave_up psychosocial at=municipal_outpatient reason=gave_up_in_queue",
        "withdrew psychosocial at=municipal_outpatient reason=withdrew",
    ),
    "gave_up_between: gave up in a queue": swap("gave_up_between", "reason=gave_up_between", "reason=gave_up_in_queue"),
    "half_treated: psychiatric treatment on day 179": longer(
        "half_treated", "789 anna admitted psychiatric at=adult_psychiatry"
    ),
    "half_treated: the other need was met before": longer("half_treated", "700 anna need_state psychiatric state=met"),
    "half_treated: the client withdrew the request": longer(
        "half_treated", "640 anna withdrew psychiatric at=adult_psychiatry"
    ),
    "half_treated: assessed as without need": longer(
        "half_treated", "640 anna decided psychiatric at=adult_psychiatry reason=not_eligible"
    ),
    "half_treated: only assessed": swap(
        "half_treated",
        "admitted psychosocial at=municipal_outpatient",
        "admitted psychosocial at=social_services extra=1",
    ),
    "undetected: found on the last day": longer("undetected", "785 anna detected psychiatric at=municipal_outpatient"),
    "undetected: sought for it herself": longer("undetected", "700 anna sought psychiatric to=primary_care value=1"),
    "undetected: contact ends after 179 days": swap("undetected", "800 anna", "784 anna"),
    "undetected: in a line all that time": swap("undetected", "605 anna admitted", "780 anna admitted"),
    "undetected: nobody has met her": swap("undetected", "anna visit", "anna missed"),
    "gave_up_in_queue: the day after asking": swap(
        "gave_up_in_queue", "at=municipal_outpatient reason=gave", "at=municipal_outpatient value=1 reason=gave"
    ),
    "gave_up_between: the day after asking": swap(
        "gave_up_between", "gave_up psychosocial", "gave_up psychosocial value=1"
    ),
    "disputed: settled on day 60": swap("disputed", "671 anna", "670 anna"),
    "disputed: gave up before": longer("disputed", "650 anna gave_up psychosocial reason=gave_up_between"),
    "discharged_unmet: accepted on day 90": swap("discharged_unmet", "745 anna", "740 anna"),
    "discharged_unmet: the need was met": swap(
        "discharged_unmet", "reason=missed_visits", "reason=missed_visits state=met"
    ),
    "no_aftercare: accepted on day 30": longer(
        "no_aftercare", "638 anna accepted psychosocial at=social_services extra=1"
    ),
    "no_aftercare: in psychiatric care all along": "500 anna admitted psychiatric at=adult_psychiatry\n"
    + longer("no_aftercare", ""),
    "lost_in_handover: arrived": swap("lost_in_handover", "handover_lost psychosocial", "handed_over psychosocial"),
}


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_a_near_miss_is_no_fall(name: str) -> None:
    assert name.partition(":")[0] not in falls_of(NEAR_MISSES[name])


def test_a_dispute_of_a_little_more_than_sixty_days_is_a_fall() -> None:
    assert "disputed" in falls_of(swap("disputed", "671 anna", "670.5 anna"))


def test_somebody_without_a_psychiatric_need_cannot_be_undetected() -> None:
    assert "undetected" not in falls_of(longer("undetected", ""), profile="addiction")


def test_refusals_for_sobriety_within_half_a_year_are_one_fall() -> None:
    again = "650 anna refused psychiatric at=adult_psychiatry reason=sobriety"
    log = make_log(longer("sobriety_blocked", again), anna=BOTH)
    table = measure(log, CALENDAR).tables["gap_map"]
    assert table["falls"][table["mechanism"] == "sobriety_blocked"].tolist() == [1.0]


def test_what_the_log_is_too_short_to_settle_is_no_fall() -> None:
    log = make_log(next(h[1] for h in HAPPENS if h[0] == "sobriety_blocked"), days=781, anna=BOTH)
    assert "sobriety_blocked" not in measure(log, CALENDAR).tables["first_falls"]["mechanism"]


def test_the_first_fall_is_the_earliest_and_counts_once() -> None:
    text = """
    600 anna sought psychosocial to=primary_care
    601 anna refused psychosocial at=primary_care reason=too_severe
    620 anna gave_up psychosocial reason=gave_up_between
    """
    values = measure(make_log(text, anna=BOTH, bo=BOTH), CALENDAR).values
    assert values["any_mechanism_rate"] == 1.0  # bo never sought, so is no member
    assert values["any_mechanism_rate.gave_up_between"] == values["any_mechanism_rate.never_received"] == 1.0
    assert values["first_mechanism_rate.gave_up_between"] == 1.0
    assert values["first_mechanism_rate.never_received"] == 0.0


def test_an_acceptance_of_another_part_does_not_undo_a_bounce() -> None:
    assert "bounced" in falls_of(longer("bounced", "611 anna accepted psychosocial at=social_services"))


def test_handed_over_from_the_municipality_is_charged_between_the_two_principals() -> None:
    fall = falls_of(longer("lost_in_handover", ""))["lost_in_handover"]
    assert (fall["from_principal"], fall["to_principal"]) == ("municipality", "region")


def test_a_need_refused_is_charged_between_services_of_one_principal_too() -> None:
    fall = falls_of(longer("bounced", ""))["bounced"]
    assert (fall["from_principal"], fall["to_principal"]) == ("region", "region")
