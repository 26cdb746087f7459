"""Face validity: the model at central values, before any fit, set beside the targets of its county."""

from __future__ import annotations

from collections.abc import Callable

from calibration.fit.runs import SurveyJob, run_all, until_the_reform
from calibration.targets.observe import observed, value_of
from calibration.verdicts.face import FaceRow, Value, face_table
from mellanrum.defaults import FACE_REPLICATIONS, SEED
from mellanrum.wiring.assemble import check_options
from mellanrum.wiring.calibration import CalibrationGround
from sim.comparison.results import Summary
from sim.comparison.statistics import summarise
from sim.experiment.replicate import available_cores
from sim.terms.quantity import point


def face_rows(
    county: str,
    *,
    replications: int = FACE_REPLICATIONS,
    seed: int = SEED,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[FaceRow]:
    """Return the face-validity table of `county` under `current`. Nothing is written.

    What the sources leave unsaid is at its central value, and the municipalities that answered hold a middling share
    of the adults. Raises ScenarioError for the county, BadInput if it has no targets.
    """
    check_options(designs=["current"], replications=replications, seed=seed, years=1.0, parameters="point", logs="none")
    ground = CalibrationGround(county)
    scenario = until_the_reform(ground.make(point))
    targets, space = ground.targets, ground.space(seed)
    made = [SurveyJob(scenario, seed, k, targets.months) for k in range(replications)]
    found = run_all(made, jobs or available_cores(), progress)
    values = [observed(one, space.central()) for one in found]
    told = {t.measure: summarise([value_of(v, t.measure) for v in values], t.unit) for t in targets.rows}
    return face_table(targets.rows, {measure: _value(summary) for measure, summary in told.items()})


def _value(summary: Summary | None) -> Value | None:
    """Return (mean, low, high); with one replication there is no interval and both ends are the mean."""
    if summary is None or summary.mean is None:
        return None
    low = summary.mean if summary.low is None else summary.low
    return summary.mean, low, summary.mean if summary.high is None else summary.high
