"""`breakeven`: the value of a key at which a design equals its baseline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from mellanrum.defaults import BREAKEVEN_BUDGET, MEASURE
from mellanrum.questions.common import Drawn, GroundWork
from mellanrum.questions.request import DesignRequest, Shown
from mellanrum.wiring.measure_names import checked_measures, measure_faults
from mellanrum.wiring.options import OptionError
from mellanrum.wiring.study_ground import StudyGround, edit_from, json_of, shared_keys
from outputs.breakeven import page as shown
from outputs.text.measures import HEADLINE
from scenarios.edits.edits import Times
from sim.analysis.search import Search
from sim.comparison.statistics import is_quantile
from sim.experiment.replicate import Progress
from sim.experiment.run import RunInHand
from sim.measures.catalogue import unit_of
from sim.studies.break_even import Beside, BreakEvenFound, BreakEvenQuestion, Other, beside, sought
from sim.studies.cases import Case
from sim.terms.errors import unusable
from sim.terms.language import N_, _

BESIDE_POINTS = 60
"""Runs for the break-even with other keys at other values; a surface of second degree in three keys has 10 terms."""
BESIDE_REPLICATIONS = 20
USUAL_BESIDE = (("transfer.recruitment_lead_days", ("x0.5", "x1", "x2")), ("transfer.never_refilled_share", (0.0, 0.5)))
"""What the share that follows hangs on: posts that are slow to fill, and posts that never are. A034-A036, A066."""
RANGE = N_("KEY=LOW:HIGH, two numbers or two factors")


@dataclass(frozen=True)
class BreakevenRequest(DesignRequest[BreakEvenFound]):
    """Find the value of a key, from `low` to `high`, at which a design equals its baseline on `measure`.

    `tolerance`: half-width of the interval to stop at (None: a 20th of the range). `budget`: most replications of the
    design. `beside`: other keys at whose values it is told as well; None: recruitment leads and posts never refilled.
    """

    KIND = "breakeven"
    RESULT = BreakEvenFound
    SHOWN: ClassVar[Shown] = shown

    key: str
    low: float | str = 0.0
    high: float | str = 1.0
    measure: str = field(default=MEASURE, kw_only=True)
    tolerance: float | None = field(default=None, kw_only=True)
    budget: int = field(default=BREAKEVEN_BUDGET, kw_only=True)
    beside: Mapping[str, Sequence[Any]] | None = field(default=None, kw_only=True)

    @classmethod
    def from_arguments(cls, arguments: Mapping[str, Any]) -> Self:
        """Return the request that a plan keeps; plans of before requests hold key and range as one list, `vary`."""
        vary = arguments.get("vary")
        if isinstance(vary, list) and len(vary) == 3:
            rest = {name: value for name, value in arguments.items() if name != "vary"}
            arguments = {**rest, **dict(zip(("key", "low", "high"), vary, strict=True))}
        return super().from_arguments(arguments)

    def most_replications(self) -> int:
        """Return the budget."""
        return self.budget

    def faults(self) -> Iterable[str]:
        """Return what is wrong with the range, the measure and the options that all have."""
        if (ends := self._ends()) is None:
            found = _("{low} to {high}", low=edit_from(self.low), high=edit_from(self.high))
            yield unusable(f"--vary: {self.key}", found, _(RANGE))
        wrong = measure_faults([self.measure])
        yield from wrong
        if not wrong and is_quantile(self.measure):
            found = _("{measure}, which may not be reached", measure=self.measure)
            yield unusable("--measure", found, _("such as {measure}", measure=MEASURE))
        lines = [*super().faults()]
        yield from lines
        if ends is not None and not lines:
            try:
                self.search(*ends)
            except ValueError as error:
                yield _("breakeven: found {what}", what=error)

    def search(self, low: float, high: float) -> Search:
        """Return the search. Raises ValueError where budget and tolerance do not go with the range."""
        return Search(low, high, self.tolerance if self.tolerance is not None else (high - low) / 20.0, self.budget)

    def _ends(self) -> tuple[float, float] | None:
        """Return both ends of the range, None if they are no two numbers, or no two factors, in order."""
        edits = [edit_from(end) for end in (self.low, self.high)]
        numbers = [v.factor if isinstance(v, Times) else v for v in edits]
        low, high = (float(v) if isinstance(v, int | float) and not isinstance(v, bool) else None for v in numbers)
        same = isinstance(edits[0], Times) == isinstance(edits[1], Times)
        return (low, high) if low is not None and high is not None and same and low < high else None

    def work(self) -> BreakevenWork:
        """Return what carries it out, with a scenario made at both ends."""
        ends, (measure,) = self._ends(), checked_measures([self.measure])
        assert ends is not None, "it was checked"
        is_factor = isinstance(edit_from(self.low), Times)
        ground, edit = self.ground(), _edit(is_factor)
        own, base = ground.name_of(self.design), ground.name_of(self.baseline)
        at_ends = [Case(own, ((self.key, edit(x)),)) for x in ends]
        for case in at_ends:
            ground.scenario(case, 0)
        hold, search = bool(self.hold_baseline), self.search(*ends)
        question = BreakEvenQuestion(
            design=own,
            baseline=base,
            key=self.key,
            measure=measure,
            measures=checked_measures([], (*HEADLINE, measure)),
            search=search,
            edit=edit,
            shared=bool(shared_keys(ground, own, base, [self.key], hold)),
        )
        others = _others(ground=ground, design=own, baseline=base, key=self.key, asked=self.beside, hold=hold)
        cases = ground.digest([Case(base), *at_ends])
        about = json_of([cases, repr(search), measure, hold, [(o.key, o.told_at) for o in others]])
        return BreakevenWork(ground=ground, decides=about, question=question, others=tuple(others), is_factor=is_factor)


@dataclass(frozen=True, kw_only=True)
class BreakevenWork(GroundWork[BreakEvenFound]):
    """A search that can be run."""

    KIND = "breakeven"
    SHOWN: ClassVar[Drawn] = shown
    PICTURE = "break_even"

    question: BreakEvenQuestion
    others: tuple[Other, ...]
    is_factor: bool

    def carry_out(self, run: RunInHand, progress: Progress | None) -> BreakEvenFound:
        """Search, and ask the same with the other keys set."""
        ground, question = self.ground, self.question
        runner = ground.runner(run.means, progress)
        found, points = sought(question, runner, unit_of)
        told: tuple[Beside, ...] = ()
        if self.others:
            told = beside(question, self.others, BESIDE_POINTS, BESIDE_REPLICATIONS, runner)
        return BreakEvenFound(
            county=ground.county_name,
            county_title=ground.county_title,
            county_title_sv=ground.county_title_sv,
            design=question.design,
            baseline=question.baseline,
            key=question.key,
            measure=question.measure,
            low=question.search.low,
            high=question.search.high,
            tolerance=question.search.tolerance,
            found=found,
            points=points,
            beside=told,
            beside_runs=BESIDE_POINTS if self.others else 0,
            seed=ground.seed,
            years=ground.years,
            parameters=ground.source.mode,
            notes=ground.notes,
            is_factor=self.is_factor,
        )


def _edit(factor: bool) -> Callable[[float], Any]:
    return Times if factor else float


def _others(
    ground: StudyGround, design: str, baseline: str, key: str, asked: Mapping[str, Sequence[Any]] | None, hold: bool
) -> list[Other]:
    """Return the keys that the break-even is told beside: those asked for, or the usual that the design has."""
    wanted: Mapping[str, Sequence[Any]] = dict(USUAL_BESIDE) if asked is None else asked
    keys = ground.keys(design)
    others = []
    for name, values in wanted.items():
        there = name in keys or any(k.startswith(f"{name}.") for k in keys)
        if name == key or (asked is None and not there):
            continue
        edits = [edit_from(v) for v in values]
        factors = [isinstance(e, Times) for e in edits]
        numbers = [e.factor if isinstance(e, Times) else e for e in edits]
        plain = [float(n) for n in numbers if isinstance(n, int | float) and not isinstance(n, bool)]
        if len(plain) != len(edits) or len(set(plain)) < 2 or len(set(factors)) != 1:
            raise OptionError([unusable(f"--beside: {name}", list(values), _("two or more numbers, or factors"))])
        for e in edits:
            ground.scenario(Case(design, ((name, e),)), 0)
        shared = bool(shared_keys(ground, design, baseline, [name], hold))
        others.append(
            Other(
                key=name,
                low=min(plain),
                high=max(plain),
                told_at=tuple(plain),
                edit=_edit(factors[0]),
                shared=shared,
            )
        )
    return others
