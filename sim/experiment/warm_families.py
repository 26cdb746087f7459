"""Designs that go on from worlds that wait, as a list of jobs: each outcome as it ends, in whatever order that is."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Hashable, Iterator, Sequence
from itertools import count
from multiprocessing.connection import wait
from types import TracebackType

from sim.experiment.copies import Answer
from sim.experiment.families import Perform, worlds_of
from sim.experiment.pool import ATTEMPTS
from sim.experiment.replicate import Job, Outcome, Progress, replicate, said_of
from sim.experiment.warm import WarmWorlds, died


class WarmFamilies:
    """Worlds that wait: `jobs` name them (one for each replication of a county, say), `day` is where they wait.

    At most `n_workers` are at work at a time. `perform` measures a log, as for a family; it must be importable by name.
    To be closed, or used as a context: no process outlives it. Not for several threads at a time.
    """

    def __init__(self, jobs: Sequence[Job], day: float, n_workers: int, perform: Perform = replicate) -> None:
        self.day, self.n_workers = day, n_workers
        self._jobs = dict(zip(worlds_of(jobs), jobs, strict=True))
        self._worlds, self._tickets = WarmWorlds(perform), count()
        for world, job in self._jobs.items():
            self._worlds.hold(world, job, day)

    def __enter__(self) -> WarmFamilies:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def warm(self, progress: Progress | None = None) -> None:
        """Run every world to its day. Otherwise the first design that asks for a world does.

        Raises ReplicationError naming one that cannot be.
        """
        cold, tried = deque(world for world in self._jobs if world not in self._worlds.waiting), Counter[Hashable]()
        done = len(self._jobs) - len(cold)
        while cold or self._worlds.warming:
            while cold and self._worlds.warming < self.n_workers:
                self._worlds.warm(cold.popleft())
            for world, answer in self._worlds.hear(wait(self._worlds.pipes()))[1]:
                tried[world] += 1
                if not _succeeded(self._jobs[world], answer, tried[world]):  # type: ignore[index]
                    cold.appendleft(world)  # type: ignore[arg-type]
                    continue
                done += 1  # counted here: two may be told at once
                if progress is not None:
                    progress(done, len(self._jobs))

    def outcomes(self, jobs: Sequence[Job]) -> Iterator[tuple[int, Outcome]]:
        """Yield (position, outcome) of each job as it ends. Whoever stops asking stops those that are at work.

        Raises ValueError for a job of no world that waits here, ReplicationError naming one that failed.
        """
        worlds = worlds_of(jobs)
        for world, job in zip(worlds, jobs, strict=True):
            if world not in self._worlds:
                # not said: only a program that asks for what it never began hears of it
                raise ValueError(f"replication {job.replication} of {job.scenario.name}: no world of it waits here")
        return self._run(jobs, worlds)

    def processes(self) -> tuple[int, ...]:
        """Return the ids of the processes in which worlds wait."""
        return self._worlds.processes()

    def close(self) -> None:
        """End every process."""
        self._worlds.close()

    def _run(self, jobs: Sequence[Job], worlds: Sequence[Hashable]) -> Iterator[tuple[int, Outcome]]:
        waiting, at_work, tried = deque(range(len(jobs))), dict[int, int](), Counter[int]()
        try:
            while waiting or at_work:
                while waiting and len(at_work) < self.n_workers:
                    position, ticket = waiting.popleft(), next(self._tickets)
                    at_work[ticket] = position
                    self._worlds.give(ticket, jobs[position], worlds[position])
                for ticket, answer in self._worlds.hear(wait(self._worlds.pipes()))[0]:
                    if ticket not in at_work:  # of those that nobody asks for any more
                        continue
                    position = at_work.pop(ticket)
                    tried[position] += 1
                    if _succeeded(jobs[position], answer, tried[position]):
                        yield position, answer[1]  # type: ignore[index]
                    else:
                        waiting.appendleft(position)
        finally:
            for ticket in at_work:
                self._worlds.drop(ticket)


def _succeeded(job: Job, answer: Answer | None, tried: int) -> bool:
    """Return whether there is something; else it is to be tried again. Raises what is to be said of a failure."""
    if answer is not None and not answer[0]:
        raise said_of(job, answer[1])
    if answer is None and tried >= ATTEMPTS:
        raise died(job)
    return answer is not None
