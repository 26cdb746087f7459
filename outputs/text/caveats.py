"""What every reading of a result must know of its numbers, by where they come from; true of each and short."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_SOURCES = {
    "posterior": (
        "Each replication has numbers that agree with the county's counts, but the counts say little of most of them, "
        "and those are assumptions",
        "Numbers: draws fitted to the county's counts, most of them still assumptions.",
    ),
    "prior": (
        "Each replication draws its numbers from their ranges, fitted to no count, and most of the ranges are "
        "assumptions",
        "Numbers: drawn from their ranges, fitted to no count, most of them assumptions.",
    ),
    "point": (
        "All numbers are central values, fitted to no count, and most of them are assumptions",
        "Numbers: central values, fitted to no count, most of them assumptions.",
    ),
}


STANDS_IN = "Central values stand in for fitted draws"
"""How the note begins that says so of a result for which draws were meant and could not be used."""


INHERITED = "Fitted draws inherited"
"""How the note begins that says so of a county that extends another and takes its draws."""


SELDOM = "Fitted draws seldom reach the closely known counts"
"""How the note begins that says so of draws of which few or none give what is known closely, all at once."""


def said_first(notes: Iterable[str]) -> str | None:
    """Return what must be the first line of all that shows a result, None if nothing must.

    It rests on other numbers than usual, or on draws that are seldom like the county. Of several counties each is told.
    """
    return " ".join(note for note in notes if note.startswith((SELDOM, STANDS_IN, INHERITED))) or None


def does_not_move(design: str, lacking: Sequence[str]) -> str:
    """Return the note on what a design would move and the county does not have."""
    return f"{design}: the county has no {', '.join(lacking)}; what is not there does not move."


def honesty(mode: str) -> str:
    """Return how far the numbers can be trusted, where to look, and what to read first.

    `mode`: `posterior`, `prior` or `point`. Raises KeyError for another.
    """
    return f"{_SOURCES[mode][0]}: `mellanrum evidence list` says which. Read differences between designs before levels."


def honesty_short(mode: str) -> str:
    """Return the same for the foot of a picture. Raises KeyError for another mode."""
    return _SOURCES[mode][1]
