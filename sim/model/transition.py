"""Transition: applies a design's dated changes. No reform date exists anywhere else in the model.

On a change day, in this order:

1. changes of one day are applied in the order in which `compose` lists them;
2. when a service moves: every worker is offered a post and decides (followed, stayed, resigned);
3. the unit changes employer; posts of those who did not come are opened, and recruited to after a lead time or never;
4. those who came start with a lower output that recovers; places follow from the output there is;
5. every open case crosses: with its own worker, by a meeting, or cold; visits rest until it has;
6. practice follows when the de facto lag is over: until then referrals cross the old boundary.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from sim.chance.distributions import exponential, lognormal, microday
from sim.chance.keyed import Decision, uniform
from sim.model.engine import Call
from sim.terms.changes import Change, Handover, ResponsibilityMoves, RuleChanges, ServiceMoves, TurnoverRises
from sim.terms.words import Kind, Principal, Reason, Role, Service

if TYPE_CHECKING:
    from sim.model.care import Stay
    from sim.model.staff import Worker
    from sim.model.unit import Unit
    from sim.model.world import World

DAYS_A_WEEK = 7.0
DAYS_A_YEAR = 365.0


@dataclass(frozen=True, slots=True)
class Moved:
    """A responsibility that the law has moved: since when, from whom, how long practice lags behind, and to whom.

    `refers_to`: services of the new principal that a worker who knows the law points to.
    """

    day: float
    from_principal: Principal
    lag_days: float
    refers_to: tuple[Service, ...]


def apply(world: World, change: Change) -> None:
    """Carry out one change on its day."""
    match change:
        case TurnoverRises():
            turnover_rises(world, change)
        case ResponsibilityMoves():
            responsibility_moves(world, change)
        case ServiceMoves():
            service_moves(world, change)
        case RuleChanges():
            new: dict[str, Any] = {change.rule: change.value}
            world.rules[change.service] = replace(world.rules[change.service], **new)


def lead_of(leads: tuple[tuple[Role, float], ...], role: Role) -> float:
    """Return the recruitment lead of `role` in days; 0 for a role that the design does not name."""
    return dict(leads).get(role, 0.0)


def turnover_rises(world: World, change: TurnoverRises) -> None:
    """For a time more people leave than usual; what is above the usual leaves a post empty until it is filled."""
    rate = world.scenario.practice.turnover_per_year * (change.factor - 1.0) / DAYS_A_YEAR
    if rate <= 0.0:
        return
    for unit in world.units:
        if unit.service not in change.services:
            continue
        for worker in list(unit.workers):
            days = microday(exponential(uniform(worker.key, Decision.EXTRA_TURNOVER)) / rate)
            if world.env.now + days < min(change.until_day, world.end_day):
                Call(world.env, days, partial(_leaves, world, unit, worker, change))


def _leaves(world: World, unit: Unit, worker: Worker, change: TurnoverRises, _: object) -> None:
    if worker not in unit.workers:
        return
    world.employment.write(Kind.STAFF_RESIGNED, worker)
    lead = lead_of(change.recruitment_lead_days, worker.role)
    world.employment.vacate(unit, worker, lead, change.never_refilled_share, change.dip, change.recovery_days)


def responsibility_moves(world: World, change: ResponsibilityMoves) -> None:
    """The law moves; doors and staff stay. The old principal's workers cite the law more often as the lag wears off."""
    regime, part = world.regime, change.part
    old = regime.responsible[part]
    world.moved[part] = Moved(world.env.now, old, change.lag_days, change.refers_to)
    responsible = list(regime.responsible)
    responsible[part] = change.to
    world.regime = replace(regime, responsible=tuple(responsible))
    world.recorder.write(
        world.env.now, -1, Kind.RESPONSIBILITY_MOVED, part, principal=old, to_principal=change.to, value=change.lag_days
    )


def service_moves(world: World, change: ServiceMoves) -> None:
    """Every unit of a service changes employer: staff decide, posts open, cases cross."""
    for unit in world.units:
        if unit.service is not change.service:
            continue
        cases = [(stay, stay.worker) for stay in unit.stays.values()]
        followed = _staff_decide(world, unit, change)
        old = unit.principal
        unit.principal = change.to
        _open_posts(world, unit, followed, change)
        unit.resize(world.env.now)
        _hand_over(world, unit, cases, followed, old, change.handover)

        def practice_follows(_: object, unit: Unit = unit) -> None:
            unit.practice = unit.principal

        Call(world.env, change.lag_days, practice_follows)


def _staff_decide(world: World, unit: Unit, change: ServiceMoves) -> list[Worker]:
    """Return those who come along. Who comes at one share comes at any higher."""
    followed = []
    shares = dict(change.staff.follow_share)
    for worker in unit.workers:
        world.employment.write(Kind.STAFF_OFFERED, worker, change.to)
        if uniform(worker.key, Decision.FOLLOWS) < shares.get(worker.role, 1.0):
            world.employment.write(Kind.STAFF_FOLLOWED, worker, change.to)
            followed.append(worker)
        else:
            stays = uniform(worker.key, Decision.STAYS) < change.staff.stay_share
            world.employment.write(Kind.STAFF_STAYED if stays else Kind.STAFF_RESIGNED, worker, change.to)
    return followed


def _open_posts(world: World, unit: Unit, followed: list[Worker], change: ServiceMoves) -> None:
    staff, now = change.staff, world.env.now
    for worker in list(unit.workers):
        if worker in followed:
            worker.starts_low(now, staff.dip, staff.recovery_days)
        else:
            lead = lead_of(staff.recruitment_lead_days, worker.role)
            world.employment.vacate(unit, worker, lead, staff.never_refilled_share, staff.dip, staff.recovery_days)


def _hand_over(
    world: World,
    unit: Unit,
    cases: list[tuple[Stay, Worker | None]],
    followed: list[Worker],
    old: Principal,
    handover: Handover,
) -> None:
    """Send every open case across: with its own worker at once, by a meeting in turn, or cold after a letter's time."""
    fte = sum(w.fte for w in unit.workers)
    meetings_a_day = handover.meetings_per_week_per_fte * fte / DAYS_A_WEEK
    meetings = 0
    for stay, worker in cases:
        consents = stay.chance(Decision.HANDOVER_CONSENT) < handover.consent_share
        with_team = unit.at.places >= 0.0 and bool(followed)  # where places are counted, the team is the worker
        own = consents and (with_team or (worker is not None and worker in followed))
        lost, hours, days = handover.lost_with_own_worker, 0.0, 0.0
        if consents and not own and meetings_a_day > 0.0:
            lost, hours = handover.lost_with_meeting, 2.0 * handover.hours  # hours on both sides
            meetings += 1
            days = meetings / meetings_a_day
        elif not own:  # no consent, or nobody there to meet
            lost = handover.lost_cold
            days = lognormal(world.scenario.practice.between.handling_days, stay.chance(Decision.HANDOVER_DAYS))
        _log(stay, Kind.HANDOVER_TRIED, old, hours, float(own))
        if days > 0.0:
            stay.suspend()
            Call(world.env, microday(days), partial(_arrive, stay, old, lost))
        else:  # nothing comes between: the booked visits stand
            _arrive(stay, old, lost, None)


def _arrive(stay: Stay, old: Principal, lost: float, _: object) -> None:
    """The case arrives with the new employer, or it turns out that it never will."""
    if stay.ended:
        return
    if stay.chance(Decision.HANDOVER_LOST) < lost:
        stay.end(Kind.HANDOVER_LOST, Reason.HANDOVER_LOST)
        return
    _log(stay, Kind.HANDED_OVER, old, stay.world.env.now - stay.begun, 0.0)
    if stay.suspended:
        stay.resume()


def _log(stay: Stay, kind: Kind, old: Principal, value: float, extra: float) -> None:
    stay.world.log(
        stay.client,
        kind,
        stay.part,
        unit=stay.unit,
        principal=old,
        to_service=stay.unit.service,
        to_principal=stay.unit.principal,
        value=value,
        extra=extra,
    )
