"""A service changes employer, unit by unit: staff decide, posts open, cases cross, and for a time both may admit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sim.chance.distributions import microday
from sim.chance.keyed import Decision, uniform
from sim.model.engine import Call
from sim.model.handover import HandoverDesk
from sim.model.vacancy import post_of
from sim.model.way import hours_moved
from sim.terms.changes import ServiceMoves, StaffMove, WorkIsBought
from sim.terms.total import total
from sim.terms.words import Kind, Principal

if TYPE_CHECKING:
    from sim.model.staff import Worker
    from sim.model.unit import Unit
    from sim.model.world import World


def service_moves(world: World, change: ServiceMoves) -> None:
    """Every unit of the service whose municipalities have all had their day changes employer."""
    for unit in _due(world, change):
        _move(world, unit, change)


def work_is_bought(world: World, change: WorkIsBought) -> None:
    """The principal changes, and with it who answers and pays; people, cases and routines are the performer's."""
    for unit in _due(world, change):
        unit.principal, unit.bought = change.to, True


def _due(world: World, change: ServiceMoves | WorkIsBought) -> list[Unit]:
    """Return the units of the service whose municipalities have now all had their day."""
    moved = world.towns_moved.setdefault(change.service, set())
    moved.update(change.municipalities)
    return [
        unit
        for unit in world.units
        if unit.service is change.service
        and unit.is_open
        and unit.employer is not change.to
        and moved.issuperset(unit.at.municipalities)
    ]


def decision(worker: Worker, staff: StaffMove, hours: float = 0.0, same_employer: bool = False) -> Kind:
    """Return whether a worker follows, stays in social work or resigns. Who comes at one share comes at any higher.

    `hours`: of travel to another town. `same_employer`: then the way alone decides.
    """
    share = 1.0 if same_employer else dict(staff.follow_share).get(worker.role, 1.0)
    if hours > 0.0 and staff.follow_factor_per_hour:
        share *= dict(staff.follow_factor_per_hour).get(worker.role, 1.0) ** hours
    if uniform(worker.key, Decision.FOLLOWS) < share:
        return Kind.STAFF_FOLLOWED
    return Kind.STAFF_STAYED if uniform(worker.key, Decision.STAYS) < staff.stay_share else Kind.STAFF_RESIGNED


def comes_along(world: World, worker: Worker, staff: StaffMove) -> None:
    """Somebody who has followed starts at the new employer with a lower output and more sick leave."""
    worker.starts_low(world.env.now, staff.dip, staff.recovery_days)
    worker.falls_ill_more(world.env.now, staff.absence, staff.absence_days)


def _move(world: World, unit: Unit, change: ServiceMoves) -> None:
    old, now, staff = unit.employer, world.env.now, change.staff
    hours = hours_moved(world, unit, change) if staff.follow_factor_per_hour else 0.0
    lent = () if staff.loan is None else staff.loan.roles
    on_loan: list[Worker] = []
    cases = [(stay, stay.worker) for stay in unit.stays.values()]
    decided: list[tuple[Worker, Kind]] = []
    for worker in unit.workers:
        if worker.locum:
            continue
        if worker.role in lent:
            world.employment.write(Kind.STAFF_LENT, worker, change.to)
            comes_along(world, worker, staff)
            on_loan.append(worker)
            continue
        world.employment.write(Kind.STAFF_OFFERED, worker, change.to)
        kind = decision(worker, staff, hours)
        decided.append((worker, kind))
        if kind is Kind.STAFF_FOLLOWED:
            world.employment.write(kind, worker, change.to)
            comes_along(world, worker, staff)
    going = [_going(world, worker, kind, unit, old) for worker, kind in decided if kind is not Kind.STAFF_FOLLOWED]
    for one in going:
        if change.dual_days > 0.0:
            one.worker.leaving = True
        else:
            _goes(world, one, unit, change)
    unit.principal, unit.bought = change.to, False
    if staff.loan is not None:
        days = microday(max(staff.loan.until_day - now, 0.0))
        Call(world.env, days, partial(_loan_ends, world, unit, on_loan, old, change))
    for one in going:
        if one.place is None:
            world.employment.open_post(unit, post_of(one.worker, staff), one.worker.index)
    unit.resize(now)
    # Those who go on in the social services are counted there, as all who know the cases.
    stayed = total(one.worker.fte for one in going if one.kind is Kind.STAFF_STAYED and one.place is None)
    desk = HandoverDesk(world, unit, old, change.handover, stayed)
    if change.dual_days > 0.0:
        unit.also = old
        Call(world.env, microday(change.dual_days), partial(_dual_running_ends, world, unit, going, desk, change))
    desk.take(cases)
    Call(world.env, microday(change.lag_days), partial(_practice_follows, unit))


def _practice_follows(unit: Unit, _: object) -> None:
    here = unit.now_at()
    here.practice = here.principal


@dataclass(frozen=True, slots=True)
class _Going:
    """Somebody who does not follow, why, and the social services in which they go on (None: they leave the model)."""

    worker: Worker
    kind: Kind
    place: Unit | None


def _going(world: World, worker: Worker, kind: Kind, unit: Unit, old: Principal) -> _Going:
    stays = kind is Kind.STAFF_STAYED and old is Principal.MUNICIPALITY
    return _Going(worker, kind, world.employment.staying.place_for(worker, unit, leaves=True) if stays else None)


def _goes(world: World, one: _Going, unit: Unit, change: ServiceMoves) -> None:
    """Somebody does not follow: on in social work with their post, or out of the model."""
    if one.place is None:
        world.employment.leave(unit, one.worker, one.kind, change.to)
    else:
        place = one.place.now_at()
        world.employment.staying.stay(one.worker, unit, place, change.staff, change.to, unit)


def _loan_ends(
    world: World, unit: Unit, on_loan: Sequence[Worker], old: Principal, change: ServiceMoves, _: object
) -> None:
    """Those who are still there return to the old employer with their posts, or get an offer and decide."""
    loan = change.staff.loan
    assert loan is not None
    for worker in on_loan:
        here = world.units[worker.unit]
        if worker not in here.workers or here.employer is not change.to:
            continue
        kind = Kind.STAFF_STAYED
        if loan.offer:
            world.employment.write(Kind.STAFF_OFFERED, worker, change.to)
            kind = decision(worker, change.staff)
        if kind is Kind.STAFF_FOLLOWED:
            world.employment.write(kind, worker, change.to)
            continue
        one = _going(world, worker, kind, here, old)
        _goes(world, one, here, change)
        if one.place is None:
            world.employment.open_post(here, post_of(worker, change.staff), worker.index)
        here.resize(world.env.now)


def _dual_running_ends(
    world: World, unit: Unit, going: Sequence[_Going], desk: HandoverDesk, change: ServiceMoves, _: object
) -> None:
    """The old principal admits no longer; those who did not follow go, and cases still in line wait without visits."""
    here = unit.now_at()
    here.also = None
    for one in going:
        if one.worker in here.workers:
            _goes(world, one, here, change)
    desk.alone()
