"""What the work comes to: loads and hours by role and principal."""

from __future__ import annotations

import numpy as np

from sim.measures.posts import WORKING, Stints
from sim.measures.spans import Array
from sim.measures.story import OrderedLog
from sim.measures.survival import Values, ratio
from sim.measures.thresholds import DAYS_PER_YEAR
from sim.terms.words import Kind, Principal, Role, names_of

ROLES = (*names_of(Role), "unassigned")
"""Roles, and the hours of rows that name no worker."""
PRINCIPALS = names_of(Principal)
UNLIMITED = 1e6
"""Places from which on there is no limit."""
_P, _R = len(PRINCIPALS), len(ROLES)


def workload(story: OrderedLog, stints: Stints) -> Values:
    """Return loads and hours a year from the reform day to the end."""
    columns = story.log.columns
    late = columns["time"] >= story.reform
    years = max((story.end - story.reform) / DAYS_PER_YEAR, 0.0)
    values = _loads(story, stints, late)
    for name, kind in (("hours", Kind.VISIT), ("hours_missed", Kind.MISSED), ("hours_talks", Kind.TALK)):
        hours = _hours(story, np.flatnonzero(late & (columns["kind"] == kind)))
        for r, role in enumerate(ROLES):
            for p, principal in enumerate(PRINCIPALS):
                values[f"{name}.{role}.{principal}"] = ratio(hours[r, p], years)
    sent = np.flatnonzero(late & (columns["kind"] == Kind.REFERRED))
    met = np.flatnonzero(late & (columns["kind"] == Kind.HANDOVER_TRIED))
    referral = by_principal(columns["principal"][sent], story.log.field("hours", Kind.REFERRED)[sent])
    # a handover meeting's hours are both sides': half each
    half = story.log.field("hours", Kind.HANDOVER_TRIED)[met] / 2.0
    handover = by_principal(columns["principal"][met], half) + by_principal(columns["to_principal"][met], half)
    for p, principal in enumerate(PRINCIPALS):
        values[f"hours_referral.{principal}"] = ratio(referral[p], years)
        values[f"hours_handover.{principal}"] = ratio(handover[p], years)
    return values


def fte_by_unit(story: OrderedLog, stints: Stints) -> Array:
    """Return FTE by unit and role (units × roles), mean of the days after the reform, locums among them.

    A unit without staff rows has its workers counted as one each; one without workers has zeros.
    """
    table = np.zeros((len(story.log.units), _R))
    rows = np.flatnonzero(stints.of(*WORKING) & (stints.unit >= 0))
    days = stints.within(story.reform, story.end)[rows] / max(story.end - story.reform, 1.0)
    np.add.at(table, (stints.unit[rows], stints.role[rows]), days * stints.fte[rows])
    counted = table.sum(axis=1) > 0
    for role_code, unit in story.log.workers:
        if 0 <= unit < len(table) and not counted[unit]:
            table[unit, role_code] += 1.0
    return table


def has_places(places: Array) -> Array:
    """Return which snapshots count places; a unit without a limit (infinitely many, as LVM's) has no load."""
    return np.asarray((places >= 0) & (places < UNLIMITED))


def _loads(story: OrderedLog, stints: Stints, late: Array) -> Values:
    """Places occupied over places, from the monthly snapshots; a unit weighs with its role's share of its FTE."""
    columns = story.log.columns
    rows = np.flatnonzero(late & (columns["kind"] == Kind.SNAPSHOT) & (columns["unit"] >= 0))
    occupied_by, places_of = story.log.field("occupied", Kind.SNAPSHOT), story.log.field("places", Kind.SNAPSHOT)
    rows = rows[has_places(places_of[rows])]
    fte = fte_by_unit(story, stints)
    total = fte.sum(axis=1, keepdims=True)
    share = np.divide(fte, total, out=np.zeros_like(fte), where=total > 0)
    weight = share[columns["unit"][rows]] if len(rows) else np.zeros((0, _R))
    values: Values = {}
    for p, principal in enumerate(PRINCIPALS):
        mine = columns["principal"][rows] == p
        occupied = (weight[mine] * occupied_by[rows][mine, None]).sum(axis=0)
        places = (weight[mine] * places_of[rows][mine, None]).sum(axis=0)
        for r, role in enumerate(names_of(Role)):
            values[f"load.{role}.{principal}"] = ratio(occupied[r], places[r])
    return values


def _hours(story: OrderedLog, rows: Array) -> Array:
    columns, hours = story.log.columns, story.log.field("hours", Kind.VISIT, Kind.MISSED, Kind.TALK)
    roles = np.array([role for role, _ in story.log.workers] + [_R - 1])
    worker = columns["worker"][rows].astype(np.int64)
    known = (worker >= 0) & (worker < len(roles) - 1)
    role = roles[np.where(known, worker, len(roles) - 1)]
    principal = columns["principal"][rows].astype(np.int64)
    mine = principal >= 0
    flat = np.bincount((role * _P + principal)[mine], weights=hours[rows][mine], minlength=_R * _P)
    return flat.reshape(_R, _P)


def by_principal(principal: Array, value: Array) -> Array:
    """Return the sum of `value` by principal; rows without principal or value are left out."""
    keep = (principal >= 0) & ~np.isnan(value)
    return np.bincount(principal[keep], weights=value[keep], minlength=_P)
