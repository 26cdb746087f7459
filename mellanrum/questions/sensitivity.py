"""`sensitivity`: which numbers a level or a difference hangs on, by Morris' screening or Sobol's indices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Self

from calibration.fit.emulator import fit_emulator
from mellanrum.questions.common import Drawn, GroundWork
from mellanrum.questions.request import UNKEPT, DesignRequest, Shown
from mellanrum.wiring.measure_names import checked_measures, measure_faults
from mellanrum.wiring.options import OptionError, is_whole, library_faults
from mellanrum.wiring.sensitivity_factors import FITTED, LEVERS, Varied, factors_of
from mellanrum.wiring.sensitivity_size import minutes_in_words, size_of
from mellanrum.wiring.study_ground import json_of, shared_keys
from outputs.sensitivity import page as shown
from outputs.text.measures import HEADLINE
from scenarios.edits.edits import Times
from sim.analysis.sampling import Factor
from sim.experiment.replicate import Progress
from sim.experiment.run import RunInHand
from sim.studies.cases import Case
from sim.studies.sensitivity import (
    METHODS,
    MORRIS,
    FactorTold,
    SensitivityAsked,
    SensitivityFound,
    analysed,
    outcomes_at,
    points_of,
)
from sim.terms.errors import unusable
from sim.terms.language import _

LEAST = 2
"""Trajectories, base or points, below which no method says anything."""


@dataclass(frozen=True)
class SensitivityRequest(DesignRequest[SensitivityFound]):
    """Tell which numbers a design's levels and differences hang on. `method`: "morris" or "sobol".

    `over`: keys, patterns, or "fitted", "levers" and "all". `budget_minutes`: time to spend; Sobol may then go through
    an emulator. `size` and `direct`: trajectories, base or points, and whether without an emulator, as the clock has
    decided it once. What is not varied is at central values unless `parameters` says otherwise.
    """

    KIND = "sensitivity"
    RESULT = SensitivityFound
    SHOWN: ClassVar[Shown] = shown

    method: str = field(default=MORRIS, kw_only=True)
    over: Sequence[str] = field(default=(FITTED, LEVERS), kw_only=True)
    budget_minutes: float | None = field(default=None, kw_only=True, metadata=UNKEPT, compare=False)
    measures: Sequence[str] = field(default=(), kw_only=True)
    parameters: str | None = field(default="point", kw_only=True)
    size: int | None = field(default=None, kw_only=True)
    direct: bool = field(default=True, kw_only=True)

    def faults(self) -> Iterable[str]:
        """Return what is wrong with method, size, measures and the options that all have."""
        if self.method not in METHODS or not is_whole(self.size) or int(self.size or 0) < LEAST:
            first, second = METHODS
            valid = _("{first} or {second}, at least {least}", first=first, second=second, least=LEAST)
            yield unusable(_("--method, size"), f"{self.method!r}, {self.size!r}", valid)
        yield from measure_faults(self.measures)
        yield from super().faults()

    def sized(self, n_jobs: int) -> tuple[Self, str]:
        """Return it with the size that a budget of minutes pays for here. Runs one replication."""
        if self.size is not None:
            return self, ""
        _need("SALib", "sensitivity")
        replace(self, size=LEAST).check()
        ground = self.ground()
        size = size_of(
            ground=ground,
            design=ground.name_of(self.design),
            over=self.over,
            method=self.method,
            budget_minutes=self.budget_minutes,
            n_jobs=n_jobs,
        )
        if not size.direct:
            _need("sklearn", "calibrate")
        sized = replace(self, size=size.size, direct=size.direct)
        minutes = minutes_in_words(size.minutes)
        if size.direct:
            return sized, _("{method}, directly: about {minutes} here.", method=self.method, minutes=minutes)
        return sized, _("{method}, through an emulator: about {minutes} here.", method=self.method, minutes=minutes)

    def work(self) -> SensitivityWork:
        """Return what carries it out, with a scenario made with all keys low and all high."""
        assert self.size is not None, "it was checked"
        ground = self.ground()
        own, base = ground.name_of(self.design), ground.name_of(self.baseline)
        checked = checked_measures(self.measures, HEADLINE)
        varied, left_out = factors_of(ground, own, self.over)
        hold, direct = bool(self.hold_baseline), bool(self.direct)
        shared = shared_keys(ground, own, base, [v.key for v in varied], hold)
        factors = tuple(Factor(v.key, v.low, v.high) for v in varied)
        edits: dict[str, Callable[[float], Any]] = {v.key: Times if v.is_factor else float for v in varied}
        for end in (0, 1):
            setting = tuple((v.key, edits[v.key]((v.low, v.high)[end])) for v in varied)
            ground.scenario(Case(own, setting), 0)
        cases = ground.digest([Case(base), Case(own)])
        about = [cases, self.method, self.size, direct, [(f.name, f.low, f.high) for f in factors]]
        return SensitivityWork(
            ground=ground,
            decides=json_of([*about, hold, checked]),
            request=self,
            asked=SensitivityAsked(
                design=own, baseline=base, factors=factors, edits=edits, shared=shared, measures=checked
            ),
            varied=tuple(varied),
            left_out=left_out,
        )


@dataclass(frozen=True, kw_only=True)
class SensitivityWork(GroundWork[SensitivityFound]):
    """An analysis that can be run."""

    KIND = "sensitivity"
    SHOWN: ClassVar[Drawn] = shown
    PICTURE = "sensitivity"

    request: SensitivityRequest
    asked: SensitivityAsked
    varied: tuple[Varied, ...]
    left_out: int

    def carry_out(self, run: RunInHand, progress: Progress | None) -> SensitivityFound:
        """Run the points and return what the outcomes hang on."""
        ground, asked, request = self.ground, self.asked, self.request
        assert request.size is not None
        points = points_of(request.method, asked.factors, request.size, ground.seed, request.direct)
        outcomes = outcomes_at(asked, points, not request.direct, ground.runner(run.means, progress))
        fit = None if request.direct else fit_emulator
        return SensitivityFound(
            county=ground.county_name,
            county_title=ground.county_title,
            county_title_sv=ground.county_title_sv,
            design=asked.design,
            baseline=asked.baseline,
            method=request.method,
            direct=request.direct,
            factors=tuple(_told(v) for v in self.varied),
            shared=asked.shared,
            outcomes=analysed(
                asked=asked, method=request.method, points=points, outcomes=outcomes, seed=ground.seed, fit=fit
            ),
            left_out=self.left_out,
            runs=2 * len(points),
            seed=ground.seed,
            years=ground.years,
            parameters=ground.source.mode,
            notes=ground.notes,
        )


def _told(varied: Varied) -> FactorTold:
    q = varied.quantity
    return FactorTold(
        key=varied.key,
        low=varied.low,
        high=varied.high,
        unit=q.unit,
        place=varied.place,
        is_factor=varied.is_factor,
        evidence=q.evidence,
    )


def _need(library: str, extra: str) -> None:
    if lines := library_faults("sensitivity", library, extra):
        raise OptionError(lines)
