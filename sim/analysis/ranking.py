"""How likely each design is the best, and what choosing it would cost if another one is.

Two questions are kept apart. *In a draw*: of one draw of parameters with its own chance, which was best, and how much
was lost by each of the others? Chance of single runs is counted as if one could have known it. *On average*: whose mean
over all draws is best? That is what a choice made now can win. The second is answered by means that might be true,
given the draws: each pair's difference then has Student's distribution with as many degrees of freedom as the paired
interval of a comparison, so the two agree also where draws are few. They are made of whole rows, so that common random
numbers stay common.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.analysis.estimates import Array, Estimate, bootstrapped, share_of, t_quantile

SAMPLES = 4000
"""Sets of means that might be true."""
EQUAL = 1e-12
"""Outcomes closer than this, relative to the largest, are ties: sums are rounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One design. Regrets are in the outcome's unit, 0 or above; `mean` is its outcome over the draws that counted.

    `best_on_average`: share of the samples; its interval is that of sampling alone and says nothing of the draws.
    """

    mean: float
    best_in_draw: Estimate
    best_on_average: Estimate
    regret_in_draw: Estimate
    regret_on_average: Estimate


@dataclass(frozen=True, slots=True)
class Ranking:
    """`designs` in the order of the columns. `draws`: how many counted; `left_out`: draws with a value undefined."""

    designs: tuple[Ranked, ...]
    draws: int
    left_out: int


def rank(outcomes: Array, *, seed: int, lower_is_better: bool = True, samples: int = SAMPLES) -> Ranking:
    """Return the ranking from `outcomes`, draws by designs, NaN where not defined; ties are split.

    Raises ValueError if there are no two designs or no two draws in which all are defined.
    """
    table = np.asarray(outcomes, dtype=float)
    whole = np.isfinite(table).all(axis=1) if table.ndim == 2 else np.empty(0, dtype=bool)
    if table.ndim != 2 or table.shape[1] < 2 or whole.sum() < 2:
        # not said: whoever calls has checked
        raise ValueError(f"outcomes of shape {table.shape}, {int(whole.sum())} draws whole; valid: 2 or more of both")
    x = table[whole]
    n = len(x)
    cost = x if lower_is_better else -x
    regret = cost - cost.min(axis=1, keepdims=True)
    means = _might_be(cost, np.random.default_rng(seed), samples)
    lost = means - means.min(axis=1, keepdims=True)
    in_draw, on_average = _best(cost), _best(means)
    mean = cost.mean(axis=0)
    return Ranking(
        tuple(
            Ranked(
                mean=float(x[:, j].mean()),
                best_in_draw=share_of(float(in_draw[:, j].sum()), n),
                best_on_average=share_of(float(on_average[:, j].sum()), samples),
                regret_in_draw=_not_below_nought(_about(regret[:, j])),
                regret_on_average=bootstrapped(float(mean[j] - mean.min()), lost[:, j]),
            )
            for j in range(x.shape[1])
        ),
        draws=n,
        left_out=len(table) - n,
    )


def _might_be(cost: Array, rng: np.random.Generator, samples: int) -> Array:
    """Return means that might be true, samples by designs: multivariate t about the means, with n - 1 degrees.

    Source: the posterior of a normal mean under the usual prior that says nothing (Gelman et al. 2013, section 3.6),
    where any one difference has the distribution that its t-interval is made of.
    """
    n = len(cost)
    mean = cost.mean(axis=0)
    steps = rng.standard_normal((samples, n)) @ (cost - mean) / np.sqrt(n * (n - 1.0))
    return np.asarray(mean + steps * np.sqrt((n - 1.0) / rng.chisquare(n - 1, size=(samples, 1))))


def _about(values: Array) -> Estimate:
    """Return the mean of values with Student's interval."""
    mean, n = float(values.mean()), len(values)
    half = t_quantile(n - 1) * float(values.std(ddof=1)) / n**0.5
    return Estimate(mean, mean - half, mean + half)


def _not_below_nought(e: Estimate) -> Estimate:
    return Estimate(e.value, max(0.0, e.low), e.high)


def _best(cost: Array) -> Array:
    """Return, for every row, 1 for the design with the least cost, split evenly where several have it."""
    margin = EQUAL * np.abs(cost).max(axis=1, keepdims=True)
    least = cost <= cost.min(axis=1, keepdims=True) + margin
    return np.asarray(least / least.sum(axis=1, keepdims=True))
