"""The stock of day 0: clients drawn in every state, in care and out of sight, so that the population stands still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.chance.distributions import exponential
from sim.chance.keyed import Decision
from sim.model import pathway
from sim.model.care import Stay
from sim.model.client import Client
from sim.model.request import Request
from sim.model.stage import Stage
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
    client.using = using
    away = exponential(client.chance(Decision.STOCK_TIME)) * people.stock_days_since_contact
    client.last_contact = -away
    under_way: list[tuple[Part, float]] = []
    for part in person.parts:
        u = client.chance(Decision.STOCK_STATE, part)
        opioid = part is Part.MEDICAL and person.opioid
        in_care = people.stock_opioid_in_care_share if opioid else people.stock_in_care_shares[part]
        addiction_part = part in (Part.PSYCHOSOCIAL, Part.MEDICAL)
        if u < in_care and _has_room(client, part):
            world.set_state(client, part, NeedState.IN_CARE)
            under_way.append((part, u / in_care))
        elif u < in_care + people.stock_met_shares[part] and not (addiction_part and using):
            world.set_state(client, part, NeedState.MET)
    for part, share_left in under_way:  # after all states are set, since a visit looks for the other needs
        _put_in_care(world, client, part, share_left)
    world.life.enter(client, using, -away)
    if using and client.chance(Decision.STOCK_STATE, nth=1) < people.stock_parked_share:
        _park(world, client)
    if not client.in_contact() and client.chance(Decision.STOCK_TIME, nth=1) < people.stock_seeking_share:
        world.life.seek_help(client)
    else:
        world.life.touch(client)


def _park(world: World, client: Client) -> None:
    """A psychiatric need that was refused for use before day 0 and that nobody has asked about since."""
    unit = client.units[Service.ADULT_PSYCHIATRY]
    if client.states[Part.PSYCHIATRIC] is not NeedState.LATENT or unit is None:
        return
    world.set_state(client, Part.PSYCHIATRIC, NeedState.PARKED)
    request = Request(world, client, Part.PSYCHIATRIC, unit.service, reason=Reason.SOBRIETY)
    request.unit = unit
    request.tried = 1 << unit.service
    request.stage = Stage.PARKED_UNTIL_SOBER
    request.required_days = world.rules[unit.service].sobriety_days
    request.bend()
    pathway.begin(world, request)


def _service(client: Client, part: Part) -> Service:
    return Service.LARO if part is Part.MEDICAL and client.person.opioid else CARE[part]


def _has_room(client: Client, part: Part) -> bool:
    unit = client.units[_service(client, part)]
    return unit is not None and unit.occupied + 1.0 <= unit.places


def _put_in_care(world: World, client: Client, part: Part, share_left: float) -> None:
    request = Request(world, client, part, _service(client, part))
    request.unit = unit = client.units[request.door]
    assert unit is not None
    unit.occupied += 1
    Stay(world, request, share_left).begin()
