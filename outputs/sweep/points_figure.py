"""The picture of a sweep point by point: a row for each combination, a column for each measure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from outputs.figures.layout import GREY, colour_of, foot, heading, measure_title, no_value, scale_of
from outputs.figures.style import new_figure, save, tidy
from outputs.sweep.sentences import LETTERS, axis_words, foot_words, setting_words
from outputs.text.county import county_shown
from outputs.text.measures import HEADLINE, short
from outputs.text.pages import capital, folded
from sim.comparison.results import Summary
from sim.studies.sweep import Sweep
from sim.terms.language import _, ngettext

MOST_POINTS = 40
WIDE, TOP = 15.0, 1.25  # inches: of the picture, and over its first row
LETTER, PAD = 0.086, 28  # about how wide a letter of a panel's title is, in inches; how far it is above, in points
MOST_ACROSS, ACROSS = 6, 5
"""Columns side by side if they are all, and if there is a second row of them."""


def draw_points(result: Sweep, keys: Sequence[str], measures: Sequence[str], path: Path) -> Path:
    """Draw the differences of the points, of too many those at both ends, and return the path."""
    order = _shown(result)
    across = len(measures) if len(measures) <= MOST_ACROSS else ACROSS
    blocks = [measures[i : i + across] for i in range(0, len(measures), across)]
    high = 1.1 + 0.24 * max(len(order), 2)
    legend = [f"{LETTERS[i % len(LETTERS)]}: {axis_words(result, k)}" for i, k in enumerate(keys)]
    words = [*legend, *_left_out(result, order), foot_words(result)]
    under = 0.65 + 0.17 * sum(len(folded(w, 170)) for w in words)
    names = ["\n".join(folded(setting_words(keys, result.points[i]), 60)) for i in order]
    left = min(4.4, 0.4 + 0.075 * max(len(line) for name in names or [""] for line in name.split("\n")))
    figure = new_figure(WIDE, TOP - 0.1 + high * len(blocks) + under)
    tall = figure.get_figheight()
    room = int((0.985 * WIDE - left) / across / LETTER)
    grid = figure.add_gridspec(
        len(blocks), across, left=left / WIDE, right=0.985, top=1 - TOP / tall, bottom=under / tall,
        hspace=1.0 / (high - 0.6), wspace=0.12,
    )  # fmt: skip
    for b, block in enumerate(blocks):
        for j, measure in enumerate(block):
            axis = figure.add_subplot(grid[b, j])
            _column(axis, [result.points[i].differences.get(measure) for i in order], measure)
            axis.set_title("\n".join(folded(capital(short(measure)), room)), loc="left", fontsize=10.5, pad=PAD)
            axis.set_yticks(range(len(order)), names if j == 0 else [""] * len(order), fontsize=7.5)
    title = _(
        "{county}: {design} minus {baseline}, point by point",
        county=county_shown(result),
        design=result.design,
        baseline=result.baseline,
    )
    heading(figure, title)
    foot(figure, words, result.parameters)
    return save(figure, path)


def _shown(result: Sweep) -> list[int]:
    """Return the points that are drawn, in their order; of too many those at both ends of the first measure."""
    points = range(len(result.points))
    if len(result.points) <= MOST_POINTS:
        return list(points)
    summaries = [p.differences.get(HEADLINE[0]) for p in result.points]
    known = [i for i in points if (s := summaries[i]) is not None and s.mean is not None]
    ordered = sorted(known, key=lambda i: (summaries[i].mean, i)) or list(points)  # type: ignore[union-attr]
    half = MOST_POINTS // 2
    return ordered if len(ordered) <= MOST_POINTS else [*ordered[:half], *ordered[-half:]]


def _left_out(result: Sweep, order: Sequence[int]) -> list[str]:
    gone = len(result.points) - len(order)
    if not gone:
        return []
    return [
        ngettext(
            "{n} combination is left out: drawn are the {drawn} with the lowest and highest differences in {measure}, "
            "which owe part of their size to chance; tables/points.csv has all.",
            "{n} combinations are left out: drawn are the {drawn} with the lowest and highest differences in "
            "{measure}, which owe part of their size to chance; tables/points.csv has all.",
            gone,
            drawn=len(order),
            measure=short(HEADLINE[0]),
        )
    ]


def _column(axis: Any, found: Sequence[Summary | None], measure: str) -> None:
    scale, colour = scale_of(measure), colour_of(1)
    measure_title(axis, measure, lines=2)
    tidy(axis, "x")
    axis.set_ylim(len(found) - 0.4, -0.6)
    axis.locator_params(axis="x", nbins=4)
    if all(s is None or s.mean is None for s in found):
        return no_value(axis)
    for i, s in enumerate(found):
        if s is None or s.mean is None:
            continue
        if s.low is not None and s.high is not None:
            axis.plot([s.low * scale, s.high * scale], [i, i], color=colour, lw=2)
        axis.plot([s.mean * scale], [i], color=colour, marker="o", ms=4.5)
    axis.axvline(0, color=GREY, lw=1)
    return None
