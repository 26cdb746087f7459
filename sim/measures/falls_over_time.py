"""Falls that consist of time passing: never received, half treated, undetected, disputed."""

from __future__ import annotations

import numpy as np

from sim.measures.boundary import NOBODY, Boundary, Charger, charge
from sim.measures.contacts import contact_spans
from sim.measures.fall_kinds import Falls, Mechanism, falls, joined, once_per_run
from sim.measures.spans import Array, both, union, without
from sim.measures.stays import NO_TREATMENT, Stays
from sim.measures.story import NEEDS, Finder, OrderedLog
from sim.terms.words import Kind, Need, NeedState, Part, Reason

_SETTLES = (Kind.DISPUTE_SETTLED, Kind.ACCEPTED, Kind.ADMITTED, Kind.GAVE_UP, Kind.WITHDREW)


def never_received(story: OrderedLog, stays: Stays, charger: Charger) -> Falls:
    """A client sought help and received none within 90 days: neither an inquiry nor treatment of any need had begun.

    Starts at the first SOUGHT row of an episode. Holds if no inquiry and no treatment stay has a moment in the 90 days
    after it and the client in that time neither withdrew a request (WITHDREW), nor was assessed as having no need
    (DECIDED NOT_ELIGIBLE), nor departed. Giving up is no excuse. Charged on day 90; episodes less than 90 days apart
    are one fall. Boundary and rule: the client's last asking, answer or acceptance in those days.
    """
    days = story.thresholds.never_received
    rows = episode_starts(story)
    client, day = story.client[rows], story.time[rows]
    excuses = np.sort(np.concatenate((story.of(Kind.WITHDREW), _not_eligible(story))))
    excused = story.time_of(Finder(excuses, story.client).next(rows, client)) <= day + days
    excused |= story.departed[client] <= day + days
    at = story.at[rows]
    holds = ~excused & ~stays.received.touches(at, at + days) & (day + days <= story.end)
    rows = rows[holds]
    rows = rows[once_per_run(story.client[rows], story.time[rows], days)]
    client, day = story.client[rows], np.asarray(story.time[rows] + days)
    b = charger.at(charger.last_block(client, day))
    return falls(Mechanism.NEVER_RECEIVED, client, day, day, b)


def episode_starts(story: OrderedLog) -> Array:
    """Return the first SOUGHT row of every episode of every client."""
    rows = story.of(Kind.SOUGHT)
    episode = np.nan_to_num(story.field("episode", Kind.SOUGHT)[rows]).astype(np.int64)
    _, first = np.unique(story.client[rows] * 100_000 + episode, return_index=True)
    return np.sort(rows[first])


def half_treated(story: OrderedLog, stays: Stays) -> Falls:
    """A client had one need treated while the other, open, went untreated for 180 days.

    The two needs of a comorbid client are addiction and psychiatric; of others with a social need, addiction and that.
    Needs, not parts: addiction is treated if either of its parts is. Take each unbroken time in which a need is open
    and in no treatment stay, and the first moment in it at which another need is in treatment: the predicate holds if
    the first need stays open and untreated for 180 days from that moment, whether or not the other's treatment lasts
    so long. It need not be known to anybody; but a need that the client withdrew in that time, or that was assessed as
    none, is not half of anything. Charged on day 180, once per such time. Boundary: from the service that
    treated the other need to the service last asked for the untreated one (nobody); rule: the last refusal's reason
    for it, else NONE.
    """
    days, parts = story.thresholds.half_treated, []
    excuses = Finder(np.sort(np.concatenate((story.of(Kind.WITHDREW), _not_eligible(story)))), story.by_need)
    asks = Finder(story.of(Kind.SOUGHT, Kind.REFERRED, Kind.REFUSED, Kind.ACCEPTED), story.by_need)
    refusals = Finder(story.of(Kind.REFUSED), story.by_need)
    for need, other, whom in (
        (Need.ADDICTION, Need.PSYCHIATRIC, story.comorbid),
        (Need.PSYCHIATRIC, Need.ADDICTION, story.comorbid),
        (Need.ADDICTION, Need.SOCIAL, ~story.comorbid),
        (Need.SOCIAL, Need.ADDICTION, ~story.comorbid),
    ):
        untreated = without(story.open_need[need], stays.treated[need])
        shared = both(untreated, stays.treated[other]).of(whom)
        end = untreated.end_of(shared.start)
        first = np.append(True, end[1:] != end[:-1])[: len(end)]
        holds = first & (end - shared.start >= days - 1e-9)
        begun = untreated.start[np.searchsorted(untreated.start, shared.start[holds], side="right") - 1]
        client, since = shared.client[holds], shared.first_day[holds]
        row, group = story.row_after(client, since + days), client * NEEDS + int(need)
        excuse = excuses.last(row, group)
        kept = (excuse < 0) | (client * story.stride + story.time_of(excuse) < begun)
        client, since, row, group = client[kept], since[kept], row[kept], group[kept]
        day = since + days
        treater = _treatment_starts(story, need).last(story.row_after(client, since), client)
        came = _service(story, treater)
        ask, no = asks.last(row, group), refusals.last(row, group)
        b = charge(story, client, came, _asked_last(story, ask), day, _reason(story, no))
        parts.append(falls(Mechanism.HALF_TREATED, client, day, day, b))
    return joined(parts)


def undetected(story: OrderedLog, stays: Stays) -> Falls:
    """A comorbid client was in contact for 180 days with the other need never found.

    A spell of contact is the time in which any part but ACUTE is in care or in an inquiry, or an ombud or a
    low-threshold clinic has contact (contacts at most 30 days apart are one); standing in a line is none. Holds if the
    spell lasts 180 days, somebody met the client in them (an attended visit), and by then the addiction or the
    psychiatric need is not known to anybody (see `known_since`). Charged on day 180 of the spell, once per spell.
    Boundary: from the service in contact to nobody; rule NONE.
    """
    days, gap = story.thresholds.undetected, story.thresholds.contact_gap
    spells = (story.in_state(NeedState.IN_CARE), stays.spans(stays.inquiry), contact_spans(story))
    start, end = np.concatenate([s.start for s in spells]), np.concatenate([s.end for s in spells])
    contact = union(start, end, story.stride, gap)
    contact = contact.of(story.comorbid)
    known = known_since(story)
    client, day = contact.client, contact.first_day + days
    unknown = np.maximum(known[client, Need.ADDICTION], known[client, Need.PSYCHIATRIC]) > day
    holds = unknown & (contact.last_day - contact.first_day >= days - 1e-9) & (story.departed[client] > day)
    met = story.visited(contact.start, contact.start + days)
    client, day = client[holds & met], day[holds & met]
    began = Finder(story.of(Kind.ACCEPTED, Kind.ADMITTED, Kind.CONTACT_BEGAN), story.client)
    held, none = began.last(story.row_after(client, day), client), np.full(len(client), NOBODY)
    b = charge(story, client, _service(story, held), none, day, np.zeros(len(client), dtype=np.int64))
    return falls(Mechanism.UNDETECTED, client, day, day, b)


def known_since(story: OrderedLog) -> Array:
    """Return the day on which each need of each client became known to somebody (clients × needs; infinity: never).

    Known: DETECTED for a part of the need, or a part of it beyond LATENT (sought, parked, waiting, in care or met),
    which includes the needs that the stock of day 0 is treated for.
    """
    rows = np.flatnonzero(
        (story.part >= 0)
        & (story.part != Part.ACUTE)
        & ((story.rows["state"] >= NeedState.SOUGHT) | np.isin(story.kind, (int(Kind.DETECTED), int(Kind.SOUGHT))))
    )
    known = np.full(story.clients * NEEDS, np.inf)
    np.minimum.at(known, story.by_need[rows], story.time[rows])
    return known.reshape(-1, NEEDS)


def disputed(story: OrderedLog, charger: Charger) -> Falls:
    """A client was in dispute for more than 60 days (see `long_disputes`).

    Charged on day 60. Boundary: the two services of the row; rule NOT_OUR_RESPONSIBILITY.
    """
    rows = long_disputes(story)
    b, day = charger.at(rows), story.time[rows] + story.thresholds.disputed
    reason = np.full(len(rows), int(Reason.NOT_OUR_RESPONSIBILITY))
    whole = Boundary(b.from_service, b.to_service, b.from_principal, b.to_principal, reason)
    return falls(Mechanism.DISPUTED, story.client[rows], day, day, whole)


def long_disputes(story: OrderedLog) -> Array:
    """Return the DISPUTE_OPENED rows of disputes that lasted more than 60 days.

    To the next DISPUTE_SETTLED, ACCEPTED, ADMITTED (a plan for all), GAVE_UP or WITHDREW of that part, departure or the
    log's end. Disputes of one part opened less than 60 days apart are one.
    """
    days, rows = story.thresholds.disputed, story.of(Kind.DISPUTE_OPENED)
    over = Finder(story.of(*_SETTLES), story.by_part)
    end = np.minimum(story.time_of(over.next(rows, story.by_part[rows])), story.exit[story.client[rows]])
    rows = rows[end - story.time[rows] > days]
    long: Array = rows[once_per_run(story.by_part[rows], story.time[rows], days)]
    return long


def _not_eligible(story: OrderedLog) -> Array:
    rows = story.of(Kind.DECIDED)
    found: Array = rows[story.rows["reason"][rows] == Reason.NOT_ELIGIBLE]
    return found


def _treatment_starts(story: OrderedLog, but: Need) -> Finder:
    rows = story.of(Kind.ADMITTED, Kind.HANDED_OVER)
    purpose = story.field("purpose", Kind.ADMITTED)[rows]
    none = np.isin(purpose, NO_TREATMENT) & (story.kind[rows] == Kind.ADMITTED)
    return Finder(rows[~none & (story.need[rows] != int(but))], story.client)


def _service(story: OrderedLog, row: Array) -> Array:
    return np.where(row >= 0, story.rows["service"][row], NOBODY) if len(row) else row


def _asked_last(story: OrderedLog, row: Array) -> Array:
    """Return the service that was asked last: where a letter or the client went, or who answered."""
    if not len(row):
        return row
    answered = np.isin(story.kind[row], (int(Kind.REFUSED), int(Kind.ACCEPTED)))
    return np.where(row < 0, NOBODY, np.where(answered, story.rows["service"][row], story.rows["to_service"][row]))


def _reason(story: OrderedLog, row: Array) -> Array:
    return np.where(row >= 0, story.rows["reason"][row], int(Reason.NONE)) if len(row) else row
