"""The way from targets to draws: runs a priori, screening, waves of history matching, sampling, runs of the draws.

Every simulation run is kept as it ends, and so are the points of each wave and the draws: a calibration that is stopped
goes on where it was. Seeds are never fitted: each run has chance and unfitted parameters of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from calibration.emulator import Emulator, fit_emulator
from calibration.history import CUT, Clash, clashes, implausibility
from calibration.likelihood import Likelihood, likelihood_of
from calibration.observe import observed, table
from calibration.posterior import Chain, Posterior, chains, joined, run_chain
from calibration.runs import MakeScenario, SurveyJob, run_all, until_the_reform
from calibration.scale import on_scale
from calibration.screen import Screened, screen
from calibration.sizes import Sizes
from calibration.space import Space, scores
from calibration.targets import Targets
from sim.experiment.folder import write_whole
from sim.experiment.pool import run_in_pool
from sim.experiment.replicate import Progress
from sim.measures.spans import Array
from sim.measures.survival import Values

WAVE, DRAWS = 100_000, 900_000
"""Numbers of a wave's and of the draws' first run; runs a priori begin at 0. A number keys a run's chance."""
CANDIDATES = 20_000
LEAST_RUNS = 200
NEAR = CUT + 1.0
"""Emulators after the first are fitted to runs about as near as this, if there are enough."""

Stage = Callable[[str], AbstractContextManager[Progress | None]]
"""A stage that takes time: its name → a context with something to call with (done, total), or None."""


class UnreachableError(ValueError):
    """Targets for the fit that the model cannot give, alone or together."""

    def __init__(self, found: Sequence[Clash], targets: Targets, reached: dict[str, tuple[float, float]]) -> None:
        self.clashes = tuple(found)
        figures = {t.id: t for t in targets.rows}
        lines = []
        for clash in found:
            each = []
            for i in clash.ids:
                least, most = reached[i]
                gave = f"the model gave {least:.3g} to {most:.3g}"
                each.append(f"{i} = {figures[i].figure:g} {figures[i].unit} ({gave})")
            what = "outside what the model can produce" if len(clash.ids) == 1 else "not to be had together"
            lines.append(f"{targets.county}: {' and '.join(each)}: {what}; nearest: {clash.distance:.1f} deviations")
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


@dataclass(frozen=True, slots=True)
class Task:
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


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a calibration found.

    `paths`: dimensions of `u`, model first, then observation. `prior`, `draws`: runs a priori and of the parameter set.
    `not_ruled_out`: share of the space after each wave. `noise`: target id → deviations on its scale. `rhat`,
    `effective`: per path.
    """

    paths: tuple[str, ...]
    screened: Screened
    prior: Runs
    draws: Runs
    not_ruled_out: tuple[float, ...]
    emulators: dict[str, dict[str, float]]
    noise: dict[str, dict[str, float]]
    rhat: dict[str, float]
    effective: dict[str, float]


def calibrate(task: Task, stage: Stage) -> Fitted:
    """Return the parameter draws that give the targets for the fit. Raises UnreachableError after the first wave."""
    targets, space, sizes = task.targets, task.space, task.sizes
    fit = targets.of("fit")
    ids, likelihood = [t.id for t in fit], likelihood_of(fit, targets.discrepancy)
    everything = list(space.parameters)
    first = list(range(sizes.prior))
    prior = _simulated(task, stage, "a priori", first, (), np.empty((sizes.prior, 0)))
    y = on_targets(targets, prior.values)
    chosen = screen(
        everything,
        scores(space.quantiles(first, everything)),
        space.features(space.told, space.quantiles(first, space.told)),
        ids,
        y,
        likelihood.errors(),
    )
    paths = (*chosen.paths, *space.told)
    prior = Runs(first, space.quantiles(first, paths), prior.values)
    again = _simulated(
        task, stage, "again, for chance", first[: sizes.again], (), np.empty((sizes.again, 0)), again=True
    )
    noise = _chance(y[: sizes.again], on_targets(targets, again.values), ids)

    known, emulators, shares = prior, _emulators(task, stage, 1, paths, prior.u, y), list[float]()
    u, distance = _candidates(space, paths, emulators, likelihood, 1)
    found = clashes(distance, ids)
    if found:
        reached = {t.id: _ends(table(prior.values, [t.measure])[:, 0]) for t in fit}
        raise UnreachableError(found, targets, reached)
    shares.append(float((distance.max(axis=1) < CUT).mean()))
    for wave in range(2, sizes.waves + 2):
        points = _kept(task.folder / f"wave-{wave}.json", lambda u=u, d=distance: _spread(u, d, sizes.wave))  # type: ignore[misc]
        numbers = [WAVE * wave + k for k in range(len(points))]
        more = _simulated(task, stage, f"wave {wave}", numbers, paths, points)
        known = Runs(known.numbers + more.numbers, np.vstack((known.u, more.u)), known.values + more.values)
        y = on_targets(targets, known.values)
        near = _near(implausibility(emulators, likelihood, space.features(paths, known.u)))
        emulators = _emulators(task, stage, wave, paths, known.u[near], y[near])
        u, distance = _candidates(space, paths, emulators, likelihood, wave)
        shares.append(float((distance.max(axis=1) < CUT).mean()))

    sampled = _kept_draws(task, stage, Posterior(emulators, likelihood, space, paths))
    points = np.array(sampled["u"])
    draws = _simulated(task, stage, "draws", [DRAWS + k for k in range(len(points))], paths, points, whole=True)
    told = {
        i: {"explained": e.explained, "noise": float(np.sqrt(e.noise)), "stretch": e.stretch, "runs": float(e.runs)}
        for i, e in zip(ids, emulators, strict=True)
    }
    for j, i in enumerate(ids):
        noise[i]["unfitted"] = float(np.sqrt(max(0.0, emulators[j].noise - noise[i]["chance"] ** 2)))
        noise[i]["discrepancy"] = float(likelihood.discrepancy[j])
        noise[i]["figure"] = float(max(likelihood.below[j], likelihood.above[j]))
    rhat, effective = (
        dict(zip(paths, sampled["rhat"], strict=True)),
        dict(zip(paths, sampled["effective"], strict=True)),
    )
    return Fitted(paths, chosen, prior, draws, tuple(shares), told, noise, rhat, effective)


def on_targets(targets: Targets, values: Sequence[Values]) -> Array:
    """Return the targets for the fit on their scales, runs by targets; NaN where a run has none."""
    fit = targets.of("fit")
    columns = [on_scale(t.unit, table(values, [t.measure])[:, 0]) for t in fit]
    return np.column_stack(columns)


def _simulated(
    task: Task,
    stage: Stage,
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


def _chance(once: Array, again: Array, ids: Sequence[str]) -> dict[str, dict[str, float]]:
    """Return the deviation of a replication alone, from pairs of runs that differ in nothing else."""
    with np.errstate(invalid="ignore"):
        variance = 0.5 * np.nanmean((once - again) ** 2, axis=0)
    return {i: {"chance": float(np.sqrt(v)) if np.isfinite(v) else 0.0} for i, v in zip(ids, variance, strict=True)}


def _emulator(pair: tuple[Array, Array]) -> Emulator:
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # one emulator per core
        return fit_emulator(*pair)


def _emulators(task: Task, stage: Stage, wave: int, paths: Sequence[str], u: Array, y: Array) -> list[Emulator]:
    """Return one emulator per target, fitted on all cores."""
    x = task.space.features(paths, u)
    done = 0
    with stage(f"emulators {wave}") as progress:

        def one_more(_: int) -> None:
            nonlocal done
            done += 1
            if progress is not None:
                progress(done, y.shape[1])

        return run_in_pool(_emulator, [(x, y[:, j]) for j in range(y.shape[1])], task.n_jobs, one_more)


def _candidates(
    space: Space, paths: Sequence[str], emulators: Sequence[Emulator], likelihood: Likelihood, wave: int
) -> tuple[Array, Array]:
    """Return candidates drawn a priori and how implausible each target is there."""
    u = np.random.default_rng([space.seed, wave]).random((CANDIDATES, len(paths)))
    return u, implausibility(emulators, likelihood, space.features(paths, u))


def _spread(u: Array, distance: Array, n: int) -> Array:
    """Return `n` candidates that are not ruled out; where they are too few, the least implausible."""
    order = np.argsort(np.maximum(distance.max(axis=1), CUT), kind="stable")  # those not ruled out as they were drawn
    return u[order[:n]]


def _near(distance: Array) -> Array:
    """Return which runs emulators are fitted to: the near ones, or the nearest if they are too few."""
    worst = distance.max(axis=1)
    return worst <= max(NEAR, float(np.sort(worst)[min(LEAST_RUNS, len(worst)) - 1]))


def _kept(file: Path, make: Callable[[], Array]) -> Array:
    """Return the points that `file` holds, or make and keep them."""
    try:
        return np.array(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        points = make()
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, json.dumps(points.tolist()))
        return points


def _kept_draws(task: Task, stage: Stage, posterior: Posterior) -> dict[str, Any]:
    """Return quantiles of the draws and how well the ensembles agree, sampled anew unless they were kept."""
    from scipy.special import ndtr

    file = task.folder / "draws.json"
    try:
        return dict(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        pass
    tasks: list[Chain] = chains(posterior, task.space.seed, task.sizes.steps)
    with stage("ensembles") as progress:
        done = 0

        def one_more(_: int) -> None:
            nonlocal done
            done += 1
            if progress is not None:
                progress(done, len(tasks))

        sampled = joined(run_in_pool(run_chain, tasks, task.n_jobs, one_more))
    rng = np.random.default_rng([task.space.seed, 0])
    some = rng.choice(len(sampled.z), task.sizes.draws, replace=len(sampled.z) < task.sizes.draws)
    found = {
        "u": ndtr(sampled.z[some]).tolist(),
        "rhat": sampled.rhat.tolist(),
        "effective": sampled.effective.tolist(),
    }
    write_whole(file, json.dumps(found))
    return found


def _ends(values: Array) -> tuple[float, float]:
    whole = values[np.isfinite(values)]
    return (float(whole.min()), float(whole.max())) if len(whole) else (float("nan"), float("nan"))
