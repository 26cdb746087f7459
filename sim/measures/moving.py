"""What a moving service gives before, at and after its day: hours of attended visits and posts filled, month by month.

Read from a design's log and from its baseline's for the same moves, so that the one can be set beside the other.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from sim.measures.posts import WORKING, Stints
from sim.measures.spans import Array, Table
from sim.measures.story import OrderedLog
from sim.terms.move import Move
from sim.terms.words import Kind

MONTH_DAYS = 30.0
BEFORE, AFTER = 12, 48
"""Months before the day and from it on. Four years: as long as the longest precedent was followed (X228)."""


def moving_table(story: OrderedLog, stints: Stints, moves: tuple[Move, ...]) -> Table:
    """Return one row per move of a service and month around its day; an inquiry that another takes over has none, nor
    what closes.

    `move`: index into `moves`; `since`: months from its day, -12 first; `hours`: of visits attended in the service by
    clients of its municipalities; `posts`: FTE at work in its units, mean of the month's days. Months that do not lie
    whole in the log have no rows.
    """
    columns = story.log.columns
    visits = np.flatnonzero((columns["kind"] == Kind.VISIT) & (columns["client"] >= 0))
    spent = story.log.field("hours", Kind.VISIT)
    town = np.asarray(story.log.clients["municipality"])[columns["client"][visits]]
    service, working = columns["service"][visits], stints.of(*WORKING)
    rows: dict[str, list[Array]] = {"move": [], "since": [], "hours": [], "posts": []}
    for index, move in enumerate(moves):
        if move.part is not None or move.closes:
            continue
        since = np.arange(-BEFORE, AFTER)
        edges = move.day + MONTH_DAYS * np.arange(-BEFORE, AFTER + 1)
        inside = (edges[:-1] >= 0.0) & (edges[1:] <= story.end)
        mine = visits[(service == move.service) & np.isin(town, move.municipalities)]
        hours = np.histogram(columns["time"][mine], bins=edges, weights=np.nan_to_num(spent[mine]))[0]
        there = np.flatnonzero(working & np.isin(stints.unit, _units(story, move)))
        days = np.array([float((stints.within(a, b) * stints.fte)[there].sum()) for a, b in pairwise(edges.tolist())])
        for name, column in (
            ("move", np.full(len(since), index)), ("since", since), ("hours", hours), ("posts", days / MONTH_DAYS),
        ):  # fmt: skip
            rows[name].append(column[inside])
    kinds = (("move", np.int16), ("since", np.int16), ("hours", np.float64), ("posts", np.float64))
    return {name: np.concatenate([np.empty(0), *rows[name]]).astype(kind) for name, kind in kinds}


def _units(story: OrderedLog, move: Move) -> Array:
    """Return the units of the service in the move's municipalities; all of them where it sits in none by name."""
    mine = [(i, at) for i, (service, _, at, _) in enumerate(story.log.units) if service == move.service]
    towns = {story.log.municipalities[i] for i in move.municipalities}
    here = [i for i, at in mine if at in towns]
    return np.array(here or [i for i, _ in mine], dtype=np.int64)
