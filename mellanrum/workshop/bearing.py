"""On what a lever bears as the others stand: some say nothing beside another, and stages must fit into the years."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from mellanrum.workshop.bases import Base
from mellanrum.workshop.lever_table import MORE, Lever, Value, levers
from mellanrum.workshop.move_ways import ALL_AT_ONCE, usual_interval
from mellanrum.workshop.ways import standing_value
from scenarios.files.chain import follow

STAGES_IN = {"district": "districts", "municipality": "municipalities"}
"""What a stage is → the table of a county that has them."""


def value_of(id_: str, settings: Mapping[str, Value], base: Base) -> Value:
    """Return what a lever is set to, or what the design has."""
    return settings[id_] if id_ in settings else standing_value(levers()[id_], base)


def bears(lever: Lever, settings: Mapping[str, Value], base: Base) -> bool:
    """Return whether a lever bears on something as the others stand."""
    if not lever.only_with:
        return True
    found = {other: value_of(other, settings, base) for other in lever.only_with}
    return any(
        float(found[other]) > 0.0 if wanted == MORE else found[other] in wanted
        for other, wanted in lever.only_with.items()
    )


def interval_days(settings: Mapping[str, Value], base: Base) -> float:
    """Return the days between stages; 0 where all go at once."""
    waves = value_of("waves", settings, base)
    if waves == ALL_AT_ONCE:
        return 0.0
    if "wave_interval" in settings:
        return float(settings["wave_interval"])
    return usual_interval(str(waves), base)


def stages(settings: Mapping[str, Value], base: Base, county: str) -> int:
    """Return how many stages a move has in a county; 1 where all go at once."""
    waves = value_of("waves", settings, base)
    return 1 if waves == ALL_AT_ONCE else len(follow(county, "county").table[STAGES_IN[str(waves)]])


def last_stage_day(settings: Mapping[str, Value], base: Base, county: str) -> tuple[int, date] | None:
    """Return how many stages there are and the day of the last; None where nothing moves by stages."""
    if not base.says("transfer.day") or value_of("waves", settings, base) == ALL_AT_ONCE:
        return None
    n = stages(settings, base, county)
    return n, base.day + timedelta(days=round((n - 1) * interval_days(settings, base)))
