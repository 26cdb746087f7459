"""How far a post goes when it moves to another town: it bears on who follows (A247).

Staff are counted from the largest municipality that their unit serves, or from the hub where it sits; the way within
the town of a hub is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.terms.changes import Relocates

if TYPE_CHECKING:
    from sim.model.unit import Unit
    from sim.model.world import World
    from sim.terms.changes import ServiceMoves
    from sim.terms.scenario import Municipality, UnitSpec

MINUTES_AN_HOUR = 60.0


def hours_to_hub(towns: tuple[Municipality, ...], town: int, hub: int) -> float:
    """Return the hours of travel to a hub beyond the way within its own town."""
    nearest = min(t.minutes_to_hub[hub] for t in towns)
    return (towns[town].minutes_to_hub[hub] - nearest) / MINUTES_AN_HOUR


def hours_between(towns: tuple[Municipality, ...], source: UnitSpec, target: UnitSpec) -> float:
    """Return the hours between two places; 0 where they are one, or where a place serves the county from nowhere."""
    here, there = _home(towns, source), _home(towns, target)
    if source.hub == target.hub >= 0 or (source.hub < 0 and target.hub < 0 and here == there):
        return 0.0
    if target.hub >= 0:
        return hours_to_hub(towns, here, target.hub)
    if source.hub >= 0:
        return hours_to_hub(towns, there, source.hub)
    if len(source.municipalities) > 1 or len(target.municipalities) > 1:
        return 0.0
    hubs = range(len(towns[here].minutes_to_hub))
    return min(hours_to_hub(towns, here, hub) + hours_to_hub(towns, there, hub) for hub in hubs)


def _home(towns: tuple[Municipality, ...], at: UnitSpec) -> int:
    """Return the municipality that stands for a place: the nearest to its hub, else the largest that it serves."""
    if at.hub >= 0:
        return min(range(len(towns)), key=lambda i: (towns[i].minutes_to_hub[at.hub], i))
    return max(at.municipalities, key=lambda i: (towns[i].adults, -i))


def hours_moved(world: World, unit: Unit, change: ServiceMoves) -> float:
    """Return the hours to where the unit goes on the day on which it gets another employer; 0 where it stays."""
    for other in world.scenario.changes:
        if isinstance(other, Relocates) and other.service is change.service and other.day == change.day:
            for at in other.units:
                if unit.at.municipalities[0] in at.municipalities:
                    return hours_between(world.scenario.county.municipalities, unit.at, at)
    return 0.0
