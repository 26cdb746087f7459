"""A service goes to other places: staff, clients in care and those who wait move along; the way there is another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.model.moving import decision
from sim.model.vacancy import post_of
from sim.model.way import hours_between
from sim.terms.changes import Relocates, StaffMove
from sim.terms.scenario import UnitSpec
from sim.terms.words import Kind, Line

if TYPE_CHECKING:
    from sim.model.staff import Worker
    from sim.model.unit import Unit
    from sim.model.world import World


def relocate(world: World, change: Relocates) -> None:
    """Every unit of the service in the municipalities closes, and what it had is now at the new place.

    A unit that serves more municipalities than those goes when all have had their day. A new place that is open already
    (an earlier wave's) takes in the rest.
    """
    gone = world.towns_relocated.setdefault(change.service, set())
    gone.update(change.municipalities)
    new = [_opened(world, spec, change.digital_share) for spec in change.units]
    for unit in list(world.units):
        due = unit.service is change.service and unit.is_open and unit not in new and unit.at.line is Line.ORDINARY
        if not due or not gone.issuperset(unit.at.municipalities):
            continue
        target = next((u for u in new if unit.at.municipalities[0] in u.at.municipalities), None)
        if target is not None:
            _move(world, unit, target, change.staff)
    for unit in new:
        world.employment.reassign(unit, None)
        unit.resize(world.env.now)


def _opened(world: World, spec: UnitSpec, digital_share: float) -> Unit:
    for unit in world.units:
        if unit.is_open and unit.service is spec.service and unit.at.place == spec.place and unit.at.hub == spec.hub:
            towns = tuple(sorted({*unit.at.municipalities, *spec.municipalities}))
            unit.at = replace(unit.at, municipalities=towns)
            return unit
    unit = world.open_unit(spec, digital_share=digital_share)
    old = next((u for u in world.units if u.service is spec.service and u is not unit), None)
    if old is not None:
        unit.principal, unit.practice, unit.bought = old.principal, old.practice, old.bought
    world.recorder.write(
        world.env.now, -1, Kind.UNIT_OPENED, service=unit.service, unit=unit.index, principal=unit.principal
    )
    return unit


def _move(world: World, old: Unit, new: Unit, staff: StaffMove | None) -> None:
    """Everybody and everything of `old` goes to `new`, but for those whom the way keeps from it."""
    old.is_open, old.successor = False, new
    new.principal, new.practice, new.also, new.bought = old.principal, old.practice, old.also, old.bought
    new.recruiting += old.recruiting
    new.spent += old.spent
    cases = list(old.stays.values())
    old.stays.clear()  # first, so that those who go keep their clients
    for stay in cases:
        stay.moves_to(new)
    hours = hours_between(world.scenario.county.municipalities, old.at, new.at) if staff is not None else 0.0
    for worker in list(old.workers):
        if staff is None or hours == 0.0 or worker.locum or worker.leaving or _comes(world, worker, new, staff, hours):
            world.employment.to_unit(worker, old, new)
        else:
            world.employment.leave(old, worker, Kind.STAFF_RESIGNED, new.principal)
            world.employment.open_post(new, post_of(worker, staff), worker.index)
    new.occupied += old.occupied
    old.occupied = 0
    for mine, theirs in zip(new.queues, old.queues, strict=True):
        together = sorted((*mine, *theirs), key=lambda entry: entry[0])
        mine.clear()
        mine.extend(together)
        theirs.clear()
    for client in world.clients:
        for request in client.requests:
            if request is not None and request.unit is old:
                request.unit = new
    world.serve(new)
    old.places = 0.0
    world.recorder.write(
        world.env.now, -1, Kind.UNIT_CLOSED, service=old.service, unit=old.index, principal=old.principal
    )


def _comes(world: World, worker: Worker, new: Unit, staff: StaffMove, hours: float) -> bool:
    """Whether somebody goes on at a place so far away, for the same employer."""
    world.employment.write(Kind.STAFF_OFFERED, worker, new.principal)
    comes = decision(worker, staff, hours, same_employer=True) is Kind.STAFF_FOLLOWED
    if comes:
        world.employment.write(Kind.STAFF_FOLLOWED, worker, new.principal)
    return comes
