"""Polygons from well-known binary, the form in which GeoParquet keeps them: rings of points, nothing else."""

from __future__ import annotations

import struct

from sim.terms.language import _

POLYGON, MULTI_POLYGON = 3, 6
Point = tuple[float, float]
Ring = list[Point]
"""Points in order; the last is the first once more."""
Polygon = list[Ring]
"""The outer ring, then those of its holes."""


def polygons(data: bytes) -> list[Polygon]:
    """Return the polygons of one geometry. Raises ValueError for one that is neither a polygon nor several."""
    found, end = _geometry(data, 0)
    if end != len(data):
        raise ValueError(_("{n} bytes after a geometry", n=len(data) - end))
    return found


def _geometry(data: bytes, at: int) -> tuple[list[Polygon], int]:
    order = "<" if data[at] == 1 else ">"
    kind, count = struct.unpack_from(f"{order}II", data, at + 1)
    at += 9
    if kind == POLYGON:
        rings: Polygon = []
        for _ring in range(count):
            ring, at = _points(data, at, order)
            rings.append(ring)
        return [rings], at
    if kind != MULTI_POLYGON:
        raise ValueError(_("a geometry that is no polygon (kind {kind})", kind=kind))
    found: list[Polygon] = []
    for _polygon in range(count):
        some, at = _geometry(data, at)
        found += some
    return found, at


def _points(data: bytes, at: int, order: str) -> tuple[Ring, int]:
    (count,) = struct.unpack_from(f"{order}I", data, at)
    numbers = struct.unpack_from(f"{order}{2 * count}d", data, at + 4)
    return list(zip(numbers[::2], numbers[1::2], strict=True)), at + 4 + 16 * count
