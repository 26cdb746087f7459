"""`python -m benchmarks.recovery`: does the fit find parameters that are known, as often as its intervals say?

One small county (Norrbotten in everything that comes in numbers, times a quarter) is run a few hundred times with
parameters drawn from their ranges; emulators are fitted to these runs once. Then a truth is drawn from the same
ranges, all parameters and all that the sources leave unsaid, and run with chance of its own; its counts get the errors
that the targets state (the figure's own, the model's discrepancy). The fit is given these counts and nothing else. Of
its 90 % intervals, 80 to 97 % must hold the true value. All truths share the runs; only the counts differ.
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.scale import scaled
from calibration.emulator import correlation, fit_emulators
from calibration.fit import worth_fitting
from calibration.learned import NARROWER
from calibration.likelihood import Likelihood, likelihood_of
from calibration.observe import observed
from calibration.posterior import Posterior, chains, joined, run_chain
from calibration.runs import SurveyJob, run_all, until_the_reform
from calibration.space import quantiles_of, space_of
from calibration.task import on_targets
from mellanrum.calibration import Ground
from sim.experiment.pool import run_in_pool
from sim.experiment.replicate import available_cores
from sim.measures.spans import Array
from sim.terms.quantity import Pick
from sim.terms.scenario import Scenario

COUNTY, FACTOR, SEED = "norrbotten", 0.25, 41
RUNS, TRUTHS, STEPS = 600, 20, 600
FIRST_TRUTH = 500_000
ENSEMBLES_EACH = 2
LEVEL = 0.90
SCORES = Path(__file__).with_name("recovery.csv")
UNSEEN = 1e3
"""Deviation given to a count that a truth does not have (a median that was not reached): it then says nothing."""


@dataclass(frozen=True, slots=True)
class Score:
    """One dimension of one truth, in quantiles of its range. `rank`: share of the draws below the true value."""

    truth: int
    path: str
    true: float
    low: float
    high: float
    rank: float
    narrower: float

    @property
    def covered(self) -> bool:
        """Whether the 90 % interval holds the true value."""
        return self.low <= self.true <= self.high


def recover(
    runs: int = RUNS, truths: int = TRUTHS, steps: int = STEPS, factor: float = FACTOR, n_jobs: int | None = None
) -> list[Score]:
    """Return the score of every dimension of every truth."""
    ground, jobs = Ground(COUNTY), n_jobs or available_cores()
    targets = ground.targets

    def make(pick: Pick) -> Scenario:
        return until_the_reform(scaled(ground.make(pick), factor))

    space = space_of(make, targets, SEED)
    fit = targets.of("fit")
    likelihood = likelihood_of(fit, targets.discrepancy)
    numbers = [*range(runs), *(FIRST_TRUTH + t for t in range(truths))]
    surveys = run_all([SurveyJob(make(space.pick(n, {})), SEED, n, targets.months) for n in numbers], jobs, _progress)
    y = on_targets(targets, [observed(s, space.unsaid(n, {})) for s, n in zip(surveys, numbers, strict=True)])
    first = numbers[:runs]
    paths = (*worth_fitting(space, likelihood, first, y[:runs]).paths, *space.told)
    emulators = fit_emulators(space.features(paths, space.quantiles(first, paths)), y[:runs])
    true = space.quantiles(numbers[runs:], paths)
    found: list[Score] = []
    tasks = []
    for t in range(truths):
        target = _with_errors(likelihood, y[runs + t], t)
        posterior = Posterior([emulators], target, space, paths, correlation(emulators))
        tasks += chains(posterior, SEED + t, steps)[:ENSEMBLES_EACH]
    sampled = run_in_pool(run_chain, tasks, jobs, lambda _: None)
    for t in range(truths):
        draws = quantiles_of(joined(sampled[t * ENSEMBLES_EACH : (t + 1) * ENSEMBLES_EACH]).z)
        found += _scores(t, paths, true[t], draws)
    return found


def coverage(found: Sequence[Score]) -> float:
    """Return the share of intervals that hold the true value."""
    return float(np.mean([score.covered for score in found]))


def _with_errors(likelihood: Likelihood, y: Array, truth: int) -> Likelihood:
    """Return the likelihood of a truth's counts with the errors that the targets state."""
    rng = np.random.default_rng([SEED, truth])
    above = rng.random(len(y)) < 0.5
    own = np.where(above, likelihood.below, -likelihood.above) * np.abs(rng.standard_normal(len(y)))
    figure = y + own + likelihood.discrepancy * rng.standard_normal(len(y))
    unseen = ~np.isfinite(y)
    return replace(
        likelihood,
        figure=np.where(unseen, 0.0, figure),
        below=np.where(unseen, UNSEEN, likelihood.below),
        above=np.where(unseen, UNSEEN, likelihood.above),
    )


def _scores(truth: int, paths: Sequence[str], true: Array, draws: Array) -> list[Score]:
    tails = ((1.0 - LEVEL) / 2.0, (1.0 + LEVEL) / 2.0)
    rows = []
    for j, path in enumerate(paths):
        low, high = np.quantile(draws[:, j], tails)
        rank = float((draws[:, j] < true[j]).mean())
        rows.append(Score(truth, path, float(true[j]), float(low), float(high), rank, float(high - low) / LEVEL))
    return rows


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{total} runs", end="", file=sys.stderr)


def main() -> None:
    """Recover, write the scores beside this file and print what they come to."""
    began = time.monotonic()
    found = recover()
    with SCORES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["truth", "path", "true", "low", "high", "rank", "width", "covered"])
        for s in found:
            numbers = (f"{v:.4f}" for v in (s.true, s.low, s.high, s.rank, s.narrower))
            writer.writerow([s.truth, s.path, *numbers, int(s.covered)])
    print(f"\n{len(found)} intervals of {TRUTHS} truths, {RUNS} runs, {(time.monotonic() - began) / 60:.1f} minutes")
    print(f"90 % intervals that hold the true value: {coverage(found):.1%}")
    told = [s for s in found if s.narrower < NARROWER]
    print(f"of those that the counts made narrower than {NARROWER} of the range's: {coverage(told):.1%} of {len(told)}")
    for path in dict.fromkeys(s.path for s in found):
        own = [s for s in found if s.path == path]
        width = float(np.mean([s.narrower for s in own]))
        print(f"  {path:<60} {coverage(own):5.0%}  width {width:.2f} of the range's")


if __name__ == "__main__":
    main()
