"""Invariant 8: more staff in one service, its arrivals held fixed, never lengthens that service's own wait."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from sim.model import simulate
from sim.terms.log import EventLog
from sim.terms.scenario import Scenario
from sim.terms.words import Kind, Service
from tests.scenarios_for_tests import hazards, people, plan, spec, tiny, unit

SIZES = (0.5, 0.75, 1.0, 1.3, 2.0)
REPLICATIONS = 12


def with_staff(fte: float, giving_up: float = 0.0) -> Scenario:
    """Return one outpatient unit of 8 clients a post, whose 50 newcomers a year stay about 90 days each."""
    return tiny(
        (spec(Service.MUNICIPAL_OUTPATIENT, care=plan(stay_days=(80.0, 0.5), booking_days=(5.0, 0.5)), caseload=8.0),),
        (unit(Service.MUNICIPAL_OUTPATIENT, fte=fte),),
        after=1460,
        who=people(first_seekers_per_10000=50.0),
        risks=hazards(giving_up=(giving_up, giving_up, giving_up, giving_up)),
    )


def waits(log: EventLog) -> dict[int, float]:
    """Return client → days from asking to the first visit, or to when the wait ended otherwise or was cut off."""
    c = log.columns
    asked = {
        int(k): t
        for k, t in zip(c["client"][c["kind"] == Kind.SOUGHT], c["time"][c["kind"] == Kind.SOUGHT], strict=True)
    }
    ended = dict.fromkeys(asked, log.days)
    last = np.isin(c["kind"], (Kind.ADMITTED, Kind.GAVE_UP, Kind.DEPART))
    for client, day in zip(c["client"][last].tolist(), c["time"][last].tolist(), strict=True):
        if client in ended:
            ended[client] = min(ended[client], day)
    return {client: ended[client] - day for client, day in asked.items()}


def test_no_client_waits_longer_when_there_are_more_staff(name_seed: int) -> None:
    """First come, first served, and a stay that is the client's own: so it holds for everybody, not only on average."""
    for replication in range(3):
        by_size = [waits(simulate(with_staff(fte), name_seed, replication)) for fte in SIZES]
        assert len(by_size[0]) > 100
        for fewer, more in pairwise(by_size):
            assert fewer.keys() == more.keys()  # the arrivals are the same
            # Who leaves the county in the queue leaves room for others; that too comes no later.
            longer = [client for client in fewer if more[client] > fewer[client] + 1e-5]
            assert not longer
        assert np.mean(list(by_size[0].values())) > 2.0 * np.mean(list(by_size[-1].values()))


@pytest.mark.parametrize("giving_up", [0.005])
def test_the_mean_wait_falls_with_staff_when_clients_give_up_as_well(giving_up: float, name_seed: int) -> None:
    means = [
        float(
            np.mean(
                [
                    np.mean(list(waits(simulate(with_staff(fte, giving_up), name_seed, replication)).values()))
                    for replication in range(REPLICATIONS)
                ]
            )
        )
        for fte in SIZES
    ]
    assert means == sorted(means, reverse=True)
    assert means[0] > 1.5 * means[-1]
