"""Month by month through the reform: untreated, newly fallen, loads, persons in gaps, and what it costs until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from outputs.comparison.headline import NOT_BACK, SEE_NOTE, recovered
from outputs.text.measures import describe
from outputs.text.numbers import absent, number
from outputs.text.pages import capital
from outputs.text.words import say_code
from outputs.workshop.plain import mean_of, plain, sure
from sim.comparison.results import Comparison, Course, DesignResult, DifferenceResult
from sim.comparison.statistics import FEWEST
from sim.terms.language import _, language
from sim.terms.words import Principal, Service, names_of

COLUMNS = (
    "untreated_share",
    "newly_fallen",
    "gap_persons",
    *(f"load.{principal}" for principal in names_of(Principal)),
)
LOOKS_AHEAD = ("newly_fallen",)
"""What is known only of months after which enough days are left in the run."""
DAYS_BEFORE = 366
"""The page begins a year before the reform day, as the figures do: what comes before is the model warming up."""
DIGITS = 6
QUEUES = (*names_of(Service), "neuropsychiatric")


def months(comparison: Comparison, design: DesignResult) -> dict[str, list[Any]]:
    """Return column → one number for each month from a year before the reform day on; `dates`: their first days.

    None where a month has no value. Loads of principals that run nothing are left out.
    """
    rows = [row for row in design.tables.get("monthly", ()) if _shown(comparison, str(row["date"]))]
    found: dict[str, list[Any]] = {"dates": [str(row["date"]) for row in rows]}
    for column in COLUMNS:
        cells = [_cell(row, column) for row in rows]
        if not column.startswith("load.") or any(cell is not None for cell in cells):
            found[column] = cells
    return found


def _shown(comparison: Comparison, day: str) -> bool:
    if comparison.reform is None:
        return True
    return date.fromisoformat(day) >= date.fromisoformat(comparison.reform) - timedelta(days=DAYS_BEFORE)


def _cell(row: Mapping[str, Any], column: str) -> float | None:
    if column in LOOKS_AHEAD and not row.get("complete", True):
        return None
    return plain(row.get(column), DIGITS)


def waits(comparison: Comparison, design: DesignResult) -> list[dict[str, Any]]:
    """Return the median days from acceptance to start in each queue that anybody stands in under some design.

    None, and `not reached` in words, where so few start that there is no median; `n`: replications with one.
    """
    rows = []
    for queue in QUEUES:
        name = f"wait_days.{queue}.median"
        if all(mean_of(d.measures, name) is None for d in comparison.designs):
            continue
        summary = design.measures.get(name)
        mean = mean_of(design.measures, name)
        told = number(mean, describe(name)) if mean is not None else absent(describe(name))
        rows.append(
            {
                "service": queue,
                "label": capital(say_code(queue)),
                "median_days": mean,
                "n": 0 if summary is None else summary.n,
                "text": told if mean is None else _("{days} days", days=told),
            }
        )
    return rows


def course(comparison: Comparison, found: DifferenceResult) -> dict[str, Any] | None:
    """Return need-days gone untreated beyond the baseline's, summed month by month; None where it cannot be followed.

    `sentence`: when they are won back.
    """
    one = found.course
    if one is None or not one.months:
        return None
    return {
        "dates": [month.date for month in one.months],
        "excess_days": [plain(month.excess.mean, 1) for month in one.months],
        "total_days": [plain(month.total.mean, 1) for month in one.months],
        "low": [plain(sure(month.total).low, 1) for month in one.months],
        "high": [plain(sure(month.total).high, 1) for month in one.months],
        "recovered_by": one.recovered_by,
        "sentence": _recovery(comparison, found, one),
    }


def _recovery(comparison: Comparison, found: DifferenceResult, course: Course) -> str:
    if not course.differs:
        return _("No month differs from the baseline's, so there is nothing to win back.")
    if comparison.replications < FEWEST:
        return _("When untreated need-days are won back cannot be told from so few replications.")
    back = recovered(found)
    if back == SEE_NOTE:
        return _(
            "When untreated need-days are won back is not told: they add up to the other side than untreated needs "
            "do, since they count everybody with an open need, asking or not."
        )
    if course.never_worse:
        return _("Untreated need-days never add up to more than the baseline's.")
    if back == NOT_BACK or course.recovered_by is None:
        return _("Untreated need-days beyond the baseline's are not won back within the years that are simulated.")
    day = language().day(date.fromisoformat(course.recovered_by))
    return _("Untreated need-days beyond the baseline's are won back by {day}.", day=day)
