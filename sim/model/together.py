"""Several designs of one county, replication and seed: the days before they part are run once.

Until its first change a design is what is done today. So one world runs on from change day to change day; what goes
its own way there is run in a copy of the process (`apart`), and the last goes on in the world itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from sim.model.simulate import log_of, resting_collector
from sim.model.world import World
from sim.terms.log import EventLog
from sim.terms.scenario import Scenario

Apart = Callable[[int, Callable[[], EventLog]], None]
"""`apart(nth, go_on)`: have `go_on()`, which returns the event log of the nth scenario, in a copy of the process."""


def first_day(scenario: Scenario) -> float:
    """Return the day of a scenario's first change; its last day if nothing changes."""
    return float(min((change.day for change in scenario.changes), default=scenario.calendar.end_day))


def simulate_together(scenarios: Sequence[Scenario], seed: int, replication: int, apart: Apart) -> EventLog:
    """Return the event log of the scenario that parts last; the others' are had `apart`, in the order of their days.

    The scenarios differ in name and changes only. Each log is what `simulate` returns for its scenario.
    """
    by_day: defaultdict[float, list[int]] = defaultdict(list)
    for nth in order(scenarios):
        by_day[first_day(scenarios[nth])].append(nth)
    last = order(scenarios)[-1]
    with resting_collector():
        world = wait_at(scenarios[last], seed, replication, min(by_day))
        for day in sorted(by_day):
            world.run_until(day)
            for nth in by_day[day]:
                if nth != last:
                    apart(nth, lambda nth=nth: to_the_end(world, scenarios[nth]))  # type: ignore[misc]
        return to_the_end(world, scenarios[last])


def order(scenarios: Sequence[Scenario]) -> list[int]:
    """Return the positions of scenarios in the order in which they part."""
    return sorted(range(len(scenarios)), key=lambda nth: first_day(scenarios[nth]))


def wait_at(scenario: Scenario, seed: int, replication: int, day: float) -> World:
    """Return a world that has run until `day` as if nothing were to change, from where `to_the_end` goes on."""
    world = World(replace(scenario, changes=()), seed, replication)
    world.begin()
    world.run_until(day)
    return world


def to_the_end(world: World, scenario: Scenario) -> EventLog:
    """Let a world run on as `scenario`, whose first change is no earlier than where it stands; return its log."""
    world.scenario = scenario
    world.take(scenario.changes)
    world.run_until(world.end_day)
    return log_of(world)
