"""Cases summed up as comparisons are: the same means, intervals and paired differences from the same replications.

So a sweep, a ranking and a study say of one run of designs what `compare` says of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sim.comparison.results import Summary, Values
from sim.comparison.statistics import paired_differences, summarise_all

UnitOf = Callable[[str], str]
"""From a measure to its unit."""


def levels_of(values: Sequence[Values], measures: Sequence[str], unit_of: UnitOf) -> dict[str, Summary]:
    """Return measure → its level over the replications; one that is defined in none has no mean."""
    return summarise_all(_only(values, measures), unit_of)


def differences_of(
    design: Sequence[Values], baseline: Sequence[Values], measures: Sequence[str], unit_of: UnitOf
) -> dict[str, Summary]:
    """Return measure → design minus baseline, replication by replication."""
    return paired_differences(_only(design, measures), _only(baseline, measures), unit_of)


def _only(values: Sequence[Values], measures: Sequence[str]) -> list[Values]:
    return [{measure: one.get(measure) for measure in measures} for one in values]
