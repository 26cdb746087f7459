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


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One measure over replications. None where it is not defined.

    `mean` with its 95 % interval `low`-`high`, which shrinks with `n`; `spread_low`-`spread_high`: the central 95 % of
    the replications, which does not. `n`: replications in which the measure is defined. In a difference each
    replication's value is the design's minus the baseline's. `statistic`: `median` where `mean` holds the median over
    replications, as for quantiles of waiting times, of which some may never be reached.
    """

    mean: float | None
    low: float | None
    high: float | None
    spread_low: float | None
    spread_high: float | None
    n: int
    unit: str
    statistic: str = "mean"


@dataclass(frozen=True, slots=True)
class WorstMonth:
    """The month after the reform in which a monthly number is largest, on the mean over replications.

    `measure`: column of the monthly table. `date`: the month's first day.
    """

    measure: str
    date: str
    value: Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignResult:
    """One design's replications, summarised.

    `tables`: name → rows (dictionaries of one shape), averaged over replications. `digests`: SHA-256 of each
    replication's event log. `per_replication`: each replication's measures, in the order of replications; `months`:
    each one's monthly table. `worst`: its worst months, looked for in the same window under all designs. `title` and,
    in Swedish, `title_sv`: what its file calls it; "" where there is none, as in results of before they had it.
    `announced`: the date from which staff leave for what is to come; None where nobody's employer changes.
    """

    name: str
    title: str
    measures: Mapping[str, Summary]
    tables: Mapping[str, tuple[Mapping[str, Any], ...]]
    digests: tuple[str, ...]
    per_replication: tuple[Values, ...]
    months: tuple[Months, ...] = ()
    worst: tuple[WorstMonth, ...] = ()
    title_sv: str = ""
    announced: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseMonth:
    """One month of a course. `date`: its first day. `excess`: untreated need-days more than under the baseline.

    `total`: that, from the course's first month on. Of comorbid clients with an open need the share untreated, and
    persons newly fallen per 30 days, are means (None where the month has none).
    """

    date: str
    excess: Summary
    total: Summary
    untreated_share: float | None
    baseline_untreated_share: float | None
    newly_fallen: float | None
    baseline_newly_fallen: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A design's course through its reform beside the baseline; empty if it cannot be followed.

    `recovered_by`: first day of the first month from which the sum of the mean curve stays at or below 0 until the
    end, None if there is none; `never_worse`: it never rises above 0. `months_to_recovery`: from the month of the
    reform, with the interval of the sum turned on its side: when its lower and its upper end have come back.
    `recovered_share`: of replications, those whose sum ends at or below 0. `differs`: whether any month differs at
    all; where none does there is nothing to win back.
    """

    months: tuple[CourseMonth, ...]
    recovered_by: str | None
    never_worse: bool
    months_to_recovery: Summary
    recovered_share: Summary
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """Of the clients of one group who are in both cohorts: how many are better off than under the baseline, or worse.

    `group`: empty for all, else `profile.P`, `municipality.T`, `sex.S`, `age.A`. `clients`: how many they are.
    `better`, `worse`, `same`: shares of them; `net`: better minus worse.
    """

    group: str
    clients: Summary
    better: Summary
    worse: Summary
    same: Summary
    net: Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Gains:
    """Whose gain? Comorbid clients of both cohorts, client by client, and `chance`: what full chance would give.

    `only_design`, `only_baseline`: clients who ask under one of the two alone, counted apart.
    """

    all: Gain
    chance: Gain
    groups: tuple[Gain, ...]
    only_design: Summary
    only_baseline: Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class FromTo:
    """Of comorbid clients of both cohorts whose two needs count under both: who goes from which state to which.

    `clients`: how many they are. `shares[i][j]`: of them, in state i under the baseline and j under the design; the
    states by untreated needs: both treated, one, neither. `more`, `fewer`: shares of those with more, or fewer, of
    their needs treated than under the baseline; `net`: the one minus the other.
    """

    clients: Summary
    shares: tuple[tuple[float, ...], ...]
    more: Summary
    fewer: Summary
    net: Summary


@dataclass(frozen=True, slots=True)
class Caution:
    """Something without which a difference would be misread. `kind`: which (see `sim.comparison.warnings`).

    `measures`: what it is about; `by`: what shows it, or by what it came.
    """

    kind: str
    measures: tuple[str, ...]
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MovingMonth:
    """A month around the day on which a design's services move: what they give, as a share of the baseline's.

    `since`: months of 30 days from the day, -12 the first. `hours`: of attended visits; `posts`: FTE at work. Ratios.
    """

    since: int
    hours: Summary
    posts: Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceResult:
    """A design minus the baseline, replication by replication (common random numbers), summarised.

    `measures` has those of the `course` too: excess untreated need-days, months to recovery, share that recovers.
    `moving`: what the services that it moves give around their day; empty where none does. `from_to`: None where
    nobody can be followed, and in results of before they had it.
    """

    design: str
    baseline: str
    measures: Mapping[str, Summary]
    course: Course | None = None
    gains: Gains | None = None
    warnings: tuple[Caution, ...] = ()
    moving: tuple[MovingMonth, ...] = ()
    from_to: FromTo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Enough:
    """Whether `replications` were enough; `most`: what `needed` most; `not_reached`: what was not precise."""

    replications: int
    enough: bool
    needed: int | None
    most: str | None
    not_reached: tuple[str, ...]
    budget: int
    rows: tuple[PrecisionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Designs for one county, each against the first. `differences[i]` belongs to `designs[i + 1]`.

    `county`: its name. `years`: simulated after the reform day. `parameters_mode`: `posterior`, `prior` or `point`.
    `notes`: sentences that every reading of the result needs, such as an empty cohort. `reform`: date of that day.
    `enough`: how many replications were enough, where that was asked for. `county_title`, `county_title_sv`: what its
    file calls it, in English and in Swedish; "" in results of before they had it.
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
    county_title: str = ""
    county_title_sv: str = ""
