"""The cooperation ladder (samverkanstrappan) of each district: climbed one step at a time, lost with key persons.

A district has a step that it comes back to: where it stood, or where a design leads it. A lost step is won back in the
same time as a new one is climbed. Source: section 6; GB 3.4; "falla som ett korthus": VA 4.6.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from sim.chance.distributions import exponential, microday
from sim.chance.keyed import Decision, key_of, uniform
from sim.model.engine import Call
from sim.terms.changes import LadderClimbs, LadderFalls
from sim.terms.words import HIGHEST_STEP, STEP_OF_MEASURE, Kind, Measure

if TYPE_CHECKING:
    from mypy_extensions import i64

    from sim.model.world import World

DAYS_A_YEAR = 365.0


def days_to_climb(days_per_step: float, process_leader: bool, factor: float) -> float:
    """Return the days that one step takes; a process leader makes it `factor` times as long (VA factor 6)."""
    return days_per_step * factor if process_leader else days_per_step


@dataclass
class _District:
    step: int
    home: int  # where it comes back to
    highest: int  # where it has stood
    key: i64
    leaders: int = 0  # key persons there have been
    falls: int = 0
    process_leader: bool = False
    climbing: Call | None = None
    waiting: list[tuple[int, Callable[[], None]]] = field(default_factory=list)


class Ladder:
    """Where each district stands, and which measures a design has started."""

    __slots__ = ("districts", "measures", "world")

    def __init__(self, world: World) -> None:
        self.world = world
        self.measures: set[Measure] = set()
        names = world.scenario.county.districts
        self.districts = [
            _District(step, step, step, key_of(world.seed, world.replication, f"ladder/{names[i]}"))
            for i, step in enumerate(world.scenario.coordination.ladder)
        ]

    def begin(self) -> None:
        """Note where everybody stands on day 0 and let the key persons' clocks run."""
        for nth, district in enumerate(self.districts):
            self._write(nth)
            self._await_key_person(nth, district)

    def step(self, district: int) -> int:
        """Return the step that a district stands on now."""
        return self.districts[district].step

    def steps_lost(self, district: int) -> int:
        """Return how many steps a district stands below where it comes back to, of those that it has stood on."""
        here = self.districts[district]
        return here.highest - here.step

    def works(self, measure: Measure, district: int) -> bool:
        """Whether a measure has started and the district has reached the step that it needs."""
        return measure in self.measures and self.districts[district].step >= STEP_OF_MEASURE[measure]

    def when(self, district: int, step: int, run: Callable[[], None]) -> None:
        """Run something as soon as a district has reached a step: now, if it has."""
        if self.districts[district].step >= step:
            run()
        else:
            self.districts[district].waiting.append((step, run))

    def climb(self, change: LadderClimbs) -> None:
        """From now on the districts work their way up to a step."""
        for nth in change.districts:
            district = self.districts[nth]
            district.home = max(district.home, min(change.to, HIGHEST_STEP))
            district.process_leader = district.process_leader or change.process_leader
            self._await_next_step(nth, district)

    def fall(self, change: LadderFalls) -> None:
        """The transfer comes and steps are lost."""
        for nth in change.districts:
            district = self.districts[nth]
            whole = int(change.steps)
            one_more = uniform(district.key, Decision.LADDER_FALLS, nth=district.falls) < change.steps - whole
            district.falls += 1
            self._lose(nth, district, whole + one_more)

    def _await_key_person(self, nth: int, district: _District) -> None:
        levers = self.world.levers
        rate = levers.key_person_leaves * levers.key_person_factor / DAYS_A_YEAR
        if rate <= 0.0:
            return
        days = microday(exponential(uniform(district.key, Decision.KEY_PERSON, nth=district.leaders)) / rate)
        if self.world.env.now + days < self.world.end_day:
            Call(self.world.env, days, partial(self._key_person_leaves, nth, district))

    def _key_person_leaves(self, nth: int, district: _District, _: object) -> None:
        lost = uniform(district.key, Decision.STEP_LOST, nth=district.leaders) < self.world.levers.step_lost_share
        district.leaders += 1
        if lost:
            self._lose(nth, district, 1)
        self._await_key_person(nth, district)

    def _lose(self, nth: int, district: _District, steps: int) -> None:
        before = district.step
        district.step = max(0, before - steps)
        if district.step != before:
            self._write(nth)
            if district.climbing is not None:
                district.climbing.cancel()
                district.climbing = None
            self._await_next_step(nth, district)

    def _await_next_step(self, nth: int, district: _District) -> None:
        if district.step >= district.home or district.climbing is not None:
            return
        levers = self.world.levers
        days = microday(days_to_climb(levers.days_per_step, district.process_leader, levers.process_leader_factor))
        if self.world.env.now + days < self.world.end_day:
            district.climbing = Call(self.world.env, days, partial(self._climbs, nth, district))

    def _climbs(self, nth: int, district: _District, _: object) -> None:
        district.climbing = None
        district.step += 1
        district.highest = max(district.highest, district.step)
        self._write(nth)
        reached = [run for step, run in district.waiting if step <= district.step]
        district.waiting = [(step, run) for step, run in district.waiting if step > district.step]
        for run in reached:
            run()
        self._await_next_step(nth, district)

    def _write(self, nth: int) -> None:
        self.world.recorder.write(
            self.world.env.now, -1, Kind.LADDER_CHANGED, value=float(self.districts[nth].step), extra=float(nth)
        )
