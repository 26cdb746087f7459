"""By calendar month and by simulated year: new falls, persons in gaps and stocks."""

from __future__ import annotations

import numpy as np

from sim.measures.fall_kinds import Falls
from sim.measures.fell import Fell, newly_fallen
from sim.measures.gaps import gap, latent_any, untreated
from sim.measures.spans import Array, Spans, Table, both, either, without
from sim.measures.stays import Stays
from sim.measures.story import OrderedLog
from sim.measures.survival import Values
from sim.measures.treatment import NEEDS_COUNTED
from sim.measures.workload import PRINCIPALS, has_places
from sim.terms.words import Kind, Need, NeedState

DAYS_PER_MONTH = 30.0


def monthly(story: OrderedLog, stays: Stays, found: Falls, fell: Fell) -> Table:
    """Return one row per whole calendar month from day 0 to the end, of comorbid clients.

    `month`: its first day. `falls`: falls charged to it, of any mechanism; `open`: persons with an open need (mean
    over its days); `falls_per_1000`: the first per 30 days and 1,000 of the second, so that February is no good month;
    `gap_persons`, `latent_persons`,
    `parallel_persons`: means. `untreated_share`: of persons with an open dependence or psychiatric need, the share
    with none of them in treatment (mean over its days; NaN: nobody). `newly_fallen`: persons per 30 days who fell (see
    `fell`) and had not for 90 days. `untreated_need_days`: days times needs (of those two) open and untreated, found or
    not. `complete`: every predicate that looks ahead could be settled; in later months falls
    are missing. `load.PRINCIPAL`: places occupied over places at its start (NaN without a snapshot).
    """
    edges = month_edges(story)
    comorbid = story.comorbid
    mine = comorbid[found.client] if len(found) else np.zeros(0, dtype=bool)
    falls = np.histogram(found.day[mine], bins=edges)[0] if len(edges) > 1 else np.zeros(0)
    a_month = DAYS_PER_MONTH * falls / np.diff(edges)
    present = both(story.open, story.present).of(comorbid)
    open_persons = mean_persons(present, edges)
    either_open = either(*(story.open_need[n] for n in NEEDS_COUNTED)).of(comorbid)
    nobody = without(either_open, either(*(stays.treated[n] for n in NEEDS_COUNTED)))
    new = newly_fallen(story, fell.only(comorbid[fell.client]))
    parallel = both(stays.treated[Need.ADDICTION], stays.treated[Need.PSYCHIATRIC])
    need_days = np.zeros(max(len(edges) - 1, 0))
    for spans in untreated(story, stays).values():
        need_days += np.diff(spans.of(comorbid).days_before(edges))
    table = {
        "month": edges[:-1],
        "falls": falls.astype(float),
        "open": open_persons,
        "falls_per_1000": np.divide(1000.0 * a_month, open_persons, out=np.zeros(len(falls)), where=open_persons > 0),
        "gap_persons": mean_persons(gap(story).of(comorbid), edges),
        "latent_persons": mean_persons(latent_any(story).of(comorbid), edges),
        "parallel_persons": mean_persons(parallel.of(comorbid), edges),
        "untreated_share": _share(mean_persons(nobody, edges), mean_persons(either_open, edges)),
        "newly_fallen": DAYS_PER_MONTH * _persons(new, edges) / np.diff(edges),
        "untreated_need_days": need_days,
        "complete": edges[1:] + story.thresholds.beyond <= story.end,
    }
    loads = _loads(story, edges)
    return table | {f"load.{word}": loads[:, p] for p, word in enumerate(PRINCIPALS)}


def worst_month(story: OrderedLog, table: Table) -> Values:
    """Return the most new falls per 30 days and 1,000 comorbid clients with an open need in a month after the reform.

    Whole months that begin on or after the reform day and are complete; None if there are none.
    """
    keep = (table["month"] >= story.reform) & table["complete"] & (table["open"] > 0)
    rates = table["falls_per_1000"][keep]
    return {"worst_month_falls_per_1000": float(rates.max()) if len(rates) else None}


def yearly(story: OrderedLog) -> Table:
    """Return one row per simulated year (365 days from day 0), of all clients: does the population stand still?

    `seekers`: distinct clients with a SOUGHT row; `present`, `open`, `waiting`, `in_care`: persons, mean over its days.
    `waiting`: accepted and waiting for a place; `asking`: nobody has accepted yet.
    """
    edges = np.arange(0.0, story.end + 1e-9, 365.0)
    rows = story.of(Kind.SOUGHT)
    year = (story.time[rows] // 365.0).astype(np.int64)
    pairs = np.unique(story.client[rows] * 1000 + year) % 1000
    spans = {
        "present": story.present,
        "open": both(story.open, story.present),
        "asking": gap(story),
        "waiting": story.in_state(NeedState.WAITING),
        "in_care": story.in_state(NeedState.IN_CARE),
        "latent": latent_any(story),
    }
    years = len(edges) - 1
    table: Table = {"year": np.arange(years), "seekers": np.bincount(pairs, minlength=years + 1)[:years].astype(float)}
    return table | {name: mean_persons(s, edges) for name, s in spans.items()}


def month_edges(story: OrderedLog) -> Array:
    """Return the first days of the calendar months and the end of the last whole one."""
    return np.array([d for d in story.calendar.month_starts() if d <= story.end], dtype=float)


def mean_persons(spans: Spans, edges: Array) -> Array:
    """Return the mean number of persons in `spans` between each two `edges` (days)."""
    return np.diff(spans.days_before(edges)) / np.diff(edges)


def _share(part: Array, whole: Array) -> Array:
    share: Array = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
    return share


def _persons(fell: Fell, edges: Array) -> Array:
    """Return how many different persons fell between each two `edges`."""
    month = np.searchsorted(edges, fell.day, side="right") - 1
    inside = (month >= 0) & (month < len(edges) - 1)
    pairs = np.unique(np.stack((fell.client[inside], month[inside]), axis=1), axis=0)
    return np.bincount(pairs[:, 1].astype(np.int64), minlength=max(len(edges) - 1, 0)).astype(float)


def _loads(story: OrderedLog, edges: Array) -> Array:
    columns = story.log.columns
    rows = np.flatnonzero((columns["kind"] == Kind.SNAPSHOT) & (columns["principal"] >= 0))
    occupied_by, places_of = story.log.field("occupied", Kind.SNAPSHOT), story.log.field("places", Kind.SNAPSHOT)
    rows = rows[has_places(places_of[rows])]
    month = np.searchsorted(edges, columns["time"][rows], side="right") - 1
    rows, month = rows[month >= 0], month[month >= 0]
    shape = (max(len(edges), 1), len(PRINCIPALS))
    occupied, places = np.zeros(shape), np.zeros(shape)
    where = (month, columns["principal"][rows])
    np.add.at(occupied, where, np.nan_to_num(occupied_by[rows]))
    np.add.at(places, where, np.nan_to_num(places_of[rows]))
    loads: Array = np.divide(occupied, places, out=np.full(shape, np.nan), where=places > 0)
    return loads[: max(len(edges) - 1, 0)]
