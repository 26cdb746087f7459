"""What ends a wait, and who comes first at one instant: words that every scheduler shares."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

URGENT: Final = 0
"""Priority of what comes before all else of its instant: a story that begins."""
NORMAL: Final = 1
LAST: Final = 2
"""Priority of what loses a tie: the end of patience, a client who leaves."""

NEVER: Final = float("inf")

SHELF_DAYS: Final = 16.0
"""How far ahead a scheduler's heap reaches; what is due later rests on a shelf until its time is near."""


class Woken(IntEnum):
    """What ended a wait."""

    ELAPSED = 0
    PLACE = 1
    ENDED = 2
    GAVE_UP = 3
    WITHDREW = 4
    GONE = 5
    ASK_AGAIN = 6
    ONE_PLAN = 7  # the integrated team has taken the need over
    NO_BED = 8  # a crisis looks elsewhere
    NOBODY_THERE = 9
    ELSEWHERE = 10  # the first visit is due while the client is in an institution
    CLOSED = 11  # the service has closed
