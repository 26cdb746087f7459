"""Norrbotten in miniature: four municipalities, a quarter of people and posts, two years.

For what must hold whatever the numbers are, under every design that ships.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from scenarios.build.opening_posts import fte_at, fte_of
from scenarios.build.places import Place
from sim.model import simulate
from sim.terms.calendar import Calendar
from sim.terms.changes import (
    Change,
    Opens,
    PostsAdded,
    PostsClosed,
    Relocates,
    ResponsibilityMoves,
    ServiceMoves,
    TurnoverRises,
)
from sim.terms.log import EventLog
from sim.terms.scenario import Scenario, UnitSpec
from sim.terms.words import Service

KEPT = ("Luleå", "Haparanda", "Piteå", "Kiruna")
SHARE_KEPT = 0.25
SMALLEST_POST = 0.5
REFORM, ANNOUNCED, END = 365, 182, 730
"""Days: reform, announcement (when turnover rises) and end of the miniature."""


@lru_cache
def miniature(design: str) -> Scenario:
    """Return Norrbotten under `design` with four municipalities, a quarter of people and posts, two years."""
    from calibration.parameters.store import load_parameters
    from scenarios.compose import compose

    return shrunk(compose("norrbotten", design, parameters=load_parameters(), years=5))


def shrunk(whole: Scenario, kept: Sequence[str] = KEPT) -> Scenario:
    """Return a scenario in miniature: the municipalities `kept`, in that order."""
    towns = whole.county.municipalities
    new_index = {i: kept.index(t.name) for i, t in enumerate(towns) if t.name in kept}
    order = sorted(new_index, key=lambda i: new_index[i])
    small = tuple(replace(towns[i], adults=towns[i].adults * SHARE_KEPT) for i in order)
    units = []
    for at in whole.units:
        here = [i for i in at.municipalities if i in new_index]
        if here:
            share = SHARE_KEPT * sum(towns[i].adults for i in here) / sum(towns[i].adults for i in at.municipalities)
            units.append(_part_of(at, share, tuple(sorted(new_index[i] for i in here))))
    together = whole.coordination
    local = tuple(together.agreements.local[i] for i in order)
    made = replace(
        whole,
        county=replace(whole.county, municipalities=small),
        calendar=Calendar(date(2027, 1, 1), ANNOUNCED, REFORM - ANNOUNCED, END - REFORM),
        units=tuple(units),
        coordination=replace(
            together,
            agreements=replace(together.agreements, local=local),
            levers=replace(together.levers, days_per_step=together.levers.days_per_step * SHORTER),
        ),
    )
    changes = [_smaller(change, new_index, whole, made) for change in whole.changes]
    return replace(made, changes=tuple(change for change in changes if change is not None))


def _part_of(at: UnitSpec, share: float, towns: tuple[int, ...]) -> UnitSpec:
    fte = max(at.fte * share, SMALLEST_POST)
    places = max(2.0, round(at.places * share)) if 0.0 < at.places < float("inf") else at.places
    others = at.others
    if others is not None:
        others = replace(others, arrivals_per_year=others.arrivals_per_year * fte / at.fte)
    return replace(at, municipalities=towns, fte=fte, places=places, others=others)


def _smaller(change: Change, new_index: dict[int, int], whole: Scenario, made: Scenario) -> Change | None:
    """Return a change in the miniature: sooner, in the municipalities that are there; None if none of its own are."""
    changed: dict[str, Any] = {"day": _sooner(change.day, whole)}
    if hasattr(change, "municipalities"):
        here = tuple(sorted(new_index[i] for i in change.municipalities if i in new_index))
        if not here:
            return None
        changed["municipalities"] = here
    if isinstance(change, TurnoverRises):
        changed["until_day"] = float(END)
    if isinstance(change, ResponsibilityMoves):
        changed["lag_days"] = min(change.lag_days, 180.0)
    if isinstance(change, ServiceMoves):
        changed["dual_days"] = change.dual_days * SHORTER
    if isinstance(change, PostsAdded | PostsClosed):
        changed["fte"] = change.fte * SHARE_KEPT
    if isinstance(change, PostsAdded):
        changed["begins"] = _sooner(change.begins, whole)
        given = change.source_municipalities
        changed["source_municipalities"] = tuple(sorted(new_index[i] for i in given if i in new_index))
    if isinstance(change, Opens | Relocates):
        small = list(_shrunk_units(change.units, new_index, whole.county.municipalities))
        changed["units"] = tuple(at for at, _, _ in small)
    if isinstance(change, Opens):
        posts = [
            tuple((r, s, fte * _left(s, share, change.units[nth], at, whole, made)) for r, s, fte in change.posts[nth])
            for at, nth, share in small
        ]
        changed["posts"] = tuple(posts)
        changed["units"] = tuple(replace(at, fte=fte_of(by)) for (at, _, _), by in zip(small, posts, strict=True))
    return replace(change, **changed)


def _left(
    services: tuple[Service, ...], share: float, before: UnitSpec, at: UnitSpec, whole: Scenario, made: Scenario
) -> float:
    """Return the share that is left of posts which `services` give up: that of their own, small posts being kept."""
    if len(services) != 1:
        return share
    there = _fte_at(services[0], before, whole)
    return _fte_at(services[0], at, made) / there if there else share


def _fte_at(service: Service, at: UnitSpec, scenario: Scenario) -> float:
    place = Place(at.place, at.hub, at.line, at.municipalities)
    return fte_at(service, place, scenario.county, scenario.units)


def _shrunk_units(
    units: tuple[UnitSpec, ...], new_index: dict[int, int], towns: tuple[Any, ...]
) -> Iterator[tuple[UnitSpec, int, float]]:
    """Yield each unit that is left, its number before, and the share of its posts that is left."""
    for nth, at in enumerate(units):
        here = [i for i in at.municipalities if i in new_index]
        if here:
            share = SHARE_KEPT * sum(towns[i].adults for i in here) / sum(towns[i].adults for i in at.municipalities)
            yield replace(at, municipalities=tuple(sorted(new_index[i] for i in here)), fte=at.fte * share), nth, share


SHORTER = 0.2
"""Days of the miniature after the reform for one of the whole: a year for five."""


def _sooner(day: float, whole: Scenario) -> float:
    """Return the day in the miniature: the announcement, the reform, and what comes after it in proportion."""
    reform = whole.calendar.reform_day
    return float(ANNOUNCED) if day < reform else REFORM + round((day - reform) * SHORTER)


@lru_cache(maxsize=16)
def log_of(design: str, seed: int, replication: int = 0) -> EventLog:
    """Return the log of the miniature under `design`; run once per process."""
    return simulate(miniature(design), seed, replication)
