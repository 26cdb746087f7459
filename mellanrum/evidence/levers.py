"""Whether a lever matters: each run at its low and its high end, on the same chance, at central values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from calibration.evidence.levers import LeverToTry, levers
from mellanrum.defaults import SEED, YEARS
from mellanrum.runs.lifecycle import means_of
from mellanrum.wiring.options import OptionError
from mellanrum.wiring.study_ground import edits_of, ground_of
from scenarios.files.problems import Problem, ScenarioError
from sim.comparison.first_row import FIRST_ROW, RANKS
from sim.comparison.results import Summary
from sim.comparison.statistics import beyond_chance
from sim.experiment.replicate import Progress
from sim.measures.catalogue import unit_of
from sim.studies.cases import Case
from sim.studies.summaries import differences_of, levels_of
from sim.terms.errors import unusable
from sim.terms.language import _


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverFound:
    """A lever at both ends, in so many `pairs` of replications. `changes`: high less low, by measure.

    `most`: the measure that stands out most from chance. `moves`: some measure of the first row moves beyond chance,
    all of them taken together.
    """

    lever: LeverToTry
    pairs: int
    low: Summary
    high: Summary
    changes: dict[str, Summary]
    most: str
    moves: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LeversFound:
    """What a county's levers do, in the order of the file."""

    county: str
    county_title: str
    county_title_sv: str
    seed: int
    years: float
    rows: tuple[LeverFound, ...]


def levers_of(
    county: str,
    *,
    replications: int | None = None,
    like: str | None = None,
    seed: int = SEED,
    years: float = YEARS,
    jobs: int | None = None,
    archive: str | Path | None = None,
    progress: Progress | None = None,
) -> LeversFound:
    """Return what each lever does in `county`; what the archive holds is not run anew.

    `replications`: pairs of every lever, instead of those that its row in levers.csv asks for. Raises OptionError where
    no lever holds `like`, ScenarioError with all that is wrong with the levers' values.
    """
    chosen = [lever for lever in levers() if like is None or like in lever.key]
    if not chosen:
        found = _("{text}, which no lever holds", text=repr(like))
        raise OptionError([unusable("--like", found, _("a part of a key of levers.csv"))])
    designs = tuple(dict.fromkeys(lever.design for lever in chosen))
    pairs = [replications or lever.pairs for lever in chosen]
    ground = ground_of(county, designs, replications=max(pairs), seed=seed, years=years, parameters="point")
    ends = [(_case(lever, lever.low), _case(lever, lever.high)) for lever in chosen]
    problems: list[Problem] = []
    for case in (case for pair in ends for case in pair):
        try:
            ground.scenario(case, 0)
        except ScenarioError as fault:
            problems += fault.problems
    if problems:
        raise ScenarioError(problems)
    means, rows = means_of(jobs, archive), []
    for nth, (lever, many, pair) in enumerate(zip(chosen, pairs, ends, strict=True)):
        wanted = [(case, k) for case in pair for k in range(many)]

        def tell(done: int, total: int, before: int = 2 * sum(pairs[:nth])) -> None:
            del total
            if progress is not None:
                progress(before + done, 2 * sum(pairs))

        values = ground.runner(means, tell).values(wanted)
        low, high = values[:many], values[many:]
        changes = differences_of(high, low, FIRST_ROW, unit_of)
        most = max(changes, key=lambda measure: beyond_chance(changes[measure], len(FIRST_ROW)), default=RANKS)
        rows.append(
            LeverFound(
                lever=lever,
                pairs=many,
                low=levels_of(low, (RANKS,), unit_of)[RANKS],
                high=levels_of(high, (RANKS,), unit_of)[RANKS],
                changes=changes,
                most=most,
                moves=bool(changes) and beyond_chance(changes[most], len(FIRST_ROW)) > 1.0,
            )
        )
    return LeversFound(
        county=ground.county_name,
        county_title=ground.county_title,
        county_title_sv=ground.county_title_sv,
        seed=seed,
        years=years,
        rows=tuple(rows),
    )


def _case(lever: LeverToTry, end: float | str) -> Case:
    return Case(lever.design, ((lever.key, edits_of([end])[0]),))
