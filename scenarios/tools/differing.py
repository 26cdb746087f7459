"""What differs between two designs, or two counties, each with all that it extends, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scenarios.checks.check import is_county
from scenarios.edits.keys import Tables, as_quantity, is_quantity, services_table
from scenarios.edits.tying import tied
from scenarios.files.chain import KeyPath, dotted, follow
from scenarios.files.problems import Problem, ScenarioError
from sim.terms.language import _
from sim.terms.quantity import Quantity, shown

NOT_TOLD = ("title_sv", "title_en", "summary_sv", "summary_en", "extends", "note")


@dataclass(frozen=True, slots=True)
class Difference:
    """A key that differs: what stands in either file ("" where nothing does), and what it rests on there."""

    key: str
    first: str
    second: str
    evidence: str


def differences(first: str | Path, second: str | Path) -> list[Difference]:
    """Return what differs, in the order of the files. Raises ScenarioError for files of two kinds, or unreadable."""
    kinds = [is_county(name) for name in (first, second)]
    if kinds[0] != kinds[1]:
        found = _("a county and a design") if kinds[0] else _("a design and a county")
        raise ScenarioError([Problem("diff", "", found, _("two designs, or two counties"))])
    one, other = (dict(_leaves(_table(name, kinds[0]), ())) for name in (first, second))
    keys = list(dict.fromkeys([*one, *other]))
    return [_difference(k, one.get(k), other.get(k)) for k in keys if _told(one.get(k)) != _told(other.get(k))]


def _table(name: str | Path, county: bool) -> Mapping[str, Any]:
    alone = Tables(None, None, services_table()[0], {})
    if county:
        return tied(replace(alone, county=follow(name, "county")))[0].of("county").table
    return tied(replace(alone, design=follow(name, "design")))[0].of("design").table


def _leaves(node: Any, at: KeyPath) -> Iterator[tuple[str, Any]]:
    if isinstance(node, Mapping) and not is_quantity(node):
        for name, inner in node.items():
            if name not in NOT_TOLD:
                yield from _leaves(inner, (*at, name))
    elif isinstance(node, list) and any(isinstance(item, Mapping) for item in node):
        for i, inner in enumerate(node):
            yield from _leaves(inner, (*at, i))
    else:
        yield dotted(at), node


def _told(item: Any) -> str:
    if item is None:
        return ""
    q = as_quantity(item) if is_quantity(item) else None
    if q is None:
        return ", ".join(map(str, item)) if isinstance(item, list) else shown(item).strip('"')
    value = ", ".join(f"{v:g}" for v in q.value) if isinstance(q.value, tuple) else f"{q.value:g}"
    if q.low == q.high:
        return f"{value} {q.unit}"
    return _("{value} {unit} ({low:g} to {high:g})", value=value, unit=q.unit, low=q.low, high=q.high)


def _difference(key: str, one: Any, other: Any) -> Difference:
    quantities = [as_quantity(item) for item in (one, other) if item is not None and is_quantity(item)]
    rests = dict.fromkeys(q.evidence for q in quantities if isinstance(q, Quantity))
    return Difference(key, _told(one), _told(other), ", ".join(rests))
