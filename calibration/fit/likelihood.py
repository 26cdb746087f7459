"""How far a prediction is from a figure, and how likely the figure is: fixed by the targets, whatever is fitted.

The figure is taken to be the model's prediction plus four errors: the emulator's and the chance of one real county
(`variance`, from the emulator), the model's discrepancy, and the error of the figure itself, which may be wider on one
side. On the scale of its unit each is normal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from calibration.targets.scale import UNITS, deviations, on_scale
from calibration.targets.target_file import Target
from sim.measures.spans import Array
from sim.terms.quantity import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Likelihood:
    """`figure`: on the scale. `below`, `above`: deviation of the figure's own error. `discrepancy`: the model's."""

    ids: tuple[str, ...]
    figure: Array
    below: Array
    above: Array
    discrepancy: Array

    def variance(self, mean: Array, variance: Array) -> Array:
        """Return the variance of figure minus prediction, on the side on which the prediction lies."""
        own = np.where(mean < self.figure, self.below, self.above)
        return variance + self.discrepancy**2 + own**2

    def implausibility(self, mean: Array, variance: Array) -> Array:
        """Return, per point and target, how many standard deviations the prediction is from the figure."""
        return np.abs(mean - self.figure) / np.sqrt(self.variance(mean, variance))

    def log(self, mean: Array, variance: Array, correlation: Array) -> Array:
        """Return the log-likelihood of each point, up to a constant.

        `correlation`: of the emulators' errors; discrepancies and errors of figures are independent.
        """
        n = len(self.figure)
        deviation = np.sqrt(variance)
        covariance = correlation * deviation[:, :, None] * deviation[:, None, :]
        covariance[:, range(n), range(n)] = self.variance(mean, variance)
        lower = np.linalg.cholesky(covariance)
        left = np.linalg.solve(lower, (self.figure - mean)[:, :, None])[:, :, 0]
        return np.asarray(-0.5 * (left**2).sum(axis=1) - np.log(np.diagonal(lower, axis1=1, axis2=2)).sum(axis=1))

    def errors(self) -> list[float]:
        """Return the variance of each target's own error and of the discrepancy, the wider side."""
        return [float(v) for v in np.maximum(self.below, self.above) ** 2 + self.discrepancy**2]


def likelihood_of(targets: Sequence[Target], discrepancy: Mapping[str, Quantity]) -> Likelihood:
    """Return the likelihood of `targets`; `discrepancy` by scale."""
    sides = [deviations(t.unit, t.figure, t.low, t.high) for t in targets]
    central = [discrepancy[UNITS[t.unit]].value for t in targets]
    return Likelihood(
        ids=tuple(t.id for t in targets),
        figure=np.array([float(on_scale(t.unit, t.figure)) for t in targets]),
        below=np.array([low for low, _ in sides]),
        above=np.array([high for _, high in sides]),
        discrepancy=np.array([v if isinstance(v, float) else v[0] for v in central]),
    )
