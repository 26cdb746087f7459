"""`worth`: what should be counted next, in untreated needs avoided unless another measure is named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import numpy as np

from calibration.evidence.counts import ASKED, load_counts, paths_of
from mellanrum.defaults import MEASURE, WORTH_REPLICATIONS
from mellanrum.questions.common import Drawn, GroundWork
from mellanrum.questions.rank import designs_faults
from mellanrum.questions.request import CountyRequest, Shown
from mellanrum.wiring.measure_names import better_of, checked_measures, measure_faults, ranks_designs
from mellanrum.wiring.options import OptionError
from mellanrum.wiring.study_ground import StudyGround, json_of, level_of
from mellanrum.wiring.study_names import ranged_paths
from outputs.worth import page as shown
from sim.experiment.replicate import Progress
from sim.experiment.run import RunInHand
from sim.measures.catalogue import unit_of
from sim.studies.cases import Case, CaseRunner, every, in_rows
from sim.studies.worth import LEAST_DRAWS, CountAsked, Levels, Worth, benefits, best_of, worth_by
from sim.terms.errors import unusable
from sim.terms.language import _
from sim.terms.quantity import Quantity


@dataclass(frozen=True)
class WorthRequest(CountyRequest[Worth]):
    """Tell what should be counted next: the worth of knowing each count and parameter before choosing a design.

    `measure`: what is to be as small (or large) as can be. `replications`: draws in which all designs are run.
    """

    KIND = "worth"
    RESULT = Worth
    SHOWN: ClassVar[Shown] = shown

    designs: Sequence[str | Path]
    measure: str = field(default=MEASURE, kw_only=True)
    replications: int = field(default=WORTH_REPLICATIONS, kw_only=True)

    def about(self) -> Sequence[str | Path]:
        """Return the designs."""
        return self.designs

    def most_replications(self) -> int:
        """Return the draws in which all designs are run."""
        return self.replications

    def faults(self) -> Iterable[str]:
        """Return what is wrong with the measure and the options that all have."""
        yield from measure_faults([self.measure])
        yield from super().faults()

    def work(self) -> WorthWork:
        """Return what carries it out, with a scenario made of every design."""
        (measure,) = checked_measures([self.measure])
        ground = self.ground()
        _check(ground, self.designs, measure, self.replications)
        about = [ground.digest([Case(name) for name in ground.designs]), measure, self.replications]
        return WorthWork(ground=ground, decides=json_of(about), request=self, measure=measure)


@dataclass(frozen=True, kw_only=True)
class WorthWork(GroundWork[Worth]):
    """The question what knowing is worth, which can be run."""

    KIND = "worth"
    SHOWN: ClassVar[Drawn] = shown
    PICTURE = "worth"

    request: WorthRequest
    measure: str

    def carry_out(self, run: RunInHand, progress: Progress | None) -> Worth:
        """Run the draws and return what knowing is worth."""
        runner = self.ground.runner(run.means, progress)
        return worth_of_counting(self.ground, runner, self.measure, self.request.replications, ASKED)


def worth_of_counting(
    ground: StudyGround, runner: CaseRunner, measure: str, replications: int, asked: Sequence[str]
) -> Worth:
    """Return what the counts in `asked` are worth: ids, or all that a "municipality" or "region" can be asked."""
    names, lower = tuple(ground.designs), better_of(measure) == "lower"
    rows = in_rows(runner.values(every(names, range(replications))), len(names))
    benefit = benefits(rows, measure, lower)
    whole = np.isfinite(benefit).all(axis=1)
    if whole.sum() < LEAST_DRAWS:
        raise OptionError(
            [
                _(
                    "{measure}: found {n} draws in which it is defined; valid: at least {least}",
                    measure=measure,
                    n=int(whole.sum()),
                    least=LEAST_DRAWS,
                )
            ]
        )
    levels = _levels(ground, np.flatnonzero(whole).tolist())
    counts = [
        CountAsked(
            id=c.id,
            asked_of=c.asked_of,
            question_sv=c.question_sv,
            question_en=c.question_en,
            paths=paths_of(c, levels.paths),
        )
        for c in load_counts(ranged_paths())
        if c.id in asked or c.asked_of in asked
    ]
    everything, by_count, by_parameter = worth_by(levels, benefit[whole], counts, ground.seed)
    return Worth(
        county=ground.county_name,
        county_title=ground.county_title,
        county_title_sv=ground.county_title_sv,
        designs=names,
        measure=measure,
        unit=unit_of(measure),
        lower_is_better=lower,
        best=best_of(names, benefit[whole]),
        means={name: float(abs(benefit[whole][:, i].mean())) for i, name in enumerate(names)},
        all_known=everything,
        counts=tuple(by_count),
        parameters=tuple(by_parameter),
        looked_at=len(levels.paths),
        draws=int(whole.sum()),
        left_out=int((~whole).sum()),
        seed=ground.seed,
        years=ground.years,
        parameters_mode=ground.source.mode,
        notes=ground.notes,
    )


def _levels(ground: StudyGround, replications: Sequence[int]) -> Levels:
    """Return what every draw took of every parameter, in any of the designs."""
    taken: list[dict[str, tuple[float, Quantity]]] = []
    for replication in replications:
        taken.append({})
        for name in ground.designs:
            taken[-1] |= ground.levels(name, replication)
    known = {path: q for row in taken for path, (_level, q) in row.items()}
    rows = []
    for replication, row in zip(replications, taken, strict=True):
        pick = ground.source.pick(replication)  # of what a draw does not ask for, since it has no such unit, too
        rows.append([row[path][0] if path in row else level_of(q, pick(path, q)) for path, q in known.items()])
    quantities = list(known.values())
    return Levels(
        tuple(known), np.array(rows), tuple(q.unit for q in quantities), tuple(q.evidence for q in quantities)
    )


def _check(ground: StudyGround, designs: Sequence[str | Path], measure: str, replications: int) -> None:
    lines = designs_faults(designs)
    if not ground.source.varies:
        lines.append(
            _("--parameters: found central values; valid: posterior or prior, since worth is of what is not known")
        )
    if why := ranks_designs(measure):
        lines.append(unusable("--measure", f"{measure}, {why}", _("such as {measure}", measure=MEASURE)))
    if replications < LEAST_DRAWS:
        lines.append(unusable("-n", replications, _("at least {n} draws", n=LEAST_DRAWS)))
    if lines:
        raise OptionError(lines)
