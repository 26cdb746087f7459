"""Levers of staff: how they go over, how long it takes to recruit them, and posts that are added."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from mellanrum.workshop.bases import Base, base_of, decided, from_ledger, role_of, written
from mellanrum.workshop.lever_table import Lever, Value
from mellanrum.workshop.patch import Patch, is_plain
from scenarios.files.twins import at
from sim.terms.quantity import Quantity

TRANSFER_OF = "big_bang"
"""The design that says how long it takes to recruit every role."""
OBJECTING = "A373"
LENT_YEARS = 3


def put_recruitment(lever: Lever, value: Value, patch: Patch) -> None:
    """Set every role that takes as long: what is the same as another is set apart, so each must be written."""
    key = lever.key_in(patch.base)
    for role in alike_roles(key, patch.base):
        patch.put(f"{key.rpartition('.')[0]}.{role}", decided(float(value), "days"))


def alike_roles(key: str, base: Base) -> list[str]:
    """Return the roles whose time to recruit is that of `key`, its own first."""
    above, _dot, own = key.rpartition(".")
    beside = at(base.table, above)
    return [own, *(role for role, q in beside.items() if q.get("same_as") == key)]


def form(lever: Lever, table: Mapping[str, Any], base: Base) -> Value | None:
    """Return the form in which staff go over, if there is one for all roles."""
    found = at(table, lever.keys[0])
    return found if isinstance(found, str) else None


def put_form(lever: Lever, value: Value, patch: Patch) -> None:
    """Write the form, and what it cannot do without: who objects to an undertaking, when a loan ends."""
    patch.put(lever.keys[0], value)
    if value == "undertaking":
        patch.put("transfer.objection_share", from_ledger(OBJECTING))
    if value == "secondment":
        patch.put("transfer.until", until(patch.base))


def until(base: Base) -> date:
    """Return the day on which those who are lent return."""
    return base.day.replace(year=base.day.year + LENT_YEARS)


def put_posts(lever: Lever, value: Value, patch: Patch) -> None:
    """Write posts that are added to a service, in its largest role, from the reform day on or recruited ahead of it."""
    service = lever.keys[0].split(".")[1]
    role, above = role_of(service), lever.keys[0].rpartition(".")[0]
    patch.put(f"{above}.role", role)
    patch.put(f"{above}.day", patch.base.reform)
    if months := round(float(patch.value("posts_ahead"))):
        patch.put(f"{above}.recruit_from", _months_before(patch.base.reform, months))
    patch.put(f"{above}.add", decided(float(value), "FTE"))
    if not patch.base.says(f"transfer.recruitment_lead_days.{role}"):
        usual = base_of(TRANSFER_OF).quantity(f"transfer.recruitment_lead_days.{role}")
        assert isinstance(usual, Quantity), f"{TRANSFER_OF} says how long it takes to recruit every role"
        patch.put(f"{above}.recruitment_lead_days", written(usual))


def posts(lever: Lever, table: Mapping[str, Any], base: Base) -> Value | None:
    """Return how many posts are added, in FTE; None where none are."""
    found = at(table, lever.keys[0])
    return float(found["value"]) if isinstance(found, Mapping) and is_plain(found.get("value")) else None


def _months_before(day: date, months: int) -> date:
    n = day.year * 12 + day.month - 1 - months
    return day.replace(year=n // 12, month=n % 12 + 1)


def ahead(lever: Lever, table: Mapping[str, Any], base: Base) -> Value | None:
    """Return how many months before the reform day added posts are recruited; None where none are."""
    posts = table.get("posts")
    days = [one.get("recruit_from") for one in posts.values()] if isinstance(posts, Mapping) else []
    first = [day for day in days if isinstance(day, date)]
    return float((base.reform.year - first[0].year) * 12 + base.reform.month - first[0].month) if first else None


def put_ahead(lever: Lever, value: Value, patch: Patch) -> None:
    """Stand in the table of each of the posts, which write it (`put_posts`)."""
