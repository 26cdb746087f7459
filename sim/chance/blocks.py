"""Blocks of keyed numbers: the same values as `keyed.uniform`, many at a time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.chance import keyed
from sim.terms.hazards import EDGES, Steps

Floats = npt.NDArray[np.float64]


def uniforms(key: int, decision: int, first: int, last: int) -> Floats:
    """Return `keyed.uniform(key, decision, nth=n)` for n from `first` to `last` - 1, bit for bit.

    So the value belongs to its address and never to the block in which it was asked for.
    """
    nth = np.arange(first, last, dtype=np.uint64)
    word = np.uint64(decision << 46) + nth  # part, episode and service are 0
    z = _word(key) + word * _word(keyed.GAMMA)
    z = (z ^ (z >> np.uint64(30))) * _word(keyed.MIX_1)
    z = (z ^ (z >> np.uint64(27))) * _word(keyed.MIX_2)
    z = z ^ (z >> np.uint64(31))
    return np.asarray((z >> np.uint64(11)).astype(np.float64) * keyed.TO_UNIT + keyed.TO_UNIT / 2)


def _word(number: int) -> np.uint64:
    """Return the 64 bits of a number that may have a sign."""
    return np.uint64(keyed.without_sign(number))


def exponentials(u: Floats) -> Floats:
    """Return the quantiles of Exp(1)."""
    return np.asarray(-np.log(1.0 - u))


def days_reached(steps: Steps, hazard: Floats) -> Floats:
    """Return `hazards.day_reached` for many accumulated hazards at once; steps must be above 0."""
    starts = np.array((0.0, *EDGES))
    widths = np.diff(starts)
    gathered = np.concatenate(([0.0], np.cumsum(np.array(steps[:3]) * widths)))
    step = np.searchsorted(gathered, hazard, side="left").clip(1) - 1
    return np.asarray(starts[step] + (hazard - gathered[step]) / np.array(steps)[step])
