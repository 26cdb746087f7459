"""Posts, places and who is served must add up in a county file: checked at the numbers as they are written."""

from __future__ import annotations

from typing import Any

from scenarios.files.chain import KeyPath, Merged
from scenarios.files.problems import Problem
from scenarios.files.references import list_at, table_at, tables_in, texts
from sim.terms.language import _
from sim.terms.quantity import is_number
from sim.terms.total import total

EVERYWHERE = ("adult_psychiatry", "psychiatric_emergency")
"""Services that every district must be served by where the county has them at all: a crisis must lead somewhere."""
NEAR = 1e-9


def county_sums(merged: Merged) -> list[Problem]:
    """Return what does not add up in a county file, and districts that nobody serves."""
    found = list[Problem]()
    for name, town in tables_in(merged, "municipalities"):
        if _value(town.get("adults")) == 0.0:
            found.append(merged.problem(("municipalities", name, "adults"), "0", _("a number of persons above 0")))
    for service, staff in tables_in(merged, "staffing"):
        found += _posts(merged, service, staff)
    for service in table_at(merged, "location"):
        if service not in table_at(merged, "staffing"):
            valid = _("staffing.{service}, or no place", service=service)
            found.append(merged.problem(("location", service), _("a place without staff"), valid))
        found += _coverage(merged, service)
    return found


def _posts(merged: Merged, service: str, staff: dict[str, Any]) -> list[Problem]:
    key: KeyPath = ("staffing", service)
    found = list[Problem]()
    whole, apart = _value(staff.get("total")), _value(staff.get("neuropsychiatric"))
    if whole is not None and apart is not None and whole > 0.0 and apart >= whole:
        valid = _("less than the total of {total:g}, of which they are", total=whole)
        found.append(merged.problem((*key, "neuropsychiatric"), f"{apart:g}", valid))
    if "total" in staff and isinstance(staff.get("places"), dict):
        valid = _("total (posts), or places (beds, whose posts follow from them)")
        found.append(merged.problem(key, _("total and places"), valid))
    counts = staff.get("counts")
    given = [float(n) for n in counts.values() if is_number(n)] if isinstance(counts, dict) else []
    ordinary = None if whole is None else whole - (apart or 0.0)
    if given and ordinary is not None and total(given) > ordinary + NEAR:
        valid = _("at most the total of {total:g}", total=whole)
        if apart:
            valid = _("at most the total of {total:g} less {apart:g} of neuropsychiatry", total=whole, apart=apart)
        found.append(merged.problem((*key, "counts"), _("counts that sum to {sum:g}", sum=total(given)), valid))
    return found


def _coverage(merged: Merged, service: str) -> list[Problem]:
    """Return the districts that no unit of a service serves that every district must have."""
    units = [u for u in list_at(merged, "location", service, "units") if isinstance(u, dict)]
    if service not in EVERYWHERE or not units or any("districts" not in u for u in units):
        return []
    served = {d for u in units for d in texts(u.get("districts"))}
    lived_in = [town.get("district") for _, town in tables_in(merged, "municipalities")]
    left = [d for d in table_at(merged, "districts") if d not in served and d in lived_in]
    key: KeyPath = ("location", service, "units")
    return [
        merged.problem(
            key, _('no place that serves the district "{district}"', district=d), _("each district in one place")
        )
        for d in left
    ]


def _value(q: object) -> float | None:
    value = q.get("value") if isinstance(q, dict) else None
    return float(value) if isinstance(value, int | float) and is_number(value) else None
