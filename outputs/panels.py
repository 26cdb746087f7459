"""The panels of the comparison figure: a headline measure, the mechanisms, and a monthly course."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from outputs.measures_text import describe
from outputs.style import look, tidy
from outputs.words import MECHANISMS
from sim.experiment.comparison import Comparison, Summary


def headline_panel(axis: Any, found: Comparison, names: Sequence[str], measure: str, title: str, labels: bool) -> None:
    """Draw one measure: a point per design with both intervals, and its value in figures."""
    scale = 100.0 if describe(measure).kind == "share" else 1.0
    for i, design in enumerate(found.designs):
        summary = design.measures.get(measure)
        if summary is None or summary.mean is None:
            axis.text(0.5, 1 - (i + 0.5) / len(names), "no value", transform=axis.transAxes, ha="center", va="center")
            continue
        _point(axis, summary, summary.mean, i, scale)
        axis.annotate(
            f"{summary.mean * scale:.1f}", (summary.mean * scale, i), xytext=(0, 8), textcoords="offset points",
            ha="center", va="bottom", fontsize=9, color=look(i)["color"],
        )  # fmt: skip
    axis.set_ylim(len(names) - 0.4, -0.75)
    axis.set_yticks(range(len(names)), list(names) if labels else [""] * len(names))
    axis.margins(x=0.15)
    axis.locator_params(axis="x", nbins=4)
    axis.set_title(f"{title}\n", loc="left", fontsize=10.5, linespacing=1.1, pad=2 if "\n" not in title else -9)
    axis.text(0, 1.015, f"{describe(measure).better} is better for clients", transform=axis.transAxes, fontsize=8,
              color="#666666")  # fmt: skip
    tidy(axis, "x")


def _point(axis: Any, summary: Summary, mean: float, i: int, scale: float) -> None:
    colour = look(i)["color"]
    if summary.spread_low is not None and summary.spread_high is not None:
        axis.plot([summary.spread_low * scale, summary.spread_high * scale], [i, i], color=colour, lw=1)
    if summary.low is not None and summary.high is not None:
        axis.plot([summary.low * scale, summary.high * scale], [i, i], color=colour, lw=4.5, solid_capstyle="butt")
    axis.plot([mean * scale], [i], ls="", ms=7, mec="white", mew=0.8, **look(i))


def mechanism_panel(axis: Any, found: Comparison, names: Sequence[str]) -> None:
    """Draw the share who fell by each mechanism at any time as dots, the commonest in the first design on top."""
    codes = [c for c in MECHANISMS["en"] if any(_mean(found, i, c) is not None for i in range(len(names)))]
    codes.sort(key=lambda c: -(_mean(found, 0, c) or 0.0))
    step = 0.56 / max(len(names) - 1, 1)
    for row, code in enumerate(codes):
        for i in range(len(names)):
            summary = found.designs[i].measures.get(f"fall_rate.{code}")
            if summary is None or summary.mean is None:
                continue
            y = row + (i - (len(names) - 1) / 2) * step
            if summary.low is not None and summary.high is not None:
                axis.plot([100 * summary.low, 100 * summary.high], [y, y], color=look(i)["color"], lw=2.2)
            axis.plot([100 * summary.mean], [y], ls="", ms=5.5, **look(i))
    axis.set_yticks(range(len(codes)), [MECHANISMS["en"][c][0] for c in codes])
    axis.set_ylim(len(codes) - 0.4, -0.6)
    axis.set_xlim(left=0)
    for row in range(1, len(codes)):
        axis.axhline(row - 0.5, color="#eeeeee", lw=0.8)
    axis.set_title("Fell in this way within 365 days, % of comorbid clients\nwho sought help (a client may fall in "
                   "several ways)", loc="left", fontsize=10.5)  # fmt: skip
    if not codes:
        axis.text(0.5, 0.5, "no value: the after cohort is empty", transform=axis.transAxes, ha="center")
    tidy(axis, "x")


def _mean(found: Comparison, index: int, code: str) -> float | None:
    summary = found.designs[index].measures.get(f"fall_rate.{code}")
    return summary.mean if summary else None


def course(
    axis: Any,
    found: Comparison,
    names: Sequence[str],
    column: str,
    title: str,
    reform: date | None = None,
    announced: date | None = None,
) -> None:
    """Draw `column` of the monthly table, from a year before the reform on and with its day marked if it is given.

    Months in which later falls could not be settled are left out.
    """
    for i, design in enumerate(found.designs):
        rows = [r for r in design.tables.get("monthly", ()) if r.get(column) is not None]
        rows = [r for r in rows if column != "falls_per_1000" or r.get("complete", True)]
        dated = [(date.fromisoformat(str(r["date"])), float(r[column])) for r in rows if "date" in r]
        if reform is not None:
            dated = [(when, value) for when, value in dated if when >= reform - timedelta(days=366)]
        if dated:
            axis.plot(*zip(*dated, strict=True), color=look(i)["color"], lw=1.8, zorder=3 - 0.1 * i)
    axis.set_title(title, loc="left", fontsize=10.5)
    axis.set_ylim(bottom=0)
    axis.margins(x=0.01)
    mark_days(axis, reform, announced)
    tidy(axis)
    axis.tick_params(axis="x", pad=8)


def excess_panel(axis: Any, found: Comparison, shown: Sequence[int], faint: Sequence[int] = ()) -> None:
    """Draw the excess of falls over the baseline, summed since each course began, for the designs `shown`.

    A line with the 95 % interval of the mean as its band, and a mark where it breaks even; those `faint` in grey.
    """
    for i in (*faint, *shown):
        course_ = found.differences[i].course
        if course_ is None or not course_.months:
            continue
        colour = "#cfcfcf" if i in faint else look(i + 1)["color"]
        when = [date.fromisoformat(m.date) for m in course_.months]
        total = [m.total.mean or 0.0 for m in course_.months]
        axis.plot(when, total, color=colour, lw=1.0 if i in faint else 2.0, zorder=2 if i in faint else 3)
        if i in faint:
            continue
        if all(m.total.low is not None for m in course_.months):
            low, high = ([getattr(m.total, side) for m in course_.months] for side in ("low", "high"))
            axis.fill_between(when, low, high, color=colour, alpha=0.14, lw=0)
        if course_.break_even is not None:
            even = date.fromisoformat(course_.break_even)
            axis.plot([even], [0], ls="", ms=8, mec="white", mew=0.9, zorder=5, **look(i + 1))
    axis.axhline(0, color="#3b3b3b", lw=1.2, zorder=2.5)
    axis.margins(x=0.01)
    tidy(axis)


def mark_days(axis: Any, reform: date | None, announced: date | None, words: bool = True) -> None:
    """Mark the reform day and the day of its announcement, in words or with the lines alone."""
    for when, word, height in ((reform, "reform day", 0.02), (announced, "announced", 0.09)):
        if when is not None:
            axis.axvline(when, color="#666666", lw=1, ls=(0, (4, 3)))
            where = axis.get_xaxis_transform()
            text = f" {word} {when}" if words else ""
            axis.text(when, height, text, transform=where, fontsize=8.5, color="#444444")
