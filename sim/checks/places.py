"""One body is in one place, nobody waits a month for a bed, and nothing happens to who has gone."""

from __future__ import annotations

import numpy as np

from sim.checks.checked_log import INSTITUTIONS, Cases, CheckedLog
from sim.measures.spans import Array
from sim.measures.story import Finder
from sim.terms.words import Kind, Part, Reason, Service

LIVES_THERE = (Service.HVB, Service.LVM)
AT_HOME = (Service.MUNICIPAL_OUTPATIENT, Service.HOUSING_SUPPORT, Service.PRIMARY_CARE)
"""Who sees nobody at HVB or in LVM; health care there is the region's, and inquiries are made there."""
TAKES_IN = (Service.DETOX_WARD, Service.PSYCHIATRIC_EMERGENCY)


def begins_during_a_stay(ground: CheckedLog) -> Cases:
    """A stay, an inquiry or a contact begins while a stay in an institution is under way; at its ends nothing overlaps.

    Let through: HVB's health care at HVB, parts that ride along in a plan, a stay in LVM that goes on in HVB (27 §).
    """
    stays = _begun_inside(ground, np.ones(len(ground.stays.client), dtype=bool))
    contacts = ground.cases(_inside(ground, ground.story.of(Kind.CONTACT_BEGAN)))
    return Cases(np.append(stays.client, contacts.client), np.append(stays.day, contacts.day))


def _inside(ground: CheckedLog, rows: Array) -> Array:
    """Return which of `rows` lie inside a stay in an institution."""
    there, at = ground.stays.spans(_is(ground.stays.service, INSTITUTIONS)), ground.story.at[rows]
    found: Array = rows[~np.isnan(there.end_of(at)) & ~np.isin(at, there.start)]
    return found


def two_institutions(ground: CheckedLog) -> Cases:
    """A stay in an institution begins while one in another is under way."""
    return _begun_inside(ground, _is(ground.stays.service, INSTITUTIONS))


def _begun_inside(ground: CheckedLog, which: Array) -> Cases:
    stays, story = ground.stays, ground.story
    rides = ground.column("reason", stays.start_row) == Reason.ONE_PLAN
    begun = np.flatnonzero(which & stays.admitted & ~rides & (stays.start > 0.0))
    at, service = stays.client[begun] * story.stride + stays.start[begun], stays.service[begun]
    inside = np.zeros(len(begun), dtype=bool)
    for house in INSTITUTIONS:
        there = stays.spans(stays.service == int(house))
        held = ~np.isnan(there.end_of(at)) & ~np.isin(at, there.start) & (service != house)
        if house is Service.HVB:
            held &= service != Service.HVB_HEALTH_CARE
        if house is Service.LVM:
            held &= (service != Service.HVB) | (stays.part[begun] != Part.ACUTE)
        inside |= held
    return Cases(stays.client[begun[inside]], stays.start[begun[inside]])


def support_at_home_meanwhile(ground: CheckedLog) -> Cases:
    """A visit of housing support, outpatient treatment or the health centre inside a stay at HVB or in LVM."""
    visits = ground.visits.only(_is(ground.visits.service, AT_HOME))
    there = ground.stays.spans(_is(ground.stays.service, LIVES_THERE))
    at = visits.at[~np.isnan(there.end_of(visits.at)) & ~np.isin(visits.at, there.start)]
    client = (at // ground.story.stride).astype(np.int64)
    return Cases(client, at - client * ground.story.stride)


def crisis_waits(ground: CheckedLog) -> Cases:
    """A crisis that detox or the emergency has accepted is in neither after the limit, and nothing else ended it."""
    story = ground.story
    rows = story.of(Kind.ACCEPTED)
    rows = rows[(story.part[rows] == Part.ACUTE) & _is(story.rows["service"][rows], TAKES_IN)]
    ends = Finder(story.of(Kind.ADMITTED, Kind.REFUSED, Kind.GAVE_UP, Kind.WITHDREW), story.by_part)
    over = np.minimum(story.time_of(ends.next(rows, story.by_part[rows])), story.exit[story.client[rows]])
    return ground.cases(rows[over - story.time[rows] > ground.limits.crisis_days])


def after_exit(ground: CheckedLog) -> Cases:
    """Any row about a client after the row of their departure."""
    columns = ground.story.log.columns
    gone = np.full(ground.story.clients, len(columns["kind"]))
    left = np.flatnonzero(columns["kind"] == Kind.DEPART)
    gone[columns["client"][left]] = left
    rows = np.flatnonzero(columns["client"] >= 0)
    rows = rows[rows > gone[columns["client"][rows]]]
    return Cases(columns["client"][rows].astype(np.int64), columns["time"][rows])


def _is(service: Array, some: tuple[Service, ...]) -> Array:
    return np.isin(service, [int(s) for s in some])
