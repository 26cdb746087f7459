"""The admission rules, each alone and all in order: pure functions of what a service knows."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model import rules as admission
from sim.model.rules import (
    RULES,
    RULES_AFTER_DECISION,
    Accept,
    Refuse,
    RequestSeen,
    answer,
    law_is_cited,
    misreading,
    next_door,
    no_need_chance,
)
from sim.terms.scenario import Rules
from sim.terms.words import Part, Reason, Service
from tests.scenarios_for_tests import open_rules

OPEN = open_rules(Service.PRIMARY_CARE)
"""Meets the addiction parts and the psychiatric one, and refuses nobody."""

PLAIN = RequestSeen(
    part=Part.PSYCHOSOCIAL,
    for_assessment=False,
    served_here=True,
    misreads=False,
    cites_new_law=False,
    rated=0.5,
    documented_days=0.0,
    addiction_known=True,
    in_use=True,
    addiction_in_care=False,
    psychiatric_known_untreated=False,
    psychiatric_rated=0.0,
    known_comorbid=False,
    applies_sobriety=False,
    applies_addiction_first=False,
    applies_psychiatry_first=False,
    methods_here=True,
    eligible=True,
    psychosis=False,
)
"""A client in active use who asks for psychosocial treatment and whom an open service takes."""


def asked(**changed: Any) -> RequestSeen:
    return replace(PLAIN, **changed)


def reason(rules: Rules, request: RequestSeen) -> Reason | None:
    given_answer = answer(rules, request)
    return given_answer.reason if isinstance(given_answer, Refuse) else None


def having(**changed: Any) -> Rules:
    return replace(OPEN, **changed)


ILL = {"psychiatric_known_untreated": True, "psychiatric_rated": 0.9, "known_comorbid": True}

# rule, a service and a request that it refuses, and the least change to the request that it lets pass
CASES = {
    "catchment": (OPEN, asked(served_here=False), {"served_here": True}, Reason.OUTSIDE_CATCHMENT),
    "another's work": (OPEN, asked(part=Part.SOCIAL), {"part": Part.MEDICAL}, Reason.NOT_OUR_RESPONSIBILITY),
    "misreading": (OPEN, asked(misreads=True), {"misreads": False}, Reason.NOT_OUR_RESPONSIBILITY),
    "the new law": (OPEN, asked(cites_new_law=True), {"cites_new_law": False}, Reason.NOT_OUR_RESPONSIBILITY),
    "sobriety": (
        having(sobriety_days=90.0),
        asked(part=Part.PSYCHIATRIC, applies_sobriety=True, documented_days=89.9),
        {"documented_days": 90.0},
        Reason.SOBRIETY,
    ),
    "sobriety, another assessor": (
        having(sobriety_days=90.0),
        asked(part=Part.PSYCHIATRIC, applies_sobriety=True),
        {"applies_sobriety": False},
        Reason.SOBRIETY,
    ),
    "sobriety, use unknown": (
        having(sobriety_days=90.0),
        asked(part=Part.PSYCHIATRIC, applies_sobriety=True),
        {"addiction_known": False},
        Reason.SOBRIETY,
    ),
    "addiction first": (
        OPEN,
        asked(part=Part.PSYCHIATRIC, applies_addiction_first=True),
        {"addiction_in_care": True},
        Reason.TREAT_ADDICTION_FIRST,
    ),
    "addiction first, abstinent": (
        OPEN,
        asked(part=Part.PSYCHIATRIC, applies_addiction_first=True),
        {"in_use": False},
        Reason.TREAT_ADDICTION_FIRST,
    ),
    "psychiatry first": (
        OPEN,
        asked(applies_psychiatry_first=True, psychiatric_known_untreated=True),
        {"psychiatric_known_untreated": False},
        Reason.TREAT_PSYCHIATRY_FIRST,
    ),
    "floor": (having(floor=0.6), asked(rated=0.59), {"rated": 0.6}, Reason.NOT_SEVERE_ENOUGH),
    "ceiling": (having(ceiling=0.4), asked(rated=0.41), {"rated": 0.4}, Reason.TOO_SEVERE),
    "ceiling for the other need": (
        having(other_ceiling=0.8),
        asked(**ILL),
        {"psychiatric_rated": 0.8},
        Reason.TOO_SEVERE,
    ),
    "dual diagnosis": (
        having(dual_diagnosis_required=True),
        asked(),
        {"known_comorbid": True},
        Reason.DUAL_DIAGNOSIS_REQUIRED,
    ),
    "eligibility": (OPEN, asked(eligible=False), {"eligible": True}, Reason.NOT_ELIGIBLE),
    "method": (having(offers_methods=False), asked(), {"part": Part.MEDICAL}, Reason.METHOD_NOT_OFFERED),
}


def test_a_service_with_open_rules_takes_who_asks_for_what_it_meets() -> None:
    assert answer(OPEN, PLAIN) == Accept()


@pytest.mark.parametrize("case", CASES)
def test_each_rule_refuses_what_it_is_about_and_nothing_less(case: str) -> None:
    rules, request, change, why = CASES[case]
    assert reason(rules, request) is why
    assert reason(rules, replace(request, **change)) is None


def test_a_sobriety_refusal_says_how_many_days_it_wants_and_no_other_refusal_does() -> None:
    for rules, request, _, why in CASES.values():
        refusal = answer(rules, request)
        assert isinstance(refusal, Refuse)
        assert refusal.required_days == (rules.sobriety_days if why is Reason.SOBRIETY else 0.0)


def test_only_the_part_asked_for_is_held_against_the_client() -> None:
    """Psychiatry first is about addiction treatment, addiction first about psychiatric; methods are psychosocial."""
    both = {"applies_addiction_first": True, "applies_psychiatry_first": True, "psychiatric_known_untreated": True}
    assert reason(OPEN, asked(part=Part.PSYCHIATRIC, **both)) is Reason.TREAT_ADDICTION_FIRST
    assert reason(OPEN, asked(part=Part.MEDICAL, **both)) is Reason.TREAT_PSYCHIATRY_FIRST
    assert reason(having(other_ceiling=0.5), asked(part=Part.PSYCHIATRIC, **ILL)) is None
    assert reason(having(offers_methods=False), asked(part=Part.PSYCHIATRIC)) is None


def test_whoever_asks_to_be_assessed_is_not_measured_before_the_assessment() -> None:
    strict = having(meets=(), floor=0.9, ceiling=0.1, offers_methods=False)
    assert reason(strict, asked(for_assessment=True)) is None
    assert reason(strict, asked(for_assessment=True, served_here=False)) is Reason.OUTSIDE_CATCHMENT


ORDER = (
    Reason.OUTSIDE_CATCHMENT,
    Reason.NOT_OUR_RESPONSIBILITY,
    Reason.SOBRIETY,
    Reason.TREAT_ADDICTION_FIRST,
    Reason.NOT_SEVERE_ENOUGH,
    Reason.DUAL_DIAGNOSIS_REQUIRED,
    Reason.NOT_ELIGIBLE,
)


def test_the_first_rule_that_fails_decides() -> None:
    """A request that all these rules refuse: as one is put right after the other, each is the answer once."""
    rules = having(sobriety_days=30.0, floor=0.9, dual_diagnosis_required=True)
    request = asked(
        part=Part.PSYCHIATRIC,
        served_here=False,
        misreads=True,
        applies_sobriety=True,
        applies_addiction_first=True,
        rated=0.1,
        eligible=False,
    )
    put_right: tuple[dict[str, Any], ...] = (
        {"served_here": True},
        {"misreads": False},
        {"applies_sobriety": False},
        {"applies_addiction_first": False},
        {"rated": 1.0},
        {"known_comorbid": True},
        {"eligible": True},
    )
    answers = []
    for change in put_right:
        answers.append(reason(rules, request))
        request = replace(request, **change)
    assert tuple(answers) == ORDER
    assert reason(rules, request) is None


def test_for_addiction_treatment_psychiatry_first_comes_before_severity_and_method_last() -> None:
    rules = having(ceiling=0.1, other_ceiling=0.1, offers_methods=False)
    request = asked(applies_psychiatry_first=True, **ILL)
    assert reason(rules, request) is Reason.TREAT_PSYCHIATRY_FIRST
    assert reason(rules, replace(request, applies_psychiatry_first=False)) is Reason.TOO_SEVERE
    mild = replace(request, applies_psychiatry_first=False, rated=0.1, psychiatric_rated=0.1)
    assert reason(rules, mild) is Reason.METHOD_NOT_OFFERED


def test_every_rule_of_section_5_is_in_the_tuple_once() -> None:
    names = [rule.__name__ for rule in RULES]
    assert names == [
        "catchment",
        "responsibility",
        "sobriety",
        "addiction_first",
        "psychiatry_first",
        "severe_enough",
        "not_too_severe",
        "dual_diagnosis",
        "eligibility",
        "method",
    ]
    assert all(getattr(admission, name) is rule for name, rule in zip(names, RULES, strict=True))


# Whatever is asked ------------------------------------------------------------------------------------------------

share = st.floats(0.0, 1.0)
requests = st.builds(
    RequestSeen,
    **{
        f.name: {"part": st.sampled_from([p for p in Part if p is not Part.ACUTE])}.get(
            f.name,
            st.floats(0.0, 400.0) if f.name == "documented_days" else share if f.type == "float" else st.booleans(),
        )
        for f in fields(RequestSeen)
    },
)
services = st.builds(
    Rules,
    meets=st.lists(st.sampled_from(list(Part)), unique=True).map(tuple),
    sobriety_days=st.sampled_from([0.0, 30.0, 90.0]),
    sobriety_share=share,
    treat_addiction_first_share=share,
    treat_psychiatry_first_share=share,
    floor=share,
    ceiling=share,
    other_ceiling=share,
    dual_diagnosis_required=st.booleans(),
    offers_methods=st.booleans(),
    discharges_for_use_share=share,
)


@given(rules=services, request=requests)
@settings(max_examples=300, derandomize=True, deadline=None)
def test_every_request_gets_an_answer_and_always_the_same(rules: Rules, request: RequestSeen) -> None:
    first = answer(rules, request)
    assert isinstance(first, Accept | Refuse)
    assert answer(replace(rules), replace(request)) == first
    if isinstance(first, Refuse):
        assert Reason.OUTSIDE_CATCHMENT <= first.reason <= Reason.METHOD_NOT_OFFERED
        assert first.reason is not Reason.NO_CONSENT, "the client's no is nobody's refusal"
    else:
        rules_that_hold = RULES_AFTER_DECISION if request.decided else RULES
        assert all(rule(rules, request) is None for rule in rules_that_hold)


@given(rules=services, request=requests)
@settings(max_examples=300, derandomize=True, deadline=None)
def test_nobody_is_refused_for_use_who_is_known_to_be_sober_long_enough_or_where_nothing_is_required(
    rules: Rules, request: RequestSeen
) -> None:
    assert reason(rules, replace(request, documented_days=rules.sobriety_days)) is not Reason.SOBRIETY
    assert reason(replace(rules, sobriety_days=0.0), request) is not Reason.SOBRIETY


@given(rules=services, request=requests, days=st.floats(0.0, 400.0))
@settings(max_examples=200, derandomize=True, deadline=None)
def test_more_days_of_sobriety_never_turn_a_yes_into_a_no(rules: Rules, request: RequestSeen, days: float) -> None:
    if isinstance(answer(rules, request), Accept):
        assert answer(rules, replace(request, documented_days=request.documented_days + days)) == Accept()


# Doors ------------------------------------------------------------------------------------------------------------


@given(rated=st.floats(0.46, 0.49))
@settings(max_examples=30, derandomize=True)
def test_between_a_ceiling_and_a_floor_nobody_takes_the_client_and_no_rule_says_so(rated: float) -> None:
    """The gap is a consequence of two thresholds: primary care up to 0.45, psychiatry from 0.5."""
    primary = having(ceiling=0.45)
    specialist = replace(open_rules(Service.ADULT_PSYCHIATRY), floor=0.5)
    request = asked(part=Part.PSYCHIATRIC, rated=rated)
    assert reason(primary, request) is Reason.TOO_SEVERE
    assert reason(specialist, request) is Reason.NOT_SEVERE_ENOUGH
    doors = (Service.PRIMARY_CARE, Service.ADULT_PSYCHIATRY)
    ceilings, floors = (primary.ceiling, specialist.ceiling), (primary.floor, specialist.floor)
    tried = 0
    for _ in doors:
        door = next_door(doors, tried, rated, ceilings, floors)
        assert door is not None
        tried |= 1 << door
    assert next_door(doors, tried, rated, ceilings, floors) is None


def test_a_referrer_asks_the_door_that_fits_and_else_the_first() -> None:
    doors = (Service.PRIMARY_CARE, Service.ADULT_PSYCHIATRY)
    ceilings, floors = (0.45, 1.0), (0.0, 0.5)
    assert next_door(doors, 0, 0.3, ceilings, floors) is Service.PRIMARY_CARE
    assert next_door(doors, 0, 0.7, ceilings, floors) is Service.ADULT_PSYCHIATRY
    assert next_door(doors, 0, 0.47, ceilings, floors) is Service.PRIMARY_CARE
    assert next_door(doors, 1 << Service.PRIMARY_CARE, 0.3, ceilings, floors) is Service.ADULT_PSYCHIATRY


@given(
    doors=st.lists(st.sampled_from(Service), unique=True, max_size=8),
    tried=st.sets(st.sampled_from(Service)),
    rated=st.floats(-0.3, 1.3),
    data=st.data(),
)
@settings(max_examples=200, derandomize=True, deadline=None)
def test_no_door_is_asked_twice_and_none_is_left_out(
    doors: list[Service], tried: set[Service], rated: float, data: st.DataObject
) -> None:
    ceilings = data.draw(st.lists(share, min_size=len(doors), max_size=len(doors)))
    floors = data.draw(st.lists(share, min_size=len(doors), max_size=len(doors)))
    bits = sum(1 << s for s in tried)
    asked_in_turn = []
    while (door := next_door(doors, bits, rated, ceilings, floors)) is not None:
        assert not bits >> door & 1
        bits |= 1 << door
        asked_in_turn.append(door)
    assert sorted(asked_in_turn) == sorted(set(doors) - tried)


@given(lag=st.floats(1.0, 2000.0), share=share, u=st.floats(0.001, 0.999), day=st.floats(-100.0, 3000.0))
@settings(max_examples=100, derandomize=True)
def test_a_worker_who_once_cites_the_new_law_goes_on_doing_so(lag: float, share: float, u: float, day: float) -> None:
    assert not law_is_cited(-1e-9, lag, share, u)
    if law_is_cited(day, lag, share, u):
        assert law_is_cited(day + 10.0, lag, share, u)


@given(lag=st.floats(0.0, 2000.0), share=share, u=st.floats(0.001, 0.999), late=st.floats(0.0, 3000.0))
@settings(max_examples=100, derandomize=True)
def test_when_practice_has_had_its_time_the_share_alone_decides_who_cites_the_law(
    lag: float, share: float, u: float, late: float
) -> None:
    assert law_is_cited(lag + late, lag, share, u) is (u < share)
    assert not law_is_cited(lag + late, lag, 0.0, u)


def test_a_decision_binds_its_own_service_but_for_what_no_decision_can_change() -> None:
    strict = replace(OPEN, ceiling=0.2, other_ceiling=0.2, treat_psychiatry_first_share=1.0)
    full_of_reasons = asked(
        misreads=True,
        eligible=False,
        applies_psychiatry_first=True,
        psychiatric_known_untreated=True,
        psychiatric_rated=0.9,
    )
    assert isinstance(answer(strict, full_of_reasons), Refuse)
    bound = replace(full_of_reasons, decided=True)
    assert answer(strict, bound) == Accept()
    assert reason(strict, replace(bound, methods_here=False)) is Reason.METHOD_NOT_OFFERED
    assert reason(strict, replace(bound, served_here=False)) is Reason.OUTSIDE_CATCHMENT
    assert reason(strict, replace(bound, cites_new_law=True)) is Reason.NOT_OUR_RESPONSIBILITY


def test_no_need_is_found_the_less_the_more_severe_it_is_and_never_in_a_psychosis_or_what_has_been_treated() -> None:
    share = 0.03
    by_severity = [no_need_chance(share, 1.0, rated / 10.0, False, False) for rated in range(11)]
    assert by_severity == sorted(by_severity, reverse=True)
    assert by_severity[5] == pytest.approx(share)
    assert by_severity[10] == 0.0
    assert no_need_chance(share, 0.0, 0.9, False, False) == share, "where severity bears on nothing"
    assert no_need_chance(share, 1.0, 0.1, psychosis=True, treated=False) == 0.0
    assert no_need_chance(share, 1.0, 0.1, psychosis=False, treated=True) == 0.0


def test_misreading_falls_in_proportion_to_who_does_not_know_better() -> None:
    assert misreading(0.2, known_now=0.5, known_before=0.5) == pytest.approx(0.2)
    assert misreading(0.2, known_now=0.9, known_before=0.6) == pytest.approx(0.05)
    assert misreading(0.6, known_now=0.0, known_before=0.5) == 1.0
    assert misreading(0.2, known_now=1.0, known_before=0.5) == 0.0


def test_where_all_knew_before_there_is_nothing_to_scale_by() -> None:
    assert misreading(0.2, known_now=0.4, known_before=1.0) == 0.2
