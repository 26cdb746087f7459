"""What a run or a comparison found: the one result that tables, figures, JSON and Python read.

Plain frozen values, no files and no libraries. Designs and differences are tuples, since the same design may
stand twice; the first design is the baseline. A single design has no differences.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Values = Mapping[str, float | None]
"""One replication's measures: name → value; None where it is not defined."""


Months = Mapping[str, tuple[float, ...]]
"""One replication's monthly table: column → numbers, one for each month; `month` is a day number."""


@dataclass(frozen=True, slots=True)
class Summary:
    """One measure over replications. None where it is not defined.

    `mean` with its 95 % interval `low`-`high`, which shrinks with `n`; `spread_low`-`spread_high`: the central 95 % of
    the replications, which does not. `n`: replications in which the measure is defined. In a difference each
    replication's value is the design's minus the baseline's.
    """

    mean: float | None
    low: float | None
    high: float | None
    spread_low: float | None
    spread_high: float | None
    n: int
    unit: str


@dataclass(frozen=True, slots=True)
class DesignResult:
    """One design's replications, summarised.

    `tables`: name → rows (dictionaries of one shape), averaged over replications. `digests`: SHA-256 of each
    replication's event log. `per_replication`: each replication's measures, in the order of replications; `months`:
    each one's monthly table.
    """

    name: str
    title: str
    measures: Mapping[str, Summary]
    tables: Mapping[str, tuple[Mapping[str, Any], ...]]
    digests: tuple[str, ...]
    per_replication: tuple[Values, ...]
    months: tuple[Months, ...] = ()


@dataclass(frozen=True, slots=True)
class CourseMonth:
    """One month of a course. `date`: its first day. `excess`: falls of comorbid clients more than under the baseline.

    `total`: that, from the course's first month on. Falls per 1,000 comorbid clients with an open need are means.
    """

    date: str
    excess: Summary
    total: Summary
    falls_per_1000: float
    baseline_falls_per_1000: float


@dataclass(frozen=True, slots=True)
class Course:
    """A design's course through its reform beside the baseline; empty if it cannot be followed.

    `worst_month`, `break_even`: first days of months, of the mean over replications; no break-even is None.
    `months_to_break_even`: from the month of the reform. `share_that_breaks_even`: of replications. `differs`: whether
    any month differs at all; where none does there is nothing to win back.
    """

    months: tuple[CourseMonth, ...]
    worst_month: str | None
    break_even: str | None
    share_that_breaks_even: float | None
    differs: bool
    months_to_break_even: int | None = None


@dataclass(frozen=True, slots=True)
class DifferenceResult:
    """A design minus the baseline, replication by replication (common random numbers), summarised.

    `measures` has those of the `course` too: excess falls, months to break-even, share that breaks even.
    """

    design: str
    baseline: str
    measures: Mapping[str, Summary]
    course: Course | None = None


@dataclass(frozen=True, slots=True)
class PrecisionRow:
    """One level or difference. `needed`: replications from which it was precise and stayed so, None if it was not.

    `half_width`: of its 95 % interval; `allowed`: what was asked for; `projected`: about how many it would take in all.
    """

    name: str
    needed: int | None
    mean: float | None
    half_width: float | None
    allowed: float | None
    projected: int | None


@dataclass(frozen=True, slots=True)
class Enough:
    """Whether `replications` were enough; `most`: what `needed` most; `not_reached`: what was not precise."""

    replications: int
    enough: bool
    needed: int | None
    most: str | None
    not_reached: tuple[str, ...]
    budget: int
    rows: tuple[PrecisionRow, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Designs for one county, each against the first. `differences[i]` belongs to `designs[i + 1]`.

    `county`: its name. `years`: simulated after the reform day. `parameters_mode`: `posterior`, `prior` or `point`.
    `notes`: sentences that every reading of the result needs, such as an empty cohort. `reform`: date of that day.
    `enough`: how many replications were enough, where that was asked for.
    """

    county: str
    designs: tuple[DesignResult, ...]
    differences: tuple[DifferenceResult, ...]
    replications: int
    seed: int
    version: str
    run_id: str
    years: float
    parameters_mode: str
    notes: tuple[str, ...] = ()
    reform: str | None = None
    enough: Enough | None = None
