"""The levers of the workshop page: what a room may set, how far, what stands there today, and what it rests on."""

from __future__ import annotations

from typing import Any

from mellanrum.workshop.bases import DECIDED, TODAY, Base, base_of
from mellanrum.workshop.lever_table import SLIDER, Lever, Option, Value, levers
from mellanrum.workshop.ways import standing_value
from outputs.text.file_units import unit_said
from scenarios.files.chain import follow
from scenarios.files.twins import at
from sim.terms.language import _
from sim.terms.quantity import Quantity


def quantity_of(lever: Lever, base: Base) -> Quantity | None:
    """Return the number that a design has for a lever: its own, else today's, else one that another design has."""
    return next((q for q in _standing(lever, base)), None)


def _standing(lever: Lever, base: Base) -> list[Quantity]:
    """Return the quantities of a lever, the design's own first."""
    design, _space, key = lever.like.partition(" ")
    found = [base.quantity(lever.key_in(base)), base_of(TODAY).quantity(lever.today) if lever.today else None]
    found.append(base_of(design).quantity(key) if design else None)
    return [q for q in found if q is not None]


def can_have(lever: Lever, base: Base) -> bool:
    """Return whether a design says what a lever bears on."""
    return base.name not in lever.not_for and (not lever.needs or any(base.says(key) for key in lever.needs))


def why_not(lever: Lever, county: str, base: Base) -> str:
    """Return why a design cannot have a lever, in a sentence; "" where it can."""
    if base.name in lever.not_for:
        return _("This design leaves practice where it is, so nothing lags behind.")
    if not can_have(lever, base):
        if at(base.table, "transfer.services"):
            return _("In this design nobody changes employer.")
        return _("In this design no service goes to another principal.")
    if lever.writes == "documentation" and not at(follow(county, "county").table, "staffing.sobriety_documentation"):
        return _("Nobody documents sobriety in this county's file.")
    return ""


def options_in(lever: Lever, base: Base) -> tuple[Option, ...]:
    """Return what a lever may be set to in a design: what it opens or moves, a file that extends it cannot undo."""
    fixed = lever.writes in ("place", "teams") and base.says(lever.keys[0])
    return tuple(option for option in lever.options if not (fixed and option.value == lever.absent))


def highest(lever: Lever, base: Base) -> float:
    """Return the high end of a slider: that of the table, or what the design itself has if that is more."""
    own = base.quantity(lever.key_in(base)) if lever.keys else None
    return lever.high if own is None else max(lever.high, float(own.value))  # type: ignore[arg-type]


def offered(county: str, base: str) -> list[dict[str, Any]]:
    """Return every lever as the page has it, ready for JSON: the base's value, today's, range and evidence.

    Those that this base cannot have are among them, with why not. Raises ScenarioError for what is no design.
    """
    ground, today = base_of(base), base_of(TODAY)
    return [_offered(lever, county, ground, standing_value(lever, ground), today) for lever in levers().values()]


def _offered(lever: Lever, county: str, base: Base, value: Value, today: Base) -> dict[str, Any]:
    known = _standing(lever, base) if lever.kind == SLIDER else []
    ranged = next((q for q in known if q.low < q.high), None)
    lacks = why_not(lever, county, base)
    nothing_today = bool(lever.needs)
    return {
        "id": lever.id,
        "group": lever.group,
        "more": lever.more,
        "label": lever.label,
        "kind": lever.kind,
        "low": lever.low,
        "high": highest(lever, base),
        "step": lever.step,
        "unit": unit_of(lever, base),
        "scale": lever.scale,
        "value": value,
        "today": None if nothing_today else standing_value(lever, today),
        "today_text": _("There is no such thing today.") if nothing_today else "",
        "range": None if ranged is None else {"low": ranged.low, "high": ranged.high},
        "options": [{"value": option.value, "label": option.label} for option in options_in(lever, base)],
        "evidence": evidence_of(lever, base),
        "only_with": {other: _values(wanted) for other, wanted in lever.only_with.items()},
        "why": lever.why,
        "offered": not lacks,
        "why_not": lacks,
    }


def _values(wanted: Any) -> list[Value] | str:
    return wanted if isinstance(wanted, str) else list(wanted)


def unit_of(lever: Lever, base: Base) -> str:
    """Return the unit as people read it beside a slider: percent for shares, else the file's in words."""
    if lever.kind != SLIDER:
        return ""
    if lever.scale == 100:
        return "%"
    known = quantity_of(lever, base)
    return unit_said(lever.unit or (known.unit if known else ""))


def evidence_of(lever: Lever, base: Base) -> list[str]:
    """Return the ids of the ledger that a lever rests on, the number's own first."""
    ids = [q.evidence for q in _standing(lever, base) if q.evidence != DECIDED]
    return list(dict.fromkeys([*ids, *lever.evidence]))
