"""What is wrong with a transfer of some substances alone, and with parts that a service is to take from then on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scenarios.files.chain import NOTHING, KeyPath, Merged
from scenarios.files.problems import Problem
from scenarios.files.references import table_at, tables_in, texts, twice
from sim.terms.language import _
from sim.terms.quantity import shown


def substances_said(merged: Merged) -> list[Problem]:
    """Return a transfer of some substances that names none, moves nothing, or moves a service with all its clients."""
    transfer, key = table_at(merged, "transfer"), ("transfer", "substances")
    if "substances" not in transfer:
        return []
    found = twice(merged, key, texts(transfer["substances"]))
    if transfer["substances"] == []:
        valid = _("at least one substance, or not this key: then it is for all")
        found.append(merged.problem(key, _("no substance"), valid))
    if transfer.get("services"):
        valid = _("services = []: a service goes with all its clients; posts for some go by [posts.SERVICE]")
        found.append(merged.problem(("transfer", "services"), shown(texts(transfer["services"])), valid))
    moved = [table_at(merged, "after", what) for what in ("doors", "assessor")]
    if not transfer.get("moves") and not any(moved):
        valid = _("a part in moves, [after.doors] or [after.assessor]: what changes for them")
        found.append(merged.problem(key, _("substances of which nothing moves"), valid))
    return found


def parts_said(merged: Merged) -> list[Problem]:
    """Return services that are to take no part, or one twice."""
    found: list[Problem] = []
    for key, rules in _rules(merged):
        meets = rules.get("meets")
        found += twice(merged, (*key, "meets"), texts(meets))
        if meets == []:
            found.append(merged.problem((*key, "meets"), NOTHING, _("at least one part")))
    return found


def _rules(merged: Merged) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    for service, rules in tables_in(merged, "rules"):
        yield ("rules", service), rules
        for group, of_some in tables_in(merged, "rules", service, "only"):
            yield ("rules", service, "only", group), of_some
