"""Which design is best, how sure that is, and what choosing it would cost if it is not.

All designs are run under the same draws of parameters and chance. One measure alone ranks them (`ranking`), untreated
needs unless another was asked for; the others stand beside it as they are, with no order of their own. Then a race
(`selection`: Kim and Nelson) goes on with those that are still in it, until one is left or the rest differ by less than
matters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.analysis import selection
from sim.analysis.ranking import Ranking, rank
from sim.comparison.results import Summary, Values
from sim.studies.cases import CaseRunner, column, every, in_rows
from sim.studies.summaries import UnitOf, differences_of, levels_of

FIRST = 10
"""Replications before the first design may be out: with fewer the variances are too unsure. An assumption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceFound:
    """How the race ended. `left`: designs still in it: one is selected; several differ by less than `delta`, or the
    budget is spent (`decided` says which). `out_after`: design → replications after which it was out.
    """

    measure: str
    delta: float
    alpha: float
    lower_is_better: bool
    left: tuple[str, ...]
    decided: bool
    replications: int
    out_after: Mapping[str, int]
    undefined: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranks:
    """`ranking`: on the race's measure, in the order of `designs`; None where too few draws define it.

    `levels`, `differences`: design by design in that order, measure → what a comparison says of the same replications;
    the first design is the baseline of the others and has no differences.
    `county_title`, `county_title_sv`: what the county's file calls it.
    """

    county: str
    designs: tuple[str, ...]
    titles: tuple[str, ...]
    ranking: Ranking | None
    levels: tuple[Mapping[str, Summary], ...]
    differences: tuple[Mapping[str, Summary], ...]
    race: RaceFound
    replications: int
    seed: int
    years: float
    parameters: str
    notes: tuple[str, ...]
    county_title: str = ""
    county_title_sv: str = ""


def ranked(rows: Sequence[Sequence[Values]], measure: str, lower_is_better: bool, seed: int) -> Ranking | None:
    """Return the ranking on a measure, None where fewer than two draws define it for all designs."""
    table = np.array([[_number(v) for v in column(row, measure)] for row in rows])
    if np.isfinite(table).all(axis=1).sum() < 2:
        return None
    return rank(table, seed=seed, lower_is_better=lower_is_better)


def beside(
    rows: Sequence[Sequence[Values]], measures: Sequence[str], unit_of: UnitOf
) -> tuple[tuple[dict[str, Summary], ...], tuple[dict[str, Summary], ...]]:
    """Return each design's levels, and its differences from the first, as a comparison has them."""
    own = [list(column) for column in zip(*rows, strict=True)]
    levels = tuple(levels_of(values, measures, unit_of) for values in own)
    return levels, ({}, *(differences_of(values, own[0], measures, unit_of) for values in own[1:]))


def raced(
    designs: Sequence[str],
    first: Sequence[Sequence[Values]],
    measure: str,
    delta: float,
    alpha: float,
    lower_is_better: bool,
    budget: int,
    runner: CaseRunner,
) -> RaceFound:
    """Return the race that begins with the rows that are there and goes on, survivors alone, up to `budget` rows.

    A replication in which a survivor's measure is not defined is passed over, and counted.
    """
    race = selection.start(len(designs), delta, alpha=alpha, first=min(FIRST, budget), lower_is_better=lower_is_better)
    out_after: dict[str, int] = {}
    undefined = replication = 0
    ahead: list[dict[int, Values]] = [dict(enumerate(row)) for row in first]
    while not race.finished and replication < budget:
        if replication >= len(ahead):
            ahead += _further(designs, race.survivors, len(ahead), budget, runner)
        row = ahead[replication]
        values = {i: _number(row[i].get(measure)) for i in race.survivors}
        replication += 1
        if not all(np.isfinite(v) for v in values.values()):
            undefined += 1
            continue
        before = race.survivors
        race = selection.observe(race, values)
        out_after |= {designs[i]: replication for i in before if i not in race.survivors}
    left = tuple(designs[i] for i in race.survivors)
    return RaceFound(
        measure=measure,
        delta=delta,
        alpha=alpha,
        lower_is_better=lower_is_better,
        left=left,
        decided=race.finished,
        replications=replication,
        out_after=out_after,
        undefined=undefined,
    )


def _further(
    designs: Sequence[str], survivors: Sequence[int], done: int, budget: int, runner: CaseRunner
) -> list[dict[int, Values]]:
    """Run the survivors in as many replications as keep every processor busy."""
    number = min(max(1, -(-runner.means.n_jobs // len(survivors))), budget - done)
    wanted = every([designs[i] for i in survivors], range(done, done + number))
    rows = in_rows(runner.telling(None).values(wanted), len(survivors))
    if runner.progress is not None:
        runner.progress(done + number, budget)
    return [dict(zip(survivors, row, strict=True)) for row in rows]


def _number(value: float | None) -> float:
    return float("nan") if value is None else value
