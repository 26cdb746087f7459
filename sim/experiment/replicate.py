"""One job is one replication of one design; many jobs run in a row or on a pool, with the same result.

The measures are computed where the replication ran, so that only numbers travel; a log that is to be kept is written
there too.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Protocol, TypeVar, runtime_checkable

from sim.comparison.tables import UNKEPT, Table
from sim.experiment.pool import TaskFailedError, WorkerDiedError, complaint_of, failed_at, run_in_pool
from sim.terms.errors import RunError
from sim.terms.language import _
from sim.terms.log import EventLog
from sim.terms.move import Move
from sim.terms.scenario import Scenario


class Executable(Protocol):
    """What can be executed: errors name its scenario, seed and replication."""

    @property
    def scenario(self) -> Scenario:
        """What is run."""

    @property
    def seed(self) -> int:
        """The number that decides all chance."""

    @property
    def replication(self) -> int:
        """Which replication."""


T = TypeVar("T")
TaskT = TypeVar("TaskT", bound=Executable)

Progress = Callable[[int, int], None]
"""Called with (replications done, replications in all)."""


@dataclass(frozen=True, slots=True)
class Job:
    """One replication of one design. `keep`: the Parquet file to keep its event log in, if any.

    `moves`: moves of whose clients its table `touched` is to tell, its own or another design's.
    """

    design: int
    scenario: Scenario
    seed: int
    replication: int
    keep: Path | None = None
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one replication came to: measures, tables, and the digest that proves a log the same."""

    design: int
    replication: int
    values: dict[str, float | None]
    tables: Mapping[str, Table]
    digest: str


class ReplicationError(RunError):
    """A replication could not be finished: a fault in the program or the machine, never in the input."""

    def __init__(self, job: Executable, why: str, details: str = "") -> None:
        said = _(
            "replication {number} of {design}, seed {seed}: {why}",
            number=job.replication,
            design=job.scenario.name,
            seed=job.seed,
            why=why,
        )
        super().__init__(said, details)


def said_of(job: Executable, complaint: RunError) -> RunError:
    """Return what is to be said of a job: what it said itself, or which replication it is that failed."""
    if isinstance(complaint, TaskFailedError):
        return ReplicationError(job, complaint.message, complaint.details)
    return complaint


def replicate(job: Job, log: EventLog | None = None) -> Outcome:
    """Run one replication, unless its `log` is there, measure it, and keep its log if the job says so."""
    outcome, log = replicate_with_log(job, log)
    if job.keep is not None:
        from sim.experiment.logs import write_log

        write_log(log, job.keep, job.replication)
    return outcome


def replicate_with_log(job: Job, log: EventLog | None = None) -> tuple[Outcome, EventLog]:
    """Run one replication, unless its `log` is there, measure it, and return its log as well."""
    from sim.measures import measure

    if log is None:
        log = simulate_only(job)
        gc.collect()  # the world behind the log is a ring of references: a quarter of the peak memory
    results = measure(log, job.scenario.calendar, moves=job.moves)
    tables = {name: table for name, table in results.tables.items() if name not in UNKEPT}
    return Outcome(
        design=job.design, replication=job.replication, values=results.values, tables=tables, digest=log.digest()
    ), log


def simulate_only(job: Job) -> EventLog:
    """Run one replication and return its event log."""
    from sim.model import simulate

    return simulate(job.scenario, job.seed, job.replication)


def execute(jobs: Sequence[Job], n_jobs: int, progress: Progress | None = None) -> list[Outcome]:
    """Return the outcome of every job, in the order of `jobs`, using `n_jobs` processes (1: this one).

    Raises ReplicationError naming the replication; KeyboardInterrupt ends the workers at once.
    """
    return execute_with(replicate, jobs, n_jobs, progress)


@runtime_checkable
class Several(Protocol):
    """A task of several jobs: an error names the one that failed."""

    @property
    def jobs(self) -> tuple[Job, ...]:
        """What it consists of."""


def counting(progress: Progress | None, total: int) -> Callable[[int], None]:
    """Return what a pool calls as each task ends: it counts them and tells `progress`, if there is one."""
    ended = count(1)

    def one_more(position: int) -> None:
        """Count the task at `position`, whichever it is."""
        del position
        done = next(ended)
        if progress is not None:
            progress(done, total)

    return one_more


def execute_with(
    work: Callable[[TaskT], T],
    jobs: Sequence[TaskT],
    n_jobs: int,
    progress: Progress | None = None,
    finished: Callable[[int], None] | None = None,
) -> list[T]:
    """Return `work(job)` for every job, as `execute` does; `work` is a function that another process can import.

    `finished`, if given, is called with a job's position as it ends, instead of `progress`. Raises the RunError that a
    job raised, and ReplicationError for any other.
    """
    one_more = finished or counting(progress, len(jobs))
    n_workers = min(n_jobs, len(jobs))
    results = []
    try:
        if n_workers > 1:
            return run_in_pool(work, jobs, n_workers, one_more)
        for position, job in enumerate(jobs):
            with _complaining(position):
                results.append(work(job))
            one_more(position)
    except TaskFailedError as failure:
        failed = jobs[failure.position]
        raise said_of(failed.jobs[failure.part] if isinstance(failed, Several) else failed, failure) from None
    except WorkerDiedError as death:
        why = _("its process died every time (exit code {code}); too little memory? Try --jobs 1", code=death.exit_code)
        raise ReplicationError(jobs[death.position], why) from None
    return results


@contextmanager
def _complaining(position: int) -> Iterator[None]:
    """Let what goes wrong with the task at `position` be told as a worker would tell it."""
    try:
        yield
    except Exception as error:
        raise failed_at(position, complaint_of(error)) from None


def available_cores() -> int:
    """Return the number of processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1
