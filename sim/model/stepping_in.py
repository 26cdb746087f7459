"""Stepping in: a worker who has the client does for another need what nobody else does, beside their own work.

Where another service has refused, or does not begin, whoever meets the client goes on talking about that need, too:
support and talks, which take hours and support the wait. They are no treatment; that begins only where a plan of the
service's own does (`admission.who_steps_in`). Source: NB 7.2.1 ("vi hjälper ju medborgaren"); how often: A347.
Whether the two are of one principal makes no difference to who steps in, only to whose work it is said to be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.chance.distributions import microday
from sim.chance.keyed import Decision
from sim.model.engine import Call
from sim.model.stage import Stage
from sim.terms.words import Kind, Part

if TYPE_CHECKING:
    from sim.model.care import Stay
    from sim.model.client import Client
    from sim.model.request import Request


def refused(request: Request) -> None:
    """Somebody has said no, or nobody is left to ask: whoever has the client may step in now."""
    if _would(request):
        _begin(request)


def waits(request: Request) -> None:
    """The client has begun to ask: whoever has them may step in when it has taken too long."""
    world = request.world
    days = world.levers.talks_after_days
    if world.env.now + days < world.end_day and _would(request):
        Call(world.env, microday(days), request.still_waits)


def met(client: Client, now: float) -> None:
    """Somebody has just met the client for the first time: they may step in for needs that others have let lie."""
    for request in client.requests:
        if request is not None and _lies(request, now) and _would(request):
            _begin(request)


def still_waits(request: Request) -> None:
    """The time after which a wait has taken too long is over."""
    if _is_live(request) and _lies(request, request.world.env.now):
        _begin(request)


def talk(request: Request) -> None:
    """One talk, and the next is booked; it is over when somebody begins or nobody has the client any more."""
    stay = _who_has(request) if _is_live(request) else None
    if stay is None:
        request.helper = None
        if _is_live(request):
            request.bend()
        return
    world, levers, unit = request.world, request.world.levers, stay.unit
    if stay is not request.helper:
        request.helper = stay
    unit.spent += levers.talk_hours
    worker = stay.worker
    world.log(
        request.client, Kind.HELPED, request.part, unit=unit,
        to_principal=world.regime_of(request.client).responsible[request.part],
        worker=worker.index if worker is not None else unit.team, value=levers.talk_hours,
    )  # fmt: skip
    Call(world.env, microday(levers.talk_interval_days), request.talk_again)


def _begin(request: Request) -> None:
    if request.helper is None:
        request.helper = _who_has(request)
        if request.helper is not None:
            request.bend()
            talk(request)


def _would(request: Request) -> bool:
    """Whether those who have the client are ones who step in; drawn once per request."""
    if request.part is Part.ACUTE:
        return False
    return request.chance(Decision.HELPS) < request.world.levers.talks_share


def _lies(request: Request, now: float) -> bool:
    """Whether nobody has begun: parked, refused, or waiting for too long."""
    late = now - request.began >= request.world.levers.talks_after_days
    return request.part is not Part.ACUTE and (request.refusals > 0 or request.is_parked() or late)


def _is_live(request: Request) -> bool:
    client = request.client
    return client.present and client.requests[request.part] is request and request.stage is not Stage.IN_INQUIRY


def _who_has(request: Request) -> Stay | None:
    """Return the client's stay elsewhere, with a worker who meets them; None if nobody does."""
    for stay in request.client.stays:
        if stay is not None and stay.part is not request.part and not stay.suspended and stay.unit.places > 0.0:
            return stay
    return None
