"""The common workload on the model's own building blocks, as the model uses them.

Asking for a visit is a story that waits (`Wait`, as `sim/model/request.py`), a visit is a `Call` (as `care.py`), a
station is a `Unit` with its queue, patience is a call that loses ties, and every number is keyed by the client. This
file is also compiled, with those blocks, as the model is (`built.py`).
"""

from __future__ import annotations

import gc
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING, Any

from benchmarks.engines.workload import (
    CLIENTS_A_DAY,
    LEAVES_SHARE,
    URGENT_SHARE,
    Station,
    Tally,
)
from sim.chance.distributions import exponential, microday
from sim.chance.keyed import Decision, key_of, uniform
from sim.model.engine import LAST, NEVER, Agenda, Call, Wait, Woken
from sim.model.unit import Unit
from sim.terms.scenario import ServiceSpec, UnitSpec

if TYPE_CHECKING:
    from mypy_extensions import i64

FIRST, SECOND = 0, 1
"""Priorities."""


def run(seed: int, days: float, stations: Sequence[Station], places: Sequence[UnitSpec], spec: ServiceSpec) -> Tally:
    """Return what happened in `days`. `places`: a location of `spec` for each station, its servers as places."""
    world = World(seed, stations, places, spec)
    world.await_next()
    gc.disable()  # as the model does while it runs
    world.env.run(until=days)
    gc.enable()
    return Tally(world.asked, world.begun, world.waited, world.gave_up)


class Client:
    """Somebody with a key of their own, how many visits they have asked for, and where the last one."""

    __slots__ = ("asked", "key", "priority", "station")

    def __init__(self, key: i64, priority: int) -> None:
        self.key = key
        self.priority = priority
        self.asked: int = 0
        self.station: int = 0


class World:
    """The units, who comes, and what is counted."""

    def __init__(self, seed: int, stations: Sequence[Station], places: Sequence[UnitSpec], spec: ServiceSpec) -> None:
        self.env = Agenda()
        self.asked: list[int] = [0, 0]
        self.begun: list[int] = [0, 0]
        self.waited: list[float] = [0.0, 0.0]
        self.gave_up: list[int] = [0, 0]
        self.seed = seed
        self.units = [Unit(self.env, nth, at, spec, (0.0,)) for nth, at in enumerate(places)]
        for unit in self.units:
            unit.resize(0.0)
        self.means = [station.days for station in stations]
        self.patience = [station.patience for station in stations]
        self.came: int = 0
        self.key = key_of(seed, 0, "town")

    def await_next(self) -> None:
        """Let the next client come when it is time."""
        gap = exponential(uniform(self.key, Decision.ARRIVAL_GAP, nth=self.came)) / CLIENTS_A_DAY
        Call(self.env, microday(gap), self._comes)

    def _comes(self, _: Any) -> None:
        key = key_of(self.seed, 0, f"client/{self.came}")
        self.came += 1
        urgent = uniform(key, Decision.OTHER_URGENT) < URGENT_SHARE
        self.ask(Client(key, FIRST if urgent else SECOND))
        self.await_next()

    def ask(self, client: Client) -> None:
        """Let a client ask for a visit somewhere, each time somewhere else."""
        u, many = uniform(client.key, Decision.FIRST_DOOR, nth=client.asked), len(self.units)
        client.station = (client.station + 1 + int((many - 1) * u)) % many if client.asked > 0 else int(many * u)
        visit = Visit(self, client, client.station)
        client.asked += 1
        self.env.process(visit.story())


class Visit(Wait):
    """One client asks for one visit: waits for a place, or gives up; then it is held, and the client goes on."""

    __slots__ = ("client", "gives_up", "has_place", "in_queue", "nth", "station", "unit", "world")

    def __init__(self, world: World, client: Client, station: int) -> None:
        super().__init__(world.env)
        self.world = world
        self.client = client
        self.station = station
        self.nth = client.asked
        self.unit = world.units[station]
        self.in_queue = True
        self.has_place = False
        self.gives_up: Call | None = None

    def offer(self) -> bool:
        """Take a place; False if already gone."""
        if not self.in_queue or self.woken():
            return False
        self.in_queue, self.has_place = False, True
        self.wake(Woken.PLACE)
        return True

    def story(self) -> Generator[Any, Any, None]:
        """From asking until the visit has begun, or patience is lost."""
        world, client, env = self.world, self.client, self.world.env
        priority, asked = client.priority, env.now
        world.asked[priority] += 1
        self.unit.join(self, asked, priority == FIRST)
        if not self.has_place:
            mean = world.patience[self.station]
            if mean < NEVER:
                days = exponential(uniform(client.key, Decision.GIVE_UP_BUDGET, nth=self.nth)) * mean
                self.gives_up = Call(env, microday(days), self._give_up, LAST)
            why = yield from self.wait_or_leave()
            self.in_queue = False
            if self.gives_up is not None:
                self.gives_up.cancel()
            if why is not Woken.PLACE:
                world.gave_up[priority] += 1
                return
        world.begun[priority] += 1
        world.waited[priority] += env.now - asked
        days = exponential(uniform(client.key, Decision.STAY_DAYS, nth=self.nth)) * world.means[self.station]
        Call(env, microday(days), self._end)

    def _give_up(self, _: Any) -> None:
        self.gives_up = None
        self.wake(Woken.GAVE_UP)

    def _end(self, _: Any) -> None:
        self.unit.release()
        if uniform(self.client.key, Decision.EXIT_REASON, nth=self.nth) >= LEAVES_SHARE:
            self.world.ask(self.client)
