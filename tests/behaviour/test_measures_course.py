"""The course through a reform: excess untreated need-days, recovery and worst months, on tables that one can read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sim.comparison.course import (
    MEASURES,
    course_measures,
    course_of,
    months_of,
    recovery,
    window_of,
    worst_months,
)
from sim.comparison.results import Comparison, Course, DesignResult, Months
from sim.experiment.records import write_months
from sim.measures import describe, unit_of
from sim.terms.calendar import Calendar

CALENDAR = Calendar(date(2027, 1, 1), warm_up_days=59, baseline_days=0, after_days=365)
STARTS = CALENDAR.month_starts()[:10]  # the reform's month is the third


def table(days: Sequence[float], gaps: float = 5.0, complete: int = 10, fallen: Sequence[float] = ()) -> Months:
    n = len(days)
    return months_of(
        {
            "month": STARTS[:n],
            "untreated_need_days": days,
            "untreated_share": [d / 100 for d in days],
            "newly_fallen": fallen or [1.0] * n,
            "gap_persons": [gaps] * n,
            "load.state": [float("nan")] * n,
            "complete": [i < complete for i in range(n)],
        }
    )


FLAT = table([10.0] * 10)


def course(*designs: Months, baseline: Months = FLAT) -> Course:
    return course_of(designs, [baseline] * len(designs), CALENDAR)


def totals(found: Course) -> list[float | None]:
    return [m.total.mean for m in found.months]


def test_excess_is_summed_from_the_first_month_that_differs() -> None:
    found = course(table([10, 11, 14, 12, 8, 7, 9, 10, 10, 10]))
    assert found.months[0].date == "2027-02-01"
    assert [m.excess.mean for m in found.months[:4]] == [1, 4, 2, -2]
    assert totals(found) == [1, 5, 7, 5, 2, 1, 1, 1, 1]


def test_a_design_that_differs_late_has_its_course_from_the_reform_on() -> None:
    found = course(table([10, 10, 10, 10, 13, 10, 10, 10, 10, 10]))
    assert found.months[0].date == CALENDAR.date_of(CALENDAR.reform_day).isoformat() == "2027-03-01"
    assert totals(found)[:3] == [0, 0, 3]


def test_a_month_differs_if_anything_in_it_does() -> None:
    design = dict(FLAT) | {"gap_persons": (5.0, 6.0, *(5.0,) * 8)}
    assert course(design).months[0].date == "2027-02-01"


def test_recovery_is_the_first_month_from_which_the_sum_stays_at_or_below_zero() -> None:
    found = course(table([10, 10, 14, 6, 13, 7, 10, 10, 9, 10]))
    assert totals(found) == [4, 0, 3, 0, 0, 0, -1, -1]
    assert (found.recovered_by, found.months_to_recovery.mean) == ("2027-06-01", 3)
    assert found.recovered_share.mean == 1.0
    assert not found.never_worse


def test_a_design_that_never_wins_back_has_no_recovery_and_says_so() -> None:
    found = course(table([10, 10, 14, 6, 10, 10, 10, 10, 10, 11]))
    assert (found.recovered_by, found.months_to_recovery.mean, found.recovered_share.mean) == (None, None, 0.0)
    assert course_measures(found, 1)["months_to_recovery"].mean is None


def test_a_design_that_is_never_behind_is_never_worse() -> None:
    found = course(table([10, 9, 9, 10, 10, 10, 10, 10, 10, 10]))
    assert found.never_worse
    assert (found.recovered_by, found.months_to_recovery.mean) == ("2027-02-01", 0)


def test_recovery_is_of_the_mean_and_the_share_is_of_replications() -> None:
    found = course(table([10, 10, 20, *[10] * 7]), table([10, 10, 4, *[10] * 7]), table([10, 10, 5, *[10] * 7]))
    assert found.recovered_by == "2027-03-01"
    assert found.recovered_share.mean == pytest.approx(2 / 3)
    excess = course_measures(found, 3)["excess_untreated_need_days"]
    assert excess.mean == pytest.approx(-1 / 3)
    assert excess.low is not None
    assert excess.high is not None
    assert excess.low < -1 / 3 < excess.high


def test_the_interval_of_recovery_is_when_the_ends_of_the_sums_interval_have_come_back() -> None:
    slow, fast = table([10, 10, 14, 10, 10, 8, 6, 10, 10, 10]), table([10, 10, 14, 8, 6, 8, 10, 10, 10, 10])
    found = course(slow, fast, slow, fast).months_to_recovery
    assert (found.low, found.mean, found.high) == (2, 3, 4)
    slower = table([10, 10, 14, 10, 10, 8, 8, 10, 10, 10])
    assert course(slower, fast, slower, fast).months_to_recovery.high is None  # at its upper end it never comes back
    assert course(slow).months_to_recovery.low is None  # one replication has no interval


def test_the_course_goes_on_to_the_horizons_end_though_later_falls_are_not_known() -> None:
    days = [10, 10, 14, *[10] * 6, 99]
    found = course(table(days, complete=4), baseline=table([10.0] * 10, complete=4))
    assert totals(found)[-1] == 93
    assert found.months[1].newly_fallen == 1.0
    assert found.months[-1].newly_fallen is None


def test_without_the_reforms_month_there_is_no_course() -> None:
    nothing = course(table([10, 14]), baseline=table([10.0] * 2))
    assert nothing.months == ()
    assert course_measures(nothing, 1)["excess_untreated_need_days"].n == 0


def test_identical_designs_have_nothing_to_win_back() -> None:
    found = course(FLAT, FLAT)
    assert set(totals(found)) == {0.0}
    assert not found.differs
    assert found.recovered_by is None
    excess = course_measures(found, 2)["excess_untreated_need_days"]
    assert (excess.mean, excess.low, excess.high) == (0.0, 0.0, 0.0)


def test_recovery_of_a_sum_that_touches_zero_and_rises_again_is_later() -> None:
    assert recovery([3, 0, 2, -1, 0]) == 3
    assert recovery([3, 0, 2]) is None
    assert recovery([-1, 0]) == 0


def test_the_worst_months_of_all_designs_are_looked_for_from_the_reform_to_the_last_complete_month() -> None:
    early = table([99, 10, 30, 10, 20, *[10] * 5], fallen=[9.0, 1, 2, 1, 5, *[1] * 5])
    late = table([10, 10, 10, 10, 20, *[10] * 4, 99], complete=8)
    window = window_of([early, late], CALENDAR)
    assert [CALENDAR.date_of(day).isoformat() for day in (window[0], window[-1])] == ["2027-03-01", "2027-08-01"]
    untreated, fallen = worst_months([early], window, CALENDAR)
    assert (untreated.measure, untreated.date, untreated.value.mean) == ("untreated_share", "2027-03-01", 0.3)
    assert (fallen.measure, fallen.date, fallen.value.mean) == ("newly_fallen", "2027-05-01", 5.0)
    assert worst_months([late], window, CALENDAR)[0].date == "2027-05-01"


def test_the_worst_month_is_that_of_the_mean_over_replications() -> None:
    some = [table([10, 10, 30, 10, 20, *[10] * 5]), table([10, 10, 0, 10, 20, *[10] * 5])]
    assert worst_months(some, window_of(some, CALENDAR), CALENDAR)[0].date == "2027-05-01"


def test_what_a_course_adds_is_in_the_catalogue_with_its_unit() -> None:
    for name, summary in course_measures(course(FLAT), 1).items():
        assert name in MEASURES
        assert unit_of(name) == summary.unit
        assert describe(name)


def test_the_archive_keeps_what_a_course_is_made_of(tmp_path: Path) -> None:
    import pandas as pd

    design = DesignResult(
        name="current", title="", measures={}, tables={}, digests=(), per_replication=(), months=(FLAT, FLAT)
    )
    other = replace(design, name="big_bang", months=(table([10, 10, 14, *[10] * 7]), FLAT))
    write_months(
        tmp_path / "months.parquet",
        Comparison(
            county="n",
            designs=(design, other),
            differences=(),
            replications=2,
            seed=1,
            version="0",
            run_id="x",
            years=5,
            parameters_mode="point",
        ),
    )
    kept = pd.read_parquet(tmp_path / "months.parquet")
    again = [
        [
            {c: tuple(rows[c]) for c in FLAT}
            for _, rows in kept[kept["design_index"] == i].groupby("replication", sort=True)
        ]
        for i in (1, 0)
    ]
    assert totals(course_of(again[0], again[1], CALENDAR)) == totals(course(*other.months))
