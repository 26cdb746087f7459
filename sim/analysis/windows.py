"""Looking closer at where a noisy curve crosses 0: windows of five points, and those within them.

Five points over a window, ends included, each run in the same replications, give a curve with a band (`curve`). Where
the band cannot tell the curve from 0 (`crossing`) the search looks into the half of the window that holds the stretch,
which takes two new points, as long as there is such a half; where there is not, it needs more replications. So few runs
are spent far from 0, and a curve that is no parabola becomes one when it is looked at closely. Steps inwards are taken
at a coverage of 99.9 %, so that all of them together hardly touch that of the interval that is reported.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite, sqrt

import numpy as np

from sim.analysis.crossing import Stretch, joined, stretches
from sim.analysis.curve import POINTS, Curve, through
from sim.analysis.estimates import Array
from sim.analysis.search import Answers, Search, SearchPlace, Window, places, points_of

REPORTED = 0.97
"""Coverage of the interval if the number of runs were fixed. A search that stops at the first narrow one covers less:
of cheap known curves 92 % with 0.95 here, and 95 % with this. That the model is like them is an assumption."""

SURE = 0.999
"""Coverage of what leads the search on: where to look closer, and that there is nothing to look for."""

MOST_GAIN = 8.0
"""Replications at the anchor for each at all five; more would hang on too few curves. An assumption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A window that is not looked into any closer.

    `rows`: replications complete at all five points; `anchor`: the point (0 to 4) that was run in more, or should be;
    `reached`: how many. `missing`: what has to be run before anything can be said. `found`: where the sign is not known
    at the coverage that is reported, `sure`: at 99.9 %; None as long as nothing can be said. `equal`: equal to 0 over
    the whole range. `sign`: of the curve's mean. `gain`: for each replication at all points, how many at the anchor
    pay.
    """

    window: Window
    rows: int
    anchor: int
    reached: int
    missing: tuple[SearchPlace, ...]
    found: tuple[Stretch, ...] | None = None
    sure: tuple[Stretch, ...] = ()
    equal: bool = False
    sign: int = 0
    gain: float = 1.0


def leaves(search: Search, answers: Answers, final: bool = False) -> list[Leaf]:
    """Return where the search stands, from low to high: one window, or several if there are several crossings.

    `final`: nothing more will be run, so a window that is incomplete is told by the one around it.
    """
    return _explore(
        search, answers, Window(start=0.0, width=1.0, low=0.0, high=1.0, before=0, after=0, rows=search.first), final
    )


def _explore(search: Search, answers: Answers, window: Window, final: bool) -> list[Leaf]:
    missing = tuple(place for place in places(search, window, window.rows) if place not in answers)
    rows, values = _complete(search, window, answers)
    if missing or len(values) < 4:
        return [Leaf(window=window, rows=rows, anchor=0, reached=rows, missing=missing)]
    anchor, reached, further = _anchored(search, window, answers, rows)
    curve = through(values, anchor, further)
    found, sure = (_within(window, curve, coverage) for coverage in (REPORTED, SURE))
    equal = window.width == 1.0 and _is_equal(search, curve, REPORTED if final else SURE)
    leaf = _leaf(
        window=window, curve=curve, rows=rows, anchor=anchor, reached=reached, found=found, sure=sure, equal=equal
    )
    inner = [_closer(window, stretch, rows) for stretch in sure if search.wide(stretch) > search.tolerance]
    if equal or len(inner) < len(sure) or not _consistent(window, found) or not _consistent(window, sure):
        return [leaf]
    deeper: list[Leaf] = []
    for closer in inner:
        if closer is None:
            return [leaf]
        below = _explore(search, answers, closer, final)
        if any(_says_nothing(child, final) for child in below):
            return [leaf]
        deeper += below
    return deeper or [leaf]


def _complete(search: Search, window: Window, answers: Answers) -> tuple[int, Array]:
    """Return the replications complete from 0 on, and the values of those in which all five are defined."""
    points = points_of(search, window)
    rows = 0
    kept: list[list[float]] = []
    while all((x, rows) in answers for x in points):
        values = [v for x in points if (v := answers[x, rows]) is not None and isfinite(v)]
        if len(values) == POINTS:
            kept.append(values)
        rows += 1
    return rows, np.array(kept).reshape(-1, POINTS)


def _anchored(search: Search, window: Window, answers: Answers, rows: int) -> tuple[int, int, Array]:
    """Return the point that was run in most replications, in how many, and its values beyond `rows`."""
    best, reached = 0, rows
    points = points_of(search, window)
    for k, x in enumerate(points):
        last = rows
        while (x, last) in answers:
            last += 1
        if last > reached:
            best, reached = k, last
    further = [v for r in range(rows, reached) if (v := answers[points[best], r]) is not None and isfinite(v)]
    return best, reached, np.array(further, dtype=float)


def _leaf(
    window: Window,
    curve: Curve,
    rows: int,
    anchor: int,
    reached: int,
    found: tuple[Stretch, ...],
    sure: tuple[Stretch, ...],
    equal: bool,
) -> Leaf:
    """Return the leaf, with where more replications pay: at a point near the root, as far as it tells of the curve.

    With variances `within` and `shared` and a cost of 5 runs a replication, of which the anchor's is one, the error for
    the money is least where the anchor has 2 sqrt(shared / within) as many replications (Cochran 1977, section 12.3).
    """
    open_ = found or sure
    gain = 1.0
    if open_:
        root = max(open_, key=lambda stretch: stretch.half_width).root
        place = (root - window.start) / window.width
        if reached == rows:
            anchor = round(place * (POINTS - 1))
        i = int(np.argmin(np.abs(curve.places - place)))
        within, shared = float(curve.there.within[i]), float(curve.there.shared[i])
        gain = max(1.0, 2.0 * sqrt(shared / within)) if within > 0.0 else MOST_GAIN
    return Leaf(
        window=window,
        rows=rows,
        anchor=anchor,
        reached=reached,
        missing=(),
        found=found,
        sure=sure,
        equal=equal,
        sign=int(np.sign(curve.at_points.mean.mean())),
        gain=min(gain, MOST_GAIN),
    )


def _within(window: Window, curve: Curve, coverage: float) -> tuple[Stretch, ...]:
    """Return the stretches of the window's curve that lie in what is looked at, with the signs known beside them.

    No stretch is shorter than the cell between two points in which its root lies: nothing was seen in there. A sign
    beside is known if one of the points shows it by itself, or if it led here; a curve's shape alone does not prove a
    crossing.
    """
    mean, half = curve.there.mean, curve.there.half(coverage)
    width = window.width / (POINTS - 1)
    kept = []
    for stretch in stretches(window.start + window.width * curve.places, mean, half):
        cell = min(POINTS - 2, int((stretch.root - window.start) / width))
        low = max(min(stretch.low, window.start + cell * width), window.low)
        high = min(max(stretch.high, window.start + (cell + 1) * width), window.high)
        if low < high:
            roots = tuple(root for root in stretch.roots if low <= root <= high)
            kept.append(replace(stretch, low=low, high=high, roots=roots))
    apart = joined(kept)
    shown = curve.signs(coverage)
    at = [window.start + k * width for k in range(POINTS)]
    found = []
    for n, stretch in enumerate(apart):
        left = apart[n - 1].high if n else window.low
        right = apart[n + 1].low if n + 1 < len(apart) else window.high
        before = {int(sign) for x, sign in zip(at, shown, strict=True) if left <= x <= stretch.low and sign}
        after = {int(sign) for x, sign in zip(at, shown, strict=True) if stretch.high <= x <= right and sign}
        if not n and window.before:
            before = before or {window.before}
        if n + 1 == len(apart) and window.after:
            after = after or {window.after}
        found.append(replace(stretch, before=_one(before), after=_one(after)))
    return tuple(found)


def _one(signs: set[int]) -> int:
    """Return the sign if there is one and no other, else 0."""
    return signs.pop() if len(signs) == 1 else 0


def _consistent(window: Window, found: tuple[Stretch, ...]) -> bool:
    """Whether what a closer look shows agrees with the signs that led to it."""
    if not found:
        return window.before * window.after != -1
    return found[0].before * window.before != -1 and found[-1].after * window.after != -1


def _closer(window: Window, stretch: Stretch, rows: int) -> Window | None:
    """Return the half of `window` that holds `stretch` nearest to its middle, None if no half holds it."""
    width = window.width / 2.0
    starts = [window.start + k * window.width / (POINTS - 1) for k in range(3)]
    holding = [start for start in starts if start <= stretch.low and stretch.high <= start + width]
    if not holding:
        return None
    start = min(holding, key=lambda start: abs(start + width / 2.0 - (stretch.low + stretch.high) / 2.0))
    return Window(
        start=start,
        width=width,
        low=stretch.low,
        high=stretch.high,
        before=stretch.before,
        after=stretch.after,
        rows=rows,
    )


def _says_nothing(leaf: Leaf, final: bool) -> bool:
    """Whether a closer look is of no use: too little of it is defined, or it contradicts, or it will not be run."""
    if leaf.found is None:
        return final or not leaf.missing
    return not _consistent(leaf.window, leaf.found) or not _consistent(leaf.window, leaf.sure)


def _is_equal(search: Search, curve: Curve, coverage: float) -> bool:
    return bool((np.abs(curve.there.mean) + curve.there.half(coverage) <= search.margin).all())
