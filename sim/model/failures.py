"""When coordination fails: staff may report it (avvikelserapport), a conference may be told, an ombud may step in.

Source: section 6; NB 5.2 and 2108-2114 (reports are to be written); how often they are is an assumption.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from sim.chance.distributions import microday
from sim.chance.keyed import Decision
from sim.model import agreement, contact
from sim.model.conference import BOUNCED, give_lead
from sim.model.engine import Call, Woken
from sim.model.stage import Stage
from sim.terms.coordination import Content
from sim.terms.words import Kind

if TYPE_CHECKING:
    from sim.model.request import Request
    from sim.model.world import World


def noticed(world: World, request: Request, sides: int = 1) -> bool:
    """A client stands without anybody: return whether staff report it. Conferences and ombuds may take it up.

    `sides`: services that see it, any of which may report.
    """
    client, part, unit = request.client, request.part, request.unit
    share = 1.0 - (1.0 - world.levers.report_share) ** sides
    reported = request.chance(Decision.DEVIATION, request.refusals) < share
    if reported:
        world.log(client, Kind.DEVIATION_REPORTED, part, unit=unit, value=world.levers.report_hours)
        if unit is not None:
            unit.spent += world.levers.report_hours
        _await_answer(world, request)
    if reported or request.refusals >= BOUNCED or len(request.denied_by) > 1:
        world.conferences[world.district_of(client)].flag(request)
    contact.maybe_ombud(world, client, part)
    return reported


def _await_answer(world: World, request: Request) -> None:
    """Where an agreement says that it is followed up, somebody may be made to take who is still standing by then."""
    levers, asked, since = world.levers, request.refusals, world.env.now
    if request.chance(Decision.REPORT_ANSWERED, asked) >= levers.report_answered_share:
        return
    if not agreement.covers(world, request.client.person.municipality, Content.FOLLOW_UP):
        return

    def answer(_: object) -> None:
        """The day of the answer: whoever still stands as they stood gets a lead."""
        client = request.client
        here = client.present and client.requests[request.part] is request
        if here and request.stage is Stage.STANDS and request.refusals == asked:
            give_lead(world, request, Kind.REPORT_ANSWERED, since, levers.report_hours)

    if since + levers.report_days < world.end_day:
        Call(world.env, microday(levers.report_days), answer)


def stand(request: Request, days: float | None = None) -> Generator[Any, Any, Woken]:
    """Nothing more happens until the client gives up, or a case conference names a lead; or for `days`."""
    request.stage = Stage.STANDS
    why: Woken = yield from request.wait_or_leave(days)
    request.stage = Stage.ASKING
    return why
