"""Disputes: two services have each said that it is not theirs. A routine settles it sooner, or nobody ever does."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from sim.chance.distributions import lognormal
from sim.chance.keyed import Decision, uniform
from sim.model import admission
from sim.model.engine import Woken
from sim.terms.scenario import Practice
from sim.terms.words import Kind, Reason

if TYPE_CHECKING:
    from sim.model.request import Request
    from sim.model.world import World


def days_to_settle(practice: Practice, routine: bool, never: float, days: float) -> float | None:
    """Return the days until a dispute is settled, None for never. With a routine every dispute is settled.

    `never` and `days` are numbers in (0, 1). Source: VA table 35 for how common routines are; delays are assumptions.
    """
    if not routine and never < practice.dispute_never_settled_share:
        return None
    return lognormal(practice.dispute_days_with_routine if routine else practice.dispute_days_without, days)


def dispute(world: World, request: Request) -> Generator[Any, Any, Woken]:
    """Stand between two services until somebody is made to take the client. Returns ASK_AGAIN when settled."""
    client, practice = request.client, world.scenario.practice
    first, second = request.denied_by[-2:]
    opened = world.env.now
    nth = request.refusals
    routine = (
        uniform(world.municipality_keys[client.person.municipality], Decision.DISPUTE_ROUTINE)
        < practice.dispute_routine_share
    )

    def log(kind: Kind, days: float) -> None:
        world.log(
            client, kind, request.part, unit=first, to_service=second.service, to_principal=second.principal, value=days
        )

    log(Kind.DISPUTE_OPENED, 0.0)
    days = days_to_settle(
        practice, routine, request.chance(Decision.DISPUTE_NEVER, nth), request.chance(Decision.DISPUTE_DAYS, nth)
    )
    why = yield from request.wait_or_leave(days)
    if why is not Woken.ELAPSED:
        return why
    log(Kind.DISPUTE_SETTLED, world.env.now - opened)
    request.must_accept = True
    request.tried = 0
    request.denied_by.clear()
    door = admission.door_for(world, client, request.part, 0, request.assessed)
    if door is None:
        return (yield from request.wait_or_leave())
    request.reason = Reason.SETTLED
    request.door = door
    return Woken.ASK_AGAIN
