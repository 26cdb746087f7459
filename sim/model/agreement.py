"""Agreements between municipality and region: what they say where a client lives, and who knows it.

A measure that an agreement names is there only where the county's or the municipality's own says so, and it is used
only by those who know it. Source: VA bilaga 2, tables 18-52 (2016); known to a share of staff: VA 4.10.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.chance.keyed import Decision, uniform
from sim.model.rules import misreading
from sim.terms.coordination import Content
from sim.terms.words import Principal

if TYPE_CHECKING:
    from sim.model.request import Request
    from sim.model.unit import Unit
    from sim.model.world import World


def covers(world: World, municipality: int, content: Content) -> bool:
    """Whether an agreement that holds in a municipality says it: the county's, or its own if it has one.

    What is not known is drawn once: alike under every design.
    """
    shares, key = world.scenario.coordination.agreements, world.municipality_keys[municipality]
    if uniform(world.county_key, Decision.AGREEMENT_CONTENT, nth=content) < shares.county_covers[content]:
        return True
    own = uniform(key, Decision.LOCAL_AGREEMENT) < shares.local[municipality]
    return own and uniform(key, Decision.AGREEMENT_CONTENT, nth=content) < shares.local_covers[content]


def known_share(world: World, district: int) -> float:
    """Return the share of staff in a district who know the agreement; less where steps of the ladder have been lost."""
    levers = world.levers
    kept: float = (1.0 - levers.known_lost_share) ** world.ladder.steps_lost(district)
    return levers.agreement_known_share * kept


def used(known: float, u: float) -> bool:
    """Whether a routine is used, given a number in (0, 1): one of the two services knows it, and says so."""
    return u < 1.0 - (1.0 - known) ** 2


def misread_share(world: World, request: Request, unit: Unit) -> float:
    """Return the chance that an answer misreads responsibility.

    Less where the agreement is known; more where it does not describe the division, where another service has said no
    already, and by the factor of the region for the services that are the region's today: it is a habit of those who
    work there, which no new employer changes on a day.
    """
    levers, client = world.levers, request.client
    now = known_share(world, world.district_of(client))
    share = misreading(
        world.scenario.practice.misread_share, now, world.scenario.coordination.agreements.misread_known_share
    )
    if not covers(world, client.person.municipality, Content.DIVISION):
        share *= levers.misread_factor_undescribed
    if request.denied_by:
        share *= levers.misread_factor_denied
    if world.first_principal(unit.service) is Principal.REGION:
        share *= levers.misread_factor_region
    return share * levers.compensation_factor if unit.employer is Principal.REGION else share
