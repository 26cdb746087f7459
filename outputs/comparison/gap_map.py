"""The gap map: where clients fall, boundary by rule, one panel per design on one colour scale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from outputs.comparison.around import LINE, NOTE_LETTER, NOTE_LINE, title_lines, write
from outputs.comparison.headline import design_names
from outputs.comparison.how_run import years_words
from outputs.figures.style import as_written, new_figure, save
from outputs.text.pages import folded
from outputs.text.words import say_code
from sim.comparison.results import Comparison
from sim.terms.language import N_, _, language, ngettext, pgettext
from sim.terms.total import total

MOST_BOUNDARIES, MOST_RULES = 20, 10
ACROSS = 3
LEAST = 0.5  # where the colour scale begins
OTHER, OTHER_RULES = N_("all other boundaries"), N_("all other rules")
Cells = dict[tuple[str, str], float]

SHORT = {
    "social_services": N_("social services"),
    "municipal_outpatient": N_("outpatient"),
    "hvb": "HVB",
    "lvm": "LVM",
    "adult_psychiatry": N_("psychiatry"),
    "laro": "LARO",
    "psychiatric_emergency": N_("emergency"),
    "alone": N_("came alone"),
}


def draw_gap_map(found: Comparison, path: Path) -> Path:
    """Draw the table `gap_map` of every design, at most three side by side, and return the path."""
    from matplotlib.colors import LogNorm

    maps = [cells(design.tables.get("gap_map", ())) for design in found.designs]
    boundaries, rules = _largest(maps, 0, MOST_BOUNDARIES, OTHER), _largest(maps, 1, MOST_RULES, OTHER_RULES)
    maps = [_folded(table, boundaries, rules) for table in maps]
    across = min(len(maps), ACROSS)
    down = -(-len(maps) // across)
    width = 3.2 + across * (0.3 + 0.4 * max(len(rules), 4))
    title = title_lines(
        _(
            "Gap map: falls of the twelve kinds of comorbid clients, by boundary and rule, {years} after the reform "
            "day, mean",
            years=years_words(found.years),
        ),
        width,
    )
    how = _(
        "Boundary: from service → to service, with who runs it: M municipality, R region, J both, S state. Darker is "
        "more; the scale is logarithmic and the same in every panel."
    )
    notes = folded(how, int(0.97 * width / NOTE_LETTER))
    top, bottom = 0.25 + LINE * len(title), 0.15 + NOTE_LINE * len(notes)
    height = top + bottom + down * (2.0 + 0.27 * max(len(boundaries), 3))
    figure = new_figure(width, height)
    axes = figure.subplots(down, across, sharey=True, squeeze=False).ravel()
    single = [v for m in maps for (b, r), v in m.items() if b != OTHER and r != OTHER_RULES]
    scale = LogNorm(vmin=LEAST, vmax=max([1.0, *single]), clip=True)
    for axis, name, table in zip(axes, design_names(found), maps, strict=False):
        _panel(axis=axis, name=name, table=table, boundaries=boundaries, rules=rules, scale=scale)
    for axis in axes[len(maps) :]:
        axis.set_visible(False)
    write(figure, title, notes, 12)
    as_written(figure)
    figure.tight_layout(rect=(0, bottom / height, 1, 1 - top / height))
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
    letter = _letters().get(principal)
    words = _(SHORT[service]) if service in SHORT else say_code(service)
    return f"{words} ({letter})" if letter and service not in ("alone", "nobody") else words


def _letters() -> dict[str, str]:
    return {
        "municipality": pgettext("letter of a principal: municipality", "M"),
        "region": pgettext("letter of a principal: region", "R"),
        "joint": pgettext("letter of a principal: both", "J"),
        "state": pgettext("letter of a principal: state", "S"),
    }


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
            number = language().number(value, 0 if value >= 0.95 else 1)
            axis.text(x + 0.5, y + 0.5, number, ha="center", va="center", fontsize=7.5, color=colour)
    words = [_rule(rule) for rule in rules]
    axis.set_xticks([x + 0.5 for x in range(len(rules))], words, rotation=55, ha="right", fontsize=8.5)
    axis.set_yticks([y + 0.5 for y in range(len(boundaries))], [_(b) for b in boundaries], fontsize=9)
    axis.set_ylim(max(len(boundaries), 1), 0)
    told = ngettext("{design}: {n} fall", "{design}: {n} falls", round(total(table.values())), design=name)
    axis.set_title(told, loc="left", fontsize=10.5)
    axis.tick_params(length=0)
    for side in axis.spines.values():
        side.set_visible(False)


def _rule(rule: str) -> str:
    if rule in SHORT_RULES:
        return _(SHORT_RULES[rule])
    return _(rule) if rule == OTHER_RULES else say_code(rule)


SHORT_RULES = {
    "treat_addiction_first": N_("addiction first"),
    "treat_psychiatry_first": N_("psychiatry first"),
    "gave_up_waiting_for_decision": N_("gave up before decision"),
    "none": N_("no answer"),
    "dual_diagnosis_required": N_("dual diagnosis only"),
    "gave_up_between": N_("gave up between"),
    "another_need": N_("another need"),
}
