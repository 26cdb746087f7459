"""What of an outcome some parameters explain: a sum of smooth curves, one for each, as bent as the data ask for.

Each curve is a natural cubic spline with four knots (Harrell 2001, Regression Modeling Strategies: at the quantiles
0.05, 0.35, 0.65 and 0.95). All coefficients are drawn towards 0 together, by how much of the variance they explain; any
share is as likely before the data are seen (an assumption). Parameters without influence are so drawn to nothing and
many weak ones are not taken for strong. Everything else, other parameters and chance, is noise. How two parameters of
one group work together beyond their sum is not seen either, so what is explained is rather too little than too much.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.analysis.estimates import Array

KNOTS = (0.05, 0.35, 0.65, 0.95)
SHARES = np.concatenate(([0.0], np.linspace(0.01, 0.99, 50)))
"""Of the variance, as far as a fit may tell them apart."""


@dataclass(frozen=True, slots=True)
class Smoother:
    """`directions`: orthonormal, draws by directions. `weights`: how freely each is used; their sum is n - 1."""

    directions: Array
    weights: Array

    def fit(self, outcomes: Array) -> Fit:
        """Return the fits of `outcomes`, draws by outcomes, each column centred on 0."""
        n = len(outcomes)
        along = self.directions.T @ outcomes
        left = np.maximum((outcomes**2).sum(axis=0) - (along**2).sum(axis=0), 0.0)
        widened = 1.0 + self._odds[:, None] * self.weights
        squares = (1.0 / widened) @ along**2 + left
        # The likelihood of each share, with the noise's variance integrated out.
        with np.errstate(divide="ignore"):
            logs = -0.5 * ((n - 1) * np.log(squares) + np.log(widened).sum(axis=1)[:, None])
        chances = np.exp(logs - logs.max(axis=0))
        return Fit(self, along, squares, chances / chances.sum(axis=0))

    @property
    def kept(self) -> Array:
        """How much of each direction is believed at each share: shares by directions, in [0, 1]."""
        odds = self._odds[:, None] * self.weights
        return np.asarray(odds / (1.0 + odds))

    @property
    def _odds(self) -> Array:
        return np.asarray(SHARES / (1.0 - SHARES))


@dataclass(frozen=True, slots=True)
class Fit:
    """Fits of several outcomes: coefficients `along` the directions, `squares` left and `chances` of each share."""

    smoother: Smoother
    along: Array
    squares: Array
    chances: Array

    def mean(self) -> Array:
        """Return the expected curves at the draws: draws by outcomes."""
        return np.asarray(self.smoother.directions @ ((self.chances.T @ self.smoother.kept).T * self.along))

    def sample(self, rng: np.random.Generator, number: int) -> tuple[Array, Array]:
        """Return curves that might be true, draws by samples by outcomes, and for each the error of its level."""
        n, _ = self.smoother.directions.shape
        kept = self.smoother.kept
        curves, levels = [], []
        for j in range(self.along.shape[1]):
            at = rng.choice(len(SHARES), size=number, p=self.chances[:, j])
            variance = self.squares[at, j] / rng.chisquare(n - 1, size=number)
            chance = rng.standard_normal((number, len(self.along))) * np.sqrt(kept[at] * variance[:, None])
            curves.append(self.smoother.directions @ (kept[at] * self.along[:, j] + chance).T)
            levels.append(rng.standard_normal(number) * np.sqrt(variance / n))
        return np.stack(curves, axis=2), np.stack(levels, axis=1)


def smoother(inputs: Array) -> Smoother | None:
    """Return the smoother for `inputs`, draws by parameters; None if none of them varies."""
    columns = [_spline(x) for x in inputs.T if np.ptp(x) > 0.0]
    if not columns:
        return None
    directions, sizes, _ = np.linalg.svd(np.column_stack(columns), full_matrices=False)
    return Smoother(directions, sizes**2 * (len(inputs) - 1) / (sizes**2).sum())


def _spline(x: Array) -> Array:
    """Return orthonormal columns, each with mean 0: the straight line, and what a spline has beyond it."""
    z = (x - x.mean()) / x.std()
    a, b, c, d = np.quantile(z, KNOTS)
    line = np.column_stack((np.ones_like(z), z))
    if not a < b < c < d:  # a parameter with few values: a line is all that can be told
        return np.asarray(np.linalg.qr(line)[0][:, 1:])

    def bend(knot: float) -> Array:
        return np.asarray(_cube(z - knot) - _cube(z - c) * (d - knot) / (d - c) + _cube(z - d) * (c - knot) / (d - c))

    return np.asarray(np.linalg.qr(np.column_stack((line, bend(a), bend(b))))[0][:, 1:])


def _cube(t: Array) -> Array:
    return np.asarray(np.maximum(t, 0.0) ** 3)
