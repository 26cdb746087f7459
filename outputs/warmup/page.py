"""The check of the warm-up as people read it: whether an unchanged county has settled before anything is counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from outputs.figures.layout import GREY, NOTE, colour_of, foot, heading, place
from outputs.figures.style import new_figure, save, tidy
from outputs.text.county import county_shown
from outputs.text.grid import Column, Grid
from outputs.text.pages import capital, ending, listed, narrowed, paragraph, run_line
from scenarios.files.thousands import NO_BREAK
from sim.analysis.warm_up import BATCH
from sim.studies.warming import SeriesFound, WarmUpFound
from sim.terms.language import ENGLISH, N_, _, language, ngettext, speaking

SERIES = {
    "open": N_("comorbid clients with an open need"),
    "untreated_share": N_("share untreated of comorbid clients with an open need"),
    "falls": N_("new falls of comorbid clients a month"),
    "gap_persons": N_("comorbid clients whom nobody has accepted"),
    "latent_persons": N_("comorbid clients with a need that nobody is asked to meet"),
    "parallel_persons": N_("comorbid clients treated for both needs at once"),
    "load.municipality": N_("load of the municipalities' services"),
    "load.region": N_("load of the region's services"),
}
"""Columns of the monthly table in words."""
FILES = N_("tables/series.csv, months.csv and mser.csv, warm_up.png")


def parts(result: WarmUpFound, folder: Path | str | None = None, full: bool = False) -> Iterator[Grid | str]:
    """Yield what is shown, in order. `full`: each series in numbers, month by month, too."""
    replications = ngettext("{n} replication", "{n} replications", result.replications)
    how = ngettext(
        "{replications}, {n} month from day 0",
        "{replications}, {n} months from day 0",
        len(result.months),
        replications=replications,
    )
    yield paragraph(
        ngettext(
            "{county}: does {design} settle within its warm-up of {n} day?",
            "{county}: does {design} settle within its warm-up of {n} days?",
            round(result.warm_up_days),
            county=county_shown(result),
            design=result.design,
        ),
        run_line(how, result.seed, result.years, result.parameters),
    )
    yield paragraph(*answer(result))
    if result.series:
        yield _table(result)
    if full:
        yield from _months(result)
    yield from ending(result.notes, result.parameters, _(FILES), folder)


def answer(result: WarmUpFound) -> Iterator[str]:
    """Yield the verdict in sentences: long enough, not shown to be, or not to be told."""
    left_out = ngettext("the first {n} day", "the first {n} days", round(result.warm_up_days))
    late = [series_words(s.name) for s in result.series if s.reliable and s.days > result.warm_up_days]
    unsettled = [series_words(s.name) for s in result.series if not s.reliable]
    if not result.series:
        yield _("It cannot be told: no series is defined throughout.")
    elif result.long_enough:
        last = max(s.days for s in result.series)
        cut_off = ngettext("the first {n} day", "the first {n} days", round(last))
        yield _(
            "Long enough: MSER-5 cuts off at most {cut_off} of any series, and runs leave out {left_out}.",
            cut_off=cut_off,
            left_out=left_out,
        )
    else:
        yield _("Not shown to be long enough: runs leave out {left_out}.", left_out=left_out)
    if late:
        yield _("Settled only later: {series}.", series=listed(late))
    if unsettled:
        yield _(
            "Not settled within these months, so that more --years are needed to tell: {series}.",
            series=listed(unsettled),
        )
    if result.undefined:
        yield _(
            "Not looked at, since not defined throughout: {series}.",
            series=listed([series_words(name) for name in result.undefined]),
        )


@speaking(ENGLISH.code)
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
        words = _("no series is defined throughout")
        axes[0].text(0.5, 0.5, words, ha="center", transform=axes[0].transAxes, color=NOTE)
        axes[0].set_axis_off()
    title = ngettext(
        "{county}, {design}: months from day 0, mean of {n} replication",
        "{county}, {design}: months from day 0, mean of {n} replications",
        result.replications,
        county=county_shown(result),
        design=result.design,
    )
    heading(figure, title, next(answer(result)))
    words = _(
        "Grey: the warm-up of {days} days that runs leave out. Dashed: MSER-5 cuts off what lies before, in steps of "
        "{batch} months; orange: not settled. The vertical axes do not begin at 0.",
        days=language().number(result.warm_up_days),
        batch=BATCH,
    )
    foot(figure, words, result.parameters)
    return save(figure, path)


def series_words(name: str) -> str:
    """Return a series in words; an unknown one is its own name."""
    return _(SERIES[name]) if name in SERIES else name.replace("_", " ").replace(".", ", ")


def verdict(result: WarmUpFound, series: SeriesFound) -> str:
    """Return whether a series has settled by the end of the warm-up."""
    if not series.reliable:
        return _("not settled in these months")
    return _("settled in time") if series.days <= result.warm_up_days else _("settled later")


def _table(result: WarmUpFound) -> Grid:
    columns = (Column(_("series"), right=False), Column(_("cut off, days")), Column("", right=False))
    cells = tuple((series_words(s.name), language().number(s.days), verdict(result, s)) for s in result.series)
    note = _(
        "MSER-5 looks at means of {batch} months, so what it cuts off goes in steps of {batch} months. It cuts where "
        "the mean of the rest is surest; a cut in the second half of the series would say that it has not settled.",
        batch=BATCH,
    )
    return narrowed(Grid(_("What MSER-5 cuts off"), columns, cells, (note,)), 1)


def _months(result: WarmUpFound) -> Iterator[Grid]:
    letters = [chr(ord("a") + i) for i in range(len(result.series))]
    columns = (Column(_("month"), right=False), *(Column(letter) for letter in letters))
    cells = tuple((day, *(_four_digits(s.values[i]) for s in result.series)) for i, day in enumerate(result.dates))
    notes = tuple(f"{a}: {series_words(s.name)}" for a, s in zip(letters, result.series, strict=True))
    if result.series:
        yield Grid(_("Months: mean over replications"), columns, cells, notes)


def _four_digits(value: float) -> str:
    return f"{value:,.4g}".replace(",", NO_BREAK).replace(".", language().decimal)


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
