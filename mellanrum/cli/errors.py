"""Bad input is told in full: every problem with its file, key, what was found and what is valid; exit code 2."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from scenarios.files.names import visible
from sim.terms.errors import InputError, MellanrumError, ResumeAt, RunError, RunInterrupt, refusal
from sim.terms.language import _, ngettext

Command = TypeVar("Command", bound=Callable[..., Any])


MOST_TOLD = 200
"""Problems that are told one by one: more are read by nobody, and most have the same cause."""


Then = Callable[[int], str]
"""How many problems → the sentence that says so, and what became of what was asked."""


def nothing_run(n: int) -> str:
    """Say that nothing came of it."""
    return ngettext(
        "{n} problem; nothing was run and nothing written.", "{n} problems; nothing was run and nothing written.", n
    )


def counted(n: int) -> str:
    """Say how many there are, where nothing was to be run."""
    return ngettext("{n} problem.", "{n} problems.", n)


def stopped(n: int) -> str:
    """Say that a fit ended early."""
    return ngettext(
        "{n} problem; the fit was stopped before its budget was spent.",
        "{n} problems; the fit was stopped before its budget was spent.",
        n,
    )


class BadInputError(click.ClickException):
    """Input that cannot be used, one line per problem."""

    exit_code = 2

    def __init__(self, lines: Iterable[object], then: Then | None = None) -> None:
        self.then = then or nothing_run
        self.lines = tuple(dict.fromkeys(visible(str(line)) for line in lines))
        super().__init__("\n".join(self.lines[:MOST_TOLD]))

    def show(self, file: Any = None) -> None:
        """Write the problems to `file`, standard error unless given."""
        n = len(self.lines)
        told = [self.then(n), *(f"  {line}" for line in self.lines[:MOST_TOLD])]
        if n > MOST_TOLD:
            told.append(_("  and {n} more", n=n - MOST_TOLD))
        click.echo("\n".join(told), file=file, err=file is None)


class FaultError(click.ClickException):
    """The program or the machine failed, in words."""

    exit_code = 1


@contextmanager
def in_words() -> Iterator[None]:
    """Turn what reading and running raise into messages."""
    try:
        yield
    except MellanrumError as error:
        raise message_of(error) from None
    except (OSError, MemoryError, ImportError) as error:
        if (words := refusal(error)) is None:
            raise
        raise FaultError(words) from None


def told_in_words(command: Command) -> Command:
    """Turn what reading and running raise into messages. Decorates a command's function."""

    @wraps(command)
    def careful(*args: Any, **kwargs: Any) -> Any:
        with in_words():
            return command(*args, **kwargs)

    return careful  # type: ignore[return-value]


def message_of(error: MellanrumError) -> click.ClickException:
    """Return what the command line says of an error."""
    if isinstance(error, InputError):
        return BadInputError(error.lines)
    if isinstance(error, RunError):
        said = f"{error}\n{error.details if _debugging() else ''}".rstrip()
        then = how_to_go_on(error.resume_at)
        return FaultError(f"{said}. {then}" if then else said)
    return FaultError(str(error))


def how_to_go_on(at: ResumeAt | None) -> str:
    """Return a sentence on how a run that was stopped goes on; empty where nothing was begun."""
    if at is None:
        return ""
    if at.folder is None:  # a shard
        return _("What was finished is in the archive: the same command goes on from there")
    name = at.folder.name if at.folder.parent == Path.cwd() / "runs" else at.folder
    return _("What was finished is kept: {command}", command=f"mellanrum resume {name}")


def interrupted(stop: BaseException) -> str:
    """Return what is said of Ctrl-C, which click may have wrapped."""
    at = next((e.resume_at for e in (stop, stop.__cause__) if isinstance(e, RunInterrupt)), None)
    return _("Interrupted. {then}", then=how_to_go_on(at) or _("Nothing was left behind."))


def _debugging() -> bool:
    import os

    return bool(os.environ.get("MELLANRUM_DEBUG"))
