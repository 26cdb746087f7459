"""The headline: five measures that always stand together, means, paired differences and spread in one block."""

from __future__ import annotations

from collections.abc import Sequence

from outputs.grid import Column, Grid, fitted
from outputs.measures_text import HEADLINE, describe, short
from outputs.numbers import difference, plus_minus, spread, verdict, with_interval
from sim.experiment.comparison import Comparison, Summary

BETTER = Column("clients", "better for", right=False)
MEAN_WORDS = "95 % interval of the mean (shrinks with more replications)"
SPREAD_WORDS = "spread between replications (central 95 %; does not shrink)"


def headline(comparison: Comparison) -> list[Grid]:
    """Return the headline block: the same five measures in the same order in each of its tables.

    They are rows, and columns where there are too many designs to stand side by side. One replication has no spread.
    """
    names = design_names(comparison)
    means = fitted(lambda indices: _means(comparison, names, indices), len(names))
    if len(means) > 1:
        return _many(comparison, names)
    differences = fitted(lambda indices: _differences(comparison, names, indices), len(comparison.differences))
    spreads = fitted(lambda indices: _spreads(comparison, names, indices), len(names))
    return [*means, *differences, *(spreads if comparison.replications > 1 else ())]


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


def _many(comparison: Comparison, names: list[str]) -> list[Grid]:
    """The same block with a row for each design."""
    texts = [describe(name) for name in HEADLINE]
    heads = [short(name).removesuffix(" a year").removesuffix(" share") for name in HEADLINE]
    units = [", %" if text.kind == "share" else "" for text in texts]
    columns = (
        Column("better for clients:", right=False),
        *(Column(t.better, head + unit) for head, unit, t in zip(heads, units, texts, strict=True)),
    )

    def grid(title: str, cells: list[tuple[str, ...]], notes: tuple[str, ...] = ()) -> Grid:
        return Grid(title, columns, tuple(cells), notes)

    means = [
        (name, *(plus_minus(_of(comparison, i, m), t) for m, t in zip(HEADLINE, texts, strict=True)))
        for i, name in enumerate(names)
    ]
    differences = [
        (name, *(plus_minus(d.measures.get(m), t, signed=True) for m, t in zip(HEADLINE, texts, strict=True)))
        for name, d in zip(names[1:], comparison.differences, strict=True)
    ]
    spreads = [
        (name, *(spread(_of(comparison, i, m), t).removesuffix(" %") for m, t in zip(HEADLINE, texts, strict=True)))
        for i, name in enumerate(names)
    ]
    found = [
        grid(f"Headline: mean ± half the {MEAN_WORDS}", means),
        grid(
            f"Headline: paired difference from {names[0]} (shares in percentage points) ± half its 95 % interval",
            differences,
            ("* The interval of the difference excludes 0.",),
        ),
    ]
    return [*found, grid(f"Headline: {SPREAD_WORDS}", spreads)] if comparison.replications > 1 else found


def _of(comparison: Comparison, index: int, name: str) -> Summary | None:
    return comparison.designs[index].measures.get(name)
