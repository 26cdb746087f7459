"""The fitted draws of a county beside its targets, from the runs that were kept or from new ones."""

from __future__ import annotations

from collections.abc import Callable

from calibration.fit.runs import SurveyJob, run_all, until_the_reform
from calibration.fit.space import ANSWERING, UNKNOWN, Space
from calibration.parameters.parameter_set import POSTERIOR, ParameterSet
from calibration.targets.observe import Unsaid, column, observed
from calibration.verdicts.learned import Learned, RestsOn, learned, outcomes_of
from calibration.verdicts.match import MatchRow, match
from mellanrum.wiring.calibration import CalibrationGround, usable_set
from sim.experiment.replicate import available_cores
from sim.measures.spans import Array


def matched(
    county: str,
    *,
    runs: int | None = None,
    n_jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[list[MatchRow], ParameterSet]:
    """Return the match of a county with its set; `runs`: so many draws are simulated anew, with other chance.

    Raises BadInput for the targets, SetError for the set.
    """
    ground = CalibrationGround(county)
    targets = ground.targets
    found = usable_set(county)
    if runs is None:
        return match(targets, found, ground.parameters), found
    simulated = _simulated(ground, found, runs, n_jobs or available_cores(), progress)
    return match(targets, found, ground.parameters, simulated), found


def _simulated(
    ground: CalibrationGround, found: ParameterSet, runs: int, n_jobs: int, progress: Callable[[int, int], None] | None
) -> dict[str, Array]:
    chance = int(found.about["seed"]) + 2
    jobs = [
        SurveyJob(until_the_reform(ground.make(found.pick(k))), chance, k, ground.targets.months) for k in range(runs)
    ]
    surveys = run_all(jobs, n_jobs, progress)
    space = ground.space(int(found.about["seed"]))
    unsaid = [_unsaid(ground, space, found, k % found.draws) for k in range(runs)]
    values = [observed(one, how) for one, how in zip(surveys, unsaid, strict=True)]
    return {t.id: column(values, t.measure) for t in ground.targets.rows}


def _unsaid(ground: CalibrationGround, space: Space, found: ParameterSet, draw: int) -> Unsaid:
    """Return what a draw took the sources to have left unsaid."""
    targets, towns = ground.targets, ground.towns
    who = [towns.index(name) for name in str(found.of(POSTERIOR, ANSWERING)[draw]).split(", ")]
    levels = {name: float(found.of(POSTERIOR, UNKNOWN + name)[draw]) for name in targets.unknown}
    return space.unsaid_by(int(found.of(POSTERIOR, "run")[draw]), who, levels)


def taught(county: str) -> tuple[ParameterSet, list[Learned], list[RestsOn], list[str]]:
    """Return the set, what was learned, what outcomes rest on, and the paths that were not fitted."""
    found, ground = usable_set(county), CalibrationGround(county)
    parameters = ground.parameters
    taught = learned(found, parameters, ground.targets)
    unfitted = sorted(set(parameters) - set(found.fitted))
    return found, taught, outcomes_of(found, parameters, taught), unfitted
