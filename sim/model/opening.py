"""A service opens: its people come from other services, with their posts, or are recruited to new ones.

Nobody is made from nothing: a team that takes psychiatric posts takes them from psychiatry, whose queue then grows.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sim.chance.keyed import key_of, without_sign
from sim.model import moving
from sim.model.staff import SMALLEST_POST, Worker, full_time_and_rest
from sim.model.vacancy import Post, lead_of, post_of
from sim.model.way import hours_between
from sim.terms.changes import Opens, Posts, StaffMove, TurnoverRises
from sim.terms.scenario import UnitSpec
from sim.terms.total import total
from sim.terms.words import Kind, Principal, Role, Service

if TYPE_CHECKING:
    from sim.model.unit import Unit
    from sim.model.world import World


def opens(world: World, change: Opens) -> None:
    """Open every unit, each as soon as the cooperation ladder of its district has reached the step it needs."""
    for spec, posts in zip(change.units, change.posts, strict=True):
        district = world.scenario.county.municipalities[spec.municipalities[0]].district
        world.ladder.when(district, change.needs_step, partial(_open, world, change, spec, posts))


def _open(world: World, change: Opens, spec: UnitSpec, posts: Posts) -> None:
    if any(closed.ends(change.service, spec.municipalities, change.day) for closed in world.closings):
        return
    unit = world.open_unit(spec)
    unit.principal = unit.practice = change.principal
    unit.needs_step = change.needs_step
    world.serve(unit)
    world.recorder.write(
        world.env.now, -1, Kind.UNIT_OPENED, service=unit.service, unit=unit.index, principal=unit.principal
    )
    opened = dict.fromkeys(Role, 0)
    for role, services, wanted in posts:
        taken = take(world, unit, role, wanted, services, unit.at.municipalities, change.staff)
        for fte in full_time_and_rest(max(wanted - taken, 0.0)):
            name = f"post/{world.root(unit.service).name}/{unit.at.place}/{role.name}/{opened[role]}"
            opened[role] += 1
            world.employment.open_post(unit, new_post(world, role, fte, name, change.staff), -1)
    world.employment.rise(_turnover(world.env.now, change, spec))
    unit.resize(world.env.now)


def _turnover(now: float, change: Opens, spec: UnitSpec) -> TurnoverRises:
    """Return the rise in turnover of a unit that opens now: new work units lose more people (X222-X226)."""
    staff, until = change.staff, now + change.turnover_days
    return TurnoverRises(
        day=now, services=(change.service,), municipalities=spec.municipalities, factor=change.turnover_factor,
        until_day=until, recruitment_lead_days=staff.recruitment_lead_days,
        never_refilled_share=staff.never_refilled_share, dip=staff.dip, recovery_days=staff.recovery_days,
    )  # fmt: skip


def new_post(world: World, role: Role, fte: float, name: str, staff: StaffMove) -> Post:
    """Return a post that nobody has held, recruited to as `staff` says."""
    return Post(
        role=role, fte=fte, key=key_of(world.seed, world.replication, name), name=name,
        lead_days=lead_of(staff.recruitment_lead_days, role), never_refilled=staff.never_refilled_share, dip=staff.dip,
        recovery_days=staff.recovery_days, know_methods=staff.know_methods_share, training_days=staff.training_days,
        locums=staff.locums,
    )  # fmt: skip


def take(
    world: World,
    unit: Unit,
    role: Role,
    wanted: float,
    services: tuple[Service, ...],
    towns: tuple[int, ...],
    staff: StaffMove,
) -> float:
    """Take posts of a role from the services that have them for `towns`, in proportion; return the FTE taken."""
    sources = [u for u in world.units if u.service in services and u.is_open and u is not unit]
    there = [(u, available(world, u, towns, role)) for u in sources]
    there_are = total(fte for _, fte in there)
    if there_are <= SMALLEST_POST:
        return 0.0
    share = min(1.0, wanted / there_are)
    for source, fte in there:
        for worker in chosen(world, source, unit, role, fte * share):
            goes_with_post(world, worker, source, unit, staff)
        source.resize(world.env.now)
    return there_are * share


def available(world: World, source: Unit, towns: tuple[int, ...], role: Role) -> float:
    """Return the FTE of a role in `source` that belong to `towns`, shared out by adults."""
    county = world.scenario.county.municipalities
    of_all = total(county[i].adults for i in source.at.municipalities)
    here = total(county[i].adults for i in source.at.municipalities if i in towns)
    fte = total(w.fte for w in source.workers if w.role is role and not w.leaving and not w.locum)
    return fte * here / of_all if of_all else 0.0


def chosen(world: World, source: Unit, unit: Unit, role: Role, fte: float) -> list[Worker]:
    """Return workers who together make up `fte`: whole persons as far as they go, and part of one post."""
    people = [w for w in source.workers if w.role is role and not w.leaving and not w.locum]
    found = []
    for worker in sorted(people, key=lambda w: without_sign(w.key)):
        if fte <= SMALLEST_POST:
            break
        if worker.fte <= fte + SMALLEST_POST:
            found.append(worker)
            fte -= worker.fte
        else:
            found.append(world.employment.split(worker, fte, unit))
            fte = 0.0
    return found


def goes_with_post(world: World, worker: Worker, source: Unit, unit: Unit, staff: StaffMove) -> None:
    """One person goes with the post. Under another employer they decide first; a joint team changes nobody's.

    Where the post goes to another town they decide, too, as far as the way bears on it. New colleagues and a new task
    have their price all the same.
    """
    same = Principal.JOINT in (unit.principal, source.employer) or unit.principal is source.employer
    far = 0.0
    if staff.follow_factor_per_hour:
        far = hours_between(world.scenario.county.municipalities, source.at, unit.at)
    if same and far == 0.0:
        world.employment.to_unit(worker, source, unit)
        moving.comes_along(world, worker, staff)
        return
    world.employment.write(Kind.STAFF_OFFERED, worker, unit.principal)
    kind = moving.decision(worker, staff, far, same)
    if kind is Kind.STAFF_FOLLOWED:
        world.employment.write(kind, worker, unit.principal)
        world.employment.to_unit(worker, source, unit)
        moving.comes_along(world, worker, staff)
        return
    stays = kind is Kind.STAFF_STAYED and source.employer is Principal.MUNICIPALITY
    place = world.employment.staying.place_for(worker, source, leaves=False) if stays else None
    if place is not None:
        world.employment.staying.stay(worker, source, place, staff, unit.principal, unit)
    else:
        world.employment.leave(source, worker, kind, unit.principal)
        world.employment.open_post(unit, post_of(worker, staff), worker.index)
