"""Invariant 2: each person of the starting staff is always in one state, and hours delivered are staffed hours."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.model import simulate
from sim.model.world import World
from sim.terms.changes import Opens, ServiceMoves
from sim.terms.log import EventLog
from sim.terms.scenario import Scenario
from sim.terms.words import Kind, Principal, Role, Service
from tests.miniature import END, REFORM, log_of, miniature
from tests.scenarios_for_tests import hazards, move, people, plan, practice, spec, staff_move, tiny, unit
from tests.staff import booked, fte_days, staff_rows

pytestmark = pytest.mark.both_builds

DESIGNS = ("current", "paper_transfer", "big_bang")
TINY = 1e-9
DAYS_A_YEAR = 365.0
QUARTER = DAYS_A_YEAR / 4.0


def with_follow_share(scenario: Scenario, share: float) -> Scenario:
    """Return the scenario with this share of every role following."""

    def changed(change: object) -> object:
        if not isinstance(change, ServiceMoves | Opens):
            return change
        follow = tuple((role, share) for role, _ in change.staff.follow_share)
        return replace(change, staff=replace(change.staff, follow_share=follow))

    return replace(scenario, changes=tuple(changed(c) for c in scenario.changes))  # type: ignore[misc]


@pytest.mark.parametrize("design", DESIGNS)
def test_every_post_is_filled_vacant_or_gone_at_every_moment(design: str, name_seed: int) -> None:
    log, scenario = log_of(design, name_seed), miniature(design)
    ledger = booked(log)
    starting = sum(at.fte for at in scenario.units if at.places < 0.0)
    new = sum(fte for _, kind, _, worker, fte in staff_rows(log) if kind is Kind.POST_OPENED and worker < 0)
    assert ledger.posts == pytest.approx(starting + new)
    assert sum(kind is Kind.STAFF_RECRUITED for _, kind, *_ in staff_rows(log)) > 5


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_each_person_of_the_starting_staff_is_in_one_state_at_the_end(share: float, name_seed: int) -> None:
    world = World(with_follow_share(miniature("big_bang"), share), name_seed, 0)
    world.run()
    ledger = booked(simulate(with_follow_share(miniature("big_bang"), share), name_seed, 0))
    there = {
        w.index: (at.index, pytest.approx(w.fte)) for at in world.units for w in at.workers if w.fte > 0 and not w.locum
    }
    assert there == ledger.present
    assert not set(there) & ledger.left, "somebody has left and is still there"


def test_nobody_comes_along_at_a_share_of_nothing_and_everybody_at_a_share_of_one(name_seed: int) -> None:
    offered = {}
    for share in (0.0, 1.0):
        log = simulate(with_follow_share(miniature("big_bang"), share), name_seed, 0)
        on_the_day = [row for row in staff_rows(log) if row[0] == REFORM]
        of = {kind: {w for _, k, _, w, _ in on_the_day if k is kind} for kind in Kind}
        asked = of[Kind.STAFF_OFFERED]
        offered[share] = sum(fte for _, kind, _, _, fte in on_the_day if kind is Kind.STAFF_OFFERED)
        assert of[Kind.STAFF_FOLLOWED] | of[Kind.STAFF_STAYED] | of[Kind.STAFF_RESIGNED] == asked
        assert of[Kind.STAFF_FOLLOWED] == (asked if share else set())
        assert of[Kind.POST_OPENED] == (set() if share else of[Kind.STAFF_RESIGNED]), "who stays keeps the post"
        assert not share or booked(log).vacant + booked(log).gone < 1.0, "nobody is lost in the move itself"
    assert offered[0.0] == pytest.approx(offered[1.0])
    assert offered[1.0] > 3.0


def test_a_person_who_follows_at_a_low_share_follows_at_every_higher_one(name_seed: int) -> None:
    came: list[set[int]] = []
    for share in (0.2, 0.5, 0.8):
        found = staff_rows(simulate(with_follow_share(miniature("big_bang"), share), name_seed, 0))
        # Whoever is numbered later gets a number that depends on who has moved before.
        first = {w for day, k, _, w, _ in found if k is Kind.STAFF_EMPLOYED and day == 0.0}
        came.append(first & {w for day, k, _, w, _ in found if k is Kind.STAFF_FOLLOWED and day == REFORM})
    assert came[0] <= came[1] <= came[2]


# Hours ------------------------------------------------------------------------------------------------------------


def hours_of(log: EventLog, index: int, start: float, end: float) -> float:
    """Return the hours of visits, kept or missed, in a unit from `start` to `end`: both take the worker's time."""
    c = log.columns
    here = (c["unit"] == index) & np.isin(c["kind"], (Kind.VISIT, Kind.MISSED))
    return float(c["value"][here & (c["time"] >= start) & (c["time"] < end)].sum())


def extra_visits(log: EventLog, index: int, start: float, end: float) -> int:
    """Return how many visits the quarter may hold beyond one per interval.

    A place gives one visit per interval. A stay of n intervals has n + 1 visits, since it begins and ends with one; so
    every stay that was open in the quarter may add one, and a case that has crossed begins anew.
    """
    c = log.columns
    here = c["unit"] == index
    began, ends = (
        here & (c["kind"] == Kind.ADMITTED),
        here & np.isin(c["kind"], (Kind.COMPLETED, Kind.DECIDED, Kind.DISCHARGED, Kind.LEFT_CARE, Kind.HANDOVER_LOST)),
    )
    open_at_start = (c["time"][began] < start).sum() - (c["time"][ends] < start).sum()
    within = (c["time"] >= start) & (c["time"] < end)
    return int(open_at_start + (began & within).sum() + (here & within & (c["kind"] == Kind.HANDED_OVER)).sum())


@pytest.mark.parametrize("design", DESIGNS)
def test_hours_delivered_never_exceed_hours_staffed(design: str, name_seed: int) -> None:
    log, scenario = log_of(design, name_seed), miniature(design)
    specs = {s.service: s for s in scenario.services}
    for index, at in enumerate(scenario.units):
        if at.places >= 0.0:
            continue
        of = specs[at.service]
        for start in np.arange(0.0, END, QUARTER):
            end = start + QUARTER
            staffed = fte_days(log, index, start, end) / DAYS_A_YEAR * of.hours_per_fte_year * of.direct_share
            more = extra_visits(log, index, start, end) * of.plan.hours_per_visit
            assert hours_of(log, index, start, end) <= staffed + more, (at.service.name, at.place, start)


def half_the_staff_goes(hours: float) -> tuple[Scenario, float]:
    """Return one full unit of 8 posts in which everybody stays for years and about half the staff goes on day 365."""
    care = plan(stay_days=(5000.0, 0.01), interval_days=7.0)
    scenario = tiny(
        (spec(Service.MUNICIPAL_OUTPATIENT, care=care, caseload=1000.0, hours=hours),),
        (unit(Service.MUNICIPAL_OUTPATIENT, fte=8.0),),
        after=1095,
        who=people(first_seekers_per_10000=400.0),
        risks=hazards(exit=1e-4),
        changes=(
            move(
                Service.MUNICIPAL_OUTPATIENT,
                day=365.0,
                role=Role.TREATMENT_WORKER,
                follow=0.5,
                never_refilled=1.0,
                to=Principal.REGION,
            ),
        ),
    )
    return scenario, hours


def test_fewer_staff_deliver_fewer_hours_although_the_clients_stay(name_seed: int) -> None:
    scenario, hours = half_the_staff_goes(hours=520.0)
    log = simulate(scenario, name_seed, 0)
    ledger = booked(log)
    full = hours_of(log, 0, 365.0 - 2 * QUARTER, 365.0)
    staffed = hours / 2.0 * 8.0
    assert 0.9 * staffed < full < 1.05 * staffed
    left = sum(fte for _, fte in ledger.present.values())
    assert 0.0 < left < 8.0
    # The clients are the same 80: visits are spaced out in proportion, so all hours there are are used, and no more.
    after = hours_of(log, 0, 365.0 + QUARTER, 1095.0) / (730.0 - QUARTER) * DAYS_A_YEAR
    assert after == pytest.approx(hours * left, rel=0.05)
    assert after < 0.8 * full * 2.0


def test_without_any_staff_left_visits_rest_until_somebody_comes(name_seed: int) -> None:
    scenario, _ = half_the_staff_goes(hours=520.0)
    (change,) = scenario.changes
    assert isinstance(change, ServiceMoves)
    nobody = replace(change, staff=replace(change.staff, follow_share=((Role.TREATMENT_WORKER, 0.0),)))
    log = simulate(replace(scenario, changes=(nobody,)), name_seed, 0)
    assert hours_of(log, 0, 366.0, 1095.0) == 0.0
    back = replace(
        nobody,
        staff=replace(nobody.staff, never_refilled_share=0.0, recruitment_lead_days=((Role.TREATMENT_WORKER, 60.0),)),
    )
    log = simulate(replace(scenario, changes=(back,)), name_seed, 0)
    assert sum(fte for _, fte in booked(log).present.values()) == pytest.approx(8.0)
    assert hours_of(log, 0, 1095.0 - 2 * QUARTER, 1095.0) > 0.85 * 520.0 / 2.0 * 8.0


# Those who stay in social work ------------------------------------------------------------------------------------


INQUIRY, OUTPATIENT = Service.SOCIAL_SERVICES, Service.MUNICIPAL_OUTPATIENT


def some_stay(turnover: float, **changed: Any) -> Scenario:
    """Return a town whose ten outpatient workers all decline the region's offer and stay in social work, on day 365."""
    moved = move(
        OUTPATIENT, day=365.0, role=Role.TREATMENT_WORKER, follow=0.0, stay=1.0, dip=0.5, lead_days=30.0, **changed
    )
    return tiny(
        (spec(INQUIRY, care=plan(is_assessment=True), role=Role.SOCIAL_WORKER), spec(OUTPATIENT)),
        (unit(INQUIRY, fte=4.0), unit(OUTPATIENT, fte=10.0)),
        after=2200,
        ways=practice(turnover_per_year=turnover),
        changes=(moved,),
    )


def where(world: World, service: Service) -> float:
    return float(sum(u.fte() for u in world.units if u.service is service))


@pytest.mark.parametrize("dual_days", [0.0, 90.0])
def test_those_who_decline_go_on_in_the_social_services_with_their_posts(dual_days: float, name_seed: int) -> None:
    world = World(some_stay(0.0, dual_days=dual_days), name_seed, 0)
    world.run()
    assert where(world, OUTPATIENT) == 0.0
    assert where(world, INQUIRY) == pytest.approx(14.0)
    log = simulate(some_stay(0.0, dual_days=dual_days), name_seed, 0)
    ledger = booked(log)
    assert (ledger.vacant, ledger.posts) == (0.0, pytest.approx(14.0)), "no post is made from nobody"
    held = (log.columns["kind"] == Kind.SNAPSHOT) & (log.columns["service"] == INQUIRY)
    days, places = log.columns["time"][held], log.columns["extra"][held]
    gone = 365.0 + dual_days
    assert places[days < gone] == pytest.approx(40.0)
    new_task = np.minimum((days[days > gone] - gone) / 425.0, 1.0)
    assert places[days > gone] == pytest.approx(40.0 + 100.0 * (0.5 + 0.5 * new_task))


def test_as_posts_fall_vacant_there_they_are_opened_where_the_work_has_gone(name_seed: int) -> None:
    world = World(some_stay(2.0), name_seed, 0)
    world.run()
    assert where(world, OUTPATIENT) == pytest.approx(10.0)
    assert where(world, INQUIRY) == pytest.approx(4.0)
    log = simulate(some_stay(2.0), name_seed, 0)
    assert booked(log).posts == pytest.approx(14.0)
    opened = [(unit, fte) for _, kind, unit, _, fte in staff_rows(log) if kind is Kind.POST_OPENED]
    assert {unit for unit, _ in opened} == {1}, "in what was outpatient treatment, and not in the social services"
    assert sum(fte for _, fte in opened) == pytest.approx(10.0)


def test_part_of_a_post_that_falls_vacant_takes_part_of_a_kept_one_along(name_seed: int) -> None:
    scenario = some_stay(2.0)
    halves = replace(scenario, units=(replace(scenario.units[0], fte=0.4), replace(scenario.units[1], fte=1.3)))
    world = World(halves, name_seed, 0)
    world.run()
    assert where(world, OUTPATIENT) == pytest.approx(1.3)
    assert where(world, INQUIRY) == pytest.approx(0.4)
    assert booked(simulate(halves, name_seed, 0)).posts == pytest.approx(1.7)


def test_where_there_is_no_social_work_for_them_they_leave_as_before(name_seed: int) -> None:
    """Staff of bought care, and anybody where the social services themselves go."""
    scenario = some_stay(0.0)
    (change,) = scenario.changes
    assert isinstance(change, ServiceMoves)
    all_go = replace(change, service=INQUIRY, staff=replace(change.staff, follow_share=((Role.SOCIAL_WORKER, 0.0),)))
    both = simulate(replace(scenario, changes=(all_go, change)), name_seed, 0)
    wards = tuple(
        replace(s, roles=((Role.WARD_STAFF, 1.0),)) if s.service is OUTPATIENT else s for s in scenario.services
    )
    staff = replace(change.staff, follow_share=((Role.WARD_STAFF, 0.0),))
    bought = simulate(replace(scenario, services=wards, changes=(replace(change, staff=staff),)), name_seed, 0)
    for log, number in ((both, 14.0), (bought, 10.0)):
        rows = staff_rows(log)
        assert sum(fte for _, kind, *_, fte in rows if kind is Kind.STAFF_STAYED) == pytest.approx(number)
        assert not any(kind is Kind.STAFF_TO_UNIT for _, kind, *_ in rows)
        assert sum(fte for _, kind, *_, fte in rows if kind is Kind.POST_OPENED) == pytest.approx(number)


def test_who_stays_where_a_post_is_taken_for_the_regions_inquiry_keeps_it_and_their_cases(name_seed: int) -> None:
    terms = staff_move(((Role.SOCIAL_WORKER, 0.0),), stay_share=1.0)
    taken = ((Role.SOCIAL_WORKER, (INQUIRY,), 3.0),)
    region = Service.TREATMENT_ASSESSMENT
    opened = Opens(
        day=365.0,
        service=region,
        principal=Principal.REGION,
        units=(unit(region, fte=3.0),),
        posts=(taken,),
        staff=terms,
        needs_step=0,
        turnover_factor=1.0,
        turnover_days=0.0,
    )
    scenario = some_stay(0.0)
    services = (*scenario.services, spec(region, care=plan(is_assessment=True), role=Role.SOCIAL_WORKER))
    world = World(replace(scenario, services=services, changes=(opened,)), name_seed, 0)
    world.run()
    assert (where(world, INQUIRY), where(world, region)) == (pytest.approx(4.0), 0.0)
    log = simulate(replace(scenario, services=services, changes=(opened,)), name_seed, 0)
    assert booked(log).posts == pytest.approx(14.0)
    assert not (log.columns["kind"] == Kind.NEW_WORKER).any()
