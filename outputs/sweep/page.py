"""A sweep as people read it: where the difference from the baseline lies on which side of 0, value by value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from outputs.files.made_rows import summary_columns
from outputs.sweep.sentences import LETTERS, answer, axis_words, held, labels, setting_words, varying
from outputs.text.county import county_shown
from outputs.text.grid import Column, Grid, page_width, width
from outputs.text.keys import said
from outputs.text.measures import HEADLINE, describe, short
from outputs.text.numbers import plus_minus, verdict, with_interval
from outputs.text.pages import (
    cut,
    ending,
    listed,
    measure_grids,
    others_of,
    paragraph,
    run_line,
)
from sim.comparison.results import Summary
from sim.comparison.statistics import FEWEST, is_quantile
from sim.studies.sweep import Sweep, SweepPoint
from sim.terms.language import ENGLISH, N_, _, language, ngettext, speaking

MEDIANS = N_(
    "Of quantiles of waits the median over replications stands there; one that is not reached counts as longer than "
    "all."
)
FILES = "tables/points.csv, sweep.png"  # not said: names of files
MOST = 30
"""Points that are printed unless all are asked for."""


def parts(result: Sweep, folder: Path | str | None = None, full: bool = False) -> Iterator[Grid | str]:
    """Yield what is shown, in order. `full`: every point, and the levels beside the differences.

    Measures that were asked for are shown with their levels at any rate.
    """
    keys = varying(result)
    by = listed(labels(keys)) or _("nothing")
    yield paragraph(
        _(
            "{county}: {design} against {baseline}, by {keys}",
            county=county_shown(result),
            design=result.design,
            baseline=result.baseline,
            keys=by,
        ),
        run_line(_how_often(result), result.seed, result.years, result.parameters),
    )
    yield paragraph(*answer(result, keys))
    yield from _tables(result, keys, full)
    yield from ending((*held(result, keys), *result.notes), result.parameters, FILES, folder)


@speaking(ENGLISH.code)
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
                | summary_columns("level", point.levels.get(measure, missing))
                | summary_columns("baseline", point.baseline.get(measure, missing))
                | summary_columns("difference", difference)
                | {"in_words": verdict(difference, text)}
            )
    return {"points": found}


def draw(result: Sweep, path: Path) -> Path:
    """Draw the differences: as curves of one key, as maps of two, else point by point. Return the path."""
    from outputs.sweep.figure import draw_sweep

    return draw_sweep(result, path)


def _how_often(result: Sweep) -> str:
    if len(result.points) == 1:
        return ngettext("{n} replication at 1 combination", "{n} replications at 1 combination", result.replications)
    return ngettext(
        "{n} replication at each of {points} combinations",
        "{n} replications at each of {points} combinations",
        result.replications,
        points=language().number(len(result.points)),
    )


def _tables(result: Sweep, keys: Sequence[str], full: bool) -> Iterator[Grid | str]:
    shown, cut_off = cut(len(result.points), MOST, full, "points")
    points = result.points[:shown]
    letters = [LETTERS[i % len(LETTERS)] for i in range(len(keys))] if len(keys) > 1 else [_("set to")]
    words = [f"{letter}: {axis_words(result, key)}" for letter, key in zip(letters, keys, strict=True)]
    columns = [Column(letter, right=False) for letter in letters]
    heads = [tuple(said(point.setting[key]) for key in keys) for point in points]
    marked = () if result.replications < FEWEST else (_("* The interval excludes 0."),)
    notes = (*cut_off, *marked)
    found = _grids(result=result, points=points, columns=columns, heads=heads, notes=notes, full=full)
    if len(keys) > 1 and any(width(grid) > page_width() for grid in found):
        words += [f"{i}: {setting_words(keys, p)}" for i, p in enumerate(points, start=1)]
        numbers = [(str(i),) for i in range(1, shown + 1)]
        found = _grids(
            result=result, points=points, columns=[Column(_("combination"))], heads=numbers, notes=notes, full=full
        )
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
        title=_("Difference from the baseline (shares in percentage points) ± half its 95 % interval"),
        columns=columns,
        heads=heads,
        cell=lambda i, m: plus_minus(points[i].differences.get(m), describe(m), signed=True),
        measures=[*HEADLINE, *others],
        notes=notes,
    )
    if full or others:
        found += measure_grids(
            title=_("Level of the design: mean ± half the 95 % interval of the mean"),
            columns=columns,
            heads=heads,
            cell=lambda i, m: plus_minus(points[i].levels.get(m), describe(m)),
            measures=[*HEADLINE, *others] if full else others,
            notes=(_(MEDIANS),) if any(map(is_quantile, others)) else (),
        )
    return found


def _baseline(result: Sweep, point: SweepPoint) -> str:
    measures = [*HEADLINE, *others_of(result.measures)]
    told = [f"{short(m)} {with_interval(point.baseline.get(m), describe(m))}" for m in measures]
    if result.shared and len(result.points) > 1:
        told_whole = _(
            "Under {baseline} at the first combination: {levels}.", baseline=result.baseline, levels="; ".join(told)
        )
    else:
        told_whole = _("Under {baseline}: {levels}.", baseline=result.baseline, levels="; ".join(told))
    return paragraph(told_whole)
