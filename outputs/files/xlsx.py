"""Every table of a run as one XLSX workbook: a first sheet that says what it is of, then a sheet for each table.

Numbers stand as numbers, with the fifteen digits that a spreadsheet keeps, days of the calendar as dates, and text as
text: nothing that stands in a name is worked out as a formula or followed as an address. What has no value is an empty
cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Any

from outputs.files.made_rows import TableRow
from scenarios.files.names import visible
from sim.terms.language import _

LONGEST_SHEET_NAME, MOST_ROWS, LONGEST_TEXT, EXACT_BELOW = 31, 1_048_576, 32_767, 10**15
"""What a workbook can hold: letters of a sheet's name, rows of a sheet, letters of a cell, whole numbers to the last
digit (larger ones, such as a seed, stand as text)."""
NARROWEST, WIDEST = 8, 60
"""Width of a column, in digits."""
LOOKED_AT = 200
"""Rows that decide how wide a column is; the first of the table."""
FIRST_SHEET = "about"
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Sheets = Mapping[str, Sequence[TableRow]]


def write(path: Path, about: Sequence[tuple[str, Any]], tables: Sheets, most_rows: int = MOST_ROWS) -> None:
    """Write a workbook to `path`. `about`: label and value of each line of the first sheet, whose title is the first.

    A table of more rows than a sheet holds goes on in a further one. Raises OSError.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    parts = [(name, part) for name, table in tables.items() for part in _parts(table, most_rows - 1)]
    names = sheet_names([FIRST_SHEET, *(name for name, _ in parts)])
    try:
        with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
            bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
            _first_sheet(
                sheet=book.add_worksheet(names[0]),
                about=about,
                names=names[1:],
                tables=[part for _, part in parts],
                bold=bold,
                day=day,
            )
            for name, (_, table) in zip(names[1:], parts, strict=True):
                _sheet(book.add_worksheet(name), table, bold, day)
    except FileCreateError as error:  # wraps what the system said
        raise error.args[0] if isinstance(error.args[0], OSError) else OSError(str(error)) from None


def sheet_names(names: Iterable[str]) -> list[str]:
    """Return a name for each sheet that a workbook takes: at most 31 letters, none twice, whatever their case.

    The second `x` is `x (2)`, and what is too long is cut.
    """
    given: list[str] = []
    taken = {"history"}  # a spreadsheet keeps this one to itself
    for name in names:
        plain = _NO_SHEET_NAME.sub("_", visible(name)).strip("' ") or "table"
        label, n = plain[:LONGEST_SHEET_NAME].rstrip("' "), 2
        while label.casefold() in taken:
            mark = f" ({n})"
            label, n = plain[: LONGEST_SHEET_NAME - len(mark)].rstrip("' ") + mark, n + 1
        given.append(label)
        taken.add(label.casefold())
    return given


def _parts(table: Sequence[TableRow], most: int) -> Iterator[Sequence[TableRow]]:
    for start in range(0, max(1, len(table)), most):
        yield table[start : start + most]


def _first_sheet(
    sheet: Any,
    about: Sequence[tuple[str, Any]],
    names: Sequence[str],
    tables: Sequence[Sequence[TableRow]],
    bold: Any,
    day: Any,
) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    row = 0
    for label, value in about:
        sheet.write_string(row, 0, _(label), bold)
        _cell(sheet, row, 1, value, day)
        row += 1
    row += 1
    sheet.write_string(row, 0, _("sheet"), bold)
    sheet.write_string(row, 1, _("rows"), bold)
    for name, table in zip(names, tables, strict=True):
        row += 1
        sheet.write_string(row, 0, name)
        sheet.write_number(row, 1, len(table))


def _sheet(sheet: Any, table: Sequence[TableRow], bold: Any, day: Any) -> None:
    """Fill a sheet: its head, which stays in sight, and a row for each of the table."""
    columns = list(dict.fromkeys(key for row in table for key in row))
    sheet.freeze_panes(1, 0)
    for c, name in enumerate(columns):
        longest = max([len(name), *(len(str(row.get(name, ""))) for row in table[:LOOKED_AT])])
        sheet.set_column(c, c, min(WIDEST, max(NARROWEST, longest + 2)))
        sheet.write_string(0, c, visible(name), bold)
    for r, row in enumerate(table, 1):
        for c, name in enumerate(columns):
            _cell(sheet, r, c, row.get(name), day)
    if columns:
        sheet.autofilter(0, 0, len(table), len(columns) - 1)


def _cell(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(row, column, value)
        case int() if abs(value) < EXACT_BELOW:
            sheet.write_number(row, column, value)
        case float() if isfinite(value):
            sheet.write_number(row, column, value)
        case date():
            sheet.write_datetime(row, column, value, day)
        case str() if (when := _day(value)) is not None:
            sheet.write_datetime(row, column, when, day)
        case _:
            sheet.write_string(row, column, visible(str(value))[:LONGEST_TEXT])


def _day(text: str) -> date | None:
    """Return the day of the calendar that a text is, if a spreadsheet can hold it as one: none before 1900."""
    if not _DAY.fullmatch(text):
        return None
    try:
        when = date.fromisoformat(text)
    except ValueError:
        return None
    return when if when.year >= 1900 else None
