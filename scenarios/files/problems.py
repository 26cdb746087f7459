"""Everything that is wrong with a scenario is told at once: file, key, what was found, what would be valid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from scenarios.files.names import visible
from sim.terms.errors import InputError


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault of one file. `key` is dotted; empty where the file itself is the fault."""

    file: str
    key: str
    found: str
    valid: str

    def __str__(self) -> str:
        place = f"{self.file}: {self.key}" if self.key else self.file
        return visible(f"{place}: found {self.found}; valid: {self.valid}")


class ScenarioError(InputError):
    """A scenario that cannot be run, with all problems of all its files."""

    problems: tuple[Problem, ...]


def one_of(names: Iterable[str], found: object = None) -> str:
    """Return the valid names as people read them, the nearest to `found` first in words of its own."""
    names = list(names)
    listed = ", ".join(f'"{n}"' for n in names) if names else "nothing"
    near = nearest(found, names)
    return f'"{near}" (nearest of: {listed})' if near else f"one of {listed}" if len(names) > 1 else listed


def nearest(found: object, names: Sequence[str]) -> str | None:
    """Return the name most like `found`, or None if none is like it."""
    if not isinstance(found, str) or len(found) > 200:
        return None
    lowered = {n.lower(): n for n in names}
    match = get_close_matches(found.lower(), list(lowered), n=1, cutoff=0.6)
    return lowered[match[0]] if match else None
