"""The desk: where rooms ask, and one thread that owns all processes answers.

It waits for questions and for processes, and for nothing else: scenarios and sums are made in the back room. Asks take
turns, replication by replication (`turns.py`); what becomes of each is in `at_work.py`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import wait
from pathlib import Path
from queue import Empty, SimpleQueue
from secrets import token_hex
from threading import Lock, Thread, current_thread

from mellanrum.defaults import SEED, YEARS
from mellanrum.workshop.answering import Answering
from mellanrum.workshop.asks import ENDED, Ask, Heard, Question
from mellanrum.workshop.at_work import AtWork
from mellanrum.workshop.back_room import BackRoom
from mellanrum.workshop.places import WorldPlaces
from mellanrum.workshop.worlds import Workers
from sim.experiment.archive import Archive

__all__ = ["ENDED", "Ask", "Desk", "Question"]

CLOSING_SECONDS = 10.0
_log = logging.getLogger(__name__)


class Desk:
    """Answers questions, several at a time. Everything here may be called from any thread, and returns at once.

    `archive`: where outcomes are found and kept, at the addresses of `mellanrum compare`. `folder`: the workshop's, in
    which the desk writes nothing. `n_workers`: processes at work at a time. `worlds`: how many of a county wait.
    """

    def __init__(self, archive: Archive, folder: Path, n_workers: int, worlds: int = 20) -> None:
        self.archive, self.folder = archive, folder
        self._workers = Workers(archive, n_workers)
        self._inbox: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._awake, self._alarm = Pipe(duplex=False)
        self._rung, self._ringing = False, Lock()
        self._closing = False
        self._back_room = BackRoom(self._post)
        self._places = WorldPlaces(self._workers, self._back_room, worlds)
        self._asks = AtWork(archive, self._workers, self._back_room, self._places)
        self._thread = Thread(target=self._work, name="desk", daemon=True)
        self._thread.start()

    def warm(self, county: str) -> None:
        """Begin to prepare a county in the background."""
        self._post(lambda: self._places.prepare((county, SEED, YEARS)))

    def ask(self, question: Question, heard: Heard) -> Ask:
        """Take a question; `heard` is called in the desk's thread on each change, the last time when it has ended."""
        ask = Ask(token_hex(6), question)
        answering = Answering(ask, heard)
        if self._closing:
            ask.state = "cancelled"
        else:
            self._post(lambda: self._asks.take(answering))
        return ask

    def cancel(self, ask_id: str) -> None:
        """End an ask; its workers are free within a second. Of one that has ended, or that there is not: nothing."""
        self._post(lambda: self._asks.end(ask_id, "cancelled"))

    def listened(self, ask_id: str, somebody: bool) -> None:
        """Say whether anybody listens to an ask. One that all have left goes on when no other wants the time."""
        self._post(lambda: self._asks.listened(ask_id, somebody))

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
                self._asks.fail_all(error)
            if not self._closing:
                ready = list(wait([self._awake, *self._workers.pipes()]))
        self._asks.end_all("cancelled")
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
            self._asks.came(task, answer)
        for task, answer in self._workers.hear(()):  # what was dropped before it had begun
            self._asks.came(task, answer)
        while self._workers.free > 0 and self._asks.give():
            pass
        if not self._asks.turns.somebody_waits:
            self._workers.warm_up()
