"""The way through the reform on a screen: worst month and break-even, staff and handovers; a row for each design."""

from __future__ import annotations

from outputs.grid import Column, Grid
from outputs.headline import design_names
from outputs.measures_text import describe
from outputs.numbers import NONE, NOT_REACHED, difference, number
from sim.experiment.comparison import Comparison, Course, Summary

MONTH = 7  # characters of a date that name its month
STAFF = (
    ("staff_total.offered", "offered", "FTE"),
    ("staff_total.followed", "followed", "FTE"),
    ("staff_total.stayed", "stayed", "FTE"),
    ("staff_total.resigned_at_transfer", "left", "FTE"),
    ("staff_total.vacant_months", "vacant", "FTE-months"),
    ("staff_total.locum_months", "locums", "FTE-months"),
    ("handovers_tried", "tried", "handovers"),
    ("handovers_lost", "lost", "handovers"),
    ("handover_days.p90", "p90", "handovers"),
)


def reform(comparison: Comparison) -> list[Grid]:
    """Return each design's course beside the baseline, and its staff and handovers; what says nothing is left out."""
    return [*_course(comparison), *_staff(comparison)]


def worst_month(comparison: Comparison, index: int) -> tuple[str, float] | None:
    """Return a design's worst month (date, falls per 1,000) from the reform's month on, on the mean of replications."""
    rows = comparison.designs[index].tables.get("monthly", ())
    since = (comparison.reform or "9999")[:MONTH]
    found = [
        (str(r["date"]), float(r["falls_per_1000"]))
        for r in rows
        if r.get("complete") and r.get("falls_per_1000") is not None and str(r["date"])[:MONTH] >= since
    ]
    return max(found, key=lambda month: month[1], default=None)


def _course(comparison: Comparison) -> list[Grid]:
    courses = [d.course for d in comparison.differences]
    if not any(course is not None and course.months for course in courses):
        return []
    names = design_names(comparison)
    columns = (
        Column("", right=False),
        Column("month", "worst month"),
        Column("per 1,000", "worst month"),
        Column("month", "break-even"),
        Column("months", "break-even"),
        Column("share", "break-even"),
        Column("at the end", "excess falls"),
    )
    rows = [_baseline(comparison, names[0])]
    rows += [
        _row(name, difference.course, difference.measures.get("excess_falls"))
        for name, difference in zip(names[1:], comparison.differences, strict=True)
    ]
    notes = (
        "New falls per 1,000 comorbid clients with an open need, mean of replications, in months whose falls are all "
        f"known. Excess: falls under the design minus those under {names[0]}, from the first month that differs. "
        "Break-even: the first month from which the excess stays at or below 0; months from the reform until then; "
        "share of replications whose excess ends at or below 0.",
    )
    return [Grid("Through the reform: worst month, break-even, excess falls", columns, tuple(rows), notes)]


def _baseline(comparison: Comparison, name: str) -> tuple[str, ...]:
    worst = worst_month(comparison, 0)
    month, falls = (NONE, NONE) if worst is None else (worst[0][:MONTH], f"{worst[1]:.1f}")
    return (name, month, falls, NONE, NONE, NONE, "(baseline)")


def _row(name: str, course: Course | None, excess: Summary | None) -> tuple[str, ...]:
    if course is None or not course.months:
        return (name, *(NONE,) * 6)
    worst = next((m.falls_per_1000 for m in course.months if m.date == course.worst_month), None)
    share = course.share_that_breaks_even
    return (
        name,
        (course.worst_month or NONE)[:MONTH],
        NONE if worst is None else f"{worst:.1f}",
        _break_even(course),
        NONE if course.months_to_break_even is None else str(course.months_to_break_even),
        NONE if share is None else f"{100 * share:.0f} %",
        difference(excess, describe("excess_falls")),
    )


def _break_even(course: Course) -> str:
    if not course.differs:
        return "no change"
    return NOT_REACHED if course.break_even is None else course.break_even[:MONTH]


def _staff(comparison: Comparison) -> list[Grid]:
    """Return staff and handovers; nothing where no design moves anybody."""
    if not any(_mean(comparison, i, key) for i in range(len(comparison.designs)) for key, _, _ in STAFF):
        return []
    columns = (Column("", right=False), *(Column(head, group) for _, head, group in STAFF))
    rows = [
        (name, *(_number(_mean(comparison, i, key), key) for key, _, _ in STAFF))
        for i, name in enumerate(design_names(comparison))
    ]
    notes = (
        "Whole run, mean of replications. Offered a post with another employer: followed, stayed in social work with "
        "the old one, or left. Vacant: months of posts, those that locums covered among them. p90: days that a "
        "case is on its way.",
    )
    return [Grid("Staff and handovers", columns, tuple(rows), notes)]


def _number(mean: float | None, key: str) -> str:
    return NONE if mean is None else number(mean, describe(key, "FTE")) if mean else "0"


def _mean(comparison: Comparison, index: int, key: str) -> float | None:
    summary = comparison.designs[index].measures.get(key)
    return summary.mean if summary else None
