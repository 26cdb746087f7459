"""Who does the work: processes in which worlds wait, and those without one. Outcomes are archived as they come.

Worlds of one place (county, seed, years) wait together. Those of the places asked for lately are kept, the others end.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count, islice
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from mellanrum.workshop.grounds import WorldPlace
from sim.experiment.addressed import AddressedJob, keep_addressed
from sim.experiment.archive import Archive
from sim.experiment.copies import CAN_FORK, Answer
from sim.experiment.pool import ATTEMPTS
from sim.experiment.warm import WarmWorlds

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from mellanrum.workshop.answering import Answering

PLACES = 2
"""Places whose worlds are kept: twenty worlds of Norrbotten take one to two gigabytes. An assumption."""
MEMORY_LEFT = 1 << 30
"""Bytes that must be free on the machine for a further world to be run to its day unasked."""
LATELY = 0.3
"""How much a job's seconds count in the mean of those before."""


@dataclass(eq=False, slots=True)
class Task:
    """A job that one ask wants, or several. `askers`: with its replication and position there."""

    job: AddressedJob
    world: Hashable | None
    askers: list[tuple[Answering, int, int]] = field(default_factory=list)
    tried: int = 0
    ticket: int | None = None
    began: float = 0.0


class Workers:
    """At most `n_workers` jobs at a time. All is of the desk's thread."""

    def __init__(self, archive: Archive, n_workers: int) -> None:
        self.n_workers = n_workers
        self._worlds = WarmWorlds(partial(keep_addressed, archive=archive))
        self._at_work: dict[int, Task] = {}
        self._left: set[int] = set()
        self._ahead: dict[int, Hashable] = {}
        self._todays: dict[Hashable, AddressedJob] = {}
        self._tickets = count()
        self._places: OrderedDict[WorldPlace, list[Hashable]] = OrderedDict()
        self._failures = Counter[Hashable]()
        self.seconds: float | None = None

    @property
    def free(self) -> int:
        """How many jobs may be given now. A world on its way to its day takes no job's turn."""
        return self.n_workers - len(self._at_work) - len(self._left)

    def pipes(self) -> list[Connection]:
        """Return what to wait on."""
        return self._worlds.pipes()

    def processes(self) -> tuple[int, ...]:
        """Return the ids of the processes."""
        return self._worlds.processes()

    def touch(self, place: WorldPlace) -> bool:
        """Say that a place is asked for. Return whether it is new; then the places used least lately end."""
        is_new = place not in self._places
        self._places.setdefault(place, [])
        self._places.move_to_end(place)
        for old in list(self._places)[:-PLACES]:
            if self._worlds.at_rest.issuperset(self._places[old]):
                gone = self._places.pop(old)
                self._worlds.let_go(gone)
                for world in gone:
                    self._todays.pop(world, None)
        return is_new

    def hold(self, place: WorldPlace, job: AddressedJob, day: float) -> None:
        """Let the world of a job in which nothing changes wait, if its place is still one that is kept."""
        if place in self._places and CAN_FORK:
            world = (place, job.replication)
            self._worlds.hold(world, job, day)
            self._places[place].append(world)
            self._todays[world] = job

    def give(self, task: Task) -> None:
        """Have a task done."""
        task.ticket, task.began = next(self._tickets), monotonic()
        task.tried += 1
        self._at_work[task.ticket] = task
        self._worlds.give(task.ticket, task.job, task.world if task.world in self._worlds else None)

    def drop(self, task: Task) -> None:
        """Leave a task."""
        if task.ticket in self._at_work:
            del self._at_work[task.ticket]
            self._left.add(task.ticket)
            self._worlds.drop(task.ticket)

    def warm_up(self) -> None:
        """Let worlds run to their days where nobody needs the time: those asked for last first, and in their order.

        When all wait, what today's regime comes to is run ahead in each: every question of the room is set beside it.
        """
        idle = self.free - self._worlds.warming - len(self._ahead)
        if idle <= 0 or not _memory_is_left():
            return
        cold = list(islice(self._cold(), idle))
        for world in cold:
            self._worlds.warm(world)
        if not (cold or self._worlds.warming):
            for world in list(islice(self._without_today(), idle)):
                self._run_ahead(world)

    def _run_ahead(self, world: Hashable) -> None:
        """Run today's regime in a world. It takes no question's turn, as a world on its way takes none."""
        ticket = next(self._tickets)
        self._ahead[ticket] = world
        self._worlds.give(ticket, self._todays.pop(world), world)

    def _without_today(self) -> Iterator[Hashable]:
        for place in reversed(self._places):
            yield from (world for world in self._places[place] if world in self._todays)

    def _cold(self) -> Iterator[Hashable]:
        for place in reversed(self._places):
            for world in self._places[place]:
                if self._worlds.is_cold(world) and self._failures[world] < ATTEMPTS:
                    yield world

    def hear(self, ready: Iterable[object]) -> list[tuple[Task, Answer | None]]:
        """Return what has come of tasks, None where the process died."""
        told, worlds = self._worlds.hear(ready)
        for world, answer in worlds:
            if answer is None or not answer[0]:
                self._failures[world] += 1
        found = []
        for ticket, answer in told:
            self._left.discard(ticket)
            self._ahead.pop(ticket, None)
            task = self._at_work.pop(ticket, None)
            if task is None:
                continue
            if answer is not None and answer[0]:
                self._took(monotonic() - task.began)
            task.ticket = None
            found.append((task, answer))
        return found

    def _took(self, seconds: float) -> None:
        self.seconds = seconds if self.seconds is None else self.seconds + LATELY * (seconds - self.seconds)

    def close(self) -> None:
        """End every process."""
        self._at_work.clear()
        self._worlds.close()


def _memory_is_left() -> bool:
    """Return whether the machine has memory for more worlds; where it does not say, it is taken to have."""
    try:
        lines = Path("/proc/meminfo").read_text("utf-8").splitlines()
        free = next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration, ValueError, IndexError):
        return True
    return free * 1024 >= MEMORY_LEFT
