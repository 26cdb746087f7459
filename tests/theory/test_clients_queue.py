"""Clients of a full run wait as theory says when there is one service and no rules (invariant 7).

Means need more clients than a quick test can have, so what is tested is stronger: every single wait is the one that the
Kiefer–Wolfowitz recursion gives, with patience and without, and what goes into the recursion has the distributions that
M/G/c and M/M/c+M suppose: a Poisson stream, lognormal or exponential stays, exponential patience.
"""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest
from scipy import stats

from sim.model import simulate
from sim.terms.log import EventLog
from sim.terms.scenario import Plan, Scenario
from sim.terms.words import Kind, Service
from tests.scenarios_for_tests import NONE, hazards, people, plan, spec, tiny, unit
from tests.theory.exact import kiefer_wolfowitz

DAYS_IN_CARE = 0.1
DAYS_A_YEAR = 365.0
LONG = 1e9
NEVER = float("inf")
ROUNDED = 1e-5
"""Days: durations are rounded to a microday, and some of them add up."""


def lognormal_stay(mean: float, sigma: float) -> Plan:
    """Return a plan that is a stay of `mean` days, lognormal with `sigma`, a visit when it begins and when it ends."""
    return plan(stay_days=(mean * exp(-sigma * sigma / 2.0), sigma), interval_days=LONG, hours_per_visit=0.0)


def exponential_stay(mean: float) -> Plan:
    """Return a plan that never ends but by leaving, at a constant hazard."""
    rate = 1.0 / mean
    return plan(stay_days=(LONG, 0.1), interval_days=LONG, hours_per_visit=0.0, leaving=(rate, rate, rate, rate))


def clients_only(care: Plan, servers: int, load: float, clients: int, giving_up: float = 0.0) -> Scenario:
    """Return a town whose clients, about `clients` of them, ask municipal outpatient care and nobody else."""
    per_day = load * servers / DAYS_IN_CARE
    return tiny(
        (spec(Service.MUNICIPAL_OUTPATIENT, care=care),),
        (unit(Service.MUNICIPAL_OUTPATIENT, places=float(servers)),),
        after=round(clients / per_day),
        who=people(first_seekers_per_10000=per_day * DAYS_A_YEAR, stock_in_care_shares=NONE),
        risks=hazards(exit=1e-2, giving_up=(giving_up, giving_up, giving_up, giving_up)),
    )


def of_kind(events: EventLog, *kinds: Kind) -> dict[int, tuple[float, float]]:
    """Return client → (day, value) of the row of these kinds; everybody has at most one."""
    rows = np.flatnonzero(np.isin(events.columns["kind"], kinds))
    found = {int(events.columns["client"][i]): (events.columns["time"][i], events.columns["value"][i]) for i in rows}
    assert len(found) == len(rows)
    return found


def finished_in_order(events: EventLog) -> list[int]:
    """Return the clients who asked, in order, before anybody was still waiting or in care at the end."""
    asked = of_kind(events, Kind.SOUGHT)
    done = of_kind(events, Kind.COMPLETED, Kind.LEFT_CARE) | of_kind(events, Kind.GAVE_UP)
    # Whoever leaves the county in the queue waits no longer, and is neither served nor has given up.
    gone = {c: row for c, row in of_kind(events, Kind.DEPART).items() if c in asked and c not in done}
    last = min((day for c, (day, _) in asked.items() if c not in done and c not in gone), default=events.days)
    return [c for c in asked if asked[c][0] < last]


@pytest.mark.parametrize(("servers", "load"), [(1, 0.8), (3, 0.95)])
def test_every_client_waits_exactly_as_first_come_first_served_says(servers: int, load: float, name_seed: int) -> None:
    events = simulate(clients_only(lognormal_stay(DAYS_IN_CARE, 0.8), servers, load, clients=3000), name_seed, 0)
    asked, admitted = of_kind(events, Kind.SOUGHT), of_kind(events, Kind.ADMITTED)
    left, departed = of_kind(events, Kind.COMPLETED, Kind.LEFT_CARE), of_kind(events, Kind.DEPART)
    order = finished_in_order(events)
    assert len(order) > 2500
    arrivals = [asked[c][0] for c in order]
    stays = [left[c][0] - admitted[c][0] if c in left else 0.0 for c in order]
    patience = [NEVER if c in left else departed[c][0] - asked[c][0] for c in order]
    expected = kiefer_wolfowitz(arrivals, stays, servers, patience)
    waited = [admitted[c][0] - asked[c][0] if c in left else departed[c][0] - asked[c][0] for c in order]
    assert waited == pytest.approx(expected, abs=ROUNDED)
    assert np.mean(expected) > DAYS_IN_CARE / 4  # there was a queue to test


def test_every_impatient_client_waits_exactly_as_long_as_a_place_or_patience_says(name_seed: int) -> None:
    servers = 3
    scenario = clients_only(exponential_stay(DAYS_IN_CARE), servers, load=1.2, clients=3000, giving_up=5.0)
    events = simulate(scenario, name_seed, 0)
    asked, admitted = of_kind(events, Kind.SOUGHT), of_kind(events, Kind.ADMITTED)
    left, gave_up = of_kind(events, Kind.LEFT_CARE), of_kind(events, Kind.GAVE_UP)
    departed = of_kind(events, Kind.DEPART)
    order = finished_in_order(events)
    assert len(order) > 2500
    until = {c: row[0] for c, row in (departed | gave_up).items()}
    arrivals = [asked[c][0] for c in order]
    stays = [left[c][0] - admitted[c][0] if c in left else 0.0 for c in order]
    patience = [NEVER if c in left else until[c] - asked[c][0] for c in order]
    expected = kiefer_wolfowitz(arrivals, stays, servers, patience)
    waited = [(admitted[c][0] if c in left else until[c]) - asked[c][0] for c in order]
    assert waited == pytest.approx(expected, abs=ROUNDED)
    share = sum(c in gave_up for c in order) / len(order)
    assert 0.15 < share < 0.5  # both ends of a wait were tested


def test_arrivals_stays_and_patience_have_the_distributions_that_theory_supposes(name_seed: int) -> None:
    median, sigma, servers, load = 0.1, 0.5, 40, 0.25
    enough = clients_only(plan(stay_days=(median, sigma), interval_days=LONG), servers, load, clients=3000)
    events = simulate(enough, name_seed, 0)
    asked, admitted = of_kind(events, Kind.SOUGHT), of_kind(events, Kind.ADMITTED)
    completed = of_kind(events, Kind.COMPLETED)
    days = [row[0] for row in asked.values()]
    rate = load * servers / DAYS_IN_CARE
    assert stats.kstest(np.diff(days), stats.expon(scale=1.0 / rate).cdf).pvalue > 1e-3
    assert all(admitted[c][0] == asked[c][0] for c in admitted)  # a free place is taken at once
    # Of those who asked early enough to have finished before the end.
    early = [c for c in completed if asked[c][0] < events.days - 10 * median]
    lengths = [completed[c][0] - admitted[c][0] for c in early]
    assert stats.kstest(np.log(lengths), stats.norm(log(median), sigma).cdf).pvalue > 1e-3

    nobody_there = clients_only(plan(), 1, load=0.5, clients=3000, giving_up=5.0)
    nobody_there = tiny(
        nobody_there.services,
        (unit(Service.MUNICIPAL_OUTPATIENT, places=0.0),),
        after=nobody_there.calendar.after_days,
        who=nobody_there.people,
        risks=nobody_there.hazards,
    )
    events = simulate(nobody_there, name_seed, 0)
    asked, gave_up = of_kind(events, Kind.SOUGHT), of_kind(events, Kind.GAVE_UP)
    early = [c for c in gave_up if asked[c][0] < events.days - 4.0]
    patience = [gave_up[c][0] - asked[c][0] for c in early]
    assert stats.kstest(patience, stats.expon(scale=1.0 / 5.01).cdf).pvalue > 1e-3  # 0.01: who leaves the county
