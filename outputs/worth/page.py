"""What to count next as people read it: which question first, of whom, and what the answer is worth."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from outputs.text.both import span
from outputs.text.county import county_shown
from outputs.text.evidence import rests_on
from outputs.text.grid import Column, Grid
from outputs.text.keys import describe_key
from outputs.text.measures import describe
from outputs.text.numbers import number
from outputs.text.pages import cut, ending, listed, narrowed, paragraph, run_line
from outputs.worth.sentences import LEVEL, first, gain, question, whom
from outputs.worth.units import digits, scaled, unit_words
from sim.analysis.estimates import Estimate
from sim.studies.worth import CountWorth, ParameterWorth, Worth
from sim.terms.language import N_, _, ngettext, pgettext, speaking

MOST = 12
"""Counts and parameters that are printed unless all are asked for."""
READING = N_(
    "Worth: how much better the design that is chosen would be on average if the answer were known exactly before the "
    "choice. It is worth nothing to know what would not change the choice. Told: chance alone brings as much influence "
    "in at most 5 % of cases; not told: it cannot be told from none, whatever the estimate. Nothing is worth more than "
    "knowing everything: an estimate above that is cut to it, unless chance could hardly have brought it among so many."
)


def parts(result: Worth, folder: Path | str | None = None, full: bool = False) -> Iterator[Grid | str]:
    """Yield what is shown, in order. `full`: every count, and all parameters that were kept."""
    yield paragraph(
        _(
            "{county}: what should be counted next, before choosing among {designs}",
            county=county_shown(result),
            designs=listed(result.designs),
        ),
        run_line(ngettext("{n} draw", "{n} draws", result.draws), result.seed, result.years, result.parameters_mode),
    )
    yield from shown(result, full)
    files = _("tables/counts.csv, parameters.csv and worth.csv, worth.png")
    yield from ending(result.notes, result.parameters_mode, files, folder)


def shown(result: Worth, full: bool = False) -> Iterator[Grid | str]:
    """Yield the answer, the tables of counts and parameters, and what they rest on."""
    yield paragraph(first(result))
    if result.counts:
        yield _counts(result, full)
    if result.parameters:
        yield _parameters(result, full)
    yield paragraph(_(READING), _rests(result))


def rows(result: Worth) -> dict[str, list[dict[str, Any]]]:
    """Return the tables `counts`, `parameters` and `worth`: each design's mean, and the worth of knowing all."""
    with speaking("en"):  # tables are for other programs
        return _rows(result)


def _rows(result: Worth) -> dict[str, list[dict[str, Any]]]:
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


def _counts(result: Worth, full: bool) -> Grid:
    number_shown, cut_off = cut(len(result.counts), MOST, full, "counts")
    columns = (
        Column(_("question"), right=False), Column(_("ask"), right=False), Column(_("worth (95 %)")), Column("")
    )  # fmt: skip
    title = _("What each count is worth in {unit}", unit=unit_words(result))
    cells = tuple(_count(result, c) for c in result.counts[:number_shown])
    return narrowed(Grid(title, columns, cells, cut_off), 1)


def _count(result: Worth, count: CountWorth) -> tuple[str, ...]:
    return (question(count), whom(count), _worth(result, count.value), _told(count))


def _parameters(result: Worth, full: bool) -> Grid:
    number_shown, cut_off = cut(len(result.parameters), MOST, full, "parameters")
    columns = (
        Column(_("parameter"), right=False),
        Column(_("rests on"), right=False),
        Column(_("taught by"), right=False),
        Column(_("worth (95 %)")),
        Column(""),
    )
    cells = tuple(_parameter(result, p) for p in result.parameters[:number_shown])
    note = ngettext(
        "{kept} of the {n} parameter looked at are kept. Chance alone would tell about {chance} of them from none.",
        "{kept} of the {n} parameters looked at are kept. Chance alone would tell about {chance} of them from none.",
        result.looked_at,
        kept=len(result.parameters),
        chance=max(1, round(LEVEL * result.looked_at)),
    )
    title = _("What each parameter is worth in {unit}", unit=unit_words(result))
    return narrowed(Grid(title, columns, cells, (*cut_off, note)), 1)


def _parameter(result: Worth, p: ParameterWorth) -> tuple[str, ...]:
    told_by = p.count.replace("_", " ") if p.count else _("no count")
    return (
        describe_key(p.path).label,
        f"{_(rests_on(p.evidence))} {p.evidence.partition('.')[0]}",
        told_by,
        _worth(result, p.value),
        _told(p),
    )


def _told(found: CountWorth | ParameterWorth) -> str:
    return pgettext("from no worth", "told") if found.told else pgettext("from no worth", "not told")


def _worth(result: Worth, e: Estimate) -> str:
    return span(scaled(result, e), digits(result))


def _rests(result: Worth) -> str:
    text = describe(result.measure, result.unit)
    means = listed([f"{name} {number(result.means.get(name), text)}" for name in result.designs])
    told = [
        _("Knowing every parameter would be worth {worth}.", worth=gain(result, result.all_known)),
        ngettext("Means over {n} draw: {means}.", "Means over {n} draws: {means}.", result.draws, means=means),
    ]
    if result.left_out:
        told.append(
            ngettext(
                "{n} draw left out, since a value is not defined there.",
                "{n} draws left out, since a value is not defined there.",
                result.left_out,
            )
        )
    return " ".join(told)


def _estimate(e: Estimate) -> dict[str, float]:
    return {"value": e.value, "low": e.low, "high": e.high}
