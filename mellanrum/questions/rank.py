"""`rank`: which design is best on a measure, how sure that is, and what choosing it would cost if it is not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from mellanrum.defaults import MEASURE, RANK_BUDGET, RANK_DELTA, RANK_REPLICATIONS
from mellanrum.questions.common import Drawn, GroundWork
from mellanrum.questions.request import CountyRequest, Shown
from mellanrum.wiring.measure_names import better_of, checked_measures, measure_faults, ranks_designs
from mellanrum.wiring.options import is_whole
from mellanrum.wiring.study_ground import StudyGround, json_of
from outputs.ranking import page as shown
from outputs.text.measures import HEADLINE
from scenarios.files.titles import title_of
from sim.experiment.replicate import Progress
from sim.experiment.run import RunInHand
from sim.measures.catalogue import unit_of
from sim.studies.cases import Case, CaseRunner, every, in_rows
from sim.studies.ranks import FIRST, Ranks, beside, raced, ranked
from sim.terms.errors import unusable
from sim.terms.language import _


@dataclass(frozen=True)
class RankRequest(CountyRequest[Ranks]):
    """Rank designs: how probable it is that each is best, what choosing it may cost, and a race to select one.

    `delta`: the smallest difference worth telling, in the measure's unit. `alpha`: the risk of selecting one that is
    worse by it. `budget`: replications of a design at the most.
    """

    KIND = "rank"
    RESULT = Ranks
    SHOWN: ClassVar[Shown] = shown

    designs: Sequence[str | Path]
    measure: str = field(default=MEASURE, kw_only=True)
    delta: float = field(default=RANK_DELTA, kw_only=True)
    alpha: float = field(default=0.05, kw_only=True)
    replications: int = field(default=RANK_REPLICATIONS, kw_only=True)
    budget: int = field(default=RANK_BUDGET, kw_only=True)

    def about(self) -> Sequence[str | Path]:
        """Return the designs."""
        return self.designs

    def most_replications(self) -> int:
        """Return the draws in which all designs are run."""
        return self.replications

    def faults(self) -> Iterable[str]:
        """Return what is wrong with designs, measure and the race's numbers."""
        yield from measure_faults([self.measure])
        lines = [*super().faults()]
        yield from lines
        yield from designs_faults(self.designs)
        if not measure_faults([self.measure]) and (why := ranks_designs(self.measure)):
            yield unusable("--measure", f"{self.measure}, {why}", _("such as {measure}", measure=MEASURE))
        delta, alpha, budget = self.delta, self.alpha, self.budget
        if isinstance(delta, bool) or not isinstance(delta, int | float) or not delta > 0:
            yield unusable("--delta", repr(delta), _("a number above 0, in the measure's unit"))
        if isinstance(alpha, bool) or not isinstance(alpha, int | float) or not 0 < alpha < 0.5:
            yield unusable("--alpha", repr(alpha), _("a number above 0 and below 0.5"))
        if not lines and (not is_whole(budget) or budget < max(FIRST, self.replications)):
            least = max(FIRST, self.replications)
            yield unusable("--budget", repr(budget), _("a whole number, at least {least}", least=least))

    def work(self) -> RankWork:
        """Return what carries it out, with a scenario made of every design."""
        ground = self.ground()
        cases = ground.digest([Case(name) for name in ground.designs])
        (measure,) = checked_measures([self.measure])
        about = [cases, measure, self.delta, self.alpha, self.budget, self.replications]
        return RankWork(ground=ground, decides=json_of(about), request=self, measure=measure)


@dataclass(frozen=True, kw_only=True)
class RankWork(GroundWork[Ranks]):
    """A ranking that can be run."""

    KIND = "rank"
    SHOWN: ClassVar[Drawn] = shown
    PICTURE = "ranks"

    request: RankRequest
    measure: str

    def carry_out(self, run: RunInHand, progress: Progress | None) -> Ranks:
        """Run the draws and the race, and return the ranking."""
        asked = self.request
        return rank_designs(
            self.ground,
            self.ground.runner(run.means, progress),
            measure=self.measure,
            measures=checked_measures([], (*HEADLINE, self.measure)),
            delta=asked.delta,
            alpha=asked.alpha,
            budget=asked.budget,
            replications=asked.replications,
        )


def rank_designs(
    ground: StudyGround,
    runner: CaseRunner,
    *,
    measure: str,
    measures: tuple[str, ...],
    delta: float,
    alpha: float,
    budget: int,
    replications: int,
) -> Ranks:
    """Return the ranking of a ground's designs on `measure`, with `measures` beside it."""
    names = tuple(ground.designs)
    rows = in_rows(runner.values(every(names, range(replications))), len(names))
    lower = better_of(measure) == "lower"
    levels, differences = beside(rows, measures, unit_of)
    return Ranks(
        county=ground.county_name,
        county_title=ground.county_title,
        county_title_sv=ground.county_title_sv,
        designs=names,
        titles=tuple(title_of(ground.designs[n], "design") for n in names),
        ranking=ranked(rows, measure, lower, ground.seed),
        levels=levels,
        differences=differences,
        race=raced(
            designs=names,
            first=rows,
            measure=measure,
            delta=delta,
            alpha=alpha,
            lower_is_better=lower,
            budget=budget,
            runner=runner,
        ),
        replications=replications,
        seed=ground.seed,
        years=ground.years,
        parameters=ground.source.mode,
        notes=ground.notes,
    )


def designs_faults(designs: Sequence[str | Path]) -> list[str]:
    """Return a line unless there are two designs or more, each once."""
    given = [str(d) for d in designs] if not isinstance(designs, str | Path) else [str(designs)]
    if len(given) >= 2 and len(set(given)) == len(given):
        return []
    return [unusable("designs", ", ".join(given), _("two or more, each once"))]
