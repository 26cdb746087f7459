"""How long a place is held by the formula is how long it is held when the plan is played through, client by client."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from calibration.parameters.store import load_parameters
from scenarios.compose import compose
from sim.terms.capacity import days_held, places_of
from sim.terms.hazards import EDGES, Steps
from sim.terms.scenario import Plan, ServiceSpec
from sim.terms.words import Service, name_of
from tests.scenarios_for_tests import plan, spec

CLIENTS = 20_000
WITHIN = 0.03
PLAYED = tuple(s for s in Service if s is not Service.TREATMENT_ASSESSMENT)  # whose plan is that of social services


@cache
def services() -> tuple[ServiceSpec, ...]:
    return compose("norrbotten", "current", parameters=load_parameters()).services


def leaves_on(steps: Steps, rng: np.random.Generator) -> np.ndarray:
    """Return the day on which each client leaves, drawn piece by piece of the step hazard."""
    found = np.full(CLIENTS, np.inf)
    for hazard, start, end in zip(steps, (0.0, *EDGES), (*EDGES, np.inf), strict=True):
        if hazard > 0.0:
            day = start + rng.exponential(1.0 / hazard, CLIENTS)
            found = np.where(np.isinf(found) & (day < end), day, found)
    return found


def played(care: Plan, rng: np.random.Generator) -> float:
    """Return the mean days from acceptance to the end of care of clients who live through the plan."""
    booked = care.booking_days[0] * np.exp(care.booking_days[1] * rng.standard_normal(CLIENTS))
    no_show = np.minimum(care.no_show * (1.5 - rng.random(CLIENTS)), 0.9)
    leaves = leaves_on(care.leaving, rng)
    if care.visits:
        numbers, weights = zip(*care.visits, strict=True)
        to_attend = rng.choice(numbers, CLIENTS, p=np.array(weights) / sum(weights)).astype(float)
        over = np.full(CLIENTS, np.inf)
    else:
        to_attend = np.full(CLIENTS, np.inf)
        over = care.stay_days[0] * np.exp(care.stay_days[1] * rng.standard_normal(CLIENTS))
    day, missed, ends = 0.0, np.zeros(CLIENTS), np.full(CLIENTS, np.inf)
    while np.isinf(ends).any():
        ends = np.where(np.isinf(ends) & (np.minimum(leaves, over) <= day), np.minimum(leaves, over), ends)
        there = np.isinf(ends)
        stays_away = there & (rng.random(CLIENTS) < no_show)
        comes = there & ~stays_away
        to_attend = to_attend - comes
        missed = np.where(comes, 0, missed + stays_away)
        ends = np.where(there & ((to_attend <= 0) | (missed >= care.missed_limit)), day, ends)
        day += care.interval_days
    return float((booked + ends).mean())


@pytest.mark.parametrize("service", PLAYED, ids=name_of)
def test_a_place_is_held_as_long_as_clients_hold_it(service: Service, name_seed: int) -> None:
    care = services()[service].plan
    assert days_held(care) == pytest.approx(played(care, np.random.default_rng(name_seed)), rel=WITHIN)


def test_a_plan_that_nobody_misses_or_leaves_lasts_from_its_first_visit_to_its_last() -> None:
    assert days_held(plan(visits=((4, 1.0),), interval_days=7.0)) == 21.0
    assert days_held(plan(visits=((4, 1.0), (8, 3.0)), interval_days=7.0)) == 0.25 * 21.0 + 0.75 * 49.0
    assert days_held(plan(visits=(), stay_days=(60.0, 0.0))) == pytest.approx(60.0)


def test_whoever_misses_once_too_often_is_gone_and_some_miss_more_than_others() -> None:
    care = plan(visits=((4, 1.0),), interval_days=7.0, no_show=0.6, missed_limit=1)
    by_hand = [7.0 * (c + c**2 + c**3) for c in (1.0 - 0.6 * third for third in (0.67, 1.0, 1.33))]
    assert days_held(care) == pytest.approx(sum(by_hand) / 3.0)


def test_a_post_holds_what_the_smaller_of_caseload_and_hours_allows() -> None:
    of_caseload = spec(Service.MUNICIPAL_OUTPATIENT, care=plan(interval_days=7.0, hours_per_visit=1.0), caseload=10.0)
    of_hours = spec(
        Service.MUNICIPAL_OUTPATIENT, care=plan(interval_days=7.0, hours_per_visit=1.0), caseload=99.0, hours=1460.0
    )
    assert places_of(2.0, of_caseload) == 20.0
    assert places_of(0.5, of_hours) == pytest.approx(0.5 * 1460.0 / (365.0 / 7.0))
