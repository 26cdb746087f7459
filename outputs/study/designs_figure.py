"""The picture of a study in which designs are compared as they are: their differences, and what is worth asking."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from outputs.figures.layout import GREY, foot, heading, measure_title, no_value, scale_of
from outputs.figures.style import look, new_figure, save, tidy
from outputs.study.headings import difference_heading
from outputs.study.sentences import OTHERS
from outputs.study.view import View
from outputs.study.words import estimate_of
from outputs.text.both import spoken
from outputs.text.measures import HEADLINE
from outputs.text.pages import folded
from outputs.worth.figure import further, panel_inches, worth_panel
from outputs.worth.units import unit_words
from sim.terms.language import _, ngettext

WIDE, ACROSS, LEFT = 15.0, 3, 2.5
ROW, HEAD, TOP, UNDER, BETWEEN = 0.34, 0.95, 0.55, 1.05, 1.15
MOST = 6
"""Counts that are drawn below the designs."""


def draw_designs(view: View, path: Path) -> Path:
    """Draw a panel for each headline measure and for those who may pay, worth below it, and return the path."""
    measures = list(dict.fromkeys([view.measure, *HEADLINE, *OTHERS]))
    down = -(-len(measures) // ACROSS)
    high = HEAD + ROW * max(len(view.others), 2)
    worth = view.county.worth
    counts = worth.counts[:MOST] if worth is not None else ()
    below = panel_inches(counts) + BETWEEN if worth is not None else 0.0
    figure = new_figure(WIDE, TOP + down * high + below + UNDER)
    tall = figure.get_figheight()
    across = (WIDE - LEFT - 0.3) / ACROSS
    for i, measure in enumerate(measures):
        left, top = LEFT + across * (i % ACROSS), TOP + high * (i // ACROSS) + 0.55
        box = (left / WIDE, 1 - (top + high - HEAD) / tall, (across - 0.4) / WIDE, (high - HEAD) / tall)
        _panel(figure.add_axes(box), view, measure, named=i % ACROSS == 0)
    if worth is not None:
        place = (0.46, (UNDER + 0.35) / tall, 0.47, (below - BETWEEN) / tall)
        axis = figure.add_axes(place)
        worth_panel(axis, worth, counts)
        title = _("What an answer would be worth before a design is chosen, in {unit}", unit=unit_words(worth))
        figure.text(0.2 / WIDE, (UNDER + below - 0.6) / tall, title, fontsize=12, weight="bold")
    heading(figure, difference_heading(view))
    foot(figure, _words(view), view.county.parameters)
    return save(figure, path)


def _panel(axis: Any, view: View, measure: str, named: bool) -> None:
    measure_title(axis, measure)
    tidy(axis, "x")
    scale, known = scale_of(measure), False
    for i, design in enumerate(view.others):
        e = estimate_of(design.differences.get(measure))
        if e is None:
            continue
        known = True
        axis.plot([e.low * scale, e.high * scale], [i, i], color=look(i + 1)["color"], lw=2.4)
        axis.plot([e.value * scale], [i], ls="", ms=9, mec="white", **look(i + 1))
    names = ["\n".join(folded(spoken(d.title), 30)) for d in view.others] if named else [""] * len(view.others)
    if known:
        axis.axvline(0, color=GREY, lw=1.2)
        axis.locator_params(axis="x", nbins=5)
    else:
        no_value(axis)
    axis.set_yticks(range(len(view.others)), names, fontsize=10)
    axis.set_ylim(len(view.others) - 0.4, -0.6)


def _words(view: View) -> Sequence[str]:
    n = max(d.replications for d in view.county.designs)
    words = [
        ngettext(
            "Mean of {n} paired difference with its 95 % interval; 0: no difference.",
            "Mean of {n} paired differences with its 95 % interval; 0: no difference.",
            n,
        )
    ]
    if view.county.worth is not None:
        reading = _(
            "Worth: dot and bar, with the 95 % interval. Blue: told from none (chance alone brings as much influence "
            "in at most 5 % of cases). Light grey: not told from none, whatever the estimate."
        )
        words.append(" ".join([reading, *further(view.county.worth, MOST)]))
    return words
