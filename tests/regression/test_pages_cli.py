"""What the command line says: help, refusals, what is kept, and how long something takes, word for word."""

from __future__ import annotations

import io
import os
import shlex
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

import click
import pytest

from mellanrum.cli import main
from mellanrum.cli.errors import BadInputError, how_to_go_on, interrupted, message_of
from mellanrum.cli.language import choose_language
from mellanrum.cli.root import COMMANDS, module_of, root
from mellanrum.runs.housekeeping import Kept
from sim.terms.errors import ResumeAt, RunError, RunInterrupt, refusal
from sim.terms.language import SPOKEN_IN, language
from tests.behaviour.test_typed_mistakes import MISTAKES, lay_out
from tests.golden_pages import held


@pytest.fixture(autouse=True)
def _as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take back what a command chooses for its process, and have pages of one width."""
    monkeypatch.setenv("COLUMNS", "100")
    for name in (SPOKEN_IN, "LANGUAGE"):
        monkeypatch.setenv(name, "en")


def said(line: str, folder: Path) -> str:
    """Return a command, and what it says on either stream in the language spoken."""
    os.environ[SPOKEN_IN] = language().code
    _forget_help()
    out, err = io.StringIO(), io.StringIO()
    with chdir(folder), redirect_stdout(out), redirect_stderr(err):
        code = main(shlex.split(line))
    told = (out.getvalue() + err.getvalue()).replace(str(folder) + os.sep, "").rstrip()
    return f"$ mellanrum {line}  [{code}]\n{told}\n"


def _forget_help() -> None:
    """Let click make its option --help anew: it makes it once for a process, which speaks one language."""
    for command in _all_of(root):
        command._help_option = None


def _all_of(command: click.Command) -> Iterator[click.Command]:
    yield command
    if command is root:
        some = [getattr(module_of(name), name) for name in COMMANDS]
    else:
        some = list(command.commands.values()) if isinstance(command, click.Group) else []
    for one in some:
        yield from _all_of(one)


def test_help_of_all_commands(tmp_path):
    held("help", lambda: said("--help", tmp_path))


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command(name, tmp_path):
    command = getattr(module_of(name), name)
    lines = [name, *(f"{name} {sub}" for sub in getattr(command, "commands", ()))]
    held(f"help_{name}", lambda: "\n".join(said(f"{line} --help", tmp_path) for line in lines))


NOT_UNDERSTOOD = (
    "--lang xx compare norrbotten current",
    "compare",
    "compare norrbotten",
    "compare norrbotten current --lnag sv",
    "compare norrbotten current --seed",
    "compare norrbotten current --logs some",
    "compare norrbotten current --digest=yes",
    "run norrbotten current big_bang phased",
    "runs lst",
    "runs show",
    "sweep norrbotten big_bang",
    "run norrbotten current --out vasternorrland.toml --json nowhere/x.json --jobs 0",
    "run norrbotten current --precision level=x -n auto",
    "run norrbotten current --precision level=5%",
    "run norrbotten current --cluster here --shard 3/2",
    "run norrbotten current --shard 1/2 -n auto",
    "compare norrbotten current big_bang -n auto --precision least=2,budget=1",
    "breakeven norrbotten big_bang --vary transfer.follow_share=1:0",
    "breakeven norrbotten big_bang --vary transfer.follow_share=a:b",
    "breakeven norrbotten big_bang --vary transfer.follow_share --alone --beside transfer.follow_share=0,1",
    "rank norrbotten current --delta 0.01",
    "rank norrbotten current big_bang --measure cohort_size --budget 3",
    "worth norrbotten current big_bang --parameters point -n 5",
    "sensitivity norrbotten big_bang --over nothing.* --measure wait_days",
    "warmup norrbotten big_bang",
    "ablate norrbotten current",
    "expand 2028-01-01T120000-norrbotten-0123abcd",
    "runs tables x",
    "runs verify 2028-01-01T120000-norrbotten-0123abcd",
    "trace norrbotten current --client A-1 --fell bounced",
    "scenarios keys norrbotten big_bang --like nothing",
    "scenarios upgrade big_bang",
    "evidence levers norrbotten --like nothing",
    "calibrate norrbotten --budget 3",
    "study check nothing.toml",
)


@pytest.fixture(scope="module")
def here(tmp_path_factory) -> Path:
    """A folder with what the mistakes are about."""
    return lay_out(tmp_path_factory.mktemp("here"))


def test_what_a_new_user_types_wrong(here):
    held("typed_mistakes", lambda: "\n".join(said(line, here) for line, _shown in MISTAKES))


def test_commands_and_options_that_are_not_understood(here):
    held("not_understood", lambda: "\n".join(said(line, here) for line in NOT_UNDERSTOOD))


KEPT = (
    Kept(
        name="2028-01-03T090000-norrbotten-3",
        kind="compare",
        state="running",
        about="norrbotten current big_bang",
        replications=None,
        bytes=1200,
    ),
    Kept(
        name="2028-01-02T090000-norrbotten-2",
        kind="sweep",
        state="unfinished",
        about="norrbotten phased",
        replications=None,
        bytes=45_000,
    ),
    Kept(
        name="2028-01-01T120000-norrbotten-1",
        kind="study",
        state="finished",
        about="sobriety_rule norrbotten",
        replications=1240,
        bytes=12_300_000,
    ),
    Kept(name="2028-01-01T090000-norrbotten-0", kind="compare", state="damaged", about="", replications=None, bytes=0),
)


def test_runs_that_are_kept(tmp_path):
    with patch("mellanrum.runs.housekeeping.listed", return_value=[]):
        held("runs_none", lambda: said("runs list", tmp_path))
    with patch("mellanrum.runs.housekeeping.listed", return_value=list(KEPT)):
        held("runs_list", lambda: said("runs list", tmp_path))


def test_what_may_go(tmp_path):
    root_of = tmp_path / "runs" / "archive" / "ab"
    root_of.mkdir(parents=True)
    (root_of / f"ab{'0' * 62}.entry").write_bytes(b"nothing")
    stopped = tmp_path / "runs" / "2028-01-02T090000-norrbotten-2.unfinished"
    stopped.mkdir()
    (stopped / "plan.json").write_text('{"kind": "sweep", "arguments": {}}', encoding="utf-8")

    def page() -> str:
        return "\n".join(said(line, tmp_path) for line in ("runs clean", "runs clean --unfinished --unused"))

    held("runs_clean", page)


def told(error: click.ClickException) -> str:
    """Return what an error shows."""
    stream = io.StringIO()
    error.show(stream)
    return stream.getvalue()


def test_what_is_said_when_a_run_ends_early(tmp_path):
    kept = ResumeAt(tmp_path / "runs" / "2028-01-02T090000-norrbotten-2")

    def page() -> str:
        choose_language(["--lang", language().code])
        with chdir(tmp_path), patch("mellanrum.cli.errors.MOST_TOLD", 2):
            return "\n".join(
                [
                    interrupted(KeyboardInterrupt()),
                    interrupted(RunInterrupt(kept)),
                    how_to_go_on(ResumeAt(None)),
                    told(message_of(RunError("a process died", resume_at=kept))),
                    told(BadInputError(f"design {n}: found nothing; valid: something" for n in range(4))),
                    str(refusal(MemoryError())),
                    str(refusal(OSError(28, "No space left on device", "runs"))),
                ]
            )

    held("ended_early", page)


def test_how_long_it_takes_is_told_before_it_is_begun():
    from mellanrum.questions.sensitivity import SensitivityRequest
    from mellanrum.questions.study import StudyRequest
    from mellanrum.wiring.sensitivity_size import Size
    from mellanrum.wiring.study_size import StudySize

    def page() -> str:
        lines = []
        for method, direct in (("morris", True), ("sobol", False)):
            asked = SensitivityRequest("norrbotten", "phased", method=method)
            with patch("mellanrum.questions.sensitivity.size_of", return_value=Size(256, direct, 1234.4)):
                lines.append(asked.sized(2)[1])
        for most, runs in ((0, 1), (400, 12_345)):
            size = StudySize(points=60, most=most, runs=runs, minutes=34.6, seconds=2.0)
            with patch("mellanrum.questions.study.study_size", return_value=size):
                lines.append(StudyRequest("sobriety_rule").sized(2)[1])
        return "\n".join(lines)

    held("size_estimates", page)
