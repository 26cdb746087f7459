"""Borders as arcs: what two municipalities share is one line, so that it can be drawn with fewer points and no gap.

A ring is cut where three lines meet; each piece between is an arc, kept once. A ring is then a list of arcs, the number
of one that is walked backwards being `~number`, as TopoJSON has it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import hypot

from outputs.map.wkb import Point, Ring

Arc = tuple[Point, ...]
LEAST = 4
"""Points of a line that closes on itself, the first once more at the end: fewer enclose nothing."""


class Borders:
    """The arcs of many rings, each kept once."""

    def __init__(self, rings: Iterable[Ring]) -> None:
        self.arcs: list[Arc] = []
        self._numbers: dict[Arc, int] = {}
        self._meeting = _meeting_points(rings)

    def of(self, ring: Ring) -> list[int]:
        """Return a ring as numbers of arcs, in order."""
        points = ring[:-1]
        cuts = [i for i, point in enumerate(points) if point in self._meeting]
        if not cuts:
            least = min(range(len(points)), key=lambda i: points[i])
            return [self._number((*points[least:], *points[: least + 1]))]
        turned = points[cuts[0] :] + points[: cuts[0]]
        cuts = [cut - cuts[0] for cut in cuts] + [len(points)]
        closed = [*turned, turned[0]]
        return [self._number(tuple(closed[a : b + 1])) for a, b in pairwise(cuts)]

    def _number(self, arc: Arc) -> int:
        if (back := self._numbers.get(arc[::-1])) is not None:
            return ~back
        if arc not in self._numbers:
            self._numbers[arc] = len(self.arcs)
            self.arcs.append(arc)
        return self._numbers[arc]


def _meeting_points(rings: Iterable[Ring]) -> set[Point]:
    """Return the points that have more than two neighbours over all rings: there lines meet or part."""
    beside: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for one, other in pairwise(ring):
            beside[one].add(other)
            beside[other].add(one)
    return {point for point, others in beside.items() if len(others) > 2}


def simplified(arc: Sequence[Point], tolerance: float) -> Arc:
    """Return an arc with as few of its points as lie within `tolerance` of it (Douglas and Peucker); its ends stay.

    One that closes on itself keeps enough points to enclose something.
    """
    if len(arc) <= 2:
        return tuple(arc)
    if arc[0] != arc[-1]:
        return tuple(arc[i] for i in sorted({0, len(arc) - 1, *_kept(arc, 0, len(arc) - 1, tolerance)}))
    far = max(range(len(arc)), key=lambda i: _apart(arc[0], arc[i]))
    kept = {0, far, len(arc) - 1, *_kept(arc, 0, far, tolerance), *_kept(arc, far, len(arc) - 1, tolerance)}
    if len(kept) < LEAST:
        rest = (i for i in range(len(arc)) if i not in kept)
        kept |= {max(rest, key=lambda i: _off(arc[i], arc[0], arc[far]), default=0)}
    return tuple(arc[i] for i in sorted(kept))


def _kept(arc: Sequence[Point], first: int, last: int, tolerance: float) -> set[int]:
    found, waiting = set[int](), [(first, last)]
    while waiting:
        a, b = waiting.pop()
        if b - a < 2:
            continue
        at = max(range(a + 1, b), key=lambda i: _off(arc[i], arc[a], arc[b]))
        if _off(arc[at], arc[a], arc[b]) > tolerance:
            found.add(at)
            waiting += [(a, at), (at, b)]
    return found


def _apart(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def _off(point: Point, start: Point, end: Point) -> float:
    """Return how far a point lies from the line between two others."""
    length = _apart(start, end)
    if not length:
        return _apart(point, start)
    along = ((point[0] - start[0]) * (end[0] - start[0]) + (point[1] - start[1]) * (end[1] - start[1])) / length**2
    along = min(max(along, 0.0), 1.0)
    return _apart(point, (start[0] + along * (end[0] - start[0]), start[1] + along * (end[1] - start[1])))
