"""A study's appendix: the same logs counted with other thresholds, so that no conclusion hangs on one.

One threshold is moved at a time, the others as usual. The logs are those of the archive; nothing is simulated twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sim.comparison.results import Summary, Values
from sim.experiment.logs import read_log
from sim.experiment.means import carry_out
from sim.experiment.replicate import execute_with
from sim.measures import THRESHOLDS, measure
from sim.studies.cases import Case, CaseRunner
from sim.studies.summaries import UnitOf, differences_of, levels_of
from sim.terms.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdRow:
    """A measure under one threshold of so many `days` (or visits, or nights).

    `usual`: whether it is the one that all else is counted with.
    """

    threshold: str
    days: float
    usual: bool
    design: str
    measure: str
    level: Summary
    difference: Summary | None


@dataclass(frozen=True, slots=True)
class LogToCount:
    """One log to be counted with one threshold. `scenario`, `seed` and `replication` name it in errors."""

    scenario: Scenario
    seed: int
    replication: int
    log: Path
    threshold: str
    days: float


def counted(task: LogToCount) -> Values:
    """Return the measures of a log with the threshold of the task."""
    thresholds = replace(THRESHOLDS, **{task.threshold: task.days})
    return measure(read_log(task.log), task.scenario.calendar, thresholds).values


def appendix(
    designs: Sequence[str],
    varied: Mapping[str, Sequence[float]],
    measures: Sequence[str],
    replications: int,
    folder: Path,
    runner: CaseRunner,
    unit_of: UnitOf,
) -> tuple[ThresholdRow, ...]:
    """Return every measure of every design, the baseline first, under every threshold; logs are put into `folder`."""
    jobs = [
        runner.job(Case(design), k, i, folder / "logs" / f"{i}-{k}.parquet")
        for i, design in enumerate(designs)
        for k in range(replications)
    ]
    carry_out(jobs, runner.means, runner.progress, whole=False)
    settings = [(name, float(days)) for name, some in varied.items() for days in some]
    tasks = [
        LogToCount(job.scenario, job.seed, job.replication, log=job.keep, threshold=name, days=days)
        for name, days in settings
        for job in jobs
        if job.keep is not None
    ]
    found = execute_with(counted, tasks, runner.means.n_jobs)
    rows = []
    for n, (name, days) in enumerate(settings):
        block = found[n * len(jobs) : (n + 1) * len(jobs)]
        own = [block[i * replications : (i + 1) * replications] for i in range(len(designs))]
        for i, design in enumerate(designs):
            levels = levels_of(own[i], measures, unit_of)
            differences = differences_of(own[i], own[0], measures, unit_of) if i else {}
            rows += [
                ThresholdRow(
                    threshold=name,
                    days=days,
                    usual=days == getattr(THRESHOLDS, name),
                    design=design,
                    measure=m,
                    level=levels[m],
                    difference=differences.get(m),
                )
                for m in measures
            ]
    return tuple(rows)
