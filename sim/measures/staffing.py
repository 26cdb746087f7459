"""The staff ledger: what became of people and posts, in FTE, by role, principal and month."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from sim.measures.posts import STATES, TINY, StaffRow, Stints, staff_rows
from sim.measures.spans import Array, Table
from sim.measures.story import OrderedLog
from sim.measures.survival import Values
from sim.measures.workload import PRINCIPALS
from sim.terms.total import total
from sim.terms.words import Kind, Role, names_of

ROLES = names_of(Role)
DAYS_PER_MONTH = 365.25 / 12.0
EVENTS = ("employed", "offered", "followed", "stayed", "resigned", "resigned_at_transfer", "moved", "opened",
          "recruited", "never_refilled")  # fmt: skip
"""What rows count. `employed`: on day 0. `resigned_at_transfer`: rather than follow; `resigned`: all, ordinary turnover
among them. So offered = followed + stayed + resigned_at_transfer + those whom the log's end finds undecided."""
_COUNTED_AS = {
    Kind.STAFF_OFFERED: "offered",
    Kind.STAFF_FOLLOWED: "followed",
    Kind.STAFF_STAYED: "stayed",
    Kind.STAFF_RESIGNED: "resigned",
    Kind.POST_OPENED: "opened",
    Kind.STAFF_RECRUITED: "recruited",
    Kind.POST_NEVER_REFILLED: "never_refilled",
}


def staff_measures(story: OrderedLog, stints: Stints) -> Values:
    """Return FTE by what happened to them, and FTE-months vacant and covered by locums: by role, and in all.

    Summed over the whole log. `staff.STATE.ROLE`, and `staff_total.STATE` over all roles.
    """
    found = _events(story)
    months = stints.within(0.0, story.end) * stints.fte / DAYS_PER_MONTH
    values: Values = {}
    for r, role in enumerate(ROLES):
        mine = stints.role == r
        for event in EVENTS:
            values[f"staff.{event}.{role}"] = found[event, r]
        values[f"staff.vacant_months.{role}"] = float(months[mine & stints.of("vacant")].sum())
        values[f"staff.locum_months.{role}"] = float(months[mine & stints.of("locums")].sum())
    for name in (*EVENTS, "vacant_months", "locum_months"):
        values[f"staff_total.{name}"] = total(values[f"staff.{name}.{role}"] or 0.0 for role in ROLES)
    return values


def _events(story: OrderedLog) -> dict[tuple[str, int], float]:
    """Return FTE by event and role. A post that is divided in its unit has not moved, and a locum's is nobody's."""
    found: dict[tuple[str, int], float] = defaultdict(float)
    offered: set[int] = set()  # who has an offer and has not answered it
    locums: set[int] = set()
    way: StaffRow | None = None  # whom the row before sent to another unit
    for row in staff_rows(story.log):
        event = _COUNTED_AS.get(row.kind)
        if row.kind == Kind.STAFF_EMPLOYED and way is None:
            event = "employed"
        elif row.kind == Kind.STAFF_EMPLOYED and way is not None:
            event = None if row.unit == way.unit or way.worker in locums else "moved"
            for group in (offered, locums):
                if way.worker in group:
                    group.add(row.worker)
        elif row.kind == Kind.STAFF_OFFERED:
            offered.add(row.worker)
        elif row.kind == Kind.LOCUM_CAME:
            locums.add(row.worker)
        elif row.kind in (Kind.STAFF_FOLLOWED, Kind.STAFF_STAYED, Kind.STAFF_RESIGNED) and row.worker in offered:
            if row.kind == Kind.STAFF_RESIGNED:
                found["resigned_at_transfer", row.role] += row.fte
            offered.discard(row.worker)
        way = row if row.kind == Kind.STAFF_TO_UNIT else None
        if event is not None:
            found[event, row.role] += row.fte
    return found


def ledger(story: OrderedLog, stints: Stints) -> Table:
    """Return FTE at the start of each month by state, role and principal; rows that are zero all through are left out.

    People are in the state of their last row (employed, offered, followed, stayed, resigned, recruited, locums), so
    that each is in exactly one; `followed` counts with the new principal. Posts: vacant, those that a locum covers
    among them, and never refilled, with whoever runs the unit. `number`: people, or posts.
    """
    months = np.array(story.calendar.month_starts(), dtype=float)
    months = months[months < story.end]
    vacant = stints.of("vacant")
    fte, number = (_by_month(stints, np.flatnonzero(~vacant), weight, months) for weight in (stints.fte, stints.number))
    for table, weight in ((fte, stints.fte), (number, stints.number)):
        table[STATES.index("vacant")] = _vacant(story, stints, np.flatnonzero(vacant), weight, months)
    return _long(fte, number, months)


def _by_month(stints: Stints, rows: Array, weight: Array, months: Array) -> Array:
    table = np.zeros((len(STATES), len(ROLES), len(PRINCIPALS), len(months) + 1))
    for day, sign in ((stints.start, 1.0), (stints.end, -1.0)):
        where = (stints.state[rows], stints.role[rows], stints.principal[rows], np.searchsorted(months, day[rows]))
        np.add.at(table, where, sign * weight[rows])
    return np.asarray(np.cumsum(table, axis=-1)[..., :-1])


def _vacant(story: OrderedLog, stints: Stints, rows: Array, weight: Array, months: Array) -> Array:
    """Return vacant posts by role, principal and month: they stay with their unit when it changes principal."""
    units = len(story.log.units)
    table = np.zeros((units + 1, len(ROLES), len(months) + 1))
    for day, sign in ((stints.start, 1.0), (stints.end, -1.0)):
        where = (stints.unit[rows], stints.role[rows], np.searchsorted(months, day[rows]))
        np.add.at(table, where, sign * weight[rows])
    table = np.cumsum(table, axis=-1)[:units, :, :-1]
    unit, month = np.indices((units, len(months)))
    runs = story.who_runs.of_units(unit.ravel(), months[month.ravel()]).reshape(units, len(months))
    return np.stack([(table * (runs == p)[:, None, :]).sum(axis=0) for p in range(len(PRINCIPALS))], axis=1)


def _long(fte: Array, number: Array, months: Array) -> Table:
    used = np.argwhere(np.abs(fte).max(axis=-1, initial=0.0) > TINY)
    n, m = len(used), len(months)
    state, role, principal = (np.repeat(used[:, i], m) for i in range(3))
    rows = [t[used[:, 0], used[:, 1], used[:, 2]].reshape(n * m) for t in (fte, number)]
    return {
        "month": np.tile(months, n),
        "state": np.array(STATES)[state],
        "role": np.array(ROLES)[role],
        "principal": np.array(PRINCIPALS)[principal],
        "fte": np.where(np.abs(rows[0]) < TINY, 0.0, rows[0]),
        "number": np.where(np.abs(rows[1]) < TINY, 0.0, rows[1]),
    }
