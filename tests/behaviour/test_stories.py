"""Face check of stories: each impossible sequence is seen in a hand-written log, and its mended twin passes."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from click.testing import CliRunner

from calibration.evidence.check import check_quantities
from scenarios.files.read import list_designs
from sim.checks import Limits, checks, count, limits_of
from sim.checks.catalogue import quantities
from sim.checks.count import FINDS
from sim.terms.words import Disorder, Kind
from tests.logs import CALENDAR, make_log
from tests.miniature import log_of, miniature

BOTH = "addiction_psychiatric"
LIMITS = Limits(
    since=0.0,
    crisis_days=20.0,
    psychosis_visits=8.0,
    regular_visits=5.0,
    asked_share=0.05,
    known_visits=6.0,
    severe=0.6,
    after_no_days=7.0,
)


def visits(part: str, at: str, first: int, many: int) -> str:
    """Return so many attended visits, a week apart."""
    return "\n".join(f"{first + 7 * i} anna visit {part} at={at} value=1" for i in range(many))


TALKS = "600 anna admitted psychiatric at={at}\n{visits}\n900 anna completed psychiatric at={at} extra=1"
NO_DOOR = "600 anna no_taker psychiatric at=primary_care\n601 anna admitted psychosocial at=municipal_outpatient\n"
HVB = "600 anna admitted psychosocial at=hvb\n700 anna completed psychosocial at=hvb state=latent\n"
DECIDED = "610 anna admitted psychosocial at=social_services extra=1\n620 anna decided psychosocial at=social_services"

IMPOSSIBLE: dict[str, tuple[str, str]] = {
    "begins_during_a_stay": (
        HVB + "650 anna admitted psychiatric at=adult_psychiatry",
        HVB + "700 anna admitted psychiatric at=adult_psychiatry",
    ),
    "two_institutions": (
        HVB + "650 anna admitted acute at=detox_ward\n655 anna completed acute at=detox_ward",
        HVB + "700 anna admitted acute at=detox_ward\n705 anna completed acute at=detox_ward",
    ),
    "support_at_home_meanwhile": (
        HVB + "650 anna visit social at=housing_support value=1",
        HVB + "700 anna visit social at=housing_support value=1",
    ),
    "crisis_waits": (
        "600 anna accepted acute at=detox_ward\n621 anna admitted acute at=detox_ward",
        "600 anna accepted acute at=detox_ward\n602 anna referred acute at=detox_ward to=psychiatric_emergency "
        "reason=crisis\n602 anna accepted acute at=psychiatric_emergency\n602 anna admitted acute "
        "at=psychiatric_emergency",
    ),
    "psychosis_met_too_soon": (
        TALKS.format(at="adult_psychiatry", visits=visits("psychiatric", "adult_psychiatry", 600, 5)),
        TALKS.format(at="adult_psychiatry", visits=visits("psychiatric", "adult_psychiatry", 600, 8)),
    ),
    "nobody_asks_again": (
        NO_DOOR + visits("psychosocial", "municipal_outpatient", 601, 5),
        NO_DOOR
        + visits("psychosocial", "municipal_outpatient", 601, 5)
        + "\n620 anna referred psychiatric at=municipal_outpatient to=adult_psychiatry reason=asked_anew",
    ),
    "own_decision_refused": (
        "600 anna referred psychosocial at=social_services to=municipal_outpatient reason=assessed\n"
        "610 anna refused psychosocial at=municipal_outpatient reason=too_severe",
        "600 anna referred psychosocial at=social_services to=municipal_outpatient reason=assessed\n"
        "610 anna refused psychosocial at=municipal_outpatient reason=method_not_offered",
    ),
    "institution_without_decision": (
        DECIDED + "\n630 anna referred psychosocial at=addiction_clinic to=hvb reason=another_need",
        DECIDED + "\n630 anna referred psychosocial at=social_services to=hvb reason=assessed",
    ),
    "own_referral_refused": (
        "600 anna referred psychosocial at=primary_care to=laro reason=another_need\n"
        "610 anna refused psychosocial at=laro reason=too_severe\n"
        "610 anna referred psychosocial at=laro to=primary_care reason=too_severe\n"
        "610 anna referred psychosocial at=primary_care to=primary_care reason=another_need\n"
        "612 anna refused psychosocial at=primary_care reason=too_severe",
        "600 anna referred psychosocial at=primary_care to=laro reason=another_need\n"
        "610 anna refused psychosocial at=laro reason=too_severe",
    ),
    "no_need_though_severe": (
        visits("psychosocial", "municipal_outpatient", 550, 6)
        + "\n600 anna refused psychiatric at=adult_psychiatry reason=not_eligible",
        visits("psychosocial", "municipal_outpatient", 550, 5)
        + "\n600 anna refused psychiatric at=adult_psychiatry reason=not_eligible",
    ),
    "help_after_no": (
        "600 anna withdrew psychiatric reason=no_consent\n"
        "603 anna referred psychiatric at=hvb to=adult_psychiatry reason=another_need",
        "600 anna withdrew psychiatric reason=no_consent\n602 anna sought psychiatric to=hvb\n"
        "603 anna referred psychiatric at=hvb to=adult_psychiatry reason=another_need",
    ),
    "after_exit": (
        "600 anna depart reason=moved\n601 anna visit psychosocial at=laro value=1",
        "600 anna visit psychosocial at=laro value=1\n601 anna depart reason=moved",
    ),
    "treated_and_unasked": (
        "600 anna admitted psychosocial at=laro\n620 anna need_state psychosocial state=latent\n"
        "640 anna completed psychosocial at=laro",
        "600 anna admitted psychosocial at=laro\n640 anna completed psychosocial at=laro",
    ),
}
BY_THE_MEASURES = {
    "at_once_a_fall": "undo `Thresholds.asked`, which the measures read",
    "contact_without_visit": "undo what the fall `undetected` calls contact",
}
"""Checks of the measures themselves: no log can fail them, only an edit of what is counted; each has a test below."""


def of(text: str, limits: Limits = LIMITS) -> dict[str, int]:
    """Return how many times each check sees something in the story of anna, who has a psychosis."""
    log = make_log(text, anna=BOTH)
    psychosis = log.clients | {"disorder": np.array([int(Disorder.PSYCHOSIS)], dtype=np.int8)}
    return {found.check: found.times for found in count(replace(log, clients=psychosis), CALENDAR, limits)}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_an_impossible_story_is_seen_and_its_mended_twin_is_not(name: str) -> None:
    impossible, mended = IMPOSSIBLE[name]
    assert of(impossible)[name] == 1
    assert of(mended)[name] == 0


def test_a_mended_story_passes_every_check_that_is_not_about_something_else() -> None:
    for name, (_, mended) in IMPOSSIBLE.items():
        assert not any(of(mended).values()), name


def test_every_check_is_described_and_seen_to_fail() -> None:
    named = [check.name for check in checks()]
    assert sorted(named) == sorted(FINDS)
    assert sorted(named) == sorted([*IMPOSSIBLE, *BY_THE_MEASURES])
    assert all(check.sentence and check.passage for check in checks())
    assert all(set(check.limits) <= set(quantities()) for check in checks())


def test_the_limits_rest_on_the_ledger() -> None:
    placed = [(f"limits.{name}", "stories.toml", quantity) for name, quantity in quantities().items()]
    assert [str(problem) for problem in check_quantities(placed)] == []
    made = miniature("current")
    days = quantities()["crisis_days"].value
    assert limits_of(made).crisis_days == made.practice.crisis_without_bed_days + days  # type: ignore[operator]
    ways = replace(made.practice, psychosis_visits=9.0)
    assert limits_of(replace(made, practice=ways)).psychosis_visits == 9.0


def test_one_who_is_never_asked_for_is_no_wonder_where_others_are() -> None:
    unasked, asked = IMPOSSIBLE["nobody_asks_again"]
    lines = asked.replace("anna", "bo").splitlines()
    together = "\n".join(sorted([*unasked.splitlines(), *lines], key=lambda line: float(line.split()[0])))
    log = make_log(together, anna=BOTH, bo=BOTH)

    def times(share: float) -> int:
        limits = replace(LIMITS, asked_share=share)
        return next(f.times for f in count(log, CALENDAR, limits) if f.check == "nobody_asks_again")

    assert (times(0.5), times(0.6)) == (0, 1), "of two, one was asked for"


def test_a_psychosis_is_not_met_at_the_health_centre_however_many_visits() -> None:
    text = TALKS.format(at="primary_care", visits=visits("psychiatric", "primary_care", 600, 12))
    assert of(text)["psychosis_met_too_soon"] == 1


def test_hvbs_own_health_care_and_a_move_within_the_stay_in_lvm_are_let_through() -> None:
    assert of(HVB + "650 anna admitted psychiatric at=hvb_health_care")["begins_during_a_stay"] == 0
    lvm = "600 anna admitted acute at=lvm\n650 anna admitted {part} at=hvb\n700 anna completed acute at=lvm"
    assert of(lvm.format(part="acute"))["begins_during_a_stay"] == 0
    assert of(lvm.format(part="psychosocial"))["begins_during_a_stay"] == 1


def test_a_stay_in_lvm_needs_a_decision() -> None:
    lvm = "\n640 anna admitted acute at=lvm\n700 anna completed acute at=lvm"
    assert of("639 anna crisis acute to=lvm" + lvm)["institution_without_decision"] == 1
    assert of("639 anna crisis acute at=social_services to=lvm" + lvm)["institution_without_decision"] == 0


def test_an_inquiry_is_about_the_person_but_not_for_what_it_has_found_no_need_of() -> None:
    hvb = "\n630 anna referred psychosocial at=social_services to=hvb reason=assessed"
    for part, reason, times in (("social", "not_eligible", 0), ("psychosocial", "not_eligible", 1)):
        inquiry = f"610 anna admitted {part} at=social_services extra=1\n620 anna decided {part} at=social_services"
        assert of(f"{inquiry} reason={reason}{hvb}")["institution_without_decision"] == times


def test_the_measures_own_checks_see_what_they_are_for(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = """
    600 anna sought psychosocial to=primary_care
    601 anna refused psychosocial at=primary_care reason=too_severe
    602 anna gave_up psychosocial reason=gave_up_between value=2
    """
    assert of(at_once)["at_once_a_fall"] == 0
    monkeypatch.setattr("sim.measures.fell.gave_up", lambda story: story.of(Kind.GAVE_UP))
    assert of(at_once)["at_once_a_fall"] == 1
    line = "600 anna accepted psychosocial at=laro\n800 anna admitted psychosocial at=laro"
    assert of(line)["contact_without_visit"] == 0
    found = SimpleNamespace(client=np.array([0]), day=np.array([780.0]))
    monkeypatch.setattr("sim.checks.care.undetected", lambda *_: found)
    assert of(line)["contact_without_visit"] == 1


@pytest.mark.parametrize("design", list_designs())
def test_what_cannot_happen_does_not_happen_in_the_miniature(design: str, name_seed: int) -> None:
    made = miniature(design)
    found = count(log_of(design, name_seed), made.calendar, limits_of(made))
    seen = [f for f in found if f.times]
    assert not seen, seen


def test_the_command_names_the_first_client_and_how_to_read_their_story(monkeypatch: pytest.MonkeyPatch) -> None:
    from mellanrum.cli.root import root
    from mellanrum.evidence import stories
    from sim.checks import CheckFound

    made = (
        CheckFound(check="after_exit", times=0, clients=0, first=None, day=None),
        CheckFound(check="help_after_no", times=3, clients=2, first="Luleå-12", day=800.4),
    )
    monkeypatch.setattr(stories, "execute_with", lambda work, jobs, n, progress: [made for _ in jobs])
    told = CliRunner().invoke(root, ["evidence", "stories", "norrbotten", "big_bang", "-n", "2", "--seed", "5"])
    assert told.exit_code == 0, told.output
    lines = {line.split()[0]: line.split()[1:] for line in told.output.splitlines() if line.strip()}
    assert lines["after_exit"] == ["0", "0"]
    assert lines["help_after_no"] == ["6", "4", "Luleå-12,", "day", "800"]
    assert "mellanrum trace norrbotten big_bang --seed 5 --client 'Luleå-12' --full" in told.output


def test_an_unknown_design_is_bad_input() -> None:
    from mellanrum.cli.root import root

    told = CliRunner().invoke(root, ["evidence", "stories", "norrbotten", "big_bung"])
    assert told.exit_code == 2
    assert "big_bang" in told.output
