"""Another service begins to assess: who waits for an inquiry waits on there; inquiries under way cross like cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model import closing
from sim.model.handover import HandoverDesk
from sim.model.stage import Stage
from sim.terms.changes import AssessorChanges
from sim.terms.words import Service, Substance

if TYPE_CHECKING:
    from sim.model.care import Stay
    from sim.model.request import Request
    from sim.model.staff import Worker
    from sim.model.unit import Unit
    from sim.model.world import World


def go_along(world: World, change: AssessorChanges, was: dict[tuple[int, Substance], Service | None]) -> None:
    """Move what the former assessor of `part` had under way to the new one of each municipality (section 9).

    `was`: the former one, by municipality and substance. Without this the old assessor would have to finish it without
    the staff that has gone.
    """
    if change.assessor is None or change.handover is None:
        return
    touched: set[Unit] = set()
    desks: dict[tuple[Unit, Unit], list[tuple[Stay, Worker | None]]] = {}
    for client in world.clients:
        former = was.get((client.person.municipality, client.person.substance))
        if former is None or former is change.assessor:
            continue
        old, new = client.units[former], client.units[change.assessor]
        request = client.requests[change.part]
        if old is None or new is None or request is None or request.unit is not old or not request.is_assessment:
            continue
        stay = client.stays[change.part]
        if stay is not None and stay.unit is old:
            desks.setdefault((old, new), []).append((stay, _carry(stay, request, old, new)))
        elif request.stage is Stage.BOOKED:
            touched.update((old, new))
            _is_with(request, new)
            old.occupied -= 1
            new.occupied += 1
        elif request.is_in_line():
            touched.update((old, new))
            _is_with(request, new)
            _requeue(request, old, new)
    for (old, new), cases in desks.items():
        HandoverDesk(world, new, old.principal, change.handover, 0.0, source=old).take(cases)
        touched.update((old, new))
    for unit in sorted(touched, key=lambda u: u.index):
        unit.fill()


def _carry(stay: Stay, request: Request, old: Unit, new: Unit) -> Worker | None:
    """Put an inquiry into the new unit; return the worker who had it, if that one has come along."""
    _is_with(request, new)
    return closing.carry(stay, old, new)


def _is_with(request: Request, new: Unit) -> None:
    request.unit, request.door = new, new.service
    request.tried |= 1 << new.service


def _requeue(request: Request, old: Unit, new: Unit) -> None:
    """Take the place in the new line that the time of waiting gives."""
    for mine, theirs in zip(new.queues, old.queues, strict=True):
        entry = next((e for e in theirs if e[1] is request), None)
        if entry is not None:
            theirs.remove(entry)
            together = sorted((*mine, entry), key=lambda e: e[0])
            mine.clear()
            mine.extend(together)
