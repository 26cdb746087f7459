"""The combinations of a grid study as tables: the difference from the baseline at each, design by design."""

from __future__ import annotations

from collections.abc import Iterator

from outputs.study.keys import value_short
from outputs.study.tables import LETTERS, short_title
from outputs.study.view import View
from outputs.text.both import spoken
from outputs.text.grid import Column, Grid
from outputs.text.measures import HEADLINE, describe
from outputs.text.numbers import plus_minus
from outputs.text.pages import cut, measure_grids, others_of
from sim.terms.language import _

MOST = 30


def combinations(view: View, full: bool) -> Iterator[Grid]:
    """Yield the differences of every design at every combination; `full`: all combinations of a large grid."""
    for design, points in view.county.grid.items():
        shown, cut_off = cut(len(points), MOST, full, "grid")
        some = points[:shown]
        if not some:
            continue
        keys = list(some[0].setting)
        columns = [Column(letter, right=False) for letter in LETTERS[: len(keys)]]
        told = "; ".join(f"{letter}: {view.key(k).title}" for letter, k in zip(LETTERS, keys, strict=False))
        heads = [tuple(value_short(view.key(k), p.setting[k]) for k in keys) for p in some]
        title = _("{design}: difference from the baseline ± half its 95 % interval", design=spoken(view.title(design)))
        yield from measure_grids(
            title=short_title(title),
            columns=columns,
            heads=heads,
            cell=lambda i, m, some=some: plus_minus(some[i].differences.get(m), describe(m), signed=True),  # type: ignore[misc]
            measures=[*HEADLINE, *others_of(view.study.measures)],
            notes=(*cut_off, _("{told}. Shares in percentage points. *: the interval excludes 0.", told=told)),
        )
