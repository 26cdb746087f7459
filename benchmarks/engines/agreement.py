"""Whether engines did the same work: their means over runs lie as close as chance lets them, or nothing is compared.

Every engine has run the same workload the same number of times, with numbers of its own. For each figure and engine its
mean is held against that of all the others together, by a t-test with one variance for all engines (within engines);
the level is shared by all the tests of a workload, so that true agreement is refused once in a hundred times.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy import stats

LEVEL = 0.01

Told = Mapping[str, Sequence[Mapping[str, float]]]
"""Engine → what each of its runs told: figure → value."""


class Difference(NamedTuple):
    """One engine, one figure: its mean, that of the others, and the largest distance that chance explains."""

    figure: str
    engine: str
    mean: float
    others: float
    limit: float

    def is_chance(self) -> bool:
        """Whether chance explains it."""
        return abs(self.mean - self.others) <= self.limit


class DisagreeError(Exception):
    """Engines did not do the same work: which, and by how much."""


def differences(told: Told) -> list[Difference]:
    """Return each engine's distance from the others, figure by figure. Needs two engines and two runs of each."""
    engines, found = list(told), []
    figures = list(told[engines[0]][0])
    level = LEVEL / (len(engines) * len(figures))
    for figure in figures:
        values = np.array([[run[figure] for run in told[engine]] for engine in engines])
        n_engines, runs = values.shape
        within = float(values.var(axis=1, ddof=1).mean())
        critical = float(stats.t.ppf(1.0 - level / 2.0, n_engines * (runs - 1)))
        error = (within * (1.0 / runs + 1.0 / (runs * (n_engines - 1)))) ** 0.5
        for nth, engine in enumerate(engines):
            mean, others = float(values[nth].mean()), float(np.delete(values, nth, axis=0).mean())
            found.append(Difference(figure, engine, mean, others, critical * error))
    return found


def check(told: Told) -> list[Difference]:
    """Return the differences. Raises DisagreeError where one is more than chance."""
    found = differences(told)
    wrong = [d for d in found if not d.is_chance()]
    if wrong:
        said = (f"{d.engine}: {d.figure} {d.mean:.4g}, others {d.others:.4g} (within {d.limit:.2g})" for d in wrong)
        raise DisagreeError("the engines did not do the same work: " + "; ".join(said))
    return found
