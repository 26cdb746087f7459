"""A thread for what takes tenths of a second and needs no process: scenarios are made there, and results summed up.

One thing at a time, the most urgent first, so that the desk itself never waits.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from enum import IntEnum
from itertools import count
from queue import Empty, PriorityQueue
from threading import Thread
from typing import TypeVar

from sim.experiment.pool import one_line

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Urgency(IntEnum):
    """What goes first: whatever a room has nothing to look at without."""

    FIRST_JOBS = 0
    OPENING = 1
    FIRST_ESTIMATE = 2
    JOBS = 3
    SHARPER = 4
    KEEPING = 5
    LATER = 6


class BackRoom:
    """`post`: has something done in the desk's thread, where all that is found here is told."""

    def __init__(self, post: Callable[[Callable[[], None]], None]) -> None:
        self._post = post
        self._asked: PriorityQueue[tuple[int, int, Callable[[], None]]] = PriorityQueue()
        self._numbers = count()
        self._closed = False
        self._thread = Thread(target=self._work, name="back room", daemon=True)
        self._thread.start()

    def do(
        self,
        urgency: Urgency,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Have `work` done here, and in the desk's thread either `then` with what it returned or `failed`."""

        def one() -> None:
            try:
                found = work()
            except Exception as error:
                why = error  # the name of an exception ends with its clause
                self._post(lambda: failed(why))
            else:
                self._post(lambda: then(found))

        self._asked.put((urgency, next(self._numbers), one))

    def do_quietly(
        self, urgency: Urgency, work: Callable[[], object], then: Callable[[object], None] = lambda nothing: None
    ) -> None:
        """Have something done that no answer depends on: what fails is not there, and nobody hears of it."""
        self.do(urgency, work, then, lambda error: _log.warning("%s", one_line(error)))

    def close(self, patience: float) -> None:
        """Begin nothing more but keeping what was found, and wait for that so many seconds at most."""
        self._closed = True
        self._asked.put((-1, next(self._numbers), lambda: None))
        self._thread.join(patience)

    def _work(self) -> None:
        while not self._closed:
            self._asked.get()[2]()
        with suppress(Empty):
            while True:
                urgency, _number, one = self._asked.get_nowait()
                if urgency == Urgency.KEEPING:
                    one()
