"""A vacant post: how it is recruited to, what those who come bring, and the locums in it meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sim.chance.distributions import microday
from sim.chance.keyed import Decision, uniform
from sim.model.engine import Call
from sim.model.staff import Worker
from sim.terms.changes import Locums, StaffMove, TurnoverRises
from sim.terms.words import Kind, Role

if TYPE_CHECKING:
    from mypy_extensions import i64

    from sim.model.employment import Employment
    from sim.model.unit import Unit

NO_LOCUMS = Locums(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Post:
    """A post that falls vacant: how it is recruited to and what those who come bring. `key` gives it its chance."""

    role: Role
    fte: float
    key: i64
    name: str
    lead_days: float
    never_refilled: float
    dip: float
    recovery_days: float
    know_methods: float = 1.0
    training_days: float = 0.0
    absence: float = 0.0
    absence_days: float = 0.0
    locums: Locums = NO_LOCUMS


def post_of(worker: Worker, terms: StaffMove | TurnoverRises) -> Post:
    """Return the post that `worker` leaves behind, on the terms of a change."""
    post = Post(
        role=worker.role,
        fte=worker.fte,
        key=worker.key,
        name=worker.name,
        lead_days=lead_of(terms.recruitment_lead_days, worker.role),
        never_refilled=terms.never_refilled_share,
        dip=terms.dip,
        recovery_days=terms.recovery_days,
    )
    if isinstance(terms, TurnoverRises):
        return post
    return replace(
        post,
        know_methods=terms.know_methods_share,
        training_days=terms.training_days,
        absence=terms.absence,
        absence_days=terms.absence_days,
        locums=terms.locums,
    )


def lead_of(leads: tuple[tuple[Role, float], ...], role: Role) -> float:
    """Return the recruitment lead of `role` in days; 0 for a role that the design does not name."""
    return dict(leads).get(role, 0.0)


class Vacancy:
    """One vacant post until somebody is recruited, and the locums in it meanwhile."""

    __slots__ = ("employment", "filled", "locum", "nth", "post", "unit")

    def __init__(self, employment: Employment, unit: Unit, post: Post) -> None:
        self.employment, self.unit, self.post = employment, unit, post
        self.locum: Worker | None = None
        self.nth = 0
        self.filled = False

    def recruit(self, _: object) -> None:
        """Somebody is recruited: the post is filled, and a locum in it goes home."""
        if self.filled:  # the post has been closed
            return
        employment, post = self.employment, self.post
        world, unit = employment.world, self.unit.now_at()
        now = world.env.now
        self.filled = True
        employment.vacancies.remove(self)
        unit.recruiting -= 1
        new = employment.employ(unit, post.role, post.fte, post.name + "'")
        new.starts_low(now, post.dip, post.recovery_days)
        new.falls_ill_more(now, post.absence, post.absence_days)
        employment.write(Kind.STAFF_RECRUITED, new)
        if uniform(post.key, Decision.KNOWS_METHODS) >= post.know_methods:
            employment.train(new, now + microday(post.training_days))
        self._send_locum_home(unit)
        employment.reassign(unit, None)
        unit.resize(now)

    def hire_locum(self, _: object) -> None:
        """A locum comes, or the next one when the contract is over: a new worker for every client."""
        if self.filled:
            return
        employment, post, unit = self.employment, self.post, self.unit.now_at()
        before = self.locum
        self.nth += 1
        self.locum = new = employment.employ(unit, post.role, post.fte, f"{post.name}~{self.nth}", locum=True)
        employment.write(Kind.LOCUM_CAME, new)
        if before is not None:
            self._goes(unit, before)
        employment.reassign(unit, None)
        unit.resize(employment.world.env.now)
        Call(employment.world.env, microday(post.locums.contract_days), self.hire_locum)

    def goes_to(self, unit: Unit | None) -> None:
        """The unit closes: the vacant post goes to another, with whoever stands in; or (None) it is lost."""
        employment, old = self.employment, self.unit.now_at()
        old.recruiting -= 1
        if unit is None:
            employment.vacancies.remove(self)
            self.filled = True
            self._send_locum_home(old)
            employment.write_post(Kind.POST_NEVER_REFILLED, old, -1, self.post.fte, self.post.role)
            return
        unit.recruiting += 1
        self.unit = unit
        if self.locum is not None:
            employment.to_unit(self.locum, old, unit)

    def _send_locum_home(self, unit: Unit) -> None:
        if self.locum is not None:
            self._goes(unit, self.locum)
            self.locum = None

    def _goes(self, unit: Unit, locum: Worker) -> None:
        self.employment.write(Kind.LOCUM_LEFT, locum)
        unit.workers.remove(locum)
        self.employment.reassign(unit, locum)
