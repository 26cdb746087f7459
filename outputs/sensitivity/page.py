"""A sensitivity analysis as people read it: which numbers each outcome hangs on, and what those rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from outputs.sensitivity.outcomes import KINDS, measures_of, outcome_of, sizes
from outputs.sensitivity.sentences import alone, answer, evidence_words, factor_label, held, method_words, percent
from outputs.text.county import county_shown
from outputs.text.file_units import unit_said
from outputs.text.grid import Column, Grid
from outputs.text.keys import describe_key, said
from outputs.text.measures import describe, short
from outputs.text.numbers import NONE, number
from outputs.text.pages import capital, cut, ending, measure_grids, narrowed, paragraph, run_line
from sim.analysis.estimates import Estimate
from sim.studies.sensitivity import MORRIS, FactorTold, OutcomeFound, SensitivityFound
from sim.terms.language import ENGLISH, N_, _, language, ngettext, speaking

MOST = 12
FILES = {
    "effects": N_("tables/factors.csv, effects.csv and outcomes.csv, sensitivity.png"),
    "indices": N_("tables/factors.csv, indices.csv and outcomes.csv, sensitivity.png"),
}


def parts(result: SensitivityFound, folder: Path | str | None = None, full: bool = False) -> Iterator[Grid | str]:
    """Yield what is shown, in order. `full`: every factor, and what each does by itself."""
    how = ngettext("{method}, {n} run", "{method}, {n} runs", result.runs, method=method_words(result))
    yield paragraph(
        ngettext(
            "{county}: what the results of {design} and their differences from {baseline} hang on, {n} number varied",
            "{county}: what the results of {design} and their differences from {baseline} hang on, {n} numbers varied",
            len(result.factors),
            county=county_shown(result),
            design=result.design,
            baseline=result.baseline,
        ),
        run_line(how, result.seed, result.years, result.parameters),
    )
    yield paragraph(*answer(result))
    for of, title in KINDS:
        yield from _overview(result, of, title, full)
    if full:
        for outcome in result.outcomes:
            yield _detail(result, outcome)
    yield _factors(result, full)
    files = _(FILES["effects" if result.method == MORRIS else "indices"])
    yield from ending((*held(result), *result.notes), result.parameters, files, folder)


@speaking(ENGLISH.code)
def rows(result: SensitivityFound) -> dict[str, list[dict[str, Any]]]:
    """Return the tables `factors`, `outcomes`, and `indices` or `effects`, by the method."""
    factors = [
        {"key": f.key, "label": describe_key(f.key).label, "low": f.low, "high": f.high, "unit": f.unit}
        | {"place": f.place, "is_factor_on_a_list": f.is_factor, "evidence": f.evidence}
        | {"rests_on": evidence_words(f), "set_in_baseline_too": f.key in result.shared}
        for f in result.factors
    ]
    outcomes = [
        {"measure": o.measure, "of": o.of, "mean": o.mean, "deviation": o.deviation, "direct": result.direct}
        | {"least": o.least, "most": o.most, "below_0": o.below, "points": o.points}
        | {
            f"emulator_{name}": None if o.emulator is None else getattr(o.emulator, name)
            for name in ("explained", "noise", "runs")
        }
        for o in result.outcomes
    ]
    tables = {"factors": factors, "outcomes": outcomes}
    if effects := [_effect_row(o, e) for o in result.outcomes for e in o.effects]:
        tables["effects"] = effects
    if indices := [_index_row(o, i) for o in result.outcomes for i in o.indices]:
        tables["indices"] = indices
    return tables


def draw(result: SensitivityFound, path: Path) -> Path:
    """Draw the largest of each outcome, levels beside differences, and return the path."""
    from outputs.sensitivity.figure import draw_sensitivity

    return draw_sensitivity(result, path)


def _effect_row(outcome: OutcomeFound, effect: Any) -> dict[str, Any]:
    return {"measure": outcome.measure, "of": outcome.of, "key": effect.name} | _estimate("size", effect.size) | {
        "direction": effect.direction, "unevenness": effect.unevenness,
    }  # fmt: skip


def _index_row(outcome: OutcomeFound, index: Any) -> dict[str, Any]:
    start = {"measure": outcome.measure, "of": outcome.of, "key": index.name}
    return start | _estimate("first", index.first) | _estimate("total", index.total)


def _estimate(name: str, found: Estimate) -> dict[str, float]:
    return {name: found.value, f"{name}_low": found.low, f"{name}_high": found.high}


def _order(result: SensitivityFound, of: str) -> list[str]:
    """Return the keys, those first that matter most to the first measure of the first row that changes at all."""
    size: dict[str, float] = {f.key: 0.0 for f in result.factors}
    for measure in measures_of(result):
        outcome = outcome_of(result, measure, of)
        if outcome is not None and outcome.deviation > 0:
            size |= {key: e.value for key, e in sizes(outcome).items()}
            break
    return sorted(size, key=lambda key: -size[key])


def _overview(result: SensitivityFound, of: str, title: str, full: bool) -> Iterator[Grid]:
    keys = _order(result, of)
    shown, notes = cut(len(keys), MOST, full, "effects" if result.method == MORRIS else "indices")
    found = {m: outcome_of(result, m, of) for m in measures_of(result)}

    def cell(i: int, measure: str) -> str:
        outcome = found[measure]
        size = sizes(outcome).get(keys[i]) if outcome else None
        return NONE if size is None else _size_words(result, measure, size)

    if result.method == MORRIS:
        words = _("{outcome}: change over its range (shares in points) ± half the 95 % interval", outcome=_(title))
    else:
        words = _("{outcome}: % of the spread, with all interactions ± half the 95 % interval", outcome=_(title))
    yield from measure_grids(
        title=words,
        columns=[Column("", right=False)],
        heads=[(factor_label(result, key),) for key in keys[:shown]],
        cell=cell,
        measures=list(found),
        notes=(*_notes(found), *notes),
        better=None,
    )


def _size_words(result: SensitivityFound, measure: str, size: Estimate) -> str:
    half = (size.high - size.low) / 2
    if result.method == MORRIS:
        text = describe(measure)
        return f"{number(size.value, text)} ± {number(half, text)}"
    return f"{language().number(100 * size.value)} ± {language().number(100 * half)}"


def _notes(found: Mapping[str, OutcomeFound | None]) -> Iterator[str]:
    """What the factors explain without interactions, and how good the emulators are."""
    there = {short(measure): o for measure, o in found.items() if o is not None}
    if told := [f"{name} {percent(alone(o))}" for name, o in there.items() if o.indices and o.deviation]:
        yield _("All by themselves, without interactions: {shares}.", shares="; ".join(told))
    errors = {name: o.emulator for name, o in there.items() if o.emulator is not None}
    told = [
        _(
            "{measure} {predicted} and {chance}",
            measure=name,
            predicted=percent(e.explained),
            chance=percent(e.noise),
        )
        for name, e in errors.items()
    ]
    if told:
        yield ngettext(
            "The emulator's own error, from {n} run: how much of the spread of runs that were left out it predicts, "
            "and how much it takes for chance: {shares}. Where it predicts little, these shares say little.",
            "The emulator's own error, from {n} runs: how much of the spread of runs that were left out it predicts, "
            "and how much it takes for chance: {shares}. Where it predicts little, these shares say little.",
            max(e.runs for e in errors.values()),
            shares="; ".join(told),
        )


def _detail(result: SensitivityFound, outcome: OutcomeFound) -> Grid:
    """Return all that is known of one outcome, factor by factor."""
    text = describe(outcome.measure)
    order = sorted(sizes(outcome).items(), key=lambda item: -item[1].value)
    effects, first = {e.name: e for e in outcome.effects}, {i.name: i.first for i in outcome.indices}
    if effects:
        heads = [_("size (95 %)"), _("direction"), _("unevenness")]
    else:
        heads = [_("alone, % (95 %)"), _("with all, % (95 %)")]
    rows = []
    for key, size in order:
        if effects:
            span = f"{number(size.value, text)} ({number(size.low, text)}–{number(size.high, text)})"
            e = effects[key]
            cells: tuple[str, ...] = (span, number(e.direction, text, signed=True), number(e.unevenness, text))
        else:
            cells = (_percent(first[key]), _percent(size))
        rows.append((factor_label(result, key), *cells))
    title = _(
        "{measure}, {outcome}: mean {mean}, standard deviation {deviation}",
        measure=capital(short(outcome.measure)),
        outcome=_(dict(KINDS)[outcome.of]).lower(),
        mean=number(outcome.mean, text),
        deviation=number(outcome.deviation, text),
    )
    return narrowed(Grid(title, (Column("", right=False), *(Column(head) for head in heads)), tuple(rows)), 1)


def _percent(e: Estimate) -> str:
    value, low, high = (language().number(100 * x) for x in (e.value, e.low, e.high))
    return _("{value} ({low} to {high})", value=value, low=low, high=high)


def _factors(result: SensitivityFound, full: bool) -> Grid:
    """Return what was varied, over what range, and what that rests on, those first that matter most."""
    by_key = {f.key: f for f in result.factors}
    keys: Sequence[str] = _order(result, "difference")
    shown, notes = cut(len(keys), MOST, full, "factors")
    columns = (Column(_("what was varied"), right=False), Column(_("from")), Column(_("to")),
               Column(_("unit"), right=False), Column(_("rests on"), right=False))  # fmt: skip
    cells = tuple(
        (factor_label(result, key), said(f.low), said(f.high), _unit(f), evidence_words(f))
        for key in keys[:shown]
        if (f := by_key[key])
    )
    return narrowed(Grid(_("What was varied"), columns, cells, notes), 1)


def _unit(factor: FactorTold) -> str:
    return _("factor on a list") if factor.is_factor else unit_said(factor.unit)
