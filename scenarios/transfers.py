"""A transfer must fit: names once, dates in order, every role provided for, no more staff moved than there are."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from scenarios.chain import Key, Merged
from scenarios.county_file import CountyFile
from scenarios.dated import staff_by_role
from scenarios.design_file import DesignFile
from scenarios.fields import OPEN_PARTS
from scenarios.places import county_of
from scenarios.problems import Problem, one_of
from scenarios.references import list_at, table_at
from scenarios.service_file import ServicesFile
from scenarios.services import service_specs
from scenarios.staffing import unit_specs
from sim.terms.quantity import Quantity, is_number, point, shown
from sim.terms.words import Role, Service, name_of, names_of

STAFF_KEYS = (
    "stay_share",
    "recruitment_lead_days",
    "never_refilled_share",
    "productivity_dip",
    "productivity_recovery_days",
    "turnover_factor",
    "turnover_days_after",
    "handover",
)
YEARS = (1990, 2190)


def design_references(merged: Merged) -> list[Problem]:
    """Return parts that the regime forgets, and what a transfer of services must say beyond that."""
    found = []
    for key in ("responsible", "doors"):
        table = table_at(merged, "regime", key)
        absent = [name_of(p) for p in OPEN_PARTS if table and name_of(p) not in table]
        found += [merged.problem(("regime", key, part), "nothing", "an entry for this part") for part in absent]
    for part, doors in table_at(merged, "regime", "doors").items():
        if isinstance(doors, list) and (not doors or len(set(map(str, doors))) < len(doors)):
            found.append(merged.problem(("regime", "doors", part), str(doors), "at least one service, each once"))
    for part, assessor in table_at(merged, "regime", "assessor").items():
        if assessor in names_of(Service) and assessor != name_of(Service.SOCIAL_SERVICES):
            valid = "a service whose plan is an inquiry: social_services"
            found.append(merged.problem(("regime", "assessor", part), f'"{assessor}"', valid))
    transfer = table_at(merged, "transfer")
    for key in ("moves", "services"):
        names = [n for n in list_at(merged, "transfer", key) if isinstance(n, str)]
        again = sorted({n for n in names if names.count(n) > 1})
        found += [merged.problem(("transfer", key), f'"{n}" twice', "each name once") for n in again]
    if transfer.get("services"):
        absent = [k for k in STAFF_KEYS if k not in transfer]
        found += [merged.problem(("transfer", k), "nothing", "this key, since services move") for k in absent]
        ways = [k for k in ("follow_share", "follow_fte") if k in transfer]
        if len(ways) != 1:
            what = " and ".join(ways) or "neither follow_share nor follow_fte"
            found.append(merged.problem(("transfer", "follow_share"), what, "one of follow_share and follow_fte"))
    return found


def dates_in_order(merged: Merged, years: float) -> list[Problem]:
    """Return dates that are out of order or outside the run; `years` run after the reform day."""
    calendar, transfer = table_at(merged, "calendar"), table_at(merged, "transfer")
    found: list[Problem] = []
    zero = _date(merged, ("calendar", "day_zero"), calendar.get("day_zero"), found)
    announced = _date(merged, ("transfer", "announced"), transfer.get("announced"), found)
    day = _date(merged, ("transfer", "day"), transfer.get("day"), found)
    if announced and day and announced >= day:
        valid = f"a date before the transfer, {day}"
        found.append(merged.problem(("transfer", "announced"), str(announced), valid))
    before = [calendar.get("warm_up_years"), calendar.get("baseline_years")]
    if zero and all(is_number(y, 100) for y in before):
        warm, base = (round(float(y) * 365) for y in before if y is not None)
        first, last = zero.toordinal() + warm, zero.toordinal() + warm + base + round(years * 365)
        if day and not first <= day.toordinal() < last:
            start, end = date.fromordinal(first), date.fromordinal(last)
            valid = f"a date from {start} (end of warm-up) and before {end} (end of the run)"
            found.append(merged.problem(("transfer", "day"), str(day), valid))
        if announced and announced < zero:
            found.append(merged.problem(("transfer", "announced"), str(announced), f"a date from day 0, {zero}"))
    return found


def _date(merged: Merged, key: Key, given: Any, found: list[Problem]) -> date | None:
    if not isinstance(given, date) or isinstance(given, datetime):
        return None
    if not YEARS[0] <= given.year <= YEARS[1]:
        found.append(merged.problem(key, shown(given), f"a date from {YEARS[0]} to {YEARS[1]}"))
        return None
    return given


def moved_staff(design: DesignFile, merged: Merged, county: CountyFile, services: ServicesFile) -> list[Problem]:
    """Return roles that the moved services do not have or that the transfer forgets, and staff that is not there."""
    t = design.transfer
    if t is None or not t.services:
        return []
    where = county_of(county, "", point)
    specs = service_specs(services, point)
    have = staff_by_role(t.services, specs, unit_specs(county, services, where, specs, point))
    roles = {name_of(r): r for r in sorted(have)}
    found = []
    for key in ("follow_share", "follow_fte", "recruitment_lead_days"):
        given = getattr(t, key)
        if not isinstance(given, dict):
            continue
        at: Key = ("transfer", key)
        for role in [name_of(r) for r in given if r not in have]:
            valid = f"a role of the moved services: {one_of(roles, role)}"
            found.append(merged.problem((*at, role), f'"{role}"', valid))
        absent = [name for name, r in roles.items() if r not in given]
        found += [merged.problem((*at, r), "nothing", "an entry: the moved services have this role") for r in absent]
    return found + (_too_many(t.follow_fte, have, merged) if t.follow_fte else [])


def _too_many(moved: dict[Role, Quantity], have: dict[Role, float], merged: Merged) -> list[Problem]:
    found = []
    for role, q in moved.items():
        there = have.get(role, 0.0)
        if role in have and q.high > there + 1e-9:
            key = ("transfer", "follow_fte", name_of(role))
            found.append(merged.problem(key, f"{q.high:g} FTE", f"at most the {there:.1f} FTE that there are"))
    return found
