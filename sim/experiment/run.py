"""From a plan to a finished folder, for whatever is asked; what stops it leaves plan and archive, to go on from.

A *work* is what a command asks for once its input has been found valid: it carries its jobs out, and leaves tables and
pictures. This does what all have in common: the folder, its plan, its manifest, and the result as one file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Generic, Protocol, TypeVar

from sim.experiment.folder import RunFolder, unfinished
from sim.experiment.means import Means
from sim.experiment.memory import give_back
from sim.experiment.model_version import model_version
from sim.experiment.records import write_manifest, write_replications, write_result
from sim.experiment.replicate import Progress
from sim.experiment.sums import write_sums
from sim.terms.errors import ResumeAt, going_on_at

R = TypeVar("R")

FORMAT = 1


class Work(Protocol[R]):
    """What a command asks for, its input found valid."""

    @property
    def name(self) -> str:
        """What the run's folder is named by, beside the time: a county, a study."""

    @property
    def decides(self) -> str:
        """A SHA-256 of all that decides the result: two runs with the same are the same."""

    def carry_out(self, run: RunInHand, progress: Progress | None) -> R:
        """Return the result; event logs that are to be kept go into the run's folder."""

    def leave(self, folder: Path, result: R) -> Mapping[str, Any]:
        """Write tables and pictures into `folder`, and return what the manifest says of this kind of run."""


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What was asked for: from this a run can be made again.

    `kind`: of command. `arguments`: what it takes, as JSON has it, files by their whole paths. `inputs`: whole path →
    place in the run's folder and content of each file of somebody's own, so that it goes where the folder goes.
    """

    kind: str
    arguments: Mapping[str, Any]
    command: tuple[str, ...]
    version: str
    inputs: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)

    def document(self, work: Work[Any], run_id: str, archive: Path) -> dict[str, Any]:
        """Return the plan as its file holds it; `archive` is where what was finished lies, if the run is stopped."""
        return {
            "format": FORMAT,
            "kind": self.kind,
            "run_id": run_id,
            "arguments": dict(self.arguments),
            "command": list(self.command),
            "inputs": {path: place for path, (place, _) in self.inputs.items()},
            "archive": str(archive),
            "version": self.version,
            "model_version": model_version(),
            "decides": work.decides,
        }


@dataclass(frozen=True, slots=True)
class Finished(Generic[R]):
    """A result and the folder where it lies."""

    result: R
    folder: Path


@dataclass(frozen=True, slots=True)
class RunInHand:
    """A run on its way. `folder`: where its files go until it is finished; `means`: by what it is carried out."""

    folder: Path
    run_id: str
    plan: RunPlan
    means: Means
    under_construction: RunFolder | None

    def finish(self, work: Work[R], result: R) -> Finished[R]:
        """Write the result and all that a run leaves behind, and give its folder its name."""
        assert self.under_construction is not None, "a shard has no result"
        give_back()
        about = work.leave(self.folder, result)
        write_result(self.folder, self.plan.kind, result)
        write_replications(self.folder, self.means.used)
        write_manifest(
            folder=self.folder,
            run_id=self.run_id,
            kind=self.plan.kind,
            version=self.plan.version,
            command=self.plan.command,
            used=self.means.used,
            about=about,
        )
        write_sums(self.folder)
        return Finished(result, self.under_construction.finish())


@contextmanager
def begun(work: Work[R], plan: RunPlan, means: Means, target: Path | None = None) -> Iterator[RunInHand]:
    """Let a run be carried out here, in a folder that becomes `target`, or a new one under `runs/`.

    Raises FolderExistsError, and ClusterError where there is no such cluster, before anything is run. Whatever stops
    it later says where it goes on: RunError, RunInterrupt. A shard has done its part with ShardDoneError.
    """
    means.check()
    run_id = run_id_of(work)
    if means.shard is not None:
        with TemporaryDirectory() as aside, going_on_at(ResumeAt(None)):
            yield RunInHand(Path(aside), run_id, plan, means, None)
        return
    place = (target or _free(Path("runs") / run_id)).absolute()
    folder = RunFolder(place, plan.document(work, run_id, means.archive.root), dict(plan.inputs.values()))
    with folder, going_on_at(ResumeAt(place)):
        yield RunInHand(folder.path, run_id, plan, means, folder)


@contextmanager
def taken_up(plan: RunPlan, means: Means, target: Path, run_id: str) -> Iterator[RunInHand]:
    """Let the run that was stopped on its way to `target` be carried on here. Raises as `begun`, and RunInHandError."""
    means.check()
    folder = RunFolder.taken_up(target)
    with folder, going_on_at(ResumeAt(target)):
        yield RunInHand(folder.path, run_id, plan, means, folder)


def _free(place: Path) -> Path:
    """Return the first of NAME, NAME-2 … that no run has: two may begin in the same second."""
    free, nth = place, 2
    while free.exists() or unfinished(free).exists():
        free, nth = place.with_name(f"{place.name}-{nth}"), nth + 1
    return free


def run_id_of(work: Work[Any], when: datetime | None = None) -> str:
    """Return a run's name: when, what, and eight digits that stand for everything that decides its results."""
    now = when or datetime.now().astimezone()
    return f"{now:%Y-%m-%dT%H%M%S}-{work.name}-{work.decides[:8]}"
