"""Jobs that share their first days are run as one family, so that those days are run once.

Until a design's first change its replication is that of every other design of the same numbers. The family's world runs
on, and each member is run to its end in a copy of the process, made by `fork` on its own first day. So the results are
those of the members run alone, and each is kept as it ends. Where there is no fork every member runs from day 0.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from sim.experiment.copies import CAN_FORK, Copy
from sim.experiment.pool import TaskFailedError, complaint_of
from sim.experiment.replicate import Job, Outcome
from sim.experiment.scenario_json import scenario_hash
from sim.terms.log import EventLog
from sim.terms.scenario import Scenario

WorldKey = tuple[str, int, int]
"""A world's hash, seed and replication."""

Perform = Callable[[Job, EventLog | None], Outcome]
"""Measure a job's log, or run the job if there is none, and keep what comes of it."""
AnyPerform = Callable[[Job, EventLog | None], Any]
"""The same, whatever it gives back to whoever asked: an entry in bytes, say."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Family:
    """Jobs of one seed, replication and world. As a task it goes by its first member's name."""

    jobs: tuple[Job, ...]

    @property
    def scenario(self) -> Scenario:
        """What its first member runs."""
        return self.jobs[0].scenario

    @property
    def seed(self) -> int:
        """The number that decides all chance."""
        return self.jobs[0].seed

    @property
    def replication(self) -> int:
        """Which replication."""
        return self.jobs[0].replication


def families(jobs: Sequence[Job], n_workers: int) -> list[list[int]]:
    """Return positions of jobs, family by family, in the order of their first members.

    Where there are fewer families than workers they are split, since a worker at rest costs more than shared days save.
    """
    if not CAN_FORK:
        return [[position] for position in range(len(jobs))]
    found: defaultdict[WorldKey, list[int]] = defaultdict(list)
    for position, world in enumerate(worlds_of(jobs)):
        found[world].append(position)
    parts = -(-n_workers // len(found)) if found else 1
    return [part for family in found.values() for part in _split(family, parts)]


def worlds_of(jobs: Sequence[Job]) -> list[WorldKey]:
    """Return what a job shares with all that differ from it in name and changes alone, for every job."""
    known: dict[int, str] = {}
    for scenario in (job.scenario for job in jobs):
        if id(scenario) not in known:
            known[id(scenario)] = scenario_hash(replace(scenario, name="", changes=()))
    return [(known[id(job.scenario)], job.seed, job.replication) for job in jobs]


def _split(family: list[int], parts: int) -> list[list[int]]:
    size = -(-len(family) // parts)
    return [family[at : at + size] for at in range(0, len(family), size)]


def perform_family(family: Family, perform: Callable[[Job, EventLog | None], T]) -> list[T]:
    """Return what `perform` makes of every member's log, in their order; of one that it is to run itself, of None.

    Raises TaskFailedError with the member as its `part`, or the RunError that one of them raised.
    """
    from sim.model import simulate
    from sim.model.together import order, simulate_together

    jobs, scenarios = family.jobs, [job.scenario for job in family.jobs]
    found: dict[int, T] = {}

    def apart(nth: int, go_on: Callable[[], EventLog]) -> None:
        done = _in_a_copy(lambda: perform(jobs[nth], go_on()), nth)
        if done is None:  # the copy died: once more, here
            with _of_member(nth):
                found[nth] = perform(jobs[nth], None)
        else:
            (found[nth],) = done

    last = order(scenarios)[-1]
    with _of_member(last):
        if len(jobs) == 1:
            log = simulate(scenarios[0], family.seed, family.replication)
            gc.collect()  # the world behind the log is a ring of references: a quarter of the peak memory
        else:
            log = simulate_together(scenarios, family.seed, family.replication, apart)
        found[last] = perform(jobs[last], log)
    return [found[nth] for nth in range(len(jobs))]


@contextmanager
def _of_member(nth: int) -> Iterator[None]:
    """Let what goes wrong here be told of the nth member, unless it says itself of whom."""
    try:
        yield
    except Exception as error:
        raise complaint_of(error, nth) from None


def _in_a_copy(do: Callable[[], T], nth: int) -> tuple[T] | None:
    """Return what `do` returns in a copy of this process; None if the copy died. Raises RunError if it fails."""
    answer = Copy(do).answer()
    if answer is None:
        return None
    done, told = answer
    if not done:
        raise TaskFailedError(0, told.message, told.details, nth) if isinstance(told, TaskFailedError) else told
    return (told,)
