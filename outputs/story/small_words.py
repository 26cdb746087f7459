"""The small words of a story: needs, days, how many times."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import reduce

from outputs.story.rows import Setting
from outputs.text.words import say
from sim.terms.language import N_, _, ngettext, pgettext
from sim.terms.words import Disorder, Part

TWO_YEARS = 730
HELP: dict[int, tuple[str, str]] = {
    Part.PSYCHOSOCIAL: (N_("help with her dependence"), N_("help with his dependence")),
    Part.MEDICAL: (N_("medical treatment of her dependence"), N_("medical treatment of his dependence")),
    Part.PSYCHIATRIC: (N_("help with her psychiatric condition"), N_("help with his psychiatric condition")),
    Part.SOCIAL: (N_("help with her housing and daily life"), N_("help with his housing and daily life")),
    Part.ACUTE: (N_("acute care"), N_("acute care")),
}
NEEDS: dict[int, tuple[str, str]] = {
    Part.PSYCHOSOCIAL: (N_("her dependence"), N_("his dependence")),
    Part.MEDICAL: (N_("the medical side of her dependence"), N_("the medical side of his dependence")),
    Part.PSYCHIATRIC: (N_("her psychiatric condition"), N_("his psychiatric condition")),
    Part.SOCIAL: (N_("her housing and daily life"), N_("his housing and daily life")),
    Part.ACUTE: (N_("her crisis"), N_("his crisis")),
}


def help_with(part: int, s: Setting) -> str:
    """Return what the client asks for, in a sentence about the client: `help with her psychiatric condition`."""
    return s.by_sex(*HELP[_known(part)])


def need(part: int, s: Setting) -> str:
    """Return the client's need in a sentence about somebody else: `adult psychiatry takes up her dependence`."""
    return s.by_sex(*NEEDS[_known(part)])


def own_need(part: int, s: Setting) -> str:
    """Return the client's need in a sentence about the client: `starts treatment of her dependence`."""
    match part:
        case Part.PSYCHOSOCIAL:
            her, his = pgettext("own", "her dependence"), pgettext("own", "his dependence")
        case Part.MEDICAL:
            her = pgettext("own", "the medical side of her dependence")
            his = pgettext("own", "the medical side of his dependence")
        case Part.PSYCHIATRIC:
            her, his = pgettext("own", "her psychiatric condition"), pgettext("own", "his psychiatric condition")
        case Part.SOCIAL:
            her, his = pgettext("own", "her housing and daily life"), pgettext("own", "his housing and daily life")
        case _:
            her, his = pgettext("own", "her crisis"), pgettext("own", "his crisis")
    return her if s.woman else his


def _known(part: int) -> int:
    return part if part in NEEDS else Part.ACUTE


def together(words: Sequence[str]) -> str:
    """Return `one and another`."""
    return reduce(lambda one, other: _("{one} and {other}", one=one, other=other), words)


def condition(s: Setting) -> str:
    """Return the psychiatric condition in words, empty if there is none."""
    disorder = Disorder(s.of("disorder"))
    return "" if disorder == Disorder.NONE else _(say(disorder))


def days(value: float) -> str:
    """Return a number of days in words; more than two years as years."""
    whole = round(value) if math.isfinite(value) else 0
    if whole > TWO_YEARS:
        years = round(whole / 365.25)
        return ngettext("{n} year", "{n} years", years)
    return ngettext("{n} day", "{n} days", whole)


def times(n: int, s: Setting) -> str:
    """Return which time it is that the client asks: `her 2nd time`."""
    if 10 <= n % 100 <= 20:
        return s.by_sex(N_("her {n}th time"), N_("his {n}th time"), n=n)
    match n % 10:
        case 1:
            return s.by_sex(N_("her {n}st time"), N_("his {n}st time"), n=n)
        case 2:
            return s.by_sex(N_("her {n}nd time"), N_("his {n}nd time"), n=n)
        case 3:
            return s.by_sex(N_("her {n}rd time"), N_("his {n}rd time"), n=n)
    return s.by_sex(N_("her {n}th time"), N_("his {n}th time"), n=n)
