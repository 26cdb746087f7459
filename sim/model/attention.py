"""Whoever meets a client regularly looks at what else is open: needs are seen late, and somebody asks again.

**Seeing.** A plan's chance to see a need is spread over its visits (`sim.model.looking`): `first_look_share` of it at
the first, the rest over those that are to come, so that a need that arises meanwhile is seen, too. An inquiry sees what
it sees when it decides, a contact at its first meeting.

**Asking again.** At every visit there is a chance (`asks_anew_share`) that the worker takes up the needs that they know
of and that nobody treats, and refers anew: those that nobody is asked about any more, and those for which every door
had been tried. Never what is on its way, in dispute or parked. Both are assumptions (A303, A304).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.chance.keyed import Decision
from sim.model import admission
from sim.model.client import PARTS
from sim.model.engine import Woken
from sim.model.looking import NEVER, seen_on, visits_until
from sim.model.pathway_links import wanted_share
from sim.model.stage import Stage
from sim.terms.words import NEED_OF_PART, Kind, NeedState, Part, Reason

if TYPE_CHECKING:
    from sim.model.care import Stay
    from sim.model.client import Client
    from sim.model.unit import Unit
    from sim.model.world import World

DETECTION = Decision.DETECTION
NO_END = float("inf")
NO_TAKER_ALONE = 2
"""From so many who deny a responsibility on, two services dispute, and that is settled otherwise."""


class Attention:
    """What one stay looks at after its first visit. `next_look`: the visit at which there is something to look at.

    `dues`: the parts that this stay does not treat, and the visit that sees each; `asks_on`: the visit at which
    somebody asks again; `looked`: the visit of the last look.
    """

    __slots__ = ("asks_on", "dues", "looked", "next_look", "stay", "world")

    def __init__(self, world: World, stay: Stay) -> None:
        self.world, self.stay = world, stay
        self.looked = stay.visits
        without_end = stay.end_day == NO_END
        to_come = stay.visits_left if without_end else (stay.end_day - world.env.now) / stay.plan.interval_days
        detects, factor = stay.plan.detects, world.levers.detection_factor
        first, before = world.scenario.practice.first_look_share, stay.visits - 1
        self.dues = [
            (part, before + seen_on(detects[part] * factor, first, to_come, stay.chance(DETECTION, part)))
            for part in stay.client.person.parts
            if part is not stay.part
        ]
        self.asks_on = self.looked + self._gap()
        self.next_look = self._next()

    def look(self) -> None:
        """See what has not been seen until now, and ask again if this is the visit for it."""
        stay, client = self.stay, self.stay.client
        nth, service = stay.visits, stay.unit.service
        asks = nth >= self.asks_on
        for part, due in self.dues:
            if stay.ended:
                return
            sees = self.looked < due <= nth and client.states[part] is NeedState.LATENT
            if sees:
                client.tell(service, part)
                self.world.log(client, Kind.DETECTED, part, unit=stay.unit)
            elif not asks or not (due <= nth or self._is_told(part)):
                continue
            if nobody_is_asked(client, part) and self._wanted(part):
                asks_anew(self.world, client, stay.unit, part, Reason.ANOTHER_NEED if sees else Reason.ASKED_ANEW)
        self.looked = nth
        if asks:
            self.asks_on = nth + self._gap()
        self.next_look = self._next()

    def _is_told(self, part: Part) -> bool:
        """Whether the service knows of another need than the one that it treats: it was told, or saw it before."""
        need = NEED_OF_PART[part]
        return need is not NEED_OF_PART[self.stay.part] and self.stay.client.knows(self.stay.unit.service, need)

    def _gap(self) -> int:
        share = self.world.scenario.practice.asks_anew_share
        return visits_until(share, self.stay.chance(Decision.LOOKS_AGAIN, self.looked)) if share > 0.0 else NEVER

    def _next(self) -> int:
        nearest = self.asks_on
        for _, due in self.dues:
            if self.looked < due < nearest:
                nearest = due
        return nearest

    def _wanted(self, part: Part) -> bool:
        """Whether the client wants help with a need once it is seen: the same answer for as long as they are here."""
        return self.stay.chance(Decision.WANTED, part) < wanted_share(self.world.scenario.practice, part)


def asks_at_a_meeting(world: World, client: Client, unit: Unit, nth: int, meeting: int) -> None:
    """Whoever has contact without treating may ask again, too, for what they know of."""
    root, practice = world.root(unit.service), world.scenario.practice
    if client.chance(Decision.LOOKS_AGAIN, PARTS, nth, root, meeting) >= practice.asks_anew_share:
        return
    for part in client.person.parts:
        wanted = client.chance(Decision.WANTED, part, nth, root) < wanted_share(practice, part)
        if wanted and client.knows(unit.service, NEED_OF_PART[part]) and nobody_is_asked(client, part):
            asks_anew(world, client, unit, part, Reason.ASKED_ANEW)


def nobody_is_asked(client: Client, part: Part) -> bool:
    """Whether a need is open and nobody treats it, has it on the way or is asked about it; or no door was left."""
    request = client.requests[part]
    if request is None:
        return client.states[part] is NeedState.LATENT
    return request.stage is Stage.STANDS and len(request.denied_by) < NO_TAKER_ALONE


def asks_anew(world: World, client: Client, unit: Unit, part: Part, reason: Reason) -> None:
    """Refer a need; where every door had been tried, from the first on: by now one may answer otherwise."""
    request = client.requests[part]
    if request is None:
        world.refer_on(client, part, unit.service, unit.principal, reason)
        return
    door = admission.door_for(world, client, part, 0, request.assessed)
    if door is not None and request.wake(Woken.ASK_AGAIN):
        request.tried, request.door = 0, door
        request.denied_by.clear()
        request.sender, request.sender_principal, request.reason = unit.service, unit.principal, reason
