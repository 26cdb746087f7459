"""Contact without treatment: an ombud, a low-threshold clinic, or whoever takes samples. Somebody to call.

It holds a place and takes hours like care, but treats no need, so nothing of it counts as treatment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.chance.distributions import lognormal, microday
from sim.chance.keyed import Decision
from sim.model import attention, one_place, pathway_links
from sim.model.engine import Call
from sim.terms.words import Kind, Part, Service

if TYPE_CHECKING:
    from sim.model.client import Client
    from sim.model.unit import Unit
    from sim.model.world import World

OMBUD, CLINIC = Service.PERSONAL_OMBUD, Service.LOW_THRESHOLD_CLINIC


class Contact:
    """One client's contact with one unit, from now for the days of its plan."""

    __slots__ = ("begun", "client", "end_day", "met", "nth", "over", "unit", "world")

    def __init__(self, world: World, client: Client, unit: Unit) -> None:
        self.world, self.client, self.unit = world, client, unit
        self.begun = world.env.now
        self.over = False
        self.met = 0
        self.nth = nth = client.contacts_made
        plan = unit.spec.plan
        u = client.chance(Decision.CONTACT_DAYS, episode=nth, service=world.root(unit.service))
        days = lognormal(plan.stay_days, u) if plan.stay_days[0] > 0.0 else plan.visits[0][0] * plan.interval_days
        self.end_day = self.begun + microday(days)

    def begin(self) -> None:
        """Take the place; the first meeting is booked."""
        client, unit = self.client, self.unit
        unit.occupied += 1
        client.contacts.append(self)
        client.contacts_made += 1
        self._log(Kind.CONTACT_BEGAN, 0.0)
        self.world.life.touch(client)
        u = client.chance(Decision.BOOKING, episode=client.contacts_made, service=self.world.root(unit.service))
        Call(self.world.env, lognormal(unit.spec.plan.booking_days, u), self._first_meeting)

    def _first_meeting(self, _: object) -> None:
        if not self.over:
            self._meet(None)
            pathway_links.look_from_outside(self.world, self.client, self.unit.now_at())

    def end(self) -> None:
        """The contact is over: the place is free."""
        if self.over:
            return
        self.over = True
        self.client.contacts.remove(self)
        self._log(Kind.CONTACT_ENDED, self.world.env.now - self.begun)
        self.unit.now_at().release()
        self.world.life.touch(self.client)

    def _meet(self, _: object) -> None:
        if self.over:
            return
        env, plan = self.world.env, self.unit.spec.plan
        unit = self.unit.now_at()
        worker = unit.choose_worker()
        kept_from = unit.service is CLINIC and one_place.institution(self.client) is not None
        if worker is not None and not kept_from:
            self.world.log(
                self.client, Kind.VISIT, unit=unit, worker=worker.index, value=plan.hours_per_visit, extra=0.0
            )
            self._talked(unit)
        if env.now + plan.interval_days < self.end_day:
            Call(env, microday(plan.interval_days), self._meet)
        else:
            Call(env, microday(max(self.end_day - env.now, 0.0)), lambda _: self.end())

    def _talked(self, unit: Unit) -> None:
        """They have met: at any meeting but the first, which looks at everything, somebody may ask again."""
        self.met += 1
        if self.met > 1:
            attention.asks_at_a_meeting(self.world, self.client, unit, self.nth, self.met)

    def _log(self, kind: Kind, value: float) -> None:
        self.world.log(self.client, kind, unit=self.unit, value=value)


def maybe_ombud(world: World, client: Client, part: Part) -> None:
    """Somebody stands without anyone who takes the need: an ombud with room may take them on."""
    unit = client.units[OMBUD]
    if unit is None or not unit.has_room() or any(c.unit.service is OMBUD for c in client.contacts):
        return
    if one_place.institution(client) is not None:  # nothing begins elsewhere meanwhile
        return
    u = client.chance(Decision.OMBUD, part, client.requests_made[part])
    if u < world.levers.ombud_share:
        Contact(world, client, unit).begin()


def at_the_clinic(world: World, client: Client, unit: Unit) -> None:
    """Begin contact with the low-threshold clinic, without conditions, unless there is contact already."""
    if not any(c.unit.service is CLINIC for c in client.contacts):
        Contact(world, client, unit).begin()
