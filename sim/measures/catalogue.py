"""Every measure's unit and what it counts, in one sentence: `catalogue.csv`, read once.

A row's pattern stands for all names that differ in a word: `wait_days.{service}.median`. Where two patterns fit a
name, the earlier row holds.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

ANY_NAME = "municipality"
"""The one placeholder for a name that is no word of the model: it stands last, and may hold full stops."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A pattern of names (`{service}` stands for one word), the unit, and what is counted (may name the word)."""

    pattern: str
    unit: str
    sentence: str
    regex: re.Pattern[str]

    def match(self, name: str) -> dict[str, str] | None:
        """Return the words in `name` if it follows the pattern, else None."""
        found = self.regex.fullmatch(name)
        return found.groupdict() if found else None


@cache
def catalogue() -> tuple[CatalogueEntry, ...]:
    """Return every entry, in the order of the file."""
    text = resources.files("sim.measures").joinpath("catalogue.csv").read_text(encoding="utf-8")
    return tuple(_entry(row) for row in csv.DictReader(text.splitlines()))


@cache
def find(name: str) -> CatalogueEntry:
    """Return the entry of a measure. Raises KeyError for a name that is no measure."""
    for entry in catalogue():
        if entry.match(name) is not None:
            return entry
    raise KeyError(f"no measure is called {name!r}")


def unit_of(name: str) -> str:
    """Return the unit of a measure. Raises KeyError for a name that is no measure."""
    return find(name).unit


def describe(name: str) -> str:
    """Return what a measure counts, in one sentence. Raises KeyError for a name that is no measure."""
    entry = find(name)
    words = {key: word.replace("_", " ") for key, word in (entry.match(name) or {}).items()}
    return entry.sentence.format(**words)


def _entry(row: dict[str, str]) -> CatalogueEntry:
    def word(found: re.Match[str]) -> str:
        return f"(?P<{found[1]}>{'.+' if found[1] == ANY_NAME else '[^.]+'})"

    regex = re.sub(r"\\\{(\w+)\\\}", word, re.escape(row["pattern"]))
    return CatalogueEntry(row["pattern"], row["unit"], row["sentence"], re.compile(regex))
