"""What every reading of a result must know of its numbers, by where they come from; true of each and short."""

from __future__ import annotations

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


def honesty(mode: str) -> str:
    """Return how far the numbers can be trusted, where to look, and what to read first.

    `mode`: `posterior`, `prior` or `point`. Raises KeyError for another.
    """
    return f"{_SOURCES[mode][0]}: `mellanrum evidence list` says which. Read differences between designs before levels."


def honesty_short(mode: str) -> str:
    """Return the same for the foot of a picture. Raises KeyError for another mode."""
    return _SOURCES[mode][1]
