"""The same work has the same numbers: a quantity may be the same as another's, and a whole service as another one.

    direct_share = { same_as = "services.social_services.direct_share" }      # one quantity
    same_as = "social_services"                                              # in a service: all that it does not say

A quantity that is the same as another's has the other's value, range and evidence, and the other's path: it is drawn,
fitted and varied with it. Between files of the world (services, county, parameters) the tie holds whatever is varied:
who names one names both. A design's tie is of draws alone: a lever that is set there is set apart, and a design that
extends another and gives one of two a new number leaves the other as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from scenarios.chain import Key, Merged, dotted
from scenarios.problems import Problem, one_of
from sim.terms.quantity import shown

SAME_AS = "same_as"
Lookup = Callable[[str], Any]
"""Path → what stands there: a quantity, a table that says what it is the same as, or None."""


def is_twin(node: object) -> bool:
    """Return whether a table says what it is the same as, and nothing of its own but a note."""
    return isinstance(node, Mapping) and SAME_AS in node and set(node) <= {SAME_AS, "note"}


def root_of(path: str, lookup: Lookup) -> str | list[str]:
    """Return the path at which a chain of `same_as` ends, or the chain if it bites its own tail."""
    seen = [path]
    while is_twin(node := lookup(seen[-1])):
        following = str(node[SAME_AS])
        if following in seen:
            return [*seen, following]
        seen.append(following)
    return seen[-1]


def twins_in(table: object, at: Key = ()) -> Iterator[tuple[Key, Mapping[str, Any]]]:
    """Yield (key, table) of all that are the same as another."""
    if is_twin(table):
        yield at, table  # type: ignore[misc]
    elif isinstance(table, Mapping):
        for name, inner in table.items():
            yield from twins_in(inner, (*at, name))
    elif isinstance(table, list):
        for i, inner in enumerate(table):
            yield from twins_in(inner, (*at, i))


def resolved(merged: Merged, lookup: Lookup, path_of: Callable[[Key], str]) -> tuple[Merged, list[Problem]]:
    """Return the file with each other's numbers in place, and what is the same as nothing, or in a circle as itself.

    `lookup`: path → what stands there, in this file or another. `path_of`: the path of a key of this file.
    """
    table, problems = deepcopy(merged.table), list[Problem]()
    for key, twin in list(twins_in(table)):
        put_at(table, key, _quantity(merged, key, path_of(key), twin, lookup, problems))
    return Merged(table, merged.leaf, merged.origin, merged.whole), problems


def _quantity(
    merged: Merged, key: Key, path: str, twin: Mapping[str, Any], lookup: Lookup, problems: list[Problem]
) -> Any:
    said = twin[SAME_AS]
    at = (*key, SAME_AS)
    root = root_of(said, lookup) if isinstance(said, str) else ""
    if isinstance(root, list) or root == path:
        circle = [*root, root[0]] if root == path else [path, *root]
        problems.append(merged.problem(at, f"a circle: {' → '.join(dict.fromkeys(circle))} → …", "a path to numbers"))
        return dict(twin)
    there = lookup(root)
    if not (isinstance(there, Mapping) and "value" in there):
        valid = "the path of a quantity, such as services.social_services.direct_share"
        problems.append(merged.problem(at, f"{shown(said)}, where no quantity stands", valid))
        return dict(twin)
    note = {"note": twin["note"]} if "note" in twin else {}
    return {**there, **note, SAME_AS: there.get(SAME_AS) or root}


def put_at(table: Any, key: Key, value: Any) -> None:
    """Set what stands at `key` of a table that may be changed."""
    for k in key[:-1]:
        table = table[k]
    table[key[-1]] = value


def at(table: Any, path: str) -> Any:
    """Return what stands at a dotted path of a table, None if nothing does; a list's items are named by their place."""
    node = table
    for name in path.split("."):
        if isinstance(node, list):
            node = next((x for x in node if isinstance(x, Mapping) and x.get("place") == name), None)
        else:
            node = node.get(name) if isinstance(node, Mapping) else None
    return node


def services_whole(merged: Merged) -> tuple[Merged, list[Problem]]:
    """Return the services with `same_as = "another"` spelt out: each quantity that is not said is the other's."""
    table, problems = dict(merged.table), list[Problem]()
    for name, service in merged.table.items():
        if not isinstance(service, Mapping) or SAME_AS not in service:
            continue
        other = service[SAME_AS]
        below = merged.table.get(other) if isinstance(other, str) else None
        names = [n for n, t in merged.table.items() if isinstance(t, Mapping) and SAME_AS not in t]
        if not isinstance(below, Mapping) or SAME_AS in below:
            found = f"a circle: {name} → {other} → …" if isinstance(below, Mapping) else shown(other)
            problems.append(merged.problem((name, SAME_AS), found, one_of(names, other)))
            continue
        table[name] = _beneath(service, below, f"services.{other}")
    return Merged(table, merged.leaf, merged.origin, merged.whole), problems


def _beneath(over: Mapping[str, Any], under: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Return `over` with all of `under` that it does not say, quantities as twins of those at `path`."""
    whole: dict[str, Any] = {}
    for name, item in {**under, **over}.items():
        below = under.get(name)
        if name not in over:
            whole[name] = _as_twins(item, f"{path}.{name}")
        elif isinstance(item, Mapping) and isinstance(below, Mapping) and not _quantity_or_twin(item):
            whole[name] = _beneath(item, below, f"{path}.{name}")
        else:
            whole[name] = item
    return whole


def _as_twins(item: Any, path: str) -> Any:
    if is_twin(item):
        return dict(item)
    if isinstance(item, Mapping):
        if _quantity_or_twin(item):
            return {SAME_AS: path}
        return {name: _as_twins(inner, f"{path}.{name}") for name, inner in item.items()}
    return deepcopy(item)


def _quantity_or_twin(item: Mapping[str, Any]) -> bool:
    return "value" in item or "unit" in item or is_twin(item)


def path_in(place: str) -> Callable[[Key], str]:
    """Return how a key of a place is named as a path."""
    return lambda key: f"{place}.{dotted(key)}" if place else dotted(key)
