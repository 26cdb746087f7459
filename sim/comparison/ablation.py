"""Switching a design's mechanisms off one at a time: by which of them does it win, and which of them cost?

A mechanism is a group of dated changes, or one number of them set to where it does nothing. What is left is the same
design otherwise, with the same clients and chances, so that the paired difference is what the mechanism does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from sim.terms.changes import (
    AssessorChanges,
    Change,
    Closes,
    ConferencesEnd,
    ConferencesStart,
    LadderClimbs,
    LadderFalls,
    LeverChanges,
    Locums,
    MeasureStarts,
    Opens,
    PostsAdded,
    PostsClosed,
    Relocates,
    ResponsibilityMoves,
    RuleChanges,
    ServiceMoves,
    StaffMove,
    TurnoverRises,
)
from sim.terms.scenario import Scenario
from sim.terms.words import name_of

Edit = Callable[[Change], Change | None]
"""Returns what becomes of a change: itself, another, or None where it goes."""

NOBODY_HIRED = Locums(0.0, 0.0, 0.0)


def variants(scenario: Scenario) -> list[tuple[str, Scenario]]:
    """Return (what is switched off, the scenario without it) for every mechanism that the design has.

    A variant that would change nothing is left out. Names are short words, each once.
    """
    found: dict[str, Scenario] = {}
    for name, edit in _edits(scenario.changes):
        edited = (edit(change) for change in scenario.changes)
        changes = tuple(change for change in edited if change is not None)
        if changes != scenario.changes:
            found.setdefault(name, replace(scenario, name=f"without_{name}", changes=changes))
    return list(found.items())


def _edits(changes: tuple[Change, ...]) -> Iterator[tuple[str, Edit]]:
    """Yield every mechanism that may be in a design, by name, with how to take it out."""
    for change in changes:
        match change:
            case RuleChanges():
                whom = "" if change.whom is None else f".{name_of(change.whom)}"
                name = f"{name_of(change.service)}{whom}.{change.rule}"
                yield name, _without(_same(change))
            case Opens():
                name = name_of(change.service)
                yield name, _without(_opening_of(change))
                yield f"{name}.taken_posts", _with_new_posts(change)
            case MeasureStarts():
                yield name_of(change.measure), _without(_same(change))
            case LeverChanges():
                yield change.lever, _without(_same(change))
            case _:
                pass
    yield "case_conferences", _kinds(ConferencesStart)
    yield "ladder_climbs", _kinds(LadderClimbs)
    yield "ladder_lost", _kinds(LadderFalls)
    yield "relocation", _kinds(Relocates)
    yield "posts", _kinds(PostsAdded, PostsClosed)
    yield "closings", _kinds(Closes)
    yield "conferences_end", _kinds(ConferencesEnd)
    yield "law", _kinds(ResponsibilityMoves)
    yield "moving_services", _kinds(ServiceMoves, TurnoverRises, Relocates)
    yield "turnover_rise", _no_rise
    yield "dual_running", _moves(lambda c: replace(c, dual_days=0.0))
    yield "lag", _moves(lambda c: replace(c, lag_days=0.0))
    yield "cases_lost", _no_case_lost
    for name, changed in _STAFF.items():
        yield name, _staff(changed)


def _with_all_following(staff: StaffMove) -> StaffMove:
    return replace(staff, follow_share=tuple((role, 1.0) for role, _ in staff.follow_share))


_STAFF: dict[str, Callable[[StaffMove], StaffMove]] = {
    "staff_who_stay": _with_all_following,
    "never_refilled": lambda s: replace(s, never_refilled_share=0.0),
    "dip": lambda s: replace(s, dip=0.0),
    "absence": lambda s: replace(s, absence=0.0),
    "methods_to_learn": lambda s: replace(s, know_methods_share=1.0),
    "locums": lambda s: replace(s, locums=NOBODY_HIRED),
}
"""What each part of moving staff is without its effect."""


def _kinds(*kinds: type[Change]) -> Edit:
    return _without(lambda change: isinstance(change, kinds))


def _without(gone: Callable[[Change], bool]) -> Edit:
    return lambda change: None if gone(change) else change


def _same(one: Change) -> Callable[[Change], bool]:
    return lambda change: change == one


def _opening_of(opened: Opens) -> Callable[[Change], bool]:
    """Whoever opens goes, and with an assessor its task."""

    def gone(change: Change) -> bool:
        if isinstance(change, AssessorChanges):
            return change.assessor is opened.service
        return isinstance(change, Opens) and change.service is opened.service

    return gone


def _with_new_posts(opened: Opens) -> Edit:
    """The same posts, but nobody gives them up: they are there at once, and added to what there is."""

    def edit(change: Change) -> Change:
        """Return the opening with posts that nobody gives up; any other change as it is."""
        if not isinstance(change, Opens) or change.service is not opened.service:
            return change
        at_once = replace(change.staff, recruitment_lead_days=(), never_refilled_share=0.0)
        posts = tuple(tuple((role, (), fte) for role, _, fte in unit) for unit in change.posts)
        return replace(change, posts=posts, staff=at_once) if posts != change.posts else change

    return edit


def _no_rise(change: Change) -> Change | None:
    """Turnover stays as it is, before and after a transfer and where a service opens."""
    if isinstance(change, TurnoverRises):
        return None
    return replace(change, turnover_factor=1.0) if isinstance(change, Opens | PostsAdded | Closes) else change


def _moves(changed: Callable[[ServiceMoves], ServiceMoves]) -> Edit:
    return lambda change: changed(change) if isinstance(change, ServiceMoves) else change


def _no_case_lost(change: Change) -> Change:
    if not isinstance(change, ServiceMoves | Closes) or change.handover is None:
        return change
    whole = replace(change.handover, lost_with_own_worker=0.0, lost_with_meeting=0.0, lost_cold=0.0)
    return replace(change, handover=whole)


def _staff(changed: Callable[[StaffMove], StaffMove]) -> Edit:
    def edit(change: Change) -> Change:
        """Return a change with other terms for its staff; one without staff as it is."""
        if isinstance(change, ServiceMoves | Opens | PostsAdded | Closes):
            return replace(change, staff=changed(change.staff))
        return change

    return edit
