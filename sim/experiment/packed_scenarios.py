"""Scenarios of many draws are held packed: as objects each takes 50 kB, packed less than a fifth of it.

A command holds the scenarios of all its draws to its end, and looks at one of them at a time.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Sequence
from typing import overload

from sim.terms.scenario import Scenario

QUICKLY = 1
"""zlib's level: the next ones take longer and save little, since most of a scenario is numbers."""


class Packed(Sequence[Scenario]):
    """Scenarios, each unpacked anew whenever it is asked for: equal to what it was, never the same object."""

    __slots__ = ("_packed",)

    def __init__(self, scenarios: Iterable[Scenario]) -> None:
        self._packed = tuple(zlib.compress(pickle.dumps(one, pickle.HIGHEST_PROTOCOL), QUICKLY) for one in scenarios)

    @classmethod
    def joined(cls, parts: Iterable[Packed]) -> Packed:
        """Return the scenarios of all parts, in their order."""
        whole = cls(())
        whole._packed = tuple(one for part in parts for one in part._packed)
        return whole

    def __len__(self) -> int:
        return len(self._packed)

    @overload
    def __getitem__(self, at: int) -> Scenario: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Scenario]: ...
    def __getitem__(self, at: int | slice) -> Scenario | Sequence[Scenario]:
        if isinstance(at, slice):
            return tuple(self[i] for i in range(*at.indices(len(self))))
        found: Scenario = pickle.loads(zlib.decompress(self._packed[at]))  # what this very process packed
        return found


def hold(scenarios: Iterable[Scenario]) -> Sequence[Scenario]:
    """Return scenarios to be held: packed, but one alone as it is, since all replications share that object."""
    packed = scenarios if isinstance(scenarios, Packed) else Packed(scenarios)
    return packed if len(packed) > 1 else tuple(packed)
