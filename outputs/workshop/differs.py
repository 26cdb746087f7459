"""What a design makes otherwise than today, change by change, each in a short sentence and with what it rests on.

Changes of one kind that differ only in where and when (the stages of a move) are one sentence. What a lever of the page
tells of itself (`told`) is left to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from outputs.workshop.change_sentences import SAID, Telling
from scenarios.edits.keys import as_quantity, is_quantity
from scenarios.files.twins import at
from sim.terms.changes import (
    AssessorChanges,
    Change,
    ConferencesEnd,
    LadderFalls,
    LeverChanges,
    Opens,
    ResponsibilityMoves,
    RuleChanges,
    ServiceMoves,
    SipPairsChange,
    TurnoverRises,
    WorkIsBought,
)
from sim.terms.scenario import Scenario
from sim.terms.words import name_of


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A difference from today. `lever`: what changes it; `evidence`: ids of the ledger; `chosen`: set by the room."""

    text: str
    lever: str | None = None
    evidence: tuple[str, ...] = ()
    chosen: bool = False


def changes_said(scenario: Scenario, table: Mapping[str, Any], told: Collection[str]) -> list[Sentence]:
    """Return a sentence for each kind of change of a design, in the order in which they come.

    `table`: what the design's file says, with all that it extends: where evidence stands. `told`: what levers tell of,
    as `token_of` names it or by kind alone.
    """
    groups: dict[tuple[str, Any], list[Change]] = {}
    for change in scenario.changes:
        token = token_of(change)
        if token in told or token.partition(".")[0] in told:
            continue
        groups.setdefault((type(change).__name__, _alike(change)), []).append(change)
    telling = Telling(scenario)
    found = []
    for (kind, _same), changes in groups.items():
        if text := SAID[kind](telling, changes):
            found.append(Sentence(text=text, evidence=evidence_in(table, _keys_of(changes[0]))))
    return found


def token_of(change: Change) -> str:
    """Return what a change is called where one says who tells of it: `RuleChanges.adult_psychiatry.sobriety_days`."""
    names = [type(change).__name__]
    for field in ("service", "rule", "lever", "measure"):
        value = getattr(change, field, None)
        if value is not None:
            names.append(value if isinstance(value, str) else name_of(value))
    return ".".join(names)


def _alike(change: Change) -> Any:
    """Return what two changes have in common that are told in one sentence."""
    match change:
        case ResponsibilityMoves():
            return change.to, change.substances
        case ServiceMoves() | WorkIsBought():
            return change.to
        case TurnoverRises() | LadderFalls() | AssessorChanges() | ConferencesEnd() | SipPairsChange():
            return None
    return token_of(change), getattr(change, "part", None), getattr(change, "whom", None)


def evidence_in(table: Mapping[str, Any], keys: Iterable[str]) -> tuple[str, ...]:
    """Return what the numbers at and below keys of a design rest on, each id once."""
    found: list[str] = []
    for key in keys:
        todo = [at(table, key)]
        while todo:
            node = todo.pop(0)
            if is_quantity(node) and (q := as_quantity(node)) is not None:
                found.append(q.evidence)
            elif isinstance(node, Mapping):
                todo += node.values()
    return tuple(dict.fromkeys(found))


def _keys_of(change: Change) -> tuple[str, ...]:
    """Return the keys of a design file in which the numbers of a change stand."""
    match change:
        case TurnoverRises():
            return "transfer.turnover_factor", "transfer.turnover_days_after", "transfer.information_effect"
        case ResponsibilityMoves():
            return ("transfer.cites_law_share",)
        case LadderFalls():
            return ("transfer.ladder_steps_lost",)
        case Opens(service=service):
            of = f"opens.{name_of(service)}"
            return f"{of}.share", f"{of}.per_10000_adults", f"{of}.total"
        case RuleChanges(service=service, rule=rule):
            return (f"rules.{name_of(service)}.{rule}",)
        case LeverChanges(lever=lever):
            return (f"coordination.{lever}",)
    return ()
