"""What coordination there is and what it costs: plans, conferences, reports, and work done for the other principal."""

from __future__ import annotations

import numpy as np

from sim.measures.fall_kinds import Falls
from sim.measures.gaps import client_years
from sim.measures.spans import Array
from sim.measures.stays import Stays
from sim.measures.story import PARTS, Finder, OrderedLog
from sim.measures.survival import Values, ratio
from sim.measures.thresholds import DAYS_PER_YEAR
from sim.measures.waits import wait_ends
from sim.measures.workload import PRINCIPALS, by_principal
from sim.terms.words import Kind, Principal

SIDES = (int(Principal.MUNICIPALITY), int(Principal.REGION))
"""Who shares the hours of a case conference, where the row names nobody."""


def coordination_measures(story: OrderedLog, stays: Stays, found: Falls) -> Values:
    """Return plans, conferences, reports and stepped-in stays after the reform, with the hours they take a year."""
    years = max((story.end - story.reform) / DAYS_PER_YEAR, 0.0)
    sips, leads = _late(story, Kind.SIP_MADE), _late(story, Kind.CONFERENCE_LEAD)
    held, failed = _late(story, Kind.CONFERENCE_HELD), _late(story, Kind.PLAN_PART_FAILED)
    columns = story.log.columns
    comorbid = int(story.comorbid[columns["client"][sips]].sum())
    values: Values = {
        "sips_per_year": ratio(len(sips), years),
        "sips_per_100_client_years": ratio(100.0 * comorbid, client_years(story)),
        "conferences_per_year": ratio(len(held), years),
        "conference_cases_per_year": ratio(int(np.maximum(columns["worker"][held], 0).sum()), years),
        "conference_leads_per_year": ratio(len(leads), years),
    }
    values |= _reports(story, found, years) | _stepping_in(story, stays, years)
    values["ladder_step"], hours = _ladder(story), _hours(story)
    for p, principal in enumerate(PRINCIPALS):
        values[f"plan_parts_failed.{principal}"] = ratio(int((columns["principal"][failed] == p).sum()), years)
        values[f"hours_coordination.{principal}"] = ratio(hours[p], years)
    return values


def _late(story: OrderedLog, kind: Kind) -> Array:
    columns = story.log.columns
    return np.flatnonzero((columns["kind"] == kind) & (columns["time"] >= story.reform))


def _ladder(story: OrderedLog) -> float | None:
    """Return the step of the cooperation ladder, mean of districts and days after the reform; None if unknown."""
    columns = story.log.columns
    rows = np.flatnonzero(columns["kind"] == Kind.LADDER_CHANGED)
    district, step = (story.log.field(name, Kind.LADDER_CHANGED)[rows] for name in ("district", "step"))
    days = 0.0
    for which in np.unique(district):
        mine = np.flatnonzero(district == which)
        begins = np.maximum(columns["time"][rows[mine]], story.reform)
        days += float((np.diff(np.append(begins, story.end)) * step[mine]).sum())
    return ratio(days, len(np.unique(district)) * max(story.end - story.reform, 0.0))


def _reports(story: OrderedLog, found: Falls, years: float) -> Values:
    """Reports beside the true falls: what a county sees. Both of all clients, in days whose falls are all known."""
    last = story.end - story.thresholds.beyond
    reports = story.log.columns["time"][_late(story, Kind.DEVIATION_REPORTED)]
    falls = int(((found.day >= story.reform) & (found.day < last)).sum())
    return {
        "deviation_reports_per_year": ratio(len(reports), years),
        "falls_per_year": ratio(falls, max((last - story.reform) / DAYS_PER_YEAR, 0.0)),
        "reports_per_100_falls": ratio(100.0 * int((reports < last).sum()), falls),
    }


def _hours(story: OrderedLog) -> Array:
    """Return hours of plans, conferences and reports by principal.

    Half each where the row names the other side; a plan that names nobody counts with who made it, and a conference
    half with the municipalities and half with the region.
    """
    columns, total = story.log.columns, np.zeros(len(PRINCIPALS))
    for kind in (Kind.SIP_MADE, Kind.CONFERENCE_HELD, Kind.DEVIATION_REPORTED):
        rows = _late(story, kind)
        one, other = columns["principal"][rows], columns["to_principal"][rows]
        if kind is Kind.CONFERENCE_HELD:
            one, other = (np.where(who < 0, side, who) for who, side in zip((one, other), SIDES, strict=True))
        half = story.log.field("hours", kind)[rows] / 2.0
        total += by_principal(one, half) + by_principal(np.where(other < 0, one, other), half)
    return total


def _stepping_in(story: OrderedLog, stays: Stays, years: float) -> Values:
    """Return stays that began because a service stepped in, and hours of their visits and of talks by who did the work.

    The stay is the admission that ends the wait which STEPPED_IN begins, if one does. By principal, hours and stays
    count where the regime makes another principal responsible.
    """
    rows = story.of(Kind.STEPPED_IN)
    service, client = story.rows["service"], story.client
    then = Finder(wait_ends(story), story.by_part).next(rows, story.by_part[rows])
    began = (then >= 0) & (story.kind[then] == Kind.ADMITTED) & (service[then] == service[rows])
    rows, then = rows[began], then[began]
    values: Values = {"stepped_in_per_year": ratio(int((story.time[then] >= story.reform).sum()), years)}
    other = story.rows["principal"][rows] != story.rows["to_principal"][rows]
    begun = story.rows["principal"][rows[other & (story.time[then] >= story.reform)]]
    values |= {f"stepped_in_per_year.{p}": ratio(int((begun == i).sum()), years) for i, p in enumerate(PRINCIPALS)}
    then = then[other]

    def key(client: Array, part: Array, service: Array, day: Array) -> Array:
        return ((client * PARTS + np.maximum(part, 0)) * 32 + service) * story.stride + day

    own = np.flatnonzero(stays.admitted)
    starts = key(stays.client[own], stays.part[own], stays.service[own], stays.start[own])
    mine = own[np.isin(starts, key(client[then], story.part[then], service[then], story.time[then]))]
    start = key(stays.client[mine], stays.part[mine], stays.service[mine], stays.start[mine])
    order = np.argsort(start, kind="stable")
    start, days = start[order], (stays.end - stays.start)[mine[order]]
    columns = story.log.columns
    visits = _late(story, Kind.VISIT)
    visits = visits[columns["part"][visits] >= 0]
    who, part, where = (columns[name][visits].astype(np.int64) for name in ("client", "part", "service"))
    at = key(who, part, where, columns["time"][visits])
    i = np.searchsorted(start, at, side="right") - 1
    inside = (i >= 0) & (at - start[i] <= days[i]) if len(start) else np.zeros(len(at), dtype=bool)
    hours = by_principal(columns["principal"][visits[inside]], story.log.field("hours", Kind.VISIT)[visits[inside]])
    talks = _late(story, Kind.HELPED)
    talks = talks[columns["principal"][talks] != columns["to_principal"][talks]]
    hours = hours + by_principal(columns["principal"][talks], story.log.field("hours", Kind.HELPED)[talks])
    return values | {f"hours_for_other.{p}": ratio(hours[i], years) for i, p in enumerate(PRINCIPALS)}
