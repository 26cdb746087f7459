"""Documentation of sobriety: whoever was refused for use comes to leave samples, without inquiry or decision.

It is contact and no treatment. A clean sample counts; when the days that were required are documented, whoever takes
the samples refers again. Source: NB 7.1 (3,073 samples in four municipalities, and two workers who talk with those who
come to leave them); who comes, and for how long, is an assumption.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.chance.distributions import microday
from sim.chance.keyed import Decision
from sim.model import one_place, pathway_links
from sim.model.contact import Contact
from sim.model.engine import Call
from sim.model.factors import miss_probability
from sim.model.stage import Stage
from sim.terms.local import LocalPractice
from sim.terms.words import Kind, Service

if TYPE_CHECKING:
    from sim.model.client import Client
    from sim.model.staff import Worker
    from sim.model.unit import Unit
    from sim.model.world import World
    from sim.terms.scenario import Plan

DOCUMENTATION = Service.SOBRIETY_DOCUMENTATION


class Documentation(Contact):
    """One client's samples with one unit. It ends with its plan, or when so many in a row were missed as it says.

    A sample that shows use ends nothing: they talk, and the client may come back.
    """

    __slots__ = ("booked", "missed_in_row")

    def __init__(self, world: World, client: Client, unit: Unit) -> None:
        super().__init__(world, client, unit)
        self.booked = self.missed_in_row = 0

    def _meet(self, _: object) -> None:
        """One sample, if anybody is there to take it; then the next is booked. Nobody waits for it: it is over."""
        if self.over:
            return
        unit = self.unit.now_at()
        worker = unit.choose_worker()
        if one_place.institution(self.client) is not None:  # where they live meanwhile samples are taken, too
            worker = None
        if not is_parked_for_use(self.client) or (worker is not None and self._stays_away(unit, worker)):
            self.end()
            return
        now, days = self.world.env.now, interval_days(unit.spec.plan, self.world.practice_of(self.client))
        goes_on = now + days < self.end_day
        Call(
            self.world.env,
            microday(days if goes_on else max(self.end_day - now, 0.0)),
            self._meet if goes_on else self._over,
        )

    def _stays_away(self, unit: Unit, worker: Worker) -> bool:
        """The sample is left or missed: whether so many in a row were missed that nobody counts on them any more."""
        world, client, plan = self.world, self.client, unit.spec.plan
        self.booked += 1
        u = client.chance(Decision.LEAVES_A_SAMPLE, 0, self.nth, world.root(DOCUMENTATION), self.booked)
        missed = u < self._misses(unit)
        self.missed_in_row = self.missed_in_row + 1 if missed else 0
        clean = not missed and not client.using
        world.log(
            client, Kind.MISSED if missed else Kind.VISIT, unit=unit, worker=worker.index, value=plan.hours_per_visit,
            extra=self.missed_in_row if missed else clean,
        )  # fmt: skip
        if not missed:
            self._talked(unit)
        if clean:
            pathway_links.clean_sample(world, client, unit)
        return self.missed_in_row >= plan.missed_limit

    def _over(self, _: object) -> None:
        self.end()

    def _misses(self, unit: Unit) -> float:
        person = self.client.person
        hours, practice = unit.travel_hours[person.municipality], self.world.scenario.practice
        return miss_probability(practice, unit.spec.plan.no_show, hours, unit.load(), person.engagement)


def interval_days(plan: Plan, practice: LocalPractice) -> float:
    """Return the days between two samples by a plan, as often as the client's municipality has it; it must do so."""
    return plan.interval_days / practice.documentation


def is_parked_for_use(client: Client) -> bool:
    """Whether a need of the client waits for documented sobriety."""
    return any(r is not None and r.stage is Stage.PARKED_UNTIL_SOBER for r in client.requests)


def maybe_begin(world: World, client: Client) -> None:
    """Whoever has stopped using, and was refused for use, may come to leave samples from now on."""
    unit = client.units[DOCUMENTATION]
    if client.using or unit is None or not is_parked_for_use(client) or not unit.has_room():
        return
    if one_place.institution(client) is not None or world.practice_of(client).documentation <= 0.0:
        return  # once they are out again; or nobody documents sobriety there
    if any(c.unit.service is DOCUMENTATION for c in client.contacts):
        return
    u = client.chance(Decision.LEAVES_SAMPLES, episode=client.occurrences, service=world.root(DOCUMENTATION))
    if u < world.scenario.practice.leaves_samples_share:
        Documentation(world, client, unit).begin()
