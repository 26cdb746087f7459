"""Worlds that wait for designs: the outcomes are those of the designs alone, and stopping stops."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from sim.comparison.moves import followed
from sim.experiment.addressed import addressed, keep_addressed
from sim.experiment.archive import Archive
from sim.experiment.copies import CAN_FORK, Answer
from sim.experiment.entry import from_bytes, to_bytes
from sim.experiment.families import AnyPerform
from sim.experiment.keeper import _Keeping, _Waiting
from sim.experiment.replicate import Job, Outcome, ReplicationError, replicate
from sim.experiment.warm_families import WarmFamilies
from sim.model.together import first_day, wait_at
from sim.terms.log import EventLog
from tests.miniature import miniature

SEED = 2032
DESIGNS = ("big_bang", "stronger_agreements", "integrated_teams")
DAY = min(first_day(miniature(design)) for design in DESIGNS)


def job(design: str, replication: int, position: int = 0) -> Job:
    return Job(position, miniature(design), SEED, replication)


@cache
def alone(design: str, replication: int) -> str:
    return replicate(job(design, replication)).digest


def at_work(process: int) -> list[int]:
    """Return the processes that this one has started and that have not ended."""
    with suppress(OSError):  # it has ended
        return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return []


def fails(job: Job, log: EventLog | None) -> Outcome:
    if job.scenario.name == "big_bang":
        raise ValueError("a fault in a rule")
    return replicate(job, log)


def kills_once(job: Job, log: EventLog | None, mark: Path) -> Outcome:
    """Kill the process in which the world waits, the first time."""
    if not mark.exists():
        mark.touch()
        os.kill(os.getppid(), signal.SIGKILL)
    return replicate(job, log)


@pytest.fixture
def warm() -> Iterator[WarmFamilies]:
    with WarmFamilies([job("current", nth) for nth in range(2)], DAY, n_workers=2) as families:
        yield families


def test_a_design_that_goes_on_from_where_the_world_waits_has_the_log_that_it_has_alone(warm: WarmFamilies) -> None:
    told: list[tuple[int, int]] = []
    warm.warm(lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]
    jobs = [job(design, nth) for design in ("current", *DESIGNS) for nth in range(2)]
    for _ in range(2):  # the world is where it was
        found = dict(warm.outcomes(jobs))
        assert [found[n].digest for n in range(len(jobs))] == [alone(j.scenario.name, j.replication) for j in jobs]


def test_a_design_that_changes_something_before_the_day_is_run_from_the_first_day() -> None:
    late = float(miniature("current").calendar.end_day)
    with WarmFamilies([job("current", 0)], late, n_workers=1) as warm:
        [(_, outcome)] = warm.outcomes([job("big_bang", 0)])
    assert outcome.digest == alone("big_bang", 0)


def test_a_job_of_no_world_that_waits_is_refused(warm: WarmFamilies) -> None:
    other = replace(job("current", 0), seed=SEED + 1)
    with pytest.raises(ValueError, match="replication 0 of current: no world of it waits here"):
        warm.outcomes([other])


def test_a_job_that_fails_is_told_by_name_and_the_worlds_wait_on() -> None:
    with WarmFamilies([job("current", 0)], DAY, n_workers=1, perform=fails) as warm:
        with pytest.raises(ReplicationError, match=r"replication 0 of big_bang.*a fault in a rule"):
            list(warm.outcomes([job("big_bang", 0)]))
        [(_, outcome)] = warm.outcomes([job("current", 0)])
    assert outcome.digest == alone("current", 0)


@pytest.mark.skipif(not CAN_FORK, reason="without fork no copy is at work")
def test_whoever_stops_asking_stops_what_is_at_work_and_may_ask_again(warm: WarmFamilies) -> None:
    warm.warm()
    jobs = [job(design, nth) for design in DESIGNS for nth in range(2)]
    asked = warm.outcomes(jobs)
    next(asked)
    asked.close()  # type: ignore[attr-defined]
    until = time.monotonic() + 20.0
    while any(at_work(process) for process in warm.processes()) and time.monotonic() < until:
        time.sleep(0.01)
    assert not any(at_work(process) for process in warm.processes())
    found = dict(warm.outcomes(jobs))
    assert [found[n].digest for n in range(len(jobs))] == [alone(j.scenario.name, j.replication) for j in jobs]


@pytest.mark.skipif(not CAN_FORK, reason="without fork there is no parent to kill")
def test_a_process_that_is_killed_is_replaced(tmp_path: Path) -> None:
    kills = partial(kills_once, mark=tmp_path / "killed")
    with WarmFamilies([job("current", 0)], DAY, n_workers=1, perform=kills) as warm:
        warm.warm()
        [before] = warm.processes()
        with suppress(ProcessLookupError):
            os.kill(before, signal.SIGKILL)  # at rest
        (tmp_path / "killed").touch()
        [(_, outcome)] = warm.outcomes([job("big_bang", 0)])
        assert outcome.digest == alone("big_bang", 0)
        assert warm.processes() != (before,)
        (tmp_path / "killed").unlink()  # at work
        [(_, outcome)] = warm.outcomes([job("big_bang", 0)])
        assert outcome.digest == alone("big_bang", 0)


class Counting(_Waiting):
    """A world that waits, and counts how often today is run in it."""

    marks: Path

    def run_today(self, job: Job) -> EventLog | None:
        (self.marks / f"today-{os.getpid()}").touch()
        return super().run_today(job)


def keeping(job: Job, perform: AnyPerform, marks: Path) -> tuple[_Keeping, Connection]:
    """Return the process's side of a world at its day, in this process, and the other end of its pipe."""
    ours, theirs = Pipe()
    waiting = Counting(job, DAY, perform)
    waiting.marks = marks
    waiting.world = wait_at(job.scenario, job.seed, job.replication, DAY)
    return _Keeping(waiting, theirs), ours


def heard(keeper: _Keeping, ours: Connection, n: int) -> dict[int, Answer | None]:
    """Return the answers to `n` tickets."""
    found: dict[int, Answer | None] = {}
    while len(found) < n:
        keeper.hear()
        while ours.poll():
            ticket, answer = ours.recv()
            assert ticket not in found
            found[ticket] = answer
    return found


def test_today_is_run_once_and_what_designs_ask_about_it_comes_to_what_it_does_alone(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    plain = job("current", 0)
    asked = replace(plain, moves=followed(miniature("big_bang")))
    assert asked.moves
    jobs = addressed([plain, asked, asked])
    keeper, ours = keeping(plain, partial(keep_addressed, archive=archive), tmp_path)
    for ticket, one in enumerate(jobs):  # all at a time: the others wait for the first
        ours.send((ticket, one))
    answers = heard(keeper, ours, len(jobs))
    ours.send((len(jobs), jobs[-1]))  # now the archive knows the log
    answers |= heard(keeper, ours, 1)
    assert len(list(tmp_path.glob("today-*"))) == 1
    for ticket, answer in answers.items():
        one = jobs[min(ticket, len(jobs) - 1)]
        assert answer is not None
        assert answer[0]
        assert from_bytes(one.key, 0, answer[1], whole=True).digest == alone("current", 0)
        found = archive.get(one.key, one)
        assert found is not None
        expected = replicate(Job(one.design, one.scenario, one.seed, one.replication, moves=one.moves))
        assert to_bytes(one.key, found) == to_bytes(one.key, expected)


def test_whoever_waits_for_today_is_served_when_the_one_that_ran_it_is_dropped(tmp_path: Path) -> None:
    plain = job("current", 0)
    keeper, ours = keeping(plain, replicate, tmp_path)
    for message in ((0, plain), (1, plain), (2, plain), (0, None), (1, None)):
        ours.send(message)
    answers = heard(keeper, ours, 3)
    assert answers[0] is None
    assert answers[1] is None
    assert answers[2] is not None
    assert answers[2][1].digest == alone("current", 0)


def test_closing_leaves_no_process() -> None:
    warm = WarmFamilies([job("current", 0)], DAY, n_workers=1)
    warm.warm()
    [process] = warm.processes()
    warm.close()
    assert warm.processes() == ()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
