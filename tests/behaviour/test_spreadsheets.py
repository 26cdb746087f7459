"""Tables for a spreadsheet on a Swedish computer hold what the plain ones hold."""

from __future__ import annotations

import csv
from pathlib import Path

import mellanrum as mr
from benchmarks.small_county import write_small_county
from mellanrum.cli import main
from outputs.csv import DIALECTS, PLAIN, cell, write_rows


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
