"""A design may not look better by seeing less: the headline shows the loss when fewer needs are found."""

from dataclasses import replace

import pytest

from calibration.store import load_parameters
from outputs.measures_text import HEADLINE
from scenarios.compose import compose
from sim.measures import measure
from sim.model import simulate
from sim.terms.scenario import Scenario

BLIND = 0.3  # share of today's detection that is left
REPLICATIONS = 2
WATCHED = ("untreated_share", "both_treated_share", "fall_rate", "fall_rate_without_never_found", "detected_share")


def with_detection(scenario: Scenario, share: float) -> Scenario:
    """Return the scenario in which every service finds `share` of the needs that it finds today."""
    services = tuple(
        replace(s, plan=replace(s.plan, detects=tuple(d * share for d in s.plan.detects))) for s in scenario.services
    )
    return replace(scenario, services=services)


@pytest.fixture(scope="module")
def headlines() -> dict[float, dict[str, float]]:
    scenario = compose("norrbotten", "current", parameters=load_parameters(), years=2.5)
    found: dict[float, dict[str, float]] = {}
    for share in (1.0, BLIND):
        changed = with_detection(scenario, share)
        runs = [measure(simulate(changed, 7, r), changed.calendar).values for r in range(REPLICATIONS)]
        found[share] = {name: sum(run[name] or 0.0 for run in runs) / REPLICATIONS for name in WATCHED}
    return found


def test_the_headline_shows_nine_numbers_together_and_untreated_needs_first() -> None:
    assert HEADLINE == (
        "untreated_share",
        "fall_rate",
        "both_treated_share",
        "one_treated_share",
        "neither_treated_share",
        "days_to_treatment",
        "untreated_share_not_comorbid",
        "detected_share",
        "psychosocial_untreated_share",
    )


def test_seeing_less_shows_as_a_loss_in_the_headline(headlines: dict[float, dict[str, float]]) -> None:
    seeing, blind = headlines[1.0], headlines[BLIND]
    assert blind["detected_share"] < seeing["detected_share"] - 0.05
    assert blind["untreated_share"] > seeing["untreated_share"], (seeing, blind)
    assert blind["both_treated_share"] < seeing["both_treated_share"], (seeing, blind)


def test_the_clause_of_needs_never_found_is_what_keeps_the_fall_rate_from_being_won_by_seeing_less(
    headlines: dict[float, dict[str, float]],
) -> None:
    seeing, blind = headlines[1.0], headlines[BLIND]
    assert blind["fall_rate_without_never_found"] < seeing["fall_rate_without_never_found"], (seeing, blind)
    assert blind["fall_rate"] > seeing["fall_rate"], (seeing, blind)
