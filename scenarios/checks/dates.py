"""The dates of a design must be dates of the run, and in order."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from scenarios.checks.posted_check import posts_in
from scenarios.files.chain import KeyPath, Merged
from scenarios.files.problems import Problem
from scenarios.files.references import list_at, table_at, tables_in
from sim.terms.language import _
from sim.terms.quantity import is_number, shown

YEARS = (1990, 2190)


def dates_in_order(merged: Merged, years: float) -> list[Problem]:
    """Return dates that are out of order or outside the run; `years` run after the reform day."""
    transfer, found = table_at(merged, "transfer"), list[Problem]()
    zero = _date(merged, ("calendar", "day_zero"), table_at(merged, "calendar").get("day_zero"), found)
    run = _run(merged, zero, years)
    announced = _date(merged, ("transfer", "announced"), transfer.get("announced"), found)
    day = _date(merged, ("transfer", "day"), transfer.get("day"), found)
    found += _within(merged, ("transfer", "day"), day, run)
    if announced and day and announced >= day:
        valid = _("a date before the transfer, {day}", day=day)
        found.append(merged.problem(("transfer", "announced"), str(announced), valid))
    if announced and zero and announced < zero:
        found.append(merged.problem(("transfer", "announced"), str(announced), _("a date from day 0, {day}", day=zero)))
    found += _waves(merged, announced, day, run)
    for service, table in tables_in(merged, "opens"):
        key: KeyPath = ("opens", service, "day")
        found += _within(merged, key, _date(merged, key, table.get("day"), found), run)
    for _service, at, table in posts_in(merged):
        for name in ("day", "recruit_from"):
            when = _date(merged, (*at, name), table.get(name), found)
            found += _within(merged, (*at, name), when, run)
    for service, table in tables_in(merged, "closes"):
        key = ("closes", service, "day")
        found += _within(merged, key, _date(merged, key, table.get("day"), found), run)
    for name in ("from", "conferences_end"):
        key = ("coordination", name)
        found += _within(merged, key, _date(merged, key, table_at(merged, "coordination").get(name), found), run)
    return found


def last_wave(design: Merged, county: Merged, years: float) -> list[Problem]:
    """Return the problem of waves that follow one another until the run is over."""
    transfer = table_at(design, "transfer")
    day, q = transfer.get("day"), transfer.get("wave_interval_days")
    interval = q.get("value") if isinstance(q, dict) else None
    groups = {"district": "districts", "municipality": "municipalities"}.get(str(transfer.get("waves_by")), "")
    zero = _date(design, ("calendar", "day_zero"), table_at(design, "calendar").get("day_zero"), [])
    run, first = _run(design, zero, years), _date(design, ("transfer", "day"), day, [])
    if "waves" in transfer or not (groups and run and first and is_number(interval, 36500)):
        return []
    n = len(table_at(county, groups))
    days = first.toordinal() + round((n - 1) * float(interval or 0)) - run[1].toordinal()
    if days < 0:
        return []
    late = _("{n} waves, the last {days} days after the run has ended", n=n, days=days)
    return [design.problem(("transfer", "wave_interval_days"), late, _("all waves before {day}", day=run[1]))]


def _run(merged: Merged, zero: date | None, years: float) -> tuple[date, date] | None:
    """Return the first day after warm-up and the day after the last, or None if the calendar does not say."""
    calendar = table_at(merged, "calendar")
    before = [calendar.get("warm_up_years"), calendar.get("baseline_years")]
    if zero is None or not all(is_number(y, 100) for y in before):
        return None
    warm, base = (round(float(y) * 365) for y in before if y is not None)
    first = zero.toordinal() + warm
    return date.fromordinal(first), date.fromordinal(first + base + round(years * 365))


def _waves(merged: Merged, announced: date | None, day: date | None, run: tuple[date, date] | None) -> list[Problem]:
    found: list[Problem] = []
    days: list[date] = []
    waves = list_at(merged, "transfer", "waves")
    for i, wave in enumerate(waves):
        table = wave if isinstance(wave, dict) else {}
        key: KeyPath = ("transfer", "waves", i, "day")
        when = _date(merged, key, table.get("day"), found)
        if when is None:
            continue
        days.append(when)
        found += _within(merged, key, when, run)
        if announced and when <= announced:
            found.append(merged.problem(key, str(when), _("a date after the announcement, {day}", day=announced)))
        until_key: KeyPath = (*key[:-1], "dual_until")
        until = _date(merged, until_key, table.get("dual_until"), found)
        if until and until <= when:
            found.append(merged.problem(until_key, str(until), _("a date after the wave's day, {day}", day=when)))
    if day and len(days) == len(waves) > 0 and min(days) != day:
        valid = _("the day of the first wave, {day}", day=min(days))
        found.append(merged.problem(("transfer", "day"), str(day), valid))
    return found


def _within(merged: Merged, key: KeyPath, day: date | None, run: tuple[date, date] | None) -> list[Problem]:
    if day is None or run is None or run[0] <= day < run[1]:
        return []
    valid = _(
        "a date from {first} (end of warm-up) and before {end} (end of the run; --years sets it)",
        first=run[0],
        end=run[1],
    )
    return [merged.problem(key, str(day), valid)]


def _date(merged: Merged, key: KeyPath, given: Any, found: list[Problem]) -> date | None:
    if not isinstance(given, date) or isinstance(given, datetime):
        return None
    if not YEARS[0] <= given.year <= YEARS[1]:
        found.append(
            merged.problem(key, shown(given), _("a date from {first} to {last}", first=YEARS[0], last=YEARS[1]))
        )
        return None
    return given
