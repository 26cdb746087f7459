"""Nothing of something, or all of it: the model neither crashes nor makes care out of nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.model import simulate
from sim.terms.changes import Opens, ResponsibilityMoves, RuleChanges, ServiceMoves, TurnoverRises
from sim.terms.log import EventLog
from sim.terms.scenario import Scenario
from sim.terms.words import Kind, Part, Reason, Role, Service
from tests.miniature import REFORM, log_of, miniature
from tests.scenarios_for_tests import TODAY, hazards, move, people, plan, practice, spec, tiny, unit


def counts(log: EventLog, **where: Any) -> Counter[str]:
    """Return how often each kind of row stands in the log, of those rows whose columns have these values."""
    keep = np.ones(len(log), dtype=bool)
    for name, value in where.items():
        keep &= log.columns[name] == value
    return Counter(Kind(k).name.lower() for k in log.columns["kind"][keep].tolist())


def with_adults(scenario: Scenario, adults: float, *towns: int) -> Scenario:
    """Return the scenario with so many adults in these municipalities, or in all."""
    county = scenario.county
    new = tuple(
        replace(t, adults=adults) if not towns or i in towns else t for i, t in enumerate(county.municipalities)
    )
    return replace(scenario, county=replace(county, municipalities=new))


def test_a_county_without_people_has_staff_and_other_patients_and_no_clients(name_seed: int) -> None:
    log = simulate(with_adults(miniature("big_bang"), 0.0), name_seed, 0)
    assert len(log.clients["name"]) == 0
    assert set(log.columns["client"].tolist()) == {-1}
    seen = counts(log)
    assert seen["other_patient_admitted"] > 0
    assert seen["staff_employed"] > 0
    assert not {"visit", "sought", "arrival", "handover_tried"} & set(seen)


def test_nobody_comes_from_a_municipality_where_nobody_lives(name_seed: int) -> None:
    log = simulate(with_adults(miniature("current"), 0.0, 1), name_seed, 0)
    assert set(log.clients["municipality"].tolist()) == {0, 2, 3}
    # and everybody else is who they would have been
    usual = log_of("current", name_seed).clients
    assert log.clients["name"].tolist() == usual["name"][usual["municipality"] != 1].tolist()


@pytest.mark.parametrize("design", ["current", "paper_transfer", "big_bang"])
def test_without_staff_and_places_nobody_is_treated_and_everybody_gives_up_or_waits(
    design: str, name_seed: int
) -> None:
    scenario = miniature(design)
    units = tuple(replace(u, fte=0.0, places=min(u.places, 0.0)) for u in scenario.units)
    changes = tuple(c for c in scenario.changes if not isinstance(c, Opens))  # nobody is recruited to new posts
    log = simulate(replace(scenario, units=units, changes=changes), name_seed, 0)
    seen = counts(log)
    assert not {"admitted", "visit", "missed", "decided", "completed", "handover_tried"} & set(seen)
    assert not {"staff_employed", "staff_recruited", "other_patient_admitted"} & set(seen)
    assert seen["sought"] > 50
    assert seen["gave_up"] > 50
    met_on_day_0 = (log.columns["kind"] == Kind.NEED_STATE) & (log.columns["state"] == 6)
    assert (log.columns["time"][met_on_day_0] == 0.0).all(), "a need was met that nobody treated"


def transfer(scenario: Scenario, **staff: Any) -> Scenario:
    """Return the scenario with these terms for the staff of every service that moves."""
    changed = tuple(
        replace(c, staff=replace(c.staff, **staff)) if isinstance(c, ServiceMoves) else c for c in scenario.changes
    )
    return replace(scenario, changes=changed)


def followers(share: float) -> tuple[tuple[Role, float], ...]:
    return ((Role.TREATMENT_WORKER, share), (Role.WARD_STAFF, share))


def test_when_nobody_follows_and_no_post_is_refilled_the_service_is_gone(name_seed: int) -> None:
    scenario = transfer(miniature("big_bang"), follow_share=followers(0.0), never_refilled_share=1.0)
    moves = tuple(c for c in scenario.changes if not isinstance(c, TurnoverRises))  # whose posts are refilled later
    scenario = replace(scenario, changes=moves)
    log = simulate(scenario, name_seed, 0)
    outpatient = log.columns["service"] == Service.MUNICIPAL_OUTPATIENT
    after = log.columns["time"] > REFORM
    kinds = log.columns["kind"]
    assert (outpatient & ~after & (kinds == Kind.VISIT)).sum() > 50
    assert not (outpatient & after & np.isin(kinds, (Kind.VISIT, Kind.ADMITTED))).any()


def test_when_everybody_follows_visits_go_on(name_seed: int) -> None:
    log = simulate(transfer(miniature("big_bang"), follow_share=followers(1.0)), name_seed, 0)
    outpatient = (log.columns["service"] == Service.MUNICIPAL_OUTPATIENT) & (log.columns["kind"] == Kind.VISIT)
    before = outpatient & (log.columns["time"] < REFORM)
    after = outpatient & (log.columns["time"] > REFORM)
    assert after.sum() > 0.5 * before.sum()


@pytest.mark.parametrize("lost", [0.0, 1.0])
def test_all_cases_arrive_or_none_does(lost: float, name_seed: int) -> None:
    scenario = tiny(
        (spec(Service.MUNICIPAL_OUTPATIENT, care=plan(stay_days=(300.0, 0.3))),),
        (unit(Service.MUNICIPAL_OUTPATIENT, fte=2.0),),
        after=500,
        changes=(move(Service.MUNICIPAL_OUTPATIENT, day=365.0, role=Role.TREATMENT_WORKER, follow=0.5, lost=lost),),
    )
    seen = counts(simulate(scenario, name_seed, 0))
    assert seen["handover_tried"] >= 5
    whole, none = ("handover_lost", "handed_over") if lost else ("handed_over", "handover_lost")
    assert seen[none] == 0
    # A case whose care ends on its own while it is on its way neither arrives nor is lost; those are few.
    assert seen["handover_tried"] - 3 <= seen[whole] <= seen["handover_tried"]


def sobriety_off(scenario: Scenario) -> Scenario:
    services = tuple(replace(s, rules=replace(s.rules, sobriety_days=0.0)) for s in scenario.services)
    return replace(scenario, services=services)


def test_where_no_service_wants_sobriety_nobody_is_refused_or_parked_for_it(name_seed: int) -> None:
    log = simulate(sobriety_off(miniature("current")), name_seed, 0)
    assert counts(log_of("current", name_seed), reason=Reason.SOBRIETY)["refused"] > 10
    assert not {"refused", "parked"} & set(counts(log, reason=Reason.SOBRIETY))


def test_a_sobriety_rule_that_ends_on_a_day_refuses_nobody_from_that_day(name_seed: int) -> None:
    usual = miniature("current")
    ends = RuleChanges(float(REFORM), Service.ADULT_PSYCHIATRY, "sobriety_days", 0.0)
    log = simulate(replace(usual, changes=(ends,)), name_seed, 0)
    for_use = (log.columns["kind"] == Kind.REFUSED) & (log.columns["reason"] == Reason.SOBRIETY)
    assert for_use.any()
    assert (log.columns["time"][for_use] < REFORM).all()
    before = log.until(REFORM)
    assert all(
        np.array_equal(before[n], log_of("current", name_seed).until(REFORM)[n], equal_nan=before[n].dtype.kind == "f")
        for n in before
    )


def test_where_every_answer_misreads_responsibility_only_disputes_and_crises_lead_to_care(name_seed: int) -> None:
    usual = miniature("current")
    log = simulate(replace(usual, practice=replace(usual.practice, misread_share=1.0)), name_seed, 0)
    c = log.columns
    assert counts(log)["dispute_opened"] > 10
    settled: set[tuple[int, int]] = set()
    names = ("kind", "client", "part", "time", "service", "to_service")
    for kind, client, part, time, sender, door in zip(*(c[n].tolist() for n in names), strict=True):
        own = kind == Kind.REFERRED and sender == door  # nobody refuses whom they have asked for themselves
        if own or kind in (Kind.DISPUTE_SETTLED, Kind.REPORT_ANSWERED, Kind.CONFERENCE_LEAD):
            settled.add((client, part))
        elif kind in (Kind.DECIDED, Kind.CRISIS):  # what is decided, if for compulsory care, binds who would misread
            settled |= {(client, other) for other in Part}
        elif kind == Kind.ACCEPTED and part != Part.ACUTE and time > 0.0:
            assert (client, part) in settled


def test_an_inquiry_of_a_single_visit_is_decided_at_that_visit(name_seed: int) -> None:
    regime = replace(TODAY, assessor=(Service.SOCIAL_SERVICES, None, None, None))
    scenario = tiny(
        (
            spec(Service.SOCIAL_SERVICES, care=plan(visits=((1, 1.0),), is_assessment=True), role=Role.SOCIAL_WORKER),
            spec(Service.MUNICIPAL_OUTPATIENT),
        ),
        (unit(Service.SOCIAL_SERVICES, fte=5.0), unit(Service.MUNICIPAL_OUTPATIENT, fte=5.0)),
        who=people(door_weights=(1.0, 0.0, 0.0, 0.0, 0.0, 0.0)),
        regime=regime,
    )
    seen = counts(simulate(scenario, name_seed, 0))
    assert seen["decided"] > 20
    assert seen["decided"] == counts(simulate(scenario, name_seed, 0), service=Service.SOCIAL_SERVICES)["admitted"]
    assert seen["completed"] > 0.8 * seen["decided"]


def test_an_inquiry_that_the_client_misses_leads_nowhere(name_seed: int) -> None:
    regime = replace(TODAY, assessor=(Service.SOCIAL_SERVICES, None, None, None))
    care = plan(stay_days=(60.0, 0.1), no_show=0.9, missed_limit=1, is_assessment=True)
    scenario = tiny(
        (
            spec(Service.SOCIAL_SERVICES, care=care, role=Role.SOCIAL_WORKER),
            spec(Service.MUNICIPAL_OUTPATIENT),
        ),
        (unit(Service.SOCIAL_SERVICES, fte=5.0), unit(Service.MUNICIPAL_OUTPATIENT, fte=5.0)),
        who=people(door_weights=(1.0, 0.0, 0.0, 0.0, 0.0, 0.0)),
        ways=practice(no_show_factor_per_load=1.0),
        risks=hazards(),
        regime=regime,
    )
    log = simulate(scenario, name_seed, 0)
    assert counts(log)["discharged"] > 20
    decided = set(log.columns["client"][log.columns["kind"] == Kind.DECIDED].tolist())
    treated = log.columns["client"][
        (log.columns["kind"] == Kind.ADMITTED) & (log.columns["service"] == Service.MUNICIPAL_OUTPATIENT)
    ]
    assert set(treated.tolist()) <= decided


@pytest.mark.parametrize("gone", [{"lag_days": 1e12}, {"cites_law_share": 0.0}], ids=["never follows", "nobody cites"])
def test_a_transfer_on_paper_whose_practice_never_follows_or_that_nobody_cites_is_today(
    gone: dict[str, float], name_seed: int
) -> None:
    paper = miniature("paper_transfer")
    never = tuple(replace(c, **gone) if isinstance(c, ResponsibilityMoves) else c for c in paper.changes)  # type: ignore[arg-type]
    moved, today = simulate(replace(paper, changes=never), name_seed, 0), simulate(miniature("current"), name_seed, 0)
    stays = moved.columns["kind"] != Kind.RESPONSIBILITY_MOVED
    assert (~stays).sum() == len(paper.changes) > 0
    # In practice the same; only who would be responsible for a part of a plan, or for the work of another, differs.
    by_law = np.isin(today.columns["kind"], (Kind.PLAN_PART_FAILED, Kind.STEPPED_IN, Kind.HELPED))
    for name, column in today.columns.items():
        same = ~by_law if name in ("principal", "to_principal") else np.ones(len(column), dtype=bool)
        assert np.array_equal(moved.columns[name][stays][same], column[same], equal_nan=True), name
    assert not np.array_equal(moved.columns["to_principal"][stays], today.columns["to_principal"])
