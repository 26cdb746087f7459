"""How numbers and units of a fit are written: three digits, deviations with a sign, shares in per cent."""

from __future__ import annotations

from math import isfinite

from scenarios.files.thousands import grouped
from sim.terms.language import N_, _, language

UNITS = (
    N_("persons"), N_("persons per year"), N_("methods"), N_("tests"), N_("per seeker"), N_("clients"),
    N_("stays per year"), N_("per 1,000 client-years"), N_("days"), N_("share"), N_("years"),
)  # fmt: skip
"""The units of `calibration.targets.scale`."""


def unit(name: str) -> str:
    """Return a unit of a target as people read it."""
    return _(name)


def number(value: float) -> str:
    """Return a number as people read it: three digits, no more decimals than they hold."""
    if not isfinite(value):
        return "–"
    if abs(value) >= 1000:
        return grouped(value)
    return _decimal(f"{value:.3g}")


def signed(value: float) -> str:
    """Return a number of deviations with one decimal and its sign."""
    return language().number(value, 1, signed=True)


def decimals(value: float, digits: int) -> str:
    """Return a number with so many decimals; a dash for what is none."""
    if not isfinite(value):
        return "–"
    return _decimal(f"{value:.{digits}f}")


def percent(share: float, digits: int = 0) -> str:
    """Return a share in per cent without its sign."""
    return decimals(100.0 * share, digits)


def _decimal(text: str) -> str:
    return text.replace(".", language().decimal)
