"""`benchmarks/results.md`: what `make bench` measured, on which machine, in words and tables."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median

from benchmarks.county import Table
from benchmarks.engines.agreement import Difference
from benchmarks.engines.side_by_side import COMPILED, SIMPY, Found

RESULTS = Path(__file__).with_name("results.md")
PROJECT_USES = ("simpy", "numpy", "mypy")


def load() -> str:
    """Return how many programs have wanted a core of late, over 1 and 15 minutes; "unknown" where nobody counts."""
    try:
        one, _, fifteen = os.getloadavg()
    except (OSError, AttributeError):
        return "unknown"
    return f"{one:.1f} (1 min), {fifteen:.1f} (15 min)"


def machine(before: str) -> list[str]:
    """Return the lines that say where and when; `before`: the load as it began."""
    versions = ", ".join(f"{name} {version(name)}" for name in PROJECT_USES)
    return [
        f"- {datetime.now(UTC):%Y-%m-%d %H:%M} UTC; {_processor()}, {os.cpu_count()} cores, {platform.system()}",
        f"- Python {platform.python_version()}, mellanrum {version('mellanrum')}, {versions}",
        f"- load before: {before}; after: {load()}. Above the number of cores something else ran too",
    ]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def markdown(table: Table) -> list[str]:
    """Return a table whose first row is its head."""
    head, *rows = table
    return [_row(head), _row(["---"] * len(head)), *map(_row, rows), ""]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def table_of_engines(found: Sequence[Found]) -> Table:
    """Return the engines, the fastest first: time an event, and how many times as fast as SimPy in the same round.

    Each engine has its own numbers and so its own number of events: time is per event.
    """
    per_event = {f.name: [s / t.events() for s, t in zip(f.seconds, f.tallies, strict=True)] for f in found}
    rows = [
        ["engine", "version", "seconds", "ns an event", "events/s", "× SimPy", "lowest–highest", "× slower than ours"]
    ]
    for f in sorted(found, key=lambda f: median(per_event[f.name])):
        mine = per_event[f.name]
        ratios = _ratios(per_event[SIMPY], mine)
        ours = f"{median(_ratios(mine, per_event[COMPILED])):.2f}" if COMPILED in per_event else "–"
        rows.append(
            [f.name, f.version, f"{median(f.seconds):.3f}", f"{1e9 * median(mine):,.0f}", f"{1 / median(mine):,.0f}",
             _figures(median(ratios)), f"{_figures(min(ratios))}–{_figures(max(ratios))}", ours]
        )  # fmt: skip
    return rows


def _ratios(slow: Sequence[float], fast: Sequence[float]) -> list[float]:
    return [a / b for a, b in zip(slow, fast, strict=True)]


def _figures(value: float) -> str:
    return f"{value:.1f}" if value >= 10.0 else f"{value:.2f}"


def table_of_agreement(differences: Sequence[Difference]) -> Table:
    """Return, figure by figure, what each engine came to, and how far from the others chance could take it."""
    engines = list(dict.fromkeys(d.engine for d in differences))
    rows = [["figure", *engines, "chance explains ±"]]
    for figure in dict.fromkeys(d.figure for d in differences):
        mine = [d for d in differences if d.figure == figure]
        rows.append([figure, *(f"{d.mean:.4g}" for d in mine), f"{mine[0].limit:.2g}"])
    return rows
