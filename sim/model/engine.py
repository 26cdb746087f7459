"""SimPy, the lean way: a scheduled call instead of a process per step, and the one way in which anybody waits.

What runs most often (visits, clocks, other patients) is a `Call`; a client's pathway is a generator process that
waits through `wait_or_leave`. Ties: a `Call` of priority LAST comes after everything else of the same
instant, so a place that becomes free at the very moment when patience ends is taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Generator
from enum import IntEnum
from typing import Any

import simpy
from simpy.events import NORMAL, URGENT, EventPriority

LAST = EventPriority(NORMAL + 1)
"""Priority of what loses a tie: the end of patience, a client who leaves."""

NEVER = float("inf")


class Call:
    """A scheduled call of `run(call)` after `days`: the least that SimPy's event loop asks of an event.

    `days` have been rounded to a microday. `priority` LAST: behind everything else that happens at that instant.
    """

    __slots__ = ("callbacks",)
    _ok = True

    def __init__(self, env: Agenda, days: float, run: Callable[[Any], None], priority: EventPriority = NORMAL) -> None:
        self.callbacks: tuple[Callable[[Any], None], ...] = (run,)
        env.put(self, priority, days)

    def cancel(self) -> None:
        """Let the entry pass unheard."""
        self.callbacks = ()

    def is_live(self) -> bool:
        """Whether it is still to come: neither heard nor cancelled."""
        return bool(self.callbacks)


SHELF_DAYS = 16.0
"""How far ahead SimPy's own heap reaches; what is due later rests on a shelf until its time is near."""


class Agenda(simpy.Environment):
    """SimPy's environment with shelves for what is far off.

    Most clocks are set years ahead and are overtaken long before. On a shelf they cost nothing: the heap stays small
    enough for the processor's cache, and what is cancelled meanwhile never enters it. Order and times are unchanged.
    """

    def __init__(self) -> None:
        super().__init__()
        self._shelves: defaultdict[int, list[tuple[float, EventPriority, Call]]] = defaultdict(list)
        self._reach = SHELF_DAYS
        self._await_next_shelf()

    def put(self, call: Call, priority: EventPriority, days: float) -> None:
        """Schedule `call` after `days`: in the heap if that is near, else on the shelf of its time."""
        day = self.now + days
        if day < self._reach:
            self.schedule(call, priority, days)  # type: ignore[arg-type]
        else:
            self._shelves[int(day // SHELF_DAYS)].append((day, priority, call))

    def _take_down(self, _: Any) -> None:
        """The next shelf's time has come: what is still wanted goes into the heap."""
        now = self.now
        self._reach = now + SHELF_DAYS
        for day, priority, call in self._shelves.pop(int(now // SHELF_DAYS), ()):
            if call.callbacks:
                self.schedule(call, priority, day - now)  # type: ignore[arg-type]
        self._await_next_shelf()

    def _await_next_shelf(self) -> None:
        self.schedule(Awaited(Woken.ELAPSED, [self._take_down]), URGENT, SHELF_DAYS)  # type: ignore[arg-type]


class Woken(IntEnum):
    """What ended a wait."""

    ELAPSED = 0
    PLACE = 1
    ENDED = 2
    GAVE_UP = 3
    WITHDREW = 4
    GONE = 5
    ASK_AGAIN = 6
    ONE_PLAN = 7  # the integrated team has taken the need over
    NO_BED = 8  # a crisis looks elsewhere
    NOBODY_THERE = 9
    ELSEWHERE = 10  # the first visit is due while the client is in an institution
    CLOSED = 11  # the service has closed


class Awaited:
    """What a process waits on: a lean event whose value says why it came."""

    __slots__ = ("_value", "callbacks")
    _ok = True

    def __init__(self, why: Woken, waiting: list[Callable[[Any], None]]) -> None:
        self._value = why
        self.callbacks = waiting


class Wait:
    """Something that can be woken: a request's current wait. Only the first to wake it counts.

    `until`: the day on which the wait ends by itself, infinity if it must be woken.
    """

    __slots__ = ("_env", "_event", "_woken", "until")

    def __init__(self, env: simpy.Environment) -> None:
        self._env = env
        self._event: Awaited | None = None
        self._woken = False
        self.until = NEVER

    def wake(self, why: Woken) -> bool:
        """End the current wait for the reason `why`; False if nobody waits or it was already woken."""
        event = self._event
        if event is None or self._woken:
            return False
        self._woken = True
        # Whoever waits moves to an event of now; the old one, if it was to come when time is up, passes unheard.
        self._env.schedule(Awaited(why, event.callbacks))  # type: ignore[arg-type]
        event.callbacks = []
        return True

    def woken(self) -> bool:
        """Whether the current wait has ended, though whoever waits has not yet gone on."""
        return self._woken

    def wait_or_leave(self, days: float | None = None) -> Generator[Any, Any, Woken]:
        """Wait until woken, or at most `days`; return which it was. All waiting of clients passes through here."""
        self._event = event = Awaited(Woken.ELAPSED, [])
        self.until = NEVER
        if days is not None:
            self.until = self._env.now + days
            self._env.schedule(event, NORMAL, days)  # type: ignore[arg-type]
        why: Woken = yield event
        self._event = None
        self._woken = False
        return why
