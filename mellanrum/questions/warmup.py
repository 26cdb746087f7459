"""`warmup`: whether the warm-up of an unchanged county is long enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from mellanrum.defaults import WARMUP_REPLICATIONS, WARMUP_YEARS
from mellanrum.questions.common import Drawn, GroundWork
from mellanrum.questions.request import CountyRequest, Shown
from mellanrum.wiring.options import OptionError
from mellanrum.wiring.study_ground import json_of
from outputs.warmup import page as shown
from sim.experiment.replicate import Progress
from sim.experiment.run import RunInHand
from sim.studies.cases import Case
from sim.studies.warming import WarmUpFound, judged, monthly
from sim.terms.calendar import Calendar
from sim.terms.errors import unusable
from sim.terms.language import _


@dataclass(frozen=True)
class WarmupRequest(CountyRequest[WarmUpFound]):
    """Check with MSER-5 whether the warm-up of an unchanged county is long enough.

    `design`: one that changes nothing. `replications` are averaged.
    """

    KIND = "warmup"
    RESULT = WarmUpFound
    SHOWN: ClassVar[Shown] = shown

    design: str | Path = "current"
    replications: int = field(default=WARMUP_REPLICATIONS, kw_only=True)
    years: float = field(default=WARMUP_YEARS, kw_only=True)

    def about(self) -> Sequence[str | Path]:
        """Return the design."""
        return (self.design,)

    def most_replications(self) -> int:
        """Return the replications that are averaged."""
        return self.replications

    def work(self) -> WarmupWork:
        """Return what carries it out. Raises OptionError for a design that changes something."""
        ground = self.ground()
        name = ground.name_of(self.design)
        first = ground.scenario(Case(name), 0)
        if first.changes:
            found = _("{design}, which changes something", design=name)
            raise OptionError([unusable("design", found, _("an unchanged county, such as current"))])
        decides = json_of([ground.digest([Case(name)]), self.replications])
        return WarmupWork(ground=ground, decides=decides, request=self, design=name, calendar=first.calendar)


@dataclass(frozen=True, kw_only=True)
class WarmupWork(GroundWork[WarmUpFound]):
    """A check of the warm-up that can be run."""

    KIND = "warmup"
    SHOWN: ClassVar[Drawn] = shown
    PICTURE = "warm_up"

    request: WarmupRequest
    design: str
    calendar: Calendar

    def carry_out(self, run: RunInHand, progress: Progress | None) -> WarmUpFound:
        """Run the replications and return what was found of their months."""
        ground, calendar = self.ground, self.calendar
        columns = monthly(self.design, self.request.replications, ground.runner(run.means, progress))
        series, undefined, enough = judged(columns, float(calendar.warm_up_days))
        return WarmUpFound(
            county=ground.county_name,
            county_title=ground.county_title,
            county_title_sv=ground.county_title_sv,
            design=self.design,
            months=tuple(float(day) for day in columns["month"]),
            dates=tuple(calendar.date_of(float(day)).isoformat() for day in columns["month"]),
            warm_up_days=float(calendar.warm_up_days),
            series=tuple(series),
            undefined=tuple(undefined),
            long_enough=enough,
            replications=self.request.replications,
            seed=ground.seed,
            years=ground.years,
            parameters=ground.source.mode,
            notes=ground.notes,
        )
