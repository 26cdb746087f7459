"""The picture of what each count is worth: bars with their intervals, the question beside each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from outputs.figures.layout import GREY, NOTE, foot, heading
from outputs.figures.style import COLOURS, new_figure, save, tidy
from outputs.text.county import county_shown
from outputs.text.pages import capital, folded
from outputs.worth.sentences import question, whom
from outputs.worth.units import digits, scaled, unit_words
from sim.studies.worth import CountWorth, Worth
from sim.terms.language import N_, _, language, ngettext

MOST = 12
WIDE = 14.0
LINE_INCHES = 0.2
APART = 0.9
"""Lines left free between two questions."""
FOLD = 78
"""Letters on a line of a question."""
TOLD, UNTOLD, ALL = COLOURS[1], "#cccccc", "#8a8a8a"
DARK = "#222222"
READING = N_(
    "Worth of knowing an answer exactly before a design is chosen: dot and bar, with the 95 % interval. Blue: told "
    "from none (chance alone brings as much influence in at most 5 % of cases). Light grey: not told from none, "
    "whatever the estimate. Dark grey: all that could be known."
)


def draw_worth(result: Worth, path: Path) -> Path:
    """Draw the counts that are worth most and the worth of knowing everything, and return the path."""
    some = result.counts[:MOST]
    high = panel_inches(some)
    top, under = 0.65, 1.25
    figure = new_figure(WIDE, top + high + under)
    tall = figure.get_figheight()
    axis = figure.add_axes((0.46, under / tall, 0.46, high / tall))
    worth_panel(axis, result, some)
    asked = {whom(c) for c in some}
    about = {"county": county_shown(result), "unit": unit_words(result)}
    if len(asked) == 1:
        title = _("{county}: what an answer from {whom} would be worth, in {unit}", whom=asked.pop(), **about)
    else:
        title = _("{county}: what an answer would be worth, in {unit}", **about)
    heading(figure, title)
    draws = ngettext("{n} draw.", "{n} draws.", result.draws)
    foot(figure, " ".join([_(READING), *further(result, MOST), draws]), result.parameters_mode)
    return save(figure, path)


def further(result: Worth, most: int) -> list[str]:
    """Return where the counts are that are not drawn, if there are any."""
    more = len(result.counts) - most
    told = ngettext("{n} further count: tables/counts.csv.", "{n} further counts: tables/counts.csv.", more)
    return [told] if more > 0 else []


def panel_inches(some: Sequence[CountWorth]) -> float:
    """Return how tall a panel of these counts is."""
    return LINE_INCHES * (sum(len(_label(c, some)) + APART for c in some) + 1 + APART)


def worth_panel(axis: Any, result: Worth, some: Sequence[CountWorth]) -> None:
    """Draw bars for some counts and one for knowing everything, each with as much room as its question has lines."""
    tidy(axis, "x")
    names, places, y = [], [], 0.0
    for count in (*some, None):
        lines = _label(count, some) if count is not None else [_("Knowing every parameter exactly")]
        room = len(lines) + APART
        e = scaled(result, result.all_known if count is None else count.value)
        colour = ALL if count is None else TOLD if count.told else UNTOLD
        place = y + room / 2
        axis.barh(place, e.value, height=1.1, color=colour, zorder=2)
        axis.plot([e.low, e.high], [place, place], color=DARK, lw=1.5, zorder=3)
        axis.plot([e.value], [place], color=DARK, marker="o", ms=5, zorder=4, clip_on=False)
        axis.annotate(
            language().number(e.value, digits(result)), (e.high, place), xytext=(6, 0), textcoords="offset points",
            va="center", fontsize=10.5, color=DARK,
        )  # fmt: skip
        names.append("\n".join(lines))
        places.append(place)
        y += room
    axis.axvline(0, color=GREY, lw=1)
    if some:
        axis.axhline(y - 1 - APART, color=GREY, lw=0.8, ls=(0, (4, 3)))
    else:
        axis.set_title(_("no count to ask for"), loc="left", fontsize=10.5, color=NOTE)
    axis.set_yticks(places, names, fontsize=10)
    axis.tick_params(axis="x", labelsize=10)
    axis.set_ylim(y, 0)
    axis.set_xlim(left=0, right=_right(axis))
    axis.set_xlabel(unit_words(result), fontsize=10.5)


def _label(count: CountWorth, some: Sequence[CountWorth]) -> list[str]:
    """Return the question in lines, and whom it is for where not all are for the same."""
    several = len({c.count.asked_of for c in some}) > 1
    before = f"{capital(whom(count).removeprefix('the '))}: " if several else ""
    return folded(before + question(count), FOLD)


def _right(axis: Any) -> float:
    """Return the end of the axis: where it stands with room for figures, or 1 where nothing is worth anything."""
    right = float(axis.get_xlim()[1])
    return 1.04 * right if right > 0 else 1.0
