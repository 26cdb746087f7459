"""Step hazards: a hazard per day that is constant 0-30, 31-90, 91-365 days since a state began, and later.

Leaving, relapse and giving up are front-loaded, so one number will not do and four are enough (A019, A023-A025).
"""

from __future__ import annotations

Steps = tuple[float, float, float, float]
"""Hazard per day in the four steps."""

EDGES = (30.0, 90.0, 365.0)
_EDGE_1, _EDGE_2, _EDGE_3 = EDGES


def accumulated(steps: Steps, day: float) -> float:
    """Return the hazard accumulated from the start of the state until `day` (days since it began).

    Raises nothing; `day` below 0 counts as 0.
    """
    if day <= 0.0:
        return 0.0
    if day <= _EDGE_1:
        return steps[0] * day
    total = steps[0] * _EDGE_1
    if day <= _EDGE_2:
        return total + steps[1] * (day - _EDGE_1)
    total += steps[1] * (_EDGE_2 - _EDGE_1)
    if day <= _EDGE_3:
        return total + steps[2] * (day - _EDGE_2)
    return total + steps[2] * (_EDGE_3 - _EDGE_2) + steps[3] * (day - _EDGE_3)


def day_reached(steps: Steps, hazard: float) -> float:
    """Return the day since the start on which `hazard` has accumulated; infinity if it never has.

    The inverse of `accumulated` for steps above 0.
    """
    start = 0.0
    for step, edge in zip(steps, EDGES, strict=False):
        grown = step * (edge - start)
        if hazard <= grown and step > 0.0:
            return start + hazard / step
        hazard -= grown
        start = edge
    return start + hazard / steps[3] if steps[3] > 0.0 else float("inf")
