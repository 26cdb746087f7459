"""How large, how small and how vague a number may be: beyond that it is a slip of the pen, or never comes to an end.

Far wider than anything in a file that ships (the widest there reaches 6.5 times its centre). What is merely unusual is
no fault: `scenarios.checks.sizes` remarks on it.
"""

from __future__ import annotations

from scenarios.files.thousands import grouped
from sim.terms.language import _
from sim.terms.quantity import Fault, Quantity

MOST = {
    "FTE": 20_000.0,
    "FTE per 10 000 adults": 1_000.0,  # not said: a unit
    "admissions per 10 000 adults a year": 10_000.0,
    "cases": 10_000.0,
    "clients per FTE": 1_000.0,  # not said: a unit
    "days": 36_500.0,
    "days, log-sd": 36_500.0,  # not said: a unit
    "hours": 1_000.0,
    "hours a year": 8_784.0,
    "km": 3_000.0,
    "km/h": 1_000.0,
    "minutes": 10_000.0,
    "per 10 000 adults a year": 1_000.0,  # not said: a unit
    "per day": 50.0,
    "per week per FTE": 1_000.0,  # not said: a unit
    "per year": 100.0,
    "persons": 3_000_000.0,
    "places": 20_000.0,
    "samples a month": 1_000.0,
    "factor": 1_000.0,
    "visits": 2_000.0,
}
"""Unit → the largest number: a hundred years of days, a county larger than any, an FTE for every hour of a year."""
LEAST = 0.01
"""The least number that something is divided by, or done every so many days: a visit every quarter of an hour."""
VAGUE = 50.0
"""How many times of its centre a range may reach: thirty thousand beside thirty is a thousands point."""


def too_little(low: float) -> str:
    """Return what would be valid instead of a number that something is divided by."""
    return _("a number above 0") if low <= 0.0 else _("at least {least:g}", least=LEAST)


def beyond(q: Quantity) -> list[Fault]:
    """Return what is too large in a quantity, and a range that says nothing."""
    top = MOST.get(q.unit)
    values = q.value if isinstance(q.value, tuple) else (q.value,)
    found = []
    if top is not None:
        found += [_too_large("value", v, top, q.unit) for v in values if v > top]
        if not isinstance(q.value, tuple) and q.high > top and not found:
            found.append(_too_large("high", q.high, top, q.unit))
    centre = 1.0 if isinstance(q.value, tuple) else q.value
    if 0.0 < q.low < centre / VAGUE:
        found.append(_vague("low", q.low, centre))
    if 0.0 < centre * VAGUE < q.high and not found:
        found.append(_vague("high", q.high, centre))
    return found


def _too_large(key: str, number: float, top: float, unit: str) -> Fault:
    return Fault(key, f"{number:g}", _("at most {most} {unit}", most=grouped(top), unit=unit))


def _vague(key: str, number: float, centre: float) -> Fault:
    valid = _(
        "a number within {times:g} times of {centre:g} (a decimal point is a point, thousands have no sign)",
        times=VAGUE,
        centre=centre,
    )
    return Fault(key, _("{number:g} beside {centre:g}", number=number, centre=centre), valid)
