"""A study is designs × replications for one county; this makes its jobs and sums their outcomes up.

Job order is fixed (replication by replication, each design in turn), so results never depend on who finished first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sim.comparison.announced import announced
from sim.comparison.course import course_measures, course_of, months_of, window_of, worst_months
from sim.comparison.dates_apart import dates_apart
from sim.comparison.from_to import from_to_of
from sim.comparison.gains import gains_of
from sim.comparison.moves import followed, ordered
from sim.comparison.moving import moving_of
from sim.comparison.results import Comparison, DesignResult, DifferenceResult, Months, MovingMonth, Summary, Values
from sim.comparison.small_groups import small_groups, told_plainly
from sim.comparison.statistics import paired_differences, summarise_all
from sim.comparison.tables import PER_CLIENT, TableRow, average_tables
from sim.comparison.transfer import TransferTables, transfer_measures
from sim.comparison.warnings import cautions
from sim.experiment.entry import opened
from sim.experiment.replicate import Job, Outcome
from sim.terms.calendar import Calendar
from sim.terms.language import N_
from sim.terms.move import Move
from sim.terms.scenario import Scenario

LOGS = ("none", "first", "all")
COHORT_DAYS = 730
NOBODY_FOLLOWED = N_(
    "The after cohort is empty: it needs at least 2 years ({days} days) after the reform day (--years 2 or more)."
)
"""What results keep, in English."""


@dataclass(frozen=True, slots=True)
class Design:
    """A design of the study. `scenarios`: one that serves all replications, or one for each (drawn parameters).

    `title`, `title_sv`: what its file calls it, in English and in Swedish ("" where there is none).
    Those of many draws are packed (`packed_scenarios.py`): each asking makes an object of its own.
    """

    name: str
    title: str
    scenarios: Sequence[Scenario]
    title_sv: str = ""

    def scenario(self, replication: int) -> Scenario:
        """Return the scenario that `replication` uses."""
        return self.scenarios[replication if len(self.scenarios) > 1 else 0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What is run. The first design is the baseline of all others. `logs`: whose event logs are kept.

    `parameters`: the kind of numbers; `told`: what every reading of the result needs to know of them.
    `county_title`, `county_title_sv`: what the county's file calls it.
    """

    county: str
    designs: tuple[Design, ...]
    replications: int
    seed: int
    years: float
    parameters: str
    logs: str
    told: tuple[str, ...] = ()
    county_title: str = ""
    county_title_sv: str = ""


def labels(study: Study) -> tuple[str, ...]:
    """Return a name for each design that is unlike all others: the same design may stand twice."""
    taken: list[str] = []
    for design in study.designs:
        name = label = in_a_path(design.name)
        nth = 2
        while label in taken:
            label, nth = f"{name}_{nth}", nth + 1
        taken.append(label)
    return tuple(taken)


def in_a_path(name: str) -> str:
    """Return `name` fit for a file's name: what is no letter, digit, hyphen or underscore becomes an underscore."""
    return re.sub(r"[^\w-]+", "_", name).strip("_") or "_"


def jobs_of(study: Study, folder: Path | None) -> list[Job]:
    """Return every job; logs to be kept go to `folder`/logs/DESIGN-REPLICATION.parquet."""
    names, moves = labels(study), followed_moves(study)
    jobs = []
    for replication in range(study.replications):
        for position, design in enumerate(study.designs):
            keep = None
            if folder is not None and (study.logs == "all" or (study.logs == "first" and replication == 0)):
                keep = folder / "logs" / f"{names[position]}-{replication}.parquet"
            told = moves[position][replication]
            jobs.append(Job(position, design.scenario(replication), study.seed, replication, keep=keep, moves=told))
    return jobs


def followed_moves(study: Study) -> list[list[tuple[Move, ...]]]:
    """Return, design by design and replication by replication, the moves of whose clients each is to tell.

    A design of its own, the baseline of those of every design beside it; the baseline that stands twice is run once.
    A move that is too late for a year of follow-up is nobody's.
    """
    base, *others = study.designs
    every = range(study.replications)
    union = [ordered(move for design in others for move in followed(design.scenario(r))) for r in every]
    found = [union]
    for design in others:
        whole = design.scenarios is base.scenarios
        twin = [whole or design.scenario(r) is base.scenario(r) for r in every]
        found.append([union[r] if twin[r] else followed(design.scenario(r)) for r in every])
    return found


def compare(study: Study, outcomes: Sequence[Outcome], run_id: str, version: str) -> Comparison:
    """Return the outcomes summed up per design, and each design's paired differences from the first."""
    calendar = study.designs[0].scenarios[0].calendar
    read = [_read([o for o in outcomes if o.design == at], calendar) for at in range(len(study.designs))]
    mine = [one.outcomes for one in read]
    window = window_of([table for one in read for table in one.months], calendar)
    results = tuple(
        DesignResult(
            name=design.name,
            title=design.title,
            title_sv=design.title_sv,
            measures=_summarised([o.values for o in own]),
            tables=one.tables,
            digests=tuple(o.digest for o in own),
            per_replication=tuple(o.values for o in own),
            months=one.months,
            worst=worst_months(one.months, window, calendar),
            announced=announced(design.scenarios[0]),
        )
        for design, own, one in zip(study.designs, mine, read, strict=True)
    )
    first = results[0]
    differences = tuple(
        _difference(study, result, first, own, mine[0], *transfer)
        for result, own, transfer in zip(results[1:], mine[1:], _transfers(study, mine), strict=True)
    )
    return Comparison(
        county=study.county,
        county_title=study.county_title,
        county_title_sv=study.county_title_sv,
        designs=results,
        differences=differences,
        replications=study.replications,
        seed=study.seed,
        version=version,
        run_id=run_id,
        years=study.years,
        parameters_mode=study.parameters,
        notes=(*study.told, *_notes(study)),
        reform=calendar.date_of(calendar.reform_day).isoformat(),
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """What is read of one design's outcomes, whose tables are then let go but for those of single clients and moves.

    `tables`: averages. `months`: each replication's. So the tables of one design at a time are held as arrays.
    """

    outcomes: tuple[Outcome, ...]
    tables: dict[str, tuple[TableRow, ...]]
    months: tuple[Months, ...]


def _read(own: Sequence[Outcome], calendar: Calendar) -> _Read:
    tables = [opened(outcome.tables) for outcome in own]
    months = tuple(months_of(some["monthly"]) for some in tables)
    rest = tuple(
        replace(outcome, tables={name: some[name] for name in some if name in PER_CLIENT})
        for outcome, some in zip(own, tables, strict=True)
    )
    return _Read(rest, average_tables(tables, calendar), months)


def _summarised(replications: Sequence[Values]) -> dict[str, Summary]:
    """Return every measure over replications; of small groups the mean alone."""
    from sim.measures import unit_of

    measures = summarise_all(replications, unit_of)
    return told_plainly(measures, small_groups(measures))


def _difference(
    study: Study,
    result: DesignResult,
    first: DesignResult,
    own: Sequence[Outcome],
    base: Sequence[Outcome],
    transfer: Mapping[str, Summary],
    moving: tuple[MovingMonth, ...],
) -> DifferenceResult:
    """Return one design beside the first: paired differences, course, whose gain, and what must be said of them."""
    from sim.measures import unit_of

    scenario = study.designs[0].scenarios[0]
    course = course_of(result.months, first.months, scenario.calendar)
    same = result.digests == first.digests
    measures = paired_differences(result.per_replication, first.per_replication, unit_of, same)
    measures = told_plainly(measures, small_groups(first.measures))
    measures |= course_measures(course, study.replications) | dict(transfer)
    towns = [town.name for town in scenario.county.municipalities]
    mine, theirs = ([o.tables["cohort"] for o in some] for some in (own, base))
    gains = gains_of(mine, theirs, towns, [o.replication for o in own])
    said = cautions(measures, first.measures, course, gains.all.net)
    return DifferenceResult(
        design=result.name,
        baseline=first.name,
        measures=measures,
        course=course,
        gains=gains,
        warnings=said,
        moving=moving,
        from_to=from_to_of(mine, theirs),
    )


def _transfers(
    study: Study, outcomes: Sequence[Sequence[Outcome]]
) -> Iterator[tuple[dict[str, Summary], tuple[MovingMonth, ...]]]:
    """Yield, for each design beside the first, what became of those whom its moves touch, and of the services.

    Nothing where nothing moves.
    """
    told = [
        [TransferTables(outcome.tables, moves[outcome.replication]) for outcome in own]
        for own, moves in zip(outcomes, followed_moves(study), strict=True)
    ]
    for design, own, tables in zip(study.designs[1:], outcomes[1:], told[1:], strict=True):
        moves = [followed(design.scenario(outcome.replication)) for outcome in own]
        same = [outcome.digest for outcome in own] == [outcome.digest for outcome in outcomes[0]]
        yield transfer_measures(tables, told[0], moves, same), moving_of(tables, told[0], moves)


def _notes(study: Study) -> tuple[str, ...]:
    return (*_cohort_notes(study), *dates_apart(design.scenarios[0] for design in study.designs))


def _cohort_notes(study: Study) -> tuple[str, ...]:
    """Return that nobody can be followed, where it is so: whole days are simulated, so 1.9999 years are two."""
    calendar = study.designs[0].scenarios[0].calendar
    if calendar.after_days >= COHORT_DAYS:
        return ()
    return (NOBODY_FOLLOWED.format(days=COHORT_DAYS),)
