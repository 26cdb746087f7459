"""The picture of a break-even: the difference at each value that was run, and where it is 0."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from outputs.breakeven.beside import LETTERS, beside_axes, beside_keys, beside_words
from outputs.breakeven.sentences import answer, axis_words, estimate_words, measures_of
from outputs.figures.layout import NOTE, colour_of, foot, heading, measure_title, no_value, scale_of, zero_line
from outputs.figures.style import new_figure, save, tidy
from outputs.text.county import county_shown
from outputs.text.keys import said
from outputs.text.measures import short
from outputs.text.pages import folded
from sim.studies.break_even import BreakEvenFound
from sim.terms.language import _, ngettext

WIDE = 14.0
CROSSING, UNCLEAR = "#bdbdbd", "#eeeeee"


def draw_break_even(result: BreakEvenFound, path: Path) -> Path:
    """Draw the sought measure large, the others small, and below the crossing with other things set."""
    small = [m for m in measures_of(result) if m != result.measure]
    down = -(-len(small) // 2)
    top, curves, under = 0.95, max(4.4, 2.15 * down), 1.1
    below = 1.35 + 0.28 * len(result.beside) if result.beside else 0.0
    figure = new_figure(WIDE, top + curves + below + under)
    tall = figure.get_figheight()
    upper, lower = 1 - (top + 0.45) / tall, (under + below + 0.1) / tall
    left = figure.add_gridspec(1, 1, left=0.05, right=0.46, top=upper, bottom=lower)
    right = figure.add_gridspec(
        down, 2, left=0.515, right=0.985, top=upper, bottom=lower, hspace=1.0 / (curves / down - 0.9), wspace=0.2
    )
    main = figure.add_subplot(left[0, 0])
    _curve(main, result, result.measure, large=True)
    main.set_xlabel("\n".join(folded(axis_words(result), 70)), fontsize=10)
    for i, measure in enumerate(small):
        _curve(figure.add_subplot(right[i // 2, i % 2]), result, measure)
    if result.beside:
        box = (0.05, (under + 0.1) / tall, 0.935, (below - 1.15) / tall)
        _beside(figure, box, result)
    title = _(
        "{county}: where {design} equals {baseline} in {measure}",
        county=county_shown(result),
        design=result.design,
        baseline=result.baseline,
        measure=short(result.measure),
    )
    heading(figure, title, next(answer(result)))
    foot(figure, _words(result), result.parameters)
    return save(figure, path)


def _curve(axis: Any, result: BreakEvenFound, measure: str, large: bool = False) -> None:
    found = [(p.x, s) for p in result.points if (s := p.differences.get(measure)) is not None and s.mean is not None]
    measure_title(axis, measure)
    tidy(axis)
    if not found:
        return no_value(axis)
    scale, colour = scale_of(measure), colour_of(1)
    if measure == result.measure:
        _mark(axis, result)
    zero_line(axis)
    axis.plot([x for x, _s in found], [(s.mean or 0.0) * scale for _x, s in found], color=colour, lw=1.2, alpha=0.5)
    for x, s in found:
        if s.low is not None and s.high is not None:
            axis.plot([x, x], [s.low * scale, s.high * scale], color=colour, lw=2.2 if large else 1.5)
    axis.plot(
        [x for x, _s in found], [(s.mean or 0.0) * scale for _x, s in found], color=colour, ls="", marker="o",
        ms=6 if large else 3.5,
    )  # fmt: skip
    margin = 0.03 * (result.high - result.low)
    axis.set_xlim(result.low - margin, result.high + margin)
    if not large:
        axis.tick_params(labelsize=8)
        axis.locator_params(axis="y", nbins=5)
    return None


def _mark(axis: Any, result: BreakEvenFound) -> None:
    """Shade the intervals of the crossings and what is not clear, and write the crossings."""
    for low, high in result.found.unclear:
        axis.axvspan(low, high, color=UNCLEAR, lw=0, zorder=0)
    for i, crossing in enumerate(result.found.crossings):
        axis.axvspan(crossing.x.low, crossing.x.high, color=CROSSING, alpha=0.5, lw=0, zorder=0.5)
        axis.axvline(crossing.x.value, color=NOTE, lw=1, ls=(0, (4, 3)), zorder=1)
        right = crossing.x.value > (result.low + result.high) / 2
        axis.text(
            crossing.x.value, 0.97 - 0.07 * i, f" {estimate_words(result, crossing.x)} ", color=NOTE, fontsize=9.5,
            transform=axis.get_xaxis_transform(), ha="right" if right else "left", va="top",
        )  # fmt: skip


def _beside(figure: Any, box: tuple[float, float, float, float], result: BreakEvenFound) -> None:
    keys = beside_keys(result)
    letters = dict(zip(keys, LETTERS, strict=False))
    names = [", ".join(f"{letters[k]}={said(v)}" for k, v in one.setting.items()) for one in result.beside]
    wide = 0.2 + 0.075 * max(map(len, names))
    left, bottom, across, high = box
    axis = figure.add_axes((wide / WIDE, bottom, left + across - wide / WIDE, high))
    tidy(axis, "x")
    for row, one in enumerate(result.beside):
        if one.crossing is None:
            axis.text(result.low, row, beside_words(result, one), fontsize=9, color=NOTE, va="center", ha="left")
            continue
        axis.plot([one.crossing.low, one.crossing.high], [row, row], color=colour_of(1), lw=2.2)
        axis.plot([one.crossing.value], [row], color=colour_of(1), marker="o", ms=6)
    axis.set_ylim(len(names) - 0.4, -0.6)
    axis.set_yticks(range(len(names)), names, fontsize=9)
    margin = 0.03 * (result.high - result.low)
    axis.set_xlim(result.low - margin, result.high + margin)
    axis.set_title(_("Where the two are equal with other things set"), loc="left", fontsize=10.5, pad=20)
    axis.annotate(
        axis_words(result), (0, 1), xytext=(0, 5), xycoords="axes fraction", textcoords="offset points",
        fontsize=8, color="#666666", va="bottom",
    )  # fmt: skip


def _words(result: BreakEvenFound) -> Sequence[str]:
    first = [
        _(
            "Difference from {baseline}: mean of replications with its 95 % interval; 0: equal.",
            baseline=result.baseline,
        )
    ]
    if result.found.crossings:
        first.append(_("Grey: the 95 % interval of where the two are equal."))
    if result.found.unclear:
        first.append(_("Light grey: not clear."))
    words = [" ".join(first)]
    if result.beside:
        words.append(
            ngettext(
                "Below: {axes}; from a surface through {n} run.",
                "Below: {axes}; from a surface through {n} runs.",
                result.beside_runs,
                axes="; ".join(beside_axes(result)),
            )
        )
    return words
