"""The panels of a comparison's figures: a measure with its intervals, both / one / neither, and courses by month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from outputs.comparison.headline import MONTH, of_two, recovered
from outputs.figures.style import look, tidy
from outputs.text.differences import way
from outputs.text.measures import describe
from sim.comparison.results import Comparison, Summary
from sim.terms.language import _, language

STACK = (
    ("both_treated_share", "#2166AC"),
    ("one_treated_share", "#92C5DE"),
    ("neither_treated_share", "#B2ABA6"),
)
"""Both, one and neither of 100, as they are stacked: dark to pale, so that no colour says good or bad."""
NARROW = 6.0  # of 100: a bar too narrow to hold its number


def headline_panel(axis: Any, found: Comparison, names: Sequence[str], measure: str, title: str, labels: bool) -> None:
    """Draw one measure: a point per design with both intervals, and its value in figures."""
    scale = 100.0 if describe(measure).kind == "share" else 1.0
    for i, design in enumerate(found.designs):
        summary = design.measures.get(measure)
        if summary is None or summary.mean is None:
            axis.text(
                0.5, 1 - (i + 0.5) / len(names), _("no value"), transform=axis.transAxes, ha="center", va="center"
            )
            continue
        _point(axis, summary, summary.mean, i, scale)
        axis.annotate(
            language().number(summary.mean * scale, 1), (summary.mean * scale, i), xytext=(0, 8),
            textcoords="offset points", ha="center", va="bottom", fontsize=9, color=look(i)["color"],
        )  # fmt: skip
    _rows(axis, names, labels)
    axis.margins(x=0.15)
    axis.locator_params(axis="x", nbins=5)
    _titled(axis, title, way(measure))
    tidy(axis, "x")


def stack_panel(axis: Any, found: Comparison, names: Sequence[str]) -> None:
    """Draw, of 100 clients with both needs open, how many had both treated within a year, one, and neither."""
    for i, design in enumerate(found.designs):
        start = 0.0
        for measure, colour in STACK:
            summary = design.measures.get(measure)
            if summary is None or summary.mean is None:
                axis.text(50, i, _("no value"), ha="center", va="center")
                break
            many = 100.0 * summary.mean
            axis.barh(i, many, left=start, height=0.55, color=colour, ec="white", lw=0.8)
            if many >= NARROW:
                dark = colour == STACK[0][1]
                axis.text(start + many / 2, i, f"{many:.0f}", ha="center", va="center", fontsize=9,
                          color="white" if dark else "#222222")  # fmt: skip
            start += many
    _rows(axis, names, labels=False)
    axis.set_xlim(0, 100)
    _titled(axis, _("Both needs treated within a year, one, neither, of 100"), "")
    left = 0.0
    for measure, colour in STACK:
        word = of_two(measure)
        for text, shade, shift in (("■", colour, 0), (word, "#444444", 11)):
            axis.annotate(text, (left, 1.0), xycoords="axes fraction", xytext=(shift, 3),
                          textcoords="offset points", fontsize=8.5, color=shade)  # fmt: skip
        left += 0.07 + 0.016 * len(word)
    tidy(axis, "x")


def _rows(axis: Any, names: Sequence[str], labels: bool) -> None:
    axis.set_ylim(len(names) - 0.4, -0.75)
    axis.set_yticks(range(len(names)), list(names) if labels else [""] * len(names))


def _titled(axis: Any, title: str, below: str) -> None:
    axis.set_title(f"{title}\n", loc="left", fontsize=10.5, linespacing=1.1, pad=2)
    axis.text(0, 1.015, below, transform=axis.transAxes, fontsize=8, color="#666666")


def _point(axis: Any, summary: Summary, mean: float, i: int, scale: float) -> None:
    colour = look(i)["color"]
    if summary.spread_low is not None and summary.spread_high is not None:
        axis.plot([summary.spread_low * scale, summary.spread_high * scale], [i, i], color=colour, lw=1)
    if summary.low is not None and summary.high is not None:
        axis.plot([summary.low * scale, summary.high * scale], [i, i], color=colour, lw=4.5, solid_capstyle="butt")
    axis.plot([mean * scale], [i], ls="", ms=7, mec="white", mew=0.8, **look(i))


def monthly_panel(
    axis: Any,
    found: Comparison,
    column: str,
    title: str,
    scale: float = 1.0,
    reform: date | None = None,
    announced: date | None = None,
    words: bool = True,
) -> None:
    """Draw `column` of the monthly table, from a year before the reform on and with its day marked if it is given.

    Months in which later falls could not be settled are left out of what counts falls.
    """
    for i, design in enumerate(found.designs):
        rows = [r for r in design.tables.get("monthly", ()) if r.get(column) is not None and "date" in r]
        rows = [r for r in rows if column != "newly_fallen" or r.get("complete", True)]
        dated = [(date.fromisoformat(str(r["date"])), scale * float(r[column])) for r in rows]
        if reform is not None:
            dated = [(when, value) for when, value in dated if when >= reform - timedelta(days=366)]
        if dated:
            axis.plot(*zip(*dated, strict=True), color=look(i)["color"], lw=1.6, zorder=3 - 0.1 * i)
    axis.set_title(title, loc="left", fontsize=10.5)
    axis.margins(x=0.01)
    mark_days(axis, reform, announced, words)
    tidy(axis)


def excess_panel(axis: Any, found: Comparison, shown: Sequence[int], faint: Sequence[int] = ()) -> None:
    """Draw the excess of untreated need-days over the baseline, summed since each course began, for `shown`.

    In need-years. A line with the 95 % interval of the mean as its band, and a mark where it has recovered, unless that
    goes against the first row; those `faint` in grey.
    """
    for i in (*faint, *shown):
        course = found.differences[i].course
        if course is None or not course.months:
            continue
        colour = "#cfcfcf" if i in faint else look(i + 1)["color"]
        when = [date.fromisoformat(m.date) for m in course.months]
        total = [(m.total.mean or 0.0) / DAYS for m in course.months]
        axis.plot(when, total, color=colour, lw=1.0 if i in faint else 2.0, zorder=2 if i in faint else 3)
        if i in faint:
            continue
        if all(m.total.low is not None for m in course.months):
            low, high = ([getattr(m.total, side) / DAYS for m in course.months] for side in ("low", "high"))
            axis.fill_between(when, low, high, color=colour, alpha=0.14, lw=0)
        if course.recovered_by is not None and recovered(found.differences[i]) == course.recovered_by[:MONTH]:
            even = date.fromisoformat(course.recovered_by)
            axis.plot([even], [0], ls="", ms=8, mec="white", mew=0.9, zorder=5, **look(i + 1))
    axis.axhline(0, color="#3b3b3b", lw=1.2, zorder=2.5)
    axis.margins(x=0.01)
    tidy(axis)


DAYS = 365.0  # of a need-year


def mark_days(axis: Any, reform: date | None, announced: date | None, words: bool = True) -> None:
    """Mark the reform day and the day of its announcement, in words or with the lines alone."""
    days = (
        (reform, _("reform day {date}", date=reform), 0.02),
        (announced, _("announced {date}", date=announced), 0.09),
    )
    for when, told, height in days:
        if when is not None:
            axis.axvline(when, color="#666666", lw=1, ls=(0, (4, 3)))
            where = axis.get_xaxis_transform()
            axis.text(when, height, f" {told}" if words else "", transform=where, fontsize=8.5, color="#444444")
