"""A whole run with one service, no rules and exponential times reproduces M/M/c and Erlang-A (invariant 7).

The customers are the other patients of a full `simulate`: they stand in the very queue that clients stand in, and there
are enough of them. What clients do in that queue is told by `test_clients_queue.py`, wait for wait.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim.model import simulate
from sim.terms.log import EventLog
from sim.terms.scenario import Others, Scenario
from sim.terms.words import Kind, Service
from tests.scenarios_for_tests import SOON, spec, tiny, unit
from tests.theory.exact import agrees, birth_death, erlang_a, erlang_c

DAYS_IN_CARE = 0.1
DAYS_A_YEAR = 365.0
REPLICATIONS = 40
WARM_UP = 0.1
"""Share of a replication that is thrown away, since it starts with nobody in the queue."""


def one_unit(servers: int, load: float, arrivals: int, giving_up: float = SOON) -> Scenario:
    """Return a county with one psychiatric unit, `load` per place, that about `arrivals` patients come to."""
    per_year = load * servers / DAYS_IN_CARE * DAYS_A_YEAR
    steps = (giving_up, giving_up, giving_up, giving_up)
    others = Others(per_year, DAYS_IN_CARE, steps, urgent_share=0.0, starting_wait_days=0.0)
    return tiny(
        (spec(Service.ADULT_PSYCHIATRY),),
        (unit(Service.ADULT_PSYCHIATRY, places=float(servers), others=others),),
        towns=(("Byn", 0.0),),
        after=round(arrivals / per_year * DAYS_A_YEAR),
    )


def after_warm_up(log: EventLog, *kinds: Kind) -> np.ndarray:
    """Return the days waited by those who arrived after the warm-up and whose wait ended in one of these ways."""
    rows = np.isin(log.columns["kind"], kinds)
    arrived = log.columns["time"][rows] - log.columns["value"][rows]
    return np.maximum(log.columns["value"][rows][arrived >= WARM_UP * log.days], 0.0)


@pytest.mark.parametrize(
    ("servers", "load", "arrivals", "half_width"),
    [(1, 0.5, 12_000, 0.02), (3, 0.6, 32_000, 0.02), (6, 0.9, 35_000, 0.05)],
)
def test_the_mean_wait_and_the_share_who_wait_are_those_of_erlang_c(
    servers: int, load: float, arrivals: int, half_width: float, name_seed: int
) -> None:
    scenario = one_unit(servers, load, arrivals)
    waits = [
        after_warm_up(simulate(scenario, name_seed, replication), Kind.OTHER_PATIENT_ADMITTED)
        for replication in range(REPLICATIONS)
    ]
    share, mean = erlang_c(servers, load * servers / DAYS_IN_CARE, 1.0 / DAYS_IN_CARE)
    assert agrees([float(w.mean()) for w in waits], mean, half_width) is None
    # An arrival and a release are scheduled to the microday; a wait of two is none.
    assert agrees([float((w > 2e-6).mean()) for w in waits], share, half_width) is None


@pytest.mark.parametrize(("servers", "load", "giving_up"), [(4, 1.2, 5.0), (2, 0.8, 10.0)])
def test_the_share_who_give_up_and_their_time_in_the_queue_are_those_of_erlang_a(
    servers: int, load: float, giving_up: float, name_seed: int
) -> None:
    scenario = one_unit(servers, load, 11_000, giving_up)
    shares, means = [], []
    for replication in range(REPLICATIONS):
        log = simulate(scenario, name_seed, replication)
        left = after_warm_up(log, Kind.OTHER_PATIENT_GAVE_UP)
        everybody = after_warm_up(log, Kind.OTHER_PATIENT_ADMITTED, Kind.OTHER_PATIENT_GAVE_UP)
        shares.append(len(left) / len(everybody))
        means.append(float(everybody.mean()))
    share, mean = erlang_a(servers, load * servers / DAYS_IN_CARE, 1.0 / DAYS_IN_CARE, giving_up)
    assert agrees(shares, share, 0.02) is None
    assert agrees(means, mean, 0.02) is None


@pytest.mark.parametrize(
    ("servers", "arrivals", "service", "patience"), [(1, 0.8, 1.0, 0.5), (4, 48.0, 10.0, 5.0), (20, 19.0, 1.0, 0.01)]
)
def test_the_formulas_agree_with_a_birth_death_chain(
    servers: int, arrivals: float, service: float, patience: float
) -> None:
    waits, gives_up, mean = birth_death(servers, arrivals, service, patience, most=3000)
    assert erlang_a(servers, arrivals, service, patience) == pytest.approx((gives_up, mean), rel=1e-9)
    slow = min(arrivals, 0.9 * servers * service)
    waits, _, mean = birth_death(servers, slow, service, 0.0, most=3000)
    assert erlang_c(servers, slow, service) == pytest.approx((waits, mean), rel=1e-9)
