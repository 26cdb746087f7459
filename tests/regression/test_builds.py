"""Interpreted or compiled, alone or as a family: a design's log is the same, row for row."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from scenarios.read import list_designs
from sim.compiled import COMPILED
from sim.experiment.families import CAN_FORK, Family, families, perform_family
from sim.experiment.pool import TaskFailedError
from sim.experiment.replicate import Job, Outcome, replicate
from sim.model import simulate
from sim.terms.log import EventLog
from tests.miniature import miniature

ROOT = Path(__file__).resolve().parents[2]
SEED, REPLICATION = 2031, 3
INTERPRETED = f"""
import json
from scenarios.read import list_designs
from sim.compiled import COMPILED
from sim.model import simulate
from tests.miniature import miniature
assert not COMPILED
print(json.dumps({{d: simulate(miniature(d), {SEED}, {REPLICATION}).digest() for d in list_designs()}}))
"""

forks = pytest.mark.skipif(not CAN_FORK, reason="without fork every design runs from day 0")


@cache
def digests() -> dict[str, str]:
    """Return the digest of each design that ships, run alone on the build in use."""
    return {design: simulate(miniature(design), SEED, REPLICATION).digest() for design in list_designs()}


@pytest.mark.skipif(not COMPILED, reason="there is no compiled build to compare")
def test_every_design_has_the_same_log_interpreted_and_compiled() -> None:
    surroundings = {**os.environ, "MELLANRUM_PURE": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", INTERPRETED], cwd=ROOT, env=surroundings, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == digests()
    assert len(set(digests().values())) == len(digests())


def jobs_of(*designs: str) -> tuple[Job, ...]:
    return tuple(Job(nth, miniature(design), SEED, REPLICATION) for nth, design in enumerate(designs))


@forks
def test_every_design_has_the_log_in_a_family_that_it_has_alone() -> None:
    jobs = jobs_of(*digests())
    assert families(jobs, 1) == [list(range(len(jobs)))]
    found = perform_family(Family(jobs), replicate)
    assert {job.scenario.name: outcome.digest for job, outcome in zip(jobs, found, strict=True)} == digests()


@forks
def test_a_family_needs_no_design_without_changes() -> None:
    jobs = jobs_of("big_bang", "stronger_agreements", "phased")
    found = perform_family(Family(jobs), replicate)
    assert [o.digest for o in found] == [digests()[job.scenario.name] for job in jobs]


@forks
def test_jobs_of_another_replication_seed_or_world_are_of_another_family() -> None:
    one, two = jobs_of("current", "big_bang")
    longer = miniature("current")
    other = Job(0, longer, SEED + 1, REPLICATION)
    assert families([one, other, two], 1) == [[0, 2], [1]]
    assert families([one, two], 2) == [[0], [1]]  # rather two workers at work than one of them at rest


@forks
def test_a_member_that_fails_is_told_by_name_and_place() -> None:
    def perform(job: Job, log: EventLog | None) -> Outcome:
        if job.scenario.name == "big_bang":
            raise ValueError("a fault in a rule")
        return replicate(job, log)

    with pytest.raises(TaskFailedError) as caught:
        perform_family(Family(jobs_of("current", "big_bang", "phased")), perform)
    assert (caught.value.part, caught.value.message) == (1, "ValueError: a fault in a rule")
    assert "in perform" in caught.value.details


@forks
def test_a_copy_that_is_killed_costs_its_own_member_only_and_that_is_run_anew() -> None:
    alone: list[str] = []

    def perform(job: Job, log: EventLog | None) -> Outcome:
        if job.scenario.name == "big_bang":
            if log is not None:
                os.kill(os.getpid(), signal.SIGKILL)
            alone.append(job.scenario.name)
        return replicate(job, log)

    jobs = jobs_of("current", "big_bang", "phased")
    found = perform_family(Family(jobs), perform)
    assert alone == ["big_bang"]
    assert [o.digest for o in found] == [digests()[job.scenario.name] for job in jobs]
