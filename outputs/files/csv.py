"""Every table of a run as a CSV file, in one of two ways of writing them.

`plain`: UTF-8, commas, a point for decimals, an empty cell for what is absent: what programs read. `excel`: what a
spreadsheet of a Swedish computer reads as a table: semicolons, a comma for decimals, and a mark (BOM) that says UTF-8.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from outputs.files.made_rows import TableRow
from scenarios.files.names import visible

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a text may not begin with in a spreadsheet: it would be worked out."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What stands between cells and in decimals, and in which encoding."""

    delimiter: str
    decimal: str
    encoding: str


DIALECTS = {"plain": Dialect(",", ".", "utf-8"), "excel": Dialect(";", ",", "utf-8-sig")}
PLAIN = DIALECTS["plain"]


def write(tables: Mapping[str, Sequence[TableRow]], folder: Path, dialect: Dialect = PLAIN) -> list[Path]:
    """Write one file per table (name → rows) into `folder`, which is made if it is not there, and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, table in tables.items():
        path = folder / f"{name}.csv"
        write_rows(table, path, dialect)
        paths.append(path)
    return paths


def write_rows(table: Sequence[TableRow], path: Path, dialect: Dialect = PLAIN) -> None:
    """Write `table`; its columns are those of all its rows, in the order in which they first appear."""
    columns = list(dict.fromkeys(key for row in table for key in row))
    with path.open("w", encoding=dialect.encoding, newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", delimiter=dialect.delimiter)
        writer.writeheader()
        writer.writerows({key: cell(value, dialect) for key, value in row.items()} for row in table)


def cell(value: Any, dialect: Dialect) -> Any:
    """Return a value as it stands in a file: a number with its decimal sign, a text that nothing works out."""
    if isinstance(value, str):
        text = visible(value)
        return f"'{text}" if dialect is not PLAIN and text.startswith(FORMULA) else text
    if isinstance(value, float) and dialect.decimal != ".":
        return repr(value).replace(".", dialect.decimal)
    return value
