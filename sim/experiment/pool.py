"""A pool of processes that survives the death of a worker and stops at once.

Each worker is a process of its own with its own pipe, so a worker that dies costs the one task it had: the task is
given to a fresh worker, and only a task that kills `ATTEMPTS` workers ends the run. Workers never see Ctrl-C; the
parent does, and terminates those that it started. Results come back in the order of the tasks, however they end.
"""

from __future__ import annotations

import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from types import ModuleType
from typing import Any, TypeVar

from sim.experiment.leaving import leaves_when_told
from sim.terms.errors import RunError
from sim.terms.language import _

T = TypeVar("T")

ATTEMPTS = 3
GRACE_SECONDS = 5.0
"""For a process that is told to end to tidy up what it was writing, on a machine that is busy with other things."""


class WorkerDiedError(RunError):
    """A task whose worker was killed from outside, or crashed, each time it was tried."""

    def __init__(self, position: int, exit_code: int | None) -> None:
        super().__init__(_("a process died; too little memory? Try --jobs 1"))
        self.position = position
        self.exit_code = exit_code


class TaskFailedError(RunError):
    """A task that raised: `position` in the list of tasks, `message` in one line, `details` the worker's traceback.

    A task of several parts may raise it itself: `part` is then which of them.
    """

    def __init__(self, position: int, message: str, details: str, part: int = 0) -> None:
        super().__init__(message, details)
        self.position = position
        self.part = part
        self.message = message


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Connection
    position: int = -1


def run_in_pool(
    work: Callable[[Any], T], tasks: Sequence[Any], n_workers: int, finished: Callable[[int], None]
) -> list[T]:
    """Return `work(task)` for every task, in the order of `tasks`; `work` and tasks are picklable.

    `finished(position)` is called as each ends. Raises TaskFailedError or WorkerDiedError for the first task that
    cannot be done, or the RunError that it raised; whatever ends the run, no worker outlives it.
    """
    results: list[Any] = [None] * len(tasks)
    waiting = deque(range(len(tasks)))
    tried = [0] * len(tasks)
    workers: list[_Worker] = []
    try:
        while waiting or any(w.position >= 0 for w in workers):
            while waiting and len(workers) < n_workers:
                workers.append(_start(work))
            for worker in [w for w in workers if w.position < 0]:
                if not waiting:
                    break
                worker.position = waiting.popleft()
                tried[worker.position] += 1
                with suppress(OSError):  # it died while idle: the next reading finds out
                    worker.pipe.send(tasks[worker.position])
            for worker in _ready(workers):
                answer = _receive(worker)
                position, worker.position = worker.position, -1
                if answer is None:
                    workers.remove(worker)
                    if position >= 0:
                        _try_again(position, tried, waiting, worker)
                elif answer[0]:
                    results[position] = answer[1]
                    finished(position)
                else:
                    raise failed_at(position, answer[1])
    finally:
        end_all([(worker.process, worker.pipe) for worker in workers])
    return results


def _ready(workers: list[_Worker]) -> list[_Worker]:
    """Return the workers with an answer, or whose pipe has closed because they died. Waits for at least one."""
    pipes = wait([w.pipe for w in workers])
    return [w for w in workers if w.pipe in pipes]


def _receive(worker: _Worker) -> tuple[bool, Any] | None:
    """Return (done, result or complaint), or None if the worker has died."""
    try:
        return worker.pipe.recv()  # type: ignore[no-any-return]
    except (EOFError, OSError):
        worker.pipe.close()
        worker.process.join()
        return None


def _try_again(position: int, tried: list[int], waiting: deque[int], worker: _Worker) -> None:
    if tried[position] >= ATTEMPTS:
        raise WorkerDiedError(position, worker.process.exitcode)
    waiting.appendleft(position)


def _start(work: Callable[[Any], Any]) -> _Worker:
    """Start a worker: a fresh interpreter, deaf to Ctrl-C from its first moment."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(work, theirs), daemon=True)
    with apart_from_parent():
        process.start()
    theirs.close()
    return _Worker(process, ours)


def _serve(work: Callable[[Any], Any], pipe: Connection) -> None:
    """Do tasks from the pipe until it closes; a task that raises is reported, and the worker lives on."""
    with leaves_when_told(), suppress(EOFError, OSError):
        while True:
            task = pipe.recv()
            try:
                answer = (True, work(task))
            except Exception as error:
                answer = (False, complaint_of(error))
            pipe.send(answer)


def complaint_of(error: Exception, part: int = 0) -> RunError:
    """Return what is to be said of an error of a task: itself where it says what is wrong, else a TaskFailedError."""
    import traceback

    return error if isinstance(error, RunError) else TaskFailedError(0, one_line(error), traceback.format_exc(), part)


def failed_at(position: int, complaint: RunError) -> RunError:
    """Return a complaint as one of the task at `position` in the list of tasks."""
    if not isinstance(complaint, TaskFailedError):
        return complaint
    return TaskFailedError(position, complaint.message, complaint.details, complaint.part)


def one_line(error: BaseException) -> str:
    """Return what an exception says, in one line."""
    if isinstance(error, MemoryError):
        return _("too little memory")
    return f"{type(error).__name__}: {error}".replace("\n", " ")


def end_all(started: Sequence[tuple[Any, Connection]]) -> None:
    """End processes and close their pipes, whatever they are doing."""
    for process, _pipe in started:
        process.terminate()
    for process, pipe in started:
        process.join(GRACE_SECONDS)
        if process.is_alive():
            process.kill()
            process.join()
        pipe.close()


@contextmanager
def apart_from_parent() -> Iterator[None]:
    """Let a process start that neither hears the parent's Ctrl-C nor runs its script."""
    with _deaf_to_interrupts(), _no_main_module():
        yield


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Hold SIGINT back while a child starts: the child inherits that, and the parent hears it right after."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _no_main_module() -> Iterator[None]:
    """Keep the child from running the user's script again: all that it needs is importable by name."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
