"""A ranking as people read it: one measure ranks, how surely and at what loss if not; the first row stands beside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from outputs.files.made_rows import summary_columns
from outputs.ranking.levels import difference_of, level_of, measures_of
from outputs.ranking.sentences import answer, extreme, few, left_words, share
from outputs.text.county import county_shown
from outputs.text.grid import Column, Grid
from outputs.text.measures import HEADLINE, describe, short
from outputs.text.numbers import NONE, number, plus_minus, verdict
from outputs.text.pages import (
    bare_head,
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
from sim.terms.language import ENGLISH, N_, _, language, ngettext, speaking

FILES = N_("tables/ranking.csv, measures.csv and race.csv, ranks.png")


def parts(result: Ranks, folder: Path | str | None = None, full: bool = False) -> Iterator[Grid | str]:
    """Yield what is shown, in order. `full`: the same for single draws with their own chance, too."""
    yield paragraph(
        ngettext(
            "{county}: {n} design under the same draws, ranked by {measure}",
            "{county}: {n} designs under the same draws, ranked by {measure}",
            len(result.designs),
            county=county_shown(result),
            measure=short(result.race.measure),
        ),
        run_line(ngettext("{n} draw", "{n} draws", result.replications), result.seed, result.years, result.parameters),
    )
    yield paragraph(*answer(result))
    yield _ranking(result)
    if full and result.ranking is not None and not few(result):
        yield _single_draws(result)
    yield from _beside(result)
    yield from ending(
        (*_left_out(result), *result.notes),
        result.parameters,
        _(FILES),
        folder,
    )


@speaking(ENGLISH.code)
def rows(result: Ranks) -> dict[str, list[dict[str, Any]]]:
    """Return the tables `ranking` and `race`, a row for each design, and `measures`, a row for each of them and it."""
    names, race = numbered(result.designs), result.race
    better = "lower" if race.lower_is_better else "higher"
    ranking = result.ranking
    order: list[dict[str, Any]] = []
    for i, name in enumerate(names):
        one = None if ranking is None else ranking.designs[i]
        order.append(
            {"measure": race.measure, "label": describe(race.measure).label, "better_for_clients": better}
            | {"design": name, "draws": None if ranking is None else ranking.draws}
            | {"draws_left_out": None if ranking is None else ranking.left_out}
            | {"mean": None if one is None else one.mean}
            | {k: v for f in fields(Ranked) if f.name != "mean" for k, v in _estimate(f.name, one).items()}
        )
    shared = {
        "measure": race.measure, "delta": race.delta, "alpha": race.alpha, "decided": race.decided,
        "replications": race.replications, "undefined": race.undefined,
    }  # fmt: skip
    running = [
        {"design": name, "left": design in race.left, "out_after": race.out_after.get(design), **shared}
        for name, design in zip(names, result.designs, strict=True)
    ]
    return {"ranking": order, "measures": [*_measures(result)], "race": running}


def draw(result: Ranks, path: Path) -> Path:
    """Draw probability and expected loss, the race, and the rest of the first row. Return the path."""
    from outputs.ranking.figure import draw_ranks

    return draw_ranks(result, path)


def _measures(result: Ranks) -> Iterator[dict[str, Any]]:
    for measure in measures_of(result):
        text = describe(measure)
        for i, name in enumerate(numbered(result.designs)):
            difference = difference_of(result, i, measure)
            yield (
                {"measure": measure, "label": text.label, "better_for_clients": text.better or None, "design": name}
                | summary_columns("level", level_of(result, i, measure))
                | summary_columns("difference", difference)
                | {"in_words": verdict(difference, text) if i else None}
            )


def _estimate(name: str, ranked: Ranked | None) -> dict[str, float | None]:
    found: Estimate | None = None if ranked is None else getattr(ranked, name)
    values = (None, None, None) if found is None else (found.value, found.low, found.high)
    return dict(zip((name, f"{name}_low", f"{name}_high"), values, strict=True))


def _ranking(result: Ranks) -> Grid:
    measure = result.race.measure
    columns = (
        Column("", right=False),
        Column(_("probability of the {extreme}, %", extreme=extreme(result))),
        Column(_("expected loss (up to)")),
        Column(_("the race"), right=False),
    )
    cells = tuple(
        (
            name,
            *((NONE, NONE) if result.ranking is None or few(result) else _ranked(result.ranking.designs[i], measure)),
            left_words(result, result.designs[i]),
        )
        for i, name in enumerate(numbered(result.designs))
    )
    note = _(
        "Of its mean over all draws. Loss: how far the mean lies from that of the {extreme}; in brackets the upper end "
        "of the 95 % interval. Race: Kim and Nelson.",
        extreme=extreme(result),
    )
    return narrowed(Grid(_("Ranked by {measure}", measure=bare_head(measure)), columns, cells, (note,)), 1)


def _ranked(one: Ranked, measure: str) -> tuple[str, str]:
    return share(one.best_on_average.value).removesuffix(" %"), _up_to(one.regret_on_average, measure)


def _single_draws(result: Ranks) -> Grid:
    assert result.ranking is not None
    columns = (
        Column("", right=False),
        Column(_("{extreme} in, % of draws (95 %)", extreme=extreme(result))),
        Column(_("mean loss (up to)")),
    )
    cells = tuple(
        (name, _percent(one.best_in_draw), _up_to(one.regret_in_draw, result.race.measure))
        for name, one in zip(numbered(result.designs), result.ranking.designs, strict=True)
    )
    note = _("As if one had known each draw, with its own chance, before the choice.")
    return narrowed(Grid(_("In single draws"), columns, cells, (note,)), 1)


def _beside(result: Ranks) -> Iterator[Grid]:
    """Yield levels and differences of the whole first row: no order is made of the others."""
    names, others = numbered(result.designs), others_of([result.race.measure])
    yield from measure_grids(
        _("The first row: mean over the draws ± half its 95 % interval"),
        [Column("", right=False)],
        [(name,) for name in names],
        lambda i, m: plus_minus(level_of(result, i, m), describe(m)),
        [*HEADLINE, *others],
    )
    yield from measure_grids(
        title=_("Difference from {design} (shares in percentage points) ± half its 95 % interval", design=names[0]),
        columns=[Column("", right=False)],
        heads=[(name,) for name in names[1:]],
        cell=lambda i, m: plus_minus(difference_of(result, i + 1, m), describe(m), signed=True),
        measures=[*HEADLINE, *others],
        notes=(
            _("* The interval excludes 0. As a comparison of the same replications has them; only one measure ranks."),
        ),
    )


def _percent(e: Estimate) -> str:
    value, low, high = (language().number(100 * x) for x in (e.value, e.low, e.high))
    return f"{value} ({low}–{high})"


def _up_to(e: Estimate, measure: str) -> str:
    text = describe(measure)
    return f"{number(e.value, text)} ({number(e.high, text)})" if e.value == e.value else NONE


def _left_out(result: Ranks) -> Iterator[str]:
    if result.ranking is not None and result.ranking.left_out:
        yield ngettext(
            "Ranking: {n} draw left out, since a value is not defined there.",
            "Ranking: {n} draws left out, since a value is not defined there.",
            result.ranking.left_out,
        )
