"""`rank`: which design is best on a measure, how sure that is, and what choosing it would cost if it is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mellanrum.defaults import MEASURE
from mellanrum.ground import Ground, ground_of, json_of
from mellanrum.kinds.common import GroundWork
from mellanrum.measures import better_of, checked_measures, ranks_designs
from mellanrum.options import OptionError, is_whole
from outputs.measures_text import HEADLINE
from outputs.ranks import parts, rows
from scenarios.chain import follow
from sim.experiment.means import Means
from sim.experiment.replicate import Progress
from sim.measures.catalogue import unit_of
from sim.studies.cases import Case
from sim.studies.ranks import FIRST, Ranks, beside, drawn, raced, ranked

RESULT = Ranks
__all__ = ("RESULT", "parts", "prepare", "rows")


def prepare(arguments: Mapping[str, Any]) -> GroundWork[Ranks]:
    """Return the ranking that the arguments ask for. Raises OptionError, ScenarioError, ParameterError, SetError."""
    given = dict(arguments)
    designs = [str(d) for d in given.pop("designs")]
    (measure,) = checked_measures([given.pop("measure")])
    measures = checked_measures([], (*HEADLINE, measure))
    delta, alpha, budget = given.pop("delta"), given.pop("alpha"), given.pop("budget")
    ground = ground_of(designs=designs, **given)
    names = tuple(ground.designs)
    _check(names, designs, delta, alpha, budget, int(given["replications"]), measure)
    for name in names:
        ground.scenario(Case(name), 0)
    replications = int(given["replications"])

    def run(means: Means, progress: Progress | None) -> Ranks:
        return found(ground, measure, measures, delta, alpha, budget, replications, means, progress)

    about = [ground.digest([Case(n) for n in names]), measure, delta, alpha, budget, replications]
    return GroundWork(ground, f"{ground.county_name}-rank", json_of(about), run, "ranks")


def found(
    ground: Ground,
    measure: str,
    measures: tuple[str, ...],
    delta: float,
    alpha: float,
    budget: int,
    replications: int,
    means: Means,
    progress: Progress | None,
) -> Ranks:
    """Return the ranking of a ground's designs."""
    names, make, seed = tuple(ground.designs), ground.scenario, ground.seed
    rows = drawn(names, range(replications), make, seed, means, progress)
    lower = better_of(measure) == "lower"
    race = raced(names, rows, measure, delta, alpha, lower, budget, make, seed, means, progress)
    return Ranks(
        ground.county_name,
        names,
        tuple(str(follow(ground.designs[n], "design").table["title_en"]) for n in names),
        ranked(rows, measure, lower, seed),
        *beside(rows, measures, unit_of),
        race,
        replications,
        seed,
        ground.years,
        ground.source.mode,
        ground.notes,
        ground.county_title,
    )


def _check(
    names: tuple[str, ...], designs: list[str], delta: Any, alpha: Any, budget: Any, replications: int, measure: str
) -> None:
    lines = []
    if len(names) < 2 or len(names) < len(designs):
        lines.append(f"designs: found {', '.join(designs)}; valid: two or more, each once")
    if why := ranks_designs(measure):
        lines.append(f"--measure: found {measure}, {why}; valid: such as {MEASURE}")
    if isinstance(delta, bool) or not isinstance(delta, int | float) or not delta > 0:
        lines.append(f"--delta: found {delta!r}; valid: a number above 0, in the measure's unit")
    if isinstance(alpha, bool) or not isinstance(alpha, int | float) or not 0 < alpha < 0.5:
        lines.append(f"--alpha: found {alpha!r}; valid: a number above 0 and below 0.5")
    if not is_whole(budget) or budget < max(FIRST, replications):
        lines.append(f"--budget: found {budget!r}; valid: a whole number, at least {max(FIRST, replications)}")
    if lines:
        raise OptionError(lines)
