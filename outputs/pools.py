"""A warning, never an error: pools that cannot take in those who ask, under each design and under the baseline."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from outputs.grid import Column, Grid, fitted
from outputs.headline import design_names
from outputs.numbers import NONE
from outputs.words import say_code
from sim.experiment.comparison import Comparison

Pool = tuple[str, str, str]
MARK = " !"
TITLE = "Warning: offered load 1 or more"
NOTES = (
    "Offered load: places that all who ask would fill at once / places there are, after the reform; 1.30 is 30 % more "
    f"than there is room for. At 1 or more ({MARK.strip()}, where it is full at most times) a queue ends only because "
    "some give up. A small municipality is there easily: one vacant post is most of its places. Psychiatry is above 1 "
    "today by construction: its other patients are so many that its wait is as long as measured.",
)
MOSTLY = 0.5
"""A pool that is full at fewer snapshots than this share holds nobody up."""


def too_small(row: Mapping[str, Any]) -> bool:
    """Return whether a row of the table `pools` has an offered load of 1 or more and is mostly full."""
    return (row.get("offered") or 0.0) >= 1.0 and (row.get("full_share") or 0.0) >= MOSTLY


def offered_loads(comparison: Comparison, full: bool = False) -> list[Grid]:
    """Return every pool whose offered load is 1 or more under some design; nothing if there is none.

    Where the designs do not fit side by side, services instead of pools, unless `full`.
    """
    names = design_names(comparison)
    tables = [{_pool(row): row for row in design.tables.get("pools", ())} for design in comparison.designs]
    pools = list(dict.fromkeys(pool for table in tables for pool, row in table.items() if too_small(row)))
    pools.sort(key=_name)
    services = list(dict.fromkeys((service, line, "") for service, line, _ in pools))

    def build(indices: Sequence[int]) -> Grid:
        columns = (Column("service and place", right=False), *(Column(names[i]) for i in indices))
        rows = tuple((_name(pool), *(_cell(tables[i].get(pool)) for i in indices)) for pool in pools)
        return Grid(TITLE, columns, rows, NOTES)

    def build_short(indices: Sequence[int]) -> Grid:
        columns = (Column("service", right=False), *(Column(names[i]) for i in indices))
        rows = tuple((_name(service), *(_places(tables[i], service) for i in indices)) for service in services)
        return Grid(f"{TITLE}: how many places of all, and the highest", columns, rows, NOTES)

    grids = _beside_the_baseline(build, len(names)) if pools else []
    return grids if full or len(grids) <= 1 else _beside_the_baseline(build_short, len(names))


def _beside_the_baseline(build: Callable[[Sequence[int]], Grid], count: int) -> list[Grid]:
    """Return the tables of all designs, the baseline first in each."""
    if count == 1:
        return [build([0])]
    return fitted(lambda indices: build([0, *(i + 1 for i in indices)]), count - 1)


def _places(table: Mapping[Pool, Mapping[str, Any]], service: Pool) -> str:
    """Return how many of a service's pools are too small, and the highest offered load among them: `3 of 5: 1.92`."""
    rows = [row for pool, row in table.items() if pool[:2] == service[:2]]
    small = [row["offered"] for row in rows if too_small(row)]
    if not rows:
        return NONE
    return f"{len(small)} of {len(rows)}: {max(small):.2f}" if small else f"0 of {len(rows)}      "


def _pool(row: Mapping[str, Any]) -> Pool:
    return str(row["service"]), str(row["line"]), str(row["place"])


def _name(pool: Pool) -> str:
    service, line, place = pool
    return (say_code(service) if line == "ordinary" else say_code(line)) + (f", {place}" if place else "")


def _cell(row: Mapping[str, Any] | None) -> str:
    if row is None or row.get("offered") is None:
        return NONE
    return f"{row['offered']:.2f}{MARK if too_small(row) else '  '}"
