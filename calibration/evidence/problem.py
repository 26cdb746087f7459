"""A fault in a file a person edits, told so that the person can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.terms.errors import InputError
from sim.terms.language import _, language, pgettext


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: the file, the key in it ("": the file itself), what was found there and what would be valid."""

    file: str
    key: str
    found: str
    valid: str

    def __str__(self) -> str:
        """Return the fault on one line."""
        place = f"{self.file}: {self.key}" if self.key else self.file
        return pgettext(
            "of a file", "{place}: found {found}; valid: {valid}", place=place, found=self.found, valid=self.valid
        )


def said(number: float, digits: int = 6) -> str:
    """Return a number of so many digits with the decimal sign of the language spoken."""
    return f"{number:.{digits}g}".replace(".", language().decimal)


def both(names: Iterable[str]) -> str:
    """Return names that belong together: a, b, the last after another `and`."""
    return _(" and ").join(names)


def either(names: Iterable[str]) -> str:
    """Return names of which one is meant."""
    return _(" or ").join(names)


def id_near(names: Iterable[str]) -> str:
    """Return what an id of the ledger must be, with the nearest that there are."""
    near = ", ".join(names)
    return _("an id of the ledger; nearest: {ids}", ids=near) if near else _("an id of the ledger; nearest: none")


class BadInput(InputError):  # noqa: N818 - the name says what it is to the one who reads it
    """Files that cannot be used, with every problem found in them, not only the first."""

    problems: tuple[Problem, ...]


def nearest(word: str, words: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Return up to `count` of `words` that look most like `word`, best first; empty if none is near."""
    from difflib import get_close_matches  # only needed once somebody has mistyped

    return tuple(get_close_matches(word, list(words), count, 0.6))
