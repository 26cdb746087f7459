"""The figures of a run: headline, whose gain, course through the reform, gap map, a population that stands still.

Neutral by rule: the baseline is dark grey, no design is coloured as good or bad, and colours differ for every kind of
colour blindness. matplotlib is loaded when a figure is drawn, without a screen (Agg).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from outputs.comparison.ablation import labelled
from outputs.comparison.around import note_lines, title_lines, write
from outputs.comparison.headline import design_names
from outputs.comparison.how_run import replications_words
from outputs.comparison.panels import excess_panel, headline_panel, mark_days, monthly_panel, stack_panel
from outputs.figures.style import as_written, draw_legend, look, new_figure, save
from outputs.text.county import county_shown
from outputs.text.measures import describe
from outputs.text.numbers import number
from sim.comparison.results import Comparison
from sim.terms.language import N_, _, language
from sim.terms.total import total

TOGETHER, ACROSS = 3, 3  # designs that one panel shows; panels side by side
LONGEST_TITLE = 90


def headline(found: Comparison, path: Path) -> Path:
    """Draw untreated needs, the fall rate, and both / one / neither of every design as one PNG and return its path."""
    found = labelled(found)
    names = design_names(found)
    size = found.designs[0].measures.get("cohort_size")
    bars = _(
        "Thick bar: 95 % interval of the mean (shrinks with more replications). Thin bar: spread between replications "
        "(central 95 %)."
    )
    asking = (
        _("Of comorbid clients who ask for help, a year after asking.")
        if size is None or size.mean is None
        else _(
            "Of {clients} comorbid clients who ask for help, a year after asking.",
            clients=number(size.mean, describe("cohort_size")),
        )
    )
    head, below = title_lines(_title(found), 14.0), note_lines((asking, bars), found.parameters_mode, 14.0)
    height = 1.95 + 0.42 * len(names)
    figure = new_figure(14.0, height)
    write(figure, head, below)
    grid = figure.add_gridspec(
        1, 3, width_ratios=(1.0, 1.0, 1.25), wspace=0.08,
        left=max(0.09, 0.02 + 0.0053 * max(map(len, names))), right=0.985, top=1 - 0.92 / height, bottom=0.78 / height,
    )  # fmt: skip
    headline_panel(
        figure.add_subplot(grid[0, 0]), found, names, "untreated_share", _("Untreated needs, %"), labels=True
    )
    headline_panel(figure.add_subplot(grid[0, 1]), found, names, "fall_rate", _("Fell between chairs, %"), labels=False)
    stack_panel(figure.add_subplot(grid[0, 2]), found, names)
    return save(figure, path)


def gains(found: Comparison, path: Path) -> Path:
    """Draw of 100 clients of each group those better and worse off, one panel per design, and return the path."""
    from outputs.comparison.gains_figure import draw_gains

    return draw_gains(labelled(found), path)


def course(found: Comparison, path: Path, reform: date | None = None, announced: date | None = None) -> Path:
    """Draw by month the share untreated, and untreated need-days beyond the baseline's, summed; return the path.

    All designs in one panel; where they are too many to tell apart, the sums in one panel each on one scale, the others
    in grey.
    """
    found = labelled(found)
    names = design_names(found)
    if len(found.differences) > TOGETHER:
        return _courses_apart(found, names, path, reform, announced)
    both = any(d.course is not None and d.course.months for d in found.differences)
    height = 1.9 + (2.6 + 3.0 * both)
    figure = new_figure(11.0, height)
    axes = figure.subplots(1 + both, 1, sharex=True, squeeze=False)[:, 0]
    title = _("Of comorbid clients with an open need, untreated, %")
    monthly_panel(
        axis=axes[0],
        found=found,
        column="untreated_share",
        title=title,
        scale=100.0,
        reform=reform,
        announced=announced,
    )
    if both:
        excess_panel(axes[1], found, range(len(found.differences)))
        mark_days(axes[1], reform, announced, words=False)
        excess = _("Needs untreated beyond those under {baseline}, need-years, summed", baseline=names[0])
        axes[1].set_title(excess, loc="left", fontsize=10.5)
    draw_legend(figure, names, height)
    _course_text(figure, found, _("{county}: the way through the reform", county=county_shown(found)))
    figure.subplots_adjust(left=0.07, right=0.985, top=1 - 1.1 / height, bottom=0.85 / height, hspace=0.22)
    return save(figure, path)


def _courses_apart(
    found: Comparison, names: Sequence[str], path: Path, reform: date | None, announced: date | None
) -> Path:
    from matplotlib.dates import YearLocator

    count = len(found.differences)
    down = -(-count // ACROSS)
    height = 1.8 + 2.35 * down
    figure = new_figure(11.0, height)
    axes = figure.subplots(down, ACROSS, sharex=True, sharey=True, squeeze=False).ravel()
    for place, axis in enumerate(axes):
        axis.set_visible(place < count)
        if place >= count:
            continue
        excess_panel(axis, found, [place], [i for i in range(count) if i != place])
        mark_days(axis, reform, announced, words=False)
        axis.set_title(names[place + 1], loc="left", fontsize=10.5, color=look(place + 1)["color"])
        axis.tick_params(labelbottom=place + ACROSS >= count)
        axis.xaxis.set_major_locator(YearLocator())
    for axis in axes[::ACROSS]:
        axis.set_ylabel(_("need-years, summed"), fontsize=9)
    title = _("{county}: needs untreated beyond those under {baseline}, summed month by month",
              county=county_shown(found), baseline=names[0])  # fmt: skip
    _course_text(figure, found, title)
    figure.subplots_adjust(left=0.08, right=0.98, top=1 - 0.75 / height, bottom=0.85 / height, hspace=0.3, wspace=0.08)
    return save(figure, path)


def _course_text(figure: Any, found: Comparison, title: str) -> None:
    how = (
        _("Comorbid clients; mean of replications, band: 95 % interval of the mean."),
        _("Above 0 needs have gone untreated for longer until then than under the baseline, found or not."),
        _("A mark on the line at 0: recovered, from where on the sum stays at or below it."),
    )
    wide = figure.get_figwidth()
    write(figure, title_lines(title, wide), note_lines(how, found.parameters_mode, wide))


def gap_map(found: Comparison, path: Path) -> Path:
    """Draw where clients fall, boundary × rule, one panel per design on one scale, and return the path."""
    from outputs.comparison.gap_map import draw_gap_map

    return draw_gap_map(found, path)


def population(series: Mapping[str, Sequence[float]], path: Path, title: str = "") -> Path:
    """Draw how seekers, stock and queue move year by year, as a share of their mean, with a band of ±2 %.

    `series`: `year` and one sequence per thing counted (such as `seekers`, `present`, `waiting`), as in the table
    `yearly`.
    """
    from outputs.figures.style import COLOURS, MARKERS, tidy

    years = list(series["year"])
    names = [name for name in series if name != "year"]
    figure = new_figure(9.0, 1.2 + 1.75 * len(names))
    axes = figure.subplots(len(names), 1, sharex=True, squeeze=False)[:, 0]
    for i, (axis, name) in enumerate(zip(axes, names, strict=True)):
        values = [float(v) for v in series[name]]
        mean = total(values) / len(values) if values else 0.0
        axis.axhspan(0.98 * mean, 1.02 * mean, color="#dddddd", lw=0)
        axis.plot(years, values, color=COLOURS[i % len(COLOURS)], marker=MARKERS[i % len(MARKERS)], ms=5, lw=1.5)
        room = max([0.06 * mean, *(1.3 * abs(v - mean) for v in values)]) or 1.0
        axis.set_ylim(mean - room, mean + room)
        told = _("{series}: mean {mean}, grey band ±2 %", series=_said(name), mean=language().number(mean))
        axis.set_title(told, loc="left", fontsize=10)
        tidy(axis)
    axes[-1].set_xlabel(_("simulated year"))
    axes[-1].xaxis.get_major_locator().set_params(integer=True)
    figure.suptitle(
        title or _("Seekers, stock and queue year by year under unchanged rules"), x=0.02, ha="left", weight="bold"
    )
    as_written(figure)
    figure.tight_layout(rect=(0, 0, 1, 0.97))
    return save(figure, path)


_SERIES = {
    "seekers": N_("seekers"),
    "present": N_("present"),
    "open": N_("with an open need"),
    "asking": N_("asking"),
    "waiting": N_("waiting"),
    "in_care": N_("in care"),
}


def _said(series: str) -> str:
    return _(_SERIES[series]) if series in _SERIES else series.replace("_", " ")


def _title(found: Comparison) -> str:
    names = ", ".join(design_names(found))
    return _(
        "{county}: {designs} ({replications})",
        county=county_shown(found),
        designs=names if len(names) <= LONGEST_TITLE else _("{n} designs", n=len(found.designs)),
        replications=replications_words(found.replications),
    )
