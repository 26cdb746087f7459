"""Staff that moves, and posts that close, must be there: roles that the services have, and no more than they have."""

from __future__ import annotations

from collections.abc import Sequence

from scenarios.build.demand import Demand
from scenarios.build.opening_posts import fte_at
from scenarios.build.places import county_of, places_at
from scenarios.build.services import service_specs
from scenarios.build.staff_moves import staff_by_role, staff_offered
from scenarios.build.staffing import Basis, unit_specs
from scenarios.checks.posted_check import added_up
from scenarios.files.chain import NOTHING, KeyPath, Merged
from scenarios.files.county_file import CountyFile
from scenarios.files.design_file import DesignFile
from scenarios.files.problems import Problem, one_of
from scenarios.files.read import ships
from scenarios.files.service_file import ServicesFile
from sim.terms.language import _
from sim.terms.quantity import Quantity, point
from sim.terms.scenario import County, ServiceSpec, UnitSpec
from sim.terms.words import Level, Role, name_of


def moved_staff(
    design: DesignFile, merged: Merged, county: CountyFile, services: ServicesFile, demand: Demand
) -> list[Problem]:
    """Return roles that the moved services do not have or that the transfer forgets, and staff that is not there."""
    t = design.transfer
    if not design.posts and (t is None or not t.services):
        return []
    where = county_of(county, "", point)
    specs = service_specs(services, point)
    units = unit_specs(Basis(file=county, services=services, county=where, specs=specs, demand=demand, pick=point))
    closed = added_up(merged, _there(where, specs, units)) if design.posts else []
    if t is None or not t.services:
        return closed
    have = staff_offered(design, specs, units)
    moved = {name_of(r): r for r in sorted(staff_by_role(t.services, specs, units))}
    opened = {name_of(role): role for service in design.opens for role, _ in specs[service].roles}
    roles = {
        "follow_share": moved | opened,
        "follow_fte": moved | opened,
        "form": moved | opened,
        "recruitment_lead_days": {name_of(r): r for r in Role},  # for services that a design opens
    }
    found = list(closed)
    by_town: list[tuple[KeyPath, object]] = [(("transfer", "form_in", town), form) for town, form in t.form_in.items()]
    said: list[tuple[KeyPath, object]] = [(("transfer", key), getattr(t, key)) for key in roles]
    for at, given in said + by_town:
        known = roles["form" if at[1] == "form_in" else str(at[1])]
        if not isinstance(given, dict):
            continue
        in_principle = {role for service in t.services for role, _ in specs[service].roles}
        for r in [r for r in given if r not in known.values()]:
            role = name_of(r)
            if r in in_principle and ships(merged.file_of((*at, role))):
                continue  # nobody of this role is there: nobody moves
            valid = _("a role of the moved services: {roles}", roles=one_of(known, role))
            found.append(merged.problem((*at, role), f'"{role}"', valid))
        absent = [name for name, r in moved.items() if r not in given]
        found += [merged.problem((*at, r), NOTHING, _("an entry: the moved services have this role")) for r in absent]
    return found + (_too_many(t.follow_fte, have, merged) if t.follow_fte else [])


def _there(
    county: County, specs: Sequence[ServiceSpec], units: Sequence[UnitSpec]
) -> dict[tuple[str, str, str | None], float]:
    """Return the FTE that there are by service, role and municipality (None: in all of them)."""
    have: dict[tuple[str, str, str | None], float] = {}
    for place in (*places_at(Level.MUNICIPALITY, county, ""), *places_at(Level.COUNTY, county, "")):
        town = place.name or None
        for spec in specs:
            fte = fte_at(spec.service, place, county, units)
            have |= {(name_of(spec.service), name_of(role), town): fte * share for role, share in spec.roles}
    return have


def _too_many(moved: dict[Role, Quantity], have: dict[Role, float], merged: Merged) -> list[Problem]:
    found = []
    for role, q in moved.items():
        there = have.get(role, 0.0)
        if role in have and q.high > there + 1e-9:
            key = ("transfer", "follow_fte", name_of(role))
            found.append(
                merged.problem(
                    key, _("{fte:g} FTE", fte=q.high), _("at most the {there:.1f} FTE that there are", there=there)
                )
            )
    return found
