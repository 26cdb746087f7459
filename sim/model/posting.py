"""Posts that a service which exists gets or loses on a day: from nobody, from other services, or closed for good.

Nobody is made from nothing unsaid: posts without a source are opened with nobody who held them, as the ledger shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model import opening
from sim.model.staff import SMALLEST_POST, full_time_and_rest
from sim.model.vacancy import NO_LOCUMS, Post
from sim.terms.changes import Closes, PostsAdded, PostsClosed, TurnoverRises
from sim.terms.total import total
from sim.terms.words import Kind, Line

if TYPE_CHECKING:
    from sim.model.staff import Worker
    from sim.model.unit import Unit
    from sim.model.world import World

GONE = 1.0  # of posts that are closed, the share never refilled


def add(world: World, change: PostsAdded) -> None:
    """Each unit gets its part, by the adults whom it serves of those the posts are for."""
    here = _units(world, change)
    adults = [_adults(world, unit, change.municipalities) for unit in here]
    everyone = total(adults)
    for unit, some in zip(here, adults, strict=True):
        _add(world, unit, change.fte * some / everyone, change)
        unit.resize(world.env.now)


def _add(world: World, unit: Unit, fte: float, change: PostsAdded) -> None:
    if change.sources:  # what is not there to be given up is not made from nothing
        there = set(unit.workers)
        opening.take(world, unit, change.role, fte, change.sources, change.source_municipalities, change.staff)
        unsettle(world, unit, [worker for worker in unit.workers if worker not in there], change)
        return
    for nth, part in enumerate(full_time_and_rest(fte)):
        name = f"posts/{world.root(unit.service).name}/{unit.at.place}/{change.role.name}/{change.begins:g}/{nth}"
        post = opening.new_post(world, change.role, part, name, change.staff)
        world.employment.open_post(unit, post, -1, change.begins)


def unsettle(world: World, unit: Unit, came: list[Worker], change: PostsAdded | Closes) -> None:
    """Those who came along resign more often for a time, as after any change."""
    now, staff = world.env.now, change.staff
    rise = TurnoverRises(
        day=now, services=(unit.service,), municipalities=unit.at.municipalities, factor=change.turnover_factor,
        until_day=now + change.turnover_days, recruitment_lead_days=staff.recruitment_lead_days,
        never_refilled_share=staff.never_refilled_share, dip=staff.dip, recovery_days=staff.recovery_days,
    )  # fmt: skip
    for worker in came:
        world.employment.expose(unit, worker, rise)


def close(world: World, change: PostsClosed) -> None:
    """Close posts in proportion to what each unit has; clients get somebody else, and the unit holds fewer."""
    here = _units(world, change)
    there = [opening.available(world, unit, change.municipalities, change.role) for unit in here]
    have = total(there)
    share = min(1.0, change.fte / have) if have > SMALLEST_POST else 0.0
    for unit, fte in zip(here, there, strict=True):
        for worker in opening.chosen(world, unit, unit, change.role, fte * share):
            world.employment.leave(unit, worker, Kind.STAFF_RESIGNED)
            closed = Post(
                role=worker.role,
                fte=worker.fte,
                key=worker.key,
                name=worker.name,
                lead_days=0.0,
                never_refilled=GONE,
                dip=0.0,
                recovery_days=0.0,
                locums=NO_LOCUMS,
            )
            world.employment.open_post(unit, closed, worker.index)


def _units(world: World, change: PostsAdded | PostsClosed) -> list[Unit]:
    towns = set(change.municipalities)
    return [
        u
        for u in world.units
        if u.service is change.service
        and u.is_open
        and u.at.line is Line.ORDINARY
        and u.at.places < 0.0
        and towns.intersection(u.at.municipalities)
    ]


def _adults(world: World, unit: Unit, towns: tuple[int, ...]) -> float:
    county = world.scenario.county.municipalities
    return total(county[i].adults for i in unit.at.municipalities if i in towns)
