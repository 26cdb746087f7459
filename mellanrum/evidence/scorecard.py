"""A county's scorecard: what its draws have kept, a few runs of `current` for the rest, and the figures beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from calibration.evidence.ledger import load
from calibration.parameters.parameter_set import POSTERIOR, TARGET, ParameterSet
from calibration.parameters.refit import mark_of
from calibration.targets.observe import column
from calibration.targets.target_file import Targets, counties_with_targets, load_targets
from calibration.verdicts.match import sources
from calibration.verdicts.scorecard import Card, load_card
from calibration.verdicts.scoring import ModelFigures, Score, scores
from mellanrum.defaults import SCORECARD_REPLICATIONS, SEED, YEARS
from mellanrum.runs.lifecycle import means_of
from mellanrum.wiring.calibration import usable_set
from mellanrum.wiring.study_ground import StudyGround, ground_of
from scenarios.files.read import list_counties
from sim.comparison.results import Values
from sim.experiment.replicate import Progress
from sim.measures.spans import Array
from sim.studies.cases import Case, CaseRunner
from sim.terms.language import N_
from sim.terms.quantity import Quantity, Value, point
from sim.terms.total import total

DESIGN = "current"
NO_TARGETS = N_("counted as a survey counts, which needs targets of the county's own; it has none")
NONE_USABLE = N_("only the county's draws have kept it, and none can be used: {command}")
"""Why a figure is missing, as a scorecard keeps it, in English (`outputs/text/notes.py`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """`county`: its title. `scores`: every row, misses first. `set_name`, `draws`: the set that was used, or "" and 0.

    `runs`: new runs. `told`: what every reading needs. `left_out`: kind → (why, ids of the ledger).
    """

    county: str
    set_name: str
    draws: int
    runs: int
    seed: int
    years: float
    told: tuple[str, ...]
    scores: tuple[Score, ...]
    left_out: Mapping[str, tuple[str, tuple[str, ...]]]


def scorecard_of(
    county: str,
    *,
    replications: int = SCORECARD_REPLICATIONS,
    seed: int = SEED,
    years: float = YEARS,
    jobs: int | None = None,
    archive: str | Path | None = None,
    progress: Progress | None = None,
) -> Scorecard:
    """Return the scorecard of `county`; what the archive holds is not run anew.

    Without draws that can be used, central values stand in, what only draws have is not computed, and `told` says so.
    Raises OptionError, ScenarioError for the county, BadInput for the table or the county's targets.
    """
    card, ledger = load_card(), load()
    ground = ground_of(county, [DESIGN], replications=replications, seed=seed, years=years, parameters=None)
    own = county in list_counties() and county in counties_with_targets()
    targets = load_targets(county) if own else None
    kept = usable_set(county) if own and ground.source.mode == POSTERIOR else None
    here = ground.scenario(Case(DESIGN), 0).county
    wanted = [(Case(DESIGN), k) for k in range(replications)]
    values = CaseRunner(ground.scenario, seed, means_of(jobs, archive), progress).values(wanted)
    found = ModelFigures(
        county=ground.county_name,
        share=total(town.adults for town in here.municipalities) / _number(card.adults),
        inputs=_inputs(ground),
        draws={} if kept is None or targets is None else _of_draws(kept, targets),
        runs=_of_runs(card, targets, values),
        targets=targets,
        without=_without(county, kept, targets),
        old=kept is not None and mark_of(kept) is not None,
    )
    left_out = card.left_out(ledger)
    return Scorecard(
        county=here.title,
        set_name="" if kept is None else kept.name,
        draws=0 if kept is None else kept.draws,
        runs=replications,
        seed=seed,
        years=years,
        told=ground.notes,
        scores=tuple(scores(card, found, ledger)),
        left_out={kind.name: (kind.why, tuple(left_out[kind.name])) for kind in card.kinds},
    )


def _without(county: str, kept: ParameterSet | None, targets: Targets | None) -> str:
    """Return why what the survey's way of counting gives is missing."""
    if kept is not None:
        return ""
    if targets is None:
        return NO_TARGETS
    return NONE_USABLE.format(command=f"mellanrum calibrate {county}")


def _of_draws(kept: ParameterSet, targets: Targets) -> dict[str, Array]:
    columns = {t.id: TARGET + t.id for t in targets.rows}
    return {i: kept.of(POSTERIOR, name) for i, name in columns.items() if name in kept.columns}


def _of_runs(card: Card, targets: Targets | None, values: list[Values]) -> dict[str, Array]:
    """Return each measure that is asked for and that runs have. A median wait that was not reached is a year."""
    asked = {row.measure for row in card.rows} | {t.measure for t in (targets.rows if targets is not None else ())}
    some = {measure for measure in asked if measure in values[0]}
    told = [dict(v) for v in values]
    return {measure: column(told, measure) for measure in some}


def _inputs(ground: StudyGround) -> frozenset[str]:
    """Return the rows of the ledger that the numbers of the county under `current` rest on, parts as their whole."""
    taken: set[str] = set()

    def record(path: str, q: Quantity) -> Value:
        """Note what the number rests on, and take its central value."""
        taken.update(sources(q))
        return point(path, q)

    ground.with_pick(Case(DESIGN), record)
    return frozenset(taken)


def _number(q: Quantity) -> float:
    return q.value[0] if isinstance(q.value, tuple) else float(q.value)
