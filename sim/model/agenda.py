"""The scheduler of the compiled build: what the model needs of SimPy's interface, and nothing more.

The same order as SimPy's: by time, then priority, then the number given when an entry was asked for; the tests hold
the two equal row for row. It is used compiled only (`engine.py`): interpreted, SimPy is the scheduler. It stands
here because SimPy's own modules do not compile (methods inside an `if` of a class body) and a native class cannot
inherit from an interpreted one.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any

from sim.model.ties import NORMAL, SHELF_DAYS, URGENT, Woken

if TYPE_CHECKING:
    from mypy_extensions import i64

PRIORITY_SHIFT = 56  # a priority above all numbers of entries


class Entry:
    """Something that happens on a day. `order`: its priority, then its number."""

    def __init__(self) -> None:
        self.day = 0.0
        self.order: i64 = 0

    def happen(self) -> None:
        """Its time has come."""
        raise NotImplementedError

    def is_live(self) -> bool:
        """Whether anything would happen."""
        raise NotImplementedError


class Call(Entry):
    """A scheduled call of `run(call)` after `days`, rounded to a microday.

    `priority` LAST: behind everything else that happens at that instant.
    """

    def __init__(self, env: Agenda, days: float, run: Callable[[Any], None], priority: int = NORMAL) -> None:
        self._run: Callable[[Any], None] | None = run
        env.put(self, priority, days)

    def cancel(self) -> None:
        """Let the entry pass unheard."""
        self._run = None

    def is_live(self) -> bool:
        """Whether it is still to come: neither heard nor cancelled."""
        return self._run is not None

    def happen(self) -> None:
        """Call, once."""
        run = self._run
        if run is not None:
            self._run = None
            run(self)


class Awaited(Entry):
    """What a process waits on; `why` it came is what the process goes on with."""

    def __init__(self, env: Agenda, why: Woken, days: float | None, waiting: Process | None = None) -> None:
        self.day = 0.0
        self.order = 0
        self.why = why
        self.waiting: Process | None = waiting
        if days is not None:
            env.put(self, NORMAL, days)

    def moved(self, env: Agenda, why: Woken) -> None:
        """Whoever waits here moves to an event of now; this one, if it was to come, passes unheard."""
        Awaited(env, why, 0.0, self.waiting)
        self.waiting = None

    def is_live(self) -> bool:
        """Whether anybody waits."""
        return self.waiting is not None

    def happen(self) -> None:
        """Whoever waits goes on."""
        process = self.waiting
        if process is not None:
            self.waiting = None
            process.go_on(self.why)


class Process(Entry):
    """A story that yields what it waits on. It begins at once, before all else of its instant."""

    def __init__(self, env: Agenda, story: Generator[Any, Any, Any]) -> None:
        self._story = story
        env.put(self, URGENT, 0.0)

    def is_live(self) -> bool:
        """It begins, whatever else."""
        return True

    def happen(self) -> None:
        """Begin."""
        self.go_on(None)

    def go_on(self, why: Woken | None) -> None:
        """Tell the story to where it waits next."""
        try:
            event: Awaited = self._story.send(why)
        except StopIteration:
            return
        event.waiting = self


class Agenda:
    """The clock and all that is still to come; what is far off rests on shelves of sixteen days."""

    def __init__(self) -> None:
        self.now = 0.0
        self._heap: list[Entry] = []
        self._number: i64 = 0
        self._shelves: dict[int, list[Entry]] = {}
        self._reach = SHELF_DAYS

    def put(self, entry: Entry, priority: int, days: float) -> None:
        """Schedule `entry` after `days`: in the heap if that is near, else on the shelf of its time."""
        shift: i64 = priority
        entry.day = day = self.now + days
        entry.order = (shift << PRIORITY_SHIFT) + self._number
        self._number += 1
        if day < self._reach:
            _push(self._heap, entry)
        else:
            self._shelves.setdefault(int(day // SHELF_DAYS), []).append(entry)

    def process(self, story: Generator[Any, Any, Any]) -> Process:
        """Let a story begin."""
        return Process(self, story)

    def run(self, until: float) -> None:
        """Let happen, in order, all that is due before the day `until`; then it is that day."""
        heap = self._heap
        while True:
            if heap and heap[0].day < until:
                entry = _pop(heap)
                self.now = entry.day
                entry.happen()
            elif self._reach < until and not (heap and heap[0].day >= until):
                self._take_down()
            else:
                break
        self.now = until

    def _take_down(self) -> None:
        """The next shelf's time has come: what is still wanted goes into the heap."""
        shelf = self._shelves.pop(int(self._reach // SHELF_DAYS), None)
        self._reach += SHELF_DAYS
        if shelf is not None:
            for entry in shelf:
                if entry.is_live():
                    _push(self._heap, entry)


def _before(a: Entry, b: Entry) -> bool:
    return a.day < b.day or (a.day == b.day and a.order < b.order)


def _push(heap: list[Entry], entry: Entry) -> None:
    """Put `entry` into a binary heap."""
    at: i64 = len(heap)
    heap.append(entry)
    while at > 0:
        up: i64 = (at - 1) >> 1
        parent = heap[up]
        if not _before(entry, parent):
            break
        heap[at] = parent
        at = up
    heap[at] = entry


def _pop(heap: list[Entry]) -> Entry:
    """Take the first entry out of a binary heap that has one."""
    first, last = heap[0], heap.pop()
    size: i64 = len(heap)
    if size == 0:
        return last
    at: i64 = 0
    below: i64 = 1
    while below < size:
        child = heap[below]
        if below + 1 < size:
            other = heap[below + 1]
            if _before(other, child):
                child = other
                below += 1
        if not _before(child, last):
            break
        heap[at] = child
        at = below
        below = 2 * at + 1
    heap[at] = last
    return first
