"""A request: one part of one client's needs asks for help, from the first question until care begins or hope ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.chance.distributions import exponential, microday
from sim.chance.keyed import DECISION_SHIFT, SERVICE_SHIFT, Decision, address, number_at
from sim.model import one_place, stepping_in
from sim.model.alarm import Alarm
from sim.model.engine import LAST, Call, Wait, Woken
from sim.model.factors import giving_up_factor
from sim.model.municipal_road import losses_factor
from sim.model.stage import Stage
from sim.terms.words import Part, Principal, Reason, Service

if TYPE_CHECKING:
    from mypy_extensions import i64

    from sim.model.care import Stay
    from sim.model.client import Client
    from sim.model.unit import Unit
    from sim.model.world import World


NOT_FLAGGED = -1.0

# Looking a member up in its enum costs as much as a call; what every bend and every place need is looked up once.
ASKING, LOST, STANDS, ACCEPTED = Stage.ASKING, Stage.LOST, Stage.STANDS, Stage.ACCEPTED
PARKED_UNTIL_SOBER, PARKED_UNTIL_CARE = Stage.PARKED_UNTIL_SOBER, Stage.PARKED_UNTIL_CARE
IN_LINE, PASSED_OVER, BOOKED, IN_INQUIRY = Stage.IN_LINE, Stage.PASSED_OVER, Stage.BOOKED, Stage.IN_INQUIRY


class Request(Wait):
    """The pursuit of one part. Its giving-up and withdrawing clocks run from `began` until care begins."""

    __slots__ = (
        "_address", "accepted_at", "accompanied", "asked_at", "assessed", "began", "client", "denied_by", "door",
        "flagged_at", "give_up_clock", "has_lead", "helper", "is_assessment", "must_accept", "nth", "part", "reason",
        "refusals", "required_days", "sender", "sender_principal", "stage", "steps_in", "supported", "told",
        "tried", "unit", "withdraw_call", "world",
    )  # fmt: skip

    def __init__(
        self,
        world: World,
        client: Client,
        part: Part,
        door: Service,
        sender: Service | None = None,
        sender_principal: Principal | None = None,
        reason: Reason = Reason.NONE,
    ) -> None:
        super().__init__(world.env)
        self.world = world
        self.client = client
        self.part = part
        self.door = door
        self.sender = sender
        self.sender_principal = sender_principal
        self.reason = reason
        self.nth = client.requests_made[part]
        client.requests_made[part] += 1
        self._address = address(part, self.nth)
        self.stage = ASKING
        self.tried = 0
        self.refusals = 0
        self.denied_by: list[Unit] = []
        self.must_accept = False
        self.assessed = False
        self.required_days = 0.0
        self.supported = False
        self.accompanied = False  # a person goes along: a warm referral is under way
        self.unit: Unit | None = None
        self.is_assessment = False
        self.flagged_at = NOT_FLAGGED  # since when a case conference is to take the case up
        self.has_lead = False  # a case conference has named who must accept
        self.steps_in = False  # asks somebody who would do the work although it is placed elsewhere
        self.helper: Stay | None = None  # somebody who has the client steps in: their stay
        self.told = False  # a letter has told the receiver what the sender knows
        now = world.env.now
        self.began = self.asked_at = self.accepted_at = now
        hazards = world.scenario.hazards
        budget = exponential(self.chance(Decision.GIVE_UP_BUDGET))
        patient_until = now + hazards.giving_up_after_days  # whoever goes before that has not waited
        self.give_up_clock = Alarm(
            world, self._give_up, hazards.giving_up, budget=budget, began=patient_until, factor=1.0
        )
        self.withdraw_call: Call | None = None
        self.bend()
        withdrawing = hazards.withdrawing * losses_factor(world, door)  # one clock for all of it: by the first door
        if withdrawing > 0.0:
            days = microday(exponential(self.chance(Decision.WITHDRAW_BUDGET)) / withdrawing)
            if now + days < world.end_day:
                self.withdraw_call = Call(world.env, days, self._withdraw, LAST)

    def chance(self, decision: i64, nth: i64 = 0, service: i64 = 0) -> float:
        """Return this request's own number for a decision."""
        word = (decision << DECISION_SHIFT) + self._address + (service << SERVICE_SHIFT) + nth
        return number_at(self.client.key, word)

    def bend(self) -> None:
        """Set the giving-up clock anew, since something that bears on it has changed."""
        world, clock = self.world, self.give_up_clock
        self.supported = supported = self.waits_supported()
        stage = self.stage
        resting = stage is IN_INQUIRY or stage is PARKED_UNTIL_SOBER or stage is PARKED_UNTIL_CARE
        factor = giving_up_factor(world.scenario.hazards, self.refusals, supported, resting)
        factor *= world.levers.stigma_factor
        if stage is not STANDS and stage is not LOST:  # between services, and where no letter arrived, no queue is left
            factor *= losses_factor(world, self.door)
        if factor != clock.factor or not clock.is_set():
            clock.turn(factor)

    def waits_supported(self) -> bool:
        """Whether the wait is supported: by who goes along or steps in, an ombud, the queue's service or other care."""
        client = self.client
        if self.accompanied or self.helper is not None or client.contacts or client.plan_until > self.world.env.now:
            return True
        if self.unit is not None and self.is_accepted() and self.unit.spec.plan.supports_waiting:
            return True
        share = self.world.scenario.practice.care_elsewhere_supports_share
        return share > 0.0 and self._in_care_elsewhere() and self.chance(Decision.CARE_SUPPORTS) < share

    def _in_care_elsewhere(self) -> bool:
        """Whether a service sees the client for another need."""
        part = self.part
        return any(stay is not None and stay.part is not part and not stay.suspended for stay in self.client.stays)

    def is_accepted(self) -> bool:
        """Whether a service has said yes."""
        return self.stage >= ACCEPTED

    def is_parked(self) -> bool:
        """Whether nothing happens until the client is sober, treated for the other need, or asks anew."""
        return self.stage is PARKED_UNTIL_SOBER or self.stage is PARKED_UNTIL_CARE

    def is_in_line(self) -> bool:
        """Whether the request has its rank in a line: also while passed over."""
        return self.stage is IN_LINE or self.stage is PASSED_OVER

    def stop_clocks(self) -> None:
        """The request is over, or care has begun: neither giving up nor withdrawing happens any more."""
        self.give_up_clock.end()
        if self.withdraw_call is not None:
            self.withdraw_call.cancel()
            self.withdraw_call = None

    def offer(self) -> bool:
        """Take a place that the queue offers.

        False if the client has left the queue or is leaving at this instant, and if they are in an institution.
        """
        if self.woken() or not self.is_in_line():
            return False
        if one_place.is_elsewhere(self):
            self.stage = PASSED_OVER
            return False
        self.stage = BOOKED
        self.wake(Woken.PLACE)
        return True

    def is_urgent(self) -> bool:
        """Whether this stands in the line of those who come first."""
        severity = self.client.person.severity
        return self.part is Part.ACUTE or severity(self.part) >= self.world.scenario.practice.urgent_severity

    def stands_in_line_again(self) -> None:
        """The client is out of the institution: the rank in the line is what it was."""
        self.stage = IN_LINE
        if self.unit is not None:
            self.unit.rejoin(self, self.accepted_at, self.is_urgent())

    def turned_away(self) -> None:
        """Nobody works where the request stands in line, and nobody is coming: it leaves the line."""
        if self.is_in_line() and self.unit is not None and self.wake(Woken.NOBODY_THERE):
            self.stage = ACCEPTED
            self.unit.leave(self)

    def still_waits(self, _: object) -> None:
        """The wait has taken too long for those who have the client."""
        stepping_in.still_waits(self)

    def talk_again(self, _: object) -> None:
        """It is time for the next talk with whoever has stepped in."""
        stepping_in.talk(self)

    def _give_up(self) -> None:
        self.wake(Woken.GAVE_UP)

    def _withdraw(self, _: Any) -> None:
        self.withdraw_call = None
        self.wake(Woken.WITHDREW)
