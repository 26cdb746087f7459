"""Stays: from being admitted to the end of care, and which of them are treatment."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.measures.spans import Array, Spans, union
from sim.measures.story import NEED_OF, Finder, Story
from sim.terms.words import Kind, Need, Part, Service

ENDS = (Kind.COMPLETED, Kind.DECIDED, Kind.DISCHARGED, Kind.LEFT_CARE, Kind.HANDOVER_LOST)


@dataclass(frozen=True)
class Stays:
    """Stays of all clients. `start`, `end`: days. `end_row`: the row that ended it, -1 if none did.

    `treatment`: not an assessment, and not a crisis stay (part ACUTE) other than LVM, which is months of care.
    `admitted`: begins with an ADMITTED row; else it is the other half of one handed over to another service.
    """

    client: Array
    part: Array
    service: Array
    start: Array
    end: Array
    end_row: Array
    treatment: Array
    admitted: Array
    stride: float

    def spans(self, keep: Array) -> Spans:
        """Return the union of the chosen stays."""
        base = self.client[keep] * self.stride
        return union(base + self.start[keep], base + self.end[keep], self.stride)

    @cached_property
    def treated(self) -> dict[Need, Spans]:
        """When each need was treated, by anybody."""
        need = NEED_OF[self.part]
        return {n: self.spans(self.treatment & (need == int(n))) for n in Need}

    @cached_property
    def treated_any(self) -> Spans:
        """When any need was treated."""
        return self.spans(self.treatment)


def stays_of(story: Story) -> Stays:
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
    assessment = (admitted_by >= 0) & (rows["extra"][admitted_by] == 1)
    treatment = ~assessment & ((part[start] != Part.ACUTE) | (service == Service.LVM))
    return Stays(client, part[start], service, story.time[start], end, end_row, treatment, ~handed, story.stride)
