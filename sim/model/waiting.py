"""Accepted, and waiting: for a place, then for the first visit. Nobody waits for ever where nobody works.

Three waits end by themselves: a crisis finds no bed within a day or two and goes to the emergency; a first visit is put
off again and again since nobody is there; a line stands where nobody works and nobody is recruited.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from sim.chance.distributions import lognormal, microday
from sim.chance.keyed import Decision
from sim.model import one_place
from sim.model.engine import Woken
from sim.model.stage import Stage
from sim.terms.words import Kind, Part, Reason, Service

if TYPE_CHECKING:
    from sim.model.request import Request
    from sim.model.unit import Unit
    from sim.model.world import World

PathwayStep = Generator[Any, Any, Woken]
"""A part of the pathway that takes time; it returns what has ended it."""

EMERGENCY = Service.PSYCHIATRIC_EMERGENCY


def wait_for_care(world: World, request: Request) -> PathwayStep:
    """Wait for a place, then for the first visit. Returns PLACE when care can begin.

    NO_BED: a crisis must look elsewhere; NOBODY_THERE: nobody works here; else why the client left the line. The unit
    may go to another place meanwhile; the request then waits for the one at the new place. Whose first visit is due in
    an institution gives the place back and is called again when they are out, the rank kept.
    """
    unit = request.unit
    assert unit is not None
    request.stage = Stage.IN_LINE
    unit.join(request, world.env.now, request.is_urgent())
    while True:
        if request.stage is not Stage.BOOKED:
            why = yield from request.wait_or_leave(_bed_days(world, request))
            if why is Woken.ELAPSED:
                why = _finds_no_bed(request)
            if why is not Woken.PLACE:
                request.stage = Stage.ACCEPTED
                return why
        if not request.client.present:  # gone at the very instant at which a place came
            _unit_of(request).release()
            return Woken.GONE
        why = yield from _first_visit(world, request)
        if why is not Woken.ELSEWHERE:
            return why
        request.stage = Stage.PASSED_OVER


def _first_visit(world: World, request: Request) -> PathwayStep:
    """Wait for the first visit; where everybody has gone it is put off, until it is clear that nobody comes."""
    unit = _unit_of(request)
    days = lognormal(unit.spec.plan.booking_days, request.chance(Decision.BOOKING, service=world.root(unit.service)))
    put_off = 0.0
    while (why := (yield from request.wait_or_leave(days))) is Woken.ELAPSED:
        unit = _unit_of(request)
        if one_place.is_elsewhere(request):
            why = Woken.ELSEWHERE
            break
        if not unit.is_open:
            why = Woken.CLOSED
            break
        if unit.places > 0.0:
            return Woken.PLACE
        left = microday(_days_put_off(world, request) - put_off)
        if left <= 0.0:
            why = Woken.NOBODY_THERE if unit.service is EMERGENCY or not _is_crisis(request) else Woken.NO_BED
            break
        days = min(unit.spec.plan.interval_days, left)
        put_off += days
    request.stage = Stage.ACCEPTED
    _unit_of(request).release()
    return why


def _bed_days(world: World, request: Request) -> float | None:
    """Return how long a crisis waits for a bed; None for what is no crisis, or if there is no emergency to go to."""
    return world.scenario.practice.crisis_without_bed_days if _is_crisis(request) else None


def _is_crisis(request: Request) -> bool:
    """Whether this is a crisis, and there is an emergency to go to."""
    return request.part is Part.ACUTE and request.client.units[EMERGENCY] is not None


def _days_put_off(world: World, request: Request) -> float:
    """Return how long a first visit is put off where nobody works; a crisis looks elsewhere within a day or two."""
    practice = world.scenario.practice
    return practice.crisis_without_bed_days if _is_crisis(request) else practice.nobody_there_days


def _finds_no_bed(request: Request) -> Woken:
    """A crisis has waited long enough: it leaves the line. The emergency itself takes in more than it has room for."""
    unit = _unit_of(request)
    unit.leave(request)
    if unit.service is not EMERGENCY:
        return Woken.NO_BED
    if unit.places <= 0.0:
        return Woken.NOBODY_THERE
    unit.occupied += 1
    request.stage = Stage.BOOKED
    return Woken.PLACE


def to_the_emergency(world: World, request: Request) -> None:
    """No bed is free where a crisis was to go: somebody takes the client to the emergency."""
    client, emergency = request.client, request.client.units[EMERGENCY]
    assert emergency is not None
    world.log(
        client, Kind.REFERRED, request.part, unit=request.unit, to_service=EMERGENCY, to_principal=emergency.principal,
        reason=Reason.CRISIS, value=world.scenario.practice.letter_hours, extra=1.0,
    )  # fmt: skip
    request.door = EMERGENCY
    request.stage = Stage.ASKING


def turn_away_where_nobody_is(world: World) -> None:
    """Once a month: whoever stands in line where nobody works, and nobody is recruited, hears that nobody is there."""
    since = world.env.now - world.scenario.practice.nobody_there_days
    empty = {u for u in world.units if u.is_open and u.nobody_since <= since and not u.recruiting}
    if not empty:
        return
    for client in world.clients:
        for request in client.requests:
            if request is not None and request.is_in_line() and request.unit in empty:
                request.turned_away()


def _unit_of(request: Request) -> Unit:
    """Return the unit that has accepted the request: it may have gone to another place while the client waited."""
    assert request.unit is not None
    return request.unit
