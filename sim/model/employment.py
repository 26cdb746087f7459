"""Employment over time: turnover, and people and posts that come, go and move. What a design adds: `transition`.

Ordinary turnover changes the worker, not the number: the FTE of a scenario are filled posts, its usual vacancies
already out of them. What a change adds above the usual leaves a post empty until somebody is recruited, or for good.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from sim.chance.distributions import exponential, microday
from sim.chance.keyed import Decision, key_of, uniform
from sim.model.engine import Call
from sim.model.staff import SMALLEST_POST, Worker
from sim.model.staying import Staying
from sim.model.vacancy import Post, Vacancy, post_of
from sim.terms.changes import TurnoverRises
from sim.terms.words import Kind, Principal, Role

if TYPE_CHECKING:
    from sim.model.unit import Unit
    from sim.model.world import World

DAYS_A_YEAR = 365.0


class Employment:
    """All workers of all units, and the comings and goings among them."""

    __slots__ = ("rises", "staying", "vacancies", "world")

    def __init__(self, world: World) -> None:
        self.world = world
        self.rises: list[TurnoverRises] = []
        self.staying = Staying(world)
        self.vacancies: list[Vacancy] = []  # posts that somebody is sought for

    def employ(self, unit: Unit, role: Role, fte: float, name: str, locum: bool = False) -> Worker:
        """Put a person in a post of `unit` and start the clock of turnover. Rows are written by the caller."""
        world = self.world
        key = key_of(world.seed, world.replication, name)
        worker = Worker(index=world.number_worker(role, unit), key=key, role=role, fte=fte, unit=unit.index, name=name)
        worker.locum = locum
        unit.workers.append(worker)
        if locum:
            return worker
        rate = world.scenario.practice.turnover_per_year / DAYS_A_YEAR
        if rate > 0.0 and fte > 0.0:
            days = microday(exponential(uniform(worker.key, Decision.TURNOVER)) / rate)
            if world.env.now + days < world.end_day:
                Call(world.env, days, lambda _: self._replaced(worker))
        for rise in self.rises:
            self.expose(unit, worker, rise)
        return worker

    def write(self, kind: Kind, worker: Worker, to_principal: int = -1) -> None:
        """Write a staff row: FTE and role of a worker in the unit where they are employed."""
        self.write_post(kind, self.world.units[worker.unit], worker.index, worker.fte, worker.role, to_principal)

    def write_post(
        self, kind: Kind, unit: Unit, worker: int, fte: float, role: Role, to_principal: int = -1, to_service: int = -1
    ) -> None:
        """Write a staff row about a post in `unit`; `worker` -1: nobody has held it."""
        self.world.recorder.write(
            self.world.env.now,
            -1,
            kind,
            service=unit.service,
            unit=unit.index,
            principal=unit.employer,
            to_service=to_service,
            to_principal=to_principal,
            worker=worker,
            value=fte,
            extra=float(role),
        )

    # Turnover ---------------------------------------------------------------------------------------------------

    def _replaced(self, worker: Worker) -> None:
        """Ordinary turnover: somebody leaves, somebody else takes post and clients; or the post goes elsewhere."""
        unit = self.world.units[worker.unit]
        if worker not in unit.workers or worker.leaving:
            return
        due = self.staying.due(unit, worker.fte)
        left = _left(worker.fte, due)
        new = self.employ(unit, worker.role, left, worker.name + "+") if left > SMALLEST_POST else None
        if new is not None:
            self._takes_after(new, worker)
        unit.workers.remove(worker)
        self.write(Kind.STAFF_RESIGNED, worker)
        if new is not None:
            self.write(Kind.STAFF_RECRUITED, new)
        self.reassign(unit, worker)
        for post, elsewhere in due:
            self.open_post(elsewhere, post, worker.index)
        if due:
            unit.resize(self.world.env.now)

    def rise(self, change: TurnoverRises) -> None:
        """For a time more people leave than usual, those who come meanwhile included."""
        self.rises.append(change)
        for unit in self.world.units:
            for worker in list(unit.workers):
                self.expose(unit, worker, change)

    def expose(self, unit: Unit, worker: Worker, rise: TurnoverRises) -> None:
        """Let a worker leave sooner, if the unit is among those whom `rise` is about and it still lasts."""
        now = self.world.env.now
        rate = self.world.scenario.practice.turnover_per_year * (rise.factor - 1.0) / DAYS_A_YEAR
        if rate <= 0.0 or not _is_about(rise, unit) or now >= rise.until_day or worker.locum:
            return
        nth = int(rise.day)  # each rise has a number of its own
        days = microday(exponential(uniform(worker.key, Decision.EXTRA_TURNOVER, nth=nth)) / rate)
        if now + days < min(rise.until_day, self.world.end_day):
            Call(self.world.env, days, partial(self._leaves, worker, rise))

    def _leaves(self, worker: Worker, rise: TurnoverRises, _: object) -> None:
        unit = self.world.units[worker.unit]
        if worker in unit.workers and not worker.leaving:
            self.leave(unit, worker, Kind.STAFF_RESIGNED)
            due = self.staying.due(unit, worker.fte)
            for post, elsewhere in due:
                self.open_post(elsewhere, post, worker.index)
            left = _left(worker.fte, due)
            if left > SMALLEST_POST:
                self.open_post(unit, replace(post_of(worker, rise), fte=left), worker.index)

    # Vacant posts -----------------------------------------------------------------------------------------------

    def leave(self, unit: Unit, worker: Worker, kind: Kind, to: int = -1) -> None:
        """Somebody goes for the reason `kind`; their clients get somebody else, and the unit holds fewer."""
        self.write(kind, worker, to)
        unit.workers.remove(worker)
        self._reassign_soon(unit, worker)
        unit.resize(self.world.env.now)

    def open_post(self, unit: Unit, post: Post, held_by: int, begins: float = 0.0) -> None:
        """A post is vacant: a locum may fill it until somebody is recruited; or it is never refilled.

        `held_by`: index of the worker who held it, -1 for a new post. Nobody works in it before the day `begins`.
        """
        world, there = self.world, unit.posts_at(post.role)
        self.write_post(Kind.POST_OPENED, there or unit, held_by, post.fte, post.role)
        if there is None or uniform(post.key, Decision.REFILLED) < post.never_refilled:
            self.write_post(Kind.POST_NEVER_REFILLED, there or unit, held_by, post.fte, post.role)
            return
        there.recruiting += 1
        vacancy = Vacancy(self, there, post)
        self.vacancies.append(vacancy)
        # The time to recruit is as uncertain as its mean is long, so it is drawn exponentially.
        ahead = max(begins - world.env.now, 0.0)
        days = max(microday(exponential(uniform(post.key, Decision.RECRUITMENT)) * post.lead_days), ahead)
        Call(world.env, days, vacancy.recruit)
        locum_days = max(post.locums.lead_days, ahead)
        if uniform(post.key, Decision.LOCUM) < post.locums.share and locum_days < days:
            Call(world.env, microday(locum_days), vacancy.hire_locum)

    def reassign(self, unit: Unit, gone: Worker | None) -> None:
        """Give the clients of a worker who has gone, or (None) of nobody, to those who are there; each gets one."""
        here = unit.now_at()
        if gone in here.workers:  # the whole unit has gone to another place, and the worker along
            return
        for stay in list(here.stays.values()):
            if stay.worker is gone:
                stay.changes_worker()

    def _reassign_soon(self, unit: Unit, gone: Worker) -> None:
        """Reassign when all who go on this instant have gone, and whoever keeps a client has taken them along."""
        Call(self.world.env, 0.0, lambda _: self.reassign(unit, gone))

    # Knowledge of methods ---------------------------------------------------------------------------------------

    def train(self, worker: Worker, until: float) -> None:
        """A worker who does not know the methods learns them until a day."""
        world = self.world
        worker.knows_methods, worker.trained_on = False, until
        if until < world.end_day:
            Call(world.env, microday(max(until - world.env.now, 0.0)), partial(self._learns, worker))

    def _learns(self, worker: Worker, _: object) -> None:
        worker.knows_methods = True
        unit = self.world.units[worker.unit]
        if worker in unit.workers:
            unit.resize(self.world.env.now)

    def _takes_after(self, new: Worker, worker: Worker) -> None:
        """The post is as far as it was: output, absence, and knowledge that is still being learnt."""
        new.since, new.dip, new.recovery_days = worker.since, worker.dip, worker.recovery_days
        new.absence, new.absent_until = worker.absence, worker.absent_until
        if not worker.knows_methods:
            self.train(new, worker.trained_on)

    # Moving between units ---------------------------------------------------------------------------------------

    def to_unit(self, worker: Worker, source: Unit, target: Unit) -> None:
        """A person goes from one unit to another with the post; the clients of the old unit get somebody else."""
        if worker.locum:
            self.write(Kind.LOCUM_LEFT, worker)
        else:
            self._write_way(worker, worker.fte, source, target)
        source.workers.remove(worker)
        self._reassign_soon(source, worker)
        worker.index, worker.unit = self.world.number_worker(worker.role, target), target.index
        target.workers.append(worker)
        self.write(Kind.LOCUM_CAME if worker.locum else Kind.STAFF_EMPLOYED, worker)
        for rise in self.rises:
            if not _is_about(rise, source):  # else they are exposed to it already
                self.expose(target, worker, rise)

    def split(self, worker: Worker, fte: float, target: Unit) -> Worker:
        """Part of a post becomes a post of its own, with the same person's knowledge; it is to go to `target`."""
        unit = self.world.units[worker.unit]
        self._write_way(worker, fte, unit, unit)
        worker.fte -= fte
        part = self.employ(unit, worker.role, fte, f"{worker.name}/{target.service.name}/{target.at.place}")
        self._takes_after(part, worker)
        self.write(Kind.STAFF_EMPLOYED, part)
        return part

    def _write_way(self, worker: Worker, fte: float, source: Unit, target: Unit) -> None:
        to: Principal = target.principal
        self.write_post(Kind.STAFF_TO_UNIT, source, worker.index, fte, worker.role, to, target.service)


def _left(fte: float, due: list[tuple[Post, Unit]]) -> float:
    """Return what is left of a post of `fte` when part of it goes elsewhere."""
    for post, _ in due:
        fte -= post.fte
    return fte


def _is_about(rise: TurnoverRises, unit: Unit) -> bool:
    """Whether a rise in turnover is about the people of `unit`."""
    return unit.service in rise.services and unit.at.municipalities[0] in rise.municipalities
