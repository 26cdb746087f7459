"""The desk: where rooms ask, and one thread that owns all processes answers.

It waits for questions and for processes, and for nothing else: scenarios and sums are made in the back room. Asks take
turns, replication by replication; what two of them want is run once.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing import Pipe
from multiprocessing.connection import wait
from pathlib import Path
from queue import Empty, SimpleQueue
from secrets import token_hex
from threading import Lock, Thread, current_thread

from mellanrum.defaults import SEED, YEARS
from mellanrum.workshop.answering import Answering, Opened, Summed, opened
from mellanrum.workshop.asks import ENDED, Ask, Heard, Question, State
from mellanrum.workshop.back_room import BackRoom, Urgency
from mellanrum.workshop.grounds import Ground, Place, Wanted, designs_that_wait
from mellanrum.workshop.settled import Settled
from mellanrum.workshop.worlds import Task, Workers
from sim.experiment.archive import Archive
from sim.experiment.copies import Answer
from sim.experiment.entry import from_bytes
from sim.experiment.pool import ATTEMPTS, one_line
from sim.experiment.replicate import said_of
from sim.experiment.warm import died
from sim.terms.errors import InputError, RunError, refusal
from sim.terms.language import _, speaking

__all__ = ["ENDED", "Ask", "Desk", "Question"]

CLOSING_SECONDS = 10.0
_log = logging.getLogger(__name__)


class Desk:
    """Answers questions, several at a time. Everything here may be called from any thread, and returns at once.

    `archive`: where outcomes are found and kept, at the addresses of `mellanrum compare`. `folder`: the workshop's, in
    which the desk writes nothing. `n_workers`: processes at work at a time. `worlds`: how many of a county wait.
    """

    def __init__(self, archive: Archive, folder: Path, n_workers: int, worlds: int = 20) -> None:
        self.archive, self.folder, self._n_worlds = archive, folder, worlds
        self._workers = Workers(archive, n_workers)
        self._asks: dict[str, Answering] = {}
        self._fresh: deque[Answering] = deque()
        self._turns: deque[Answering] = deque()
        self._tasks: dict[str, Task] = {}
        self._grounds: dict[Place, Ground] = {}
        self._inbox: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._awake, self._alarm = Pipe(duplex=False)
        self._rung, self._ringing = False, Lock()
        self._closing = False
        self._back_room = BackRoom(self._post)
        self._thread = Thread(target=self._work, name="desk", daemon=True)
        self._thread.start()

    def warm(self, county: str) -> None:
        """Begin to prepare a county in the background."""
        self._post(lambda: self._prepare((county, SEED, YEARS)))

    def ask(self, question: Question, heard: Heard) -> Ask:
        """Take a question; `heard` is called in the desk's thread on each change, the last time when it has ended."""
        ask = Ask(token_hex(6), question)
        answering = Answering(ask, heard)
        if self._closing:
            ask.state = "cancelled"
        else:
            self._post(lambda: self._take(answering))
        return ask

    def cancel(self, ask_id: str) -> None:
        """End an ask; its workers are free within a second. Of one that has ended, or that there is not: nothing."""
        self._post(lambda: self._end(self._asks.get(ask_id), "cancelled"))

    def processes(self) -> tuple[int, ...]:
        """Return the ids of the processes that there are now."""
        return self._workers.processes()

    def close(self, patience: float = 0.5) -> None:
        """End all asks and processes, and wait until that is so.

        `patience`: for how many seconds settled answers are waited for that are being kept. One that is not kept is
        summed up again when somebody asks for it.
        """
        self._closing = True
        self._post(lambda: None)
        if current_thread() is not self._thread:
            self._thread.join(CLOSING_SECONDS)
            self._back_room.close(patience)

    # The thread -------------------------------------------------------------------------------------------------------

    def _post(self, do: Callable[[], None]) -> None:
        """Have something done in the desk's thread."""
        self._inbox.put(do)
        with self._ringing:
            if not self._rung:
                self._rung = True
                with suppress(OSError):  # it is closed
                    self._alarm.send_bytes(b"!")

    def _work(self) -> None:
        ready: list[object] = []
        while not self._closing:
            try:
                self._once(ready)
            except Exception as error:  # a fault here must not leave rooms waiting for ever
                _log.exception("the desk")
                for answering in list(self._asks.values()):
                    self._failed(answering, error)
            if not self._closing:
                ready = list(wait([self._awake, *self._workers.pipes()]))
        for answering in list(self._asks.values()):
            self._end(answering, "cancelled")
        self._workers.close()

    def _once(self, ready: list[object]) -> None:
        """Do what was asked, hear what has come, and give to whoever is free."""
        if self._awake in ready:
            with self._ringing:
                self._awake.recv_bytes()
                self._rung = False
        with suppress(Empty):
            while not self._closing:
                self._inbox.get_nowait()()
        for task, answer in self._workers.hear(ready):
            self._came(task, answer)
        for task, answer in self._workers.hear(()):  # what was dropped before it had begun
            self._came(task, answer)
        while self._workers.free > 0 and (next_one := self._next_task()) is not None:
            self._workers.give(next_one)
            for asker, _replication, _position in next_one.askers:
                self._grow(asker)
        if not self._fresh:
            self._workers.warm_up()

    # Places -----------------------------------------------------------------------------------------------------------

    def _prepare(self, place: Place) -> None:
        """Let worlds of a place wait, the sooner the fewer questions there are."""
        if not self._workers.touch(place):
            return
        days: list[float] = []
        names = designs_that_wait()

        def look(nth: int) -> None:
            if nth < len(names):
                self._later(lambda: self._ground(place).first_change(names[nth]), partial(looked, nth))
            elif days:
                hold(0)

        def looked(nth: int, day: float | None) -> None:
            days.extend([] if day is None else [day])
            look(nth + 1)

        def hold(replication: int) -> None:
            if replication < self._n_worlds:
                self._later(lambda: self._ground(place).today(replication), partial(made, replication))

        def made(replication: int, job: object) -> None:
            self._workers.hold(place, job, min(days))  # type: ignore[arg-type]
            hold(replication + 1)

        look(0)

    def _later(self, work: Callable[[], object], then: Callable[[object], None]) -> None:
        """Have something done when nobody waits for anything."""
        self._quietly(Urgency.LATER, work, then)

    def _quietly(
        self, urgency: Urgency, work: Callable[[], object], then: Callable[[object], None] = lambda nothing: None
    ) -> None:
        """Have something done that no answer depends on: what fails is not there, and nobody hears of it."""
        self._back_room.do(urgency, work, then, lambda error: _log.warning("%s", one_line(error)))

    def _ground(self, place: Place) -> Ground:
        """Return the ground of a place (in the back room)."""
        if place not in self._grounds:
            self._grounds[place] = Ground(place)
        return self._grounds[place]

    # Asks -------------------------------------------------------------------------------------------------------------

    def _take(self, answering: Answering) -> None:
        question = answering.ask.question
        self._asks[answering.ask.id] = answering
        self._fresh.append(answering)
        self._back_room.do(
            Urgency.OPENING,
            lambda: opened(answering.ask, self._ground, self.archive),
            partial(self._opened, answering),
            partial(self._failed, answering),
        )
        self._prepare((question.county, question.seed, question.years))

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
            Urgency.JOBS if replication else Urgency.FIRST_JOBS,
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

    def _next_task(self) -> Task | None:
        """Return the task whose turn it is: who has had none first, then in turn, replication by replication."""
        able = [a for a in (*self._fresh, *self._turns) if a.next_ready() is not None]
        if not able:
            return None
        most = max(a.ask.question.priority for a in able)
        answering = next(a for a in able if a.ask.question.priority == most)
        task = answering.ready.popleft()
        following = answering.next_ready()
        if following is None or following.job.replication != task.job.replication:
            self._leave_queue(answering)
            self._turns.append(answering)
        return task

    def _leave_queue(self, answering: Answering) -> None:
        for queue in (self._fresh, self._turns):
            if answering in queue:
                queue.remove(answering)

    def _came(self, task: Task, answer: Answer | None) -> None:
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

    def _sum_up(self, answering: Answering) -> None:
        if not answering.worth_summing():
            return
        answering.summing = True
        soon = answering.summed == 0 or answering.enough is not None
        self._back_room.do(
            Urgency.FIRST_ESTIMATE if soon else Urgency.SHARPER,
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
            self._quietly(Urgency.KEEPING, lambda: Settled(self.archive).put(key, summed.comparison))
            self._end(answering, answering.ask.state)
        else:
            self._go_on(answering)

    def _seconds_left(self, answering: Answering) -> float | None:
        """Return about how long it takes to the end, if all who ask now go on asking; None until that is known."""
        seconds = self._workers.seconds
        if seconds is None or answering.enough is not None:
            return None
        mine = answering.ask.total - answering.ask.done
        others = [a.ask.total - a.ask.done for a in self._asks.values() if a is not answering]
        jobs = mine + sum(min(mine, left) for left in others)
        return jobs * seconds / self._workers.n_workers

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

    def _end(self, answering: Answering | None, state: State) -> None:
        if answering is None or answering.ask.id not in self._asks:
            return
        del self._asks[answering.ask.id]
        self._leave_queue(answering)
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
