"""The way through the reform on a screen: worst months and recovery, staff and handovers; a row for each design."""

from __future__ import annotations

from outputs.grid import Column, Grid
from outputs.headline import SEE_NOTE, design_names, recovered
from outputs.measures_text import describe
from outputs.numbers import NONE, difference, number
from outputs.warning_words import AGAINST
from sim.experiment.comparison import Comparison, DesignResult, DifferenceResult
from sim.experiment.course import WORST
from sim.experiment.warnings import COURSE

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


def _course(comparison: Comparison) -> list[Grid]:
    courses = [d.course for d in comparison.differences]
    if not any(course is not None and course.months for course in courses):
        return []
    names = design_names(comparison)
    columns = (
        Column("", right=False),
        Column("month", "untreated, worst"),
        Column("%", "untreated, worst"),
        Column("month", "newly fallen, worst"),
        Column("persons", "newly fallen, worst"),
        Column("by", "recovered"),
        Column("months", "recovered"),
        Column("at the end", "excess need-days"),
    )
    rows = [(names[0], *_worst(comparison.designs[0]), *(NONE,) * 2, "(baseline)")]
    rows += [
        (name, *_worst(design), recovered(found), _months(found), _excess(found))
        for name, design, found in zip(names[1:], comparison.designs[1:], comparison.differences, strict=True)
    ]
    notes = [
        "Worst months, from the reform day to the last month whose falls are all known, the same for all: of comorbid "
        "clients with an open need the share untreated, and persons newly fallen per 30 days; means of replications. "
        "Excess: days that their needs, found or not, go untreated beyond those under "
        f"{names[0]}, summed from the first month that differs to the end. Recovered: the first month from which that "
        "sum stays at or below 0, and how many months from the reform; in brackets, for the ends of its 95 % interval "
        f"({NONE}: never).",
    ]
    if any(caution.kind == COURSE for d in comparison.differences for caution in d.warnings):
        notes.append(AGAINST)
    return [Grid("Through the reform: worst months and recovery", columns, tuple(rows), tuple(notes))]


def _worst(design: DesignResult) -> list[str]:
    cells = []
    for column in WORST:
        found = next((w for w in design.worst if w.measure == column), None)
        text = describe(column, "" if found is None else found.value.unit)
        cells += [NONE, NONE] if found is None else [found.date[:MONTH], number(found.value.mean, text)]
    return cells


def _months(found: DifferenceResult) -> str:
    course = found.course
    if course is None or course.months_to_recovery.mean is None or recovered(found) == SEE_NOTE:
        return NONE
    months = course.months_to_recovery
    ends = (NONE if end is None else f"{end:.0f}" for end in (months.low, months.high))
    return f"{months.mean:.0f} ({' to '.join(ends)})" if found.course and months.n > 1 else f"{months.mean:.0f}"


def _excess(found: DifferenceResult) -> str:
    return difference(found.measures.get("excess_untreated_need_days"), describe("excess_untreated_need_days"))


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
