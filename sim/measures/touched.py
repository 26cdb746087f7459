"""Whom a transfer touches: who is in a service on the day on which it moves, and what becomes of their needs then.

The *transfer* cohort of section 7. It is taken from the baseline's log; measured in a design's log for the same moves,
the same rows tell what became of the same people, so both tables have everybody who lives there and is present.
"""

from __future__ import annotations

import numpy as np

from sim.measures.cohorts import Cohort
from sim.measures.headline import Needs, needs_of
from sim.measures.spans import Array, Table
from sim.measures.stays import Stays
from sim.measures.story import Finder, OrderedLog
from sim.measures.treatment import NEEDS_COUNTED, Treatment
from sim.terms.move import Move
from sim.terms.words import Kind, Need, NeedState

_TYPES = (
    ("move", np.int16), ("client", np.int32), ("comorbid", np.bool_), ("touched", np.bool_), ("needs", np.int8),
    ("untreated", np.int8), ("days", np.float32), ("lost", np.bool_),
)  # fmt: skip


def touched_table(story: OrderedLog, stays: Stays, treatment: dict[Need, Treatment], moves: tuple[Move, ...]) -> Table:
    """Return one row per move and client, comorbid or not, who lives in its municipalities and is present on its day.

    `move`: index into `moves`; `client`, `comorbid`; `touched`: in care, in line, in an inquiry or parked in the
    service just before the day, with the part that moves; `needs`, `untreated`, `days`: as in `headline.cohort_table`,
    but from that day; `lost`: such a case was lost in handover within the follow-up. A move whose follow-up the log
    does not hold has no rows.
    """
    parts = [_rows(story, stays, treatment, i, move) for i, move in enumerate(moves)]
    return {
        name: np.concatenate([np.empty(0, dtype=kind), *(part[name].astype(kind) for part in parts)])
        for name, kind in _TYPES
    }


def _rows(story: OrderedLog, stays: Stays, treatment: dict[Need, Treatment], index: int, move: Move) -> Table:
    day, follow_up = move.day, story.thresholds.follow_up
    here = np.isin(np.asarray(story.log.clients["municipality"]), move.municipalities)
    line = np.arange(story.clients) * story.stride + day
    here &= (story.present.end_of(line) > line) & (day + follow_up <= story.end)
    client = np.flatnonzero(here)
    needs = _goes_on(story, treatment, needs_of(story, treatment, Cohort(client, np.full(len(client), day), follow_up)))
    return {
        "move": np.full(len(client), index),
        "client": client,
        "comorbid": story.comorbid[client],
        "touched": _inside(story, stays, move)[client],
        "needs": needs.counted.sum(axis=1),
        "untreated": needs.untreated,
        "days": needs.mean_days,
        "lost": _lost(story, move, follow_up)[client],
    }


def _goes_on(story: OrderedLog, treatment: dict[Need, Treatment], needs: Needs) -> Needs:
    """Return the needs, those in treatment just before the day being treated again from their next visit on.

    Whose case is sent on its way that very day had been treated by three visits before, and need not be anew.
    """
    cohort, days, treated = needs.cohort, needs.days.copy(), needs.treated.copy()
    at = cohort.client * story.stride + cohort.start
    for i, need in enumerate(NEEDS_COUNTED):
        cut = treatment[need].cut_short(at)
        again = treatment[need].next_after(at[cut])
        days[cut, i], treated[cut, i] = np.minimum(again, cohort.follow_up), again <= cohort.follow_up
    return Needs(cohort, needs.counted, days, treated)


def _inside(story: OrderedLog, stays: Stays, move: Move) -> Array:
    """Return which clients were in care, in line, in an inquiry or parked in the service just before the day."""
    found = np.zeros(story.clients, dtype=bool)
    there = (stays.service == move.service) & _moves(move, stays.part)
    found[stays.client[there & (stays.start < move.day) & (stays.end >= move.day)]] = True
    spells = story.spells
    now = (spells.start < move.day) & (spells.end >= move.day) & _moves(move, spells.part)
    for state, kind in ((NeedState.WAITING, Kind.ACCEPTED), (NeedState.PARKED, Kind.PARKED)):
        rows = spells.row[now & (spells.state == int(state))]
        began = Finder(story.of(kind), story.by_part).last(rows + 1, story.by_part[rows])
        there = (began >= 0) & (np.append(story.rows["service"], -1)[began] == move.service)
        found[story.client[rows[there]]] = True
    return found & _of_whom(story, move)


def _of_whom(story: OrderedLog, move: Move) -> Array:
    """Return which clients a move is about: all, or those who have one of its substances."""
    mine = np.isin(np.asarray(story.log.clients["substance"]), move.substances)
    return mine if move.substances else np.ones(story.clients, dtype=bool)


def _lost(story: OrderedLog, move: Move, follow_up: float) -> Array:
    rows = story.of(Kind.HANDOVER_LOST)
    mine = (story.rows["service"][rows] == move.service) & _moves(move, story.part[rows])
    rows = rows[mine & (story.time[rows] >= move.day)]
    found = np.zeros(story.clients, dtype=bool)
    found[story.client[rows[story.time[rows] <= move.day + follow_up]]] = True
    return found & _of_whom(story, move)


def _moves(move: Move, part: Array) -> Array:
    """Return which parts go with the move."""
    return np.ones(len(part), dtype=bool) if move.part is None else np.asarray(part == move.part)
