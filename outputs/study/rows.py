"""A study as tables of plain values for other programs: every county in one table of each kind.

Shares stay in [0, 1], absence is None, and a setting has a column for each key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from outputs.files.made_rows import TableRow, summary_columns
from outputs.ranking import page as ranks
from outputs.study.even import judged
from outputs.study.sentences import sentences
from outputs.study.view import View
from outputs.text.evidence import rests_on
from outputs.text.measures import describe
from outputs.text.numbers import verdict
from outputs.worth import page as worth
from sim.analysis.estimates import Estimate
from sim.comparison.results import Summary
from sim.studies.break_even import Beside
from sim.studies.study import StudyFound
from sim.terms.language import speaking

NOTHING = Summary(mean=None, low=None, high=None, spread_low=None, spread_high=None, n=0, unit="")


def rows(result: StudyFound) -> dict[str, list[TableRow]]:
    """Return name → rows; a table that would be empty is left out, but `designs` and `sentences` are always there."""
    with speaking("en"):  # tables are for other programs
        return _rows(result)


def _rows(result: StudyFound) -> dict[str, list[TableRow]]:
    views = [View(result, county) for county in result.counties]
    found = {name: [_of(view, row) for view in views for row in make(view)] for name, make in _TABLES.items()}
    found["variations"] = [_variation(v) for v in map(asdict, result.variations)]
    for view in views:
        for name, table in _further(view).items():
            found.setdefault(name, []).extend(_of(view, row) for row in table)
    return {name: table for name, table in found.items() if table or name in ("designs", "sentences")}


def _of(view: View, row: TableRow) -> TableRow:
    return {"county": view.county.county} | row


def _sentences(view: View) -> Iterator[TableRow]:
    for i, s in enumerate(sentences(view), start=1):
        yield {"sentence": i, "sv": s.sv, "en": s.en}


def _designs(view: View) -> Iterator[TableRow]:
    for design in view.county.designs:
        for measure in view.study.measures:
            difference = design.differences.get(measure, NOTHING)
            told = verdict(difference, describe(measure)) if design.differences else None
            precise = view.county.precise.get(measure)
            yield (
                {"design": design.name, "title_en": design.title.en, "title_sv": design.title.sv, **_named(measure)}
                | summary_columns("level", design.levels.get(measure, NOTHING))
                | summary_columns("difference", difference)
                | {"in_words": told, "replications": design.replications, "precise_enough": precise}
            )


def _points(view: View) -> Iterator[TableRow]:
    for i, point in enumerate(view.county.points, start=1):
        for design, values in point.values.items():
            yield {"point": i, "replication": point.replication, **point.setting, "design": design, **values}


def _grid(view: View) -> Iterator[TableRow]:
    for design, points in view.county.grid.items():
        for i, point in enumerate(points, start=1):
            for measure in view.study.measures:
                yield (
                    {"design": design, "point": i, **point.setting, **_named(measure)}
                    | summary_columns("level", point.levels.get(measure, NOTHING))
                    | summary_columns("baseline", point.baseline.get(measure, NOTHING))
                    | summary_columns("difference", point.differences.get(measure, NOTHING))
                )


def _surfaces(view: View) -> Iterator[TableRow]:
    for s in view.county.surfaces:
        about = {"design": s.design, **_named(s.measure), "points": s.points, "explained": s.explained}
        yield about | _estimate("with_own_numbers", s.usual)


def _effects(view: View) -> Iterator[TableRow]:
    for s in view.county.surfaces:
        for e in s.effects:
            about = {"design": s.design, **_named(s.measure), "key": e.key, "key_label": e.label}
            yield about | {"from": e.low, "to": e.high, "own": e.own} | _estimate("change", e.change)


def _slices(view: View) -> Iterator[TableRow]:
    for s in view.county.surfaces:
        if s.slice is None:
            continue
        for i, y in enumerate(s.slice.ys):
            for j, x in enumerate(s.slice.xs):
                yield {"design": s.design, **_named(s.measure), s.slice.x: x, s.slice.y: y} | {
                    "difference": s.slice.values[i][j],
                    "error": s.slice.errors[i][j],
                }


def _break_evens(view: View) -> Iterator[TableRow]:
    for b in view.county.break_evens:
        for found in (b.told, *b.beside):
            about = {"design": b.design, "key": b.key, "key_label": b.label, **_named(b.measure)}
            held = {f"with_{key}": value for key, value in found.setting.items()}
            yield about | {"from": b.low, "to": b.high} | held | _beside(found, b.low, b.high)


def _beside(found: Beside, low: float, high: float) -> TableRow:
    return (
        {"known": str(judged(found, low, high))}
        | _estimate("break_even", found.crossing)
        | _estimate("at_from", found.at_low)
        | _estimate("at_to", found.at_high)
        | {"nearest_at": found.nearest_at}
        | _estimate("nearest", found.nearest)
    )


def _thresholds(view: View) -> Iterator[TableRow]:
    for r in view.county.appendix:
        about = {"threshold": r.threshold, "days": r.days, "usual": r.usual, "design": r.design, **_named(r.measure)}
        yield about | summary_columns("level", r.level) | summary_columns("difference", r.difference or NOTHING)


_TABLES = {
    "sentences": _sentences,
    "designs": _designs,
    "points": _points,
    "grid": _grid,
    "surfaces": _surfaces,
    "effects": _effects,
    "slices": _slices,
    "break_evens": _break_evens,
    "thresholds": _thresholds,
}


def _further(view: View) -> dict[str, list[TableRow]]:
    """Return the tables of the ranking and of worth, by their own names."""
    county, found = view.county, dict[str, list[TableRow]]()
    if county.ranks is not None:
        found |= ranks.rows(county.ranks)
    if county.worth is not None:
        found |= worth.rows(county.worth)
    return found


def _variation(told: Mapping[str, Any]) -> TableRow:
    label = told["label"]
    own = {k: v for k, v in told.items() if k not in ("label", "values", "designs")}
    listed = {"values": ", ".join(told["values"]) or None, "designs": ", ".join(told["designs"])}
    return {"label_en": label["en"], "label_sv": label["sv"]} | own | listed | {"rests_on": rests_on(told["why"])}


def _named(measure: str) -> TableRow:
    return {"measure": measure, "label": describe(measure).label}


def _estimate(name: str, e: Estimate | None) -> TableRow:
    values = (None, None, None) if e is None else (e.value, e.low, e.high)
    return dict(zip((name, f"{name}_low", f"{name}_high"), values, strict=True))
