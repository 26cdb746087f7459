"""The table of levers (levers.toml): what each is called, where it stands in a design, how far it goes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from mellanrum.workshop.bases import Base
from sim.terms.language import language

FILE = Path(__file__).parent / "levers.toml"
SLIDER, CHOICE, SWITCH = KINDS = ("slider", "choice", "switch")
GROUPS = ("staff", "change", "rules", "cooperation", "organisation")
MORE = "more"
"""In `only_with`: any value above what a design has that says nothing."""
Value = float | str | bool


@dataclass(frozen=True, kw_only=True)
class Option:
    """One of several that a lever may be set to; `says_*`: the sentence of a difference from today."""

    value: str
    sv: str
    en: str
    says_sv: str = ""
    says_en: str = ""

    @property
    def label(self) -> str:
        """What people read."""
        return in_language(self, "")

    @property
    def says(self) -> str:
        """The sentence of a difference from today, with its gaps."""
        return in_language(self, "says")


@dataclass(frozen=True, kw_only=True)
class Lever:
    """One lever as levers.toml has it; its head says what each word means."""

    id: str
    group: str
    kind: str
    keys: tuple[str, ...]
    label_sv: str
    label_en: str
    why_sv: str
    why_en: str
    says_sv: str = ""
    says_en: str = ""
    writes: str = "number"
    today: str = ""
    like: str = ""
    absent: Value | None = None
    low: float = 0.0
    high: float = 0.0
    step: float = 0.0
    scale: float = 1.0
    unit: str = ""
    options: tuple[Option, ...] = ()
    needs: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()
    only_with: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()
    silent: bool = False
    more: bool = False

    @property
    def label(self) -> str:
        """What the lever is called."""
        return in_language(self, "label")

    @property
    def why(self) -> str:
        """What it is, in a sentence or two."""
        return in_language(self, "why")

    @property
    def says(self) -> str:
        """The sentence of a difference from today, with its gaps."""
        return in_language(self, "says")

    def key_in(self, base: Base) -> str:
        """Return the key that it sets in a design: the first that the design has."""
        return next((key for key in self.keys if base.says(key)), self.keys[0] if self.keys else "")


def in_language(words: Lever | Option, name: str) -> str:
    """Return one of a lever's texts in the language spoken."""
    code = language().code
    return str(getattr(words, f"{name}_{code}" if name else code))


@cache
def levers() -> Mapping[str, Lever]:
    """Return id → lever, in the order of the file."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["lever"]
    return {row["id"]: _lever(row) for row in rows}


def _lever(row: Mapping[str, Any]) -> Lever:
    lists = {key: tuple(row[key]) for key in ("keys", "needs", "not_for", "evidence", "tells") if key in row}
    options = tuple(Option(**option) for option in row.get("options", ()))
    return Lever(**{**row, **lists, "options": options})
