"""One replication's measures, whose names are held once for all replications: half of what a dictionary each takes."""

from __future__ import annotations

from array import array
from collections.abc import ItemsView, Iterator, KeysView, Mapping, Sequence
from functools import lru_cache
from math import nan
from typing import Any

Value = float | None


class SharedNames(Mapping[str, Value]):
    """Name → value, read only; equal to the dictionary of the same, and in its order.

    Values are finite or None, so that bare numbers hold them, None as what is not a number: a quarter of what Python's
    own floats take, and no small pieces that keep memory from going back.
    """

    __slots__ = ("_places", "_values")

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._places = _places(tuple(values))
        self._values = _bare(tuple(values.values()))

    def __getitem__(self, name: str) -> Value:
        value = self._values[self._places[name]]
        return value if value == value else None

    def get(self, name: str, default: Any = None) -> Any:
        """Return the value of a name, `default` where there is none."""
        return self[name] if name in self._places else default

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._values)

    def keys(self) -> KeysView[str]:
        """Return the names."""
        return self._places.keys()

    def items(self) -> ItemsView[str, Value]:
        """Return names and values."""
        values = (value if value == value else None for value in self._values)
        return dict(zip(self._places, values, strict=True)).items()

    def __or__(self, other: Mapping[str, Value]) -> dict[str, Value]:
        """Return a dictionary with what `other` has instead or besides."""
        return {**self, **other}

    def __repr__(self) -> str:
        return repr(dict(self))


def _bare(values: tuple[Value, ...]) -> Sequence[Value]:
    """Return values as bare numbers; as they are where one is a whole number, which is to stay one."""
    if all(type(value) is float or value is None for value in values):
        return array("d", (nan if value is None else value for value in values))
    return values


@lru_cache(maxsize=16)
def _places(names: tuple[str, ...]) -> dict[str, int]:
    """Return where each of these names stands: one dictionary for all who have the same names."""
    return {name: at for at, name in enumerate(names)}
