"""The common workload on SimPy, as its documentation writes it: a process a client, resources, `request | timeout`."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import simpy

from benchmarks.engines.workload import (
    CLIENTS_A_DAY,
    LEAVES_SHARE,
    NEVER,
    ORDINARY,
    URGENT,
    URGENT_SHARE,
    Stations,
    Tally,
    nothing_yet,
)

VERSION = f"SimPy {simpy.__version__}"


def run(seed: int, days: float, stations: Stations) -> Tally:
    """Return what happened in `days`."""
    env, chance, tally = simpy.Environment(), Random(seed), nothing_yet()
    resources = [simpy.PriorityResource(env, station.servers) for station in stations]

    def client(priority: int) -> Iterator[Any]:
        nth = chance.randrange(len(stations))
        while True:
            station, asked = stations[nth], env.now
            tally.asked[priority] += 1
            with resources[nth].request(priority=priority) as request:
                if station.patience < NEVER:
                    found = yield request | env.timeout(chance.expovariate(1.0 / station.patience))
                    if request not in found:
                        tally.gave_up[priority] += 1
                        return
                else:
                    yield request
                tally.begun[priority] += 1
                tally.waited[priority] += env.now - asked
                yield env.timeout(chance.expovariate(1.0 / station.days))
            if chance.random() < LEAVES_SHARE:
                return
            nth = (nth + 1 + chance.randrange(len(stations) - 1)) % len(stations)

    def arrivals() -> Iterator[Any]:
        while True:
            yield env.timeout(chance.expovariate(CLIENTS_A_DAY))
            env.process(client(URGENT if chance.random() < URGENT_SHARE else ORDINARY))

    env.process(arrivals())
    env.run(until=days)
    return tally
