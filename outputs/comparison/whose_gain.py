"""Whose gain, group by group: a design may help some by harming others, and this table shows it."""

from __future__ import annotations

from outputs.comparison.headline import design_names, too_few
from outputs.text.grid import Column, Grid
from outputs.text.measures import MeasureText, describe, group_words
from outputs.text.numbers import difference, for_clients, number
from sim.comparison.results import Comparison, Gain, Gains
from sim.comparison.small_groups import FEW
from sim.terms.language import N_, _, pgettext

NOTE = N_(
    "Comorbid clients who ask under both designs, mean of replications: better or worse off by the number of untreated "
    "needs, at a tie by mean days to treatment, less than 30 days apart being the same. A group of fewer than "
    "{few} has no interval. Queues shift everybody a little, so read better minus worse (95 % interval). By "
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
        _grid(_("Whose gain: {design} beside {baseline}", design=name, baseline=names[0]), gains, i == len(some) - 1)
        for i, (name, gains) in enumerate(some)
    ]


def _grid(title: str, gains: Gains, last: bool) -> Grid:
    columns = (
        Column("", right=False),
        Column(_("clients")),
        *(Column(head, _("of 100")) for head in (_("better"), _("worse"), pgettext("better or worse", "the same"))),
        Column(_("better minus worse")),
        Column("", right=False),
    )
    rows = [_row(group_words(""), gains.all), _row(_("by chance"), gains.chance)]
    rows += [_row(group_words(gain.group), gain) for gain in gains.groups]
    only = _(
        "Asking under one of the two alone, counted apart: {design} under the design, {baseline} under the baseline.",
        design=_count(gains.only_design.mean),
        baseline=_count(gains.only_baseline.mean),
    )
    return Grid(title, columns, tuple(rows), (only, _(NOTE, few=round(FEW))) if last else (only,))


def _row(name: str, gain: Gain) -> tuple[str, ...]:
    net = _net()
    shares = (number(s.mean, net) for s in (gain.better, gain.worse, gain.same))
    return (name, _count(gain.clients.mean), *shares, difference(gain.net, net), _(for_clients(gain.net, net)))


def _net() -> MeasureText:
    """Return a share of which more is better, as of better minus worse."""
    return describe("detected_share")


def _count(mean: float | None) -> str:
    return number(mean, describe("cohort_size"))
