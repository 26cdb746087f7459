"""A risk clock: a budget drawn once, spent at the current hazard; it rings when the budget is spent.

A hazard that changes only bends the clock. So the same client meets the same fate under two designs unless
something that bears on that risk differs. Source: conceptual model, section 3.
"""

from __future__ import annotations

from sim.chance.distributions import microday
from sim.terms.hazards import Steps, accumulated, day_reached

NEVER = float("inf")


class RiskClock:
    """One risk of one client: hazard = step of `steps` by days since `began`, times `factor`; budget from Exp(1)."""

    __slots__ = ("_seen", "began", "budget", "factor", "steps")

    def __init__(self, steps: Steps, budget: float, began: float, now: float, factor: float) -> None:
        self.steps = steps
        self.budget = budget
        self.began = began
        self.factor = factor
        self._seen = accumulated(steps, now - began) if now > began else 0.0

    def bend(self, now: float, factor: float) -> None:
        """Spend what has run since last time at the old factor; from `now` (days) on the hazard is times `factor`."""
        seen = accumulated(self.steps, now - self.began)
        self.budget -= self.factor * (seen - self._seen)
        self._seen = seen
        self.factor = factor

    def days_left(self, now: float) -> float:
        """Return the days from `now` until it rings at the current factor; infinity if never. Call after `bend`."""
        if self.factor <= 0.0:
            return NEVER
        budget = self.budget
        day = day_reached(self.steps, self._seen + budget / self.factor if budget > 0.0 else self._seen)
        if day == NEVER:
            return NEVER
        days = microday(self.began + day - now)
        return days if days > 0.0 else 0.0
