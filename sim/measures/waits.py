"""Waits per service: from being accepted to being admitted, for clients and for the other patients."""

from __future__ import annotations

import numpy as np

from sim.measures.spans import Array
from sim.measures.story import Finder, OrderedLog
from sim.measures.survival import Incidence, Values, kaplan_meier
from sim.terms.words import Kind, Line, NeedState, Service, names_of

QUEUES = (*names_of(Service), "neuropsychiatric")
"""Services, and the neuropsychiatric line as a queue of its own (not part of adult_psychiatry then)."""
NEUROPSYCHIATRIC = len(Service)


def queue_of(story: OrderedLog, service: Array, unit: Array) -> Array:
    """Return each row's queue (index into QUEUES): its service, or neuropsychiatric if its unit is that line's."""
    lines = np.array([line for _, line, _, _ in story.log.units] + [int(Line.ORDINARY)])
    inside = (unit >= 0) & (unit < len(lines) - 1)
    own = lines[np.where(inside, unit, -1)] == int(Line.NEUROPSYCHIATRIC)
    return np.where(own, NEUROPSYCHIATRIC, service.astype(np.int64))


def wait_measures(story: OrderedLog, prefix: str, first: float, last: float) -> Values:
    """Return median, 90th percentile and shares of the waits that begin in [first, last).

    A wait runs from ACCEPTED (for assessment or for treatment) until the part is no longer WAITING, if that is by
    ADMITTED to the same service. Kaplan-Meier: those who gave up, withdrew, left or still wait at `last` are
    censored, so the answer is how long it takes for somebody who stays. `wait_over.SERVICE.90`: the share who wait
    more than 90 days.
    """
    rows = story.of(Kind.ACCEPTED)
    rows = rows[(story.time[rows] >= first) & (story.time[rows] < last) & (story.part[rows] >= 0)]
    then = Finder(wait_ends(story), story.by_part).next(rows, story.by_part[rows])
    ends = np.minimum(story.time_of(then), story.exit[story.client[rows]])
    admitted = (then >= 0) & (ends <= last)
    if len(rows):
        service = story.rows["service"]
        admitted &= (story.kind[then] == Kind.ADMITTED) & (service[then] == service[rows])
    days = np.minimum(ends, last) - story.time[rows]
    queue = queue_of(story, story.rows["service"][rows], story.rows["unit"][rows])
    values: Values = {}
    for code, word in enumerate(QUEUES):
        here = queue == code
        curve = kaplan_meier(days[here], admitted[here])
        values |= _summary(prefix, word, curve)
    return values


def wait_ends(story: OrderedLog) -> Array:
    """Return the rows that end a wait: ADMITTED, giving up, or a state other than WAITING and IN_CARE."""
    ends = np.isin(story.kind, [int(k) for k in (Kind.ADMITTED, Kind.GAVE_UP, Kind.WITHDREW)])
    ends |= ~np.isin(story.rows["state"], (-1, int(NeedState.WAITING), int(NeedState.IN_CARE)))
    return np.flatnonzero(ends & (story.part >= 0) & (story.kind != Kind.ACCEPTED))


def background_waits(story: OrderedLog) -> Values:
    """Return the median wait (days) of the other patients admitted or given up after the reform, by queue.

    Kaplan-Meier; those who gave up are censored. Those who still wait at the end are not in the log.
    """
    columns = story.log.columns
    kind, late = columns["kind"], columns["time"] >= story.reform
    rows = np.flatnonzero(((kind == Kind.OTHER_PATIENT_ADMITTED) | (kind == Kind.OTHER_PATIENT_GAVE_UP)) & late)
    queue = queue_of(story, columns["service"][rows], columns["unit"][rows])
    waited = story.log.field("days_waited", Kind.OTHER_PATIENT_ADMITTED, Kind.OTHER_PATIENT_GAVE_UP)
    days, admitted = waited[rows], kind[rows] == Kind.OTHER_PATIENT_ADMITTED
    values: Values = {}
    for code, word in enumerate(QUEUES):
        here = queue == code
        values[f"background_wait_days.{word}.median"] = kaplan_meier(days[here], admitted[here]).quantile(0.5)
    return values


def _summary(prefix: str, word: str, curve: Incidence) -> Values:
    over = curve.by(90.0)
    values: Values = {
        f"{prefix}wait_days.{word}.median": curve.quantile(0.5),
        f"{prefix}wait_days.{word}.p90": curve.quantile(0.9),
    }
    values |= {f"{prefix}wait_within.{word}.{day}": curve.by(float(day)) for day in (14, 30, 90)}
    return values | {f"{prefix}wait_over.{word}.90": None if over is None else 1.0 - over}
