"""Falls that happen on one row: a letter lost, sent round, giving up, a case lost in handover."""

from __future__ import annotations

import numpy as np

from sim.measures.boundary import Boundary, Charger, charge
from sim.measures.fall_kinds import Falls, Mechanism, falls
from sim.measures.spans import Array
from sim.measures.story import OPEN, Finder, OrderedLog
from sim.terms.words import Kind, Part, Reason

REFUSING = (int(Reason.OUTSIDE_CATCHMENT), int(Reason.METHOD_NOT_OFFERED))
NO_REFUSAL = (int(Reason.NO_CONSENT), int(Reason.NOT_ELIGIBLE))
"""The client's own no, and an assessment that finds no need: neither turns anybody away."""
RESETS = (Kind.SOUGHT, Kind.ACCEPTED, Kind.ADMITTED, Kind.GAVE_UP, Kind.WITHDREW)


def lost_referral(story: OrderedLog, charger: Charger) -> Falls:
    """A client was referred and never arrived: a REFERRAL_LOST row after which the part is open. Charged that day."""
    return _rows(story, charger, Mechanism.LOST_REFERRAL, still_open(story, story.of(Kind.REFERRAL_LOST)))


def gave_up_in_queue(story: OrderedLog, charger: Charger) -> Falls:
    """A client left a queue or a wait for a decision: GAVE_UP for one of those reasons, the part open after it.

    Not within 3 days of beginning to ask (see `gave_up`). Charged that day, to the boundary between who sent the client
    and whose queue it was.
    """
    rows = gave_up(story)
    reason = story.rows["reason"][rows]
    in_queue = np.isin(reason, (int(Reason.GAVE_UP_IN_QUEUE), int(Reason.GAVE_UP_WAITING_FOR_DECISION)))
    return _rows(story, charger, Mechanism.GAVE_UP_IN_QUEUE, rows[in_queue])


def gave_up_between(story: OrderedLog, charger: Charger) -> Falls:
    """A client stopped seeking between services: GAVE_UP with reason GAVE_UP_BETWEEN, the part open after it.

    Not within 3 days of beginning to ask (see `gave_up`). Charged that day, to the boundary and rule of the last answer
    or letter before it.
    """
    rows = gave_up(story)
    return _rows(story, charger, Mechanism.GAVE_UP_BETWEEN, rows[story.rows["reason"][rows] == Reason.GAVE_UP_BETWEEN])


def gave_up(story: OrderedLog) -> Array:
    """Return the rows on which somebody gave up with the part open, unless within 3 days of beginning to ask.

    Who gives up at once has not been kept waiting, nor sent round, by anybody.
    """
    rows = still_open(story, story.of(Kind.GAVE_UP))
    at_once: Array = story.field("days_since_asked", Kind.GAVE_UP)[rows] < story.thresholds.asked
    return np.asarray(rows[~at_once])


def lost_in_handover(story: OrderedLog, charger: Charger) -> Falls:
    """An active client's case did not arrive: a HANDOVER_LOST row after which the part is open. Charged that day.

    Boundary: what the last HANDOVER_TRIED of the part names, else the row itself; a service that keeps its cases under
    a new principal is on both sides. Rule HANDOVER_LOST.
    """
    rows = still_open(story, story.of(Kind.HANDOVER_LOST))
    tried = Finder(story.of(Kind.HANDOVER_TRIED), story.by_part).last(rows, story.by_part[rows])
    b = charger.at(np.where(tried >= 0, tried, rows))
    to = np.where(b.to_service < 0, b.from_service, b.to_service)
    to_principal = np.where(
        b.to_principal < 0, story.principal_of(to, story.client[rows], story.time[rows]), b.to_principal
    )
    reason = np.full(len(rows), int(Reason.HANDOVER_LOST))
    whole = Boundary(b.from_service, to, b.from_principal, to_principal, reason)
    day = story.time[rows]
    return falls(Mechanism.LOST_IN_HANDOVER, story.client[rows], day, day, whole)


def refusals(story: OrderedLog) -> Array:
    """Return the rows on which a service said no; the client's no and "no need" are none (see `NO_REFUSAL`)."""
    rows = story.of(Kind.REFUSED)
    no: Array = rows[~np.isin(story.rows["reason"][rows], NO_REFUSAL)]
    return no


def bounces(story: OrderedLog) -> Array:
    """Return the rows on which a client was turned away from one door for one part: refused, or referred on.

    A refusal (see `refusals`; not ACUTE); or a REFERRED row that gives a refusal's reason although its sender has not
    refused the client for that reason before (then refusal and letter, and the letter sent again, are one bounce). A
    referral for another need, to aftercare or after an assessment is no bounce.
    """
    refused = refusals(story)
    sent = story.of(Kind.REFERRED)
    reason = story.rows["reason"][sent]
    sent = sent[(reason >= REFUSING[0]) & (reason <= REFUSING[1]) & ~np.isin(reason, NO_REFUSAL)]
    why = (story.client * 32 + story.rows["service"] + 1) * 32 + story.rows["reason"]
    sent = sent[Finder(refused, why).last(sent, why[sent]) < 0]
    rows = np.sort(np.concatenate((refused, sent)))
    turned: Array = rows[story.part[rows] != Part.ACUTE]
    return turned


def bounced_rows(story: OrderedLog) -> tuple[Array, Array]:
    """Return the rows of the first and the second bounce, wherever somebody was turned away twice in a row.

    In a row: for one part, with no SOUGHT, ACCEPTED, ADMITTED (a plan for all), GAVE_UP or WITHDREW of it between.
    """
    turned = bounces(story)
    rows = np.sort(np.concatenate((turned, story.of(*RESETS))))
    is_bounce = np.isin(rows, turned)
    order = np.argsort(story.by_part[rows], kind="stable")
    rows, is_bounce = rows[order], is_bounce[order]
    group = story.by_part[rows]
    count = np.cumsum(is_bounce)
    new = np.append(True, group[1:] != group[:-1])[: len(rows)]
    base = np.maximum.accumulate(np.where(~is_bounce, count, np.where(new, count - 1, 0))) if len(rows) else count
    second = np.flatnonzero(is_bounce & (count - base == 2))
    return rows[second - 1], rows[second]


def bounced(story: OrderedLog, charger: Charger) -> Falls:
    """A client was turned away twice in a row: a second bounce (see `bounces`) in one request without an acceptance.

    One fall per such row, on the day of the second. Boundary: from the first who turned the client away to the second;
    rule: the second's reason.
    """
    first, second = bounced_rows(story)
    day, service = story.time[second], story.rows["service"]
    b = charge(story, story.client[second], service[first], service[second], day, story.rows["reason"][second])
    by, then = story.rows["principal"][first], story.rows["principal"][second]
    b = Boundary(
        b.from_service,
        b.to_service,
        np.where(by >= 0, by, b.from_principal),
        np.where(then >= 0, then, b.to_principal),
        b.reason,
    )
    return falls(Mechanism.BOUNCED, story.client[second], day, day, b)


def still_open(story: OrderedLog, rows: Array) -> Array:
    """Return those of `rows` after which their part is open and the client has not gone; ACUTE is left out."""
    state = story.rows["state"][rows]
    gone = story.departed[story.client[rows]] <= story.time[rows]
    kept: Array = rows[np.isin(state, [int(s) for s in OPEN]) & ~gone & (story.part[rows] != Part.ACUTE)]
    return kept


def _rows(story: OrderedLog, charger: Charger, mechanism: Mechanism, rows: Array) -> Falls:
    day = story.time[rows]
    return falls(mechanism, story.client[rows], day, day, charger.at(rows))
