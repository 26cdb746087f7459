"""Units of numbers as the files name them, in the language spoken."""

from __future__ import annotations

from sim.terms.language import N_, _

UNITS = (
    N_("share"), N_("factor"), N_("days"), N_("hours"), N_("minutes"), N_("weeks"), N_("months"), N_("years"),
    N_("per day"), N_("per year"), N_("FTE"), N_("FTE per 10 000 adults"), N_("clients per FTE"), N_("clients"),
    N_("persons"), N_("persons per year"), N_("per seeker"), N_("visits"), N_("places"), N_("tests"), N_("severity"),
    N_("weight"), N_("step"), N_("steps"), N_("methods"), N_("km"), N_("km/h"), N_("samples a month"),
    N_("tests a month per 10 000 adults"), N_("admissions per 10 000 adults a year"), N_("per week per FTE"),
    N_("per 10 000 adults a year"), N_("stays per year"), N_("hours a year"), N_("level"), N_("cases"),
)  # fmt: skip
"""Those that stand in the files that ship; another is told by its own words."""


def unit_said(unit: str) -> str:
    """Return a unit as people read it."""
    return _(unit)
