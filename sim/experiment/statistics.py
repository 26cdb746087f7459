"""Replications become a mean, its interval and a spread; two designs become paired differences.

Values that are not defined are None and are left out and counted out: `n` says how many were left. In a difference
only the replications in which both designs have a value count, so that common random numbers are never broken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from math import fsum, isfinite, sqrt

from sim.experiment.comparison import Summary, Values

COVERAGE = 0.95


def summarise(values: Iterable[float | None], unit: str) -> Summary:
    """Return the mean of the defined values with its 95 % t-interval, and their central 95 %.

    With one value there is a mean but neither interval nor spread (None); with none there is nothing.
    """
    known = sorted(float(v) for v in values if v is not None and isfinite(v))
    n = len(known)
    if n == 0:
        return Summary(None, None, None, None, None, 0, unit)
    mean = fsum(known) / n
    if n == 1:
        return Summary(mean, None, None, None, None, 1, unit)
    half = t_quantile(n - 1) * sqrt(fsum((v - mean) ** 2 for v in known) / (n - 1) / n)
    tail = (1.0 - COVERAGE) / 2.0
    return Summary(mean, mean - half, mean + half, quantile(known, tail), quantile(known, 1.0 - tail), n, unit)


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


def summarise_all(replications: Sequence[Values], unit_of: Callable[[str], str]) -> dict[str, Summary]:
    """Return a summary for every measure that any replication has, in the order in which they first appear."""
    return {name: summarise((r.get(name) for r in replications), unit_of(name)) for name in _names(replications)}


def paired_differences(
    design: Sequence[Values], baseline: Sequence[Values], unit_of: Callable[[str], str], same_events: bool = False
) -> dict[str, Summary]:
    """Return design minus baseline for every measure, replication by replication.

    `same_events`: the two gave the same event logs, so that a difference is 0 for certain, even from one replication.
    Raises ValueError if the two have different numbers of replications.
    """
    pairs = list(zip(design, baseline, strict=True))
    names = _names([*baseline, *design])
    found = {name: summarise((_minus(a.get(name), b.get(name)) for a, b in pairs), unit_of(name)) for name in names}
    if same_events:
        return {
            name: s if s.mean is None else Summary(0.0, 0.0, 0.0, 0.0, 0.0, s.n, s.unit) for name, s in found.items()
        }
    return found


def _minus(value: float | None, base: float | None) -> float | None:
    return None if value is None or base is None else value - base


def _names(replications: Iterable[Values]) -> list[str]:
    return list(dict.fromkeys(name for values in replications for name in values))
