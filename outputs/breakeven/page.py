"""A break-even as people read it: where a design equals its baseline, and how far that hangs on other things."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from outputs.breakeven.beside import LETTERS, beside_axes, beside_keys, beside_words
from outputs.breakeven.sentences import answer, axis_words, measures_of, value_words
from outputs.text.county import county_shown
from outputs.text.differences import difference_words, unit_words
from outputs.text.grid import Column, Grid
from outputs.text.keys import describe_key, said
from outputs.text.measures import describe, short
from outputs.text.numbers import plus_minus, verdict
from outputs.text.pages import cut, ending, measure_grids, paragraph, run_line
from sim.analysis.estimates import Estimate
from sim.comparison.results import Summary
from sim.studies.break_even import BreakEvenFound
from sim.terms.language import ENGLISH, N_, _, ngettext, speaking

MOST = 30
FILES = N_("tables/break_even.csv, points.csv and beside.csv, break_even.png")


def parts(result: BreakEvenFound, folder: Path | str | None = None, full: bool = False) -> Iterator[Grid | str]:
    """Yield what is shown, in order. `full`: every value that was run."""
    found = result.found
    replications = ngettext("{n} replication", "{n} replications", found.replications)
    runs = ngettext(
        "{n} run, at most {replications} at a value",
        "{n} runs, at most {replications} at a value",
        found.runs,
        replications=replications,
    )
    yield paragraph(
        _(
            "{county}: where {design} equals {baseline} in {measure}, by {key}",
            county=county_shown(result),
            design=result.design,
            baseline=result.baseline,
            measure=short(result.measure),
            key=describe_key(result.key).label,
        ),
        run_line(runs, result.seed, result.years, result.parameters),
    )
    yield paragraph(*answer(result))
    yield from _points(result, full)
    yield from _beside(result)
    yield from ending(result.notes, result.parameters, _(FILES), folder)


@speaking(ENGLISH.code)
def rows(result: BreakEvenFound) -> dict[str, list[dict[str, Any]]]:
    """Return the tables `break_even` (a row for each crossing, or one without), `points` and `beside`."""
    found = result.found
    told = {
        "county": result.county, "design": result.design, "baseline": result.baseline, "key": result.key,
        "measure": result.measure, "low": result.low, "high": result.high, "tolerance": result.tolerance,
        "known": str(found.known), "sign": found.sign, "runs": found.runs, "replications": found.replications,
        "unclear": "; ".join(f"{a!r} to {b!r}" for a, b in found.unclear) or None,
        "equal_at": "; ".join(map(repr, found.equal_at)) or None,
    }  # fmt: skip
    nothing: dict[str, Any] = {
        "equal_where": None,
        "equal_from": None,
        "equal_to": None,
        "rises": None,
        "precise": None,
    }
    crossings: list[dict[str, Any]] = [
        {"equal_where": c.x.value, "equal_from": c.x.low, "equal_to": c.x.high, "rises": c.rises, "precise": c.precise}
        for c in found.crossings
    ]
    tables = {"break_even": [told | c for c in crossings or [nothing]], "points": _point_rows(result)}
    if result.beside:
        tables["beside"] = [
            {**one.setting, "measure": result.measure}
            | _estimate("equal", one.crossing)
            | _estimate("at_low", one.at_low)
            | _estimate("at_high", one.at_high)
            | {"several": one.several, "in_words": beside_words(result, one)}
            for one in result.beside
        ]
    return tables


def draw(result: BreakEvenFound, path: Path) -> Path:
    """Draw the differences by value with the crossing, and the crossing beside other things. Return the path."""
    from outputs.breakeven.figure import draw_break_even

    return draw_break_even(result, path)


def _point_rows(result: BreakEvenFound) -> list[dict[str, Any]]:
    missing = Summary(mean=None, low=None, high=None, spread_low=None, spread_high=None, n=0, unit="")
    found = []
    for point in result.points:
        for measure in measures_of(result):
            summary = point.differences.get(measure, missing)
            text = describe(measure, summary.unit)
            found.append(
                {
                    result.key: point.x,
                    "measure": measure,
                    "label": text.label,
                    "better_for_clients": text.better or None,
                }
                | {f.name: getattr(summary, f.name) for f in fields(Summary)}
                | {"in_words": verdict(summary, text)}
            )
    return found


def _estimate(name: str, found: Estimate | None) -> dict[str, float | None]:
    values = (None, None, None) if found is None else (found.value, found.low, found.high)
    return dict(zip((name, f"{name}_from", f"{name}_to"), values, strict=True))


def _points(result: BreakEvenFound, full: bool) -> Iterator[Grid | str]:
    shown, notes = cut(len(result.points), MOST, full, "points")
    points = result.points[:shown]
    if points:
        yield _("set to: {axis}", axis=axis_words(result))
        yield from measure_grids(
            title=_("Difference from the baseline (shares in percentage points) ± half its 95 % interval"),
            columns=[Column(_("set to"), right=False), Column(_("runs"))],
            heads=[(value_words(result, p.x), str(_runs(p.differences.values()))) for p in points],
            cell=lambda i, m: plus_minus(points[i].differences.get(m), describe(m), signed=True),
            measures=measures_of(result),
            notes=(*notes, _("* The interval excludes 0. Other measures need not be equal at the same value.")),
        )


def _runs(summaries: Any) -> int:
    return max((s.n for s in summaries), default=0)


def _beside(result: BreakEvenFound) -> Iterator[Grid | str]:
    if not result.beside:
        return
    keys = beside_keys(result)
    yield paragraph(_("With other things set:"), *beside_axes(result))
    ends = [_("difference at {x}", x=said(x)) for x in (result.low, result.high)]
    columns = (
        *(Column(LETTERS[i % len(LETTERS)], right=False) for i in range(len(keys))),
        Column(_("equal at"), right=False),
        *(Column(end, right=False) for end in ends),
    )
    cells = tuple(
        (
            *(said(one.setting.get(key, "")) for key in keys),
            beside_words(result, one),
            *(_short_difference(result, at) for at in (one.at_low, one.at_high)),
        )
        for one in result.beside
    )
    note = ngettext(
        "From a surface through {n} run spread over the whole ranges, so rougher than the search above. Not clear: "
        "the surface is 0 nowhere, but not surely so.",
        "From a surface through {n} runs spread over the whole ranges, so rougher than the search above. Not clear: "
        "the surface is 0 nowhere, but not surely so.",
        result.beside_runs,
    )
    yield Grid(_("Where the two are equal, with 95 % intervals"), columns, cells, (note,))


def _short_difference(result: BreakEvenFound, at: Estimate) -> str:
    words = difference_words(at.value, at.low, at.high, result.measure)
    if describe(result.measure).kind == "share":
        words = words.removesuffix(unit_words(result.measure)).rstrip()
    return words
