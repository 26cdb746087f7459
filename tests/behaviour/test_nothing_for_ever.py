"""What only a resource could end ends without it, too: cases on their way, visits, lines, crises (section 8)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.model import simulate
from sim.terms.changes import AssessorChanges, Change, Handover, Opens, ServiceMoves, TurnoverRises
from sim.terms.log import EventLog
from sim.terms.scenario import Scenario
from sim.terms.words import Kind, NeedState, Part, Principal, Reason, Role, Service
from tests.scenarios_for_tests import (
    TODAY,
    hazards,
    move,
    people,
    plan,
    practice,
    spec,
    staff_move,
    tiny,
    unit,
)

OUTPATIENT, CLINIC = Service.MUNICIPAL_OUTPATIENT, Service.PRIMARY_CARE
DETOX, EMERGENCY, TEAM = Service.DETOX_WARD, Service.PSYCHIATRIC_EMERGENCY, Service.JOINT_ASSESSMENT_TEAM
WORKER = Role.TREATMENT_WORKER
LONG = plan(visits=((100, 1.0),))
DAY, LIMIT = 200.0, 60.0
NEVER_REFILLED = {"lead_days": 1.0, "never_refilled": 1.0}
TWO_DOORS = replace(TODAY, doors=((OUTPATIENT, CLINIC), *TODAY.doors[1:]))


def rows(log: EventLog, kind: Kind, **where: float) -> np.ndarray:
    """Return the rows of a kind whose columns have the values given."""
    keep = log.columns["kind"] == kind
    for name, value in where.items():
        keep &= log.columns[name] == value
    return np.flatnonzero(keep)


def of(log: EventLog, found: np.ndarray, *names: str) -> list[tuple[Any, ...]]:
    """Return the rows as tuples of the named columns."""
    return list(zip(*(log.columns[name][found].tolist() for name in names), strict=True))


def outpatient(*changes: Change, fte: float = 4.0, care: Any = LONG, days: int = 500, **more: Any) -> Scenario:
    """Return a town with outpatient treatment, under changes."""
    return tiny((spec(OUTPATIENT, care=care),), (unit(OUTPATIENT, fte=fte),), after=days, changes=changes, **more)


# A case on its way ----------------------------------------------------------------------------------------------------


def nobody_receives(**more: Any) -> ServiceMoves:
    """Return a move in which nobody follows and nobody is ever recruited."""
    return move(OUTPATIENT, day=DAY, role=WORKER, follow=0.0, stay=1.0, limit_days=LIMIT, **NEVER_REFILLED | more)


def test_a_case_that_nobody_receives_is_lost_on_the_last_day_and_its_client_asks_anew_at_once(name_seed: int) -> None:
    log = simulate(outpatient(nobody_receives()), name_seed, 0)
    rests, lost = rows(log, Kind.SUSPENDED), rows(log, Kind.HANDOVER_LOST)
    assert len(lost) > 10
    assert (log.columns["time"][rests] == DAY).all()
    assert (log.columns["time"][lost] == DAY + LIMIT).all()
    asked = of(log, rows(log, Kind.SOUGHT, time=DAY + LIMIT), "client", "part", "to_service")
    assert asked == [(client, part, OUTPATIENT) for client, part in of(log, lost, "client", "part")]
    late = log.columns["time"] > DAY
    assert not (late & np.isin(log.columns["kind"], (Kind.VISIT, Kind.MISSED))).any()


def test_a_letter_that_is_later_than_the_limit_finds_the_case_lost(name_seed: int) -> None:
    slow = replace(practice().between, handling_days=(100.0, 0.0))
    cold = move(OUTPATIENT, day=DAY, role=WORKER, consent=0.0, limit_days=LIMIT)
    log = simulate(outpatient(cold, ways=practice(between=slow)), name_seed, 0)
    assert not len(rows(log, Kind.HANDED_OVER))
    assert (log.columns["time"][rows(log, Kind.HANDOVER_LOST)] == DAY + LIMIT).all()


def test_a_case_that_arrives_in_time_is_not_lost_later(name_seed: int) -> None:
    by_meeting = move(OUTPATIENT, day=DAY, role=WORKER, follow=0.0, lead_days=3.0, meetings=40.0, limit_days=LIMIT)
    log = simulate(outpatient(by_meeting), name_seed, 0)
    assert not len(rows(log, Kind.HANDOVER_LOST))
    rests, goes_on = rows(log, Kind.SUSPENDED), rows(log, Kind.RESUMED)
    assert 0 < len(goes_on) == len(rests)
    crossed = set(of(log, rows(log, Kind.HANDED_OVER), "time", "client", "part"))
    assert set(of(log, goes_on, "time", "client", "part")) <= crossed


def test_visits_rest_exactly_between_suspended_and_resumed(name_seed: int) -> None:
    slow = move(OUTPATIENT, day=DAY, role=WORKER, follow=0.0, lead_days=3.0, meetings=0.5, limit_days=LIMIT)
    log = simulate(outpatient(slow), name_seed, 0)
    resting: dict[tuple[int, int], float] = {}
    rested = list[float]()
    ends = (Kind.RESUMED, Kind.HANDOVER_LOST, Kind.LEFT_CARE, Kind.COMPLETED)
    for time, client, part, kind in of(log, np.arange(len(log)), "time", "client", "part", "kind"):
        at = (client, part)
        if kind == Kind.SUSPENDED:
            assert at not in resting
            resting[at] = time
        elif kind in ends and at in resting:
            rested.append(time - resting.pop(at))
        elif kind in (Kind.VISIT, Kind.MISSED):
            assert at not in resting
    assert max(rested) == pytest.approx(LIMIT)
    assert min(rested) < LIMIT


def test_while_the_old_worker_goes_on_the_limit_does_not_run(name_seed: int) -> None:
    both = nobody_receives(dual_days=150.0, meetings=0.2)
    log = simulate(outpatient(both), name_seed, 0)
    rests, lost = rows(log, Kind.SUSPENDED), rows(log, Kind.HANDOVER_LOST)
    assert len(lost) > 10
    assert (log.columns["time"][rests] == DAY + 150.0).all()
    assert (log.columns["time"][lost] == DAY + 150.0 + LIMIT).all()


def test_a_meeting_is_held_as_soon_as_there_is_room_for_it_however_small_the_room_was_at_first(name_seed: int) -> None:
    """A nurse for two hours a week is all that comes along: room for a meeting in four weeks. Then others come."""
    nurse = Role.NURSE
    takes = staff_move(((WORKER, 0.0), (nurse, 1.0)), recruitment_lead_days=((WORKER, 5.0),))
    moves = replace(nobody_receives(), staff=takes)
    scenario = outpatient(moves, fte=8.0)
    (service,) = scenario.services
    mixed = replace(service, roles=((WORKER, 0.99375), (nurse, 0.00625)))
    log = simulate(replace(scenario, services=(mixed,)), name_seed, 0)
    arrived = log.columns["time"][rows(log, Kind.HANDED_OVER)]
    assert ((arrived > DAY) & (arrived < DAY + 27.0)).sum() > 5


def test_an_inquiry_that_nobody_receives_is_asked_for_anew(name_seed: int) -> None:
    inquiry = plan(visits=((12, 1.0),), is_assessment=True)
    social, assessment = Service.SOCIAL_SERVICES, Service.TREATMENT_ASSESSMENT
    services = tuple(spec(s, care=inquiry, role=Role.SOCIAL_WORKER, caseload=30.0) for s in (social, assessment))
    nobody = replace(staff_move(), never_refilled_share=1.0)
    scenario = tiny(
        (*services, spec(OUTPATIENT)),
        (unit(social, fte=4.0), unit(OUTPATIENT, fte=20.0)),
        who=people(first_seekers_per_10000=150.0, door_weights=(1.0, 0.0, 0.0, 0.0, 0.0, 0.0)),
        regime=replace(TODAY, assessor=(social, None, None, None)),
        changes=(
            Opens(
                day=DAY,
                service=assessment,
                principal=Principal.REGION,
                units=(unit(assessment, fte=4.0),),
                posts=(((Role.SOCIAL_WORKER, (), 4.0),),),
                staff=nobody,
                needs_step=0,
                turnover_factor=1.0,
                turnover_days=0.0,
            ),
            AssessorChanges(
                DAY,
                (0,),
                Part.PSYCHOSOCIAL,
                assessment,
                Handover(
                    lost_with_own_worker=0.0,
                    lost_with_meeting=0.0,
                    lost_cold=0.0,
                    consent_share=1.0,
                    hours=1.5,
                    meetings_per_week_per_fte=5.0,
                    limit_days=LIMIT,
                ),
            ),
        ),
    )
    log = simulate(scenario, name_seed, 0)
    lost = rows(log, Kind.HANDOVER_LOST, time=DAY + LIMIT)
    asked = of(log, rows(log, Kind.SOUGHT, time=DAY + LIMIT), "client", "to_service")
    assert len(lost) > 5
    assert set(of(log, lost, "client")) <= {(client,) for client, to in asked if to == assessment}


# Where nobody works ---------------------------------------------------------------------------------------------------


def everybody_leaves(lead_days: float, never: float) -> TurnoverRises:
    return TurnoverRises(
        day=DAY,
        services=(OUTPATIENT,),
        municipalities=(0,),
        factor=20_000.0,
        until_day=DAY + 20.0,
        recruitment_lead_days=((WORKER, lead_days),),
        never_refilled_share=never,
        dip=0.0,
        recovery_days=0.0,
    )


def deserted(lead_days: float = 1.0, never: float = 1.0, patience: float = 0.0, **more: Any) -> Scenario:
    """Return a town whose outpatient workers all leave within days after DAY; primary care is a second door."""
    ways = practice(turnover_per_year=0.01, nobody_there_days=40.0)
    return tiny(
        (spec(OUTPATIENT, care=LONG), spec(CLINIC, caseload=200.0)),
        (unit(OUTPATIENT, fte=more.pop("fte", 4.0)), unit(CLINIC, fte=4.0)),
        after=500,
        ways=ways,
        risks=hazards(giving_up=(patience,) * 4),
        who=people(first_seekers_per_10000=100.0),
        regime=TWO_DOORS,
        changes=(everybody_leaves(lead_days, never),),
    )


def test_care_ends_where_nobody_works_any_more_and_the_client_asks_the_next_door(name_seed: int) -> None:
    log = simulate(deserted(), name_seed, 0)
    out = rows(log, Kind.DISCHARGED, reason=Reason.NOBODY_THERE)
    gone = log.columns["time"][rows(log, Kind.STAFF_RESIGNED)].max()
    assert len(out) > 10
    times = log.columns["time"][out]
    assert times.min() >= gone + 40.0
    assert times.max() <= gone + 40.0 + 14.0  # the visit that was put off was due within two intervals
    asked = set(of(log, rows(log, Kind.SOUGHT, to_service=CLINIC), "time", "client"))
    assert set(of(log, out, "time", "client")) <= asked


def test_visits_that_are_put_off_for_a_shorter_time_go_on(name_seed: int) -> None:
    log = simulate(deserted(lead_days=1.0, never=0.0), name_seed, 0)
    assert not len(rows(log, Kind.DISCHARGED))
    assert (log.columns["time"][rows(log, Kind.VISIT, service=OUTPATIENT)] > DAY + 60.0).any()


def test_a_line_to_which_nobody_is_recruited_ends_and_the_client_asks_the_next_door(name_seed: int) -> None:
    log = simulate(deserted(fte=1.0), name_seed, 0)  # one place in ten is free: there is a line
    away = rows(log, Kind.REFUSED, reason=Reason.NOBODY_THERE)
    assert len(away) > 5
    assert (log.columns["state"][away] == NeedState.SOUGHT).all()
    taken = set(of(log, rows(log, Kind.ACCEPTED, service=CLINIC), "time", "client"))
    assert set(of(log, away, "time", "client")) <= taken


def test_a_line_to_which_somebody_is_recruited_stands(name_seed: int) -> None:
    log = simulate(deserted(lead_days=1e6, never=0.0, fte=1.0), name_seed, 0)
    assert not len(rows(log, Kind.REFUSED))


def test_a_first_visit_that_is_put_off_for_ever_ends_too(name_seed: int) -> None:
    slow = replace(LONG, booking_days=(20.0, 0.0))
    scenario = deserted(lead_days=1e6, never=0.0, fte=9.0)
    services = tuple(replace(s, plan=slow) if s.service is OUTPATIENT else s for s in scenario.services)
    log = simulate(replace(scenario, services=services), name_seed, 0)
    away = rows(log, Kind.REFUSED, reason=Reason.NOBODY_THERE)
    assert len(away)
    assert np.allclose(log.columns["value"][away], 60.0)  # booked for day 20, and put off for 40 more


def test_what_needs_a_sober_period_that_does_not_come_is_completed_without_result(name_seed: int) -> None:
    care = plan(visits=((6, 1.0),), sober_visits=2)
    scenario = outpatient(care=care, ways=practice(nobody_there_days=40.0))
    log = simulate(scenario, name_seed, 0)
    done = rows(log, Kind.COMPLETED)
    assert len(done) > 5
    assert set(of(log, done, "reason", "state", "extra")) == {(Reason.SOBRIETY, NeedState.LATENT, 0.0)}
    assert np.allclose(log.columns["value"][done], 4 * 7.0 + 40.0)  # four visits, and then the wait


def test_visits_follow_the_load_that_there_is_and_not_the_one_when_they_were_booked(name_seed: int) -> None:
    """One worker is left with fifty clients, and a fortnight later the others are back: visits are weekly again."""
    leaves = move(OUTPATIENT, day=DAY, role=WORKER, follow=0.15, stay=0.0, lead_days=10.0, meetings=1e6)
    log = simulate(outpatient(leaves, fte=10.0, who=people(first_seekers_per_10000=150.0)), name_seed, 0)
    found = of(log, rows(log, Kind.VISIT), "client", "time")
    last: dict[int, float] = {}
    gaps = list[float]()
    for client, time in found:
        if time > DAY + 120.0:
            gaps.append(time - last[client] if client in last else 0.0)
        last[client] = time
    assert len(gaps) > 100
    assert max(gaps) <= 3 * 7.0


# Crises ---------------------------------------------------------------------------------------------------------------


def crises(*services: tuple[Service, float], bed_days: float = 1.5) -> Scenario:
    """Return a town where a crisis, nine in ten of which go to detox, is frequent; `services` with their places."""
    ward = plan(stay_days=(60.0, 0.0), interval_days=2.0)
    return tiny(
        (spec(OUTPATIENT), *(spec(s, care=ward) for s, _ in services)),
        (unit(OUTPATIENT, fte=9.0), *(unit(s, places=places) for s, places in services)),
        who=people(first_seekers_per_10000=60.0),
        risks=hazards(crisis=0.01, relapse=(0.05,) * 4),
        ways=practice(crisis_without_bed_days=bed_days, detox_share_of_crises=0.9),
    )


def test_a_crisis_that_finds_no_bed_is_in_the_emergency_within_two_days(name_seed: int) -> None:
    log = simulate(crises((DETOX, 2.0), (EMERGENCY, 500.0)), name_seed, 0)
    sent = rows(log, Kind.REFERRED, part=Part.ACUTE)
    assert len(sent) > 20
    assert set(of(log, sent, "service", "to_service", "reason")) == {(DETOX, EMERGENCY, Reason.CRISIS)}
    taken = set(of(log, rows(log, Kind.ADMITTED, service=EMERGENCY), "client", "time"))
    went = of(log, sent, "client", "time")
    assert {w for w in went if w[1] < log.days - 1.0} <= taken
    waited = log.columns["value"][rows(log, Kind.ADMITTED, part=Part.ACUTE)]
    assert waited.max() <= 1.5


def test_whoever_left_the_line_for_detox_gets_no_bed_there_later(name_seed: int) -> None:
    log = simulate(crises((DETOX, 2.0), (EMERGENCY, 500.0)), name_seed, 0)
    there: dict[int, int] = {}
    ends = (Kind.COMPLETED, Kind.LEFT_CARE, Kind.DISCHARGED)
    for client, kind, service in of(
        log, np.flatnonzero(log.columns["part"] == Part.ACUTE), "client", "kind", "service"
    ):
        if kind == Kind.ADMITTED:
            assert client not in there
            there[client] = service
            assert list(there.values()).count(DETOX) <= 2
        elif kind in ends:
            assert there.pop(client) == service


def test_the_emergency_takes_in_more_than_it_has_room_for(name_seed: int) -> None:
    log = simulate(crises((DETOX, 1.0), (EMERGENCY, 1.0)), name_seed, 0)
    waited = log.columns["value"][rows(log, Kind.ADMITTED, part=Part.ACUTE)]
    assert waited.max() == pytest.approx(1.5)
    snapshots = rows(log, Kind.SNAPSHOT, service=EMERGENCY)
    assert log.columns["value"][snapshots].max() > 1.0


def test_without_an_emergency_a_crisis_waits_for_a_bed_and_without_detox_it_goes_to_the_emergency(
    name_seed: int,
) -> None:
    alone = simulate(crises((DETOX, 2.0)), name_seed, 0)
    assert not len(rows(alone, Kind.REFERRED, part=Part.ACUTE))
    assert alone.columns["value"][rows(alone, Kind.ADMITTED, part=Part.ACUTE)].max() > 1.5
    no_detox = simulate(crises((EMERGENCY, 500.0)), name_seed, 0)
    assert set(of(no_detox, rows(no_detox, Kind.CRISIS), "to_service")) == {(EMERGENCY,)}
    assert len(rows(no_detox, Kind.ADMITTED, part=Part.ACUTE)) > 20
