"""Emulators: what the model would give for parameters that it has not been run with, and how sure that is.

One per target, on the target's scale: a quadratic mean (its terms by BIC) and a Gaussian process for what it leaves.
What neither explains is noise: the chance of a replication, and the parameters that are not fitted.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from calibration.fit.predictors import ProcessPredictor, Quadratic, process_of, quadratic_of
from sim.measures.spans import Array

FOLDS = 5
LEAST_DIRECTION = 1e-6
LENGTH, LENGTHS = 4.0, (2.0, 30.0)
AMPLITUDE, AMPLITUDES = 0.1, (1e-3, 10.0)
NOISE, NOISES = 0.5, (1e-3, 3.0)
"""Start and bounds of the process's length, of its variance and of the noise; all in units of standardised inputs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emulator:
    """`predict` gives mean and variance. `noise`: variance left by the fitted parameters. `explained`: share, by folds.

    `stretch`: by how much errors on runs left out exceed what the emulator said, as a factor on variances (at least 1).
    `errors`: of every run when it was left out, in stated deviations; NaN where a run has no value.
    """

    mean: Quadratic
    process: ProcessPredictor
    middle: float
    spread: float
    noise: float
    stretch: float
    explained: float
    runs: int
    errors: Array

    def predict(self, x: Array) -> tuple[Array, Array]:
        """Return mean and variance of a run at each row of `x`: emulator's own and noise together."""
        left, variance = self.process.predict(x)
        mean = self.middle + self.spread * (self.mean.predict(x) + left)
        return mean, self.spread**2 * variance * self.stretch


def fit_emulator(x: Array, y: Array) -> Emulator:
    """Return the emulator of `y` (runs; NaN left out) at `x` (runs by inputs). Raises ValueError below 30 runs."""
    whole = np.isfinite(y)
    if whole.sum() < 30:
        # not said: of a program
        raise ValueError(f"{int(whole.sum())} runs: an emulator needs at least 30")
    x, y = x[whole], y[whole]
    middle, spread = float(y.mean()), float(y.std()) or 1.0
    scaled = (y - middle) / spread
    mean, process = _fitted(x, scaled)
    error, said = _left_out(x, scaled, process.kernel_)
    stretch = max(1.0, float(np.mean(error**2 / said)))
    noise = float(process.kernel_.k2.noise_level) * spread**2
    explained = 1.0 - float(np.mean(error**2))
    errors = np.full(len(whole), np.nan)
    errors[whole] = error / np.sqrt(said)
    return Emulator(
        mean=quadratic_of(mean),
        process=process_of(process),
        middle=middle,
        spread=spread,
        noise=noise * stretch,
        stretch=stretch,
        explained=explained,
        runs=len(y),
        errors=errors,
    )


def correlation(emulators: Sequence[Emulator]) -> Array:
    """Return how the errors of the targets go together over runs: chance and unfitted parameters are shared.

    A proper correlation matrix: pairwise over the runs that have both, its negative directions cut off.
    """
    errors = np.ma.masked_invalid(np.column_stack([emulator.errors for emulator in emulators]))
    found = np.asarray(np.ma.filled(np.ma.corrcoef(errors, rowvar=False), 0.0)).reshape(len(emulators), len(emulators))
    np.fill_diagonal(found, 1.0)
    values, vectors = np.linalg.eigh(found)
    proper = (vectors * np.maximum(values, LEAST_DIRECTION)) @ vectors.T
    scale = np.sqrt(np.diag(proper))
    return np.asarray(proper / np.outer(scale, scale))


def predict_all(emulators: Sequence[Emulator], x: Array) -> tuple[Array, Array]:
    """Return means and variances, rows of `x` by emulators."""
    pairs = [emulator.predict(x) for emulator in emulators]
    return np.column_stack([m for m, _ in pairs]), np.column_stack([v for _, v in pairs])


def _fitted(x: Array, y: Array, kernel: Any = None) -> tuple[Any, Any]:
    """Return the mean and the process; with a `kernel`, that one as it is."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel
    from sklearn.linear_model import LassoLarsIC
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import PolynomialFeatures, StandardScaler

    # of some hundred terms a few matter; with all of them the process would be fitted to what chance left
    terms = LassoLarsIC("bic", noise_variance=_noise_of_plane(x, y))
    mean = make_pipeline(PolynomialFeatures(2, include_bias=False), StandardScaler(), terms)
    mean.fit(x, y)
    own = kernel is None
    if own:
        kernel = ConstantKernel(AMPLITUDE, AMPLITUDES) * RBF(LENGTH, LENGTHS) + WhiteKernel(NOISE, NOISES)
    process = GaussianProcessRegressor(kernel, optimizer="fmin_l_bfgs_b" if own else None, normalize_y=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a bound that is reached says: no process, or all of it
        process.fit(x, y - mean.predict(x))
    return mean, process


def _noise_of_plane(x: Array, y: Array) -> float | None:
    """Return the variance around a plane where all quadratic terms together would leave too little; else None."""
    from sklearn.linear_model import LinearRegression

    n, d = x.shape
    if n > 2 * (d + d * (d + 1) // 2):
        return None
    left = y - LinearRegression().fit(x, y).predict(x)
    return float((left**2).sum()) / max(1, n - d - 1)


def _left_out(x: Array, y: Array, kernel: Any) -> tuple[Array, Array]:
    """Return errors and stated variances of runs predicted from the others, by folds."""
    error, said = np.empty(len(y)), np.empty(len(y))
    for fold in range(FOLDS):
        out = np.arange(len(y)) % FOLDS == fold
        mean, process = _fitted(x[~out], y[~out], kernel)
        left, deviation = process.predict(x[out], return_std=True)
        error[out] = y[out] - mean.predict(x[out]) - left
        said[out] = deviation**2
    return error, said
