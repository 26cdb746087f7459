"""Workers and posts: who is employed where, how much they can hold, and what they know."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from sim.model.factors import productivity
from sim.terms.words import Role

if TYPE_CHECKING:
    from mypy_extensions import i64

LARGEST_POST = 1.0  # full time
NEVER = float("inf")
LEAST_POST = 0.05  # of full time: two hours a week are nobody's post, and nobody is handed a case by them (assumption)
SMALLEST_POST = 1e-6  # below this a share of a role is rounding, not a post


class Worker:
    """One person in one unit: role, FTE, how many clients, since when output recovers, and what they know.

    `leaving`: works on for the old employer while both admit. `locum`: hired for a time. `knows_methods`: the
    psychosocial methods, `trained_on`: when whoever learns them will. Whoever goes to another unit gets a new `index`
    there.
    """

    __slots__ = (
        "absence", "absent_until", "cases", "dip", "fte", "index", "key", "knows_methods", "leaving", "locum", "name",
        "recovery_days", "role", "since", "trained_on", "unit",
    )  # fmt: skip

    def __init__(self, index: int, key: i64, role: Role, fte: float, unit: int, name: str) -> None:
        self.index = index
        self.key = key
        self.role = role
        self.fte = fte
        self.unit = unit
        self.name = name
        self.cases = 0
        self.since = 0.0
        self.dip = 0.0
        self.recovery_days = 0.0
        self.absence = 0.0
        self.absent_until = 0.0
        self.knows_methods = True
        self.trained_on = NEVER
        self.leaving = False
        self.locum = False

    def starts_low(self, now: float, dip: float, recovery_days: float) -> None:
        """From `now` output starts at 1 - `dip` and recovers over `recovery_days`."""
        self.since, self.dip, self.recovery_days = now, dip, recovery_days

    def falls_ill_more(self, now: float, absence: float, days: float) -> None:
        """From `now` for `days` a further share `absence` of the output is lost to sick leave."""
        self.absence, self.absent_until = absence, now + days

    def output(self, now: float) -> float:
        """Return the FTE that this worker's output corresponds to now."""
        if not self.dip and not self.absence:
            return self.fte
        present = 1.0 - self.absence if now < self.absent_until else 1.0
        return self.fte * present * productivity(now - self.since, self.dip, self.recovery_days)


def posts_of(fte: float, roles: tuple[tuple[Role, float], ...]) -> list[tuple[Role, float]]:
    """Return the posts that make up `fte` when roles have these shares: as many full-time ones as fit, and a rest."""
    posts = []
    for role, share in roles:
        posts += [(role, part) for part in full_time_and_rest(fte * share)]
    return posts


def full_time_and_rest(fte: float) -> list[float]:
    """Return `fte` as full-time posts and a rest; a rest that is hardly a post is part of the last one."""
    if fte <= SMALLEST_POST:
        return []
    number = max(1, ceil(fte / LARGEST_POST - LEAST_POST))
    return [LARGEST_POST] * (number - 1) + [fte - (number - 1) * LARGEST_POST]
