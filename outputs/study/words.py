"""Designs and differences in sentences: what is found must read the same in both languages, and no surer than it is."""

from __future__ import annotations

from outputs.text.both import quoted, span, spoken
from outputs.text.clauses import MeasureWords, scale_of, words_of
from outputs.text.differences import side, too_few
from outputs.text.measures import describe
from sim.analysis.estimates import Estimate
from sim.comparison.results import Summary
from sim.studies.study import DesignFound, InBoth
from sim.terms.language import _, language

TODAY = "current"
"""The design that people know as today."""
MOST_DIGITS = 3


def called(design: DesignFound) -> str:
    """Return what a design is called after `compared with`: `today`, or its title in quotation marks."""
    return _("today") if design.name == TODAY else quoted(spoken(design.title))


def under(design: DesignFound) -> str:
    """Return `under “By stages”`, or `today`."""
    return _("today") if design.name == TODAY else under_title(design.title)


def under_title(title: InBoth) -> str:
    """Return `under “By stages”`."""
    return _("under {design}", design=quoted(spoken(title)))


def than(baseline: DesignFound) -> str:
    """Return `than today`, or `than under “All at once”`."""
    if baseline.name == TODAY:
        return _("than today")
    return _("than under {design}", design=quoted(spoken(baseline.title)))


def estimate_of(summary: Summary | None) -> Estimate | None:
    """Return a summary's mean with its interval; None where either is missing."""
    if summary is None or summary.mean is None or summary.low is None or summary.high is None:
        return None
    return Estimate(summary.mean, summary.low, summary.high)


def digits_for(e: Estimate, measure: str) -> int:
    """Return the decimals that show a difference which is not 0 as something else than 0, at most three."""
    scale, kind = scale_of(measure), describe(measure).kind
    digits = 2 if kind == "load" else 0 if kind == "count" and abs(e.value) >= 10 else 1
    while digits < MOST_DIGITS and side(e) in (1, -1) and round(abs(e.value) * scale, digits) == 0:
        digits += 1
    return digits


def signed(e: Estimate, measure: str, unit: bool = True) -> str:
    """Return a difference with signs and, if asked for, its unit: `+0.3, −0.2 to +0.8 percentage points`."""
    digits, scale = digits_for(e, measure), scale_of(measure)
    x, low, high = (language().number(part * scale, digits, signed=True) for part in (e.value, e.low, e.high))
    told = words_of(measure).unit if unit else ""
    return _("{x}, {low} to {high} {unit}", x=x, low=low, high=high, unit=told).rstrip()


def clause(e: Estimate, measure: str, named: bool = True) -> str:
    """Return a difference as a clause, no more than its interval says.

    `0.6 (0.1 to 1.1) percentage points more fall`, or `the difference … cannot be told from none (…)`. `named`: whether
    the measure is named where nothing else tells which it is.
    """
    words, which = words_of(measure), side(e)
    if which == 0:
        return _("there is no difference in {name}", name=words.name)
    if which is not None:
        return _one_sided(words, e, which, digits_for(e, measure), scale_of(measure))
    x = signed(e, measure)
    if named:
        return _("the difference in {name} cannot be told from none ({x})", name=words.name, x=x)
    return _("the difference cannot be told from none ({x})", x=x)


def found_clause(summary: Summary | None, measure: str) -> str:
    """Return a summary of differences as a clause, also where it has no interval or no value."""
    e, words = estimate_of(summary), words_of(measure)
    if e is not None and not too_few(summary):
        return clause(e, measure)
    if summary is None or summary.mean is None:
        return _("{name} has no value to compare", name=words.name)
    x = f"{language().number(summary.mean * scale_of(measure), 1, signed=True)} {words.unit}".rstrip()
    if too_few(summary):
        return _("the difference in {name} ({x}) rests on too few replications to tell", name=words.name, x=x)
    return _("the difference in {name} has no interval ({x}), so it cannot be told from chance", name=words.name, x=x)


def _one_sided(words: MeasureWords, e: Estimate, which: int, digits: int, scale: float) -> str:
    shown = Estimate(*(abs(x) * scale for x in ((e.value, e.low, e.high) if which > 0 else (e.value, e.high, e.low))))
    size = f"{span(shown, digits)} {'' if words.told else words.unit}".rstrip()
    return (words.more if which > 0 else words.fewer).format(x=f"{size} ")
