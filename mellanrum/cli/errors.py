"""Bad input is told in full: every problem with its file, key, what was found and what is valid; exit code 2."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from scenarios.names import visible

Command = TypeVar("Command", bound=Callable[..., Any])


MOST_TOLD = 200
"""Problems that are told one by one: more are read by nobody, and most have the same cause."""
NO_ROOM = "failed to map segment"
"""What the system says of a library for which there is no memory left."""


class BadInputError(click.ClickException):
    """Input that cannot be used, one line per problem."""

    exit_code = 2

    def __init__(self, lines: Iterable[object], then: str = "; nothing was run and nothing written") -> None:
        self.then = then
        self.lines = tuple(dict.fromkeys(visible(str(line)) for line in lines))
        super().__init__("\n".join(self.lines[:MOST_TOLD]))

    def show(self, file: Any = None) -> None:
        """Write the problems to `file`, standard error unless given."""
        n = len(self.lines)
        told = [
            f"{'1 problem' if n == 1 else f'{n} problems'}{self.then}.",
            *(f"  {line}" for line in self.lines[:MOST_TOLD]),
        ]
        if n > MOST_TOLD:
            told.append(f"  and {n - MOST_TOLD} more")
        click.echo("\n".join(told), file=file, err=file is None)


class FaultError(click.ClickException):
    """The program or the machine failed, in words."""

    exit_code = 1


def how_to_go_on(error: BaseException) -> str:
    """Return a sentence on how a run that was stopped goes on; empty where nothing was begun."""
    stopped: Any = error if hasattr(error, "unfinished") else error.__cause__  # click wraps Ctrl-C
    if not hasattr(stopped, "unfinished"):
        return ""
    target: Path | None = stopped.unfinished
    if target is None:  # a shard
        return "What was finished is in the archive: the same command goes on from there"
    name = target.name if target.parent == Path.cwd() / "runs" else target
    return f"What was finished is kept: mellanrum resume {name}"


def told_in_words(command: Command) -> Command:
    """Turn what reading and running raise into messages. Decorates a command's function."""

    @wraps(command)
    def careful(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except click.ClickException:
            raise
        except Exception as error:
            known = _in_words(error)
            if known is None:
                raise
            raise known from None

    return careful  # type: ignore[return-value]


def _in_words(error: Exception) -> click.ClickException | None:
    """Return the message for an error that we know, or None. Known by its shape, so that nothing is imported for it."""
    kind = type(error).__name__
    if kind in ("ScenarioError", "BadInput"):
        return BadInputError(error.problems)  # type: ignore[attr-defined]
    if kind in ("ParameterError", "OptionError", "SetError"):
        return BadInputError(error.lines)  # type: ignore[attr-defined]
    if kind in ("FolderExistsError", "RunInHandError", "UnknownFigure", "UnknownNameError"):
        return BadInputError([error])
    if kind in ("TaskFailedError", "WorkerDiedError"):
        what = getattr(error, "message", "a process died; too little memory? Try --jobs 1")
        return FaultError(f"a step of the calibration could not be finished: {what}")
    if kind == "ReplicationError":
        import os

        details = getattr(error, "details", "") if os.environ.get("MELLANRUM_DEBUG") else ""
        return FaultError(f"{error}\n{details}".rstrip() + _and(how_to_go_on(error)))
    if kind in ("ArchiveError", "ClusterError"):
        return FaultError(f"{error}{_and(how_to_go_on(error))}")
    if isinstance(error, MemoryError) or (isinstance(error, ImportError) and NO_ROOM in str(error)):
        return FaultError(f"too little memory; try --jobs 1, or a larger limit{_and(how_to_go_on(error))}")
    if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
        where = f" ({error.filename})" if error.filename else ""
        return FaultError(f"the system refused{where}: {error.strerror or error}{_and(how_to_go_on(error))}")
    return None


def _and(sentence: str) -> str:
    return f". {sentence}" if sentence else ""
