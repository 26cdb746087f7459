"""A unit: one location of a service, its places, its workers and its queue. Its size can change while it runs.

Queue discipline: by priority class, then by the time of acceptance, clients and other patients alike. Leaving a queue
costs nothing: whoever has left is skipped when their turn comes.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Protocol

from sim.model.staff import Worker
from sim.terms.scenario import ServiceSpec, UnitSpec
from sim.terms.words import Principal

if TYPE_CHECKING:
    from sim.model.care import Stay
    from sim.model.others import Stream

DAYS_A_YEAR = 365.0
NEVER = float("inf")
MICRODAY_LENGTH = 1e-6  # days: times closer than this are the same
TINY = 1e-9  # places are floats (FTE x caseload): one more must fit but for rounding


class Clock(Protocol):
    """What tells the time: a SimPy environment."""

    @property
    def now(self) -> float: ...


class Waiting(Protocol):
    """Somebody in a queue."""

    def offer(self) -> bool:
        """Take the place now; False if no longer waiting."""
        ...


def places_of(fte: float, spec: ServiceSpec) -> float:
    """Return how many clients `fte` full-time equivalents hold: the smaller of caseload and hours.

    Hours: FTE x yearly hours x direct share over the hours that one plan takes a year (section 4, capacity).
    """
    by_caseload = fte * spec.caseload_per_fte
    hours_a_year = spec.plan.hours_per_visit * DAYS_A_YEAR / spec.plan.interval_days
    if hours_a_year <= 0.0:
        return by_caseload
    return min(by_caseload, fte * spec.hours_per_fte_year * spec.direct_share / hours_a_year)


class Unit:
    """Places, workers and queue of one location. `occupied` counts clients and other patients alike."""

    __slots__ = (
        "at", "clock", "index", "occupied", "others", "places", "practice", "principal", "queues",
        "service", "spec", "stays", "team", "travel_hours", "workers",
    )  # fmt: skip

    def __init__(
        self, clock: Clock, index: int, at: UnitSpec, spec: ServiceSpec, travel_hours: tuple[float, ...]
    ) -> None:
        self.clock = clock
        self.others: Stream | None = None
        self.index = index
        self.at = at
        self.spec = spec
        self.service = spec.service
        self.principal: Principal = spec.principal
        self.practice: Principal = spec.principal  # whose routines hold in practice (de facto lag)
        self.travel_hours = travel_hours
        self.workers: list[Worker] = []
        self.stays: dict[int, Stay] = {}
        self.team = -1  # stands for the staff where places, not posts, are counted
        self.places = 0.0
        self.occupied = 0
        self.queues: tuple[deque[tuple[float, Waiting]], deque[tuple[float, Waiting]]] = (deque(), deque())

    def resize(self, now: float) -> None:
        """Set the places from the staff there is now and let in those for whom there is room."""
        if self.at.places >= 0.0:
            self.places = self.at.places
        else:
            self.places = places_of(sum(w.output(now) for w in self.workers), self.spec)
        self.fill()

    def load(self) -> float:
        """Return places occupied over places there are; 0 if nobody is there, infinity if there are no places."""
        if self.occupied == 0:
            return 0.0
        return self.occupied / self.places if self.places > 0.0 else float("inf")

    def join(self, entry: Waiting, now: float, urgent: bool) -> None:
        """Stand in the queue from `now` on; a free place is offered at once."""
        self.queues[0 if urgent else 1].append((now, entry))
        self.fill()

    def fill(self) -> None:
        """Offer free places to those who wait, urgent first, then by time. Whoever has left is skipped."""
        while self.occupied + 1.0 <= self.places + TINY:
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
        """Return the worker with the lowest caseload for their FTE; None where places, not people, are counted."""
        present = [w for w in self.workers if w.fte > 0.0]
        return min(present, key=_load_of, default=None)


def _load_of(worker: Worker) -> tuple[float, int]:
    return worker.cases / worker.fte, worker.index
