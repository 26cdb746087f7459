"""Who is followed, from which day: the cohorts of section 7."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.measures.falls_over_time import episode_starts
from sim.measures.spans import Array
from sim.measures.story import OrderedLog


@dataclass(frozen=True, slots=True)
class Cohort:
    """Clients (indices, each once) and the day from which each is followed for `follow_up` days."""

    client: Array
    start: Array
    follow_up: float

    def __len__(self) -> int:
        return len(self.client)

    def only(self, chosen: Array) -> Cohort:
        """Return the members for whom `chosen` (bool per client of the log) holds."""
        keep = chosen[self.client]
        return Cohort(self.client[keep], self.start[keep], self.follow_up)

    def inside(self, client: Array, day: Array) -> Array:
        """Return which events (client, day) fall on a member within the follow-up, both ends included."""
        if not len(self):
            return np.zeros(len(client), dtype=bool)
        size = max(int(self.client.max()), int(client.max()) if len(client) else 0) + 1
        start = np.full(size, np.nan)
        start[self.client] = self.start
        since = day - start[client]
        return np.asarray((since >= 0) & (since <= self.follow_up))


def starting(story: OrderedLog, first: float, last: float) -> Cohort:
    """Return everyone with an episode that starts on a day in [first, last), from the first such episode on."""
    rows = episode_starts(story)
    rows = rows[(story.time[rows] >= first) & (story.time[rows] < last)]
    client, where = np.unique(story.client[rows], return_index=True)
    return Cohort(client, story.time[rows][where], story.thresholds.follow_up)


def after(story: OrderedLog) -> Cohort:
    """Return the *after* cohort, comorbid or not: episodes that start from the reform day to 545 days before the end.

    Empty if less than two years were simulated after the reform.
    """
    if story.end - story.reform < 2 * story.thresholds.follow_up:
        return starting(story, 0.0, 0.0)
    return starting(story, story.reform, story.end - story.thresholds.lookahead)


def of_year(story: OrderedLog, year: int) -> Cohort | None:
    """Return those who start in the `year`-th 365 days after the reform (from 1); None without enough follow-up."""
    first = story.reform + 365.0 * (year - 1)
    if first + 365.0 > story.end - story.thresholds.lookahead:
        return None
    return starting(story, first, first + 365.0)
