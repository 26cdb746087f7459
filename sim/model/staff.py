"""Workers and posts: who is employed where, how much they can hold, and what becomes of a vacated post."""

from __future__ import annotations

from math import ceil

from sim.model.factors import productivity
from sim.terms.words import Role

LARGEST_POST = 1.0  # full time
SMALLEST_POST = 1e-6  # below this a share of a role is rounding, not a post


class Worker:
    """One person: role, FTE, where employed, how many clients, and since when output recovers."""

    __slots__ = ("cases", "dip", "fte", "index", "key", "name", "recovery_days", "role", "since", "unit")

    def __init__(self, index: int, key: int, role: Role, fte: float, unit: int, name: str) -> None:
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

    def starts_low(self, now: float, dip: float, recovery_days: float) -> None:
        """From `now` output starts at 1 - `dip` and recovers over `recovery_days`."""
        self.since, self.dip, self.recovery_days = now, dip, recovery_days

    def output(self, now: float) -> float:
        """Return the FTE that this worker's output corresponds to now."""
        return self.fte * productivity(now - self.since, self.dip, self.recovery_days) if self.dip else self.fte


def posts_of(fte: float, roles: tuple[tuple[Role, float], ...]) -> list[tuple[Role, float]]:
    """Return the posts that make up `fte` when roles have these shares: as many full-time ones as fit, and a rest."""
    posts = []
    for role, share in roles:
        of_role = fte * share
        number = ceil(of_role / LARGEST_POST - SMALLEST_POST)
        for nth in range(number):
            posts.append((role, min(LARGEST_POST, of_role - nth * LARGEST_POST)))
    return posts
