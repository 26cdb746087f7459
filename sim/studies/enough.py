"""Enough replications and no more: run until every headline measure and every paired difference is precise.

The rule is that of Hoad, Robinson and Davies (`sim.analysis.replications`). How many are used in the end depends on the
outcomes alone, never on how many were run at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sim.analysis.replications import Precision, Rule, Verdict, judge
from sim.comparison.results import Enough, PrecisionRow, Values
from sim.experiment.replicate import Outcome
from sim.studies.cases import column, differences


@dataclass(frozen=True, slots=True)
class PrecisionWanted:
    """How precise: `level`: a share of a level's size. `by_unit`: unit → half-width that a difference may have.

    A level with the half-width of a difference is precise too. `measures`: those that must be. `rule`: how many.
    """

    measures: tuple[str, ...]
    level: float
    by_unit: Mapping[str, float]
    rule: Rule


Run = Callable[[int], Sequence[Outcome]]
"""From a number of replications to all their outcomes, replication by replication, each design in turn."""


def until_enough(
    run: Run, designs: Sequence[str], wanted: PrecisionWanted, unit_of: Callable[[str], str], at_a_time: int
) -> tuple[list[Outcome], Enough]:
    """Return the outcomes of as many replications as are enough, and which measure needed most.

    `designs`: labels, the baseline first. `at_a_time`: the fewest to add at once, so that no processor stands idle.
    """
    n, rule = wanted.rule.minimum, wanted.rule
    while True:
        outcomes = run(n)
        verdict = _judged(outcomes, n, designs, wanted, unit_of)
        if verdict.enough or not verdict.more:
            break
        n = min(rule.budget, n + max(verdict.more, at_a_time))
    if verdict.enough:
        n = next(k for k in range(rule.minimum, n + 1) if _judged(outcomes, k, designs, wanted, unit_of).enough)
        verdict = _judged(outcomes, n, designs, wanted, unit_of)
    return list(outcomes[: n * len(designs)]), _told(verdict, n, wanted)


def _judged(
    outcomes: Sequence[Outcome], n: int, designs: Sequence[str], wanted: PrecisionWanted, unit_of: Callable[[str], str]
) -> Verdict:
    d = len(designs)
    own = [[o.values for o in outcomes[i : n * d : d]] for i in range(d)]
    series: dict[str, Sequence[float | None]] = {}
    precisions: dict[str, Precision] = {}
    for i, design in enumerate(designs):
        for measure in wanted.measures:
            absolute = wanted.by_unit.get(unit_of(measure), 0.0)
            series[f"{design}: {measure}"] = column(own[i], measure)
            precisions[f"{design}: {measure}"] = Precision(wanted.level, absolute)
            if i:
                name = f"{design} - {designs[0]}: {measure}"
                series[name] = _paired(own[i], own[0], measure)
                precisions[name] = Precision(0.0, absolute)
    return judge(series, precisions, wanted.rule)


def _paired(design: Sequence[Values], baseline: Sequence[Values], measure: str) -> list[float | None]:
    return differences(column(design, measure), column(baseline, measure))


def _told(verdict: Verdict, n: int, wanted: PrecisionWanted) -> Enough:
    rows = tuple(
        PrecisionRow(
            name=name, needed=p.needed, mean=p.mean, half_width=p.half_width, allowed=p.allowed, projected=p.projected
        )
        for name, p in verdict.measures.items()
    )
    return Enough(
        replications=n,
        enough=verdict.enough,
        needed=verdict.needed,
        most=verdict.most,
        not_reached=verdict.not_reached,
        budget=wanted.rule.budget,
        rows=rows,
    )
