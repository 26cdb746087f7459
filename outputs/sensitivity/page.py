"""A sensitivity analysis as people read it: which numbers each outcome hangs on, and what those rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from outputs.sensitivity.sentences import alone, answer, evidence_words, factor_label, held, method_words
from outputs.text.county import county_shown
from outputs.text.grid import Column, Grid
from outputs.text.keys import describe_key, said
from outputs.text.measures import HEADLINE, describe, short
from outputs.text.numbers import NONE, number
from outputs.text.pages import capital, counted, cut, ending, measure_grids, narrowed, others_of, paragraph, run_line
from sim.analysis.estimates import Estimate
from sim.studies.sensitivity import MORRIS, FactorTold, OutcomeFound, SensitivityFound

MOST = 12
KINDS = (("difference", "Difference from the baseline"), ("level", "Level of the design"))


def parts(result: SensitivityFound, folder: Path | str | None = None, full: bool = False) -> Iterator[Grid | str]:
    """Yield what is shown, in order. `full`: every factor, and what each does by itself."""
    yield paragraph(
        f"{county_shown(result)}: what the results of {result.design} and their differences from "
        f"{result.baseline} hang on, {counted(len(result.factors), 'number')} varied",
        run_line(
            f"{method_words(result)}, {counted(result.runs, 'run')}", result.seed, result.years, result.parameters
        ),
    )
    yield paragraph(*answer(result))
    for of, title in KINDS:
        yield from _overview(result, of, title, full)
    if full:
        for outcome in result.outcomes:
            yield _detail(result, outcome)
    yield _factors(result, full)
    table = "effects" if result.method == MORRIS else "indices"
    files = f"tables/factors.csv, {table}.csv and outcomes.csv, sensitivity.png"
    yield from ending((*held(result), *result.notes), result.parameters, files, folder)


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


def measures_of(result: SensitivityFound) -> list[str]:
    """Return the measures that are shown: the first row always, then the others."""
    return [*HEADLINE, *others_of([o.measure for o in result.outcomes])]


def outcome_of(result: SensitivityFound, measure: str, of: str) -> OutcomeFound | None:
    """Return an outcome; None where it is defined nowhere."""
    return next((o for o in result.outcomes if (o.measure, o.of) == (measure, of)), None)


def sizes(outcome: OutcomeFound) -> dict[str, Estimate]:
    """Return key → how much the outcome hangs on it: the total index, or the mean size of the effects."""
    return {i.name: i.total for i in outcome.indices} | {e.name: e.size for e in outcome.effects}


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

    words = (
        "change over its range (shares in points)"
        if result.method == MORRIS
        else "% of the spread, with all interactions"
    )
    yield from measure_grids(
        f"{title}: {words} ± half the 95 % interval",
        [Column("", right=False)],
        [(factor_label(result, key),) for key in keys[:shown]],
        cell,
        list(found),
        (*_notes(found), *notes),
        better=None,
    )


def _size_words(result: SensitivityFound, measure: str, size: Estimate) -> str:
    half = (size.high - size.low) / 2
    if result.method == MORRIS:
        text = describe(measure)
        return f"{number(size.value, text)} ± {number(half, text)}"
    return f"{100 * size.value:.0f} ± {100 * half:.0f}".replace("-", "−")


def _notes(found: Mapping[str, OutcomeFound | None]) -> Iterator[str]:
    """What the factors explain without interactions, and how good the emulators are."""
    there = {short(measure): o for measure, o in found.items() if o is not None}
    if told := [f"{name} {100 * alone(o):.0f} %" for name, o in there.items() if o.indices and o.deviation]:
        yield f"All by themselves, without interactions: {'; '.join(told)}."
    errors = {name: o.emulator for name, o in there.items() if o.emulator is not None}
    if told := [f"{name} {100 * e.explained:.0f} % and {100 * e.noise:.0f} %" for name, e in errors.items()]:
        runs = max(e.runs for e in errors.values())
        yield (
            f"The emulator's own error, from {counted(runs, 'run')}: how much of the spread of runs that were left out "
            f"it predicts, and how much it takes for chance: {'; '.join(told)}. Where it predicts little, these shares "
            "say little."
        )


def _detail(result: SensitivityFound, outcome: OutcomeFound) -> Grid:
    """Return all that is known of one outcome, factor by factor."""
    text = describe(outcome.measure)
    order = sorted(sizes(outcome).items(), key=lambda item: -item[1].value)
    effects, first = {e.name: e for e in outcome.effects}, {i.name: i.first for i in outcome.indices}
    heads = ("size (95 %)", "direction", "unevenness") if effects else ("alone, % (95 %)", "with all, % (95 %)")
    rows = []
    for key, size in order:
        if effects:
            span = f"{number(size.value, text)} ({number(size.low, text)}–{number(size.high, text)})"
            e = effects[key]
            cells: tuple[str, ...] = (span, number(e.direction, text, signed=True), number(e.unevenness, text))
        else:
            cells = (_percent(first[key]), _percent(size))
        rows.append((factor_label(result, key), *cells))
    title = (
        f"{capital(short(outcome.measure))}, {dict(KINDS)[outcome.of].lower()}: mean {number(outcome.mean, text)}, "
        f"standard deviation {number(outcome.deviation, text)}"
    )
    return narrowed(Grid(title, (Column("", right=False), *(Column(head) for head in heads)), tuple(rows)), 1)


def _percent(e: Estimate) -> str:
    return f"{100 * e.value:.0f} ({100 * e.low:.0f} to {100 * e.high:.0f})".replace("-", "−")


def _factors(result: SensitivityFound, full: bool) -> Grid:
    """Return what was varied, over what range, and what that rests on, those first that matter most."""
    by_key = {f.key: f for f in result.factors}
    keys: Sequence[str] = _order(result, "difference")
    shown, notes = cut(len(keys), MOST, full, "factors")
    columns = (Column("what was varied", right=False), Column("from"), Column("to"), Column("unit", right=False),
               Column("rests on", right=False))  # fmt: skip
    cells = tuple(
        (factor_label(result, key), said(f.low), said(f.high), _unit(f), evidence_words(f))
        for key in keys[:shown]
        if (f := by_key[key])
    )
    return narrowed(Grid("What was varied", columns, cells, notes), 1)


def _unit(factor: FactorTold) -> str:
    return "factor on a list" if factor.is_factor else factor.unit
