"""The picture of a sampled study: response surfaces on the left, break-evens with their intervals on the right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from outputs.figures.layout import foot, heading
from outputs.figures.style import new_figure, save
from outputs.study.break_even_panel import break_even_panels, panels_inches
from outputs.study.headings import baseline_words, comparison_heading
from outputs.study.sentences import OTHERS
from outputs.study.surface_panel import surface_panel
from outputs.study.view import View
from sim.studies.sampled import SurfaceFound
from sim.terms.language import _

WIDE, SURFACE = 16.0, 4.1
TOP, UNDER = 0.75, 0.95
LEFT = 8.3
"""Inches of the left half."""
SHOWN = 2
"""Surfaces of each design: the study's first measure, and one of those who may pay for it."""


def draw_surfaces(view: View, path: Path) -> Path:
    """Draw and return the path."""
    some = shown_surfaces(view)
    right = panels_inches(view)
    tall = TOP + UNDER + max(SURFACE * max(len(some), 1), right)
    wide = WIDE if some and right else LEFT + 0.6 if some else WIDE - LEFT + 1.6
    figure = new_figure(wide, tall)
    for i, surface in enumerate(some):
        _surface(figure, view, surface, i, len(some))
    if right:
        left = (LEFT + 1.6 if some else 1.7) / wide
        break_even_panels(
            figure=figure,
            view=view,
            left=left,
            right=1.0 - 2.65 / wide,
            top=1.0 - TOP / tall,
            high=(tall - TOP - UNDER) / tall,
        )
    heading(figure, comparison_heading(view))
    foot(figure, _words(view, bool(some), bool(right)), view.county.parameters)
    return save(figure, path)


def shown_surfaces(view: View) -> list[SurfaceFound]:
    """Return the surfaces that are drawn, design by design."""
    found: list[SurfaceFound] = []
    for design in view.others:
        sliced = [s for s in view.county.surfaces if s.design == design.name and s.slice is not None]
        order = [view.measure, *OTHERS, *(s.measure for s in sliced)]
        ranked = sorted(sliced, key=lambda s: order.index(s.measure))
        found += ranked[:SHOWN]
    return found


def _surface(figure: Any, view: View, surface: SurfaceFound, i: int, count: int) -> None:
    wide, tall = figure.get_figwidth(), figure.get_figheight()
    room = (tall - TOP - UNDER) / count
    bottom = tall - TOP - (i + 1) * room + 0.68
    axis = figure.add_axes((0.85 / wide, bottom / tall, (LEFT - 2.0) / wide, (room - 1.15) / tall))
    bar = figure.add_axes(((LEFT - 1.0) / wide, bottom / tall, 0.16 / wide, (room - 1.15) / tall))
    surface_panel(axis, bar, view, surface)


def _words(view: View, surfaces: bool, evens: bool) -> Sequence[str]:
    words = []
    if surfaces:
        words.append(
            _(
                "{place}: difference from {baseline} over two shares, all else as in the design. Thick line: no "
                "difference. Hatched: not sure on which side, since the 95 % interval holds 0. White cross: the "
                "design's own numbers.",
                place=_("Left") if evens else _("Here"),
                baseline=baseline_words(view),
            )
        )
    if evens:
        reading = _(
            "{place}: the value at which there is no difference, with its 95 % interval; an arrow: the interval "
            "reaches an end of the range, so there may be none.",
            place=_("Right") if surfaces else _("Here"),
        )
        own = _("Dashed: the design's own number.") if view.county.surfaces else ""
        words.append(f"{reading} {own}".rstrip())
    return words
