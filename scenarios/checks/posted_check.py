"""What is wrong with [[posts.SERVICE]]: alone, on the run's calendar, and in the county whose posts they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scenarios.files.chain import NOTHING, KeyPath, Merged
from scenarios.files.price import PRICE
from scenarios.files.problems import Problem, both, one_of
from scenarios.files.references import named, table_at, texts, twice
from scenarios.files.service_file import ServicesFile
from sim.terms.language import _
from sim.terms.quantity import is_number, shown
from sim.terms.words import Role, Service, name_of, names_of

OF_ADDING = ("taken_from", "from_municipality", "recruit_from", "recruitment_lead_days")


def posts_in(merged: Merged) -> Iterator[tuple[str, KeyPath, dict[str, Any]]]:
    """Yield (service, key, table) for every change of posts; the key holds a number where a service has several."""
    for service, given in table_at(merged, "posts").items():
        for nth, table in enumerate(given if isinstance(given, list) else [given]):
            if isinstance(table, dict):
                yield service, ("posts", service, nth) if isinstance(given, list) else ("posts", service), table


def posts_said(merged: Merged) -> list[Problem]:
    """Return changes of posts that say too little, too much, or the same twice."""
    found: list[Problem] = []
    seen: set[tuple[object, ...]] = set()
    for service, key, table in posts_in(merged):
        ways = [k for k in ("add", "close") if k in table]
        if len(ways) != 1:
            found.append(merged.problem(key, both(ways) or NOTHING, _("one of add and close")))
        if "close" in ways and (besides := [k for k in OF_ADDING if k in table]):
            found.append(merged.problem((*key, besides[0]), _("beside close"), _("this key beside add, or not at all")))
        if "taken_from" in table and "recruit_from" in table:
            valid = _("taken_from alone: whose posts are taken come along, and nobody is recruited")
            found.append(merged.problem((*key, "recruit_from"), _("beside taken_from"), valid))
        if "from_municipality" in table and "taken_from" not in table:
            found.append(merged.problem((*key, "taken_from"), NOTHING, _("the services that give the posts up")))
        sources = texts(table.get("taken_from"))
        found += twice(merged, (*key, "taken_from"), sources)
        if table.get("taken_from") == [] or (service in sources and "from_municipality" not in table):
            what = _('"{service}" itself', service=service) if sources else _("no service")
            found.append(
                merged.problem((*key, "taken_from"), what, _("other services, or this one of another municipality"))
            )
        if sources:
            absent = [k for k in PRICE if k not in table and k not in table_at(merged, "transfer")]
            valid = _("this key here or in [transfer], since posts are taken from others")
            found += [merged.problem((*key, k), NOTHING, valid) for k in absent]
        same = (service, table.get("municipality"), str(table.get("role")), str(table.get("day")), *ways)
        if same in seen:
            found.append(
                merged.problem(
                    key, _("the same service, municipality, role and day again"), _("each once, with all its posts")
                )
            )
        seen.add(same)
        early, day = table.get("recruit_from"), table.get("day")
        if type(early) is type(day) and early is not None and hasattr(early, "year") and early >= day:
            found.append(
                merged.problem((*key, "recruit_from"), str(early), _("a date before the posts' day, {day}", day=day))
            )
    return found


def posts_there(design: Merged, county: Merged, services: ServicesFile) -> list[Problem]:
    """Return posts in a service, municipality or role that is not there, and leads that nobody knows."""
    towns, staffed = list(table_at(county, "municipalities")), table_at(county, "staffing")
    opened, found = table_at(design, "opens"), list[Problem]()
    has_posts = [s for s in names_of(Service) if (s in staffed and "places" not in staffed[s]) or s in opened]
    for service, key, table in posts_in(design):
        if service not in names_of(Service):
            continue  # told as a fault of shape
        if service not in staffed and service not in opened:
            found.append(
                design.problem(
                    key, _('"{service}", which the county does not have', service=service), one_of(has_posts, service)
                )
            )
        elif service not in has_posts:
            what = _('"{service}", where places decide and not posts', service=service)
            found.append(design.problem(key, what, one_of(has_posts, service)))
        for k in ("municipality", "from_municipality"):
            found += named(design, (*key, k), table.get(k), towns)
        role = table.get("role")
        if not isinstance(role, str) or role not in names_of(Role):
            continue
        for source in [s for s in texts(table.get("taken_from")) if s in names_of(Service)]:
            having = [s for s in has_posts if role in _roles(s, services)]
            if source not in having:
                what = _('"{service}", which has no {role} here', service=source, role=role)
                found.append(design.problem((*key, "taken_from"), what, one_of(having, source)))
        if "close" in table and role not in _roles(service, services) and not _adds(design, service, role):
            valid = _("a role of the service: {roles}", roles=one_of(_roles(service, services), role))
            found.append(design.problem((*key, "role"), shown(role), valid))
        if "add" in table and not _lead(table, role) and not _lead(table_at(design, "transfer"), role):
            valid = _("days, here or in [transfer]: posts fall vacant")
            found.append(design.problem((*key, "recruitment_lead_days"), NOTHING, valid))
    return found


def _roles(service: str, services: ServicesFile) -> list[str]:
    return [name_of(role) for role in services.root[Service[service.upper()]].roles]


def _adds(design: Merged, service: str, role: str) -> bool:
    return any(s == service and t.get("role") == role and "add" in t for s, _, t in posts_in(design))


def _lead(table: dict[str, Any], role: str) -> bool:
    given = table.get("recruitment_lead_days")
    return isinstance(given, dict) and (role in given or not {"value", "same_as"}.isdisjoint(given))


def added_up(design: Merged, have: dict[tuple[str, str, str | None], float]) -> list[Problem]:
    """Return closings of more posts than there are. `have`: FTE by service, role and municipality (None: all)."""
    found: list[Problem] = []
    left = dict(have)
    for service, key, table in sorted(posts_in(design), key=lambda one: str(one[2].get("day"))):
        at = (service, str(table.get("role")), table.get("municipality"))
        q = table.get("add") or table.get("close")
        fte = q.get("high") if isinstance(q, dict) else None
        if not isinstance(fte, int | float) or not is_number(fte):
            continue
        if "add" in table:
            left[at] = left.get(at, 0.0) + float(fte)
        elif fte > left.get(at, 0.0) + 1e-9:
            valid = _("at most the {there:.2f} FTE that there are: posts do not go below 0", there=left.get(at, 0.0))
            found.append(design.problem((*key, "close"), _("{fte:g} FTE", fte=fte), valid))
        else:
            left[at] -= float(fte)
    return found
