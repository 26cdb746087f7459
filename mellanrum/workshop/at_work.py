"""Asks that are being answered: opened, run replication by replication, judged, summed up and ended.

What two of them want is run once. Scenarios and sums are made in the back room, so that nothing here waits.
"""

from __future__ import annotations

import logging
from functools import partial

from mellanrum.workshop.answering import Answering, Opened, Summed, opened
from mellanrum.workshop.asks import State
from mellanrum.workshop.back_room import BackRoom, Urgency
from mellanrum.workshop.grounds import Wanted
from mellanrum.workshop.places import WorldPlaces
from mellanrum.workshop.settled import Settled
from mellanrum.workshop.turns import Turns
from mellanrum.workshop.worlds import Task, Workers
from sim.experiment.archive import Archive
from sim.experiment.copies import Answer
from sim.experiment.entry import from_bytes
from sim.experiment.pool import ATTEMPTS, one_line
from sim.experiment.replicate import said_of
from sim.experiment.warm import died
from sim.terms.errors import InputError, RunError, refusal
from sim.terms.language import _, speaking

_log = logging.getLogger(__name__)


class AtWork:
    """The asks that have not ended. All is of the desk's thread."""

    def __init__(self, archive: Archive, workers: Workers, back_room: BackRoom, places: WorldPlaces) -> None:
        self.archive, self._workers, self._back_room, self._places = archive, workers, back_room, places
        self._asks: dict[str, Answering] = {}
        self._tasks: dict[str, Task] = {}
        self.turns = Turns()

    def take(self, answering: Answering) -> None:
        """Begin to answer an ask."""
        question = answering.ask.question
        self._asks[answering.ask.id] = answering
        self.turns.enter(answering)
        self._back_room.do(
            Urgency.OPENING,
            lambda: opened(answering.ask, self._places.ground, self.archive),
            partial(self._opened, answering),
            partial(self._failed, answering),
        )
        self._places.prepare((question.county, question.seed, question.years))

    def listened(self, ask_id: str, somebody: bool) -> None:
        """Take in whether anybody listens to an ask; of one that has ended, or that there is not: nothing."""
        if ask_id in self._asks:
            self._asks[ask_id].left = not somebody

    def end(self, ask_id: str, state: State) -> None:
        """End an ask; of one that has ended, or that there is not: nothing."""
        if ask_id in self._asks:
            self._end(self._asks[ask_id], state)

    def end_all(self, state: State) -> None:
        """End every ask."""
        for answering in list(self._asks.values()):
            self._end(answering, state)

    def fail_all(self, error: Exception) -> None:
        """End every ask, since there is a fault of ours."""
        for answering in list(self._asks.values()):
            self._failed(answering, error)

    def give(self) -> bool:
        """Give the next task to a process. Return whether there was one."""
        task = self.turns.next_task()
        if task is None:
            return False
        self._workers.give(task)
        for asker, _replication, _position in task.askers:
            self._grow(asker)
        return True

    # Run ------------------------------------------------------------------------------------------------------------

    def _opened(self, answering: Answering, found: Opened) -> None:
        ask = answering.ask
        if answering.ended:
            return
        answering.opened = found
        n_designs = len(ask.question.designs)
        if found.kept is not None and found.kept.enough is not None:
            ask.comparison, ask.replications = found.kept, found.kept.replications
            ask.done = ask.total = ask.from_archive = n_designs * found.kept.replications
            self._end(answering, "settled" if found.kept.enough.enough else "enough")
            return
        ask.total = n_designs * ask.question.budget
        ask.state = "running"
        self._grow(answering)
        self._tell(answering)

    def _grow(self, answering: Answering) -> None:
        """Have the jobs of a further replication made, unless there are enough to go on with."""
        found, replication = answering.opened, len(answering.rows)
        if answering.growing or answering.ended or found is None or answering.enough is not None:
            return
        waiting = sum(task.ticket is None for task in answering.tasks)
        if replication >= answering.ask.question.budget or waiting >= self._workers.n_workers:
            return
        answering.growing = True
        self._back_room.do(
            Urgency.LATER if answering.left else Urgency.JOBS if replication else Urgency.FIRST_JOBS,
            lambda: found.ground.wanted(answering.ask.question, found.first, replication, self.archive),
            partial(self._grown, answering),
            partial(self._failed, answering),
        )

    def _grown(self, answering: Answering, row: list[Wanted]) -> None:
        if answering.ended:
            return
        answering.growing = False
        replication = len(answering.rows)
        answering.grown(row)
        place = answering.opened.ground.place if answering.opened else None
        for position, wanted in enumerate(row):
            if wanted.found is not None:
                continue
            late = None if wanted.job.key in self._tasks else self.archive.get(wanted.job.key, wanted.job)
            if late is not None:  # another ask had it run meanwhile
                answering.came(replication, position, late)
                continue
            world = (place, replication) if wanted.waits else None
            task = self._tasks.setdefault(wanted.job.key, Task(wanted.job, world))
            task.askers.append((answering, replication, position))
            answering.tasks.add(task)
            answering.ready.append(task)
        self._go_on(answering)

    def came(self, task: Task, answer: Answer | None) -> None:
        """Take what has come of a task: an entry of the archive, a complaint, or nothing, since its process died."""
        if answer is None and task.tried < ATTEMPTS:
            for answering, _replication, _position in task.askers:
                answering.ready.appendleft(task)
            return
        self._tasks.pop(task.job.key, None)
        for answering, replication, position in list(task.askers):
            answering.tasks.discard(task)
            if answer is None:
                self._failed(answering, died(task.job))
            elif not answer[0]:
                self._failed(answering, said_of(task.job, answer[1]))
            else:
                answering.came(replication, position, from_bytes(task.job.key, position, answer[1], whole=True))
        for answering in dict.fromkeys(answering for answering, _replication, _position in task.askers):
            self._go_on(answering)

    def _go_on(self, answering: Answering) -> None:
        """Do what is due after something has come: judge, sum up, grow, tell."""
        if answering.ended:
            return
        answering.count()
        if answering.enough is not None:
            self._drop_tasks(answering)
        self._sum_up(answering)
        self._grow(answering)
        answering.ask.seconds_left = self._seconds_left(answering)
        self._tell(answering)

    # Sum up ---------------------------------------------------------------------------------------------------------

    def _sum_up(self, answering: Answering) -> None:
        if not answering.worth_summing():
            return
        answering.summing = True
        soon = answering.summed == 0 or answering.enough is not None
        self._back_room.do(
            Urgency.LATER if answering.left else Urgency.FIRST_ESTIMATE if soon else Urgency.SHARPER,
            answering.sum_up,
            partial(self._summed, answering),
            partial(self._failed, answering),
        )

    def _summed(self, answering: Answering, summed: Summed) -> None:
        if answering.ended:
            return
        answering.take(summed)
        if answering.ended and answering.opened is not None:
            key = answering.opened.key
            self._back_room.do_quietly(Urgency.KEEPING, lambda: Settled(self.archive).put(key, summed.comparison))
            self._end(answering, answering.ask.state)
        else:
            self._go_on(answering)

    def _seconds_left(self, answering: Answering) -> float | None:
        """Return about how long it takes to the end, if all who ask now go on asking; None until that is known.

        Asks that nobody listens to take none of the time of the others.
        """
        seconds = self._workers.seconds
        if seconds is None or answering.enough is not None:
            return None
        mine = answering.ask.total - answering.ask.done
        others = [
            a.ask.total - a.ask.done for a in self._asks.values() if a is not answering and a.left <= answering.left
        ]
        jobs = mine + sum(min(mine, left) for left in others)
        return jobs * seconds / self._workers.n_workers

    # End ------------------------------------------------------------------------------------------------------------

    def _failed(self, answering: Answering, error: Exception) -> None:
        """End an ask that cannot be answered, and say why."""
        if answering.ended:
            return
        with speaking(answering.language):
            said = list(error.lines) if isinstance(error, InputError) else [_told(error)]
        if not isinstance(error, InputError | RunError):
            _log.error("ask %s", answering.ask.id, exc_info=error)
        answering.ask.told = said
        self._end(answering, "failed")

    def _end(self, answering: Answering, state: State) -> None:
        if answering.ask.id not in self._asks:
            return
        del self._asks[answering.ask.id]
        self.turns.leave(answering)
        self._drop_tasks(answering)
        answering.ask.state = state
        self._tell(answering)

    def _drop_tasks(self, answering: Answering) -> None:
        """Leave what it wanted, but what others want as well."""
        for task in answering.tasks:
            task.askers = [asker for asker in task.askers if asker[0] is not answering]
            if not task.askers:
                self._tasks.pop(task.job.key, None)
                self._workers.drop(task)
        answering.tasks.clear()
        answering.ready.clear()

    def _tell(self, answering: Answering) -> None:
        try:
            answering.heard(answering.ask)
        except Exception:  # whoever listens cannot stop the desk
            _log.exception("listener")


def _told(error: Exception) -> str:
    """Return what an error says, in a sentence."""
    if isinstance(error, RunError):
        return str(error)
    return refusal(error) or _("a fault in the program: {why}", why=one_line(error))
