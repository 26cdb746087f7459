"""What care sets in motion: other needs found, plans made, parked needs asked for again, aftercare, calling back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.chance.distributions import exponential, microday
from sim.chance.keyed import Decision
from sim.model import sip, stepping_in
from sim.model.client import UNDOCUMENTED
from sim.model.engine import Call, Woken
from sim.model.local import detects
from sim.model.looking import share_at_first
from sim.model.stage import Stage
from sim.terms.scenario import Practice
from sim.terms.words import Kind, Need, NeedState, Part, Reason, Service

if TYPE_CHECKING:
    from mypy_extensions import i64

    from sim.model.care import Stay
    from sim.model.client import Client
    from sim.model.unit import Unit
    from sim.model.world import World

AFTERCARE = frozenset({Service.HVB, Service.LVM, Service.DETOX_WARD, Service.PSYCHIATRIC_EMERGENCY})
"""Leaving these is a referral like any other (section 4)."""

REGION_TOLD = (Service.ADULT_PSYCHIATRY, Service.ADDICTION_CLINIC, Service.HVB_HEALTH_CARE)
"""Whom the notice of an HVB admission reaches."""

ADDICTION_PARTS = (Part.PSYCHOSOCIAL, Part.MEDICAL)
NOTHING = -1
NEEDS = (Part.PSYCHOSOCIAL, Part.MEDICAL, Part.PSYCHIATRIC, Part.SOCIAL)


def wanted_share(practice: Practice, part: Part) -> float:
    """Return the share of clients who want help with `part` once it is seen. For a psychiatric need that is always."""
    if part is Part.PSYCHOSOCIAL:
        return practice.psychosocial_wanted_share
    if part is Part.MEDICAL:
        return practice.medical_wanted_share
    return practice.social_wanted_share if part is Part.SOCIAL else 1.0


def first_visit(world: World, stay: Stay) -> None:
    """The first visit, or the decision of an inquiry: other needs are seen, the region told, a plan made."""
    client, unit = stay.client, stay.unit
    client.tell(unit.service, stay.part)
    first = 1.0 if stay.is_assessment else world.scenario.practice.first_look_share
    _look(world, client, unit, stay.part, stay.chance, Reason.ANOTHER_NEED, first)
    if unit.service is Service.HVB and stay.chance(Decision.NOTICE) < world.levers.hvb_notice_share:
        _tell_the_region(world, client, unit)
    sip.maybe_make_plan(world, stay)
    stepping_in.met(client, world.env.now)


def look_from_outside(world: World, client: Client, unit: Unit) -> None:
    """Somebody who treats nothing meets the client: needs are seen, and those that the client wants met asked for."""
    nth = client.contacts_made

    def chance(decision: i64, part: i64 = 0) -> float:
        return client.chance(decision, part, nth, world.root(unit.service))

    _look(world, client, unit, NOTHING, chance, Reason.CONTACT, 1.0)


def _look(
    world: World,
    client: Client,
    unit: Unit,
    treated: int,
    chance: Callable[[i64, i64], float],
    reason: Reason,
    first: float,
) -> None:
    """The worker may see needs nobody has asked about, and refers those the client wants met.

    `first`: how much of the chance falls on this visit; the rest is `sim.model.attention`'s.
    """
    sees, factor = unit.spec.plan.detects, world.levers.detection_factor
    practice, work = world.practice_of(client), world.root(unit.service)
    for part in NEEDS:
        if part == treated or client.states[part] is not NeedState.LATENT:
            continue
        whole = detects(sees[part], practice, work, part) * factor
        if chance(Decision.DETECTION, part) >= share_at_first(whole, first):
            continue
        client.tell(unit.service, part)
        world.log(client, Kind.DETECTED, part, unit=unit)
        if chance(Decision.WANTED, part) < wanted_share(world.scenario.practice, part):
            world.refer_on(client, part, unit.service, unit.principal, reason)


def _tell_the_region(world: World, client: Client, unit: Unit) -> None:
    """The region hears of an HVB admission: its services know of the needs that HVB knows of (bill of 2026, X003)."""
    for service in REGION_TOLD:
        if client.units[service] is not None:
            client.known[service] |= client.known[unit.service]
    if client.states[Part.PSYCHIATRIC] is NeedState.LATENT and client.knows(unit.service, Need.PSYCHIATRIC):
        world.refer_on(client, Part.PSYCHIATRIC, unit.service, unit.principal, Reason.ANOTHER_NEED)


def clean_sample(world: World, client: Client, unit: Unit) -> None:
    """A clean sample: a need refused for sobriety is asked for again when the required days are documented."""
    if client.documented_since == UNDOCUMENTED:
        client.documented_since = world.env.now
    for request in client.requests:
        if request is None or request.stage is not Stage.PARKED_UNTIL_SOBER:
            continue
        if client.documented_days(world.env.now) >= request.required_days:
            _ask_again(client, unit, request.part, Reason.SOBRIETY_DOCUMENTED)


def unlock_with_care(world: World, client: Client, part: Part) -> None:
    """Treatment of one need has begun: the other, parked until then, may be asked for again by those who treat."""
    for request in client.requests:
        if request is None or request.stage is not Stage.PARKED_UNTIL_CARE:
            continue
        waits_for_psychiatry = request.part is not Part.PSYCHIATRIC
        if (part is Part.PSYCHIATRIC) is waits_for_psychiatry:
            stay = client.stays[part]
            if stay is not None:
                _ask_again(client, stay.unit, request.part, Reason.ANOTHER_NEED)


def after_care(world: World, stay: Stay, kind: Kind, met: bool) -> None:
    """Care is over: what comes after it, and who is called back."""
    client, unit, part = stay.client, stay.unit, stay.part
    if part in ADDICTION_PARTS and stay.treats and not met:
        client.treated_in_vain += 1
    if unit.service is Service.HVB:
        _health_care_ends(world, client)
    if unit.service in AFTERCARE:
        refer_to_aftercare(world, stay)
    if kind is Kind.COMPLETED:
        for done in (stay, *stay.riders):
            if not done.treats:
                _refer_to_who_can_hold(world, done)
    if kind is Kind.DISCHARGED or kind is Kind.HANDOVER_LOST:
        _call_back(world, stay)


def _refer_to_who_can_hold(world: World, stay: Stay) -> None:
    """The plan is done, and the service knows what it could not hold: it refers on to the next door that can."""
    client, unit = stay.client, stay.unit
    if client.states[stay.part] is NeedState.LATENT:
        world.refer_on(client, stay.part, unit.service, unit.principal, Reason.TOO_SEVERE)


def _health_care_ends(world: World, client: Client) -> None:
    """Leaving HVB ends the health care given there; an open psychiatric need is referred."""
    stay, request = client.stays[Part.PSYCHIATRIC], client.requests[Part.PSYCHIATRIC]
    unit = client.units[Service.HVB_HEALTH_CARE]
    if unit is None:
        return
    if stay is not None and stay.unit is unit:
        stay.end(Kind.LEFT_CARE, Reason.AFTERCARE)
    elif request is None or request.unit is not unit or not request.is_accepted() or not request.wake(Woken.ENDED):
        return

    def refer(_: object) -> None:  # when the wait that has ended is over
        if client.present and client.states[Part.PSYCHIATRIC] is NeedState.LATENT:
            world.refer_on(client, Part.PSYCHIATRIC, unit.service, unit.principal, Reason.AFTERCARE)

    Call(world.env, 0.0, refer)


def _call_back(world: World, stay: Stay) -> None:
    """A service that calls back those whom it has discharged or lost asks for them anew, if they still need it."""
    levers, client, part = world.levers, stay.client, stay.part
    if part is Part.ACUTE or stay.chance(Decision.CALLED_BACK) >= levers.called_back_share:
        return
    days = microday(exponential(stay.chance(Decision.CALL_BACK_DAYS)) * levers.call_back_days)

    def call(_: object) -> None:
        if client.present and client.states[part] is NeedState.LATENT and client.requests[part] is None:
            unit = stay.unit.now_at()
            if unit.is_open:
                world.refer_on(client, part, unit.service, unit.principal, Reason.CALLED_BACK)

    if world.env.now + days < world.end_day:
        Call(world.env, days, call)


def asks_anew(world: World, stay: Stay, elsewhere: bool = False) -> None:
    """Care has ended since nobody was there: the client asks at once for each part of it; `elsewhere`: not there."""
    client, parts = stay.client, (stay.part, *(rider.part for rider in stay.riders))
    tried = 1 << stay.unit.service if elsewhere else 0

    def ask(_: object) -> None:  # when the wait for the decision of an inquiry is over
        for part in parts:
            world.ask_anew(client, part, tried)

    Call(world.env, 0.0, ask)


def refer_to_aftercare(world: World, stay: Stay) -> None:
    """Leaving HVB, LVM, detox or the emergency: the open addiction need is referred, like any other referral."""
    client, unit = stay.client, stay.unit
    for part in (Part.PSYCHOSOCIAL, Part.MEDICAL):
        wants = stay.chance(Decision.WANTED, 8 + part) < wanted_share(world.scenario.practice, part)
        if client.states[part] is NeedState.LATENT and wants:
            world.refer_on(client, part, unit.service, unit.principal, Reason.AFTERCARE)


def _ask_again(client: Client, unit: Unit, part: Part, reason: Reason) -> None:
    request = client.requests[part]
    assert request is not None
    request.sender, request.sender_principal, request.reason = unit.service, unit.principal, reason
    request.wake(Woken.ASK_AGAIN)
