"""A stay treats a need only where the service can hold its severity: taking everybody in treats nobody more."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model import simulate
from sim.model.rules import treats
from sim.terms.log import EventLog
from sim.terms.scenario import Scenario
from sim.terms.words import Disorder, Kind, NeedState, Part, Reason, Service
from tests.miniature import miniature
from tests.scenarios_for_tests import TODAY, hazards, open_rules, people, plan, spec, tiny, unit

PRIMARY, PSYCHIATRY, OUTPATIENT = Service.PRIMARY_CARE, Service.ADULT_PSYCHIATRY, Service.MUNICIPAL_OUTPATIENT
TREATED, SUPPORTED = 0.0, 2.0
HOLDS = 0.5
share = st.floats(0.0, 1.0)


@given(holds=share, severity=share, disorder=st.sampled_from(list(Disorder)))
@settings(max_examples=100, derandomize=True)
def test_a_service_treats_what_it_can_hold_and_no_psychosis_unless_it_holds_anything(
    holds: float, severity: float, disorder: Disorder
) -> None:
    assert treats(1.0, severity, disorder)
    if disorder is Disorder.PSYCHOSIS and holds < 1.0:
        assert not treats(holds, severity, disorder)
    else:
        assert treats(holds, severity, disorder) is (severity <= holds or holds == 1.0)


def town(holds: float, *, psychosis: bool = False, floor: float = 0.0) -> Scenario:
    """Return a town where primary care, asked first, takes everybody in; psychiatry is the next door."""
    services = (
        spec(PRIMARY, care=plan(holds=holds), rules=replace(open_rules(PRIMARY), meets=(Part.PSYCHIATRIC,))),
        spec(PSYCHIATRY, rules=open_rules(PSYCHIATRY, floor=floor)),
        spec(OUTPATIENT, care=plan(visits=((40, 1.0),))),
    )
    return tiny(
        services,
        (unit(PRIMARY, fte=90.0), unit(PSYCHIATRY, fte=90.0), unit(OUTPATIENT, fte=90.0)),
        who=people(
            first_seekers_per_10000=150.0,
            comorbid_share_women=1.0,
            comorbid_share_men=1.0,
            disorder_weights=(0.0, 0.0, 0.0, 1.0, 0.0) if psychosis else (1.0, 0.0, 0.0, 0.0, 0.0),
            door_weights_comorbid=(0.0, 0.0, 1.0, 0.0, 0.0, 0.0),
            presents_psychiatric_share=1.0,
        ),
        regime=replace(TODAY, doors=((OUTPATIENT,), (), (PRIMARY, PSYCHIATRY), ())),
    )


def severity_of(log: EventLog, rows: np.ndarray) -> np.ndarray:
    return np.asarray(log.clients["psychiatric_severity"][log.columns["client"][rows]])


def rows(log: EventLog, kind: Kind, service: Service) -> np.ndarray:
    return np.flatnonzero((log.columns["kind"] == kind) & (log.columns["service"] == service))


def test_what_is_above_is_supported_and_never_met_and_what_is_within_is_treated(name_seed: int) -> None:
    log = simulate(town(HOLDS), name_seed, 0)
    begun = rows(log, Kind.ADMITTED, PRIMARY)
    within = severity_of(log, begun) <= HOLDS
    assert 0.2 < within.mean() < 0.8
    assert np.array_equal(log.columns["extra"][begun], np.where(within, TREATED, SUPPORTED))
    assert (log.columns["state"][begun] == NeedState.IN_CARE).all()
    done = rows(log, Kind.COMPLETED, PRIMARY)
    assert np.array_equal(log.columns["extra"][done] == 1.0, severity_of(log, done) <= HOLDS), "met_share is 1"
    visits = np.isin(log.columns["client"], log.columns["client"][begun[~within]])
    assert (visits & (log.columns["kind"] == Kind.VISIT) & (log.columns["service"] == PRIMARY)).sum() > 100


def test_whoever_could_not_be_held_is_referred_on_to_who_can(name_seed: int) -> None:
    log = simulate(town(HOLDS), name_seed, 0)
    sent = np.flatnonzero((log.columns["kind"] == Kind.REFERRED) & (log.columns["reason"] == Reason.TOO_SEVERE))
    assert (log.columns["to_service"][sent] == PSYCHIATRY).all()
    assert (severity_of(log, sent) > HOLDS).all()
    done = rows(log, Kind.COMPLETED, PRIMARY)
    unmet = set(log.columns["client"][done][log.columns["extra"][done] == 0.0].tolist())
    assert set(log.columns["client"][sent].tolist()) == unmet != set()
    met = rows(log, Kind.COMPLETED, PSYCHIATRY)
    assert set(log.columns["client"][met].tolist()) <= unmet
    assert (log.columns["extra"][met] == 1.0).all()


def test_a_psychosis_of_a_low_number_ends_in_psychiatry_whose_threshold_it_always_passes(name_seed: int) -> None:
    log = simulate(town(0.99, psychosis=True, floor=0.9), name_seed, 0)
    begun = rows(log, Kind.ADMITTED, PRIMARY)
    assert (log.columns["extra"][begun] == SUPPORTED).all()
    assert len(rows(log, Kind.REFUSED, PSYCHIATRY)) == 0
    treated = rows(log, Kind.ADMITTED, PSYCHIATRY)
    assert (severity_of(log, treated) < 0.9).any()
    assert (log.columns["extra"][treated] == TREATED).all()


def test_support_without_treatment_leaves_the_other_needs_risks_as_if_nobody_treated_it(name_seed: int) -> None:
    """An untreated psychiatric need brings relapse; talks that cannot hold it do not keep it away."""
    risks = hazards(relapse=(0.01,) * 4, relapse_factor_untreated_psychiatric=6.0, abstaining=(0.02,) * 4)
    never_ends = plan(visits=((1000, 1.0),))

    def relapses(holds: float) -> int:
        scenario = town(holds)
        services = tuple(
            replace(s, plan=replace(never_ends, holds=holds)) if s.service is PRIMARY else s for s in scenario.services
        )
        log = simulate(replace(scenario, services=services, hazards=risks), name_seed, 0)
        begun = rows(log, Kind.ADMITTED, PRIMARY)
        since = dict(zip(log.columns["client"][begun].tolist(), log.columns["time"][begun].tolist(), strict=True))
        again = log.columns["kind"] == Kind.RELAPSED
        found = zip(log.columns["client"][again].tolist(), log.columns["time"][again].tolist(), strict=True)
        return sum(day > since.get(client, np.inf) for client, day in found)

    assert relapses(0.0) > 1.5 * relapses(1.0)


def test_what_waits_for_the_other_need_to_be_treated_waits_on_through_mere_support(name_seed: int) -> None:
    """Outpatient treatment wants the psychiatric need treated first: talks that cannot hold it are not asked about."""
    scenario = town(0.0)
    first = open_rules(OUTPATIENT, treat_psychiatry_first_share=1.0)
    services = tuple(
        replace(s, rules=first, plan=replace(s.plan, detects=(0.0, 0.0, 1.0, 0.0))) if s.service is OUTPATIENT else s
        for s in scenario.services
    )
    who = replace(scenario.people, door_weights_comorbid=(0.0, 1.0, 0.0, 0.0, 0.0, 0.0))
    log = simulate(replace(scenario, services=services, people=who), name_seed, 0)
    asked_again = (log.columns["kind"] == Kind.REFERRED) & (log.columns["to_service"] == OUTPATIENT)
    assert asked_again.sum() > 50
    assert set(log.columns["service"][asked_again].tolist()) == {PSYCHIATRY}
    parked = log.columns["client"][log.columns["kind"] == Kind.PARKED]
    assert len(np.unique(parked)) == len(parked), "nobody is parked twice"


def test_primary_care_that_takes_everybody_meets_no_more_needs_than_it_can_hold(name_seed: int) -> None:
    """Five talks are no treatment of a psychosis, whatever a design lets in."""
    today = miniature("current")
    rules = {s.service: s.rules for s in today.services}
    everybody = tuple(
        replace(s, rules=replace(rules[PRIMARY], ceiling=1.0)) if s.service is PRIMARY else s for s in today.services
    )
    log = simulate(replace(today, services=everybody), name_seed, 0)
    holds = next(s.plan.holds for s in today.services if s.service is PRIMARY)
    done = rows(log, Kind.COMPLETED, PRIMARY)
    done = done[log.columns["part"][done] == Part.PSYCHIATRIC]
    clients = log.columns["client"][done]
    severe = (severity_of(log, done) > holds) | (log.clients["disorder"][clients] == Disorder.PSYCHOSIS)
    assert severe.sum() > 10
    assert (log.columns["extra"][done][severe] == 0.0).all()
    assert (log.columns["extra"][done][~severe] == 1.0).mean() == pytest.approx(0.5, abs=0.35)
