"""Counts of what happened after the reform: who sought and received, refusals, disputes."""

from __future__ import annotations

import numpy as np

from sim.measures.spans import Array
from sim.measures.stays import Stays
from sim.measures.story import OrderedLog
from sim.measures.survival import Values, ratio
from sim.measures.thresholds import DAYS_PER_YEAR
from sim.terms.words import Kind, Reason, name_of

RULES = (
    *(r for r in Reason if Reason.OUTSIDE_CATCHMENT <= r <= Reason.METHOD_NOT_OFFERED and r is not Reason.NO_CONSENT),
    Reason.NOBODY_THERE,
    Reason.CLOSED,
)
"""Why a service said no. The client's own no is none of them: it is a WITHDREW."""


def flow_measures(story: OrderedLog, stays: Stays) -> Values:
    """Return yearly persons who sought and received, refusals per 1,000 answers, and disputes.

    All clients, comorbid or not, from the reform day to the end. `refusals.REASON`: REFUSED rows with that reason per
    1,000 answers (REFUSED and ACCEPTED). Disputes, and refusals for want of the method, per year.
    """
    years = max((story.end - story.reform) / DAYS_PER_YEAR, 0.0)
    sought, received = _sought_and_received(story, stays)
    refused, accepted = _late(story, Kind.REFUSED), _late(story, Kind.ACCEPTED)
    reason, answers = story.rows["reason"][refused], len(refused) + len(accepted)
    disputes = _late(story, Kind.DISPUTE_OPENED)
    between = story.rows["principal"][disputes] != story.rows["to_principal"][disputes]
    values: Values = {
        "clients_sought": ratio(sought, years),
        "clients_received": ratio(received, years),
        "disputes_inside": ratio(int((~between).sum()), years),
        "disputes_between": ratio(int(between.sum()), years),
    }
    values["method_not_offered_per_year"] = ratio(int((reason == Reason.METHOD_NOT_OFFERED).sum()), years)
    for rule in RULES:
        values[f"refusals.{name_of(rule)}"] = ratio(1000.0 * int((reason == int(rule)).sum()), answers)
    return values


def _late(story: OrderedLog, kind: Kind) -> Array:
    rows = story.of(kind)
    return rows[story.time[rows] >= story.reform]


def _sought_and_received(story: OrderedLog, stays: Stays) -> tuple[int, int]:
    """Return (persons, year) pairs with a SOUGHT row, and those of them who received help within 365 days of the first.

    Received: an inquiry or a treatment was under way (`Stays.received`).
    """
    rows = _late(story, Kind.SOUGHT)
    year = ((story.time[rows] - story.reform) // DAYS_PER_YEAR).astype(np.int64)
    _, first = np.unique(story.client[rows] * 1000 + year, return_index=True)
    at = story.at[rows[first]]
    received = stays.received.touches(at, at + 365.0)
    return len(first), int(received.sum())
