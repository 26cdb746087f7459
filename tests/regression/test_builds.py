"""Interpreted or compiled, alone or as a family: a design's log is the same, row for row."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from compiling.constants import with_constants
from scenarios.files.read import list_designs
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
from scenarios.files.read import list_designs
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


def test_a_build_that_is_not_of_this_source_is_not_used(tmp_path: Path) -> None:
    """A copy of the project in which a rule has been edited since it was compiled runs what was edited, and says so."""
    shutil.copytree(ROOT / "sim", tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    told = "import sim.compiled as c, sim.chance.keyed as k; print(c.engine()); print(k.__file__.endswith('.py'))"
    surroundings = {k: v for k, v in os.environ.items() if k != "MELLANRUM_PURE"} | {"PYTHONPATH": str(tmp_path)}

    def says() -> list[str]:
        asked = [sys.executable, "-c", told]
        done = subprocess.run(asked, cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    if COMPILED:
        assert says() == ["compiled", "False"]
    with (tmp_path / "sim" / "chance" / "keyed.py").open("a", encoding="utf-8") as file:
        file.write("EDITED = True\n")
    reason = "the source has changed since it was compiled (make setup compiles it anew)"
    if COMPILED:
        assert says() == [f"interpreted on SimPy: {reason}", "True"]
    shutil.rmtree(tmp_path / "sim" / "_compiled", ignore_errors=True)
    reason = "it has not been compiled (make setup does so where there is a C compiler)"
    assert says() == [f"interpreted on SimPy: {reason}", "True"]


SOURCE = """\"\"\"A rule.\"\"\"
from __future__ import annotations

from sim.chance.keyed import Decision
from sim.terms.words import Part

ACUTE, LIMIT = Part.ACUTE, 3.0
DEFAULT = Part.SOCIAL


def rule(part: Part, usual: Part = Part.MEDICAL) -> int:
    match part:
        case Part.SOCIAL:
            return Decision.MET
    return Decision.SEX if part is Part.ACUTE else usual
"""
AS_COMPILED = """\"\"\"A rule.\"\"\"
from __future__ import annotations

from typing import Final as _Final; from sim.chance.keyed import Decision
from sim.terms.words import Part

ACUTE: _Final = Part.ACUTE; LIMIT: _Final = 3.0
DEFAULT: _Final = Part.SOCIAL


def rule(part: Part, usual: Part = Part.MEDICAL) -> int:
    match part:
        case Part.SOCIAL:
            return _Decision_MET
    return _Decision_SEX if part is _Part_ACUTE else usual


_Decision_MET: _Final = 48
_Decision_SEX: _Final = 2
_Part_ACUTE: _Final = Part.ACUTE
"""


def test_constants_are_written_as_the_compiler_likes_them_and_no_line_moves() -> None:
    """Members within functions get names of their own; in patterns, where a name would match all, they stay."""
    module = ModuleType("rule")
    exec(compile(SOURCE, "rule", "exec"), vars(module))
    assert with_constants(SOURCE, module) == AS_COMPILED
