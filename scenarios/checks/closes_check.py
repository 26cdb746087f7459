"""What is wrong with [closes.SERVICE] and the end of conferences: alone, and in the county whose they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from scenarios.checks.posted_check import posts_in
from scenarios.files.chain import NOTHING, KeyPath, Merged
from scenarios.files.fields import ASSESSORS, OPEN_PARTS
from scenarios.files.price import PRICE
from scenarios.files.problems import Problem, one_of
from scenarios.files.references import named, table_at, tables_in, texts, twice
from scenarios.files.service_file import ServicesFile
from sim.terms.language import _
from sim.terms.quantity import is_number, shown
from sim.terms.total import total
from sim.terms.words import Level, Role, Service, name_of, names_of

CONTACT_ONLY = tuple(
    map(name_of, (Service.LOW_THRESHOLD_CLINIC, Service.PERSONAL_OMBUD, Service.SOBRIETY_DOCUMENTATION))
)
"""Where nobody is in care: contact ends, and there is nothing to hand over."""
OF_CASES = ("cases_to", "handover")
OF_POSTS = (*PRICE, "recruitment_lead_days")
END, END_IN = ("coordination", "conferences_end"), ("coordination", "conferences_end_in")


def closes_said(merged: Merged) -> list[Problem]:
    """Return closings that say too little, or something about nobody."""
    found: list[Problem] = []
    transfer = table_at(merged, "transfer")
    for service, table in tables_in(merged, "closes"):
        key: KeyPath = ("closes", service)
        if service in map(name_of, ASSESSORS):
            valid = _("another service: who assesses instead is said in [after.assessor], and its posts in [posts]")
            found.append(merged.problem(key, _('"{service}", which assesses', service=service), valid))
        for at, to in (*_posts_to(key, table), ((*key, "cases_to"), table.get("cases_to"))):
            if to == service:
                found.append(
                    merged.problem(at, _('"{service}" itself', service=service), _("another service, or not this key"))
                )
        found += _towns(merged, (*key, "municipalities"), table.get("municipalities"))
        if "posts_to" in table:
            absent = [k for k in PRICE if k not in table and k not in transfer]
            valid = _("this key here or in [transfer], since posts go to another service")
            found += [merged.problem((*key, k), NOTHING, valid) for k in absent]
        else:
            beside = [k for k in OF_POSTS if k in table]
            valid = _("posts_to beside it: without it the posts are lost")
            found += [merged.problem((*key, k), _("without posts_to"), valid) for k in beside]
        if service in CONTACT_ONLY:
            valid = _("not this key: nobody is in care there, and contact ends")
            found += [
                merged.problem((*key, k), _("cases of a service that treats nobody"), valid)
                for k in OF_CASES
                if k in table
            ]
        elif "handover" not in table and "handover" not in transfer and service in names_of(Service):
            valid = _("a table here or in [transfer]: how those in care cross to others")
            found.append(merged.problem((*key, "handover"), NOTHING, valid))
    return found + _conferences_said(merged)


def _towns(merged: Merged, key: KeyPath, given: object) -> list[Problem]:
    found = twice(merged, key, texts(given))
    if given == []:
        found.append(merged.problem(key, _("no municipality"), _("at least one, or not this key: then everywhere")))
    return found


def _conferences_said(merged: Merged) -> list[Problem]:
    table, found = table_at(merged, "coordination"), list[Problem]()
    where = table.get(END_IN[1])
    if where is not None and END[1] not in table:
        found.append(merged.problem(END, NOTHING, _("the day from which these districts hold no conferences")))
    if where == []:
        found.append(merged.problem(END_IN, _("no district"), _("at least one, or not this key: then everywhere")))
    return found + twice(merged, END_IN, texts(where))


def closes_there(design: Merged, county: Merged, services: ServicesFile) -> list[Problem]:
    """Return closings of what never opened or cannot close, and posts and cases that go where they cannot."""
    there = _there(design, county)
    closable = [s for s in there if _why_not(s, county, services) is None and s not in map(name_of, ASSESSORS)]
    found: list[Problem] = []
    for service, table in tables_in(design, "closes"):
        key: KeyPath = ("closes", service)
        if service not in names_of(Service):
            continue  # told as a fault of shape
        why = _why_not(service, county, services)
        if service not in there:
            found.append(
                design.problem(key, _('"{service}", which never opened', service=service), one_of(closable, service))
            )
        elif why is not None:
            found.append(design.problem(key, why, one_of(closable, service)))
        else:
            found += _late(design, service, table, county)
        found += _places(design, county, services, service, table)
        found += _receivers(design=design, county=county, services=services, service=service, table=table, there=there)
    return found + _conferences_there(design, county)


def _there(design: Merged, county: Merged) -> list[str]:
    """Return the services that there are, or that the design opens, by name."""
    names = {*table_at(county, "staffing"), *table_at(design, "opens")}
    return [s for s in names_of(Service) if s in names]


def _why_not(service: str, county: Merged, services: ServicesFile) -> str | None:
    table = services.root[Service[service.upper()]]
    if table.others or table.neuropsychiatric:
        return _('"{service}", which has other patients', service=service)
    return (
        _('"{service}", which has beds', service=service) if "places" in table_at(county, "staffing", service) else None
    )


def _late(design: Merged, service: str, table: dict[str, Any], county: Merged) -> list[Problem]:
    """Return a closing that comes no later than the day on which the design opens the service."""
    if service in table_at(county, "staffing"):
        return []
    opens, day = _begins(design, table_at(design, "opens", service).get("day")), table.get("day")
    if type(day) is not date or opens is None or day > opens:
        return []
    return [design.problem(("closes", service, "day"), str(day), _("a date after the service opens, {day}", day=opens))]


def _begins(design: Merged, own: object) -> date | None:
    """Return the day on which something begins: its own, else the transfer's, else the reform day."""
    for day in (own, table_at(design, "transfer").get("day")):
        if type(day) is date:
            return day
    calendar = table_at(design, "calendar")
    years = [calendar.get("warm_up_years"), calendar.get("baseline_years")]
    zero = calendar.get("day_zero")
    if type(zero) is not date or not all(is_number(y, 100) for y in years):
        return None
    return zero + timedelta(days=total(round(float(y or 0) * 365) for y in years))


def _places(
    design: Merged, county: Merged, services: ServicesFile, service: str, table: dict[str, Any]
) -> list[Problem]:
    """Return municipalities that are none, and some of them where one place serves several."""
    towns, key = list(table_at(county, "municipalities")), ("closes", service, "municipalities")
    given = table.get("municipalities")
    found = [p for name in texts(given) for p in named(design, key, name, towns)]
    level = table_at(design, "opens", service).get("level") or name_of(services.root[Service[service.upper()]].level)
    whole = bool(table_at(county, "location", service) or table_at(design, "relocation", service))
    if given and (whole or level != name_of(Level.MUNICIPALITY)):
        valid = _("not this key: it sits where it serves several municipalities, and closes for all")
        found.append(design.problem(key, shown(texts(given)), valid))
    return found


def _receivers(
    design: Merged, county: Merged, services: ServicesFile, service: str, table: dict[str, Any], there: Iterable[str]
) -> list[Problem]:
    """Return posts that go to beds, or to nobody, and cases that go to a service that treats none of their needs."""
    key: KeyPath = ("closes", service)
    closing = services.root[Service[service.upper()]]
    with_posts = [s for s in there if "places" not in table_at(county, "staffing", s) and s != service]
    meets = [s for s in with_posts if _meets(s, design, services) & set(closing.rules.meets)]
    found: list[Problem] = []
    places = [(at, to, with_posts) for at, to in _posts_to(key, table)]
    for at, to, may in [*places, ((*key, "cases_to"), table.get("cases_to"), meets)]:
        if isinstance(to, str) and to in names_of(Service) and to != service and to not in may:
            if to in with_posts:
                what = _('"{service}", which treats none of its needs', service=to)
            elif to in there:
                what = _('"{service}", which has beds and no posts', service=to)
            else:
                what = _('"{service}", which is not there', service=to)
            found.append(design.problem(at, what, one_of(may, to)))
    roles = _roles(design, service, services)
    by_role = table.get("posts_to") if isinstance(table.get("posts_to"), dict) else {}
    for role in [r for r in by_role or {} if r in names_of(Role) and r not in roles]:
        found.append(
            design.problem(
                (*key, "posts_to", role), _('"{role}", a role that it lacks', role=role), one_of(roles, role)
            )
        )
    if "posts_to" in table:
        absent = [r for r in by_role or roles if r in roles and not _lead(design, table, r)]
        valid = _("days, here or in [transfer]: posts fall vacant")
        found += [design.problem((*key, "recruitment_lead_days", r), NOTHING, valid) for r in absent]
    return found


def _roles(design: Merged, service: str, services: ServicesFile) -> list[str]:
    """Return the roles that a service has, by itself, by what its opening takes along and by posts that are added."""
    opens = table_at(design, "opens", service)
    share = opens.get("share")
    sources = [s for s in (service, *(share if isinstance(share, dict) else {})) if s in names_of(Service)]
    taken = opens.get("taken_from")
    roles = [name_of(r) for s in sources for r in services.root[Service[s.upper()]].roles]
    roles += [*taken] if isinstance(taken, dict) else []
    roles += [str(t.get("role")) for s, _, t in posts_in(design) if s == service and "add" in t]
    return list(dict.fromkeys(roles))


def _posts_to(key: KeyPath, table: dict[str, Any]) -> list[tuple[KeyPath, object]]:
    """Return (key, service) for every place that posts go to: one for all roles, or one for each."""
    given = table.get("posts_to")
    at = (*key, "posts_to")
    return [((*at, role), to) for role, to in given.items()] if isinstance(given, dict) else [(at, given)]


def _lead(design: Merged, table: dict[str, Any], role: str) -> bool:
    """Whether it is said how long it takes to fill a post of a role."""
    usual = table_at(design, "transfer").get("recruitment_lead_days")
    given = [q for q in (table.get("recruitment_lead_days"), usual) if isinstance(q, dict)]
    return any(role in q or not {"value", "same_as"}.isdisjoint(q) for q in given)


def _meets(service: str, design: Merged, services: ServicesFile) -> set[int]:
    """Return the parts that a service treats, with those that the design gives it."""
    rules = table_at(design, "rules", service)
    only = [t for _, t in tables_in(design, "rules", service, "only")]
    given = {part for t in (rules, *only) for part in texts(t.get("meets"))}
    parts = services.root[Service[service.upper()]].rules.meets
    return {int(p) for p in parts} | {int(p) for p in OPEN_PARTS if name_of(p) in given}


def _conferences_there(design: Merged, county: Merged) -> list[Problem]:
    """Return districts that hold no conferences that could end, and an end before their beginning."""
    table = table_at(design, "coordination")
    if END[1] not in table:
        return []
    districts = list(table_at(county, "districts"))
    named_in = texts(table.get(END_IN[1]))
    found = [p for name in named_in for p in named(design, END_IN, name, districts)]
    today = texts(table_at(county, "coordination").get("case_conferences"))
    begun = table.get("case_conferences")
    new = districts if begun is True else texts(begun)
    held = [d for d in districts if d in today or d in new]
    never = [d for d in named_in if d in districts and d not in held]
    if not held:
        found.append(design.problem(END, _("the end of conferences that nobody holds"), _("districts that hold some")))
    elif never:
        found.append(
            design.problem(END_IN, _("{districts}, where none are held", districts=shown(never)), one_of(held))
        )
    end, first = table.get(END[1]), _begins(design, table.get("from"))
    mine = [d for d in (named_in or held) if d in new and d not in today]
    if mine and type(end) is date and first is not None and end <= first:
        found.append(design.problem(END, str(end), _("a date after they begin, {day}", day=first)))
    return found
