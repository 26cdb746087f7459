"""Runs and comparisons: designs on the same chance, each against the first."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mellanrum import assemble
from mellanrum.precision import AUTO, wanted_of
from sim.experiment.comparison import Comparison
from sim.experiment.means import Means, carry_out
from sim.experiment.records import about_study, write_measures, write_months
from sim.experiment.replicate import Outcome, Progress
from sim.experiment.resolved import scenario_hash
from sim.experiment.study import Study, compare, in_a_path, jobs_of, labels
from sim.studies.enough import Wanted, until_enough

RESULT = Comparison


def prepare(arguments: Mapping[str, Any]) -> StudyWork:
    """Return the comparison that the arguments ask for. Raises OptionError, ScenarioError, ParameterError, SetError."""
    given = dict(arguments)
    asked = given.pop("precision", None)
    if given["replications"] != AUTO:
        return StudyWork(assemble.assemble(**given))
    wanted = wanted_of(asked or {})
    return GrowingWork(assemble.assemble(**{**given, "replications": 1}), given, wanted)


def parts(result: Comparison, folder: Path | None = None, full: bool = False) -> Iterable[Any]:
    """Return what is shown of a comparison."""
    from outputs import tables

    return tables.parts(result, folder, full)


def rows(result: Comparison) -> dict[str, Sequence[dict[str, Any]]]:
    """Return the tables of a comparison."""
    from outputs import frames

    return frames.rows(result)


@dataclass(frozen=True, slots=True)
class StudyWork:
    """Designs × replications of one county."""

    study: Study

    @property
    def name(self) -> str:
        """The county."""
        return in_a_path(self.study.county)

    @property
    def decides(self) -> str:
        """A SHA-256 of everything that decides the result."""
        return digest_of(self.study)

    def carry_out(self, folder: Path, run_id: str, means: Means, progress: Progress | None) -> Comparison:
        """Return the comparison."""
        outcomes = carry_out(jobs_of(self.study, folder), means, progress)
        return compare(self.study, outcomes, run_id, version("mellanrum"))

    def leave(self, folder: Path, result: Comparison) -> Mapping[str, Any]:
        """Write measures, months, tables and figures."""
        leave_comparison(self.study, folder, result)
        return about_study(self.study, result)


@dataclass(frozen=True)
class GrowingWork(StudyWork):
    """A comparison that adds replications until they are enough. `study`: its first replication."""

    given: Mapping[str, Any]
    wanted: Wanted
    made: assemble.Made = field(default_factory=dict)

    @property
    def decides(self) -> str:
        """A SHA-256 of everything that decides the result: the first replication and the rule."""
        return hashlib.sha256(repr((digest_of(self.study), self.wanted)).encode()).hexdigest()

    def carry_out(self, folder: Path, run_id: str, means: Means, progress: Progress | None) -> Comparison:
        """Return the comparison over as many replications as were enough."""
        from sim.measures import unit_of

        def run(n: int) -> list[Outcome]:
            return carry_out(jobs_of(self.grown(n), folder), means, progress)

        names = labels(self.study)
        at_a_time = -(-means.n_jobs // len(names))
        outcomes, enough = until_enough(run, names, self.wanted, unit_of, at_a_time)
        found = compare(self.grown(enough.replications), outcomes, run_id, version("mellanrum"))
        return replace(found, enough=enough)

    def grown(self, replications: int) -> Study:
        """Return the study with so many replications."""
        return assemble.assemble(**{**self.given, "replications": replications}, made=self.made)

    def leave(self, folder: Path, result: Comparison) -> Mapping[str, Any]:
        """Write measures, months, tables and figures."""
        return StudyWork(self.grown(result.replications)).leave(folder, result)


def digest_of(study: Study) -> str:
    """Return a SHA-256 of seed, replications, kind of numbers, version and every scenario."""
    decides: list[Any] = [study.seed, study.replications, study.parameters, version("mellanrum")]
    decides += [scenario_hash(s) for design in study.designs for s in design.scenarios]
    return hashlib.sha256(json.dumps(decides).encode()).hexdigest()


def leave_comparison(study: Study, folder: Path, comparison: Comparison) -> None:
    """Write a comparison's measures, months, tables, figures and its full page as text into `folder`."""
    from mellanrum.showing import text_of
    from outputs import csv, figures, tables
    from outputs.ablation import is_ablation

    write_measures(folder / "measures.parquet", comparison)
    write_months(folder / "months.parquet", comparison)
    calendar = study.designs[0].scenarios[0].calendar
    first_days = [change.day for design in study.designs for change in design.scenarios[0].changes]
    announced = [day for day in first_days if day < calendar.reform_day]
    csv.write(rows(comparison), folder / "tables")
    dates = {
        "reform": calendar.date_of(calendar.reform_day),
        "announced": calendar.date_of(min(announced)) if announced else None,
    }
    (folder / tables.PAGE).write_text(text_of("compare", comparison, full=True), encoding="utf-8")
    figures.headline(comparison, folder / "headline.png")
    if not is_ablation(comparison):  # thirty maps beside each other are read by nobody
        figures.gap_map(comparison, folder / "gap_map.png")
    if comparison.differences and not is_ablation(comparison):
        figures.gains(comparison, folder / "gains.png")
    figures.course(comparison, folder / "course.png", **dates)
