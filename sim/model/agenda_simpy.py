"""The scheduler of the interpreted build: SimPy's environment, with lean events and shelves for what is far off.

What runs most often (visits, clocks, other patients) is a `Call` instead of a process per step; a client's story is a
process that waits on an `Awaited`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from heapq import heappush
from typing import Any

import simpy

from sim.model.ties import NORMAL, SHELF_DAYS, URGENT, Woken


class Call:
    """A scheduled call of `run(call)` after `days`: the least that SimPy's event loop asks of an event.

    `days` have been rounded to a microday. `priority` LAST: behind everything else that happens at that instant.
    """

    __slots__ = ("callbacks",)
    _ok = True

    def __init__(self, env: Agenda, days: float, run: Callable[[Any], None], priority: int = NORMAL) -> None:
        self.callbacks: tuple[Callable[[Any], None], ...] = (run,)
        env.put(self, priority, days)

    def cancel(self) -> None:
        """Let the entry pass unheard."""
        self.callbacks = ()

    def is_live(self) -> bool:
        """Whether it is still to come: neither heard nor cancelled."""
        return bool(self.callbacks)


class Awaited:
    """What a process waits on: a lean event whose value says why it came."""

    __slots__ = ("_value", "callbacks")
    _ok = True

    def __init__(
        self, env: Agenda, why: Woken, days: float | None, waiting: list[Callable[[Any], None]] | None = None
    ) -> None:
        self._value = why
        self.callbacks: list[Callable[[Any], None]] = [] if waiting is None else waiting
        if days is not None:
            env.put(self, NORMAL, days)

    def moved(self, env: Agenda, why: Woken) -> None:
        """Whoever waits here moves to an event of now; this one, if it was to come, passes unheard."""
        Awaited(env, why, 0.0, self.callbacks)
        self.callbacks = []


class Agenda(simpy.Environment):
    """SimPy's environment with shelves for what is far off.

    Most clocks are set years ahead and are overtaken long before. On a shelf they cost nothing: the heap stays small
    enough for the processor's cache, and what is cancelled meanwhile never enters it. Order and times are unchanged:
    an entry gets its number when it is asked for.
    """

    def __init__(self) -> None:
        super().__init__()
        self._due: list[Any] = self._queue
        self._shelves: defaultdict[int, list[tuple[float, int, int, Call | Awaited]]] = defaultdict(list)
        self._reach = SHELF_DAYS
        self._await_next_shelf()

    def put(self, entry: Call | Awaited, priority: int, days: float) -> None:
        """Schedule `entry` after `days`: in the heap if that is near, else on the shelf of its time."""
        day = self._now + days
        row = (day, priority, next(self._eid), entry)
        if day < self._reach:
            heappush(self._due, row)
        else:
            self._shelves[int(day // SHELF_DAYS)].append(row)

    def _take_down(self, _: Any) -> None:
        """The next shelf's time has come: what is still wanted goes into the heap."""
        self._reach = self._now + SHELF_DAYS
        for row in self._shelves.pop(int(self._now // SHELF_DAYS), ()):
            if row[3].callbacks:
                heappush(self._due, row)
        self._await_next_shelf()

    def _await_next_shelf(self) -> None:
        event = self.event()
        event._ok, event._value = True, None
        event.callbacks.append(self._take_down)
        self.schedule(event, URGENT, SHELF_DAYS)  # type: ignore[arg-type]
