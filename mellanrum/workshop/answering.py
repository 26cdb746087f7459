"""One ask at the desk: its jobs, what has come of them, and when they are enough."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from time import monotonic

from mellanrum.questions.compare import CompareRequest, GrowingWork
from mellanrum.wiring.precision import wanted_of
from mellanrum.workshop.asks import ENDED, Ask, Heard
from mellanrum.workshop.grounds import Ground, Wanted, WorldPlace, request_of
from mellanrum.workshop.settled import Settled, settled_key
from mellanrum.workshop.worlds import Task
from sim.comparison.results import Comparison, Enough
from sim.experiment.archive import Archive
from sim.experiment.replicate import Outcome
from sim.experiment.run import run_id_of
from sim.experiment.study import Study, compare, labels
from sim.studies.enough import PrecisionWanted as Precise
from sim.studies.enough import until_enough
from sim.terms.errors import MellanrumError
from sim.terms.language import language

DOUBLING_UNTIL = 8
"""Results are summed up after 1, 2, 4 and 8 replications, and from there on as often as it does not slow the rest."""
SHARE_OF_SUMMING = 0.2
"""Most of the time that a thread spends on summing one ask up from there on. An assumption: two workers share a laptop
with it."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A question that can be asked. `first`: its study of one replication; `kept`: its answer, if it was settled."""

    ground: Ground
    request: CompareRequest
    first: Study
    run_id: str
    key: str
    kept: Comparison | None

    @property
    def precise(self) -> Precise:
        """How precise the answer is to be."""
        return wanted_of(self.request.precision or {})


def opened(ask: Ask, ground_of: Callable[[WorldPlace], Ground], archive: Archive) -> Opened:
    """Return a question with its ground. Raises InputError with all that is wrong with it."""
    question, request = ask.question, request_of(ask.question)
    ground = ground_of((question.county, question.seed, question.years))
    first = ground.study(question, 1)
    run_id = run_id_of(GrowingWork(first, request, wanted_of(request.precision or {})))
    key = settled_key(request, first)
    return Opened(
        ground=ground, request=request, first=first, run_id=run_id, key=key, kept=Settled(archive).get(key, first)
    )


@dataclass(frozen=True, slots=True)
class Summed:
    """A comparison over some replications; `enough` where they are the last."""

    comparison: Comparison
    replications: int
    enough: Enough | None
    seconds: float


@dataclass(eq=False)
class Answering:
    """An ask as the desk has it. All is of the desk's thread; `sum_up` reads what no longer changes.

    `rows`: outcomes, replication by replication, each design in turn. `ready`: tasks that no process has. `left`:
    nobody listens any more, so it goes on when no other wants the time.
    """

    ask: Ask
    heard: Heard
    opened: Opened | None = None
    rows: list[list[Outcome | None]] = field(default_factory=list)
    tasks: set[Task] = field(default_factory=set)
    ready: deque[Task] = field(default_factory=deque)
    enough: Enough | None = None
    growing: bool = False
    summing: bool = False
    summed: int = 0
    left: bool = False
    language: str = field(default_factory=lambda: language().code)
    _next_check: int = 0
    _projected: int = 0
    _rest_until: float = 0.0

    @property
    def ended(self) -> bool:
        """Whether nothing about it will change."""
        return self.ask.state in ENDED

    def grown(self, row: Sequence[Wanted]) -> None:
        """Take a further replication, with what the archive has of it."""
        self.rows.append([wanted.found for wanted in row])
        there = [wanted for wanted in row if wanted.found is not None]
        self.ask.from_archive += len(there)
        self.ask.done += len(there)

    def came(self, replication: int, position: int, outcome: Outcome) -> None:
        """Take the outcome of a job."""
        if self.rows[replication][position] is None:
            self.rows[replication][position] = replace(outcome, design=position)
            self.ask.done += 1

    def count(self) -> None:
        """Count the replications that are complete, and find out whether they are enough."""
        n = self.ask.replications
        while n < len(self.rows) and all(outcome is not None for outcome in self.rows[n]):
            n += 1
        self.ask.replications = n
        if self.enough is None and self.opened is not None and n >= max(self._next_check, self.ask.question.least):
            self._judge(self.opened, n)

    def _judge(self, opened: Opened, n: int) -> None:
        """Find out by the very rule of `compare -n auto` whether `n` replications are enough."""
        from sim.measures import unit_of

        def outcomes(asked: int) -> Sequence[Outcome]:
            if asked > n:
                raise _MoreError(asked)
            return self.outcomes(asked)

        try:
            _used, self.enough = until_enough(outcomes, labels(opened.first), opened.precise, unit_of, 1)
        except _MoreError as more:
            self._next_check = more.replications

    def outcomes(self, replications: int) -> list[Outcome]:
        """Return the outcomes of the first replications, which are complete."""
        return [outcome for row in self.rows[:replications] for outcome in row if outcome is not None]

    def worth_summing(self) -> bool:
        """Return whether a comparison over what there is now is due."""
        n = self.ask.replications
        if self.summing or n == 0 or self.ended:
            return False
        if self.enough is not None or self.summed == 0:
            return True
        if self.summed < DOUBLING_UNTIL:
            return n >= 2 * self.summed
        return n > self.summed and monotonic() >= self._rest_until

    def sum_up(self) -> Summed:
        """Return the comparison over the replications that are complete (in the back room)."""
        assert self.opened is not None
        began, enough, n = monotonic(), self.enough, self.ask.replications
        n = n if enough is None else enough.replications
        study = self.opened.ground.study(self.ask.question, n)
        found = compare(study, self.outcomes(n), self.opened.run_id, version("mellanrum"))
        return Summed(replace(found, enough=enough), n, enough, monotonic() - began)

    def take(self, summed: Summed) -> None:
        """Show a comparison."""
        self.summing = False
        self.summed = summed.replications
        self._rest_until = monotonic() + summed.seconds / SHARE_OF_SUMMING
        self.ask.comparison = summed.comparison
        if summed.enough is not None:
            self.ask.replications = summed.replications
            self.ask.seconds_left = 0.0
            self.ask.state = "settled" if summed.enough.enough else "enough"

    def next_ready(self) -> Task | None:
        """Return the task that it would have run next."""
        while self.ready and (self.ready[0].ticket is not None or self.ready[0] not in self.tasks):
            self.ready.popleft()  # another ask's turn has run it
        return self.ready[0] if self.ready else None


class _MoreError(MellanrumError):
    """The rule wants to see so many replications."""

    def __init__(self, replications: int) -> None:
        super().__init__(replications)
        self.replications = replications
