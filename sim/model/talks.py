"""Motivational and support talks: given during the inquiry and the wait, without a decision. Somebody to talk with.

They are no treatment: they meet no need, hold no place and end when treatment begins or nothing is asked for any more.
They support the wait, and take hours of the outpatient workers who give them. Source: NB table 1, where 316 of 679 are
such talks; that they need no decision is an assumption, and so is how many there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.chance.distributions import microday
from sim.chance.keyed import Decision
from sim.model.contact import Contact
from sim.model.engine import Call
from sim.model.factors import miss_probability
from sim.terms.words import Kind, Service

if TYPE_CHECKING:
    from sim.model.request import Request
    from sim.model.unit import Unit
    from sim.model.world import World

GIVEN_BY = Service.MUNICIPAL_OUTPATIENT


class Talks(Contact):
    """The talks with one client while one part of their needs is asked for."""

    __slots__ = ("booked", "request")

    def __init__(self, world: World, request: Request, unit: Unit) -> None:
        super().__init__(world, request.client, unit)
        self.request = request
        self.booked = 0

    def begin(self) -> None:
        """Somebody is there from now on; the first talk is booked."""
        self.client.contacts.append(self)
        self._book()

    def end(self) -> None:
        """The talks are over."""
        if not self.over:
            self.over = True
            self.client.contacts.remove(self)
            self.world.life.touch(self.client)

    def _book(self) -> None:
        Call(self.world.env, microday(self.world.scenario.practice.talks_interval_days), self._meet)

    def _meet(self, _: object) -> None:
        if self.over:
            return
        world, client, unit = self.world, self.client, self.unit.now_at()
        if client.requests[self.request.part] is not self.request:
            self.end()
            return
        self.booked += 1
        worker = unit.choose_worker()
        if worker is not None:
            hours, person = unit.spec.plan.hours_per_visit, client.person
            unit.spent += hours
            misses = miss_probability(
                world.scenario.practice, unit.spec.plan.no_show, unit.travel_hours[person.municipality], 1.0,
                person.engagement,
            )  # fmt: skip
            if self.request.chance(Decision.COMES_TO_TALK, self.booked) >= misses:
                world.log(client, Kind.TALK, self.request.part, unit=unit, worker=worker.index, value=hours)
        if self.booked >= round(world.scenario.practice.talks_number):
            self.end()
        else:
            self._book()


def maybe_begin(world: World, request: Request) -> None:
    """An inquiry has begun: some clients are offered talks at once, where outpatient treatment has staff."""
    client = request.client
    unit = client.units[GIVEN_BY]
    if unit is None or unit.places <= 0.0 or any(isinstance(c, Talks) for c in client.contacts):
        return
    if request.chance(Decision.TALKS) < world.scenario.practice.talks_share:
        Talks(world, request, unit).begin()
