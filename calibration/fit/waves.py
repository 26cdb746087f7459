"""Waves of history matching: rule out, run what is left, screen and learn again. A stopped wave goes on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from calibration.evidence.problem import BadInput, Problem, both, said
from calibration.fit.emulator import Emulator, fit_emulator
from calibration.fit.history import CUT, Clash, Wave, clashes, worst
from calibration.fit.likelihood import Likelihood
from calibration.fit.screen import Screened, screen
from calibration.fit.space import Space, scores
from calibration.fit.task import CalibrationTask, Runs, StageProgress, on_targets, simulated
from calibration.targets.observe import column
from calibration.targets.target_file import Target, Targets
from sim.experiment.folder import write_whole
from sim.experiment.pool import run_in_pool
from sim.experiment.replicate import counting
from sim.measures.spans import Array
from sim.terms.errors import InputError
from sim.terms.language import _, language, pgettext

WAVE = 100_000
"""Number of a wave's first run, times the wave; runs a priori begin at 0. A number keys a run's chance."""
CANDIDATES = 60_000
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
            each = [_figure(figures[i], *reached[i]) for i in clash.ids]
            gaps = {
                "county": targets.county,
                "figures": both(each),
                "distance": language().number(clash.distance, 1),
            }
            lines.append(
                _("{county}: {figures}: outside what the model can produce; nearest: {distance} deviations", **gaps)
                if len(clash.ids) == 1
                else _("{county}: {figures}: not to be had together; nearest: {distance} deviations", **gaps)
            )
        super().__init__(lines)


def _figure(target: Target, least: float, most: float) -> str:
    """Return a target beside what the model gave."""
    return _(
        "{id} = {figure} {unit} (the model gave {least} to {most})",
        id=target.id,
        figure=said(target.figure),
        unit=_(target.unit),
        least=said(least, 3),
        most=said(most, 3),
    )


@dataclass(frozen=True, slots=True)
class Explored:
    """What waves of history matching left: the parameters to fit, the waves, and the share not ruled out after each.

    `paths`: dimensions that the last wave is of, model first, then observation.
    """

    screened: Screened
    paths: tuple[str, ...]
    waves: tuple[Wave, ...]
    shares: tuple[float, ...]


def explored(task: CalibrationTask, stage: StageProgress, likelihood: Likelihood, prior: Runs) -> Explored:
    """Rule out, run what is left, look anew at which parameters bear on the targets there, learn again.

    `prior`: runs drawn from the ranges. What drives a target near the figures need not be what drives it far from
    them, so each wave is screened, too. Raises UnreachableError as soon as nothing is left, BadInput if nothing
    bears on the targets.
    """
    targets, space = task.targets, task.space
    everything = (*space.parameters, *space.told)
    u_known, known = space.quantiles(prior.numbers, everything), prior
    y = on_targets(targets, known.values)
    screened = _screened(space, likelihood, everything, u_known, y)
    paths = (*screened.paths, *space.told)
    if not paths:
        what = _("no parameter that the targets for the fit say anything about")
        raise BadInput([Problem(f"{targets.county}.toml", "target", what, _("targets that a parameter bears on"))])
    waves = [_wave(task, stage, 1, paths, everything, u_known, y)]
    u, distance = _candidates(space, paths, waves, likelihood, 1)
    shares = [_left(task, prior, likelihood, distance)]
    for nth in range(2, task.sizes.waves + 2):
        points = _kept(task.folder / f"wave-{nth}.json", paths, _spread(u, distance, task.sizes.wave))
        numbers = [WAVE * nth + k for k in range(len(points))]
        more = simulated(task, stage, pgettext("stage of a calibration", "wave {n}", n=nth), numbers, paths, points)
        here = space.quantiles(numbers, everything)  # what was not chosen is as the run drew it
        here[:, [everything.index(path) for path in paths]] = points
        u_known, known = np.vstack((u_known, here)), Runs(known.numbers + numbers, u_known, known.values + more.values)
        y = on_targets(targets, known.values)
        near = _near(worst(waves, likelihood, space, everything, u_known))
        screened = screened.joined(_screened(space, likelihood, everything, u_known[near], y[near]), nth)
        paths = (*screened.paths, *space.told)
        waves.append(_wave(task, stage, nth, paths, everything, u_known[near], y[near]))
        u, distance = _candidates(space, paths, waves, likelihood, nth)
        shares.append(_left(task, prior, likelihood, distance))
    return Explored(screened, paths, tuple(waves), tuple(shares))


def _screened(space: Space, likelihood: Likelihood, everything: Sequence[str], u: Array, y: Array) -> Screened:
    """Return the parameters that bear on the targets in these runs; what the observation leaves unsaid comes first."""
    n = len(space.parameters)
    told = space.features(space.told, u[:, n:])
    return screen(list(everything[:n]), scores(u[:, :n]), told, likelihood.ids, y, likelihood.errors())


def _left(task: CalibrationTask, prior: Runs, likelihood: Likelihood, distance: Array) -> float:
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


def _wave(
    task: CalibrationTask,
    stage: StageProgress,
    nth: int,
    paths: tuple[str, ...],
    everything: Sequence[str],
    u: Array,
    y: Array,
) -> Wave:
    """Return one emulator per target, fitted on all cores to the columns of `paths`."""
    x = task.space.features(paths, u[:, [everything.index(path) for path in paths]])
    pairs = [(x, y[:, j]) for j in range(y.shape[1])]
    with stage(pgettext("stage of a calibration", "emulators {n}", n=nth)) as progress:
        return Wave(paths, run_in_pool(_emulator, pairs, task.n_jobs, counting(progress, len(pairs))))


def _candidates(
    space: Space, paths: Sequence[str], waves: Sequence[Wave], likelihood: Likelihood, wave: int
) -> tuple[Array, Array]:
    """Return candidates drawn a priori and how implausible each target is there, by the worst of the waves."""
    u = np.random.default_rng([space.seed, wave]).random((CANDIDATES, len(paths)))
    return u, worst(waves, likelihood, space, paths, u)


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
