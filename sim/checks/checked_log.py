"""A log made ready for the checks, and the form of what they find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from sim.checks.catalogue import Limits
from sim.measures.spans import Array
from sim.measures.stays import Stays, stays_of
from sim.measures.story import Finder, OrderedLog
from sim.terms.words import Kind, Service

INSTITUTIONS = (Service.HVB, Service.LVM, Service.DETOX_WARD, Service.PSYCHIATRIC_EMERGENCY)
"""Where somebody is, body and all."""


class Cases(NamedTuple):
    """Clients (rows in `clients`) to whom something impossible happens, and the day; one row for each time."""

    client: Array
    day: Array


@dataclass(frozen=True)
class CheckedLog:
    """A log's story, its stays and the limits."""

    story: OrderedLog
    stays: Stays
    limits: Limits

    @classmethod
    def of(cls, story: OrderedLog, limits: Limits) -> CheckedLog:
        """Return the ground of a story."""
        return cls(story, stays_of(story), limits)

    def cases(self, rows: Array) -> Cases:
        """Return rows of the story as cases."""
        return Cases(self.story.client[rows], self.story.time[rows])

    def last(self, kinds: tuple[Kind, ...], rows: Array) -> Array:
        """Return the last row of these kinds before each of `rows`, about the same part; -1 where there is none."""
        return Finder(self.story.of(*kinds), self.story.by_part).last(rows, self.story.by_part[rows])

    def column(self, name: str, rows: Array) -> Array:
        """Return the cells of these rows; of row -1 the value -1."""
        return np.append(self.story.rows[name], -1)[rows]

    @cached_property
    def visits(self) -> VisitRows:
        """Every attended visit of a client."""
        columns = self.story.log.columns
        rows = np.flatnonzero((columns["kind"] == Kind.VISIT) & (columns["client"] >= 0))
        client = columns["client"][rows].astype(np.int64)
        at = client * self.story.stride + columns["time"][rows]
        order = np.argsort(at, kind="stable")
        part, service = (columns[name][rows][order].astype(np.int64) for name in ("part", "service"))
        return VisitRows(at[order], part, service)


class VisitRows(NamedTuple):
    """Attended visits by their position on the line (see `spans`), with part and service."""

    at: Array
    part: Array
    service: Array

    def only(self, keep: Array) -> VisitRows:
        """Return the chosen visits."""
        return VisitRows(self.at[keep], self.part[keep], self.service[keep])

    def between(self, start: Array, end: Array) -> Array:
        """Return how many visits lie in each [start, end], positions on the line."""
        many: Array = np.searchsorted(self.at, end, side="right") - np.searchsorted(self.at, start, side="left")
        return many


Finds = Callable[[CheckedLog], Cases]
"""A check: what it finds in a log."""
