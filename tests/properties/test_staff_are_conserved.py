"""Invariant 2: each person of the starting staff is always in one state, and hours delivered are staffed hours."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from sim.model import simulate
from sim.model.world import World
from sim.terms.changes import ServiceMoves
from sim.terms.log import EventLog
from sim.terms.scenario import Scenario
from sim.terms.words import Kind, Principal, Role, Service
from tests.scenarios_for_tests import (
    END,
    REFORM,
    hazards,
    log_of,
    miniature,
    move,
    people,
    plan,
    spec,
    tiny,
    unit,
)

DESIGNS = ("current", "paper_transfer", "big_bang")
TINY = 1e-9
DAYS_A_YEAR = 365.0
QUARTER = DAYS_A_YEAR / 4.0


@dataclass
class Ledger:
    """The posts of one unit as its log tells them: who is present, what is vacant, what was never refilled (FTE)."""

    present: dict[int, float] = field(default_factory=dict)
    left: dict[int, float] = field(default_factory=dict)
    declared: set[int] = field(default_factory=set)
    vacant: float = 0.0
    gone: float = 0.0
    start: float = 0.0
    fte_days: list[tuple[float, float]] = field(default_factory=list)

    def take(self, day: float, kind: Kind, worker: int, fte: float) -> None:
        """Book one row, and see that every post is accounted for."""
        match kind:
            case Kind.STAFF_EMPLOYED:
                assert day == 0.0
                assert worker not in self.present
                self.present[worker] = fte
                self.start += fte
            case Kind.STAFF_OFFERED:
                assert worker in self.present
            case Kind.STAFF_FOLLOWED:
                assert worker in self.present
            case Kind.STAFF_STAYED | Kind.STAFF_RESIGNED:
                assert self.present.pop(worker) == fte
                self.left[worker] = fte
                self.vacant += fte
            case Kind.POST_OPENED:
                assert self.left[worker] == fte
                assert worker not in self.declared
                self.declared.add(worker)
            case Kind.POST_NEVER_REFILLED:
                assert worker in self.declared
                self.vacant -= fte
                self.gone += fte
            case Kind.STAFF_RECRUITED:
                assert worker not in self.present
                assert worker not in self.left
                self.present[worker] = fte
                self.vacant -= fte
        assert self.vacant > -TINY, "somebody was recruited to a post that nobody had left"
        assert sum(self.present.values()) + self.vacant + self.gone == pytest.approx(self.start, abs=TINY)
        self.fte_days.append((day, sum(self.present.values())))

    def days_staffed(self, start: float, end: float) -> float:
        """Return the FTE-days from `start` to `end`."""
        days = np.array([day for day, _ in self.fte_days] + [np.inf]).clip(start, end)
        return float(np.sum(np.diff(days) * [fte for _, fte in self.fte_days]))


def staff_rows(log: EventLog) -> list[tuple[float, Kind, int, int, float]]:
    """Return (day, kind, unit, worker, FTE) of all rows about staff. A team of no FTE stands for counted places."""
    c = log.columns
    about = (c["kind"] >= Kind.STAFF_EMPLOYED) & (c["kind"] <= Kind.POST_NEVER_REFILLED) & (c["value"] > 0.0)
    columns = (c["time"][about], c["kind"][about], c["unit"][about], c["worker"][about], c["value"][about])
    return [(t, Kind(k), u, w, f) for t, k, u, w, f in zip(*(x.tolist() for x in columns), strict=True)]


def ledgers(log: EventLog) -> dict[int, Ledger]:
    """Return the ledger of every unit; every row has been seen to keep its sum."""
    found: dict[int, Ledger] = defaultdict(Ledger)
    for day, kind, at, worker, fte in staff_rows(log):
        found[at].take(day, kind, worker, fte)
    return found


def with_follow_share(scenario: Scenario, share: float) -> Scenario:
    """Return the scenario with this share of every role following."""

    def changed(change: object) -> object:
        if not isinstance(change, ServiceMoves):
            return change
        follow = tuple((role, share) for role, _ in change.staff.follow_share)
        return replace(change, staff=replace(change.staff, follow_share=follow))

    return replace(scenario, changes=tuple(changed(c) for c in scenario.changes))  # type: ignore[misc]


@pytest.mark.parametrize("design", DESIGNS)
def test_every_post_is_filled_vacant_or_gone_at_every_moment(design: str, name_seed: int) -> None:
    log = log_of(design, name_seed)
    found = ledgers(log)
    specs = {s.service: s for s in miniature(design).services}
    for index, at in enumerate(miniature(design).units):
        if at.places < 0.0:
            assert found[index].start == pytest.approx(at.fte)
        else:
            assert index not in found, "where places are counted, posts are not"
    assert specs
    assert sum(kind is Kind.STAFF_RECRUITED for _, kind, *_ in staff_rows(log)) > 5


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_each_person_of_the_starting_staff_is_in_one_state_at_the_end(share: float, name_seed: int) -> None:
    scenario = with_follow_share(miniature("big_bang"), share)
    world = World(scenario, name_seed, 0)
    world.run()
    log = simulate(scenario, name_seed, 0)
    found = ledgers(log)
    for at in world.units:
        employed = {w.index: w.fte for w in at.workers if w.fte > 0.0}
        if at.at.places < 0.0:
            assert employed == found[at.index].present
        assert len({w.index for w in at.workers}) == len(at.workers)
    everybody = [w for ledger in found.values() for w in (*ledger.present, *ledger.left)]
    assert len(everybody) == len(set(everybody)), "somebody works in two places, or has left and is still there"


def test_nobody_comes_along_at_a_share_of_nothing_and_everybody_at_a_share_of_one(name_seed: int) -> None:
    offered = {}
    for share in (0.0, 1.0):
        log = simulate(with_follow_share(miniature("big_bang"), share), name_seed, 0)
        on_the_day = [row for row in staff_rows(log) if row[0] == REFORM]
        of = {kind: {w for _, k, _, w, _ in on_the_day if k is kind} for kind in Kind}
        offered[share] = of[Kind.STAFF_OFFERED]
        assert of[Kind.STAFF_FOLLOWED] | of[Kind.STAFF_STAYED] | of[Kind.STAFF_RESIGNED] == offered[share]
        assert of[Kind.STAFF_FOLLOWED] == (offered[share] if share else set())
        assert of[Kind.POST_OPENED] == (set() if share else offered[share])
        posts = [ledger for ledger in ledgers(log).values() if offered[share] & {*ledger.present, *ledger.left}]
        missing = sum(ledger.vacant + ledger.gone for ledger in posts)
        before = sum(f for day, k, _, _, f in staff_rows(log) if k is Kind.POST_OPENED and day != REFORM)
        if share:
            assert missing <= before + TINY, "zero staff lost in the move itself"
    assert offered[0.0] == offered[1.0] != set()


def test_a_person_who_follows_at_a_low_share_follows_at_every_higher_one(name_seed: int) -> None:
    came: list[set[int]] = []
    for share in (0.2, 0.5, 0.8):
        log = simulate(with_follow_share(miniature("big_bang"), share), name_seed, 0)
        came.append({w for day, k, _, w, _ in staff_rows(log) if k is Kind.STAFF_FOLLOWED and day == REFORM})
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
    found = ledgers(log)
    for index, at in enumerate(scenario.units):
        if at.places >= 0.0:
            continue
        of = specs[at.service]
        for start in np.arange(0.0, END, QUARTER):
            end = start + QUARTER
            staffed = found[index].days_staffed(start, end) / DAYS_A_YEAR * of.hours_per_fte_year * of.direct_share
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
    ledger = ledgers(log)[0]
    full = hours_of(log, 0, 365.0 - 2 * QUARTER, 365.0)
    staffed = hours / 2.0 * 8.0
    assert 0.9 * staffed < full < 1.05 * staffed
    left = sum(ledger.present.values())
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
    assert sum(ledgers(log)[0].present.values()) == pytest.approx(8.0)
    assert hours_of(log, 0, 1095.0 - 2 * QUARTER, 1095.0) > 0.85 * 520.0 / 2.0 * 8.0
