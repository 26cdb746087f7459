"""An edit is what a key of a scenario is set to: a number, a factor on what stands there, a word, a date, true, false.

A quantity that is set has no range left: its number holds whether numbers are central, drawn from ranges or fitted. In
a list the number is the factor on it (see `sim.terms.quantity`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scenarios.edits.keys import COUNTY, DESIGN, PARAMETER, SERVICE, Plain, Tables, as_quantity, is_quantity
from scenarios.files.chain import KeyPath, Merged
from sim.terms.quantity import LARGEST, Quantity, at_level
from sim.terms.total import total


@dataclass(frozen=True, slots=True)
class Times:
    """A factor on what stands there: `x1.5`, as its text says without loss."""

    factor: float

    def __str__(self) -> str:
        return f"x{float(self.factor)}".removesuffix(".0")


Edit = Plain | Times
Edits = Mapping[str, Edit]
"""Key → what it is set to."""


def edited(item: Any, edit: Edit) -> Any:
    """Return what stands in the place of `item` once it is set. A table that should be a quantity is left as it is."""
    if not is_quantity(item):
        value = item * edit.factor if isinstance(edit, Times) else edit
        return int(value) if isinstance(value, float) and value.is_integer() else value
    q = as_quantity(item)
    if q is None:
        return item
    value = at_level(replace(q, low=0.0, high=LARGEST), number_of(q, edit))
    bound = 1.0 if isinstance(value, tuple) else value
    if isinstance(item, Quantity):
        return replace(q, value=value, low=bound, high=bound)
    return {**item, "value": list(value) if isinstance(value, tuple) else value, "low": bound, "high": bound}


def number_of(q: Quantity, edit: Edit) -> float:
    """Return the number that an edit sets a quantity to, or the factor on its list.

    Raises ValueError for an edit that is no number.
    """
    if not isinstance(edit, Times):
        if isinstance(edit, bool) or not isinstance(edit, int | float):
            raise ValueError(f"{edit!r} is no number")  # not said: edits are checked before
        return float(edit)
    return edit.factor if isinstance(q.value, tuple) else q.value * edit.factor


def put(tables: Tables, place: str, key: KeyPath, value: Any, label: str) -> Tables:
    """Return the tables with one value put in; a file's table remembers that `label` did it."""
    if place == PARAMETER:
        section, name = str(key[0]), str(key[1])
        parameters = tables.parameters
        return replace(tables, parameters={**parameters, section: {**parameters[section], name: value}})
    merged = tables.of(place)
    origin = {k: v for k, v in merged.origin.items() if k[: len(key)] != key} | {key: label}
    new = Merged(_put(merged.table, key, value), merged.leaf, origin, merged.whole)
    if place == DESIGN:
        return replace(tables, design=new)
    return replace(tables, county=new) if place == COUNTY else replace(tables, services=new)


def roles_shared(tables: Tables, keys: Sequence[KeyPath], label: str) -> Tables:
    """Return the tables with those roles of a service that no edit set sharing what is left of 1.

    `keys`: all that was set in the services. Where nothing can be shared out, the check of the sum names `label`.
    """
    given = [key for key in keys if len(key) == 3 and key[1] == "roles"]
    for service in dict.fromkeys(str(key[0]) for key in given):
        roles = tables.of(SERVICE).table[service]["roles"]
        shares = {role: q.value for role, item in roles.items() if (q := as_quantity(item)) is not None}
        plain = {role: share for role, share in shares.items() if isinstance(share, float)}
        rest = {role: share for role, share in plain.items() if (service, "roles", role) not in given}
        left = 1.0 - total(share for role, share in plain.items() if role not in rest)
        others = total(rest.values())
        factor = Times(left / others) if left >= 0.0 and others > 0.0 else Times(1.0)
        new = {role: edited(item, factor) if role in rest else item for role, item in roles.items()}
        tables = put(tables, SERVICE, (service, "roles"), new, label)
    return tables


def _put(node: Any, key: KeyPath, value: Any) -> Any:
    """Return a copy of `node` in which `value` stands at `key`; what is not on the way there is shared."""
    if not key:
        return value
    copy: Any = dict(node) if isinstance(node, Mapping) else list(node)
    copy[key[0]] = _put(node[key[0]], key[1:], value)
    return copy
