"""How many replications are enough: the smallest number from which the precision holds and goes on holding.

Source: Hoad, Robinson and Davies (2010), Automated selection of the number of replications for a discrete-event
simulation, JORS 61, 1632-1644. After n replications the precision must hold for f more: their f(kLimit, n) is kLimit up
to 100 replications and kLimit x n / 100, rounded down, above. What they leave open, decided here:

- Levels whose mean is about 0 are never relatively precise. So a precision has two sides, a share of the mean's size
  and an absolute half-width, and the more generous one counts. Differences use the absolute side alone.
- A replication in which a measure is not defined neither proves nor breaks the holding: the rule is applied to the
  values that there are, and the answer is told as a number of replications.
- A measure with no value at all once the minimum has been run is set aside as undefined: it cannot be waited for.

Stopping at the first lucky narrow interval makes it a little too narrow; the look-ahead is there to hold that down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, isfinite

import numpy as np

from sim.analysis.estimates import COVERAGE, Array

Values = Sequence[float | None]
"""One measure, replication by replication; None where it is not defined."""

MINIMUM, LOOK_AHEAD = 3, 5
"""Both of Hoad, Robinson and Davies (2010)."""


@dataclass(frozen=True, slots=True)
class Precision:
    """The half-width that a 95 % interval may have: `share` of the mean's size or `absolute`, whichever is larger.

    `absolute` is in the measure's own unit. With both at 0 only values that never differ are precise.
    """

    share: float = 0.0
    absolute: float = 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """`minimum` and `budget`: fewest and most replications. `look_ahead`: kLimit."""

    budget: int
    minimum: int = MINIMUM
    look_ahead: int = LOOK_AHEAD


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecisionReached:
    """How far one measure has come.

    `needed`: the replications from which it is known to be precise, None as long as that is not known. `more`: the
    fewest further replications before it can be known; 0 once it is. `projected`: about how many will have been needed
    in all if the spread stays what it is, look-ahead included; None if that cannot be told. `defined`: replications
    with a value. `mean`, `half_width`: of those now; None below one and two values. `allowed`: the half-width that
    would be precise.
    """

    needed: int | None
    more: int
    projected: int | None
    defined: int
    mean: float | None
    half_width: float | None
    allowed: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is known after `replications`.

    `enough`: every measure that has values is precise. `needed`: the largest of their numbers, `most` whose it is; None
    until enough. `not_reached`, `undefined`: names. `more`: the fewest further replications before `enough` can change,
    within the budget; 0 when there is nothing to run for.
    """

    replications: int
    enough: bool
    needed: int | None
    most: str | None
    not_reached: tuple[str, ...]
    undefined: tuple[str, ...]
    more: int
    measures: Mapping[str, PrecisionReached]


def look_ahead_after(n: int, look_ahead: int) -> int:
    """Return f(kLimit, n): for how many replications after `n` the precision must go on holding."""
    return look_ahead if n <= 100 else look_ahead * n // 100


def needed(values: Values, precision: Precision, *, minimum: int = MINIMUM, look_ahead: int = LOOK_AHEAD) -> int | None:
    """Return the replications that were enough for `values`, None if that is not known from them.

    Raises ValueError if `minimum` is below 2 or `look_ahead` below 0: an interval needs two values.
    """
    return progress(values, precision, minimum=minimum, look_ahead=look_ahead).needed


def progress(
    values: Values, precision: Precision, *, minimum: int = MINIMUM, look_ahead: int = LOOK_AHEAD
) -> PrecisionReached:
    """Return how far `values` have come. Raises ValueError as `needed` does."""
    if minimum < 2 or look_ahead < 0:
        # not said: whoever calls has checked
        raise ValueError(f"minimum {minimum}, look-ahead {look_ahead}; valid: at least 2 and at least 0")
    at = [i for i, v in enumerate(values) if v is not None and isfinite(v)]
    x = np.array([values[i] for i in at], dtype=float)
    n = len(x)
    mean, half = _running(x)
    allowed = np.maximum(precision.share * np.abs(mean), precision.absolute)
    held = 0
    for k in range(minimum, n + 1):
        held = held + 1 if half[k - 1] <= allowed[k - 1] else 0
        first = k - held + 1
        if held and held > look_ahead_after(first, look_ahead):
            found = at[first - 1] + 1
            return PrecisionReached(
                needed=found,
                more=0,
                projected=found,
                defined=n,
                mean=float(mean[-1]),
                half_width=float(half[-1]),
                allowed=float(allowed[-1]),
            )
    first = max(minimum, n - held + 1)
    more = first + look_ahead_after(first, look_ahead) - n
    if n < 2:
        return PrecisionReached(
            needed=None,
            more=more,
            projected=None,
            defined=n,
            mean=float(mean[0]) if n else None,
            half_width=None,
            allowed=None,
        )
    now, may = float(half[-1]), float(allowed[-1])
    return PrecisionReached(
        needed=None,
        more=more,
        projected=_projected(n, now, may, minimum, look_ahead),
        defined=n,
        mean=float(mean[-1]),
        half_width=now,
        allowed=may,
    )


def judge(measures: Mapping[str, Values], precisions: Mapping[str, Precision], rule: Rule) -> Verdict:
    """Return whether all `measures` are enough, and how many more replications to run at least.

    Raises ValueError if a measure has no precision, lengths differ, or the rule's budget is below its minimum.
    """
    lengths = {len(values) for values in measures.values()}
    unknown = sorted(set(measures) - set(precisions))
    if unknown or len(lengths) != 1 or rule.budget < rule.minimum:
        raise ValueError(
            # not said: whoever calls has checked
            f"without precision: {unknown}; numbers of replications: {sorted(lengths)}, valid: one; "
            f"budget {rule.budget}, valid: at least the minimum {rule.minimum}"
        )
    n = lengths.pop()
    found = {
        name: progress(values, precisions[name], minimum=rule.minimum, look_ahead=rule.look_ahead)
        for name, values in measures.items()
    }
    undefined = tuple(name for name, p in found.items() if not p.defined and n >= rule.minimum)
    judged = {name: p for name, p in found.items() if name not in undefined}
    numbers = {name: p.needed for name, p in judged.items() if p.needed is not None}
    most = max(numbers, key=numbers.__getitem__, default=None)
    missing = [name for name in judged if name not in numbers]
    enough = not missing and bool(judged)
    more = max((judged[name].more for name in missing), default=0)
    return Verdict(
        replications=n,
        enough=enough,
        needed=numbers[most] if enough and most is not None else None,
        most=most if enough else None,
        not_reached=tuple(missing),
        undefined=undefined,
        more=max(0, min(more, rule.budget - n)),
        measures=found,
    )


def _running(x: Array) -> tuple[Array, Array]:
    """Return mean and half-width of the 95 % interval of the first 1, 2, ... values; one value is infinitely wide."""
    from scipy.special import stdtrit

    n = np.arange(1, len(x) + 1)
    if not len(x):
        return np.empty(0), np.empty(0)
    # Deviations from the first value: constants have no spread at all, and large levels lose no digits.
    shifted = x - x[0]
    means = np.cumsum(shifted) / n
    squares = np.maximum(np.cumsum(shifted**2) - n * means**2, 0.0)
    half = np.full(len(x), np.inf)
    half[1:] = stdtrit(n[1:] - 1, 0.5 + COVERAGE / 2.0) * np.sqrt(squares[1:] / (n[1:] - 1) / n[1:])
    return means + x[0], half


def _projected(n: int, half: float, allowed: float, minimum: int, look_ahead: int) -> int | None:
    if not allowed:
        return None
    first = max(minimum, ceil(n * (half / allowed) ** 2))
    return max(first + look_ahead_after(first, look_ahead), n + 1)
