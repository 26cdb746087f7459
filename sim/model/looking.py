"""When a worker sees what else is open, and asks again: pure functions of shares, visits and numbers in (0, 1).

A plan's chance to see a need is spread over its visits, so that whoever stays for the whole plan is seen with the
chance that the file gives, however it is spread.
"""

from __future__ import annotations

from math import ceil, floor, log

NEVER = 10**9


def share_at_first(whole: float, first: float) -> float:
    """Return the chance that the first visit sees a need: of `whole` the share `first`, on the log scale."""
    return whole if whole >= 1.0 or first >= 1.0 else float(1.0 - (1.0 - whole) ** first)


def seen_on(whole: float, first: float, to_come: float, u: float) -> int:
    """Return the visit that sees the need with the number `u`, from 1; `NEVER` if the plan does not see it.

    What the first visit leaves of `whole` is spread evenly over the `to_come` visits after it.
    """
    if u >= whole:
        return NEVER
    if whole >= 1.0 or first >= 1.0:
        return 1
    seen = log(1.0 - u) / log(1.0 - whole)  # of the whole chance, on the log scale
    return 1 if seen < first else 1 + max(1, ceil((seen - first) / (1.0 - first) * to_come))


def visits_until(share: float, u: float) -> int:
    """Return the visits until something happens that each has the chance `share` of, from 1; `NEVER` at 0."""
    if share <= 0.0:
        return NEVER
    return 1 if share >= 1.0 else 1 + floor(log(u) / log(1.0 - share))
