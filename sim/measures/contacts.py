"""Contact without treatment: an ombud, a low-threshold clinic, whoever takes samples. No care, and it closes no gap."""

from __future__ import annotations

import numpy as np

from sim.measures.spans import Spans, union
from sim.measures.story import Finder, OrderedLog
from sim.measures.survival import Values, ratio
from sim.measures.thresholds import DAYS_PER_YEAR
from sim.terms.words import Kind, Service, name_of

CONTACTS = (Service.PERSONAL_OMBUD, Service.LOW_THRESHOLD_CLINIC, Service.SOBRIETY_DOCUMENTATION)


def contact_spans(story: OrderedLog, service: Service | None = None) -> Spans:
    """Return when clients had contact (with `service` only, if given): from CONTACT_BEGAN to its CONTACT_ENDED.

    One that never ends lasts until the client's departure or the log's end.
    """
    group = story.client * 32 + story.rows["service"] + 1
    began, ended = story.of(Kind.CONTACT_BEGAN), story.of(Kind.CONTACT_ENDED)
    if service is not None:
        began = began[story.rows["service"][began] == service]
    over = story.time_of(Finder(ended, group).next(began, group[began]))
    client = story.client[began]
    return union(story.at[began], client * story.stride + np.minimum(over, story.exit[client]), story.stride)


def contact_measures(story: OrderedLog) -> Values:
    """Return, by service, persons in contact on a mean day after the reform and contacts begun a year."""
    days = story.end - story.reform
    rows = story.of(Kind.CONTACT_BEGAN)
    began = story.rows["service"][rows[story.time[rows] >= story.reform]]
    values: Values = {}
    for service in CONTACTS:
        values[f"contact_persons.{name_of(service)}"] = ratio(story.late(contact_spans(story, service)).days, days)
        values[f"contacts_begun.{name_of(service)}"] = ratio(int((began == service).sum()), days / DAYS_PER_YEAR)
    return values
