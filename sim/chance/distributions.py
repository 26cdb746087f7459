"""Quantiles: what a number in (0, 1) means as a duration, a severity or a choice. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log
from statistics import NormalDist

from sim.terms.total import total

_normal_quantile = NormalDist().inv_cdf
MICRODAY = 6
"""Durations are rounded to this many decimals of a day, so that the last bit of a logarithm decides nothing."""

_MICRODAYS = 10.0**MICRODAY  # a day


def microday(days: float) -> float:
    """Return a duration in whole microdays.

    The same as `round(days, MICRODAY)`, which goes by way of a decimal string and takes four times as long.
    """
    return round(days * _MICRODAYS) / _MICRODAYS


DECIMALS = 9
"""Severities are rounded to this many decimals, for the same reason."""


def exponential(u: float) -> float:
    """Return the quantile of Exp(1): the budget of a risk clock."""
    return -log(1.0 - u)


def lognormal(median_sigma: tuple[float, float], u: float) -> float:
    """Return the quantile of a lognormal given by its median and the sigma of its logarithm, in the median's unit."""
    median, sigma = median_sigma
    return microday(median * exp(sigma * _normal_quantile(u))) if sigma > 0.0 else median


def kumaraswamy(shape: tuple[float, float], u: float) -> float:
    """Return the quantile of Kumaraswamy(a, b) in [0, 1]: a beta-like severity with a closed form."""
    a, b = shape
    return round(float((1.0 - (1.0 - u) ** (1.0 / b)) ** (1.0 / a)), DECIMALS)


def normal(mean_sd: tuple[float, float], u: float) -> float:
    """Return the quantile of a normal distribution given by mean and standard deviation."""
    return mean_sd[0] + mean_sd[1] * _normal_quantile(u)


def choice(weights: Sequence[float], u: float) -> int:
    """Return the index chosen by `u` with probabilities proportional to `weights` (at least one above 0)."""
    left = u * total(weights)
    for index, weight in enumerate(weights):
        left -= weight
        if left < 0.0:
            return index
    return max(i for i, w in enumerate(weights) if w > 0.0)
