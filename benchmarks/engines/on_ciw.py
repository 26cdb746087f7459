"""The common workload on Ciw, as its documentation writes it: a network of nodes and customer classes, no code."""

from __future__ import annotations

import ciw

from benchmarks.engines.workload import (
    CLIENTS_A_DAY,
    LEAVES_SHARE,
    NEVER,
    PRIORITIES,
    URGENT_SHARE,
    Stations,
    Tally,
    nothing_yet,
)

VERSION = f"Ciw {ciw.__version__}"
SHARES = (URGENT_SHARE, 1.0 - URGENT_SHARE)


def run(seed: int, days: float, stations: Stations) -> Tally:
    """Return what happened in `days`."""
    ciw.seed(seed)
    size = len(stations)
    goes_on = [[0.0 if to == at else (1.0 - LEAVES_SHARE) / (size - 1) for to in range(size)] for at in range(size)]
    network = ciw.create_network(
        arrival_distributions={
            name: [ciw.dists.Exponential(CLIENTS_A_DAY * share / size)] * size
            for name, share in zip(PRIORITIES, SHARES, strict=True)
        },
        service_distributions={name: [ciw.dists.Exponential(1.0 / s.days) for s in stations] for name in PRIORITIES},
        reneging_time_distributions={
            name: [ciw.dists.Exponential(1.0 / s.patience) if s.patience < NEVER else None for s in stations]
            for name in PRIORITIES
        },
        routing=dict.fromkeys(PRIORITIES, goes_on),
        number_of_servers=[s.servers for s in stations],
        priority_classes={name: nth for nth, name in enumerate(PRIORITIES)},
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(days)
    return counted(simulation)


def counted(simulation: ciw.Simulation) -> Tally:
    """Return what Ciw's records say."""
    tally = nothing_yet()
    for record in simulation.get_all_records(only=["service", "renege"], include_incomplete=True):
        priority = PRIORITIES.index(record.customer_class)
        tally.asked[priority] += 1
        if record.record_type == "renege":
            tally.gave_up[priority] += 1
        elif record.service_start_date is not None:
            tally.begun[priority] += 1
            tally.waited[priority] += record.service_start_date - record.arrival_date
    return tally
