"""The gap map: where clients fall, boundary by rule, one panel per design on one colour scale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from outputs.comparison.headline import design_names
from outputs.figures.style import as_written, new_figure, save
from outputs.text.words import say_code
from scenarios.files.thousands import grouped
from sim.comparison.results import Comparison
from sim.terms.total import total

MOST_BOUNDARIES, MOST_RULES = 20, 10
ACROSS = 3
LEAST = 0.5  # where the colour scale begins
OTHER, OTHER_RULES = "all other boundaries", "all other rules"
Cells = dict[tuple[str, str], float]

SHORT = {
    "social_services": "social services",
    "municipal_outpatient": "outpatient",
    "hvb": "HVB",
    "lvm": "LVM",
    "adult_psychiatry": "psychiatry",
    "laro": "LARO",
    "psychiatric_emergency": "emergency",
    "alone": "came alone",
}
PRINCIPALS = {"municipality": "M", "region": "R", "joint": "J", "state": "S"}


def draw_gap_map(found: Comparison, path: Path) -> Path:
    """Draw the table `gap_map` of every design, at most three side by side, and return the path."""
    from matplotlib.colors import LogNorm

    maps = [cells(design.tables.get("gap_map", ())) for design in found.designs]
    boundaries, rules = _largest(maps, 0, MOST_BOUNDARIES, OTHER), _largest(maps, 1, MOST_RULES, OTHER_RULES)
    maps = [_folded(table, boundaries, rules) for table in maps]
    across = min(len(maps), ACROSS)
    down = -(-len(maps) // across)
    width = 3.2 + across * (0.3 + 0.4 * max(len(rules), 4))
    figure = new_figure(width, 0.9 + down * (2.0 + 0.27 * max(len(boundaries), 3)))
    axes = figure.subplots(down, across, sharey=True, squeeze=False).ravel()
    single = [v for m in maps for (b, r), v in m.items() if b != OTHER and r != OTHER_RULES]
    scale = LogNorm(vmin=LEAST, vmax=max([1.0, *single]), clip=True)
    for axis, name, table in zip(axes, design_names(found), maps, strict=False):
        _panel(axis, name, table, boundaries, rules, scale)
    for axis in axes[len(maps) :]:
        axis.set_visible(False)
    years = f"{found.years:g} years after the reform day"
    figure.suptitle(f"Gap map: falls of the twelve kinds of comorbid clients, by boundary and rule, {years}, mean",
                    x=0.01, ha="left", fontsize=12, weight="bold")  # fmt: skip
    figure.text(0.01, 0.012, "Boundary: from service → to service, with who runs it: M municipality, R region, J both, "
                "S state. Darker is more;\nthe scale is logarithmic and the same in every panel.",
                fontsize=8.5, color="#444444")  # fmt: skip
    as_written(figure)
    figure.tight_layout(rect=(0, 0.045, 1, 0.97))
    return save(figure, path)


def cells(rows: Iterable[Mapping[str, Any]]) -> Cells:
    """Return (boundary, rule) → falls, summed over mechanisms."""
    found: Cells = {}
    for row in rows:
        one = _side(str(row["from_service"]), str(row["from_principal"]))
        other = _side(str(row["to_service"]), str(row["to_principal"]))
        key = (f"{one} → {other}", str(row["rule"]))
        found[key] = found.get(key, 0.0) + float(row["falls"] or 0.0)
    return found


def _side(service: str, principal: str) -> str:
    letter = PRINCIPALS.get(principal)
    words = SHORT.get(service) or say_code(service)
    return f"{words} ({letter})" if letter and service not in ("alone", "nobody") else words


def _largest(tables: list[Cells], side: int, most: int, other: str) -> list[str]:
    """Return the boundaries (side 0) or rules (1) with most falls over all designs; `other` last for the rest."""
    total: dict[str, float] = {}
    for table in tables:
        for key, value in table.items():
            total[key[side]] = total.get(key[side], 0.0) + value
    names = sorted(total, key=lambda name: (-total[name], name))
    return names if len(names) <= most else [*names[: most - 1], other]


def _folded(table: Cells, boundaries: list[str], rules: list[str]) -> Cells:
    found: Cells = {}
    for (boundary, rule), value in table.items():
        key = (boundary if boundary in boundaries else OTHER, rule if rule in rules else OTHER_RULES)
        found[key] = found.get(key, 0.0) + value
    return found


def _panel(axis: Any, name: str, table: Cells, boundaries: list[str], rules: list[str], scale: Any) -> None:
    import numpy as np

    values = np.array([[table.get((b, r), 0.0) for r in rules] for b in boundaries]).reshape(
        len(boundaries), len(rules)
    )
    if values.size:
        shown = np.where(values > 0, np.maximum(values, LEAST), np.nan)
        axis.pcolormesh(shown, norm=scale, cmap="Blues", ec="white", lw=1)
    for (y, x), value in np.ndenumerate(values):
        if value > 0:
            colour = "white" if scale(max(value, LEAST)) > 0.55 else "#222222"
            number = f"{value:.0f}" if value >= 0.95 else f"{value:.1f}"
            axis.text(x + 0.5, y + 0.5, number, ha="center", va="center", fontsize=7.5, color=colour)
    words = [_rule(rule) for rule in rules]
    axis.set_xticks([x + 0.5 for x in range(len(rules))], words, rotation=55, ha="right", fontsize=8.5)
    axis.set_yticks([y + 0.5 for y in range(len(boundaries))], boundaries, fontsize=9)
    axis.set_ylim(max(len(boundaries), 1), 0)
    axis.set_title(f"{name}: {grouped(total(table.values()))} falls", loc="left", fontsize=10.5)
    axis.tick_params(length=0)
    for side in axis.spines.values():
        side.set_visible(False)


def _rule(rule: str) -> str:
    short = {"treat_addiction_first": "addiction first", "treat_psychiatry_first": "psychiatry first",
             "gave_up_waiting_for_decision": "gave up before decision", "none": "no answer",
             "dual_diagnosis_required": "dual diagnosis only", "gave_up_between": "gave up between",
             "another_need": "another need"}  # fmt: skip
    return short.get(rule) or say_code(rule)
