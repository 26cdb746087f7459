"""What mellanrum says when it cannot do what it was asked: one tree, so that nobody has to know who said it.

    MellanrumError
      InputError(problems)      what was given cannot be used: exit code 2
      RunError(message)         the program or the machine failed: exit code 1, and `resume_at` says where to go on

Ctrl-C during a run is no failure of anybody: `RunInterrupt` is a KeyboardInterrupt that knows where the run goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar

from sim.terms.language import _, pgettext

NO_ROOM = "failed to map segment"  # not said: the system says it
"""What the system says of a library for which there is no memory left."""


class MellanrumError(Exception):
    """Anything that mellanrum itself says, in words for whoever asked."""


class InputError(MellanrumError, ValueError):
    """Input that cannot be used, with all that is wrong with it. `problems`: one says itself on one line."""

    def __init__(self, problems: Iterable[object] | str) -> None:
        """Take problems, of which those that stand twice are told once; a text is one problem."""
        self.problems: tuple[object, ...]
        self.problems = (problems,) if isinstance(problems, str) else tuple(dict.fromkeys(problems))
        super().__init__("\n".join(self.lines))

    @property
    def lines(self) -> tuple[str, ...]:
        """The problems, one line each."""
        return tuple(str(problem) for problem in self.problems)


def unusable(place: str, found: object, valid: str) -> str:
    """Return the line that tells of what cannot be used: where it stands, what was found there, what would be valid."""
    return _("{place}: found {found}; valid: {valid}", place=place, found=found, valid=valid)


def unreadable(place: object, found: object, valid: str) -> str:
    """Return the same line of a file or folder, which nobody has typed."""
    return pgettext("of a file", "{place}: found {found}; valid: {valid}", place=place, found=found, valid=valid)


@dataclass(frozen=True, slots=True)
class ResumeAt:
    """From where a run that was stopped goes on. `folder`: the run's; None for a shard, which has its archive alone."""

    folder: Path | None


class RunError(MellanrumError, RuntimeError):
    """A run that could not be finished, in words: a fault of the program or the machine, never of the input.

    `details`: a traceback, for whoever mends the program. `resume_at`: None where nothing was begun.
    """

    def __init__(self, message: str, details: str = "", resume_at: ResumeAt | None = None) -> None:
        super().__init__(message)
        self.details = details
        self.resume_at = resume_at

    def resumable(self, at: ResumeAt) -> Self:
        """Return the same error of a run that goes on at `at`."""
        return _anew(type(self), self.args, {**self.__dict__, "resume_at": at})

    def __reduce__(self) -> tuple[Any, ...]:
        """Let it travel from a worker whole, whatever its class is made from."""
        return _anew, (type(self), self.args, dict(self.__dict__))


ErrorT = TypeVar("ErrorT", bound=RunError)


def _anew(kind: type[ErrorT], args: tuple[Any, ...], state: Mapping[str, Any]) -> ErrorT:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class RunInterrupt(KeyboardInterrupt):
    """Ctrl-C during a run that goes on at `resume_at`."""

    def __init__(self, resume_at: ResumeAt) -> None:
        super().__init__()
        self.resume_at = resume_at


def refusal(error: BaseException) -> str | None:
    """Return what the machine refused, in words; None where it is another matter: a fault, or a pipe that was closed.

    Too little memory shows as MemoryError, or as a library that cannot be loaded.
    """
    if isinstance(error, MemoryError) or (isinstance(error, ImportError) and NO_ROOM in str(error)):
        return _("too little memory; try --jobs 1, or a larger limit")
    if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
        why = error.strerror or error
        if error.filename:
            return _("the system refused ({file}): {why}", file=error.filename, why=why)
        return _("the system refused: {why}", why=why)
    return None


@contextmanager
def going_on_at(at: ResumeAt) -> Iterator[None]:
    """Let whatever stops what is done here say that it goes on at `at`.

    Raises RunInterrupt for Ctrl-C, and RunError for what is one or what the machine refused; all else as it comes.
    """
    try:
        yield
    except KeyboardInterrupt:
        raise RunInterrupt(at) from None
    except RunError as error:
        raise error.resumable(at) from error.__cause__
    except (OSError, MemoryError, ImportError) as error:
        if (words := refusal(error)) is None:
            raise
        raise RunError(words, resume_at=at) from error
