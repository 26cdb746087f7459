"""A text that is there in both languages, as one of them says it, and what both say of the same thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from outputs.text.numbers import between
from sim.analysis.estimates import Estimate
from sim.studies.study import InBoth
from sim.terms.language import SWEDISH, _, language, speaking


def in_both(say: Callable[[], str]) -> InBoth:
    """Return what is said in each language, whichever is spoken."""
    with speaking("sv"):
        swedish = say()
    with speaking("en"):
        return InBoth(swedish, say())


class _InBoth(Protocol):
    @property
    def sv(self) -> str: ...
    @property
    def en(self) -> str: ...


def spoken(text: _InBoth) -> str:
    """Return a text in the language spoken."""
    return text.sv if language() is SWEDISH else text.en


def quoted(title: str) -> str:
    """Return a title in quotation marks."""
    return _("“{title}”", title=title)


def span(e: Estimate, digits: int) -> str:
    """Return a number with its interval: `0.6 (0.1 to 1.1)`."""
    return between(*(language().number(x, digits) for x in (e.value, e.low, e.high)))
