"""Break-even: the value of a key at which a design equals its baseline, sought by runs and told with its interval.

The search is `sim.analysis.roots`: each value is run in the same replications, so that chance is common to all. What a
value means may hang on other keys (who follows matters only as far as posts are slow or never refilled): the same is
then asked with these keys at other values, by a surface through a designed sample.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import isfinite
from typing import Any

import numpy as np

from sim.analysis.estimates import Estimate
from sim.analysis.roots import BreakEven, ask, judge
from sim.analysis.sampling import latin_hypercube
from sim.analysis.search import Search
from sim.comparison.results import Summary, Values
from sim.experiment.replicate import Progress
from sim.studies.cases import Case, CaseRunner, KeySettings
from sim.studies.named_surface import NamedSurface, enough, fit_named
from sim.studies.summaries import UnitOf, differences_of
from sim.studies.sweep import plain

STEPS = 20
"""Parts of a range between which it is looked for where a difference is nearest to 0."""


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What was found at one value: every measure's paired difference from the baseline."""

    x: float
    differences: Mapping[str, Summary]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The break-even with other keys at other values. `setting`: key → value in words.

    `crossing`: None where the surface does not reach 0 within the range, or does so more than once (`several`);
    `at_low`, `at_high`: the difference there. `nearest`: the difference where it is nearest to 0 without crossing it,
    and `nearest_at` the value at which it is: between the ends it may be nearer to 0 than at both.
    """

    setting: Mapping[str, Any]
    crossing: Estimate | None
    at_low: Estimate
    at_high: Estimate
    several: bool = False
    nearest: Estimate | None = None
    nearest_at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEvenFound:
    """What a search found. `found`: of `key` alone, from `low` to `high`, on `measure`; `points`: where it was run.

    `beside`: the same with other keys set; `beside_runs`: runs that it rests on. `is_factor`: values are factors on
    what stands at the key. `county_title`, `county_title_sv`: what the county's file calls it.
    """

    county: str
    design: str
    baseline: str
    key: str
    measure: str
    low: float
    high: float
    tolerance: float
    found: BreakEven
    points: tuple[CurvePoint, ...]
    beside: tuple[Beside, ...]
    beside_runs: int
    seed: int
    years: float
    parameters: str
    notes: tuple[str, ...]
    is_factor: bool = False
    county_title: str = ""
    county_title_sv: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEvenQuestion:
    """What is sought. `edit`: number → what the key is set to. `shared`: whether the baseline takes the key as well."""

    design: str
    baseline: str
    key: str
    measure: str
    measures: tuple[str, ...]
    search: Search
    edit: Callable[[float], Any]
    shared: bool


def sought(
    question: BreakEvenQuestion, runner: CaseRunner, unit_of: UnitOf
) -> tuple[BreakEven, tuple[CurvePoint, ...]]:
    """Return the break-even and what was found at each value that was run. Goes on round by round until it is known."""
    answers: dict[tuple[float, int], float | None] = {}
    pairs: dict[float, list[tuple[Values, Values]]] = {}
    while places := ask(question.search, answers):
        wanted = [
            (case, replication)
            for x, replication in places
            for case in (Case(question.design, _set(question, x)), _baseline(question, x))
        ]
        tell = _from(runner.progress, len(answers), question.search.budget)
        found = runner.telling(tell).values(wanted)
        for (x, replication), own, base in zip(places, found[::2], found[1::2], strict=True):
            answers[x, replication] = _minus(own, base, question.measure)
            pairs.setdefault(x, []).append((own, base))
    points = tuple(
        CurvePoint(x, differences_of([a for a, _ in some], [b for _, b in some], question.measures, unit_of))
        for x, some in sorted(pairs.items())
    )
    return judge(question.search, answers), points


def _set(question: BreakEvenQuestion, x: float) -> KeySettings:
    return ((question.key, question.edit(x)),)


def _baseline(question: BreakEvenQuestion, x: float) -> Case:
    return Case(question.baseline, _set(question, x) if question.shared else ())


def _minus(own: Values, base: Values, measure: str) -> float | None:
    a, b = own.get(measure), base.get(measure)
    return None if a is None or b is None else a - b


def _from(progress: Progress | None, before: int, budget: int) -> Progress | None:
    """Count a round's replications as part of the whole search, two for each answer at the most."""
    if progress is None:
        return None
    return lambda done, total: progress(2 * before + done, max(2 * budget, 2 * before + total))


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Another key that the break-even hangs on: its range, the values it is told at, and how it is set.

    `shared`: whether the baseline takes it as well.
    """

    key: str
    low: float
    high: float
    told_at: tuple[float, ...]
    edit: Callable[[float], Any]
    shared: bool


def beside(
    question: BreakEvenQuestion, others: Sequence[Other], points: int, replications: int, runner: CaseRunner
) -> tuple[Beside, ...]:
    """Return the break-even at every combination of the values that the others are told at.

    A sample of `points`, each in a replication of its own, taken in turn from so many `replications`. Nothing where the
    measure is not defined at enough of them.
    """
    search = question.search
    shares = latin_hypercube(1 + len(others), points, runner.seed)
    wanted: list[tuple[Case, int]] = []
    for i, row in enumerate(shares):
        x = search.x(float(row[0]))
        rest = tuple((o.key, o.edit(o.low + float(u) * (o.high - o.low))) for o, u in zip(others, row[1:], strict=True))
        world = tuple(one for one, o in zip(rest, others, strict=True) if o.shared)
        base = Case(question.baseline, (*_baseline(question, x).setting, *world))
        replication = i % replications
        wanted += [(Case(question.design, (*_set(question, x), *rest)), replication), (base, replication)]
    found = runner.values(wanted)
    y = np.array([_number(_minus(a, b, question.measure)) for a, b in zip(found[::2], found[1::2], strict=True)])
    names = (question.key, *(o.key for o in others))
    taken = np.arange(points) % replications
    if not enough(names, y, taken):
        return ()
    surface = fit_named(names, shares, y, taken)
    return tuple(_told(question, others, surface, at) for at in product(*(o.told_at for o in others)))


def _told(question: BreakEvenQuestion, others: Sequence[Other], surface: NamedSurface, at: Sequence[float]) -> Beside:
    held = {o.key: (v - o.low) / (o.high - o.low) for o, v in zip(others, at, strict=True)}
    setting = {o.key: plain(o.edit(v)) for o, v in zip(others, at, strict=True)}
    return beside_of(surface, question.key, held, setting, question.search.x)


def beside_of(
    surface: NamedSurface, key: str, held: Mapping[str, float], setting: Mapping[str, Any], at: Callable[[float], float]
) -> Beside:
    """Return where a surface is 0 along `key`, the others `held` (shares). `at`: share of the key's range → value."""
    crossings = surface.crossings(key, held)
    root = crossings[0] if len(crossings) == 1 else None
    there = None if root is None else Estimate(at(root.value), at(root.low), at(root.high))
    curve = [(i / STEPS, surface.predict({**held, key: i / STEPS})) for i in range(STEPS + 1)]
    at_low, at_high = curve[0][1], curve[-1][1]
    if crossings:
        return Beside(setting=setting, crossing=there, at_low=at_low, at_high=at_high, several=len(crossings) > 1)
    share, nearest = min(curve, key=lambda place: abs(place[1].value))
    return Beside(
        setting=setting,
        crossing=None,
        at_low=at_low,
        at_high=at_high,
        several=False,
        nearest=nearest,
        nearest_at=at(share),
    )


def _number(value: float | None) -> float:
    return value if value is not None and isfinite(value) else float("nan")
