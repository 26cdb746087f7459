"""Stretches of many clients' time as one sorted array: unions, differences and overlaps without loops.

All clients' lives are laid end to end on one line: client c on day t stands at `c * stride + t`, with room between
two lives. A set of spans is then two sorted arrays, and set operations over ten thousand clients are a few array
operations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Table = dict[str, Array]
"""Column → array, all of one length."""


@dataclass(frozen=True, slots=True)
class Spans:
    """Disjoint, sorted, half-open spans [start, end) on the line. `stride`: days between two lives."""

    start: Array
    end: Array
    stride: float

    def __len__(self) -> int:
        return len(self.start)

    @property
    def client(self) -> Array:
        """The client of each span."""
        return (self.start // self.stride).astype(np.int64)

    @property
    def first_day(self) -> Array:
        """The day on which each span begins."""
        return self.start - self.client * self.stride

    @property
    def last_day(self) -> Array:
        """The day on which each span ends."""
        return self.end - self.client * self.stride

    @property
    def days(self) -> float:
        """Person-days in all."""
        return float((self.end - self.start).sum())

    def of(self, chosen: Array) -> Spans:
        """Return the spans of the clients for whom `chosen` (bool per client) holds."""
        keep = chosen[self.client]
        return Spans(self.start[keep], self.end[keep], self.stride)

    def within(self, first: float, last: float) -> Spans:
        """Return the parts between the days `first` and `last`, for every client."""
        base = self.client * self.stride
        start, end = np.maximum(self.start, base + first), np.minimum(self.end, base + last)
        keep = end > start
        return Spans(start[keep], end[keep], self.stride)

    def days_by_client(self, clients: int) -> Array:
        """Return person-days per client."""
        return np.bincount(self.client, weights=self.end - self.start, minlength=clients)

    def days_before(self, days: Array) -> Array:
        """Return, for each of `days`, the person-days of all clients that lie before it."""
        return _elapsed(self.first_day, days) - _elapsed(self.last_day, days)

    def touches(self, start: Array, end: Array) -> Array:
        """Return whether any span has a moment in (start, end], positions on the line."""
        if not len(self):
            return np.zeros(len(start), dtype=bool)
        nearest = np.searchsorted(self.end, start, side="right")
        begins = np.append(self.start, np.inf)[nearest]
        return np.asarray(begins <= end)

    def end_of(self, at: Array) -> Array:
        """Return the end of the span that covers each position `at`, NaN where none does."""
        i = np.searchsorted(self.start, at, side="right") - 1
        if not len(self):
            return np.full(len(at), np.nan)
        return np.where((i >= 0) & (at < self.end[i]), self.end[i], np.nan)


def union(start: Array, end: Array, stride: float, gap: float = 0.0) -> Spans:
    """Return the union of spans given in any order; two that are at most `gap` days apart become one.

    `stride` must exceed every day by more than `gap`, so that two clients never meet.
    """
    keep = end > start
    start, end = start[keep], end[keep]
    if not len(start):
        return Spans(np.empty(0), np.empty(0), stride)
    order = np.argsort(start, kind="stable")
    start, reach = start[order], np.maximum.accumulate(end[order])
    new = np.flatnonzero(np.append(True, start[1:] > reach[:-1] + gap))
    return Spans(start[new], reach[np.append(new[1:], len(start)) - 1], stride)


def both(a: Spans, b: Spans) -> Spans:
    """Return the time that lies in `a` and in `b`."""
    return _sweep(a, b, 1)


def without(a: Spans, b: Spans) -> Spans:
    """Return the time that lies in `a` and not in `b`."""
    return _sweep(a, b, 0)


def either(a: Spans, b: Spans) -> Spans:
    """Return the time that lies in `a` or in `b`."""
    return union(np.append(a.start, b.start), np.append(a.end, b.end), a.stride)


def _sweep(a: Spans, b: Spans, in_b: int) -> Spans:
    at = np.concatenate((a.start, a.end, b.start, b.end))
    code = np.repeat(np.arange(4), (len(a), len(a), len(b), len(b)))
    order = np.argsort(at, kind="stable")
    at, code = at[order], code[order]
    inside_a = np.cumsum((code == 0).astype(np.int64) - (code == 1))
    inside_b = np.cumsum((code == 2).astype(np.int64) - (code == 3))
    keep = np.flatnonzero((inside_a[:-1] == 1) & (inside_b[:-1] == in_b))
    return union(at[keep], at[keep + 1], a.stride)


def _elapsed(since: Array, days: Array) -> Array:
    """Return, for each of `days`, the sum of the days that have passed since those of `since` that lie before it."""
    ordered = np.sort(since)
    total = np.append(0.0, np.cumsum(ordered))
    before = np.searchsorted(ordered, days, side="left")
    return np.asarray(before * days - total[before])
