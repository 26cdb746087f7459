"""A transfer becomes dated changes: the only place where a design file's dates turn into days of the run."""

from __future__ import annotations

from datetime import date

from scenarios.design_file import DesignFile, TransferTable
from scenarios.services import NEUTRAL, rule_value
from sim.terms.calendar import Calendar
from sim.terms.changes import (
    Change,
    Handover,
    ResponsibilityMoves,
    RuleChanges,
    ServiceMoves,
    StaffMove,
    TurnoverRises,
)
from sim.terms.quantity import Pick, Quantity, number
from sim.terms.scenario import ServiceSpec, UnitSpec
from sim.terms.words import Role, Service

ByRole = tuple[tuple[Role, float], ...]


def calendar_of(design: DesignFile, years: float) -> Calendar:
    """Return the run's periods; `years` count from the reform day."""
    c = design.calendar
    return Calendar(c.day_zero, _days(c.warm_up_years), _days(c.baseline_years), _days(years))


def _days(years: float) -> int:
    return round(years * 365)


def staff_by_role(
    services: tuple[Service, ...], specs: tuple[ServiceSpec, ...], units: tuple[UnitSpec, ...]
) -> dict[Role, float]:
    """Return the FTE of each role in `services`."""
    fte: dict[Role, float] = {}
    for unit in units:
        if unit.service in services:
            for role, share in specs[unit.service].roles:
                fte[role] = fte.get(role, 0.0) + share * unit.fte
    return fte


def changes_of(
    design: DesignFile,
    calendar: Calendar,
    specs: tuple[ServiceSpec, ...],
    units: tuple[UnitSpec, ...],
    pick: Pick,
) -> tuple[Change, ...]:
    """Return the changes in the order of their days; on one day: responsibility, then services, then rules."""
    changes: list[Change] = []
    transfer, day = design.transfer, float(calendar.reform_day)
    if transfer is not None:
        day = _day(calendar, transfer.day)
        changes += _transfer(transfer, calendar, specs, units, pick)
    for service, table in design.rules.items():
        for rule in NEUTRAL:
            if (given := getattr(table, rule)) is not None:
                value = rule_value(given, f"rules.{service.name.lower()}.{rule}", pick)
                changes.append(RuleChanges(day, service, rule, value))
    return tuple(sorted(changes, key=lambda c: c.day))


def _day(calendar: Calendar, when: date) -> float:
    return float(calendar.day_of(when))


def _transfer(
    t: TransferTable, calendar: Calendar, specs: tuple[ServiceSpec, ...], units: tuple[UnitSpec, ...], pick: Pick
) -> list[Change]:
    announced, day = _day(calendar, t.announced), _day(calendar, t.day)

    def one(key: str) -> float:
        q = getattr(t, key)
        return 0.0 if q is None else number(pick, f"transfer.{key}", q)

    lag = one("lag_days")
    changes: list[Change] = [
        ResponsibilityMoves(day, part, t.to, lag, tuple(t.refers_to.get(part, ()))) for part in t.moves
    ]
    if not t.services or t.handover is None:
        return changes
    have = staff_by_role(t.services, specs, units)
    roles = sorted(have)
    lead = _by_role(t.recruitment_lead_days, roles, "transfer.recruitment_lead_days", pick)
    follow = _by_role(t.follow_share, roles, "transfer.follow_share", pick)
    if t.follow_fte is not None:
        moved = _by_role(t.follow_fte, roles, "transfer.follow_fte", pick)
        follow = tuple((role, min(1.0, fte / have[role]) if have[role] else 0.0) for role, fte in moved)
    never = one("never_refilled_share")
    until = day + one("turnover_days_after")
    dip, recovery = one("productivity_dip"), one("productivity_recovery_days")
    factor = one("turnover_factor")
    changes.append(TurnoverRises(announced, tuple(t.services), factor, until, lead, never, dip, recovery))
    crossing = Handover(
        **{key: number(pick, f"transfer.handover.{key}", q) for key, q in t.handover if isinstance(q, Quantity)}
    )
    for service in t.services:
        own = {role for role, _ in specs[service].roles}
        staff = StaffMove(
            tuple((r, v) for r, v in follow if r in own),
            one("stay_share"),
            tuple((r, v) for r, v in lead if r in own),
            never,
            dip,
            recovery,
        )
        changes.append(ServiceMoves(day, service, t.to, staff, crossing, lag))
    return changes


def _by_role(given: Quantity | dict[Role, Quantity] | None, roles: list[Role], path: str, pick: Pick) -> ByRole:
    if given is None:
        return ()
    if isinstance(given, Quantity):
        value = number(pick, path, given)
        return tuple((role, value) for role in roles)
    return tuple((r, number(pick, f"{path}.{r.name.lower()}", given[r])) for r in roles if r in given)
