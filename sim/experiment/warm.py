"""Worlds that have run to a day before anything changes, and wait there: a new design goes on from where they stand.

For interactive use, where the same county and draws are asked about again and again. Each world waits in a process of
its own; a design is run on from it in a copy of that process, so that the world stays where it is for the next. A
design's outcome is the one that it has alone; what changes before the day is run from the first day.
"""

from __future__ import annotations

import gc
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import TYPE_CHECKING, Any

from sim.experiment.copies import CAN_FORK, Answer, Copy, attempt
from sim.experiment.families import Perform, worlds_of
from sim.experiment.pool import ATTEMPTS, apart_from_parent, end_all
from sim.experiment.replicate import Job, Outcome, Progress, ReplicationError, replicate, said_of
from sim.terms.language import _
from sim.terms.total import count_of

if TYPE_CHECKING:
    from sim.model.world import World

STOP = "stop"
"""Said to a process at work: leave the job. It has one answer to give nevertheless, and that is thrown away."""
WARM = -1
"""In the place of a job's position: only run the world to its day."""


class WarmFamilies:
    """Worlds that wait: `jobs` name them (one for each replication of a county, say), `day` is where they wait.

    At most `n_workers` are at work at a time. `perform` measures a log, as for a family; it must be importable by name.
    To be closed, or used as a context: no process outlives it. Not for several threads at a time.
    """

    def __init__(self, jobs: Sequence[Job], day: float, n_workers: int, perform: Perform = replicate) -> None:
        self.day, self.n_workers, self.perform = day, n_workers, perform
        self._keepers = {world: _Keeper(job) for world, job in zip(worlds_of(jobs), jobs, strict=True)}

    def __enter__(self) -> WarmFamilies:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def warm(self, progress: Progress | None = None) -> None:
        """Run every world to its day. Otherwise the first design that asks for a world does."""
        tasks = [_Task(WARM, keeper.job, keeper) for keeper in self._keepers.values()]
        for done, _task in enumerate(self._run(tasks), 1):
            if progress is not None:
                progress(done, len(tasks))

    def outcomes(self, jobs: Sequence[Job]) -> Iterator[tuple[int, Outcome]]:
        """Yield (position, outcome) of each job as it ends. Whoever stops asking stops those that are at work.

        Raises ValueError for a job of no world that waits here, ReplicationError naming one that failed.
        """
        tasks = []
        for position, (world, job) in enumerate(zip(worlds_of(jobs), jobs, strict=True)):
            if world not in self._keepers:
                # not said: only a program that asks for what it never began hears of it
                raise ValueError(f"replication {job.replication} of {job.scenario.name}: no world of it waits here")
            tasks.append(_Task(position, job, self._keepers[world]))
        return self._run(tasks)

    def processes(self) -> tuple[int, ...]:
        """Return the ids of the processes in which worlds wait."""
        return tuple(keeper.process.pid for keeper in self._keepers.values() if keeper.process is not None)

    def close(self) -> None:
        """End every process."""
        end_all([(k.process, k.pipe) for k in self._keepers.values() if k.process is not None])
        for keeper in self._keepers.values():
            keeper.process = keeper.task = None

    def _run(self, tasks: Sequence[_Task]) -> Iterator[tuple[int, Outcome]]:
        waiting, ended = deque(tasks), 0
        try:
            while ended < len(tasks):
                self._hand_out(waiting)
                for keeper in self._answering():
                    task, keeper.task = keeper.task, None
                    answer = keeper.receive()
                    if task is None:  # it was told to stop, and has
                        continue
                    if answer is None:
                        _once_more(task, waiting)
                        continue
                    if not answer[0]:
                        raise said_of(task.job, answer[1])
                    ended += 1
                    yield task.position, answer[1]
        finally:
            for keeper in self._keepers.values():
                keeper.stop()

    def _hand_out(self, waiting: deque[_Task]) -> None:
        """Give tasks, in their order, to the worlds that are at rest."""
        free = self.n_workers - count_of(keeper.busy for keeper in self._keepers.values())
        for task in list(waiting):
            if free <= 0:
                return
            if not task.keeper.busy:
                waiting.remove(task)
                task.keeper.give(task, self.day, self.perform)
                free -= 1

    def _answering(self) -> list[_Keeper]:
        """Return the keepers with an answer, or that have died. Waits for at least one."""
        busy = {keeper.pipe: keeper for keeper in self._keepers.values() if keeper.busy}
        return [busy[pipe] for pipe in wait(list(busy))]  # type: ignore[index]


@dataclass(slots=True)
class _Task:
    position: int
    job: Job
    keeper: _Keeper
    tried: int = 0


@dataclass(slots=True)
class _Keeper:
    """The process in which a world waits, seen from outside. `task`: what it is at; none though busy: told to stop."""

    job: Job
    process: Any = None
    pipe: Connection = field(init=False)
    task: _Task | None = None
    busy: bool = False

    def give(self, task: _Task, day: float, perform: Perform) -> None:
        """Have a task done, by a new process if there is none."""
        if self.process is None:
            self._start(day, perform)
        self.task, self.busy = task, True
        task.tried += 1
        with suppress(OSError):  # it died while idle: the next reading finds out
            self.pipe.send(None if task.position == WARM else task.job)

    def receive(self) -> Answer | None:
        """Return the answer, None if the process has died: then there is none any more."""
        self.busy = False
        try:
            return self.pipe.recv()  # type: ignore[no-any-return]
        except (EOFError, OSError):
            end_all([(self.process, self.pipe)])
            self.process = None
            return None

    def stop(self) -> None:
        """Leave what it is at."""
        if self.task is not None:
            self.task = None
            with suppress(OSError):
                self.pipe.send(STOP)

    def _start(self, day: float, perform: Perform) -> None:
        # From a server that has imported all this and nothing else: what they import is shared, no thread is copied.
        context: Any = get_context("forkserver" if CAN_FORK else "spawn")
        if CAN_FORK:
            context.set_forkserver_preload([__name__, "sim.model", "sim.model.together", "sim.measures"])
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_keep, args=(self.job, day, perform, theirs), daemon=True)
        with apart_from_parent():
            self.process.start()
        theirs.close()


def _once_more(task: _Task, waiting: deque[_Task]) -> None:
    if task.tried >= ATTEMPTS:
        raise ReplicationError(task.job, _("its process died every time; too little memory?"))
    waiting.appendleft(task)


def _keep(job: Job, day: float, perform: Perform, pipe: Connection) -> None:
    """In the process: run the world to its day, and each job from there, until nobody asks any more."""
    from sim.model.simulate import resting_collector

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    waiting = _Waiting(job, day, perform)
    with suppress(EOFError, OSError), resting_collector():
        while True:
            asked = pipe.recv()
            if asked != STOP:  # else it came when the answer was already on its way
                pipe.send(_answer(waiting, asked, pipe))


class _Waiting:
    """A world that runs to its day when it is first asked for. Without copies of processes there is none."""

    def __init__(self, job: Job, day: float, perform: Perform) -> None:
        self.job, self.day, self.perform = job, day, perform
        self.world: World | None = None

    def warm(self) -> None:
        """Run the world to its day, unless it has."""
        from sim.model.together import wait_at

        if self.world is None and CAN_FORK:
            self.world = wait_at(self.job.scenario, self.job.seed, self.job.replication, self.day)
            gc.collect()
            gc.freeze()  # the collector of a copy would touch, and so copy, all that lives on

    def run(self, job: Job) -> Outcome:
        """Run a job from where the world waits, or from the first day if something changes before that."""
        from sim.model.together import first_day, to_the_end

        if self.world is None or first_day(job.scenario) < self.day:
            return self.perform(job, None)
        return self.perform(job, to_the_end(self.world, job.scenario))


def _answer(waiting: _Waiting, asked: Job | None, pipe: Connection) -> Answer | None:
    """Return what comes of a job; nothing if it is told to stop, or the copy that does it dies."""
    warmed = attempt(waiting.warm)
    if asked is None or not warmed[0]:
        return warmed
    do = partial(waiting.run, asked)
    if not CAN_FORK:
        return attempt(do)
    copy = Copy(do)
    if pipe in wait([copy.fileno(), pipe]):  # STOP, or nobody is there any more
        copy.kill()
        return None
    return copy.answer()
