"""The model against every target: what the draws give, what the ranges alone would have given, and the figure.

A predictive interval is the central 95 % of runs: parameters, what the sources leave unsaid, and the chance of one
county. It holds neither the discrepancy nor the error of the figure, which would make it wider.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from calibration.parameter_set import POSTERIOR, PRIOR, TARGET, ParameterSet
from calibration.scale import on_scale
from calibration.targets import Target, Targets
from sim.measures.spans import Array

TAILS = (0.025, 0.975)


@dataclass(frozen=True, slots=True)
class Predicted:
    """Mean and central 95 % of runs, in the unit of the target. `runs`: how many had a value; without any, NaN."""

    mean: float
    low: float
    high: float
    runs: int

    def holds(self, figure: float) -> bool:
        """Return whether the figure lies in the interval."""
        return self.low <= figure <= self.high


@dataclass(frozen=True, slots=True)
class MatchRow:
    """One target with the draws and the runs a priori. `width_ratio`: draws over prior, widths on the unit's scale.

    `near`: whether the interval of the draws meets the range in which the figure may truly lie.
    """

    target: Target
    draws: Predicted
    prior: Predicted
    width_ratio: float
    inside: bool
    near: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of `rows` targets, how many figures lie in the interval of the draws and of the prior; median `width_ratio`."""

    rows: int
    draws: int
    prior: int
    width_ratio: float


def match(targets: Targets, found: ParameterSet, simulated: dict[str, Array] | None = None) -> list[MatchRow]:
    """Return one row per target, those of the fit first.

    `simulated`: target id → what new runs of the draws gave; without it, what the calibration's own runs gave.
    """
    rows = []
    for target in (*targets.of("fit"), *targets.of("validate")):
        kept = found.of(POSTERIOR, TARGET + target.id) if simulated is None else simulated[target.id]
        rows.append(_row(target, kept, found.of(PRIOR, TARGET + target.id)))
    return rows


def coverage(rows: Sequence[MatchRow], use: str) -> Coverage:
    """Return how many of the targets of one use are met."""
    some = [row for row in rows if row.target.use == use]
    ratios = [row.width_ratio for row in some if np.isfinite(row.width_ratio)]
    return Coverage(
        len(some),
        sum(row.inside for row in some),
        sum(row.prior.holds(row.target.figure) for row in some),
        float(np.median(ratios)) if ratios else float("nan"),
    )


def predicted(values: Array) -> Predicted:
    """Return mean and central 95 % of the values that are numbers."""
    whole = np.asarray(values, dtype=float)
    whole = whole[np.isfinite(whole)]
    if not len(whole):
        return Predicted(float("nan"), float("nan"), float("nan"), 0)
    low, high = np.quantile(whole, TAILS)
    return Predicted(float(whole.mean()), float(low), float(high), len(whole))


def _row(target: Target, draws: Array, prior: Array) -> MatchRow:
    now, before = predicted(draws), predicted(prior)
    ratio = _width(target.unit, now) / _width(target.unit, before) if before.runs and now.runs else float("nan")
    near = now.low <= target.high and target.low <= now.high
    return MatchRow(target, now, before, ratio, now.holds(target.figure), near)


def _width(unit: str, of: Predicted) -> float:
    ends = on_scale(unit, np.array([of.low, of.high]))
    return float(ends[1] - ends[0]) or float("nan")
