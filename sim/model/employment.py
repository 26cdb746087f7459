"""Employment over time: turnover, vacancies and recruitment. What a design adds to it comes from `transition`.

Ordinary turnover changes the worker, not the number: the FTE of a scenario are filled posts, its usual vacancies
already out of them. What a change adds above the usual leaves a post empty until somebody is recruited, or for good.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.chance.distributions import exponential, microday
from sim.chance.keyed import Decision, key_of, uniform
from sim.model.engine import Call
from sim.model.staff import Worker
from sim.terms.words import Kind, Role

if TYPE_CHECKING:
    from sim.model.unit import Unit
    from sim.model.world import World

DAYS_A_YEAR = 365.0
DAYS_A_MONTH = DAYS_A_YEAR / 12.0


class Employment:
    """All workers of all units, and the comings and goings among them."""

    __slots__ = ("world",)

    def __init__(self, world: World) -> None:
        self.world = world

    def employ(self, unit: Unit, role: Role, fte: float, name: str) -> Worker:
        """Put a person in a post of `unit` and start the clock of ordinary turnover. Rows are written by the caller."""
        world = self.world
        worker = Worker(len(world.workers), key_of(world.seed, world.replication, name), role, fte, unit.index, name)
        world.workers.append(worker)
        unit.workers.append(worker)
        rate = world.scenario.practice.turnover_per_year / DAYS_A_YEAR
        if rate > 0.0 and fte > 0.0:
            days = microday(exponential(uniform(worker.key, Decision.TURNOVER)) / rate)
            if world.env.now + days < world.end_day:
                Call(world.env, days, lambda _: self._replaced(worker))
        return worker

    def write(self, kind: Kind, worker: Worker, to_principal: int = -1) -> None:
        """Write a staff row: FTE and role of a worker in the unit where they are employed."""
        unit = self.world.units[worker.unit]
        self.world.recorder.write(
            self.world.env.now,
            -1,
            kind,
            service=unit.service,
            unit=unit.index,
            principal=unit.principal,
            to_principal=to_principal,
            worker=worker.index,
            value=worker.fte,
            extra=float(worker.role),
        )

    def _replaced(self, worker: Worker) -> None:
        """Ordinary turnover: somebody leaves, somebody else takes the post and the clients."""
        unit = self.world.units[worker.unit]
        if worker not in unit.workers:
            return
        new = self.employ(unit, worker.role, worker.fte, worker.name + "+")
        new.since, new.dip, new.recovery_days = worker.since, worker.dip, worker.recovery_days
        unit.workers.remove(worker)
        self.write(Kind.STAFF_RESIGNED, worker)
        self.write(Kind.STAFF_RECRUITED, new)
        self.reassign(unit, worker)

    def vacate(
        self,
        unit: Unit,
        worker: Worker,
        lead_days: float,
        never_refilled: float,
        dip: float = 0.0,
        recovery: float = 0.0,
    ) -> None:
        """A post falls vacant: it is recruited to after `lead_days`, or never; the unit holds fewer meanwhile."""
        world = self.world
        unit.workers.remove(worker)
        self.write(Kind.POST_OPENED, worker)
        self.reassign(unit, worker)
        if uniform(worker.key, Decision.REFILLED) < never_refilled:
            self.write(Kind.POST_NEVER_REFILLED, worker)
        else:

            def recruited(_: object) -> None:
                new = self.employ(unit, worker.role, worker.fte, worker.name + "'")
                new.starts_low(world.env.now, dip, recovery)
                self.write(Kind.STAFF_RECRUITED, new)
                unit.resize(world.env.now)

            # The time to recruit is as uncertain as its mean is long, so it is drawn exponentially.
            days = microday(exponential(uniform(worker.key, Decision.RECRUITMENT)) * lead_days)
            Call(world.env, days, recruited)
        unit.resize(world.env.now)

    def reassign(self, unit: Unit, worker: Worker) -> None:
        """Give the clients of a worker who has gone to those who are left; each gets one new worker."""
        for stay in list(unit.stays.values()):
            if stay.worker is worker:
                worker.cases -= 1
                stay.worker = unit.choose_worker()
                if stay.worker is not None:
                    stay.worker.cases += 1
                    stay.log(Kind.NEW_WORKER)
