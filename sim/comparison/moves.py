"""What a design moves, as plain moves: services that get another employer or close, and inquiries that others take.

A pure function of a scenario. A service moves unit by unit, as in the model: one that serves municipalities of several
waves on the day of the last. What opens has nobody in it before, so it moves nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sim.measures.thresholds import THRESHOLDS
from sim.terms.changes import AssessorChanges, Closes, Opens, ServiceMoves
from sim.terms.move import Move
from sim.terms.scenario import Scenario
from sim.terms.words import Part, Service, Substance

EVERYBODY = tuple(Substance)
_Key = tuple[float, Service, Part | None, tuple[Substance, ...], bool]


def moves_of(scenario: Scenario) -> tuple[Move, ...]:
    """Return the moves of a scenario by day, service and part; municipalities that go together are in one of them.

    Today's own numbers move nothing: `()`.
    """
    towns: dict[_Key, set[int]] = {}
    for move in (*_of_services(scenario), *_of_inquiries(scenario), *_of_closings(scenario)):
        key = float(move.day), move.service, move.part, move.substances, move.closes
        towns.setdefault(key, set()).update(move.municipalities)
    return ordered(
        Move(day, service, tuple(sorted(some)), part=part, substances=whom, closes=closes)
        for (day, service, part, whom, closes), some in towns.items()
    )


def followed(scenario: Scenario) -> tuple[Move, ...]:
    """Return those of its moves whose clients can be followed for as long as the cohort is, before the end."""
    last = scenario.calendar.end_day - THRESHOLDS.follow_up
    return tuple(move for move in moves_of(scenario) if move.day <= last)


def ordered(moves: Iterable[Move]) -> tuple[Move, ...]:
    """Return moves each once, in the order in which all who have the same hold them."""
    return tuple(
        sorted(
            set(moves),
            key=lambda m: (m.day, m.service, -1 if m.part is None else m.part, m.municipalities, m.substances),
        )
    )


def _of_services(scenario: Scenario) -> Iterator[Move]:
    employer = {spec.service: spec.principal for spec in scenario.services}
    now = [employer[at.service] for at in scenario.units]
    come: dict[Service, set[int]] = {}
    changes = [change for change in scenario.changes if isinstance(change, ServiceMoves)]
    for change in sorted(changes, key=lambda c: c.day):
        had_their_day = come.setdefault(change.service, set())
        had_their_day.update(change.municipalities)
        for i, at in enumerate(scenario.units):
            goes = at.service is change.service and now[i] is not change.to
            if goes and had_their_day.issuperset(at.municipalities):
                now[i] = change.to
                yield Move(change.day, at.service, at.municipalities)


def _of_inquiries(scenario: Scenario) -> Iterator[Move]:
    """Yield where inquiries under way cross to another assessor; else they are finished where they began."""
    now: dict[tuple[int, Part, Substance], Service | None] = {}
    changes = [change for change in scenario.changes if isinstance(change, AssessorChanges)]
    for change in sorted(changes, key=lambda c: c.day):
        for town in change.municipalities:
            crossing: dict[Service, list[Substance]] = {}
            for substance in change.substances or EVERYBODY:
                former = now.get((town, change.part, substance), scenario.regime.assessor[change.part])
                now[town, change.part, substance] = change.assessor
                crosses = change.assessor is not None and change.handover is not None
                if crosses and former is not None and former is not change.assessor:
                    crossing.setdefault(former, []).append(substance)
            for former, some in crossing.items():
                whom = () if len(some) == len(EVERYBODY) else tuple(sorted(some))
                yield Move(change.day, former, (town,), change.part, whom)


def _of_closings(scenario: Scenario) -> Iterator[Move]:
    """Yield where the cases of a service that closes are taken over. What the design itself opened, today has not."""
    opened = {change.service for change in scenario.changes if isinstance(change, Opens)}
    for change in scenario.changes:
        if isinstance(change, Closes) and change.handover is not None and change.service not in opened:
            yield Move(change.day, change.service, change.municipalities, closes=True)
