"""The picture of a grid study: how the difference goes with what is varied, a column for each design."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from outputs.figures.layout import foot, heading, measure_title, no_value, scale_of, zero_line
from outputs.figures.style import look, new_figure, save, tidy
from outputs.study.headings import difference_heading
from outputs.study.keys import number_of, value_short
from outputs.study.sentences import OTHERS
from outputs.study.view import View
from outputs.study.words import estimate_of
from outputs.text.both import spoken
from outputs.text.measures import short
from outputs.text.pages import capital, folded
from sim.studies.sweep import SweepPoint
from sim.terms.language import ngettext

ROW, COLUMN = 2.9, 5.6
TOP, UNDER, LEFT = 1.5, 1.35, 0.8
LETTERS = 56
"""Of a line of a panel's title."""
SPREAD = 0.06
"""Share of the axis over which the points of several series at one value are spread."""


def draw_grid(view: View, path: Path) -> Path:
    """Draw a row for each of the measures that matter most, and return the path."""
    grid = {design: points for design, points in view.county.grid.items() if points}
    measures = list(dict.fromkeys([view.measure, *OTHERS]))
    figure = new_figure(max(11.0, LEFT + COLUMN * max(len(grid), 1)), TOP + UNDER + ROW * len(measures))
    wide, tall = figure.get_figwidth(), figure.get_figheight()
    axes = figure.subplots(len(measures), max(len(grid), 1), sharey="row", squeeze=False)
    figure.subplots_adjust(
        left=LEFT / wide, right=1 - 0.25 / wide, top=1 - TOP / tall, bottom=UNDER / tall, hspace=0.5, wspace=0.08
    )
    for i, measure in enumerate(measures):
        for j, (design, points) in enumerate(grid.items()):
            last = i == len(measures) - 1
            _panel(
                axis=axes[i, j],
                view=view,
                points=points,
                measure=measure,
                before=f"{spoken(view.title(design))}: " if len(grid) > 1 else "",
                last=last,
            )
    first = next(iter(grid.values()), ())
    _legend(figure, view, first)
    heading(figure, difference_heading(view))
    n = max((s.n for p in first[:1] for s in p.differences.values()), default=0)
    words = ngettext(
        "Mean of paired differences with its 95 % interval, {n} replication each; 0: no difference.",
        "Mean of paired differences with its 95 % interval, {n} replications each; 0: no difference.",
        n,
    )
    foot(figure, words, view.county.parameters)
    return save(figure, path)


def _panel(axis: Any, view: View, points: Sequence[SweepPoint], measure: str, before: str, last: bool) -> None:
    measure_title(axis, measure)
    title = folded(before + short(measure) if before else capital(short(measure)), LETTERS)
    axis.set_title("\n".join(title), loc="left", fontsize=11, weight="bold", pad=17)
    tidy(axis)
    key = next(iter(points[0].setting))
    values = list(dict.fromkeys(p.setting[key] for p in points))
    places = dict(zip(values, _places(values), strict=True))
    wide = max(places.values()) - min(places.values()) or 1.0
    some = series(points)
    scale, known = scale_of(measure), False
    for n, own in enumerate(some.values()):
        shift = (n - (len(some) - 1) / 2) * SPREAD * wide / max(len(some) - 1, 1)
        told = [
            (places[p.setting[key]] + shift, e)
            for p in own
            if (e := estimate_of(p.differences.get(measure))) is not None
        ]
        known = known or bool(told)
        for x, e in told:
            axis.plot([x, x], [e.low * scale, e.high * scale], color=look(n + 1)["color"], lw=2)
        axis.plot([x for x, e in told], [e.value * scale for x, e in told], lw=1, ms=7, mec="white", **look(n + 1))
    if not known:
        return no_value(axis)
    zero_line(axis)
    axis.set_xticks(list(places.values()), [value_short(view.key(key), v) for v in values], fontsize=10)
    axis.set_xlim(min(places.values()) - 0.12 * wide, max(places.values()) + 0.12 * wide)
    if last:
        axis.set_xlabel("\n".join(folded(view.key(key).title, 60)), fontsize=10.5)
    return None


def _places(values: Sequence[Any]) -> list[float]:
    """Return where values stand: numbers and factors at themselves, anything else side by side."""
    numbers = [number_of(v) for v in values]
    return [float(i) for i in range(len(values))] if None in numbers else [n for n in numbers if n is not None]


def series(points: Sequence[SweepPoint]) -> Mapping[tuple[Any, ...], list[SweepPoint]]:
    """Return the points by what all keys but the first are set to."""
    found: dict[tuple[Any, ...], list[SweepPoint]] = {}
    for point in points:
        found.setdefault(tuple(point.setting.values())[1:], []).append(point)
    return found


def _legend(figure: Any, view: View, points: Sequence[SweepPoint]) -> None:
    """Name the series above everything, where there are several."""
    from matplotlib.lines import Line2D

    keys = list(points[0].setting)[1:] if points else []
    if not keys:
        return
    names = [", ".join(value_short(view.key(k), v) for k, v in zip(keys, at, strict=True)) for at in series(points)]
    handles = [Line2D([], [], lw=2, ms=8, mec="white", label=name, **look(i + 1)) for i, name in enumerate(names)]
    title = ", ".join(view.key(k).title for k in keys)
    corner = (0.1 / figure.get_figwidth(), 1 - 0.4 / figure.get_figheight())
    figure.legend(
        handles=handles, loc="upper left", bbox_to_anchor=corner, ncols=min(len(names), 8), frameon=False,
        fontsize=10.5, title=f"{title}:", title_fontsize=10.5, alignment="left",
    )  # fmt: skip
