"""The picture of a sensitivity analysis: the largest factors of each measure, its difference beside its level."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from outputs.figures.layout import NOTE, colour_of, foot, heading, no_value, scale_of
from outputs.figures.style import new_figure, save, tidy
from outputs.sensitivity.outcomes import KINDS, measures_of, outcome_of, sizes
from outputs.sensitivity.sentences import evidence_words, factor_label, method_words, percent
from outputs.text.county import county_shown
from outputs.text.differences import unit_words
from outputs.text.measures import short
from outputs.text.pages import FEW, capital, folded, others_of
from sim.analysis.estimates import Estimate
from sim.studies.sensitivity import MORRIS, OutcomeFound, SensitivityFound
from sim.terms.language import _, ngettext

MOST = 6
WIDE, LABELS = 15.0, 3.3  # inches: of the picture, and of the words beside a panel
TITLE = 51
"""Letters over a panel in a line."""
TOTAL, FIRST = "#cfe6f5", "#56B4E9"


def draw_sensitivity(result: SensitivityFound, path: Path) -> Path:
    """Draw a row for each of a few measures, difference and level side by side, and return the path."""
    measures, bars = _shown(result), min(MOST, max(1, len(result.factors)))
    high, top, under = 1.15 + 0.36 * bars, 0.75, 1.05
    figure = new_figure(WIDE, top + high * len(measures) + under)
    tall = figure.get_figheight()
    across = (WIDE - 2 * LABELS - 0.6) / 2
    for row, measure in enumerate(measures):
        for column, (of, words) in enumerate(KINDS):
            bottom = tall - top - high * (row + 1) + 0.3
            left = LABELS + column * (across + LABELS + 0.3)
            axis = figure.add_axes((left / WIDE, bottom / tall, across / WIDE, (high - 1.0) / tall))
            _panel(
                axis=axis,
                result=result,
                outcome=outcome_of(result, measure, of),
                measure=measure,
                of=_(words).lower(),
                bars=bars,
            )
    title = _(
        "{county}: what {design} and its difference from {baseline} hang on",
        county=county_shown(result),
        design=result.design,
        baseline=result.baseline,
    )
    heading(figure, title)
    foot(figure, _words(result, bars), result.parameters)
    return save(figure, path)


def _shown(result: SensitivityFound) -> list[str]:
    """Return the measures that have a row: a few of the first, and what was asked for; tables have all."""
    return [*FEW, *others_of(measures_of(result))]


def _panel(axis: Any, result: SensitivityFound, outcome: OutcomeFound | None, measure: str, of: str, bars: int) -> None:
    title = folded(f"{capital(short(measure))}: {of}", TITLE)
    axis.set_title("\n".join(title), loc="left", fontsize=10.5, pad=17)
    axis.annotate(
        _under(result, outcome, measure), (0, 1), xytext=(0, 5), xycoords="axes fraction", textcoords="offset points",
        fontsize=8, color="#666666", va="bottom",
    )  # fmt: skip
    tidy(axis, "x")
    if outcome is None:
        return no_value(axis)
    if outcome.deviation == 0:
        axis.set_yticks([])
        axis.set_xticks([])
        axis.text(0.5, 0.5, _("it never changes"), transform=axis.transAxes, ha="center", va="center", color=NOTE)
        return None
    found = sorted(sizes(outcome).items(), key=lambda item: -item[1].value)[:bars]
    first = {i.name: i.first for i in outcome.indices}
    scale = scale_of(measure) if result.method == MORRIS else 100.0
    for row, (key, size) in enumerate(found):
        if key in first:
            _bar(axis=axis, size=size, y=row - 0.18, high=0.34, colour=TOTAL, scale=scale)
            _bar(axis=axis, size=first[key], y=row + 0.18, high=0.34, colour=FIRST, scale=scale)
        else:
            _bar(axis=axis, size=size, y=row, high=0.5, colour=TOTAL, scale=scale)
    for effect in outcome.effects:
        if (row := [key for key, _size in found].index(effect.name) if effect.name in dict(found) else -1) >= 0:
            word = "+" if effect.direction > 0 else "−" if effect.direction < 0 else ""
            axis.annotate(
                word, (effect.size.high * scale, row), xytext=(4, 0), textcoords="offset points", va="center",
                fontsize=10, color=NOTE,
            )  # fmt: skip
    axis.axvline(0, color="#8a8a8a", lw=1)
    axis.set_ylim(bars - 0.4, -0.6)
    axis.set_yticks(range(len(found)), [_label(result, key) for key, _size in found], fontsize=7.8, linespacing=1.0)
    axis.locator_params(axis="x", nbins=6)
    axis.margins(x=0.06)
    return None


def _bar(axis: Any, size: Estimate, y: float, high: float, colour: str, scale: float) -> None:
    axis.barh([y], [size.value * scale], height=high, color=colour, lw=0)
    axis.plot([size.low * scale, size.high * scale], [y, y], color=colour_of(0), lw=1)


def _label(result: SensitivityFound, key: str) -> str:
    factor = next(f for f in result.factors if f.key == key)
    lines = folded(factor_label(result, key), 54)
    shown = lines if len(lines) <= 2 else [lines[0], f"{lines[1][:50]} …"]
    return "\n".join([*shown, f"({evidence_words(factor)})"])


def _under(result: SensitivityFound, outcome: OutcomeFound | None, measure: str) -> str:
    words = unit_words(measure) if result.method == MORRIS else _("% of its spread")
    if outcome is None or outcome.emulator is None:
        return words
    e = outcome.emulator
    return _(
        "{unit}; emulator predicts {predicted} of runs left out, {chance} chance",
        unit=words,
        predicted=percent(e.explained),
        chance=percent(e.noise),
    )


def _words(result: SensitivityFound, bars: int) -> list[str]:
    left = len(result.factors) - bars
    if result.method == MORRIS:
        words = _(
            "Bar: how much it changes over the whole range, on average (mu*); +: it rises, −: it falls, on average. "
            "Thin line: 95 % interval."
        )
    else:
        words = _(
            "Dark: what the factor explains by itself; light: with all its interactions. Thin line: 95 % interval."
        )
    if left > 0:
        more = ngettext("{n} smaller in each panel is left out.", "{n} smaller in each panel are left out.", left)
        words = f"{words} {more}"
    how = ngettext("{method}, {n} run.", "{method}, {n} runs.", result.runs, method=method_words(result))
    return [words, how]
