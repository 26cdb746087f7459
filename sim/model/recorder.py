"""The recorder: appends one row per thing that happened. It is asked for nothing and knows no measure."""

from __future__ import annotations

from array import array

from sim.terms.words import Kind

NONE = -1
NO_VALUE = float("nan")


class Recorder:
    """Rows in the order in which things happened, as one flat buffer of numbers (`sim.terms.log.COLUMNS`)."""

    __slots__ = ("_append", "rows")

    def __init__(self) -> None:
        self.rows = array("d")
        self._append = self.rows.extend

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
        self._append(
            (
                time, client, kind, part, state, service, unit, principal,
                to_service, to_principal, reason, worker, value, extra,
            )
        )  # fmt: skip
