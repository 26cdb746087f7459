"""Which factors an outcome depends on: Sobol's indices and Morris' screening, by SALib.

The caller runs the model at the points that `saltelli` or `trajectories` gives and hands the outcomes back in the same
order. Sources: Saltelli et al. (2010), Computer Physics Communications 181, 259-270; Morris (1991), Technometrics 33;
Campolongo, Cariboni and Saltelli (2007), Environmental Modelling and Software 22.

SALib (the extra `sensitivity`) is imported when it is used. A single run is a function of its factors and of chance:
with common random numbers, one replication for all points, the indices are those of that replication.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.analysis.estimates import Array, Estimate
from sim.analysis.sampling import Factor

RESAMPLES = 500
LEVELS = 4
"""Of Morris' grid; the usual choice (Campolongo et al. 2007)."""


@dataclass(frozen=True, slots=True)
class Indices:
    """A factor's share of the variance: `first` by itself, `total` with all its interactions. Not cut at 0 or 1."""

    name: str
    first: Estimate
    total: Estimate


@dataclass(frozen=True, slots=True)
class Effect:
    """A factor's elementary effects, in the outcome's unit over the whole range of the factor.

    `size`: mu*, the mean of their sizes. `direction`: mu, their mean with sign. `unevenness`: sigma, their standard
    deviation: large where the factor's effect is curved or depends on the other factors.
    """

    name: str
    size: Estimate
    direction: float
    unevenness: float


def saltelli(factors: Sequence[Factor], base: int, seed: int) -> Array:
    """Return base x (factors + 2) points (rows), values in the factors' ranges, from a scrambled Sobol sequence.

    Raises ValueError unless `base` is a power of two: any other number spoils the balance of the sequence.
    """
    from SALib.sample import sobol

    if base < 2 or base & (base - 1):
        # not said: whoever calls has checked
        raise ValueError(f"base {base}; valid: a power of two, at least 2")
    points = sobol.sample(_problem(factors), base, calc_second_order=False, seed=np.random.default_rng(seed))
    return np.asarray(points, dtype=float)


def sobol_indices(factors: Sequence[Factor], outcomes: Array, seed: int) -> tuple[Indices, ...]:
    """Return the indices of `factors` from the `outcomes` at the points of `saltelli`, in their order.

    Where an outcome is not defined (NaN) its whole block of factors + 2 points is left out. An outcome that never
    changes depends on nothing: all indices are 0. Raises ValueError if the number of outcomes is wrong or no two blocks
    are left.
    """
    from SALib.analyze import sobol

    y = _blocks(outcomes, len(factors) + 2).ravel()
    if np.ptp(y) == 0.0:
        nothing = Estimate(0.0, 0.0, 0.0)
        return tuple(Indices(factor.name, nothing, nothing) for factor in factors)
    # SALib takes the seed 0 for none at all.
    found = sobol.analyze(_problem(factors), y, calc_second_order=False, num_resamples=RESAMPLES, seed=seed + 1)
    return tuple(
        Indices(
            factor.name,
            _around(found["S1"][i], found["S1_conf"][i]),
            _around(found["ST"][i], found["ST_conf"][i]),
        )
        for i, factor in enumerate(factors)
    )


def bare_indices(factors: Sequence[Factor], outcomes: Array) -> Array:
    """Return first and total index of each factor (rows) without intervals: the same numbers in far less time.

    For an emulator that is asked many times. The estimators are those of `sobol_indices` (Saltelli et al. 2010, table
    2: b for the first index, f for the total one). Raises as it does.
    """
    y = _blocks(outcomes, len(factors) + 2)
    if y[:, [0, -1]].std() == 0.0:
        return np.zeros((len(factors), 2))
    z = (y - y.mean()) / y.std()
    a, b, variance = z[:, :1], z[:, -1:], float(z[:, [0, -1]].var())
    swapped = z[:, 1:-1]
    first = (b * (swapped - a)).mean(axis=0) / variance
    total = 0.5 * ((a - swapped) ** 2).mean(axis=0) / variance
    return np.column_stack((first, total))


def trajectories(factors: Sequence[Factor], number: int, seed: int) -> Array:
    """Return number x (factors + 1) points (rows), values in the factors' ranges: each step changes one factor.

    Raises ValueError below two trajectories.
    """
    from SALib.sample import morris

    if number < 2:
        # not said: whoever calls has checked
        raise ValueError(f"{number} trajectories; valid: at least 2")
    points = morris.sample(_problem(factors), number, num_levels=LEVELS, seed=np.random.default_rng(seed))
    return np.asarray(points, dtype=float)


def morris_effects(factors: Sequence[Factor], points: Array, outcomes: Array, seed: int) -> tuple[Effect, ...]:
    """Return the effects of `factors` from the `outcomes` at the `points` of `trajectories`.

    Where an outcome is not defined (NaN) its whole trajectory is left out. Raises ValueError if the number of outcomes
    is wrong or no two trajectories are left.
    """
    from SALib.analyze import morris

    size = len(factors) + 1
    y = _blocks(outcomes, size)
    x = np.asarray(points, dtype=float).reshape(-1, size, len(factors))[_whole(outcomes, size)]
    found = morris.analyze(
        _problem(factors),
        x.reshape(-1, len(factors)),
        y.ravel(),
        num_levels=LEVELS,
        num_resamples=RESAMPLES,
        seed=np.random.default_rng(seed),
    )
    return tuple(
        Effect(
            factor.name,
            _around(found["mu_star"][i], found["mu_star_conf"][i], least=0.0),
            float(found["mu"][i]),
            float(found["sigma"][i]),
        )
        for i, factor in enumerate(factors)
    )


def _problem(factors: Sequence[Factor]) -> dict[str, Any]:
    return {
        "num_vars": len(factors),
        "names": [factor.name for factor in factors],
        "bounds": [[factor.low, factor.high] for factor in factors],
    }


def whole_trajectories(factors: Sequence[Factor], outcomes: Array) -> int:
    """Return in how many trajectories an outcome is defined throughout: `morris_effects` needs two."""
    return int(_whole(outcomes, len(factors) + 1).sum())


def whole_blocks(factors: Sequence[Factor], outcomes: Array) -> int:
    """Return in how many blocks of Saltelli's sample an outcome is defined throughout: `sobol_indices` needs two."""
    return int(_whole(outcomes, len(factors) + 2).sum())


def _whole(outcomes: Array, size: int) -> Array:
    """Return which blocks of `size` outcomes have no undefined one."""
    return np.asarray(np.isfinite(np.asarray(outcomes, dtype=float)).reshape(-1, size).all(axis=1))


def _blocks(outcomes: Array, size: int) -> Array:
    y = np.asarray(outcomes, dtype=float)
    if y.ndim != 1 or len(y) % size or _whole(y, size).sum() < 2:
        # not said: whoever calls has checked
        raise ValueError(f"outcomes of shape {y.shape}; valid: a row of blocks of {size}, two of them without gaps")
    return np.asarray(y.reshape(-1, size)[_whole(y, size)])


def _around(value: float, half: float, least: float = -np.inf) -> Estimate:
    return Estimate(float(value), max(least, float(value - half)), float(value + half))
