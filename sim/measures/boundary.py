"""Between which two services, and by what rule, a client fell: read from the row at which it happened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.measures.spans import Array
from sim.measures.story import Finder, OrderedLog
from sim.terms.words import Kind, Reason

NOBODY = -1
"""No service: the client came alone (sender), or nobody was asked (receiver)."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """From which service to which, who ran them, and the rule (Reason). Codes, -1 where there is none."""

    from_service: Array
    to_service: Array
    from_principal: Array
    to_principal: Array
    reason: Array


class Charger:
    """Charges rows of a story to a boundary."""

    def __init__(self, story: OrderedLog) -> None:
        self.story = story
        self.asks = Finder(story.of(Kind.SOUGHT, Kind.REFERRED), story.by_part)
        self.answers = Finder(story.of(Kind.SOUGHT, Kind.REFUSED, Kind.REFERRED, Kind.REFERRAL_LOST), story.by_part)
        self.blocks = Finder(
            story.of(Kind.SOUGHT, Kind.REFUSED, Kind.REFERRED, Kind.REFERRAL_LOST, Kind.GAVE_UP, Kind.ACCEPTED),
            story.client,
        )

    def at(self, rows: Array) -> Boundary:
        """Charge each row.

        A row that names two services (REFERRED, REFERRAL_LOST, DISPUTE_OPENED, HANDOVER_LOST, SOUGHT, DISCHARGED):
        those, and its reason. An answer or a queue (REFUSED, ACCEPTED, GAVE_UP from a queue): from the service that
        sent the client there (nobody: came alone) to the one that answered or whose queue it is. GAVE_UP_BETWEEN:
        the last answer or letter before it, with its reason. A row -1 is charged to nobody, nobody and NONE.
        """
        story = self.story
        kind, reason = story.kind[rows], story.rows["reason"][rows]
        group = story.by_part[rows]
        between = (kind == Kind.GAVE_UP) & (reason == Reason.GAVE_UP_BETWEEN)
        none, day = rows < 0, story.time_of(rows)
        rows = np.where(between, self.answers.last(rows, group), rows)
        kind, group = story.kind[rows], story.by_part[rows]
        queue = (kind == Kind.ACCEPTED) | (kind == Kind.REFUSED) | (kind == Kind.GAVE_UP)
        read = np.where(queue & (rows >= 0), self.asks.last(rows, group), rows)
        known = read >= 0
        came = np.where(known, story.rows["service"][read], NOBODY)
        went = np.where(known, story.rows["to_service"][read], NOBODY)
        went = np.where(queue, story.rows["service"][rows], went)
        said = np.where(between & (rows >= 0), story.rows["reason"][rows], reason)
        said = np.where((said <= Reason.NONE) & between, Reason.GAVE_UP_BETWEEN, said)
        boundary = charge(story, story.client[rows], np.where(none, -1, came), np.where(none, -1, went), day, said)
        own_from = np.where(known & ~queue & (came >= 0), story.rows["principal"][read], -1)
        own_to = np.where(known & ~queue & (went >= 0), story.rows["to_principal"][read], -1)
        own_to = np.where(queue, story.rows["principal"][rows], own_to)
        return Boundary(
            boundary.from_service,
            boundary.to_service,
            np.where((own_from >= 0) & ~none, own_from, boundary.from_principal),
            np.where((own_to >= 0) & ~none, own_to, boundary.to_principal),
            np.where(none, Reason.NONE, boundary.reason),
        )

    def last_block(self, client: Array, day: Array) -> Array:
        """Return the row of the client's last asking, answer or acceptance by `day`, -1 if there was none."""
        return self.blocks.last(self.story.row_after(client, day), client)


def charge(story: OrderedLog, client: Array, came: Array, went: Array, day: Array, reason: Array) -> Boundary:
    """Return a boundary between services `came` and `went`; principals are those who run them for the client then."""
    return Boundary(
        came,
        went,
        story.principal_of(came, client, day),
        story.principal_of(went, client, day),
        np.where(reason < 0, int(Reason.NONE), reason),
    )
