"""What care sets in motion: other needs found, parked needs asked for again, aftercare. Each is a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.chance.keyed import Decision
from sim.model.engine import Woken
from sim.terms.scenario import Practice
from sim.terms.words import Kind, NeedState, Part, Reason

if TYPE_CHECKING:
    from sim.model.care import Stay
    from sim.model.client import Client
    from sim.model.world import World

NEEDS = (Part.PSYCHOSOCIAL, Part.MEDICAL, Part.PSYCHIATRIC, Part.SOCIAL)


def wanted_share(practice: Practice, part: Part) -> float:
    """Return the share of clients who want help with `part` once it is seen. For a psychiatric need that is always."""
    if part is Part.PSYCHOSOCIAL:
        return practice.psychosocial_wanted_share
    if part is Part.MEDICAL:
        return practice.medical_wanted_share
    return practice.social_wanted_share if part is Part.SOCIAL else 1.0


def look_for_other_needs(world: World, stay: Stay) -> None:
    """At the first visit the worker may see needs nobody has asked about, and refers those the client wants met."""
    client, unit = stay.client, stay.unit
    detects = unit.spec.plan.detects
    for part in NEEDS:
        if part is stay.part or client.states[part] is not NeedState.LATENT:
            continue
        if stay.chance(Decision.DETECTION, part) >= detects[part]:
            continue
        client.tell(unit.principal, part)
        world.log(client, Kind.DETECTED, part, unit=unit)
        if stay.chance(Decision.WANTED, part) < wanted_share(world.scenario.practice, part):
            world.refer_on(client, part, unit.service, unit.principal, Reason.ANOTHER_NEED)


def refer_parked_again(world: World, stay: Stay) -> None:
    """A clean sample: a need refused for sobriety is asked for again when the required days are documented."""
    client = stay.client
    for request in client.requests:
        if request is None or not request.parked or request.unlocks_with_care:
            continue
        if client.documented_days(world.env.now) >= request.required_days:
            _ask_again(stay, request.part, Reason.SOBRIETY_DOCUMENTED)


def unlock_with_care(world: World, client: Client, part: Part) -> None:
    """Treatment of one need has begun: the other, parked until then, may be asked for again by those who treat."""
    for request in client.requests:
        if request is None or not request.parked or not request.unlocks_with_care:
            continue
        waits_for_psychiatry = request.part is not Part.PSYCHIATRIC
        if (part is Part.PSYCHIATRIC) is waits_for_psychiatry:
            stay = client.stays[part]
            if stay is not None:
                _ask_again(stay, request.part, Reason.ANOTHER_NEED)


def refer_to_aftercare(world: World, stay: Stay) -> None:
    """Leaving HVB, LVM, detox or the emergency: the open addiction need is referred, like any other referral."""
    client, unit = stay.client, stay.unit
    for part in (Part.PSYCHOSOCIAL, Part.MEDICAL):
        wants = stay.chance(Decision.WANTED, 8 + part) < wanted_share(world.scenario.practice, part)
        if client.states[part] is NeedState.LATENT and wants:
            world.refer_on(client, part, unit.service, unit.principal, Reason.AFTERCARE)


def _ask_again(stay: Stay, part: Part, reason: Reason) -> None:
    request = stay.client.requests[part]
    assert request is not None
    request.sender, request.sender_principal, request.reason = stay.unit.service, stay.unit.principal, reason
    request.wake(Woken.ASK_AGAIN)
