"""What a fall is made of: the mechanisms and the columns that every predicate returns."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np

from sim.measures.boundary import Boundary
from sim.measures.spans import Array


class Mechanism(IntEnum):
    """The mechanisms of section 7, in its order."""

    NEVER_RECEIVED = 0
    LOST_REFERRAL = 1
    BOUNCED = 2
    SOBRIETY_BLOCKED = 3
    GAVE_UP_IN_QUEUE = 4
    GAVE_UP_BETWEEN = 5
    HALF_TREATED = 6
    UNDETECTED = 7
    DISPUTED = 8
    DISCHARGED_UNMET = 9
    NO_AFTERCARE = 10
    LOST_IN_HANDOVER = 11


MECHANISMS = tuple(m.name.lower() for m in Mechanism)


@dataclass(frozen=True, slots=True)
class Falls:
    """Falls as columns. `day`: to which it is charged; `fulfilled`: on which the predicate came true (days).

    What is done to a client (refused, discharged, left an institution, lost, gave up) is charged on that day, though
    some such predicates look ahead; what consists of time that passes is charged on the day the threshold is passed.
    Services, principals and reasons are codes of `words`, -1 for none.
    """

    client: Array
    mechanism: Array
    day: Array
    fulfilled: Array
    from_service: Array
    to_service: Array
    from_principal: Array
    to_principal: Array
    reason: Array

    def __len__(self) -> int:
        return len(self.client)

    def only(self, keep: Array) -> Falls:
        """Return the chosen falls (bool or indices)."""
        return Falls(*(getattr(self, f.name)[keep] for f in fields(self)))


def falls(mechanism: Mechanism, client: Array, day: Array, fulfilled: Array, boundary: Boundary) -> Falls:
    """Return falls of one mechanism."""
    which = np.full(len(client), int(mechanism))
    b = boundary
    return Falls(
        client=client,
        mechanism=which,
        day=day,
        fulfilled=fulfilled,
        from_service=b.from_service,
        to_service=b.to_service,
        from_principal=b.from_principal,
        to_principal=b.to_principal,
        reason=b.reason,
    )


def joined(parts: list[Falls]) -> Falls:
    """Return all falls by client, day and mechanism."""
    columns = [np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Falls)]
    order = np.lexsort((columns[1], columns[2], columns[0]))
    return Falls(*(column[order] for column in columns))


def once_per_run(group: Array, day: Array, days: float) -> Array:
    """Return which of events sorted by time within `group` come more than `days` after the one before in the group."""
    order = np.lexsort((day, group))
    g, d = group[order], day[order]
    first = np.append(True, (g[1:] != g[:-1]) | (d[1:] - d[:-1] > days))[: len(g)]
    keep = np.zeros(len(group), dtype=bool)
    keep[order] = first
    return keep
