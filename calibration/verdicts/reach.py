"""Which draws reach what is known closely: each tight count alone, in pairs, and all of them at once.

A draw's own run reaches a count if it gives a value within the figure's own 95 %. A fit may have every figure in its
interval and still no draw that is like the county, each off by some other count: only the counts together show it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import sqrt

import numpy as np

from calibration.parameters.parameter_set import POSTERIOR, TARGET, ParameterSet
from calibration.targets.scale import UNITS, on_scale
from calibration.targets.target_file import Target
from sim.measures.spans import Array

NARROW = 0.15
"""A target for the fit is a tight count if its own 95 % is no wider than 15 % to either side (assumption).

Of a share: no wider, as odds, than that of one half known to 15 %, which is 0.425 to 0.575.
"""
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tight counts, by id, and how many draws reach both."""

    ids: tuple[str, str]
    draws: int


@dataclass(frozen=True, slots=True)
class Reached:
    """Which draws reach which tight counts.

    `targets`: the tight counts. `reaches`: draws by counts, whether the draw's run lies in the figure's own 95 %; a run
    without a value reaches nothing. `centred`: the same if the draws, spread as they are, lay around every figure.
    """

    targets: tuple[Target, ...]
    reaches: Array = field(repr=False, compare=False)
    centred: Array = field(repr=False, compare=False)

    @property
    def draws(self) -> int:
        """How many draws there are."""
        return len(self.reaches)

    @property
    def alone(self) -> tuple[int, ...]:
        """How many draws reach each count."""
        return tuple(int(n) for n in self.reaches.sum(axis=0))

    @property
    def centred_alone(self) -> tuple[int, ...]:
        """How many would reach each if they lay around it."""
        return tuple(int(n) for n in self.centred.sum(axis=0))

    @property
    def together(self) -> int:
        """How many draws reach all counts at once."""
        return int(self.reaches.all(axis=1).sum())

    @property
    def centred_together(self) -> int:
        """How many would reach all at once if they lay around all."""
        return int(self.centred.all(axis=1).sum())

    @property
    def share(self) -> float:
        """The share of draws that reach all counts at once; NaN where no count is tight or there is no draw."""
        return self.together / self.draws if self.targets and self.draws else float("nan")

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Every two counts, those first that the fewest draws reach together; empty of fewer than three counts."""
        if len(self.targets) < 3:
            return ()
        found = [
            Pair((self.targets[i].id, self.targets[j].id), int((self.reaches[:, i] & self.reaches[:, j]).sum()))
            for i, j in combinations(range(len(self.targets)), 2)
        ]
        return tuple(sorted(found, key=lambda pair: pair.draws))


def is_tight(target: Target) -> bool:
    """Return whether a target is one for the fit that is known closely: see `NARROW`.

    Half the width counts, so that a figure with all its doubt on one side is tight as well.
    """
    if target.use != "fit" or target.low <= 0.0:
        return False
    if UNITS[target.unit] == "logit":
        return sqrt(_odds(target.high) / _odds(target.low)) <= _odds(HALF * (1.0 + NARROW))
    return sqrt(target.high / target.low) <= 1.0 + NARROW


def reached(targets: Sequence[Target], values: Mapping[str, Array]) -> Reached:
    """Return which draws reach the tight counts among `targets`.

    `values`: target id → what each draw's run gave, NaN where it gave nothing; the same draws in the same order.
    """
    tight = tuple(target for target in targets if is_tight(target))
    if not tight:
        return Reached((), np.empty((0, 0), dtype=bool), np.empty((0, 0), dtype=bool))
    columns = [np.asarray(values[target.id], dtype=float) for target in tight]
    return Reached(
        tight,
        np.column_stack([(t.low <= v) & (v <= t.high) for t, v in zip(tight, columns, strict=True)]),
        np.column_stack([_around(t, v) for t, v in zip(tight, columns, strict=True)]),
    )


def reached_by(found: ParameterSet, targets: Sequence[Target]) -> Reached:
    """Return which draws of a set reach the tight counts, by the calibration's own runs of them."""
    return reached(targets, {t.id: found.of(POSTERIOR, TARGET + t.id) for t in targets if is_tight(t)})


def _around(target: Target, values: Array) -> Array:
    """Return whether each value would lie in the figure's own 95 %, moved on its scale so that their mean is it."""
    placed = on_scale(target.unit, values)
    low, middle, high = (float(on_scale(target.unit, v)) for v in (target.low, target.figure, target.high))
    whole = placed[np.isfinite(placed)]
    moved = placed + (middle - whole.mean()) if len(whole) else placed
    return np.asarray((low <= moved) & (moved <= high))


def _odds(share: float) -> float:
    return share / (1.0 - share)
