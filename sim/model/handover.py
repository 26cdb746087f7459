"""Handover of open cases to another employer: with their own worker, by a meeting in turn, or cold.

A meeting takes hours from both sides, and each side has room for so many a week: the smaller room decides. So a
transfer that leaves few hands on either side leaves a backlog. Nothing is on its way for ever: a case that has been
without visits for as long as the limit says is lost, and its client asks anew.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from sim.chance.distributions import lognormal, microday
from sim.chance.keyed import Decision
from sim.model import pathway_links
from sim.model.engine import NEVER, Call
from sim.terms.changes import Handover
from sim.terms.total import total
from sim.terms.words import Kind, Principal, Reason, Service

if TYPE_CHECKING:
    from sim.model.care import Stay
    from sim.model.staff import Worker
    from sim.model.unit import Unit
    from sim.model.world import World

DAYS_A_WEEK = 7.0


def meetings_a_day(per_week_per_fte: float, giving: float, receiving: float) -> float:
    """Return how many cases can be handed over a day by the FTE of the two sides: the smaller decides."""
    return per_week_per_fte * min(giving, receiving) / DAYS_A_WEEK


class HandoverDesk:
    """The handover of one unit's cases. `stayed`: FTE of those who know the cases and are still with the old employer.

    The old employer's social workers know them too. Until `alone` is called, those who do not follow work on. `source`:
    the unit that the cases come from, where it is another than the one that takes them.
    """

    __slots__ = ("handover", "line", "old", "prepared", "source", "stayed", "unit", "world")

    def __init__(
        self, world: World, unit: Unit, old: Principal, handover: Handover, stayed: float, source: Unit | None = None
    ) -> None:
        self.world = world
        self.unit = unit
        self.old = old
        self.handover = handover
        self.stayed = stayed
        self.source = source
        self.line: deque[Stay] = deque()
        self.prepared = 0.0  # share of the next meeting for which there has been room already

    def take(self, cases: list[tuple[Stay, Worker | None]]) -> None:
        """Send every open case on its way."""
        unit, handover = self.unit, self.handover
        followed = {w for w in unit.workers if not w.leaving and not w.locum}
        for stay, worker in cases:
            if stay.rides_with is not None:
                continue  # one plan crosses as one case
            consents = stay.chance(Decision.HANDOVER_CONSENT) < handover.consent_share
            counted_by_places = unit.at.places >= 0.0  # there the team is the worker, and it comes along
            own = consents and (counted_by_places or worker in followed)
            if own:  # nothing comes between: the booked visits stand
                self._log(stay, Kind.HANDOVER_TRIED, 0.0, 1.0)
                self._arrives(stay, handover.lost_with_own_worker, None)
            elif consents:
                self._log(stay, Kind.HANDOVER_TRIED, 2.0 * handover.hours, 0.0)  # hours on both sides
                self.line.append(stay)
                if worker is None or not worker.leaving:
                    self._rests(stay)
            else:
                self._log(stay, Kind.HANDOVER_TRIED, 0.0, 0.0)
                self._rests(stay)
                self._goes_cold(stay)
        if self.line:
            self._next(None)

    def alone(self) -> None:
        """The old employer's treatment staff has gone: cases still in line wait without visits."""
        for stay in self.line:
            self._rests(stay)

    def _rests(self, stay: Stay) -> None:
        """No visits until the case has arrived, and for as long as the limit says at most."""
        if not stay.ended and not stay.suspended:
            limit = Call(self.world.env, microday(self.handover.limit_days), partial(self._too_late, stay))
            stay.suspend(limit, self.source)

    def _goes_cold(self, stay: Stay) -> None:
        days = lognormal(self.world.scenario.practice.between.handling_days, stay.chance(Decision.HANDOVER_DAYS))
        Call(self.world.env, days, partial(self._arrives, stay, self.handover.lost_cold))

    def _next(self, _: object) -> None:
        """Book the next meeting; where few or none are there to meet, look again in a week."""
        while self.line and self.line[0].ended:
            self.line.popleft()
        if not self.line:
            return
        giving, per_fte = self._giving(), self.handover.meetings_per_week_per_fte
        if giving <= 0.0 or per_fte <= 0.0:
            self._no_meetings()
            return
        rate = meetings_a_day(per_fte, giving, self._receiving())
        days = (1.0 - self.prepared) / rate if rate > 0.0 else NEVER
        if days <= DAYS_A_WEEK:
            self.prepared = 0.0
            Call(self.world.env, microday(days), self._meet)
        else:  # by then somebody may have come, or gone
            self.prepared += rate * DAYS_A_WEEK
            Call(self.world.env, DAYS_A_WEEK, self._next)

    def _meet(self, _: object) -> None:
        while self.line and self.line[0].ended:
            self.line.popleft()
        if self.line:
            stay = self.line.popleft()
            givers = self._social_workers()
            self.unit.now_at().spent += self.handover.hours
            for unit in givers:
                unit.spent += self.handover.hours / len(givers)
            self._arrives(stay, self.handover.lost_with_meeting, None)
        self._next(None)

    def _no_meetings(self) -> None:
        """Nobody who knows the cases is left with the old employer: all that are in line go cold."""
        self.alone()
        for stay in self.line:
            if not stay.ended:
                self._goes_cold(stay)
        self.line.clear()

    def _social_workers(self) -> list[Unit]:
        towns = set(self.unit.now_at().at.municipalities)
        return [
            u
            for u in self.world.units
            if u.service is Service.SOCIAL_SERVICES and u.is_open and towns.intersection(u.at.municipalities)
        ]

    def _giving(self) -> float:
        leaving = total(w.fte for w in self.unit.now_at().workers if w.leaving)
        return self.stayed + leaving + total(u.fte() for u in self._social_workers())

    def _receiving(self) -> float:
        return total(w.fte for w in self.unit.now_at().workers if not w.leaving and not w.locum)

    def _arrives(self, stay: Stay, lost: float, _: object) -> None:
        """The case arrives with the new employer, or it turns out that it never will."""
        if stay.ended:
            return
        if stay.chance(Decision.HANDOVER_LOST) < lost:
            stay.end(Kind.HANDOVER_LOST, Reason.HANDOVER_LOST, logged_at=self.source)
            return
        if stay.worker is None or stay.worker.leaving:
            stay.changes_worker()
        self._log(stay, Kind.HANDED_OVER, stay.world.env.now - stay.begun, 0.0)
        if stay.suspended:
            stay.resume()

    def _too_late(self, stay: Stay, _: object) -> None:
        """No receiver has taken the case within the limit: it is lost, and the client, who notices, asks anew."""
        if not stay.ended and stay.suspended:
            stay.end(Kind.HANDOVER_LOST, Reason.HANDOVER_LOST, logged_at=self.source)
            pathway_links.asks_anew(self.world, stay)

    def _log(self, stay: Stay, kind: Kind, value: float, extra: float) -> None:
        stay.world.log(
            stay.client,
            kind,
            stay.part,
            unit=stay.unit if self.source is None else self.source,
            principal=self.old,
            to_service=stay.unit.service,
            to_principal=stay.unit.principal,
            value=value,
            extra=extra,
        )
