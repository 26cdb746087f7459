"""The stock of day 0: clients drawn in every state, in care and out of sight, so that the population stands still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.chance.distributions import exponential
from sim.chance.keyed import Decision
from sim.model import admission
from sim.model.care import Stay
from sim.model.client import Client
from sim.model.request import Request
from sim.terms.words import NeedState, Part, Reason, Service

if TYPE_CHECKING:
    from sim.model.world import World

CARE = {
    Part.PSYCHOSOCIAL: Service.MUNICIPAL_OUTPATIENT,
    Part.MEDICAL: Service.ADDICTION_CLINIC,
    Part.PSYCHIATRIC: Service.ADULT_PSYCHIATRY,
    Part.SOCIAL: Service.HOUSING_SUPPORT,
}


def settle(world: World, client: Client) -> None:
    """Draw where a client of the stock stands on day 0: use, met needs, care under way, asking, or out of sight."""
    people = world.scenario.people
    person = client.person
    using = client.chance(Decision.STOCK_USE) < people.stock_active_share
    away = exponential(client.chance(Decision.STOCK_TIME)) * people.stock_days_since_contact
    client.last_contact = -away
    for part in person.parts:
        u = client.chance(Decision.STOCK_STATE, part)
        in_care = people.stock_in_care_shares[part]
        addiction_part = part in (Part.PSYCHOSOCIAL, Part.MEDICAL)
        if u < in_care:
            _put_in_care(world, client, part, u / in_care)
        elif u < in_care + people.stock_met_shares[part] and not (addiction_part and using):
            world.set_state(client, part, NeedState.MET)
    world.life.enter(client, using, -away)
    if not client.in_contact() and client.chance(Decision.STOCK_TIME, nth=1) < people.stock_seeking_share:
        world.life.seek_help(client)
    else:
        world.life.touch(client)


def _put_in_care(world: World, client: Client, part: Part, share_left: float) -> None:
    service = Service.LARO if part is Part.MEDICAL and client.person.opioid else CARE[part]
    unit = admission.unit_for(world, client, service)
    if unit is None or unit.occupied + 1.0 > unit.places:
        return
    request = Request(world, client, part, service, None, None, Reason.NONE)
    request.unit = unit
    unit.occupied += 1
    Stay(world, request, share_left).begin()
