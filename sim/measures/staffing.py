"""The staff ledger: what became of people and posts, in FTE, by role, principal and month."""

from __future__ import annotations

import numpy as np

from sim.measures.fall_rates import Values
from sim.measures.monthly import Table
from sim.measures.spans import Array
from sim.measures.story import Story
from sim.measures.workload import PRINCIPALS
from sim.terms.words import Kind, Role, names_of

FIRST, LAST = int(Kind.STAFF_EMPLOYED), int(Kind.POST_NEVER_REFILLED)
PEOPLE = ("employed", "offered", "followed", "stayed", "resigned", "recruited")
POSTS = ("vacant", "never_refilled")
STATES = (*PEOPLE, *POSTS)
ROLES = names_of(Role)
DAYS_PER_MONTH = 365.25 / 12.0
_KIND_OF = {
    "employed": Kind.STAFF_EMPLOYED,
    "offered": Kind.STAFF_OFFERED,
    "followed": Kind.STAFF_FOLLOWED,
    "stayed": Kind.STAFF_STAYED,
    "resigned": Kind.STAFF_RESIGNED,
    "opened": Kind.POST_OPENED,
    "recruited": Kind.STAFF_RECRUITED,
    "never_refilled": Kind.POST_NEVER_REFILLED,
}


class StaffRows:
    """The staff rows of the log as columns, in its order.

    `principal`: the new one for those who followed. `vacancy`: FTE that the row adds to or takes from the vacant posts:
    POST_OPENED adds; STAFF_RECRUITED and POST_NEVER_REFILLED take, but not a recruit who steps into the place of the
    person who resigned on the row just before (ordinary turnover, where no post is opened).
    """

    def __init__(self, story: Story) -> None:
        columns = story.log.columns
        rows = np.flatnonzero((columns["kind"] >= FIRST) & (columns["kind"] <= LAST))
        rows = rows[np.isin(columns["extra"][rows], np.arange(len(ROLES)))]
        self.time, self.kind = columns["time"][rows], columns["kind"][rows].astype(np.int64)
        self.role, self.unit = columns["extra"][rows].astype(np.int64), columns["unit"][rows].astype(np.int64)
        self.fte, self.worker = np.nan_to_num(columns["value"][rows]), columns["worker"][rows].astype(np.int64)
        to = columns["to_principal"][rows].astype(np.int64)
        new = (self.kind == Kind.STAFF_FOLLOWED) & (to >= 0)
        self.principal = np.maximum(np.where(new, to, columns["principal"][rows]), 0)
        swap = (self.kind == Kind.STAFF_RECRUITED) & (np.roll(self.kind, 1) == Kind.STAFF_RESIGNED)
        for column in (self.time, self.role, self.unit):
            swap &= np.roll(column, 1) == column
        swap[:1] = False
        filled = ((self.kind == Kind.STAFF_RECRUITED) & ~swap) | (self.kind == Kind.POST_NEVER_REFILLED)
        self.vacancy = self.fte * ((self.kind == Kind.POST_OPENED).astype(float) - filled)


def staff_measures(story: Story) -> Values:
    """Return FTE by what happened to them and role, summed over the log, and FTE-months vacant to its end."""
    log = StaffRows(story)
    values: Values = {}
    for r, role in enumerate(ROLES):
        for state, kind in _KIND_OF.items():
            values[f"staff.{state}.{role}"] = float(log.fte[(log.kind == kind) & (log.role == r)].sum())
        delta = log.vacancy * (log.role == r) * (story.end - log.time)
        values[f"staff.vacant_months.{role}"] = max(float(delta.sum()) / DAYS_PER_MONTH, 0.0)
    return values


def ledger(story: Story) -> Table:
    """Return FTE at the start of each month by state, role and principal (rows that are zero all through are left out).

    People are in the state of their last row (employed, offered, followed, stayed, resigned, recruited), so that
    each is in exactly one; `followed` counts with the new principal. Posts: vacant = opened, less recruited and
    never refilled, with whoever runs the unit.
    """
    log, months = StaffRows(story), np.array(story.calendar.month_starts(), dtype=float)
    months = months[months < story.end]
    moves = np.zeros((len(STATES), len(ROLES), len(PRINCIPALS), len(months) + 1))
    people = np.flatnonzero(np.isin(log.kind, [int(_KIND_OF[s]) for s in PEOPLE]))
    person = np.where(log.worker[people] >= 0, log.worker[people], -1 - people)
    order = np.lexsort((people, person))
    people, person = people[order], person[order]
    same = np.append(person[1:] == person[:-1], False)[: len(people)]
    until = np.where(same, np.append(log.time[people[1:]], np.inf)[: len(people)], np.inf)
    for code, state in enumerate(PEOPLE):
        mine = log.kind[people] == _KIND_OF[state]
        rows = people[mine]
        _add(moves, months, code, log, rows, log.time[rows], log.fte[rows])
        _add(moves, months, code, log, rows, until[mine], -log.fte[rows])
    never = np.flatnonzero(log.kind == Kind.POST_NEVER_REFILLED)
    _add(moves, months, STATES.index("never_refilled"), log, never, log.time[never], log.fte[never])
    table = np.cumsum(moves, axis=-1)[..., :-1]
    table[STATES.index("vacant")] = _vacant(story, log, months)
    return _long(table, months)


def _add(moves: Array, months: Array, state: int, log: StaffRows, rows: Array, day: Array, fte: Array) -> None:
    where = (np.full(len(rows), state), log.role[rows], log.principal[rows], np.searchsorted(months, day))
    np.add.at(moves, where, fte)


def _vacant(story: Story, log: StaffRows, months: Array) -> Array:
    """Return vacant FTE by role, principal and month: vacancies stay with their unit when it changes principal."""
    units = len(story.log.units)
    table = np.zeros((units + 1, len(ROLES), len(months) + 1))
    np.add.at(table, (log.unit, log.role, np.searchsorted(months, log.time)), log.vacancy)
    table = np.cumsum(table, axis=-1)[:units, :, :-1]
    runs = _principal_by_month(story, months)
    return np.stack([(table * (runs == p)[:, None, :]).sum(axis=0) for p in range(len(PRINCIPALS))], axis=1)


def _principal_by_month(story: Story, months: Array) -> Array:
    """Return who runs each unit at the start of each month, by the snapshots (units × months)."""
    columns, units = story.log.columns, story.log.units
    runs = np.full((len(units), len(months)), -1, dtype=np.int64)
    rows = np.flatnonzero((columns["kind"] == Kind.SNAPSHOT) & (columns["unit"] >= 0))
    month = np.searchsorted(months, columns["time"][rows])
    rows, month = rows[month < len(months)], month[month < len(months)]
    runs[columns["unit"][rows], month] = columns["principal"][rows]
    before = np.array([principal for *_, principal in units], dtype=np.int64)
    for m in range(len(months)):
        runs[:, m] = before = np.where(runs[:, m] >= 0, runs[:, m], before)
    return runs


def _long(table: Array, months: Array) -> Table:
    used = np.argwhere(np.abs(table).max(axis=-1, initial=0.0) > 1e-9)
    n, m = len(used), len(months)
    state, role, principal = (np.repeat(used[:, i], m) for i in range(3))
    fte = table[used[:, 0], used[:, 1], used[:, 2]].reshape(n * m)
    return {
        "month": np.tile(months, n),
        "state": np.array(STATES)[state],
        "role": np.array(ROLES)[role],
        "principal": np.array(PRINCIPALS)[principal],
        "fte": np.where(np.abs(fte) < 1e-9, 0.0, fte),
    }
