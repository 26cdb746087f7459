"""`breakeven`: the value of a key at which a design equals its baseline."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mellanrum.defaults import MEASURE
from mellanrum.ground import Ground, edit_from, ground_of, json_of, shared_keys
from mellanrum.kinds.common import GroundWork
from mellanrum.measures import checked_measures
from mellanrum.options import OptionError
from outputs.break_even import parts, rows
from outputs.measures_text import HEADLINE
from scenarios.edits import Times
from sim.analysis.search import Search
from sim.experiment.means import Means
from sim.experiment.replicate import Progress
from sim.experiment.statistics import is_quantile
from sim.measures.catalogue import unit_of
from sim.studies.break_even import Beside, BreakEvenFound, Other, Question, beside, sought
from sim.studies.cases import Case

RESULT = BreakEvenFound
__all__ = ("RESULT", "parts", "prepare", "rows")

BESIDE_POINTS = 60
"""Runs for the break-even with other keys at other values; a surface of second degree in three keys has 10 terms."""
BESIDE_REPLICATIONS = 20
USUAL_BESIDE = (("transfer.recruitment_lead_days", ("x0.5", "x1", "x2")), ("transfer.never_refilled_share", (0.0, 0.5)))
"""What the share that follows hangs on: posts that are slow to fill, and posts that never are. A034-A036, A066."""


def prepare(arguments: Mapping[str, Any]) -> GroundWork[BreakEvenFound]:
    """Return the search that the arguments ask for. Raises OptionError, ScenarioError, ParameterError, SetError."""
    given = dict(arguments)
    key, low, high, factor = _range(given.pop("vary"))
    design, baseline = str(given.pop("design")), str(given.pop("baseline"))
    (measure,) = checked_measures([given.pop("measure")])
    if is_quantile(measure):
        raise OptionError([f"--measure: found {measure}, which may not be reached; valid: such as {MEASURE}"])
    measures = checked_measures([], (*HEADLINE, measure))
    tolerance, budget, hold = given.pop("tolerance"), int(given.pop("budget")), bool(given.pop("hold_baseline"))
    asked_beside = given.pop("beside")
    ground = ground_of(designs=[baseline, design], replications=budget, **given)
    own, base = ground.name_of(design), ground.name_of(baseline)
    edit = _edit(factor)
    for x in (low, high):
        ground.scenario(Case(own, ((key, edit(x)),)), 0)
    shared = bool(shared_keys(ground, own, base, [key], hold))
    search = _search(low, high, tolerance, budget)
    question = Question(own, base, key, measure, measures, search, edit, shared)
    others = _others(ground, own, base, key, asked_beside, hold)

    def run(means: Means, progress: Progress | None) -> BreakEvenFound:
        found, points = sought(question, ground.scenario, ground.seed, means, unit_of, progress)
        told: tuple[Beside, ...] = ()
        if others:
            told = beside(
                question, others, BESIDE_POINTS, BESIDE_REPLICATIONS, ground.scenario, ground.seed, means, progress
            )
        return BreakEvenFound(
            ground.county_name,
            own,
            base,
            key,
            measure,
            low,
            high,
            search.tolerance,
            found,
            points,
            told,
            BESIDE_POINTS if others else 0,
            ground.seed,
            ground.years,
            ground.source.mode,
            ground.notes,
            factor,
            ground.county_title,
        )

    cases = [Case(base), *(Case(own, ((key, edit(x)),)) for x in (low, high))]
    about = json_of([ground.digest(cases), repr(search), measure, hold, [(o.key, o.told_at) for o in others]])
    return GroundWork(ground, f"{ground.county_name}-breakeven", about, run, "break_even")


def _range(vary: Sequence[Any]) -> tuple[str, float, float, bool]:
    """Return key, ends, and whether they are factors, from (key, low, high) as a plan has them."""
    key, low, high = vary[0], edit_from(vary[1]), edit_from(vary[2])
    ends = [v.factor if isinstance(v, Times) else v for v in (low, high)]
    numbers = [float(v) for v in ends if isinstance(v, int | float) and not isinstance(v, bool)]
    same = isinstance(low, Times) == isinstance(high, Times)
    if len(numbers) != 2 or not same or not numbers[0] < numbers[1]:
        raise OptionError([f"--vary: {key}: found {low} to {high}; valid: KEY=LOW:HIGH, two numbers or two factors"])
    return str(key), numbers[0], numbers[1], isinstance(low, Times)


def _edit(factor: bool) -> Callable[[float], Any]:
    return Times if factor else float


def _search(low: float, high: float, tolerance: float | None, budget: int) -> Search:
    try:
        return Search(low, high, tolerance if tolerance is not None else (high - low) / 20.0, budget)
    except ValueError as error:
        raise OptionError([f"breakeven: found {error}"]) from None


def _others(
    ground: Ground, design: str, baseline: str, key: str, asked: Mapping[str, Sequence[Any]] | None, hold: bool
) -> list[Other]:
    """Return the keys that the break-even is told beside: those asked for, or the usual that the design has."""
    wanted: Mapping[str, Sequence[Any]] = dict(USUAL_BESIDE) if asked is None else asked
    keys = ground.keys(design)
    others = []
    for name, values in wanted.items():
        there = name in keys or any(k.startswith(f"{name}.") for k in keys)
        if name == key or (asked is None and not there):
            continue
        edits = [edit_from(v) for v in values]
        factors = [isinstance(e, Times) for e in edits]
        numbers = [e.factor if isinstance(e, Times) else e for e in edits]
        plain = [float(n) for n in numbers if isinstance(n, int | float) and not isinstance(n, bool)]
        if len(plain) != len(edits) or len(set(plain)) < 2 or len(set(factors)) != 1:
            raise OptionError([f"--beside: {name}: found {values}; valid: two or more numbers, or factors"])
        for e in edits:
            ground.scenario(Case(design, ((name, e),)), 0)
        shared = bool(shared_keys(ground, design, baseline, [name], hold))
        others.append(Other(name, min(plain), max(plain), tuple(plain), _edit(factors[0]), shared))
    return others
