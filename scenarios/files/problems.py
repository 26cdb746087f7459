"""Everything that is wrong with a scenario is told at once: file, key, what was found, what would be valid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from scenarios.files.names import visible
from sim.terms.errors import InputError
from sim.terms.language import N_, _, pgettext

MOST_NAMES, FIRST_NAMES = 60, 12
"""Names that are told one by one, and how many of a longer list."""
NOTHING = N_("nothing")
"""What is found where a key is absent."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault of one file. `key` is dotted; empty where the file itself is the fault.

    `found`, `valid`: in the language that was spoken when it was found; NOTHING is a key, and said in words by `str`.
    `may_stand`: what is wrong is only that no file has the key, which could stand in one.
    """

    file: str
    key: str
    found: str
    valid: str
    may_stand: bool = field(default=False, compare=False, repr=False)

    @property
    def found_said(self) -> str:
        """What was found, in words."""
        return _(NOTHING) if self.found == NOTHING else self.found

    def __str__(self) -> str:
        place = f"{self.file}: {self.key}" if self.key else self.file
        gaps = {"place": place, "found": self.found_said, "valid": self.valid}
        return visible(pgettext("of a file", "{place}: found {found}; valid: {valid}", **gaps))


class ScenarioError(InputError):
    """A scenario that cannot be run, with all problems of all its files."""

    problems: tuple[Problem, ...]


def one_of(names: Iterable[str], found: object = None) -> str:
    """Return the valid names as people read them, the nearest to `found` first in words of its own.

    Of more names than anybody reads the first are told, and how many there are.
    """
    names = list(names)
    some = names if len(names) <= MOST_NAMES else names[:FIRST_NAMES]
    listed = ", ".join(f'"{n}"' for n in some) if names else _(NOTHING)
    if len(some) < len(names):
        listed = _("{listed} and {n} more", listed=listed, n=len(names) - len(some))
    near = nearest(found, names)
    return (
        _('"{near}" (nearest of: {listed})', near=near, listed=listed)
        if near
        else _("one of {listed}", listed=listed)
        if len(names) > 1
        else listed
    )


def both(names: Iterable[str]) -> str:
    """Return names that belong together: `a, b and c`."""
    return _joined(names, _(" and "))


def either(names: Iterable[str]) -> str:
    """Return names of which one is meant: `a, b or c`."""
    return _joined(names, _(" or "))


def _joined(names: Iterable[str], last: str) -> str:
    some = list(names)
    return last.join([", ".join(some[:-1]), some[-1]] if len(some) > 1 else some)


def nearest(found: object, names: Sequence[str]) -> str | None:
    """Return the name most like `found`, or None if none is like it."""
    if not isinstance(found, str) or len(found) > 200:
        return None
    lowered = {n.lower(): n for n in names}
    match = get_close_matches(found.lower(), list(lowered), n=1, cutoff=0.6)
    return lowered[match[0]] if match else None
