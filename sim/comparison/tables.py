"""Tables are averaged over replications cell by cell; columns of words, months and years name the rows.

A replication's table is column → array, as `sim.measures` gives it; the average is rows, as people and CSV files take
it. A number that is NaN in a replication is left out of that cell's average. In tables of what was counted, a row that
a replication does not have counts 0.
"""

from __future__ import annotations

from array import array
from calendar import monthrange
from collections.abc import Mapping, Sequence
from math import fsum, isfinite
from typing import Any

from sim.terms.calendar import Calendar
from sim.terms.log import Array

Table = Mapping[str, Array]
TableRow = dict[str, Any]

DAYS_PER_MONTH = 30.0
KEYS = frozenset({"month", "year", "complete"})
"""Columns that name a row although they hold numbers or truths."""
COUNTED = frozenset({"gap_map", "staff_ledger"})
UNKEPT = frozenset({"first_falls"})
"""Tables that do not leave the replication: their clients are found again in its log."""
TOUCHED, MOVING = "touched", "moving"
BY_MOVE = (TOUCHED, MOVING)
"""Tables that tell of the moves that a replication was run with."""
PER_CLIENT = frozenset({"cohort", *BY_MOVE})
"""Tables about single clients or moves of one replication: they have no average; designs are compared by them."""


def average_tables(replications: Sequence[Mapping[str, Table]], calendar: Calendar) -> dict[str, tuple[TableRow, ...]]:
    """Return every table that has an average. Rows with a `month` (day number) get its `date` and `days` beside it."""
    names = dict.fromkeys(name for tables in replications for name in tables if name not in PER_CLIENT)
    found = {}
    for name in names:
        rows = average([t[name] for t in replications if name in t], name in COUNTED)
        if name == "gap_map":
            rows.sort(key=lambda row: -(row.get("falls") or 0.0))
        found[name] = tuple(_dated(row, calendar) for row in rows)
    return found


def average(replications: Sequence[Table], absent_is_zero: bool = False) -> list[TableRow]:
    """Return one table's rows, in order of first appearance, each number the mean over the replications."""
    cells: dict[tuple[Any, ...], list[array[float]]] = {}
    columns = list(dict.fromkeys(column for table in replications for column in table))
    keys = [c for c in columns if any(_is_key(c, table[c]) for table in replications if c in table)]
    numbers = [c for c in columns if c not in keys]
    for table in replications:
        named = list(zip(*(table[c].tolist() for c in keys), strict=True))
        values = zip(*(table[c].tolist() for c in numbers), strict=True)
        for key, row in zip(named, values, strict=True):
            lists = cells.setdefault(key, [array("d") for _ in numbers])
            for cell, value in zip(lists, row, strict=True):
                if isfinite(value):
                    cell.append(float(value))
    n = len(replications)
    rows = []
    for key, lists in cells.items():
        means = [_mean(values, n if absent_is_zero else len(values)) for values in lists]
        named_cells = dict(zip(keys, key, strict=True)) | dict(zip(numbers, means, strict=True))
        rows.append({column: named_cells[column] for column in columns})
    return rows


def _is_key(column: str, values: Array) -> bool:
    return column in KEYS or values.dtype.kind in "UOS"


def _mean(values: Sequence[float], n: int) -> float | None:
    return fsum(values) / n if n and values else None


def _dated(row: TableRow, calendar: Calendar) -> TableRow:
    """Return a row of a month with its date and its days beside it, and its falls as in a month of 30 days."""
    if "month" not in row:
        return row
    dated: TableRow = {}
    first = calendar.date_of(row["month"])
    days = monthrange(first.year, first.month)[1]
    for column, cell in row.items():
        dated[column] = cell
        if column == "month":
            dated |= {"date": first.isoformat(), "days": days}
        if column == "falls":
            dated["falls_per_30_days"] = None if cell is None else DAYS_PER_MONTH * cell / days
    return dated
