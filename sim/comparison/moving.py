"""Dip and recovery: what the services that a design moves give around their day, as a share of the baseline's.

Pure functions over the table `moving` of each replication. A ratio of the two at the same time, so that what the county
does anyway is in neither. Source: section 7 (2), section 8 (precedents).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.comparison.results import MovingMonth, Summary
from sim.comparison.statistics import summarise
from sim.comparison.tables import MOVING
from sim.comparison.transfer import TransferTables
from sim.terms.log import Array
from sim.terms.move import Move

BACK = 0.95
"""A service is back from the first month from which its months together stay at this share of the baseline's."""
SMOOTH = 3
"""Months that are told together: a month of a small service is chance."""


def moving_of(
    own: Sequence[TransferTables], base: Sequence[TransferTables], moves: Sequence[tuple[Move, ...]]
) -> tuple[MovingMonth, ...]:
    """Return the months around the day on which a design's services move; none where no service does.

    One of each for each replication. `moves`: the design's. Services that move are summed, each around its own day, in
    the months that all of them have. Raises ValueError if the sequences are not of one length.
    """
    every = [_replication(a, b, some) for a, b, some in zip(own, base, moves, strict=True)]
    months = sorted({month for one in every for month in one})
    return tuple(
        MovingMonth(month, *(_summary([one[month][i] for one in every if month in one]) for i in range(2)))
        for month in months
    )


def lowest(months: Sequence[MovingMonth], which: str) -> tuple[int, float] | None:
    """Return the month (the first of `SMOOTH`) from the day on in which `which` (hours or posts) is lowest, and it."""
    told = _smooth(months, which)
    return min(told.items(), key=lambda pair: (pair[1], pair[0])) if told else None


def back_after(months: Sequence[MovingMonth], which: str) -> int | None:
    """Return after how many months `which` stays at `BACK` of the baseline's until the end, None if it never does."""
    told = _smooth(months, which)
    below = [month for month, mean in told.items() if mean < BACK]
    if not told or (below and max(below) == max(told)):
        return None
    return max(below) + 1 if below else 0


def _smooth(months: Sequence[MovingMonth], which: str) -> dict[int, float]:
    """Return the mean over `SMOOTH` months from each month on that begins on the day or later."""
    means: dict[int, float | None] = {m.since: getattr(m, which).mean for m in months if m.since >= 0}
    found: dict[int, float] = {}
    for month in means:
        some = [means.get(month + i) for i in range(SMOOTH)]
        known = [mean for mean in some if mean is not None]
        if len(known) == SMOOTH:
            found[month] = float(np.mean(known))
    return found


def _replication(
    own: TransferTables, base: TransferTables, moves: tuple[Move, ...]
) -> dict[int, tuple[float | None, float | None]]:
    """Return month → (hours, posts) of one replication, shares of the baseline's; None where that has none."""
    sums = [_sums(told, moves) for told in (own, base)]
    found: dict[int, tuple[float | None, float | None]] = {}
    for month in sums[0].keys() & sums[1].keys():
        ratios = [a / b if b > 0.0 else None for a, b in zip(sums[0][month], sums[1][month], strict=True)]
        found[month] = (ratios[0], ratios[1])
    return found


def _sums(told: TransferTables, moves: tuple[Move, ...]) -> dict[int, Array]:
    """Return month → (hours, posts), summed over the moves, in the months that every one of them has."""
    table: Mapping[str, Array] | None = told.tables.get(MOVING)
    if table is None:
        return {}
    places = [i for i, move in enumerate(told.moves) if move in moves and move.part is None and not move.closes]
    mine = np.isin(table["move"], places)
    found: dict[int, Array] = {}
    for month in np.unique(table["since"][mine]):
        rows = mine & (table["since"] == month)
        if int(rows.sum()) == len(places):
            found[int(month)] = np.array([table[name][rows].sum() for name in ("hours", "posts")])
    return found


def _summary(values: Sequence[float | None]) -> Summary:
    return summarise(values, "ratio")
