"""Invariant 1 on whole runs of a small county: nobody is lost or doubled, and every need has one story at a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pytest

from scenarios.files.read import list_designs
from sim.model.stage import Stage
from sim.model.talks import Talks
from sim.model.world import World
from sim.terms.log import EventLog, columns_from_rows
from sim.terms.words import Kind, NeedState, Part, Reason, Service
from tests.miniature import log_of, miniature

pytestmark = pytest.mark.both_builds

DESIGNS = list_designs()
ENDS = (Kind.COMPLETED, Kind.DECIDED, Kind.DISCHARGED, Kind.LEFT_CARE, Kind.HANDOVER_LOST)
WHILE_IN_CARE = (
    Kind.VISIT,
    Kind.MISSED,
    Kind.NEW_WORKER,
    Kind.HANDOVER_TRIED,
    Kind.HANDED_OVER,
    Kind.SUSPENDED,
    Kind.RESUMED,
)

S = NeedState
ALLOWED = {
    (S.LATENT, S.SOUGHT),
    (S.SOUGHT, S.WAITING),
    (S.SOUGHT, S.PARKED),
    (S.SOUGHT, S.LATENT),
    (S.PARKED, S.SOUGHT),
    (S.PARKED, S.LATENT),
    (S.WAITING, S.IN_CARE),
    (S.WAITING, S.SOUGHT),  # assessed, and referred on
    (S.WAITING, S.LATENT),
    (S.IN_CARE, S.MET),
    (S.IN_CARE, S.LATENT),
    (S.MET, S.LATENT),
}
"""How a part of a need may move (section 3: latent → sought → waiting → in care → met, and it may reopen)."""

BY_ONE_PLAN = {(S.LATENT, S.IN_CARE), (S.SOUGHT, S.IN_CARE), (S.PARKED, S.IN_CARE)}
"""The integrated team takes over what others have not begun."""

ALLOWED_ON_DAY_0 = ALLOWED | {(S.LATENT, S.IN_CARE), (S.LATENT, S.MET), (S.LATENT, S.PARKED)}
"""The stock is drawn in every state."""


class Row(NamedTuple):
    time: float
    client: int
    kind: Kind
    part: int
    state: int
    unit: int
    reason: int
    extra: float


def rows_of_clients(log: EventLog) -> Iterator[Row]:
    """Yield the rows about clients, in the order in which things happened."""
    columns = [log.columns[name] for name in ("time", "client", "kind", "part", "state", "unit", "reason", "extra")]
    about = log.columns["client"] >= 0
    for time, client, kind, part, state, unit, reason, extra in zip(*(c[about].tolist() for c in columns), strict=True):
        yield Row(
            time=time, client=client, kind=Kind(kind), part=part, state=state, unit=unit, reason=reason, extra=extra
        )


def units_closed(log: EventLog) -> set[int]:
    """Return the units that have gone to another place."""
    return set(log.columns["unit"][log.columns["kind"] == Kind.UNIT_CLOSED].tolist())


@pytest.fixture(params=DESIGNS)
def log(request: pytest.FixtureRequest, name_seed: int) -> EventLog:
    """Return the log of one replication of the small county; the seed is the test's, so every test sees another run."""
    return log_of(request.param, name_seed)


def test_the_runs_are_worth_looking_at(log: EventLog) -> None:
    counts = Counter(Kind(k).name for k in log.columns["kind"].tolist())
    for kind in (Kind.DEPART, Kind.ACCEPTED, Kind.ADMITTED, Kind.GAVE_UP, Kind.PARKED, Kind.DECIDED, Kind.CRISIS):
        assert counts[kind.name] > 10, kind.name


def test_time_never_goes_backwards(log: EventLog) -> None:
    assert (np.diff(log.columns["time"]) >= 0.0).all()
    assert log.columns["time"][0] == 0.0
    assert log.columns["time"][-1] < log.days


def test_everybody_arrives_once_and_nothing_happens_to_them_before_or_after_they_have_left(log: EventLog) -> None:
    there: set[int] = set()
    gone: set[int] = set()
    for row in rows_of_clients(log):
        if row.kind is Kind.ARRIVAL:
            assert row.client not in there | gone, row
            there.add(row.client)
        elif row.kind is Kind.DEPART:
            there.remove(row.client)
            gone.add(row.client)
        else:
            assert row.client in there, row
    assert len(there) + len(gone) == len(log.clients["name"])
    assert len(set(log.clients["name"])) == len(log.clients["name"])


@pytest.mark.parametrize("design", DESIGNS)
def test_at_the_end_the_clients_who_came_are_those_who_left_and_those_who_are_present(
    design: str, name_seed: int
) -> None:
    world = World(miniature(design), name_seed, 0)
    world.run()
    present = [c for c in world.clients if c.present]
    left = [c for c in world.clients if not c.present]
    kinds = columns_from_rows(world.recorder.rows)["kind"]
    assert (kinds == Kind.ARRIVAL).sum() == len(present) + len(left)
    assert (kinds == Kind.DEPART).sum() == len(left)
    for client in left:
        assert not any(client.stays), client.person.name
        assert not any(client.requests), client.person.name
    for unit in world.units:
        assert all(stay.client.present and not stay.ended for stay in unit.stays.values())
        # A place is held by somebody in care, by somebody whose first visit is booked, or by one of the others.
        booked = sum(
            r is not None and r.stage is Stage.BOOKED and r.unit is unit and c.stays[r.part] is None
            for c in present
            for r in c.requests
        )
        # Talks during a wait take hours and no place.
        contacts = sum(k.unit is unit and not isinstance(k, Talks) for c in present for k in c.contacts)
        held = len(unit.stays) + booked + contacts
        if unit.others is None:
            assert unit.occupied == held, unit.at
        else:
            assert unit.occupied >= held, unit.at
        for worker in unit.workers:
            assert worker.cases == sum(stay.worker is worker for stay in unit.stays.values())


def test_nobody_stands_in_two_queues_for_the_same_need(log: EventLog) -> None:
    waiting: set[tuple[int, int]] = set()
    for row in rows_of_clients(log):
        at = (row.client, row.part)
        if row.kind is Kind.ACCEPTED:
            assert at not in waiting, row
            waiting.add(at)
        elif row.kind in (Kind.ADMITTED, Kind.GAVE_UP, Kind.WITHDREW):
            waiting.discard(at)
        elif row.reason == Reason.NOBODY_THERE and row.kind is Kind.REFUSED:
            waiting.remove(at)  # accepted, but nobody works there
        elif row.kind is Kind.REFERRED and row.reason == Reason.AFTERCARE:
            waiting.discard(at)  # leaving HVB ends the line for the health care that is given there
        elif row.part == Part.ACUTE and row.kind is Kind.REFERRED:
            waiting.remove(at)  # no bed: to the emergency
        elif row.kind is Kind.DEPART:
            waiting = {(client, part) for client, part in waiting if client != row.client}


def test_every_admission_has_one_end_or_goes_on_and_nobody_is_admitted_twice_for_the_same_part(log: EventLog) -> None:
    in_care: dict[tuple[int, int], int] = {}
    gone_over: set[tuple[int, int]] = set()  # inquiries that have gone to another assessor
    closed = units_closed(log)
    for row in rows_of_clients(log):
        at = (row.client, row.part)
        if row.kind is Kind.ADMITTED:
            assert at not in in_care, row
            in_care[at] = row.unit
            gone_over.discard(at)
        elif row.kind in ENDS:
            before = in_care.pop(at)
            assert before == row.unit or at in gone_over or before in closed, row
        elif row.kind in WHILE_IN_CARE:
            if row.part < 0:
                continue  # contact without treatment
            assert in_care[at] == row.unit or at in gone_over or in_care[at] in closed, row
            if row.kind is Kind.HANDOVER_TRIED and log.units[row.unit][0] == Service.SOCIAL_SERVICES:
                gone_over.add(at)
        elif row.kind is Kind.DEPART:
            assert not [part for client, part in in_care if client == row.client], row


def test_nobody_is_admitted_who_was_not_accepted_by_that_very_unit(log: EventLog) -> None:
    accepted: dict[tuple[int, int], tuple[int, float]] = {}
    closed = units_closed(log)
    assessors = (Service.SOCIAL_SERVICES, Service.TREATMENT_ASSESSMENT)
    for row in rows_of_clients(log):
        at = (row.client, row.part)
        if row.kind is Kind.ACCEPTED:
            accepted[at] = (row.unit, row.extra)
        elif row.kind is Kind.ADMITTED and (row.time > 0.0 or at in accepted):  # the stock is in care on day 0
            if row.reason == Reason.ONE_PLAN:
                accepted.pop(at, None)
                continue
            unit, kind = accepted.pop(at)
            assert (kind == 1.0) is (row.extra == 1.0), row  # an inquiry or not; 2: care that cannot hold the need
            # The queue of an assessor goes along to the next one, and that of a place to where the service has gone.
            went_along = log.units[unit][0] == assessors[0] and log.units[row.unit][0] == assessors[1]
            assert unit == row.unit or unit in closed or went_along, row


def test_needs_move_only_as_they_may_and_rows_say_where_they_stand(log: EventLog) -> None:
    stands: dict[tuple[int, int], NeedState] = defaultdict(lambda: S.ABSENT)
    team = any(service == Service.INTEGRATED_TEAM for service, *_ in log.units)
    usual = ALLOWED | BY_ONE_PLAN if team else ALLOWED
    for row in rows_of_clients(log):
        at = (row.client, row.part)
        if row.kind is Kind.NEED_STATE:
            before, after = stands[at], NeedState(row.state)
            if before is S.ABSENT:
                assert after is S.LATENT, row
            else:
                assert (before, after) in (usual if row.time > 0.0 else ALLOWED_ON_DAY_0), (row, before.name)
            stands[at] = after
        elif 0 <= row.part < Part.ACUTE:
            assert stands[at] == row.state, row


def test_a_need_is_in_care_exactly_while_a_service_has_it_and_does_not_merely_assess_it(log: EventLog) -> None:
    treated: set[tuple[int, int]] = set()
    in_care: set[tuple[int, int]] = set()
    now = 0.0
    for row in rows_of_clients(log):
        if row.time > now:  # rows of one instant belong together
            now = row.time
            assert in_care == treated, row
        at = (row.client, row.part)
        if row.kind is Kind.NEED_STATE:
            (in_care.add if row.state == S.IN_CARE else in_care.discard)(at)
        elif row.kind is Kind.ADMITTED and row.extra != 1.0 and row.part != Part.ACUTE:
            treated.add(at)
        elif row.kind in ENDS:
            treated.discard(at)
        elif row.kind is Kind.DEPART:
            in_care = {(client, part) for client, part in in_care if client != row.client}
    assert treated  # somebody was


def test_only_an_inquiry_that_has_decided_sends_its_client_on_as_assessed(log: EventLog) -> None:
    """At once, or later: whoever comes back while the decision is valid is sent on without a new one.

    An inquiry is about the person, whichever need it was asked for; an application for compulsory care is one, too.
    """
    columns = log.columns
    applied = (columns["kind"] == Kind.CRISIS) & (columns["to_service"] == Service.LVM)
    of_lvm = set(columns["client"][applied].tolist())
    decided: set[int] = set()
    for row in rows_of_clients(log):
        if row.kind is Kind.DECIDED:
            decided.add(row.client)
        elif row.kind is Kind.REFERRED and row.reason == Reason.ASSESSED and row.client not in of_lvm:
            assert row.client in decided, row
    assert decided


def test_health_care_in_hvb_is_given_only_to_those_who_live_there(name_seed: int) -> None:
    begun = 0
    for replication in range(3):
        log = log_of("full_reform", name_seed, replication)
        lives_there: set[int] = set()
        for row in rows_of_clients(log):
            service = log.units[row.unit][0] if row.unit >= 0 else -1
            if row.kind is Kind.ADMITTED and service == Service.HVB:
                lives_there.add(row.client)
            elif row.kind in ENDS and service == Service.HVB:
                lives_there.discard(row.client)
            elif row.kind is Kind.ADMITTED and service == Service.HVB_HEALTH_CARE:
                assert row.client in lives_there, row
                begun += 1
    assert begun > 0
