"""What a study costs here, and how much of it a budget of minutes pays for: decided once, before it is begun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from calibration.parameters.store import load_parameters
from mellanrum.wiring.options import OptionError
from mellanrum.wiring.sensitivity_size import seconds_of
from mellanrum.wiring.study_ground import StudyGround, ground_of
from mellanrum.wiring.study_names import known_names
from scenarios.study.study_plan import StudyPlan, read_study
from sim.studies.sweep import combinations
from sim.terms.errors import unusable
from sim.terms.language import N_, _

OWN_REPLICATIONS = 40
"""Replications of each design with its own numbers where something is varied; a sample's points take them in turn."""
APPENDIX_REPLICATIONS = 6
"""Logs of each design that the appendix counts anew: enough to see whether a conclusion turns, in minutes; with fewer
than five nothing would be said of differences."""
AUTO_BATCH = 5
"""Replications that are added at a time where a study asks for precision."""
SPARE = 1.15
"""What reading, counting and drawing add to the replications. An assumption, from a run of `personnel_transfer`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudySize:
    """`points`: of a sample, 0 if there is none. `most`: replications at most, 0 unless the study asks for precision.

    `runs`: replications in all counties; `minutes`: that they will take, about; `seconds`: of one.
    """

    points: int
    most: int
    runs: int
    minutes: float
    seconds: float


def study_size(
    name: str,
    counties: Sequence[str] | None,
    budget: float | None,
    seed: int,
    n_jobs: int,
    parameters: str | None = None,
) -> StudySize:
    """Return the size of a study; a `budget` in minutes (None: the file's own) pays for so many points at most.

    Runs one replication. Raises as reading the study does, and OptionError where the budget pays for too little.
    """
    plan = read_study(name, parameters=load_parameters(), known=known_names(), where=counties or None)
    places = tuple(counties or plan.counties)
    ground = ground_in(plan, places[0], seed, parameters)
    seconds = seconds_of(ground, ground.name_of(plan.baseline))
    minutes = budget if budget is not None else plan.budget_minutes
    allowed = None if minutes is None else int(minutes * 60.0 * n_jobs / seconds / SPARE / len(places))
    fixed = len(plan.designs) * (OWN_REPLICATIONS if plan.variations else (plan.replications or 0))
    if plan.thresholds:
        fixed += len(plan.designs) * APPENDIX_REPLICATIONS if not plan.variations and not plan.replications else 0
    points = most = runs = 0
    if plan.sample == "latin_hypercube":
        each = _new_runs_of_a_point(plan)
        points = plan.points if allowed is None else min(plan.points, (allowed - fixed) // each)
        _enough(points, 4 * (len(plan.variations) + 1), N_("points"), minutes)
        runs = fixed + points * each
    elif plan.sample == "grid":
        runs = fixed + _grid_runs(plan)
    elif plan.replications is None:
        most = 10_000 if allowed is None else allowed // len(plan.designs)
        _enough(most, 2 * AUTO_BATCH, N_("replications"), minutes)
        runs = most * len(plan.designs)
    else:
        runs = fixed
    runs *= len(places)
    return StudySize(
        points=points, most=most, runs=runs, minutes=runs * seconds * SPARE / 60.0 / n_jobs, seconds=seconds
    )


def _new_runs_of_a_point(plan: StudyPlan) -> int:
    """Return the designs that are run anew at each point; one in which nothing is varied is run once a replication."""
    return sum(any(d in v.designs for v in plan.variations) for d in plan.designs)


def _grid_runs(plan: StudyPlan) -> int:
    replications = plan.replications or OWN_REPLICATIONS
    own = [combinations({v.key: list(v.values) for v in plan.variations if d in v.designs}) for d in plan.designs]
    return replications * sum(len(some) for some in own)


def _enough(found: int, least: int, what: str, minutes: Any) -> None:
    if found < least:
        raise OptionError(
            [
                _(
                    "--budget: found {minutes} minutes, which pay for {n} {what} here; valid: at least {least}",
                    minutes=f"{minutes:g}",
                    n=max(found, 0),
                    what=_(what),
                    least=least,
                )
            ]
        )


def ground_in(plan: StudyPlan, county: str, seed: int, asked: str | None) -> StudyGround:
    """Return the ground of a study in a county, with the numbers that are `asked` for, else those of the study.

    A study that says `posterior` was written for counties that have fitted draws. In another it takes what a run there
    would take: draws if they can be used, else central values, or the ranges where it asks what counts are worth, which
    is nothing if all is known. The first note says so. Raises OptionError where central values are asked for there.
    """

    def with_numbers(mode: str | None) -> StudyGround:
        return ground_of(county, plan.designs, replications=1, seed=seed, years=plan.years, parameters=mode)

    own = plan.parameters != "posterior" or county in plan.counties
    ground = with_numbers(asked or (plan.parameters if own else None))
    if not plan.counts or ground.source.varies:
        return ground
    if asked is not None:
        valid = _("posterior or prior, since the study asks what counts are worth")
        raise OptionError([unusable("--parameters", asked, valid)])
    return with_numbers("prior")
