"""A difference from the baseline as a clause: `more fall`, `fewer gap days`. No design is called better.

Which way is better for clients is said beside, once for each measure. A clause has the order of words of a sentence
that it begins, so in Swedish nothing but a colon or `och` can stand before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Protocol

from outputs.text.measures import describe, short, unit_or_none
from outputs.text.numbers import NONE, between, number
from sim.comparison.results import Summary
from sim.comparison.statistics import FEWEST
from sim.terms.language import N_, _, language

CLAUSES: Mapping[str, tuple[str, str]] = {
    "untreated_share": (N_("more needs go untreated"), N_("fewer needs go untreated")),
    "fall_rate": (N_("more fall between chairs"), N_("fewer fall between chairs")),
    "both_treated_share": (N_("more have both needs treated"), N_("fewer have both needs treated")),
    "one_treated_share": (N_("more have one need treated"), N_("fewer have one need treated")),
    "neither_treated_share": (N_("more have neither need treated"), N_("fewer have neither need treated")),
    "days_to_treatment": (N_("more days pass before treatment"), N_("fewer days pass before treatment")),
    "untreated_share_not_comorbid": (
        N_("more go untreated of those with dependence alone"),
        N_("fewer go untreated of those with dependence alone"),
    ),
    "detected_share": (N_("more are detected"), N_("fewer are detected")),
    "psychosocial_untreated_share": (
        N_("more have the psychosocial part untreated"),
        N_("fewer have the psychosocial part untreated"),
    ),
    "falls_per_year": (N_("more falls a year"), N_("fewer falls a year")),
    "": (N_("{measure} is higher"), N_("{measure} is lower")),
}
"""Measure → what is said of it where it is above and below the baseline; the empty name is any other's."""
POINTS = N_("percentage points")
_UNITS = {"share": POINTS, "days": N_("days"), "hours": N_("hours a year")}
_UNITS_OF_THEIR_OWN = {
    "per 100 client-years": N_("per 100 client-years"),  # not said: a unit
    "hours per client-year": N_("hours per client-year"),  # not said: a unit
}
"""Of measures that are written with as many decimals as days are."""
_WAYS = {"lower": N_("lower is better for clients"), "higher": N_("higher is better for clients")}


class Interval(Protocol):
    """A number with its 95 % interval."""

    @property
    def low(self) -> float | None:
        """Return the low end."""

    @property
    def high(self) -> float | None:
        """Return the high end."""


def clause(measure: str, sign: int) -> str:
    """Return what a difference above 0 (`sign` above 0) or below it means, without `than under ...`."""
    told = CLAUSES.get(measure, CLAUSES[""])
    return _(told[0 if sign > 0 else 1], measure=short(measure).strip())


def unit_words(measure: str) -> str:
    """Return the unit of a difference in words; empty where it has none."""
    own = _UNITS_OF_THEIR_OWN.get(unit_or_none(measure))
    return _(own or _UNITS.get(describe(measure).kind, ""))


def difference_words(mean: float, low: float | None, high: float | None, measure: str) -> str:
    """Return a difference with interval and unit: `+3.1 (+2.0 to +4.2) percentage points`."""
    text = describe(measure)
    shown = number(mean, text, signed=True)
    if low is not None and high is not None:
        shown = between(shown, number(low, text, signed=True), number(high, text, signed=True))
    return f"{shown} {unit_words(measure)}".rstrip()


def side(found: Interval | None) -> int | None:
    """Return on which side of 0 a difference surely lies: 1, -1, 0 (it is 0), or None where that is not clear.

    Fewer than five replications are too few to tell, whatever their interval says.
    """
    if found is None or found.low is None or found.high is None:
        return None
    if found.low == 0 == found.high:
        return 0
    if too_few(found):
        return None
    return 1 if found.low > 0 else -1 if found.high < 0 else None


def too_few(found: Interval | None) -> bool:
    """Return whether a difference rests on too few replications to tell a side, and is not 0 by its making."""
    return isinstance(found, Summary) and 0 < found.n < FEWEST and not found.low == 0 == found.high


def way(measure: str, better: str | None = None) -> str:
    """Return which way is better for clients: `lower is better for clients`; empty where nothing is said.

    `better`: "lower" or "higher" where the result says it itself.
    """
    word = describe(measure).better if better is None else better
    return _(_WAYS.get(word, ""))


def interval_words(value: float, low: float, high: float, digits: int) -> str:
    """Return `0.62 (0.48 to 0.75)`."""
    if not isfinite(value):
        return NONE
    return between(*(language().number(x, digits) for x in (value, low, high)))
