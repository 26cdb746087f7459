"""Days and dates: day 0 is the start of warm-up; dates are for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Calendar:
    """The run's periods in days: warm-up, observed baseline, the years after the reform.

    Units: days; `day_zero` is the date of day 0. The reform day is `warm_up_days + baseline_days`.
    """

    day_zero: date
    warm_up_days: int
    baseline_days: int
    after_days: int

    @property
    def reform_day(self) -> int:
        """The day on which the reform takes effect."""
        return self.warm_up_days + self.baseline_days

    @property
    def end_day(self) -> int:
        """The last day that is simulated."""
        return self.reform_day + self.after_days

    def date_of(self, day: float) -> date:
        """Return the date on which `day` falls."""
        return self.day_zero + timedelta(days=int(day))

    def day_of(self, when: date) -> int:
        """Return the number of days from day 0 to `when`; negative before it."""
        return (when - self.day_zero).days

    def month_starts(self) -> list[int]:
        """Return the day number of the first of each month from day 0, up to the end."""
        starts, year, month = [], self.day_zero.year, self.day_zero.month
        while (day := self.day_of(date(year, month, 1))) < self.end_day:
            if day >= 0:
                starts.append(day)
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        return starts
