"""Jobs that share their first days are run as one family, so that those days are run once.

Until a design's first change its replication is that of every other design of the same numbers. The family's world runs
on, and each member is run to its end in a copy of the process, made by `fork` on its own first day. So the results are
those of the members run alone, and each is kept as it ends. Where there is no fork every member runs from day 0.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from sim.experiment.pool import TaskFailedError, one_line
from sim.experiment.replicate import Job, Outcome
from sim.experiment.resolved import scenario_hash
from sim.terms.log import EventLog
from sim.terms.scenario import Scenario

CAN_FORK = sys.platform == "linux"
"""Elsewhere a copy of the process is not there, or not safe beside other libraries' threads."""
FINE = 0

Perform = Callable[[Job, EventLog | None], Outcome]
"""Measure a job's log, or run the job if there is none, and keep what comes of it."""


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
    worlds: dict[int, str] = {}
    found: defaultdict[tuple[str, int, int], list[int]] = defaultdict(list)
    for position, job in enumerate(jobs):
        scenario = job.scenario
        if id(scenario) not in worlds:
            worlds[id(scenario)] = scenario_hash(replace(scenario, name="", changes=()))
        found[worlds[id(scenario)], job.seed, job.replication].append(position)
    parts = -(-n_workers // len(found)) if found else 1
    return [part for family in found.values() for part in _split(family, parts)]


def _split(family: list[int], parts: int) -> list[list[int]]:
    size = -(-len(family) // parts)
    return [family[at : at + size] for at in range(0, len(family), size)]


def perform_family(family: Family, perform: Perform) -> list[Outcome]:
    """Return the outcome of every member, in their order. Raises TaskFailedError with the member as its `part`."""
    from sim.model.together import order, simulate_together

    jobs = family.jobs
    if len(jobs) == 1:
        return [_alone(jobs[0], 0, perform)]
    found: dict[int, Outcome] = {}

    def apart(nth: int, go_on: Callable[[], EventLog]) -> None:
        outcome = _in_a_copy(lambda: perform(jobs[nth], go_on()), nth)
        found[nth] = outcome if outcome is not None else _alone(jobs[nth], nth, perform)

    last = order([job.scenario for job in jobs])[-1]
    try:
        log = simulate_together([job.scenario for job in jobs], family.seed, family.replication, apart)
        found[last] = perform(jobs[last], log)
    except TaskFailedError:
        raise
    except Exception as error:
        raise TaskFailedError(0, one_line(error), traceback.format_exc(), last) from None
    return [found[nth] for nth in range(len(jobs))]


def _alone(job: Job, nth: int, perform: Perform) -> Outcome:
    try:
        return perform(job, None)
    except Exception as error:
        raise TaskFailedError(0, one_line(error), traceback.format_exc(), nth) from None


def _in_a_copy(do: Callable[[], Outcome], nth: int) -> Outcome | None:
    """Return what `do` returns in a copy of this process; None if the copy died. Raises TaskFailedError if it raised.

    However this process is stopped, the copy does not outlive it.
    """
    reading, writing = os.pipe()
    copy = os.fork()
    if copy == 0:
        os.close(reading)
        _answer(do, writing)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as pipe:
            told = pipe.read()
    except BaseException:
        with suppress(ProcessLookupError):
            os.kill(copy, signal.SIGKILL)
        raise
    finally:
        os.waitpid(copy, 0)
    if not told:
        return None
    done, answer = pickle.loads(told)
    if not done:
        raise TaskFailedError(0, answer[0], answer[1], nth)
    assert isinstance(answer, Outcome)
    return answer


def _answer(do: Callable[[], Outcome], writing: int) -> None:
    """In the copy: do it, tell it, and end at once, without tidying up what belongs to the original."""
    code = 1
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        try:
            told = pickle.dumps((True, do()))
        except Exception as error:
            told = pickle.dumps((False, (one_line(error), traceback.format_exc())))
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(told)
        code = FINE
    finally:
        os._exit(code)
