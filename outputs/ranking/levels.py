"""What a ranking shows beside what ranks: levels of the designs, and their differences from the first."""

from __future__ import annotations

from outputs.text.measures import HEADLINE
from outputs.text.pages import others_of
from sim.comparison.results import Summary
from sim.studies.ranks import Ranks

NOTHING = Summary(mean=None, low=None, high=None, spread_low=None, spread_high=None, n=0, unit="")


def measures_of(result: Ranks) -> list[str]:
    """Return the measures that are shown: the first row always, then what ranks if it is another."""
    return [*HEADLINE, *others_of([result.race.measure])]


def level_of(result: Ranks, design: int, measure: str) -> Summary:
    """Return a design's level; with no value where there is none."""
    return result.levels[design].get(measure, NOTHING) if design < len(result.levels) else NOTHING


def difference_of(result: Ranks, design: int, measure: str) -> Summary:
    """Return a design's difference from the first; with no value where there is none, as for the first itself."""
    return result.differences[design].get(measure, NOTHING) if design < len(result.differences) else NOTHING
