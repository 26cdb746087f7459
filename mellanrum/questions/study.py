"""`study run`: a study file carried out, county by county."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar, Self

from calibration.parameters.store import load_parameters
from mellanrum.defaults import MEASURE, SEED
from mellanrum.questions.common import leave
from mellanrum.questions.rank import rank_designs
from mellanrum.questions.request import UNKEPT, QuestionRequest, Shown
from mellanrum.questions.worth import worth_of_counting
from mellanrum.wiring.measure_names import ranks_designs
from mellanrum.wiring.options import OptionError
from mellanrum.wiring.sensitivity_size import minutes_in_words
from mellanrum.wiring.study_ground import StudyGround, json_of
from mellanrum.wiring.study_names import known_names
from mellanrum.wiring.study_size import (
    APPENDIX_REPLICATIONS,
    AUTO_BATCH,
    OWN_REPLICATIONS,
    ground_in,
    study_size,
)
from outputs.study import page as shown
from outputs.text.measures import HEADLINE
from scenarios.edits.edits import Times
from scenarios.files.read import FileKind
from scenarios.files.titles import title_of
from scenarios.study.study_plan import StudyPlan, Variation, read_study
from sim.analysis.replications import Precision
from sim.analysis.replications import progress as precision_of
from sim.comparison.results import Summary, Values
from sim.experiment.replicate import Progress
from sim.experiment.run import RunInHand
from sim.measures.catalogue import unit_of
from sim.studies.appendix import ThresholdRow, appendix
from sim.studies.cases import Case, CaseRunner, column, differences, every, in_rows
from sim.studies.sampled import (
    Axis,
    BreakEvenTold,
    PointFound,
    SurfaceFound,
    break_even_told,
    sample,
    surface_found,
    surfaces,
)
from sim.studies.study import CountyFound, DesignFound, InBoth, StudyFound, VariationTold
from sim.studies.summaries import differences_of, levels_of
from sim.studies.sweep import SweepPoint, combinations, plain, swept
from sim.terms.errors import unusable
from sim.terms.language import SWEDISH, _, language, ngettext

COUNTED_ANEW = ("untreated_share", "fall_rate")
"""How the measures begin that the appendix counts with other thresholds: untreated needs, and who falls."""


@dataclass(frozen=True)
class StudyRequest(QuestionRequest[StudyFound]):
    """Carry out a study: one that ships, or your own file.

    `counties`: instead of its own. `budget_minutes`: instead of its own. `parameters`: other than it says, in all its
    counties (None: as `ground_in` says). `points`: of its sample, where a budget leaves fewer than the file asks for;
    `most`: replications at the most, where the file asks for precision: as the clock has decided it once.
    """

    KIND = "study"
    RESULT = StudyFound
    SHOWN: ClassVar[Shown] = shown

    name: str | Path
    counties: Sequence[str] | None = field(default=None, kw_only=True)
    budget_minutes: float | None = field(default=None, kw_only=True, metadata=UNKEPT, compare=False)
    points: int | None = field(default=None, kw_only=True)
    most: int | None = field(default=None, kw_only=True)
    seed: int = field(default=SEED, kw_only=True)
    parameters: str | None = field(default=None, kw_only=True)

    @property
    def label(self) -> str:
        """The study's name."""
        return str(self.name)

    def sized(self, n_jobs: int) -> tuple[Self, str]:
        """Return it with the size that a budget of minutes pays for here. Runs one replication."""
        if self.points is not None or self.most is not None:
            return self, ""
        size = study_size(
            name=str(self.name),
            counties=self.counties,
            budget=self.budget_minutes,
            seed=self.seed,
            n_jobs=n_jobs,
            parameters=self.parameters,
        )
        runs, minutes = ngettext("{n} replication", "{n} replications", size.runs), minutes_in_words(size.minutes)
        if size.most:
            told = _(
                "{study}: {replications}, at most {most} of each design; about {minutes} here.",
                study=self.name,
                replications=runs,
                most=language().number(size.most),
                minutes=minutes,
            )
        else:
            told = _(
                "{study}: {replications}; about {minutes} here.", study=self.name, replications=runs, minutes=minutes
            )
        return replace(self, points=size.points, most=size.most), told

    def work(self) -> StudyWork:
        """Return what carries it out. Raises OptionError, ScenarioError, BadInput, SetError with all that is wrong."""
        given, asked = self.counties, self.parameters
        plan = read_study(str(self.name), parameters=load_parameters(), known=known_names(), where=given)
        if (plan.counts or not plan.variations) and (why := ranks_designs(measures_first(plan))):
            valid = _("such as {measure}, since the first measure ranks designs", measure=MEASURE)
            raise OptionError([unusable(f"{plan.name}: measures", f"{measures_first(plan)}, {why}", valid)])
        grounds = tuple(ground_in(plan, c, int(self.seed), asked) for c in given or plan.counties)
        return StudyWork(
            plan=plan if asked is None else replace(plan, parameters=asked),
            grounds=grounds,
            points=int(self.points or plan.points),
            most=int(self.most or 0),
        )


@dataclass(frozen=True, kw_only=True)
class StudyWork:
    """A study in its counties."""

    plan: StudyPlan
    grounds: tuple[StudyGround, ...]
    points: int
    most: int

    @property
    def name(self) -> str:
        """The study's name."""
        return self.plan.name

    @property
    def decides(self) -> str:
        """A SHA-256 of everything that decides the result: the file, and each county under each design."""
        asked = [repr(replace(self.plan, findings=None)), self.points, self.most]  # what was found decides nothing
        cases = [[g.digest([Case(g.name_of(d)) for d in self.plan.designs])] for g in self.grounds]
        return json_of([asked, cases])

    def carry_out(self, run: RunInHand, progress: Progress | None) -> StudyFound:
        """Return what was found."""
        plan = self.plan
        counties = tuple(_county(self, g, run.folder, g.runner(run.means, progress)) for g in self.grounds)
        return StudyFound(
            name=plan.name,
            title=_both(plan.title),
            question=_both(plan.question),
            hypothesis=_both(plan.hypothesis),
            baseline=self.grounds[0].name_of(plan.baseline),
            measures=_measures(plan),
            variations=tuple(_told(v, self.grounds[0]) for v in plan.variations),
            counties=counties,
            runs=len(run.means.used),
            seed=self.grounds[0].seed,
            years=plan.years,
        )

    def leave(self, folder: Path, result: StudyFound) -> Mapping[str, Any]:
        """Write tables, pictures and findings."""
        from outputs.study.page import findings_toml

        leave(shown, "study", folder, result)
        (folder / "findings.toml").write_text(findings_toml(result), encoding="utf-8")
        return {
            "study": self.plan.name,
            "counties": [g.county_name for g in self.grounds],
            "designs": list(self.grounds[0].designs),
            "seed": result.seed,
            "years": result.years,
            "parameters": ", ".join(dict.fromkeys(g.source.mode for g in self.grounds)),
            "points": self.points,
            "notes": [note for g in self.grounds for note in g.notes],
        }


def _county(work: StudyWork, ground: StudyGround, folder: Path, runner: CaseRunner) -> CountyFound:
    plan, measures, names = work.plan, _measures(work.plan), tuple(ground.designs)
    varied, first = bool(plan.variations), measures_first(plan)
    rows = _own(work, names, OWN_REPLICATIONS if varied else plan.replications, runner)
    designs = tuple(_design(ground, name, i, rows, measures) for i, name in enumerate(names))
    grid: dict[str, tuple[SweepPoint, ...]] = {}
    if varied and plan.sample == "grid":
        grid = _grid(plan, ground, measures, len(rows), runner)
    points: tuple[PointFound, ...] = ()
    told: list[SurfaceFound] = []
    crossings: list[BreakEvenTold] = []
    if varied and plan.sample == "latin_hypercube":
        axes = _axes(plan, ground)
        shares, points = sample(
            axes=axes,
            designs=names,
            measures=measures,
            points=work.points,
            replications=OWN_REPLICATIONS,
            runner=runner,
        )
        for design in names[1:]:
            found = surfaces(
                axes=axes, shares=shares, points=points, design=design, baseline=names[0], measures=measures
            )
            two = _two(plan)
            told += [
                surface_found(surface=s, axes=own, design=design, measure=m, points=len(points), two=two)
                for m, (s, own) in found.items()
            ]
            crossings += [
                break_even_told(
                    surface=found[b.measure][0],
                    axes=found[b.measure][1],
                    design=design,
                    key=b.key,
                    measure=b.measure,
                    beside=b.beside,
                )
                for b in plan.break_even
                if b.measure in found and b.key in {a.key for a in found[b.measure][1]}
            ]
    ranks = worth = None
    if not varied and len(names) > 1:
        delta = plan.precision[first].difference if first in plan.precision else None
        ranks = rank_designs(
            ground,
            runner,
            measure=first,
            measures=measures,
            delta=delta or 0.005,
            alpha=0.05,
            budget=len(rows),
            replications=len(rows),
        )
    if plan.counts:
        worth = worth_of_counting(ground, runner, first, len(rows), plan.counts)
    usual: tuple[ThresholdRow, ...] = ()
    if plan.thresholds:
        counted = [m for m in measures if m.startswith(COUNTED_ANEW)]
        usual = appendix(
            designs=names,
            varied=plan.thresholds,
            measures=counted,
            replications=APPENDIX_REPLICATIONS,
            folder=folder,
            runner=runner,
            unit_of=unit_of,
        )
    precise = {
        m: all(_within(d.differences.get(m), p.difference) for d in designs[1:])
        for m, p in plan.precision.items()
        if p.difference is not None
    }
    return CountyFound(
        county=ground.county_name,
        title=_title(ground.county, "county"),
        designs=designs,
        grid=grid,
        points=points,
        surfaces=tuple(told),
        break_evens=tuple(crossings),
        ranks=ranks,
        worth=worth,
        appendix=usual,
        precise=precise,
        parameters=ground.source.mode,
        notes=ground.notes,
    )


def _own(work: StudyWork, names: Sequence[str], replications: int | None, runner: CaseRunner) -> list[list[Values]]:
    """Return the measures of every design (columns) with its own numbers, replication by replication (rows)."""
    n = AUTO_BATCH if replications is None else replications
    while True:
        found = in_rows(runner.values(every(names, range(n))), len(names))
        if replications is not None or n >= work.most or _precise(work.plan, found):
            return found
        n = min(work.most, n + AUTO_BATCH)


def _precise(plan: StudyPlan, rows: list[list[Values]]) -> bool:
    """Return whether every level and difference is as precise as the study asks for, and has been for a while."""
    for measure, asked in plan.precision.items():
        base = column([row[0] for row in rows], measure)
        for i in range(len(rows[0])):
            own = column([row[i] for row in rows], measure)
            if asked.level is not None and precision_of(own, Precision(share=asked.level)).more:
                return False
            paired = differences(own, base)
            if i and asked.difference is not None and precision_of(paired, Precision(absolute=asked.difference)).more:
                return False
    return True


def _design(ground: StudyGround, name: str, i: int, rows: list[list[Values]], measures: tuple[str, ...]) -> DesignFound:
    own, base = [row[i] for row in rows], [row[0] for row in rows]
    return DesignFound(
        name=name,
        title=_title(ground.designs[name], "design"),
        levels=levels_of(own, measures, unit_of),
        differences=differences_of(own, base, measures, unit_of) if i else {},
        replications=len(rows),
    )


def _grid(
    plan: StudyPlan, ground: StudyGround, measures: tuple[str, ...], own: int, runner: CaseRunner
) -> dict[str, tuple[SweepPoint, ...]]:
    """Return design → every combination of what is varied in it; the baseline takes what is varied in it as well."""
    found = {}
    base, replications = ground.name_of(plan.baseline), plan.replications or own
    for given in plan.designs[1:]:
        name = ground.name_of(given)
        settings = combinations({v.key: list(v.values) for v in plan.variations if given in v.designs})
        shared = [v.key for v in plan.variations if plan.baseline in v.designs]
        found[name] = swept(
            settings=settings,
            design=name,
            baseline=base,
            shared=shared,
            measures=measures,
            replications=replications,
            runner=runner,
            unit_of=unit_of,
        )
    return found


def _axes(plan: StudyPlan, ground: StudyGround) -> list[Axis]:
    return [_axis(v, ground) for v in plan.variations]


def _axis(variation: Variation, ground: StudyGround) -> Axis:
    """Return a variation as an axis; what the design has now is where the others are held."""
    assert variation.low is not None
    assert variation.high is not None
    low, high = variation.low, variation.high
    names = tuple(ground.name_of(d) for d in variation.designs)
    standing = 1.0 if variation.is_factor else _standing(variation.key, names, ground)
    usual = 0.5 if standing is None else min(1.0, max(0.0, (standing - low) / (high - low)))
    edit = Times if variation.is_factor else float
    return Axis(
        key=variation.key,
        label=variation.label.en,
        low=low,
        high=high,
        is_factor=variation.is_factor,
        designs=names,
        usual=usual,
        edit=edit,
    )


def _standing(key: str, designs: tuple[str, ...], ground: StudyGround) -> float | None:
    for name in reversed(designs):
        found = ground.keys(name).get(key)
        if found is not None and found.quantity is not None and isinstance(found.quantity.value, float):
            return found.quantity.value
    return None


def _two(plan: StudyPlan) -> tuple[str, ...]:
    """Return the keys that the picture of a surface shows: those whose break-even is asked for first."""
    keys = dict.fromkeys([b.key for b in plan.break_even] + [v.key for v in plan.variations])
    return tuple(keys)[:2]


def _measures(plan: StudyPlan) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*plan.measures, *HEADLINE]))


def measures_first(plan: StudyPlan) -> str:
    """Return the measure that a study is about first of all."""
    return plan.measures[0]


def _within(summary: Summary | None, allowed: float) -> bool:
    if summary is None or summary.low is None or summary.high is None:
        return False
    return (summary.high - summary.low) / 2.0 <= allowed


def _title(name_or_path: str, kind: FileKind) -> InBoth:
    return InBoth(title_of(name_or_path, kind, SWEDISH.code), title_of(name_or_path, kind))


def _both(text: Any) -> InBoth:
    return InBoth(text.sv, text.en)


def _told(variation: Variation, ground: StudyGround) -> VariationTold:
    return VariationTold(
        key=variation.key,
        label=_both(variation.label),
        low=variation.low,
        high=variation.high,
        values=tuple(str(plain(v)) for v in variation.values),
        unit=variation.unit,
        is_factor=variation.is_factor,
        designs=tuple(ground.name_of(d) for d in variation.designs),
        why=variation.why,
    )
