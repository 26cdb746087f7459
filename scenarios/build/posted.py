"""[[posts.SERVICE]] becomes dated changes: posts that are added, taken from others, or closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scenarios.build.staff_moves import Staff, by_role
from scenarios.files.posts_file import OneOrSeveral, PostsTable, tables_of
from scenarios.files.price import price_of
from sim.terms.calendar import Calendar
from sim.terms.changes import PostsAdded, PostsClosed
from sim.terms.quantity import Pick, Quantity, number
from sim.terms.scenario import County
from sim.terms.words import Service, name_of


def posts_changes(
    given: Mapping[Service, OneOrSeveral], calendar: Calendar, county: County, staff: Staff, pick: Pick
) -> Iterator[PostsAdded | PostsClosed]:
    """Yield the change that each table says."""
    for service, tables in given.items():
        for nth, table in enumerate(tables_of(tables)):
            several = f"[{nth}]" if isinstance(tables, tuple) else ""
            yield _change(service, table, f"posts.{name_of(service)}{several}", calendar, county, staff, pick)


def _change(
    service: Service, table: PostsTable, path: str, calendar: Calendar, county: County, staff: Staff, pick: Pick
) -> PostsAdded | PostsClosed:
    day, here = float(calendar.day_of(table.day)), _towns(table.municipality, county)
    if table.close is not None:
        return PostsClosed(day, service, here, table.role, number(pick, f"{path}.close", table.close))
    assert isinstance(table.add, Quantity), "a design that passed the checks says add or close"
    own = price_of(table, path, pick)
    lead = by_role(table.recruitment_lead_days, (table.role,), f"{path}.recruitment_lead_days", pick)
    return PostsAdded(
        day=day if table.recruit_from is None else float(calendar.day_of(table.recruit_from)),
        service=service,
        municipalities=here,
        role=table.role,
        fte=number(pick, f"{path}.add", table.add),
        begins=day,
        sources=tuple(table.taken_from),
        source_municipalities=here if table.from_municipality is None else _towns(table.from_municipality, county),
        staff=staff.move([table.role], lead, own, staff.taken()),
        turnover_factor=own.get("turnover_factor", staff.turnover_factor()),
        turnover_days=own.get("turnover_days_after", staff.one("turnover_days_after")),
    )


def _towns(name: str | None, county: County) -> tuple[int, ...]:
    return tuple(i for i, town in enumerate(county.municipalities) if name in (None, town.name))
