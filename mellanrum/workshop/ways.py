"""How each kind of lever is read from a design's table, and how it is written into a file that extends the design.

What is read back from a file is what was written into it: `read` is the inverse of `write` but for what bears on
nothing there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mellanrum.workshop.bases import Base, base_of, decided, from_ledger, role_of, written
from mellanrum.workshop.lever_table import Lever, Value, levers
from scenarios.files.price import PRICE
from scenarios.files.twins import at
from sim.terms.quantity import Quantity
from sim.terms.words import STEP_OF_MEASURE, Measure

TRANSFER_OF, HUB_OF, STAGES_OF = "big_bang", "central_clinics", "phased"
TEAMS = {"small": "bill_2028", "large": "integrated_teams"}
"""Designs that ship and whose numbers a lever takes along: nothing is typed twice."""
ALL_AT_ONCE, STAGES = "all_at_once", ("district", "municipality")
OBJECTING = "A373"
LENT_YEARS = 3
SIP, SIP_STEP, TEAM_STEP = "sip_routine", STEP_OF_MEASURE[Measure.SIP_ROUTINE], 5
TEAM, DOCUMENTATION, TREATMENT = "integrated_team", "sobriety_documentation", "municipal_outpatient"


@dataclass
class Patch:
    """What is written over a base. `table`: nested, as the file has it. `settings`: what was set, lever by lever."""

    base: Base
    settings: Mapping[str, Value]
    table: dict[str, Any] = field(default_factory=dict)

    def put(self, key: str, value: Any) -> None:
        """Let a value stand at a dotted key."""
        *above, last = key.split(".")
        node = self.table
        for name in above:
            node = node.setdefault(name, {})
        node[last] = value

    def value(self, lever: str) -> Value:
        """Return what a lever is set to, or what the base has."""
        found = self.settings.get(lever)
        return standing_value(levers()[lever], self.base) if found is None else found


Reader = Callable[[Lever, Mapping[str, Any], Base], Value | None]
Writer = Callable[[Lever, Value, Patch], None]


def standing_value(lever: Lever, base: Base) -> Value:
    """Return what a design has for a lever: what it says, else today's, else what there is without a word of it."""
    found = READERS[lever.writes](lever, base.table, base)
    if found is not None:
        return found
    for path in (lever.today, *([] if not lever.like else [lever.like])):
        design, _space, key = path.rpartition(" ")
        q = (base_of(design) if design else base).quantity(key) if path else None
        if q is not None and lever.absent is None:
            return float(q.value)  # type: ignore[arg-type]
    return 0.0 if lever.absent is None else lever.absent


# --- numbers


def _number(lever: Lever, table: Mapping[str, Any], base: Base) -> Value | None:
    found = at(table, lever.key_in(base))
    return float(found["value"]) if isinstance(found, Mapping) and _plain(found.get("value")) else None


def _plain(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _put_number(lever: Lever, value: Value, patch: Patch) -> None:
    key = lever.key_in(patch.base)
    patch.put(key, decided(float(value), _unit(lever, patch.base, key)))


def _unit(lever: Lever, base: Base, key: str) -> str:
    known = base.quantity(key) or (base.quantity(lever.today) if lever.today else None)
    if known is None:
        design, _space, other = lever.like.partition(" ")
        known = base_of(design).quantity(other)
    assert known is not None, f"{lever.id}: a number has its unit in a design, the services or the parameters"
    return known.unit


def _put_recruitment(lever: Lever, value: Value, patch: Patch) -> None:
    """Set every role that takes as long: what is the same as another is set apart, so each must be written."""
    key = lever.key_in(patch.base)
    for role in alike_roles(key, patch.base):
        patch.put(f"{key.rpartition('.')[0]}.{role}", decided(float(value), "days"))


def alike_roles(key: str, base: Base) -> list[str]:
    """Return the roles whose time to recruit is that of `key`, its own first."""
    above, _dot, own = key.rpartition(".")
    beside = at(base.table, above)
    return [own, *(role for role, q in beside.items() if q.get("same_as") == key)]


# --- staff


def _form(lever: Lever, table: Mapping[str, Any], base: Base) -> Value | None:
    found = at(table, lever.keys[0])
    return found if isinstance(found, str) else None


def _put_form(lever: Lever, value: Value, patch: Patch) -> None:
    patch.put(lever.keys[0], value)
    if value == "undertaking":
        patch.put("transfer.objection_share", from_ledger(OBJECTING))
    if value == "secondment":
        patch.put("transfer.until", until(patch.base))


def until(base: Base) -> date:
    """Return the day on which those who are lent return."""
    return base.day.replace(year=base.day.year + LENT_YEARS)


def _put_posts(lever: Lever, value: Value, patch: Patch) -> None:
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


def _posts(lever: Lever, table: Mapping[str, Any], base: Base) -> Value | None:
    found = at(table, lever.keys[0])
    return float(found["value"]) if isinstance(found, Mapping) and _plain(found.get("value")) else None


def _months_before(day: date, months: int) -> date:
    n = day.year * 12 + day.month - 1 - months
    return day.replace(year=n // 12, month=n % 12 + 1)


def _ahead(lever: Lever, table: Mapping[str, Any], base: Base) -> Value | None:
    posts = table.get("posts")
    days = [one.get("recruit_from") for one in posts.values()] if isinstance(posts, Mapping) else []
    first = [day for day in days if isinstance(day, date)]
    return float((base.reform.year - first[0].year) * 12 + base.reform.month - first[0].month) if first else None


def _put_ahead(lever: Lever, value: Value, patch: Patch) -> None:
    """Stand in the table of each of the posts, which write it (`_put_posts`)."""


# --- the move


def _waves(lever: Lever, table: Mapping[str, Any], base: Base) -> Value | None:
    by, interval = at(table, lever.keys[0]), at(table, "transfer.wave_interval_days.value")
    if interval == 0:
        return ALL_AT_ONCE
    return by if isinstance(by, str) else None


def _put_waves(lever: Lever, value: Value, patch: Patch) -> None:
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


def _interval(lever: Lever, table: Mapping[str, Any], base: Base) -> Value | None:
    found = _number(lever, table, base)
    return None if found == 0 else found


def _put_interval(lever: Lever, value: Value, patch: Patch) -> None:
    patch.put(lever.keys[0], decided(float(value), "days"))


def _put_dual(lever: Lever, value: Value, patch: Patch) -> None:
    if patch.value("waves") == ALL_AT_ONCE:
        _all_at_once(patch)
    patch.put(lever.keys[0], decided(float(value), "days"))


# --- rules and cooperation


def _documentation(lever: Lever, table: Mapping[str, Any], base: Base) -> Value | None:
    if at(table, f"closes.{DOCUMENTATION}") is not None:
        return "nobody"
    found = at(table, f"relocation.{DOCUMENTATION}.level")
    return found if isinstance(found, str) else None


def _put_documentation(lever: Lever, value: Value, patch: Patch) -> None:
    if value == "nobody":
        patch.put(f"closes.{DOCUMENTATION}.day", patch.base.reform)
    else:
        patch.put(f"relocation.{DOCUMENTATION}.level", value)


def _sip(lever: Lever, table: Mapping[str, Any], base: Base) -> Value | None:
    found = at(table, lever.keys[0])
    return SIP in found if isinstance(found, list) else None


def _put_sip(lever: Lever, value: Value, patch: Patch) -> None:
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


def _conferences(lever: Lever, table: Mapping[str, Any], base: Base) -> Value | None:
    found = at(table, lever.keys[0])
    return found if isinstance(found, bool) else None


def _put_conferences(lever: Lever, value: Value, patch: Patch) -> None:
    patch.put(lever.keys[0], value)


# --- organisation


def _place(lever: Lever, table: Mapping[str, Any], base: Base) -> Value | None:
    found = at(table, lever.keys[0])
    return found if isinstance(found, str) else None


def _put_place(lever: Lever, value: Value, patch: Patch) -> None:
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


def _teams(lever: Lever, table: Mapping[str, Any], base: Base) -> Value | None:
    share = f"opens.{TEAM}.share.{TREATMENT}.value"
    if (found := at(table, share)) is None:
        return None
    sizes = {size: at(base_of(design).table, share) for size, design in TEAMS.items()}
    return next((size for size, value in sizes.items() if value == found), None)


def _put_teams(lever: Lever, value: Value, patch: Patch) -> None:
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
    _climb(patch, TEAM_STEP)


def _copied(node: Any) -> Any:
    """Return a table of a design as it may stand in another file: numbers, and no ties."""
    if isinstance(node, Mapping) and "value" not in node:
        return {key: _copied(inner) for key, inner in node.items()}
    return {key: x for key, x in node.items() if key != "same_as"} if isinstance(node, Mapping) else node


READERS: Mapping[str, Reader] = {
    "number": _number,
    "recruitment": _number,
    "form": _form,
    "posts": _posts,
    "ahead": _ahead,
    "waves": _waves,
    "interval": _interval,
    "dual": _number,
    "documentation": _documentation,
    "sip": _sip,
    "conferences": _conferences,
    "place": _place,
    "teams": _teams,
}
WRITERS: Mapping[str, Writer] = {
    "number": _put_number,
    "recruitment": _put_recruitment,
    "form": _put_form,
    "posts": _put_posts,
    "ahead": _put_ahead,
    "waves": _put_waves,
    "interval": _put_interval,
    "dual": _put_dual,
    "documentation": _put_documentation,
    "sip": _put_sip,
    "conferences": _put_conferences,
    "place": _put_place,
    "teams": _put_teams,
}


def patched(base: Base, settings: Mapping[str, Value]) -> dict[str, Any]:
    """Return what a file says that extends `base` and sets levers, in the order of the table."""
    patch = Patch(base, settings)
    for lever in levers().values():
        if lever.id in settings:
            WRITERS[lever.writes](lever, settings[lever.id], patch)
    return patch.table
