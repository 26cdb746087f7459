"""The event log: what the model writes and everything else reads.

Rows are numbers only, in the order in which things happened; `EventLog` holds them as typed columns. The words
behind the codes are in `sim.terms.words`, what the free columns hold in `sim.terms.fields`; `docs/event-log.md` says
which kind of event fills which column.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.terms.fields import column_of
from sim.terms.words import Kind

# Column, type. -1 means "does not apply" in integer columns, NaN in float columns.
COLUMNS: tuple[tuple[str, str], ...] = (
    ("time", "<f8"),  # days since day 0
    ("client", "<i4"),  # row in `clients`; -1 for staff, other patients and snapshots
    ("kind", "<i1"),  # words.Kind
    ("part", "<i1"),  # words.Part
    ("state", "<i1"),  # words.NeedState of `part` AFTER the event
    ("service", "<i1"),  # words.Service where it happened, or the sender of a referral
    ("unit", "<i2"),  # index into `units`: which location of the service
    ("principal", "<i1"),  # words.Principal that runs `service` at that moment
    ("to_service", "<i1"),  # words.Service referred to, or that takes over
    ("to_principal", "<i1"),
    ("reason", "<i1"),  # words.Reason
    ("worker", "<i4"),  # index into `workers`
    ("value", "<f8"),  # hours, days, FTE …: fields.FIELDS says what in each kind
    ("extra", "<f8"),
)
ROW = struct.Struct("<" + "".join(np.dtype(kind).char for _, kind in COLUMNS))
"""How one row is packed when it is written."""

COLUMN_NAMES = tuple(name for name, _ in COLUMNS)

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class EventLog:
    """One replication's events and the names that its codes point at.

    `columns`: name → array, all of one length, ordered by time. `clients`: name → array, one row per client:
    `name` (str), `municipality` (index), `sex`, `age`, `substance`, `profile`, `disorder` (codes of words),
    `opioid`, `relatives` (bool), `addiction_severity`, `psychiatric_severity`, `social_severity`.
    `units`: (service code, line code, location name, principal at day 0) per unit. `workers`: (role code,
    unit) per worker.
    """

    columns: dict[str, Array]
    clients: dict[str, Array]
    municipalities: tuple[str, ...]
    units: tuple[tuple[int, int, str, int], ...]
    workers: tuple[tuple[int, int], ...]
    days: float
    _digest: list[str] = field(default_factory=list, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.columns["time"])

    def digest(self) -> str:
        """Return the SHA-256 of the canonical contents: rows in order, clients, units and workers."""
        if not self._digest:
            h = hashlib.sha256()
            for name, kind in COLUMNS:
                h.update(name.encode())
                h.update(np.ascontiguousarray(self.columns[name], dtype=kind).tobytes())
            for name in sorted(self.clients):
                h.update(name.encode())
                h.update("\n".join(str(v) for v in self.clients[name].tolist()).encode())
            h.update(repr((self.municipalities, self.units, self.workers)).encode())
            self._digest.append(h.hexdigest())
        return self._digest[0]

    def field(self, name: str, *kinds: Kind) -> Array:
        """Return the column in which rows of these kinds hold a field. Raises KeyError where they hold none so."""
        return self.columns[column_of(name, *kinds)]

    def until(self, day: float) -> dict[str, Array]:
        """Return the columns of the rows before `day` (days)."""
        end = int(np.searchsorted(self.columns["time"], day, side="left"))
        return {name: column[:end] for name, column in self.columns.items()}


def columns_from_rows(packed: Any) -> dict[str, Array]:
    """Return the columns of rows that were packed one after the other by `ROW`."""
    table = np.frombuffer(packed, dtype=list(COLUMNS))
    return {name: np.ascontiguousarray(table[name]) for name in COLUMN_NAMES}
