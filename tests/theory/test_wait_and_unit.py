"""The model's own queue, wait, patience and keyed chance, driven by plain customers, reproduce M/G/1 and Erlang-A.

Customers wait as clients do: a generator process that stands in a `Unit`'s queue through `wait_or_leave` and is woken
by a place or by a `RiskClock` that runs out of budget.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from math import exp
from typing import Any

import pytest

from sim.chance.clock import NEVER, RiskClock
from sim.chance.distributions import exponential, lognormal
from sim.chance.keyed import Decision, key_of, uniform
from sim.model.engine import Agenda, Wait, Woken
from sim.model.unit import Unit
from sim.terms.words import Service
from tests.scenarios_for_tests import NONE, spec, unit
from tests.theory.customers import Customer, later
from tests.theory.exact import agrees, erlang_a, pollaczek_khinchine

REPLICATIONS = 40
LONG_ENOUGH = 200.0
"""Days after the last has come; stays have a mean of one."""


@dataclass
class Shop:
    """One unit, a Poisson stream of `per_day` to it, stays of days that `stay` makes of a number in (0, 1)."""

    seed: int
    replication: int
    servers: int
    per_day: float
    stay: Callable[[float], float]
    giving_up: float
    customers: int
    waits: list[float] = field(default_factory=list)
    left: int = 0
    have_come: int = 0

    def run(self) -> None:
        """Let everybody come, and stop when the last has had time to go."""
        self.env = Agenda()
        at = unit(Service.MUNICIPAL_OUTPATIENT, places=float(self.servers))
        self.unit = Unit(self.env, 0, at, spec(Service.MUNICIPAL_OUTPATIENT), (0.0,))
        self.unit.resize(0.0)
        self.key = key_of(self.seed, self.replication, "shop")
        self.env.process(self._stream())
        self.env.run(until=LONG_ENOUGH + 2.0 * self.customers / self.per_day)
        assert self.have_come == self.customers
        assert not any(self.unit.queues)

    def _stream(self) -> Generator[Any, Any, None]:
        for nth in range(self.customers):
            gap = round(exponential(uniform(self.key, Decision.ARRIVAL_GAP, nth=nth)) / self.per_day, 6)
            yield from Wait(self.env).wait_or_leave(gap)
            self.env.process(self._visit(nth))
            self.have_come += 1

    def _visit(self, nth: int) -> Generator[Any, Any, None]:
        env = self.env
        came = env.now
        patience = None
        if self.giving_up > 0.0:
            steps = (self.giving_up, self.giving_up, self.giving_up, self.giving_up)
            budget = exponential(uniform(self.key, Decision.GIVE_UP_BUDGET, nth=nth))
            patience = RiskClock(steps, budget, came, came, 1.0).days_left(came)
        why = yield from Customer(self.unit, env).wait(patience)
        if nth >= self.customers // 10:  # the shop was empty in the morning
            self.waits.append(env.now - came)
            self.left += why is Woken.GAVE_UP
        if why is Woken.PLACE:
            days = self.stay(uniform(self.key, Decision.STAY_DAYS, nth=nth))
            later(env, round(days, 6), self.unit.release)


def shops(
    seed: int, servers: int, load: float, stay: Callable[[float], float], customers: int, giving_up: float = 0.0
) -> list[Shop]:
    """Return `REPLICATIONS` shops that have been run; stays have a mean of one day."""
    made = [
        Shop(
            seed=seed,
            replication=n,
            servers=servers,
            per_day=load * servers,
            stay=stay,
            giving_up=giving_up,
            customers=customers,
        )
        for n in range(REPLICATIONS)
    ]
    for shop in made:
        shop.run()
    return made


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


@pytest.mark.parametrize("sigma", [0.5, 0.9])
def test_mg1_with_lognormal_service(sigma: float, name_seed: int) -> None:
    load = 0.4
    median = exp(-sigma * sigma / 2.0)
    made = shops(
        name_seed, 1, load, lambda u: lognormal((median, sigma), u), customers=8_000 if sigma < 0.7 else 15_000
    )
    exact = pollaczek_khinchine(load, 1.0, exp(sigma * sigma))
    assert agrees([mean(s.waits) for s in made], exact, 0.02) is None


def test_erlang_a(name_seed: int) -> None:
    servers, load, giving_up = 4, 1.1, 0.5
    made = shops(name_seed, servers, load, exponential, 5_000, giving_up)
    share, wait = erlang_a(servers, load * servers, 1.0, giving_up)
    assert agrees([s.left / len(s.waits) for s in made], share, 0.02) is None
    assert agrees([mean(s.waits) for s in made], wait, 0.02) is None


def test_nobody_gives_up_who_has_all_the_time_in_the_world() -> None:
    assert RiskClock(NONE, 1.0, 0.0, 0.0, 1.0).days_left(0.0) == NEVER
