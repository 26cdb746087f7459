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

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.model import closing, inquiries, moving, opening, posting, relocation, special_rules
from sim.model.recorder import NO_VALUE
from sim.model.regimes import whom
from sim.terms.changes import (
    AssessorChanges,
    Change,
    Closes,
    ConferencesEnd,
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
from sim.terms.words import Kind

if TYPE_CHECKING:
    from sim.model.world import World


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
            world.regimes.doors_change(change)
        case AssessorChanges():
            inquiries.go_along(world, change, world.regimes.assessor_changes(change))
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
        case ConferencesEnd():
            for district in change.districts:
                world.conferences[district].end()
        case Closes():
            closing.closes(world, change)
        case SipPairsChange():
            world.sip_pairs = change.pairs


def responsibility_moves(world: World, change: ResponsibilityMoves) -> None:
    """The law moves; doors and staff stay. A share of the old principal's workers come to cite it over the lag."""
    old = world.regimes.at(change.municipalities[0], whom(change.substances)[0]).responsible[change.part]
    world.regimes.responsibility_moves(change, world.env.now)
    for code in map(float, change.substances) if change.substances else (NO_VALUE,):
        world.recorder.write(
            world.env.now, -1, Kind.RESPONSIBILITY_MOVED, change.part, principal=old, to_principal=change.to,
            value=change.lag_days, extra=code,
        )  # fmt: skip
