"""A sweep as people read it: where the difference from the baseline lies on which side of 0, value by value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from outputs.sweep.sentences import LETTERS, answer, axis_words, held, labels, setting_words, varying
from outputs.text.county import county_shown
from outputs.text.grid import Column, Grid, page_width, width
from outputs.text.keys import said
from outputs.text.measures import HEADLINE, describe, short
from outputs.text.numbers import plus_minus, verdict, with_interval
from outputs.text.pages import (
    counted,
    cut,
    ending,
    listed,
    measure_grids,
    others_of,
    paragraph,
    run_line,
)
from scenarios.files.thousands import grouped
from sim.comparison.results import Summary
from sim.comparison.statistics import FEWEST, is_quantile
from sim.studies.sweep import Sweep, SweepPoint

MEDIANS = (
    "Of quantiles of waits the median over replications stands there; one that is not reached counts as longer than "
    "all."
)
MOST = 30
"""Points that are printed unless all are asked for."""


def parts(result: Sweep, folder: Path | str | None = None, full: bool = False) -> Iterator[Grid | str]:
    """Yield what is shown, in order. `full`: every point, and the levels beside the differences.

    Measures that were asked for are shown with their levels at any rate.
    """
    keys = varying(result)
    by = listed(labels(keys)) or "nothing"
    yield paragraph(
        f"{county_shown(result)}: {result.design} against {result.baseline}, by {by}",
        run_line(
            f"{counted(result.replications, 'replication')} at {_each(len(result.points))}",
            result.seed,
            result.years,
            result.parameters,
        ),
    )
    yield paragraph(*answer(result, keys))
    yield from _tables(result, keys, full)
    yield from ending((*held(result, keys), *result.notes), result.parameters, "tables/points.csv, sweep.png", folder)


def rows(result: Sweep) -> dict[str, list[dict[str, Any]]]:
    """Return the table `points`: a row for each point and measure, the first row always among them."""
    missing = Summary(mean=None, low=None, high=None, spread_low=None, spread_high=None, n=0, unit="")
    found = []
    for i, point in enumerate(result.points, start=1):
        for measure in (*HEADLINE, *others_of(result.measures)):
            difference = point.differences.get(measure, missing)
            text = describe(measure, difference.unit)
            found.append(
                {"point": i, **point.setting, "design": result.design, "baseline": result.baseline, "measure": measure}
                | {"label": text.label, "better_for_clients": text.better or None, "unit": difference.unit or None}
                | _named("level", point.levels.get(measure, missing))
                | _named("baseline", point.baseline.get(measure, missing))
                | _named("difference", difference)
                | {"in_words": verdict(difference, text)}
            )
    return {"points": found}


def draw(result: Sweep, path: Path) -> Path:
    """Draw the differences: as curves of one key, as maps of two, else point by point. Return the path."""
    from outputs.sweep.figure import draw_sweep

    return draw_sweep(result, path)


def _named(name: str, summary: Summary) -> dict[str, Any]:
    return {f"{name}_{f.name}": getattr(summary, f.name) for f in fields(Summary) if f.name != "unit"}


def _each(points: int) -> str:
    return "1 combination" if points == 1 else f"each of {grouped(points)} combinations"


def _tables(result: Sweep, keys: Sequence[str], full: bool) -> Iterator[Grid | str]:
    shown, cut_off = cut(len(result.points), MOST, full, "points")
    points = result.points[:shown]
    letters = [LETTERS[i % len(LETTERS)] for i in range(len(keys))] if len(keys) > 1 else ["set to"]
    words = [f"{letter}: {axis_words(result, key)}" for letter, key in zip(letters, keys, strict=True)]
    columns = [Column(letter, right=False) for letter in letters]
    heads = [tuple(said(point.setting[key]) for key in keys) for point in points]
    marked = () if result.replications < FEWEST else ("* The interval excludes 0.",)
    notes = (*cut_off, *marked)
    found = _grids(result, points, columns, heads, notes, full)
    if len(keys) > 1 and any(width(grid) > page_width() for grid in found):
        words += [f"{i}: {setting_words(keys, p)}" for i, p in enumerate(points, start=1)]
        numbers = [(str(i),) for i in range(1, shown + 1)]
        found = _grids(result, points, [Column("combination")], numbers, notes, full)
    yield paragraph(*words)
    yield from found
    if points:
        yield _baseline(result, points[0])


def _grids(
    result: Sweep,
    points: Sequence[SweepPoint],
    columns: Sequence[Column],
    heads: Sequence[tuple[str, ...]],
    notes: tuple[str, ...],
    full: bool,
) -> list[Grid]:
    others = others_of(result.measures)
    found = measure_grids(
        "Difference from the baseline (shares in percentage points) ± half its 95 % interval",
        columns,
        heads,
        lambda i, m: plus_minus(points[i].differences.get(m), describe(m), signed=True),
        [*HEADLINE, *others],
        notes,
    )
    if full or others:
        found += measure_grids(
            "Level of the design: mean ± half the 95 % interval of the mean",
            columns,
            heads,
            lambda i, m: plus_minus(points[i].levels.get(m), describe(m)),
            [*HEADLINE, *others] if full else others,
            (MEDIANS,) if any(map(is_quantile, others)) else (),
        )
    return found


def _baseline(result: Sweep, point: SweepPoint) -> str:
    measures = [*HEADLINE, *others_of(result.measures)]
    told = [f"{short(m)} {with_interval(point.baseline.get(m), describe(m))}" for m in measures]
    where = ", at the first combination," if result.shared and len(result.points) > 1 else ""
    return paragraph(f"Under {result.baseline}{where}: {'; '.join(told)}.")
