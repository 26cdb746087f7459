"""Tables for a spreadsheet on a Swedish computer hold what the plain ones hold."""

from __future__ import annotations

import csv
import json
import math
from datetime import datetime
from pathlib import Path

import openpyxl

import mellanrum as mr
from benchmarks.small_county import write_small_county
from mellanrum.cli import main
from outputs.files import xlsx
from outputs.files.csv import DIALECTS, PLAIN, cell, write_rows


def read(file: Path, encoding: str, delimiter: str) -> list[list[str]]:
    with file.open(encoding=encoding, newline="") as stream:
        return list(csv.reader(stream, delimiter=delimiter))


def test_both_ways_of_writing_hold_the_same_numbers(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    options = {"replications": 2, "years": 2, "jobs": 1, "parameters": "point", "out": tmp_path / "run"}
    mr.compare(write_small_county(tmp_path), ["current", "big_bang"], **options)
    assert main(["runs", "tables", "run", "--csv", "excel", "--out", "excel"]) == 0
    plain, excel = sorted((tmp_path / "run" / "tables").iterdir()), sorted((tmp_path / "excel").iterdir())
    assert [f.name for f in plain] == [f.name for f in excel]
    for one, other in zip(plain, excel, strict=True):
        assert other.read_bytes().startswith(b"\xef\xbb\xbf")
        theirs = read(other, "utf-8-sig", ";")
        for row, told in zip(read(one, "utf-8", ","), theirs, strict=True):
            assert row == [c if c in row else c.replace(",", ".") for c in told]
    assert any("," in c for row in read(tmp_path / "excel" / "differences.csv", "utf-8-sig", ";")[1:] for c in row)
    assert main(["runs", "tables", "run", "--out", "excel"]) == 2  # it exists


def test_no_text_is_worked_out_by_a_spreadsheet_and_no_number_has_a_thousands_sign(tmp_path):
    excel = DIALECTS["excel"]
    assert cell("=1+1", excel) == "'=1+1"
    assert cell("@SUM(A1)", excel) == "'@SUM(A1)"
    assert cell("=1+1", PLAIN) == "=1+1"
    assert (cell(-1369.5, excel), cell(1369, excel), cell(None, excel), cell(True, excel)) == (
        "-1369,5",
        1369,
        None,
        True,
    )
    write_rows([{"a": "x;y", "b": 1.5}], tmp_path / "t.csv", excel)
    assert (tmp_path / "t.csv").read_bytes() == b'\xef\xbb\xbfa;b\n"x;y";1,5\n'


def test_a_workbook_holds_what_the_csv_files_hold_figure_for_figure(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    options = {"replications": 2, "years": 2, "jobs": 1, "parameters": "point", "out": tmp_path / "run"}
    mr.compare(write_small_county(tmp_path), ["current", "big_bang"], **options)
    assert main(["runs", "tables", "run", "--xlsx", "run.xlsx"]) == 0
    book = openpyxl.load_workbook("run.xlsx")
    plain = {f.stem: read(f, "utf-8", ",") for f in (tmp_path / "run" / "tables").iterdir()}
    assert sorted(book.sheetnames[1:]) == sorted(plain)
    for name, table in plain.items():
        sheet = book[name]
        assert sheet.freeze_panes == "A2"
        for told, cells in zip([row for row in table if row], sheet.iter_rows(), strict=True):
            for text, shown in zip(told, cells, strict=True):
                assert same(text, shown.value), (name, text, shown.value)
                assert shown.data_type != "f"
    assert all(isinstance(c.value, int | float | None) for c in book["differences"]["F"][1:])
    dates = [c for c in book["course"]["C"][1:] if c.value is not None]
    assert dates
    assert all(isinstance(c.value, datetime) and c.number_format == "yyyy-mm-dd" for c in dates)
    about = {row[0].value: row[1].value for row in book["about"].iter_rows() if row[0].value}
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text("utf-8"))
    assert about["run id"] == manifest["run_id"]
    assert about["mellanrum"] == manifest["versions"]["mellanrum"]
    assert about["note"] in manifest["notes"]
    assert about["title"].startswith("small: Today's divided responsibility")

    before = (tmp_path / "run.xlsx").read_bytes()
    assert main(["runs", "tables", "run", "--xlsx", "run.xlsx"]) == 2
    assert main(["runs", "tables", "run", "--xlsx", "run.xls"]) == 2
    assert main(["runs", "tables", "run"]) == 2
    assert (tmp_path / "run.xlsx").read_bytes() == before
    told = capsys.readouterr().err
    assert "run.xlsx, which exists and is not overwritten; valid: a file that does not exist yet\n" in told
    assert "valid: a file whose name ends with .xlsx" in told
    assert "valid: --xlsx FILE.xlsx, --out DIR, or both" in told


def same(text: str, value: object) -> bool:
    """Whether a cell of a workbook says what a cell of a CSV file does; it has fifteen digits of a number."""
    match value:
        case None:
            return text == ""
        case bool():
            return text == str(value)
        case datetime():
            return text == value.date().isoformat()
        case int() | float():
            return math.isclose(float(text), value, rel_tol=1e-15, abs_tol=0)
        case _:
            return text == value


def test_every_kind_of_run_has_its_tables_in_a_workbook(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    county = str(write_small_county(tmp_path))
    options = ["-n", "2", "--years", "2", "--jobs", "1", "--parameters", "point", "--out", "run"]
    assert main(["sweep", county, "big_bang", "--vary", "transfer.lag_days=0,90", *options]) == 0
    assert main(["runs", "tables", "run", "--xlsx", "run.xlsx", "--out", "csv"]) == 0
    assert openpyxl.load_workbook("run.xlsx").sheetnames == ["about", "points"]
    assert [f.name for f in (tmp_path / "csv").iterdir()] == ["points.csv"]


def test_a_workbook_works_nothing_out_and_takes_what_a_table_may_hold(tmp_path):
    texts = ["=1+1", "+1,369", "-x", "@SUM(A1)", "http://x", "12", "a\nb", "x" * 40_000, "2028-02-30", "1800-01-01"]
    numbers = [1.5, -0.0, 10**14 + 1, 10**18 + 1, float("inf"), float("nan"), True, None, 1e-9, 2]
    table = [{"=a": text, "n": number} for text, number in zip(texts, numbers, strict=True)]
    xlsx.write(tmp_path / "t.xlsx", [("title", "=1")], {"t": table, "none": []})
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book["about"]["B1"].value == "=1"
    assert book["about"]["B1"].data_type == "s"
    found = list(book["t"].iter_rows(min_row=2))
    assert [c[0].value for c in found] == [*texts[:6], "a\\nb", "x" * 32_767, *texts[8:]]
    assert {c[0].data_type for c in found} <= {"s", "inlineStr"}
    assert book["t"]["A1"].value == "=a"
    assert [c[1].value for c in found] == [1.5, 0, 10**14 + 1, str(10**18 + 1), "inf", "nan", True, None, 1e-9, 2]
    assert book["none"].max_row == 1


def test_a_table_longer_than_a_sheet_goes_on_in_a_further_one(tmp_path):
    xlsx.write(tmp_path / "t.xlsx", [("title", "t")], {"t": [{"a": i} for i in range(5)]}, most_rows=3)
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["about", "t", "t (2)", "t (3)"]
    assert [[c.value for c in book[n]["A"]] for n in book.sheetnames[1:]] == [["a", 0, 1], ["a", 2, 3], ["a", 4]]


def test_sheets_have_names_that_a_workbook_takes_and_each_its_own():
    long = "untreated_share.municipality.Övertorneå"
    found = xlsx.sheet_names(["about", "About", "a/b", "history", long, f"{long} and more", "'", "x (2)", "x", "X"])
    assert found == [
        "about",
        "About (2)",
        "a_b",
        "history (2)",
        "untreated_share.municipality.Öv",
        "untreated_share.municipalit (2)",
        "table",
        "x (2)",
        "x",
        "X (3)",
    ]
    assert all(len(name) <= 31 for name in found)


def test_the_page_the_json_and_the_workbook_call_a_county_what_its_file_calls_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    county = write_small_county(tmp_path)
    text = "".join(
        'title_en = "Lilla länet"\n' if line.startswith("title_en") else line
        for line in county.read_text("utf-8").splitlines(keepends=True)
    )
    county.write_text(text, encoding="utf-8")
    found = mr.compare(county, ["current"], replications=1, years=0.1, jobs=1, parameters="point", out=tmp_path / "run")
    assert str(found).startswith("Lilla länet: Today's divided responsibility")
    assert (tmp_path / "run" / "page.txt").read_text("utf-8").startswith("Lilla länet: ")
    assert main(["runs", "tables", "run", "--xlsx", "run.xlsx"]) == 0
    assert openpyxl.load_workbook("run.xlsx")["about"]["B1"].value.startswith("Lilla länet: ")
    assert main(["runs", "show", "run", "--json", "run.json"]) == 0
    document = json.loads(Path("run.json").read_text("utf-8"))
    assert (document["county"], document["county_title"]) == (county.stem, "Lilla länet")


def test_a_month_is_told_with_its_days_and_its_falls_as_in_thirty(tmp_path):
    options = {"replications": 2, "years": 1.9999, "jobs": 1, "parameters": "point", "out": tmp_path / "run"}
    page = str(mr.run(write_small_county(tmp_path), "current", **options))
    rows = list(csv.DictReader((tmp_path / "run" / "tables" / "monthly.csv").open(encoding="utf-8")))
    months = {row["date"]: row for row in rows}
    assert (months["2027-02-01"]["days"], months["2028-02-01"]["days"], months["2027-03-01"]["days"]) == (
        "28",
        "29",
        "31",
    )
    for row in rows:
        assert math.isclose(float(row["falls_per_30_days"]), 30 * float(row["falls"]) / int(row["days"]))
    assert "after cohort" not in page  # 1.9999 years are 730 days
    headline = csv.DictReader((tmp_path / "run" / "tables" / "headline.csv").open(encoding="utf-8"))
    assert {row["measure"]: row["n"] for row in headline}["untreated_share"] != "0"
    assert "nobody can be followed" not in page
