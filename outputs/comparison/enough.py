"""How many replications were enough, as people read it: which measure needed most, and what was not reached."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from outputs.text.differences import unit_words
from outputs.text.grid import Column, Grid
from outputs.text.measures import describe, short
from outputs.text.numbers import NONE, number
from outputs.text.pages import capital, cut, listed, narrowed, paragraph
from sim.comparison.results import Enough, PrecisionRow
from sim.terms.language import _, language, ngettext, pgettext, speaking

MOST = 12
LISTED = 5


def parts(result: Enough, folder: Path | str | None = None, full: bool = False) -> Iterator[Grid | str]:
    """Yield what is shown, in order. `full`: every level and difference."""
    yield paragraph(*answer(result))
    if result.rows:
        yield _table(result, full)
    if folder is not None:
        yield _("Run folder: {folder}", folder=folder)


def answer(result: Enough) -> Iterator[str]:
    """Yield in sentences how many were run, whether they are enough, and for what they are not."""
    undefined = [row_words(row) for row in result.rows if row.mean is None]
    if result.enough and result.most is not None and result.needed is not None:
        most = next((row_words(r) for r in result.rows if r.name == result.most), result.most)
        yield _(
            "Replications: {n}, which are enough. {most} needed most: it was precise from {needed} on and stayed so.",
            n=result.replications,
            most=capital(most),
            needed=result.needed,
        )
    elif result.enough:
        yield _("Replications: {n}, which are enough.", n=result.replications)
    elif not result.not_reached:
        yield _(
            "Replications: {n}. Whether they are enough cannot be told: nothing has a value.", n=result.replications
        )
    else:
        by_name = {row.name: row for row in result.rows}
        missed = [by_name[name] for name in result.not_reached if name in by_name]
        yield _not_enough(result)
        yield _("Least precise: {rows}.", rows="; ".join(map(_missed, sorted(missed, key=_behind)[:3])))
        projected = [row.projected for row in missed if row.projected is not None]
        if projected and len(projected) == len(missed):
            yield ngettext(
                "If the spread stays what it is, about {n} replication would do for all: --budget.",
                "If the spread stays what it is, about {n} replications would do for all: --budget.",
                max(projected),
            )
    if undefined:
        many = _("{n} levels and differences", n=len(undefined))
        yield _("No value, so not judged: {rows}.", rows=listed(undefined) if len(undefined) <= LISTED else many)


def _not_enough(result: Enough) -> str:
    counts = {"missed": len(result.not_reached), "all": len(result.rows)}
    if result.replications >= result.budget:
        return ngettext(
            "Not enough: after {n} replication (the whole budget) {missed} of {all} levels and differences are not as "
            "precise as was asked for.",
            "Not enough: after {n} replications (the whole budget) {missed} of {all} levels and differences are not as "
            "precise as was asked for.",
            result.replications,
            **counts,
        )
    return ngettext(
        "Not enough: after {n} replication {missed} of {all} levels and differences are not as precise as was asked "
        "for.",
        "Not enough: after {n} replications {missed} of {all} levels and differences are not as precise as was asked "
        "for.",
        result.replications,
        **counts,
    )


def rows(result: Enough) -> dict[str, list[dict[str, Any]]]:
    """Return the table `enough`: a row for each level and difference, in English as files are."""
    with speaking("en"):
        found = [
            {"name": r.name, "in_words": row_words(r), "needed": r.needed, "mean": r.mean, "half_width": r.half_width}
            | {"allowed": r.allowed, "projected": r.projected, "reached": r.needed is not None}
            | {"replications": result.replications, "budget": result.budget}
            for r in result.rows
        ]
    return {"enough": found}


def row_words(row: PrecisionRow) -> str:
    """Return a level or a difference in words: `fall rate (phased minus current)`."""
    whose, _colon, measure = row.name.rpartition(": ")
    design, minus, baseline = whose.partition(" - ")
    if not minus:
        return f"{short(measure)} ({whose})"
    return _("{measure} ({design} minus {baseline})", measure=short(measure), design=design, baseline=baseline)


def _missed(row: PrecisionRow) -> str:
    text, unit = _text(row), _(unit_words(_measure(row)))
    told = {
        "row": row_words(row),
        "reached": f"±{number(row.half_width, text)} {unit}".rstrip(),
        "asked": f"±{number(row.allowed, text)}",
    }
    if row.projected is None:
        return _("{row} {reached} instead of {asked}", **told)
    return ngettext(
        "{row} {reached} instead of {asked}, about {n} replication",
        "{row} {reached} instead of {asked}, about {n} replications",
        row.projected,
        **told,
    )


def _behind(row: PrecisionRow) -> float:
    """Return what the missed rows are sorted by: the farthest from what was asked for first."""
    return -(row.half_width / row.allowed) if row.half_width is not None and row.allowed else float("-inf")


def _table(result: Enough, full: bool) -> Grid:
    ordered = sorted(result.rows, key=lambda r: (r.mean is None, r.needed is not None, -(r.needed or 0)))
    shown, notes = cut(len(ordered), MOST, full)
    heads = (
        pgettext("precision", "mean"),
        pgettext("precision", "reached"),
        pgettext("precision", "asked"),
        _("enough from"),
    )
    columns = (Column("", right=False), *map(Column, heads))
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
    note = _(
        "Reached, asked: half of the 95 % interval (shares in percentage points). A level is precise enough by a share "
        "of its size or by what a difference may have. Those that needed most stand first."
    )
    return narrowed(Grid(_("How precise"), columns, cells, (note, *notes)), 1)


def _from(row: PrecisionRow) -> str:
    if row.mean is None:
        return _("no value")
    if row.needed is not None:
        return language().number(row.needed)
    if row.projected is None:
        return _("not reached")
    return _("not reached, about {many}", many=language().number(row.projected))


def _half(row: PrecisionRow, value: float | None) -> str:
    return NONE if value is None else f"±{number(value, _text(row))}"


def _measure(row: PrecisionRow) -> str:
    return row.name.rpartition(": ")[2]


def _text(row: PrecisionRow) -> Any:
    return describe(_measure(row))
