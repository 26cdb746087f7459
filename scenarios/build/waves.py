"""The waves of a transfer: which municipalities have their day when, and for how long both principals admit there."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.build.places import places_at
from scenarios.files.transfer_file import TransferTable, WaveTable
from sim.terms.calendar import Calendar
from sim.terms.quantity import Pick, number
from sim.terms.scenario import County


@dataclass(frozen=True, slots=True)
class TransferWave:
    """A day of the run, the municipalities whose day it is (indices), and the days of dual running after it."""

    day: float
    municipalities: tuple[int, ...]
    dual_days: float = 0.0

    def districts(self, county: County) -> tuple[int, ...]:
        """Return the districts of the wave's municipalities."""
        return tuple(sorted({county.municipalities[i].district for i in self.municipalities}))


def whole_county(day: float, county: County) -> tuple[TransferWave, ...]:
    """Return the one wave of a design that has none."""
    return (TransferWave(day, tuple(range(len(county.municipalities)))),)


def waves_of(transfer: TransferTable, calendar: Calendar, county: County, pick: Pick) -> tuple[TransferWave, ...]:
    """Return the waves by their days: those named, else one after the other, else all at once."""
    day = float(calendar.day_of(transfer.day))
    if transfer.waves is not None:
        waves = [_wave(table, calendar, county) for table in transfer.waves]
        return tuple(sorted(waves, key=lambda wave: wave.day))
    if transfer.waves_by is None or transfer.wave_interval_days is None:
        return whole_county(day, county)
    interval = number(pick, "transfer.wave_interval_days", transfer.wave_interval_days)
    dual = 0.0 if transfer.wave_dual_days is None else number(pick, "transfer.wave_dual_days", transfer.wave_dual_days)
    groups = [place.municipalities for place in places_at(transfer.waves_by, county, "")]
    return tuple(TransferWave(day + round(n * interval), towns, float(round(dual))) for n, towns in enumerate(groups))


def _wave(table: WaveTable, calendar: Calendar, county: County) -> TransferWave:
    day = calendar.day_of(table.day)
    districts = [county.districts.index(d) for d in table.districts or ()]
    towns = tuple(
        i
        for i, m in enumerate(county.municipalities)
        if m.district in districts or m.name in (table.municipalities or ())
    )
    until = day if table.dual_until is None else calendar.day_of(table.dual_until)
    return TransferWave(float(day), towns, float(until - day))
