"""Every state has an ender (invariant 11): where each part of a client's needs stands, and what alive will end it.

`ENDS` is the table: what can end each state. `standings` walks a world at an instant and says, for each part, which of
them are alive. Whoever holds a client must let go: where a service has somebody, only what the service does counts, not
that the client may leave. That the client may die or move away ends nothing anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from sim.model.engine import NEVER
from sim.model.stage import Stage
from sim.terms.words import NeedState, Part

if TYPE_CHECKING:
    from sim.chance.clock import RiskClock
    from sim.model.care import Stay
    from sim.model.client import Client
    from sim.model.request import Request
    from sim.model.world import World


class Where(Enum):
    """Where a part stands: a state, and what of it. The words are those of docs/event-log.md."""

    OUT_OF_SIGHT = "latent, and no part asks or is in care"
    BESIDE = "latent, while another part asks or is in care"
    SENT = "sought: a letter or a person is on the way"
    LOST = "sought: the letter is lost, and nobody knows"
    STANDS = "sought: no taker, or a dispute"
    PARKED = "parked"
    IN_LINE = "waiting in line, crises too"
    BOOKED = "waiting for the first visit, crises too"
    INQUIRY = "waiting: in an inquiry"
    IN_CARE = "in care, crises too"
    AWAY = "in an inquiry or in care, which rests while the client is in an institution"
    CROSSING = "in an inquiry or in care, on its way to another employer"
    RIDING = "in care as part of one plan"
    MET = "met"


class Ender(Enum):
    """What can end a state."""

    RESEEKING = "asking again (clock)"
    OTHER = "the end of what holds the other part"
    PATIENCE = "giving up (clock)"
    WITHDRAWING = "withdrawing (clock)"
    TIMER = "a day that is set"
    VISIT = "the next visit, held or put off"
    LIMIT = "the limit of the handover"
    PLAN = "the end of the plan"
    USE = "relapse (clock)"


ENDS: dict[Where, tuple[Ender, ...]] = {
    Where.OUT_OF_SIGHT: (Ender.RESEEKING,),
    Where.BESIDE: (Ender.OTHER,),
    Where.SENT: (Ender.TIMER, Ender.PATIENCE, Ender.WITHDRAWING),
    Where.LOST: (Ender.TIMER, Ender.PATIENCE, Ender.WITHDRAWING),
    Where.STANDS: (Ender.TIMER, Ender.PATIENCE, Ender.WITHDRAWING),
    Where.PARKED: (Ender.RESEEKING, Ender.OTHER, Ender.WITHDRAWING),
    Where.IN_LINE: (Ender.TIMER, Ender.PATIENCE, Ender.WITHDRAWING),
    Where.BOOKED: (Ender.TIMER,),
    Where.INQUIRY: (Ender.VISIT,),
    Where.IN_CARE: (Ender.VISIT,),
    Where.AWAY: (Ender.OTHER,),
    Where.CROSSING: (Ender.LIMIT,),
    Where.RIDING: (Ender.PLAN,),
    Where.MET: (Ender.USE,),
}
"""What can end each state. A place, a conference, a settlement or a clean sample may come first; none is sure to."""


class Standing(NamedTuple):
    """One part of one client's needs at an instant: where it stands, and which enders are alive."""

    client: Client
    part: Part
    where: Where
    alive: tuple[Ender, ...]


def standings(world: World) -> Iterator[Standing]:
    """Yield where every part that a client has stands now, of every client who is present."""
    for client in world.clients:
        if client.present:
            for part in Part:
                where = where_stands(client, part)
                if where is not None:
                    alive = tuple(e for e in ENDS[where] if ALIVE[e](client, part))
                    yield Standing(client, part, where, alive)


def where_stands(client: Client, part: Part) -> Where | None:
    """Return where a part stands; None if the client has no such part, or no crisis."""
    stay, request, state = client.stays[part], client.requests[part], client.states[part]
    if stay is not None:
        return _held(stay)
    if request is not None:
        return _asking(request)
    if state is NeedState.MET:
        return Where.MET
    if state is NeedState.ABSENT:
        return None
    return Where.BESIDE if _others_hold(client, part) else Where.OUT_OF_SIGHT


def _held(stay: Stay) -> Where:
    if stay.rides_with is not None:
        return Where.RIDING
    if stay.suspended:
        return Where.CROSSING
    if stay.away:
        return Where.AWAY
    return Where.INQUIRY if stay.is_assessment else Where.IN_CARE


def _asking(request: Request) -> Where:
    if request.is_parked():
        return Where.PARKED
    if request.stage is Stage.STANDS:
        return Where.STANDS
    if request.is_in_line():
        return Where.IN_LINE
    if request.stage is Stage.BOOKED:
        return Where.BOOKED
    return Where.SENT if request.until < NEVER else Where.LOST


def _others_hold(client: Client, part: Part) -> bool:
    """Whether another part asks or is in care, so that the clock of asking again stands still. Parked is not asking."""
    return any(
        client.stays[other] is not None or ((r := client.requests[other]) is not None and not r.is_parked())
        for other in Part
        if other is not part
    )


def _rings(clock: RiskClock | None, now: float) -> bool:
    return clock is not None and clock.days_left(now) < NEVER


def _stay_of(client: Client, part: Part) -> Stay:
    stay = client.stays[part]
    assert stay is not None
    return stay


def _request_of(client: Client, part: Part) -> Request:
    request = client.requests[part]
    assert request is not None
    return request


def _reseeks(client: Client, _: Part) -> bool:
    return _rings(client.reseek_clock, client.last_contact)


def _is_patient(client: Client, part: Part) -> bool:
    request = _request_of(client, part)
    return _rings(request.give_up_clock, request.began)


def _withdraws(client: Client, part: Part) -> bool:
    return _request_of(client, part).world.scenario.hazards.withdrawing > 0.0


def _day_is_set(client: Client, part: Part) -> bool:
    request = _request_of(client, part)
    return request.until < NEVER or request.woken()


def _is_visited(client: Client, part: Part) -> bool:
    call = _stay_of(client, part).visit_call
    return call is not None and call.is_live()


def _is_limited(client: Client, part: Part) -> bool:
    call = _stay_of(client, part).limit_call
    return call is not None and call.is_live()


def _plan_goes_on(client: Client, part: Part) -> bool:
    plan = _stay_of(client, part).rides_with
    return plan is not None and not plan.ended


def _relapses(client: Client, _: Part) -> bool:
    return _rings(client.use_clock, client.use_since)


ALIVE: dict[Ender, Callable[[Client, Part], bool]] = {
    Ender.RESEEKING: _reseeks,
    Ender.OTHER: _others_hold,
    Ender.PATIENCE: _is_patient,
    Ender.WITHDRAWING: _withdraws,
    Ender.TIMER: _day_is_set,
    Ender.VISIT: _is_visited,
    Ender.LIMIT: _is_limited,
    Ender.PLAN: _plan_goes_on,
    Ender.USE: _relapses,
}
