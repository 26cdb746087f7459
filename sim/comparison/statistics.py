"""Replications become a mean, its interval and a spread; two designs become paired differences.

Values that are not defined are None and are left out and counted out: `n` says how many were left. In a difference
only the replications in which both designs have a value count, so that common random numbers are never broken.
Medians and other quantiles are no such values: one that is not reached is as long as can be, and counts so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from math import exp, fsum, inf, isfinite, log, sqrt

from sim.comparison.results import Summary, Values

COVERAGE = 0.95
FEWEST = 5
"""With fewer replications nothing is said of a difference but that they are too few to tell."""
LARGEST = 700.0  # a logit whose odds are still a number
QUANTILES = ("median", "p90")
"""How the names of measures end that are quantiles of waiting times."""


def is_quantile(name: str) -> bool:
    """Return whether the measure is a quantile of times, where None means that it is not reached."""
    return name.rsplit(".", 1)[-1] in QUANTILES


def summarise(values: Iterable[float | None], unit: str) -> Summary:
    """Return the mean of the defined values with its 95 % interval, and their central 95 %.

    A t-interval; that of a share is made on the logit of the mean (delta method), so that it never leaves [0, 1]: a
    replication with a share of 0 or 1 has no logit, the mean over replications has. A mean of 0 or 1 means that all
    are, and its interval is that. With one value there is a mean but neither interval nor spread (None).
    """
    known = sorted(float(v) for v in values if v is not None and isfinite(v))
    if unit == "share" and known and known[0] >= 0.0 and known[-1] <= 1.0:
        return _summary(known, unit, _on_the_logit)
    return _summary(known, unit, lambda mean, half: (mean - half, mean + half))


def summarise_difference(values: Iterable[float | None], unit: str) -> Summary:
    """Return the same of differences: on their own scale, those of shares cut to [-1, 1]."""
    known = sorted(float(v) for v in values if v is not None and isfinite(v))
    if unit == "share" and known and known[0] >= -1.0 and known[-1] <= 1.0:
        return _summary(known, unit, lambda mean, half: (max(-1.0, mean - half), min(1.0, mean + half)))
    return _summary(known, unit, lambda mean, half: (mean - half, mean + half))


def summarise_quantile(values: Iterable[float | None], unit: str) -> Summary:
    """Return the median over replications of each one's quantile; what is not reached (None) counts as infinite.

    Its interval is that between order statistics, which holds whatever the distribution, from six replications on
    (with fewer there is none). An end that is not reached is None; so is a median that is not, and then `mean` is
    None while `low` may be there. `n`: replications in which it was reached.
    """
    return _of_quantiles([inf if v is None else float(v) for v in values], unit)


def summarise_measure(name: str, values: Iterable[float | None], unit: str) -> Summary:
    """Return the summary that the measure `name` wants: of quantiles of times their median, of all else the mean."""
    return summarise_quantile(values, unit) if is_quantile(name) else summarise(values, unit)


def _summary(known: Sequence[float], unit: str, interval: Callable[[float, float], tuple[float, float]]) -> Summary:
    n = len(known)
    if n == 0:
        return Summary(mean=None, low=None, high=None, spread_low=None, spread_high=None, n=0, unit=unit)
    mean = fsum(known) / n
    if n == 1:
        return Summary(mean=mean, low=None, high=None, spread_low=None, spread_high=None, n=1, unit=unit)
    half = t_quantile(n - 1) * sqrt(fsum((v - mean) ** 2 for v in known) / (n - 1) / n)
    low, high = interval(mean, half)
    tail = (1.0 - COVERAGE) / 2.0
    return Summary(
        mean=mean,
        low=low,
        high=high,
        spread_low=quantile(known, tail),
        spread_high=quantile(known, 1.0 - tail),
        n=n,
        unit=unit,
    )


def _on_the_logit(mean: float, half: float) -> tuple[float, float]:
    """Return the ends of mean ± half, bent so that they stay between 0 and 1."""
    if half == 0.0 or not 0.0 < mean < 1.0:
        return mean, mean
    centre, step = log(mean / (1.0 - mean)), half / (mean * (1.0 - mean))
    return min(mean, _share(centre - step)), max(mean, _share(centre + step))


def _share(logit: float) -> float:
    odds = exp(min(max(logit, -LARGEST), LARGEST))
    return odds / (1.0 + odds)


def _of_quantiles(values: Sequence[float], unit: str) -> Summary:
    """Return the summary of times of which some are infinite (± in differences); nan is none and left out."""
    known = sorted(v for v in values if v == v)
    n, reached = len(known), len([v for v in known if isfinite(v)])
    if reached == 0:
        return Summary(
            mean=None, low=None, high=None, spread_low=None, spread_high=None, n=0, unit=unit, statistic="median"
        )
    k, tail = _rank(n), (1.0 - COVERAGE) / 2.0
    low, high = (known[k - 1], known[n - k]) if k else (inf, inf)
    spread = (_between(known, tail), _between(known, 1.0 - tail)) if n > 1 else (inf, inf)
    middle, least, most, first, last = (v if isfinite(v) else None for v in (_between(known, 0.5), low, high, *spread))
    return Summary(
        mean=middle, low=least, high=most, spread_low=first, spread_high=last, n=reached, unit=unit, statistic="median"
    )


def _between(ordered: Sequence[float], share: float) -> float:
    """Return the quantile of values of which some may be infinite: between a number and none lies none."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    if place == below or ordered[below] == ordered[above]:
        return ordered[below]
    if not (isfinite(ordered[below]) and isfinite(ordered[above])):
        return inf
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


@cache
def _rank(n: int) -> int:
    """Return k such that the median lies between the k-th smallest and largest of n in 95 % or more, 0 if none does."""
    from math import comb

    below, k = 0, 0
    while k < n and 2 * (below + comb(n, k)) <= (1.0 - COVERAGE) * 2**n:
        below += comb(n, k)
        k += 1
    return k


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return the value below which `share` of the `ordered` values lie, linear between neighbours."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


@cache
def t_quantile(freedom: int) -> float:
    """Return Student's t for a two-sided 95 % interval with `freedom` degrees of freedom."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + COVERAGE / 2.0))


def beyond_chance(difference: Summary, of: int) -> float:
    """Return how far a mean difference lies from 0, in half widths of its interval once `of` are looked at together.

    Above 1: not by chance (Bonferroni: each interval is that of 1 - 0.05 / `of`). 0 where nothing is known or nothing
    differs; infinite where all replications differ by the same.
    """
    mean, low, high = difference.mean, difference.low, difference.high
    if mean is None or low is None or high is None or mean == 0.0:
        return 0.0
    if high <= low:
        return inf
    from scipy.special import stdtrit

    freedom = difference.n - 1
    wider = float(stdtrit(freedom, 1.0 - (1.0 - COVERAGE) / 2.0 / of)) / t_quantile(freedom)
    return abs(mean) / ((high - low) / 2.0 * wider)


def summarise_all(replications: Sequence[Values], unit_of: Callable[[str], str]) -> dict[str, Summary]:
    """Return a summary for every measure that any replication has, in the order in which they first appear."""
    return {
        name: summarise_measure(name, (r.get(name) for r in replications), unit_of(name))
        for name in _names(replications)
    }


def paired_differences(
    design: Sequence[Values], baseline: Sequence[Values], unit_of: Callable[[str], str], same_events: bool = False
) -> dict[str, Summary]:
    """Return design minus baseline for every measure, replication by replication.

    `same_events`: the two gave the same event logs, so that a difference is 0 for certain, even from one replication.
    Of quantiles of times the median of the differences; one that is reached under one of the two alone is infinite.
    Raises ValueError if the two have different numbers of replications.
    """
    pairs = list(zip(design, baseline, strict=True))
    found = {}
    for name in _names([*baseline, *design]):
        both = [(a.get(name), b.get(name)) for a, b in pairs]
        if is_quantile(name):
            s = _of_quantiles([_later(a, b) for a, b in both], unit_of(name))
        else:
            s = summarise_difference((_minus(a, b) for a, b in both), unit_of(name))
        if same_events and s.mean is not None:
            s = Summary(
                mean=0.0, low=0.0, high=0.0, spread_low=0.0, spread_high=0.0, n=s.n, unit=s.unit, statistic=s.statistic
            )
        found[name] = s
    return found


def _minus(value: float | None, base: float | None) -> float | None:
    return None if value is None or base is None else value - base


def _later(value: float | None, base: float | None) -> float:
    """Return how much later a quantile is reached; nan where neither is."""
    return (inf if value is None else value) - (inf if base is None else base)


def _names(replications: Iterable[Values]) -> list[str]:
    return list(dict.fromkeys(name for values in replications for name in values))
