"""From the survey's counts to a county and a year, with every choice on the way stated.

The Norrbotten survey counts 527 seekers in 8 unnamed of 14 municipalities over 10 months (NB-003). Two things are
unknown: how much of the county the 8 hold, and how many of a year's seekers already came in the first ten months.
Nothing else in mellanrum may scale a survey count; a scaled number without its `how` does not exist.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import isfinite

from calibration.ledger import Ledger, load


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to both unknowns, and why.

    `county_factor`: county over the part that answered, at least 1. `time_exponent` in [0, 1]: persons grow with time
    to this power; 0 means that everybody came in the months counted, 1 that new persons come at the same pace.
    """

    county_factor: float
    time_exponent: float
    why: str


@dataclass(frozen=True, slots=True)
class ScaleUp:
    """Persons a year in the whole county: low, mid and high, each by its choice, and a sentence on how."""

    low: float
    mid: float
    high: float
    how: str


def scale_up(count: float, months: float, low: Choice, mid: Choice, high: Choice) -> ScaleUp:
    """Return persons in the county and in 12 months from `count` persons in part of it and `months` months.

    Each of the three is count × county_factor × (12 / months) ** time_exponent. Raises ValueError if a count or a
    choice is out of bounds, or if the three do not come out in order.
    """
    if not (isfinite(count) and count >= 0 and 0 < months <= 12):
        raise ValueError(f"count {count} and months {months}: count must be at least 0 and months in (0, 12]")
    for choice in (low, mid, high):
        if not (isfinite(choice.county_factor) and choice.county_factor >= 1 and 0 <= choice.time_exponent <= 1):
            raise ValueError(f"{choice}: county_factor must be at least 1 and time_exponent in [0, 1]")
    numbers = [count * c.county_factor * (12 / months) ** c.time_exponent for c in (low, mid, high)]
    if numbers != sorted(numbers):
        raise ValueError(f"low, mid, high came out as {numbers}: the choices are not in order")
    told = "; ".join(
        f"{name} {n:.0f} = × {c.county_factor:.3g} × (12/{months:g})^{c.time_exponent:g}: {c.why}"
        for name, n, c in zip(("low", "mid", "high"), numbers, (low, mid, high), strict=True)
    )
    how = f"{count:g} persons in part of the county over {months:g} months. {told}."
    return ScaleUp(numbers[0], numbers[1], numbers[2], how)


def factors_of_subsets(populations: Sequence[float], answering: int) -> list[float]:
    """Return county population over that of the answering, for every set of `answering` municipalities, ascending.

    Each set counts once: the list is the distribution if every set is equally likely to have answered.
    """
    if not 0 < answering <= len(populations):
        raise ValueError(f"answering {answering}: must be from 1 to {len(populations)}")
    county = sum(populations)
    return sorted(county / sum(some) for some in combinations(populations, answering))


def norrbotten_bounds(ledger: Ledger | None = None) -> ScaleUp:
    """Return the widest range that the survey allows for municipal seekers a year (NB-003, NB-057).

    Low: the 8 largest answered and nobody new came after October. High: the 8 smallest answered and new persons kept
    coming at the same pace. Mid: the 8 hold 8/14 of the county, and time counts by its square root.
    """
    ledger = ledger or load()
    factor = ledger.get("NB-057")
    if factor.lowest is None or factor.number is None or factor.highest is None:
        raise ValueError("NB-057 must hold a value and a range")
    return scale_up(
        _number(ledger, "NB-003"),
        10,
        Choice(factor.lowest, 0.0, "the 8 largest answered, nobody new in two months more"),
        Choice(factor.number, 0.5, "the 8 hold 8/14 of the county, new persons by the square root of time"),
        Choice(factor.highest, 1.0, "the 8 smallest answered, new persons at the same pace"),
    )


def norrbotten_likely(ledger: Ledger | None = None) -> ScaleUp:
    """Return the range of municipal seekers a year if any 8 of the 14 were equally likely to answer (NB-003).

    Populations: X022 to X048, all ages, 31 December 2025. Low and high: the 5th and 95th percentile of the county
    factor over all 3,003 sets of 8; mid: its median. Time as in `norrbotten_bounds`.
    """
    ledger = ledger or load()
    populations = [_number(ledger, f"X{i:03d}") for i in range(22, 50, 2)]
    factors = factors_of_subsets(populations, round(_number(ledger, "NB-002")))
    low, mid, high = (factors[int(share * (len(factors) - 1))] for share in (0.05, 0.5, 0.95))
    return scale_up(
        _number(ledger, "NB-003"),
        10,
        Choice(low, 0.0, "5th percentile of all sets of 8, nobody new in two months more"),
        Choice(mid, 0.5, "median of all sets of 8, new persons by the square root of time"),
        Choice(high, 1.0, "95th percentile of all sets of 8, new persons at the same pace"),
    )


def _number(ledger: Ledger, figure_id: str) -> float:
    number = ledger.get(figure_id).number
    if number is None:
        raise ValueError(f"{figure_id} must be a number")
    return number
