"""Groups of a few clients: their mean is told, an interval is not, for it would say more than so few can."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sim.comparison.results import Summary

FEW = 20.0
"""Clients, mean of replications, below which a group is small: one is then five points or more. An assumption."""
SIZE = "cohort_size"
KINDS = ("sex", "age")


def small_groups(measures: Mapping[str, Summary]) -> tuple[str, ...]:
    """Return the groups by sex and age (`age.18_25`) of which fewer than `FEW` comorbid clients ask."""
    sizes = {n.removeprefix(f"{SIZE}."): s.mean for n, s in measures.items() if n.split(".")[:1] == [SIZE] and "." in n}
    return tuple(group for group, mean in sizes.items() if group.split(".")[0] in KINDS and (mean or 0.0) < FEW)


def told_plainly(measures: Mapping[str, Summary], small: tuple[str, ...]) -> dict[str, Summary]:
    """Return the summaries, those of the small groups without interval and spread; their size keeps both."""
    return {
        name: mean_alone(summary) if name.partition(".")[2] in small and not name.startswith(f"{SIZE}.") else summary
        for name, summary in measures.items()
    }


def mean_alone(summary: Summary) -> Summary:
    """Return the summary without interval and spread."""
    return replace(summary, low=None, high=None, spread_low=None, spread_high=None)
