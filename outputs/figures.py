"""The figures of a run: comparison, course through the reform, gap map, and a population that stands still.

Neutral by rule: the baseline is dark grey, no design is coloured as good or bad, and colours differ for every kind of
colour blindness. matplotlib is loaded when a figure is drawn, without a screen (Agg).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from outputs import panels
from outputs.ablation import labelled
from outputs.headline import design_names
from outputs.honesty import honesty_short
from outputs.panels import excess_panel, headline_panel, mark_days, mechanism_panel
from outputs.style import draw_legend, look, new_figure, save
from sim.experiment.comparison import Comparison

TOGETHER, ACROSS = 3, 3  # designs that one panel shows; panels side by side
LONGEST_TITLE = 90
HEADLINE_TITLES = (
    ("fall_rate", "Fall rate, %"),
    ("gap_days_per_client_year", "Gap days\nper client-year"),
    ("latent_days_per_client_year", "Latent days\nper client-year"),
    ("detected_share", "Detected share, %"),
    ("parallel_share", "Parallel share, %"),
)


def comparison(found: Comparison, path: Path, reform: date | None = None, announced: date | None = None) -> Path:
    """Draw headline, mechanisms and monthly course of `found` as one PNG and return its path.

    `reform`, `announced`: the days of the reform and of its announcement, marked in the monthly course if given.
    """
    found = labelled(found)
    names = design_names(found)
    figure = new_figure(15.0, 10.5 + 0.25 * len(names))
    grid = figure.add_gridspec(
        3, 10, height_ratios=(1.0 + 0.12 * len(names), 2.0, 2.0), hspace=0.42, wspace=0.9,
        left=max(0.13, 0.02 + 0.0048 * max(map(len, names))), right=0.97, top=0.87, bottom=0.09,
    )  # fmt: skip
    for i, (name, title) in enumerate(HEADLINE_TITLES):
        headline_panel(figure.add_subplot(grid[0, 2 * i : 2 * i + 2]), found, names, name, title, labels=i == 0)
    mechanism_panel(figure.add_subplot(grid[1:, 0:4]), found, names)
    months = (
        ("falls_per_1000", "New falls a month per 1,000 comorbid clients with an open need"),
        ("gap_persons", "Comorbid clients who have asked and whom nobody has accepted, persons"),
    )
    for row, (column, title) in enumerate(months, start=1):
        panels.course(figure.add_subplot(grid[row, 5:10]), found, names, column, title, reform, announced)
    figure.suptitle(_title(found), x=0.02, y=0.985, ha="left", fontsize=14, weight="bold")
    draw_legend(figure, names)
    figure.text(
        0.02, 0.02,
        "Thick bar: 95 % interval of the mean (shrinks with more replications). Thin bar: spread between replications "
        f"(central 95 %).\n{honesty_short(found.parameters_mode)}",
        fontsize=9, color="#444444",
    )  # fmt: skip
    return save(figure, path)


def course(found: Comparison, path: Path, reform: date | None = None, announced: date | None = None) -> Path:
    """Draw the excess of falls over the baseline month by month, summed, and return the path.

    All designs in one panel; where they are too many to tell apart, one panel each on one scale, the others in grey.
    """
    from matplotlib.dates import YearLocator

    found = labelled(found)
    names, count = design_names(found), len(found.differences)
    across = 1 if count <= TOGETHER else ACROSS
    down = 1 if count <= TOGETHER else -(-count // across)
    height = 1.9 + (4.2 if down == 1 else 2.35 * down)
    figure = new_figure(11.0, height)
    axes = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False).ravel()
    for place, axis in enumerate(axes):
        if place >= max(count, 1) or (count <= TOGETHER and place):
            axis.set_visible(False)
            continue
        shown = range(count) if count <= TOGETHER else [place]
        excess_panel(axis, found, shown, [i for i in range(count) if i not in shown])
        mark_days(axis, reform, announced, words=count <= TOGETHER)
        if count > TOGETHER:
            axis.set_title(names[place + 1], loc="left", fontsize=10.5, color=look(place + 1)["color"])
            axis.tick_params(labelbottom=place + across >= count)
            axis.xaxis.set_major_locator(YearLocator())
    if not any(d.course is not None and d.course.months for d in found.differences):
        axes[0].text(0.5, 0.5, "no value: no month whose falls are all known", transform=axes[0].transAxes, ha="center")
    for axis in axes[::across]:
        axis.set_ylabel("falls, summed", fontsize=9)
    top = 0.6
    if count <= TOGETHER:
        draw_legend(figure, names, first=1)
        top = 0.75
    title = f"{found.county.capitalize()}: falls between chairs beyond those under {names[0]}, summed month by month"
    figure.suptitle(title, x=0.02, y=1 - 0.14 / height, ha="left", fontsize=13, weight="bold", va="top")
    figure.text(
        0.02, 0.12 / height,
        "Comorbid clients; mean of replications, band: 95 % interval of the mean. Above 0 more have fallen until then "
        "than under the baseline.\nA mark on the line at 0: break-even, from where on the sum stays at or below it. "
        "Months whose falls are not all known yet are left out.",
        fontsize=8.5, color="#444444",
    )  # fmt: skip
    figure.subplots_adjust(left=0.08, right=0.98, top=1 - top / height, bottom=0.8 / height, hspace=0.3, wspace=0.08)
    return save(figure, path)


def gap_map(found: Comparison, path: Path) -> Path:
    """Draw where clients fall, boundary × rule, one panel per design on one scale, and return the path."""
    from outputs.heatmap import draw_gap_map

    return draw_gap_map(found, path)


def population(series: Mapping[str, Sequence[float]], path: Path, title: str = "") -> Path:
    """Draw how seekers, stock and queue move year by year, as a share of their mean, with a band of ±2 %.

    `series`: `year` and one sequence per thing counted (such as `seekers`, `present`, `waiting`), as in the table
    `yearly`.
    """
    from outputs.style import COLOURS, MARKERS, tidy

    years = list(series["year"])
    names = [name for name in series if name != "year"]
    figure = new_figure(9.0, 1.2 + 1.75 * len(names))
    axes = figure.subplots(len(names), 1, sharex=True, squeeze=False)[:, 0]
    for i, (axis, name) in enumerate(zip(axes, names, strict=True)):
        values = [float(v) for v in series[name]]
        mean = sum(values) / len(values) if values else 0.0
        axis.axhspan(0.98 * mean, 1.02 * mean, color="#dddddd", lw=0)
        axis.plot(years, values, color=COLOURS[i % len(COLOURS)], marker=MARKERS[i % len(MARKERS)], ms=5, lw=1.5)
        room = max([0.06 * mean, *(1.3 * abs(v - mean) for v in values)]) or 1.0
        axis.set_ylim(mean - room, mean + room)
        axis.set_title(f"{name.replace('_', ' ')}: mean {mean:,.0f}, grey band ±2 %", loc="left", fontsize=10)
        tidy(axis)
    axes[-1].set_xlabel("simulated year")
    axes[-1].xaxis.get_major_locator().set_params(integer=True)
    figure.suptitle(
        title or "Seekers, stock and queue year by year under unchanged rules", x=0.02, ha="left", weight="bold"
    )
    figure.tight_layout(rect=(0, 0, 1, 0.97))
    return save(figure, path)


def _title(found: Comparison) -> str:
    many: Any = "1 replication" if found.replications == 1 else f"{found.replications} replications"
    names = ", ".join(design_names(found))
    designs = names if len(names) <= LONGEST_TITLE else f"{len(found.designs)} designs"
    return f"{found.county.capitalize()}: {designs} ({many})"
