"""When a need is treated: attended visits and nights in an institution, never an admission, a line or a handover.

The headline's yardstick (section 7). A need counts as treated once it has had three attended visits, or 14 nights in an
institution, of treatment by anybody; dependence by either of its parts. An inquiry, talks without a plan, contact, a
crisis stay and care that cannot hold the severity are no treatment, and an accepted wait is nothing at all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.measures.spans import Array, Spans
from sim.measures.stays import INSTITUTIONS, Stays
from sim.measures.story import PARTS, OrderedLog
from sim.measures.thresholds import Thresholds
from sim.terms.words import NEED_OF_PART, Kind, Need, Part

NEEDS_COUNTED = (Need.ADDICTION, Need.PSYCHIATRIC)
"""The two needs of the headline; a social need is support and no treatment."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """What was done for one need, or one part of one, by anybody.

    `visits`: positions (see `spans`) of attended treatment visits, sorted. `nights`: stays in an institution for
    treatment. `stays`: all treatment stays that do not rest.
    """

    visits: Array
    nights: Spans
    stays: Spans
    thresholds: Thresholds

    def running(self, at: Array) -> Array:
        """Return whether the need is in treatment at each position.

        A treatment stay runs that began before, and in the 90 days before there was a visit or a night. So neither an
        admission nor a case on its way protects, and a stay that nobody comes to does so for 90 days only.
        """
        return np.asarray((_last_before(self.stays.start, self.stays.end, at) > at) & self._recent(at))

    def cut_short(self, at: Array) -> Array:
        """Return whether the need was in treatment until each position, and was no longer from there on."""
        return np.asarray((_last_before(self.stays.start, self.stays.end, at) == at) & self._recent(at))

    def next_after(self, at: Array) -> Array:
        """Return the days from each position to the next visit, infinity if there is none."""
        return np.append(self.visits, np.inf)[np.searchsorted(self.visits, at, side="left")] - at

    def _recent(self, at: Array) -> Array:
        since = at - self.thresholds.in_treatment
        seen = _last_before(self.visits, self.visits, at) >= since
        return seen | (_last_before(self.nights.start, self.nights.end, at) >= since)

    def given(self, after: Array, by: Array) -> Array:
        """Return whether there was a visit, or a moment in an institution, after one position and by another."""
        i = np.searchsorted(self.visits, after, side="right")
        return np.asarray((np.append(self.visits, np.inf)[i] <= by) | self.nights.touches(after, by))

    def days_from(self, at: Array) -> Array:
        """Return the days from each position to the third visit or the 14th night, whichever is first.

        0 where the need is in treatment already; infinity if it never comes. What comes after a client's own time
        belongs to the next one and lies at least 1,000 days ahead, so whoever asks caps it.
        """
        third = np.searchsorted(self.visits, at, side="left") + round(self.thresholds.treated_visits) - 1
        visits = np.append(self.visits, np.inf)[np.minimum(third, len(self.visits))]
        reached = np.minimum(visits, self._night(at))
        return np.where(self.running(at), 0.0, reached - at)

    def _night(self, at: Array) -> Array:
        """Return the position at which the 14 nights from `at` on are full, several stays together."""
        start, end = self.nights.start, self.nights.end
        if not len(start):
            return np.full(len(at), np.inf)
        total = np.append(0.0, np.cumsum(end - start))
        i = np.searchsorted(end, at, side="right")
        before = total[i] + np.maximum(at - np.append(start, np.inf)[i], 0.0)
        wanted = before + self.thresholds.treated_nights
        j = np.searchsorted(total[1:], wanted, side="left")
        whole = np.append(start, np.inf)[j] + wanted - np.append(total[:-1], 0.0)[j]
        return np.where(j < len(start), whole, np.inf)


def _last_before(start: Array, end: Array, at: Array) -> Array:
    """Return the end of what began last before each position, minus infinity if nothing did."""
    return np.append(-np.inf, end)[np.searchsorted(start, at, side="left")]


def treatments(story: OrderedLog, stays: Stays, visits: Visits) -> tuple[dict[Need, Treatment], Treatment]:
    """Return the treatment of each of the two needs, and of the psychosocial part alone."""
    house = stays.treatment & np.isin(stays.service, [int(s) for s in INSTITUTIONS])

    def of(parts: list[Part], running: Spans) -> Treatment:
        chosen = np.isin(stays.part, [int(p) for p in parts])
        mine = np.sort(visits.at[np.isin(visits.part, [int(p) for p in parts])])
        return Treatment(mine, stays.spans(house & chosen), running, story.thresholds)

    needs = {n: of([p for p in Part if NEED_OF_PART[p] is n], stays.treated[n]) for n in NEEDS_COUNTED}
    return needs, of([Part.PSYCHOSOCIAL], stays.treated_part[Part.PSYCHOSOCIAL])


@dataclass(frozen=True, slots=True)
class Visits:
    """Attended visits that were treatment. `at`: position; `part`: whom it treated; `row`: of the log's columns.

    A visit stands once for the part whose stay it was, if that was treatment, and once for each part that rode along.
    """

    at: Array
    part: Array
    row: Array


def treatment_visits(story: OrderedLog, stays: Stays) -> Visits:
    """Return every VISIT that belongs to a treatment stay, by the order of the log's rows.

    A visit belongs to the stay of its client, part and service that began last before it and has not ended. The parts
    that ride along in a plan for all are treated by the visits of the stay that they ride with.
    """
    columns = story.log.columns
    row = np.flatnonzero((columns["kind"] == Kind.VISIT) & (columns["client"] >= 0) & (columns["part"] >= 0))
    client, part, service = (columns[name][row].astype(np.int64) for name in ("client", "part", "service"))
    size = len(columns["kind"]) + 1
    begins = story.order[stays.start_row]
    ends = np.append(story.order, size)[stays.end_row]

    here = ((stays.client * PARTS + stays.part) * 32 + stays.service) * size
    order = np.argsort(here + begins, kind="stable")
    group = ((client * PARTS + part) * 32 + service) * size
    stay = np.append(-1, order)[np.searchsorted((here + begins)[order], group + row)]
    inside = np.append(here, -1)[stay] == group
    inside &= row < np.append(ends, -1)[stay]
    own = inside & np.append(stays.treatment, False)[stay]

    riders = np.flatnonzero(stays.rides & stays.treatment)
    plan = np.flatnonzero(inside)
    at_service = client[plan] * 32 + service[plan]
    by_service = np.argsort(at_service * size + row[plan], kind="stable")
    keys = (at_service * size + row[plan])[by_service]
    theirs = (stays.client[riders] * 32 + stays.service[riders]) * size
    low = np.searchsorted(keys, theirs + begins[riders])
    many = np.maximum(np.searchsorted(keys, theirs + ends[riders]) - low, 0)
    each = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    along = plan[by_service[np.repeat(low, many) + each]]

    all_rows = np.concatenate((row[own], row[along]))
    parts = np.concatenate((part[own], np.repeat(stays.part[riders], many)))
    at = columns["client"][all_rows] * story.stride + columns["time"][all_rows]
    return Visits(at, parts, all_rows)
