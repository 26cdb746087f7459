"""Rows that are made one at a time: of a thousand replications all of them at once take more than the result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from itertools import islice
from typing import Any, overload

from sim.comparison.results import Summary

TableRow = dict[str, Any]


def summary_columns(name: str, summary: Summary) -> TableRow:
    """Return the columns of a summary, each called by `name` and what it holds; the unit has a column of its own."""
    return {f"{name}_{f.name}": getattr(summary, f.name) for f in fields(Summary) if f.name != "unit"}


class MadeRows(Sequence[TableRow]):
    """`make()`: the rows, from the first one on; `length`: how many they are. They can be gone through many times."""

    def __init__(self, make: Callable[[], Iterable[TableRow]], length: int) -> None:
        self._make, self._length = make, length

    def __iter__(self) -> Iterator[TableRow]:
        return iter(self._make())

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, at: int) -> TableRow: ...
    @overload
    def __getitem__(self, at: slice) -> list[TableRow]: ...
    def __getitem__(self, at: int | slice) -> TableRow | list[TableRow]:
        """Return a row or some of them; all that stand before are made on the way."""
        if isinstance(at, slice):
            start, stop, step = at.indices(self._length)
            return list(islice(self, start, stop, step)) if step > 0 else list(self)[at]
        return next(islice(self, range(self._length)[at], None))
