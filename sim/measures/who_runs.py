"""Who runs a unit on a day, and who runs a service for one municipality: in waves one service has two employers."""

from __future__ import annotations

import numpy as np

from sim.measures.spans import Array
from sim.terms.log import EventLog
from sim.terms.words import Kind

_ANSWERS = (Kind.ACCEPTED, Kind.REFUSED, Kind.ADMITTED)
_SERVICES = 128


class WhoRuns:
    """Principals by unit, from the monthly snapshots, and which unit serves a municipality, from answers and stays.

    `months`: days of the snapshots. `table`: principal by unit and month; its first column is before the first one.
    """

    def __init__(self, log: EventLog) -> None:
        columns = log.columns
        self.units = len(log.units)
        rows = np.flatnonzero((columns["kind"] == Kind.SNAPSHOT) & (columns["unit"] >= 0))
        self.months = np.unique(columns["time"][rows])
        self.table = np.full((self.units, len(self.months) + 1), -1, dtype=np.int64)
        self.table[:, 0] = [principal for *_, principal in log.units]
        opened = np.flatnonzero(columns["kind"] == Kind.UNIT_OPENED)
        self.table[columns["unit"][opened], 0] = columns["principal"][opened]
        self.table[columns["unit"][rows], np.searchsorted(self.months, columns["time"][rows]) + 1] = columns[
            "principal"
        ][rows]
        for i in range(1, self.table.shape[1]):
            self.table[:, i] = np.where(self.table[:, i] < 0, self.table[:, i - 1], self.table[:, i])
        self._first = np.full(_SERVICES, -1, dtype=np.int64)
        for unit in range(self.units - 1, -1, -1):
            self._first[log.units[unit][0]] = unit

        town = np.asarray(log.clients["municipality"]).astype(np.int64)
        told = np.isin(columns["kind"], [int(k) for k in _ANSWERS]) & (columns["client"] >= 0)
        answers = np.flatnonzero(told & (columns["unit"] >= 0) & (columns["service"] >= 0))
        group = town[columns["client"][answers]] * _SERVICES + columns["service"][answers]
        self._stride = float(log.days) + 1.0
        at = group * self._stride + columns["time"][answers]
        order = np.argsort(at, kind="stable")
        self._at, self._group = at[order], group[order]
        self._unit = columns["unit"][answers][order].astype(np.int64)

    def of_units(self, unit: Array, day: Array) -> Array:
        """Return who ran each unit on each day, by the latest snapshot; -1 for unit -1."""
        if not self.units:
            return np.full(len(unit), -1)
        found = self.table[np.maximum(unit, 0), np.searchsorted(self.months, day, side="right")]
        return np.where(unit >= 0, found, -1)

    def of_services(self, service: Array, town: Array, day: Array) -> Array:
        """Return who ran each service for each municipality on each day; -1 for service -1 or if nobody knows.

        The unit is that of the municipality's last answer or admission there by the day, else of its next, else the
        service's first.
        """
        group = town.astype(np.int64) * _SERVICES + np.maximum(service, 0)
        last = np.searchsorted(self._at, group * self._stride + day, side="right") - 1
        unit = self._first[np.maximum(service, 0)]
        for i in (last + 1, last):
            if len(self._at):
                inside = np.clip(i, 0, len(self._at) - 1)
                here = (i >= 0) & (i < len(self._at)) & (self._group[inside] == group)
                unit = np.where(here, self._unit[inside], unit)
        return np.where(service >= 0, self.of_units(unit, day), -1)
