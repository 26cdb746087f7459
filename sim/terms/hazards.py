"""Step hazards: a hazard per day that is constant 0-30, 31-90, 91-365 days since a state began, and later.

Leaving, relapse and giving up are front-loaded, so one number will not do and four are enough (A019, A023-A025).
"""

from __future__ import annotations

Steps = tuple[float, float, float, float]
"""Hazard per day in the four steps."""

_EDGE_1, _EDGE_2, _EDGE_3 = 30.0, 90.0, 365.0
EDGES = (_EDGE_1, _EDGE_2, _EDGE_3)
_WIDTH_2, _WIDTH_3 = _EDGE_2 - _EDGE_1, _EDGE_3 - _EDGE_2
_NEVER = float("inf")


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
    total += steps[1] * _WIDTH_2
    if day <= _EDGE_3:
        return total + steps[2] * (day - _EDGE_2)
    return total + steps[2] * _WIDTH_3 + steps[3] * (day - _EDGE_3)


def day_reached(steps: Steps, hazard: float) -> float:
    """Return the day since the start on which `hazard` has accumulated; infinity if it never has.

    The inverse of `accumulated` for steps above 0.
    """
    step_1, step_2, step_3, step_4 = steps
    grown = step_1 * _EDGE_1
    if hazard <= grown and step_1 > 0.0:
        return hazard / step_1
    hazard -= grown
    grown = step_2 * _WIDTH_2
    if hazard <= grown and step_2 > 0.0:
        return _EDGE_1 + hazard / step_2
    hazard -= grown
    grown = step_3 * _WIDTH_3
    if hazard <= grown and step_3 > 0.0:
        return _EDGE_2 + hazard / step_3
    hazard -= grown
    return _EDGE_3 + hazard / step_4 if step_4 > 0.0 else _NEVER
