"""Sums that are the same number on every Python.

From Python 3.12 on the built-in `sum` of floats carries a compensation along, so that a sum, and every share normed by
it, differs in its last bit from that of 3.11: enough for another event log. `tests/test_totals.py` keeps the built-in
out of `sim`, `scenarios` and `calibration`.
"""

from __future__ import annotations

from collections.abc import Iterable


def total(numbers: Iterable[float]) -> float:
    """Return the sum of `numbers`, added from left to right, each step rounded to a float; 0.0 of none."""
    found = 0.0
    for number in numbers:
        found += number
    return found


def count_of(truths: Iterable[bool]) -> int:
    """Return how many of `truths` hold."""
    return len([truth for truth in truths if truth])
