"""What bears on a client's clocks beside treatment: housing, being left alone, the last crisis, severity, the way."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model import simulate
from sim.model.factors import (
    crisis_factor,
    crisis_steps,
    falls_with,
    leaving_factor,
    miss_probability,
    relapse_factor,
)
from sim.model.rules import no_need_chance
from sim.terms.log import EventLog
from sim.terms.scenario import Hazards, Municipality, People, Scenario
from sim.terms.words import Disorder, Kind, Part, Reason, Service
from tests.scenarios_for_tests import hazards, people, plan, practice, spec, tiny, unit

OUTPATIENT, PSYCHIATRY, EMERGENCY = (
    Service.MUNICIPAL_OUTPATIENT,
    Service.ADULT_PSYCHIATRY,
    Service.PSYCHIATRIC_EMERGENCY,
)
share = st.floats(0.0, 1.0)
factor = st.floats(1.0, 15.0)
quick = settings(max_examples=100, derandomize=True, deadline=None)


# The factors ----------------------------------------------------------------------------------------------------------


def test_an_untreated_social_need_raises_missing_leaving_and_relapse_and_a_treated_one_nothing() -> None:
    risks = hazards(leaving_factor_untreated_social=1.5, relapse_factor_untreated_social=1.4)
    assert leaving_factor(risks, False, True) == 1.5
    assert leaving_factor(risks, False, False) == 1.0
    assert relapse_factor(risks, False, False, True) == 1.4
    assert relapse_factor(risks, False, False, False) == 1.0
    ways = practice(no_show_factor_untreated_social=1.2)
    assert miss_probability(ways, 0.2, 0.0, 1.0, 0.5, True) == pytest.approx(0.24)
    assert miss_probability(ways, 0.2, 0.0, 1.0, 0.5, False) == pytest.approx(0.2)


def test_an_hour_of_travel_raises_leaving_and_missing_and_most_of_all_the_first_visit() -> None:
    risks = hazards(leaving_factor_per_travel_hour=1.2)
    assert leaving_factor(risks, False, travel_hours=2.0) == pytest.approx(1.44)
    ways = practice(no_show_factor_per_travel_hour=1.25, no_show_factor_first_visit_per_travel_hour=1.2)
    assert miss_probability(ways, 0.1, 2.0, 1.0, 0.5) == pytest.approx(0.1 * 1.25**2)
    assert miss_probability(ways, 0.1, 2.0, 1.0, 0.5, started=False) == pytest.approx(0.1 * 1.5**2)
    assert miss_probability(ways, 0.1, 0.0, 1.0, 0.5, started=False) == pytest.approx(0.1)


@quick
@given(psychiatric=factor, alone=factor, soon=factor, mix=st.tuples(share, share, share))
def test_the_factors_say_who_is_in_crisis_and_when_and_not_how_many(
    psychiatric: float, alone: float, soon: float, mix: tuple[float, float, float]
) -> None:
    risks = hazards(
        crisis=0.001,
        crisis_factor_untreated_psychiatric=psychiatric,
        crisis_factor_left_alone=alone,
        crisis_factor_soon_again=soon,
        crisis_mix=mix,
    )
    first, *_, later = crisis_steps(risks)
    mean = 0.0
    for p, untreated in ((mix[0], True), (1.0 - mix[0], False)):
        for q, left in ((mix[1], True), (1.0 - mix[1], False)):
            base = mix[2] * first + (1.0 - mix[2]) * later
            mean += p * q * base * crisis_factor(risks, 0.5, untreated, left)
    assert mean == pytest.approx(0.001)


@quick
@given(falls=share, severity=share)
def test_what_falls_with_severity_stays_a_chance_and_is_as_it_was_at_one_half_or_without_the_dependence(
    falls: float, severity: float
) -> None:
    assert 0.0 <= falls_with(severity, falls) <= 2.0
    assert falls_with(0.5, falls) == falls_with(severity, 0.0) == 1.0
    assert no_need_chance(0.04, falls, 1.0, False, False) <= no_need_chance(0.04, falls, 0.0, False, False)


EMERGENCY_SPEC = spec(EMERGENCY, care=plan(visits=((1, 1.0),)))


# In a town ------------------------------------------------------------------------------------------------------------


def town(risks: Hazards, who: People | None = None, *, minutes: float = 0.0, **care: Any) -> Scenario:
    """Return a town with outpatient treatment, psychiatry and an emergency, the first so far away."""
    made = tiny(
        (spec(OUTPATIENT, care=plan(**care)), spec(PSYCHIATRY), EMERGENCY_SPEC),
        (replace(unit(OUTPATIENT, fte=90.0), hub=0), unit(PSYCHIATRY, fte=90.0), unit(EMERGENCY, fte=900.0)),
        who=people(first_seekers_per_10000=400.0) if who is None else who,
        risks=risks,
        ways=practice(
            detox_share_of_crises=0.0,
            no_show_factor_first_visit_per_travel_hour=1.5,
            no_show_factor_per_travel_hour=1.2,
        ),
    )
    towns = (Municipality("Byn", 10_000.0, 0, 0, (minutes,)),)
    return replace(made, county=replace(made.county, municipalities=towns))


def rows(log: EventLog, kind: Kind) -> np.ndarray:
    return np.flatnonzero(log.columns["kind"] == kind)


def again_within(log: EventLog, days: float) -> int:
    """Return how many crises follow another of the same client within so many days."""
    crises = rows(log, Kind.CRISIS)
    client, day = log.columns["client"][crises], log.columns["time"][crises]
    order = np.lexsort((day, client))
    same = np.diff(client[order]) == 0
    return int((same & (np.diff(day[order]) < days)).sum())


HALF = people(first_seekers_per_10000=400.0, comorbid_share_women=0.5, comorbid_share_men=0.5)
"""Every second client has a psychiatric need, too."""


@lru_cache
def crises(seed: int, **factors: float) -> EventLog:
    return simulate(town(hazards(crisis=0.0006, **factors), HALF), seed, 0)


def test_a_crisis_brings_another_so_that_a_carousel_can_arise(name_seed: int) -> None:
    seldom = crises(name_seed)
    often = crises(name_seed, crisis_factor_soon_again=40.0)
    assert again_within(often, 30.0) > 5 * max(1, again_within(seldom, 30.0))


def test_an_untreated_psychiatric_need_brings_crises_and_factors_of_one_bring_the_same_log(name_seed: int) -> None:
    def of_comorbid(log: EventLog) -> float:
        return float((log.clients["disorder"][log.columns["client"][rows(log, Kind.CRISIS)]] > 0).mean())

    raised = crises(name_seed, crisis_factor_untreated_psychiatric=4.0)
    assert of_comorbid(raised) > of_comorbid(crises(name_seed)) + 0.05
    same = simulate(town(hazards(crisis=0.0006, crisis_mix=(0.5, 0.5, 0.5), left_alone_days=3.0), HALF), name_seed, 0)
    assert same.digest() == crises(name_seed).digest()


def test_nobody_gives_up_before_patience_runs_and_later_they_do(name_seed: int) -> None:
    full = town(hazards(giving_up=(0.05,) * 4, giving_up_after_days=7.0))
    no_place = replace(full, units=tuple(replace(u, fte=0.5) if u.service is OUTPATIENT else u for u in full.units))
    log = simulate(no_place, name_seed, 0)
    waited = log.columns["value"][rows(log, Kind.GAVE_UP)]
    assert len(waited) > 20
    assert waited.min() >= 7.0
    at_once = simulate(replace(no_place, hazards=replace(no_place.hazards, giving_up_after_days=0.0)), name_seed, 0)
    assert (at_once.columns["value"][rows(at_once, Kind.GAVE_UP)] < 3.0).any()


def share_missed(log: EventLog) -> float:
    missed, kept = len(rows(log, Kind.MISSED)), len(rows(log, Kind.VISIT))
    return missed / (missed + kept)


def test_far_away_fewer_ask_again_more_leave_and_more_never_start(name_seed: int) -> None:
    risks = hazards(
        reseeking=(0.004,) * 4,
        asking_factor_per_travel_hour=0.7,
        leaving_factor_per_travel_hour=1.5,
    )
    care = {"visits": ((12, 1.0),), "no_show": 0.2, "leaving": (0.004,) * 4, "met_share": 0.0}
    who = people(first_seekers_per_10000=400.0, door_weights=(0.0, 1.0, 0.0, 0.0, 0.0, 0.0), comorbid_share_men=0.0,
                 comorbid_share_women=0.0)  # fmt: skip
    near, far = (simulate(town(risks, who, minutes=m, **care), name_seed, 0) for m in (0.0, 120.0))

    def left(log: EventLog) -> float:
        gone = log.columns["reason"][rows(log, Kind.LEFT_CARE)] == Reason.LEFT_TREATMENT
        return float(gone.sum()) / len(rows(log, Kind.ADMITTED))

    def never_started(log: EventLog) -> float:
        admitted = log.columns["client"][rows(log, Kind.ADMITTED)]
        return len(set(admitted.tolist()) - set(log.columns["client"][rows(log, Kind.VISIT)].tolist())) / len(admitted)

    assert len(rows(far, Kind.SOUGHT)) < len(rows(near, Kind.SOUGHT))
    assert left(far) > left(near)
    assert share_missed(far) > share_missed(near) * 1.2
    assert never_started(far) > never_started(near)


def test_who_lives_far_from_one_door_goes_to_another(name_seed: int) -> None:
    who = people(first_seekers_per_10000=400.0, door_weights_comorbid=(0.0, 0.5, 0.0, 0.0, 0.5, 0.0),
                 comorbid_share_men=1.0, comorbid_share_women=1.0)  # fmt: skip
    risks = hazards(asking_factor_per_travel_hour=0.7)

    def to_psychiatry(minutes: float) -> float:
        log = simulate(town(risks, who, minutes=minutes, no_show=0.1), name_seed, 0)
        asked = rows(log, Kind.SOUGHT)
        return float((log.columns["to_service"][asked] == PSYCHIATRY).mean())

    assert to_psychiatry(0.0) == pytest.approx(0.5, abs=0.06)
    assert to_psychiatry(180.0) > to_psychiatry(0.0) + 0.15


def test_a_psychosis_gets_the_longest_plan_and_a_severe_need_is_met_less_often(name_seed: int) -> None:
    who = people(first_seekers_per_10000=400.0, door_weights_comorbid=(0.0, 0.0, 0.0, 0.0, 1.0, 0.0),
                 comorbid_share_men=1.0, comorbid_share_women=1.0,
                 disorder_weights=(0.5, 0.0, 0.0, 0.5, 0.0))  # fmt: skip
    made = town(hazards(), who)
    services = (
        made.services[0],
        spec(PSYCHIATRY, care=plan(visits=((2, 0.9), (9, 0.1)), met_share=0.5)),
        EMERGENCY_SPEC,
    )
    ways = replace(made.practice, psychosis_longest_plan_share=1.0, met_falls_with_severity=1.0)
    log = simulate(replace(made, services=services, practice=ways), name_seed, 0)
    done = rows(log, Kind.COMPLETED)
    done = done[log.columns["part"][done] == Part.PSYCHIATRIC]
    psychosis = log.clients["disorder"][log.columns["client"][done]] == Disorder.PSYCHOSIS
    assert psychosis.sum() > 20
    days, met = log.columns["value"][done], log.columns["extra"][done] == 1.0
    assert days[psychosis].min() > np.median(days[~psychosis])
    assert not met[psychosis].any(), "at full dependence the most severe need is met by no plan of its own"
    severity = log.clients["psychiatric_severity"][log.columns["client"][done]]
    assert severity[met].mean() < severity[~psychosis & ~met].mean()


def test_no_plan_meets_a_psychosis_in_fewer_visits_than_it_takes(name_seed: int) -> None:
    who = people(first_seekers_per_10000=400.0, door_weights_comorbid=(0.0, 0.0, 0.0, 0.0, 1.0, 0.0),
                 comorbid_share_men=1.0, comorbid_share_women=1.0,
                 disorder_weights=(0.5, 0.0, 0.0, 0.5, 0.0))  # fmt: skip
    made = town(hazards(), who)
    services = (made.services[0], spec(PSYCHIATRY, care=plan(visits=((3, 1.0),), met_share=0.9)), EMERGENCY_SPEC)
    log = simulate(
        replace(made, services=services, practice=replace(made.practice, psychosis_visits=7.0)), name_seed, 0
    )
    done = rows(log, Kind.COMPLETED)
    done = done[log.columns["part"][done] == Part.PSYCHIATRIC]
    psychosis = log.clients["disorder"][log.columns["client"][done]] == Disorder.PSYCHOSIS
    interval, days = made.services[1].plan.interval_days, log.columns["value"][done]
    assert psychosis.sum() > 20
    assert days[psychosis].min() >= 6 * interval - 1e-6, "seven visits, one interval apart"
    assert np.median(days[~psychosis]) < 4 * interval
