"""The common workload on salabim, as its documentation has it: a component a client, `request` with `fail_delay`."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import salabim

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

VERSION = f"salabim {salabim.__version__}"


def run(seed: int, days: float, stations: Stations) -> Tally:
    """Return what happened in `days`."""
    salabim.yieldless(False)
    env, chance, tally = salabim.Environment(trace=False, random_seed=seed), Random(seed), nothing_yet()
    resources = [salabim.Resource(f"station {n}", station.servers) for n, station in enumerate(stations)]

    class Client(salabim.Component):  # type: ignore[misc]
        def setup(self, urgency: int) -> None:
            self.urgency = urgency

        def process(self) -> Iterator[Any]:
            priority = self.urgency
            nth = chance.randrange(len(stations))
            while True:
                station, asked = stations[nth], env.now()
                tally.asked[priority] += 1
                patience = chance.expovariate(1.0 / station.patience) if station.patience < NEVER else NEVER
                yield self.request((resources[nth], 1, priority), fail_delay=patience)
                if self.failed():
                    tally.gave_up[priority] += 1
                    return
                tally.begun[priority] += 1
                tally.waited[priority] += env.now() - asked
                yield self.hold(chance.expovariate(1.0 / station.days))
                self.release()
                if chance.random() < LEAVES_SHARE:
                    return
                nth = (nth + 1 + chance.randrange(len(stations) - 1)) % len(stations)

    class Arrivals(salabim.Component):  # type: ignore[misc]
        def process(self) -> Iterator[Any]:
            while True:
                yield self.hold(chance.expovariate(CLIENTS_A_DAY))
                Client(urgency=URGENT if chance.random() < URGENT_SHARE else ORDINARY)

    Arrivals()
    env.run(till=days)
    return tally
