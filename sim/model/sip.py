"""The individual plan (SIP): for clients who need services of a pair that a SIP is for, and consent.

It costs hours on both sides. For a time it gives a coordinator (support while waiting, warm referrals) and it starts
the parts in parallel. It is a legal duty at every step of the ladder; the ladder bears on how often it is done.
Source: section 6; NB 5.3 (within one principal, too); hours: A047; how often: A048.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sim.chance.distributions import microday
from sim.chance.keyed import Decision
from sim.model import admission, agreement
from sim.model.engine import Call
from sim.terms.coordination import Content, Levers, pair_needs_sip
from sim.terms.words import NEED_OF_PART, Kind, Measure, NeedState, Part, Reason, Service

if TYPE_CHECKING:
    from sim.model.care import Stay
    from sim.model.client import Client
    from sim.model.world import World

PARTS = (Part.PSYCHOSOCIAL, Part.MEDICAL, Part.PSYCHIATRIC, Part.SOCIAL)


def sip_share(levers: Levers, step: int, routine: bool) -> float:
    """Return the share of clients who should have a SIP that get one, by the step of the ladder."""
    usual = levers.sip_shares[step]
    return max(usual, levers.sip_routine_share) if routine else usual


def maybe_make_plan(world: World, stay: Stay) -> None:
    """At the first visit or the decision: a plan is made if the service sees needs that a SIP is for."""
    client, unit = stay.client, stay.unit
    if client.plan_until > world.env.now:
        return
    others = _parts_for_a_plan(world, stay)
    if not others:
        return
    district = world.district_of(client)
    routine = world.ladder.works(Measure.SIP_ROUTINE, district)
    share = sip_share(world.levers, world.ladder.step(district), routine)
    if not agreement.covers(world, client.person.municipality, Content.SIP):
        share *= world.levers.sip_undescribed_share
    if stay.chance(Decision.SIP) >= share:
        return
    if stay.chance(Decision.SIP_CONSENT) < world.scenario.practice.no_consent_share:
        return
    levers = world.levers
    days = microday(levers.sip_days)
    client.plan_until = world.env.now + days
    called = client.units[_service_for(world, client, others[0])]
    world.log(
        client, Kind.SIP_MADE, stay.part, unit=unit, to_principal=called.principal if called is not None else -1,
        value=levers.sip_hours, extra=1.0 + len(others),
    )  # fmt: skip
    _spend(world, stay, others)
    Call(world.env, days, lambda _: world.life.touch(client))
    for part in others:
        if client.states[part] is NeedState.LATENT:
            world.refer_on(client, part, unit.service, unit.principal, Reason.COORDINATED)
    for request in client.requests:
        if request is not None:
            request.bend()
    days = microday(levers.plan_part_days)
    Call(world.env, days, partial(_check_parts, world, client, tuple(others), world.env.now))


def _parts_for_a_plan(world: World, stay: Stay) -> list[Part]:
    """Return the client's other open needs that this service knows of and that lie with the other of a SIP pair."""
    client, here = stay.client, stay.unit.service
    found = []
    for part in client.person.parts:
        if part is stay.part or not client.open(part) or not client.knows(here, NEED_OF_PART[part]):
            continue
        if pair_needs_sip(world.sip_pairs, here, _service_for(world, client, part)):
            found.append(part)
    return found


def _service_for(world: World, client: Client, part: Part) -> Service:
    """Return who has, is asked for or would be asked to treat a part."""
    stay, request = client.stays[part], client.requests[part]
    if stay is not None:
        return stay.unit.service
    if request is not None:
        return request.door
    door = admission.door_for(world, client, part, 0, assessed=True)
    return world.regime_of(client).doors[part][-1] if door is None else door


def _spend(world: World, stay: Stay, others: list[Part]) -> None:
    """The hours are shared between the service that calls the meeting and those it calls."""
    called = [stay.client.units[_service_for(world, stay.client, part)] for part in others]
    sides = [stay.unit, *[u for u in called if u is not None]]
    for unit in sides:
        unit.spent += world.levers.sip_hours / len(sides)


def _check_parts(world: World, client: Client, parts: tuple[Part, ...], made: float, _: object) -> None:
    """A part of the plan that nobody has begun counts as failed by whom the regime makes responsible for it."""
    if not client.present:
        return
    regime = world.regime_of(client)
    for part in parts:
        if client.untreated(part) and client.care_began[part] < made:
            failed = regime.responsible[part]
            world.log(
                client, Kind.PLAN_PART_FAILED, part, principal=failed,
                to_principal=world.other_side_of(failed), value=world.env.now - made,
            )  # fmt: skip
