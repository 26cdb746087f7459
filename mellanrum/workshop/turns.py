"""Whose turn it is: which ask at the desk is given the next process.

Asks that somebody listens to go before those that everybody has left, among them those of a higher priority, then one
that has had no turn; for the rest they go round, replication by replication.
"""

from __future__ import annotations

from collections import deque

from mellanrum.workshop.answering import Answering
from mellanrum.workshop.worlds import Task


class Turns:
    """The asks that may be given a process. All is of the desk's thread."""

    def __init__(self) -> None:
        self._fresh: deque[Answering] = deque()
        self._round: deque[Answering] = deque()

    def enter(self, answering: Answering) -> None:
        """Let an ask have turns; until its first it goes before those that have had one."""
        self._fresh.append(answering)

    def leave(self, answering: Answering) -> None:
        """Let an ask have no more turns."""
        for queue in (self._fresh, self._round):
            if answering in queue:
                queue.remove(answering)

    @property
    def somebody_waits(self) -> bool:
        """Whether somebody listens to an ask that has had no turn."""
        return any(not answering.left for answering in self._fresh)

    def next_task(self) -> Task | None:
        """Return the task whose turn it is, None if there is nothing to run."""
        able = [answering for answering in (*self._fresh, *self._round) if answering.next_ready() is not None]
        if not able:
            return None
        answering = max(able, key=_before)  # of those that are equal the first
        if answering.left and self.somebody_waits:
            return None  # its first jobs are being made: a process that is given away now comes back in seconds
        task = answering.ready.popleft()
        following = answering.next_ready()
        if following is None or following.job.replication != task.job.replication:
            self.leave(answering)
            self._round.append(answering)
        return task


def _before(answering: Answering) -> tuple[bool, int]:
    return not answering.left, answering.ask.question.priority
