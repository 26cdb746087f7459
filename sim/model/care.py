"""A stay: one client's care plan in one unit, made of visits, with one worker, until it is completed or ends otherwise.

Visits are callbacks, not processes: they are what happens most often. An inquiry (assessment) is a stay that ends in a
decision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.chance.clock import NEVER
from sim.chance.distributions import choice, exponential, lognormal, microday
from sim.chance.keyed import DECISION_SHIFT, Decision, address, number_at
from sim.model import admission, documentation, one_place, one_plan, pathway_links, talks
from sim.model.alarm import Alarm
from sim.model.attention import Attention
from sim.model.distance import hours_to
from sim.model.engine import Call, Woken
from sim.model.factors import falls_with, leaving_factor, miss_probability
from sim.model.local import VisitsByMethod, group_shares_here, sample_share, visits_here
from sim.model.recorder import NO_VALUE, NONE, packed
from sim.model.special_rules import rules_of
from sim.model.stage import Stage
from sim.model.unit import MICRODAY_LENGTH
from sim.terms.words import Disorder, Kind, NeedState, Part, Reason, Service

if TYPE_CHECKING:
    from mypy_extensions import i64

    from sim.model.request import Request
    from sim.model.staff import Worker
    from sim.model.unit import Unit
    from sim.model.world import World
    from sim.terms.scenario import Plan

ADDICTION_CARE = frozenset(
    {
        Service.MUNICIPAL_OUTPATIENT, Service.HVB, Service.LVM, Service.ADDICTION_CLINIC, Service.LARO,
        Service.DETOX_WARD, Service.INTEGRATED_TEAM,
    }
)  # fmt: skip
"""Services whose care treats addiction whatever part was asked for; primary care does when it treats addiction."""

SHELTERED = frozenset({Service.HVB, Service.LVM, Service.DETOX_WARD})
"""Where nobody uses on the first day: entering means abstaining."""

TREATMENT, INQUIRY, SUPPORT_ONLY = 0.0, 1.0, 2.0
"""What an admission is for, as the log's column `extra` says it."""

# Looking a member up in its enum costs as much as a call; what every visit needs is looked up once.
ACUTE, PSYCHIATRIC, SOCIAL = Part.ACUTE, Part.PSYCHIATRIC, Part.SOCIAL
ATTENDS, SAMPLE = Decision.ATTENDS, Decision.SAMPLE
MISSED, VISIT = Kind.MISSED, Kind.VISIT

NOT_YET = -NEVER
LONGEST_BOOKED = 2.0  # intervals: a visit that is farther off is not booked but looked at again, since load changes


class Stay:
    """Care of one part in one unit. `share_left` below 1: a stay of the starting stock, already under way."""

    __slots__ = (
        "_address", "_interval", "_usual_miss", "attention", "away", "away_since", "begun", "client",
        "decided_eligible", "end_day", "ended", "hours", "is_assessment", "leave_clock", "limit_call",
        "missed_in_row", "nth", "offered", "part", "plan", "put_off", "request", "riders", "rides_with", "sampled",
        "seen", "social_untreated", "started", "suspended", "treats", "treats_addiction", "unit", "visit_call",
        "visits", "visits_left", "worker", "world",
    )  # fmt: skip

    def __init__(
        self, world: World, request: Request, share_left: float = 1.0, rides_with: Stay | None = None, part: int = -1
    ) -> None:
        assert request.unit is not None
        self.world = world
        self.request = request
        self.client = request.client
        self.part = request.part if rides_with is None else Part(part)
        self.nth = request.nth
        self.rides_with = rides_with
        self.riders: list[Stay] = []
        self.unit = request.unit
        self.is_assessment = request.is_assessment
        self.begun = world.env.now
        self.ended = self.seen = self.started = self.suspended = False
        self.social_untreated = self.client.untreated(SOCIAL)
        self.away = False  # rests while the client is in an institution, since `away_since`
        self.away_since = NOT_YET
        self.decided_eligible = False  # an inquiry that has decided that there is a need
        self.visits: int = 0
        self.missed_in_row: int = 0
        plan: Plan = self.unit.spec.plan
        self.plan: Plan = plan
        practice, work = world.practice_of(self.client), world.root(self.unit.service)
        self.sampled = sample_share(plan.sample_share, practice, work)  # share of visits here that take a sample
        self._address = address(self.part, self.nth, work)
        self._interval = microday(plan.interval_days)
        self._usual_miss = self._miss_probability(1.0)
        self.end_day: float = NEVER
        self.visits_left: float = NEVER
        self.hours = plan.hours_per_visit
        if plan.stay_days[0] > 0.0:
            days = lognormal(plan.stay_days, self.chance(Decision.STAY_DAYS))
            self.end_day = self.begun + microday(days * share_left)
        else:
            methods = visits_here(plan.visits, practice, work)
            index = self._drawn_method(methods)
            number = max(
                methods[index][0], world.scenario.practice.psychosis_visits if self._meets_psychosis() else 0.0
            )
            self.visits_left = float(max(1, round(number * share_left)))
            groups = group_shares_here(plan.group_shares, practice, work)
            if groups and self.chance(Decision.GROUP) < groups[index]:
                self.hours *= plan.group_hours_factor
        self.treats = not self.is_assessment and self.client.is_held(plan.holds, self.part)
        addiction_part = self.part in (Part.PSYCHOSOCIAL, Part.MEDICAL)
        takes_addiction = self.unit.service in ADDICTION_CARE or (
            self.unit.service is Service.PRIMARY_CARE and addiction_part
        )
        self.treats_addiction = (
            takes_addiction
            and not (self.is_assessment or rides_with)
            and self.client.is_held(plan.holds, Part.PSYCHOSOCIAL)
        )
        self.worker: Worker | None = None
        self.attention: Attention | None = None  # after the first visit; an inquiry sees what it sees when it decides
        self.visit_call: Call | None = None
        self.limit_call: Call | None = None  # the end of being on the way to another employer
        self.offered = NOT_YET  # day of the last visit that was held or missed
        self.put_off = NOT_YET  # day since which the next one is put off
        budget = exponential(self.chance(Decision.LEAVE_BUDGET))
        self.leave_clock = Alarm(
            world, self._leave, plan.leaving, budget=budget, began=self.begun, factor=self._leaving_factor()
        )

    def chance(self, decision: i64, nth: i64 = 0) -> float:
        """Return this stay's own number for a decision."""
        return number_at(self.client.key, (decision << DECISION_SHIFT) + self._address + nth)

    def _meets_psychosis(self) -> bool:
        return self.part is PSYCHIATRIC and self.client.person.disorder is Disorder.PSYCHOSIS

    def _drawn_method(self, visits: VisitsByMethod) -> int:
        """Return which method of the plan this client gets: drawn, but for a psychosis mostly the longest there is."""
        if len(visits) > 1 and self._meets_psychosis():
            share = self.world.scenario.practice.psychosis_longest_plan_share
            if self.chance(Decision.LONGEST_PLAN) < share:
                return max(range(len(visits)), key=lambda i: visits[i][0])
        return choice([weight for _, weight in visits], self.chance(Decision.VISITS))

    def begin(self) -> None:
        """Take a worker and have the first visit at once; from here the clocks of care run."""
        world, client, unit, request = self.world, self.client, self.unit, self.request
        unit.stays[client.index * 8 + self.part] = self
        self.worker = unit.choose_worker()
        if self.worker is not None:
            self.worker.cases += 1
        client.stays[self.part] = self
        if self.is_assessment:
            request.stage = Stage.IN_INQUIRY
            request.bend()
            talks.maybe_begin(world, request)
        else:
            request.stop_clocks()
            client.requests[self.part] = None
            self.counts_from_now()
            if self.part is not Part.ACUTE:
                world.set_state(client, self.part, NeedState.IN_CARE)
        waited = world.env.now - request.accepted_at
        self.log(Kind.ADMITTED, value=waited, extra=self.admitted_for())
        if self.treats_addiction:
            client.addiction_care += 1
        if one_plan.covers(self):
            one_plan.take_over(self)
        if unit.service in SHELTERED and client.using:
            world.life.abstain(client)
        if self.treats:
            pathway_links.unlock_with_care(world, client, self.part)
        one_place.enters(self)
        world.life.touch(client)
        self.leave_clock.set()
        self._visit(None)

    def counts_from_now(self) -> None:
        """Care has begun: treatment, or support by a service that cannot hold the need."""
        if self.treats:
            self.client.care_began[self.part] = self.world.env.now
        else:
            self.client.not_held |= 1 << self.part

    def admitted_for(self) -> float:
        """Return what the log says of an admission: for treatment, an inquiry, or care that cannot hold the need."""
        return TREATMENT if self.treats else INQUIRY if self.is_assessment else SUPPORT_ONLY

    def log(
        self, kind: Kind, reason: int = 0, value: float = NO_VALUE, extra: float = NO_VALUE, at: Unit | None = None
    ) -> None:
        """Write a row about this stay."""
        world, client, part = self.world, self.client, self.part
        unit = self.unit if at is None else at
        worker = self.worker if self.rides_with is None else self.rides_with.worker
        world.recorder.append(
            packed(
                world.env.now, client.index, kind, part, client.states[part] if part is not ACUTE else NONE,
                unit.service, unit.index, unit.principal, NONE, NONE, reason,
                worker.index if worker is not None else unit.team, value, extra,
            )
        )  # fmt: skip

    # Visits -----------------------------------------------------------------------------------------------------

    def _visit(self, _: Any) -> None:
        """One visit: missed or attended, with or without a sample; then the next is booked, or the plan is done."""
        unit, plan, env = self.unit, self.plan, self.world.env
        places = unit.places
        self.visit_call = None
        if self.suspended or self.away:
            return None
        if places <= 0.0:  # nobody is there: the visit waits, and so does the plan
            return self._put_off(Reason.NOBODY_THERE)
        if self.visits_left <= plan.sober_visits and self.client.using:  # what is left needs a sober period
            return self._put_off(Reason.SOBRIETY)
        load = unit.occupied / places
        if load > LONGEST_BOOKED and self._is_too_soon(load):
            return None
        nth = self.visits = self.visits + 1
        self.offered, self.put_off = env.now, NOT_YET
        missing = self._usual_miss if load <= 1.0 else self._miss_probability(load)
        if missing > 0.0 and self.chance(ATTENDS, nth) < missing:
            self.missed_in_row += 1
            self.log(MISSED, 0, self.hours, self.missed_in_row)
            if self.missed_in_row >= plan.missed_limit:
                return self.end(Kind.DISCHARGED, Reason.MISSED_VISITS)
        else:
            self.missed_in_row = 0
            self.visits_left -= 1
            self._attended(self.hours, nth)
            if self.ended:
                return None
        days_left = self.end_day - env.now
        if self.visits_left <= 0 or days_left <= MICRODAY_LENGTH:
            return self.complete()
        self._book(self._interval if load <= 1.0 else self._spaced(load), days_left)
        return None

    def _spaced(self, load: float) -> float:
        """Return the days between visits where there are too few staff: in proportion to the load."""
        return microday(self.plan.interval_days * load)

    def _book(self, days: float, days_left: float) -> None:
        """Book a visit after `days`, or look again before; the stay's end comes first."""
        days = min(days, LONGEST_BOOKED * self._interval)
        self.visit_call = Call(self.world.env, days if days < days_left else microday(days_left), self._visit)

    def _is_too_soon(self, load: float) -> bool:
        """Whether the last visit is less than the spacing of today's load ago; then look again later.

        Those who are there for so many clients that a visit would be put off for longer than where nobody works are as
        good as nobody.
        """
        now, practice = self.world.env.now, self.world.scenario.practice
        days, days_left = self.offered + self._spaced(load) - now, self.end_day - now
        if days <= MICRODAY_LENGTH or days_left <= MICRODAY_LENGTH:
            return False
        left = self.offered + self._interval + practice.nobody_there_days - now
        if left > MICRODAY_LENGTH:
            self._book(microday(min(days, left)), days_left)
        else:
            self._ends_since(Reason.NOBODY_THERE)
        return True

    def _put_off(self, reason: Reason) -> None:
        """Put the visit off by an interval, or end care if that has gone on for too long."""
        world = self.world
        now = world.env.now
        if self.put_off == NOT_YET:
            self.put_off = now
        left = microday(self.put_off + world.scenario.practice.nobody_there_days - now)
        if left > 0.0:
            self.visit_call = Call(world.env, min(self._interval, left), self._visit)
        else:
            self._ends_since(reason)

    def _ends_since(self, reason: Reason) -> None:
        """A visit has been put off for too long.

        Where nobody works the client is told so, and asks elsewhere. Where a sober period is lacking the plan is
        completed as far as it goes, without result.
        """
        if reason is Reason.SOBRIETY:
            self.end(Kind.COMPLETED, reason)
        else:
            self.end(Kind.DISCHARGED, reason)
            pathway_links.asks_anew(self.world, self, elsewhere=True)

    def _miss_probability(self, load: float) -> float:
        person, unit = self.client.person, self.unit
        hours = unit.travel_hours[person.municipality]
        return miss_probability(
            self.world.scenario.practice, self.plan.no_show, hours, load, person.engagement, self.social_untreated,
            self.started,
        )  # fmt: skip

    def _attended(self, hours: float, nth: int) -> None:
        world, client, sampled = self.world, self.client, self.sampled
        clean = not client.using and sampled > 0.0 and self.chance(SAMPLE, nth) < sampled
        self.log(VISIT, 0, hours, clean)
        if not self.started:
            self.started = True
            self._usual_miss = self._miss_probability(1.0)
        if not self.seen and not self.is_assessment:  # an inquiry sees them when it decides
            self.seen = True
            pathway_links.first_visit(world, self)
            if self.ended:
                return
            self.attention = Attention(world, self)
        elif self.attention is not None and nth >= self.attention.next_look:
            self.attention.look()
            if self.ended:
                return
        if clean:
            pathway_links.clean_sample(world, client, self.unit)
        elif sampled > 0.0 and client.using:
            share = rules_of(world, self.client, self.unit.service).discharges_for_use_share
            if share > 0.0 and self.chance(Decision.DISCHARGED_FOR_USE, nth) < share:
                self.end(Kind.DISCHARGED, Reason.DISCHARGED_FOR_USE)

    def suspend(self, limit: Call, at: Unit | None = None) -> None:
        """The case is on its way to another employer, from `at`: no visits until it arrives, or `limit` ends it."""
        self.suspended = True
        self.limit_call = limit
        if not self.away:
            self.log_all(Kind.SUSPENDED, at)
        if self.treats_addiction:
            self.client.addiction_care -= 1
            self.world.life.touch(self.client)
        self.cancel_visit()

    def resume(self) -> None:
        """The case has arrived: visits go on, the first at once."""
        self.suspended = False
        self.offered = self.put_off = NOT_YET
        if self.limit_call is not None:
            self.limit_call.cancel()
            self.limit_call = None
        if not self.away:
            self.log_all(Kind.RESUMED)
        if self.treats_addiction:
            self.client.addiction_care += 1
            self.world.life.touch(self.client)
        self._visit(None)

    def cancel_visit(self) -> None:
        """No visit is booked any more."""
        if self.visit_call is not None:
            self.visit_call.cancel()
            self.visit_call = None

    def book_next(self) -> None:
        """Book the next visit for the day on which it is due, for now if that has passed."""
        now = self.world.env.now
        self.put_off = NOT_YET
        self._book(microday(max(self.offered + self._interval - now, 0.0)), self.end_day - now)

    def log_all(self, kind: Kind, at: Unit | None = None) -> None:
        """Write a row about this stay, and one about every part that rides along."""
        for stay in (self, *self.riders):
            if not stay.ended:
                stay.log(kind, at=at)

    # Endings ----------------------------------------------------------------------------------------------------

    def _leaving_factor(self) -> float:
        if self.away:
            return 0.0
        client, hours = self.client, hours_to(self.unit, self.client.person.municipality)
        if self.is_assessment:
            return leaving_factor(self.world.scenario.hazards, False, travel_hours=hours)
        social = self.social_untreated and self.part is not SOCIAL
        return leaving_factor(self.world.scenario.hazards, client.other_need_untreated(self.part), social, hours)

    def bend(self) -> None:
        """Set the leaving clock anew if what bears on it has changed; other needs bear on no inquiry's."""
        if self.rides_with is not None:
            return
        untreated = self.client.untreated(SOCIAL)
        if untreated is not self.social_untreated:
            self.social_untreated = untreated
            self._usual_miss = self._miss_probability(1.0)
        factor = self._leaving_factor()
        if factor != self.leave_clock.factor:
            self.leave_clock.turn(factor)

    def _leave(self) -> None:
        if self.is_assessment:
            self.request.wake(Woken.GAVE_UP)
        else:
            self.end(Kind.LEFT_CARE, Reason.LEFT_TREATMENT)

    def complete(self) -> None:
        """The plan is done: an inquiry decides; treatment has met the need or not."""
        world, client, plan = self.world, self.client, self.plan
        if self.is_assessment:
            rating = admission.rated(world, client, self.part, world.root(self.unit.service))
            self.decided_eligible = eligible = admission.finds_need(world, self.request, rating)
            world.note_assessment(client, self.unit)
            pathway_links.first_visit(world, self)
            if not eligible:
                world.forget_assessment(client, self.part)
            return self.end(Kind.DECIDED, Reason.NONE if eligible else Reason.NOT_ELIGIBLE)
        treated = self.part in (Part.PSYCHOSOCIAL, Part.MEDICAL)
        share = plan.met_share * falls_with(client.burden(self.part), world.scenario.practice.met_falls_with_severity)
        met = self.treats and ((treated and not client.using) or self.chance(Decision.MET) < share)
        return self.end(Kind.COMPLETED, met=met)

    def with_part(self, part: Part) -> Stay:
        """Return the stay of another part that rides along in this one's plan."""
        return Stay(self.world, self.request, rides_with=self, part=part)

    def changes_worker(self) -> None:
        """Somebody else takes over from here."""
        if self.worker is not None:
            self.worker.cases -= 1
        self.worker = self.unit.choose_worker()
        if self.worker is not None:
            self.worker.cases += 1
            self.log(Kind.NEW_WORKER)

    def moves_to(self, unit: Unit) -> None:
        """The unit has gone to another place, and care goes on there."""
        self.unit = unit
        for rider in self.riders:
            rider.unit = unit
        unit.stays[self.client.index * 8 + self.part] = self
        self._usual_miss = self._miss_probability(1.0)
        self.bend()

    def break_off(self) -> None:
        """An inquiry ends without a decision, since the client withdrew, gave up or has gone."""
        self.end(Kind.LEFT_CARE, Reason.LEFT_TREATMENT)

    def end(self, kind: Kind, reason: Reason = Reason.NONE, met: bool = False, logged_at: Unit | None = None) -> None:
        """Leave the unit: give the place and the worker back, note where the need stands now, and refer on if due."""
        world, client, unit = self.world, self.client, self.unit
        if self.ended:
            return
        self.ended = True
        self.leave_clock.end()
        for call in (self.visit_call, self.limit_call):
            if call is not None:
                call.cancel()
        self.visit_call = self.limit_call = None
        self.attention = None  # each holds the other: let both go while the collector rests
        if self.rides_with is None:
            del unit.stays[client.index * 8 + self.part]
        client.stays[self.part] = None
        client.not_held &= ~(1 << self.part)
        client.last_contact = world.env.now
        if self.treats_addiction and not self.suspended:
            client.addiction_care -= 1
        if self.worker is not None and self.rides_with is None:
            self.worker.cases -= 1
        if not self.is_assessment and self.part is not Part.ACUTE and client.present:
            world.set_state(client, self.part, NeedState.MET if met else NeedState.LATENT)
        self.log(kind, reason, value=world.env.now - self.begun, extra=float(met), at=logged_at)
        if self.rides_with is not None:
            return
        one_plan.end_riders(self, kind, reason)
        unit.release()
        if self.is_assessment:
            self.request.wake(Woken.ENDED)
            return
        if not client.present:
            self.riders = []  # each holds its plan
            return
        pathway_links.after_care(world, self, kind, met)
        self.riders = []
        world.life.touch(client)
        if self.part is ACUTE or unit.service is Service.HVB:
            one_place.is_back(world, client)
            documentation.maybe_begin(world, client)
