"""`warmup`: whether the warm-up of an unchanged county is long enough."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mellanrum.ground import ground_of, json_of
from mellanrum.kinds.common import GroundWork
from mellanrum.options import OptionError
from outputs.warm_up import parts, rows
from sim.experiment.means import Means
from sim.experiment.replicate import Progress
from sim.studies.cases import Case
from sim.studies.warming import WarmUpFound, judged, monthly

RESULT = WarmUpFound
__all__ = ("RESULT", "parts", "prepare", "rows")


def prepare(arguments: Mapping[str, Any]) -> GroundWork[WarmUpFound]:
    """Return the check that the arguments ask for. Raises OptionError, ScenarioError, ParameterError, SetError."""
    given = dict(arguments)
    design = str(given.pop("design"))
    ground = ground_of(designs=[design], **given)
    name = ground.name_of(design)
    first = ground.scenario(Case(name), 0)
    if first.changes:
        raise OptionError(
            [f"design: found {name}, which changes something; valid: an unchanged county, such as current"]
        )
    replications = int(given["replications"])

    def run(means: Means, progress: Progress | None) -> WarmUpFound:
        columns = monthly(name, replications, ground.scenario, ground.seed, means, progress)
        calendar = first.calendar
        series, undefined, enough = judged(columns, float(calendar.warm_up_days))
        return WarmUpFound(
            ground.county_name,
            name,
            tuple(float(day) for day in columns["month"]),
            tuple(calendar.date_of(float(day)).isoformat() for day in columns["month"]),
            float(calendar.warm_up_days),
            tuple(series),
            tuple(undefined),
            enough,
            replications,
            ground.seed,
            ground.years,
            ground.source.mode,
            ground.notes,
            ground.county_title,
        )

    about = json_of([ground.digest([Case(name)]), replications])
    return GroundWork(ground, f"{ground.county_name}-warmup", about, run, "warm_up")
