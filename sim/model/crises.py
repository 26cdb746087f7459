"""When a client is in crisis: a clock that runs in active use, faster soon after another crisis and for who is alone.

Nothing is drawn for it but one budget per crisis; what bears on it bends the clock. A carousel of crises (NB, chapter
1) arises where use, an untreated psychiatric need, being left alone and the last crisis come together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.chance.clock import NEVER
from sim.chance.distributions import exponential, microday
from sim.chance.keyed import Decision
from sim.model.alarm import Alarm
from sim.model.engine import LAST, Call
from sim.model.factors import crisis_factor, crisis_steps
from sim.model.stage import Stage
from sim.terms.hazards import EDGES
from sim.terms.words import Part

if TYPE_CHECKING:
    from sim.model.client import Client
    from sim.model.world import World

ACUTE, PSYCHIATRIC = Part.ACUTE, Part.PSYCHIATRIC
CRISIS_BUDGET = Decision.CRISIS_BUDGET
LONG_AGO = EDGES[-1]  # days: a crisis so far back bears on nothing


class Crises:
    """The crisis clocks of all clients; `rings` is what happens when one has run out."""

    __slots__ = ("alone_matters", "hazards", "rings", "steps", "world")

    def __init__(self, world: World, rings: Callable[[Client], None]) -> None:
        self.world = world
        self.hazards = world.scenario.hazards
        self.rings = rings
        self.steps = crisis_steps(self.hazards)
        self.alone_matters = self.hazards.crisis_factor_left_alone != 1.0

    def start(self, client: Client, last: float) -> None:
        """Draw the budget of the next crisis; the last one was on day `last`."""
        budget = exponential(client.chance(CRISIS_BUDGET, 0, client.crises))
        factor = self._factor(client)
        client.crisis_clock = Alarm(
            self.world, lambda: self._rings(client), self.steps, budget=budget, began=last, factor=factor
        )
        client.crisis_clock.set()

    def mind(self, client: Client) -> None:
        """Something that bears on the clock may have changed: bend it if it has."""
        clock = client.crisis_clock
        if clock is None or not (client.using or clock.factor > 0.0):
            return
        factor = self._factor(client)
        if factor != clock.factor:
            clock.turn(factor)

    def _factor(self, client: Client) -> float:
        """Return the factor now; whoever is abstinent, or in a crisis already, has no other."""
        if not client.using or client.requests[ACUTE] is not None or client.stays[ACUTE] is not None:
            return 0.0
        alone = self.alone_matters and self._left_alone(client)
        return crisis_factor(self.hazards, client.person.addiction_severity, client.untreated(PSYCHIATRIC), alone)

    def _left_alone(self, client: Client) -> bool:
        """Whether the client asks and has been refused, or has asked for long, with nobody to turn to."""
        now = self.world.env.now
        longest = self.hazards.left_alone_days
        soonest = NEVER
        for request in client.requests:
            if request is None or request.supported or request.stage is Stage.IN_INQUIRY:
                continue
            days = microday(request.began + longest - now)
            if request.refusals > 0 or days <= 0.0:
                return not client.in_contact()
            soonest = min(soonest, days)
        if client.alone_call is None and now + soonest < self.world.end_day:
            client.alone_call = Call(self.world.env, soonest, lambda _: self._has_waited(client), LAST)
        return False

    def _has_waited(self, client: Client) -> None:
        client.alone_call = None
        self.mind(client)

    def _rings(self, client: Client) -> None:
        self.rings(client)
        client.crises += 1
        self.start(client, self.world.env.now)
