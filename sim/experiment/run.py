"""A whole study, from jobs to a finished folder; if anything stops it, nothing is left behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from sim.experiment.archive import run_id_of, write_archive
from sim.experiment.comparison import Comparison
from sim.experiment.folder import RunFolder
from sim.experiment.replicate import Progress, execute
from sim.experiment.study import Study, compare, jobs_of


def run_study(
    study: Study,
    *,
    version: str,
    n_jobs: int,
    out: Path | None = None,
    command: Sequence[str] = (),
    progress: Progress | None = None,
    add: Callable[[Path, Comparison], None] | None = None,
) -> tuple[Comparison, Path]:
    """Run `study` and return its result with its folder: `out`, or a new one under `runs/` in the current folder.

    `add(folder, comparison)` puts more into the folder before it gets its name. Raises FolderExistsError before
    anything is run, and ReplicationError if a replication fails.
    """
    run_id = run_id_of(study, datetime.now().astimezone(), version)
    with RunFolder((out or Path("runs") / run_id).absolute()) as folder:
        outcomes = execute(jobs_of(study, folder.path), n_jobs, progress)
        comparison = compare(study, outcomes, run_id, version)
        write_archive(folder.path, study, comparison, command)
        if add is not None:
            add(folder.path, comparison)
        return comparison, folder.finish()
