"""A question is one frozen request: at the command line, in Python, in the plan of a run and when it is taken up."""

from __future__ import annotations

import inspect
import json
import shutil
import traceback
from dataclasses import FrozenInstanceError, fields, replace
from functools import partial
from pathlib import Path
from typing import Any

import click
import pytest

import mellanrum as mr
import sim.model
import sim.model.together
from benchmarks.small_county import write_small_county
from mellanrum.cli import main
from mellanrum.cli.root import root
from mellanrum.questions.ablate import AblateRequest
from mellanrum.questions.breakeven import BreakevenRequest
from mellanrum.questions.compare import CompareRequest
from mellanrum.questions.kinds import KINDS, REQUESTS, request_of_kind
from mellanrum.questions.rank import RankRequest
from mellanrum.questions.request import QuestionRequest
from mellanrum.questions.sensitivity import SensitivityRequest
from mellanrum.questions.study import StudyRequest
from mellanrum.questions.sweep import SweepRequest
from mellanrum.questions.warmup import WarmupRequest
from mellanrum.questions.worth import WorthRequest
from mellanrum.runs.lifecycle import lasting
from mellanrum.wiring.options import OptionError

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).parents[1] / "golden" / "plans.json"
"""Plans as version 0.1.0 wrote them before there were requests, HERE for the folder."""
LAG, DIP, TREATED = "transfer.lag_days", "transfer.productivity_dip", "treated_days_per_client_year"
MOST_FRAMES = 10


def small(here: str) -> str:
    return f"{here}/small.toml"


def asked_then(here: str) -> dict[str, QuestionRequest[Any]]:
    """Return what the golden plans asked for."""
    return {
        "compare": CompareRequest(small(here), ["current", f"{here}/mine.toml"], replications=2, years=0.5),
        "auto": CompareRequest(
            small(here),
            ["current", "big_bang"],
            replications="auto",
            precision={"level": 0.9, "shares": 0.5, "days": 200.0, "budget": 8},
            years=1.0,
            parameters="point",
        ),
        "ablate": AblateRequest(small(here), "no_sobriety_rule", replications=1, years=0.5, parameters="point"),
        "sweep": SweepRequest(
            small(here),
            "big_bang",
            {DIP: [0.0, 0.15], LAG: [0, "x2"]},
            replications=2,
            years=1.0,
            measures=["wait_days.adult_psychiatry.median"],
        ),
        "breakeven": BreakevenRequest(
            small(here),
            "big_bang",
            "transfer.follow_share",
            measure=TREATED,
            budget=50,
            years=0.3,
            parameters="point",
            beside={},
        ),
        "sensitivity": SensitivityRequest(
            small(here), "big_bang", over=[DIP, "transfer.never_refilled_share"], years=0.5, size=10
        ),
        "rank": RankRequest(
            small(here), ["current", "big_bang"], replications=10, budget=12, years=1.0, parameters="prior"
        ),
        "worth": WorthRequest(
            small(here), ["current", "paper_transfer"], replications=20, years=1.0, parameters="prior", measure=TREATED
        ),
        "warmup": WarmupRequest(small(here), replications=2, years=1.0),
        "study": StudyRequest(f"{here}/study.toml", points=0, most=0, seed=5),
    }


def golden(here: str) -> dict[str, dict[str, Any]]:
    return json.loads(GOLDEN.read_text(encoding="utf-8").replace("HERE", here))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a small county, as the current one."""
    write_small_county(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


# --- plans


def test_every_kind_has_a_plan_of_before_requests() -> None:
    assert {plan["kind"] for plan in golden("").values()} == set(KINDS)


@pytest.mark.parametrize("name", list(golden("")))
def test_a_plan_of_before_requests_is_read_as_what_it_asked_for(name: str) -> None:
    plan, asked = golden("/here")[name], asked_then("/here")[name]
    assert type(asked) is request_of_kind(plan["kind"])
    assert type(asked).from_arguments(plan["arguments"]) == asked


@pytest.mark.parametrize("name", list(golden("")))
def test_a_plan_keeps_the_request_itself(name: str) -> None:
    asked = asked_then("/here")[name]
    kept = json.loads(json.dumps(lasting(asked.arguments())))
    assert type(asked).from_arguments(kept) == asked
    if name != "breakeven":  # whose key and range were one list
        assert kept == golden("/here")[name]["arguments"]


def test_a_stopped_run_of_before_requests_goes_on(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = asked_then(str(here))
    cheap = {"years": 0.1, "parameters": "point"}
    for name, changed in (
        ("compare", {"designs": ["current", "big_bang"]}),
        ("sweep", {"vary": {DIP: [0.1]}}),
        ("breakeven", {}),
    ):
        plan = golden(str(here))[name]
        plan["arguments"] |= {**cheap, **changed}
        request = replace(asked[name], **cheap, **changed)
        plan["decides"] = request.prepared().decides  # then and now: what files and model say is theirs
        left = here / "runs" / f"{name}.unfinished"
        left.mkdir(parents=True)
        (left / "plan.json").write_text(json.dumps(plan | {"inputs": {}, "archive": str(here / "kept")}), "utf-8")
        code = main(["resume", name, "--jobs", "1"])
        assert code == 0, capsys.readouterr().err
        assert (here / "runs" / name / "manifest.json").is_file()


def test_a_plan_that_asks_for_what_there_is_none_of_is_refused_in_words() -> None:
    with pytest.raises(OptionError, match=r"plan: found 'replication'; valid: .*replications"):
        CompareRequest.from_arguments({"county": "norrbotten", "designs": ["current"], "replication": 3})
    with pytest.raises(OptionError, match=r"missing .*'designs'; valid: the plan of a run of the kind rank"):
        RankRequest.from_arguments({"county": "norrbotten"})


# --- requests


def test_a_request_cannot_be_changed() -> None:
    designs = ["current", "big_bang"]
    request = CompareRequest("norrbotten", designs)
    designs.append("phased")
    assert request.designs == ("current", "big_bang")
    with pytest.raises(FrozenInstanceError):
        request.county = "gavleborg"  # type: ignore[misc]


def test_all_that_is_wrong_with_a_request_is_told_at_once() -> None:
    wrong = RankRequest("norrbotten", ["current"], measure="fall_rat", delta=0, alpha=1, years=0, parameters="none")
    with pytest.raises(OptionError) as told:
        wrong.check()
    assert [line.partition(":")[0] for line in told.value.lines] == [
        "--measure", "years", "parameters", "designs", "--delta", "--alpha",
    ]  # fmt: skip


# --- the command line and Python ask for the same

COMMANDS: dict[str, tuple[list[str], QuestionRequest[Any], dict[str, Any]]] = {
    "compare": (["norrbotten", "current"], CompareRequest("norrbotten", ["current"]), {}),
    "ablate": (["norrbotten", "phased"], AblateRequest("norrbotten", "phased"), {"replications": 5}),
    "sweep": (
        ["norrbotten", "phased", "--vary", f"{LAG}=0,30"],
        SweepRequest("norrbotten", "phased", {LAG: [0, 30]}),
        {},
    ),
    "breakeven": (["norrbotten", "phased", "--vary", "k"], BreakevenRequest("norrbotten", "phased", "k"), {}),
    "sensitivity": (["norrbotten", "phased"], SensitivityRequest("norrbotten", "phased"), {}),
    "rank": (["norrbotten", "current", "phased"], RankRequest("norrbotten", ["current", "phased"]), {}),
    "worth": (["norrbotten", "current", "phased"], WorthRequest("norrbotten", ["current", "phased"]), {}),
    "warmup": (["norrbotten"], WarmupRequest("norrbotten"), {}),
    "study": (["personnel_transfer"], StudyRequest("personnel_transfer"), {}),
}
"""Kind → words after the command, the request that Python makes of the same, and in what the two differ."""


def built(kind: str, words: list[str]) -> tuple[QuestionRequest[Any], set[str]]:
    """Return what a command builds of its words, and the names of its options that say how it is answered."""
    command = root.get_command(click.Context(root), kind)
    assert command is not None
    if isinstance(command, click.Group):
        command = command.commands["run"]
    asks = command.callback
    assert isinstance(asks, partial)
    (build,) = asks.args
    how = {p.name for p in inspect.signature(asks.func).parameters.values() if p.kind is p.KEYWORD_ONLY}
    given = command.make_context(kind, list(words)).params
    return build(**{name: value for name, value in given.items() if name not in how}), how


def test_every_kind_has_its_command() -> None:
    assert set(COMMANDS) == set(KINDS)


@pytest.mark.parametrize("kind", list(COMMANDS))
def test_a_command_without_options_asks_what_python_asks(kind: str) -> None:
    words, asked, differing = COMMANDS[kind]
    request, _ = built(kind, words)
    assert request == replace(asked, **differing)


@pytest.mark.parametrize("request_type", REQUESTS)
def test_the_function_of_a_kind_takes_the_fields_of_its_request(request_type: type[QuestionRequest[Any]]) -> None:
    parameters = inspect.signature(getattr(mr, request_type.KIND)).parameters
    assert {f.name for f in fields(request_type)} <= set(parameters)
    assert {"jobs", "archive", "out", "progress"} <= set(parameters)
    with pytest.raises(TypeError, match="unexpected keyword argument 'replication'"):
        getattr(mr, request_type.KIND)("norrbotten", "current", "k", replication=3)


# --- how deep it lies


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Collect, for each simulation, the functions of the project from the command to it."""
    found: list[list[str]] = []

    def watched(do: Any) -> Any:
        def simulate(*args: Any) -> Any:
            own = [f for f in traceback.extract_stack()[:-1] if Path(f.filename).is_relative_to(ROOT)]
            names = [f"{Path(f.filename).stem}.{f.name}" for f in own if "tests" not in Path(f.filename).parts]
            found.append([*names[names.index("performing.answer") :], "simulate"])
            return do(*args)

        return simulate

    monkeypatch.setattr(sim.model, "simulate", watched(sim.model.simulate))
    monkeypatch.setattr(sim.model.together, "simulate_together", watched(sim.model.together.simulate_together))
    return found


@pytest.mark.parametrize(
    "command",
    [
        ["compare", "small.toml", "current", "big_bang", "-n", "1"],
        ["sweep", "small.toml", "big_bang", "--vary", f"{DIP}=0.1", "-n", "1"],
    ],
)
def test_from_a_command_to_the_simulation_there_are_few_frames(
    here: Path, frames: list[list[str]], command: list[str]
) -> None:
    assert main([*command, "--years", "0.1", "--jobs", "1", "--parameters", "point", "--out", "run"]) == 0
    assert frames
    assert max(map(len, frames)) <= MOST_FRAMES, max(frames, key=len)
    shutil.rmtree(here / "run")
