"""One body, one place: whoever is in compulsory care, residential care or on a ward begins nothing elsewhere.

What was under way is visited there or rests, and goes on afterwards; a place that is called meanwhile is passed over,
the rank kept. Compulsory care's own placement outside the home (LVM, section 27, often in residential care) is a move
within the stay, and no stay of its own. Source: conceptual model, section 4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.stage import Stage
from sim.terms.words import Kind, Part, Service

if TYPE_CHECKING:
    from sim.model.care import Stay
    from sim.model.client import Client
    from sim.model.request import Request
    from sim.model.world import World

PSYCHOSOCIAL, ACUTE = Part.PSYCHOSOCIAL, Part.ACUTE
HVB, HVB_HEALTH_CARE = Service.HVB, Service.HVB_HEALTH_CARE

LONG_STAYS = frozenset({HVB, Service.LVM})
VISITED = frozenset(
    {
        Service.SOCIAL_SERVICES, Service.TREATMENT_ASSESSMENT, Service.ADULT_PSYCHIATRY, Service.ADDICTION_CLINIC,
        Service.LARO, Service.JOINT_ASSESSMENT_TEAM, Service.INTEGRATED_TEAM, HVB_HEALTH_CARE,
    }
)  # fmt: skip
"""Who goes on seeing a client during a long stay: an inquiry is made there, and health care there is the region's
(section 4, HVB). Treatment in the municipality, support at home and the health centre wait."""


def institution(client: Client) -> Stay | None:
    """Return the stay that the client lives in now: a crisis stay (detox, emergency, LVM) or HVB; else None."""
    acute = client.stays[ACUTE]
    if acute is not None:
        return acute
    stay = client.stays[PSYCHOSOCIAL]
    return stay if stay is not None and stay.unit.service is HVB else None


def is_elsewhere(request: Request) -> bool:
    """Whether care cannot begin, since the client is in an institution or is being taken to one."""
    client = request.client
    if request.part is ACUTE:
        return False
    if client.requests[ACUTE] is not None or client.stays[ACUTE] is not None:
        return True
    stay = client.stays[PSYCHOSOCIAL]
    if stay is None or stay.unit.service is not HVB:
        return False
    return request.unit is None or request.unit.service is not HVB_HEALTH_CARE


def enters(stay: Stay) -> None:
    """The client moves in, if `stay` is in an institution: what was under way rests, unless it is visited there."""
    client = stay.client
    if institution(client) is not stay:
        return
    long_stay = stay.unit.service in LONG_STAYS
    for other in client.stays:
        if other is None or other is stay or other.rides_with is not None:
            continue
        if not (long_stay and other.unit.service in VISITED):
            _rests(other)


def is_back(world: World, client: Client) -> None:
    """The client is out again, if in no institution and on the way to none: what has rested goes on, and is called."""
    if client.requests[ACUTE] is not None or institution(client) is not None:
        return
    for stay in client.stays:
        if stay is not None and stay.away:
            _goes_on(stay)
    for request in client.requests:
        if request is not None and request.stage is Stage.PASSED_OVER:
            request.stands_in_line_again()


def _rests(stay: Stay) -> None:
    stay.away = True
    stay.away_since = stay.world.env.now
    stay.bend()
    if not stay.suspended:
        stay.log_all(Kind.SUSPENDED)
        stay.cancel_visit()


def _goes_on(stay: Stay) -> None:
    """The plan is as long as it was; the next visit comes when it was due, at once if that day has passed."""
    now = stay.world.env.now
    stay.away = False
    stay.end_day += now - stay.away_since
    stay.bend()
    if not stay.suspended:
        stay.log_all(Kind.RESUMED)
        stay.book_next()
