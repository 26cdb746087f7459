"""How many replications were enough, as people read it: which measure needed most, and what was not reached."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from outputs.text.differences import unit_words
from outputs.text.grid import Column, Grid
from outputs.text.measures import describe, short
from outputs.text.numbers import NONE, number
from outputs.text.pages import capital, counted, cut, listed, narrowed, paragraph
from scenarios.files.thousands import grouped
from sim.comparison.results import Enough, PrecisionRow

MOST = 12
LISTED = 5


def parts(result: Enough, folder: Path | str | None = None, full: bool = False) -> Iterator[Grid | str]:
    """Yield what is shown, in order. `full`: every level and difference."""
    yield paragraph(*answer(result))
    if result.rows:
        yield _table(result, full)
    if folder is not None:
        yield f"Run folder: {folder}"


def answer(result: Enough) -> Iterator[str]:
    """Yield in sentences how many were run, whether they are enough, and for what they are not."""
    ran = counted(result.replications, "replication")
    undefined = [row_words(row) for row in result.rows if row.mean is None]
    if result.enough and result.most is not None and result.needed is not None:
        most = next((row_words(r) for r in result.rows if r.name == result.most), result.most)
        yield (
            f"Replications: {result.replications}, which are enough. {capital(most)} needed most: it was precise from "
            f"{result.needed} on and stayed so."
        )
    elif result.enough:
        yield f"Replications: {result.replications}, which are enough."
    elif not result.not_reached:
        yield f"Replications: {result.replications}. Whether they are enough cannot be told: nothing has a value."
    else:
        by_name = {row.name: row for row in result.rows}
        missed = [by_name[name] for name in result.not_reached if name in by_name]
        spent = " (the whole budget)" if result.replications >= result.budget else ""
        yield (
            f"Not enough: after {ran}{spent} {len(result.not_reached)} of {len(result.rows)} levels and differences "
            "are not as precise as was asked for."
        )
        yield f"Least precise: {'; '.join(map(_missed, sorted(missed, key=_behind)[:3]))}."
        projected = [row.projected for row in missed if row.projected is not None]
        if projected and len(projected) == len(missed):
            many = grouped(max(projected))
            yield f"If the spread stays what it is, about {many} replications would do for all: --budget."
    if undefined:
        told = listed(undefined) if len(undefined) <= LISTED else f"{len(undefined)} levels and differences"
        yield f"No value, so not judged: {told}."


def rows(result: Enough) -> dict[str, list[dict[str, Any]]]:
    """Return the table `enough`: a row for each level and difference."""
    return {
        "enough": [
            {"name": r.name, "in_words": row_words(r), "needed": r.needed, "mean": r.mean, "half_width": r.half_width}
            | {"allowed": r.allowed, "projected": r.projected, "reached": r.needed is not None}
            | {"replications": result.replications, "budget": result.budget}
            for r in result.rows
        ]
    }


def row_words(row: PrecisionRow) -> str:
    """Return a level or a difference in words: `fall rate (phased minus current)`."""
    whose, _, measure = row.name.rpartition(": ")
    return f"{short(measure)} ({whose.replace(' - ', ' minus ')})"


def _missed(row: PrecisionRow) -> str:
    text, unit = _text(row), unit_words(_measure(row))
    reached = f"±{number(row.half_width, text)} {unit}".rstrip()
    about = "" if row.projected is None else f", about {grouped(row.projected)} replications"
    return f"{row_words(row)} {reached} instead of ±{number(row.allowed, text)}{about}"


def _behind(row: PrecisionRow) -> float:
    """Return what the missed rows are sorted by: the farthest from what was asked for first."""
    return -(row.half_width / row.allowed) if row.half_width is not None and row.allowed else float("-inf")


def _table(result: Enough, full: bool) -> Grid:
    ordered = sorted(result.rows, key=lambda r: (r.mean is None, r.needed is not None, -(r.needed or 0)))
    shown, notes = cut(len(ordered), MOST, full)
    columns = (Column("", right=False), Column("mean"), Column("reached"), Column("asked"), Column("enough from"))
    cells = tuple(
        (
            row_words(row),
            number(row.mean, _text(row)) if row.mean is not None else NONE,
            _half(row, row.half_width),
            _half(row, row.allowed),
            _from(row),
        )
        for row in ordered[:shown]
    )
    note = (
        "Reached, asked: half of the 95 % interval (shares in percentage points). A level is precise enough by a share "
        "of its size or by what a difference may have. Those that needed most stand first."
    )
    return narrowed(Grid("How precise", columns, cells, (note, *notes)), 1)


def _from(row: PrecisionRow) -> str:
    if row.mean is None:
        return "no value"
    if row.needed is not None:
        return grouped(row.needed)
    return "not reached" if row.projected is None else f"not reached, about {grouped(row.projected)}"


def _half(row: PrecisionRow, value: float | None) -> str:
    return NONE if value is None else f"±{number(value, _text(row))}"


def _measure(row: PrecisionRow) -> str:
    return row.name.rpartition(": ")[2]


def _text(row: PrecisionRow) -> Any:
    return describe(_measure(row))
