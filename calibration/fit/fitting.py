"""The way from targets to draws: runs a priori, waves of screening and history matching, sampling, runs of the draws.

Every simulation run is kept as it ends, and so are the points of each wave and the draws: a calibration that is stopped
goes on where it was. Seeds are never fitted: each run has chance and unfitted parameters of its own.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtr

from calibration.fit.emulator import Emulator, correlation
from calibration.fit.likelihood import Likelihood, likelihood_of
from calibration.fit.posterior import Chain, Posterior, chains, joined, run_chain
from calibration.fit.screen import Screened
from calibration.fit.task import CalibrationTask, Runs, StageProgress, on_targets, simulated
from calibration.fit.waves import explored
from sim.experiment.folder import write_whole
from sim.experiment.pool import run_in_pool
from sim.experiment.replicate import counting
from sim.measures.spans import Array
from sim.terms.language import pgettext

DRAWS = 900_000
"""Number of the run of the first draw."""


@dataclass(frozen=True, slots=True, kw_only=True)
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


def calibrate(task: CalibrationTask, stage: StageProgress) -> Fitted:
    """Return the parameter draws that give the targets for the fit.

    Raises UnreachableError as soon as a wave leaves no point that does, BadInput if nothing bears on the targets.
    """
    likelihood = likelihood_of(task.targets.of("fit"), task.targets.discrepancy)
    first = drawn_from_ranges(task, stage)
    chance = _chance(task, stage, first)
    found = explored(task, stage, likelihood, first)
    prior = Runs(first.numbers, task.space.quantiles(first.numbers, found.paths), first.values)
    last = found.waves[-1].emulators
    sampled = _sampled(
        task,
        stage,
        Posterior(
            waves=found.waves, likelihood=likelihood, space=task.space, paths=found.paths, correlation=correlation(last)
        ),
    )
    points = np.array(sampled["u"])
    draws = simulated(
        task,
        stage,
        pgettext("stage of a calibration", "draws"),
        [DRAWS + k for k in range(len(points))],
        found.paths,
        points,
        whole=True,
    )
    return Fitted(
        paths=found.paths,
        screened=found.screened,
        prior=prior,
        draws=draws,
        not_ruled_out=found.shares,
        emulators=_told(likelihood.ids, last),
        noise=_noise(likelihood, last, chance),
        rhat=dict(zip(found.paths, sampled["rhat"], strict=True)),
        effective=dict(zip(found.paths, sampled["effective"], strict=True)),
    )


def drawn_from_ranges(task: CalibrationTask, stage: StageProgress) -> Runs:
    """Return runs whose every parameter is drawn from its range."""
    numbers = list(range(task.sizes.prior))
    return simulated(
        task, stage, pgettext("stage of a calibration", "a priori"), numbers, (), np.empty((len(numbers), 0))
    )


def _chance(task: CalibrationTask, stage: StageProgress, prior: Runs) -> Array:
    """Return the deviation of a replication alone, per target, from pairs of runs that differ in nothing else."""
    n = task.sizes.again
    again = simulated(
        task,
        stage,
        pgettext("stage of a calibration", "again, for chance"),
        prior.numbers[:n],
        (),
        np.empty((n, 0)),
        again=True,
    )
    pairs = (on_targets(task.targets, prior.values[:n]), on_targets(task.targets, again.values))
    squares = np.ma.masked_invalid((pairs[0] - pairs[1]) ** 2)
    return np.sqrt(0.5 * np.ma.filled(squares.mean(axis=0), 0.0))


def _told(ids: Sequence[str], emulators: Sequence[Emulator]) -> dict[str, dict[str, float]]:
    return {
        i: {"explained": e.explained, "noise": float(np.sqrt(e.noise)), "stretch": e.stretch, "runs": float(e.runs)}
        for i, e in zip(ids, emulators, strict=True)
    }


def _noise(likelihood: Likelihood, emulators: Sequence[Emulator], chance: Array) -> dict[str, dict[str, float]]:
    """Return the deviations that a comparison with each target holds, by where they come from."""
    return {
        i: {
            "chance": float(chance[j]),
            "unfitted": float(np.sqrt(max(0.0, emulators[j].noise - chance[j] ** 2))),
            "discrepancy": float(likelihood.discrepancy[j]),
            "figure": float(max(likelihood.below[j], likelihood.above[j])),
        }
        for j, i in enumerate(likelihood.ids)
    }


def _sampled(task: CalibrationTask, stage: StageProgress, posterior: Posterior) -> dict[str, Any]:
    """Return quantiles of the draws and how well the ensembles agree, sampled anew unless they were kept."""
    file = task.folder / "draws.json"
    try:
        found = dict(json.loads(file.read_text(encoding="utf-8")))
        if found["paths"] == list(posterior.paths):
            return found
    except (OSError, ValueError, KeyError):
        pass
    tasks: list[Chain] = chains(posterior, task.space.seed, task.sizes.steps)
    with stage(pgettext("stage of a calibration", "ensembles")) as progress:
        sampled = joined(run_in_pool(run_chain, tasks, task.n_jobs, counting(progress, len(tasks))))
    rng = np.random.default_rng([task.space.seed, 0])
    some = rng.choice(len(sampled.z), task.sizes.draws, replace=len(sampled.z) < task.sizes.draws)
    found = {
        "paths": list(posterior.paths),
        "u": ndtr(sampled.z[some]).tolist(),
        "rhat": sampled.rhat.tolist(),
        "effective": sampled.effective.tolist(),
    }
    write_whole(file, json.dumps(found))
    return found
