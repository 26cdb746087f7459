"""Where a name fits best: the point of a polygon that lies farthest from its border, and how far that is."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from itertools import count, pairwise
from math import hypot, sqrt

from outputs.map.wkb import Point, Polygon, Ring


def middle(polygons: Sequence[Polygon], precision: float) -> tuple[Point, float]:
    """Return the point inside the largest of the polygons that is farthest from its border, and that distance.

    To within `precision`. Squares are divided as long as they may hold a better point (after Mapbox's polylabel).
    """
    polygon = max(polygons, key=lambda p: abs(area(p[0])))
    xs, ys = zip(*polygon[0], strict=True)
    size = min(max(xs) - min(xs), max(ys) - min(ys))
    if size <= 0.0:
        return polygon[0][0], 0.0
    half, number = size / 2.0, count()
    best = (centre := _centre(polygon[0]), depth(centre, polygon))
    waiting: list[tuple[float, int, Point, float]] = []

    def look(at: Point, half: float) -> None:
        nonlocal best
        inside = depth(at, polygon)
        if inside > best[1]:
            best = (at, inside)
        heapq.heappush(waiting, (-(inside + half * sqrt(2.0)), next(number), at, half))

    x = min(xs)
    while x < max(xs):
        y = min(ys)
        while y < max(ys):
            look((x + half, y + half), half)
            y += size
        x += size
    while waiting and -waiting[0][0] - best[1] > precision:
        _bound, _number, (x, y), half = heapq.heappop(waiting)
        half /= 2.0
        for dx, dy in ((-half, -half), (half, -half), (-half, half), (half, half)):
            look((x + dx, y + dy), half)
    return best


def depth(point: Point, polygon: Polygon) -> float:
    """Return how far inside a polygon a point lies, negative outside it."""
    x, y = point
    inside, nearest = False, float("inf")
    for ring in polygon:
        for (ax, ay), (bx, by) in pairwise(ring):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                inside = not inside
            nearest = min(nearest, _to_line(x, y, ax, ay, bx, by))
    return nearest if inside else -nearest


def area(ring: Ring) -> float:
    """Return the area within a ring, negative if it runs clockwise."""
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(ring)) / 2.0


def _to_line(x: float, y: float, ax: float, ay: float, bx: float, by: float) -> float:
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = min(max(((x - ax) * dx + (y - ay) * dy) / length, 0.0), 1.0) if length else 0.0
    return hypot(x - ax - along * dx, y - ay - along * dy)


def _centre(ring: Ring) -> Point:
    whole = area(ring)
    if not whole:
        return ring[0]
    found = [0.0, 0.0]
    for (ax, ay), (bx, by) in pairwise(ring):
        cross = ax * by - bx * ay
        found[0] += (ax + bx) * cross
        found[1] += (ay + by) * cross
    return found[0] / (6.0 * whole), found[1] / (6.0 * whole)
