"""The check of the warm-up as people read it: whether an unchanged county has settled before anything is counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from outputs.figures.layout import GREY, NOTE, colour_of, foot, heading, place
from outputs.figures.style import new_figure, save, tidy
from outputs.text.county import county_shown
from outputs.text.grid import Column, Grid
from outputs.text.pages import capital, counted, ending, listed, narrowed, paragraph, run_line
from scenarios.files.thousands import NO_BREAK, grouped
from sim.analysis.warm_up import BATCH
from sim.studies.warming import SeriesFound, WarmUpFound

SERIES: dict[str, Mapping[str, str]] = {
    "en": {
        "open": "comorbid clients with an open need",
        "untreated_share": "share untreated of comorbid clients with an open need",
        "falls": "new falls of comorbid clients a month",
        "gap_persons": "comorbid clients whom nobody has accepted",
        "latent_persons": "comorbid clients with a need that nobody is asked to meet",
        "parallel_persons": "comorbid clients treated for both needs at once",
        "load.municipality": "load of the municipalities' services",
        "load.region": "load of the region's services",
    }
}
"""Columns of the monthly table in words."""


def parts(result: WarmUpFound, folder: Path | str | None = None, full: bool = False) -> Iterator[Grid | str]:
    """Yield what is shown, in order. `full`: each series in numbers, month by month, too."""
    yield paragraph(
        f"{county_shown(result)}: does {result.design} settle within its warm-up of "
        f"{counted(round(result.warm_up_days), 'day')}?",
        run_line(
            f"{counted(result.replications, 'replication')}, {counted(len(result.months), 'month')} from day 0",
            result.seed,
            result.years,
            result.parameters,
        ),
    )
    yield paragraph(*answer(result))
    if result.series:
        yield _table(result)
    if full:
        yield from _months(result)
    yield from ending(
        result.notes, result.parameters, "tables/series.csv, months.csv and mser.csv, warm_up.png", folder
    )


def answer(result: WarmUpFound) -> Iterator[str]:
    """Yield the verdict in sentences: long enough, not shown to be, or not to be told."""
    days = counted(round(result.warm_up_days), "day")
    late = [series_words(s.name) for s in result.series if s.reliable and s.days > result.warm_up_days]
    unsettled = [series_words(s.name) for s in result.series if not s.reliable]
    if not result.series:
        yield "It cannot be told: no series is defined throughout."
    elif result.long_enough:
        last = max(s.days for s in result.series)
        yield (
            f"Long enough: MSER-5 cuts off at most the first {counted(round(last), 'day')} of any series, and runs "
            f"leave out the first {days}."
        )
    else:
        yield f"Not shown to be long enough: runs leave out the first {days}."
    if late:
        yield f"Settled only later: {listed(late)}."
    if unsettled:
        yield f"Not settled within these months, so that more --years are needed to tell: {listed(unsettled)}."
    if result.undefined:
        yield f"Not looked at, since not defined throughout: {listed([series_words(n) for n in result.undefined])}."


def rows(result: WarmUpFound) -> dict[str, list[dict[str, Any]]]:
    """Return the tables `series` (a row each), `months` (a column each) and `mser`: the statistic by months cut off."""
    series: list[dict[str, Any]] = [
        {"series": s.name, "label": series_words(s.name), "cut_off_days": s.days, "reliable": s.reliable}
        | {"warm_up_days": result.warm_up_days, "in_words": verdict(result, s)}
        for s in result.series
    ]
    series += [
        {"series": name, "label": series_words(name), "warm_up_days": result.warm_up_days, "in_words": "not defined"}
        for name in result.undefined
    ]
    months = [
        {"month": month, "date": day} | {s.name: s.values[i] for s in result.series}
        for i, (month, day) in enumerate(zip(result.months, result.dates, strict=True))
    ]
    mser = [
        {"series": s.name, "months_cut_off": cut, "statistic": value}
        for s in result.series
        for cut, value in zip(s.candidates, s.statistics, strict=True)
    ]
    return {name: table for name, table in (("series", series), ("months", months), ("mser", mser)) if table}


def draw(result: WarmUpFound, path: Path) -> Path:
    """Draw each series from day 0 with what MSER-5 cuts off and the warm-up, and return the path."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    count = max(1, len(result.series))
    down = -(-count // 2)
    figure = new_figure(13.0, 2.1 + 2.1 * down)
    axes = place(figure, count, across=2, top=1.15, bottom=0.85)
    when = [date.fromisoformat(day) for day in result.dates]
    for axis, series in zip(axes, result.series, strict=False):
        _panel(axis, result, series, when)
        locator = AutoDateLocator(minticks=4, maxticks=9)
        axis.xaxis.set_major_locator(locator)
        axis.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    if not result.series:
        axes[0].text(0.5, 0.5, "no series is defined throughout", ha="center", transform=axes[0].transAxes, color=NOTE)
        axes[0].set_axis_off()
    title = f"{county_shown(result)}, {result.design}: months from day 0, mean of "
    heading(figure, title + counted(result.replications, "replication"), next(answer(result)))
    words = (
        f"Grey: the warm-up of {grouped(result.warm_up_days)} days that runs leave out. Dashed: MSER-5 cuts off what "
        f"lies before, in steps of {BATCH} months; orange: not settled. The vertical axes do not begin at 0."
    )
    foot(figure, words, result.parameters)
    return save(figure, path)


def series_words(name: str, language: str = "en") -> str:
    """Return a series in words; an unknown one is its own name."""
    return SERIES[language].get(name, name.replace("_", " ").replace(".", ", "))


def verdict(result: WarmUpFound, series: SeriesFound) -> str:
    """Return whether a series has settled by the end of the warm-up."""
    if not series.reliable:
        return "not settled in these months"
    return "settled in time" if series.days <= result.warm_up_days else "settled later"


def _table(result: WarmUpFound) -> Grid:
    columns = (Column("series", right=False), Column("cut off, days"), Column("", right=False))
    cells = tuple((series_words(s.name), grouped(s.days), verdict(result, s)) for s in result.series)
    note = (
        f"MSER-5 looks at means of {BATCH} months, so what it cuts off goes in steps of {BATCH} months. It cuts where "
        "the mean of the rest is surest; a cut in the second half of the series would say that it has not settled."
    )
    return narrowed(Grid("What MSER-5 cuts off", columns, cells, (note,)), 1)


def _months(result: WarmUpFound) -> Iterator[Grid]:
    letters = [chr(ord("a") + i) for i in range(len(result.series))]
    columns = (Column("month", right=False), *(Column(letter) for letter in letters))
    cells = tuple(
        (day, *(f"{s.values[i]:,.4g}".replace(",", NO_BREAK) for s in result.series))
        for i, day in enumerate(result.dates)
    )
    notes = tuple(f"{a}: {series_words(s.name)}" for a, s in zip(letters, result.series, strict=True))
    if result.series:
        yield Grid("Months: mean over replications", columns, cells, notes)


def _panel(axis: Any, result: WarmUpFound, series: SeriesFound, when: list[date]) -> None:
    axis.set_title(capital(series_words(series.name)), loc="left", fontsize=10.5, pad=17)
    axis.annotate(
        verdict(result, series), (0, 1), xytext=(0, 5), xycoords="axes fraction", textcoords="offset points",
        fontsize=8, color="#666666", va="bottom",
    )  # fmt: skip
    tidy(axis)
    axis.axvspan(when[0], _day(result, when, result.warm_up_days), color="#ececec", lw=0, zorder=0)
    axis.plot(when, series.values, color=colour_of(1), lw=1.5)
    axis.axvline(
        _day(result, when, series.days), color=GREY if series.reliable else colour_of(2), lw=1.4, ls=(0, (4, 3))
    )
    axis.margins(x=0.01)


def _day(result: WarmUpFound, when: list[date], day: float) -> date:
    """Return the first day of the first month that begins on `day` or later; the last month's if none does."""
    return next((d for d, month in zip(when, result.months, strict=True) if month >= day), when[-1])
