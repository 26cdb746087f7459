"""A fitted quadratic and a fitted Gaussian process as plain arrays: what scikit-learn predicts, without its ways there.

Sampling asks an emulator hundreds of thousands of times for some thirty points each; there the library's checks and
solves take most of the time. Fitting stays the library's. Source: Rasmussen and Williams (2006), algorithm 2.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.linalg import solve_triangular

from sim.measures.spans import Array


@dataclass(frozen=True, slots=True)
class Quadratic:
    """`constant` + the terms that have a coefficient: products of the columns `first` and `second`.

    The column after the last is 1, so a linear term is its column times that.
    """

    constant: float
    first: Array
    second: Array
    coefficient: Array

    def predict(self, x: Array) -> Array:
        """Return its value at each row of `x`."""
        with_one = np.column_stack((x, np.ones(len(x))))
        found: Array = self.constant + (with_one[:, self.first] * with_one[:, self.second]) @ self.coefficient
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessPredictor:
    """A process with one length for all inputs. `known`: where runs were; `weight`: of each; `whiten`: inverse of the
    lower triangle of their covariance. `amplitude`, `noise`: variances.
    """

    known: Array
    weight: Array
    whiten: Array
    amplitude: float
    length: float
    noise: float

    def predict(self, x: Array) -> tuple[Array, Array]:
        """Return mean and variance, noise included, at each row of `x`."""
        squares = (x**2).sum(axis=1)[:, None] + (self.known**2).sum(axis=1) - 2.0 * (x @ self.known.T)
        near = self.amplitude * np.exp(-0.5 * np.maximum(squares, 0.0) / self.length**2)
        told = near @ self.whiten.T
        variance = self.amplitude + self.noise - (told**2).sum(axis=1)
        return near @ self.weight, np.maximum(variance, 0.0)


def quadratic_of(pipeline: Any) -> Quadratic:
    """Return a fitted pipeline of PolynomialFeatures(2, include_bias=False), StandardScaler and a linear model."""
    features, scaler, linear = (step for _, step in pipeline.steps)
    slope = np.asarray(linear.coef_) / scaler.scale_
    constant = float(linear.intercept_ - (slope * scaler.mean_).sum())
    kept = np.flatnonzero(slope)
    powers = np.asarray(features.powers_)[kept]
    one = powers.shape[1] if len(kept) else int(features.n_features_in_)
    columns = [[i for i, power in enumerate(row) for _ in range(int(power))] for row in powers]
    first = np.array([row[0] for row in columns], dtype=np.int64)
    second = np.array([row[1] if len(row) > 1 else one for row in columns], dtype=np.int64)
    return Quadratic(constant, first, second, slope[kept])


def process_of(regressor: Any) -> ProcessPredictor:
    """Return a fitted GaussianProcessRegressor of ConstantKernel * RBF + WhiteKernel, its outcome not normalised."""
    kernel, known = regressor.kernel_, np.asarray(regressor.X_train_)
    whiten = solve_triangular(regressor.L_, np.eye(len(known)), lower=True)
    own = kernel.k1
    return ProcessPredictor(
        known=known,
        weight=np.asarray(regressor.alpha_).ravel(),
        whiten=np.asarray(whiten),
        amplitude=float(own.k1.constant_value),
        length=float(own.k2.length_scale),
        noise=float(kernel.k2.noise_level),
    )
