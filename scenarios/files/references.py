"""What files name must exist and fit together; checked on the raw tables, so that no fault hides another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from scenarios.files.chain import NOTHING, KeyPath, Merged
from scenarios.files.chain import texts as texts
from scenarios.files.limits import LEAST, too_little
from scenarios.files.problems import Problem, both, one_of
from sim.terms.language import _
from sim.terms.quantity import is_number, shown
from sim.terms.total import total
from sim.terms.words import HIGHEST_STEP, Service, names_of


def table_at(merged: Merged, *key: str) -> dict[str, Any]:
    """Return the table at `key`, or {} if something else (or nothing) stands there."""
    node: Any = merged.table
    for k in key:
        node = node.get(k) if isinstance(node, dict) else None
    return node if isinstance(node, dict) else {}


def list_at(merged: Merged, *key: str) -> list[Any]:
    """Return the list at `key`, or []."""
    found = table_at(merged, *key[:-1]).get(key[-1])
    return found if isinstance(found, list) else []


def tables_in(merged: Merged, *key: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (name, table) for the tables in the table at `key`."""
    for name, inner in table_at(merged, *key).items():
        if isinstance(inner, dict):
            yield name, inner


def named(merged: Merged, key: KeyPath, found: object, names: Iterable[str]) -> list[Problem]:
    """Return the problem of a name that is none of `names` (what is no text is a fault of shape, told elsewhere)."""
    names = list(names)
    if not isinstance(found, str) or found in names:
        return []
    return [merged.problem(key, shown(found), one_of(names, found))]


def nowhere(town: dict[str, Any]) -> bool:
    """Whether a municipality has a practice and nothing else: a name that is not there."""
    return set(town) == {"practice"}


def county_references(merged: Merged) -> list[Problem]:
    """Return what a county file names that it does not have, and staffing that does not fit together."""
    hubs = [h for h in list_at(merged, "hubs") if isinstance(h, str)]
    districts, towns = table_at(merged, "districts"), table_at(merged, "municipalities")
    found = twice(merged, ("hubs",), hubs)
    for divisor in ("speed", "utilisation"):
        found += above_zero(merged, (divisor,), merged.table.get(divisor))
    for name, district in tables_in(merged, "districts"):
        found += named(merged, ("districts", name, "hub"), district.get("hub"), hubs)
    for name, town in tables_in(merged, "municipalities"):
        if nowhere(town):
            continue
        key: KeyPath = ("municipalities", name)
        found += named(merged, (*key, "district"), town.get("district"), districts)
        if isinstance(travel := town.get("travel"), dict):
            found += [p for hub in travel for p in named(merged, (*key, "travel", hub), hub, hubs)]
            absent = [h for h in hubs if h not in travel]
            found += [merged.problem((*key, "travel", h), NOTHING, _("km or minutes to this hub")) for h in absent]
    for service, place in tables_in(merged, "location"):
        found += _location(merged, service, place, hubs, list(districts))
    for service, staff in tables_in(merged, "staffing"):
        found += _staffing(merged, service, staff, list(towns))
    return found + _coordination(merged, list(districts), list(towns))


def _coordination(merged: Merged, districts: list[str], towns: list[str]) -> list[Problem]:
    """Return districts without a step of the ladder, and names of coordination and agreements that are none here."""
    key: KeyPath = ("coordination", "ladder")
    ladder = table_at(merged, "coordination", "ladder")
    found = [p for d in ladder for p in named(merged, (*key, d), d, districts)]
    absent = [d for d in districts if ladder and d not in ladder]
    valid = _("the step of the cooperation ladder on which the district stands, 0 to {step}", step=HIGHEST_STEP)
    found += [merged.problem((*key, d), NOTHING, valid) for d in absent]
    for d, q in ladder.items():
        high = q.get("high") if isinstance(q, dict) else None
        if isinstance(high, int | float) and is_number(high) and high > HIGHEST_STEP:
            found.append(
                merged.problem((*key, d, "high"), shown(high), _("a step from 0 to {step}", step=HIGHEST_STEP))
            )
    key = ("coordination", "case_conferences")
    conferences = texts(table_at(merged, "coordination").get("case_conferences"))
    found += twice(merged, key, conferences) + [p for d in conferences for p in named(merged, key, d, districts)]
    key = ("agreement", "local")
    return found + [p for t in table_at(merged, "agreement", "local") for p in named(merged, (*key, t), t, towns)]


def _location(
    merged: Merged, service: str, place: dict[str, Any], hubs: list[str], districts: list[str]
) -> list[Problem]:
    key: KeyPath = ("location", service)
    found = named(merged, (*key, "neuropsychiatric"), place.get("neuropsychiatric"), hubs)
    served: list[str] = []
    units = place.get("units")
    for i, unit in enumerate(units if isinstance(units, list) else []):
        if isinstance(unit, dict):
            at = (*key, "units", i)
            found += named(merged, (*at, "place"), unit.get("place"), hubs)
            mine = unit.get("districts", districts)
            mine = [d for d in mine if isinstance(d, str)] if isinstance(mine, list) else []
            found += [p for d in mine for p in named(merged, (*at, "districts"), d, districts)]
            served += mine
    return found + twice(merged, (*key, "units"), served)


def _staffing(merged: Merged, service: str, staff: dict[str, Any], towns: list[str]) -> list[Problem]:
    key: KeyPath = ("staffing", service)
    units = [u.get("place") for u in list_at(merged, "location", service, "units") if isinstance(u, dict)]
    places = [p for p in units if isinstance(p, str)] or towns
    found = []
    ways = [k for k in ("per_10000_adults", "total", "places") if k in staff]
    counts = staff.get("counts")
    if isinstance(counts, dict):
        found += [p for name in counts for p in named(merged, (*key, "counts", name), name, places)]
    if not ways and not counts:
        found.append(merged.problem(key, _("no number of posts"), _("per_10000_adults, total, places or counts")))
    if "per_10000_adults" in ways and len(ways) > 1:
        found.append(merged.problem(key, both(ways), _("per_10000_adults alone, or total, or places")))
    if staff.get("places") == "unlimited" and "total" not in ways:
        found.append(merged.problem((*key, "places"), _("unlimited places without staff"), _("a total beside it")))
    if "neuropsychiatric" in staff and "neuropsychiatric" not in table_at(merged, "location", service):
        at = (*key, "neuropsychiatric")
        found.append(merged.problem(at, _("posts without a place"), f"location.{service}.neuropsychiatric"))
    return found


def service_references(merged: Merged) -> list[Problem]:
    """Return services that are absent and plans, roles or other patients that do not fit together."""
    absent = [s for s in names_of(Service) if s not in merged.table]
    found = [merged.problem((s,), NOTHING, _("a table for this service")) for s in absent]
    for name, table in tables_in(merged):
        plan, roles = table_at(merged, name, "plan"), table_at(merged, name, "roles")
        if plan and ("visits" in plan) == ("stay_days" in plan):
            what = _("both visits and stay_days") if "visits" in plan else _("neither visits nor stay_days")
            found.append(merged.problem((name, "plan"), what, _("one of the two")))
        if plan and ("interval_days" in plan) == ("samples_per_month" in plan):
            what = _("both") if "interval_days" in plan else _("nothing that says how often there is a visit")
            found.append(merged.problem((name, "plan"), what, _("one of interval_days and samples_per_month")))
        if "no_show" in plan and "missed_limit" not in plan:
            found.append(merged.problem((name, "plan", "missed_limit"), NOTHING, _("visits missed before discharge")))
        shares = [q.get("value") for q in roles.values() if isinstance(q, dict)]
        whole = total(float(v) for v in shares if isinstance(v, int | float) and is_number(v))
        if roles and abs(whole - 1.0) > 1e-6:
            found.append(
                merged.problem((name, "roles"), _("shares that sum to {sum:g}", sum=whole), _("shares that sum to 1"))
            )
        for line in ("others", "neuropsychiatric"):
            people = table_at(merged, name, line)
            ways: list[str] = [k for k in ("target_wait_days", "demand_ratio") if k in people]
            ways += ["to_mark"] if people.get("to_mark") is True else []
            if people and len(ways) != 1:
                what = both(ways) or _("nothing that says how many come")
                found.append(merged.problem((name, line), what, _("one of target_wait_days, demand_ratio and to_mark")))
            found += above_zero(merged, (name, line, "days_in_care"), people.get("days_in_care"))
        for key in ("caseload_per_fte", "hours_per_fte_year", "direct_share"):
            found += above_zero(merged, (name, key), table.get(key))
        for key in ("interval_days", "samples_per_month"):
            found += above_zero(merged, (name, "plan", key), plan.get(key))
    return found


def above_zero(merged: Merged, key: KeyPath, q: object) -> list[Problem]:
    """Return the problem of a quantity that may be 0 although something is divided by it."""
    low = q.get("low") if isinstance(q, dict) else None
    if not isinstance(low, int | float) or not is_number(low) or low >= LEAST:
        return []
    return [merged.problem((*key, "low"), f"{low:g}", too_little(low))]


def twice(merged: Merged, key: KeyPath, names: Sequence[str | int]) -> list[Problem]:
    """Return the names (or numbers) that stand more than once."""
    again = [n for n in dict.fromkeys(names) if names.count(n) > 1]
    return [
        merged.problem(
            key, _("{item} twice", item=shown(n)), _("each name once") if isinstance(n, str) else _("each number once")
        )
        for n in again
    ]
