"""What is the same as another gets the other's numbers, across services, county, design and parameters, after edits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from scenarios.edits.keys import COUNTY, DESIGN, SERVICE, Tables
from scenarios.files.chain import Merged
from scenarios.files.problems import Problem
from scenarios.files.same_as import Untied, path_in, resolved
from scenarios.files.twins import at
from sim.terms.quantity import Quantity


def tied(tables: Tables) -> tuple[Tables, list[Untied]]:
    """Return the tables with every tie put into numbers, and the ties that lead nowhere or in a circle."""

    def lookup(path: str) -> Any:
        return standing(tables, path)

    untied = list[Untied]()
    found: dict[str, Merged] = {}
    for place, merged in tables.found():
        inside = path_in(place if place in (SERVICE, COUNTY) else "")
        found[place], faults = resolved(merged, lookup, inside)
        untied += faults
    return Tables(found.get(DESIGN), found.get(COUNTY), found.get(SERVICE), _parameters(tables)), untied


def sure(tables: Tables, untied: Iterable[Untied]) -> list[Problem]:
    """Return the problems of ties that lead nowhere whatever a file says that could not be read."""

    def readable(path: str) -> bool:
        place = path.partition(".")[0]
        merged = dict(tables.found()).get(place if place in (SERVICE, COUNTY) else DESIGN)
        return merged is not None and merged.whole

    return [one.problem for one in untied if readable(one.path)]


def standing(tables: Tables, path: str) -> Any:
    """Return what stands at a path of any place, as a table; None if nothing does."""
    place, _, rest = path.partition(".")
    if place in (SERVICE, COUNTY):
        merged = dict(tables.found()).get(place)
        return None if merged is None else at(merged.table, rest)
    given = tables.parameters.get(place, {}).get(rest)
    if given is not None:
        return {k: v for k, v in asdict(given).items() if k != "same_as" or v}
    return None if tables.design is None else at(tables.design.table, path)


def _parameters(tables: Tables) -> Mapping[str, Mapping[str, Quantity]]:
    """Return the parameters with those that are the same as another's taken from where the other stands now."""

    def follows(q: Quantity) -> Quantity:
        section, _, name = q.same_as.partition(".")
        root = tables.parameters.get(section, {}).get(name)
        return q if root is None else replace(root, same_as=q.same_as, note=q.note)

    return {
        section: {name: follows(q) if q.same_as else q for name, q in inner.items()}
        for section, inner in tables.parameters.items()
    }
