"""How a service is asked: which door, what it knows, and its answer by the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.chance.distributions import DECIMALS, normal
from sim.chance.keyed import Decision
from sim.model.rules import Accept, Asked, Refuse, answer, law_is_cited, next_door
from sim.terms.words import Kind, Need, NeedState, Part, Reason, Service

if TYPE_CHECKING:
    from sim.model.client import Client
    from sim.model.request import Request
    from sim.model.unit import Unit
    from sim.model.world import World

SENDER = 63  # the address under which a referrer's own rating is drawn: no service has this code


def rated(world: World, client: Client, part: Part, service: int) -> float:
    """Return the severity as `service` rates it: true severity plus noise, drawn once per client, service and part."""
    rating = client.ratings.get((part, service))
    if rating is None:
        noise = world.scenario.practice.rating_noise
        rating = client.person.severity(part)
        if noise > 0.0:
            rated_as = normal((rating, noise), client.chance(Decision.RATING, part, 0, service))
            rating = round(min(max(rated_as, 0.0), 1.0), DECIMALS)
        client.ratings[part, service] = rating
    return rating


def inquiry_under_way(world: World, client: Client) -> bool:
    """Whether an assessment is asked for or going on for any part: it will see the client's other needs too."""
    return any(
        r is not None and r.part < Part.ACUTE and r.door is world.regime.assessor[r.part] and not r.assessed
        for r in client.requests
    )


def door_for(world: World, client: Client, part: Part, tried: int, assessed: bool) -> Service | None:
    """Return whom a referrer asks next for `part`: the assessor first where there is one, then the regime's doors.

    None if every door that exists for this client has been tried.
    """
    assessor = world.regime.assessor[part]
    if assessor is not None and not assessed and not tried >> assessor & 1 and client.units[assessor]:
        return assessor
    rating = rated(world, client, part, SENDER)
    doors = world.regime.doors[part]
    if part is Part.MEDICAL and client.person.opioid:
        doors = (Service.LARO, *doors)
    if part is Part.PSYCHOSOCIAL and assessed and rating >= world.scenario.practice.hvb_severity:
        doors = (Service.HVB, *doors)
    open_doors = tuple([d for d in doors if client.units[d] is not None])
    rules = [world.rules[d] for d in open_doors]
    return next_door(open_doors, tried, rating, [r.ceiling for r in rules], [r.floor for r in rules])


def new_principals_door(world: World, request: Request) -> Service | None:
    """Return the service of the new principal that a worker who cites the law points to; None if none is untried."""
    moved = world.moved[request.part]
    doors = moved.refers_to if moved is not None else ()
    return next((d for d in doors if request.client.units[d] and not request.tried >> d & 1), None)


def ask(world: World, request: Request) -> Accept | Refuse:
    """Put the request to its door, log the answer, and remember it on the request."""
    client, part, door = request.client, request.part, request.door
    unit = client.units[door]
    assert unit is not None, f"{door.name} has no unit for {client.person.name}"
    request.unit = unit
    request.tried |= 1 << door
    acute = part is Part.ACUTE
    request.is_assessment = not acute and world.regime.assessor[part] is door and not request.assessed
    now = world.env.now
    rating = rated(world, client, part, door)
    given: Accept | Refuse = Accept()
    if not acute:
        learn(world, request, unit)
        given = answer(world.rules[door], seen(world, request, unit, rating))
    if isinstance(given, Refuse):
        if given.reason in (Reason.NOT_ELIGIBLE, Reason.NO_CONSENT):
            world.set_state(client, part, NeedState.LATENT)
        world.log(
            client, Kind.REFUSED, part, unit=unit, reason=given.reason, value=now - request.asked_at, extra=rating
        )
        return given
    request.accepted = True
    request.accepted_at = now
    if not acute:
        world.set_state(client, part, NeedState.WAITING)
    request.bend()
    world.log(client, Kind.ACCEPTED, part, unit=unit, value=now - request.asked_at, extra=float(request.is_assessment))
    return given


def learn(world: World, request: Request, unit: Unit) -> None:
    """Let the service know what it is asked for, and ask about the other need when the client comes alone."""
    client, part = request.client, request.part
    client.tell(unit.principal, part)
    other = Part.PSYCHOSOCIAL if part is Part.PSYCHIATRIC else Part.PSYCHIATRIC
    if request.sender is None and client.has(other) and not client.knows(unit.principal, _need(other)):
        asks = unit.spec.plan.detects[other]
        if request.chance(Decision.TRIAGE, nth=other, service=unit.service) < asks:
            client.tell(unit.principal, other)
            world.log(client, Kind.DETECTED, other, unit=unit)


def seen(world: World, request: Request, unit: Unit, rating: float) -> Asked:
    """Return the request as the service sees it: what it knows, and what this assessor holds."""
    client, part, door = request.client, request.part, request.door
    now, practice, rules = world.env.now, world.scenario.practice, world.rules[door]
    addiction_known = part is not Part.PSYCHIATRIC or informed(world, request, unit, Need.ADDICTION)
    psychiatric_known = client.has(Part.PSYCHIATRIC) and (
        part is Part.PSYCHIATRIC or informed(world, request, unit, Need.PSYCHIATRIC)
    )
    moved = world.moved[part]
    cites = (
        moved is not None
        and not request.must_accept
        and unit.principal is moved.from_principal
        and part in rules.meets
        and law_is_cited(now - moved.day, moved.lag_days, request.chance(Decision.LAW_KNOWN, service=door))
    )
    return Asked(
        part=part,
        for_assessment=request.is_assessment,
        served_here=client.person.municipality in unit.at.municipalities,
        misreads=not request.must_accept and request.chance(Decision.MISREAD, service=door) < practice.misread_share,
        cites_new_law=cites,
        rated=rating,
        documented_days=client.documented_days(now),
        addiction_known=addiction_known,
        in_use=client.using,
        addiction_in_care=client.addiction_care > 0,
        psychiatric_known_untreated=psychiatric_known and client.untreated(Part.PSYCHIATRIC),
        psychiatric_rated=rated(world, client, Part.PSYCHIATRIC, door) if psychiatric_known else 0.0,
        known_comorbid=addiction_known and psychiatric_known,
        applies_sobriety=holds(client, Decision.SOBRIETY_APPLIED, door, rules.sobriety_share),
        applies_addiction_first=holds(client, Decision.ADDICTION_FIRST, door, rules.treat_addiction_first_share),
        applies_psychiatry_first=holds(client, Decision.PSYCHIATRY_FIRST, door, rules.treat_psychiatry_first_share),
        consents=request.chance(Decision.CONSENT) >= practice.no_consent_share,
        eligible=request.is_assessment
        or request.assessed
        or request.chance(Decision.ELIGIBLE) >= practice.not_eligible_share,
    )


def holds(client: Client, view: Decision, service: Service, share: float) -> bool:
    """Whether the assessor whom the client meets at `service` is one of the `share` who hold a view."""
    return share > 0.0 and client.chance(view, 0, 0, service) < share


def informed(world: World, request: Request, unit: Unit, need: Need) -> bool:
    """Whether this service knows of the other need: told by the referrer, or through a record it can read.

    Records are shared within a principal and between two with different chances: that is what one principal changes.
    """
    client = request.client
    sender = request.sender_principal
    if request.told and sender is not None and client.knows(sender, need):
        return True
    u = client.chance(Decision.SHARED_RECORD, need, 0, unit.service)
    if client.knows(unit.principal, need) and u < world.scenario.practice.within.shared_record_share:
        return True
    elsewhere = any(known >> need & 1 for known in client.known)
    return elsewhere and u < world.scenario.practice.between.shared_record_share


def _need(part: Part) -> Need:
    return Need.PSYCHIATRIC if part is Part.PSYCHIATRIC else Need.ADDICTION
