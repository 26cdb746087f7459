"""`sweep`: some keys of a scenario at every combination of some values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from mellanrum.defaults import SWEEP_REPLICATIONS
from mellanrum.questions.common import Drawn, GroundWork
from mellanrum.questions.request import DesignRequest, Shown
from mellanrum.wiring.measure_names import checked_measures, measure_faults
from mellanrum.wiring.options import OptionError
from mellanrum.wiring.sensitivity_factors import is_counted_only
from mellanrum.wiring.study_ground import edits_of, json_of, shared_keys
from outputs.sweep import page as shown
from outputs.text.measures import HEADLINE
from sim.experiment.replicate import Progress
from sim.experiment.run import RunInHand
from sim.measures.catalogue import unit_of
from sim.studies.cases import Case, KeySettings
from sim.studies.sweep import Sweep, combinations, swept
from sim.terms.language import _


@dataclass(frozen=True)
class SweepRequest(DesignRequest[Sweep]):
    """Run a design at every combination of values of some keys, beside its baseline.

    `vary`: key → values ("x1.5" is a factor on what stands there). `measures`: shown after the first row.
    `hold_baseline`: the baseline keeps its own values, also of keys that both have.
    """

    KIND = "sweep"
    RESULT = Sweep
    SHOWN: ClassVar[Shown] = shown

    vary: Mapping[str, Sequence[Any]]
    measures: Sequence[str] = field(default=(), kw_only=True)
    replications: int = field(default=SWEEP_REPLICATIONS, kw_only=True)

    def faults(self) -> Iterable[str]:
        """Return what is wrong with measures, options, and a sweep of nothing."""
        yield from measure_faults(self.measures)
        yield from super().faults()
        if not self.vary:
            yield _("--vary: found nothing; valid: at least one KEY=VALUES")

    def most_replications(self) -> int:
        """Return the replications of each combination."""
        return self.replications

    def work(self) -> SweepWork:
        """Return what carries it out, with a scenario made of every point: all wrong values are told before."""
        ground = self.ground()
        design, baseline = ground.name_of(self.design), ground.name_of(self.baseline)
        if nothing := [key for key in self.vary if is_counted_only(ground, design, key)]:
            raise OptionError(
                [
                    _("--vary: found {key}, which is counted only; valid: a key that can move a measure", key=key)
                    for key in nothing
                ]
            )
        settings = combinations({key: edits_of(values) for key, values in self.vary.items()})
        shared = shared_keys(ground, design, baseline, self.vary, self.hold_baseline)
        measures = checked_measures(self.measures, HEADLINE)
        cases = ground.digest([Case(design, s) for s in settings])
        decides = json_of([cases, baseline, self.replications, bool(self.hold_baseline), measures])
        return SweepWork(
            ground=ground,
            decides=decides,
            request=self,
            design=design,
            baseline=baseline,
            settings=tuple(settings),
            shared=shared,
            measures=measures,
        )


@dataclass(frozen=True, kw_only=True)
class SweepWork(GroundWork[Sweep]):
    """A sweep that can be run."""

    KIND = "sweep"
    SHOWN: ClassVar[Drawn] = shown
    PICTURE = "sweep"

    request: SweepRequest
    design: str
    baseline: str
    settings: tuple[KeySettings, ...]
    shared: tuple[str, ...]
    measures: tuple[str, ...]

    def carry_out(self, run: RunInHand, progress: Progress | None) -> Sweep:
        """Run every point and return what was found there."""
        ground, replications = self.ground, self.request.replications
        runner = ground.runner(run.means, progress)
        points = swept(
            settings=self.settings,
            design=self.design,
            baseline=self.baseline,
            shared=self.shared,
            measures=self.measures,
            replications=replications,
            runner=runner,
            unit_of=unit_of,
        )
        return Sweep(
            county=ground.county_name,
            county_title=ground.county_title,
            county_title_sv=ground.county_title_sv,
            design=self.design,
            baseline=self.baseline,
            keys=tuple(self.request.vary),
            shared=self.shared,
            measures=self.measures,
            points=points,
            replications=replications,
            seed=ground.seed,
            years=ground.years,
            parameters=ground.source.mode,
            notes=ground.notes,
        )
