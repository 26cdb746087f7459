"""[closes.SERVICE] becomes dated changes: where posts and cases go when a service closes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scenarios.build.moves import handover_at, handover_of
from scenarios.build.staff_moves import Staff, by_role
from scenarios.files.closes_file import ClosesTable
from scenarios.files.price import price_of
from scenarios.files.transfer_file import TransferTable
from sim.terms.calendar import Calendar
from sim.terms.changes import Closes
from sim.terms.quantity import Pick
from sim.terms.scenario import County, ServiceSpec
from sim.terms.words import Role, Service, name_of

AS_USUAL = 1.0  # nobody comes from elsewhere: turnover is as usual


def closings(
    given: Mapping[Service, ClosesTable],
    transfer: TransferTable | None,
    calendar: Calendar,
    county: County,
    specs: Sequence[ServiceSpec],
    staff: Staff,
    pick: Pick,
) -> Iterator[Closes]:
    """Yield the closing that each table says."""
    for service, table in given.items():
        path = f"closes.{name_of(service)}"
        own = price_of(table, path, pick)
        roles = [role for role, _ in specs[service].roles]
        roles += [role for role in Role if role not in roles]  # posts of any role may have been added
        lead = by_role(table.recruitment_lead_days, roles, f"{path}.recruitment_lead_days", pick)
        crossing = handover_of(transfer, pick)
        if table.handover is not None:
            crossing = handover_at(table.handover, f"{path}.handover", pick)
        goes = table.posts_to is not None
        to = table.posts_to if isinstance(table.posts_to, Mapping) else dict.fromkeys(roles, table.posts_to)
        yield Closes(
            day=float(calendar.day_of(table.day)),
            service=service,
            municipalities=tuple(
                i
                for i, town in enumerate(county.municipalities)
                if table.municipalities is None or town.name in table.municipalities
            ),
            posts_to=tuple((role, service) for role, service in to.items() if service is not None),
            cases_to=table.cases_to,
            staff=staff.move(roles, lead, own, staff.taken()),
            handover=crossing,
            turnover_factor=own.get("turnover_factor", staff.turnover_factor()) if goes else AS_USUAL,
            turnover_days=own.get("turnover_days_after", staff.one("turnover_days_after")) if goes else 0.0,
        )
