"""Which door a client chooses, and what for: by need profile, and by what they have heard of who assesses now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.chance.distributions import choice
from sim.chance.keyed import Decision
from sim.model.client import Client
from sim.model.distance import FIRST_DOORS
from sim.model.rules import law_is_cited
from sim.terms.total import total
from sim.terms.words import NeedState, Part, Service

if TYPE_CHECKING:
    from sim.model.world import World

WISHED = {
    Service.SOCIAL_SERVICES: (Part.PSYCHOSOCIAL, Part.SOCIAL),
    Service.MUNICIPAL_OUTPATIENT: (Part.PSYCHOSOCIAL,),
    Service.PRIMARY_CARE: (Part.MEDICAL, Part.PSYCHOSOCIAL),
    Service.ADDICTION_CLINIC: (Part.MEDICAL,),
    Service.ADULT_PSYCHIATRY: (Part.PSYCHIATRIC,),
}
"""What a client asks for at a door, the first that is open."""

SEEKABLE = (NeedState.LATENT, NeedState.PARKED)
ADDICTION_PARTS = (Part.PSYCHOSOCIAL, Part.MEDICAL)
EVERYBODY = 1.0  # hears in the end who assesses now, whether or not workers ever cite the law


def door_and_part(world: World, client: Client, episode: int) -> tuple[Service, Part] | None:
    """Return where a client asks for help and with what; None for one who has nothing to ask for."""
    if (found := _at_the_clinic(world, client, episode)) is not None:
        return found
    weights = world.distance.weights(client)
    parts = [None if client.units[door] is None else _part_at(world, client, door, episode) for door in FIRST_DOORS]
    open_weights = [w if part is not None else 0.0 for w, part in zip(weights, parts, strict=True)]
    if total(open_weights) <= 0.0:
        return None
    index = choice(open_weights, client.chance(Decision.FIRST_DOOR, episode=episode))
    part = parts[index]
    assert part is not None
    door = FIRST_DOORS[index]
    if door is Service.SOCIAL_SERVICES and part is Part.PSYCHOSOCIAL:
        door = _who_assesses_now(world, client, episode)
    if door is Service.ADDICTION_CLINIC and client.person.opioid and client.units[Service.LARO] is not None:
        door = Service.LARO
    return door, part


def _who_assesses_now(world: World, client: Client, episode: int) -> Service:
    """Whoever used to go to the social services goes to the new assessor as word of it spreads (de facto lag)."""
    regime = world.regime_of(client)
    assessor = regime.assessor[Part.PSYCHOSOCIAL]
    if assessor is Service.SOCIAL_SERVICES:
        return assessor
    moved = world.regimes.moved(client.person, Part.PSYCHOSOCIAL)
    u = client.chance(Decision.WORD_SPREADS, episode=episode)
    if moved is not None and not law_is_cited(world.env.now - moved.day, moved.lag_days, EVERYBODY, u):
        return Service.SOCIAL_SERVICES
    door = assessor if assessor is not None else regime.doors[Part.PSYCHOSOCIAL][0]
    return door if client.units[door] is not None else Service.SOCIAL_SERVICES


def _at_the_clinic(world: World, client: Client, episode: int) -> tuple[Service, Part] | None:
    """Where there is a low-threshold clinic with room, some choose it before any other door."""
    unit = client.units[Service.LOW_THRESHOLD_CLINIC]
    if unit is None or not unit.has_room():
        return None
    if client.chance(Decision.LOW_THRESHOLD, episode=episode) >= world.levers.low_threshold_share:
        return None
    part = next((p for p in ADDICTION_PARTS if client.states[p] in SEEKABLE), None)
    return None if part is None else (Service.LOW_THRESHOLD_CLINIC, part)


def _part_at(world: World, client: Client, door: Service, episode: int) -> Part | None:
    """Return what the client asks for at `door`, None if nothing open belongs there."""
    states = client.states
    if door is Service.DETOX_WARD:
        return Part.ACUTE if client.using and states[Part.PSYCHOSOCIAL] in SEEKABLE else None
    if door is Service.PRIMARY_CARE and states[Part.PSYCHIATRIC] in SEEKABLE:
        u = client.chance(Decision.PRESENTING_PART, episode=episode)
        if u < world.scenario.people.presents_psychiatric_share:
            return Part.PSYCHIATRIC
    for part in WISHED[door]:
        if states[part] in SEEKABLE:
            return part
    return None
