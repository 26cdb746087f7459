"""How many clients a post holds, and how long a place is held: the two sides of what a service can take in.

Pure functions of a service's plan. Posts by rule (`scenarios/build/staffing.py`), other patients and the units of a run
(`sim/model/unit.py`) read the same ones. Source: section 4, capacity and staffing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import exp
from statistics import NormalDist

from sim.terms.hazards import EDGES, Steps, accumulated
from sim.terms.scenario import Plan, ServiceSpec
from sim.terms.total import total

DAYS_A_YEAR = 365.0
NEVER = float("inf")
NO_LIMIT = 10**9
PARTS = 40
MIDDLES = tuple(NormalDist().inv_cdf((n + 0.5) / PARTS) for n in range(PARTS))
"""Normal quantiles: a lognormal stay is taken at the middle of each fortieth."""
THIRDS = (0.67, 1.0, 1.33)
"""How often clients miss beside the mean, the middle of each third: engagement spreads it from 0.5 to 1.5."""
MOST_MISSED = 0.9
"""A chance, so below 1; the same bound as in a run."""
FORGOTTEN = 1e-9
"""A chance below which a state is left out."""


def hours_a_year(plan: Plan) -> float:
    """Return the staff hours that one client's plan takes a year, some of its visits being in a group."""
    return plan.hours_per_visit * (1.0 - _saved_in_groups(plan)) * DAYS_A_YEAR / plan.interval_days


def _saved_in_groups(plan: Plan) -> float:
    """Return the share of the hours of a plan's visits that groups save, over the mix of methods."""
    if not plan.group_shares:
        return 0.0
    visits = total(n * weight for n, weight in plan.visits)
    in_groups = total(n * weight * g for (n, weight), g in zip(plan.visits, plan.group_shares, strict=True))
    return in_groups / visits * (1.0 - plan.group_hours_factor)


def places_of(fte: float, spec: ServiceSpec) -> float:
    """Return how many clients `fte` full-time equivalents hold: the smaller of caseload and hours.

    Hours: FTE x yearly hours x direct share over the hours that one plan takes a year (section 4, capacity).
    """
    by_caseload = fte * spec.caseload_per_fte
    hours = hours_a_year(spec.plan)
    if hours <= 0.0:
        return by_caseload
    return min(by_caseload, fte * spec.hours_per_fte_year * spec.direct_share / hours)


@cache
def days_held(plan: Plan) -> float:
    """Return the mean days for which a client holds a place: the booked first visit, then care until its end.

    Care ends when the visits of the plan have been attended or its days are over, when so many visits in a row are
    missed as its limit says, or when the client leaves. Some clients miss more than others (`THIRDS`). Load, travel and
    what leaving depends on are left out: they belong to what a run makes of it.
    """
    booked = _mean(plan.booking_days)
    weight = total(share for _, share in plan.visits)
    days = 0.0
    for third in THIRDS:
        no_show = min(plan.no_show * third, MOST_MISSED)
        if plan.stay_days[0] > 0.0:
            ends = [plan.stay_days[0] * exp(plan.stay_days[1] * z) for z in MIDDLES]
            days += _days_in_care(plan, no_show, NO_LIMIT, ends)
        elif weight > 0.0:
            days += total(share * _days_in_care(plan, no_show, n, [NEVER]) for n, share in plan.visits) / weight
    return booked + days / len(THIRDS)


def _days_in_care(plan: Plan, no_show: float, visits: int, ends: Sequence[float]) -> float:
    """Return the mean days from the first visit until `visits` are attended, the limit of misses, leaving, or an end.

    `ends`: days on which care is over, each as likely, in ascending order.
    """
    days, day, whole, nth = 0.0, 0.0, 0.0, 0
    standing = {(0, 0): 1.0}  # (attended, missed in a row) → chance of still being in care before the visit of `day`
    while nth < len(ends) and standing:
        after: dict[tuple[int, int], float] = {}
        for (attended, missed), chance in standing.items():
            if attended + 1 < visits:
                came = (0 if visits == NO_LIMIT else attended + 1, 0)
                after[came] = after.get(came, 0.0) + chance * (1.0 - no_show)
            if missed + 1 < plan.missed_limit:
                stayed_away = (attended, missed + 1)
                after[stayed_away] = after.get(stayed_away, 0.0) + chance * no_show
        standing = {state: chance for state, chance in after.items() if chance > FORGOTTEN}
        chance_left, before, until = total(standing.values()), stayed(plan.leaving, day), day + plan.interval_days
        while nth < len(ends) and ends[nth] <= until:
            whole += days + chance_left * (stayed(plan.leaving, ends[nth]) - before)
            nth += 1
        days += chance_left * (stayed(plan.leaving, until) - before)
        day = until
    return (whole + days * (len(ends) - nth)) / len(ends)


def stayed(leaving: Steps, end: float) -> float:
    """Return the mean days until leaving or `end`, whichever comes first, at a step hazard a day."""
    days, start = 0.0, 0.0
    for hazard, edge in zip(leaving, (*EDGES, NEVER), strict=True):
        until = min(edge, end)
        if until <= start:
            break
        kept, length = exp(-accumulated(leaving, start)), until - start
        days += kept * (length if hazard <= 0.0 else (1.0 - exp(-hazard * length)) / hazard)
        start = until
    return days


def _mean(median_sigma: tuple[float, float]) -> float:
    """Return the mean of a lognormal given by its median and the sigma of its logarithm."""
    median, sigma = median_sigma
    return median * exp(sigma * sigma / 2.0)
