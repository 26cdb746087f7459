"""The picture of a sweep: how the difference from the baseline goes with what was varied, a panel for each measure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from outputs.figures.layout import (
    ACROSS,
    colour_of,
    foot,
    heading,
    measure_title,
    no_value,
    place,
    scale_of,
    zero_line,
)
from outputs.figures.style import new_figure, save, tidy
from outputs.sweep.points_figure import draw_points
from outputs.sweep.sentences import axis_words, each_words, foot_words, labels, numbers_of, varying
from outputs.text.county import county_shown
from outputs.text.differences import side
from outputs.text.keys import said
from outputs.text.measures import HEADLINE, describe
from outputs.text.pages import folded, listed, others_of
from sim.comparison.results import Summary
from sim.studies.sweep import Sweep
from sim.terms.language import _

MOST_CELLS = 80
"""Cells of a map in which numbers can still be read."""


def draw_sweep(result: Sweep, path: Path) -> Path:
    """Draw the differences of every measure and return the path."""
    keys = varying(result)
    measures = [*HEADLINE, *others_of(result.measures)]
    if len(result.points) > 1 and len(keys) == 1:
        return _curves(result, keys[0], measures, path)
    if len(result.points) > 1 and len(keys) == 2:
        return _maps(result, keys, measures, path)
    return draw_points(result, keys, measures, path)


def _curves(result: Sweep, key: str, measures: Sequence[str], path: Path) -> Path:
    values = [point.setting[key] for point in result.points]
    numbers = numbers_of(values)
    x = numbers or [float(i) for i in range(len(values))]
    down = -(-len(measures) // ACROSS)
    figure = new_figure(13.0, 1.7 + 2.9 * down)
    axes = place(figure, len(measures), top=1.05, bottom=0.95)
    for i, (axis, measure) in enumerate(zip(axes, measures, strict=True)):
        _curve(axis, x, [point.differences.get(measure) for point in result.points], measure, numbers is not None)
        if numbers is None:
            axis.set_xticks(x, [said(v) for v in values], rotation=30 if len(values) > 4 else 0)
        if i + ACROSS >= len(measures):
            axis.set_xlabel("\n".join(folded(axis_words(result, key), 48)), fontsize=9.5)
    heading(figure, _title(result, [key]))
    foot(figure, foot_words(result), result.parameters)
    return save(figure, path)


def _curve(axis: Any, x: Sequence[float], found: Sequence[Summary | None], measure: str, line: bool) -> None:
    known = [(at, s) for at, s in zip(x, found, strict=True) if s is not None and s.mean is not None]
    measure_title(axis, measure)
    tidy(axis)
    if not known:
        return no_value(axis)
    scale, colour = scale_of(measure), colour_of(1)
    banded = [(at, s) for at, s in known if s.low is not None and s.high is not None]
    at = [a for a, _s in known]
    axis.plot(at, [(s.mean or 0.0) * scale for _a, s in known], color=colour, marker="o", ms=5, lw=1.8 if line else 0)
    low, high = ([(getattr(s, side) or 0.0) * scale for _a, s in banded] for side in ("low", "high"))
    if line and len(banded) > 1:
        axis.fill_between([a for a, _s in banded], low, high, color=colour, alpha=0.15, lw=0)
    else:
        axis.vlines([a for a, _s in banded], low, high, color=colour, lw=2)
    zero_line(axis)
    axis.margins(x=0.05 if line else 0.5 / len(x))
    return None


def _maps(result: Sweep, keys: Sequence[str], measures: Sequence[str], path: Path) -> Path:
    sides = [list(dict.fromkeys(said(p.setting[key]) for p in result.points)) for key in keys]
    (ys, xs), down = sides, -(-len(measures) // ACROSS)
    high = max(2.2, 0.34 * len(ys))
    figure = new_figure(13.0, 2.0 + (high + 0.9) * down)
    axes = place(figure, len(measures), top=1.05, bottom=1.15, left=1.3)
    for i, (axis, measure) in enumerate(zip(axes, measures, strict=True)):
        cells = {
            (ys.index(said(p.setting[keys[0]])), xs.index(said(p.setting[keys[1]]))): p.differences.get(measure)
            for p in result.points
        }
        _map(axis, cells, len(ys), len(xs), measure)
        axis.set_xticks([j + 0.5 for j in range(len(xs))], xs, rotation=45 if len(xs) > 7 else 0, fontsize=9)
        axis.set_yticks([j + 0.5 for j in range(len(ys))], ys, fontsize=9)
        if i + ACROSS >= len(measures):
            axis.set_xlabel("\n".join(folded(axis_words(result, keys[1]), 44)), fontsize=9.5)
        if i % ACROSS == 0:
            axis.set_ylabel("\n".join(folded(axis_words(result, keys[0]), 30)), fontsize=9.5)
    heading(figure, _title(result, keys))
    if len(ys) * len(xs) > MOST_CELLS:
        words = _(
            "Orange: more than under the baseline, blue: less, white: equal. Dot: the 95 % interval holds 0. "
            "{how_often}",
            how_often=each_words(result),
        )
    else:
        words = _(
            "Orange: more than under the baseline, blue: less, white: equal. Bold: the 95 % interval excludes 0. "
            "{how_often}",
            how_often=each_words(result),
        )
    foot(figure, words, result.parameters)
    return save(figure, path)


def _title(result: Sweep, keys: Sequence[str]) -> str:
    return _(
        "{county}: {design} minus {baseline}, by {keys}",
        county=county_shown(result),
        design=result.design,
        baseline=result.baseline,
        keys=listed(labels(keys)),
    )


def _map(axis: Any, cells: dict[tuple[int, int], Summary | None], down: int, across: int, measure: str) -> None:
    import numpy as np
    from matplotlib.colors import LinearSegmentedColormap

    from outputs.text.numbers import number

    scale, text = scale_of(measure), describe(measure)
    values = np.full((down, across), np.nan)
    for at, s in cells.items():
        if s is not None and s.mean is not None:
            values[at] = s.mean * scale
    measure_title(axis, measure)
    for spine in axis.spines.values():
        spine.set_visible(False)
    axis.tick_params(length=0)
    axis.set_xlim(0, across)
    axis.set_ylim(0, down)
    if np.isnan(values).all():
        return no_value(axis)
    most = float(np.nanmax(np.abs(values))) or 1.0
    colours = LinearSegmentedColormap.from_list("difference", ["#0072B2", "#ffffff", "#D55E00"])
    drawn = axis.pcolormesh(values, cmap=colours, vmin=-most, vmax=most, ec="#dddddd", lw=0.6)
    many = down * across > MOST_CELLS
    if many:
        axis.figure.colorbar(drawn, ax=axis, shrink=0.9).outline.set_visible(False)
    for (y, x), value in np.ndenumerate(values):
        s = cells.get((y, x))
        if s is None or np.isnan(value):
            continue
        sure = side(s) in (1, -1)
        if many and not sure:
            axis.plot([x + 0.5], [y + 0.5], color="#555555", marker="o", ms=2.2)
        if not many:
            axis.text(
                x + 0.5, y + 0.5, number(s.mean, text, signed=True), ha="center", va="center", fontsize=8.5,
                weight="bold" if sure else "normal", color="white" if abs(value) > 0.75 * most else "#222222",
            )  # fmt: skip
    return None
