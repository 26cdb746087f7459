"""The picture of a ranking: how probably each design is the lowest or highest, what is lost if not, the race, the rest.

Above stands the one measure that ranks; below, smaller and without any order, the rest of the first row.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from outputs.figures.layout import GREY, NOTE, foot, heading, measure_title, no_value, scale_of
from outputs.figures.style import look, new_figure, save, tidy
from outputs.ranking.levels import level_of, measures_of
from outputs.ranking.sentences import answer, extreme, few, left_words
from outputs.text.county import county_shown
from outputs.text.differences import unit_words, way
from outputs.text.measures import short
from outputs.text.pages import capital, folded_name, numbered
from sim.analysis.estimates import Estimate
from sim.studies.ranks import Ranks
from sim.terms.language import _, ngettext

WIDE, ACROSS = 15.0, 4
TOP, GAP, UNDER = 1.5, 1.1, 1.0


def draw_ranks(result: Ranks, path: Path) -> Path:
    """Draw level, probability and expected loss of what ranks, the race, and the other levels. Return the path."""
    names = numbered(result.designs)
    rest = [m for m in measures_of(result) if m != result.race.measure]
    labels = ["\n".join(folded_name(name, 34)) for name in names]
    high = 0.25 + max(0.3, 0.16 * max(label.count("\n") + 1 for label in labels)) * len(names)
    lower = -(-len(rest) // ACROSS)
    tall = TOP + (1 + lower) * high + lower * GAP + UNDER
    figure = new_figure(WIDE, tall)
    left = 0.35 + 0.073 * max(len(line) for label in labels for line in label.split("\n"))
    across = (WIDE - left - 0.3) / ACROSS

    def axis(row: int, column: int) -> Any:
        bottom = tall - TOP - (row + 1) * high - row * GAP
        at = ((left + column * across) / WIDE, bottom / tall, (across - 0.3) / WIDE, high / tall)
        return figure.add_axes(at)

    for column, one in enumerate((_measure, _probability, _loss, _race)):
        drawn = axis(0, column)
        one(drawn, result)
        _named(drawn, labels, column)
    for i, measure in enumerate(rest):
        drawn = axis(1 + i // ACROSS, i % ACROSS)
        _level(drawn, result, measure)
        _named(drawn, labels, i % ACROSS)
    title = ngettext(
        "{county}: {n} design under the same draws",
        "{county}: {n} designs under the same draws",
        len(names),
        county=county_shown(result),
    )
    heading(figure, title, next(answer(result)))
    foot(figure, _words(result), result.parameters)
    return save(figure, path)


def _named(axis: Any, labels: list[str], column: int) -> None:
    axis.set_ylim(len(labels) - 0.4, -0.6)
    axis.set_yticks(range(len(labels)), labels if column == 0 else [""] * len(labels), fontsize=9)


def _titled(axis: Any, title: str, under: str) -> None:
    axis.set_title(title, loc="left", fontsize=10.5, pad=17)
    axis.annotate(
        under, (0, 1), xytext=(0, 5), xycoords="axes fraction", textcoords="offset points", fontsize=8,
        color="#666666", va="bottom",
    )  # fmt: skip
    tidy(axis, "x")


def _measure(axis: Any, result: Ranks) -> None:
    """Draw the level of what ranks."""
    _level(axis, result, result.race.measure)
    axis.set_title(capital(short(result.race.measure)), loc="left", fontsize=10.5, weight="bold", pad=17)


def _level(axis: Any, result: Ranks, measure: str) -> None:
    """Draw each design's mean with its interval."""
    measure_title(axis, measure, "%" if scale_of(measure) == 100.0 else None)
    tidy(axis, "x")
    known = False
    for i in range(len(result.designs)):
        s = level_of(result, i, measure)
        if s.mean is None:
            continue
        known = True
        low, high = (s.mean if end is None else end for end in (s.low, s.high))
        _interval(axis, Estimate(s.mean, low, high), i, scale_of(measure))
    if not known:
        return no_value(axis)
    axis.locator_params(axis="x", nbins=4)
    axis.margins(x=0.08)
    return None


def _probability(axis: Any, result: Ranks) -> None:
    """Draw how probable each mean is the lowest or highest (dot), and in what share of draws it was (line)."""
    _titled(axis, _("Probability of the {extreme}", extreme=extreme(result)), "%")
    if result.ranking is None or few(result):
        return no_value(axis)
    for i, ranked in enumerate(result.ranking.designs):
        e = ranked.best_in_draw
        axis.plot([100 * e.low, 100 * e.high], [i, i], color=GREY, lw=1.4)
        axis.plot([100 * e.value], [i], color=GREY, marker="|", ms=9, mew=1.6)
        axis.plot([100 * ranked.best_on_average.value], [i], ls="", ms=7, mec="white", mew=0.8, **look(i))
    axis.set_xlim(-6, 106)
    axis.set_xticks([0, 50, 100])
    return None


def _loss(axis: Any, result: Ranks) -> None:
    """Draw the expected loss on average over the draws, with its interval."""
    measure = result.race.measure
    _titled(axis, _("Expected loss if chosen"), unit_words(measure))
    if result.ranking is None or few(result):
        return no_value(axis)
    for i, ranked in enumerate(result.ranking.designs):
        _interval(axis, ranked.regret_on_average, i, scale_of(measure))
    axis.axvline(0, color=GREY, lw=1)
    axis.locator_params(axis="x", nbins=4)
    axis.margins(x=0.08)
    return None


def _interval(axis: Any, e: Estimate, i: int, scale: float) -> None:
    axis.plot([e.low * scale, e.high * scale], [i, i], color=look(i)["color"], lw=2)
    axis.plot([e.value * scale], [i], ls="", ms=7, mec="white", mew=0.8, **look(i))


def _race(axis: Any, result: Ranks) -> None:
    """Draw for how many replications each design was in the race, and how it ended for it."""
    race = result.race
    _titled(axis, _("Race") if race.decided else _("Race: not decided"), _("replications until a design was out"))
    for i, design in enumerate(result.designs):
        n = race.out_after.get(design, race.replications if design in race.left else 0)
        inside = design in race.left
        axis.plot([0, n], [i, i], color=look(i)["color"], lw=5 if inside else 2.5, solid_capstyle="butt")
        axis.annotate(
            left_words(result, design, brief=True), (n, i),
            xytext=(6, 0), textcoords="offset points", va="center", fontsize=8.5, color=NOTE,
        )  # fmt: skip
    axis.set_xlim(0, 1.6 * max(race.replications, 1))
    axis.xaxis.get_major_locator().set_params(integer=True)


def _words(result: Ranks) -> list[str]:
    better = way(result.race.measure, "lower" if result.race.lower_is_better else "higher")
    return [
        _(
            "Above: what ranks ({better}). Dot: probability that the mean over all draws is the {extreme}; grey: share "
            "of single draws in which it was, with its 95 % interval.",
            better=better,
            extreme=extreme(result),
        ),
        _(
            "Loss: how far the mean lies from that of the {extreme}. Below: the rest of the first row as it is, with "
            "95 % intervals; no order is made of it.",
            extreme=extreme(result),
        ),
    ]
