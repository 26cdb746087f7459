"""What a study found: per county a sweep or a sample with its surfaces, a ranking, what to count next, an appendix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.comparison.results import Summary
from sim.studies.appendix import ThresholdRow
from sim.studies.ranks import Ranks
from sim.studies.sampled import BreakEvenTold, PointFound, SurfaceFound
from sim.studies.sweep import SweepPoint
from sim.studies.worth import Worth


@dataclass(frozen=True, slots=True)
class InBoth:
    """A text in Swedish and in English."""

    sv: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignFound:
    """A design with its own numbers, beside the baseline (which has no `differences`), over `replications`."""

    name: str
    title: InBoth
    levels: Mapping[str, Summary]
    differences: Mapping[str, Summary]
    replications: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VariationTold:
    """A key that was varied, over what, in which designs, and where its numbers come from."""

    key: str
    label: InBoth
    low: float | None
    high: float | None
    values: tuple[str, ...]
    unit: str | None
    is_factor: bool
    designs: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyFound:
    """What was found in one county, `title` to people; what a study does not ask for is empty or None.

    `designs`: each with its own numbers. `grid`: design → every combination. `points`: of a sample, with `surfaces` and
    `break_evens`. `precise`: measure → whether its differences are as precise as the study asks for.
    """

    county: str
    title: InBoth
    designs: tuple[DesignFound, ...]
    grid: Mapping[str, tuple[SweepPoint, ...]]
    points: tuple[PointFound, ...]
    surfaces: tuple[SurfaceFound, ...]
    break_evens: tuple[BreakEvenTold, ...]
    ranks: Ranks | None
    worth: Worth | None
    appendix: tuple[ThresholdRow, ...]
    precise: Mapping[str, bool]
    parameters: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyFound:
    """A study as it was asked and what was found. `runs`: replications that it rests on."""

    name: str
    title: InBoth
    question: InBoth
    hypothesis: InBoth
    baseline: str
    measures: tuple[str, ...]
    variations: tuple[VariationTold, ...]
    counties: tuple[CountyFound, ...]
    runs: int
    seed: int
    years: float
