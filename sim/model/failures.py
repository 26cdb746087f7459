"""When coordination fails: staff may report it (avvikelserapport), a conference may be told, an ombud may step in.

Source: section 6; NB 5.2 and 2108-2114 (reports are to be written); how often they are is an assumption.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from sim.chance.keyed import Decision
from sim.model import contact
from sim.model.conference import BOUNCED
from sim.model.engine import Woken
from sim.terms.words import Kind

if TYPE_CHECKING:
    from sim.model.request import Request
    from sim.model.world import World


def noticed(world: World, request: Request) -> bool:
    """A client stands without anybody: return whether staff report it. Conferences and ombuds may take it up."""
    client, part, unit = request.client, request.part, request.unit
    reported = request.chance(Decision.DEVIATION, request.refusals) < world.levers.report_share
    if reported:
        world.log(client, Kind.DEVIATION_REPORTED, part, unit=unit, value=world.levers.report_hours)
        if unit is not None:
            unit.spent += world.levers.report_hours
    if reported or request.refusals >= BOUNCED or len(request.denied_by) > 1:
        world.conferences[world.district_of(client)].flag(request)
    contact.maybe_ombud(world, client, part)
    return reported


def stand(request: Request) -> Generator[Any, Any, Woken]:
    """Nothing more happens until the client gives up, or a case conference names a lead."""
    request.stands = True
    why: Woken = yield from request.wait_or_leave()
    request.stands = False
    return why
