"""What is kept under `runs/`: listed, made larger, tidied."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from mellanrum.questions.request import QuestionRequest
from mellanrum.runs.lifecycle import RUNS, archive_of, request_of, runs_in
from mellanrum.wiring.options import OptionError
from scenarios.files.names import label_of
from sim.experiment.archive import ENTRY, LOG, Archive
from sim.experiment.atomic_files import PARTIAL
from sim.experiment.folder import UNFINISHED, RunFolder, RunInHandError, read_plan
from sim.experiment.records import DamagedRunError, read_manifest, read_replications
from sim.terms.errors import unreadable, unusable
from sim.terms.language import N_, _

LEFT_BEHIND_SECONDS = 3600.0
"""Age from which a half-written file of the archive belongs to nobody: a replication takes minutes. An assumption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A run in `runs/`. `state`: finished, unfinished, running, damaged. `about`: county, designs and the like."""

    name: str
    kind: str
    state: str
    about: str
    replications: int | None
    bytes: int


def listed(folder: Path = RUNS) -> list[Kept]:
    """Return the runs in a folder, the newest first."""
    return [_kept(path) for path in reversed(runs_in(folder))]


def _kept(path: Path) -> Kept:
    name, size = path.name.removesuffix(UNFINISHED), size_of(path)
    try:
        plan: Mapping[str, Any] = read_plan(path)
    except ValueError:
        plan = {}
    kind, about = str(plan.get("kind", "?")), _about(plan.get("arguments", {}))
    replications: int | None = None
    if path.name.endswith(UNFINISHED):
        state = N_("running") if in_hand(path) else N_("unfinished")
    else:
        try:
            state, replications = N_("finished"), int(read_manifest(path).get("replications_run", 0))
        except (DamagedRunError, TypeError, ValueError):
            state = N_("damaged")
    return Kept(name=name, kind=kind, state=state, about=about, replications=replications, bytes=size)


def _about(arguments: Any) -> str:
    if not isinstance(arguments, dict):  # a plan that somebody has edited
        return ""
    given = [arguments.get(key) for key in ("name", "county", "designs", "design")]
    words = [w for g in given if g is not None for w in (g if isinstance(g, list) else [g])]
    return " ".join(label_of(str(w)) for w in words)


def in_hand(unfinished: Path) -> bool:
    """Return whether a process has the run in hand."""
    try:
        held = RunFolder.taken_up(unfinished.with_name(unfinished.name.removesuffix(UNFINISHED))).hold()
    except (RunInHandError, ValueError, OSError) as error:
        return isinstance(error, RunInHandError)
    held()
    return False


def size_of(path: Path) -> int:
    """Return the bytes in a file or folder; what goes away meanwhile counts nothing."""

    def bytes_of(file: Path) -> int:
        try:
            return file.stat().st_size
        except FileNotFoundError:
            return 0

    return bytes_of(path) if path.is_file() else sum(bytes_of(p) for p in path.rglob("*") if p.is_file())


def larger(run: str | Path, replications: int | None, designs: Sequence[str]) -> QuestionRequest[Any]:
    """Return what a run asked for, with more replications, more designs or both. Raises OptionError."""
    request = request_of(run)
    kind, more = request.KIND, dict[str, Any]()
    lines = []
    before, beside = getattr(request, "replications", None), getattr(request, "designs", None)
    if replications is None and not designs:
        lines.append(_("expand: found neither -n nor a design; valid: more replications, more designs, or both"))
    if replications is not None:
        if not isinstance(before, int):
            lines.append(
                _(
                    "-n: found a {kind} run whose replications are {replications}; valid: a run with a fixed number",
                    kind=kind,
                    replications=repr(before),
                )
            )
        elif replications <= before:
            valid = _("more than the {n} that the run has", n=before)
            lines.append(unusable("-n", replications, valid))
        else:
            more["replications"] = replications
    if designs and isinstance(beside, tuple):
        more["designs"] = (*beside, *designs)
    elif designs:
        lines.append(
            _(
                "designs: found {designs} for a {kind} run; valid: none, since it has just one",
                designs=", ".join(designs),
                kind=kind,
            )
        )
    if lines:
        raise OptionError(lines)
    return replace(request, **more)


@dataclass(frozen=True, slots=True)
class Rubbish:
    """Something that may go, and why."""

    path: Path
    why: str
    bytes: int


def rubbish(unfinished: bool, unused: bool, archive: Archive | None = None, folder: Path = RUNS) -> list[Rubbish]:
    """Return what may go: always damaged entries and what writers that died have left.

    `unfinished`: runs that were stopped and that no process has in hand. `unused`: entries that no run in `folder`,
    finished or not, rests on (an unfinished run names none yet, so nothing is unused while there is one).
    """
    kept = archive or archive_of()
    old = _older_than(kept.root)
    halves = [*kept.root.glob(f"??/.*{PARTIAL}"), *kept.root.glob(f".*{PARTIAL}"), *folder.glob(f".*{PARTIAL}")]
    found = [_of(p, _("left by a writer that died")) for p in halves if old(p)]
    runs = runs_in(folder)
    stopped = [p for p in runs if p.name.endswith(UNFINISHED) and not in_hand(p)]
    if unfinished:
        found += [_of(p, _("a run that was stopped")) for p in stopped]
    begun = [p for p in runs if p.name.endswith(UNFINISHED) and not (unfinished and p in stopped)]
    needed = {key for p in runs if unused and not p.name.endswith(UNFINISHED) for key in _needed(p)}
    for entry in kept.entries():
        key = entry.name.removesuffix(ENTRY)
        log = kept.log_of(key)
        if kept.damaged(key):
            found.append(_of(entry, _("a damaged entry")))
        elif unused and not begun and key not in needed:
            found.append(_of(entry, _("no run rests on it")))
            found += [_of(log, _("its event log"))] if log.exists() else []
    found += [
        _of(p, _("a log without its entry"))
        for p in kept.root.glob(f"??/*{LOG}")
        if not _entry_of(kept, p).exists() and old(p)  # a young one's entry is being written
    ]
    return found


def _entry_of(archive: Archive, log: Path) -> Path:
    return archive.file_of(log.name.removesuffix(LOG))


def _needed(run: Path) -> list[str]:
    try:
        return list(read_replications(run))
    except FileNotFoundError:  # of a version that had no archive
        return []
    except (OSError, ValueError) as error:
        valid = _("a list of what the run rests on, or no such run")
        raise OptionError([unreadable(run, error, valid)]) from None


def _older_than(folder: Path) -> Callable[[Path], bool]:
    """Return what says whether a file in `folder` belongs to nobody, by the clock of its own disk.

    Files of an archive that machines share are dated by the disk's clock or by their writer's. Whoever tidies may have
    another: then a file that is being written looks old. One that is dated ahead of its disk is not being written now.
    """
    now = _now(folder)

    def old(path: Path) -> bool:
        try:
            return abs(now - path.stat().st_mtime) > LEFT_BEHIND_SECONDS
        except FileNotFoundError:  # its writer has just finished it
            return False

    return old


def _now(folder: Path) -> float:
    """Return what the disk of a folder takes for now; this machine's clock where nothing can be written there."""
    try:
        with TemporaryFile(dir=folder) as probe:
            return os.fstat(probe.fileno()).st_mtime
    except OSError:
        return time.time()


def _of(path: Path, why: str) -> Rubbish:
    return Rubbish(path, why, size_of(path))


def remove(some: Sequence[Rubbish]) -> None:
    """Remove what was found to be rubbish."""
    for one in some:
        if one.path.is_dir():
            shutil.rmtree(one.path)
        else:
            one.path.unlink(missing_ok=True)
