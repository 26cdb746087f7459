"""The recorder: appends one row per thing that happened. It is asked for nothing and knows no measure."""

from __future__ import annotations

from io import BytesIO

from sim.terms.log import ROW
from sim.terms.words import Kind

NONE = -1
NO_VALUE = float("nan")

packed = ROW.pack
"""One row as bytes, its columns in the order of `sim.terms.log.COLUMNS`."""


class Recorder:
    """Rows in the order in which things happened, packed one after the other.

    `write` names its columns. What is written a hundred thousand times calls `append(packed(...))` itself: there the
    second call would cost as much as the row.
    """

    __slots__ = ("_rows", "append")

    def __init__(self) -> None:
        self._rows = BytesIO()
        self.append = self._rows.write

    @property
    def rows(self) -> memoryview:
        """Return all rows written until now."""
        return self._rows.getbuffer()

    def write(
        self,
        time: float,
        client: int,
        kind: Kind,
        part: int = NONE,
        state: int = NONE,
        service: int = NONE,
        unit: int = NONE,
        principal: int = NONE,
        to_service: int = NONE,
        to_principal: int = NONE,
        reason: int = 0,
        worker: int = NONE,
        value: float = NO_VALUE,
        extra: float = NO_VALUE,
    ) -> None:
        """Append one row. Columns that do not apply are left out."""
        self.append(
            packed(
                time, client, kind, part, state, service, unit, principal,
                to_service, to_principal, reason, worker, value, extra,
            )
        )  # fmt: skip
