"""Where a curve that is known with a band crosses 0: where its sign is not known, and what it is beside.

If the band holds the curve at any one place with 95 %, the place of a crossing lies in one of these stretches with 95
%: the interval is the set of all places that the band cannot tell from 0 (Fieller 1954).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sim.analysis.estimates import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """From `low` to `high` the sign is not known.

    `before`, `after`: the sign beside it, -1 or 1; 0 where that is not known either, as at the ends of the curve.
    `roots`: where the curve itself is 0 within, ascending.
    """

    low: float
    high: float
    before: int
    after: int
    roots: tuple[float, ...]

    @property
    def crosses(self) -> bool:
        """Whether the curve surely changes sign here."""
        return self.before * self.after == -1

    @property
    def half_width(self) -> float:
        """Half of its length."""
        return (self.high - self.low) / 2.0

    @property
    def root(self) -> float:
        """The place to name: the middle one of the roots, or the middle where the curve has none."""
        return self.roots[len(self.roots) // 2] if self.roots else (self.low + self.high) / 2.0


def stretches(x: Array, mean: Array, half: Array) -> tuple[Stretch, ...]:
    """Return where `mean` ± `half` at the places `x` (ascending) holds 0 or changes sign, in order.

    A stretch reaches to the nearest places of known sign on both sides; between two neighbours of one known sign the
    curve is taken not to cross.
    """
    sign = np.where(np.abs(mean) > half, np.sign(mean), 0.0).astype(int)
    clear = (sign[:-1] == sign[1:]) & (sign[:-1] != 0)  # cells between neighbours
    found: list[Stretch] = []
    last = -1
    for cell in (int(i) for i in np.flatnonzero(~clear)):
        if cell <= last:
            continue
        # A place of known sign ends a stretch, even where the next cell begins another.
        last = cell
        while last + 1 < len(clear) and sign[last + 1] == 0:
            last += 1
        inside = slice(cell, last + 2)
        roots = _roots(x[inside], mean[inside])
        found.append(
            Stretch(
                low=float(x[cell]),
                high=float(x[last + 1]),
                before=int(sign[cell]),
                after=int(sign[last + 1]),
                roots=roots,
            )
        )
    return tuple(found)


def joined(parts: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Return `parts` (ascending) with those that overlap made one."""
    whole: list[Stretch] = []
    for part in parts:
        if whole and part.low < whole[-1].high:
            last = whole.pop()
            high = max(last.high, part.high)
            part = Stretch(
                low=last.low,
                high=high,
                before=last.before,
                after=part.after,
                roots=tuple(sorted({*last.roots, *part.roots})),
            )
        whole.append(part)
    return tuple(whole)


def _roots(x: Array, y: Array) -> tuple[float, ...]:
    """Return where the line through the points is 0 or jumps over it; of a run of zeros the middle."""
    known = np.flatnonzero(y)
    if not len(known):
        return ((float(x[0]) + float(x[-1])) / 2.0,)
    found = []
    for a, b in pairwise(known):
        if y[a] * y[b] < 0:
            inner = x[a + 1 : b]
            place = (inner[0] + inner[-1]) / 2.0 if len(inner) else x[a] + (x[b] - x[a]) * y[a] / (y[a] - y[b])
            found.append(float(place))
    return tuple(found)
