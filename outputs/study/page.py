"""A study as people read it: three sentences for each county, then the tables that they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from outputs.ranking import page as ranks
from outputs.study.appendix import appendix, precision
from outputs.study.findings import findings_toml
from outputs.study.grids import combinations
from outputs.study.keys import key_of, value_short
from outputs.study.rows import rows
from outputs.study.sentences import sentences
from outputs.study.tables import break_evens, designs, effects
from outputs.study.view import View
from outputs.text.both import spoken
from outputs.text.evidence import rests_on
from outputs.text.grid import Column, Grid
from outputs.text.numbers import decimals
from outputs.text.pages import PARAMETERS, ending, listed, narrowed, paragraph
from outputs.worth import page as worth
from sim.studies.study import StudyFound, VariationTold
from sim.terms.language import _, ngettext, pgettext

__all__ = ("draw", "findings_toml", "parts", "rows")


def parts(result: StudyFound, folder: Path | str | None = None, full: bool = False) -> Iterator[Grid | str]:
    """Yield what is shown, in order. `full`: effects on all measures, all rows of the appendix, all counts."""
    counties = listed([spoken(c.title) for c in result.counties])
    whole = 1 if result.years == 1 else 2
    yield paragraph(
        f"{spoken(result.title)} ({result.name}): {counties}",
        ngettext(
            "{n} replication run (seed {seed}), {years} after the reform day",
            "{n} replications run (seed {seed}), {years} after the reform day",
            result.runs,
            seed=result.seed,
            years=ngettext("{years} year", "{years} years", whole, years=decimals(f"{result.years:g}")),
        ),
        _("Question: {question}", question=spoken(result.question)),
        _("Hypothesis: {hypothesis}", hypothesis=spoken(result.hypothesis)),
    )
    if result.variations:
        yield _variations(result.variations)
    for county in result.counties:
        yield from _county(View(result, county), full)
    notes = list(dict.fromkeys(note for county in result.counties for note in county.notes))
    modes = list(dict.fromkeys(county.parameters for county in result.counties))
    # not said: names of files
    files = f"tables/*.csv, {listed([p.name for p in pictures(result, Path('study.png'))])}, findings.toml"
    yield from ending(notes, modes[0], files, folder)


def draw(result: StudyFound, path: Path) -> tuple[Path, ...]:
    """Draw a picture of each county: of one county at `path`, of several beside it, named after each."""
    from outputs.study.figure import draw_county

    places = pictures(result, path)
    return tuple(draw_county(View(result, c), p) for c, p in zip(result.counties, places, strict=True))


def pictures(result: StudyFound, path: Path) -> tuple[Path, ...]:
    """Return where the pictures are drawn."""
    if len(result.counties) == 1:
        return (path,)
    return tuple(path.with_name(f"{path.stem}-{c.county}{path.suffix}") for c in result.counties)


def _county(view: View, full: bool) -> Iterator[Grid | str]:
    numbered = [f"{i}. {spoken(s)}" for i, s in enumerate(sentences(view), start=1)]
    county, mode = spoken(view.county.title), _(PARAMETERS.get(view.county.parameters, view.county.parameters))
    yield paragraph(f"{county} ({mode})", *numbered)
    yield from designs(view)
    yield from effects(view, full)
    yield from break_evens(view)
    yield from combinations(view, full)
    if view.county.ranks is not None:
        yield from [*ranks.parts(view.county.ranks, None, full)][1:-1]  # its title and its ending are the study's
    if view.county.worth is not None:
        yield from worth.shown(view.county.worth, full)
    yield from appendix(view, full)
    if told := precision(view):
        yield paragraph(told)


def _variations(some: tuple[VariationTold, ...]) -> Grid:
    columns = (
        Column(_("what is varied"), right=False),
        Column(_("values")),
        Column(pgettext("column of designs", "in"), right=False),
        Column(_("rests on")),
    )
    cells = tuple((spoken(v.label), _values(v), ", ".join(v.designs), _(rests_on(v.why))) for v in some)
    notes = tuple(f"{spoken(v.label)}: {_(v.why)}" for v in some)
    return narrowed(Grid(_("What is varied, and where the numbers come from"), columns, cells, notes), 1)


def _values(variation: VariationTold) -> str:
    key = key_of(variation)
    if variation.low is not None and variation.high is not None:
        return key.short(variation.low, variation.high)
    return ", ".join(value_short(key, v) for v in variation.values)
