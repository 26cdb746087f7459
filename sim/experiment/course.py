"""The course through a reform: what it costs month by month beside the baseline, and when that is won back.

Pure functions over each replication's monthly table (`month`, `falls`, `falls_per_1000`, `complete` …; month is a day
number). Only months whose falls are all known count. Source: section 7, worst month and break-even.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from math import fsum

from sim.experiment.comparison import Course, CourseMonth, Months, Summary
from sim.experiment.statistics import summarise
from sim.terms.calendar import Calendar

MEASURES = ("excess_falls", "months_to_break_even", "break_even_share")
"""What a course adds to the measures of a difference."""
TINY = 1e-9
NO_COURSE = Course((), None, None, None, False)


def course_of(design: Sequence[Months], baseline: Sequence[Months], calendar: Calendar) -> Course:
    """Return the course of a design against its baseline, replication by replication.

    It begins with the first month in which anything differs in any replication, at the latest with the reform's; it is
    empty if that month is not complete. Worst month and break-even are those of the mean over replications.
    """
    days, rows = _complete(design, baseline)
    reform_month = max((day for day in calendar.month_starts() if day <= calendar.reform_day), default=-1)
    if reform_month not in days:
        return NO_COURSE
    reform = days.index(reform_month)
    differing = [i for i in range(len(days)) if any(_differ(a, b, i) for a, b in rows)]
    start = min([reform, *differing])
    excess = [[a["falls"][i] - b["falls"][i] for i in range(start, len(days))] for a, b in rows]
    total = [list(accumulate(one)) for one in excess]
    months = tuple(
        CourseMonth(
            calendar.date_of(days[start + i]).isoformat(),
            summarise((one[i] for one in excess), "count"),
            summarise((one[i] for one in total), "count"),
            _mean([a["falls_per_1000"][start + i] for a, _ in rows]),
            _mean([b["falls_per_1000"][start + i] for _, b in rows]),
        )
        for i in range(len(days) - start)
    )
    worst = max(months, key=lambda m: m.falls_per_1000)
    even = break_even([m.total.mean or 0.0 for m in months]) if differing else None
    share = fsum(one[-1] <= TINY for one in total) / len(total) if differing else None
    return Course(
        months,
        worst.date,
        None if even is None else months[even].date,
        share,
        bool(differing),
        None if even is None else max(0, start + even - reform),
    )


def break_even(total: Sequence[float]) -> int | None:
    """Return the first place from which `total` stays at or below 0 to its end, None if it does not end there."""
    above = [i for i, value in enumerate(total) if value > TINY]
    first = above[-1] + 1 if above else 0
    return first if first < len(total) else None


def course_measures(course: Course, replications: int) -> dict[str, Summary]:
    """Return the course in three measures, as the differences have them; None and n = 0 where there is none."""
    none = Summary(None, None, None, None, None, 0, "")
    total = course.months[-1].total if course.months else none
    if course.months and not course.differs:
        total = Summary(0.0, 0.0, 0.0, 0.0, 0.0, replications, "count")
    months, share = course.months_to_break_even, course.share_that_breaks_even
    return {
        "excess_falls": _in("count", total),
        "months_to_break_even": _in("months", none if months is None else _single(float(months), replications)),
        "break_even_share": _in("share", none if share is None else _single(share, replications)),
    }


def _single(value: float, n: int) -> Summary:
    """Return a number that is one for all replications together: it has no interval."""
    return Summary(value, None, None, None, None, n, "")


def _in(unit: str, s: Summary) -> Summary:
    return Summary(s.mean, s.low, s.high, s.spread_low, s.spread_high, s.n, unit)


def _complete(design: Sequence[Months], baseline: Sequence[Months]) -> tuple[list[float], list[tuple[Months, Months]]]:
    """Return the days of the months that are complete in every table, and each pair of tables cut to them."""
    pairs = list(zip(design, baseline, strict=True))
    known = [{d for d, whole in zip(t["month"], t["complete"], strict=True) if whole} for pair in pairs for t in pair]
    days = sorted(set.intersection(*known)) if known else []
    return days, [(_cut(a, days), _cut(b, days)) for a, b in pairs]


def _cut(table: Months, days: Sequence[float]) -> Months:
    rows = [table["month"].index(day) for day in days]
    return {name: tuple(column[i] for i in rows) for name, column in table.items()}


def _differ(a: Months, b: Months, i: int) -> bool:
    """Whether any column differs; what is not a number in both does not."""
    return any(a[n][i] != b[n][i] and not (a[n][i] != a[n][i] and b[n][i] != b[n][i]) for n in a if n in b)


def _mean(values: Sequence[float]) -> float:
    return fsum(values) / len(values)


def months_of(table: Mapping[str, Iterable[float]]) -> Months:
    """Return a monthly table as plain tuples of numbers."""
    return {name: tuple(float(v) for v in column) for name, column in table.items()}
