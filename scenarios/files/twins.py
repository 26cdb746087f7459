"""Tables that say what they are the same as instead of numbers: how they look, and where a chain of them ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from scenarios.files.names import parts

KeyPath = tuple[str | int, ...]
SAME_AS = "same_as"
OWN = frozenset({"value", "unit", "low", "high", "evidence"})
Lookup = Callable[[str], Any]
"""Path → what stands there: a quantity, a table that says what it is the same as, or None."""


def is_twin(node: object) -> bool:
    """Return whether a table says what it is the same as, and nothing of its own but a note."""
    return isinstance(node, dict) and SAME_AS in node and set(node) <= {SAME_AS, "note"}


def root_of(path: str, lookup: Lookup) -> str | list[str]:
    """Return the path at which a chain of `same_as` ends, or the chain if it bites its own tail."""
    seen = [path]
    while is_twin(node := lookup(seen[-1])):
        following = str(node[SAME_AS])
        if following in seen:
            return [*seen, following]
        seen.append(following)
    return seen[-1]


def twins_in(table: object, at: KeyPath = ()) -> Iterator[tuple[KeyPath, Mapping[str, Any]]]:
    """Yield (key, table) of all that are the same as another."""
    if is_twin(table):
        yield at, table  # type: ignore[misc]
    elif isinstance(table, dict):
        for name, inner in table.items():
            yield from twins_in(inner, (*at, name))
    elif isinstance(table, list):
        for i, inner in enumerate(table):
            yield from twins_in(inner, (*at, i))


def with_twins(node: Any, numbers: Callable[[KeyPath, Mapping[str, Any]], Any], at: KeyPath = ()) -> Any:
    """Return a table of its own in which each that is the same as another is what `numbers` gives for (key, table)."""
    if is_twin(node):
        return numbers(at, node)
    if isinstance(node, dict):
        return {name: with_twins(inner, numbers, (*at, name)) for name, inner in node.items()}
    if isinstance(node, list):
        return [with_twins(inner, numbers, (*at, i)) for i, inner in enumerate(node)]
    return node


def mixed_in(node: object, at: KeyPath = ()) -> Iterator[KeyPath]:
    """Yield the keys of all that say both what they are the same as and numbers of their own."""
    if isinstance(node, dict):
        if SAME_AS in node and not OWN.isdisjoint(node):
            yield at
            return
        for name, inner in node.items():
            yield from mixed_in(inner, (*at, name))
    elif isinstance(node, list):
        for i, inner in enumerate(node):
            yield from mixed_in(inner, (*at, i))


def put_at(table: Any, key: KeyPath, value: Any) -> None:
    """Set what stands at `key` of a table that may be changed."""
    for k in key[:-1]:
        table = table[k]
    table[key[-1]] = value


def at(table: Any, path: str) -> Any:
    """Return what stands at a dotted path of a table, None if nothing does; units are named by their place."""
    node = table
    for name in parts(path):
        if isinstance(node, Mapping) and name not in node and "units" in node:
            node = node["units"]
        if isinstance(node, list):
            node = next((x for x in node if isinstance(x, Mapping) and x.get("place") == name), None)
        else:
            node = node.get(name) if isinstance(node, Mapping) else None
    return node
