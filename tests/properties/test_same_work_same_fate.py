"""Invariant 10: a service that does another's work under its own name gives every client the same fate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.model import simulate
from sim.terms.log import EventLog
from sim.terms.scenario import Plan, ReferralTerms, Scenario, ServiceSpec
from sim.terms.words import Kind, Part, Role, Service
from tests.scenarios_for_tests import (
    TODAY,
    hazards,
    open_rules,
    people,
    plan,
    practice,
    spec,
    tiny,
    unit,
)

OUTPATIENT, PSYCHIATRY, PRIMARY = Service.MUNICIPAL_OUTPATIENT, Service.ADULT_PSYCHIATRY, Service.PRIMARY_CARE
INQUIRY, ASSESSMENT = Service.SOCIAL_SERVICES, Service.TREATMENT_ASSESSMENT


def chancy(**changed: object) -> Plan:
    """Return a plan in which everything that can be a matter of chance is."""
    usual = plan(
        visits=((4, 0.5), (9, 0.5)),
        booking_days=(5.0, 0.7),
        sample_share=0.4,
        no_show=0.2,
        missed_limit=2,
        leaving=(0.004, 0.003, 0.002, 0.001),
        met_share=0.4,
        detects=(0.5, 0.5, 0.5, 0.5),
    )
    return replace(usual, **changed)  # type: ignore[arg-type]


def as_named(name: Service, stands_for: Service, like: ServiceSpec) -> ServiceSpec:
    """Return `like` under another name, run by the same principal with the same numbers."""
    return replace(like, service=name, stands_for=stands_for)


def county(psychiatry: Service, inquiry: Service, root: bool) -> Scenario:
    """Return a town whose psychiatric care and inquiry are called what is said; `root`: as what they stand for."""
    strict = open_rules(
        PSYCHIATRY, sobriety_days=30.0, sobriety_share=0.5, treat_addiction_first_share=0.2, floor=0.4,
        discharges_for_use_share=0.2,
    )  # fmt: skip
    specialist = spec(PSYCHIATRY, care=chancy(), rules=strict, role=Role.NURSE)
    asks = spec(INQUIRY, care=chancy(stay_days=(30.0, 0.5), is_assessment=True), role=Role.SOCIAL_WORKER)
    services = (
        spec(OUTPATIENT, care=chancy()),
        as_named(psychiatry, PSYCHIATRY if root else psychiatry, specialist),
        as_named(inquiry, INQUIRY if root else inquiry, asks),
    )
    return tiny(
        services,
        (unit(OUTPATIENT, fte=4.0), unit(psychiatry, fte=1.5), unit(inquiry, fte=1.0)),
        who=people(
            first_seekers_per_10000=80.0, comorbid_share_women=0.9, comorbid_share_men=0.9, relatives_share=0.5
        ),
        risks=hazards(
            giving_up=(0.006, 0.005, 0.004, 0.002),
            relapse=(0.01, 0.01, 0.005, 0.001),
            abstaining=(0.004, 0.004, 0.004, 0.004),
            reseeking=(0.003, 0.003, 0.002, 0.001),
        ),
        ways=practice(
            within=ReferralTerms((7.0, 0.5), 0.1, 0.3, 0.6),
            between=ReferralTerms((14.0, 0.5), 0.2, 0.1, 0.2),
            turns_up_alone_share=0.8,
            rating_noise=0.1,
            misread_share=0.15,
            no_consent_share=0.1,
            not_eligible_share=0.05,
            relatives_catch_lost_share=0.5,
        ),
        regime=replace(
            TODAY, assessor=(inquiry, None, None, None), doors=((OUTPATIENT,), (), (psychiatry,), ())
        ),
    )  # fmt: skip


def named_alike(log: EventLog) -> dict[str, np.ndarray]:
    """Return the log's columns with the two services under the names that they have today."""
    columns = {name: column.copy() for name, column in log.columns.items()}
    for name in ("service", "to_service"):
        for new, old in ((PRIMARY, PSYCHIATRY), (ASSESSMENT, INQUIRY)):
            columns[name][columns[name] == new] = old
    return columns


def test_a_service_that_stands_in_for_another_gives_the_identical_log_under_its_own_name(name_seed: int) -> None:
    today = simulate(county(PSYCHIATRY, INQUIRY, root=True), name_seed, 0)
    other = simulate(county(PRIMARY, ASSESSMENT, root=True), name_seed, 0)
    seen = {Kind(k) for k in today.columns["kind"].tolist()}
    assert seen >= {Kind.REFUSED, Kind.REFERRAL_LOST, Kind.DISCHARGED, Kind.DECIDED, Kind.DETECTED, Kind.PARKED}
    mapped = named_alike(other)
    for name, column in today.columns.items():
        assert np.array_equal(mapped[name], column, equal_nan=True), name
    assert (other.columns["service"] == ASSESSMENT).sum() > 100


def test_a_service_of_its_own_has_chances_of_its_own(name_seed: int) -> None:
    """The other side of the coin: without a common root the same numbers are drawn anew."""
    today = simulate(county(PSYCHIATRY, INQUIRY, root=True), name_seed, 0)
    other = simulate(county(PRIMARY, ASSESSMENT, root=False), name_seed, 0)
    assert len(today) != len(other) or not np.array_equal(today.columns["time"], other.columns["time"])


def test_a_stay_and_an_answer_are_drawn_under_the_root(name_seed: int) -> None:
    """Each of the two names alone: neither inquiry nor treatment gains by what it is called."""
    today = simulate(county(PSYCHIATRY, INQUIRY, root=True), name_seed, 0)
    for names in ((PRIMARY, INQUIRY), (PSYCHIATRY, ASSESSMENT)):
        mapped = named_alike(simulate(county(*names, root=True), name_seed, 0))
        assert np.array_equal(mapped["time"], today.columns["time"])
        assert np.array_equal(mapped["part"] == Part.PSYCHIATRIC, today.columns["part"] == Part.PSYCHIATRIC)
