"""Fall rates: the share of a cohort who fall between chairs, by way and by group; and by any of twelve mechanisms."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from sim.measures import cohorts
from sim.measures.cohorts import Cohort
from sim.measures.fall_kinds import MECHANISMS, Falls, Mechanism
from sim.measures.falls_between import bounces
from sim.measures.fell import WAYS, Fell
from sim.measures.headline import groups, years
from sim.measures.spans import Array
from sim.measures.story import OrderedLog
from sim.measures.survival import Values, ratio
from sim.terms.words import Kind


class DatedFalls(Protocol):
    """Falls of either kind: who, and on which day."""

    @property
    def client(self) -> Array:
        """The client of each."""

    @property
    def day(self) -> Array:
        """The day to which each is charged."""


def fall_rates(story: OrderedLog, fell: Fell) -> Values:
    """Return the share of the *after* cohort who were turned away or lost and then untreated, by way and by group.

    Shares; None for an empty cohort. `fall_rate_without_never_found`: the clause that counts needs never found left
    out, which shows what a design gains by seeing less.
    """
    everyone = cohorts.after(story)
    comorbid = everyone.only(story.comorbid)
    values: Values = {
        "fall_rate": rate(comorbid, fell),
        "fall_rate_not_comorbid": rate(everyone.only(~story.comorbid), fell),
        "fall_rate_without_never_found": rate(comorbid, fell.only(fell.mechanism != Mechanism.UNDETECTED)),
        "fall_rate_with_withdrawals": _with_withdrawals(story, comorbid, fell),
    }
    for way in WAYS:
        values[f"fall_rate.{MECHANISMS[way]}"] = rate(comorbid, fell.only(fell.mechanism == way))
    for name, chosen in groups(story):
        values[f"fall_rate.{name}"] = rate(everyone.only(chosen), fell)
    for year, cohort in years(story):
        values[f"fall_rate.year_{year}"] = rate(cohort and cohort.only(story.comorbid), fell)
    return values


def mechanism_rates(story: OrderedLog, found: Falls) -> Values:
    """Return the share of the *after* cohort who fall by any of the twelve mechanisms, and by each; and bounces."""
    everyone = cohorts.after(story)
    comorbid = everyone.only(story.comorbid)
    values = by_mechanism("any_mechanism_rate", comorbid, found, first="first_mechanism_rate")
    values |= by_mechanism("any_mechanism_rate_not_comorbid", everyone.only(~story.comorbid), found)
    return values | {"bounces_per_client": _bounces(story, comorbid)}


def rate(cohort: Cohort | None, found: DatedFalls) -> float | None:
    """Return the share of the cohort who fall at least once in the follow-up, None if it is empty."""
    if cohort is None:
        return None
    inside = cohort.inside(found.client, found.day)
    return ratio(len(np.unique(found.client[inside])), len(cohort))


def by_mechanism(name: str, cohort: Cohort, found: Falls, first: str = "") -> Values:
    """Return `name`, `name.MECHANISM` (any fall) and, if `first` is given, `first.MECHANISM` (the client's first)."""
    mine = found.only(cohort.inside(found.client, found.day))
    size = len(cohort)
    _, where = np.unique(mine.client, return_index=True)
    values: Values = {name: ratio(len(where), size)}
    for code, word in enumerate(MECHANISMS):
        values[f"{name}.{word}"] = ratio(len(np.unique(mine.client[mine.mechanism == code])), size)
        if first:
            values[f"{first}.{word}"] = ratio(int((mine.mechanism[where] == code).sum()), size)
    return values


def _with_withdrawals(story: OrderedLog, cohort: Cohort, fell: Fell) -> float | None:
    rows = story.of(Kind.WITHDREW)
    client = np.append(fell.client, story.client[rows])
    inside = cohort.inside(client, np.append(fell.day, story.time[rows]))
    return ratio(len(np.unique(client[inside])), len(cohort))


def _bounces(story: OrderedLog, cohort: Cohort) -> float | None:
    rows: Array = bounces(story)
    return ratio(int(cohort.inside(story.client[rows], story.time[rows]).sum()), len(cohort))
