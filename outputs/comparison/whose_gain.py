"""Whose gain, group by group: a design may help some by harming others, and this table shows it."""

from __future__ import annotations

from outputs.comparison.headline import design_names, too_few
from outputs.text.grid import Column, Grid
from outputs.text.measures import describe, group_words
from outputs.text.numbers import difference, for_clients, number
from sim.comparison.results import Comparison, Gain, Gains
from sim.comparison.small_groups import FEW

NET = describe("detected_share")  # a share of which more is better, as of better minus worse
NOTE = (
    "Comorbid clients who ask under both designs, mean of replications: better or worse off by the number of untreated "
    "needs, at a tie by mean days to treatment, less than 30 days apart being the same. A group of fewer than "
    f"{FEW:.0f} has no interval. Queues shift everybody a little, so read better minus worse (95 % interval). By "
    "chance: the same with clients dealt out anew within their need profile."
)


def whose_gain(comparison: Comparison) -> list[Grid]:
    """Return a table per design: of 100 clients who are better and worse off, in all, by chance and by group.

    Nothing where there are too few replications to say so of anybody.
    """
    if too_few(comparison):
        return []
    names = design_names(comparison)
    some = [(n, d.gains) for n, d in zip(names[1:], comparison.differences, strict=True) if d.gains is not None]
    some = [(name, gains) for name, gains in some if gains.all.clients.mean]
    return [
        _grid(f"Whose gain: {name} beside {names[0]}", gains, i == len(some) - 1)
        for i, (name, gains) in enumerate(some)
    ]


def _grid(title: str, gains: Gains, last: bool) -> Grid:
    columns = (
        Column("", right=False),
        Column("clients"),
        *(Column(head, "of 100") for head in ("better", "worse", "the same")),
        Column("better minus worse"),
        Column("", right=False),
    )
    rows = [_row("all", gains.all), _row("by chance", gains.chance)]
    rows += [_row(group_words(gain.group), gain) for gain in gains.groups]
    only = (
        f"Asking under one of the two alone, counted apart: {_count(gains.only_design.mean)} under the design, "
        f"{_count(gains.only_baseline.mean)} under the baseline."
    )
    return Grid(title, columns, tuple(rows), (only, NOTE) if last else (only,))


def _row(name: str, gain: Gain) -> tuple[str, ...]:
    shares = (number(s.mean, NET) for s in (gain.better, gain.worse, gain.same))
    return (name, _count(gain.clients.mean), *shares, difference(gain.net, NET), for_clients(gain.net, NET))


def _count(mean: float | None) -> str:
    return number(mean, describe("cohort_size"))
