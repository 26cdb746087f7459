"""SimPy, the lean way: a scheduled call instead of a process per step, and the one way in which anybody waits.

What runs most often (visits, clocks, other patients) is a `Call`; a client's pathway is a generator process that
waits through `wait_or_leave`. Ties: a `Call` made by `later_last` comes after everything else of the same
instant, so a place that becomes free at the very moment when patience ends is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from enum import IntEnum
from typing import Any

import simpy
from simpy.events import NORMAL

LAST = NORMAL + 1
"""Priority of what loses a tie: the end of patience, a client who leaves."""


class Call:
    """A scheduled call: the least that SimPy's event loop asks of an event. `cancel()` leaves a dead entry."""

    __slots__ = ("_ok", "callbacks")

    def __init__(self, run: Callable[[Any], None]) -> None:
        self.callbacks: tuple[Callable[[Any], None], ...] = (run,)
        self._ok = True

    def cancel(self) -> None:
        """Let the entry pass unheard."""
        self.callbacks = ()


def later(env: simpy.Environment, days: float, run: Callable[[Any], None]) -> Call:
    """Run `run(event)` after `days` (already rounded to a microday)."""
    call = Call(run)
    env.schedule(call, NORMAL, days)  # type: ignore[arg-type]
    return call


def later_last(env: simpy.Environment, days: float, run: Callable[[Any], None]) -> Call:
    """Run `run(event)` after `days`, behind everything else that happens at that instant."""
    call = Call(run)
    env.schedule(call, LAST, days)  # type: ignore[arg-type]
    return call


class Woken(IntEnum):
    """What ended a wait."""

    ELAPSED = 0
    PLACE = 1
    ENDED = 2
    GAVE_UP = 3
    WITHDREW = 4
    GONE = 5
    ASK_AGAIN = 6


class Wait:
    """Something that can be woken: a request's current wait. Only the first to wake it counts."""

    __slots__ = ("_env", "_event")

    def __init__(self, env: simpy.Environment) -> None:
        self._env = env
        self._event: simpy.Event | None = None

    def wake(self, why: Woken) -> bool:
        """End the current wait for the reason `why`; False if nobody waits or it was already woken."""
        event = self._event
        if event is None or event.triggered:
            return False
        event.succeed(why)
        return True

    def woken(self) -> bool:
        """Whether the current wait has ended, though whoever waits has not yet gone on."""
        return self._event is not None and self._event.triggered

    def _elapsed(self, _: Any) -> None:
        self.wake(Woken.ELAPSED)

    def wait_or_leave(self, days: float | None = None) -> Generator[simpy.Event, Any, Woken]:
        """Wait until woken, or at most `days`; return which it was. All waiting of clients passes through here."""
        self._event = event = self._env.event()
        call = later(self._env, days, self._elapsed) if days is not None else None
        why: Woken = yield event
        self._event = None
        if call is not None:
            call.cancel()
        return why
