"""The dated changes of a design in a county, day by day: what happens when, where and to whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from enum import IntEnum
from typing import Any

from outputs.text.grid import Column, Grid
from outputs.text.numbers import written
from outputs.text.pages import listed
from outputs.text.words import say
from sim.terms.changes import Change
from sim.terms.language import N_, _, ngettext
from sim.terms.scenario import Scenario, UnitSpec
from sim.terms.words import Measure, Role

WHAT = {
    "TurnoverRises": N_("staff resign oftener"),
    "ResponsibilityMoves": N_("responsibility moves"),
    "ServiceMoves": N_("services move with their staff"),
    "WorkIsBought": N_("work is bought"),
    "Relocates": N_("a service goes to other places"),
    "Opens": N_("a service opens"),
    "PostsAdded": N_("posts are added"),
    "PostsClosed": N_("posts are closed"),
    "RuleChanges": N_("a rule changes"),
    "DoorsChange": N_("doors change"),
    "AssessorChanges": N_("the assessor changes"),
    "LeverChanges": N_("a lever of coordination changes"),
    "LadderClimbs": N_("the cooperation ladder is climbed"),
    "LadderFalls": N_("a step of the ladder is lost"),
    "MeasureStarts": N_("a measure starts"),
    "ConferencesStart": N_("case conferences start"),
    "ConferencesEnd": N_("case conferences end"),
    "Closes": N_("a service closes"),
    "SipPairsChange": N_("for whom a SIP is made changes"),
}
FIELDS = {
    "services": N_("services"),
    "service": N_("service"),
    "factor": N_("factor"),
    "recruitment_lead_days": N_("recruitment lead days"),
    "never_refilled_share": N_("never refilled share"),
    "dip": N_("dip"),
    "recovery_days": N_("recovery days"),
    "part": N_("part"),
    "to": N_("to"),
    "lag_days": N_("lag days"),
    "refers_to": N_("refers to"),
    "keeps": N_("keeps"),
    "cites_law_share": N_("cites law share"),
    "substances": N_("substances"),
    "dual_days": N_("dual days"),
    "units": N_("units"),
    "digital_share": N_("digital share"),
    "principal": N_("principal"),
    "posts": N_("posts"),
    "needs_step": N_("needs step"),
    "turnover_factor": N_("turnover factor"),
    "turnover_days": N_("turnover days"),
    "role": N_("role"),
    "fte": N_("fte"),
    "begins": N_("begins"),
    "sources": N_("sources"),
    "source_municipalities": N_("source municipalities"),
    "rule": N_("rule"),
    "value": N_("value"),
    "whom": N_("whom"),
    "doors": N_("doors"),
    "assessor": N_("assessor"),
    "lever": N_("lever"),
    "process_leader": N_("process leader"),
    "steps": N_("steps"),
    "pairs": N_("pairs"),
    "posts_to": N_("posts to"),
    "cases_to": N_("cases to"),
}
"""What a field of a change is called before its value."""
MEASURES = {
    Measure.WARM_REFERRALS: N_("warm referrals"),
    Measure.SHARED_THRESHOLD: N_("a shared threshold"),
    Measure.SIP_ROUTINE: N_("a plan (SIP) as routine"),
}
MOST_WORDS = 12  # of one field that are told
MOST_TOWNS = 4


def timeline(scenario: Scenario) -> Grid:
    """Return a row per dated change, in order of days, the reform day among them."""
    calendar = scenario.calendar
    rows = [(float(c.day), _row(scenario, c)) for c in scenario.changes]
    reform = (calendar.date_of(calendar.reform_day).isoformat(), str(calendar.reform_day), _("REFORM DAY"), "", "")
    end = (calendar.date_of(calendar.end_day).isoformat(), str(calendar.end_day), _("END"), "", "")
    rows += [(float(calendar.reform_day) - 0.5, reform), (float(calendar.end_day), end)]
    ordered = tuple(row for _day, row in sorted(rows, key=lambda pair: pair[0]))
    columns = (
        Column(_("date"), right=False),
        Column(_("day")),
        Column(_("what"), right=False),
        Column(_("where"), right=False),
        Column(_("how"), right=False),
    )
    title = ngettext(
        "{design} in {county}: {n} dated change",
        "{design} in {county}: {n} dated changes",
        len(scenario.changes),
        design=scenario.name,
        county=scenario.county.title,
    )
    return Grid(title, columns, ordered)


def _row(scenario: Scenario, change: Change) -> tuple[str, str, str, str, str]:
    calendar = scenario.calendar
    towns = getattr(change, "municipalities", None)
    where = "" if towns is None else _where(scenario, towns)
    told = [text for f in fields(change) if (text := _field(scenario, f.name, getattr(change, f.name)))]
    kind = type(change).__name__
    return calendar.date_of(change.day).isoformat(), written(change.day), _(WHAT[kind]), where, "; ".join(told)


def _where(scenario: Scenario, towns: tuple[int, ...]) -> str:
    names = [scenario.county.municipalities[i].name for i in towns]
    if len(names) == len(scenario.county.municipalities):
        return _("the whole county")
    shown = ", ".join(names[:MOST_TOWNS])
    more = len(names) - MOST_TOWNS
    return _("{names} and {n} more", names=shown, n=more) if more > 0 else shown


def _field(scenario: Scenario, name: str, value: Any) -> str:
    """Return a field in words; "" for what is told elsewhere, or says nothing."""
    if name in ("day", "municipalities") or value is None or value in ((), ""):
        return ""
    if name == "until_day":
        return _("until {date}", date=scenario.calendar.date_of(value).isoformat())
    if name == "districts":
        return _("districts: {names}", names=", ".join(scenario.county.districts[i] for i in value))
    if isinstance(value, Measure):
        return _("measure: {name}", name=_(MEASURES[value]))
    words = list(_words(value))
    if not words:
        return ""
    shown = ", ".join(words[:MOST_WORDS]) + (" …" if len(words) > MOST_WORDS else "")
    return f"{_(FIELDS[name]) if name in FIELDS else name.replace('_', ' ')}: {shown}"


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, IntEnum):
        yield _(say(value))
    elif isinstance(value, bool):
        yield _("yes") if value else _("no")
    elif isinstance(value, float | int):
        yield written(value)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, UnitSpec):
        yield _(
            "{service} at {place} ({fte} FTE)",
            service=_(say(value.service)),
            place=value.place,
            fte=written(value.fte, ".3g"),
        )
    elif isinstance(value, tuple | list):
        if told := _of_a_role(value):
            yield told
            return
        for item in value:
            yield from _words(item)


def _of_a_role(value: Sequence[Any]) -> str:
    """Return a role with its number, and with the services that its posts come from; "" for any other list."""
    match value:
        case [Role() as role, int() | float() as number]:
            return f"{_(say(role))} {written(number)}"
        case [Role() as role, tuple() as services, int() | float() as fte]:
            told = {"role": _(say(role)), "fte": written(fte, ".3g")}
            if not services:
                return _("{role} {fte} FTE", **told)
            return _("{role} {fte} FTE from {services}", services=listed([_(say(s)) for s in services]), **told)
    return ""
