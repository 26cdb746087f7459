"""What a file says over the design that it extends, put together lever by lever; and how a number is read and set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mellanrum.workshop.bases import TODAY, Base, base_of, decided
from mellanrum.workshop.lever_table import Lever, Value
from scenarios.files.twins import at


@dataclass
class Patch:
    """What is written over a base. `table`: nested, as the file has it. `settings`: what was set, lever by lever.

    `standing`: what the base has for a lever, by its id.
    """

    base: Base
    settings: Mapping[str, Value]
    standing: Callable[[str], Value]
    table: dict[str, Any] = field(default_factory=dict)

    def put(self, key: str, value: Any) -> None:
        """Let a value stand at a dotted key."""
        *above, last = key.split(".")
        node = self.table
        for name in above:
            node = node.setdefault(name, {})
        node[last] = value

    def value(self, lever: str) -> Value:
        """Return what a lever is set to, or what the base has."""
        return self.settings[lever] if lever in self.settings else self.standing(lever)


Reader = Callable[[Lever, Mapping[str, Any], Base], Value | None]
"""(lever, table of a design or of a file that extends one, that design) → the value that it says, None if none."""
Writer = Callable[[Lever, Value, Patch], None]


def number(lever: Lever, table: Mapping[str, Any], base: Base) -> Value | None:
    """Return the number that stands at the lever's key; None where none does."""
    found = at(table, lever.key_in(base))
    return float(found["value"]) if isinstance(found, Mapping) and is_plain(found.get("value")) else None


def is_plain(value: object) -> bool:
    """Return whether a value is a plain number, and no truth."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def put_number(lever: Lever, value: Value, patch: Patch) -> None:
    """Write a number at the key of the lever, in the unit that stands there."""
    key = lever.key_in(patch.base)
    patch.put(key, decided(float(value), _unit(lever, patch.base, key)))


def _unit(lever: Lever, base: Base, key: str) -> str:
    known = base.quantity(key) or (base_of(TODAY).quantity(lever.today) if lever.today else None)
    if known is None:
        design, _space, other = lever.like.partition(" ")
        known = base_of(design).quantity(other)
    assert known is not None, f"{lever.id}: a number has its unit in a design, the services or the parameters"
    return known.unit
