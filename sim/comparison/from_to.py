"""From which state to which? The same clients under two designs: both needs treated, one or neither, before and after.

Pure functions over the table `cohort` of each replication, by client as in `gains`. Those count whose two needs count
under both designs; whoever asks under one of them alone has no two states to stand in.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.comparison.gains import Table, paired
from sim.comparison.results import FromTo
from sim.comparison.statistics import summarise, summarise_difference
from sim.terms.log import Array

TREATED = ("both", "one", "neither")
"""The states, by how many of the two needs nobody treated."""


def from_to_of(design: Sequence[Table], baseline: Sequence[Table]) -> FromTo | None:
    """Return who goes from which state to which, over replications; None if nobody has two needs that count.

    Raises ValueError if the sequences are not of one length.
    """
    counts = [crossed(a, b) for a, b in zip(design, baseline, strict=True)]
    shares = [one / one.sum() for one in counts if one.sum()]
    if not shares:
        return None
    more, fewer = ([float(side.sum()) for side in sides] for sides in zip(*map(_sides, shares), strict=True))
    return FromTo(
        clients=summarise((float(one.sum()) for one in counts), "count"),
        shares=tuple(tuple(float(share) for share in row) for row in np.mean(shares, axis=0)),
        more=summarise(more, "share"),
        fewer=summarise(fewer, "share"),
        net=summarise_difference((a - b for a, b in zip(more, fewer, strict=True)), "share"),
    )


def crossed(design: Table, baseline: Table) -> Array:
    """Return one replication as counts: [i, j] are in state i under the baseline and in state j under the design."""
    own, base = paired(design, baseline)
    two = (own["needs"] == len(TREATED) - 1) & (base["needs"] == len(TREATED) - 1)
    found: Array = np.zeros((len(TREATED), len(TREATED)), dtype=np.int64)
    np.add.at(found, (base["untreated"][two].astype(int), own["untreated"][two].astype(int)), 1)
    return found


def _sides(table: Array) -> tuple[Array, Array]:
    """Return what lies below the diagonal (more needs treated than under the baseline) and above it (fewer)."""
    return np.tril(table, -1), np.triu(table, 1)
