"""Times of which some are never seen to end: Kaplan-Meier and cumulative incidence.

A median that is not reached is None, never left out and never NaN.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Values = dict[str, float | None]
"""Name of a measure → its value; None where it is not defined."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incidence:
    """The share to whom the event has happened by each of `days` (sorted). `n`: persons; 0 makes everything None.

    `followed_days`: the longest anyone was followed; `unresolved`: the share with neither the event nor a competing
    one then.
    """

    days: Array
    share: Array
    n: int
    followed_days: float
    unresolved: float

    def quantile(self, q: float) -> float | None:
        """Return the first day by which the share is at least `q`, None if it never is."""
        reached = np.flatnonzero(self.share >= q - 1e-12)
        return float(self.days[reached[0]]) if len(reached) else None

    def by(self, day: float) -> float | None:
        """Return the share by `day`, that day included.

        None if nobody was there, or if nobody was followed so far while more than 5 % were unresolved: then the share
        is unknown, not small. With less the curve is carried on flat.
        """
        if not self.n or (day > self.followed_days and self.unresolved > 0.05):
            return None
        i = int(np.searchsorted(self.days, day, side="right"))
        return float(self.share[i - 1]) if i else 0.0


def kaplan_meier(days: Array, happened: Array) -> Incidence:
    """Return one minus the Kaplan-Meier survival of `days`, where those with `happened` False are censored.

    Answers: how long is it for somebody who stays, if those who left had waited like those who stayed. Censoring on the
    day of an event counts as after it. Source: Kaplan and Meier (1958).
    """
    return cumulative_incidence(days, np.asarray(happened, dtype=np.int64))


def cumulative_incidence(days: Array, outcome: Array) -> Incidence:
    """Return the Aalen-Johansen incidence of `outcome` 1, with 2 as a competing event and 0 as censored.

    Answers: to what share has it happened, the competing ones having left for good. With no competing events this is
    Kaplan-Meier. Source: Aalen and Johansen (1978).
    """
    days, outcome = np.asarray(days, dtype=float), np.asarray(outcome)
    n = len(days)
    if not n:
        return Incidence(days=np.empty(0), share=np.empty(0), n=0, followed_days=0.0, unresolved=1.0)
    order = np.lexsort((outcome == 0, days))
    days, outcome = days[order], outcome[order]
    at_risk = np.arange(n, 0, -1)
    free = np.cumprod(np.where(outcome > 0, 1.0 - 1.0 / at_risk, 1.0))
    share = np.cumsum(np.where(outcome == 1, np.append(1.0, free[:-1]) / at_risk, 0.0))
    if not (outcome == 2).any():
        share = 1.0 - free  # the same, without the rounding of a sum
    share = np.clip(share, 0.0, 1.0)
    at = np.flatnonzero(np.append(days[1:] != days[:-1], True))  # the last of several on the same day
    return Incidence(days=days[at], share=share[at], n=n, followed_days=float(days[-1]), unresolved=float(free[-1]))


def median(values: Array) -> float | None:
    """Return the plain median, None of nothing."""
    return float(np.median(values)) if len(values) else None


def ratio(part: float, whole: float) -> float | None:
    """Return part / whole, None if there is no whole."""
    return float(part) / float(whole) if whole > 0 else None
