"""Fall rates: the share of a cohort who fall, by mechanism, year, profile and municipality."""

from __future__ import annotations

import numpy as np

from sim.measures import cohorts
from sim.measures.cohorts import Cohort
from sim.measures.fall_kinds import MECHANISMS, Falls
from sim.measures.falls_between import bounces
from sim.measures.spans import Array
from sim.measures.story import Story
from sim.measures.survival import Values, ratio
from sim.terms.words import Kind, Profile, names_of


def fall_rates(story: Story, found: Falls) -> Values:
    """Return every fall rate of the *after* and *transfer* cohorts (shares; None for an empty cohort)."""
    everyone, moved = cohorts.after(story), cohorts.transfer(story)
    comorbid = everyone.only(story.comorbid)
    values = by_mechanism("fall_rate", comorbid, found, first="fall_rate_first")
    values |= by_mechanism("fall_rate_not_comorbid", everyone.only(~story.comorbid), found)
    values |= by_mechanism("transfer_fall_rate", moved and moved.only(story.comorbid), found)
    values |= by_mechanism("transfer_fall_rate_not_comorbid", moved and moved.only(~story.comorbid), found)
    values["fall_rate_with_withdrawals"] = _with_withdrawals(story, comorbid, found)
    for year in range(1, int((story.end - story.reform) // 365) + 1):
        cohort = cohorts.of_year(story, year)
        values[f"fall_rate.year_{year}"] = rate(cohort and cohort.only(story.comorbid), found)
    for code, word in enumerate(names_of(Profile)):
        mine = np.asarray(story.log.clients["profile"]) == code
        values[f"fall_rate.profile.{word}"] = rate(everyone.only(mine), found)
    for code, word in enumerate(story.log.municipalities):
        mine = np.asarray(story.log.clients["municipality"]) == code
        values[f"fall_rate.municipality.{word}"] = rate(comorbid.only(mine), found)
    return values | {"bounces_per_client": _bounces(story, comorbid), "cohort_size": float(len(comorbid))}


def rate(cohort: Cohort | None, found: Falls) -> float | None:
    """Return the share of the cohort who fall at least once, None if it is empty."""
    if cohort is None:
        return None
    return ratio(len(np.unique(cohort.falls(found).client)), len(cohort))


def by_mechanism(name: str, cohort: Cohort | None, found: Falls, first: str = "") -> Values:
    """Return `name`, `name.MECHANISM` (any fall) and, if `first` is given, `first.MECHANISM` (the client's first)."""
    mine = found if cohort is None else cohort.falls(found)
    size = 0 if cohort is None else len(cohort)
    _, where = np.unique(mine.client, return_index=True)
    values: Values = {name: ratio(len(where), size)}
    for code, word in enumerate(MECHANISMS):
        values[f"{name}.{word}"] = ratio(len(np.unique(mine.client[mine.mechanism == code])), size)
        if first:
            values[f"{first}.{word}"] = ratio(int((mine.mechanism[where] == code).sum()), size)
    return values


def _with_withdrawals(story: Story, cohort: Cohort, found: Falls) -> float | None:
    rows = story.of(Kind.WITHDREW)
    withdrew = story.client[rows][cohort.inside(story.client[rows], story.time[rows])]
    return ratio(len(np.union1d(cohort.falls(found).client, withdrew)), len(cohort))


def _bounces(story: Story, cohort: Cohort) -> float | None:
    rows: Array = bounces(story)
    return ratio(int(cohort.inside(story.client[rows], story.time[rows]).sum()), len(cohort))
