"""Whether clients keep their worker while they are in care."""

from __future__ import annotations

import numpy as np

from sim.measures.stays import Stays
from sim.measures.story import OrderedLog
from sim.measures.survival import Values, ratio
from sim.measures.thresholds import DAYS_PER_YEAR
from sim.terms.words import Kind


def continuity_measures(story: OrderedLog, stays: Stays) -> Values:
    """Return changes of worker in treatment per client-year in treatment (a day counts once), after the reform."""
    columns = story.log.columns
    rows = np.flatnonzero((columns["kind"] == Kind.NEW_WORKER) & (columns["time"] >= story.reform))
    at = columns["client"][rows] * story.stride + columns["time"][rows]
    changes = int((~np.isnan(stays.treated_any.end_of(at))).sum())
    years = story.late(stays.treated_any).days / DAYS_PER_YEAR
    return {"worker_changes_per_year_in_care": ratio(changes, years)}
