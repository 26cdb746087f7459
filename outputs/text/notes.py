"""What a result says of itself, in the language of whoever reads it.

A result keeps its notes in English, so that the same run gives the same files whoever started it. A note whose sentence
the catalogue has is said in the language spoken, and so is what stands in its gaps; any other stands as it was kept.
"""

from __future__ import annotations

import gettext
import re
from functools import cache
from string import Formatter

from sim.terms.language import DOMAIN, ENGLISH, LOCALE, _, language

WORD = re.compile(r"[^\W\d_]{2,}")
SPEC = re.compile(r"\{(\w+):[^{}]*\}")
"""A gap that says how its number is written: in a note it is written already."""
LEAST_WORDS = 3
"""Words beside its gaps by which a sentence can be known."""


def retold(note: str) -> str:
    """Return a note of a result in the language spoken."""
    if language() is ENGLISH or (said := _(note)) != note:
        return note if language() is ENGLISH else said
    for message, pattern in _forms(language().code):
        if found := pattern.fullmatch(note):
            said = SPEC.sub(r"{\1}", _(message))
            return said.format(**{gap: retold(words) for gap, words in found.groupdict().items()})
    return note


@cache
def _forms(code: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return every sentence with gaps that a catalogue has, those that say most first, and what fits it."""
    known = getattr(gettext.translation(DOMAIN, LOCALE, [code]), "_catalog", {})
    plain = [m for m in known if isinstance(m, str) and m and "{" in m and "\x04" not in m]
    found = [(m, *form) for m in plain if (form := _form(m)) is not None]
    return tuple((message, pattern) for message, _size, pattern in sorted(found, key=lambda one: -one[1]))


def _form(message: str) -> tuple[int, re.Pattern[str]] | None:
    """Return how much a sentence says beside its gaps, and its pattern; None where that is too little."""
    pattern, said, gaps = "", "", set[str]()
    try:
        parts = list(Formatter().parse(message))
    except ValueError:  # a brace that begins no gap
        return None
    for text, gap, _spec, _how in parts:
        pattern, said = pattern + re.escape(text), f"{said} {text}"
        if gap is None:
            continue
        if not gap.isidentifier():
            return None
        pattern += f"(?P={gap})" if gap in gaps else f"(?P<{gap}>.+?)"
        gaps.add(gap)
    return (len(said), re.compile(pattern, re.DOTALL)) if len(WORD.findall(said)) >= LEAST_WORDS else None
