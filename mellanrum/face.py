"""Face validity: a few short replications of today's regime, summed up beside the targets of the county."""

from __future__ import annotations

from collections.abc import Callable

from calibration.face import FaceRow, Value, face_table
from calibration.targets import load_targets
from mellanrum.assemble import assemble
from mellanrum.defaults import FACE_REPLICATIONS, SEED
from sim.experiment.comparison import Summary
from sim.experiment.replicate import available_cores, execute
from sim.experiment.statistics import summarise_all
from sim.experiment.study import jobs_of

YEARS = 2.0
"""Years after the reform day: the baseline year is followed up for 12 months and more."""


def face_rows(
    county: str,
    *,
    replications: int = FACE_REPLICATIONS,
    seed: int = SEED,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[FaceRow]:
    """Return the face-validity table of `county` under `current`. Nothing is written.

    Raises ScenarioError for the county, BadInput if it has no targets.
    """
    from sim.measures import unit_of

    study = assemble(county, ["current"], replications=replications, seed=seed, years=YEARS, logs="none")
    targets = load_targets(study.county)
    outcomes = execute(jobs_of(study, None), jobs or available_cores(), progress)
    summaries = summarise_all([outcome.values for outcome in outcomes], unit_of)
    return face_table(targets, {t.measure: _value(summaries.get(t.measure)) for t in targets})


def _value(summary: Summary | None) -> Value | None:
    """Return (mean, low, high); with one replication there is no interval and both ends are the mean."""
    if summary is None or summary.mean is None:
        return None
    low = summary.mean if summary.low is None else summary.low
    return summary.mean, low, summary.mean if summary.high is None else summary.high
