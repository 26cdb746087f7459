"""The small words of a story: needs, days, ordinals."""

from __future__ import annotations

import math

from outputs.story.rows import Setting
from outputs.text.words import say
from sim.terms.words import Disorder, Part

TWO_YEARS = 730


def help_with(part: int, s: Setting) -> str:
    """Return what the client asks for: `help with her psychiatric condition`."""
    if part == Part.MEDICAL:
        return f"medical treatment of {s.their} dependence"
    return "acute care" if part == Part.ACUTE else f"help with {need(part, s)}"


def need(part: int, s: Setting) -> str:
    """Return the need in words that can stand anywhere in a sentence."""
    match part:
        case Part.PSYCHOSOCIAL:
            return f"{s.their} dependence"
        case Part.MEDICAL:
            return f"the medical side of {s.their} dependence"
        case Part.PSYCHIATRIC:
            return f"{s.their} psychiatric condition"
        case Part.SOCIAL:
            return f"{s.their} housing and daily life"
    return f"{s.their} crisis"


def condition(s: Setting) -> str:
    """Return the psychiatric condition in words, empty if there is none."""
    disorder = Disorder(s.of("disorder"))
    return "" if disorder == Disorder.NONE else say(disorder)


def days(value: float) -> str:
    """Return a number of days in words; more than two years as years."""
    whole = round(value) if math.isfinite(value) else 0
    if whole > TWO_YEARS:
        return f"{whole / 365.25:.0f} years"
    return "1 day" if whole == 1 else f"{whole} days"


def ordinal(n: int) -> str:
    """Return 2nd for 2."""
    end = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{end}"


def article(word: str) -> str:
    """Return the article of a word: a or an."""
    return "an" if word[:1] in "aeiou" else "a"
