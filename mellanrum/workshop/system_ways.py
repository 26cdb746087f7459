"""Levers of rules, cooperation and organisation: documentation, SIP, conferences, where treatment is given, teams."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mellanrum.workshop.bases import Base, base_of, written
from mellanrum.workshop.lever_table import Lever, Value
from mellanrum.workshop.patch import Patch
from scenarios.files.price import PRICE
from scenarios.files.twins import at
from sim.terms.words import HIGHEST_STEP, STEP_OF_MEASURE, Measure

HUB_OF = "central_clinics"
TEAMS = {"small": "bill_2028", "large": "integrated_teams"}
"""Designs that ship and whose numbers a lever takes along: nothing is typed twice."""
SIP, SIP_STEP = "sip_routine", STEP_OF_MEASURE[Measure.SIP_ROUTINE]
TEAM, DOCUMENTATION, TREATMENT = "integrated_team", "sobriety_documentation", "municipal_outpatient"


def documentation(lever: Lever, table: Mapping[str, Any], base: Base) -> Value | None:
    """Return who documents sobriety."""
    if at(table, f"closes.{DOCUMENTATION}") is not None:
        return "nobody"
    found = at(table, f"relocation.{DOCUMENTATION}.level")
    return found if isinstance(found, str) else None


def put_documentation(lever: Lever, value: Value, patch: Patch) -> None:
    """Write who documents sobriety."""
    if value == "nobody":
        patch.put(f"closes.{DOCUMENTATION}.day", patch.base.reform)
    else:
        patch.put(f"relocation.{DOCUMENTATION}.level", value)


def sip(lever: Lever, table: Mapping[str, Any], base: Base) -> Value | None:
    """Return whether a SIP is routine; None where the design says no measures."""
    found = at(table, lever.keys[0])
    return SIP in found if isinstance(found, list) else None


def put_sip(lever: Lever, value: Value, patch: Patch) -> None:
    """Write that a SIP is routine, with the steps of the ladder that it needs."""
    there = at(patch.base.table, lever.keys[0]) or []
    patch.put(lever.keys[0], [*(m for m in there if m != SIP), *([SIP] if value else [])])
    if value:
        _climb(patch, SIP_STEP)


def _climb(patch: Patch, step: int) -> None:
    """Let the ladder be climbed to a step at least, with a process leader as in the designs that do."""
    there = at(patch.table, "coordination.steps") or at(patch.base.table, "coordination.steps") or []
    if step > max(there, default=0):
        patch.put("coordination.steps", list(range(1, step + 1)))
        if at(patch.base.table, "coordination.process_leader") is not True:
            patch.put("coordination.process_leader", True)


def conferences(lever: Lever, table: Mapping[str, Any], base: Base) -> Value | None:
    """Return whether case conferences are held."""
    found = at(table, lever.keys[0])
    return found if isinstance(found, bool) else None


def put_conferences(lever: Lever, value: Value, patch: Patch) -> None:
    """Write whether case conferences are held."""
    patch.put(lever.keys[0], value)


def place(lever: Lever, table: Mapping[str, Any], base: Base) -> Value | None:
    """Return where treatment sits after the move."""
    found = at(table, lever.keys[0])
    return found if isinstance(found, str) else None


def put_place(lever: Lever, value: Value, patch: Patch) -> None:
    """Gather treatment as the design that does: some visits at a distance, fewer staff who follow the farther it is."""
    patch.put(lever.keys[0], value)
    for key, needs in (
        (f"relocation.{TREATMENT}.digital_share", ""),
        ("transfer.follow_factor_per_travel_hour", "transfer.handover"),
    ):
        there = base_of(HUB_OF).quantity(key)
        assert there is not None, f"{HUB_OF} gathers treatment at hubs"
        if not patch.base.says(key) and (not needs or patch.base.says(needs)):
            patch.put(key, written(there))


def teams(lever: Lever, table: Mapping[str, Any], base: Base) -> Value | None:
    """Return how large joint teams are."""
    share = f"opens.{TEAM}.share.{TREATMENT}.value"
    if (found := at(table, share)) is None:
        return None
    sizes = {size: at(base_of(design).table, share) for size, design in TEAMS.items()}
    return next((size for size, value in sizes.items() if value == found), None)


def put_teams(lever: Lever, value: Value, patch: Patch) -> None:
    """Open the teams of a design that ships: their posts, doors, steps, and for whom they are."""
    of, base = base_of(TEAMS[str(value)]), patch.base
    opened = of.table["opens"][TEAM]
    priced = all(base.says(f"transfer.{key}") for key in (*PRICE, "recruitment_lead_days"))
    wanted = ("share",) if base.says(f"opens.{TEAM}") else ("needs_step", "share") if priced else tuple(opened)
    for key in wanted:
        patch.put(f"opens.{TEAM}.{key}", _copied(opened[key]))
    if not base.says("after.doors"):
        patch.put("after.doors", dict(of.table["after"]["doors"]))
    severity = of.quantity("coordination.team_severity")
    if severity is not None and (of.says("coordination.team_severity") or base.says("coordination.team_severity")):
        patch.put("coordination.team_severity", written(severity))
    _climb(patch, HIGHEST_STEP)


def _copied(node: Any) -> Any:
    """Return a table of a design as it may stand in another file: numbers, and no ties."""
    if isinstance(node, Mapping) and "value" not in node:
        return {key: _copied(inner) for key, inner in node.items()}
    return {key: x for key, x in node.items() if key != "same_as"} if isinstance(node, Mapping) else node
