"""One replication's monthly table, held as bare numbers: a third of what tuples of Python's own floats take."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping


class MonthColumns(Mapping[str, tuple[float, ...]]):
    """Column → numbers, read only; equal to the dictionary of the same. A column is made into a tuple when asked for:
    whoever needs many of its months asks once.
    """

    __slots__ = ("_columns",)

    def __init__(self, table: Mapping[str, Iterable[float]]) -> None:
        self._columns = {name: array("d", map(float, column)) for name, column in table.items()}

    def __getitem__(self, name: str) -> tuple[float, ...]:
        return tuple(self._columns[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def __contains__(self, name: object) -> bool:
        return name in self._columns

    def __repr__(self) -> str:
        return repr(dict(self))
