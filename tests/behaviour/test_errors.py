"""Errors form one tree: what cannot be used, and what could not be finished and where it goes on."""

from __future__ import annotations

import ast
import builtins
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from mellanrum.cli.errors import BadInputError, FaultError, how_to_go_on, in_words
from mellanrum.wiring.options import OptionError
from scenarios.files.problems import Problem, ScenarioError
from sim.experiment.archive import ArchiveError
from sim.experiment.pool import TaskFailedError, WorkerDiedError
from sim.experiment.replicate import Job, ReplicationError, execute_with
from sim.terms.errors import InputError, MellanrumError, ResumeAt, RunError, RunInterrupt, going_on_at
from tests.miniature import miniature

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("mellanrum", "sim", "scenarios", "calibration", "outputs")
ROOTS = {"MellanrumError", "RunInterrupt"}
"""The root of the tree; and Ctrl-C, which is nobody's failure."""
BUILT_IN = {name for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, BaseException)}


def classes() -> Iterator[tuple[str, str, set[str]]]:
    """Yield file, name and bases of every class of the project."""
    for folder in FOLDERS:
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    yield file.name, node.name, {ast.unparse(base) for base in node.bases}


def test_every_exception_of_the_project_is_in_the_tree() -> None:
    every = list(classes())
    tree = {"MellanrumError"}
    while more := {name for _, name, bases in every if bases & tree} - tree:
        tree |= more
    outside = [(file, name) for file, name, bases in every if bases & BUILT_IN and name not in tree | ROOTS]
    assert outside == []
    assert {"ScenarioError", "BadInput", "SetError", "ReplicationError", "ArchiveError", "UnknownFigure"} <= tree


def test_all_problems_are_told_each_once() -> None:
    one, other = Problem("a.toml", "k", "1", "2"), Problem("a.toml", "l", "1", "2")
    error = ScenarioError([one, other, one])
    assert error.problems == (one, other)
    assert error.lines == (str(one), str(other))
    assert str(error) == f"{one}\n{other}"
    assert OptionError("one text is one problem").lines == ("one text is one problem",)
    assert isinstance(error, ValueError), "as whoever catches errors of values has always had it"


JOB = Job(0, miniature("current"), 7, 3)


@pytest.mark.parametrize(
    "error",
    [
        ArchiveError("the archive x cannot be written"),
        ReplicationError(JOB, "ValueError: no", "Traceback ..."),
        TaskFailedError(2, "KeyError: 3", "Traceback ...", 1),
        WorkerDiedError(1, -9),
    ],
)
def test_an_error_travels_from_a_worker_whole(error: RunError, tmp_path: Path) -> None:
    there = pickle.loads(pickle.dumps(error))
    assert (type(there), str(there), vars(there)) == (type(error), str(error), vars(error))
    at = ResumeAt(tmp_path)
    again = error.resumable(at)
    assert (type(again), str(again), again.details, again.resume_at) == (type(error), str(error), error.details, at)
    assert error.resume_at is None, "the error itself is as it was"


def refuse(job: Job) -> None:
    raise ArchiveError(f"the archive of replication {job.replication} cannot be written")


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_a_worker_says_itself_is_no_fault_of_its_replication(jobs: int) -> None:
    with pytest.raises(ArchiveError, match=r"^the archive of replication 3 cannot be written$"):
        execute_with(refuse, [JOB, JOB], jobs)


def test_whatever_stops_a_run_says_where_it_goes_on(tmp_path: Path) -> None:
    at = ResumeAt(tmp_path / "run")
    with pytest.raises(ReplicationError) as failed, going_on_at(at):
        raise ReplicationError(JOB, "why", "details")
    assert (failed.value.resume_at, failed.value.details) == (at, "details")
    with pytest.raises(RunError, match=r"^the system refused \(x\): No space left on device$") as full, going_on_at(at):
        raise OSError(28, "No space left on device", "x")
    assert full.value.resume_at == at
    with pytest.raises(KeyboardInterrupt) as stopped, going_on_at(at):
        raise KeyboardInterrupt
    assert isinstance(stopped.value, RunInterrupt)
    assert stopped.value.resume_at == at
    with pytest.raises(InputError, match="as it was") as wrong, going_on_at(at):
        raise OptionError("as it was")
    assert type(wrong.value) is OptionError
    with pytest.raises(ZeroDivisionError), going_on_at(at):
        raise ZeroDivisionError
    with pytest.raises(BrokenPipeError), going_on_at(at):
        raise BrokenPipeError


def test_the_command_line_tells_input_and_runs_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInputError) as bad, in_words():
        raise ScenarioError([Problem("a.toml", "k", "1", "2"), Problem("b.toml", "k", "1", "2")])
    assert (bad.value.exit_code, len(bad.value.lines)) == (2, 2)
    with pytest.raises(FaultError) as fault, in_words(), going_on_at(ResumeAt(None)):
        raise ReplicationError(JOB, "why", "Traceback ...")
    assert fault.value.exit_code == 1
    archive = "What was finished is in the archive: the same command goes on from there"
    assert fault.value.message == f"replication 3 of {JOB.scenario.name}, seed 7: why. {archive}"
    monkeypatch.setenv("MELLANRUM_DEBUG", "1")
    with pytest.raises(FaultError, match=r"why\nTraceback \.\.\.$"), in_words():
        raise ReplicationError(JOB, "why", "Traceback ...")
    with pytest.raises(FaultError, match=r"^anything$"), in_words():
        raise MellanrumError("anything")
    monkeypatch.chdir(tmp_path)
    assert how_to_go_on(ResumeAt(tmp_path / "runs" / "mine")) == "What was finished is kept: mellanrum resume mine"
    assert how_to_go_on(None) == ""
