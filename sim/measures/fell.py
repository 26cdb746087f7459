"""Falling between chairs: turned away or lost, and then left without treatment for 90 days.

The second of the two headlines (section 7); it says how people fall, `headline` says how many go without. What turns
away or loses is read from the rows that the predicates of the twelve mechanisms read; whether it counts is decided here
by one rule for all. Giving up in one service's own line is a queue and no space between chairs, so it is not among
them; nor are the client's own no and "no need".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.measures.fall_kinds import Mechanism, once_per_run
from sim.measures.falls_after import discharges, left_without_aftercare, no_for_use
from sim.measures.falls_between import bounced_rows, gave_up, refusals, still_open
from sim.measures.falls_over_time import episode_starts, known_since, long_disputes
from sim.measures.spans import Array
from sim.measures.story import NEED_OF, OPEN, Finder, OrderedLog
from sim.measures.treatment import Treatment
from sim.terms.fields import FOR_INQUIRY
from sim.terms.words import Kind, Need, Part, Reason, Service

WAYS = tuple(
    Mechanism[name]
    for name in (
        "LOST_REFERRAL", "BOUNCED", "SOBRIETY_BLOCKED", "GAVE_UP_BETWEEN", "UNDETECTED", "DISPUTED", "DISCHARGED_UNMET",
        "NO_AFTERCARE", "LOST_IN_HANDOVER",
    )
)  # fmt: skip
"""The mechanisms by which somebody is turned away or lost."""
PARTS_COUNTED = (Part.PSYCHOSOCIAL, Part.MEDICAL, Part.PSYCHIATRIC)
"""A social need alone does not count."""
TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Fell:
    """What happened to whom: `client`, `part`, `mechanism` (of `WAYS`) and the `day` to which it is charged."""

    client: Array
    part: Array
    mechanism: Array
    day: Array

    def __len__(self) -> int:
        return len(self.client)

    def only(self, keep: Array) -> Fell:
        """Return the chosen ones (bool or indices)."""
        return Fell(self.client[keep], self.part[keep], self.mechanism[keep], self.day[keep])


def find_fell(story: OrderedLog, treatment: dict[Need, Treatment]) -> Fell:
    """Return everybody who was turned away or lost and then went untreated, comorbid or not, by client and day."""
    found = _events(story)
    found = found.only(_goes_without(story, treatment, found))
    return found.only(np.lexsort((found.part, found.mechanism, found.day, found.client)))


def newly_fallen(story: OrderedLog, fell: Fell) -> Fell:
    """Return of each client's falls those that come more than 90 days after the one before: persons, not events."""
    return fell.only(once_per_run(fell.client, fell.day, story.thresholds.untreated))


def _goes_without(story: OrderedLog, treatment: dict[Need, Treatment], found: Fell) -> Array:
    """Return which events count: for 90 days from the day charged the part stays open, untreated, the client present.

    Untreated: no attended treatment visit and no night in an institution in those days, for dependence of either part;
    and the need was not in treatment on the day itself (see `Treatment.running`). An admission alone saves nobody.
    """
    days = story.thresholds.untreated
    at = found.client * story.stride + found.day
    counts = story.departed[found.client] > found.day + days
    need = NEED_OF[found.part]
    for which, by in treatment.items():
        mine = need == int(which)
        counts[mine] &= ~by.running(at[mine]) & ~by.given(at[mine], at[mine] + days)
    for part in Part:
        mine = found.part == int(part)
        stays_open = story.parts_in_state(OPEN, (part,)).end_of(at[mine]) >= at[mine] + days - TINY
        counts[mine] &= stays_open if part in PARTS_COUNTED else np.zeros(int(mine.sum()), dtype=bool)
    return np.asarray(counts)


def _events(story: OrderedLog) -> Fell:
    """Return every time somebody was turned away or lost, whether it counts or not."""
    rows_of = {
        Mechanism.LOST_REFERRAL: still_open(story, story.of(Kind.REFERRAL_LOST)),
        Mechanism.BOUNCED: bounced_rows(story)[1],
        Mechanism.SOBRIETY_BLOCKED: no_for_use(story),
        Mechanism.GAVE_UP_BETWEEN: _gave_up_after_an_answer(story),
        Mechanism.DISPUTED: long_disputes(story),
        Mechanism.DISCHARGED_UNMET: discharges(story),
        Mechanism.NO_AFTERCARE: left_without_aftercare(story),
        Mechanism.LOST_IN_HANDOVER: np.concatenate((story.of(Kind.HANDOVER_LOST), _sent_on_their_way(story))),
    }
    events = [_never_found(story)]
    for mechanism, rows in rows_of.items():
        day = story.time[rows] + (story.thresholds.disputed if mechanism is Mechanism.DISPUTED else 0.0)
        events += _about(story.client[rows], story.part[rows], mechanism, day)
    return Fell(*(np.concatenate(columns) for columns in zip(*events, strict=True)))


def _sent_on_their_way(story: OrderedLog) -> Array:
    """Return where a case leaves for another employer: visits that rest since the client moves into an institution
    rest at the instant of that admission, and nobody has sent the case anywhere."""
    rows, taken = story.of(Kind.SUSPENDED), story.of(Kind.ADMITTED)
    moves_in = (story.part[taken] == int(Part.ACUTE)) | (story.rows["service"][taken] == int(Service.HVB))
    return np.asarray(rows[~np.isin(story.at[rows], story.at[taken[moves_in]])])


_Columns = tuple[Array, Array, Array, Array]


def _about(client: Array, part: Array, mechanism: Mechanism, day: Array) -> list[_Columns]:
    """Return the events, those of a crisis line (ACUTE) once for each part of dependence, since it is none itself."""
    acute, which = part == int(Part.ACUTE), np.full(len(client), int(mechanism))
    found = [(client[~acute], part[~acute], which[~acute], day[~acute])]
    for own in (Part.PSYCHOSOCIAL, Part.MEDICAL):
        found.append((client[acute], np.full(int(acute.sum()), int(own)), which[acute], day[acute]))
    return found


def _never_found(story: OrderedLog) -> _Columns:
    """Of every episode: a need that nobody knows of 180 days after its asking, in contact or not. Charged that day."""
    rows, known = episode_starts(story), known_since(story)
    client, day = story.client[rows], story.time[rows] + story.thresholds.never_found
    found: list[_Columns] = []
    for part in PARTS_COUNTED:
        mine = known[client, NEED_OF[int(part)]] > day
        many = int(mine.sum())
        found.append((client[mine], np.full(many, int(part)), np.full(many, int(Mechanism.UNDETECTED)), day[mine]))
    who, parts, which, days = (np.concatenate(columns) for columns in zip(*found, strict=True))
    return who, parts, which, days


def _gave_up_after_an_answer(story: OrderedLog) -> Array:
    """Return the rows on which somebody gave up between services, sent on or turned away before.

    A refusal, discharge or referral of that part, since it was last given up, withdrawn or taken into care: who asked
    one door and gave up at its silence was between no services.
    """
    rows = gave_up(story)
    rows = rows[story.rows["reason"][rows] == Reason.GAVE_UP_BETWEEN]
    answers = np.append(refusals(story), story.of(Kind.DISCHARGED, Kind.REFERRED, Kind.REFERRAL_LOST))
    taken = story.of(Kind.ADMITTED)
    taken = taken[story.field("purpose", Kind.ADMITTED)[taken] != FOR_INQUIRY]
    ends = np.append(taken, story.of(Kind.GAVE_UP, Kind.WITHDREW))
    last, over = (Finder(some, story.by_part).last(rows, story.by_part[rows]) for some in (answers, ends))
    return np.asarray(rows[last > over])
