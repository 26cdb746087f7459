"""A ranking as people read it: which design is lowest or highest on each measure, how surely, at what loss if not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from outputs.grid import Column, Grid
from outputs.measures_text import HEADLINE, describe, short
from outputs.numbers import NONE, number
from outputs.ranks_words import answer, extreme, left_words, share
from outputs.study_page import (
    capital,
    counted,
    ending,
    measure_grids,
    narrowed,
    numbered,
    others_of,
    paragraph,
    run_line,
)
from sim.analysis.estimates import Estimate
from sim.analysis.ranking import Ranked
from sim.studies.ranks import Ranks

UP_TO = "Loss: how far it lies from the lowest or highest. In brackets: the upper end of the 95 % interval."


def parts(result: Ranks, folder: Path | str | None = None, full: bool = False) -> Iterator[Grid | str]:
    """Yield what is shown, in order. `full`: the same for single draws with their own chance, too."""
    yield paragraph(
        f"{result.county.capitalize()}: {counted(len(result.designs), 'design')} under the same draws",
        run_line(counted(result.replications, "draw"), result.seed, result.years, result.parameters),
    )
    yield paragraph(*answer(result))
    yield from _tables(result, full)
    yield _race(result)
    yield from ending(
        (*_left_out(result), *result.notes), result.parameters, "tables/rankings.csv and race.csv, ranks.png", folder
    )


def rows(result: Ranks) -> dict[str, list[dict[str, Any]]]:
    """Return the tables `rankings`, a row for each measure and design, and `race`, a row for each design."""
    names = numbered(result.designs)
    found: list[dict[str, Any]] = []
    for measure in measures_of(result):
        ranking = result.rankings.get(measure)
        for i, name in enumerate(names):
            ranked = None if ranking is None else ranking.designs[i]
            head: dict[str, Any] = {"measure": measure, "label": describe(measure).label}
            found.append(
                head
                | {"better_for_clients": result.better.get(measure)}
                | {"design": name, "draws": None if ranking is None else ranking.draws}
                | {"draws_left_out": None if ranking is None else ranking.left_out}
                | {k: v for f in fields(Ranked) for k, v in _estimate(f.name, ranked).items()}
            )
    race = result.race
    shared = {
        "measure": race.measure, "delta": race.delta, "alpha": race.alpha, "decided": race.decided,
        "replications": race.replications, "undefined": race.undefined,
    }  # fmt: skip
    running = [
        {"design": name, "left": design in race.left, "out_after": race.out_after.get(design), **shared}
        for name, design in zip(names, result.designs, strict=True)
    ]
    return {"rankings": found, "race": running}


def draw(result: Ranks, path: Path) -> Path:
    """Draw probability and expected loss for each measure, and the race. Return the path."""
    from outputs.ranks_picture import draw_ranks

    return draw_ranks(result, path)


def measures_of(result: Ranks) -> list[str]:
    """Return the measures that are shown: the headline's always, then the others, that of the race among them."""
    return [*HEADLINE, *others_of([result.race.measure, *result.rankings])]


def _estimate(name: str, ranked: Ranked | None) -> dict[str, float | None]:
    found: Estimate | None = None if ranked is None else getattr(ranked, name)
    values = (None, None, None) if found is None else (found.value, found.low, found.high)
    return dict(zip((name, f"{name}_low", f"{name}_high"), values, strict=True))


def _tables(result: Ranks, full: bool) -> Iterator[Grid]:
    def table(title: str, words: Callable[[Ranked, str], str], way: Callable[[str], str], *notes: str) -> list[Grid]:
        def cell(i: int, measure: str) -> str:
            ranking = result.rankings.get(measure)
            return NONE if ranking is None else words(ranking.designs[i], measure)

        heads = [(name,) for name in numbered(result.designs)]
        others = measures_of(result)[len(HEADLINE) :]
        return measure_grids(title, [Column("", right=False)], heads, cell, others, notes, way)

    def way(measure: str) -> str:
        return extreme(result, measure) if measure in result.better else ""

    yield from table("Mean over the draws ± half its 95 % interval", _mean, lambda m: result.better.get(m, ""))
    yield from table("Probability that its mean over all draws is the lowest or highest, %", _on_average, way)
    yield from table("Expected loss if it is chosen (shares in percentage points)", _lost_on_average, way, UP_TO)
    if full:
        yield from table("Share of single draws in which it was lowest or highest, % (95 % interval)", _in_draw, way)
        yield from table("Mean loss in single draws, as if one had known each", _lost_in_draw, way, UP_TO)


def _mean(ranked: Ranked, measure: str) -> str:
    text = describe(measure)
    return f"{number(ranked.mean.value, text)} ± {number((ranked.mean.high - ranked.mean.low) / 2, text)}"


def _on_average(ranked: Ranked, measure: str) -> str:
    del measure
    return share(ranked.best_on_average.value).removesuffix(" %")


def _in_draw(ranked: Ranked, measure: str) -> str:
    del measure
    e = ranked.best_in_draw
    return f"{100 * e.value:.0f} ({100 * e.low:.0f}–{100 * e.high:.0f})"


def _lost_on_average(ranked: Ranked, measure: str) -> str:
    return _up_to(ranked.regret_on_average, measure)


def _lost_in_draw(ranked: Ranked, measure: str) -> str:
    return _up_to(ranked.regret_in_draw, measure)


def _up_to(e: Estimate, measure: str) -> str:
    text = describe(measure)
    return f"{number(e.value, text)} (to {number(e.high, text)})"


def _race(result: Ranks) -> Grid:
    columns = (Column("", right=False), Column("the race on " + result.race.measure.replace("_", " "), right=False))
    cells = tuple(
        (name, left_words(result, design))
        for name, design in zip(numbered(result.designs), result.designs, strict=True)
    )
    return narrowed(Grid("The race (Kim and Nelson)", columns, cells), 1)


def _left_out(result: Ranks) -> Iterator[str]:
    for measure, ranking in result.rankings.items():
        if ranking.left_out:
            draws = counted(ranking.left_out, "draw")
            yield f"{capital(short(measure))}: {draws} left out, since a value is not defined there."
