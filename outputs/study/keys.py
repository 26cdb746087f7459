"""What a key that a study varies is set to, in words: how much, of what, and what that asks of whom.

Shares who follow read as people say it (`at least 62 % of the treatment workers`); any other key is told by the label
that the study file gives it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, log10
from typing import Any

from outputs.text.both import quoted, span, spoken
from sim.analysis.estimates import Estimate
from sim.studies.study import InBoth, VariationTold
from sim.terms.language import N_, _, language, pgettext
from sim.terms.words import Role

FOLLOW = "transfer.follow_share"
FACTOR = "x"
"""Begins what a factor is set to, as results have it: x1.5."""

PEOPLE: Mapping[Role, tuple[str, str]] = {
    Role.SOCIAL_WORKER: (N_("the social workers"), N_("all social workers follow")),
    Role.TREATMENT_WORKER: (N_("the treatment workers"), N_("all treatment workers follow")),
    Role.HOUSING_WORKER: (N_("the housing support workers"), N_("all housing support workers follow")),
    Role.COUNSELLOR: (N_("the counsellors"), N_("all counsellors follow")),
    Role.NURSE: (N_("the nurses"), N_("all nurses follow")),
    Role.PSYCHOLOGIST: (N_("the psychologists"), N_("all psychologists follow")),
    Role.PHYSICIAN: (N_("the physicians"), N_("all physicians follow")),
    Role.OMBUD: (N_("the personal ombuds"), N_("all personal ombuds follow")),
    Role.WARD_STAFF: (N_("the ward staff"), N_("all ward staff follow")),
}
"""Who follows of a role, and what is said where all of them do."""
UNITS = {
    "share": "%",
    "factor": "",
    **{u: u for u in (N_("days"), N_("hours"), N_("weeks"), N_("months"), N_("years"))},
}
"""Units as they stand after a number; any other is its own word."""


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

    def number(self, x: float | Estimate, assumed: bool = True) -> str:
        """Return a value with its unit: `62 % (41 to 80)`, `120 days`, `1.3 times what is assumed` if `assumed`."""
        if not isinstance(x, Estimate):
            return self._with_unit(self._bare(x), assumed)
        scale = 100.0 if self.unit == "share" else 1.0
        shown = span(Estimate(x.value * scale, x.low * scale, x.high * scale), self.digits)
        if self.unit == "share":  # the sign stands with the number: 62 % (41 to 80)
            return shown.replace(" (", " % (", 1)
        return self._with_unit(shown, assumed)

    def where(self, x: float) -> str:
        """Return a value as a condition: `all treatment workers follow`, `“Visits at a distance” is 35 %`."""
        those = self.those
        if not those:
            return _("{label} is {x}", label=self.name, x=self.number(x))
        if x == 1.0:
            role = self._role
            return _(PEOPLE[role][1]) if role is not None else pgettext("of those who move", "all staff follow")
        if x == 0.0:
            return _("none of {those} follow", those=those)
        return _("{x} of {those} follow", x=self.number(x), those=those)

    @property
    def those(self) -> str:
        """Who follows or not: `the treatment workers`; empty for any other key."""
        role = self._role
        if role is not None:
            return _(PEOPLE[role][0])
        return _("the staff") if self.key == FOLLOW else ""

    @property
    def title(self) -> str:
        """The label in the language spoken."""
        return spoken(self.label)

    @property
    def name(self) -> str:
        """The label in quotation marks."""
        return quoted(self.title)

    def span(self, low: float | None = None, high: float | None = None) -> str:
        """Return a range, its own unless another is given: `0 to 100 %`."""
        return self._with_unit(self._range(self.low if low is None else low, self.high if high is None else high))

    def short(self, *values: float) -> str:
        """Return one value or a range as a table has it: `× 0.5 to 2.3`, `0 to 100 %`."""
        shown = self._range(*values) if len(values) > 1 else self._bare(*values)
        return f"× {shown}" if self.is_factor else self._with_unit(shown)

    def _range(self, low: float, high: float) -> str:
        return _("{low} to {high}", low=self._bare(low), high=self._bare(high))

    def _bare(self, x: float) -> str:
        """Return a value without its unit, as short as it can be."""
        comma = language().decimal
        shown = language().number(x * (100.0 if self.unit == "share" else 1.0), self.digits)
        return shown.rstrip("0").rstrip(comma) if comma in shown else shown

    def _with_unit(self, shown: str, assumed: bool = True) -> str:
        if self.is_factor:
            return _("{x} times what is assumed", x=shown) if assumed else shown
        return f"{shown} {_(UNITS.get(self.unit, self.unit))}".rstrip()

    @property
    def _role(self) -> Role | None:
        role = self.key.removeprefix(f"{FOLLOW}.").upper()
        return Role[role] if self.key.startswith(FOLLOW) and role in Role.__members__ else None


def key_of(variation: VariationTold) -> Key:
    """Return a variation's key; the range of one with values is that of its numbers."""
    numbers = [n for v in variation.values if (n := number_of(v)) is not None]
    low = variation.low if variation.low is not None else min(numbers, default=0.0)
    high = variation.high if variation.high is not None else max(numbers, default=0.0)
    return Key(
        key=variation.key,
        label=variation.label,
        low=low,
        high=high,
        unit=variation.unit or "",
        is_factor=variation.is_factor,
    )


def values_words(key: Key, first: Any, last: Any) -> str:
    """Return two values as a range in words: `0 to 90 days`, `municipality to region`."""
    low, high = number_of(first), number_of(last)
    if low is None or high is None:
        return _("{low} to {high}", low=first, high=last)
    return key.span(low, high)


def value_short(key: Key, value: Any) -> str:
    """Return what a key is set to, as results have it (a number, a word, a factor as x1.5), as a table has it."""
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
