"""How a service is asked: which door, what it knows, and its answer by the rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.chance.distributions import DECIMALS, normal
from sim.chance.keyed import Decision
from sim.model import agreement, placement, shared_duty
from sim.model.client import NEVER_TREATED
from sim.model.local import OUTPATIENT, lacks_methods, method_offered, widened
from sim.model.municipal_road import losses_factor
from sim.model.referral import one_routine
from sim.model.rules import Accept, Decline, Refuse, RequestSeen, answer, law_is_cited, next_door, no_need_chance
from sim.model.special_rules import rules_of
from sim.model.stage import Stage
from sim.terms.scenario import Rules
from sim.terms.total import total
from sim.terms.words import NEED_OF_PART, Disorder, Kind, Need, NeedState, Part, Reason, Service

if TYPE_CHECKING:
    from mypy_extensions import i64

    from sim.model.client import Client
    from sim.model.request import Request
    from sim.model.unit import Unit
    from sim.model.world import World

NEEDS = (Part.PSYCHOSOCIAL, Part.MEDICAL, Part.PSYCHIATRIC, Part.SOCIAL)
SEVERAL = 2  # treatments without result before the joint assessment team is thought of ("flera behandlingar": GB 4.4.1)
GRANTED = frozenset({Service.MUNICIPAL_OUTPATIENT, Service.HOUSING_SUPPORT})
"""What a decision grants (section 4), whoever runs it."""
SENDER = 63  # the address under which a referrer's own rating is drawn: no service has this code


def rated(world: World, client: Client, part: Part, by: int) -> float:
    """Return the severity as `by` (a service's root) rates it: true severity plus noise, drawn once for each part."""
    rating = client.ratings.get((part, by))
    if rating is None:
        noise = world.scenario.practice.rating_noise
        rating = client.person.severity(part)
        if noise > 0.0:
            rated_as = normal((rating, noise), client.chance(Decision.RATING, part, 0, by))
            rating = round(min(max(rated_as, 0.0), 1.0), DECIMALS)
        client.ratings[part, by] = rating
    return rating


def inquiry_under_way(client: Client, assessor: Service) -> bool:
    """Whether an assessment is asked of `assessor` or going on for any part: it will see the client's other needs."""
    return any(r is not None and r.part < Part.ACUTE and r.door is assessor and not r.assessed for r in client.requests)


def door_for(
    world: World, client: Client, part: Part, tried: int, assessed: bool, sender: Service | None = None
) -> Service | None:
    """Return whom a referrer asks next for `part`: the assessor first where there is one, then the regime's doors.

    Only who decides on residential care refers there; another `sender` asks them. None if every door that exists for
    this client has been tried.
    """
    if part is Part.PSYCHOSOCIAL and not tried >> shared_duty.CLINIC & 1 and shared_duty.with_clinic(world, client):
        return shared_duty.CLINIC
    regime = world.regime_of(client)
    assessor = regime.assessor[part]
    if assessor is not None and not assessed and not tried >> assessor & 1 and client.units[assessor]:
        return assessor
    rating = rated(world, client, part, SENDER)
    doors = regime.doors[part]
    if part is Part.MEDICAL and client.person.opioid:
        doors = (Service.LARO, *doors)
    if assessed and placement.is_thought_of(world, client, part, tried, rating):
        decides = placement.decider(world, client)
        if decides is not None and decides is not sender:
            return decides
        doors = (Service.HVB, *doors)
    if part is Part.PSYCHIATRIC and lives_at_hvb(client):
        doors = (Service.HVB_HEALTH_CARE, *doors)
    return open_door(world, client, doors, tried, rating)


def open_door(world: World, client: Client, doors: tuple[Service, ...], tried: int, rating: float) -> Service | None:
    """Return the first of `doors` that there is, that is thought of for this client and whose thresholds fit."""
    open_doors = tuple([d for d in doors if client.units[d] is not None and for_whom(world, client, d)])
    rules = [rules_for(world, client, d) for d in open_doors]
    return next_door(open_doors, tried, rating, [r.ceiling for r in rules], [r.floor for r in rules])


def lives_at_hvb(client: Client) -> bool:
    """Whether the client is in residential care now."""
    stay = client.stays[Part.PSYCHOSOCIAL]
    return stay is not None and stay.unit.service is Service.HVB


def for_whom(world: World, client: Client, door: Service) -> bool:
    """Whether a referrer thinks of `door` for this client: two teams are for a few only.

    The integrated team: for large coordination needs, two known needs or more whose severities sum to the threshold
    (pillar 6). The joint assessment team: for known comorbidity that several treatments have not helped (GB 4.4.1).
    """
    unit = client.units[door]
    if unit is not None and unit.needs_step > world.ladder.step(world.district_of(client)):
        return False  # the step that the joint work builds on has been lost
    if door is Service.INTEGRATED_TEAM:
        known = [p for p in NEEDS if client.open(p) and client.known_anywhere(NEED_OF_PART[p])]
        severities = {NEED_OF_PART[p]: client.person.severity(p) for p in known}
        return len(severities) > 1 and total(severities.values()) >= world.levers.team_severity
    if door is Service.JOINT_ASSESSMENT_TEAM:
        in_vain = client.treated_in_vain >= SEVERAL
        return in_vain and client.known_anywhere(Need.ADDICTION) and client.known_anywhere(Need.PSYCHIATRIC)
    return True


def rules_for(world: World, client: Client, service: Service) -> Rules:
    """Return the rules that `service` applies to this client: where a threshold or a duty is shared, with that."""
    rules = rules_of(world, client, service)
    if service is Service.PRIMARY_CARE:
        added = world.practice_of(client).wider_ceiling
        return widened(rules, added) if added > 0.0 else rules
    if service is shared_duty.CLINIC and shared_duty.with_clinic(world, client):
        return shared_duty.rules_of_clinic(rules)
    if service is not Service.ADULT_PSYCHIATRY or not world.shared_threshold(client):
        return rules
    return replace(rules, floor=min(rules.floor, rules_for(world, client, Service.PRIMARY_CARE).ceiling))


def methods_here(world: World, request: Request, unit: Unit) -> bool:
    """Whether psychosocial treatment that would help this client is offered: staff who know it, a method of the place.

    Asked of outpatient treatment alone: what others offer is not told by municipality (NB 7.1).
    """
    if not unit.has_methods():
        return False
    practice = world.practice_of(request.client)
    asks_here = request.part is Part.PSYCHOSOCIAL and world.root(unit.service) is OUTPATIENT
    if not asks_here or not lacks_methods(practice):
        return True
    wants, takes = request.chance(Decision.METHOD_WANTED), request.chance(Decision.METHOD_STANDS_IN)
    return method_offered(unit.spec.plan.visits, practice, wants, takes)


def who_steps_in(world: World, request: Request) -> Service | None:
    """Return the service that does the work although the regime places it elsewhere, while it has room; else None.

    Source: NB 7.2.1 ("vi hjälper ju medborgaren"); its chance is an assumption per part, which a design may end.
    """
    client, part = request.client, request.part
    if part >= Part.ACUTE or request.steps_in:
        return None
    service = world.scenario.coordination.steps_in[part]
    unit = client.units[service] if service is not None else None
    share = world.levers.stepping_in_shares[part]
    if unit is None or share <= 0.0 or not unit.has_room():
        return None
    return service if request.chance(Decision.STEPS_IN, request.refusals) < share else None


def new_principals_door(world: World, request: Request) -> Service | None:
    """Return the service of the new principal that a worker who cites the law points to; None if none is untried."""
    moved = world.regimes.moved(request.client.person, request.part)
    doors = moved.refers_to if moved is not None else ()
    return next((d for d in doors if request.client.units[d] and not request.tried >> d & 1), None)


def ask(world: World, request: Request) -> Accept | Decline | Refuse:
    """Put the request to its door, log the answer, and remember it on the request.

    Where the service would take the client, the client may say no: that is withdrawing, and no refusal.
    """
    client, part, door = request.client, request.part, request.door
    unit = client.units[door]
    assert unit is not None, f"{door.name} has no unit for {client.person.name}"
    request.unit = unit
    request.tried |= 1 << door
    acute = part is Part.ACUTE
    regime = world.regime_of(client)
    request.is_assessment = not acute and regime.assessor[part] is door and not request.assessed
    now = world.env.now
    shared = part is Part.PSYCHIATRIC and world.shared_threshold(client)
    rating = rated(world, client, part, SENDER if shared else world.root(door))
    given: Accept | Refuse = Accept()
    if not acute:
        learn(world, request, unit)
        if not (request.has_lead or request.steps_in):
            given = consider(world, request, unit, rating)
        request.has_lead = False
    if isinstance(given, Refuse):
        if given.reason is Reason.NOT_ELIGIBLE:
            world.set_state(client, part, NeedState.LATENT)
        world.log(
            client, Kind.REFUSED, part, unit=unit, reason=given.reason, value=now - request.asked_at, extra=rating
        )
        return given
    says_no = world.scenario.practice.no_consent_share * losses_factor(world, door)
    if not acute and request.chance(Decision.CONSENT) < says_no:
        return Decline()
    request.stage = Stage.ACCEPTED
    request.accepted_at = now
    if not acute:
        world.set_state(client, part, NeedState.WAITING)
    request.bend()
    world.log(client, Kind.ACCEPTED, part, unit=unit, value=now - request.asked_at, extra=float(request.is_assessment))
    if request.steps_in:
        world.log(client, Kind.STEPPED_IN, part, unit=unit, to_principal=regime.responsible[part])
    return given


def consider(world: World, request: Request, unit: Unit, rating: float) -> Accept | Refuse:
    """Return what a service answers by its rules. It takes whom it has itself referred here."""
    if request.sender is unit.service:
        return Accept()
    return answer(rules_for(world, request.client, unit.service), seen(world, request, unit, rating))


def refuses_itself(world: World, request: Request, unit: Unit) -> bool:
    """Whether `unit` would refuse what it is about to refer to itself: then it asks another at once."""
    client = request.client
    rating = rated(world, client, request.part, world.root(unit.service))
    client.tell(unit.service, request.part)
    given = answer(rules_for(world, client, unit.service), seen(world, request, unit, rating))
    return isinstance(given, Refuse)


def finds_need(world: World, request: Request, rating: float) -> bool:
    """Whether an assessor who rates the need so finds that there is one."""
    client, part = request.client, request.part
    psychosis = part is Part.PSYCHIATRIC and client.person.disorder is Disorder.PSYCHOSIS
    treated = client.care_began[part] != NEVER_TREATED
    ways = world.scenario.practice
    share = ways.not_eligible_share * losses_factor(world, request.door)
    chance = no_need_chance(share, ways.not_eligible_falls_with_severity, rating, psychosis, treated)
    return request.chance(Decision.ELIGIBLE) >= chance


def is_decided(world: World, request: Request, unit: Unit) -> bool:
    """Whether a valid decision binds `unit` to give what has been granted: treatment or support in the municipality.

    Health care is not granted by decision, and what is bought may say no. A decision binds a service of the principal
    that has taken it; one of another's it binds by a share of its own. Source: conceptual model, section 5.
    """
    client, part = request.client, request.part
    if unit.at.places >= 0.0 or world.root(unit.service) not in GRANTED:
        return False
    by = world.decided_by(client, part)
    if by is None:
        return False
    practice = world.scenario.practice
    share = (practice.within if unit.principal is by or unit.run_by(by) else practice.between).decision_binds_share
    return share >= 1.0 or request.chance(Decision.DECISION_BINDS, service=world.root(unit.service)) < share


def learn(world: World, request: Request, unit: Unit) -> None:
    """Let the service know what it is asked for and told, and ask about the other need when the client comes alone."""
    client, part, service = request.client, request.part, unit.service
    client.tell(service, part)
    if request.told and request.sender is not None:
        client.known[service] |= client.known[request.sender]
    other = Part.PSYCHOSOCIAL if part is Part.PSYCHIATRIC else Part.PSYCHIATRIC
    if request.sender is None and client.has(other) and not client.knows(service, NEED_OF_PART[other]):
        asks = unit.spec.plan.detects[other] * world.levers.detection_factor
        if request.chance(Decision.TRIAGE, nth=other, service=world.root(service)) < asks:
            client.tell(service, other)
            world.log(client, Kind.DETECTED, other, unit=unit)


def seen(world: World, request: Request, unit: Unit, rating: float) -> RequestSeen:
    """Return the request as the service sees it: what it knows, and what this assessor holds."""
    client, part, door = request.client, request.part, unit.service
    now, rules = world.env.now, rules_of(world, client, door)
    root = world.root(door)
    misreads = agreement.misread_share(world, request, unit)
    addiction_known = part is not Part.PSYCHIATRIC or informed(world, request, unit, Need.ADDICTION)
    psychiatric_known = client.has(Part.PSYCHIATRIC) and (
        part is Part.PSYCHIATRIC or informed(world, request, unit, Need.PSYCHIATRIC)
    )
    moved = world.regimes.moved(client.person, part)
    cites = (
        moved is not None
        and not request.must_accept
        and unit.principal is moved.from_principal
        and not waits_for_later_waves(world, client, door)
        and door not in moved.keeps
        and part in rules.meets
        and law_is_cited(
            now - moved.day, moved.lag_days, moved.cites_law_share, request.chance(Decision.LAW_KNOWN, service=root)
        )
    )
    return RequestSeen(
        part=part,
        for_assessment=request.is_assessment,
        served_here=client.person.municipality in unit.at.municipalities
        and (door is not Service.HVB_HEALTH_CARE or lives_at_hvb(client)),
        misreads=not request.must_accept and request.chance(Decision.MISREAD, service=root) < misreads,
        cites_new_law=cites,
        rated=rating,
        documented_days=client.documented_days(now),
        addiction_known=addiction_known,
        in_use=client.using,
        addiction_in_care=client.addiction_care > 0,
        psychiatric_known_untreated=psychiatric_known and client.untreated(Part.PSYCHIATRIC),
        psychiatric_rated=rated(world, client, Part.PSYCHIATRIC, root) if psychiatric_known else 0.0,
        known_comorbid=addiction_known and psychiatric_known,
        applies_sobriety=holds(client, Decision.SOBRIETY_APPLIED, root, rules.sobriety_share),
        applies_addiction_first=holds(client, Decision.ADDICTION_FIRST, root, rules.treat_addiction_first_share),
        applies_psychiatry_first=holds(client, Decision.PSYCHIATRY_FIRST, root, rules.treat_psychiatry_first_share),
        methods_here=methods_here(world, request, unit),
        eligible=request.is_assessment or request.assessed or finds_need(world, request, rating),
        psychosis=part is Part.PSYCHIATRIC and client.person.disorder is Disorder.PSYCHOSIS,
        decided=is_decided(world, request, unit),
    )


def waits_for_later_waves(world: World, client: Client, door: Service) -> bool:
    """Whether `door` moves and the client's municipality has had its day: till the last has, it works as before."""
    return client.person.municipality in world.towns_moved.get(door, ())


def holds(client: Client, view: i64, root: Service, share: float) -> bool:
    """Whether the assessor whom the client meets at a service (its root) is one of the `share` who hold a view."""
    return share > 0.0 and client.chance(view, 0, 0, root) < share


def informed(world: World, request: Request, unit: Unit, need: Need) -> bool:
    """Whether this service knows of the other need: itself, told by the referrer, or through a record it can read.

    Records are shared within a principal and between two with different chances: that is what one principal changes,
    once practice has followed (de facto lag).
    """
    client = request.client
    if client.knows(unit.service, need):
        return True
    practice = world.scenario.practice
    within, between = practice.within.shared_record_share, practice.between.shared_record_share
    u = client.chance(Decision.SHARED_RECORD, need, 0, world.root(unit.service))
    if u >= within and u >= between:
        return False
    for service, known in enumerate(client.known):
        if known >> need & 1 and u < (within if one_routine(client.units[service], unit) else between):
            return True
    return False
