"""Run one replication and return its event log."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from sim.model.world import World
from sim.terms.log import EventLog, columns_from_rows
from sim.terms.scenario import Scenario


@contextmanager
def resting_collector() -> Iterator[None]:
    """Let the collector rest: a run leaves next to no cycles, and scanning what lives took a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def simulate(scenario: Scenario, seed: int, replication: int) -> EventLog:
    """Return the event log of one replication: the same for the same arguments on every machine.

    `seed` and `replication` are whole numbers; designs that share them share every client's numbers.
    """
    world = World(scenario, seed, replication)
    with resting_collector():
        world.run()
    return log_of(world)


def log_of(world: World) -> EventLog:
    """Return the event log of a world that has run."""
    scenario = world.scenario
    persons = [client.person for client in world.clients]
    return EventLog(
        columns=columns_from_rows(world.recorder.rows),
        clients={
            "name": np.array([p.name for p in persons], dtype=object),
            "municipality": np.array([p.municipality for p in persons], dtype=np.int16),
            "sex": np.array([p.sex for p in persons], dtype=np.int8),
            "age": np.array([p.age for p in persons], dtype=np.float64),
            "substance": np.array([p.substance for p in persons], dtype=np.int8),
            "profile": np.array([p.profile for p in persons], dtype=np.int8),
            "disorder": np.array([p.disorder for p in persons], dtype=np.int8),
            "opioid": np.array([p.opioid for p in persons], dtype=bool),
            "relatives": np.array([p.relatives for p in persons], dtype=bool),
            "addiction_severity": np.array([p.addiction_severity for p in persons], dtype=np.float64),
            "psychiatric_severity": np.array([p.psychiatric_severity for p in persons], dtype=np.float64),
            "social_severity": np.array([p.social_severity for p in persons], dtype=np.float64),
        },
        municipalities=tuple(town.name for town in scenario.county.municipalities),
        units=tuple((int(u.service), int(u.at.line), u.at.place, int(u.spec.principal)) for u in world.units),
        workers=tuple(world.worker_table),
        days=world.end_day,
    )
