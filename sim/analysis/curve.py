"""A curve through five equally spaced points, from replications that were each run at all five.

Every replication has its own curve, so the curve's place at any x is a mean over replications with Student's interval,
whatever a replication's points have in common. That is how common random numbers are used up. A curve is of the second
degree; where that does not fit it is known at the points only. Further replications that were run at one point alone,
the *anchor*, tell how the others differ from all (two-phase sampling with regression, Cochran 1977, chapter 12): where
replications mostly move the whole curve up and down, one run at the anchor is worth nearly as much as five.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from sim.analysis.estimates import Array, t_quantile

POINTS = 5
DEGREE = 2
PLACES = 256
"""Between the ends, where a curve's band is looked at."""

MISFIT = 0.95
"""Coverage of the test by which the second degree is given up; both higher terms together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Means (one per column) and what they may be wrong by.

    `within`: variance of a replication that the anchor does not tell, `shared`: that it does. `freedom`: of the whole.
    """

    mean: Array
    variance: Array
    freedom: Array
    within: Array
    shared: Array

    def half(self, coverage: float) -> Array:
        """Return the half-width of the interval of each mean."""
        from scipy.special import stdtrit

        return np.asarray(stdtrit(self.freedom, 0.5 + coverage / 2.0) * np.sqrt(self.variance))


@dataclass(frozen=True, slots=True)
class Curve:
    """`places` in [0, 1] of the window with the curve `there`; `at_points`: the points' means by themselves."""

    places: Array
    there: Spread
    at_points: Spread

    def signs(self, coverage: float) -> Array:
        """Return the sign of each of the five points' means, 0 where its own interval holds 0."""
        mean = self.at_points.mean
        return np.asarray(np.where(np.abs(mean) > self.at_points.half(coverage), np.sign(mean), 0.0))


def through(values: Array, anchor: int = 0, further: Array | None = None) -> Curve:
    """Return the curve of `values`, replications by five points, and of `further` values at the point `anchor`.

    Raises ValueError below four replications: with three nothing is left to tell how sure the anchor's help is.
    """
    if values.ndim != 2 or values.shape[1] != POINTS or len(values) < 4:
        # not said: whoever calls has checked
        raise ValueError(f"values of shape {values.shape}; valid: at least 4 by {POINTS}")
    extra = np.empty(0) if further is None else np.asarray(further, dtype=float)
    at = np.linspace(0.0, 1.0, POINTS)
    basis, change = np.linalg.qr(
        np.vander(at, increasing=True)
    )  # orthogonal polynomials of degree 0 to 4 on the points
    terms = values @ basis
    at_points = spread(values, values[:, anchor], extra)
    if not _absent(terms[:, DEGREE + 1 :], rounding=1e-9 * float(np.abs(values).max())):
        return Curve(at, at_points, at_points)
    places = np.linspace(0.0, 1.0, PLACES + 1)
    used = DEGREE + 1
    there = np.vander(places, used, increasing=True) @ np.linalg.inv(change)[:used, :used]
    return Curve(places, spread(terms[:, :used] @ there.T, values[:, anchor], extra), at_points)


def spread(columns: Array, control: Array, extra: Array) -> Spread:
    """Return the means of `columns`, replications by columns, given their `control` and further values of that."""
    n = len(columns)
    mean = columns.mean(axis=0)
    away = control - control.mean()
    squares = float(away @ away)
    if not len(extra) or squares == 0.0:
        own = columns.var(axis=0, ddof=1)
        shared = (away @ (columns - mean)) ** 2 / squares / (n - 1) if squares else np.zeros_like(own)
        within = np.maximum(own - shared, 0.0)
        return Spread(
            mean=mean, variance=own / n, freedom=np.full(len(mean), float(n - 1)), within=within, shared=shared
        )
    slope = away @ (columns - mean) / squares
    within = ((columns - mean - np.outer(away, slope)) ** 2).sum(axis=0) / (n - 2)
    everybody = np.concatenate((control, extra))
    total = len(everybody)
    moved = float(everybody.mean() - control.mean())
    shared = slope**2 * float(everybody.var(ddof=1))
    first, second = within * (1.0 / n + moved**2 / squares), shared / total
    variance = first + second
    # Satterthwaite (1946); a variance of 0 has any freedom.
    parts = first**2 / (n - 2) + second**2 / (total - 1)
    freedom = np.divide(variance**2, parts, out=np.full(len(mean), float(n - 2)), where=parts > 0.0)
    return Spread(
        mean=mean + slope * moved, variance=variance, freedom=np.asarray(freedom), within=within, shared=shared
    )


def _absent(terms: Array, rounding: float) -> bool:
    """Whether the means of all `terms` (replications by terms) may be 0."""
    n, number = terms.shape
    error = terms.std(axis=0, ddof=1) / sqrt(n)
    limit = t_quantile(n - 1, 1.0 - (1.0 - MISFIT) / number) * error
    return bool((np.abs(terms.mean(axis=0)) <= np.maximum(limit, rounding)).all())
