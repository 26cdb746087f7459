"""Which municipalities answered is not known: every set of the right size is as likely as any other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, islice
from math import comb

import numpy as np

from sim.measures.spans import Array
from sim.terms.language import _

MOST_SETS = 200_000


class AnsweringSets:
    """All sets of `answering` of the municipalities, in order of how many adults they hold.

    `sets`: one row of indices per set. `shares`: adults of each set over those of the county, ascending.
    """

    def __init__(self, adults: Sequence[float], answering: int) -> None:
        """Raise ValueError if there are no such sets or too many to list."""
        n = comb(len(adults), answering) if 0 < answering <= len(adults) else 0
        if not 0 < n <= MOST_SETS:
            raise ValueError(
                _(
                    "{some} of {all} municipalities: {n} sets; valid: 1 to {most}",
                    some=answering,
                    all=len(adults),
                    n=n,
                    most=MOST_SETS,
                )
            )
        sets = np.array(list(combinations(range(len(adults)), answering)), dtype=np.int64)
        people = np.asarray(adults, dtype=float)
        shares = people[sets].sum(axis=1) / people.sum()
        order = np.argsort(shares, kind="stable")
        self.sets, self.shares = sets[order], shares[order]
        logs = np.log(self.shares)
        self._middle, self._spread = float(logs.mean()), float(logs.std()) or 1.0

    def index(self, u: Array | float) -> Array:
        """Return the set that stands at the quantile `u` in (0, 1)."""
        return np.minimum((np.asarray(u) * len(self.shares)).astype(np.int64), len(self.shares) - 1)

    def feature(self, u: Array | float) -> Array:
        """Return the logarithm of the share of adults at `u`, standardised over all sets."""
        return (np.log(self.shares[self.index(u)]) - self._middle) / self._spread


def who_tested(u: float, answering: Sequence[int], n: int) -> list[int]:
    """Return the `n` of the answering municipalities that stand at the quantile `u` of all sets of `n`."""
    nth = min(int(u * comb(len(answering), n)), comb(len(answering), n) - 1)
    return list(next(islice(combinations(answering, n), nth, None)))
