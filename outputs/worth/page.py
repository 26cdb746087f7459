"""What to count next as people read it: which question first, of whom, and what the answer is worth."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from outputs.study.words import span
from outputs.text.county import county_shown
from outputs.text.evidence import rests_on
from outputs.text.grid import Column, Grid
from outputs.text.keys import describe_key
from outputs.text.measures import describe, short
from outputs.text.numbers import number
from outputs.text.pages import counted, cut, ending, listed, narrowed, paragraph, run_line
from outputs.worth.sentences import FALLS, UNTREATED, digits, first, gain, question, whom
from sim.analysis.estimates import Estimate
from sim.studies.worth import CountWorth, ParameterWorth, Worth

MOST = 12
"""Counts and parameters that are printed unless all are asked for."""
TOLD = {True: "told", False: "not told"}
READING = (
    "Worth: how much better the design that is chosen would be on average if the answer were known exactly before the "
    "choice. It is worth nothing to know what would not change the choice. Told: chance alone brings as much influence "
    "in at most 5 % of cases; not told: it cannot be told from none, whatever the estimate. Nothing is worth more than "
    "knowing everything: an estimate above that is cut to it, unless chance could hardly have brought it among so many."
)


def parts(result: Worth, folder: Path | str | None = None, full: bool = False) -> Iterator[Grid | str]:
    """Yield what is shown, in order. `full`: every count, and all parameters that were kept."""
    yield paragraph(
        f"{county_shown(result)}: what should be counted next, before choosing among {listed(result.designs)}",
        run_line(counted(result.draws, "draw"), result.seed, result.years, result.parameters_mode),
    )
    yield from shown(result, full)
    files = "tables/counts.csv, parameters.csv and worth.csv, worth.png"
    yield from ending(result.notes, result.parameters_mode, files, folder)


def shown(result: Worth, full: bool = False) -> Iterator[Grid | str]:
    """Yield the answer, the tables of counts and parameters, and what they rest on."""
    yield paragraph(first(result, "en"))
    if result.counts:
        yield _counts(result, full)
    if result.parameters:
        yield _parameters(result, full)
    yield paragraph(READING, _rests(result))


def rows(result: Worth) -> dict[str, list[dict[str, Any]]]:
    """Return the tables `counts`, `parameters` and `worth`: each design's mean, and the worth of knowing all."""
    about = {"county": result.county, "measure": result.measure, "unit": result.unit}
    counts = [
        {
            **about,
            "count": c.count.id,
            "asked_of": c.count.asked_of,
            "question_sv": c.count.question_sv,
            "question_en": c.count.question_en,
            **_estimate(c.value),
            "chance": c.chance,
            "told": c.told,
            "parameters": "; ".join(c.count.paths),
        }
        for c in result.counts
    ]
    parameters = [
        {
            **about,
            "path": p.path,
            "label": describe_key(p.path).label,
            "parameter_unit": p.unit,
            "evidence": p.evidence,
            "rests_on": rests_on(p.evidence),
            "count": p.count or None,
            **_estimate(p.value),
            "chance": p.chance,
            "told": p.told,
        }
        for p in result.parameters
    ]
    designs = [
        {
            **about,
            "design": name,
            "mean": result.means.get(name),
            "best_mean": name == result.best,
            **{f"all_known_{k}": v for k, v in _estimate(result.all_known).items()},
            "draws": result.draws,
            "left_out": result.left_out,
        }
        for name in result.designs
    ]
    return {"counts": counts, "parameters": parameters, "worth": designs}


def draw(result: Worth, path: Path) -> Path:
    """Draw what each count is worth, with its interval, and return the path."""
    from outputs.worth.figure import draw_worth

    return draw_worth(result, path)


def unit_words(result: Worth) -> str:
    """Return the unit of a worth as it stands over a column or at an axis."""
    if result.measure == FALLS:
        return "falls avoided a year"
    if result.measure == UNTREATED:
        return "percentage points fewer needs untreated"
    unit = "percentage points" if describe(result.measure, result.unit).kind == "share" else result.unit
    return f"{unit} of the {short(result.measure)}"


def scaled(result: Worth, e: Estimate) -> Estimate:
    """Return a worth as it is shown: shares in percentage points."""
    scale = 100.0 if describe(result.measure, result.unit).kind == "share" else 1.0
    return Estimate(e.value * scale, e.low * scale, e.high * scale)


def _counts(result: Worth, full: bool) -> Grid:
    number_shown, cut_off = cut(len(result.counts), MOST, full, "counts")
    columns = (Column("question", right=False), Column("ask", right=False), Column("worth (95 %)"), Column(""))
    cells = tuple(_count(result, c) for c in result.counts[:number_shown])
    return narrowed(Grid(f"What each count is worth in {unit_words(result)}", columns, cells, tuple(cut_off)), 1)


def _count(result: Worth, count: CountWorth) -> tuple[str, ...]:
    return (question(count, "en"), whom(count, "en"), _worth(result, count.value), TOLD[count.told])


def _parameters(result: Worth, full: bool) -> Grid:
    number_shown, cut_off = cut(len(result.parameters), MOST, full, "parameters")
    columns = (
        Column("parameter", right=False),
        Column("rests on", right=False),
        Column("taught by", right=False),
        Column("worth (95 %)"),
        Column(""),
    )
    cells = tuple(_parameter(result, p) for p in result.parameters[:number_shown])
    found = f"{len(result.parameters)} of the {counted(result.looked_at, 'parameter')} looked at are kept."
    chance = f"Chance alone would tell about {max(1, round(0.05 * result.looked_at))} of them from none."
    title = f"What each parameter is worth in {unit_words(result)}"
    return narrowed(Grid(title, columns, cells, (*cut_off, f"{found} {chance}")), 1)


def _parameter(result: Worth, p: ParameterWorth) -> tuple[str, ...]:
    told_by = p.count.replace("_", " ") if p.count else "no count"
    return (
        describe_key(p.path).label,
        f"{rests_on(p.evidence)} {p.evidence.partition('.')[0]}",
        told_by,
        _worth(result, p.value),
        TOLD[p.told],
    )


def _worth(result: Worth, e: Estimate) -> str:
    return span(scaled(result, e), digits(result), "en")


def _rests(result: Worth) -> str:
    text = describe(result.measure, result.unit)
    means = listed([f"{name} {number(result.means.get(name), text)}" for name in result.designs])
    told = [
        f"Knowing every parameter would be worth {gain(result, result.all_known, 'en')}.",
        f"Means over {counted(result.draws, 'draw')}: {means}.",
    ]
    if result.left_out:
        told.append(f"{counted(result.left_out, 'draw')} left out, since a value is not defined there.")
    return " ".join(told)


def _estimate(e: Estimate) -> dict[str, float]:
    return {"value": e.value, "low": e.low, "high": e.high}
