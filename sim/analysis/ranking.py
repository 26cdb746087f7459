"""How likely each design is the best, and what choosing it would cost if another one is.

Two questions are kept apart. *In a draw*: of one draw of parameters with its own chance, which was best, and how much
was lost by each of the others? Chance of single runs is counted as if one could have known it. *On average*: whose mean
over all draws is best? That is what a choice made now can win. The second is answered by resampling draws, whole rows,
so that common random numbers stay common.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.analysis.estimates import Array, Estimate, bootstrapped, share_of

RESAMPLES = 4000
EQUAL = 1e-12
"""Outcomes closer than this, relative to the largest, are ties: sums are rounded."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One design. Regrets are in the outcome's unit, 0 or above; `mean` is its outcome over the draws.

    `best_on_average`: share of resamples; its interval is that of the resampling alone and says nothing of the draws.
    """

    mean: Estimate
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


def rank(outcomes: Array, *, seed: int, lower_is_better: bool = True, resamples: int = RESAMPLES) -> Ranking:
    """Return the ranking from `outcomes`, draws by designs, NaN where not defined; ties are split.

    Raises ValueError if there are no two designs or no two draws in which all are defined.
    """
    table = np.asarray(outcomes, dtype=float)
    whole = np.isfinite(table).all(axis=1) if table.ndim == 2 else np.empty(0, dtype=bool)
    if table.ndim != 2 or table.shape[1] < 2 or whole.sum() < 2:
        raise ValueError(f"outcomes of shape {table.shape}, {int(whole.sum())} draws whole; valid: 2 or more of both")
    x = table[whole]
    n = len(x)
    cost = x if lower_is_better else -x
    regret = cost - cost.min(axis=1, keepdims=True)
    weights = np.random.default_rng(seed).multinomial(n, np.full(n, 1.0 / n), size=resamples) / n
    means = weights @ cost
    lost = means - means.min(axis=1, keepdims=True)
    in_draw, on_average = _best(cost), _best(means)
    mean = cost.mean(axis=0)
    return Ranking(
        tuple(
            Ranked(
                mean=bootstrapped(float(x[:, j].mean()), weights @ x[:, j]),
                best_in_draw=share_of(float(in_draw[:, j].sum()), n),
                best_on_average=share_of(float(on_average[:, j].sum()), resamples),
                regret_in_draw=bootstrapped(float(regret[:, j].mean()), weights @ regret[:, j]),
                regret_on_average=bootstrapped(float(mean[j] - mean.min()), lost[:, j]),
            )
            for j in range(x.shape[1])
        ),
        draws=n,
        left_out=len(table) - n,
    )


def _best(cost: Array) -> Array:
    """Return, for every row, 1 for the design with the least cost, split evenly where several have it."""
    margin = EQUAL * np.abs(cost).max(axis=1, keepdims=True)
    least = cost <= cost.min(axis=1, keepdims=True) + margin
    return np.asarray(least / least.sum(axis=1, keepdims=True))
