"""Which design is best, by running those that may be and no others: the fully sequential procedure KN.

With probability at least 1 - alpha the design that is left is the best one, if the best is better than every other by
`delta` or more; otherwise one that is within `delta` of it. Every replication adds one observation to each survivor.
The variances are those of differences, so common random numbers make it stop earlier. Source: Kim and Nelson (2001), A
fully sequential procedure for indifference-zone selection in simulation, ACM TOMACS 11, 251-273 (with c = 1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import floor, isfinite

import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True)
class Race:
    """A selection under way; `observe` gives the next one.

    `delta`: the smallest difference worth telling, in the outcome's unit. `first`: n_0, observations before anybody can
    leave. `survivors`: designs by number. `observations`: of each survivor. `sums`: of each design's observations,
    those of the eliminated as they were. `start`: the first observations, a row per replication. `reach`: h² S² /
    delta² of each pair of designs, empty until the first observations are there: how many observations their difference
    may take.
    """

    delta: float
    alpha: float
    first: int
    lower_is_better: bool
    survivors: tuple[int, ...]
    observations: int
    sums: tuple[float, ...]
    start: tuple[tuple[float, ...], ...]
    reach: tuple[tuple[float, ...], ...]

    @property
    def at_most(self) -> int | None:
        """The observations per survivor after which the race is over; None until the first ones are there."""
        if not self.reach:
            return None
        return 1 + floor(max((self.reach[i][j] for i in self.survivors for j in self.survivors if i != j), default=0.0))

    @property
    def finished(self) -> bool:
        """Whether one is left, or several that are exactly equal and always will be."""
        return len(self.survivors) == 1 or (self.at_most is not None and self.observations >= self.at_most)

    def mean(self, design: int) -> float:
        """Return the mean of a survivor's observations. Raises ZeroDivisionError before the first."""
        return self.sums[design] / self.observations


def start(designs: int, delta: float, *, alpha: float = 0.05, first: int = 10, lower_is_better: bool = True) -> Race:
    """Return a race in which nothing has been observed.

    `first`: 10 is an assumption; with fewer the variances are so unsure that the race becomes long. Raises ValueError
    unless there are two designs or more, delta > 0, 0 < alpha < 1 - 1/designs, and first >= 2.
    """
    wrong = [
        sentence
        for sentence, holds in (
            # not said: whoever calls has checked
            (f"designs {designs}; valid: 2 or more", designs >= 2),
            # not said: whoever calls has checked
            (f"delta {delta}; valid: above 0", delta > 0.0 and isfinite(delta)),
            # not said: whoever calls has checked
            (f"alpha {alpha}; valid: above 0, below 1 - 1/designs", 0.0 < alpha < 1.0 - 1.0 / max(designs, 1)),
            # not said: whoever calls has checked
            (f"first {first}; valid: 2 or more", first >= 2),
        )
        if not holds
    ]
    if wrong:
        raise ValueError("; ".join(wrong))
    everybody = tuple(range(designs))
    return Race(
        delta=delta,
        alpha=alpha,
        first=first,
        lower_is_better=lower_is_better,
        survivors=everybody,
        observations=0,
        sums=(0.0,) * designs,
        start=(),
        reach=(),
    )


def observe(race: Race, values: Mapping[int, float]) -> Race:
    """Return the race after one more replication: `values` holds one observation of every survivor, no more.

    Raises ValueError if others were observed, if a value is not a number, or if the race is finished.
    """
    if race.finished:
        # not said: whoever calls has checked
        raise ValueError("the race is finished")
    bad = sorted(design for design, value in values.items() if not isfinite(value))
    if set(values) != set(race.survivors) or bad:
        # not said: whoever calls has checked
        raise ValueError(f"observed {sorted(values)}, not numbers {bad}; valid: one number each of {race.survivors}")
    sums = tuple(total + values.get(design, 0.0) for design, total in enumerate(race.sums))
    n = race.observations + 1
    if n > race.first:
        return _screened(replace(race, observations=n, sums=sums))
    rows = (*race.start, tuple(values[design] for design in race.survivors))
    seen = replace(race, observations=n, sums=sums, start=rows)
    return _screened(replace(seen, reach=_reach(seen))) if n == race.first else seen


def _reach(race: Race) -> tuple[tuple[float, ...], ...]:
    """Return h² S²_ij / delta² for all pairs, S² the variance of their differences among the first observations."""
    k, freedom = len(race.sums), race.first - 1
    eta = 0.5 * ((2.0 * race.alpha / (k - 1)) ** (-2.0 / freedom) - 1.0)
    x = np.array(race.start)
    variance = (x[:, :, None] - x[:, None, :]).var(axis=0, ddof=1)
    return tuple(tuple(float(v) for v in row) for row in 2.0 * eta * freedom * variance / race.delta**2)


def _screened(race: Race) -> Race:
    """Return the race without those that another survivor has left behind by more than the pair still may differ."""
    sign = -1.0 if race.lower_is_better else 1.0
    n = race.observations

    def behind(i: int, j: int) -> bool:
        allowed = max(0.0, race.delta / (2.0 * n) * (race.reach[i][j] - n))
        return sign * race.mean(i) < sign * race.mean(j) - allowed

    left = tuple(i for i in race.survivors if not any(behind(i, j) for j in race.survivors if j != i))
    return replace(race, survivors=left)
