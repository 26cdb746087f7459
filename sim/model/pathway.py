"""The client's pathway: asking, being referred, answered, waiting, assessed and cared for. It reads as a story.

One generator process per request. What services answer is decided by `rules`; what care is made of is in `care`.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from sim.model import (
    admission,
    closing,
    contact,
    disputes,
    documentation,
    failures,
    one_place,
    placement,
    referral,
    stepping_in,
)
from sim.model.care import Stay
from sim.model.engine import Woken
from sim.model.request import Request
from sim.model.rules import Decline, Refuse
from sim.model.stage import Stage
from sim.model.waiting import PathwayStep, to_the_emergency, wait_for_care
from sim.terms.words import Kind, NeedState, Part, Principal, Reason, Service

if TYPE_CHECKING:
    from sim.model.client import Client
    from sim.model.world import World

GAVE_UP_BETWEEN, GAVE_UP_IN_QUEUE = Reason.GAVE_UP_BETWEEN, Reason.GAVE_UP_IN_QUEUE
WANTS_ANOTHER_NEED_FIRST = (Reason.SOBRIETY, Reason.TREAT_ADDICTION_FIRST, Reason.TREAT_PSYCHIATRY_FIRST)


def seek(world: World, client: Client, part: Part, door: Service) -> None:
    """The client asks for help at a door of their own choice. The low-threshold clinic asks others for the client."""
    _asks(world, client, part, door)
    if door is not Service.LOW_THRESHOLD_CLINIC:
        begin(world, Request(world, client, part, door))
        return
    clinic = client.units[door]
    assert clinic is not None
    contact.at_the_clinic(world, client, clinic)
    client.tell(door, part)
    if refer_on(world, client, part, door, clinic.principal, Reason.CONTACT) is None:
        world.set_state(client, part, NeedState.LATENT)


def ask_anew(world: World, client: Client, part: Part, tried: int) -> None:
    """Nobody was there for a client in care: they ask again themselves, through the door that the regime names.

    If every door has been `tried`, the need is open and nobody is asked until the client seeks help again.
    """
    if not client.present or client.states[part] is not NeedState.LATENT or client.requests[part] is not None:
        return
    assessed = world.assessed_lately(client, part)
    door = admission.door_for(world, client, part, tried, assessed)
    if door is None:
        return
    _asks(world, client, part, door)
    request = Request(world, client, part, door)
    request.assessed = assessed
    request.tried = tried
    begin(world, request)


def _asks(world: World, client: Client, part: Part, door: Service) -> None:
    again = float(client.episodes > 0)
    world.set_state(client, part, NeedState.SOUGHT)
    world.log(client, Kind.SOUGHT, part, to_service=door, value=client.episodes, extra=again)
    client.episodes += 1


def refer_on(
    world: World, client: Client, part: Part, sender: Service, principal: Principal, reason: Reason
) -> Request | None:
    """A service asks others for a part of the needs.

    None if nobody is there, if the inquiry will see to it, or if the client has just said no to help with it.
    """
    if world.env.now - client.declined_on[part] < world.scenario.practice.no_is_heeded_days:
        return None
    assessed = world.assessed_lately(client, part)
    left = 1 << sender if reason is Reason.AFTERCARE else 0  # what comes after a service is not that service again
    if reason is Reason.TOO_SEVERE:
        left = client.out_of_depth(part)  # whoever could not hold the need knows what it takes
    door = admission.door_for(world, client, part, left, assessed, sender)
    if door is None:
        return None
    if door is world.regime_of(client).assessor[part] and not assessed and admission.inquiry_under_way(client, door):
        return None
    request = Request(world, client, part, door, sender=sender, sender_principal=principal, reason=reason)
    request.assessed = assessed
    request.tried = left
    unit = client.units[door]
    if door is sender and unit is not None and admission.refuses_itself(world, request, unit):
        request.tried |= 1 << door
        other = admission.door_for(world, client, part, request.tried, assessed, sender)
        if other is None:
            request.stop_clocks()
            return None
        request.door = other
    world.set_state(client, part, NeedState.SOUGHT)
    begin(world, request)
    return request


def begin(world: World, request: Request) -> None:
    """Start the process of a request; whatever bears on the client's clocks has changed."""
    request.client.requests[request.part] = request
    world.life.touch(request.client)
    stepping_in.waits(request)
    world.env.process(pursue(world, request))


def pursue(world: World, request: Request) -> Generator[Any, Any, None]:
    """One part asks until somebody treats it, the client gives up, or nobody is left to ask."""
    client, part = request.client, request.part
    if request.is_parked():  # from the starting stock: it has been refused before day 0
        why = yield from rest_parked(world, request)
        if why is not Woken.ASK_AGAIN:
            return close(world, request, why, GAVE_UP_BETWEEN)
    while True:
        if client.units[request.door] is None:
            closing.nobody_at_the_door(world, request)
            why = yield from knock_or_stand(world, request)
            if why is not Woken.ASK_AGAIN:
                return close(world, request, why, GAVE_UP_BETWEEN)
            continue
        if request.sender is not None:
            why = yield from referral.refer(world, request)
            if why is not Woken.ELAPSED:
                return close(world, request, why, GAVE_UP_BETWEEN)
            if client.units[request.door] is None:  # it closed while the letter was on its way
                continue
        if placement.is_decided_at_once(world, request, admission.rated(world, client, part, admission.SENDER)):
            placement.send_there(world, request)
            continue
        answer = admission.ask(world, request)
        if isinstance(answer, Refuse):
            why = yield from after_refusal(world, request, answer)
            if why is not Woken.ASK_AGAIN:
                return close(world, request, why, GAVE_UP_BETWEEN)
            continue
        if isinstance(answer, Decline):
            return close(world, request, Woken.WITHDREW, Reason.NO_CONSENT)
        why = yield from wait_for_care(world, request)
        if why is Woken.NO_BED:
            to_the_emergency(world, request)
            continue
        if why is Woken.NOBODY_THERE:
            why = yield from after_nobody_was_there(world, request)
            if why is not Woken.ASK_AGAIN:
                return close(world, request, why, GAVE_UP_BETWEEN)
            continue
        if why is Woken.CLOSED:
            why = yield from after_it_closed(world, request)
            if why is not Woken.ASK_AGAIN:
                return close(world, request, why, GAVE_UP_BETWEEN)
            continue
        if why is not Woken.PLACE:
            return close(world, request, why, GAVE_UP_IN_QUEUE)
        if not request.is_assessment:
            return Stay(world, request).begin()  # from here the stay tells the story
        why = yield from be_assessed(world, request)
        if why is Woken.CLOSED:
            why = yield from after_it_closed(world, request)
        if why is not Woken.ASK_AGAIN:
            return close(world, request, why, Reason.GAVE_UP_WAITING_FOR_DECISION)


def be_assessed(world: World, request: Request) -> PathwayStep:
    """The inquiry: visits, then a decision. Returns ASK_AGAIN when a treating service is to be asked."""
    known = request.told and world.assessed_by_another(request.client, request.door)
    stay = Stay(world, request, world.levers.second_inquiry_share if known else 1.0)
    stay.begin()
    why = Woken.ENDED if stay.ended else (yield from request.wait_or_leave())
    if not stay.ended:
        stay.break_off()
    request.stage = Stage.ACCEPTED
    if why is not Woken.ENDED or not stay.decided_eligible:
        return why
    unit, client, part = stay.unit, request.client, request.part
    request.assessed = True
    request.stage = Stage.ASKING
    request.sender, request.sender_principal, request.reason = unit.service, unit.principal, Reason.ASSESSED
    world.set_state(client, part, NeedState.SOUGHT)
    request.bend()
    return (yield from knock_or_stand(world, request))


def after_refusal(world: World, request: Request, refusal: Refuse) -> PathwayStep:
    """Refused: stand parked, in dispute, before the next door, or with no taker."""
    client, unit, reason = request.client, request.unit, refusal.reason
    assert unit is not None
    if reason is Reason.NOT_ELIGIBLE:
        return Woken.ENDED
    request.refusals += 1
    stepping_in.refused(request)
    request.bend()
    if reason in WANTS_ANOTHER_NEED_FIRST:
        return (yield from stay_parked(world, request, refusal))
    if reason is Reason.TOO_SEVERE and client.states[Part.PSYCHIATRIC] is NeedState.LATENT:
        refer_on(world, client, Part.PSYCHIATRIC, unit.service, unit.principal, Reason.ANOTHER_NEED)
    request.sender, request.sender_principal, request.reason = unit.service, unit.principal, reason
    if reason is Reason.NOT_OUR_RESPONSIBILITY:
        request.denied_by.append(unit)
        if len(request.denied_by) > 1:
            return (yield from disputes.dispute(world, request))
    return (yield from knock_or_stand(world, request, refusal.cites_new_law))


def after_nobody_was_there(world: World, request: Request) -> PathwayStep:
    """Accepted where nobody works: that is as good as a no. The client asks the next door, alone."""
    client, part = request.client, request.part
    acute = part is Part.ACUTE
    request.stage = Stage.ASKING
    request.refusals += 1
    if not acute:
        world.set_state(client, part, NeedState.SOUGHT)
    days = world.env.now - request.asked_at
    world.log(client, Kind.REFUSED, part, unit=request.unit, reason=Reason.NOBODY_THERE, value=days)
    if acute:
        return Woken.ENDED
    request.sender = request.sender_principal = None
    request.asked_at = world.env.now
    request.bend()
    return (yield from knock_or_stand(world, request))


def after_it_closed(world: World, request: Request) -> PathwayStep:
    """The service closes in whose line the client stands, or that inquires about them: it sends them on."""
    closing.sends_on(world, request)
    return (yield from knock_or_stand(world, request))


def knock_or_stand(world: World, request: Request, cites_new_law: bool = False) -> PathwayStep:
    """The next door that has not been tried; or no taker, and nothing more happens until the client gives up.

    Whoever cites the new law points to the new principal's services before any other.
    """
    door = admission.new_principals_door(world, request) if cites_new_law else None
    if door is None:
        door = admission.door_for(world, request.client, request.part, request.tried, request.assessed, request.sender)
    if door is None and (helper := admission.who_steps_in(world, request)) is not None:
        request.steps_in = True
        door = helper
    if door is None:
        world.log(request.client, Kind.NO_TAKER, request.part, unit=request.unit)
        failures.noticed(world, request)
        return (yield from failures.stand(request))
    request.door = door
    return Woken.ASK_AGAIN


def stay_parked(world: World, request: Request, refusal: Refuse) -> PathwayStep:
    """The need is parked: whoever treats the other need refers again in time; else only re-seeking reopens it."""
    client, unit, part, reason = request.client, request.unit, request.part, refusal.reason
    assert unit is not None
    request.stage = Stage.PARKED_UNTIL_SOBER if reason is Reason.SOBRIETY else Stage.PARKED_UNTIL_CARE
    request.required_days = refusal.required_days
    request.bend()
    world.set_state(client, part, NeedState.PARKED)
    world.log(client, Kind.PARKED, part, unit=unit, reason=reason, value=refusal.required_days)
    other = Part.PSYCHIATRIC if reason is Reason.TREAT_PSYCHIATRY_FIRST else Part.PSYCHOSOCIAL
    if client.states[other] is NeedState.LATENT:
        refer_on(world, client, other, unit.service, unit.principal, reason)
    contact.maybe_ombud(world, client, part)
    documentation.maybe_begin(world, client)
    world.life.touch(client)
    return (yield from rest_parked(world, request))


def rest_parked(world: World, request: Request) -> PathwayStep:
    """Nothing happens until somebody who treats the other need refers again, or the client asks anew."""
    client, part = request.client, request.part
    why = yield from request.wait_or_leave()
    request.stage = Stage.ASKING
    if why is Woken.ASK_AGAIN:
        request.denied_by.clear()
        request.tried &= ~(1 << request.door)
        world.set_state(client, part, NeedState.SOUGHT)
        request.bend()
    return why


def close(world: World, request: Request, why: Woken, stage: Reason) -> None:
    """The request ends without care: given up, withdrawn, gone from the county, or told that there is no need.

    `stage`: where a wait was given up; NO_CONSENT where the client has said no to the service that would have taken it.
    """
    client, part = request.client, request.part
    if why is Woken.ONE_PLAN:  # it is in care, and the request is off the list already
        return
    if why is not Woken.GONE:
        declined = stage is Reason.NO_CONSENT
        unit = request.unit if request.is_accepted() or declined else None
        days = world.env.now - request.began
        world.set_state(client, part, NeedState.LATENT if part is not Part.ACUTE else NeedState.ABSENT)
        if why is Woken.GAVE_UP:
            world.log(client, Kind.GAVE_UP, part, unit=unit, reason=stage, value=days)
        elif why is Woken.WITHDREW:
            client.declined_on[part] = world.env.now
            reason = Reason.NO_CONSENT if declined else Reason.WITHDREW
            world.log(client, Kind.WITHDREW, part, unit=unit, reason=reason, value=days)
    finish(world, request)


def finish(world: World, request: Request) -> None:
    """Take the request off the client's list."""
    client = request.client
    request.stop_clocks()
    if client.requests[request.part] is request:
        client.requests[request.part] = None
    if client.present:
        world.life.touch(client)
        if request.part is Part.ACUTE:
            one_place.is_back(world, client)
