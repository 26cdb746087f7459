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
from outputs.text.evidence import rests_on
from outputs.text.grid import Column, Grid
from outputs.text.pages import counted, ending, listed, narrowed, paragraph
from outputs.worth import page as worth
from sim.studies.study import StudyFound, VariationTold

__all__ = ("draw", "findings_toml", "parts", "rows")


def parts(result: StudyFound, folder: Path | str | None = None, full: bool = False) -> Iterator[Grid | str]:
    """Yield what is shown, in order. `full`: effects on all measures, all rows of the appendix, all counts."""
    counties = listed([c.title.en for c in result.counties])
    span = f"{result.years:g} year{'' if result.years == 1 else 's'}"
    yield paragraph(
        f"{result.title.en} ({result.name}): {counties}",
        f"{counted(result.runs, 'replication')} run (seed {result.seed}), {span} after the reform day",
        f"Question: {result.question.en}",
        f"Hypothesis: {result.hypothesis.en}",
    )
    if result.variations:
        yield _variations(result.variations)
    for county in result.counties:
        yield from _county(View(result, county), full)
    notes = list(dict.fromkeys(note for county in result.counties for note in county.notes))
    modes = list(dict.fromkeys(county.parameters for county in result.counties))
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
    numbered = [f"{i}. {s.en}" for i, s in enumerate(sentences(view), start=1)]
    yield paragraph(f"{view.county.title.en} ({view.county.parameters} parameters)", *numbered)
    yield from designs(view)
    yield from effects(view, full)
    yield from break_evens(view)
    yield from combinations(view, full)
    if view.county.ranks is not None:
        _, *shown, _ = ranks.parts(view.county.ranks, None, full)  # its title and its ending are the study's
        yield from shown
    if view.county.worth is not None:
        yield from worth.shown(view.county.worth, full)
    yield from appendix(view, full)
    if told := precision(view):
        yield paragraph(told)


def _variations(some: tuple[VariationTold, ...]) -> Grid:
    columns = (Column("what is varied", right=False), Column("values"), Column("in", right=False), Column("rests on"))
    cells = tuple((v.label.en, _values(v), ", ".join(v.designs), rests_on(v.why)) for v in some)
    notes = tuple(f"{v.label.en}: {v.why}" for v in some)
    return narrowed(Grid("What is varied, and where the numbers come from", columns, cells, notes), 1)


def _values(variation: VariationTold) -> str:
    key = key_of(variation)
    if variation.low is not None and variation.high is not None:
        return key.short(variation.low, variation.high)
    return ", ".join(value_short(key, v) for v in variation.values)
