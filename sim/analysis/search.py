"""What is searched for: a range, a tolerance and a budget; and the windows of five points in which it is looked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.analysis.crossing import Stretch
from sim.analysis.curve import POINTS
from sim.terms.language import _

SearchPlace = tuple[float, int]
"""A point x and a replication, counted from 0."""

Answers = Mapping[SearchPlace, float | None]
"""What the oracle said; None where it is not defined."""


@dataclass(frozen=True, slots=True)
class Search:
    """From `low` to `high`, until a crossing is known to ± `tolerance` (units of x) or `budget` runs are spent.

    `first`: replications to begin with. `margin`: a mean that lies within ± `margin` everywhere counts as equal to 0;
    with 0 only answers that are exactly 0 do. Raises ValueError unless low < high, tolerance > 0, margin >= 0, first >=
    4 and the budget holds the first round.
    """

    low: float
    high: float
    tolerance: float
    budget: int
    first: int = 10
    margin: float = 0.0

    def __post_init__(self) -> None:
        """Check everything at once."""
        wrong = [
            sentence
            for sentence, holds in (
                (_("from {low} to {high}; valid: low below high", low=self.low, high=self.high), self.low < self.high),
                (_("tolerance {found}; valid: above 0", found=self.tolerance), self.tolerance > 0.0),
                (f"margin {self.margin}; valid: 0 or above", self.margin >= 0.0),  # not said: nobody is asked for it
                (f"first {self.first}; valid: 4 or more", self.first >= 4),  # not said: nobody is asked for it
                (
                    _("budget {found}; valid: {least} or more", found=self.budget, least=POINTS * self.first),
                    self.budget >= POINTS * self.first,
                ),
            )
            if not holds
        ]
        if wrong:
            raise ValueError("; ".join(wrong))

    def x(self, share: float) -> float:
        """Return the place at `share` of the range, exact at both ends."""
        return (1.0 - share) * self.low + share * self.high

    def wide(self, stretch: Stretch) -> float:
        """Return half the length of `stretch`, in units of x."""
        return stretch.half_width * (self.high - self.low)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Five points from `start` over `width`, and what of it is looked at: `low` to `high`; all shares of the range.

    `before`, `after`: the signs known beside that, 0 at the ends of the range. `rows`: replications it is first run in.
    """

    start: float
    width: float
    low: float
    high: float
    before: int
    after: int
    rows: int


def places(search: Search, window: Window, rows: int) -> tuple[SearchPlace, ...]:
    """Return the five points of `window`, in each of `rows` replications."""
    return tuple((x, r) for r in range(rows) for x in points_of(search, window))


def points_of(search: Search, window: Window) -> tuple[float, ...]:
    """Return the five points of `window`. Shares are dyadic, so windows share points exactly."""
    return tuple(search.x(window.start + window.width * k / (POINTS - 1)) for k in range(POINTS))
