"""What a county file says of practices must name methods and municipalities that there are."""

from __future__ import annotations

from scenarios.files.chain import NOTHING, KeyPath, Merged
from scenarios.files.names import path_of
from scenarios.files.problems import Problem, one_of
from scenarios.files.references import named, nowhere, table_at, tables_in, texts, twice
from sim.terms.language import _
from sim.terms.quantity import shown
from sim.terms.words import Service, name_of

WORK = name_of(Service.MUNICIPAL_OUTPATIENT)


def outpatient_methods(services: Merged | None) -> tuple[str, ...]:
    """Return the methods of outpatient treatment, in the order of the file."""
    return tuple(table_at(services, WORK, "plan", "visits")) if services is not None else ()


def practice_references(merged: Merged, methods: tuple[str, ...]) -> list[Problem]:
    """Return methods that there are not, or that stand twice, and practices of municipalities that are not there."""
    found = []
    there = [name for name, town in tables_in(merged, "municipalities") if not nowhere(town)]
    for name, town in tables_in(merged, "municipalities"):
        key: KeyPath = ("municipalities", name)
        if nowhere(town):
            what = _("the practice of {name}, which has no adults, district or travel", name=shown(name))
            found.append(merged.problem(key, what, one_of(there, name)))
        practice = table_at(merged, "municipalities", name, "practice")
        for what in ("methods", "groups"):
            at, given = (*key, "practice", what), texts(practice.get(what))
            found += twice(merged, at, given) + [p for m in given for p in named(merged, at, m, methods)]
        offered = practice.get("methods")
        if isinstance(offered, list):
            lacking = [g for g in texts(practice.get("groups")) if g in methods and g not in offered]
            valid = (
                _("a method that it offers: {methods}", methods=one_of(texts(offered)))
                if texts(offered)
                else _("no groups")
            )
            at = (*key, "practice", "groups")
            found += [
                merged.problem(at, _('a group of "{method}", which it does not offer', method=g), valid)
                for g in lacking
            ]
    return found


def but_of_nowhere(merged: Merged, shape: list[Problem]) -> list[Problem]:
    """Return the problems of shape but what is lacking of municipalities that are not there."""
    gone = [
        f"{path_of('municipalities', name)}." for name, town in tables_in(merged, "municipalities") if nowhere(town)
    ]
    return [p for p in shape if p.found != NOTHING or not any(p.key.startswith(g) for g in gone)]
