"""A fault in a file a person edits, told so that the person can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.terms.errors import InputError


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: the file, the key in it, what was found there and what would be valid."""

    file: str
    key: str
    found: str
    valid: str

    def __str__(self) -> str:
        """Return the fault on one line."""
        return f"{self.file}: {self.key}: found {self.found}; valid: {self.valid}"


class BadInput(InputError):  # noqa: N818 - the name says what it is to the one who reads it
    """Files that cannot be used, with every problem found in them, not only the first."""

    problems: tuple[Problem, ...]


def nearest(word: str, words: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Return up to `count` of `words` that look most like `word`, best first; empty if none is near."""
    from difflib import get_close_matches  # only needed once somebody has mistyped

    return tuple(get_close_matches(word, list(words), count, 0.6))
