"""From seeking help to the first treatment, and to treatment of both needs."""

from __future__ import annotations

import numpy as np

from sim.measures.cohorts import Cohort, after
from sim.measures.spans import Array, Spans
from sim.measures.stays import Stays
from sim.measures.story import OrderedLog
from sim.measures.survival import Incidence, Values, cumulative_incidence
from sim.terms.words import Kind, Need, NeedState

SEEKING = (NeedState.SOUGHT, NeedState.PARKED, NeedState.WAITING, NeedState.IN_CARE)


def treatment_times(story: OrderedLog, stays: Stays) -> Values:
    """Return medians (days) and shares of the comorbid *after* cohort, by cumulative incidence.

    Giving up, withdrawing and departing compete, if they leave the client without any part sought, parked, waiting or
    in care; the log's end censors. A client already in treatment at the start has waited 0 days.
    """
    cohort = after(story).only(story.comorbid)
    first = _incidence(story, cohort, treated_from(stays.treated_any, story, cohort))
    needs = [treated_from(stays.treated[n], story, cohort) for n in (Need.ADDICTION, Need.PSYCHIATRIC)]
    second = _incidence(story, cohort, np.maximum(needs[0], needs[1]))
    return {
        "days_to_first_treatment.median": first.quantile(0.5),
        "share_treated.90": first.by(90.0),
        "share_treated.365": first.by(365.0),
        "days_to_both_treatments.median": second.quantile(0.5),
        "share_both_treated.365": second.by(365.0),
    }


def treated_from(treated: Spans, story: OrderedLog, cohort: Cohort) -> Array:
    """Return the days from each member's start to the first treated moment, infinity if there is none."""
    at = cohort.client * story.stride + cohort.start
    i = np.searchsorted(treated.end, at, side="right")
    begins = np.append(treated.start, np.inf)[i]
    begins = np.where(begins < (cohort.client + 1) * story.stride, begins, np.inf)
    return np.maximum(begins - at, 0.0)


def _incidence(story: OrderedLog, cohort: Cohort, days: Array) -> Incidence:
    quit_days = stopped_seeking(story, cohort) - cohort.start
    left = story.end - cohort.start
    seen = np.minimum(np.minimum(days, quit_days), left)
    outcome = np.where(days <= seen, 1, np.where(quit_days <= seen, 2, 0))
    return cumulative_incidence(seen, outcome)


def stopped_seeking(story: OrderedLog, cohort: Cohort) -> Array:
    """Return the first day from each start on which GAVE_UP, WITHDREW or DEPART left nothing sought or in care."""
    rows = story.of(Kind.GAVE_UP, Kind.WITHDREW, Kind.DEPART)
    rows = rows[np.isnan(story.in_state(*SEEKING).end_of(story.at[rows]))]
    at = cohort.client * story.stride + cohort.start
    i = np.searchsorted(story.at[rows], at, side="left")
    found = np.append(rows, -1)[i]
    day = story.time_of(found)
    return np.where((found >= 0) & (story.client[found] == cohort.client), day, np.inf)
