"""The first row by sex and age: levels of each design, then differences from the first, group by group."""

from __future__ import annotations

from collections.abc import Mapping

from outputs.comparison.headline import design_names
from outputs.text.grid import Column, Grid
from outputs.text.measures import HEADLINE, describe, group_words, short
from outputs.text.numbers import NONE, number, plus_minus
from sim.comparison.results import Comparison, Summary
from sim.comparison.small_groups import FEW, SIZE, small_groups
from sim.measures.headline import AGES
from sim.terms.language import N_, _
from sim.terms.words import Sex, names_of

GROUPS = (*(f"sex.{word}" for word in names_of(Sex)), *(f"age.{word}" for word in AGES))
FEW_MARK = N_("(few)")


def by_sex_and_age(comparison: Comparison) -> list[Grid]:
    """Return a table per design: the first row by sex and age; of those beside the first, differences (* excludes 0).

    Nothing for a result that has no such measures.
    """
    names, first = design_names(comparison), comparison.designs[0].measures
    if not any(f"{SIZE}.{group}" in first for group in GROUPS):
        return []
    small = small_groups(first)
    found = [_grid(_("First row by sex and age: {design}", design=names[0]), first, first, small, signed=False)]
    for name, design, difference in zip(names[1:], comparison.designs[1:], comparison.differences, strict=True):
        title = _("First row by sex and age: {design}, differences from {baseline}", design=name, baseline=names[0])
        found.append(_grid(title, difference.measures, design.measures, small, signed=True))
    return found


def _grid(
    title: str, told: Mapping[str, Summary], sizes: Mapping[str, Summary], small: tuple[str, ...], signed: bool
) -> Grid:
    columns = (Column("", right=False), *(Column(group_words(group)) for group in GROUPS))
    rows = [(short(SIZE), *(_size(sizes, group, small) for group in GROUPS))]
    for measure in HEADLINE:
        cells = (told.get(f"{measure}.{group}") for group in GROUPS)
        rows.append((short(measure), *(NONE if s is None else plus_minus(s, describe(measure), signed) for s in cells)))
    notes = [
        _(
            "Comorbid clients who ask, by sex and by age when they arrived; mean ± half the 95 % interval. Differences "
            "of shares in percentage points; * where the interval leaves 0 out."
        )
        if signed
        else _(
            "Comorbid clients who ask, by sex and by age when they arrived; mean ± half the 95 % interval. Shares in %."
        )
    ]
    if small:
        few = round(FEW)
        notes.append(
            _("{mark}: fewer than {few} clients in a replication, so no interval is given.", mark=_(FEW_MARK), few=few)
        )
    return Grid(title, columns, tuple(rows), tuple(notes))


def _size(sizes: Mapping[str, Summary], group: str, small: tuple[str, ...]) -> str:
    summary = sizes.get(f"{SIZE}.{group}")
    shown = number(None if summary is None else summary.mean, describe(SIZE))
    return f"{shown} {_(FEW_MARK)}" if group in small else shown
