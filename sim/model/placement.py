"""Who decides on residential and compulsory care: the municipality's inquiry, or whoever the regime lets assess.

A referral to residential care (HVB) from anybody else becomes a request to the assessor, who sends the client on if an
inquiry is still valid, and makes one if not. Where a regime has no assessor, the service that it asks first for
treatment decides: nobody else is left who could, and residential care stays open. Compulsory care is applied for by the
same (LVM, sections 7 and 11). Source: conceptual model, section 4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.terms.words import Part, Reason, Service

if TYPE_CHECKING:
    from sim.model.client import Client
    from sim.model.request import Request
    from sim.model.world import World

PSYCHOSOCIAL, HVB = Part.PSYCHOSOCIAL, Service.HVB


def decider(world: World, client: Client) -> Service | None:
    """Return who decides where the client lives: the assessor, else the first door for treatment; None: nobody."""
    regime = world.regime_of(client)
    assessor = regime.assessor[PSYCHOSOCIAL]
    if assessor is not None and client.units[assessor] is not None:
        return assessor
    return next((door for door in regime.doors[PSYCHOSOCIAL] if client.units[door] is not None), None)


def is_thought_of(world: World, client: Client, part: Part, tried: int, rating: float) -> bool:
    """Whether a referrer thinks of residential care: rated severe enough, there is some, and it has not said no."""
    return (
        part is PSYCHOSOCIAL
        and not tried >> HVB & 1
        and client.units[HVB] is not None
        and rating >= world.scenario.practice.hvb_severity
    )


def is_decided_at_once(world: World, request: Request, rating: float) -> bool:
    """Whether the service that is asked decides on residential care now: an inquiry is valid, or none is made."""
    client, part = request.client, request.part
    if not is_thought_of(world, client, part, request.tried, rating) or request.door is not decider(world, client):
        return False
    return request.assessed or world.regime_of(client).assessor[part] is None


def send_there(world: World, request: Request) -> None:
    """The decision is taken: who decides refers the client to residential care."""
    unit = request.client.units[request.door]
    assert unit is not None
    request.client.tell(unit.service, request.part)
    request.sender, request.sender_principal, request.reason = unit.service, unit.principal, Reason.ASSESSED
    request.door = HVB
    request.assessed = True
