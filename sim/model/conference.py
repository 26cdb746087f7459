"""Case conference (samverkansmöte): every few weeks it gives clients whom nobody takes a lead who must accept.

Source: section 6; every third or fourth week: GB 4.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.chance.distributions import microday
from sim.chance.keyed import Decision
from sim.model import admission
from sim.model.engine import Call, Woken
from sim.model.request import NOT_FLAGGED
from sim.model.stage import Stage
from sim.terms.words import STEP_OF_CONFERENCES, Kind, Reason

if TYPE_CHECKING:
    from sim.model.request import Request
    from sim.model.world import World

BOUNCED = 2  # referred on or refused so often in a row, a client is flagged (section 6: "bounced twice")


class Conference:
    """The conference of one district. Cases stand in the order in which they were flagged."""

    __slots__ = ("began_on", "district", "flagged", "held", "next_meeting", "world")

    def __init__(self, world: World, district: int) -> None:
        self.world = world
        self.district = district
        self.held = False
        self.began_on = 0  # the step of the ladder on which they began
        self.flagged: list[Request] = []
        self.next_meeting: Call | None = None

    def end(self) -> None:
        """Nobody meets any more; who was to be taken up is no longer."""
        self.held = False
        if self.next_meeting is not None:
            self.next_meeting.cancel()
        for request in self.flagged:
            request.flagged_at = NOT_FLAGGED
        self.flagged.clear()

    def start(self) -> None:
        """Hold the first meeting one interval from now, and go on."""
        if self.held:
            return
        self.held = True
        self.began_on = self.world.ladder.step(self.district)
        for client in self.world.clients:  # those who stand already are the first to be spoken of
            if client.present and self.world.district_of(client) == self.district:
                for request in client.requests:
                    if request is not None and request.stage is Stage.STANDS and request.refusals >= BOUNCED:
                        self.flag(request)
        self._book()

    def flag(self, request: Request) -> None:
        """Somebody says that this case should be taken up, if the client consents to being spoken of."""
        if not self.held or request.flagged_at != NOT_FLAGGED:
            return
        if request.chance(Decision.CONFERENCE_CONSENT) < self.world.scenario.practice.no_consent_share:
            return
        request.flagged_at = self.world.env.now
        self.flagged.append(request)

    def _book(self) -> None:
        self.next_meeting = Call(self.world.env, microday(self.world.levers.conference_interval_days), self._meet)

    def _can_meet(self) -> bool:
        """Whether the step that the conference builds on is there; where it has been lost, nobody meets."""
        return self.world.ladder.step(self.district) >= min(STEP_OF_CONFERENCES, self.began_on)

    def _meet(self, _: object) -> None:
        world, levers = self.world, self.world.levers
        if not self._can_meet():
            self._book()
            return
        still = [r for r in self.flagged if r.client.present and r.client.requests[r.part] is r and not r.is_accepted()]
        # Whoever is on the way to another door is looked at next time.
        chosen = [r for r in still if r.stage is Stage.STANDS][: int(levers.conference_capacity)]
        for request in chosen:
            give_lead(world, request, Kind.CONFERENCE_LEAD, request.flagged_at, levers.conference_hours)
        for request in self.flagged:
            if request not in still:
                request.flagged_at = NOT_FLAGGED
        self.flagged = [r for r in still if r not in chosen]
        world.recorder.write(
            world.env.now, -1, Kind.CONFERENCE_HELD, worker=len(chosen),
            value=len(chosen) * levers.conference_hours, extra=float(self.district),
        )  # fmt: skip
        self._book()


def give_lead(world: World, request: Request, kind: Kind, since: float, hours: float) -> None:
    """Those around a table, or who answer a report, agree on a lead: the first door of the regime, which must accept.

    `since`: the day on which the case was flagged or reported. `hours`: shared by the two sides.
    """
    client, part = request.client, request.part
    door = admission.door_for(world, client, part, 0, request.assessed)
    unit = client.units[door] if door is not None else None
    request.flagged_at = NOT_FLAGGED
    if door is None or unit is None:
        return
    world.log(
        client, kind, part, to_service=door, to_principal=unit.principal,
        value=world.env.now - since,
    )  # fmt: skip
    for side in (unit, request.unit):
        if side is not None:
            side.spent += hours / 2.0
    request.must_accept = request.has_lead = True
    request.tried = 0
    request.denied_by.clear()
    request.sender = request.sender_principal = None  # they sat at one table: no letter is sent
    request.told = True
    request.reason = Reason.LEAD
    request.door = door
    request.wake(Woken.ASK_AGAIN)
