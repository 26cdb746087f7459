"""The picture of a ranking: how probably each design is the lowest or highest, what is lost if not, and the race."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from outputs.difference_words import unit_words, way
from outputs.measures_text import short
from outputs.ranks import measures_of
from outputs.ranks_words import answer, extreme, left_words
from outputs.study_page import capital, folded_name, numbered
from outputs.study_panels import GREY, NOTE, foot, heading, no_value, scale_of
from outputs.style import look, new_figure, save, tidy
from sim.analysis.estimates import Estimate
from sim.studies.ranks import Ranks

WIDE, MOST_ACROSS = 15.0, 6


def draw_ranks(result: Ranks, path: Path) -> Path:
    """Draw probabilities over expected losses, a column for each measure, and the race below. Return the path."""
    measures, names = measures_of(result)[:MOST_ACROSS], numbered(result.designs)
    labels = ["\n".join(folded_name(name, 34)) for name in names]
    high = 0.25 + max(0.3, 0.16 * max(label.count("\n") + 1 for label in labels)) * len(names)
    top, gap, under = 1.75, 1.15, 1.0
    tall = top + 3 * high + 2 * gap + under
    figure = new_figure(WIDE, tall)
    left = 0.35 + 0.073 * max(len(line) for label in labels for line in label.split("\n"))
    for column, measure in enumerate(measures):
        across = (WIDE - left - 0.3) / len(measures)
        at = (left + column * across) / WIDE
        for row, one in enumerate((_probability, _loss)):
            bottom = (under + (2 - row) * (high + gap)) / tall
            axis = figure.add_axes((at, bottom, (across - 0.25) / WIDE, high / tall))
            one(axis, result, measure)
            axis.set_ylim(len(names) - 0.4, -0.6)
            axis.set_yticks(range(len(names)), labels if column == 0 else [""] * len(names), fontsize=9)
    _race(figure.add_axes((left / WIDE, under / tall, (WIDE - left - 2.6) / WIDE, high / tall)), result, labels)
    heading(figure, f"{result.county.capitalize()}: {len(names)} designs under the same draws", next(answer(result)))
    foot(figure, _words(result), result.parameters)
    return save(figure, path)


def _titled(axis: Any, title: str, lines: list[str]) -> None:
    axis.set_title(title, loc="left", fontsize=10.5, pad=6 + 11 * len(lines))
    axis.annotate(
        "\n".join(lines), (0, 1), xytext=(0, 5), xycoords="axes fraction", textcoords="offset points", fontsize=8,
        color="#666666", va="bottom",
    )  # fmt: skip
    tidy(axis, "x")


def _probability(axis: Any, result: Ranks, measure: str) -> None:
    """Draw how probable each mean is the lowest or highest (dot), and in what share of draws it was (line)."""
    lines = [way(measure, result.better.get(measure)), f"probability of the {extreme(result, measure)}, %"]
    _titled(axis, capital(short(measure)), lines)
    ranking = result.rankings.get(measure)
    if ranking is None:
        return no_value(axis)
    for i, ranked in enumerate(ranking.designs):
        e = ranked.best_in_draw
        axis.plot([100 * e.low, 100 * e.high], [i, i], color=GREY, lw=1.4)
        axis.plot([100 * e.value], [i], color=GREY, marker="|", ms=9, mew=1.6)
        axis.plot([100 * ranked.best_on_average.value], [i], ls="", ms=7, mec="white", mew=0.8, **look(i))
    axis.set_xlim(-6, 106)
    axis.set_xticks([0, 50, 100])
    return None


def _loss(axis: Any, result: Ranks, measure: str) -> None:
    """Draw the expected loss on average over the draws, with its interval."""
    unit = unit_words(measure)
    _titled(axis, "Expected loss if chosen", [unit or " "])
    ranking = result.rankings.get(measure)
    if ranking is None:
        return no_value(axis)
    for i, ranked in enumerate(ranking.designs):
        _interval(axis, ranked.regret_on_average, i, scale_of(measure))
    axis.axvline(0, color=GREY, lw=1)
    axis.locator_params(axis="x", nbins=4)
    axis.margins(x=0.08)
    return None


def _interval(axis: Any, e: Estimate, i: int, scale: float) -> None:
    axis.plot([e.low * scale, e.high * scale], [i, i], color=look(i)["color"], lw=2)
    axis.plot([e.value * scale], [i], ls="", ms=7, mec="white", mew=0.8, **look(i))


def _race(axis: Any, result: Ranks, labels: list[str]) -> None:
    """Draw for how many replications each design was in the race, and how it ended for it."""
    race = result.race
    state = "" if race.decided else ": not decided"
    _titled(axis, f"Race on {short(race.measure)}{state}", ["replications until a design was out"])
    for i, design in enumerate(result.designs):
        n = race.out_after.get(design, race.replications if design in race.left else 0)
        inside = design in race.left
        axis.plot([0, n], [i, i], color=look(i)["color"], lw=5 if inside else 2.5, solid_capstyle="butt")
        axis.annotate(
            left_words(result, design), (n, i), xytext=(6, 0), textcoords="offset points", va="center", fontsize=8.5,
            color=NOTE,
        )  # fmt: skip
    axis.set_xlim(0, max(race.replications, 1))
    axis.set_ylim(len(labels) - 0.4, -0.6)
    axis.set_yticks(range(len(labels)), labels, fontsize=9)
    axis.xaxis.get_major_locator().set_params(integer=True)


def _words(result: Ranks) -> list[str]:
    words = [
        "Dot: probability that the mean over all draws is the lowest or highest, whichever is better for clients. "
        "Grey: share of single draws in which it was, with its 95 % interval.",
        "Loss: how far the mean lies from that of the lowest or highest, with the 95 % interval over resampled draws.",
    ]
    left_out = measures_of(result)[MOST_ACROSS:]
    return [*words, f"In tables/rankings.csv alone: {', '.join(short(m) for m in left_out)}."] if left_out else words
