"""The model from Python: the same runs, numbers and folders as from the command line."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from inspect import Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mellanrum.defaults import RUN_REPLICATIONS, SEED, YEARS
from mellanrum.questions.ablate import AblateRequest
from mellanrum.questions.breakeven import BreakevenRequest
from mellanrum.questions.compare import CompareRequest
from mellanrum.questions.rank import RankRequest
from mellanrum.questions.rendering import document_of, json_of, text_of
from mellanrum.questions.request import QuestionRequest
from mellanrum.questions.sensitivity import SensitivityRequest
from mellanrum.questions.study import StudyRequest
from mellanrum.questions.sweep import SweepRequest
from mellanrum.questions.warmup import WarmupRequest
from mellanrum.questions.worth import WorthRequest
from mellanrum.runs import lifecycle as performing
from mellanrum.runs.lifecycle import archive_for, begin, means_of
from mellanrum.wiring import assemble
from mellanrum.wiring.options import OptionError
from sim.comparison.document import document, to_json
from sim.comparison.results import Comparison
from sim.experiment.replicate import Job, Progress, available_cores, execute_with, simulate_only
from sim.experiment.run import Finished
from sim.terms.errors import unusable
from sim.terms.language import LANGUAGES, SPOKEN_IN, _
from sim.terms.language import speak as choose
from sim.terms.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd


class Result:
    """What a run or a comparison found. Printed, it is the table; `.measures` and the like are DataFrames.

    `.comparison`: the values themselves. `.folder`: where everything lies, event logs included.
    """

    def __init__(self, comparison: Comparison, folder: Path) -> None:
        self.comparison = comparison
        self.folder = folder

    def __str__(self) -> str:
        return text_of(CompareRequest.SHOWN, self.comparison, self.folder)

    __repr__ = __str__

    @cached_property
    def frames(self) -> dict[str, pd.DataFrame]:
        """Every table by name, the model's own among them (gap map, municipalities, months …)."""
        from outputs.comparison.rows import frames

        return frames(self.comparison)

    @property
    def measures(self) -> pd.DataFrame:
        """One row per design and measure: mean, interval of the mean, spread between replications, n and unit."""
        return self.frames["measures"]

    @property
    def differences(self) -> pd.DataFrame:
        """One row per design other than the first and measure: the paired difference from the first."""
        return self.frames["differences"]

    @property
    def per_replication(self) -> pd.DataFrame:
        """One row per design, replication and measure."""
        return self.frames["replications"]

    @property
    def digests(self) -> list[list[str]]:
        """SHA-256 of every event log: per design, per replication."""
        return [list(design.digests) for design in self.comparison.designs]

    def to_dict(self) -> dict[str, Any]:
        """Return the document of `--json` as dictionaries and lists."""
        return document(self.comparison)

    def to_json(self) -> str:
        """Return the document of `--json` as text."""
        return to_json(self.comparison)


class Finding:
    """What another kind of run found (a sweep, a ranking …). Printed, it is the text; `.result` holds the values."""

    def __init__(self, request: type[QuestionRequest[Any]], result: Any, folder: Path) -> None:
        self.kind, self.result, self.folder = request.KIND, result, folder
        self._shown = request.SHOWN

    def __str__(self) -> str:
        return text_of(self._shown, self.result, self.folder)

    __repr__ = __str__

    def to_dict(self) -> dict[str, Any]:
        """Return the document of `--json` as dictionaries and lists."""
        return document_of(self.kind, self.result)

    def to_json(self) -> str:
        """Return the document of `--json` as text."""
        return json_of(self.kind, self.result)


def load(county: str | Path, design: str | Path = "current", *, years: float = YEARS) -> Scenario:
    """Return the scenario of a county under a design, at the central values of all parameters.

    Both are names that ship or paths to files. Raises ScenarioError with every problem of the files.
    """
    return assemble.scenario(county, design, years=years, parameters="point", seed=SEED, replication=0)


def speak(language: str) -> None:
    """Have everything that is printed from now on in a language: "sv" or "en", here and in the processes it starts.

    What results keep (JSON, tables, notes) is the same in both. Raises OptionError for another.
    """
    if language not in LANGUAGES:
        raise OptionError([unusable("language", repr(language), ", ".join(LANGUAGES))])
    choose(language)
    os.environ[SPOKEN_IN] = language


# not said: a docstring of Python's own help
HOW = """

    How and where it is answered: `jobs` (processes, all cores unless given), `archive` (the folder where finished
    replications are kept and found), `cluster` (address of a Dask scheduler), `out` (the folder to make; an existing
    one is refused), `progress(done, total)` (called after each replication).
    Raises OptionError, ScenarioError, SetError, FolderExistsError before anything is run.
    """


def answer(
    request: QuestionRequest[Any],
    *,
    jobs: int | None = None,
    archive: str | Path | None = None,
    shard: str | None = None,
    cluster: str | None = None,
    out: str | Path | None = None,
    command: Sequence[str] = (),
    progress: Progress | None = None,
) -> Any:
    """Answer a request and return what was found: a `Result` of a comparison, else a `Finding`."""
    means = means_of(jobs, archive, shard, cluster)
    sized = request.sized(means.n_jobs)[0]
    return result_of(type(request), begin(sized, means, out=out, command=command, progress=progress))


def asking(request: type[QuestionRequest[Any]]) -> Callable[..., Any]:
    """Return the function that asks for what a request says: its fields, and how it is to be answered."""
    ours = signature(request)
    how = [p for p in signature(answer).parameters.values() if p.kind is p.KEYWORD_ONLY]
    names = {p.name for p in how}

    def ask(*given: Any, **options: Any) -> Any:
        what = {name: value for name, value in options.items() if name not in names}
        return answer(request(*given, **what), **{name: options[name] for name in options if name in names})

    ask.__name__ = ask.__qualname__ = request.KIND
    ask.__doc__ = f"{(request.__doc__ or '').strip()}{HOW}"
    parameters = [*ours.parameters.values(), *how]
    ask.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    return ask


compare = asking(CompareRequest)
ablate = asking(AblateRequest)
sweep = asking(SweepRequest)
breakeven = asking(BreakevenRequest)
sensitivity = asking(SensitivityRequest)
rank = asking(RankRequest)
worth = asking(WorthRequest)
warmup = asking(WarmupRequest)
study = asking(StudyRequest)


def run(county: str | Path, design: str | Path, *, replications: int = RUN_REPLICATIONS, **options: Any) -> Result:
    """Run one design and return its result. Options as in `compare`."""
    found: Result = compare(county, [design], replications=replications, **options)
    return found


def resume(run: str | Path, *, progress: Progress | None = None, **how: Any) -> Any:
    """Carry on with a run that was stopped, by name or folder, and return its result. `how` as in `compare`."""
    how["archive"] = archive_for(run, how.get("archive"))
    return result_of(*performing.resume(run, means_of(**how), progress))


def open_run(run: str | Path) -> Any:
    """Return the result of a finished run, by name or folder, as it was written: no model is run."""
    return result_of(*performing.open_run(run))


def result_of(kind: type[QuestionRequest[Any]], finished: Finished[Any]) -> Any:
    """Return a finished run as a notebook takes it."""
    if isinstance(finished.result, Comparison):
        return Result(finished.result, finished.folder)
    return Finding(kind, finished.result, finished.folder)


@dataclass(frozen=True, slots=True)
class Story:
    """One client's story, under one design or two. Printed, it is the dated timeline."""

    client: str
    text: str

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__


def trace(
    county: str | Path,
    design: str | Path,
    other: str | Path | None = None,
    *,
    client: str | None = None,
    fell: str | None = None,
    seed: int = SEED,
    replication: int = 0,
    years: float = YEARS,
    parameters: str | None = None,
    full: bool = False,
) -> Story:
    """Return one client's story under `design`, and the same client's under `other`. Nothing is written.

    `client`: a client's name. `fell`: a mechanism; someone who fell by it under `design`. Neither: someone who fell.
    `full`: from the first day to the last instead of the two years around the fall.
    Raises OptionError, ScenarioError, or UnknownNameError with the nearest names.
    """
    from outputs.story import page as told
    from outputs.story.find_client import find_client
    from scenarios.files.titles import kept_title

    _check_trace(client, fell, replication)
    designs = [design] if other is None else [design, other]
    study = assemble.assemble(
        county, designs, replications=replication + 1, seed=seed, years=years, parameters=parameters, logs="none"
    )
    jobs = [Job(i, d.scenario(replication), seed, replication) for i, d in enumerate(study.designs)]
    logs = execute_with(simulate_only, jobs, available_cores())
    ready = [told.Told(d.name, log, j.scenario) for d, log, j in zip(study.designs, logs, jobs, strict=True)]
    called = told.titled(ready, [kept_title("design", d.name, d.title, d.title_sv) for d in study.designs])
    found = find_client(ready, fell, client, called)
    name = str(logs[0].clients["name"][found.client])
    story = told.trace(ready, found.client, found.about, full, found.chosen, called)
    return Story(name, told.printed(story, study.told))


def _check_trace(client: str | None, fell: str | None, replication: int) -> None:
    """Raise OptionError, with the nearest name, before anything is simulated."""
    from scenarios.files.problems import one_of
    from sim.measures.fall_kinds import MECHANISMS

    lines = []
    if client is not None and fell is not None:
        lines.append(_("client and fell: found both; valid: one of them"))
    if fell is not None and fell not in MECHANISMS:
        lines.append(unusable("fell", repr(fell), one_of(MECHANISMS, fell)))
    if not isinstance(replication, int) or replication < 0:
        lines.append(unusable("replication", repr(replication), _("a whole number, at least 0")))
    if lines:
        raise OptionError(lines)
