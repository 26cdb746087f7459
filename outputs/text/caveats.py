"""What every reading of a result must know of its numbers, by where they come from; true of each and short."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from outputs.text.notes import retold
from sim.terms.language import N_, _

_SOURCES = {
    "posterior": (
        N_(
            "Each replication has numbers that agree with the county's counts, but the counts say little of most of "
            "them, and those are assumptions: `mellanrum evidence list` says which. Read differences between designs "
            "before levels."
        ),
        N_("Numbers: draws fitted to the county's counts, most of them still assumptions."),
    ),
    "prior": (
        N_(
            "Each replication draws its numbers from their ranges, fitted to no count, and most of the ranges are "
            "assumptions: `mellanrum evidence list` says which. Read differences between designs before levels."
        ),
        N_("Numbers: drawn from their ranges, fitted to no count, most of them assumptions."),
    ),
    "point": (
        N_(
            "All numbers are central values, fitted to no count, and most of them are assumptions: `mellanrum evidence "
            "list` says which. Read differences between designs before levels."
        ),
        N_("Numbers: central values, fitted to no count, most of them assumptions."),
    ),
}


STANDS_IN = N_("Central values stand in for fitted draws")
"""How the note begins that says so of a result for which draws were meant and could not be used."""


INHERITED = N_("Fitted draws inherited")
"""How the note begins that says so of a county that extends another and takes its draws."""


SELDOM = N_("Fitted draws seldom reach the closely known counts")
"""How the note begins that says so of draws of which few or none give what is known closely, all at once."""


def said_first(notes: Iterable[str]) -> str | None:
    """Return what must be the first line of all that shows a result, None if nothing must.

    It rests on other numbers than usual, or on draws that are seldom like the county. Of several counties each is told.
    """
    english = (SELDOM, STANDS_IN, INHERITED)
    begins = (*english, *(_(one) for one in english))
    return " ".join(retold(note) for note in notes if note.startswith(begins)) or None


NOT_THERE = N_("{design}: the county has no {lacking}; what is not there does not move.")


def does_not_move(design: str, lacking: Sequence[str]) -> str:
    """Return the note on what a design would move and the county does not have, as results keep it."""
    return NOT_THERE.format(design=design, lacking=", ".join(lacking))


def honesty(mode: str) -> str:
    """Return how far the numbers can be trusted, where to look, and what to read first.

    `mode`: `posterior`, `prior` or `point`. Raises KeyError for another.
    """
    return _(_SOURCES[mode][0])


def honesty_short(mode: str) -> str:
    """Return the same for the foot of a picture. Raises KeyError for another mode."""
    return _(_SOURCES[mode][1])
