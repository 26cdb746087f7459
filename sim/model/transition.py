"""Transition: applies a design's dated changes. No reform date exists anywhere else in the model.

On a change day, in this order:

1. changes of one day are applied in the order in which `compose` lists them;
2. when a service moves: every worker is offered a post and decides (followed, stayed, resigned); with dual running
   those who do not come work on until it ends (`moving`);
3. the unit changes employer; posts of those who did not come are opened, and recruited to after a lead time or never;
4. those who came start with a lower output that recovers; places follow from the output there is;
5. every open case crosses: with its own worker, by a meeting, or cold; visits rest until it has (`handover`);
6. practice follows when the de facto lag is over: until then referrals cross the old boundary.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sim.model import inquiries, moving, opening, posting, relocation, special_rules
from sim.terms.changes import (
    AssessorChanges,
    Change,
    ConferencesStart,
    DoorsChange,
    LadderClimbs,
    LadderFalls,
    LeverChanges,
    MeasureStarts,
    Opens,
    PostsAdded,
    PostsClosed,
    Relocates,
    ResponsibilityMoves,
    RuleChanges,
    ServiceMoves,
    SipPairsChange,
    TurnoverRises,
    WorkIsBought,
)
from sim.terms.scenario import Regime
from sim.terms.words import Kind, Part, Principal, Service

if TYPE_CHECKING:
    from sim.model.world import World


@dataclass(frozen=True, slots=True)
class Moved:
    """A responsibility that the law has moved: since when, from whom, how long practice lags behind, and to whom.

    `cites_law_share`: workers of the old principal who cite the law and refuse, once the lag is over.
    `refers_to`: services of the new principal that a worker who knows the law points to. `keeps`: services of the old
    one that keep their task.
    """

    day: float
    from_principal: Principal
    lag_days: float
    cites_law_share: float
    refers_to: tuple[Service, ...]
    keeps: tuple[Service, ...]


def apply(world: World, change: Change) -> None:
    """Carry out one change on its day."""
    match change:
        case TurnoverRises():
            world.employment.rise(change)
        case ResponsibilityMoves():
            responsibility_moves(world, change)
        case ServiceMoves():
            moving.service_moves(world, change)
        case WorkIsBought():
            moving.work_is_bought(world, change)
        case Relocates():
            relocation.relocate(world, change)
        case Opens():
            opening.opens(world, change)
        case PostsAdded():
            posting.add(world, change)
        case PostsClosed():
            posting.close(world, change)
        case RuleChanges():
            special_rules.rule_changes(world, change)
        case DoorsChange():
            for town in change.municipalities:
                doors = with_entry(world.regimes[town].doors, change.part, change.doors)
                world.regimes[town] = replace(world.regimes[town], doors=doors)
        case AssessorChanges():
            was = {town: world.regimes[town].assessor[change.part] for town in change.municipalities}
            for town in change.municipalities:
                assessor = with_entry(world.regimes[town].assessor, change.part, change.assessor)
                world.regimes[town] = replace(world.regimes[town], assessor=assessor)
            inquiries.go_along(world, change, was)
        case LeverChanges():
            value: dict[str, Any] = {change.lever: change.value}
            world.levers = replace(world.levers, **value)
            world.life.touch_everybody()
        case LadderClimbs():
            world.ladder.climb(change)
        case LadderFalls():
            world.ladder.fall(change)
        case MeasureStarts():
            world.ladder.measures.add(change.measure)
        case ConferencesStart():
            for district in change.districts:
                world.conferences[district].start()
        case SipPairsChange():
            world.sip_pairs = change.pairs


def with_entry(entries: tuple[Any, ...], part: Part, value: object) -> tuple[Any, ...]:
    """Return a tuple by part with another entry for `part`."""
    return (*entries[:part], value, *entries[part + 1 :])


def responsibility_moves(world: World, change: ResponsibilityMoves) -> None:
    """The law moves; doors and staff stay. A share of the old principal's workers come to cite it over the lag."""
    part, old = change.part, world.regimes[change.municipalities[0]].responsible[change.part]
    for town in change.municipalities:
        regime: Regime = world.regimes[town]
        was = regime.responsible[part]
        world.moved[town][part] = Moved(
            world.env.now, was, change.lag_days, change.cites_law_share, change.refers_to, change.keeps
        )
        world.regimes[town] = replace(regime, responsible=with_entry(regime.responsible, part, change.to))
    world.recorder.write(
        world.env.now, -1, Kind.RESPONSIBILITY_MOVED, part, principal=old, to_principal=change.to, value=change.lag_days
    )
