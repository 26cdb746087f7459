"""The figures of a run: comparison, gap map, and the picture of a population that stands still.

Neutral by rule: the baseline is dark grey, no design is coloured as good or bad, and colours differ for every kind of
colour blindness. matplotlib is loaded when a figure is drawn, without a screen (Agg).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from outputs.headline import design_names
from outputs.panels import course, headline_panel, mechanism_panel
from outputs.style import draw_legend, new_figure, save
from sim.experiment.comparison import Comparison

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
    names = design_names(found)
    figure = new_figure(15.0, 10.5 + 0.25 * len(names))
    grid = figure.add_gridspec(
        3, 10, height_ratios=(1.0 + 0.12 * len(names), 2.0, 2.0), hspace=0.42, wspace=0.9,
        left=0.13, right=0.97, top=0.87, bottom=0.09,
    )  # fmt: skip
    for i, (name, title) in enumerate(HEADLINE_TITLES):
        headline_panel(figure.add_subplot(grid[0, 2 * i : 2 * i + 2]), found, names, name, title, labels=i == 0)
    mechanism_panel(figure.add_subplot(grid[1:, 0:4]), found, names)
    months = (
        ("falls_per_1000", "New falls a month per 1,000 comorbid clients with an open need"),
        ("gap_persons", "Comorbid clients who have asked and whom nobody has accepted, persons"),
    )
    for row, (column, title) in enumerate(months, start=1):
        course(figure.add_subplot(grid[row, 5:10]), found, names, column, title, reform, announced)
    figure.suptitle(_title(found), x=0.02, y=0.985, ha="left", fontsize=14, weight="bold")
    draw_legend(figure, names)
    figure.text(
        0.02, 0.02,
        "Thick bar: 95 % interval of the mean (shrinks with more replications). Thin bar: spread between replications "
        "(central 95 %). Values are uncalibrated and mostly assumptions.",
        fontsize=9, color="#444444",
    )  # fmt: skip
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
    return f"{found.county.capitalize()}: {', '.join(design_names(found))} ({many})"
