"""A copy of this process, made by `fork`: it does one thing from where this one stands, and tells what came of it."""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from sim.experiment.pool import complaint_of

CAN_FORK = sys.platform == "linux"
"""Elsewhere a copy of the process is not there, or not safe beside other libraries' threads."""
FINE = 0
_END_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux's prctl."""
_SYSTEM = ctypes.CDLL(None) if CAN_FORK else None

_TO_STOP = {signal.SIGINT, signal.SIGTERM}
"""Held back while a process is copied: what they raise within Python's own hooks of a fork is printed and lost."""

Answer = tuple[bool, Any]
"""(True, what was returned), or (False, the RunError that is to be raised for it)."""


class Copy:
    """A copy at work. It has to be waited for (`answer`) or ended (`kill`): one of the two, once.

    `ends_with_parent`: it is killed when this process ends. Otherwise it finishes what it writes, and nobody hears.
    """

    def __init__(self, do: Callable[[], Any], ends_with_parent: bool = False) -> None:
        reading, writing = os.pipe()
        original = os.getpid() if ends_with_parent else None
        heard = signal.pthread_sigmask(signal.SIG_BLOCK, _TO_STOP)
        try:
            self.pid = os.fork()
        except OSError:
            signal.pthread_sigmask(signal.SIG_SETMASK, heard)
            raise
        if self.pid == 0:
            os.close(reading)
            _tell(do, writing, original, heard)
        os.close(writing)
        self._pipe = os.fdopen(reading, "rb")
        try:
            signal.pthread_sigmask(signal.SIG_SETMASK, heard)
        except BaseException:  # this process was told to stop meanwhile
            self.kill()
            raise

    def fileno(self) -> int:
        """What a poll looks at: there is something to read once the copy has done it, or has died."""
        return self._pipe.fileno()

    def answer(self) -> Answer | None:
        """Wait for what comes of it: None if the copy died. However this process is stopped, the copy ends."""
        try:
            with self._pipe as pipe:
                told = pipe.read()
        except BaseException:
            self._end()
            raise
        finally:
            os.waitpid(self.pid, 0)
        return pickle.loads(told) if told else None

    def kill(self) -> None:
        """End it, whatever it is doing."""
        self._end()
        self._pipe.close()
        os.waitpid(self.pid, 0)

    def _end(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


def attempt(do: Callable[[], Any]) -> Answer:
    """Return what comes of doing it here."""
    try:
        return True, do()
    except Exception as error:
        return False, complaint_of(error)


def _tell(do: Callable[[], Any], writing: int, of: int | None, heard: Iterable[int]) -> None:
    """In the copy: do it, tell it, and end at once, without tidying up what belongs to the original.

    `of`: the process with which it ends, if there is one. `heard`: which signals are held back in the original.
    """
    code = 1
    try:
        if of is not None:
            _end_with_parent(of)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)
        told = pickle.dumps(attempt(do))
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(told)
        code = FINE
    finally:
        os._exit(code)


def _end_with_parent(parent: int) -> None:
    """Let this process be killed when its parent ends, however that comes about: nobody would read its answer."""
    if _SYSTEM is not None:
        _SYSTEM.prctl(_END_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:  # it has ended already
        os._exit(1)
