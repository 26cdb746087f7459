"""How much of an outcome's spread many small effects together explain, though none of them could be told alone.

Every effect within a group is taken to be normal with one variance; what no group explains is chance. The variances are
those that make the outcomes most likely (restricted maximum likelihood; Patterson and Thompson 1971). With some hundred
runs a share is known to about a tenth or two.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.linalg import cholesky, solve_triangular

from sim.measures.spans import Array

FLOOR = 1e-6


def variance_shares(groups: Sequence[Array], y: Array) -> list[float]:
    """Return the share of the variance of `y` that each group explains; the rest is chance.

    `groups`: runs by effects, standardised columns; a group without columns explains nothing.
    """
    from scipy.optimize import minimize

    n = len(y)
    spread = float(y.std())
    if n < 3 or spread == 0.0:
        return [0.0 for _ in groups]
    scaled = (y - y.mean()) / spread
    kernels = [x @ x.T / x.shape[1] for x in groups if x.shape[1]]
    if not kernels:
        return [0.0 for _ in groups]
    whole = [*kernels, np.eye(n)]

    def loss(logs: Array) -> float:
        return _restricted(np.exp(logs), whole, scaled)

    start = np.log(np.full(len(whole), 1.0 / len(whole)))
    bounds = [(np.log(FLOOR), np.log(10.0))] * len(whole)
    variances = np.exp(minimize(loss, start, method="L-BFGS-B", bounds=bounds).x)
    found = iter(variances[:-1] / variances.sum())
    return [float(next(found)) if x.shape[1] else 0.0 for x in groups]


def _restricted(variances: Array, kernels: Sequence[Array], y: Array) -> float:
    """Return minus the restricted log-likelihood with one common mean, up to a constant."""
    covariance = np.sum([v * k for v, k in zip(variances, kernels, strict=True)], axis=0)
    lower = cholesky(covariance, lower=True, check_finite=False)
    both = solve_triangular(lower, np.column_stack((np.ones(len(y)), y)), lower=True, check_finite=False)
    ones, left = both.T
    information = float(ones @ ones)
    left = left - ones * (float(ones @ left) / information)
    return float(np.log(np.diag(lower)).sum() + 0.5 * np.log(information) + 0.5 * (left @ left))
