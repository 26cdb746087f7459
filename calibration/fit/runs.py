"""The simulation runs of a calibration: each one kept in a file of its own as soon as it is done, none done twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from sim.experiment.folder import write_whole
from sim.experiment.replicate import Progress, execute_with
from sim.experiment.scenario_json import scenario_hash
from sim.measures.survey import Survey, survey
from sim.terms.calendar import Calendar
from sim.terms.log import EventLog
from sim.terms.quantity import Pick
from sim.terms.scenario import Scenario

MakeScenario = Callable[[Pick], Scenario]
"""From a way of picking numbers to the county under `current`, with the years after the reform day."""
OUTCOME = "outcome."
OUTCOMES = ("fall_rate", "gap_days_per_client_year", "latent_days_per_client_year", "detected_share", "parallel_share")
"""What is looked at of runs that go on after the reform day, with this word before it."""


@dataclass(frozen=True, slots=True)
class SurveyJob:
    """One run of the surveyed months. `file`: where its counts are kept, if anywhere. `index` keys its chance."""

    scenario: Scenario
    seed: int
    index: int
    months: int
    file: Path | None = None

    @property
    def replication(self) -> int:
        """The replication that errors name."""
        return self.index


def until_the_reform(scenario: Scenario) -> Scenario:
    """Return the scenario without the years after the reform day: no survey looks so far."""
    return replace(scenario, calendar=replace(scenario.calendar, after_days=0))


def count(job: SurveyJob) -> Survey:
    """Return what is counted in a run: what was kept of it, or of a new run, which is kept."""
    from sim.model import simulate

    known = scenario_hash(job.scenario) if job.file is not None else ""
    found = None if job.file is None else _kept(job.file, known)
    if found is None:
        found = _counted(simulate(job.scenario, job.seed, job.index), job.scenario.calendar, job.months)
        if job.file is not None:
            table = {
                "scenario": known,
                "counts": {name: column.tolist() for name, column in found.counts.items()},
                "values": found.values,  # None too: a median that was not reached is told from one not measured
            }
            job.file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(job.file, json.dumps(table))
    return found


def _counted(log: EventLog, calendar: Calendar, months: int) -> Survey:
    """Return what is counted until the reform day and, where the run goes on, what became of its clients after it."""
    if not calendar.after_days:
        return survey(log, calendar, months)
    from sim.measures import measure

    day = float(calendar.reform_day)
    found = survey(replace(log, columns=log.until(day), days=day), replace(calendar, after_days=0), months)
    values = measure(log, calendar).values
    return Survey(found.counts, found.values | {OUTCOME + name: values.get(name) for name in OUTCOMES})


def _kept(file: Path, known: str) -> Survey | None:
    """Return what a file holds, None if there is none, or it is damaged or of another scenario."""
    try:
        table = json.loads(file.read_text(encoding="utf-8"))
        if table["scenario"] != known:
            return None
        return Survey({k: np.array(v) for k, v in table["counts"].items()}, dict(table["values"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def run_all(jobs: Sequence[SurveyJob], n_jobs: int, progress: Progress | None = None) -> list[Survey]:
    """Return the survey of every job, in order, on `n_jobs` processes; what was done before is read."""
    return execute_with(count, jobs, n_jobs, progress)
