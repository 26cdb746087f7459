"""What is to be calibrated, and the simulation runs of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from calibration.fit.runs import MakeScenario, SurveyJob, run_all, until_the_reform
from calibration.fit.sizes import Sizes
from calibration.fit.space import Space
from calibration.targets.observe import column, observed
from calibration.targets.scale import on_scale
from calibration.targets.target_file import Targets
from sim.experiment.replicate import Progress
from sim.measures.spans import Array
from sim.measures.survival import Values

StageProgress = Callable[[str], AbstractContextManager[Progress | None]]
"""A stage that takes time: its name → a context with something to call with (done, total), or None."""


@dataclass(frozen=True, slots=True)
class CalibrationTask:
    """What is to be calibrated. `folder`: where runs and points are kept."""

    targets: Targets
    space: Space
    make: MakeScenario
    folder: Path
    sizes: Sizes
    n_jobs: int


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs with their numbers, the quantiles of their dimensions, and what would have been counted in each."""

    numbers: list[int]
    u: Array
    values: list[Values]


def on_targets(targets: Targets, values: Sequence[Values]) -> Array:
    """Return the targets for the fit on their scales, runs by targets; NaN where a run has none."""
    fit = targets.of("fit")
    columns = [on_scale(t.unit, column(values, t.measure)) for t in fit]
    return np.column_stack(columns)


def simulated(
    task: CalibrationTask,
    stage: StageProgress,
    name: str,
    numbers: list[int],
    paths: Sequence[str],
    u: Array,
    *,
    again: bool = False,
    whole: bool = False,
) -> Runs:
    """Return runs with `u` for `paths`, until the reform day or, `whole`, to the end, with outcomes.

    `again`: the same parameters and answers with other chance.
    """
    space, seed = task.space, task.space.seed + (1 if again else 0)
    folder = task.folder / ("again" if again else "runs")
    jobs, unsaid = [], []
    for number, point in zip(numbers, u, strict=True):
        levels = space.levels(paths, point)
        scenario = task.make(space.pick(number, levels))
        if not whole:
            scenario = until_the_reform(scenario)
        jobs.append(SurveyJob(scenario, seed, number, task.targets.months, folder / f"{number:06d}.json"))
        unsaid.append(space.unsaid(number, dict(zip(paths, (float(v) for v in point), strict=True))))
    with stage(name) as progress:
        found = run_all(jobs, task.n_jobs, progress)
    return Runs(numbers, u, [observed(one, how) for one, how in zip(found, unsaid, strict=True)])
