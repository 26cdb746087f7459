"""Runs and comparisons: designs on the same chance, each against the first."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mellanrum.defaults import COMPARE_REPLICATIONS
from mellanrum.questions.request import CountyRequest
from mellanrum.wiring.assemble import Made, assemble
from mellanrum.wiring.precision import AUTO, precision_faults, wanted_of
from sim.comparison.results import Comparison
from sim.experiment.means import carry_out
from sim.experiment.memory import give_back
from sim.experiment.records import about_study, write_measures, write_months
from sim.experiment.replicate import Outcome, Progress
from sim.experiment.run import RunInHand
from sim.experiment.scenario_json import scenario_hash
from sim.experiment.study import Study, compare, in_a_path, jobs_of, labels
from sim.studies.enough import PrecisionWanted, until_enough


class ComparisonShown:
    """What shows a comparison."""

    @staticmethod
    def parts(found: Comparison, folder: Any = None, full: bool = False, /) -> Iterable[Any]:
        """Return what is shown of a comparison."""
        from outputs.comparison import page as tables

        return tables.parts(found, folder, full)

    @staticmethod
    def rows(found: Comparison, /) -> dict[str, Sequence[dict[str, Any]]]:
        """Return the tables of a comparison."""
        from outputs.comparison import rows as frames

        return frames.rows(found)


@dataclass(frozen=True)
class CompareRequest(CountyRequest[Comparison]):
    """Run several designs on the same chance and show them beside each other; the first is the baseline.

    `replications`: a number, or "auto": as many as `precision` (see `mellanrum.wiring.precision`) asks for. `logs`:
    keep the event logs of `none`, the `first` or `all` replications.
    """

    KIND = "compare"
    RESULT = Comparison
    SHOWN = ComparisonShown()

    designs: Sequence[str | Path]
    replications: int | str = field(default=COMPARE_REPLICATIONS, kw_only=True)
    precision: Mapping[str, float] | None = field(default=None, kw_only=True)
    logs: str = field(default="first", kw_only=True)

    @property
    def label(self) -> str:
        """The county and the designs."""
        return f"{self.county}: {', '.join(map(str, self.designs))}"

    @property
    def size_is_known(self) -> bool:
        """Whether the number of replications is fixed."""
        return self.replications != AUTO

    def about(self) -> Sequence[str | Path]:
        """Return the designs."""
        return self.designs

    def most_replications(self) -> Any:
        """Return the replications, one where it is not known how many are enough."""
        return self.replications if self.size_is_known else 1

    def kept_logs(self) -> str:
        """Return of which replications the event logs are kept."""
        return self.logs

    def faults(self) -> Iterable[str]:
        """Return what is wrong with the options that all have, and with the precision where it is asked for."""
        yield from super().faults()
        if not self.size_is_known:
            yield from precision_faults(self.precision or {})

    def work(self) -> CompareWork:
        """Return what carries it out, with every scenario made."""
        if self.size_is_known:
            return CompareWork(self.study(int(self.replications)))
        return GrowingWork(self.study(1), self, wanted_of(self.precision or {}))

    def study(self, replications: int, made: Made | None = None) -> Study:
        """Return the study of so many replications. `made`: scenarios that were made before."""
        return assemble(
            self.county,
            self.designs,
            replications=replications,
            seed=self.seed,
            years=self.years,
            parameters=self.parameters,
            logs=self.logs,
            made=made,
        )


@dataclass(frozen=True, slots=True)
class CompareWork:
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

    def carry_out(self, run: RunInHand, progress: Progress | None) -> Comparison:
        """Return the comparison."""
        outcomes = carry_out(jobs_of(self.study, run.folder), run.means, progress)
        return compare(self.study, outcomes, run.run_id, version("mellanrum"))

    def leave(self, folder: Path, result: Comparison) -> Mapping[str, Any]:
        """Write measures, months, tables and figures."""
        leave_comparison(self.study, folder, result)
        return about_study(self.study, result)


@dataclass(frozen=True)
class GrowingWork(CompareWork):
    """A comparison that adds replications until they are enough. `study`: its first replication."""

    request: CompareRequest
    wanted: PrecisionWanted
    made: Made = field(default_factory=dict)

    @property
    def decides(self) -> str:
        """A SHA-256 of everything that decides the result: the first replication and the rule."""
        return hashlib.sha256(repr((digest_of(self.study), self.wanted)).encode()).hexdigest()

    def carry_out(self, run: RunInHand, progress: Progress | None) -> Comparison:
        """Return the comparison over as many replications as were enough."""
        from sim.measures import unit_of

        def outcomes_of(n: int) -> list[Outcome]:
            return carry_out(jobs_of(self.grown(n), run.folder), run.means, progress)

        names = labels(self.study)
        at_a_time = -(-run.means.n_jobs // len(names))
        outcomes, enough = until_enough(outcomes_of, names, self.wanted, unit_of, at_a_time)
        found = compare(self.grown(enough.replications), outcomes, run.run_id, version("mellanrum"))
        return replace(found, enough=enough)

    def grown(self, replications: int) -> Study:
        """Return the study with so many replications."""
        return self.request.study(replications, self.made)

    def leave(self, folder: Path, result: Comparison) -> Mapping[str, Any]:
        """Write measures, months, tables and figures."""
        return CompareWork(self.grown(result.replications)).leave(folder, result)


def digest_of(study: Study) -> str:
    """Return a SHA-256 of seed, replications, kind of numbers, version and every scenario."""
    decides: list[Any] = [study.seed, study.replications, study.parameters, version("mellanrum")]
    decides += [scenario_hash(s) for design in study.designs for s in design.scenarios]
    return hashlib.sha256(json.dumps(decides).encode()).hexdigest()


def leave_comparison(study: Study, folder: Path, comparison: Comparison) -> None:
    """Write a comparison's measures, months, tables, figures and its full page as text into `folder`."""
    from mellanrum.questions.rendering import text_of
    from outputs.comparison import figures
    from outputs.comparison import page as tables
    from outputs.comparison.ablation import is_ablation
    from outputs.files import csv

    write_measures(folder / "measures.parquet", comparison)
    write_months(folder / "months.parquet", comparison)
    give_back()
    calendar = study.designs[0].scenarios[0].calendar
    first_days = [change.day for design in study.designs for change in design.scenarios[0].changes]
    announced = [day for day in first_days if day < calendar.reform_day]
    csv.write(CompareRequest.SHOWN.rows(comparison), folder / "tables")
    dates = {
        "reform": calendar.date_of(calendar.reform_day),
        "announced": calendar.date_of(min(announced)) if announced else None,
    }
    (folder / tables.PAGE).write_text(text_of(CompareRequest.SHOWN, comparison, full=True), encoding="utf-8")
    figures.headline(comparison, folder / "headline.png")
    if not is_ablation(comparison):  # thirty maps beside each other are read by nobody
        figures.gap_map(comparison, folder / "gap_map.png")
    if comparison.differences and not is_ablation(comparison):
        figures.gains(comparison, folder / "gains.png")
    figures.course(comparison, folder / "course.png", **dates)
