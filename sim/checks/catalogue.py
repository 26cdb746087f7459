"""What is checked, what each check rests on, and its limits: `stories.toml`, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from sim.terms.language import language
from sim.terms.quantity import Quantity, number, point, quantity_from
from sim.terms.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Check:
    """A sequence that cannot happen: its name, what happens in it, the passage it rests on, its limits by name.

    What happens and the passage are there in each language, by its code.
    """

    name: str
    sentences: Mapping[str, str]
    passages: Mapping[str, str]
    limits: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What happens, in the language spoken."""
        return self.sentences[language().code]

    @property
    def passage(self) -> str:
        """What the check rests on, in the language spoken."""
        return self.passages[language().code]


@dataclass(frozen=True, slots=True)
class Limits:
    """Days, visits and a severity from which on a sequence is called impossible; `since`: the first day looked at.

    `crisis_days`: from a crisis to a bed. `psychosis_visits`: fewest attended visits that meet a psychosis.
    `regular_visits`: visits elsewhere after which somebody asks again, for at least `asked_share`. `known_visits`,
    `severe`: from then on "no need" is not believed. `after_no_days`: after the client's no.
    """

    since: float
    crisis_days: float
    psychosis_visits: float
    regular_visits: float
    asked_share: float
    known_visits: float
    severe: float
    after_no_days: float


@cache
def checks() -> tuple[Check, ...]:
    """Return every check, in the order of the file."""
    return tuple(
        Check(name, _both(told, "sentence"), _both(told, "passage"), tuple(told.get("limits", ())))
        for name, told in _file()["checks"].items()
    )


def _both(told: Mapping[str, str], key: str) -> dict[str, str]:
    return {"en": told[key], "sv": told[f"{key}_sv"]}


@cache
def quantities() -> dict[str, Quantity]:
    """Return every limit with its unit, range and evidence."""
    return {name: quantity_from(table) for name, table in _file()["limits"].items()}


def limits_of(scenario: Scenario) -> Limits:
    """Return the limits for a scenario's log: central values, from the end of the warm-up on.

    The days for finding a bed are the scenario's own, and are added to those until it is made ready; the visits that a
    psychosis takes are the scenario's, too.
    """
    told = {name: number(point, name, quantity) for name, quantity in quantities().items()}
    told["crisis_days"] += scenario.practice.crisis_without_bed_days
    told["psychosis_visits"] = scenario.practice.psychosis_visits
    return Limits(since=float(scenario.calendar.warm_up_days), **told)


def _file() -> dict[str, Any]:
    return tomllib.loads(resources.files("sim.checks").joinpath("stories.toml").read_text(encoding="utf-8"))
