"""How a comparison was run, in words: how many replications, over how many years, with which numbers."""

from __future__ import annotations

from outputs.text.numbers import written
from sim.terms.language import N_, _, ngettext

PARAMETERS = {
    "point": N_("point parameters"),
    "prior": N_("prior parameters"),
    "posterior": N_("posterior parameters"),
}
"""By the name that options and files have for them: which numbers a replication has."""


def replications_words(n: int) -> str:
    """Return `20 replications`."""
    return ngettext("{n} replication", "{n} replications", n)


def years_words(years: float) -> str:
    """Return `5 years` or `1.5 years`."""
    return ngettext("{years} year", "{years} years", 1 if years == 1 else 2, years=written(years))


def parameters_words(mode: str) -> str:
    """Return which numbers replications have; one whose mode is none of PARAMETERS is told by it."""
    return _(PARAMETERS[mode]) if mode in PARAMETERS else mode
