"""`worth`: what should be counted next, in untreated needs avoided unless another measure is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from calibration.counts import ASKED, load_counts, paths_of
from mellanrum.defaults import MEASURE
from mellanrum.ground import Ground, ground_of, json_of
from mellanrum.kinds.common import GroundWork
from mellanrum.known import ranged_paths
from mellanrum.measures import better_of, checked_measures, ranks_designs
from mellanrum.options import OptionError
from outputs.worth import parts, rows
from sim.experiment.means import Means
from sim.experiment.replicate import Progress
from sim.measures.catalogue import unit_of
from sim.studies.cases import Case
from sim.studies.ranks import drawn
from sim.studies.worth import LEAST_DRAWS, Asked, Levels, Worth, benefits, best_of, worth_by
from sim.terms.quantity import Quantity

RESULT = Worth
__all__ = ("RESULT", "parts", "prepare", "rows")


def prepare(arguments: Mapping[str, Any]) -> GroundWork[Worth]:
    """Return the question that the arguments ask. Raises OptionError, ScenarioError, ParameterError, SetError."""
    given = dict(arguments)
    designs = [str(d) for d in given.pop("designs")]
    (measure,) = checked_measures([given.pop("measure")])
    ground = ground_of(designs=designs, **given)
    replications = int(given["replications"])
    _check(ground, designs, measure, replications)
    for name in ground.designs:
        ground.scenario(Case(name), 0)

    def run(means: Means, progress: Progress | None) -> Worth:
        return found(ground, measure, replications, ASKED, means, progress)

    about = [ground.digest([Case(name) for name in ground.designs]), measure, replications]
    return GroundWork(ground, f"{ground.county_name}-worth", json_of(about), run, "worth")


def found(
    ground: Ground,
    measure: str,
    replications: int,
    asked: Sequence[str],
    means: Means,
    progress: Progress | None,
) -> Worth:
    """Return what the counts in `asked` are worth: ids, or all that a "municipality" or "region" can be asked."""
    names, lower = tuple(ground.designs), better_of(measure) == "lower"
    rows = drawn(names, range(replications), ground.scenario, ground.seed, means, progress)
    benefit = benefits(rows, measure, lower)
    whole = np.isfinite(benefit).all(axis=1)
    if whole.sum() < LEAST_DRAWS:
        raise OptionError(
            [f"{measure}: found {int(whole.sum())} draws in which it is defined; valid: at least {LEAST_DRAWS}"]
        )
    levels = _levels(ground, np.flatnonzero(whole).tolist())
    counts = [
        Asked(c.id, c.asked_of, c.question_sv, c.question_en, paths_of(c, levels.paths))
        for c in load_counts(ranged_paths())
        if c.id in asked or c.asked_of in asked
    ]
    everything, by_count, by_parameter = worth_by(levels, benefit[whole], counts, ground.seed)
    return Worth(
        ground.county_name,
        names,
        measure,
        unit_of(measure),
        lower,
        best_of(names, benefit[whole]),
        {name: float(abs(benefit[whole][:, i].mean())) for i, name in enumerate(names)},
        everything,
        tuple(by_count),
        tuple(by_parameter),
        len(levels.paths),
        int(whole.sum()),
        int((~whole).sum()),
        ground.seed,
        ground.years,
        ground.source.mode,
        ground.notes,
        ground.county_title,
    )


def _levels(ground: Ground, replications: Sequence[int]) -> Levels:
    """Return what every draw took of every parameter, in any of the designs."""
    rows = []
    for replication in replications:
        taken: dict[str, tuple[float, Quantity]] = {}
        for name in ground.designs:
            taken |= ground.levels(name, replication)
        rows.append(taken)
    paths = tuple(dict.fromkeys(path for row in rows for path in row))
    x = np.array([[row[path][0] for path in paths] for row in rows])
    quantities = [rows[0][path][1] for path in paths]
    return Levels(paths, x, tuple(q.unit for q in quantities), tuple(q.evidence for q in quantities))


def _check(ground: Ground, designs: Sequence[str], measure: str, replications: int) -> None:
    lines = []
    if len(ground.designs) < 2 or len(ground.designs) < len(designs):
        lines.append(f"designs: found {', '.join(designs)}; valid: two or more, each once")
    if not ground.source.varies:
        lines.append(
            "--parameters: found central values; valid: posterior or prior, since worth is of what is not known"
        )
    if why := ranks_designs(measure):
        lines.append(f"--measure: found {measure}, {why}; valid: such as {MEASURE}")
    if replications < LEAST_DRAWS:
        lines.append(f"-n: found {replications}; valid: at least {LEAST_DRAWS} draws")
    if lines:
        raise OptionError(lines)
