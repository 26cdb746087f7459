"""A number with its interval, and the few quantiles that several analyses share. All intervals are 95 % ones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import sqrt
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

COVERAGE = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """`value` with its 95 % interval `low`-`high`."""

    value: float
    low: float
    high: float


@cache
def t_quantile(freedom: int, coverage: float = COVERAGE) -> float:
    """Return Student's t for a two-sided interval of `coverage` with `freedom` degrees of freedom."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + coverage / 2.0))


def share_of(hits: float, trials: int) -> Estimate:
    """Return the share `hits` / `trials` with Wilson's interval; `hits` may be broken where ties were split.

    Raises ValueError if there are no trials. Source: Wilson (1927).
    """
    from scipy.special import ndtri

    if trials < 1:
        # not said: whoever calls has checked
        raise ValueError("a share of no trials")
    z2 = float(ndtri(0.5 + COVERAGE / 2.0)) ** 2
    share = hits / trials
    middle = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    half = sqrt(z2 * share * (1 - share) / trials + z2 * z2 / (4 * trials * trials)) / (1 + z2 / trials)
    return Estimate(share, max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))


def bootstrapped(value: float, resampled: Array) -> Estimate:
    """Return `value` with the central 95 % of what resampling gave (1-D), widened to hold the value itself."""
    tail = (1.0 - COVERAGE) / 2.0
    low, high = np.quantile(resampled, (tail, 1.0 - tail))
    return Estimate(value, min(value, float(low)), max(value, float(high)))
