"""The way through the reform on a screen: worst months and recovery, staff and handovers; a row for each design."""

from __future__ import annotations

from outputs.comparison.headline import SEE_NOTE, design_names, recovered, recovered_words
from outputs.comparison.warnings import AGAINST
from outputs.text.grid import Column, Grid
from outputs.text.measures import describe
from outputs.text.numbers import NONE, TOO_FEW, difference, number
from outputs.text.pages import narrowed
from sim.comparison.course import WORST
from sim.comparison.results import Comparison, DesignResult, DifferenceResult
from sim.terms.language import _, language, pgettext

MONTH = 7  # characters of a date that name its month
STAFF = (
    "staff_total.offered",
    "staff_total.followed",
    "staff_total.stayed",
    "staff_total.resigned_at_transfer",
    "staff_total.vacant_months",
    "staff_total.locum_months",
    "handovers_tried",
    "handovers_lost",
    "handover_days.p90",
)


def reform(comparison: Comparison) -> list[Grid]:
    """Return each design's course beside the baseline, and its staff and handovers; what says nothing is left out."""
    return [*_course(comparison), *_staff(comparison)]


def _course(comparison: Comparison) -> list[Grid]:
    courses = [d.course for d in comparison.differences]
    if not any(course is not None and course.months for course in courses):
        return []
    names = design_names(comparison)
    worst = (
        Column("", right=False),
        Column(_("month"), _("untreated")),
        Column("%", _("untreated")),
        Column(_("month"), _("newly fallen")),
        Column(_("persons"), _("newly fallen")),
    )
    heads = (_("recovered by"), _("months"), _("excess need-days"))
    back = (Column("", right=False), *map(Column, heads))
    months = [(name, *_worst(design)) for name, design in zip(names, comparison.designs, strict=True)]
    rows = [
        (name, recovered_words(found), _months(found), _excess(found))
        for name, found in zip(names[1:], comparison.differences, strict=True)
    ]
    of_worst = _(
        "From the reform day to the last month whose falls are all known, the same for all: of comorbid clients with "
        "an open need the share untreated, and persons newly fallen per 30 days; means of replications."
    )
    of_back = [
        _(
            "Excess: days that their needs, found or not, go untreated beyond those under {baseline}, summed from the "
            "first month that differs to the end. Recovered by: the first month from which that sum stays at or below "
            "0; months from the reform, and in brackets when the ends of its 95 % interval have come back ({none}: "
            "never).",
            baseline=names[0],
            none=NONE,
        )
    ]
    if any(recovered(d) == SEE_NOTE for d in comparison.differences):
        of_back.append(_(AGAINST))
    return [
        Grid(_("Through the reform: worst months"), worst, tuple(months), (of_worst,)),
        Grid(_("Through the reform: recovery"), back, tuple(rows), tuple(of_back)),
    ]


def _worst(design: DesignResult) -> list[str]:
    cells = []
    for column in WORST:
        found = next((w for w in design.worst if w.measure == column), None)
        text = describe(column, "" if found is None else found.value.unit)
        cells += [NONE, NONE] if found is None else [found.date[:MONTH], number(found.value.mean, text)]
    return cells


def _months(found: DifferenceResult) -> str:
    course = found.course
    if course is None or course.months_to_recovery.mean is None or recovered(found) in (SEE_NOTE, TOO_FEW):
        return NONE
    months = course.months_to_recovery
    mean, low, high = (NONE if x is None else language().number(x) for x in (months.mean, months.low, months.high))
    return _("{mean} ({low} to {high})", mean=mean, low=low, high=high) if months.n > 1 else mean


def _excess(found: DifferenceResult) -> str:
    return difference(found.measures.get("excess_untreated_need_days"), describe("excess_untreated_need_days"))


def _staff(comparison: Comparison) -> list[Grid]:
    """Return staff and handovers; nothing where no design moves anybody."""
    if not any(_mean(comparison, i, key) for i in range(len(comparison.designs)) for key in STAFF):
        return []
    columns = (Column("", right=False), *_staff_columns())
    rows = [
        (name, *(_number(_mean(comparison, i, key), key) for key in STAFF))
        for i, name in enumerate(design_names(comparison))
    ]
    note = _(
        "Whole run, mean of replications. Offered a post with another employer: followed, stayed in social work with "
        "the old one, or left. Vacant: months of posts, those that locums covered among them. p90: days that a "
        "case is on its way."
    )
    return [narrowed(Grid(_("Staff and handovers"), columns, tuple(rows), (note,)), 1)]


def _staff_columns() -> list[Column]:
    """Return a column for each of STAFF."""
    posts = (
        pgettext("posts", "offered"),
        pgettext("posts", "followed"),
        pgettext("posts", "stayed"),
        pgettext("posts", "left"),
    )
    months = (pgettext("months of posts", "vacant"), pgettext("months of posts", "locums"))
    cases = (pgettext("handovers", "tried"), pgettext("handovers", "lost"), _("p90"))
    return [
        *(Column(head, _("FTE")) for head in posts),
        *(Column(head, _("FTE-months")) for head in months),
        *(Column(head, pgettext("cases", "handovers")) for head in cases),
    ]


def _number(mean: float | None, key: str) -> str:
    return NONE if mean is None else number(mean, describe(key, "FTE")) if mean else "0"


def _mean(comparison: Comparison, index: int, key: str) -> float | None:
    summary = comparison.designs[index].measures.get(key)
    return summary.mean if summary else None
