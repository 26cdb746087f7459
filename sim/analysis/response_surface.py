"""A small polynomial surface of a difference over designed factors, and where it crosses 0.

Main effects always; squares and two-way interactions as far as they lower the BIC (Schwarz 1978). Errors are of two
kinds and both are counted, each as it comes in clusters: a replication moves all points together (common random
numbers), and where the surface does not fit, it misses a point in all replications (Cameron, Gelbach and Miller 2011,
Robust inference with multiway clustering, JBES 29).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from math import log, sqrt

import numpy as np

from sim.analysis.crossing import Stretch, stretches
from sim.analysis.estimates import Array, t_quantile

PLACES = 500
"""Along a factor, where the surface is looked at for a crossing."""

POINTS_PER_TERM = 3
"""Fewer points for each term and chance at the points is taken for the surface. An assumption."""
MANY = 10
"""Replications that are enough to tell how they differ where each point is run in one of them. An assumption."""

Term = tuple[int, ...]
"""The factors multiplied: () is the constant, (0,) a main effect, (0, 0) a square, (0, 1) an interaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """`coefficients` of the `terms` with their `covariance`; `freedom` of Student's t for them.

    `misfit`: standard deviation of the truth around the surface, beyond chance; where each point is run once it cannot
    be told from chance and is 0. `explained`: the share of the variance between points that is predicted when each is
    left out in turn; below 0 if their mean does better. `points`, `replications`: how many there were.
    """

    factors: int
    terms: tuple[Term, ...]
    coefficients: Array
    covariance: Array
    freedom: int
    misfit: float
    explained: float
    points: int
    replications: int

    def predict(self, quantiles: Array) -> tuple[Array, Array]:
        """Return the surface and its standard error, misfit included, at `quantiles` (places by factors, in [0, 1])."""
        x = _columns(np.atleast_2d(np.asarray(quantiles, dtype=float)), self.terms)
        variance = np.einsum("ij,jk,ik->i", x, self.covariance, x)
        return x @ self.coefficients, np.sqrt(np.maximum(variance, 0.0) + self.misfit**2)

    def crossings(self, factor: int, others: Sequence[float]) -> tuple[Stretch, ...]:
        """Return where the surface may be 0 along `factor`, in quantiles; `others` holds all, that of `factor` unused.

        A stretch that `crosses` is a break-even with its 95 % interval. None at all: the sign is the same all the way.
        """
        along = np.tile(np.asarray(others, dtype=float), (PLACES + 1, 1))
        along[:, factor] = np.linspace(0.0, 1.0, PLACES + 1)
        mean, error = self.predict(along)
        return stretches(along[:, factor], mean, t_quantile(self.freedom) * error)


def fit_surface(quantiles: Array, replications: Sequence[int], values: Array) -> Surface:
    """Return the surface of `values` at `quantiles` (runs by factors, in [0, 1]), each run in one of `replications`.

    Values that are not defined (NaN) are left out. Raises ValueError below two replications (ten, if points are run
    once each), or unless the points are at least two more than the factors and do not lie in a plane.
    """
    y = np.asarray(values, dtype=float)
    known = np.isfinite(y)
    x, y = np.asarray(quantiles, dtype=float)[known], y[known]
    which = np.unique(np.asarray(replications)[known], return_inverse=True)[1]
    points, at = np.unique(x, axis=0, return_inverse=True)
    at = at.ravel()
    factors = x.shape[1]
    mains: list[Term] = [(), *((j,) for j in range(factors))]
    number = int(which.max(initial=-1)) + 1
    flat = np.linalg.matrix_rank(_columns(points, mains)) < len(mains)
    repeated = len(y) >= 2 * len(points)
    if number < (2 if repeated else MANY) or len(points) < factors + 2 or flat:
        raise ValueError(
            # not said: whoever calls has checked
            f"{number} replications, {len(points)} points of {factors} factors, {len(y)} runs; valid: 2 replications "
            f"of each point or {MANY} in all, and {factors + 2} points that do not lie in one plane"
        )
    means = np.bincount(at, y) / np.bincount(at)
    terms = _selected(points, means, mains)
    columns = _columns(x, terms)
    inverse = np.linalg.inv(columns.T @ columns)
    coefficients = inverse @ columns.T @ y
    scores = columns * (y - columns @ coefficients)[:, None]
    k = len(terms)
    spread = _clustered(scores, which) * number / (number - 1)
    spread += _clustered(scores, at) * len(points) / (len(points) - k)
    spread -= _clustered(scores, np.arange(len(y))) * len(y) / (len(y) - k)
    return Surface(
        factors=factors,
        terms=terms,
        coefficients=coefficients,
        covariance=_proper(inverse @ spread @ inverse),
        freedom=min(number - 1, len(points) - k),
        misfit=_misfit(columns, y, which, at),
        explained=_explained(_columns(points, terms), means),
        points=len(points),
        replications=number,
    )


def _columns(x: Array, terms: Sequence[Term]) -> Array:
    """Return one column per term: the product of its factors."""
    return np.column_stack([x[:, list(term)].prod(axis=1) for term in terms])


def _selected(points: Array, means: Array, mains: list[Term]) -> tuple[Term, ...]:
    """Return main effects and, one at a time, whichever further term lowers the BIC of the points' means most.

    Of many candidates one always looks good by chance, so that each pays a toll for their number (the extended BIC of
    Chen and Chen 2008): without it intervals at a point held 83 % instead of 95.
    """
    terms = list(mains)
    pairs: list[Term] = list(combinations_with_replacement(range(points.shape[1]), 2))
    toll = 2.0 * log(len(pairs))
    lowest = _bic(points, means, terms)
    while pairs and len(terms) < len(points) // POINTS_PER_TERM:
        scores = [_bic(points, means, [*terms, pair]) + toll for pair in pairs]
        best = int(np.argmin(scores))
        if not scores[best] < lowest:
            break
        lowest = scores[best]
        terms.append(pairs.pop(best))
    return tuple(terms)


def _bic(points: Array, means: Array, terms: Sequence[Term]) -> float:
    """Return the BIC. A term that the others tell already, as the square of a factor with two levels, only costs."""
    columns = _columns(points, terms)
    left = means - columns @ np.linalg.lstsq(columns, means, rcond=None)[0]
    n = len(means)
    # What is left of rounding alone is nothing: a perfect fit wants no further term.
    floor = 1e-20 * max(float(means @ means), 1e-300)
    return n * log(max(float(left @ left), floor) / n) + len(terms) * log(n)


def _clustered(scores: Array, cluster: Array) -> Array:
    sums = np.zeros((int(cluster.max()) + 1, scores.shape[1]))
    np.add.at(sums, cluster, scores)
    return np.asarray(sums.T @ sums)


def _misfit(columns: Array, y: Array, which: Array, at: Array) -> float:
    """Return the standard deviation of what the terms leave of a point in all replications alike.

    Each replication has its own surface, so that what moves a whole replication is not taken for chance at a point.
    """
    left, freedom = np.empty(len(y)), 0
    for replication in range(int(which.max()) + 1):
        rows = which == replication
        found, _, rank, _ = np.linalg.lstsq(columns[rows], y[rows], rcond=None)
        left[rows] = y[rows] - columns[rows] @ found
        freedom += int(rows.sum()) - int(rank)
    runs = np.bincount(at)
    own = left - (np.bincount(at, left) / runs)[at]
    share = 1.0 - len(runs) / len(y)  # of the degrees of freedom, that are within points
    if freedom < 1 or share <= 0.0:
        return 0.0
    return sqrt(max(0.0, float(left @ left) / freedom - float(own @ own) / (freedom * share)))


def _proper(covariance: Array) -> Array:
    """Return `covariance` without its negative directions, which a difference of estimates may have."""
    values, vectors = np.linalg.eigh((covariance + covariance.T) / 2.0)
    return np.asarray((vectors * np.maximum(values, 0.0)) @ vectors.T)


def _explained(columns: Array, means: Array) -> float:
    """Return 1 minus the squared errors on points left out (by leverage) over those of the mean of the others."""
    n = len(means)
    orthogonal = np.linalg.qr(columns)[0]
    leverage = np.minimum((orthogonal**2).sum(axis=1), 1.0 - 1e-9)
    left = (means - orthogonal @ (orthogonal.T @ means)) / (1.0 - leverage)
    plain = (means - means.mean()) * n / (n - 1)
    total = float(plain @ plain)
    return 1.0 - float(left @ left) / total if total else 0.0
