"""Somebody who waits in a unit's queue as a client's request does, and nothing more."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from sim.model.engine import LAST, Agenda, Call, Wait, Woken
from sim.model.unit import Unit


def later(env: Agenda, days: float, run: Callable[[], object]) -> Call:
    """Run `run()` after `days`."""
    return Call(env, days, lambda _: run())


def later_last(env: Agenda, days: float, run: Callable[[], object]) -> Call:
    """Run `run()` after `days`, behind everything else that happens at that instant."""
    return Call(env, days, lambda _: run(), LAST)


class Customer:
    """One wait for a place: a free place is taken at once, else whichever comes first, place or end of patience."""

    def __init__(self, unit: Unit, env: Agenda) -> None:
        self.line = Wait(env)
        self.env = env
        self.unit = unit
        self.in_queue = False
        self.has_place = False

    def offer(self) -> bool:
        """Take the place; False if already gone."""
        if not self.in_queue or self.line.woken():
            return False
        self.in_queue, self.has_place = False, True
        self.line.wake(Woken.PLACE)
        return True

    def wait(self, patience: float | None, urgent: bool = False) -> Generator[Any, Any, Woken]:
        """Stand in the queue; return PLACE or GAVE_UP."""
        self.in_queue = True
        self.unit.join(self, self.env.now, urgent)
        if self.has_place:
            return Woken.PLACE
        ends = None if patience is None else later_last(self.env, patience, lambda: self.line.wake(Woken.GAVE_UP))
        why = yield from self.line.wait_or_leave()
        self.in_queue = False
        if ends is not None:
            ends.cancel()
        return why
