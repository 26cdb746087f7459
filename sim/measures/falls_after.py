"""Falls that look ahead from what was done to a client: refused or discharged for use, discharged, released."""

from __future__ import annotations

import numpy as np

from sim.measures.boundary import NOBODY, Charger, charge
from sim.measures.fall_kinds import Falls, Mechanism, falls, once_per_run
from sim.measures.spans import Array
from sim.measures.stays import Stays
from sim.measures.story import NEEDS, OPEN, Finder, OrderedLog
from sim.terms.words import Kind, NeedState, Part, Reason, Service

INSTITUTIONS = (Service.HVB, Service.LVM, Service.DETOX_WARD)
CRISIS_WARDS = (Service.DETOX_WARD, Service.PSYCHIATRIC_EMERGENCY)


def no_for_use(story: OrderedLog) -> Array:
    """Return the rows on which somebody was refused for want of sobriety, or discharged for use; not of ACUTE."""
    refused, out = story.of(Kind.REFUSED), story.of(Kind.DISCHARGED)
    refused = refused[story.rows["reason"][refused] == Reason.SOBRIETY]
    out = out[story.rows["reason"][out] == Reason.DISCHARGED_FOR_USE]
    rows = np.sort(np.concatenate((refused, out)))
    found: Array = rows[story.part[rows] != Part.ACUTE]
    return found


def sobriety_blocked(story: OrderedLog, stays: Stays, charger: Charger) -> Falls:
    """A client was refused or discharged for use, and the need went untreated for the next 180 days.

    Starts at REFUSED(SOBRIETY) or DISCHARGED(DISCHARGED_FOR_USE) of any part but ACUTE. Holds if no treatment stay of
    that part's need (any part of it, anybody) has a moment in the 180 days after, and at their end the client is
    present with the need open. Charged on the day of the refusal; refusals of one need less than 180 days apart are
    one fall. Boundary and rule: the row's own.
    """
    days, rows = story.thresholds.sobriety, no_for_use(story)
    client, day, need = story.client[rows], story.time[rows], story.need[rows]
    holds = (day + days <= story.end) & (story.departed[client] > day + days)
    holds &= story.need_open(client, need, day + days)
    holds &= ~_treated(story, stays, need, rows, days)
    rows = rows[holds]
    rows = rows[once_per_run(story.by_need[rows], story.time[rows], days)]
    day = story.time[rows]
    return falls(Mechanism.SOBRIETY_BLOCKED, story.client[rows], day, day + days, charger.at(rows))


def discharged_unmet(story: OrderedLog, stays: Stays, charger: Charger) -> Falls:
    """A client was discharged, for missed visits or since nobody works there, and not taken up again within 90 days.

    DISCHARGED, but for use, with the part open after it, of any part but ACUTE; no ACCEPTED for any part of the need
    in the 90 days after, nor is the need in treatment elsewhere; still present, with the need open, at their end.
    Charged on the day of the discharge. Boundary: from the service to whoever was asked next within the 90 days
    (nobody: nobody was); rule: the discharge's reason.
    """
    days = story.thresholds.discharged
    rows = discharges(story)
    client, day, need = story.client[rows], story.time[rows], story.need[rows]
    accepted = story.of(Kind.ACCEPTED, Kind.ADMITTED)
    accepted = accepted[story.part[accepted] != Part.ACUTE]
    again = story.time_of(Finder(accepted, story.by_need).next(rows, story.by_need[rows]))
    holds = (again > day + days) & (day + days <= story.end) & (story.departed[client] > day + days)
    holds &= story.need_open(client, need, day + days) & ~_treated(story, stays, need, rows, days)
    rows = rows[holds]
    day, asks = story.time[rows], Finder(story.of(Kind.SOUGHT, Kind.REFERRED), story.by_need)
    to = _asked(story, asks.next(rows, story.by_need[rows]), day + days)
    b = charge(story, story.client[rows], story.rows["service"][rows], to, day, story.rows["reason"][rows])
    return falls(Mechanism.DISCHARGED_UNMET, story.client[rows], day, day + days, b)


def discharges(story: OrderedLog) -> Array:
    """Return the discharges for another reason than use, the part open after them; not of ACUTE."""
    rows = story.of(Kind.DISCHARGED)
    other = (story.rows["reason"][rows] != Reason.DISCHARGED_FOR_USE) & (story.part[rows] != Part.ACUTE)
    found: Array = rows[other & np.isin(story.rows["state"][rows], [int(s) for s in OPEN])]
    return found


def no_aftercare(story: OrderedLog) -> Falls:
    """A client left HVB, LVM or detox, and no service accepted within 30 days (see `left_without_aftercare`).

    Charged on the day of leaving. Boundary: from the institution to whoever was asked within the 30 days (nobody);
    rule: the last refusal's reason in that time, else AFTERCARE.
    """
    days, rows = story.thresholds.no_aftercare, left_without_aftercare(story)
    client, day = story.client[rows], story.time[rows]
    asks = Finder(story.of(Kind.SOUGHT, Kind.REFERRED), story.client)
    refusal = Finder(story.of(Kind.REFUSED), story.client).last(story.row_after(client, day + days), client)
    said = np.where(refusal > rows, story.rows["reason"][refusal], int(Reason.AFTERCARE)) if len(rows) else rows
    to = _asked(story, asks.next(rows, client), day + days)
    b = charge(story, client, story.rows["service"][rows], to, day, said)
    return falls(Mechanism.NO_AFTERCARE, client, day, day + days, b)


def left_without_aftercare(story: OrderedLog) -> Array:
    """Return the rows on which somebody left HVB, LVM or detox and no service accepted within 30 days.

    COMPLETED, DISCHARGED or LEFT_CARE (not into a crisis, not dead or moved) at one of those; some need open after it;
    no other part waiting or in care as the client leaves; no ACCEPTED or ADMITTED at any service but detox and
    psychiatric emergency in the 30 days after; present at their end.
    """
    days = story.thresholds.no_aftercare
    rows = story.of(Kind.COMPLETED, Kind.DISCHARGED, Kind.LEFT_CARE)
    gone = np.isin(story.rows["reason"][rows], [int(r) for r in (Reason.CRISIS, Reason.DIED, Reason.MOVED)])
    rows = rows[np.isin(story.rows["service"][rows], [int(s) for s in INSTITUTIONS]) & ~gone]
    client, day = story.client[rows], story.time[rows]
    taken = story.of(Kind.ACCEPTED, Kind.ADMITTED)
    taken = taken[~np.isin(story.rows["service"][taken], [int(s) for s in CRISIS_WARDS])]
    accepted = story.time_of(Finder(taken, story.client).next(rows, client))
    held = story.in_state(NeedState.WAITING, NeedState.IN_CARE)
    at = story.at[rows]
    holds = (accepted > day + days) & (day + days <= story.end) & (story.departed[client] > day + days)
    holds &= ~np.isnan(story.open.end_of(at)) & np.isnan(held.end_of(at))
    left: Array = rows[holds]
    return left


def _treated(story: OrderedLog, stays: Stays, need: Array, rows: Array, days: float) -> Array:
    """Return whether the row's need was in treatment at any moment of the `days` after it."""
    answer = np.zeros(len(rows), dtype=bool)
    for which in range(NEEDS):
        mine = need == which
        at = story.at[rows[mine]]
        answer[mine] = [*stays.treated.values()][which].touches(at, at + days)
    return answer


def _asked(story: OrderedLog, row: Array, by: Array) -> Array:
    """Return the service that a SOUGHT or REFERRED row asks, NOBODY if there is no such row by that day."""
    if not len(row):
        return row
    return np.where((row >= 0) & (story.time_of(row) <= by), story.rows["to_service"][row], NOBODY)
