"""What a key that a study varies is set to, in Swedish and in English: how much, of what, and what that asks of whom.

Shares who follow read as people say it (`at least 62 % of the treatment workers`); any other key is told by the label
that the study file gives it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, log10
from typing import Any

from outputs.study.words import WORDS, decimal, quoted, span
from sim.analysis.estimates import Estimate
from sim.studies.study import InBoth, VariationTold
from sim.terms.words import Role

FOLLOW = "transfer.follow_share"
FACTOR = "x"
"""Begins what a factor is set to, as results have it: x1.5."""

ROLES: dict[str, Mapping[Role, tuple[str, str]]] = {
    "en": {
        Role.SOCIAL_WORKER: ("social workers", "the social workers"),
        Role.TREATMENT_WORKER: ("treatment workers", "the treatment workers"),
        Role.HOUSING_WORKER: ("housing support workers", "the housing support workers"),
        Role.COUNSELLOR: ("counsellors", "the counsellors"),
        Role.NURSE: ("nurses", "the nurses"),
        Role.PSYCHOLOGIST: ("psychologists", "the psychologists"),
        Role.PHYSICIAN: ("physicians", "the physicians"),
        Role.OMBUD: ("personal ombuds", "the personal ombuds"),
        Role.WARD_STAFF: ("ward staff", "the ward staff"),
    },
    "sv": {
        Role.SOCIAL_WORKER: ("handläggare", "handläggarna"),
        Role.TREATMENT_WORKER: ("behandlare", "behandlarna"),
        Role.HOUSING_WORKER: ("boendestödjare", "boendestödjarna"),
        Role.COUNSELLOR: ("kuratorer", "kuratorerna"),
        Role.NURSE: ("sjuksköterskor", "sjuksköterskorna"),
        Role.PSYCHOLOGIST: ("psykologer", "psykologerna"),
        Role.PHYSICIAN: ("läkare", "läkarna"),
        Role.OMBUD: ("personliga ombud", "de personliga ombuden"),
        Role.WARD_STAFF: ("i avdelningspersonalen", "avdelningspersonalen"),
    },
}
STAFF = {"en": ("staff", "the staff"), "sv": ("anställda", "de anställda")}
FOLLOWS = {
    "en": {"x": "{x} of {those} follow", "all": "all {some} follow", "none": "none of {those} follow"},
    "sv": {"x": "{x} av {those} följer med", "all": "alla {some} följer med", "none": "ingen av {those} följer med"},
}
IS = {"en": "{label} is {x}", "sv": "{label} är {x}"}
ASSUMED = {"en": "{x} times what is assumed", "sv": "{x} gånger det som antas"}
UNITS = {"sv": {"days": "dagar", "hours": "timmar", "weeks": "veckor", "years": "år", "months": "månader"}}
"""Units that have another word in Swedish."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key in words. `low`, `high`: its range; `unit`: of its numbers."""

    key: str
    label: InBoth
    low: float
    high: float
    unit: str
    is_factor: bool

    @property
    def digits(self) -> int:
        """The decimals that tell a fortieth of the range, of the number as it is shown."""
        wide = (self.high - self.low) * (100.0 if self.unit == "share" else 1.0)
        return max(0, ceil(log10(40.0 / wide))) if wide > 0 else 0

    def number(self, x: float | Estimate, language: str) -> str:
        """Return a value with its unit: `62 % (41 to 80)`, `120 days`, `1.3 times what is assumed`."""
        if not isinstance(x, Estimate):
            return self._with_unit(self._bare(x, language), language)
        scale = 100.0 if self.unit == "share" else 1.0
        shown = span(Estimate(x.value * scale, x.low * scale, x.high * scale), self.digits, language)
        if self.unit == "share":  # the sign stands with the number: 62 % (41 to 80)
            return shown.replace(" (", " % (", 1)
        return self._with_unit(shown, language)

    def where(self, x: float, language: str) -> str:
        """Return a value as a condition: `all treatment workers follow`, `“Visits at a distance” is 35 %`."""
        people = self._people(language)
        if not people:
            return IS[language].format(label=self.name(language), x=self.number(x, language))
        form = "all" if x == 1.0 else "none" if x == 0.0 else "x"
        return FOLLOWS[language][form].format(x=self.number(x, language), some=people[0], those=people[1])

    def those(self, language: str) -> str:
        """Return who follows or not: `the treatment workers`; empty for any other key."""
        people = self._people(language)
        return people[1] if people else ""

    def name(self, language: str) -> str:
        """Return the label in quotation marks."""
        return quoted(self.label, language)

    def span(self, language: str, low: float | None = None, high: float | None = None) -> str:
        """Return a range, its own unless another is given: `0 to 100 %`."""
        ends = (self.low if low is None else low, self.high if high is None else high)
        shown = f" {WORDS[language]['to']} ".join(self._bare(x, language) for x in ends)
        return self._with_unit(shown, language)

    def short(self, *values: float) -> str:
        """Return one value or a range as a table has it, in English: `× 0.5 to 2.3`, `0 to 100 %`."""
        shown = " to ".join(self._bare(x, "en") for x in values)
        return f"× {shown}" if self.is_factor else self._with_unit(shown, "en")

    def _bare(self, x: float, language: str) -> str:
        """Return a value without its unit, as short as it can be."""
        shown = decimal(x * (100.0 if self.unit == "share" else 1.0), self.digits, language)
        comma = "," if language == "sv" else "."
        return shown.rstrip("0").rstrip(comma) if comma in shown else shown

    def _with_unit(self, shown: str, language: str) -> str:
        if self.is_factor:
            return ASSUMED[language].format(x=shown)
        unit = {"factor": "", "share": "%"}.get(self.unit, self.unit)
        return f"{shown} {UNITS.get(language, {}).get(unit, unit)}".rstrip()

    def _people(self, language: str) -> tuple[str, str] | None:
        if self.key == FOLLOW:
            return STAFF[language]
        role = self.key.removeprefix(f"{FOLLOW}.").upper()
        known = self.key.startswith(FOLLOW) and role in Role.__members__
        return ROLES[language].get(Role[role]) if known else None


def key_of(variation: VariationTold) -> Key:
    """Return a variation's key; the range of one with values is that of its numbers."""
    numbers = [n for v in variation.values if (n := number_of(v)) is not None]
    low = variation.low if variation.low is not None else min(numbers, default=0.0)
    high = variation.high if variation.high is not None else max(numbers, default=0.0)
    return Key(variation.key, variation.label, low, high, variation.unit or "", variation.is_factor)


def value_words(key: Key, value: Any, language: str) -> str:
    """Return what a key is set to, as results have it (a number, a word, a factor as x1.5), in words."""
    number = number_of(value)
    return str(value) if number is None else key.number(number, language)


def values_words(key: Key, first: Any, last: Any, language: str) -> str:
    """Return two values as a range in words: `0 to 90 days`, `municipality to region`."""
    low, high = number_of(first), number_of(last)
    if low is None or high is None:
        return f"{first} {WORDS[language]['to']} {last}"
    return key.span(language, low, high)


def value_short(key: Key, value: Any) -> str:
    """Return the same as a table has it, in English."""
    number = number_of(value)
    return str(value) if number is None else key.short(number)


def number_of(value: Any) -> float | None:
    """Return what a key is set to as a number, of a factor the factor; None if it is neither."""
    if isinstance(value, bool):
        return None
    try:
        return float(str(value).removeprefix(FACTOR))
    except ValueError:
        return None
