"""A risk clock that rings: when its budget is spent, what it is for happens, as the last thing of that instant."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.chance.clock import RiskClock
from sim.model.engine import LAST, Call

if TYPE_CHECKING:
    from sim.model.world import World
    from sim.terms.hazards import Steps


def _nothing() -> None:
    pass


class Alarm(RiskClock):
    """A risk clock of a world. Nothing is on the agenda before `set` or `turn`, nor for a ring after the last day."""

    __slots__ = ("_call", "ring", "world")

    def __init__(
        self, world: World, ring: Callable[[], None], steps: Steps, budget: float, began: float, factor: float
    ) -> None:
        super().__init__(steps, budget, began, world.env.now, factor)
        self.world = world
        self.ring = ring
        self._call: Call | None = None

    def is_set(self) -> bool:
        """Whether it will ring if nothing changes."""
        return self._call is not None

    def set(self) -> None:
        """Put the ring on the agenda, instead of what is there."""
        world = self.world
        now = world.env.now
        self.stop()
        days = self.days_left(now)
        if now + days < world.end_day:
            self._call = Call(world.env, days, self._rings, LAST)

    def turn(self, factor: float) -> None:
        """Go on at another hazard from now: times `factor`."""
        self.bend(self.world.env.now, factor)
        self.set()

    def stop(self) -> None:
        """Ring no more, until it is set again."""
        if self._call is not None:
            self._call.cancel()
            self._call = None

    def end(self) -> None:
        """Ring never again, and hold nobody: whom it rings for holds it, and the collector rests."""
        self.stop()
        self.ring = _nothing

    def _rings(self, _: object) -> None:
        self._call = None
        self.ring()
