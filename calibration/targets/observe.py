"""From what happened in a run to what the sources would have counted of it: the observation process.

Measures of the model (`face.…`, `survey.…` of `sim.measures.survey`) are taken as they are. Those below depend on what
the sources leave unsaid: who answered, and what they counted as what. Each run has its own answer to that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.measures.spans import Array
from sim.measures.survey import Survey
from sim.measures.survival import Values, ratio

REGISTERED = (
    "survey.regional_persons",
    "survey.seen_for_both_persons",
    "survey.comorbid_persons",
    "survey.regional_woman_share",
    "survey.regional_age_men",
    "survey.regional_age_women",
    "survey.comorbid_woman_share",
    "survey.comorbid_age_men",
    "survey.comorbid_age_women",
    "survey.laro_retention_12_months",
    "survey.turnover_municipal",
)
"""What `sim.measures.survey` gives of a run beside its counts and the `face.` measures."""
OBSERVED = (
    "survey.sought",
    "survey.received_share",
    "survey.in_treatment_per_seeker",
    "survey.person_methods",
    "survey.methods_per_seeker",
    "survey.methods_beside",
    "survey.relatives",
    "survey.relatives_per_seeker",
    "survey.hvb",
    "survey.hvb_per_seeker",
    "survey.lvm",
    "survey.lvm_per_seeker",
    "survey.tests_smallest",
    "survey.tests_largest",
    "survey.diagnosed_persons",
    "survey.diagnosed_share",
)
"""What `observed` adds to the measures of a run."""


PER_SEEKER = {
    "person_methods": "survey.methods_per_seeker",
    "relatives": "survey.relatives_per_seeker",
    "hvb": "survey.hvb_per_seeker",
    "lvm": "survey.lvm_per_seeker",
}
"""Counts over persons who sought: most of which eight municipalities answered falls out of them."""

WAIT, LONGEST = "face.wait_days.", 365.0
"""A median wait that was not reached in the year that was looked at counts as a year (days)."""


@dataclass(frozen=True, slots=True)
class Unsaid:
    """One answer to what the sources leave unsaid.

    `answering`, `testing`: municipalities (indices) that answered, and that counted tests. `levels`: name → number of
    the `unknown` quantities that the county's targets have. `beside_share`: methods beside table 1 over those in it.
    """

    answering: Sequence[int]
    testing: Sequence[int]
    levels: Mapping[str, float]
    beside_share: float


def observed(found: Survey, unsaid: Unsaid) -> Values:
    """Return the run's measures by name, those of `OBSERVED` as the survey of `unsaid` would have counted them.

    What needs an unknown that the targets do not have is left out; None where nothing could be counted.
    """
    values, levels = dict(found.values), unsaid.levels
    here = {name: float(column[list(unsaid.answering)].sum()) for name, column in found.counts.items()}
    sought = here["sought"]
    values |= {"survey.sought": sought, "survey.hvb": here["hvb"], "survey.lvm": here["lvm"]}
    values["survey.received_share"] = ratio(here["received"], sought)
    values["survey.in_treatment_per_seeker"] = ratio(here["in_treatment"], sought)
    if (each := levels.get("methods_per_treatment")) is not None:
        values["survey.person_methods"] = each * here["treatments"] * (1.0 - unsaid.beside_share) + here["talks"]
        values["survey.methods_beside"] = each * here["treatments"] * unsaid.beside_share
    if (supported := levels.get("relatives_supported")) is not None:
        values["survey.relatives"] = supported * here["relatives"]
    for name in ("person_methods", "relatives", "hvb", "lvm"):
        if (counted := values.get(f"survey.{name}")) is not None:
            values[PER_SEEKER[name]] = ratio(counted, sought)
    if len(unsaid.testing):
        tests = found.counts["tests"][list(unsaid.testing)]
        values |= {"survey.tests_smallest": float(tests.min()), "survey.tests_largest": float(tests.max())}
    if (diagnosed := levels.get("diagnosed")) is not None:
        values |= _diagnosed(found.values, diagnosed)
    return values


def _diagnosed(values: Values, share: float) -> Values:
    least, most = values.get("survey.seen_for_both_persons"), values.get("survey.comorbid_persons")
    if least is None or most is None:
        return {"survey.diagnosed_persons": None, "survey.diagnosed_share": None}
    persons = least + share * (most - least)
    everybody = values.get("survey.regional_persons") or 0.0
    return {"survey.diagnosed_persons": persons, "survey.diagnosed_share": ratio(persons, everybody)}


def value_of(values: Values, measure: str) -> float | None:
    """Return a measure of a run, None if it has none.

    A median wait that was not reached is a year: it is longer, not unknown.
    """
    found = values.get(measure)
    return LONGEST if found is None and measure.startswith(WAIT) and measure.endswith(".median") else found


def column(values: Sequence[Values], measure: str) -> Array:
    """Return a measure of every run, NaN where a run has none."""
    found = [value_of(v, measure) for v in values]
    return np.array([np.nan if v is None else v for v in found], dtype=float)
