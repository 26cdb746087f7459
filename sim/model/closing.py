"""A service closes: its posts go where the design says or are lost, its cases cross to others, who waits is sent on.

Cases in care finish the plan that was begun, with whoever takes them over; of one plan for several needs that is the
part that was asked for, with what else the new service treats, and the rest is referred. Nobody disappears unsaid: who
is not taken over is discharged and referred to the next door, and a letter on its way finds nobody there.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from sim.model import admission, opening, posting
from sim.model.engine import Woken
from sim.model.handover import HandoverDesk
from sim.model.special_rules import rules_of
from sim.model.stage import Stage
from sim.model.vacancy import post_of
from sim.terms.closings import Closes
from sim.terms.staff_terms import StaffMove
from sim.terms.total import total
from sim.terms.words import Kind, Line, NeedState, Reason, Role, Service

if TYPE_CHECKING:
    from sim.model.care import Stay
    from sim.model.client import Client
    from sim.model.request import Request
    from sim.model.staff import Worker
    from sim.model.unit import Unit
    from sim.model.world import World

CrossingCase = tuple["Stay", "Worker | None"]


def closes(world: World, change: Closes) -> None:
    """Close the units of the service that serve none but the municipalities."""
    world.closings.append(change)
    for unit in list(world.units):
        if unit.service is change.service and _closes(unit, change):
            _close(world, unit, change)


def _closes(unit: Unit, change: Closes) -> bool:
    """Whether a unit closes: it has posts and no other patients, and all whom it serves are meant."""
    is_one = unit.is_open and unit.at.places < 0.0 and unit.others is None
    return is_one and set(change.municipalities).issuperset(unit.at.municipalities)


def _close(world: World, unit: Unit, change: Closes) -> None:
    world.unserve(unit)
    unit.is_open, unit.places = False, 0.0  # nobody is let in any more
    for client in world.clients:
        for contact in [c for c in client.contacts if c.unit.now_at() is unit]:
            contact.end()
    knew = [w for w in unit.workers if not w.locum and not w.leaving]
    _posts_go(world, unit, change)
    world.recorder.write(
        world.env.now, -1, Kind.UNIT_CLOSED, service=unit.service, unit=unit.index, principal=unit.principal
    )
    _cases_cross(world, unit, change, knew)
    for client in world.clients:
        for request in client.requests:
            if request is not None and request.unit is unit and request.is_accepted():
                request.wake(Woken.CLOSED)


# Posts ----------------------------------------------------------------------------------------------------------------


def _posts_go(world: World, unit: Unit, change: Closes) -> None:
    """Send the posts, with the people in them, to the units that take them, or let them end."""
    employment, to = world.employment, dict(change.posts_to)
    for worker in [w for w in unit.workers if w.leaving]:  # they declined and worked on: their posts are elsewhere
        employment.leave(unit, worker, Kind.STAFF_RESIGNED)
    takers = {service: _units_of(world, service, unit) for service in dict.fromkeys(to.values())}
    there = {taker: set(taker.workers) for some in takers.values() for taker in some}
    for role in Role:
        some = takers.get(to[role], []) if role in to else []
        if some:
            unit.heirs[role] = max(some, key=lambda taker: (_adults(world, taker, unit), -taker.index))
    for vacancy in [v for v in employment.vacancies if v.unit.now_at() is unit]:
        vacancy.goes_to(unit.heirs.get(vacancy.post.role))
    for role in sorted({w.role for w in unit.workers}):
        if role in unit.heirs:
            _share_out(world, unit, role, takers[to[role]], change.staff)
            continue
        for worker in [w for w in unit.workers if w.role is role]:
            employment.leave(unit, worker, Kind.STAFF_RESIGNED)
            employment.open_post(unit, post_of(worker, change.staff), worker.index)  # nobody fills it any more
    for taker, before in there.items():
        came = [w for w in taker.workers if w not in before and not w.locum]
        posting.unsettle(world, taker, came, change)
        taker.resize(world.env.now)


def _share_out(world: World, unit: Unit, role: Role, takers: list[Unit], staff: StaffMove) -> None:
    """Send those of a role to the units that take them, by the adults whom each serves of those served here."""
    adults = [_adults(world, taker, unit) for taker in takers]
    fte, whole = total(w.fte for w in unit.workers if w.role is role), total(adults)
    for nth, taker in enumerate(takers):
        wanted = inf if nth == len(takers) - 1 else fte * adults[nth] / whole
        for worker in opening.chosen(world, unit, taker, role, wanted):
            opening.goes_with_post(world, worker, unit, taker, staff)


def _units_of(world: World, service: Service, unit: Unit) -> list[Unit]:
    """Return the open units of a service that serve any of those whom `unit` served."""
    towns = set(unit.at.municipalities)
    return [
        u
        for u in world.units
        if u.service is service and u.is_open and u.at.line is Line.ORDINARY and towns.intersection(u.at.municipalities)
    ]


def _adults(world: World, taker: Unit, unit: Unit) -> float:
    towns = world.scenario.county.municipalities
    return total(towns[i].adults for i in taker.at.municipalities if i in unit.at.municipalities)


# Cases ----------------------------------------------------------------------------------------------------------------


def _cases_cross(world: World, unit: Unit, change: Closes, knew: list[Worker]) -> None:
    """Send every case in care on its way to who takes it over. `knew`: those who worked here and know the cases."""
    crossing: dict[Unit, list[CrossingCase]] = {}
    for stay in list(unit.stays.values()):
        if stay.is_assessment:
            continue  # who asked for it is sent on, like those who wait
        taker = _taker(world, stay, change)
        if taker is None or change.handover is None:
            _discharge(world, stay)
            continue
        _refer_what_is_not_met(world, stay, taker)
        on_its_way = stay.suspended  # an earlier handover has it, and goes on
        worker = carry(stay, unit, taker)
        if not on_its_way:
            crossing.setdefault(taker, []).append((stay, worker))
    for taker, cases in crossing.items():
        assert change.handover is not None
        stayed = _stayed(world, unit, taker, knew)
        HandoverDesk(world, taker, unit.principal, handover=change.handover, stayed=stayed, source=unit).take(cases)


def _taker(world: World, stay: Stay, change: Closes) -> Unit | None:
    """Return who takes a case over: whom the design names, else the next door of the regime that has no beds."""
    client, part = stay.client, stay.part
    if change.cases_to is not None:
        return client.units[change.cases_to]
    doors = tuple(d for d in world.regime_of(client).doors[part] if d is not change.service)
    rating = admission.rated(world, client, part, world.root(change.service))
    door = admission.open_door(world, client, doors, 0, rating)
    unit = client.units[door] if door is not None else None
    return unit if unit is not None and unit.at.places < 0.0 else None


def carry(stay: Stay, old: Unit, new: Unit) -> Worker | None:
    """Put a stay into another unit; return the worker who had it, if that one has come along."""
    del old.stays[stay.client.index * 8 + stay.part]
    old.occupied -= 1
    new.occupied += 1
    worker = stay.worker
    stay.moves_to(new)
    if worker is not None and worker not in new.workers:
        worker.cases -= 1
        stay.worker = None
    return stay.worker


def _stayed(world: World, unit: Unit, taker: Unit, knew: list[Worker]) -> float:
    """Return the FTE of those who know the cases and work on for the same employer, neither there nor as inquirers."""
    found = 0.0
    for worker in knew:
        here = world.units[worker.unit]
        elsewhere = here is not taker and here.service is not Service.SOCIAL_SERVICES
        if elsewhere and worker in here.workers and here.employer is unit.employer:
            found += worker.fte
    return found


def _refer_what_is_not_met(world: World, stay: Stay, taker: Unit) -> None:
    """Of one plan for several needs, refer on what the new service does not treat."""
    meets = rules_of(world, stay.client, taker.service).meets
    for rider in [r for r in stay.riders if not r.ended and r.part not in meets]:
        rider.end(Kind.DISCHARGED, Reason.CLOSED)
        stay.riders.remove(rider)
        _refer(world, rider)


def _discharge(world: World, stay: Stay) -> None:
    """Nobody takes the case over: it is closed, and each part of it referred to the next door."""
    parts = (stay, *stay.riders)
    stay.end(Kind.DISCHARGED, Reason.CLOSED)
    for one in parts:
        _refer(world, one)


def _refer(world: World, stay: Stay) -> None:
    client, part, unit = stay.client, stay.part, stay.unit
    if client.states[part] is NeedState.LATENT and client.requests[part] is None:
        world.refer_on(client, part, unit.service, unit.principal, Reason.CLOSED)


# Those who wait -------------------------------------------------------------------------------------------------------


def sends_on(world: World, request: Request) -> None:
    """The service in whose line the client stood has closed, and refers to the next door."""
    unit = request.unit
    assert unit is not None
    request.stage, request.is_assessment = Stage.ASKING, False
    request.sender, request.sender_principal, request.reason = unit.service, unit.principal, Reason.CLOSED
    request.asked_at = world.env.now
    _turned_away(world, request)


def nobody_at_the_door(world: World, request: Request) -> None:
    """The service has closed since the client was sent there: that is as good as a no, and the client asks alone."""
    client, door = request.client, request.door
    world.log(
        client, Kind.REFUSED, request.part, unit=_closed(world, client, door), reason=Reason.CLOSED,
        value=world.env.now - request.asked_at,
    )  # fmt: skip
    request.tried |= 1 << door
    request.sender = request.sender_principal = None
    request.asked_at = world.env.now
    _turned_away(world, request)


def _turned_away(world: World, request: Request) -> None:
    request.refusals += 1
    world.set_state(request.client, request.part, NeedState.SOUGHT)
    request.bend()


def _closed(world: World, client: Client, service: Service) -> Unit | None:
    """Return the unit that was there."""
    town = client.person.municipality
    return next((u for u in reversed(world.units) if u.service is service and town in u.at.municipalities), None)
