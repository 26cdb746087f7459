"""One log, made ready: each client's rows in order, fast ways to find the next and the last, states as spells.

Everything that measures asks the same few questions of a log; they are answered here once. Visits are left out of the
stories: they are most of the rows, and who needs them reads them once (`treatment`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.measures.spans import Array, Spans, union
from sim.measures.thresholds import Thresholds
from sim.measures.who_runs import WhoRuns
from sim.terms.calendar import Calendar
from sim.terms.fields import column_of
from sim.terms.log import EventLog
from sim.terms.words import NEED_OF_PART, Kind, Need, NeedState, Part, Principal

PARTS, NEEDS = len(Part), len(Need)
NEED_OF = np.array([int(n) for n in NEED_OF_PART])
OPEN = (NeedState.LATENT, NeedState.SOUGHT, NeedState.PARKED, NeedState.WAITING, NeedState.IN_CARE)
CODES = ("client", "kind", "part", "state", "service", "unit", "principal", "to_service", "to_principal", "reason")
NUMBERS = ("time", "value", "extra")
_NO_STORY = (Kind.VISIT, Kind.MISSED, Kind.RELATIVE_CONTACT, Kind.NEW_WORKER)


class Finder:
    """Finds the next or the last of some rows within a group. `group`: one number per row of the story."""

    def __init__(self, rows: Array, group: Array) -> None:
        self.size = len(group) + 1
        keys = group[rows].astype(np.int64) * self.size + rows
        order = np.argsort(keys, kind="stable")
        self.keys, self.rows = keys[order], rows[order]

    def next(self, row: Array, group: Array) -> Array:
        """Return the next of the rows after `row` in `group`, -1 where there is none."""
        return self._at(np.searchsorted(self.keys, group.astype(np.int64) * self.size + row, side="right"), group)

    def last(self, row: Array, group: Array) -> Array:
        """Return the last of the rows before `row` in `group`, -1 where there is none."""
        return self._at(np.searchsorted(self.keys, group.astype(np.int64) * self.size + row, side="left") - 1, group)

    def _at(self, i: Array, group: Array) -> Array:
        if not len(self.keys):
            return np.full(len(i), -1, dtype=np.int64)
        inside = np.clip(i, 0, len(self.keys) - 1)
        found = (i >= 0) & (i < len(self.keys)) & (self.keys[inside] // self.size == group)
        return np.where(found, self.rows[inside], -1)


@dataclass(frozen=True, slots=True)
class StateSpells:
    """How long each part of each client's needs stood in each state: from one row with a state to the next.

    `row`: the row that began it. `start`, `end`: days; the end is the client's departure or the log's at the latest.
    """

    client: Array
    part: Array
    state: Array
    start: Array
    end: Array
    row: Array
    after: Array


class OrderedLog:
    """A log, its calendar and thresholds, with its client rows ordered by client and time.

    `rows[name]`: columns of those rows. `at`: their positions on the line of `spans`. `order`: where each stands in the
    log. `end`: the log's last day.
    """

    def __init__(self, log: EventLog, calendar: Calendar, thresholds: Thresholds) -> None:
        self.log, self.calendar, self.thresholds = log, calendar, thresholds
        self.end = float(log.days)
        self.reform = float(calendar.reform_day)
        self.stride = float(np.ceil(self.end)) + 1000.0
        self.clients = len(log.clients["profile"])
        self._spans: dict[object, Spans] = {}
        columns = log.columns
        kept = np.flatnonzero((columns["client"] >= 0) & ~np.isin(columns["kind"], [int(k) for k in _NO_STORY]))
        kept = kept[np.argsort(columns["client"][kept], kind="stable")]
        self.order = kept
        self.rows = {name: columns[name][kept].astype(np.int64) for name in CODES}
        self.rows |= {name: columns[name][kept] for name in NUMBERS}
        self.client, self.time = self.rows["client"], self.rows["time"]
        self.kind, self.part = self.rows["kind"], self.rows["part"]
        self.at = self.client * self.stride + self.time
        self.by_part = self.client * PARTS + np.maximum(self.part, 0)
        self.need = np.where(self.part >= 0, NEED_OF[self.part], -1)
        self.by_need = self.client * NEEDS + np.maximum(self.need, 0)

    def of(self, *kinds: Kind) -> Array:
        """Return the rows of these kinds, in the story's order."""
        wanted = np.zeros(len(Kind), dtype=bool)
        wanted[[int(k) for k in kinds]] = True
        return np.flatnonzero(wanted[self.kind])

    def field(self, name: str, *kinds: Kind) -> Array:
        """Return the column of the story's rows in which rows of these kinds hold a field (sim.terms.fields)."""
        return self.rows[column_of(name, *kinds)]

    def time_of(self, rows: Array) -> Array:
        """Return the day of each row, infinity for row -1."""
        if not len(self.time):
            return np.full(len(rows), np.inf)
        return np.where(rows >= 0, self.time[rows], np.inf)

    def row_after(self, client: Array, day: Array) -> Array:
        """Return where the client's first row after `day` stands or would stand; `Finder.last` looks back from it."""
        return np.searchsorted(self.at, client * self.stride + day, side="right")

    @cached_property
    def comorbid(self) -> Array:
        """Whether each client's profile has a psychiatric need."""
        return (np.asarray(self.log.clients["profile"]) & 1).astype(bool)

    @cached_property
    def exit(self) -> Array:
        """The day on which each client departed; the end of the log for those who did not."""
        exits = np.full(self.clients, self.end)
        rows = self.of(Kind.DEPART)
        exits[self.client[rows]] = self.time[rows]
        return exits

    @cached_property
    def departed(self) -> Array:
        """The day on which each client departed; infinity for those who did not."""
        days = np.full(self.clients, np.inf)
        rows = self.of(Kind.DEPART)
        days[self.client[rows]] = self.time[rows]
        return days

    @cached_property
    def present(self) -> Spans:
        """From ARRIVAL to DEPART or the end of the log."""
        rows = self.of(Kind.ARRIVAL)
        who = self.client[rows]
        return union(self.at[rows], who * self.stride + self.exit[who], self.stride)

    @cached_property
    def spells(self) -> StateSpells:
        """Every part's states, one after the other."""
        rows = np.flatnonzero((self.rows["state"] >= 0) & (self.part >= 0))
        rows = rows[np.argsort(self.by_part[rows], kind="stable")]
        group, client = self.by_part[rows], self.client[rows]
        same = np.append(group[1:] == group[:-1], False)[: len(rows)]
        after = np.where(same, np.append(rows[1:], -1)[: len(rows)], -1)
        end = np.minimum(self.time_of(after), self.exit[client])
        return StateSpells(
            client=client,
            part=self.part[rows],
            state=self.rows["state"][rows],
            start=self.time[rows],
            end=end,
            row=rows,
            after=after,
        )

    def in_state(self, *states: NeedState, needs: tuple[Need, ...] | None = None) -> Spans:
        """Return when any part but ACUTE was in one of `states`; of `needs` only, if given. A day counts once."""
        parts = (p for p in Part if p is not Part.ACUTE and (needs is None or NEED_OF_PART[p] in needs))
        return self.parts_in_state(states, tuple(parts))

    def parts_in_state(self, states: tuple[NeedState, ...], parts: tuple[Part, ...]) -> Spans:
        """Return when any of `parts` was in one of `states`. A day counts once."""
        key = (states, parts)
        if key not in self._spans:
            s = self.spells
            wanted = np.zeros((len(NeedState), PARTS), dtype=bool)
            wanted[np.ix_([int(x) for x in states], [int(p) for p in parts])] = True
            keep = wanted[s.state, s.part]
            base = s.client[keep] * self.stride
            self._spans[key] = union(base + s.start[keep], base + s.end[keep], self.stride)
        return self._spans[key]

    @cached_property
    def open(self) -> Spans:
        """When any need was open."""
        return self.in_state(*OPEN)

    @cached_property
    def open_need(self) -> dict[Need, Spans]:
        """When each need was open."""
        return {need: self.in_state(*OPEN, needs=(need,)) for need in Need}

    def need_open(self, client: Array, need: Array, day: Array) -> Array:
        """Return whether `need` of `client` is open just after `day`."""
        answer = np.zeros(len(client), dtype=bool)
        for which, spans in self.open_need.items():
            mine = need == int(which)
            answer[mine] = ~np.isnan(spans.end_of(client[mine] * self.stride + day[mine]))
        return answer

    def late(self, spans: Spans) -> Spans:
        """Return what of `spans` lies between the reform day and the end."""
        return spans.within(self.reform, self.end)

    def visited(self, start: Array, end: Array) -> Array:
        """Return whether the client attended a visit, to whomever, in each [start, end] (positions on the line)."""
        at = self._visits
        return np.asarray(np.searchsorted(at, end, side="right") > np.searchsorted(at, start, side="left"))

    @cached_property
    def _visits(self) -> Array:
        columns = self.log.columns
        rows = np.flatnonzero((columns["kind"] == Kind.VISIT) & (columns["client"] >= 0))
        return np.sort(columns["client"][rows] * self.stride + columns["time"][rows])

    @cached_property
    def who_runs(self) -> WhoRuns:
        """Who ran each unit and service, and when."""
        return WhoRuns(self.log)

    def principal_of(self, service: Array, client: Array, day: Array) -> Array:
        """Return who ran `service` for `client` on `day`; -1 for service -1 or if nobody knows."""
        town = np.asarray(self.log.clients["municipality"]).astype(np.int64)
        return self.who_runs.of_services(service, town[client], day)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Words of the principals."""
        return tuple(p.name.lower() for p in Principal)
