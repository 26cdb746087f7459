"""Designs ready for telling, from logs that a person can read: as much of a scenario as a story asks for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from outputs.story.page import Told
from sim.terms.words import Service
from tests.logs import CALENDAR, make_log


def scenario() -> Any:
    """Return as much of a scenario as a story reads."""
    rules = SimpleNamespace(sobriety_days=90.0)
    psychiatry = SimpleNamespace(service=Service.ADULT_PSYCHIATRY, rules=rules)
    units = [
        SimpleNamespace(service=s, place="Harbour" if s is Service.ADULT_PSYCHIATRY else "North", municipalities=(0, 1))
        for s in Service
    ]
    county = SimpleNamespace(title="County")
    return SimpleNamespace(county=county, calendar=CALENDAR, services=(psychiatry,), units=units, changes=())


def told(text: str, name: str = "current", **people: str) -> Told:
    """Return the design called `name` with the log of `text`, about anna unless `people` are given."""
    return Told(name, make_log(text, **(people or {"anna": "addiction_psychiatric"})), scenario())
