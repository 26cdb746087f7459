"""Disputes: two services have each said that it is not theirs. A routine settles it sooner, or nobody ever does."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from sim.chance.distributions import lognormal, microday
from sim.chance.keyed import Decision, uniform
from sim.model import admission, agreement, failures
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


def has_routine(world: World, municipality: int) -> bool:
    """Whether a dispute routine holds in a municipality: by the county's agreement, its own, or a design's.

    Which agreements there are is drawn once per replication where it is not known (VA bilaga 2).
    """
    shares, key = world.scenario.coordination.agreements, world.municipality_keys[municipality]
    by_county = uniform(world.county_key, Decision.COUNTY_AGREEMENT) < shares.county_routine
    own = uniform(key, Decision.LOCAL_AGREEMENT) < shares.local[municipality]
    by_own = own and uniform(key, Decision.LOCAL_ROUTINE) < shares.local_routine
    return by_county or by_own or uniform(key, Decision.DISPUTE_ROUTINE) < world.levers.dispute_routine_share


def dispute(world: World, request: Request) -> Generator[Any, Any, Woken]:
    """Stand between two services until somebody is made to take the client. Returns ASK_AGAIN when settled."""
    client, practice = request.client, world.scenario.practice
    first, second = request.denied_by[-2:]
    opened = world.env.now
    nth = request.refusals
    known = agreement.known_share(world, world.district_of(client))
    routine = has_routine(world, client.person.municipality) and agreement.used(
        known, request.chance(Decision.ROUTINE_USED, nth)
    )

    def log(kind: Kind, days: float) -> None:
        world.log(
            client, kind, request.part, unit=first, to_service=second.service, to_principal=second.principal, value=days
        )

    log(Kind.DISPUTE_OPENED, 0.0)
    days = days_to_settle(
        practice, routine, request.chance(Decision.DISPUTE_NEVER, nth), request.chance(Decision.DISPUTE_DAYS, nth)
    )
    if failures.noticed(world, request, sides=2) and days is not None:
        days = microday(days * world.levers.report_factor)
    why = yield from failures.stand(request, days)
    if why is Woken.ASK_AGAIN:  # a case conference has settled it
        log(Kind.DISPUTE_SETTLED, world.env.now - opened)
    if why is not Woken.ELAPSED:
        return why
    log(Kind.DISPUTE_SETTLED, world.env.now - opened)
    request.must_accept = True
    request.tried = 0
    request.denied_by.clear()
    door = admission.door_for(world, client, request.part, 0, request.assessed)
    if door is None:
        return (yield from failures.stand(request))
    request.reason = Reason.SETTLED
    request.door = door
    if door is second.service:  # the other side sends the client
        request.sender, request.sender_principal = first.service, first.principal
    return Woken.ASK_AGAIN
