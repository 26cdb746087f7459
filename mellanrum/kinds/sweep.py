"""`sweep`: some keys of a scenario at every combination of some values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mellanrum.ground import edits_of, ground_of, json_of, shared_keys
from mellanrum.kinds.common import GroundWork
from mellanrum.levers import is_counted_only
from mellanrum.measures import checked_measures
from mellanrum.options import OptionError
from outputs.measures_text import HEADLINE
from outputs.sweep import parts, rows
from sim.experiment.means import Means
from sim.experiment.replicate import Progress
from sim.measures.catalogue import unit_of
from sim.studies.cases import Case
from sim.studies.sweep import Sweep, combinations, swept

RESULT = Sweep
__all__ = ("RESULT", "parts", "prepare", "rows")


def prepare(arguments: Mapping[str, Any]) -> GroundWork[Sweep]:
    """Return the sweep that the arguments ask for. Raises OptionError, ScenarioError, ParameterError, SetError."""
    given = dict(arguments)
    vary = {key: edits_of(values) for key, values in given.pop("vary").items()}
    design, baseline = str(given.pop("design")), str(given.pop("baseline"))
    measures = checked_measures(given.pop("measures"), HEADLINE)
    hold = bool(given.pop("hold_baseline"))
    ground = ground_of(designs=[baseline, design], **given)
    own, base = ground.name_of(design), ground.name_of(baseline)
    settings = combinations(vary)
    if not vary:
        raise OptionError(["--vary: found nothing; valid: at least one KEY=VALUES"])
    if nothing := [key for key in vary if is_counted_only(ground, own, key)]:
        raise OptionError(
            [f"--vary: found {key}, which is counted only; valid: a key that can move a measure" for key in nothing]
        )
    shared = shared_keys(ground, own, base, vary, hold)
    replications = int(given["replications"])

    def run(means: Means, progress: Progress | None) -> Sweep:
        """Run every point of the sweep with these means, and tell of its progress."""
        points = swept(
            settings, own, base, shared, measures, replications, ground.scenario, ground.seed, means, unit_of, progress
        )
        return Sweep(
            ground.county_name,
            own,
            base,
            tuple(vary),
            shared,
            measures,
            points,
            replications,
            ground.seed,
            ground.years,
            ground.source.mode,
            ground.notes,
            ground.county_title,
        )

    # Makes a scenario of every point: all that is wrong with a value is told before anything is run.
    about = json_of([ground.digest([Case(own, s) for s in settings]), base, replications, hold, measures])
    return GroundWork(ground, f"{ground.county_name}-sweep", about, run, "sweep")
