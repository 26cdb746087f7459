"""Where a pursuit stands: one word for each request, from the first question until care begins or hope ends."""

from __future__ import annotations

from enum import IntEnum


class Stage(IntEnum):
    """Where a request stands. From ACCEPTED on a service has said yes; a request that is over keeps its last stage."""

    ASKING = 0  # at a door, or on the way to one
    LOST = 1  # the letter has not arrived: no queue is stood in, and nobody knows
    STANDS = 2  # no door is left, or two services dispute: nobody does anything
    PARKED_UNTIL_SOBER = 3  # refused for use: documented days open it
    PARKED_UNTIL_CARE = 4  # refused until another need is treated: that care opens it
    ACCEPTED = 5  # not in the line yet, or no longer: what comes next is decided at this instant
    IN_LINE = 6
    PASSED_OVER = 7  # was called while in an institution: the rank is kept, nobody stands in the line
    BOOKED = 8  # has a place, and the first visit is booked
    IN_INQUIRY = 9  # being assessed; the giving-up clock stands still: leaving an inquiry has a clock of its own
