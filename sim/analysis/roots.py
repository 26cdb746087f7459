"""Where a noisy curve crosses 0: what to run next, and what is known so far.

The oracle's answer at x in replication r is known by chance only, with common random numbers over x. All that has been
answered is the whole state: `ask` says what to run next, nothing more to run ends the search, and `judge` says what is
known. Both are functions of the answers alone, so a search that was interrupted goes on where it stood. `windows` tells
how it looks closer and closer.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, isfinite

from sim.analysis.crossing import Stretch
from sim.analysis.estimates import Estimate
from sim.analysis.search import Answers, Search, SearchPlace, points_of
from sim.analysis.windows import Leaf, leaves


class Known(StrEnum):
    """What a search can end with."""

    CROSSES = "crosses"
    NOWHERE = "nowhere in the range"  # not said: tables and JSON keep it
    EQUAL = "equal everywhere"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Crossing:
    """`x`: where, with its interval. `rises`: from below 0 to above it. `precise`: within the tolerance."""

    x: Estimate
    rises: bool
    precise: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEven:
    """What a search has found.

    `crossings`: all that are sure, ascending; more than one means that the curve is not monotone. `unclear`: stretches
    (from, to) where the curve may touch 0 or cross it twice, or that reach the end of the range. `sign`: of the curve,
    if it is 0 nowhere; else 0. `equal_at`: points at which every answer was exactly 0. `runs`: asked of the oracle;
    `replications`: the most at any point.
    """

    known: Known
    crossings: tuple[Crossing, ...]
    unclear: tuple[tuple[float, float], ...]
    sign: int
    equal_at: tuple[float, ...]
    runs: int
    replications: int


def ask(search: Search, answers: Answers) -> tuple[SearchPlace, ...]:
    """Return what to run next, in any order, within the budget; nothing if the search is over."""
    left = search.budget - len(answers)
    standing = leaves(search, answers)
    missing = dict.fromkeys(place for leaf in standing for place in leaf.missing)
    if 0 < len(missing) <= left:
        return tuple(missing)
    if missing:  # looking closer cannot be afforded: more replications where the search stands
        standing = leaves(search, answers, final=True)
    if all(_settled(search, leaf) for leaf in standing):
        return ()
    wanted: dict[SearchPlace, None] = {}
    for leaf in standing:
        if not _settled(search, leaf):
            wanted |= _more(search, answers, leaf, left - len(wanted))
    return tuple(wanted)


def judge(search: Search, answers: Answers) -> BreakEven:
    """Return what the `answers` say, at any time; undecided until the first round is there."""
    standing = leaves(search, answers, final=True)
    equal_at = _equal_at(answers)
    crossings: list[Crossing] = []
    unclear: list[tuple[float, float]] = []
    for leaf in standing:
        if leaf.found is None:
            unclear.append((search.x(leaf.window.low), search.x(leaf.window.high)))
        for stretch in leaf.found or ():
            low, high = search.x(stretch.low), search.x(stretch.high)
            precise = _precise(search, stretch)
            if stretch.crosses:
                crossings.append(Crossing(Estimate(search.x(stretch.root), low, high), stretch.after > 0, precise))
            elif not (precise and _ends_equal(search, stretch, equal_at)):
                unclear.append((low, high))
    sign = 0
    if standing[0].equal:
        known, crossings, unclear = Known.EQUAL, [], []
    elif crossings:
        known = Known.CROSSES
    elif unclear:
        known = Known.UNDECIDED
    else:
        known, sign = Known.NOWHERE, standing[0].sign
    replications = 1 + max((r for _, r in answers), default=-1)
    return BreakEven(
        known=known,
        crossings=tuple(crossings),
        unclear=tuple(unclear),
        sign=sign,
        equal_at=equal_at,
        runs=len(answers),
        replications=replications,
    )


def _settled(search: Search, leaf: Leaf) -> bool:
    """Whether nothing more need be known: equal, surely nowhere 0, or all that is not known within the tolerance."""
    if leaf.equal:
        return True
    if leaf.found is None:
        return False
    return all(_precise(search, stretch) for stretch in leaf.found) and bool(leaf.found or not leaf.sure)


def _more(search: Search, answers: Answers, leaf: Leaf, left: int) -> dict[SearchPlace, None]:
    """Return further replications, as many as the tolerance asks for, at most as many again, at most `left` runs.

    Of those at all five points and those at the anchor alone, the one that lags behind what pays comes first.
    """
    open_ = leaf.found or leaf.sure
    times = max((search.wide(stretch) / search.tolerance for stretch in open_), default=2.0) ** 2
    times = min(2.0, max(1.25, 1.1 * times))
    points = points_of(search, leaf.window)
    rows = max(leaf.rows, min(ceil(times * leaf.rows), ceil(times * leaf.reached / leaf.gain)))
    reached = max(leaf.reached, min(ceil(times * leaf.reached), ceil(times * leaf.gain * leaf.rows)))
    wanted: dict[SearchPlace, None] = {}
    for row in range(leaf.rows, max(rows, reached)):
        more = [(x, row) for x in (points if row < rows else (points[leaf.anchor],)) if (x, row) not in answers]
        if len(wanted) + len(more) > left:
            break
        wanted |= dict.fromkeys(more)
    return wanted


def _precise(search: Search, stretch: Stretch) -> bool:
    return search.wide(stretch) <= search.tolerance


def _equal_at(answers: Answers) -> tuple[float, ...]:
    """Return the points at which every answer that is defined is exactly 0."""
    by_point: dict[float, list[float]] = {}
    for (x, _), value in answers.items():
        if value is not None and isfinite(value):
            by_point.setdefault(x, []).append(value)
    return tuple(sorted(x for x, values in by_point.items() if not any(values)))


def _ends_equal(search: Search, stretch: Stretch, equal_at: tuple[float, ...]) -> bool:
    """Whether `stretch` is the end of the range at which the two are equal by their making, no crossing."""
    return (stretch.low <= 0.0 and search.low in equal_at) or (stretch.high >= 1.0 and search.high in equal_at)
