"""How precise results are to be where `-n auto` decides how many replications are enough."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mellanrum.wiring.options import OptionError, is_whole
from outputs.text.measures import HEADLINE
from sim.analysis.replications import MINIMUM, Rule
from sim.studies.enough import PrecisionWanted
from sim.terms.errors import unusable
from sim.terms.language import _

AUTO = "auto"
LEVEL = 0.05
"""Half-width of a level's 95 % interval as a share of its size; that of Hoad, Robinson and Davies."""
SHARES = 0.01
"""Half-width of a difference between shares: one percentage point. An assumption of what a planner acts upon."""
DAYS = 5.0
"""Half-width of a difference in days from asking to treatment. An assumption."""
BUDGET = 200
"""Most replications, unless somebody says otherwise. An assumption: fewer than the 240 draws of a set."""
DEFAULTS: Mapping[str, float] = {
    "level": LEVEL, "shares": SHARES, "days": DAYS, "least": MINIMUM, "budget": BUDGET,
}  # fmt: skip


def wanted_of(asked: Mapping[str, Any]) -> PrecisionWanted:
    """Return how precise results are to be. Raises OptionError with a line for each number that cannot be used."""
    if lines := precision_faults(asked):
        raise OptionError(lines)
    given = _given(asked)
    by_unit = {"share": float(given["shares"]), "days": float(given["days"])}
    return PrecisionWanted(
        HEADLINE, float(given["level"]), by_unit, Rule(int(given["budget"]), minimum=int(given["least"]))
    )


def _given(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {**DEFAULTS, **{k: v for k, v in asked.items() if v is not None}}


def precision_faults(asked: Mapping[str, Any]) -> list[str]:
    """Return a line for each number that cannot be used."""
    given = _given(asked)
    lines = [
        unusable(f"precision {name}", repr(given[name]), _("a number above 0"))
        for name in ("level", "shares", "days")
        if isinstance(given[name], bool) or not isinstance(given[name], int | float) or not given[name] > 0
    ]
    lines += [
        unusable(name, repr(given[name]), _("a whole number, at least {least}", least=MINIMUM))
        for name in ("least", "budget")
        if not is_whole(given[name]) or given[name] < MINIMUM
    ]
    if not lines and given["least"] > given["budget"]:
        lines.append(unusable("least", repr(given["least"]), _("at most the budget, {budget}", budget=given["budget"])))
    return lines
