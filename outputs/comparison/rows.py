"""A comparison as rows: dictionaries of plain values, one list per table, ready for CSV or a DataFrame.

Other programs read them, so labels and words are English whatever language is spoken.

Shares stay in [0, 1] and days are not rounded here; absence is None.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from outputs.comparison import enough
from outputs.comparison.headline import design_names
from outputs.files.made_rows import MadeRows, TableRow
from outputs.text.measures import HEADLINE, describe
from outputs.text.numbers import verdict
from sim.comparison.results import Comparison, Summary
from sim.comparison.transfer import LEVELS
from sim.terms.language import speaking


def rows(comparison: Comparison) -> dict[str, Sequence[TableRow]]:
    """Return name → rows: what was compared with what, and every table of the designs."""
    with speaking("en"):
        return _rows(comparison)


def _rows(comparison: Comparison) -> dict[str, Sequence[TableRow]]:
    found: dict[str, Sequence[TableRow]] = {
        "headline": _headline(comparison),
        "measures": _measures(comparison),
        "differences": _differences(comparison),
        "replications": _replications(comparison),
        "course": _course(comparison),
        "gains": _gains(comparison),
        "warnings": _warnings(comparison),
    }
    if comparison.enough is not None:
        found.update(enough.rows(comparison.enough))
    found.update(_tables(comparison))
    return found


def frames(comparison: Comparison) -> dict[str, Any]:
    """Return the same as pandas DataFrames."""
    import pandas as pd

    return {name: pd.DataFrame(list(table)) for name, table in rows(comparison).items()}


def _summary(summary: Summary) -> TableRow:
    return {name: getattr(summary, name) for name in Summary.__slots__}


def _named(name: str, summary: Summary) -> TableRow:
    text = describe(name, summary.unit)
    return {"measure": name, "label": text.label, "better_for_clients": text.better or None}


def _headline(comparison: Comparison) -> list[TableRow]:
    """The first row of every design, all nine even where one has no value."""
    missing = Summary(mean=None, low=None, high=None, spread_low=None, spread_high=None, n=0, unit="")
    found = []
    for design, shown in zip(comparison.designs, design_names(comparison), strict=True):
        for name in HEADLINE:
            summary = design.measures.get(name, missing)
            found.append({"design": shown, **_named(name, summary), **_summary(summary)})
    return found


def _measures(comparison: Comparison) -> list[TableRow]:
    return [
        {"design": shown, **_named(name, summary), **_summary(summary)}
        for design, shown in zip(comparison.designs, design_names(comparison), strict=True)
        for name, summary in design.measures.items()
    ]


def _differences(comparison: Comparison) -> list[TableRow]:
    names = design_names(comparison)
    found = []
    for shown, difference in zip(names[1:], comparison.differences, strict=True):
        for name, summary in difference.measures.items():
            word = "" if name in LEVELS else verdict(summary, describe(name, summary.unit))
            found.append(
                {"design": shown, "baseline": names[0], **_named(name, summary), **_summary(summary), "in_words": word}
            )
    return found


def _replications(comparison: Comparison) -> Sequence[TableRow]:
    """Every measure of every replication: too many rows to be held at once."""

    def make() -> Iterator[TableRow]:
        for design, shown in zip(comparison.designs, design_names(comparison), strict=True):
            for i, values in enumerate(design.per_replication):
                for name, value in values.items():
                    yield {"design": shown, "replication": i, "measure": name, "value": value}

    return MadeRows(make, sum(len(values) for design in comparison.designs for values in design.per_replication))


def _course(comparison: Comparison) -> list[TableRow]:
    """Every month of every course: excess untreated need-days and their total until then, with their intervals."""
    names = design_names(comparison)
    return [
        {
            "design": shown,
            "baseline": names[0],
            "date": month.date,
            **{
                f"excess_{key}": value
                for key, value in _summary(month.excess).items()
                if key in ("mean", "low", "high")
            },
            **{f"total_{key}": value for key, value in _summary(month.total).items() if key in ("mean", "low", "high")},
            "untreated_share": month.untreated_share,
            "baseline_untreated_share": month.baseline_untreated_share,
            "newly_fallen": month.newly_fallen,
            "baseline_newly_fallen": month.baseline_newly_fallen,
        }
        for shown, difference in zip(names[1:], comparison.differences, strict=True)
        if difference.course is not None
        for month in difference.course.months
    ]


def _gains(comparison: Comparison) -> list[TableRow]:
    """Of the clients in both cohorts, those better and worse off, in all, by chance and by group."""
    names, found = design_names(comparison), []
    for shown, difference in zip(names[1:], comparison.differences, strict=True):
        if difference.gains is None:
            continue
        gains = difference.gains
        for group, gain in (("all", gains.all), ("by_chance", gains.chance), *((g.group, g) for g in gains.groups)):
            row: TableRow = {"design": shown, "baseline": names[0], "group": group, "clients": gain.clients.mean}
            row |= {"better": gain.better.mean, "worse": gain.worse.mean, "same": gain.same.mean}
            row |= {f"net_{key}": value for key, value in _summary(gain.net).items()}
            row |= {"only_design": gains.only_design.mean, "only_baseline": gains.only_baseline.mean}
            found.append(row)
    return found


def _warnings(comparison: Comparison) -> list[TableRow]:
    names = design_names(comparison)
    return [
        {"design": shown, "kind": w.kind, "measures": " ".join(w.measures), "by": " ".join(w.by)}
        for shown, difference in zip(names[1:], comparison.differences, strict=True)
        for w in difference.warnings
    ]


def _tables(comparison: Comparison) -> dict[str, list[TableRow]]:
    found: dict[str, list[TableRow]] = {}
    for design, shown in zip(comparison.designs, design_names(comparison), strict=True):
        for name, table in design.tables.items():
            found.setdefault(name, []).extend({"design": shown, **_plain(row)} for row in table)
    return found


def _plain(row: Mapping[str, Any]) -> TableRow:
    return {key: value.item() if hasattr(value, "item") else value for key, value in row.items()}
