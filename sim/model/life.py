"""A client's life apart from care: using and abstaining, crises, asking again, and leaving the county.

Each is a risk clock; `touch` is called whenever something that bears on them may have changed, and sets anew only
what really has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.chance.distributions import choice, exponential, microday
from sim.chance.keyed import Decision
from sim.model import documentation, placement
from sim.model.alarm import Alarm
from sim.model.client import UNDOCUMENTED, Client
from sim.model.crises import LONG_AGO, Crises
from sim.model.engine import LAST, Call, Woken
from sim.model.factors import abstaining_factor, relapse_factor, reseeking_factor
from sim.model.first_door import door_and_part
from sim.terms.words import Kind, NeedState, Part, Reason, Service

if TYPE_CHECKING:
    from sim.model.world import World

ADDICTION_PARTS = (Part.PSYCHOSOCIAL, Part.MEDICAL)

# Looking a member up in its enum costs as much as a call; what a turn of use needs is looked up once.
PSYCHIATRIC, SOCIAL = Part.PSYCHIATRIC, Part.SOCIAL
LATENT, MET = NeedState.LATENT, NeedState.MET
ABSTAIN_BUDGET, RELAPSE_BUDGET = Decision.ABSTAIN_BUDGET, Decision.RELAPSE_BUDGET


class Life:
    """The clocks of all clients. `world` gives time, scenario and log."""

    __slots__ = ("crises", "hazards", "world")

    def __init__(self, world: World) -> None:
        self.world = world
        self.hazards = world.scenario.hazards
        self.crises = Crises(world, self.crisis)

    # Coming and going -------------------------------------------------------------------------------------------

    def enter(self, client: Client, using: bool, use_since: float) -> None:
        """Start the clocks of a client who is now in the county."""
        now = self.world.env.now
        client.using = using
        client.use_since = use_since
        self._start_use_clock(client)
        self.crises.start(client, now - LONG_AGO)
        days = microday(exponential(client.chance(Decision.EXIT_BUDGET)) / self.hazards.exit)
        if now + days < self.world.end_day:
            Call(self.world.env, days, lambda _: self.leave(client), LAST)

    def leave(self, client: Client) -> None:
        """The client dies, moves, or has recovered for good: every request and stay ends."""
        well = not client.using and not client.any_open()
        died = client.chance(Decision.EXIT_REASON) < self.hazards.death_share_of_exits
        reason = Reason.DIED if died else Reason.RECOVERED if well else Reason.MOVED
        client.present = False
        if client.alone_call is not None:
            client.alone_call.cancel()
        for clock in (client.use_clock, client.crisis_clock, client.reseek_clock):
            if clock is not None:
                clock.end()
        self.world.relatives_called_until_now(client)
        for request in [r for r in client.requests if r is not None]:  # first, so that no stay's end sends them on
            request.stop_clocks()
            request.wake(Woken.GONE)
        for stay in [s for s in client.stays if s is not None]:
            stay.end(Kind.LEFT_CARE, reason)
        for contact in list(client.contacts):
            contact.end()
        self.world.log(client, Kind.DEPART, reason=reason)

    # Using and abstaining ---------------------------------------------------------------------------------------

    def _use_factor(self, client: Client) -> float:
        in_care = client.addiction_care > 0
        if client.using:
            return abstaining_factor(self.hazards, in_care)
        return relapse_factor(self.hazards, in_care, client.untreated(PSYCHIATRIC), client.untreated(SOCIAL))

    def _start_use_clock(self, client: Client) -> None:
        if client.use_clock is not None:
            client.use_clock.end()
        decision = ABSTAIN_BUDGET if client.using else RELAPSE_BUDGET
        steps = self.hazards.abstaining if client.using else self.hazards.relapse
        budget = exponential(client.chance(decision, 0, client.occurrences))
        factor = self._use_factor(client)
        client.use_clock = Alarm(
            self.world, lambda: self._turn(client), steps, budget=budget, began=client.use_since, factor=factor
        )
        client.use_clock.set()

    def _turn(self, client: Client) -> None:
        if client.using:
            self.abstain(client)
        else:
            self._relapse(client)

    def abstain(self, client: Client) -> None:
        """The client stops using, of own accord or on entering shelter."""
        now = self.world.env.now
        self.world.log(client, Kind.ABSTINENT, value=now - client.use_since)
        self._change_use(client, using=False)

    def _relapse(self, client: Client) -> None:
        world, now = self.world, self.world.env.now
        world.log(client, Kind.RELAPSED, value=now - client.use_since)
        client.documented_since = UNDOCUMENTED
        nth = client.occurrences
        for part in ADDICTION_PARTS:
            if client.states[part] is MET:
                world.set_state(client, part, LATENT)
        for part, share in (
            (PSYCHIATRIC, self.hazards.psychiatric_reopens_at_relapse),
            (SOCIAL, self.hazards.social_reopens_at_relapse),
        ):
            if client.states[part] is MET and client.chance(Decision.REOPENS, part, nth) < share:
                world.set_state(client, part, LATENT)
        self._change_use(client, using=True)

    def _change_use(self, client: Client, using: bool) -> None:
        client.using = using
        client.use_since = self.world.env.now
        client.occurrences += 1
        self._start_use_clock(client)
        documentation.maybe_begin(self.world, client)
        self.touch(client)

    # Crises -----------------------------------------------------------------------------------------------------

    def crisis(self, client: Client) -> None:
        """A crisis: detox, psychiatric emergency or, rarely, compulsory care; not for one who is in shelter already."""
        stay = client.stays[Part.PSYCHOSOCIAL]
        sheltered = stay is not None and stay.unit.service is Service.HVB
        if sheltered or client.requests[Part.ACUTE] is not None or client.stays[Part.ACUTE] is not None:
            return
        practice = self.world.scenario.practice
        shares = (
            practice.lvm_share_of_crises,
            practice.detox_share_of_crises,
            max(0.0, 1.0 - practice.lvm_share_of_crises - practice.detox_share_of_crises),
        )
        doors = (Service.LVM, Service.DETOX_WARD, Service.PSYCHIATRIC_EMERGENCY)
        door = doors[choice(shares, client.chance(Decision.CRISIS_DOOR, episode=client.crises))]
        applies = placement.decider(self.world, client) if door is Service.LVM else None
        unit = client.units[applies] if applies is not None else None
        if client.units[door] is None or (door is Service.LVM and unit is None):
            door, unit = Service.PSYCHIATRIC_EMERGENCY, None
        if client.units[door] is not None:
            if unit is not None:
                self.world.note_assessment(client, unit)
            self.world.log(client, Kind.CRISIS, Part.ACUTE, unit=unit, to_service=door)
            self.world.take_in(client, door)

    # Asking (again) ---------------------------------------------------------------------------------------------

    def touch_everybody(self) -> None:
        """Something that bears on everybody has changed."""
        for client in self.world.clients:
            if client.present:
                for request in client.requests:
                    if request is not None:
                        request.bend()
                self.touch(client)

    def touch(self, client: Client) -> None:
        """Something that bears on the client's clocks may have changed: set anew what really has."""
        if not client.present:
            return
        clock = client.use_clock
        if clock is not None:
            factor = self._use_factor(client)
            if factor != clock.factor:
                clock.turn(factor)
        away = True
        for stay in client.stays:
            if stay is not None:
                away = False
                stay.bend()
        for request in client.requests:
            if request is not None and not request.is_parked():
                away = False
                if request.waits_supported() != request.supported:
                    request.bend()
        self.crises.mind(client)
        self._mind_reseeking(client, away)

    def _mind_reseeking(self, client: Client, away: bool) -> None:
        clock = client.reseek_clock
        if not away:
            if clock is not None and clock.factor > 0.0:
                clock.turn(0.0)
            return
        factor = reseeking_factor(self.hazards, client.using and client.any_open(), client.using)
        factor *= self.world.levers.outreach_factor * self.world.distance.asking(client)
        if clock is None:
            budget = exponential(client.chance(Decision.RESEEK_BUDGET, episode=client.episodes))
            self._start_reseeking(client, budget, factor)
        elif clock.factor <= 0.0:
            client.last_contact = self.world.env.now
            self._start_reseeking(client, max(clock.budget, 0.0), factor)
        elif clock.factor != factor:
            clock.turn(factor)

    def _start_reseeking(self, client: Client, budget: float, factor: float) -> None:
        client.reseek_clock = Alarm(
            self.world,
            lambda: self._reseek_rings(client),
            self.hazards.reseeking,
            budget=budget,
            began=client.last_contact,
            factor=factor,
        )
        client.reseek_clock.set()

    def _reseek_rings(self, client: Client) -> None:
        client.reseek_clock = None
        client.last_contact = self.world.env.now
        self.seek_help(client)

    def seek_help(self, client: Client) -> None:
        """The client asks for help at a door that suits an open need; one who is well has nothing to ask for."""
        episode = client.episodes
        found = door_and_part(self.world, client, episode)
        if found is None:
            client.episodes += 1
            return self.touch(client)
        door, part = found
        if part is Part.ACUTE:
            client.episodes += 1
            self.world.log(client, Kind.CRISIS, Part.ACUTE, to_service=door)
            return self.world.take_in(client, door)
        for request in client.requests:
            if request is not None and request.is_parked() and request.part is not part:
                request.wake(Woken.ENDED)  # asking anew: what was parked is open again, and nobody has been asked
        parked = client.requests[part]
        if parked is None:
            return self.world.seek(client, part, door)
        # A parked need is reopened: the client asks the service that refused again, alone.
        parked.sender = None
        self.world.log(client, Kind.SOUGHT, part, to_service=parked.door, value=episode, extra=1.0)
        client.episodes += 1
        parked.wake(Woken.ASK_AGAIN)
        return None
