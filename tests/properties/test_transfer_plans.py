"""Whatever the transfer plan: staff are conserved at every row, and cases; until it begins the log is that of today."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.model import simulate
from sim.model.admission import informed
from sim.model.simulate import log_of
from sim.model.world import World
from sim.terms.changes import (
    AssessorChanges,
    Change,
    DoorsChange,
    Handover,
    Locums,
    Opens,
    Relocates,
    ResponsibilityMoves,
    TurnoverRises,
)
from sim.terms.log import EventLog
from sim.terms.scenario import Scenario, UnitSpec
from sim.terms.words import Kind, Line, Need, Part, Principal, Reason, Role, Service
from tests.scenarios_for_tests import (
    SURE,
    TODAY,
    coordination,
    hazards,
    move,
    open_rules,
    people,
    plan,
    posts_of,
    practice,
    spec,
    staff_move,
    tiny,
    unit,
)
from tests.staff import booked

OUTPATIENT, SOCIAL, PSYCHIATRY = Service.MUNICIPAL_OUTPATIENT, Service.SOCIAL_SERVICES, Service.ADULT_PSYCHIATRY
TEAM = Service.INTEGRATED_TEAM
WORKER, NURSE = Role.TREATMENT_WORKER, Role.NURSE
ENDS = (Kind.COMPLETED, Kind.DECIDED, Kind.DISCHARGED, Kind.LEFT_CARE, Kind.HANDOVER_LOST)
AFTER = 700


def county(sizes: list[tuple[float, float]], changes: tuple[Change, ...]) -> Scenario:
    """Return towns of (adults, FTE of outpatient treatment), with psychiatry for all of them and the given changes."""
    everywhere = tuple(range(len(sizes)))
    busy = plan(visits=((8, 1.0),), booking_days=(5.0, 0.5), no_show=0.1, detects=(0.8, 0.3, 0.6, 0.5))
    services = (
        spec(SOCIAL, care=replace(busy, is_assessment=True), role=Role.SOCIAL_WORKER),
        spec(OUTPATIENT, care=busy),
        spec(PSYCHIATRY, care=busy, role=NURSE),
        spec(TEAM, care=busy, principal=Principal.JOINT),
    )
    team = replace(services[-1], roles=((WORKER, 0.5), (NURSE, 0.5)))
    team = replace(team, rules=replace(team.rules, meets=(Part.PSYCHOSOCIAL, Part.PSYCHIATRIC)))
    units = [unit(SOCIAL, fte=1.0, towns=everywhere)]
    units += [unit(OUTPATIENT, fte=fte, towns=(i,), place=f"town {i}") for i, (_, fte) in enumerate(sizes) if fte]
    units += [unit(PSYCHIATRY, fte=2.5, towns=everywhere)]
    return tiny(
        (*services[:-1], team),
        tuple(units),
        towns=tuple((f"town {i}", adults) for i, (adults, _) in enumerate(sizes)),
        warm_up=0,
        baseline=150,
        after=AFTER - 150,
        who=people(first_seekers_per_10000=150.0, comorbid_share_women=0.6, comorbid_share_men=0.5),
        risks=hazards(relapse=(0.01,) * 4, reseeking=(0.002,) * 4),
        ways=practice(turnover_per_year=0.4),
        together=coordination(towns=len(sizes), ladder=3, sip_shares=(0.3,) * 6, conferences=True),
        changes=changes,
    )


@st.composite
def plans(draw: st.DrawFn) -> tuple[Scenario, float]:
    """Return a county under a transfer plan, and the day on which the plan begins."""
    towns = draw(st.integers(1, 5))
    sizes = [
        (draw(st.sampled_from([0.0, 800.0, 4000.0])), draw(st.sampled_from([0.0, 0.3, 1.0, 2.7]))) for _ in range(towns)
    ]
    order = draw(st.permutations(range(towns)))
    cuts = draw(st.lists(st.booleans(), min_size=towns, max_size=towns))
    share = st.sampled_from([0.0, 0.3, 0.7, 1.0])
    day, changes = 150.0, list[Change]()
    waves: list[list[int]] = [[]]
    for town, cut in zip(order, cuts, strict=True):
        if cut and waves[-1]:
            waves.append([])
        waves[-1].append(town)
    lead, follow, never = draw(st.sampled_from([0.0, 40.0, 300.0])), draw(share), draw(share)
    dual = draw(st.sampled_from([0.0, 30.0, 400.0]))  # longer than between two waves: they overlap
    relocates, opens, rises = draw(st.booleans()), draw(st.booleans()), draw(st.booleans())
    locums = Locums(draw(share), 10.0, 60.0)
    if rises:
        everywhere = tuple(range(towns))
        changes.append(
            TurnoverRises(
                day=60.0,
                services=(OUTPATIENT,),
                municipalities=everywhere,
                factor=3.0,
                until_day=500.0,
                recruitment_lead_days=((WORKER, lead),),
                never_refilled_share=never,
                dip=0.2,
                recovery_days=200.0,
            )
        )
    for nth, wave in enumerate(waves):
        here, when = tuple(sorted(wave)), day + 60.0 * nth
        changes.append(
            ResponsibilityMoves(
                day=when,
                municipalities=here,
                part=Part.PSYCHOSOCIAL,
                to=Principal.REGION,
                lag_days=90.0,
                refers_to=(PSYCHIATRY,),
                keeps=(),
                cites_law_share=1.0,
            )
        )
        moves = move(
            OUTPATIENT, day=when, role=WORKER, follow=follow, stay=draw(share), lead_days=lead, never_refilled=never,
            dip=0.2, lost=draw(share), consent=draw(share), meetings=draw(st.sampled_from([0.0, 2.0])), dual_days=dual,
            towns=here, know_methods=draw(share), training_days=100.0, locums=locums, lag_days=50.0, absence=0.02,
        )  # fmt: skip
        changes.append(moves)
        if relocates:
            to = UnitSpec(
                service=OUTPATIENT,
                line=Line.ORDINARY,
                place="centre",
                municipalities=here,
                hub=0,
                fte=0.0,
                places=-1.0,
                others=None,
            )
            changes.append(Relocates(when, here, OUTPATIENT, (to,), 0.3))
    if opens:
        everywhere = tuple(range(towns))
        team = UnitSpec(
            service=TEAM,
            line=Line.ORDINARY,
            place="team",
            municipalities=everywhere,
            hub=-1,
            fte=draw(st.sampled_from([0.4, 2.0, 9.0])),
            places=-1.0,
            others=None,
        )
        taken = posts_of(team.fte, (WORKER, 0.5, (OUTPATIENT,)), (NURSE, 0.5, (PSYCHIATRY,)))
        terms = staff_move(((WORKER, follow), (NURSE, follow)), recruitment_lead_days=((WORKER, lead), (NURSE, lead)))
        by = draw(st.sampled_from([Principal.JOINT, Principal.REGION]))
        changes.append(
            Opens(
                day=day + 30.0,
                service=TEAM,
                principal=by,
                units=(team,),
                posts=(taken,),
                staff=terms,
                needs_step=draw(st.sampled_from([0, 4])),
                turnover_factor=2.0,
                turnover_days=200.0,
            )
        )
        changes.append(DoorsChange(day + 30.0, everywhere, Part.PSYCHOSOCIAL, (TEAM, OUTPATIENT)))
    changes.sort(key=lambda c: c.day)
    return county(sizes, tuple(changes)), changes[0].day


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(plans(), st.integers(0, 10_000))
def test_staff_and_cases_are_conserved_under_any_plan(planned: tuple[Scenario, float], seed: int) -> None:
    scenario, begins = planned
    world = World(scenario, seed, 0)
    world.run()
    log = log_of(world)
    ledger = booked(log)
    for at in world.units:
        there = {w.index: (at.index, pytest.approx(w.fte)) for w in at.workers if w.fte > 0.0 and not w.locum}
        assert there == {w: (u, f) for w, (u, f) in ledger.present.items() if u == at.index}
        assert at.is_open or not (at.workers or at.stays)
        assert sum(w.cases for w in at.workers) == sum(s.worker is not None for s in at.stays.values())
        assert at.occupied >= len(at.stays)
    kinds = log.columns["kind"]
    tried = int((kinds == Kind.HANDOVER_TRIED).sum())
    assert int(np.isin(kinds, (Kind.HANDED_OVER, Kind.HANDOVER_LOST)).sum()) <= tried
    open_cases = sum(stay is not None for client in world.clients for stay in client.stays)
    assert int((kinds == Kind.ADMITTED).sum()) - int(np.isin(kinds, ENDS).sum()) == open_cases
    quiet = simulate(replace(scenario, changes=()), seed, 0)
    for name, column in quiet.until(begins).items():
        assert np.array_equal(log.until(begins)[name], column, equal_nan=True), name


def test_the_plans_do_what_they_are_meant_to_test(name_seed: int) -> None:
    """Else the test above could pass because nothing ever happens."""
    sizes = [(4000.0, 2.7), (0.0, 1.0), (4000.0, 1.0)]
    here, there = (0, 1), (2,)
    changes: list[Change] = []
    for when, towns in ((150.0, here), (210.0, there)):
        changes.append(
            move(
                OUTPATIENT, day=when, role=WORKER, follow=0.4, stay=0.5, lead_days=60.0, never_refilled=0.2,
                dual_days=100.0, towns=towns, lost=0.2, consent=0.9, know_methods=0.5, training_days=90.0,
                locums=Locums(1.0, 5.0, 30.0),
            )
        )  # fmt: skip
        to = UnitSpec(
            service=OUTPATIENT,
            line=Line.ORDINARY,
            place="centre",
            municipalities=towns,
            hub=0,
            fte=0.0,
            places=-1.0,
            others=None,
        )
        changes.append(Relocates(when, towns, OUTPATIENT, (to,), 0.3))
    team = UnitSpec(
        service=TEAM,
        line=Line.ORDINARY,
        place="team",
        municipalities=(0, 1, 2),
        hub=-1,
        fte=2.0,
        places=-1.0,
        others=None,
    )
    posts = posts_of(team.fte, (WORKER, 0.5, ()), (NURSE, 0.5, (PSYCHIATRY,)))
    changes.append(
        Opens(
            day=180.0,
            service=TEAM,
            principal=Principal.JOINT,
            units=(team,),
            posts=(posts,),
            staff=staff_move(),
            needs_step=0,
            turnover_factor=1.0,
            turnover_days=0.0,
        )
    )
    changes.append(DoorsChange(180.0, (0, 1, 2), Part.PSYCHOSOCIAL, (TEAM, OUTPATIENT)))
    changes.sort(key=lambda c: c.day)
    seen: set[int] = set()
    for replication in range(6):
        seen |= set(simulate(county(sizes, tuple(changes)), name_seed, replication).columns["kind"].tolist())
    wanted = {
        Kind.STAFF_FOLLOWED, Kind.STAFF_STAYED, Kind.STAFF_RESIGNED, Kind.POST_OPENED, Kind.POST_NEVER_REFILLED,
        Kind.STAFF_RECRUITED, Kind.STAFF_TO_UNIT, Kind.LOCUM_CAME, Kind.LOCUM_LEFT, Kind.HANDED_OVER,
        Kind.HANDOVER_LOST, Kind.UNIT_OPENED, Kind.UNIT_CLOSED, Kind.SIP_MADE,
    }  # fmt: skip
    assert not wanted - seen, [Kind(k).name for k in wanted - seen]


# One thing at a time ------------------------------------------------------------------------------------------------

ASSESSMENT, LONG = Service.TREATMENT_ASSESSMENT, plan(visits=((60, 1.0),))


def rows(log: EventLog, kind: Kind, **where: int) -> np.ndarray:
    """Return the rows of a kind whose columns have the values given."""
    keep = log.columns["kind"] == kind
    for name, value in where.items():
        keep &= log.columns[name] == value
    return np.flatnonzero(keep)


def outpatient(fte: float, *changes: Change, turnover: float = 0.0) -> World:
    """Return the world of a town with outpatient treatment alone, after 730 days."""
    ways = practice(turnover_per_year=turnover)
    scenario = tiny((spec(OUTPATIENT, care=LONG),), (unit(OUTPATIENT, fte=fte),), ways=ways, changes=changes)
    world = World(scenario, 3, 0)
    world.run()
    return world


def test_a_service_that_moves_with_the_last_wave_takes_the_clients_of_all_waves_till_then() -> None:
    """Else nobody of an early wave would get it: the old principal refuses and the new one does not have it yet."""
    changes: list[Change] = []
    for when, towns in ((100.0, (0,)), (500.0, (1,))):
        changes.append(
            ResponsibilityMoves(
                day=when,
                municipalities=towns,
                part=Part.PSYCHOSOCIAL,
                to=Principal.REGION,
                lag_days=0.0,
                refers_to=(),
                keeps=(),
                cites_law_share=1.0,
            )
        )
        changes.append(move(OUTPATIENT, day=when, role=WORKER, towns=towns))
    both = (("one", 10_000.0), ("two", 10_000.0))
    scenario = tiny((spec(OUTPATIENT),), (unit(OUTPATIENT, fte=9.0, towns=(0, 1)),), towns=both, changes=tuple(changes))
    log = simulate(scenario, 1, 0)
    assert len(rows(log, Kind.ACCEPTED))
    assert not len(rows(log, Kind.REFUSED))


def test_an_inquiry_crosses_with_a_worker_who_goes_with_it() -> None:
    inquiry = plan(visits=((12, 1.0),), is_assessment=True)
    services = tuple(spec(s, care=inquiry, role=Role.SOCIAL_WORKER, caseload=12.0) for s in (SOCIAL, ASSESSMENT))
    terms = staff_move(((Role.SOCIAL_WORKER, 1.0),))
    taken = posts_of(4.0, (Role.SOCIAL_WORKER, 1.0, (SOCIAL,)))
    scenario = tiny(
        (*services, spec(OUTPATIENT)),
        (unit(SOCIAL, fte=4.0), unit(OUTPATIENT, fte=20.0)),
        who=people(first_seekers_per_10000=150.0, door_weights=(1.0, 0.0, 0.0, 0.0, 0.0, 0.0)),
        regime=replace(TODAY, assessor=(SOCIAL, None, None, None)),
        changes=(
            Opens(
                day=200.0,
                service=ASSESSMENT,
                principal=Principal.REGION,
                units=(unit(ASSESSMENT, fte=4.0),),
                posts=(taken,),
                staff=terms,
                needs_step=0,
                turnover_factor=1.0,
                turnover_days=0.0,
            ),
            AssessorChanges(
                200.0,
                (0,),
                Part.PSYCHOSOCIAL,
                ASSESSMENT,
                Handover(
                    lost_with_own_worker=0.0,
                    lost_with_meeting=1.0,
                    lost_cold=1.0,
                    consent_share=1.0,
                    hours=1.5,
                    meetings_per_week_per_fte=5.0,
                    limit_days=90.0,
                ),
            ),
        ),
    )
    log = simulate(scenario, 1, 0)
    assert len(rows(log, Kind.HANDED_OVER)) == len(rows(log, Kind.HANDOVER_TRIED)) > 0
    assert not len(rows(log, Kind.NEW_WORKER))


def test_clients_of_those_who_leave_on_one_day_get_one_new_worker_each() -> None:
    leaves = move(OUTPATIENT, day=200.0, role=WORKER, follow=0.4, lead_days=3000.0, meetings=50.0)
    log = log_of(outpatient(8.0, leaves))
    found = rows(log, Kind.NEW_WORKER)
    _, each = np.unique(log.columns["client"][found], return_counts=True)
    assert len(rows(log, Kind.STAFF_RESIGNED)) + len(rows(log, Kind.STAFF_STAYED)) > 1
    assert each.max() == 1


def test_clients_whom_nobody_was_left_to_see_get_whoever_is_recruited() -> None:
    gone = TurnoverRises(
        day=400.0,
        services=(OUTPATIENT,),
        municipalities=(0,),
        factor=60.0,
        until_day=700.0,
        recruitment_lead_days=((WORKER, 30.0),),
        never_refilled_share=0.0,
        dip=0.0,
        recovery_days=0.0,
    )
    world = outpatient(1.0, gone, turnover=0.2)
    (at,) = world.units
    assert any("'" in w.name for w in at.workers)
    assert at.stays
    assert all(stay.worker in at.workers for stay in at.stays.values())


def test_whoever_takes_over_a_post_learns_the_methods_as_the_one_before_would_have() -> None:
    untrained = move(
        OUTPATIENT, day=10.0, role=WORKER, follow=0.0, lead_days=1.0, know_methods=0.0, training_days=100.0
    )
    (at,) = outpatient(30.0, untrained, turnover=0.6).units
    assert all(w.knows_methods for w in at.workers)


def test_part_of_a_post_decides_the_same_whatever_has_happened_elsewhere() -> None:
    taken = posts_of(0.5, (Role.SOCIAL_WORKER, 1.0, (SOCIAL,)))
    opened = Opens(
        day=20.0,
        service=ASSESSMENT,
        principal=Principal.REGION,
        units=(unit(ASSESSMENT, fte=0.5),),
        posts=(taken,),
        staff=staff_move(),
        needs_step=0,
        turnover_factor=1.0,
        turnover_days=0.0,
    )
    services = (spec(SOCIAL, role=Role.SOCIAL_WORKER), spec(PSYCHIATRY, role=NURSE), spec(ASSESSMENT))
    services = (*services[:2], replace(services[2], roles=((Role.SOCIAL_WORKER, 1.0),)))
    keys = []
    for nurses in (1.0, 5.0):
        units = (unit(SOCIAL, fte=1.0), unit(PSYCHIATRY, fte=nurses))
        world = World(tiny(services, units, changes=(opened,), after=30), 1, 0)
        world.run()
        keys.append([w.key for at in world.units if at.service is ASSESSMENT for w in at.workers])
    assert keys[0] == keys[1] != []


def test_records_are_shared_within_the_new_principal_once_practice_follows() -> None:
    apart = replace(SURE, shared_record_share=0.0)
    services = (spec(OUTPATIENT, care=LONG), spec(PSYCHIATRY, role=NURSE))
    units = (unit(OUTPATIENT, fte=9.0), unit(PSYCHIATRY))
    moved = move(OUTPATIENT, day=100.0, role=WORKER, lag_days=200.0)
    ways = practice(within=SURE, between=apart)
    reads = []
    for days in (150, 350):
        world = World(tiny(services, units, ways=ways, changes=(moved,), after=days), 1, 0)
        world.run()
        treated = next(s.request for s in world.units[0].stays.values())
        reads.append(informed(world, treated, world.units[1], Need.ADDICTION))
    assert reads == [False, True]


def test_whether_there_is_a_need_does_not_depend_on_who_assesses() -> None:
    decided = []
    for assessor in (SOCIAL, ASSESSMENT):
        mild = spec(OUTPATIENT, rules=open_rules(OUTPATIENT, ceiling=0.5))  # so that the others come from there
        scenario = tiny(
            (mild, spec(assessor, care=plan(is_assessment=True))),
            (unit(OUTPATIENT, fte=9.0), unit(assessor, fte=9.0)),
            ways=practice(not_eligible_share=0.3),
            regime=replace(TODAY, assessor=(assessor, None, None, None)),
        )
        log = simulate(scenario, 1, 0)
        found = rows(log, Kind.DECIDED)
        decided.append([log.columns[name][found].tolist() for name in ("client", "reason")])
    assert decided[0] == decided[1]
    assert set(decided[0][1]) == {Reason.NONE, Reason.NOT_ELIGIBLE}
