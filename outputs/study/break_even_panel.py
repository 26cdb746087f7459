"""Break-evens as lines on the ranges of their keys: with all else as in the design, and with other keys set."""

from __future__ import annotations

from typing import Any

from outputs.figures.layout import GREY, NOTE
from outputs.figures.style import COLOURS
from outputs.study.even import Even, judged, reaches
from outputs.study.headings import baseline_words
from outputs.study.keys import Key
from outputs.study.tables import beside_letters, even_words, setting_words
from outputs.study.view import View
from outputs.text.both import spoken
from outputs.text.measures import short
from outputs.text.numbers import decimals
from outputs.text.pages import folded
from sim.studies.break_even import Beside
from sim.studies.sampled import BreakEvenTold
from sim.terms.language import _

ROW, HEAD = 0.28, 0.82
"""Inches of a row, and of what stands over and under the rows of a key."""
LEGEND, OVER, LINE = 0.22, 0.38, 0.19
LETTERS = 58
"""Of a line of a panel's title."""
OWN, BESIDE, RANGE = COLOURS[0], COLOURS[1], "#dedede"


def panels_inches(view: View) -> float:
    """Return how tall the panels of all break-evens are together; 0 if there are none."""
    some = view.county.break_evens
    if not some:
        return 0.0
    return sum(_inches(view, b) for b in some) + LEGEND * len(beside_letters(view)) + OVER


def break_even_panels(figure: Any, view: View, left: float, right: float, top: float, high: float) -> None:
    """Draw the panels under each other from `left` to `right`, from `top` down over `high` (shares of the figure)."""
    tall = figure.get_figheight()
    letters = beside_letters(view)
    head = _("Where there is no difference from {baseline}", baseline=baseline_words(view))
    figure.text(left, top - 0.1 / tall, head, fontsize=12, weight="bold", va="top")
    y = top - OVER / tall
    for key, letter in letters.items():
        figure.text(
            left, y - 0.12 / tall, f"{letter}: {view.key(key).title}", fontsize=10, color=NOTE, va="top"
        )  # fmt: skip
        y -= LEGEND / tall
    stretch = (high - (top - y)) / sum(_inches(view, b) / tall for b in view.county.break_evens)
    for b in view.county.break_evens:
        room = stretch * _inches(view, b) / tall
        bottom = y - room + 0.36 / tall
        axis = figure.add_axes((left, bottom, right - left, room - _head_inches(view, b) / tall))
        _panel(axis, view, b)
        y -= room


def _inches(view: View, b: BreakEvenTold) -> float:
    return _head_inches(view, b) + ROW * (1 + len(b.beside))


def _head_inches(view: View, b: BreakEvenTold) -> float:
    return HEAD + LINE * (len(_title(view, b)) - 1)


def _title(view: View, b: BreakEvenTold) -> list[str]:
    """Return key and measure in lines, and the design where there are several."""
    design = f", {spoken(view.title(b.design))}" if len({e.design for e in view.county.break_evens}) > 1 else ""
    return folded(f"{view.key(b.key).title}: {short(b.measure)}{design}", LETTERS)


def _panel(axis: Any, view: View, b: BreakEvenTold) -> None:
    key = view.key(b.key)
    scale = 100.0 if key.unit == "share" else 1.0
    rows = (b.told, *b.beside)
    for i, found in enumerate(rows):
        _row(axis, key, found, i, scale)
        words = even_words(key, b.measure, found).removesuffix(" ?")
        axis.annotate(
            words, (1, i), xycoords=("axes fraction", "data"), xytext=(8, 0),
            textcoords="offset points", fontsize=9.5, va="center", color=OWN if i == 0 else NOTE,
            weight="bold" if i == 0 else "normal",
        )  # fmt: skip
    own = _own(view, b)
    if own is not None:
        axis.axvline(own * scale, color=GREY, lw=1.2, ls=(0, (4, 3)), zorder=1)
    letters = beside_letters(view)
    axis.set_yticks(range(len(rows)), [setting_words(view, found, letters) for found in rows], fontsize=9.5)
    axis.set_ylim(len(rows) - 0.45, -0.6)
    margin = 0.02 * (b.high - b.low) * scale
    axis.set_xlim(b.low * scale - margin, b.high * scale + margin)
    for side in axis.spines.values():
        side.set_visible(False)
    axis.tick_params(length=0, labelsize=9.5)
    percent = " %" if key.unit == "share" else ""
    axis.xaxis.set_major_formatter(lambda x, place: decimals(f"{x:g}{percent}"))
    axis.set_title("\n".join(_title(view, b)), loc="left", fontsize=11.5, weight="bold", pad=5)


def _row(axis: Any, key: Key, found: Beside, i: int, scale: float) -> None:
    colour = OWN if i == 0 else BESIDE
    axis.plot([key.low * scale, key.high * scale], [i, i], color=RANGE, lw=6, solid_capstyle="butt", zorder=0.5)
    if found.crossing is None or judged(found, key.low, key.high) not in (Even.CROSSES, Even.UNSURE):
        return
    crossing = found.crossing
    low, high = max(crossing.low, key.low), min(crossing.high, key.high)
    axis.plot([low * scale, high * scale], [i, i], color=colour, lw=3.0 if i == 0 else 2.0, solid_capstyle="butt")
    for at, open_, marker in zip((low, high), reaches(crossing, key.low, key.high), ("<", ">"), strict=True):
        if open_:
            axis.plot([at * scale], [i], color=colour, marker=marker, ms=8, clip_on=False)
    axis.plot(
        [crossing.value * scale], [i], color=colour, marker="o", ms=9 if i == 0 else 7, mec="white", mew=1, zorder=3
    )


def _own(view: View, b: BreakEvenTold) -> float | None:
    """Return what the design itself has of the key."""
    surface = view.surface(b.design, b.measure)
    found = [e.own for e in surface.effects if e.key == b.key] if surface else []
    return found[0] if found else None
