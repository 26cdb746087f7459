"""One response surface: filled contours over two keys, the line of no difference, and where the side is not sure.

Blue and orange stay apart in every kind of colour blindness and say neither good nor bad; the lines carry their
numbers, so that the picture can be read without colour.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from outputs.figures.layout import NOTE, scale_of
from outputs.study.keys import UNITS, Key
from outputs.study.view import View
from outputs.text.both import spoken
from outputs.text.differences import unit_words
from outputs.text.measures import describe, short
from outputs.text.numbers import decimals
from outputs.text.pages import capital, folded
from sim.studies.sampled import Slice, SurfaceFound
from sim.terms.language import _

BELOW, MIDDLE, ABOVE = "#0072B2", "#ffffff", "#D55E00"
STEPS = (0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 2.5, 5.0, 10.0)
BANDS = 6
"""Bands on each side of 0, at the most."""
SURE = 1.96
DARK = "#222222"
EDGE = 0.05
"""Share of a side within which a line is not labelled: the number would be cut."""


def surface_panel(axis: Any, bar: Any, view: View, surface: SurfaceFound) -> None:
    """Draw a surface that has a slice into `axis`, and its scale of colours into `bar`."""
    from matplotlib.colors import BoundaryNorm, LinearSegmentedColormap

    found = surface.slice
    assert found is not None
    x, y = view.key(found.x), view.key(found.y)
    xs, ys = np.array(found.xs) * _scale(x), np.array(found.ys) * _scale(y)
    values = np.array(found.values) * scale_of(surface.measure)
    levels = levels_for(_largest(view, surface) * scale_of(surface.measure))
    colours = LinearSegmentedColormap.from_list("difference", [BELOW, MIDDLE, ABOVE])
    norm = BoundaryNorm(levels, colours.N)
    filled = axis.contourf(xs, ys, values, levels=levels, cmap=colours, norm=norm)
    _hatch(axis, xs, ys, found)
    _lines(axis, xs, ys, values, levels)
    own = ([found.own[0] * _scale(x)], [found.own[1] * _scale(y)])
    axis.plot(*own, ls="", marker="X", ms=13, mfc="white", mec=DARK, mew=1.4, zorder=6, clip_on=False)
    _frame(axis, x, y, view, surface)
    _bar(bar, filled, levels, surface)


def _bar(bar: Any, filled: Any, levels: Any, surface: SurfaceFound) -> None:
    text = describe(surface.measure)
    scale = bar.figure.colorbar(filled, cax=bar, ticks=levels)
    scale.outline.set_visible(False)
    bar.tick_params(length=0, labelsize=9.5)
    bar.set_yticklabels([_number(level) for level in levels])
    for y, va, words in ((1.03, "bottom", _(text.more)), (-0.05, "top", _(text.fewer))):
        bar.text(0, y, words, transform=bar.transAxes, fontsize=10, color=NOTE, ha="left", va=va)


def levels_for(largest: float) -> npt.NDArray[np.float64]:
    """Return levels that are even on both sides of 0 and hold the largest value."""
    step = next((s for s in _steps(largest) if s * BANDS >= largest), 1.0)
    count = max(2, int(np.ceil(largest / step - 1e-9)))
    return np.round(np.arange(-count, count + 1) * step, 10)


def _steps(largest: float) -> list[float]:
    size = 10.0 ** np.floor(np.log10(largest)) if largest > 0 else 1.0
    return [s * size for s in STEPS]


def _largest(view: View, surface: SurfaceFound) -> float:
    """Return the largest difference of this surface in any county, so that their colours mean the same."""
    some = [
        abs(v)
        for county in view.study.counties
        for s in county.surfaces
        if (s.design, s.measure) == (surface.design, surface.measure) and s.slice is not None
        for row in s.slice.values
        for v in row
    ]
    return max(some, default=0.0)


def _hatch(axis: Any, xs: Any, ys: Any, found: Slice) -> None:
    errors = np.maximum(np.array(found.errors), 1e-300)
    sure = np.abs(np.array(found.values)) / (SURE * errors)
    if sure.min() >= 1.0:
        return
    hatched = axis.contourf(xs, ys, sure, levels=[-1.0, 1.0], colors="none", hatches=["////"])
    hatched.set_edgecolor("#777777")
    hatched.set_linewidth(0.0)


def _lines(axis: Any, xs: Any, ys: Any, values: Any, levels: Any) -> None:
    others = [level for level in levels if level != 0.0]
    thin = axis.contour(xs, ys, values, levels=others, colors=DARK, linewidths=0.7, linestyles="solid")
    _label(axis, thin, 9.5)
    if values.min() < 0.0 < values.max():
        _label(axis, axis.contour(xs, ys, values, levels=[0.0], colors="black", linewidths=3.2), 11)


def _label(axis: Any, lines: Any, size: float) -> None:
    """Write each line's number at the middle of its longest piece, unless that lies at the edge."""
    from matplotlib import patheffects

    places = []
    for pieces in lines.allsegs:
        longest = max(pieces, key=len, default=())
        if len(longest):
            middle = longest[len(longest) // 2]
            x, y = axis.transAxes.inverted().transform(axis.transData.transform(middle))
            if EDGE < x < 1 - EDGE and EDGE < y < 1 - EDGE:
                places.append(tuple(middle))
    if places:
        for label in axis.clabel(lines, fmt=_number, fontsize=size, manual=places):
            label.set_path_effects([patheffects.withStroke(linewidth=2.5, foreground="white")])


def _frame(axis: Any, x: Key, y: Key, view: View, surface: SurfaceFound) -> None:
    for side in axis.spines.values():
        side.set_visible(False)
    axis.tick_params(length=0, labelsize=9.5)
    axis.set_xlabel("\n".join(folded(_axis(x), 60)), fontsize=10.5)
    axis.set_ylabel("\n".join(folded(_axis(y), 36)), fontsize=10.5)
    unit = _(unit_words(surface.measure))
    name = capital(short(surface.measure))
    if len(view.others) > 1:
        name = f"{spoken(view.title(surface.design))}: {short(surface.measure)}"
    axis.set_title(f"{name}, {unit}" if unit else name, loc="left", fontsize=12, weight="bold", pad=8)


def _axis(key: Key) -> str:
    unit = _("times what is assumed") if key.is_factor else _(UNITS.get(key.unit, key.unit))
    return f"{key.title}, {unit}" if unit and unit not in key.title else key.title


def _scale(key: Key) -> float:
    return 100.0 if key.unit == "share" else 1.0


def _number(level: float) -> str:
    return decimals(f"{level:+g}") if level else "0"
