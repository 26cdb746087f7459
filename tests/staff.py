"""A county's staff as its log tells of it: every person in one place, every post filled, vacant or gone."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

from sim.terms.log import EventLog
from sim.terms.words import Kind

TINY = 1e-9
ABOUT_STAFF = (*range(Kind.STAFF_EMPLOYED, Kind.POST_NEVER_REFILLED + 1), int(Kind.STAFF_TO_UNIT), int(Kind.STAFF_LENT))
Row = tuple[float, Kind, int, int, float]


@dataclass
class CountyLedger:
    """Books every staff row in turn and sees that nobody and no post comes from or goes to nowhere (FTE).

    `on_the_way`: has left one unit and not yet begun in the next. `owed`: the person has gone, the post is not opened
    yet. `early`: the post is opened, the person works on (dual running).
    """

    present: dict[int, tuple[int, float]] = field(default_factory=dict)
    left: set[int] = field(default_factory=set)
    opened: set[int] = field(default_factory=set)
    on_the_way: float = 0.0
    vacant: float = 0.0
    gone: float = 0.0
    owed: float = 0.0
    early: float = 0.0
    posts: float = 0.0
    leaving_goes: bool = False  # the next to begin is one whose post is opened already

    def take(self, row: Row) -> None:
        """Book one row and see that the sum is kept."""
        day, kind, unit, worker, fte = row
        match kind:
            case Kind.STAFF_EMPLOYED:
                assert worker not in self.present
                self.present[worker] = (unit, fte)
                if day == 0.0:
                    self.posts += fte
                else:
                    self.on_the_way -= fte
                    if self.leaving_goes:
                        self.opened.add(worker)
                self.leaving_goes = False
            case Kind.STAFF_TO_UNIT if worker in self.left:  # has declined, and goes on in social work with the post
                self.left.discard(worker)
                self.owed -= fte
                self.on_the_way += fte
            case Kind.STAFF_TO_UNIT:
                at, before = self.present.pop(worker)
                assert at == unit
                assert fte <= before + TINY
                if before - fte > TINY:
                    self.present[worker] = (at, before - fte)
                self.leaving_goes = worker in self.opened
                self.on_the_way += fte
            case Kind.STAFF_OFFERED | Kind.STAFF_FOLLOWED | Kind.STAFF_LENT:
                assert worker in self.present
            case Kind.STAFF_STAYED | Kind.STAFF_RESIGNED:
                at, before = self.present.pop(worker)
                assert (at, before) == (unit, pytest.approx(fte))
                self.left.add(worker)
                if worker in self.opened:
                    self.early -= fte
                else:
                    self.owed += fte
            case Kind.POST_OPENED:
                self.vacant += fte
                if worker < 0:
                    self.posts += fte
                elif worker in self.left:
                    self.owed -= fte
                else:
                    assert worker in self.present
                    assert worker not in self.opened
                    self.opened.add(worker)
                    self.early += fte
            case Kind.POST_NEVER_REFILLED:
                self.vacant -= fte
                self.gone += fte
            case Kind.STAFF_RECRUITED:
                assert worker not in self.present
                assert worker not in self.left
                self.present[worker] = (unit, fte)
                if self.owed > TINY:  # ordinary turnover: into the place of the one who has just gone
                    self.owed -= fte
                else:
                    self.vacant -= fte
        for rest in (self.on_the_way, self.vacant, self.gone, self.owed, self.early):
            assert rest > -TINY, (row, self)
        total = sum(f for _, f in self.present.values()) + self.on_the_way + self.vacant + self.gone
        assert total + self.owed - self.early == pytest.approx(self.posts, abs=1e-6), row


def staff_rows(log: EventLog) -> list[Row]:
    """Return (day, kind, unit, worker, FTE) of all rows about staff. A team of no FTE stands for counted places."""
    c = log.columns
    return [
        (t, Kind(k), u, w, f)
        for t, k, u, w, f in zip(*(c[n].tolist() for n in ("time", "kind", "unit", "worker", "value")), strict=True)
        if k in ABOUT_STAFF and f > 0.0
    ]


def booked(log: EventLog) -> CountyLedger:
    """Return the ledger at the end of a log; every row has been seen to keep the sum."""
    ledger = CountyLedger()
    for row in staff_rows(log):
        ledger.take(row)
    assert ledger.on_the_way == pytest.approx(0.0, abs=1e-6)
    assert ledger.owed == pytest.approx(0.0, abs=1e-6)
    return ledger


def fte_days(log: EventLog, index: int, start: float, end: float) -> float:
    """Return the FTE-days that somebody worked in a unit from `start` to `end`, locums included."""
    c = log.columns
    signs = {
        Kind.STAFF_EMPLOYED: 1, Kind.STAFF_RECRUITED: 1, Kind.LOCUM_CAME: 1,
        Kind.STAFF_STAYED: -1, Kind.STAFF_RESIGNED: -1, Kind.LOCUM_LEFT: -1, Kind.STAFF_TO_UNIT: -1,
    }  # fmt: skip
    here = np.flatnonzero((c["unit"] == index) & np.isin(c["kind"], list(signs)) & (c["value"] > 0.0))
    days = np.append(c["time"][here], np.inf).clip(start, end)
    sign = np.array([signs[Kind(k)] for k in c["kind"][here].tolist()])
    for row in range(len(here) - 1):  # whoever stays in social work leaves the unit once, with the row after
        stays = c["kind"][here[row]] == Kind.STAFF_STAYED and c["kind"][here[row] + 1] == Kind.STAFF_TO_UNIT
        sign[row] *= not stays
    staffed = np.cumsum(sign * c["value"][here])
    return float(np.sum(np.diff(days) * staffed))
