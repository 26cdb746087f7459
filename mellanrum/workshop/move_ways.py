"""Levers of the move: its stages, how far apart, and for how long both principals admit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mellanrum.workshop.bases import Base, base_of, decided
from mellanrum.workshop.lever_table import Lever, Value, levers
from mellanrum.workshop.patch import Patch, number
from scenarios.files.twins import at

STAGES_OF = "phased"
"""The design that says how far apart stages are."""
ALL_AT_ONCE, STAGES = "all_at_once", ("district", "municipality")


def waves(lever: Lever, table: Mapping[str, Any], base: Base) -> Value | None:
    """Return how the move goes by stages: all at once, by district, by municipality; None where none are said."""
    by, interval = at(table, lever.keys[0]), at(table, "transfer.wave_interval_days.value")
    if interval == 0:
        return ALL_AT_ONCE
    return by if isinstance(by, str) else None


def put_waves(lever: Lever, value: Value, patch: Patch) -> None:
    """Write the stages, with the usual days between them unless the room has set those."""
    if value == ALL_AT_ONCE:
        _all_at_once(patch)
        return
    patch.put(lever.keys[0], value)
    interval = levers()["wave_interval"]
    if interval.id not in patch.settings:
        patch.put(interval.keys[0], decided(usual_interval(str(value), patch.base), "days"))


def _all_at_once(patch: Patch) -> None:
    """Let every stage have the same day, as a file can say that extends one with stages."""
    if not patch.base.says("transfer.waves_by"):
        patch.put("transfer.waves_by", STAGES[0])
    patch.put("transfer.wave_interval_days", decided(0.0, "days"))


def usual_interval(by: str, base: Base) -> float:
    """Return the days between stages where the room says nothing: by municipality the fewest, since they are many."""
    usual = base_of(STAGES_OF).quantity("transfer.wave_interval_days")
    assert usual is not None, f"{STAGES_OF} goes by stages"
    if by == "municipality":
        return usual.low
    own = base.quantity("transfer.wave_interval_days")
    return float((own or usual).value)  # type: ignore[arg-type]


def interval(lever: Lever, table: Mapping[str, Any], base: Base) -> Value | None:
    """Return the days between stages; None where all is on one day."""
    found = number(lever, table, base)
    return None if found == 0 else found


def put_interval(lever: Lever, value: Value, patch: Patch) -> None:
    """Write the days between stages."""
    patch.put(lever.keys[0], decided(float(value), "days"))


def put_dual(lever: Lever, value: Value, patch: Patch) -> None:
    """Write for how many days both principals admit."""
    if patch.value("waves") == ALL_AT_ONCE:
        _all_at_once(patch)
    patch.put(lever.keys[0], decided(float(value), "days"))
