"""What should be counted next: how much better a design could be chosen if one knew the answer.

Designs are run under the same draws. What each draw took of every parameter, beside what came of each design, tells
what knowing a parameter, or all that one count would teach, is worth before the choice: in the measure's unit, such as
percentage points fewer untreated needs. It is worth nothing where the same design is best whatever the answer, and no
part of what can be known is worth more than knowing everything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.analysis.estimates import Array, Estimate
from sim.analysis.value_of_information import partial, within
from sim.comparison.results import Values

LEAST_DRAWS = 20
ALL = "all"
SHOWN = 40
"""Parameters that are kept of several hundred, the most worth knowing first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountAsked:
    """A count that could be asked for, and the parameters that it would teach."""

    id: str
    asked_of: str
    question_sv: str
    question_en: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountWorth:
    """What a count is worth. `chance`: of as much where nothing can be known; `told`: whether that is below 5 %."""

    count: CountAsked
    value: Estimate
    chance: float
    told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterWorth:
    """What a parameter is worth. `count`: the id of the count that teaches it, "" if none does."""

    path: str
    unit: str
    evidence: str
    count: str
    value: Estimate
    chance: float
    told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """`best`: the design with the best mean. `means`: design → mean. `all_known`: worth of knowing every parameter.

    `counts`: the most worth first. `parameters`: the first of several hundred (`looked_at`). `left_out`: draws without
    a value. `county_title`, `county_title_sv`: what the county's file calls it.
    """

    county: str
    designs: tuple[str, ...]
    measure: str
    unit: str
    lower_is_better: bool
    best: str
    means: Mapping[str, float]
    all_known: Estimate
    counts: tuple[CountWorth, ...]
    parameters: tuple[ParameterWorth, ...]
    looked_at: int
    draws: int
    left_out: int
    seed: int
    years: float
    parameters_mode: str
    notes: tuple[str, ...]
    county_title: str = ""
    county_title_sv: str = ""


@dataclass(frozen=True, slots=True)
class Levels:
    """What each draw took: `x` (draws by parameters) of `paths`, with unit and evidence of each."""

    paths: tuple[str, ...]
    x: Array
    units: tuple[str, ...]
    evidence: tuple[str, ...]


def benefits(rows: Sequence[Sequence[Values]], measure: str, lower_is_better: bool) -> Array:
    """Return draws by designs, more being better; NaN where it is not defined."""
    table = np.array([[np.nan if v.get(measure) is None else v[measure] for v in row] for row in rows], dtype=float)
    return -table if lower_is_better else table


def worth_by(
    levels: Levels, benefit: Array, counts: Sequence[CountAsked], seed: int
) -> tuple[Estimate, list[CountWorth], list[ParameterWorth]]:
    """Return the worth of everything, of each count, and of each parameter, the most worth first.

    Raises ValueError with fewer than two designs or 20 draws.
    """
    place = {path: i for i, path in enumerate(levels.paths)}
    differs = levels.x.std(axis=0) > 0.0
    told_by = {path: count.id for count in counts for path in count.paths}
    own = {
        count.id: [place[path] for path in count.paths if path in place and differs[place[path]]] for count in counts
    }
    asked = {count.id: count for count in counts if own[count.id]}
    single = {levels.paths[i]: [i] for i in _promising(levels.x, benefit, differs)}
    whole = partial(levels.x, benefit, {ALL: np.flatnonzero(differs).tolist()}, seed=seed)[ALL]
    # Each group alone, so that its chance does not hang on how many others were looked at.
    of_counts = {id_: partial(levels.x, benefit, {id_: own[id_]}, seed=seed)[id_] for id_ in asked}
    of_single = partial(levels.x, benefit, single, seed=seed)
    whole, parts = within(whole, of_counts | of_single)
    by_count = [
        CountWorth(count, found.value, found.p, found.distinguishable)
        for id_, count in asked.items()
        if (found := parts[id_])
    ]
    by_parameter = [
        ParameterWorth(
            path=path,
            unit=levels.units[place[path]],
            evidence=levels.evidence[place[path]],
            count=told_by.get(path, ""),
            value=found.value,
            chance=found.p,
            told=found.distinguishable,
        )
        for path in single
        if (found := parts[path])
    ]
    by_count.sort(key=lambda c: (not c.told, -c.value.value))
    by_parameter.sort(key=lambda p: (p.chance > 0.05 / max(1, int(differs.sum())), -p.value.value))
    return whole.value, by_count, by_parameter


def _promising(x: Array, benefit: Array, differs: Array) -> list[int]:
    """Return the parameters that correlate most with any difference between designs: what they are worth takes long.

    Of several hundred those without influence are worth nothing, and would be shown last.
    """
    y = benefit[:, 1:] - benefit[:, :1]
    y = y[:, y.std(axis=0) > 0.0]
    some = np.flatnonzero(differs)
    z = (x[:, some] - x[:, some].mean(axis=0)) / x[:, some].std(axis=0)
    strength = np.abs(z.T @ ((y - y.mean(axis=0)) / y.std(axis=0))).max(axis=1, initial=0.0)
    return [int(some[i]) for i in np.argsort(-strength, kind="stable")[:SHOWN]]


def best_of(designs: Sequence[str], benefit: Array) -> str:
    """Return the design with the best mean."""
    return designs[int(benefit.mean(axis=0).argmax())]
