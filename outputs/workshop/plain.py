"""Numbers as JSON has them: no NaN, no infinity, no numpy; and wholes that add up to a hundred."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor, isfinite
from typing import Any

from sim.comparison.results import Summary
from sim.comparison.small_groups import mean_alone
from sim.comparison.statistics import FEWEST


def plain(x: Any, digits: int | None = None) -> float | None:
    """Return a number as JSON can hold it, None where there is none; rounded to `digits` decimals if given."""
    if x is None or not isfinite(x):
        return None
    return float(x) if digits is None else round(float(x), digits)


def interval(summary: Summary | None) -> dict[str, float | int | None]:
    """Return mean, ends of its 95 % interval (see `sure`) and over how many replications; None and 0 if none."""
    if summary is None:
        return {"mean": None, "low": None, "high": None, "n": 0}
    told = sure(summary)
    return {"mean": plain(told.mean), "low": plain(told.low), "high": plain(told.high), "n": told.n}


def sure(summary: Summary) -> Summary:
    """Return a summary without its interval where fewer than five replications are behind it: it would say nothing.

    That two designs are alike to the last row is known from one.
    """
    return summary if summary.n >= FEWEST or summary.low == 0 == summary.high else mean_alone(summary)


def mean_of(measures: Mapping[str, Summary], name: str) -> float | None:
    """Return the mean of a measure, None where it has none."""
    found = measures.get(name)
    return None if found is None else plain(found.mean)


def of_a_hundred(shares: Sequence[float | None]) -> list[int] | None:
    """Return shares of one whole as whole numbers that add up to 100, by largest remainder; None where one is unknown.

    Of two remainders that are the same the earlier is rounded up, so that the same shares give the same numbers.
    """
    known = [share for share in shares if share is not None]
    sum_of = sum(known)
    if len(known) < len(shares) or sum_of <= 0.0:
        return None
    exact = [100.0 * share / sum_of for share in known]
    whole = [floor(x + 1e-9) for x in exact]
    behind = sorted(range(len(exact)), key=lambda i: (whole[i] - exact[i], i))
    for i in behind[: 100 - sum(whole)]:
        whole[i] += 1
    return whole
