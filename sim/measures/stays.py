"""Stays: from being admitted to the end of care, and which of them are treatment."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.measures.spans import Array, Spans, either, union, without
from sim.measures.story import Finder, OrderedLog
from sim.terms.fields import CANNOT_HOLD, FOR_INQUIRY
from sim.terms.words import NEED_OF_PART, Kind, Need, Part, Reason, Service

ENDS = (Kind.COMPLETED, Kind.DECIDED, Kind.DISCHARGED, Kind.LEFT_CARE, Kind.HANDOVER_LOST)
NO_TREATMENT = (FOR_INQUIRY, CANNOT_HOLD)
"""Purposes of a stay that is no treatment: an inquiry, or care that cannot hold the severity."""
INSTITUTIONS = (Service.HVB, Service.LVM)
"""Where people live while they are treated. Detox and emergency are crisis stays, and those are no treatment."""


@dataclass(frozen=True)
class Stays:
    """Stays of all clients. `start`, `end`: days. `start_row`, `end_row`: where they began and ended, -1 if none did.

    `inquiry`: ends in a decision and is no treatment.
    `treatment`: not an inquiry, not care that cannot hold the need's severity, and not a crisis stay (part ACUTE) other
    than LVM, which is months of care. `rides`: in the plan of another part's stay, whose visits are its visits.
    `admitted`: begins with an ADMITTED row; else it is the other half of one handed over to another service.
    `suspended`: when each part's stay rested, its case being on the way to another employer.
    """

    client: Array
    part: Array
    service: Array
    start: Array
    end: Array
    start_row: Array
    end_row: Array
    treatment: Array
    inquiry: Array
    rides: Array
    admitted: Array
    suspended: dict[Part, Spans]
    stride: float

    def spans(self, keep: Array) -> Spans:
        """Return the union of the chosen stays."""
        base = self.client[keep] * self.stride
        return union(base + self.start[keep], base + self.end[keep], self.stride)

    @cached_property
    def treated_part(self) -> dict[Part, Spans]:
        """When each part was treated, by anybody: in a treatment stay that does not rest."""
        return {p: without(self.spans(self.treatment & (self.part == int(p))), self.suspended[p]) for p in Part}

    @cached_property
    def treated(self) -> dict[Need, Spans]:
        """When each need was treated, by anybody: any part of it."""
        found = {need: union(np.empty(0), np.empty(0), self.stride) for need in Need}
        for part, spans in self.treated_part.items():
            found[NEED_OF_PART[part]] = either(found[NEED_OF_PART[part]], spans)
        return found

    @cached_property
    def received(self) -> Spans:
        """When anything had been received: an inquiry or a treatment, of any need, was under way.

        One definition for the survey's count, for falls and for yearly counts. Source: NB 7.1 (480 of 527 received
        help), read as help that has begun.
        """
        return either(self.spans(self.inquiry), self.treated_any)

    @cached_property
    def treated_any(self) -> Spans:
        """When any need was treated."""
        addiction, psychiatric, social = (self.treated[need] for need in Need)
        return either(either(addiction, psychiatric), social)


def stays_of(story: OrderedLog) -> Stays:
    """Return all stays of the log, each from its start to the first end of the same client, part and service.

    A start is ADMITTED. An end is one of `ENDS`, a new admission to the same service, departure, or the end of the
    log. A case HANDED_OVER to another service ends there and goes on at `to_service`, as treatment if it was; one
    that keeps its service while the principal changes is one stay.
    """
    rows, part = story.rows, story.part
    crossed = story.of(Kind.HANDED_OVER)
    to = rows["to_service"][crossed]
    crossed = crossed[(to >= 0) & (to != rows["service"][crossed])]
    admissions = story.of(Kind.ADMITTED)
    start = np.sort(np.concatenate((admissions, crossed)))
    handed = np.isin(start, crossed)
    service = np.where(handed, rows["to_service"][start], rows["service"][start])

    group = story.by_part * 32 + rows["service"] + 1
    mine = story.by_part[start] * 32 + service + 1
    end_row = Finder(np.sort(np.concatenate((story.of(*ENDS), crossed))), group).next(start, mine)
    again = story.time_of(Finder(admissions, group).next(start, mine))
    end_row = np.where(story.time_of(end_row) <= again, end_row, -1)
    client = story.client[start]
    end = np.minimum(np.minimum(story.time_of(end_row), again), story.exit[client])

    admitted_by = np.where(handed, Finder(admissions, story.by_part).last(start, story.by_part[start]), start)
    known, purpose = admitted_by >= 0, story.field("purpose", Kind.ADMITTED)
    none = known & np.isin(purpose[admitted_by], NO_TREATMENT)
    inquiry = known & (purpose[admitted_by] == FOR_INQUIRY)
    treatment = ~none & ((part[start] != Part.ACUTE) | (service == Service.LVM))
    rides = known & (rows["reason"][admitted_by] == Reason.ONE_PLAN)
    return Stays(
        client=client, part=part[start], service=service, start=story.time[start], end=end, start_row=start,
        end_row=end_row, treatment=treatment, inquiry=inquiry, rides=rides, admitted=~handed,
        suspended=_suspended(story), stride=story.stride,
    )  # fmt: skip


def _suspended(story: OrderedLog) -> dict[Part, Spans]:
    """Return when each part's stay rested: from SUSPENDED to its next RESUMED, the end of the stay or the client's."""
    rows = story.of(Kind.SUSPENDED)
    ends = Finder(story.of(Kind.RESUMED, *ENDS), story.by_part)
    client = story.client[rows]
    over = np.minimum(story.time_of(ends.next(rows, story.by_part[rows])), story.exit[client])
    start, end = story.at[rows], client * story.stride + over
    return {p: union(start[mine], end[mine], story.stride) for p in Part for mine in [story.part[rows] == int(p)]}
