"""Who held which post, from when to when: the staff rows of a log as stretches of time that add up in FTE."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

import numpy as np

from sim.measures.spans import Array
from sim.terms.fields import column_of
from sim.terms.log import EventLog
from sim.terms.words import Kind, Role

PEOPLE = ("employed", "offered", "followed", "stayed", "resigned", "recruited", "locums", "lent")
POSTS = ("vacant", "never_refilled")
STATES = (*PEOPLE, *POSTS)
WORKING = ("employed", "offered", "followed", "recruited", "locums", "lent")
"""States in which somebody works in the unit; those offered work on until they decide or dual running ends."""
TINY = 1e-9
_KINDS = (*map(Kind, range(Kind.STAFF_EMPLOYED, Kind.POST_NEVER_REFILLED + 1)), Kind.LOCUM_CAME, Kind.LOCUM_LEFT,
          Kind.STAFF_TO_UNIT, Kind.STAFF_LENT)  # fmt: skip
_BECOMES = {
    Kind.STAFF_OFFERED: "offered",
    Kind.STAFF_FOLLOWED: "followed",
    Kind.STAFF_STAYED: "stayed",
    Kind.STAFF_RESIGNED: "resigned",
    Kind.STAFF_RECRUITED: "recruited",
    Kind.LOCUM_CAME: "locums",
    Kind.STAFF_LENT: "lent",
}


class StaffRow(NamedTuple):
    """A staff row of the log. `swap`: somebody who steps into the place of whoever resigned on the row before."""

    day: float
    kind: Kind
    worker: int
    unit: int
    role: int
    principal: int
    to_principal: int
    fte: float
    swap: bool


@dataclass(frozen=True, slots=True)
class Stints:
    """Stretches of time in which FTE were in one state (index into `STATES`), in one unit, role and principal.

    `number`: people, each counted once though the post is divided, or posts. A vacancy's principal is whoever opened
    it; it stays with its unit. `end` is infinity for what lasts to the end of the log.
    """

    state: Array
    unit: Array
    role: Array
    principal: Array
    start: Array
    end: Array
    fte: Array
    number: Array

    def within(self, first: float, last: float) -> Array:
        """Return the days of each stint that lie between `first` and `last`."""
        return np.asarray(np.maximum(np.minimum(self.end, last) - np.maximum(self.start, first), 0.0))

    def of(self, *states: str) -> Array:
        """Return which stints are in one of these states."""
        return np.isin(self.state, [STATES.index(s) for s in states])


def staff_rows(log: EventLog) -> list[StaffRow]:
    """Return the log's rows about staff and posts, in its order; rows without a role are left out."""
    columns = log.columns
    rows = np.flatnonzero(np.isin(columns["kind"], [int(k) for k in _KINDS]))
    code, size = column_of("role", *_KINDS), column_of("fte", *_KINDS)
    rows = rows[np.isin(columns[code][rows], np.arange(len(Role)))]
    names = ("time", "kind", "worker", "unit", code, "principal", "to_principal", size)
    found: list[StaffRow] = []
    for day, kind, worker, unit, role, principal, to, fte in zip(
        *(columns[name][rows].tolist() for name in names), strict=True
    ):
        before = found[-1] if found else None
        swap = (
            before is not None
            and (before.kind, before.day, before.unit, before.role) == (Kind.STAFF_RESIGNED, day, unit, int(role))
            and kind == Kind.STAFF_RECRUITED
        )
        amount = 0.0 if fte != fte else fte
        found.append(
            StaffRow(
                day=day,
                kind=Kind(kind),
                worker=worker,
                unit=unit,
                role=int(role),
                principal=max(principal, 0),
                to_principal=to,
                fte=amount,
                swap=swap,
            )
        )
    return found


def stints_of(log: EventLog) -> Stints:
    """Return the people's and the posts' stints of a log.

    People are in the state of their last row. Whoever goes to another unit keeps the state there, and the people of a
    divided post count with the part that stays. Those who stay or resign after an offer count with the principal whom
    they were asked to leave.
    """
    rows = staff_rows(log)
    stints = [*_people(rows), *_posts(rows, log)]
    columns = np.array(stints, dtype=float).reshape(-1, 8).T
    return Stints(*(column.astype(np.int64) for column in columns[:4]), *columns[4:])


_Stint = tuple[int, int, int, int, float, float, float, float]


class _Person:
    """Somebody in a post: state, unit, role, principal, since when, FTE, and how many people they count as."""

    __slots__ = ("fte", "number", "principal", "role", "since", "state", "unit")

    def __init__(self, state: str, row: StaffRow, number: float) -> None:
        self.state, self.unit, self.role, self.principal = state, row.unit, row.role, row.principal
        self.since, self.fte, self.number = row.day, row.fte, number

    def until(self, day: float) -> _Stint:
        return (STATES.index(self.state), self.unit, self.role, self.principal, self.since, day, self.fte, self.number)


def _people(rows: list[StaffRow]) -> Iterator[_Stint]:
    here: dict[int, _Person] = {}
    moved: tuple[str, float] | None = None  # state and number of whoever the row before sent to another unit
    for i, row in enumerate(rows):
        key = row.worker if row.worker >= 0 else -1 - i
        person = here.get(key)
        match row.kind:
            case Kind.STAFF_EMPLOYED:
                state, number = moved or ("employed", float(row.fte > 0.0))
                if state == "stayed":  # with the old employer, and at work there
                    state = "employed"
                here[key] = _Person(state, row, number)
            case Kind.STAFF_TO_UNIT if person is not None:
                yield person.until(row.day)
                person.since, person.fte = row.day, person.fte - row.fte
                moved = (person.state, person.number if person.fte <= TINY else 0.0)
                if person.fte <= TINY:
                    del here[key]
                continue
            case Kind.LOCUM_LEFT if person is not None:
                yield person.until(row.day)
                del here[key]
            case kind if kind in _BECOMES:
                new = _Person(_BECOMES[kind], row, float(row.fte > 0.0))
                if person is not None:
                    yield person.until(row.day)
                    new.number = person.number
                    if person.state in ("offered", "lent") and kind in (Kind.STAFF_STAYED, Kind.STAFF_RESIGNED):
                        new.principal = person.principal
                if kind == Kind.STAFF_FOLLOWED and row.to_principal >= 0:
                    new.principal = row.to_principal
                here[key] = new
        moved = None
    for person in here.values():
        yield person.until(inf)


def _posts(rows: list[StaffRow], log: EventLog) -> Iterator[_Stint]:
    """Vacant posts, each until somebody is recruited to it, and those that never are.

    A recruit takes the oldest vacant post of that size in the unit; where the unit has moved to another place in the
    meantime, the oldest of the service.
    """
    vacant: list[StaffRow] = []

    def close(row: StaffRow, posts: list[StaffRow]) -> Iterator[_Stint]:
        if posts:
            vacant.remove(posts[0])
            yield _post("vacant", posts[0], row.day)

    for row in rows:
        match row.kind:
            case Kind.POST_OPENED:
                vacant.append(row)
            case Kind.POST_NEVER_REFILLED:
                yield from close(row, [p for p in reversed(vacant) if _alike(p, row) and p.unit == row.unit])
                yield _post("never_refilled", row, inf)
            case Kind.STAFF_RECRUITED if not row.swap:
                same = [p for p in vacant if _alike(p, row)]
                here = [p for p in same if p.unit == row.unit]
                yield from close(row, here or [p for p in same if _service(log, p) == _service(log, row)])
    for post in vacant:
        yield _post("vacant", post, inf)


def _alike(post: StaffRow, row: StaffRow) -> bool:
    return post.role == row.role and abs(post.fte - row.fte) < TINY


def _service(log: EventLog, row: StaffRow) -> int:
    return log.units[row.unit][0] if 0 <= row.unit < len(log.units) else -1


def _post(state: str, row: StaffRow, until: float) -> _Stint:
    return (STATES.index(state), row.unit, row.role, row.principal, row.day, until, row.fte, float(row.fte > 0.0))
