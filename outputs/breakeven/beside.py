"""A break-even with other things set: which keys those are, and where the two are then equal."""

from __future__ import annotations

from outputs.breakeven.sentences import estimate_words
from outputs.text.differences import side
from outputs.text.keys import axis_of
from sim.studies.break_even import Beside, BreakEvenFound
from sim.terms.language import _

LETTERS = "abcdefgh"


def beside_keys(result: BreakEvenFound) -> list[str]:
    """Return the keys that the break-even is told beside."""
    return list(dict.fromkeys(key for one in result.beside for key in one.setting))


def beside_axes(result: BreakEvenFound) -> list[str]:
    """Return those keys with their units, each after its letter."""
    words = [axis_of(k, [one.setting[k] for one in result.beside if k in one.setting]) for k in beside_keys(result)]
    return [f"{LETTERS[i % len(LETTERS)]}: {axis}" for i, axis in enumerate(words)]


def beside_words(found: BreakEvenFound, one: Beside) -> str:
    """Return where the two are equal with other keys set, or what is known instead."""
    if one.crossing is not None:
        return estimate_words(found, one.crossing)
    if one.several:
        return _("more than once")
    sides = {side(one.at_low), side(one.at_high)}
    return _("nowhere: above 0") if sides == {1} else _("nowhere: below 0") if sides == {-1} else _("not clear")
