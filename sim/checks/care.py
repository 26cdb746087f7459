"""What care may be said to have done, who asks again, and what counts as contact or as a fall."""

from __future__ import annotations

import numpy as np

from sim.checks.answers import psychotic
from sim.checks.checked_log import Cases, CheckedLog
from sim.measures.fall_kinds import Mechanism
from sim.measures.falls_over_time import undetected
from sim.measures.fell import find_fell
from sim.measures.spans import both, union
from sim.measures.story import OPEN, Finder
from sim.measures.treatment import treatment_visits, treatments
from sim.terms.words import Kind, NeedState, Part, Reason, Service

ASKS = (Kind.SOUGHT, Kind.REFERRED, Kind.ACCEPTED, Kind.ADMITTED, Kind.CONFERENCE_LEAD)


def psychosis_met_too_soon(ground: CheckedLog) -> Cases:
    """A psychiatric stay of somebody with a psychosis ends MET after too few visits, or at the health centre."""
    stays, story = ground.stays, ground.story
    ended = np.flatnonzero((stays.part == Part.PSYCHIATRIC) & (stays.end_row >= 0) & (stays.start > 0.0))
    ended = ended[ground.column("state", stays.end_row[ended]) == NeedState.MET]
    ended = ended[psychotic(ground)[stays.client[ended]]]
    line, service = stays.client[ended] * story.stride, stays.service[ended]
    met = np.zeros(len(ended), dtype=np.int64)
    for which in Service:
        mine = service == int(which)
        there = ground.visits.only(ground.visits.service == int(which))
        met[mine] = there.between((line + stays.start[ended])[mine], (line + stays.end[ended])[mine])
    early = (met < ground.limits.psychosis_visits) | (service == Service.PRIMARY_CARE)
    return Cases(stays.client[ended[early]], stays.end[ended[early]])


def nobody_asks_again(ground: CheckedLog) -> Cases:
    """After NO_TAKER the client is met again and again in treatment elsewhere while the part is open, and nobody asks.

    Visits of other parts' stays count; until anybody, the client too, asks for the part, or it is open no longer.
    Asking is a chance at each visit (A304) and not everybody wants it, so one such client is no wonder: all are found
    where fewer than `asked_share` of them and of those for whom somebody did ask were asked for.
    """
    story = ground.story
    rows = story.of(Kind.NO_TAKER)
    unasked, asked = [np.empty(0, dtype=np.int64)], 0
    for part in (p for p in Part if p is not Part.ACUTE):
        mine = rows[story.part[rows] == int(part)]
        ask = Finder(story.of(*ASKS), story.by_part).next(mine, story.by_part[mine])
        asked += int(np.count_nonzero(ground.column("reason", ask) == Reason.ASKED_ANEW))
        line = story.client[mine] * story.stride
        open_till = story.parts_in_state(OPEN, (part,)).end_of(story.at[mine])
        first = np.minimum(story.time_of(ask), story.exit[story.client[mine]])
        over = np.minimum(line + first, np.nan_to_num(open_till, nan=0.0))
        elsewhere = ground.visits.only((ground.visits.part != int(part)) & (ground.visits.part != int(Part.ACUTE)))
        unasked.append(mine[elsewhere.between(story.at[mine], over) >= ground.limits.regular_visits])
    found = np.sort(np.concatenate(unasked))
    enough = asked >= ground.limits.asked_share * (asked + len(found))
    return ground.cases(found[:0] if enough else found)


def treated_and_unasked(ground: CheckedLog) -> Cases:
    """A part is in treatment while it is LATENT (nobody has been asked), or while every door stands as tried."""
    story, stays = ground.story, ground.stays
    rows = story.of(Kind.NO_TAKER)
    over = np.minimum(
        story.time_of(Finder(np.flatnonzero(story.rows["state"] >= 0), story.by_part).next(rows, story.by_part[rows])),
        story.exit[story.client[rows]],
    )
    at, end = story.at[rows], story.client[rows] * story.stride + over
    clients, days = [np.empty(0, dtype=np.int64)], [np.empty(0)]
    for part in (p for p in Part if p is not Part.ACUTE):
        mine = story.part[rows] == int(part)
        for stands in (
            union(at[mine], end[mine], story.stride), story.parts_in_state((NeedState.LATENT,), (part,)),
        ):  # fmt: skip
            found = both(stays.treated_part[part], stands)
            clients.append(found.client)
            days.append(found.first_day)
    return Cases(np.concatenate(clients), np.concatenate(days))


def contact_without_visit(ground: CheckedLog) -> Cases:
    """A fall `undetected` of somebody whom nobody has met in the days that it counts as contact."""
    story = ground.story
    found = undetected(story, ground.stays)
    end = found.client * story.stride + found.day
    empty = ground.visits.between(end - story.thresholds.undetected, end) == 0
    return Cases(found.client[empty], found.day[empty])


def at_once_a_fall(ground: CheckedLog) -> Cases:
    """Who gave up between services within days of the asking is among those who fell that day."""
    story = ground.story
    needs, _ = treatments(story, ground.stays, treatment_visits(story, ground.stays))
    fell = find_fell(story, needs)
    fallen = fell.mechanism == int(Mechanism.GAVE_UP_BETWEEN)
    where = fell.client[fallen] * story.stride + fell.day[fallen]
    rows = story.of(Kind.GAVE_UP)
    rows = rows[story.rows["reason"][rows] == Reason.GAVE_UP_BETWEEN]
    rows = rows[story.field("days_since_asked", Kind.GAVE_UP)[rows] < story.thresholds.asked]
    return ground.cases(rows[np.isin(story.at[rows], where)])
