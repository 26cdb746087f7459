"""One plan: the integrated team treats all of a client's open needs in one stay, with one worker and one place.

The part that was asked for is a stay like any other; the others ride along and end with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.chance.keyed import Decision
from sim.model.engine import Woken
from sim.model.special_rules import rules_of
from sim.terms.words import NEED_OF_PART, Kind, NeedState, Part, Reason, Service

if TYPE_CHECKING:
    from sim.model.care import Stay

COVERED = (Part.PSYCHOSOCIAL, Part.MEDICAL, Part.PSYCHIATRIC, Part.SOCIAL)
TAKEN_OVER = frozenset({NeedState.LATENT, NeedState.SOUGHT, NeedState.PARKED, NeedState.WAITING})


def covers(stay: Stay) -> bool:
    """Whether a stay is one plan for all needs."""
    return stay.unit.service is Service.INTEGRATED_TEAM and stay.rides_with is None


def take_over(stay: Stay) -> None:
    """The team begins: every other open need that nobody treats becomes part of the plan."""
    world, client = stay.world, stay.client
    meets = rules_of(world, client, stay.unit.service).meets
    for part in COVERED:
        if part is stay.part or client.states[part] not in TAKEN_OVER or part not in meets:
            continue
        if not _sees(stay, part):
            continue
        request = client.requests[part]
        if request is not None:
            if not request.wake(Woken.ONE_PLAN):  # at this very instant it has got a place or an answer: that stands
                continue
            request.stop_clocks()
            client.requests[part] = None
        inquiry = client.stays[part]
        if inquiry is not None:  # being assessed: the plan does not wait for the decision
            inquiry.end(Kind.LEFT_CARE, Reason.ONE_PLAN)
        rider = stay.with_part(part)
        client.stays[part] = rider
        stay.riders.append(rider)
        rider.counts_from_now()
        world.set_state(client, part, NeedState.IN_CARE)
        rider.log(Kind.ADMITTED, Reason.ONE_PLAN, extra=rider.admitted_for())


def _sees(stay: Stay, part: Part) -> bool:
    """Whether the team knows of a need: somebody does already, or its own first meeting finds it."""
    world, client, unit = stay.world, stay.client, stay.unit
    if client.known_anywhere(NEED_OF_PART[part]):
        return True
    if stay.chance(Decision.DETECTION, part) >= unit.spec.plan.detects[part] * world.levers.detection_factor:
        return False
    client.tell(unit.service, part)
    world.log(client, Kind.DETECTED, part, unit=unit)
    return True


def end_riders(stay: Stay, kind: Kind, reason: Reason) -> None:
    """The plan ends for every part of it: met by the same chances, each with its own draw, if it was completed."""
    client, plan = stay.client, stay.plan
    for rider in stay.riders:
        if rider.ended:
            continue
        met = False
        if kind is Kind.COMPLETED and rider.treats:
            abstinent = rider.part is Part.MEDICAL or rider.part is Part.PSYCHOSOCIAL
            met = (abstinent and not client.using) or stay.chance(Decision.TEAM_MET, rider.part) < plan.met_share
        rider.end(kind, reason, met)
