"""One sum of floats for every Python: from 3.12 on `sum()` compensates, so that the last bit would differ."""

from __future__ import annotations

from collections.abc import Iterable


def total(numbers: Iterable[float]) -> float:
    """Return the sum of `numbers`, added from left to right."""
    found = 0.0
    for number in numbers:
        found += number
    return found
