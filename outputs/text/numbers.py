"""How a number is written: percent with one decimal, days with sensible digits, absence as a word."""

from __future__ import annotations

import math

from outputs.text.measures import MeasureText
from sim.comparison.results import Summary
from sim.comparison.statistics import FEWEST
from sim.terms.language import N_, _, language

NONE = "–"
NOT_REACHED = N_("not reached")
TOO_FEW = N_("too few to tell")
NO_DIFFERENCE, NO_CLEAR_DIFFERENCE = N_("no difference"), N_("no clear difference")
NO_INTERVAL, NOT_COMPARABLE = N_("no interval"), N_("not comparable")
BETTER, WORSE, SAME, UNCLEAR = N_("better"), N_("worse"), N_("same"), N_("unclear")


def written(x: float, form: str = "g") -> str:
    """Return a number by a format of Python's, with the decimal sign of the language; a minus is a hyphen."""
    return format(x, form).replace(".", language().decimal)


def absent(text: MeasureText) -> str:
    """Return the word for a value that is not there: a quantile was not reached, anything else is not defined."""
    return _(NOT_REACHED) if text.quantile else NONE


def number(value: float | None, text: MeasureText, signed: bool = False) -> str:
    """Return `value` as the measure's kind is written, without its unit. `signed` puts + before what is above 0."""
    if value is None or not math.isfinite(value):
        return absent(text)
    scale = 100 if text.kind == "share" else 1
    return language().number(scale * value, _digits(value, text.kind), signed)


def value(value: float | None, text: MeasureText) -> str:
    """Return `value` with the percent sign that shares carry."""
    shown = number(value, text)
    return f"{shown} %" if text.kind == "share" and value is not None else shown


def with_interval(summary: Summary | None, text: MeasureText) -> str:
    """Return mean and 95 % interval of the mean: `34.1 % (33.0–35.2)`; the mean alone where there is no interval.

    Of a quantile it is the median over replications, and an end of its interval may not be reached.
    """
    if summary is None or summary.mean is None:
        return absent(text)
    if text.quantile and summary.low is not None and summary.high is None:
        return f"{value(summary.mean, text)} ({number(summary.low, text)}–{_(NOT_REACHED)})"
    if summary.low is None or summary.high is None:
        return value(summary.mean, text)
    return f"{value(summary.mean, text)} ({number(summary.low, text)}–{number(summary.high, text)})"


def spread(summary: Summary | None, text: MeasureText) -> str:
    """Return the central 95 % of the replications: `30.2–37.9 %`."""
    if summary is None or summary.spread_low is None or summary.spread_high is None:
        return NONE
    return f"{number(summary.spread_low, text)}–{value(summary.spread_high, text)}"


def difference(summary: Summary | None, text: MeasureText) -> str:
    """Return a paired difference with its interval: `+1.2 (+0.3 to +2.1)`; shares in percentage points."""
    if summary is None or summary.mean is None:
        return NONE
    shown = number(summary.mean, text, signed=True)
    if summary.low is None or summary.high is None:
        return shown
    return between(shown, number(summary.low, text, signed=True), number(summary.high, text, signed=True))


def decimals(shown: str) -> str:
    """Return a number that stands with a point as the language writes it, with its minus sign: `0.25`, `0,25`."""
    return shown.replace("-", "−").replace(".", language().decimal)


def between(shown: str, low: str, high: str) -> str:
    """Return a number with its interval: `0.62 (0.48 to 0.75)`."""
    return _("{x} ({low} to {high})", x=shown, low=low, high=high)


def plus_minus(summary: Summary | None, text: MeasureText, signed: bool = False) -> str:
    """Return mean and half the 95 % interval: `34.1 ± 1.1`; `signed`: a difference, * if it excludes 0.

    With fewer than five replications no difference is marked.
    """
    if summary is None or summary.mean is None:
        return NONE if signed else absent(text)
    shown = number(summary.mean, text, signed)
    if summary.low is None or summary.high is None:
        return shown
    clear = signed and summary.n >= FEWEST and (summary.low > 0 or summary.high < 0)
    return f"{shown} ± {number((summary.high - summary.low) / 2, text)}{' *' if clear else ''}"


def verdict(summary: Summary | None, text: MeasureText) -> str:
    """Return the plain word for a difference: more, fewer, or no clear difference; it is looked up where it is said.

    With fewer than five replications only that they are too few; that two are alike can be told from one.
    """
    if summary is None or summary.mean is None:
        return NOT_COMPARABLE
    if summary.low == 0 == summary.high:
        return NO_DIFFERENCE
    if summary.n < FEWEST:
        return TOO_FEW
    if summary.low is None or summary.high is None:
        return NO_INTERVAL
    if summary.low > 0:
        return text.more
    return text.fewer if summary.high < 0 else NO_CLEAR_DIFFERENCE


def for_clients(summary: Summary | None, text: MeasureText) -> str:
    """Return whether a difference is better or worse for clients, the same, or unclear; empty where nothing is said.

    Nothing is said of too few replications, and of a measure that has no better way it is said which way it went. The
    word is looked up where it is said.
    """
    word = verdict(summary, text)
    if summary is None or word in (NOT_COMPARABLE, NO_INTERVAL, TOO_FEW):
        return ""
    if word == NO_DIFFERENCE:
        return SAME
    if word == NO_CLEAR_DIFFERENCE:
        return UNCLEAR
    if not text.better:
        return word
    return BETTER if ((summary.mean or 0.0) > 0) == (text.better == "higher") else WORSE


def _digits(value: float, kind: str) -> int:
    if kind == "share":
        return 1
    if kind == "load":
        return 2
    if kind == "hours":
        return 0
    size = abs(value)
    return 0 if size >= 1000 or (kind == "count" and size >= 10) else 1
