"""Designs are compared on one calendar: else a difference is that of two warm-ups, not of two designs.

County, services, parameters and years after the reform are one for all designs of a comparison, since no design file
can say anything of them; the calendar alone stands in the design.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scenarios.edits.keys import DESIGN, ValueAtKey
from scenarios.files.chain import Merged, followed
from scenarios.files.problems import Problem
from scenarios.files.references import table_at
from sim.terms.language import _
from sim.terms.quantity import is_number, shown

CALENDAR = "calendar"


def is_common(leaf: ValueAtKey) -> bool:
    """Return whether a key is of the calendar or of the world, and so one for all designs of a comparison."""
    return leaf.place != DESIGN or is_of_calendar(leaf)


def is_of_calendar(leaf: ValueAtKey) -> bool:
    """Return whether a key is of the calendar."""
    return leaf.place == DESIGN and leaf.key[0] == CALENDAR


def unlike_calendars(designs: Sequence[str | Path]) -> list[Problem]:
    """Return where a design's calendar is another than that of the first, the baseline: both values, and both files.

    What cannot be read, or is no date or number, is a fault that the check of the file tells.
    """
    files = [merged for name in dict.fromkeys(str(d) for d in designs) if (merged := followed(name, "design")[0])]
    if len(files) < 2:
        return []
    first, *others = files
    return [problem for other in others for problem in _unlike(first, other)]


def _unlike(first: Merged, other: Merged) -> list[Problem]:
    found = []
    asked, own = table_at(first, CALENDAR), table_at(other, CALENDAR)
    for key in [k for k in asked if k in own]:
        if _day_or_days(asked[key]) != _day_or_days(own[key]):
            at = (CALENDAR, key)
            valid = _(
                "{value}, as in {file}, since designs that are compared have one calendar",
                value=shown(asked[key]),
                file=first.file_of(at),
            )
            found.append(other.problem(at, shown(own[key]), valid))
    return found


def _day_or_days(value: Any) -> object:
    """Return a date as it is, and years as the days that they are in a run."""
    return round(float(value) * 365) if is_number(value, 100) else value
