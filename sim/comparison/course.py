"""The course through a reform: what it costs month by month beside the baseline, and when that is won back.

Pure functions over each replication's monthly table (`month`, `untreated_need_days`, `untreated_share`, `newly_fallen`,
`complete` …; month is a day number). Untreated need-days are counted to the horizon's end, since they look at no later
day; who has newly fallen is known only in months that are `complete`. Source: section 7 (2), by month.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from math import fsum, isfinite

from sim.comparison.month_columns import MonthColumns
from sim.comparison.results import Course, CourseMonth, Months, Summary, WorstMonth
from sim.comparison.statistics import summarise, summarise_difference
from sim.terms.calendar import Calendar

EXCESS = "untreated_need_days"
"""The column whose excess over the baseline is summed: person-need-days of comorbid clients, found or not."""
UNTREATED, FALLEN = "untreated_share", "newly_fallen"
WORST = (UNTREATED, FALLEN)
"""The columns of which the worst month is told; of both more is worse."""
SHARES = frozenset({"untreated_share"})
MEASURES = ("excess_untreated_need_days", "months_to_recovery", "recovered_share")
"""What a course adds to the measures of a difference."""
TINY = 1e-6
NONE = Summary(mean=None, low=None, high=None, spread_low=None, spread_high=None, n=0, unit="")
NO_COURSE = Course(
    months=(), recovered_by=None, never_worse=False, months_to_recovery=NONE, recovered_share=NONE, differs=False
)


def course_of(design: Sequence[Months], baseline: Sequence[Months], calendar: Calendar) -> Course:
    """Return the course of a design against its baseline, replication by replication.

    It begins with the first month in which anything differs in any replication, at the latest with the reform's; it is
    empty if that month is not in the tables. Recovery is that of the mean over replications.
    """
    days, rows = _common(design, baseline)
    reform_month = _month_of_the_reform(calendar)
    if reform_month not in days or any(EXCESS not in table for pair in rows for table in pair):
        return NO_COURSE
    reform, n = days.index(reform_month), len(rows)
    differing = {i for a, b in rows for i in _differing(a, b)}
    start = min([reform, *differing])
    excess = [[x - y for x, y in zip(a[EXCESS][start:], b[EXCESS][start:], strict=True)] for a, b in rows]
    total = [list(accumulate(one)) for one in excess]
    own, base = ([_told(pair[side]) for pair in rows] for side in (0, 1))
    months = tuple(
        CourseMonth(
            date=calendar.date_of(days[start + i]).isoformat(),
            excess=summarise_difference((one[i] for one in excess), "days"),
            total=summarise_difference((one[i] for one in total), "days"),
            untreated_share=_mean_of(own, UNTREATED, start + i),
            baseline_untreated_share=_mean_of(base, UNTREATED, start + i),
            newly_fallen=_mean_of(own, FALLEN, start + i),
            baseline_newly_fallen=_mean_of(base, FALLEN, start + i),
        )
        for i in range(len(days) - start)
    )
    if not differing:
        return Course(
            months=months,
            recovered_by=None,
            never_worse=True,
            months_to_recovery=NONE,
            recovered_share=NONE,
            differs=False,
        )
    back = {end: recovery([_end(m.total, end) for m in months]) for end in ("mean", "low", "high")}
    since = {end: None if at is None else float(max(0, start + at - reform)) for end, at in back.items()}
    if n == 1:
        since |= {"low": None, "high": None}
    even = back["mean"]
    return Course(
        months=months,
        recovered_by=None if even is None else months[even].date,
        never_worse=all((m.total.mean or 0.0) <= TINY for m in months),
        months_to_recovery=Summary(
            mean=since["mean"],
            low=since["low"],
            high=since["high"],
            spread_low=None,
            spread_high=None,
            n=n,
            unit="months",
        ),
        recovered_share=Summary(
            mean=fsum(one[-1] <= TINY for one in total) / n,
            low=None,
            high=None,
            spread_low=None,
            spread_high=None,
            n=n,
            unit="share",
        ),
        differs=True,
    )


def recovery(total: Sequence[float]) -> int | None:
    """Return the first place from which `total` stays at or below 0 to its end, None if it does not end there."""
    above = [i for i, value in enumerate(total) if value > TINY]
    first = above[-1] + 1 if above else 0
    return first if first < len(total) else None


def course_measures(course: Course, replications: int) -> dict[str, Summary]:
    """Return the course in three measures, as the differences have them; None and n = 0 where there is none."""
    total = course.months[-1].total if course.months else NONE
    if course.months and not course.differs:
        total = Summary(mean=0.0, low=0.0, high=0.0, spread_low=0.0, spread_high=0.0, n=replications, unit="days")
    return dict(
        zip(
            MEASURES,
            (_in("days", total), _in("months", course.months_to_recovery), _in("share", course.recovered_share)),
            strict=True,
        )
    )


def worst_months(months: Sequence[Months], window: Sequence[float], calendar: Calendar) -> tuple[WorstMonth, ...]:
    """Return the worst month of one design's replications, column by column, among the first days in `window`."""
    found = []
    for column in WORST:
        having = [(t["month"], t[column]) for t in months if column in t]
        values = {day: [numbers[days.index(day)] for days, numbers in having] for day in window}
        means = {day: fsum(some) / len(some) for day, some in values.items() if some and all(map(isfinite, some))}
        if means:
            day = max(means, key=lambda d: means[d])
            unit = "share" if column in SHARES else "count"
            found.append(WorstMonth(column, calendar.date_of(day).isoformat(), summarise(values[day], unit)))
    return tuple(found)


def window_of(tables: Iterable[Months], calendar: Calendar) -> list[float]:
    """Return the first days of the months from the reform's on that are complete in every one of `tables`."""
    known = [{d for d, whole in zip(t["month"], t["complete"], strict=True) if whole} for t in tables]
    since = _month_of_the_reform(calendar)
    return sorted(day for day in set.intersection(*known) if day >= since) if known else []


def _month_of_the_reform(calendar: Calendar) -> float:
    return max((day for day in calendar.month_starts() if day <= calendar.reform_day), default=-1)


def _end(total: Summary, end: str) -> float:
    value = getattr(total, end)
    return float("inf") if value is None else float(value)


def _in(unit: str, s: Summary) -> Summary:
    return Summary(
        mean=s.mean, low=s.low, high=s.high, spread_low=s.spread_low, spread_high=s.spread_high, n=s.n, unit=unit
    )


def _common(design: Sequence[Months], baseline: Sequence[Months]) -> tuple[list[float], list[tuple[Months, Months]]]:
    """Return the days of the months that every table has, and each pair of tables cut to them."""
    pairs = list(zip(design, baseline, strict=True))
    known = [set(table["month"]) for pair in pairs for table in pair]
    days = sorted(set.intersection(*known)) if known else []
    return days, [(_cut(a, days), _cut(b, days)) for a, b in pairs]


def _cut(table: Months, days: Sequence[float]) -> Months:
    months = table["month"]
    if list(months) == list(days):
        return table
    rows = [months.index(day) for day in days]
    return {name: tuple(column[i] for i in rows) for name, column in table.items()}


def _differing(a: Months, b: Months) -> Iterator[int]:
    """Yield the months in which a column differs; what is not a number in both does not."""
    for name, column in a.items():
        if name in b:
            for i, (x, y) in enumerate(zip(column, b[name], strict=True)):
                if x != y and not (x != x and y != y):
                    yield i


def _told(table: Months) -> Months:
    """Return those columns of a table of which each month's mean is told."""
    return {name: table[name] for name in (UNTREATED, FALLEN, "complete") if name in table}


def _mean_of(tables: Sequence[Months], column: str, i: int) -> float | None:
    """Return the mean over replications in month `i`; None where it is not known, as who fell in the last months."""
    if column == "newly_fallen" and not all(t["complete"][i] for t in tables):
        return None
    values = [t[column][i] for t in tables if column in t]
    known = [v for v in values if isfinite(v)]
    return fsum(known) / len(known) if known else None


def months_of(table: Mapping[str, Iterable[float]]) -> MonthColumns:
    """Return a monthly table as plain numbers."""
    return MonthColumns(table)
