"""Names of municipalities, districts, hubs, files and clients: one spelling of each, wherever it is met."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from pathlib import Path

import pytest

import mellanrum as mr
from benchmarks.small_county import write_small_county
from calibration.parameters.store import load_parameters
from mellanrum.cli import main
from mellanrum.wiring.assemble import assemble
from outputs.story.find_client import by_name
from outputs.story.page import Told
from outputs.text.measures import describe, short
from scenarios.checks.check import check
from scenarios.compose import compose
from scenarios.edits.keys import keys_of
from scenarios.edits.vary import parse_vary
from scenarios.files.finding import find
from scenarios.files.names import canonical, key_and_rest, numbered, parts, path_of, unfit
from scenarios.files.problems import ScenarioError
from sim.measures.catalogue import unit_of

PARAMETERS = load_parameters()
ODD = 'Övr. kommuner, "söder" = [rest] $x$'


def county(folder: Path, name: str, instead_of: str = "Lillstad", file: str = "small") -> Path:
    """Write the small county with one municipality called something else."""
    path = write_small_county(folder, file)
    quoted = json.dumps(name, ensure_ascii=False)
    text = path.read_text(encoding="utf-8").replace(f'"{instead_of}"', quoted)
    path.write_text(re.sub(rf'(?<!")\b{instead_of}\b(?!")', lambda _: quoted, text), encoding="utf-8")
    return path


def test_a_municipality_may_have_full_stops_commas_and_signs_in_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = mr.compare(
        county(tmp_path, ODD), ["current"], replications=1, years=2, jobs=1, parameters="point", out=tmp_path / "o"
    )
    assert f"fall_rate.municipality.{ODD}" in set(result.measures["measure"])
    with (tmp_path / "o" / "tables" / "by_municipality.csv").open(encoding="utf-8", newline="") as file:
        assert ODD in {row["municipality"] for row in csv.DictReader(file)}


def test_the_name_of_a_municipality_is_no_word_of_a_measure():
    for name in ("Övr. kommuner", "X.median", "A.B.C", "year_1"):
        measure = f"untreated_share.municipality.{name}"
        assert unit_of(measure) == "share"
        assert short(measure) == name
        assert not describe(measure).quantile


def test_a_key_quotes_a_name_with_a_full_stop_and_can_be_varied(tmp_path):
    file = county(tmp_path, ODD)
    adults = path_of("municipalities", ODD, "adults")
    keys = keys_of(file, "current", PARAMETERS)
    assert any(key.endswith(adults) for key in keys)
    key, values = parse_vary(f"county.{adults}=300")
    towns = compose(file, "current", parameters=PARAMETERS, edits={key: values[0]}).county.municipalities
    assert {town.name: town.adults for town in towns}[ODD] == 300


@pytest.mark.parametrize("names", [("a", "b"), ("Övr. kommuner",), ('a"b', "c.d", "e\\f", "=g"), ("x",)])
def test_the_parts_of_a_path_are_the_names_that_it_was_made_of(names):
    assert tuple(parts(path_of(*names))) == names
    assert key_and_rest(f"{path_of(*names)}=1=2") == (path_of(*names), "=", "1=2")


def test_both_spellings_of_a_letter_are_one_name(tmp_path):
    whole, apart = unicodedata.normalize("NFC", "Åmål"), unicodedata.normalize("NFD", "Åmål")
    assert whole != apart
    mixed = county(tmp_path, apart)
    text = mixed.read_text(encoding="utf-8")
    assert text.count(apart) > 3
    mixed.write_text(text.replace(apart, whole, 2), encoding="utf-8")
    assert check([mixed]) == []
    towns = compose(mixed, "current", parameters=PARAMETERS).county.municipalities
    assert whole in {town.name for town in towns}
    assert parse_vary(f"county.municipalities.{apart}.adults=1")[0] == f"county.municipalities.{whole}.adults"


def test_a_file_is_found_by_either_spelling_of_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for on_disk, typed in (("NFD", "NFC"), ("NFC", "NFD")):
        there = write_small_county(tmp_path, unicodedata.normalize(on_disk, f"län{on_disk}"))
        asked = unicodedata.normalize(typed, there.name)
        assert find(asked, "county").samefile(there)
        assert compose(asked, "current", parameters=PARAMETERS).county.name == canonical(there.stem)


def test_one_key_spelt_with_other_bytes_is_said_twice(tmp_path):
    file = tmp_path / "twice.toml"
    file.write_text(f'"{"Å"}" = 1\n"{unicodedata.normalize("NFD", "Å")}" = 2\n', encoding="utf-8")
    (problem,) = check([file])
    assert "twice" in problem.found


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("../../x", 'begins with "."'),
        ("=1+1", 'begins with "="'),
        ("a\nb", "U+000A"),
        ("a\x1b[2J", "U+001B"),
        ("a\u202eb", "U+202E"),
        ("a\u200bb", "U+200B"),
        ("a\ufeffb", "U+FEFF"),
        (" Luleå", "space at its end"),
        ("Luleå  stad", "two in a row"),
        ("x" * 101, "101 letters"),
    ],
)
def test_a_name_that_cannot_be_seen_whole_is_refused_with_why(tmp_path, name, why):
    assert why in unfit(name)
    found = check([county(tmp_path, name)])
    assert any(why in p.found and p.key for p in found), [str(p) for p in found]
    assert not any(set("\x1b\n\u202e\u200b\ufeff") & set(str(p)) for p in found)


def test_names_that_letter_case_alone_tells_apart_are_refused(tmp_path):
    found = check([county(tmp_path, "sTORSTAD")])
    assert any(p.key == "municipalities.sTORSTAD" and '"Storstad"' in p.found for p in found)


def test_a_file_with_a_name_that_no_run_can_have_is_refused_before_anything_is_run(tmp_path, capsys):
    long = tmp_path / f"{'x' * 230}.toml"
    long.write_text(write_small_county(tmp_path).read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(ScenarioError, match="230 letters"):
        find(long, "county")
    (told,) = check([long])
    assert "230 letters" in told.found
    assert main(["scenarios", "show", str(long)]) == 2
    assert "230 letters" in capsys.readouterr().err


def test_names_that_come_again_are_numbered_and_none_is_given_twice():
    assert numbered(["x", "x", "y", "x"]) == ["x", "x (2)", "y", "x (3)"]
    assert numbered(["x", "x (2)", "x"]) == ["x", "x (2)", "x (3)"]


def test_two_designs_of_one_stem_have_the_same_two_labels_everywhere(tmp_path, monkeypatch):
    import pyarrow.parquet as pq

    monkeypatch.chdir(tmp_path)
    for folder, days in (("a", 1), ("b", 2)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.toml").write_text(
            f'title_sv = "{folder}"\ntitle_en = "{folder}"\nextends = "paper_transfer"\n'
            f"transfer.day = 2028-01-0{days}\n",
            encoding="utf-8",
        )
    files = [tmp_path / "a" / "x.toml", tmp_path / "b" / "x.toml"]
    small = write_small_county(tmp_path)
    result = mr.compare(small, files, replications=1, years=2, jobs=1, parameters="point", out=tmp_path / "o")
    both = ["x", "x (2)"]
    assert [d["name"] for d in result.to_dict()["designs"]] == both
    assert [d["design"] for d in result.to_dict()["differences"]] == both[1:]
    assert list(dict.fromkeys(result.measures["design"])) == both
    parquet = pq.read_table(tmp_path / "o" / "measures.parquet")
    assert parquet.column("design").unique().to_pylist() == both
    assert json.loads((tmp_path / "o" / "manifest.json").read_text(encoding="utf-8"))["designs"][1]["name"] == both[1]


def test_a_design_that_is_another_but_for_its_name_is_told(tmp_path):
    small = write_small_county(tmp_path)
    same = tmp_path / "mine.toml"
    same.write_text('title_sv = "m"\ntitle_en = "m"\nextends = "current"\n', encoding="utf-8")
    options = {"replications": 2, "seed": 1, "years": 2, "parameters": "prior"}
    told = assemble(small, ["current", "big_bang", same, "current"], **options).told
    assert [note.split(":")[0] for note in told if "every difference between them is 0" in note] == [
        "mine",
        "current (2)",
    ]
    assert not any("every difference" in note for note in assemble(small, ["current", "big_bang"], **options).told)


def test_a_client_is_found_by_the_number_without_its_zeros():
    class Log:
        clients = {"name": ["Luleå-0012", "Luleå-s0012", "Övr. kommuner-0003", "Luleå-0013"]}

    told = Told.__new__(Told)
    object.__setattr__(told, "log", Log)
    for asked, row in (("Luleå-12", 0), ("luleå-S12", 1), ("LULEÅ-0012", 0), ("övr. kommuner-3", 2)):
        assert by_name(told, asked) == row
        assert by_name(told, unicodedata.normalize("NFD", asked)) == row
