"""How a worth is written: in which unit, times what, and with how many decimals."""

from __future__ import annotations

from outputs.text.clauses import scale_of
from outputs.text.measures import describe, short
from sim.analysis.estimates import Estimate
from sim.studies.worth import Worth
from sim.terms.language import _

UNTREATED, FALLS = "untreated_share", "falls_per_year"


def unit_words(result: Worth) -> str:
    """Return the unit of a worth as it stands over a column or at an axis."""
    if result.measure == FALLS:
        return _("falls avoided a year")
    if result.measure == UNTREATED:
        return _("percentage points fewer needs untreated")
    share = describe(result.measure, result.unit).kind == "share"
    unit = _("percentage points") if share else _(result.unit)
    return _("{unit} of the {measure}", unit=unit, measure=short(result.measure))


def scaled(result: Worth, e: Estimate) -> Estimate:
    """Return a worth as it is shown: shares in percentage points."""
    scale = scale_of(result.measure, result.unit)
    return Estimate(e.value * scale, e.low * scale, e.high * scale)


def digits(result: Worth) -> int:
    """Return the decimals with which the worth of every count is told."""
    most = max([result.all_known.high, *(c.value.value for c in result.counts)])
    most *= scale_of(result.measure, result.unit)
    return 0 if most >= 20 else 1 if most >= 2 else 2
