"""Worlds that have run to a day before anything changes, and wait there: a new design goes on from where they stand.

For interactive use, where the same county and draws are asked about again and again. Each world waits in a process of
its own; a design is run on from it in a copy of that process, so that the world stays where it is for the next. A
design's outcome is the one that it has alone; what changes before the day is run from the first day.

`WarmWorlds` is for whoever gives jobs one by one and is told of each; for a list of jobs: `warm_families`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any

from sim.experiment.copies import CAN_FORK, Answer
from sim.experiment.families import AnyPerform
from sim.experiment.keeper import WARM_UP, WARMED, keep
from sim.experiment.pool import apart_from_parent, end_all
from sim.experiment.replicate import Job, ReplicationError, replicate
from sim.terms.language import _
from sim.terms.total import count_of

PRELOADED = (keep.__module__, "sim.experiment.addressed", "sim.model", "sim.model.together", "sim.measures")
TicketTold = tuple[int, Answer | None]
"""A ticket and what came of it: None if it was dropped or its process died."""
WorldTold = tuple[Hashable, Answer | None]
"""A world and whether it has run to its day; None if its process died on the way."""


class WarmWorlds:
    """Worlds by whatever name they are given. Whoever gives jobs says how many are at work, and is told of each once.

    `perform` measures a log, as for a family; it must be importable by name. To be closed, or used as a context: no
    process outlives it. Not for several threads at a time. No method waits but `close` and `let_go`.
    """

    def __init__(self, perform: AnyPerform = replicate) -> None:
        self.perform = perform
        self._keepers: dict[Hashable, _Keeper] = {}
        self._plain: list[_Keeper] = []
        self._at: dict[int, _Keeper] = {}
        self._told: list[TicketTold] = []

    def __enter__(self) -> WarmWorlds:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __contains__(self, world: Hashable) -> bool:
        return world in self._keepers

    def hold(self, world: Hashable, job: Job, day: float) -> None:
        """Let a world wait at `day`, as `job` has it until then. It begins with `warm`, or with its first job."""
        self._keepers[world] = _Keeper(world, job, day)

    def is_cold(self, world: Hashable) -> bool:
        """Return whether a world neither waits at its day nor is on the way."""
        keeper = self._keepers[world]
        return not (keeper.warm or keeper.warming)

    def warm(self, world: Hashable) -> None:
        """Begin to run a world to its day."""
        self._keepers[world].warm_up(self.perform)

    def give(self, ticket: int, job: Job, world: Hashable | None = None) -> None:
        """Have a job done from where `world` waits, or by a process without a world, from its first day."""
        keeper = self._idle() if world is None else self._keepers[world]
        self._at[ticket] = keeper
        keeper.give(ticket, job, self.perform)

    def drop(self, ticket: int) -> None:
        """Leave a job, whatever has come of it; it is told of nevertheless. Of one that has been told of: nothing."""
        keeper = self._at.get(ticket)
        if keeper is None:
            return
        if not CAN_FORK:
            self._told += keeper.end()
        elif keeper.drop(ticket):
            self._told.append((ticket, None))

    @property
    def warming(self) -> int:
        """How many worlds are on their way to their day."""
        return count_of(keeper.warming for keeper in self._keepers.values())

    @property
    def at_rest(self) -> frozenset[Hashable]:
        """The worlds from which nothing is run, nor are they on their way."""
        return frozenset(w for w, keeper in self._keepers.items() if not (keeper.given or keeper.warming))

    @property
    def waiting(self) -> frozenset[Hashable]:
        """The worlds that wait at their day."""
        return frozenset(world for world, keeper in self._keepers.items() if keeper.warm)

    def pipes(self) -> list[Connection]:
        """Return what to wait on; with something to read, or closed, it is for `hear`."""
        return [keeper.pipe for keeper in self._all() if keeper.process is not None]

    def hear(self, ready: Iterable[object]) -> tuple[list[TicketTold], list[WorldTold]]:
        """Return what has come of jobs and of worlds, those included that were dropped before they had begun."""
        told, worlds = self._told, list[WorldTold]()
        self._told = []
        by_pipe = {keeper.pipe: keeper for keeper in self._all() if keeper.process is not None}
        for keeper in [by_pipe[pipe] for pipe in ready if pipe in by_pipe]:
            was_warming = keeper.warming
            told += keeper.receive()
            if was_warming and not keeper.warming:
                worlds.append((keeper.world, keeper.how_it_went))
        for ticket, _answer in told:
            self._at.pop(ticket, None)
        return told, worlds

    def processes(self) -> tuple[int, ...]:
        """Return the ids of the processes."""
        return tuple(process.pid for keeper in self._all() if (process := keeper.process) is not None)

    def let_go(self, worlds: Iterable[Hashable]) -> None:
        """End the processes of some worlds; what is at work there is told of as if it had died."""
        gone = [self._keepers.pop(world) for world in list(worlds)]
        for keeper in gone:
            self._told += keeper.tickets()
        _end(gone)

    def close(self) -> None:
        """End every process."""
        _end(self._all())
        self._at.clear()

    def _all(self) -> list[_Keeper]:
        return [*self._keepers.values(), *self._plain]

    def _idle(self) -> _Keeper:
        """Return a process without a world that has nothing to do."""
        for keeper in self._plain:
            if not keeper.given:
                return keeper
        self._plain.append(_Keeper(None, None, 0.0))
        return self._plain[-1]


@dataclass(slots=True, eq=False)
class _Keeper:
    """The process in which a world waits, seen from outside.

    Jobs are kept here until it waits at its day: what is sent to a process that does not listen may be waited for.
    """

    world: Hashable
    job: Job | None
    day: float
    process: Any = None
    pipe: Connection = field(init=False)
    warm: bool = False
    warming: bool = False
    how_it_went: Answer | None = None
    given: dict[int, Job] = field(default_factory=dict)
    unsent: dict[int, Job] = field(default_factory=dict)

    def give(self, ticket: int, job: Job, perform: AnyPerform) -> None:
        """Have a job done, by a new process if there is none."""
        self.given[ticket] = job
        if self.warm:
            self._send((ticket, job))
        else:
            self.unsent[ticket] = job
            self.warm_up(perform)

    def warm_up(self, perform: AnyPerform) -> None:
        """Have the world run to its day, unless it has or is on the way."""
        if self.warm or self.warming:
            return
        if self.process is None:
            self._start(perform)
        self.warming = True
        self._send(WARM_UP)

    def drop(self, ticket: int) -> bool:
        """Leave a job. Return whether it had not begun: then nothing is heard of it."""
        if self.unsent.pop(ticket, None) is not None:
            del self.given[ticket]
            return True
        self._send((ticket, None))
        return False

    def receive(self) -> list[TicketTold]:
        """Return what is told by the one message that is there; all that it was given if the process has died."""
        try:
            ticket, answer = self.pipe.recv()
        except (EOFError, OSError):
            return self.end()
        if ticket != WARMED:
            self.given.pop(ticket, None)
            return [(ticket, answer)]
        self.warming, self.how_it_went = False, answer
        self.warm = answer[0]
        unsent, self.unsent = self.unsent, {}
        if not self.warm:
            for refused in unsent:
                del self.given[refused]
            return [(refused, answer) for refused in unsent]
        for late, job in unsent.items():
            self._send((late, job))
        return []

    def end(self) -> list[TicketTold]:
        """End the process, and return the jobs that it had as having died."""
        _end([self])
        return self.tickets()

    def tickets(self) -> list[TicketTold]:
        """Return the jobs that it had as having died, and forget them."""
        had = list(self.given)
        self.given.clear()
        self.unsent.clear()
        return [(ticket, None) for ticket in had]

    def _send(self, message: object) -> None:
        with suppress(OSError):  # it has died: the next reading finds out
            self.pipe.send(message)

    def _start(self, perform: AnyPerform) -> None:
        # From a server that has imported all this and nothing else: what they import is shared, no thread is copied.
        context: Any = get_context("forkserver" if CAN_FORK else "spawn")
        if CAN_FORK:
            context.set_forkserver_preload([*PRELOADED, _module_of(perform)])
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=keep, args=(self.job, self.day, perform, theirs), daemon=True)
        with apart_from_parent():
            self.process.start()
        theirs.close()


def _module_of(perform: AnyPerform) -> str:
    return str((perform.func if isinstance(perform, partial) else perform).__module__)


def _end(keepers: Sequence[_Keeper]) -> None:
    end_all([(k.process, k.pipe) for k in keepers if k.process is not None])
    for keeper in keepers:
        keeper.process, keeper.how_it_went = None, None
        keeper.warm = keeper.warming = False


def died(job: Job) -> ReplicationError:
    """Return what is to be said of a job whose process died each time."""
    return ReplicationError(job, _("its process died every time; too little memory?"))
