"""When staff begin to leave for what is to come: the day on which it is announced that their employer will change."""

from __future__ import annotations

from sim.terms.changes import TurnoverRises
from sim.terms.scenario import Scenario


def announced(scenario: Scenario) -> str | None:
    """Return the date of a design's first announcement; None where nobody's employer changes.

    A design that announces and moves no staff unsettles nobody (`transfer.announced` of its file says only when the
    law is known), so it has none.
    """
    days = [change.day for change in scenario.changes if isinstance(change, TurnoverRises)]
    return scenario.calendar.date_of(min(days)).isoformat() if days else None
