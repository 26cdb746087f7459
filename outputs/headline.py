"""The headline: five measures that always stand together, means, paired differences and spread in one block."""

from __future__ import annotations

from collections.abc import Sequence

from outputs.grid import Column, Grid, fitted
from outputs.measures_text import HEADLINE, describe, short
from outputs.numbers import difference, spread, verdict, with_interval
from sim.experiment.comparison import Comparison, Summary

BETTER = Column("clients", "better for", right=False)
MEAN_WORDS = "95 % interval of the mean (shrinks with more replications)"
SPREAD_WORDS = "spread between replications (central 95 %; does not shrink)"


def headline(comparison: Comparison) -> list[Grid]:
    """Return the headline block: the same five rows in the same order in each of its tables."""
    names = design_names(comparison)
    means = fitted(lambda indices: _means(comparison, names, indices), len(names))
    differences = fitted(lambda indices: _differences(comparison, names, indices), len(comparison.differences))
    spreads = fitted(lambda indices: _spreads(comparison, names, indices), len(names))
    return [*means, *differences, *spreads]


def design_names(comparison: Comparison) -> list[str]:
    """Return the designs' names; one that stands twice is numbered from its second time on."""
    names: list[str] = []
    for design in comparison.designs:
        again = sum(d.name == design.name for d in comparison.designs[: len(names)])
        names.append(f"{design.name} ({again + 1})" if again else design.name)
    return names


def _means(comparison: Comparison, names: list[str], indices: Sequence[int]) -> Grid:
    columns = (Column("", right=False), BETTER, *(Column(names[i]) for i in indices))
    rows = []
    for name in HEADLINE:
        text = describe(name)
        cells = (with_interval(_of(comparison, i, name), text) for i in indices)
        rows.append((short(name), text.better, *cells))
    return Grid(f"Headline: mean, with the {MEAN_WORDS}", columns, tuple(rows))


def _differences(comparison: Comparison, names: list[str], indices: Sequence[int]) -> Grid:
    columns = [Column("", right=False), BETTER]
    for i in indices:
        columns += [Column("design − baseline", names[i + 1]), Column("in words", names[i + 1], right=False)]
    rows = []
    for name in HEADLINE:
        text = describe(name)
        cells: list[str] = []
        for i in indices:
            summary = comparison.differences[i].measures.get(name)
            cells += [difference(summary, text), verdict(summary, text)]
        rows.append((short(name), text.better, *cells))
    title = f"Headline: paired difference from {names[0]} (shares in percentage points), 95 % interval of the mean"
    return Grid(title, tuple(columns), tuple(rows))


def _spreads(comparison: Comparison, names: list[str], indices: Sequence[int]) -> Grid:
    columns = (Column("", right=False), BETTER, *(Column(names[i]) for i in indices))
    rows = []
    for name in HEADLINE:
        text = describe(name)
        rows.append((short(name), text.better, *(spread(_of(comparison, i, name), text) for i in indices)))
    return Grid(f"Headline: {SPREAD_WORDS}", columns, tuple(rows))


def _of(comparison: Comparison, index: int, name: str) -> Summary | None:
    return comparison.designs[index].measures.get(name)
