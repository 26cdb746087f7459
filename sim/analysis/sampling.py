"""Where to run the model: designed samples of named factors, as quantiles in [0, 1] and as values in their ranges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.analysis.estimates import Array


@dataclass(frozen=True, slots=True)
class Factor:
    """What is varied, from `low` to `high`, all values between being as likely. Raises ValueError unless low < high."""

    name: str
    low: float
    high: float

    def __post_init__(self) -> None:
        """Check the range."""
        if not self.low < self.high:
            # not said: whoever calls has checked
            raise ValueError(f"{self.name}: from {self.low} to {self.high}; valid: low below high")


def values_at(factors: Sequence[Factor], quantiles: Array) -> Array:
    """Return the values of `factors` at `quantiles` (points by factors); 0 is low and 1 is high, exactly."""
    low = np.array([factor.low for factor in factors])
    high = np.array([factor.high for factor in factors])
    return np.asarray((1.0 - quantiles) * low + quantiles * high)


def latin_hypercube(factors: int, points: int, seed: int) -> Array:
    """Return `points` by `factors` quantiles in (0, 1): every factor's points are spread evenly, and all together.

    Each of the `points` equal parts of a factor's range holds exactly one. Of the many such samples, one with a low
    discrepancy (SciPy's `random-cd`). Raises ValueError below one factor or two points.
    """
    from scipy.stats import qmc

    if factors < 1 or points < 2:
        # not said: whoever calls has checked
        raise ValueError(f"{factors} factors, {points} points; valid: at least 1 and at least 2")
    # SciPy renamed `seed` to `rng` in 1.15; a generator is taken under the old name by both.
    engine = qmc.LatinHypercube(factors, optimization="random-cd", seed=np.random.default_rng(seed))
    return np.asarray(engine.random(points), dtype=float)
