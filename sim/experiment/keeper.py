"""A process in which a world waits at a day: jobs run on from there in copies of it, any number at a time.

Messages to it: `WARM_UP`, (ticket, job), (ticket, None) to drop a job. From it: (`WARMED`, answer), and for every
ticket that it was given exactly one (ticket, answer), None where it was dropped or the copy that did it died.
"""

from __future__ import annotations

import gc
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any

from sim.experiment.copies import CAN_FORK, Answer, Copy, attempt
from sim.experiment.families import AnyPerform
from sim.experiment.replicate import Job

if TYPE_CHECKING:
    from sim.model.world import World
    from sim.terms.log import EventLog

WARM_UP = "warm up"
WARMED = -1
"""In the place of a ticket: the world has run to its day."""


def keep(job: Job | None, day: float, perform: AnyPerform, pipe: Connection) -> None:
    """In the process: run the world of `job` to its day, and jobs from there, until nobody is at the other end.

    Without `job` no world waits: every job is run from its first day.
    """
    from sim.model.simulate import resting_collector

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keeping = _Keeping(_Waiting(job, day, perform), pipe)
    with suppress(EOFError, OSError), resting_collector():
        try:
            while True:
                keeping.hear()
        finally:
            keeping.end()


class _Waiting:
    """A world that runs to its day when it is told to. Without copies of processes there is none.

    `today`: the log of the world in which nothing changes, once it was asked for: what different designs want to
    know of it (`Job.moves`) is measured anew, and not run anew.
    """

    def __init__(self, job: Job | None, day: float, perform: AnyPerform) -> None:
        self.job, self.day, self.perform = job, day, perform
        self.world: World | None = None
        self.today: EventLog | None = None

    def warm(self) -> None:
        """Run the world to its day, unless it has."""
        from sim.model.together import wait_at

        if self.job is not None and self.world is None and CAN_FORK:
            self.world = wait_at(self.job.scenario, self.job.seed, self.job.replication, self.day)
            gc.collect()
            gc.freeze()  # the collector of a copy would touch, and so copy, all that lives on

    def lacks_today(self, job: Job) -> bool:
        """Return whether `job` is that nothing changes, and that has not been run."""
        return self.world is not None and not job.scenario.changes and self.today is None

    def log(self, job: Job) -> EventLog | None:
        """Return the job's log from where the world waits; None if something changes before that."""
        from sim.model.together import first_day, to_the_end

        if self.world is None or first_day(job.scenario) < self.day:
            return None
        return to_the_end(self.world, job.scenario)

    def run_today(self, job: Job) -> EventLog | None:
        """Return the log of a job in which nothing changes, with its digest."""
        log = self.log(job)
        if log is not None:
            log.digest()
        return log

    def run(self, job: Job) -> Any:
        """Run a job, from the first day if something changes before the world's day, and measure it."""
        unchanged = self.world is not None and not job.scenario.changes
        return self.perform(job, self.today if unchanged and self.today is not None else self.log(job))


class _Keeping:
    """What is at work in copies, and who is told of it."""

    def __init__(self, waiting: _Waiting, pipe: Connection) -> None:
        self._waiting, self._pipe = waiting, pipe
        self._copies: dict[Copy, int] = {}
        self._running_today: dict[Copy, Job] = {}
        self._after_today: dict[int, Job] = {}

    def hear(self) -> None:
        """Wait for a message or an answer, and do what is to be done about it. Raises EOFError at the end."""
        ready: list[Any] = wait([self._pipe, *self._copies])  # type: ignore[list-item]
        for copy in [one for one in ready if one is not self._pipe]:
            self._answered(copy)
        if self._pipe in ready:
            self._asked(self._pipe.recv())

    def end(self) -> None:
        """End every copy."""
        for copy in self._copies:
            copy.kill()

    def _asked(self, message: Any) -> None:
        if message == WARM_UP:
            self._pipe.send((WARMED, attempt(self._waiting.warm)))
            return
        ticket, job = message
        if job is None:
            self._drop(ticket)
        elif not CAN_FORK:
            self._pipe.send((ticket, attempt(partial(self._waiting.run, job))))
        else:
            self._begin(ticket, job)

    def _begin(self, ticket: int, job: Job) -> None:
        """Run a job; where today is being run for another, that is waited for."""
        if not self._waiting.lacks_today(job):
            self._start(ticket, partial(self._waiting.run, job))
        elif self._running_today:
            self._after_today[ticket] = job
        else:
            copy = self._start(ticket, partial(self._waiting.run_today, job))
            self._running_today[copy] = job

    def _start(self, ticket: int, do: Callable[[], Any]) -> Copy:
        copy = Copy(do, ends_with_parent=True)
        self._copies[copy] = ticket
        return copy

    def _drop(self, ticket: int) -> None:
        """Leave a job; of one that has been answered there is nothing to leave."""
        if self._after_today.pop(ticket, None) is not None:
            self._pipe.send((ticket, None))
        for copy in [copy for copy, nth in self._copies.items() if nth == ticket]:
            del self._copies[copy]
            self._running_today.pop(copy, None)
            copy.kill()
            self._pipe.send((ticket, None))
        self._begin_those_after_today()

    def _begin_those_after_today(self) -> None:
        """Begin what waited for today, now that it is there or that nobody runs it any more."""
        if not self._running_today:
            waited, self._after_today = self._after_today, {}
            for ticket, job in waited.items():
                self._begin(ticket, job)

    def _answered(self, copy: Copy) -> None:
        ticket, job = self._copies.pop(copy), self._running_today.pop(copy, None)
        answer: Answer | None = copy.answer()
        if job is not None and answer is not None and answer[0]:
            self._waiting.today = answer[1]
            self._start(ticket, partial(self._waiting.run, job))
        else:
            self._pipe.send((ticket, answer))
        self._begin_those_after_today()
