"""Runs of every kind: begun, taken up again, opened. Here means come from options, and requests from plans."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from mellanrum.questions.request import QuestionRequest
from mellanrum.runs.input_files import NAMES, inputs_of
from mellanrum.runs.input_files import kept as files_kept
from mellanrum.runs.places import place
from mellanrum.wiring.options import OptionError
from scenarios.files.finding import find
from scenarios.files.problems import ScenarioError
from scenarios.files.read import FileKind, name_of_file
from sim.experiment.archive import Archive
from sim.experiment.folder import PLAN, UNFINISHED, read_plan, unfinished
from sim.experiment.means import Means, Shard
from sim.experiment.records import MANIFEST, DamagedRunError, read_manifest, read_result
from sim.experiment.replicate import Progress, available_cores
from sim.experiment.run import FORMAT, Finished, RunPlan, begun, taken_up
from sim.terms.errors import unreadable, unusable
from sim.terms.language import _

RUNS = Path("runs")
ARCHIVE_VARIABLE = "MELLANRUM_ARCHIVE"
R = TypeVar("R")


def archive_of(folder: str | Path | None = None) -> Archive:
    """Return the archive: `folder`, what MELLANRUM_ARCHIVE says, or `runs/archive` in the current folder."""
    return Archive(place(folder or os.environ.get(ARCHIVE_VARIABLE) or RUNS / "archive").absolute())


def means_of(
    jobs: int | None = None,
    archive: str | Path | None = None,
    shard: str | None = None,
    cluster: str | None = None,
) -> Means:
    """Return the means that options ask for. Raises OptionError with a line for each that cannot be used."""
    lines = []
    if jobs is not None and (not isinstance(jobs, int) or isinstance(jobs, bool) or jobs < 1):
        lines.append(unusable("jobs", repr(jobs), _("a whole number, at least 1")))
    part = None if shard is None else _shard(shard, lines)
    if cluster is not None and not _is_scheduler(cluster):
        lines.append(unusable("cluster", repr(cluster), _("tcp://HOST:PORT or tls://HOST:PORT")))
    if lines:
        raise OptionError(lines)
    return Means(jobs or available_cores(), archive_of(archive), part, cluster)


def archive_for(run: str | Path, archive: str | Path | None = None) -> Path | None:
    """Return the archive to go on from with `run`: the one named, else the one that the run was begun with.

    None where that is no longer there, or the run does not say.
    """
    if archive is not None:
        return place(archive)
    try:
        begun_with = read_plan(find_run(run)).get("archive")
    except ValueError:
        return None
    return Path(begun_with) if isinstance(begun_with, str) and Path(begun_with).is_dir() else None


def _is_scheduler(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("tcp", "tls") and bool(parts.hostname) and bool(parts.port)
    except ValueError:
        return False


def is_open(scheduler: str) -> bool:
    """Return whether a scheduler's address is of another machine and without encryption."""
    parts = urlsplit(scheduler)
    host = parts.hostname or ""
    return parts.scheme == "tcp" and not (host in ("localhost", "::1") or host.startswith("127."))


def _shard(text: str, lines: list[str]) -> Shard | None:
    nth, slash, of = text.partition("/")
    if slash and nth.isdecimal() and of.isdecimal() and 1 <= int(nth) <= int(of):
        return Shard(int(nth), int(of))
    lines.append(unusable("shard", repr(text), _("K/N, part K of N parts, such as 1/4")))
    return None


def begin(
    request: QuestionRequest[R],
    means: Means,
    *,
    out: str | Path | None = None,
    command: Sequence[str] = (),
    progress: Progress | None = None,
) -> Finished[R]:
    """Carry a request out in a folder of its own, and return the result with its folder.

    Raises whatever is wrong with the input before anything is begun; see `sim.experiment.run.begun` for the rest.
    """
    work = request.prepared()
    asked = lasting(request.arguments())
    plan = RunPlan(request.KIND, asked, tuple(command), version("mellanrum"), inputs_of(asked))
    with begun(work, plan, means, None if out is None else place(out)) as run:
        return run.finish(work, work.carry_out(run, progress))


def lasting(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return arguments as a plan keeps them: plain, and a file's path whole, so that it is found from anywhere."""

    def kept(value: Any, names_a_file: bool) -> Any:
        if isinstance(value, list | tuple):
            return [kept(v, names_a_file) for v in value]
        if isinstance(value, dict):
            return {str(k): kept(v, names_a_file) for k, v in value.items()}
        if isinstance(value, Path) or (names_a_file and isinstance(value, str)):
            return whole(value)
        return value

    return {name: kept(value, name in NAMES) for name, value in arguments.items()}


def whole(name_or_path: str | Path) -> str:
    """Return the whole path of a file that somebody named; a name that ships, or of nothing, as it is."""
    kind: FileKind
    for kind in ("county", "design", "study"):
        with suppress(ScenarioError):
            path = find(name_or_path, kind)
            return str(name_or_path) if name_of_file(path) != str(path) else str(path.absolute())
    return str(name_or_path)


def resume(
    run: str | Path, means: Means, progress: Progress | None = None
) -> tuple[type[QuestionRequest[Any]], Finished[Any]]:
    """Carry on with a run that was stopped, and return what it asked for and its result; a finished one is opened.

    Raises OptionError if there is no such run, or if what it was asked for has become another since.
    """
    folder = find_run(run)
    if not folder.name.endswith(UNFINISHED):
        return open_run(folder)
    found = _plan_of(folder)
    request = request_of(folder)
    plan = RunPlan(request.KIND, found["arguments"], tuple(found["command"]), version("mellanrum"))
    work = request.prepared()
    if work.decides != found["decides"]:
        raise OptionError(
            [
                _(
                    "{folder}: found a county, a design, parameters or a fitted set that has changed since the run was "
                    "begun; valid: those of then, or a new run ({command})",
                    folder=folder,
                    command=" ".join(plan.command) or plan.kind,
                )
            ]
        )
    target = folder.with_name(folder.name.removesuffix(UNFINISHED))
    with taken_up(plan, means, target, str(found["run_id"])) as in_hand:
        return type(request), in_hand.finish(work, work.carry_out(in_hand, progress))


def open_run(run: str | Path) -> tuple[type[QuestionRequest[Any]], Finished[Any]]:
    """Return of what kind a finished run is, and its result as it was written; no model is run. Raises OptionError."""
    from mellanrum.questions.kinds import KINDS, request_of_kind

    folder = find_run(run)
    if folder.name.endswith(UNFINISHED):
        name = folder.name.removesuffix(UNFINISHED)
        raise OptionError([unfinished_run(name)])
    try:
        kind = read_manifest(folder).get("kind")
        request = request_of_kind(kind)
        if request is None:
            found = _("kind {kind}", kind=repr(kind))
            valid = _("one of {names}", names=", ".join(KINDS))
            raise DamagedRunError(unreadable(folder / MANIFEST, found, valid))
        return request, Finished(read_result(folder, request.RESULT), folder)
    except DamagedRunError as error:
        raise OptionError([str(error)]) from None


def unfinished_run(name: str) -> str:
    """Return that a run is not finished, and what finishes it."""
    return _(
        "{name}: found a run that is not finished; valid: {command}", name=name, command=f"mellanrum resume {name}"
    )


def request_of(run: str | Path) -> QuestionRequest[Any]:
    """Return what a run, finished or not, was asked for. Raises OptionError."""
    from mellanrum.questions.kinds import request_of_kind

    plan = plan_of(run)
    request = request_of_kind(plan["kind"])
    assert request is not None, "a plan is of a kind"
    return request.from_arguments(plan["arguments"])


def plan_of(run: str | Path) -> dict[str, Any]:
    """Return the plan of a run, finished or not. Raises OptionError."""
    return _plan_of(find_run(run))


def _plan_of(folder: Path) -> dict[str, Any]:
    from mellanrum.questions.kinds import KINDS

    try:
        found = read_plan(folder)
    except ValueError as error:
        raise OptionError([str(error)]) from None
    if isinstance(found.get("format"), int) and found["format"] != FORMAT:
        written = _(
            "a plan of format {format}, written by mellanrum {version}",
            format=repr(found.get("format")),
            version=found.get("version"),
        )
        valid = _("format {format}, which mellanrum {version} reads", format=FORMAT, version=version("mellanrum"))
        raise OptionError([unreadable(folder, written, valid)])
    shapes = {"arguments": dict, "command": list, "decides": str, "run_id": str}
    if found["kind"] not in KINDS or not all(isinstance(found.get(key), shape) for key, shape in shapes.items()):
        raise OptionError([unreadable(folder, _("a plan that this version cannot read"), _("the plan of a run"))])
    found["arguments"] = files_kept(found["arguments"], folder, found.get("inputs"))
    return found


def find_run(run: str | Path) -> Path:
    """Return the folder of a run by its path or its name under `runs/`. Raises OptionError with the nearest name."""
    from scenarios.files.problems import one_of

    name = place(str(run).rstrip("/"))
    for where in (name, RUNS / name):
        for folder in (where, unfinished(where)) if where.name else ():
            if (folder / MANIFEST).is_file() or (folder / PLAN).is_file():
                return folder.absolute()
    names = [path.name.removesuffix(UNFINISHED) for path in runs_in(RUNS)]
    valid = _("a run's folder, or {names}", names=one_of(names[-10:], name.name)) if names else _("a run's folder")
    raise OptionError([unusable("run", repr(str(run)), valid)])


def runs_in(folder: Path) -> list[Path]:
    """Return the folders of runs, finished or not, the oldest first."""
    if not folder.is_dir():
        return []
    some = [p for p in folder.iterdir() if (p / MANIFEST).is_file() or (p / PLAN).is_file()]
    return sorted(some, key=lambda p: p.name)
