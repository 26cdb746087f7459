"""Packs: likely questions answered overnight, so that the page has their answers at once, and the same numbers."""

from __future__ import annotations

from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory

from mellanrum.workshop.asks import BUDGET, ENDED, LEAST, Ask, Question
from mellanrum.workshop.desk import Desk
from mellanrum.workshop.drafts import file_of
from mellanrum.workshop.pack_plan import PackPlan, read_plan
from sim.experiment.archive import Archive
from sim.experiment.replicate import Progress, available_cores
from sim.terms.errors import RunError

KEEPING_SECONDS = 60.0
AT_A_TIME = 3
"""Questions at the desk together: while one is summed up the others keep the processes at work."""


def prepare(
    plan: Path,
    archive: Archive,
    progress: Progress | None = None,
    n_workers: int | None = None,
    *,
    least: int = LEAST,
    budget: int = BUDGET,
) -> int:
    """Answer all that a plan asks for and keep it in the archive; return how many questions that were.

    What is in the archive is not run again, so a pack that was stopped goes on where it was. `progress`: called with
    replications of all designs done, and in all if every question takes its whole budget. `least`, `budget`: those of
    the page, else it asks for something that is not there. Raises OptionError with all that is wrong with the plan,
    RunError with what stopped it; KeyboardInterrupt ends every process.
    """
    asked = read_plan(plan)
    archive.check_writable()
    with TemporaryDirectory() as folder:
        desk = Desk(archive, Path(folder), n_workers or available_cores())
        try:
            _answer(_questions(asked, Path(folder), least, budget), desk, progress)
        finally:
            desk.close(KEEPING_SECONDS)
    return len(asked.questions)


def _questions(plan: PackPlan, folder: Path, least: int, budget: int) -> list[Question]:
    return [
        Question(
            county=plan.county,
            designs=tuple(file_of(draft, folder) for draft in drafts),
            seed=plan.seed,
            years=plan.years,
            least=least,
            budget=budget,
        )
        for drafts in plan.questions
    ]


def _answer(questions: list[Question], desk: Desk, progress: Progress | None) -> None:
    """Ask one question after the other, a few at a time, until all are answered."""
    total = sum(len(question.designs) * question.budget for question in questions)
    changed: SimpleQueue[Ask] = SimpleQueue()
    waiting, asked, ended = list(reversed(questions)), list[Ask](), set[str]()
    while len(ended) < len(questions):
        while waiting and len(asked) - len(ended) < AT_A_TIME:
            asked.append(desk.ask(waiting.pop(), changed.put))
        ask = changed.get()
        if ask.state in ENDED:
            ended.add(ask.id)
        if ask.state == "failed":
            raise RunError("\n".join(ask.told))
        if progress is not None:
            progress(sum(_done(one) for one in asked), total)


def _done(ask: Ask) -> int:
    """Return the replications that need no more running: all of the budget where fewer were enough."""
    return len(ask.question.designs) * ask.question.budget if ask.state in ENDED else ask.done
