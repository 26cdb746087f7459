"""The same work has the same numbers: a quantity may be the same as another's, and a whole service as another one.

    direct_share = { same_as = "services.social_services.direct_share" }      # one quantity
    same_as = "social_services"                                              # in a service: all that it does not say

A quantity that is the same as another's has the other's value, range and evidence, and the other's path: it is drawn,
fitted and varied with it. Between files of the world (services, county, parameters) the tie holds whatever is varied:
who names one names both. A design's tie is of draws alone: a lever that is set there is set apart, and a design that
extends another and gives one of two a new number leaves the other as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from scenarios.files.chain import KeyPath, Merged, dotted
from scenarios.files.problems import Problem, one_of
from scenarios.files.twins import SAME_AS, Lookup, is_twin, root_of, with_twins
from sim.terms.language import _
from sim.terms.quantity import shown

PLACE = "services"


@dataclass(frozen=True, slots=True)
class Untied:
    """A tie that leads nowhere or in a circle, and the path that it names."""

    problem: Problem
    path: str


def resolved(merged: Merged, lookup: Lookup, path_of: Callable[[KeyPath], str]) -> tuple[Merged, list[Untied]]:
    """Return the file with each other's numbers in place, and what is the same as nothing, or in a circle as itself.

    `lookup`: path → what stands there, in this file or another. `path_of`: the path of a key of this file.
    """
    untied = list[Untied]()

    def numbers(key: KeyPath, twin: Mapping[str, Any]) -> Any:
        return _quantity(merged=merged, key=key, path=path_of(key), twin=twin, lookup=lookup, untied=untied)

    return Merged(with_twins(merged.table, numbers), merged.leaf, merged.origin, merged.whole), untied


def _quantity(
    merged: Merged, key: KeyPath, path: str, twin: Mapping[str, Any], lookup: Lookup, untied: list[Untied]
) -> Any:
    said = twin[SAME_AS]
    at = (*key, SAME_AS)
    root = root_of(said, lookup) if isinstance(said, str) else ""
    if isinstance(root, list):
        circle = " → ".join(dict.fromkeys([path, *root])) + " → …"
        problem = merged.problem(at, _("a circle: {paths}", paths=circle), _("a path to numbers"))
        untied.append(Untied(problem, str(said)))
        return dict(twin)
    there = lookup(root)
    if isinstance(there, bool):  # of a service that is the same as another
        return there
    if not (isinstance(there, Mapping) and "value" in there):
        valid = _("the path of a quantity, such as services.social_services.direct_share")
        untied.append(Untied(merged.problem(at, _("{path}, where no quantity stands", path=shown(said)), valid), root))
        return dict(twin)
    note = {"note": twin["note"]} if "note" in twin else {}
    return {**there, **note, SAME_AS: there.get(SAME_AS) or root}


def services_whole(merged: Merged) -> tuple[Merged, list[Problem]]:
    """Return the services with `same_as = "another"` spelt out: each number and truth not said is the other's."""
    table, problems = dict(merged.table), list[Problem]()
    own = [n for n, t in merged.table.items() if isinstance(t, Mapping) and SAME_AS not in t]
    for name, service in merged.table.items():
        if not isinstance(service, Mapping) or SAME_AS not in service:
            continue
        others = _others(name, merged.table)
        last = merged.table.get(others[-1]) if isinstance(others[-1], str) else None
        if not isinstance(last, Mapping) or SAME_AS in last:
            named = " → ".join(map(str, (name, *others)))
            found = _("a circle: {paths}", paths=named) if isinstance(last, Mapping) else shown(service[SAME_AS])
            problems.append(merged.problem((name, SAME_AS), found, one_of(own, service[SAME_AS])))
            continue
        whole = last
        for over, under in zip([name, *others][-2::-1], others[::-1], strict=True):
            whole = _beneath(merged.table[over], whole, f"{PLACE}.{under}")
        table[name] = whole
    return Merged(table, merged.leaf, merged.origin, merged.whole), problems


def _others(name: str, table: Mapping[str, Any]) -> list[Any]:
    """Return the services that a service is the same as, one after the other, until one comes a second time."""
    found: list[Any] = []
    service = table[name]
    while isinstance(service, Mapping) and SAME_AS in service:
        other = service[SAME_AS]
        if other in (name, *found):
            return [*found, other]
        found.append(other)
        service = table.get(other) if isinstance(other, str) else None
    return found


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
    if isinstance(item, bool):
        return {SAME_AS: path}
    if isinstance(item, Mapping):
        if _quantity_or_twin(item):
            return {SAME_AS: path}
        return {name: _as_twins(inner, f"{path}.{name}") for name, inner in item.items()}
    return deepcopy(item)


def _quantity_or_twin(item: Mapping[str, Any]) -> bool:
    return "value" in item or "unit" in item or is_twin(item)


def path_in(place: str) -> Callable[[KeyPath], str]:
    """Return how a key of a place is named as a path."""
    return lambda key: f"{place}.{dotted(key)}" if place else dotted(key)
