"""A study that can be carried out: what a study file says, read and checked whole before anything is run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from scenarios.edits.edits import Edit, Times
from scenarios.files.chain import Merged, names_unfit
from scenarios.files.finding import find
from scenarios.files.formats import KEY, format_faults
from scenarios.files.in_both import InBoth
from scenarios.files.names import canonical
from scenarios.files.problems import ScenarioError
from scenarios.files.read import name_of_file, read_table
from scenarios.files.study_file import AUTO, StudyFile, VariationTable
from scenarios.files.validate import validated
from scenarios.study.study_check import KnownNames, found_files, study_references
from scenarios.study.study_variations import tried, variations_apart

if TYPE_CHECKING:
    from scenarios.files.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Variation:
    """What a key is set to in `designs`: `low` to `high`, or one of `values`; as factors if `is_factor`.

    `why`: where the numbers come from.
    """

    key: str
    label: InBoth
    low: float | None
    high: float | None
    values: tuple[Edit, ...]
    unit: str | None
    is_factor: bool
    designs: tuple[str, ...]
    why: str

    def at(self, share: float) -> Edit:
        """Return the edit at `share` (0 to 1) of the way from low to high. Raises ValueError if there are values."""
        if self.low is None or self.high is None:
            raise ValueError(f"{self.key}: values, no range")  # not said: of a program
        number = (1.0 - share) * self.low + share * self.high
        return Times(number) if self.is_factor else number


@dataclass(frozen=True, slots=True)
class PrecisionAsked:
    """Half-widths that are enough: of a paired difference (in the measure's unit), of a level relative to itself."""

    difference: float | None
    level: float | None
    why: str


@dataclass(frozen=True, slots=True)
class BreakEvenAsked:
    """A key whose value is sought at which a design equals the baseline on `measure`; at both ends of each `beside`."""

    key: str
    measure: str
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found, when, and by which version of the model."""

    date: date
    version: str
    sentences: tuple[InBoth, ...]


@dataclass(frozen=True, slots=True)
class StudyPlan:
    """A study. `counties`, `designs`: names that ship or paths; the first design is the baseline.

    `sample`: "grid", "latin_hypercube", or None where nothing is varied; `points`: of the hypercube, else 0.
    `replications` at each point; None: as many as `precision` needs within `budget_minutes`.
    """

    name: str
    title: InBoth
    question: InBoth
    hypothesis: InBoth
    counties: tuple[str, ...]
    designs: tuple[str, ...]
    variations: tuple[Variation, ...]
    measures: tuple[str, ...]
    precision: Mapping[str, PrecisionAsked]
    sample: str | None
    points: int
    replications: int | None
    budget_minutes: float | None
    years: float
    parameters: str
    break_even: tuple[BreakEvenAsked, ...]
    thresholds: Mapping[str, tuple[float, ...]]
    counts: tuple[str, ...]
    findings: Findings | None

    @property
    def baseline(self) -> str:
        """The design that the others are compared with."""
        return self.designs[0]

    def edits(self, design: str, point: Mapping[str, Edit]) -> dict[str, Edit]:
        """Return those of a point's edits (key → edit) that are for `design`."""
        own = {v.key for v in self.variations if design in v.designs}
        return {key: edit for key, edit in point.items() if key in own}


def read_study(
    name_or_path: str | Path, *, parameters: Parameters, known: KnownNames, where: Sequence[str] | None = None
) -> StudyPlan:
    """Return a study by its name, if it ships, or by its path.

    Each variation is tried in every county (those of `where`, if given) under every design that it is for. Raises
    ScenarioError with all problems.
    """
    path = find(name_or_path, "study")
    table, called = read_table(path), name_of_file(path)
    problems = format_faults(table, called)
    merged = Merged(variations_apart({k: v for k, v in table.items() if k != KEY}), called)
    file, found = validated(StudyFile, merged)
    problems += found
    counties, absent = found_files(merged, "counties", "county", path)
    designs, gone = found_files(merged, "designs", "design", path)
    problems += names_unfit(Merged(table, called)) + absent + gone + study_references(merged, known)
    problems += tried(merged, where or counties.values(), designs, parameters)
    if file is None or problems:
        raise ScenarioError(problems)
    return _plan(canonical(path.stem), file, counties, designs)


def _plan(name: str, file: StudyFile, counties: Mapping[str, str], designs: Mapping[str, str]) -> StudyPlan:
    return StudyPlan(
        name=name,
        title=InBoth(file.title_sv, file.title_en),
        question=InBoth(file.question_sv, file.question_en),
        hypothesis=InBoth(file.hypothesis_sv, file.hypothesis_en),
        counties=tuple(counties.values()),
        designs=tuple(designs.values()),
        variations=tuple(_variation(key, table, designs) for key, table in file.variations.items()),
        measures=file.measures,
        precision={m: PrecisionAsked(p.difference, p.level, p.why) for m, p in file.precision.items()},
        sample=file.sample.kind if file.sample else None,
        points=(file.sample.points or 0) if file.sample else 0,
        replications=None if file.replications == AUTO else int(file.replications),
        budget_minutes=file.budget_minutes,
        years=file.years,
        parameters=file.parameters,
        break_even=tuple(BreakEvenAsked(b.key, b.measure, b.beside) for b in file.break_even),
        thresholds=dict(file.thresholds),
        counts=file.counts,
        findings=_findings(file),
    )


def _variation(key: str, table: VariationTable, designs: Mapping[str, str]) -> Variation:
    is_factor = table.as_ == "factor"
    values = tuple(Times(float(v)) if is_factor else v for v in table.values or ())
    own = tuple(designs[d] for d in table.only_for) or tuple(designs.values())
    label = InBoth(table.label_sv, table.label_en)
    return Variation(
        key=key,
        label=label,
        low=table.low,
        high=table.high,
        values=values,
        unit=table.unit,
        is_factor=is_factor,
        designs=own,
        why=table.why,
    )


def _findings(file: StudyFile) -> Findings | None:
    f = file.findings
    return None if f is None else Findings(f.date, f.version, tuple(InBoth(s.sv, s.en) for s in f.sentences))
