"""A warning, never an error: pools that cannot take in those who ask, beside today's, so that only what is new is told.

A pool that is at 1 or more under the baseline too is so by construction of its staffing, or since a source tells of a
line; it says nothing of a design and is counted once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from outputs.comparison.headline import design_names
from outputs.text.grid import Column, Grid, fitted
from outputs.text.numbers import NONE
from outputs.text.pages import listed
from outputs.text.words import say_code
from sim.comparison.results import Comparison
from sim.terms.language import N_, _, language, ngettext

PoolNames = tuple[str, str, str]
Table = Mapping[PoolNames, Mapping[str, Any]]
MARK = " !"
NOTE = N_(
    "Offered load: places that all who ask would fill at once / places there are, after the reform; {example} is 30 % "
    "more than there is room for. At 1 or more ({mark}, where it is full at most times) a queue ends only because "
    "some give up. A small municipality is there easily: one vacant post is most of its places."
)
MOSTLY = 0.5
"""A pool that is full at fewer snapshots than this share holds nobody up."""
RISEN = 1.1
"""A pool that is too small today too is told again where its load is this many times today's. An assumption."""
FEW = 3


def too_small(row: Mapping[str, Any] | None) -> bool:
    """Return whether a row of the table `pools` has an offered load of 1 or more and is mostly full."""
    return row is not None and (row.get("offered") or 0.0) >= 1.0 and (row.get("full_share") or 0.0) >= MOSTLY


def is_new(row: Mapping[str, Any] | None, today: Mapping[str, Any] | None) -> bool:
    """Return whether a pool is too small under a design and was not today, or much less so."""
    if row is None or not too_small(row):
        return False
    if today is None or not too_small(today):
        return True
    return float(row["offered"]) >= RISEN * float(today["offered"])


def load_words(comparison: Comparison) -> str:
    """Return in a sentence or two which pools are too small today by construction, and what is new under designs."""
    names, tables = design_names(comparison), _tables(comparison)
    if not any(tables):
        return ""
    today = [pool for pool, row in tables[0].items() if too_small(row)]
    counts = {"baseline": names[0], "full": len(today), "pools": ngettext("{n} pool", "{n} pools", len(tables[0]))}
    if today:
        told = _(
            "Offered load 1 or more under {baseline} by construction of its staffing: {full} of {pools} ({services}).",
            **counts,
            services=listed(sorted({_service(pool) for pool in today})),
        )
    else:
        told = _(
            "Offered load 1 or more under {baseline} by construction of its staffing: {full} of {pools}.", **counts
        )
    said = [told]
    news = [
        (name, table, [pool for pool, row in table.items() if is_new(row, tables[0].get(pool))])
        for name, table in zip(names[1:], tables[1:], strict=True)
    ]
    news = [(name, table, new) for name, table, new in news if new]
    if len(names) > 1 and not news:
        said.append(_("Nothing is new under the others."))
    if len(news) > FEW:
        many = [_("{n} under {design}", n=len(new), design=name) for name, table, new in news]
        said.append(_("New: {many} (--full names them).", many=", ".join(many)))
        return " ".join(said)
    for name, table, new in news:
        highest = min(new, key=partial(_least_room, table))
        load = _load(table[highest]["offered"])
        said.append(
            _(
                "New under {design}: {n} (highest: {pool} {load}).",
                design=name,
                n=len(new),
                pool=_name(highest),
                load=load,
            )
        )
    return " ".join(said)


def offered_loads(comparison: Comparison) -> list[Grid]:
    """Return every pool that is too small under some design and not, or much less, today; nothing if there is none."""
    names, tables = design_names(comparison), _tables(comparison)
    pools = dict.fromkeys(
        pool for table in tables[1:] for pool, row in table.items() if is_new(row, tables[0].get(pool))
    )
    if not pools:
        return []

    def build(indices: Sequence[int]) -> Grid:
        shown = [0, *(i + 1 for i in indices)]
        columns = (Column(_("service and place"), right=False), *(Column(names[i]) for i in shown))
        rows = tuple((_name(pool), *(_cell(tables[i].get(pool)) for i in shown)) for pool in sorted(pools, key=_name))
        title = _("Warning: offered load 1 or more that is not so today")
        return Grid(title, columns, rows, (_(NOTE, mark=MARK.strip(), example=_load(1.3)),))

    return fitted(build, len(names) - 1)


def _least_room(table: Table, pool: PoolNames) -> float:
    return -float(table[pool]["offered"])


def _tables(comparison: Comparison) -> list[Table]:
    return [{_pool(row): row for row in design.tables.get("pools", ())} for design in comparison.designs]


def _pool(row: Mapping[str, Any]) -> PoolNames:
    return str(row["service"]), str(row["line"]), str(row["place"])


def _service(pool: PoolNames) -> str:
    service, line, _place = pool
    return say_code(service) if line == "ordinary" else say_code(line)


def _name(pool: PoolNames) -> str:
    return _service(pool) + (f", {pool[2]}" if pool[2] else "")


def _load(offered: float) -> str:
    return language().number(offered, 2)


def _cell(row: Mapping[str, Any] | None) -> str:
    if row is None or row.get("offered") is None:
        return NONE
    return f"{_load(row['offered'])}{MARK if too_small(row) else '  '}"
