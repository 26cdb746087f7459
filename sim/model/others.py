"""Other patients: people outside this model who share places and queues with the clients.

Their visits are not simulated, their places are. All that will happen to them is drawn before the run, in order of
arrival; they stand in line in that order, and whoever has lost patience when their turn comes has given up. So a
unit that is full costs no event for those who join its queue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.chance.blocks import Floats, days_reached, exponentials, uniforms
from sim.chance.distributions import MICRODAY, exponential, microday
from sim.chance.keyed import Decision, key_of, uniform
from sim.model.engine import Call
from sim.model.recorder import NONE, packed
from sim.terms.scenario import Others
from sim.terms.words import Kind

if TYPE_CHECKING:
    from mypy_extensions import i64

    from sim.model.unit import Unit
    from sim.model.world import World

DAYS_A_YEAR = 365.0
BLOCK = 4096  # numbers drawn at a time: changes nothing but speed and memory
NEVER = float("inf")
ADMITTED, GAVE_UP = Kind.OTHER_PATIENT_ADMITTED, Kind.OTHER_PATIENT_GAVE_UP


def arrival_days(key: i64, per_year: float, start: float, end: float) -> Floats:
    """Return the days on which a Poisson stream arrives from `start` to `end`, from the stream's own numbers."""
    days: list[Floats] = []
    day, first = start, 1
    while day < end:
        gaps = np.round(
            exponentials(uniforms(key, Decision.OTHER_GAP, first, first + BLOCK)) * DAYS_A_YEAR / per_year, 6
        )
        gaps[0] += day
        block = np.cumsum(gaps)
        days.append(block)
        day, first = float(block[-1]), first + BLOCK
    together = np.concatenate(days) if days else np.empty(0)
    return np.asarray(together[together < end])


class Stream:
    """The others of one unit, by priority class in order of arrival: when they came, how long they wait and stay."""

    __slots__ = ("arrived", "coming", "leaves", "next", "pending", "stays", "unit", "world")

    def __init__(self, world: World, unit: Unit, others: Others) -> None:
        self.world = world
        self.unit = unit
        self.pending = False
        name = f"others/{world.root(unit.service).name}/{unit.at.line.name}/{unit.at.place}"
        key = key_of(world.seed, world.replication, name)
        days = arrival_days(key, others.arrivals_per_year, -others.starting_wait_days, world.end_day)
        last = len(days) + 1
        hazard = exponentials(uniforms(key, Decision.OTHER_PATIENCE, 1, last))
        patience = np.round(days_reached(others.giving_up, hazard), MICRODAY)
        leaves = days + patience
        stays = np.round(exponentials(uniforms(key, Decision.OTHER_STAY, 1, last)) * others.days_in_care, MICRODAY)
        urgent = uniforms(key, Decision.OTHER_URGENT, 1, last) < others.urgent_share
        # The queue of day 0: ordinary patients who came before and have not lost patience. The urgent wait less.
        present = (leaves > 0.0) & ((days >= 0.0) | ~urgent)
        classes = [present & urgent, present & ~urgent]
        self.arrived: list[list[float]] = [[*days[c].tolist(), NEVER] for c in classes]
        self.leaves: list[list[float]] = [[*leaves[c].tolist(), NEVER] for c in classes]
        self.stays: list[list[float]] = [stays[c].tolist() for c in classes]
        self.next = [0, 0]
        self.coming = [arrived[0] for arrived in self.arrived]  # since when the next of each class has waited, or will
        self._fill_places(key, others)

    def _fill_places(self, key: i64, others: Others) -> None:
        """Those in care on day 0: as many as usual; exponential stays have no memory, so the rest is a whole draw."""
        usual = others.arrivals_per_year * others.days_in_care / DAYS_A_YEAR
        for nth in range(int(min(usual, max(self.unit.places - self.unit.occupied, 0.0)))):
            days = exponential(uniform(key, Decision.OTHER_STOCK, nth=nth)) * others.days_in_care
            self.unit.occupied += 1
            Call(self.world.env, microday(days), self.unit.release)

    def offer(self, urgency: int) -> bool:
        """Offer a place to the first of a class; False if they had lost patience before."""
        nth = self.next[urgency]
        self.next[urgency] = nth + 1
        arrived, leaves = self.coming[urgency], self.leaves[urgency][nth]
        self.coming[urgency] = self.arrived[urgency][nth + 1]
        world, unit = self.world, self.unit
        now = world.env.now
        came = now <= leaves
        world.recorder.append(
            packed(
                now, NONE, ADMITTED if came else GAVE_UP, NONE, NONE, unit.service, unit.index, unit.principal,
                NONE, NONE, 0, NONE, (now if came else leaves) - arrived, urgency,
            )
        )  # fmt: skip
        if came:
            Call(world.env, self.stays[urgency][nth], unit.release)
        return came

    def call_when_next_comes(self) -> None:
        """The unit has room: wake it when the next of the others arrives."""
        if self.pending:
            return
        day = min(self.coming)
        if day != NEVER:
            self.pending = True
            Call(self.world.env, max(microday(day - self.world.env.now), 0.0), self._comes)

    def _comes(self, _: Any) -> None:
        self.pending = False
        self.unit.fill()
