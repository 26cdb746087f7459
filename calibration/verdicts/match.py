"""The model against every target: what the draws give, what the ranges alone would have given, and the figure.

Two intervals are told. That of the runs is their central 95 %: parameters, what the sources leave unsaid, and the
chance of one county. The predictive interval is for the figure itself, as the likelihood has it: the runs, the model's
discrepancy, and the figure's own error. The discrepancy is assumed, so a third stands without it. How far off the draws
are is told in deviations of the figure's own error, which no assumption about the model makes larger.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import nan
from statistics import NormalDist

import numpy as np

from calibration.fit.likelihood import likelihood_of
from calibration.parameters.parameter_set import POSTERIOR, PRIOR, TARGET, ParameterSet
from calibration.targets.scale import deviations, off_scale, on_scale
from calibration.targets.target_file import Target, Targets
from calibration.verdicts.reach import Reached, reached
from sim.measures.spans import Array
from sim.terms.quantity import Quantity
from sim.terms.total import count_of, total

TAILS = (0.025, 0.975)
GRID = 101
"""Points by which an error's distribution is represented."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRow:
    """One target with the draws and the runs a priori. `width_ratio`: draws over prior, widths on the unit's scale.

    `predictive`, `prior_predictive`: with the errors. `undiscounted`, `prior_undiscounted`: with the figure's own error
    and no discrepancy of the model. `inside`: whether the figure lies in the interval of the draws' runs;
    `inside_predictive`: in the predictive one. `shared`: whether some parameter's range rests on the same evidence:
    then agreement says less, since an input comes out again. `errors`: what a comparison with the figure holds, as
    deviations on its scale by where they come from; empty of a target that was not fitted to. `values`: of every run
    of the draws.
    """

    target: Target
    draws: Predicted
    prior: Predicted
    predictive: Predicted
    prior_predictive: Predicted
    undiscounted: Predicted
    prior_undiscounted: Predicted
    width_ratio: float
    shared: bool
    errors: Mapping[str, float]
    values: Array = field(repr=False, compare=False)

    @property
    def inside(self) -> bool:
        """Whether the figure lies in the interval of the runs."""
        return self.draws.holds(self.target.figure)

    @property
    def inside_predictive(self) -> bool:
        """Whether it lies in the predictive interval."""
        return self.predictive.holds(self.target.figure)

    @property
    def inside_undiscounted(self) -> bool:
        """Whether it lies in the interval without discrepancy."""
        return self.undiscounted.holds(self.target.figure)

    @property
    def miss(self) -> float:
        """Figure minus the draws' mean on its scale, in deviations of its own error on that side; NaN without a run."""
        t = self.target
        below, above = deviations(t.unit, t.figure, t.low, t.high)
        off = float(on_scale(t.unit, t.figure) - on_scale(t.unit, self.draws.mean))
        return off / ((below if off > 0.0 else above) or nan)

    @property
    def shares(self) -> dict[str, float]:
        """What a comparison with the figure holds, as shares of its variance by where they come from."""
        squares = {part: deviation**2 for part, deviation in self.errors.items()}
        whole = total(squares.values()) or 1.0
        return {part: square / whole for part, square in squares.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Of `rows` targets, how many figures lie in the intervals of the draws and of the prior; median `width_ratio`.

    `draws`, `prior`: of the runs; `predictive`, `prior_predictive`: with the errors; `undiscounted`,
    `prior_undiscounted`: with the figure's own error and no discrepancy. `own_rows`, `own_predictive`: of those that
    share no evidence with a parameter's range, how many, and how many lie in the draws' predictive interval.
    """

    rows: int
    draws: int
    prior: int
    predictive: int
    prior_predictive: int
    undiscounted: int
    prior_undiscounted: int
    width_ratio: float
    own_rows: int
    own_predictive: int


def match(
    targets: Targets,
    found: ParameterSet,
    parameters: Mapping[str, Quantity],
    simulated: Mapping[str, Array] | None = None,
) -> list[MatchRow]:
    """Return one row per target, those of the fit first.

    `simulated`: target id → what new runs of the draws gave; without it, what the calibration's own runs gave.
    """
    rows, taken = [], {i for q in parameters.values() for i in sources(q)}
    for target in (*targets.of("fit"), *targets.of("validate")):
        kept = found.of(POSTERIOR, TARGET + target.id) if simulated is None else simulated[target.id]
        shared = any(family(i) in taken for i in target.evidence)
        errors = found.about["noise"].get(target.id, {})
        off = _errors(target, targets.discrepancy)
        rows.append(
            _row(
                target=target,
                draws=kept,
                prior=found.of(PRIOR, TARGET + target.id),
                errors=off,
                shared=shared,
                parts=errors,
            )
        )
    return rows


def reach_of(rows: Sequence[MatchRow]) -> Reached:
    """Return which draws reach the tight counts, by the runs that the rows rest on."""
    return reached([row.target for row in rows], {row.target.id: row.values for row in rows})


def sources(q: Quantity) -> set[str]:
    """Return the rows of the ledger that a quantity rests on, parts as their whole."""
    return {family(i) for i in q.evidence.replace(",", " ").split()}


def family(evidence: str) -> str:
    """Return the row that an id of the ledger belongs to: A014 for A014.days."""
    return evidence.partition(".")[0]


def coverage(rows: Sequence[MatchRow], use: str) -> Coverage:
    """Return how many of the targets of one use are met."""
    some = [row for row in rows if row.target.use == use]
    ratios = [row.width_ratio for row in some if np.isfinite(row.width_ratio)]
    return Coverage(
        rows=len(some),
        draws=count_of(row.inside for row in some),
        prior=count_of(row.prior.holds(row.target.figure) for row in some),
        predictive=count_of(row.inside_predictive for row in some),
        prior_predictive=count_of(row.prior_predictive.holds(row.target.figure) for row in some),
        undiscounted=count_of(row.inside_undiscounted for row in some),
        prior_undiscounted=count_of(row.prior_undiscounted.holds(row.target.figure) for row in some),
        width_ratio=float(np.median(ratios)) if ratios else float("nan"),
        own_rows=count_of(not row.shared for row in some),
        own_predictive=count_of(row.inside_predictive and not row.shared for row in some),
    )


def predicted(values: Array) -> Predicted:
    """Return mean and central 95 % of the values that are numbers."""
    whole = np.asarray(values, dtype=float)
    whole = whole[np.isfinite(whole)]
    if not len(whole):
        return Predicted(float("nan"), float("nan"), float("nan"), 0)
    low, high = np.quantile(whole, TAILS)
    return Predicted(float(whole.mean()), float(low), float(high), len(whole))


def _errors(target: Target, discrepancy: Mapping[str, Quantity]) -> tuple[Array, Array]:
    """Return quantiles of figure minus prediction on the target's scale, with the model's discrepancy and without.

    The figure's own error is in both.
    """
    found = likelihood_of([target], discrepancy)
    scores = np.array([NormalDist().inv_cdf((k + 0.5) / GRID) for k in range(GRID)])
    own = np.where(scores > 0.0, found.below[0], found.above[0])
    return np.asarray(scores * np.sqrt(own**2 + found.discrepancy[0] ** 2)), np.asarray(scores * own)


def _with(target: Target, values: Array, errors: Array) -> Predicted:
    """Return the predictive interval: every run with every error."""
    placed = on_scale(target.unit, values)
    return predicted(off_scale(target.unit, (placed[:, None] + errors[None, :]).ravel()))


def _row(
    target: Target,
    draws: Array,
    prior: Array,
    errors: tuple[Array, Array],
    shared: bool,
    parts: Mapping[str, float],
) -> MatchRow:
    draws, prior = (np.asarray(values, dtype=float) for values in (draws, prior))
    now, before = predicted(draws), predicted(prior)
    ratio = _width(target.unit, now) / _width(target.unit, before) if before.runs and now.runs else float("nan")
    whole, own = ((_with(target, draws, some), _with(target, prior, some)) for some in errors)
    return MatchRow(
        target=target,
        draws=now,
        prior=before,
        predictive=whole[0],
        prior_predictive=whole[1],
        undiscounted=own[0],
        prior_undiscounted=own[1],
        width_ratio=ratio,
        shared=shared,
        errors=parts,
        values=draws,
    )


def _width(unit: str, of: Predicted) -> float:
    ends = on_scale(unit, np.array([of.low, of.high]))
    return float(ends[1] - ends[0]) or float("nan")
