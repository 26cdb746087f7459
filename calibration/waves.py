"""Waves of history matching: rule out, run what is left, learn again. Points are kept: a stopped wave goes on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from calibration.emulator import Emulator, fit_emulator
from calibration.history import CUT, Clash, clashes, worst
from calibration.likelihood import Likelihood
from calibration.observe import column
from calibration.space import Space
from calibration.targets import Targets
from calibration.task import Runs, Stage, Task, on_targets, simulated
from sim.experiment.folder import write_whole
from sim.experiment.pool import run_in_pool
from sim.experiment.replicate import counting
from sim.measures.spans import Array
from sim.terms.errors import InputError

WAVE = 100_000
"""Number of a wave's first run, times the wave; runs a priori begin at 0. A number keys a run's chance."""
CANDIDATES = 20_000
LEAST_RUNS = 200
NEAR = CUT + 1.0
"""Emulators after the first are fitted to runs about as near as this, if there are enough."""


class UnreachableError(InputError):
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
        super().__init__(lines)


def matched(
    task: Task, stage: Stage, likelihood: Likelihood, paths: Sequence[str], prior: Runs
) -> tuple[list[list[Emulator]], list[float]]:
    """Return the emulators of every wave and the share of the space that is not ruled out after each.

    Raises UnreachableError as soon as nothing is left.
    """
    targets, space, known = task.targets, task.space, prior
    y = on_targets(targets, known.values)
    waves = [_emulators(task, stage, 1, paths, known.u, y)]
    u, distance = _candidates(space, paths, waves, likelihood, 1)
    shares = [_left(task, prior, likelihood, distance)]
    for wave in range(2, task.sizes.waves + 2):
        points = _kept(task.folder / f"wave-{wave}.json", paths, _spread(u, distance, task.sizes.wave))
        numbers = [WAVE * wave + k for k in range(len(points))]
        more = simulated(task, stage, f"wave {wave}", numbers, paths, points)
        known = Runs(known.numbers + more.numbers, np.vstack((known.u, more.u)), known.values + more.values)
        y = on_targets(targets, known.values)
        near = _near(worst(waves, likelihood, space.features(paths, known.u)))
        waves.append(_emulators(task, stage, wave, paths, known.u[near], y[near]))
        u, distance = _candidates(space, paths, waves, likelihood, wave)
        shares.append(_left(task, prior, likelihood, distance))
    return waves, shares


def _left(task: Task, prior: Runs, likelihood: Likelihood, distance: Array) -> float:
    """Return the share of candidates that is not ruled out. Raises UnreachableError if it is none."""
    found = clashes(distance, likelihood.ids)
    if found:
        reached = {t.id: _ends(column(prior.values, t.measure)) for t in task.targets.of("fit")}
        raise UnreachableError(found, task.targets, reached)
    return float((distance.max(axis=1) < CUT).mean())


def _emulator(pair: tuple[Array, Array]) -> Emulator:
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # one emulator per core
        return fit_emulator(*pair)


def _emulators(task: Task, stage: Stage, wave: int, paths: Sequence[str], u: Array, y: Array) -> list[Emulator]:
    """Return one emulator per target, fitted on all cores."""
    x = task.space.features(paths, u)
    pairs = [(x, y[:, j]) for j in range(y.shape[1])]
    with stage(f"emulators {wave}") as progress:
        return run_in_pool(_emulator, pairs, task.n_jobs, counting(progress, len(pairs)))


def _candidates(
    space: Space, paths: Sequence[str], waves: Sequence[Sequence[Emulator]], likelihood: Likelihood, wave: int
) -> tuple[Array, Array]:
    """Return candidates drawn a priori and how implausible each target is there, by the worst of the waves."""
    u = np.random.default_rng([space.seed, wave]).random((CANDIDATES, len(paths)))
    return u, worst(waves, likelihood, space.features(paths, u))


def _spread(u: Array, distance: Array, n: int) -> Array:
    """Return `n` candidates that are not ruled out; where they are too few, the least implausible."""
    order = np.argsort(np.maximum(distance.max(axis=1), CUT), kind="stable")  # those not ruled out as they were drawn
    return u[order[:n]]


def _near(distance: Array) -> Array:
    """Return which runs emulators are fitted to: the near ones, or the nearest if they are too few."""
    farthest = distance.max(axis=1)
    return farthest <= max(NEAR, float(np.sort(farthest)[min(LEAST_RUNS, len(farthest)) - 1]))


def _kept(file: Path, paths: Sequence[str], points: Array) -> Array:
    """Return the points that `file` holds for just these paths, else `points`, which it then holds."""
    try:
        table = json.loads(file.read_text(encoding="utf-8"))
        return np.array(table["u"])[:, [table["paths"].index(path) for path in paths]]
    except (OSError, ValueError, KeyError, TypeError):
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, json.dumps({"paths": list(paths), "u": points.tolist()}))
        return points


def _ends(values: Array) -> tuple[float, float]:
    whole = values[np.isfinite(values)]
    return (float(whole.min()), float(whole.max())) if len(whole) else (float("nan"), float("nan"))
