"""Coordination (section 6): what each measure does, from which step of the ladder, and what it costs."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from sim.model import one_plan, simulate
from sim.model.care import Stay
from sim.model.request import Request
from sim.model.sip import sip_share
from sim.model.world import World
from sim.terms.changes import Change, ConferencesStart, LadderClimbs, LadderFalls, LeverChanges, MeasureStarts
from sim.terms.log import EventLog
from sim.terms.scenario import Regime, Scenario
from sim.terms.words import Kind, Measure, Part, Principal, Reason, Role, Service
from tests.scenarios_for_tests import (
    SURE,
    TODAY,
    coordination,
    hazards,
    levers,
    open_rules,
    people,
    plan,
    practice,
    spec,
    tiny,
    unit,
)

OUTPATIENT, PSYCHIATRY, PRIMARY = Service.MUNICIPAL_OUTPATIENT, Service.ADULT_PSYCHIATRY, Service.PRIMARY_CARE
COMORBID: dict[str, Any] = {"comorbid_share_women": 1.0, "comorbid_share_men": 1.0}
SEES_ALL = plan(detects=(1.0, 1.0, 1.0, 1.0), visits=((12, 1.0),))


def rows(log: EventLog, kind: Kind, **where: int) -> np.ndarray:
    """Return the rows of a kind whose columns have the values given."""
    keep = log.columns["kind"] == kind
    for name, value in where.items():
        keep &= log.columns[name] == value
    return np.flatnonzero(keep)


def comorbid(
    changes: tuple[Change, ...] = (), psychiatry: Any = None, more: tuple[Any, ...] = (), **options: Any
) -> Scenario:
    """Return a town whose clients all have both needs, seen at the first visit of outpatient treatment."""
    together = options.pop("together", coordination())
    ways = options.pop("ways", practice())
    who = options.pop("who", people(first_seekers_per_10000=60.0, **COMORBID))
    return tiny(
        (
            spec(OUTPATIENT, care=SEES_ALL),
            spec(PSYCHIATRY, care=SEES_ALL, rules=psychiatry, role=Role.NURSE),
            *[s for s, _ in more],
        ),
        (unit(OUTPATIENT, fte=20.0), unit(PSYCHIATRY, fte=20.0), *[u for _, u in more]),
        who=who,
        ways=ways,
        together=together,
        changes=changes,
        **options,
    )


# The ladder -----------------------------------------------------------------------------------------------------------


def steps(log: EventLog) -> list[tuple[float, float]]:
    """Return (day, step) of every change of the ladder."""
    found = rows(log, Kind.LADDER_CHANGED)
    return list(zip(log.columns["time"][found].tolist(), log.columns["value"][found].tolist(), strict=True))


def test_the_ladder_is_climbed_one_step_at_a_time() -> None:
    climbs = (LadderClimbs(50.0, (0,), 4, process_leader=False),)
    log = simulate(comorbid(climbs, together=coordination(ladder=1)), 1, 0)
    assert steps(log) == [(0.0, 1.0), (150.0, 2.0), (250.0, 3.0), (350.0, 4.0)]


def test_a_process_leader_climbs_faster() -> None:
    climbs = (LadderClimbs(50.0, (0,), 3, process_leader=True),)
    log = simulate(comorbid(climbs, together=coordination(ladder=1, process_leader_factor=0.5)), 1, 0)
    assert steps(log) == [(0.0, 1.0), (100.0, 2.0), (150.0, 3.0)]


def test_the_transfer_costs_steps_which_are_won_back_one_by_one() -> None:
    log = simulate(comorbid((LadderFalls(200.0, (0,), 2.0),), together=coordination(ladder=3)), 1, 0)
    assert steps(log) == [(0.0, 3.0), (200.0, 1.0), (300.0, 2.0), (400.0, 3.0)]


def test_nobody_falls_below_the_ground_or_climbs_above_the_top() -> None:
    changes = (LadderFalls(100.0, (0,), 5.0), LadderClimbs(150.0, (0,), 9, process_leader=False))
    together = coordination(ladder=2, days_per_step=20.0)
    seen = [step for _, step in steps(simulate(comorbid(changes, together=together), 1, 0))]
    assert (min(seen), max(seen), seen[-1]) == (0.0, 5.0, 5.0)


def test_key_persons_who_leave_take_a_step_with_them(name_seed: int) -> None:
    together = coordination(ladder=4, key_person_leaves=1.0, step_lost_share=1.0, days_per_step=30.0)
    seen = steps(simulate(comorbid(together=together), name_seed, 0))
    falls = [b for (_, a), (_, b) in pairwise(seen) if b < a]
    assert falls
    assert all(abs(a - b) == 1.0 for (_, a), (_, b) in pairwise(seen))


# Measures that need a step ------------------------------------------------------------------------------------------


def warm_share(step: int) -> float:
    """Return the share of referrals that go warm where the measure has started and the ladder stands on `step`."""
    scenario = comorbid(
        (MeasureStarts(0.0, Measure.WARM_REFERRALS),), together=coordination(ladder=step, warm_referral_share=1.0)
    )
    log = simulate(scenario, 1, 0)
    return float(log.columns["extra"][rows(log, Kind.REFERRED)].mean())


def test_warm_referrals_work_from_dialogue_on() -> None:
    assert [warm_share(step) for step in (0, 1, 2, 5)] == [0.0, 0.0, 1.0, 1.0]


def test_a_shared_threshold_closes_the_gap_that_two_thresholds_leave(name_seed: int) -> None:
    gap = (spec(PRIMARY, rules=open_rules(PRIMARY, ceiling=0.4), role=Role.NURSE), unit(PRIMARY, fte=20.0))
    doors = (*TODAY.doors[:2], (PRIMARY, PSYCHIATRY), TODAY.doors[3])
    regime = Regime(TODAY.responsible, TODAY.assessor, doors)

    def nobody_takes(step: int) -> int:
        scenario = comorbid(
            (MeasureStarts(0.0, Measure.SHARED_THRESHOLD),),
            psychiatry=open_rules(PSYCHIATRY, floor=0.6),
            more=(gap,),
            regime=regime,
            together=coordination(ladder=step),
            ways=practice(rating_noise=0.1),
        )
        return len(rows(simulate(scenario, name_seed, 0), Kind.NO_TAKER))

    assert nobody_takes(2) > 5
    assert nobody_takes(3) == 0


# SIP ----------------------------------------------------------------------------------------------------------------


def test_the_step_of_the_ladder_bears_on_how_often_a_plan_is_made() -> None:
    known = levers(sip_shares=(0.0, 0.1, 0.2, 0.3, 0.4, 0.5), sip_routine_share=0.45)
    assert [sip_share(known, step, routine=False) for step in range(6)] == [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]
    assert sip_share(known, 4, routine=True) == 0.45
    assert sip_share(known, 5, routine=True) == 0.5, "a routine never makes it rarer"


def test_a_plan_is_for_a_pair_of_services_whoever_runs_them() -> None:
    every = coordination(sip_shares=(1.0,) * 6)
    assert len(rows(simulate(comorbid(together=every), 1, 0), Kind.SIP_MADE)) > 20
    none = replace(every, sip_pairs=((OUTPATIENT, Service.HOUSING_SUPPORT),))
    assert len(rows(simulate(comorbid(together=none), 1, 0), Kind.SIP_MADE)) == 0


def test_nobody_who_refuses_consent_gets_a_plan() -> None:
    scenario = comorbid(together=coordination(sip_shares=(1.0,) * 6), ways=practice(no_consent_share=1.0))
    assert len(rows(simulate(scenario, 1, 0), Kind.SIP_MADE)) == 0


def test_a_plan_gives_warm_referrals_and_support_while_it_lasts() -> None:
    scenario = comorbid(together=coordination(sip_shares=(1.0,) * 6, sip_days=100.0))
    log = simulate(scenario, 1, 0)
    made = {int(log.columns["client"][r]): float(log.columns["time"][r]) for r in rows(log, Kind.SIP_MADE)}
    for r in rows(log, Kind.REFERRED, reason=int(Reason.COORDINATED)):
        assert log.columns["time"][r] == made[int(log.columns["client"][r])]
        assert log.columns["extra"][r] == 1.0


def test_the_hours_of_a_plan_are_taken_from_care() -> None:
    """Plans cost hours on both sides: without that, a design full of plans would be better for nothing."""

    def places(hours: float) -> float:
        scenario = comorbid(together=coordination(sip_shares=(1.0,) * 6, sip_hours=hours))
        tight = tuple(replace(s, hours_per_fte_year=1650.0, direct_share=0.45) for s in scenario.services)
        log = simulate(replace(scenario, services=tight), 1, 0)
        snapshots = rows(log, Kind.SNAPSHOT, service=int(OUTPATIENT))
        return float(log.columns["extra"][snapshots].mean())

    assert places(40.0) < 0.98 * places(0.0)


# Conferences, reports, stepping in ------------------------------------------------------------------------------------


def refused_everywhere() -> Any:
    """Return rules by which psychiatry takes nobody."""
    return open_rules(PSYCHIATRY, floor=1.0)


def test_a_conference_gives_those_whom_nobody_takes_a_lead_who_must_accept() -> None:
    conferences = coordination(conferences=True, report_share=1.0)
    log = simulate(comorbid(psychiatry=refused_everywhere(), together=conferences), 1, 0)
    leads = rows(log, Kind.CONFERENCE_LEAD)
    assert len(leads) > 10
    for r in leads[:10]:
        mine = log.columns["client"] == log.columns["client"][r]
        later = mine & (log.columns["time"] >= log.columns["time"][r]) & (log.columns["kind"] == Kind.ACCEPTED)
        assert (log.columns["service"][later] == PSYCHIATRY).any()
    held = rows(log, Kind.CONFERENCE_HELD)
    assert log.columns["worker"][held].max() <= 6, "as many as there is room for"
    assert np.allclose(np.diff(log.columns["time"][held]), 28.0)


def test_without_conferences_nobody_gets_a_lead_until_they_start() -> None:
    quiet = coordination(report_share=1.0)
    start = (ConferencesStart(400.0, (0,)),)
    log = simulate(comorbid(start, psychiatry=refused_everywhere(), together=quiet), 1, 0)
    assert log.columns["time"][rows(log, Kind.CONFERENCE_LEAD)].min() >= 428.0


def test_reports_are_written_as_often_as_staff_write_them() -> None:
    counted = []
    for share in (0.0, 0.5, 1.0):
        log = simulate(comorbid(psychiatry=refused_everywhere(), together=coordination(report_share=share)), 1, 0)
        counted.append(len(rows(log, Kind.DEVIATION_REPORTED)) / len(rows(log, Kind.NO_TAKER)))
    assert counted[0] == 0.0
    assert counted[1] == pytest.approx(0.5, abs=0.15)
    assert counted[2] == 1.0


def test_the_other_principal_steps_in_while_it_has_room_and_a_design_may_end_it() -> None:
    helpful = coordination(stepping_in_shares=(0.0, 0.0, 1.0, 0.0))
    end = (LeverChanges(365.0, "stepping_in_shares", (0.0,) * 4),)
    log = simulate(comorbid(end, psychiatry=refused_everywhere(), together=helpful), 1, 0)
    found = rows(log, Kind.STEPPED_IN)
    assert len(found) > 10
    assert set(log.columns["service"][found].tolist()) == {int(OUTPATIENT)}
    assert set(log.columns["to_principal"][found].tolist()) == {int(Principal.REGION)}
    assert log.columns["time"][found].max() <= 365.0 + 7.0, "a letter that is on its way arrives"
    assert len(rows(log, Kind.NO_TAKER)) > 5


def test_disputes_end_sooner_where_agreements_have_a_routine(name_seed: int) -> None:
    days = []
    for routine in (1.0, 0.0):
        doors = (*TODAY.doors[:2], (PSYCHIATRY, PRIMARY), TODAY.doors[3])
        together = coordination(routine=routine, agreement_known_share=0.9)
        scenario = comorbid(
            more=((spec(PRIMARY, role=Role.NURSE), unit(PRIMARY, fte=20.0)),),
            regime=Regime(TODAY.responsible, TODAY.assessor, doors),
            together=replace(together, agreements=replace(together.agreements, misread_known_share=0.9)),
            ways=practice(misread_share=0.7, within=SURE, between=SURE),
        )
        log = simulate(scenario, name_seed, 0)
        settled = rows(log, Kind.DISPUTE_SETTLED, part=int(Part.PSYCHIATRIC))
        assert len(settled) > 5
        days.append(float(np.median(log.columns["value"][settled])))
    assert days[0] == pytest.approx(30.0)
    assert days[1] == pytest.approx(90.0)


def test_better_known_agreements_are_misread_less_often(name_seed: int) -> None:
    def misread(known: float) -> int:
        change = (LeverChanges(0.0, "agreement_known_share", known),)
        log = simulate(comorbid(change, ways=practice(misread_share=0.3)), name_seed, 0)
        return len(rows(log, Kind.REFUSED, reason=int(Reason.NOT_OUR_RESPONSIBILITY)))

    assert misread(0.2) > misread(0.6) > misread(1.0) == 0


# Contact and one plan -------------------------------------------------------------------------------------------------


def test_an_ombud_with_room_stands_by_those_whom_nobody_takes_and_treats_nothing() -> None:
    ombud = (
        spec(Service.PERSONAL_OMBUD, care=plan(stay_days=(200.0, 0.2), visits=()), role=Role.OMBUD, caseload=5.0),
        unit(Service.PERSONAL_OMBUD, fte=1.0),
    )
    together = coordination(ombud_share=1.0)
    scenario = comorbid(psychiatry=refused_everywhere(), more=(ombud,), together=together, risks=hazards(exit=1e-4))
    world = World(scenario, 1, 0)
    world.run()
    log = simulate(scenario, 1, 0)
    began, ended = rows(log, Kind.CONTACT_BEGAN), rows(log, Kind.CONTACT_ENDED)
    assert len(began) > 5
    here = next(u for u in world.units if u.service is Service.PERSONAL_OMBUD)
    assert here.occupied == len(began) - len(ended) == sum(len(c.contacts) for c in world.clients) <= 5
    assert len(rows(log, Kind.ADMITTED, service=int(Service.PERSONAL_OMBUD))) == 0


def test_the_integrated_team_leaves_alone_what_others_treat(name_seed: int) -> None:
    team = spec(Service.INTEGRATED_TEAM, care=SEES_ALL, principal=Principal.JOINT, caseload=10.0)
    team = replace(team, rules=replace(team.rules, meets=(Part.PSYCHOSOCIAL, Part.PSYCHIATRIC)))
    asks_for_both = (Service.INTEGRATED_TEAM,)
    regime = Regime(TODAY.responsible, TODAY.assessor, (*TODAY.doors[:2], asks_for_both, TODAY.doors[3]))
    scenario = comorbid(more=((team, unit(Service.INTEGRATED_TEAM, fte=10.0)),), regime=regime)
    world = World(scenario, name_seed, 0)
    world.run()
    log = simulate(scenario, name_seed, 0)
    here = next(u for u in world.units if u.service is Service.INTEGRATED_TEAM)
    assert here.occupied == len(here.stays)
    began = rows(log, Kind.ADMITTED, service=int(Service.INTEGRATED_TEAM))
    assert {int(p) for p in log.columns["part"][began]} == {int(Part.PSYCHIATRIC)}, "the addiction is in other care"
    visits = rows(log, Kind.VISIT, service=int(Service.INTEGRATED_TEAM))
    assert set(log.columns["part"][visits].tolist()) == {int(Part.PSYCHIATRIC)}


def test_riders_of_one_plan_begin_and_end_with_it(name_seed: int) -> None:
    team = spec(Service.INTEGRATED_TEAM, care=SEES_ALL, principal=Principal.JOINT, caseload=10.0)
    team = replace(team, rules=replace(team.rules, meets=(Part.PSYCHOSOCIAL, Part.PSYCHIATRIC)))
    doors = ((Service.INTEGRATED_TEAM,), TODAY.doors[1], (Service.INTEGRATED_TEAM,), TODAY.doors[3])
    scenario = tiny(
        (team, spec(PSYCHIATRY, care=SEES_ALL, role=Role.NURSE)),
        (unit(Service.INTEGRATED_TEAM, fte=3.0), unit(PSYCHIATRY, fte=9.0)),
        who=people(first_seekers_per_10000=60.0, door_weights_comorbid=(0.0, 0.0, 0.0, 0.0, 1.0, 0.0), **COMORBID),
        regime=Regime(TODAY.responsible, TODAY.assessor, doors),
    )
    log = simulate(scenario, name_seed, 0)
    c = log.columns
    began = {p: rows(log, Kind.ADMITTED, service=int(Service.INTEGRATED_TEAM), part=p) for p in (0, 2)}
    assert len(began[0]) > 10
    ends = np.isin(c["kind"], (Kind.COMPLETED, Kind.LEFT_CARE, Kind.DISCHARGED))
    ends &= c["service"] == Service.INTEGRATED_TEAM
    for client in set(c["client"][began[2]].tolist()) & set(c["client"][began[0]].tolist()):
        mine = ends & (c["client"] == client)
        days = [set(c["time"][mine & (c["part"] == part)].tolist()) for part in (0, 2)]
        assert days[1] <= days[0], "what rides along ends when the plan does"


@pytest.mark.interpreted
def test_what_gets_a_place_at_the_very_instant_of_the_plan_stays_outside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ending an inquiry frees a place, which may go to another need of the same client."""
    take_over, placed = one_plan.take_over, list[Request]()

    def after_a_place(stay: Stay) -> None:
        mine = [r for r in stay.client.requests if r is not None and r.is_in_line()]
        for request in mine:
            assert request.unit is not None
            request.unit.occupied += request.offer()
        take_over(stay)
        for request in mine:
            assert stay.client.requests[request.part] is request
            assert stay.client.stays[request.part] is None
        placed.extend(mine)

    monkeypatch.setattr(one_plan, "take_over", after_a_place)
    team, housing = spec(Service.INTEGRATED_TEAM, care=SEES_ALL), spec(Service.HOUSING_SUPPORT, care=SEES_ALL)
    team = replace(team, rules=replace(team.rules, meets=(Part.PSYCHIATRIC, Part.SOCIAL)))
    doors = (0.0, 0.5, 0.0, 0.0, 0.5, 0.0)  # those who come to psychiatry fill housing support, and there is a queue
    scenario = comorbid(
        more=((team, unit(Service.INTEGRATED_TEAM, fte=9.0)), (housing, unit(Service.HOUSING_SUPPORT, fte=0.3))),
        regime=replace(TODAY, doors=(*TODAY.doors[:2], (Service.INTEGRATED_TEAM,), TODAY.doors[3])),
        who=people(first_seekers_per_10000=60.0, social_share_comorbid=1.0, door_weights_comorbid=doors, **COMORBID),
    )
    World(scenario, 1, 0).run()
    assert placed


def test_a_plan_is_made_with_the_service_that_would_be_asked() -> None:
    """Psychiatry knows of an addiction that nobody treats: it would ask outpatient treatment, the first door."""
    regime = replace(TODAY, doors=((OUTPATIENT, PRIMARY), *TODAY.doors[1:]))
    log = simulate(
        comorbid(
            more=((spec(PRIMARY), unit(PRIMARY)),),
            regime=regime,
            who=people(first_seekers_per_10000=60.0, door_weights_comorbid=(0.0, 0.0, 0.0, 0.0, 1.0, 0.0), **COMORBID),
            ways=practice(psychosocial_wanted_share=0.0),
            together=coordination(sip_shares=(1.0,) * 6),
        ),
        1,
        0,
    )
    assert len(rows(log, Kind.SIP_MADE, service=int(PSYCHIATRY))) > 10
