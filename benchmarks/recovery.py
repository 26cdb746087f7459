"""`python -m benchmarks.recovery`: does the fit find parameters that are known, as often as its intervals say?

One small county (Norrbotten in everything that comes in numbers, times a quarter) is run some hundred times with
parameters drawn from their ranges; all truths share these runs. Then a truth is drawn from the same ranges, all
parameters and all that the sources leave unsaid, and run with chance of its own; its counts get the errors that the
targets state (the figure's own, the model's discrepancy). The fit is given these counts and nothing else, and goes the
way that a real fit goes: waves of screening and history matching with runs of their own (`calibration.fit.waves`), then
sampling. Of its 90 % intervals, 80 to 97 % must hold the true value. A truth whose counts the waves rule out
altogether is told and has no interval.
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.scale import scaled
from calibration.fit.emulator import correlation
from calibration.fit.fitting import drawn_from_ranges
from calibration.fit.likelihood import Likelihood, likelihood_of
from calibration.fit.posterior import Posterior, chains, joined, run_chain
from calibration.fit.runs import until_the_reform
from calibration.fit.sizes import Sizes
from calibration.fit.space import quantiles_of, space_of
from calibration.fit.task import CalibrationTask, on_targets, simulated
from calibration.fit.waves import UnreachableError, explored
from calibration.verdicts.learned import NARROWER
from mellanrum.wiring.calibration import CalibrationGround
from sim.experiment.pool import run_in_pool
from sim.experiment.replicate import Progress, available_cores
from sim.measures.spans import Array
from sim.terms.quantity import Pick
from sim.terms.scenario import Scenario

COUNTY, FACTOR, SEED = "norrbotten", 0.25, 41
RUNS, TRUTHS, STEPS = 432, 20, 600
WAVE_RUNS, WAVES = 80, 2
FIRST_TRUTH = 500_000
ENSEMBLES_EACH = 2
LEVEL = 0.90
SCORES = Path(__file__).with_name("recovery.csv")
KEPT = Path("runs/recovery")
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
    runs: int = RUNS,
    truths: int = TRUTHS,
    steps: int = STEPS,
    factor: float = FACTOR,
    n_jobs: int | None = None,
    waves: int = WAVES,
    wave_runs: int = WAVE_RUNS,
    folder: Path = KEPT,
) -> tuple[list[Score], list[int]]:
    """Return the score of every dimension of every truth, and the truths that were ruled out."""
    ground, jobs = CalibrationGround(COUNTY), n_jobs or available_cores()
    targets = ground.targets

    def make(pick: Pick) -> Scenario:
        return until_the_reform(scaled(ground.make(pick), factor))

    space = space_of(make, targets, SEED)
    sizes = Sizes(prior=runs, again=0, wave=wave_runs, waves=waves, draws=0, steps=steps)
    shared = CalibrationTask(targets=targets, space=space, make=make, folder=folder, sizes=sizes, n_jobs=jobs)
    prior = drawn_from_ranges(shared, stage)
    numbers = [FIRST_TRUTH + t for t in range(truths)]
    true = simulated(task=shared, stage=stage, name="truths", numbers=numbers, paths=(), u=np.empty((truths, 0)))
    y = on_targets(targets, true.values)
    found: list[Score] = []
    ruled_out: list[int] = []
    for t in range(truths):
        likelihood = _with_errors(likelihood_of(targets.of("fit"), targets.discrepancy), y[t], t)
        task = replace(shared, folder=folder / f"truth-{t}")
        try:
            left = explored(task, stage, likelihood, prior)
        except UnreachableError:
            ruled_out.append(t)
            continue
        last = correlation(left.waves[-1].emulators)
        posterior = Posterior(waves=left.waves, likelihood=likelihood, space=space, paths=left.paths, correlation=last)
        with stage(f"ensembles of truth {t}"):
            sampled = run_in_pool(run_chain, chains(posterior, SEED + t, steps)[:ENSEMBLES_EACH], jobs, lambda _: None)
        levels = space.quantiles([numbers[t]], left.paths)[0]
        found += _scores(t, left.paths, levels, quantiles_of(joined(sampled).z))
    return found, ruled_out


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
        rows.append(
            Score(
                truth=truth,
                path=path,
                true=float(true[j]),
                low=float(low),
                high=float(high),
                rank=rank,
                narrower=float(high - low) / LEVEL,
            )
        )
    return rows


@contextmanager
def stage(name: str) -> Iterator[Progress | None]:
    """Tell on a terminal what is being done."""

    def progress(done: int, total: int) -> None:
        print(f"\r{name}: {done}/{total}   ", end="", file=sys.stderr)

    yield progress if sys.stderr.isatty() else None


def main() -> None:
    """Recover, write the scores beside this file and print what they come to."""
    began = time.monotonic()
    found, ruled_out = recover()
    with SCORES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["truth", "path", "true", "low", "high", "rank", "width", "covered"])
        for s in found:
            numbers = (f"{v:.4f}" for v in (s.true, s.low, s.high, s.rank, s.narrower))
            writer.writerow([s.truth, s.path, *numbers, int(s.covered)])
    runs = RUNS + TRUTHS + (TRUTHS - len(ruled_out)) * WAVES * WAVE_RUNS
    print(f"\n{len(found)} intervals of {TRUTHS} truths, {runs} runs, {(time.monotonic() - began) / 60:.1f} minutes")
    print(f"truths that the waves ruled out altogether: {', '.join(map(str, ruled_out)) or 'none'}")
    print(f"90 % intervals that hold the true value: {coverage(found):.1%}")
    told = [s for s in found if s.narrower < NARROWER]
    print(f"of those that the counts made narrower than {NARROWER} of the range's: {coverage(told):.1%} of {len(told)}")
    for path in dict.fromkeys(s.path for s in found):
        own = [s for s in found if s.path == path]
        width = float(np.mean([s.narrower for s in own]))
        print(f"  {path:<60} {coverage(own):5.0%} of {len(own):2d}  width {width:.2f} of the range's")


if __name__ == "__main__":
    main()
