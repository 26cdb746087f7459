"""A unit: one location of a service, its places, its workers and its queue. Its size can change while it runs.

Queue discipline: by priority class, then by the time of acceptance, clients and other patients alike. Leaving a queue
costs nothing: whoever has left is skipped when their turn comes.
"""

from __future__ import annotations

from bisect import insort
from collections import deque
from typing import TYPE_CHECKING, Protocol

from sim.model.staff import Worker
from sim.terms.capacity import places_of
from sim.terms.scenario import ServiceSpec, UnitSpec
from sim.terms.total import total
from sim.terms.words import Level, Part, Principal, Role

if TYPE_CHECKING:
    from sim.model.care import Stay
    from sim.model.engine import Agenda
    from sim.model.others import Stream

MONTHS_A_YEAR = 12.0
NEVER = float("inf")
MICRODAY_LENGTH = 1e-6  # days: times closer than this are the same
MOST_TAKEN = 0.5  # of a month's client hours by coordination, the rest waits: an assumption that bites only in backlogs
TINY = 1e-9  # places are floats (FTE x caseload): one more must fit but for rounding


class Waiting(Protocol):
    """Somebody in a queue."""

    def offer(self) -> bool:
        """Take the place now; False if no longer waiting."""
        ...


class Unit:
    """Places, workers and queue of one location. `occupied` counts clients and other patients alike.

    `principal` runs it; `practice`: whose routines hold in practice (de facto lag); `also`: the old principal while
    both admit. `bought`: its principal buys the work from the performer, whose routines hold. `successor`: where it has
    gone; `heirs`: where its posts go, by role, once it has closed. `recruiting`: posts that somebody is sought for.
    `spent`: staff hours of this month that went into coordination and handover; they are taken from the next month's
    places. `nobody_since`: the day since which there are no places, infinity while there are.
    """

    __slots__ = (
        "also", "at", "bought", "clock", "heirs", "index", "is_open", "needs_methods", "needs_step", "nobody_since",
        "occupied", "others", "places", "practice", "principal", "queues", "recruiting", "service", "spec", "spent",
        "stays", "successor", "taxed", "team", "travel_hours", "workers",
    )  # fmt: skip

    def __init__(
        self, clock: Agenda, index: int, at: UnitSpec, spec: ServiceSpec, travel_hours: tuple[float, ...]
    ) -> None:
        self.clock = clock
        self.others: Stream | None = None
        self.index = index
        self.at = at
        self.spec = spec
        self.service = spec.service
        self.principal: Principal = spec.principal
        self.practice: Principal = spec.principal
        self.also: Principal | None = None
        self.bought = False
        self.is_open = True
        self.successor: Unit | None = None
        self.heirs: dict[Role, Unit] = {}
        self.needs_step = 0  # of the cooperation ladder: below it, nobody thinks of this unit
        self.travel_hours = travel_hours
        self.workers: list[Worker] = []
        self.recruiting = 0
        # Where nothing else is offered than psychosocial treatment, only those who know the methods hold clients.
        self.needs_methods = spec.rules.meets == (Part.PSYCHOSOCIAL,) and at.places < 0.0
        self.spent = 0.0
        self.taxed = 0.0  # share of output that last month's coordination takes now
        self.stays: dict[int, Stay] = {}
        self.team = -1  # stands for the staff where places, not posts, are counted
        self.places = 0.0
        self.nobody_since = clock.now
        self.occupied = 0
        self.queues: tuple[deque[tuple[float, Waiting]], deque[tuple[float, Waiting]]] = (deque(), deque())

    def resize(self, now: float) -> None:
        """Set the places from the staff there is now and let in those for whom there is room (where it is open)."""
        if not self.is_open:
            self.places = 0.0
            return
        if self.at.places >= 0.0:
            self.places = self.at.places
        else:
            able = [w for w in self.workers if w.knows_methods] if self.needs_methods else self.workers
            self.places = places_of(total(w.output(now) for w in able) * (1.0 - self.taxed), self.spec)
        self.nobody_since = NEVER if self.places > 0.0 else min(self.nobody_since, now)
        self.fill()

    def close_month(self, now: float) -> None:
        """A month ends: what coordination and handover took of it is taken from the places of the next."""
        self.taxed = 0.0
        if self.spent > 0.0:
            spec = self.spec
            fte = total(w.output(now) for w in self.workers)
            hours = fte * spec.hours_per_fte_year * spec.direct_share / MONTHS_A_YEAR
            counted = self.at.places < 0.0 and hours > 0.0  # where places are bought, so are the hours
            self.taxed = min(MOST_TAKEN, self.spent / hours) if counted else 0.0
            self.spent = max(self.spent - self.taxed * hours, 0.0) if counted else 0.0
        self.resize(now)

    def fte(self) -> float:
        """Return the full-time equivalents of those who work here and stay."""
        return total(w.fte for w in self.workers if not w.leaving)

    def has_methods(self) -> bool:
        """Whether psychosocial methods are offered: somebody knows them, or the only posts are being recruited to."""
        if not self.needs_methods or any(w.knows_methods for w in self.workers):
            return True
        return not self.workers and self.recruiting > 0

    def sits_in_municipality(self) -> bool:
        """Whether this is the municipality's own place, not one at a hub, or of the county."""
        return self.at.hub < 0 and self.spec.level is Level.MUNICIPALITY

    def run_by(self, principal: Principal) -> bool:
        """Whether `principal`'s routines hold here in practice, alone or beside another's (a joint unit is both's)."""
        joint = self.practice is Principal.JOINT or principal is Principal.JOINT
        return joint or self.practice is principal or self.also is principal

    @property
    def employer(self) -> Principal:
        """Whose staff work here: the principal's own, or the performer's of whom the work is bought."""
        return self.practice if self.bought else self.principal

    def load(self) -> float:
        """Return places occupied over places there are; 0 if nobody is there, infinity if there are no places."""
        if self.occupied == 0:
            return 0.0
        return self.occupied / self.places if self.places > 0.0 else float("inf")

    def has_room(self) -> bool:
        """Whether one more would fit now."""
        return self.occupied + 1.0 <= self.room() + TINY

    def room(self) -> float:
        """Return how many may be here at once: somebody who works a few hours a week takes one, and rarely meets."""
        return 1.0 if 0.0 < self.places < 1.0 else self.places

    def join(self, entry: Waiting, now: float, urgent: bool) -> None:
        """Stand in the queue from `now` on; a free place is offered at once."""
        self.queues[0 if urgent else 1].append((now, entry))
        self.fill()

    def rejoin(self, entry: Waiting, since: float, urgent: bool) -> None:
        """Stand in the queue again with the rank of `since` (day); a free place is offered at once."""
        insort(self.queues[0 if urgent else 1], (since, entry), key=_rank_of)
        self.fill()

    def leave(self, entry: Waiting) -> None:
        """Stand in the queue no longer, so as to stand in another."""
        for queue in self.queues:
            for place in queue:
                if place[1] is entry:
                    queue.remove(place)
                    return

    def fill(self) -> None:
        """Offer free places to those who wait, urgent first, then by time. Whoever has left is skipped."""
        room = self.room() + TINY
        while self.occupied + 1.0 <= room:
            taken = self._offer_next()
            if taken is None:
                if self.others is not None:
                    self.others.call_when_next_comes()
                return
            self.occupied += taken

    def _offer_next(self) -> bool | None:
        """Offer a place to the next in line: whether it was taken, None if nobody waits."""
        others = self.others
        for urgency, queue in enumerate(self.queues):
            if others is not None:
                first = others.coming[urgency]
                if first <= self.clock.now + MICRODAY_LENGTH and (not queue or first < queue[0][0]):
                    return others.offer(urgency)
            if queue:
                return queue.popleft()[1].offer()
        return None

    def release(self, _: object = None) -> None:
        """Give a place back. As a callback it is passed the event."""
        self.occupied -= 1
        self.fill()

    def choose_worker(self) -> Worker | None:
        """Return the worker with the lowest caseload for their FTE; None where places, not people, are counted.

        Whoever is about to leave gets no new client while there is somebody else.
        """
        present = [w for w in self.workers if w.fte > 0.0]
        staying = [w for w in present if not w.leaving]
        return min(staying or present, key=_load_of, default=None)

    def posts_at(self, role: Role) -> Unit | None:
        """Return where posts of a role of this unit are now; None if it has closed and they are lost."""
        unit: Unit | None = self.now_at()
        while unit is not None and not unit.is_open:
            heir = unit.heirs.get(role)
            unit = heir.now_at() if heir is not None else None
        return unit

    def now_at(self) -> Unit:
        """Return the unit that this one has become: itself, or where it has gone."""
        unit = self
        while unit.successor is not None:
            unit = unit.successor
        return unit


def _rank_of(place: tuple[float, Waiting]) -> float:
    return place[0]


def _load_of(worker: Worker) -> tuple[float, int]:
    return worker.cases / worker.fte, worker.index
