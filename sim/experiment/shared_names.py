"""One replication's measures, whose names are held once for all replications: half of what a dictionary each takes."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, KeysView, Mapping
from functools import lru_cache
from typing import Any

Value = float | None


class SharedNames(Mapping[str, Value]):
    """Name → value, read only; equal to the dictionary of the same, and in its order."""

    __slots__ = ("_places", "_values")

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._places = _places(tuple(values))
        self._values = tuple(values.values())

    def __getitem__(self, name: str) -> Value:
        return self._values[self._places[name]]

    def get(self, name: str, default: Any = None) -> Any:
        """Return the value of a name, `default` where there is none."""
        at = self._places.get(name)
        return default if at is None else self._values[at]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._values)

    def keys(self) -> KeysView[str]:
        """Return the names."""
        return self._places.keys()

    def items(self) -> ItemsView[str, Value]:
        """Return names and values."""
        return dict(zip(self._places, self._values, strict=True)).items()

    def __or__(self, other: Mapping[str, Value]) -> dict[str, Value]:
        """Return a dictionary with what `other` has instead or besides."""
        return {**self, **other}

    def __repr__(self) -> str:
        return repr(dict(self))


@lru_cache(maxsize=16)
def _places(names: tuple[str, ...]) -> dict[str, int]:
    """Return where each of these names stands: one dictionary for all who have the same names."""
    return {name: at for at, name in enumerate(names)}
