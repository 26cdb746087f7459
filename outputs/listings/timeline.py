"""The dated changes of a design in a county, day by day: what happens when, where and to whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from enum import IntEnum
from typing import Any

from outputs.text.grid import Column, Grid
from sim.terms.changes import Change
from sim.terms.scenario import Scenario, UnitSpec
from sim.terms.words import name_of

WHAT = {
    "TurnoverRises": "staff resign oftener",
    "ResponsibilityMoves": "responsibility moves",
    "ServiceMoves": "services move with their staff",
    "WorkIsBought": "work is bought",
    "Relocates": "a service goes to other places",
    "Opens": "a service opens",
    "PostsAdded": "posts are added",
    "PostsClosed": "posts are closed",
    "RuleChanges": "a rule changes",
    "DoorsChange": "doors change",
    "AssessorChanges": "the assessor changes",
    "LeverChanges": "a lever of coordination changes",
    "LadderClimbs": "the cooperation ladder is climbed",
    "LadderFalls": "a step of the ladder is lost",
    "MeasureStarts": "a measure starts",
    "ConferencesStart": "case conferences start",
    "ConferencesEnd": "case conferences end",
    "Closes": "a service closes",
    "SipPairsChange": "for whom a SIP is made changes",
}
MOST_WORDS = 12  # of one field that are told


def timeline(scenario: Scenario) -> Grid:
    """Return a row per dated change, in order of days, the reform day among them."""
    calendar = scenario.calendar
    rows = [(float(c.day), _row(scenario, c)) for c in scenario.changes]
    reform = (calendar.date_of(calendar.reform_day).isoformat(), str(calendar.reform_day), "REFORM DAY", "", "")
    end = (calendar.date_of(calendar.end_day).isoformat(), str(calendar.end_day), "END", "", "")
    rows += [(float(calendar.reform_day) - 0.5, reform), (float(calendar.end_day), end)]
    ordered = tuple(row for _, row in sorted(rows, key=lambda pair: pair[0]))
    heads = ("date", "day", "what", "where", "how")
    title = f"{scenario.name} in {scenario.county.title}: {len(scenario.changes)} dated changes"
    return Grid(title, tuple(Column(head, right=head == "day") for head in heads), ordered)


def _row(scenario: Scenario, change: Change) -> tuple[str, str, str, str, str]:
    calendar = scenario.calendar
    towns = getattr(change, "municipalities", None)
    where = "" if towns is None else _where(scenario, towns)
    told = [text for f in fields(change) if (text := _field(scenario, f.name, getattr(change, f.name)))]
    kind = type(change).__name__
    return calendar.date_of(change.day).isoformat(), f"{change.day:g}", WHAT.get(kind, kind), where, "; ".join(told)


def _where(scenario: Scenario, towns: tuple[int, ...]) -> str:
    names = [scenario.county.municipalities[i].name for i in towns]
    if len(names) == len(scenario.county.municipalities):
        return "the whole county"
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


def _field(scenario: Scenario, name: str, value: Any) -> str:
    """Return a field in words; "" for what is told elsewhere, or says nothing."""
    if name in ("day", "municipalities") or value is None or value in ((), ""):
        return ""
    if name == "until_day":
        return f"until {scenario.calendar.date_of(value).isoformat()}"
    if name == "districts":
        return f"districts: {', '.join(scenario.county.districts[i] for i in value)}" if value else ""
    words = list(_words(value))
    if not words:
        return ""
    shown = ", ".join(words[:MOST_WORDS]) + (" …" if len(words) > MOST_WORDS else "")
    return f"{name.replace('_', ' ')}: {shown}"


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, IntEnum):
        yield name_of(value)
    elif isinstance(value, bool):
        yield "yes" if value else "no"
    elif isinstance(value, float | int):
        yield f"{value:g}"
    elif isinstance(value, str):
        yield value
    elif isinstance(value, UnitSpec):
        yield f"{name_of(value.service)} at {value.place} ({value.fte:.3g} FTE)"
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _words(item)
