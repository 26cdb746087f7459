"""Offered load: whether a pool of places can take in those who ask. At 1 or more its queue only ends by giving up."""

from __future__ import annotations

import numpy as np

from sim.measures.posts import TINY
from sim.measures.spans import Array, Table
from sim.measures.story import OrderedLog
from sim.measures.workload import has_places
from sim.terms.words import Kind, Line, Reason, Service, names_of

_ASKED = (Kind.ACCEPTED, Kind.CONTACT_BEGAN, Kind.OTHER_PATIENT_ADMITTED, Kind.OTHER_PATIENT_GAVE_UP)
_TAKEN_IN = (Kind.ADMITTED, Kind.CONTACT_BEGAN, Kind.OTHER_PATIENT_ADMITTED)


def pools(story: OrderedLog) -> Table:
    """Return one row per pool (service, line and place) with a limit to its places, after the reform.

    `offered`: those who ask a day × mean days in care / mean places. Asked: clients accepted, and other patients
    admitted or given up. Mean days in care follow from the places occupied and those taken in a day (Little's law,
    since the log does not say when other patients leave), so that offered = occupied / places × asked / taken in; NaN
    if nobody was taken in. `asked_per_day`, `occupied` and `places` are means over the time in which the pool was open;
    `full_share`: snapshots at which nobody more fitted in. A pool with room holds nobody up, whatever its offered load:
    then those who were accepted and did not come left for other reasons than a lack of places.
    A part that rides along in a plan for all needs asks for no place of its own.
    """
    columns, units = story.log.columns, story.log.units
    names = [(service, line, place) for service, line, place, _ in units]
    known = sorted(set(names))
    pool = np.array([known.index(name) for name in names], dtype=np.int64)
    kind, unit = columns["kind"], columns["unit"]
    late = (columns["time"] >= story.reform) & (unit >= 0) & (unit < max(len(units), 1))

    rides = (kind == Kind.ADMITTED) & (columns["reason"] == Reason.ONE_PLAN)
    asked = _count(pool, unit[late & np.isin(kind, [int(k) for k in _ASKED])], len(known))
    taken = _count(pool, unit[late & ~rides & np.isin(kind, [int(k) for k in _TAKEN_IN])], len(known))
    rows = np.flatnonzero(late & (kind == Kind.SNAPSHOT))
    occupied_by, places_of = story.log.field("occupied", Kind.SNAPSHOT), story.log.field("places", Kind.SNAPSHOT)
    rows = rows[has_places(places_of[rows])]
    rows = rows[columns["time"][rows] < _closed(story)[unit[rows]]]
    occupied, places = np.zeros(len(known)), np.zeros(len(known))
    np.add.at(occupied, pool[unit[rows]], np.nan_to_num(occupied_by[rows]))
    np.add.at(places, pool[unit[rows]], places_of[rows])
    full = np.zeros(len(known))
    np.add.at(full, pool[unit[rows]], occupied_by[rows] + 1.0 > places_of[rows] + TINY)
    months = _months(pool[unit[rows]], columns["time"][rows], len(known))

    keep = np.flatnonzero(places > 0)
    counts = (occupied, places, full, months, asked, taken)
    occupied, places, full, months, asked, taken = (x[keep] for x in counts)
    days = months * (365.25 / 12.0)
    offered = np.divide(occupied * asked, places * taken, out=np.full(len(keep), np.nan), where=taken > 0)
    return {
        "service": np.array([names_of(Service)[known[i][0]] for i in keep], dtype=str),
        "line": np.array([names_of(Line)[known[i][1]] for i in keep], dtype=str),
        "place": np.array([known[i][2] for i in keep], dtype=str),
        "offered": offered,
        "asked_per_day": asked / days,
        "occupied": occupied / months,
        "places": places / months,
        "full_share": full / np.bincount(pool[unit[rows]], minlength=len(known))[keep],
    }


def _count(pool: Array, unit: Array, size: int) -> Array:
    return np.bincount(pool[unit], minlength=size).astype(float)


def _closed(story: OrderedLog) -> Array:
    """Return the day on which each unit closed, infinity for those that did not."""
    columns = story.log.columns
    days = np.full(max(len(story.log.units), 1), np.inf)
    rows = np.flatnonzero(columns["kind"] == Kind.UNIT_CLOSED)
    days[columns["unit"][rows]] = columns["time"][rows]
    return days


def _months(pool: Array, day: Array, size: int) -> Array:
    """Return how many different snapshots each pool has."""
    pairs = np.unique(np.stack((pool, day), axis=1), axis=0)
    return np.bincount(pairs[:, 0].astype(np.int64), minlength=size).astype(float)
