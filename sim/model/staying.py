"""Those who decline to follow and stay in social work: they work on there, and their posts follow the work in time.

A post stays with whoever holds it, so that nobody's hours are made from nothing: while somebody who declined works for
the old employer, the new one has a post less. As posts fall vacant where they work now, whoever held them, these are
not filled there but opened where the work has gone. At every moment there are as many posts as before.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

from sim.chance.keyed import key_of
from sim.model.staff import SMALLEST_POST, Worker
from sim.model.vacancy import Post, post_of
from sim.terms.changes import StaffMove
from sim.terms.words import Kind, Principal, Role, Service

if TYPE_CHECKING:
    from mypy_extensions import i64

    from sim.model.unit import Unit
    from sim.model.world import World

SOCIAL_WORK = frozenset({Role.SOCIAL_WORKER, Role.TREATMENT_WORKER})
"""Who can go on in the social services; staff of bought care cannot, and leave the model."""


class Staying:
    """Posts that those who declined have kept: by unit, and where each is to go, the oldest first."""

    __slots__ = ("kept", "world")

    def __init__(self, world: World) -> None:
        self.world = world
        self.kept: list[tuple[Unit, deque[tuple[Post, Unit]]]] = []

    def place_for(self, worker: Worker, unit: Unit, leaves: bool) -> Unit | None:
        """Return the social services in which somebody of `unit` can go on: of its largest municipality, else None.

        `leaves`: `unit` itself goes to another employer, so that nobody can stay in it.
        """
        if worker.role not in SOCIAL_WORK:
            return None
        towns = self.world.scenario.county.municipalities
        largest = max(unit.at.municipalities, key=lambda i: (towns[i].adults, -i))
        for other in self.world.units:
            is_theirs = other.service is Service.SOCIAL_SERVICES and other.principal is Principal.MUNICIPALITY
            if is_theirs and other.is_open and largest in other.at.municipalities and not (leaves and other is unit):
                return other
        return None

    def stay(self, worker: Worker, source: Unit, place: Unit, staff: StaffMove, to: Principal, work: Unit) -> None:
        """Somebody of `source` has declined an offer of `to` and goes on in `place`; the work itself is now in `work`.

        A new task begins with a lower output; whoever stays where they were has none.
        """
        employment, now = self.world.employment, self.world.env.now
        employment.write(Kind.STAFF_STAYED, worker, to)
        worker.leaving = False
        employment.to_unit(worker, source, place)
        if place is not source:
            worker.starts_low(now, staff.dip, staff.recovery_days)
            source.resize(now)
            place.resize(now)
        self._kept_in(place).append((post_of(worker, staff), work))

    def due(self, unit: Unit, fte: float) -> list[tuple[Post, Unit]]:
        """Somebody with `fte` leaves `unit`: return the posts that are opened elsewhere instead, and where."""
        if not self.kept:
            return []
        kept = self._kept_in(unit)
        found: list[tuple[Post, Unit]] = []
        while kept and fte > SMALLEST_POST:
            post, work = kept.popleft()
            if post.fte > fte + SMALLEST_POST:  # part of it now, the rest when the next post falls vacant
                name = f"{post.name}/rest"
                rest = replace(post, fte=post.fte - fte, name=name, key=self._key(name))
                kept.appendleft((rest, work))
                post = replace(post, fte=fte)
            found.append((post, work.now_at()))
            fte -= post.fte
        return found

    def _key(self, name: str) -> i64:
        return key_of(self.world.seed, self.world.replication, name)

    def _kept_in(self, unit: Unit) -> deque[tuple[Post, Unit]]:
        for where, posts in self.kept:
            if where.now_at() is unit.now_at():
                return posts
        self.kept.append((unit, deque()))
        return self.kept[-1][1]
