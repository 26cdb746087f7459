"""Staff that moves must be there: roles that the moved services have, and no more posts than they have."""

from __future__ import annotations

from scenarios.chain import NOTHING, Key, Merged
from scenarios.county_file import CountyFile
from scenarios.demand import CENTRAL
from scenarios.design_file import DesignFile
from scenarios.places import county_of
from scenarios.problems import Problem, one_of
from scenarios.read import ships
from scenarios.service_file import ServicesFile
from scenarios.services import service_specs
from scenarios.staff_moves import staff_by_role
from scenarios.staffing import Basis, unit_specs
from sim.terms.quantity import Quantity, point
from sim.terms.words import Role, name_of


def moved_staff(design: DesignFile, merged: Merged, county: CountyFile, services: ServicesFile) -> list[Problem]:
    """Return roles that the moved services do not have or that the transfer forgets, and staff that is not there."""
    t = design.transfer
    if t is None or not t.services:
        return []
    where = county_of(county, "", point)
    specs = service_specs(services, point)
    have = staff_by_role(t.services, specs, unit_specs(Basis(county, services, where, specs, CENTRAL, point)))
    moved = {name_of(r): r for r in sorted(have)}
    opened = {name_of(role): role for service in design.opens for role, _ in specs[service].roles}
    roles = {
        "follow_share": moved | opened,
        "follow_fte": moved,
        "recruitment_lead_days": {name_of(r): r for r in Role},  # for services that a design opens
    }
    found = []
    for key, known in roles.items():
        given = getattr(t, key)
        if not isinstance(given, dict):
            continue
        at: Key = ("transfer", key)
        in_principle = {role for service in t.services for role, _ in specs[service].roles}
        for r in [r for r in given if r not in known.values()]:
            role = name_of(r)
            if r in in_principle and ships(merged.file_of((*at, role))):
                continue  # nobody of this role is there: nobody moves
            valid = f"a role of the moved services: {one_of(known, role)}"
            found.append(merged.problem((*at, role), f'"{role}"', valid))
        absent = [name for name, r in moved.items() if r not in given]
        found += [merged.problem((*at, r), NOTHING, "an entry: the moved services have this role") for r in absent]
    return found + (_too_many(t.follow_fte, have, merged) if t.follow_fte else [])


def _too_many(moved: dict[Role, Quantity], have: dict[Role, float], merged: Merged) -> list[Problem]:
    found = []
    for role, q in moved.items():
        there = have.get(role, 0.0)
        if role in have and q.high > there + 1e-9:
            key = ("transfer", "follow_fte", name_of(role))
            found.append(merged.problem(key, f"{q.high:g} FTE", f"at most the {there:.1f} FTE that there are"))
    return found
