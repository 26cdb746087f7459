"""What coordination there is must be able to matter: agreements, disputes, reports, stepping in, the ladder."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from calibration.parameters.store import load_parameters
from sim.model import simulate
from sim.model.agreement import known_share, used
from sim.model.world import World
from sim.terms.changes import LadderFalls
from sim.terms.coordination import Content, Coordination
from sim.terms.log import EventLog
from sim.terms.scenario import Regime
from sim.terms.words import Kind, Part, Principal, Reason, Role, Service
from tests.behaviour.test_coordination import (
    COMORBID,
    OUTPATIENT,
    PRIMARY,
    PSYCHIATRY,
    comorbid,
    refused_everywhere,
    rows,
)
from tests.scenarios_for_tests import SURE, TODAY, coordination, hazards, people, practice, spec, unit

WAITS_LONG: Any = hazards(giving_up=(0.01,) * 4, giving_up_factor_supported=0.1)


def agreement(together: Coordination, **changed: Any) -> Coordination:
    """Return coordination with other agreements."""
    return replace(together, agreements=replace(together.agreements, **changed))


def disputed(together: Coordination, seed: int) -> EventLog:
    """Return the log of a town where two of the region's services often deny a psychiatric need."""
    doors = (*TODAY.doors[:2], (PSYCHIATRY, PRIMARY), TODAY.doors[3])
    scenario = comorbid(
        more=((spec(PRIMARY, role=Role.NURSE), unit(PRIMARY, fte=20.0)),),
        regime=Regime(TODAY.responsible, TODAY.assessor, doors),
        together=together,
        ways=practice(misread_share=0.3, within=SURE, between=SURE),
    )
    return simulate(scenario, seed, 0)


# Agreements -----------------------------------------------------------------------------------------------------------


def test_an_agreement_that_more_know_is_misread_less_today_too(name_seed: int) -> None:
    def misread(known: float) -> int:
        together = coordination(agreement_known_share=known)
        log = simulate(comorbid(together=together, ways=practice(misread_share=0.3)), name_seed, 0)
        return len(rows(log, Kind.REFUSED, reason=int(Reason.NOT_OUR_RESPONSIBILITY)))

    assert misread(0.0) > misread(0.2) > misread(0.6) > misread(1.0) == 0


def test_a_routine_that_nobody_knows_settles_nothing(name_seed: int) -> None:
    known = disputed(coordination(routine=1.0, agreement_known_share=0.5, misread_factor_denied=2.0), name_seed)
    unknown = disputed(coordination(routine=1.0, agreement_known_share=0.0, misread_factor_denied=2.0), name_seed)
    assert 30.0 in days_in_dispute(known)
    assert 30.0 not in days_in_dispute(unknown)
    assert (used(0.0, 0.01), used(0.5, 0.74), used(0.5, 0.76), used(1.0, 0.99)) == (False, True, False, True)


def days_in_dispute(log: EventLog) -> set[float]:
    """Return how long disputes lasted, in whole days."""
    return {float(round(d)) for d in log.columns["value"][rows(log, Kind.DISPUTE_SETTLED)]}


def test_what_is_not_described_is_misread_more_often_and_planned_less_often(name_seed: int) -> None:
    def counted(kind: Kind, covered: float, **levers: Any) -> int:
        together = coordination(sip_shares=(1.0,) * 6, **levers)
        together = agreement(together, county_covers=(covered,) * len(Content))
        return len(rows(simulate(comorbid(together=together, ways=practice(misread_share=0.2)), name_seed, 0), kind))

    assert counted(Kind.REFUSED, 0.0, misread_factor_undescribed=3.0) > counted(
        Kind.REFUSED, 1.0, misread_factor_undescribed=3.0
    )
    assert counted(Kind.SIP_MADE, 0.0, sip_undescribed_share=0.5) < 0.8 * counted(
        Kind.SIP_MADE, 1.0, sip_undescribed_share=0.5
    )


# Disputes and reports -----------------------------------------------------------------------------------------------


def test_a_case_that_another_has_denied_is_denied_more_often(name_seed: int) -> None:
    once = len(rows(disputed(coordination(misread_factor_denied=1.0), name_seed), Kind.DISPUTE_OPENED))
    often = len(rows(disputed(coordination(misread_factor_denied=3.0), name_seed), Kind.DISPUTE_OPENED))
    assert often > 2 * once > 0


def test_misreading_is_not_the_same_for_both_principals_and_stays_with_the_work(name_seed: int) -> None:
    def misread(service: Service, factor: float) -> int:
        together = coordination(misread_factor_region=factor)
        log = simulate(comorbid(together=together, ways=practice(misread_share=0.2)), name_seed, 0)
        return len(rows(log, Kind.REFUSED, service=int(service), reason=int(Reason.NOT_OUR_RESPONSIBILITY)))

    assert misread(PSYCHIATRY, 2.0) > 1.5 * misread(PSYCHIATRY, 1.0) > 0
    world = World(comorbid(), name_seed, 0)
    assert world.first_principal(PSYCHIATRY) is Principal.REGION
    world.units[0].principal = Principal.REGION  # a new employer does not make other people of those who work there
    assert world.first_principal(OUTPATIENT) is Principal.MUNICIPALITY


def test_a_report_ends_with_somebody_who_must_take_the_client_where_agreements_are_followed_up(name_seed: int) -> None:
    def answered(followed_up: float, share: float) -> EventLog:
        together = agreement(
            coordination(report_share=1.0, report_answered_share=share), county_covers=(1.0, 1.0, followed_up, 1.0, 0.0)
        )
        return simulate(comorbid(psychiatry=refused_everywhere(), together=together), name_seed, 0)

    log = answered(1.0, 1.0)
    found = rows(log, Kind.REPORT_ANSWERED)
    assert len(found) > 10
    assert np.allclose(log.columns["value"][found], 30.0)
    assert len(rows(log, Kind.ADMITTED, service=int(PSYCHIATRY))) > 5
    for quiet in (answered(0.0, 1.0), answered(1.0, 0.0)):
        assert len(rows(quiet, Kind.REPORT_ANSWERED)) == len(rows(quiet, Kind.ADMITTED, service=int(PSYCHIATRY))) == 0


# Stepping in --------------------------------------------------------------------------------------------------------


def helped(**levers: Any) -> EventLog:
    """Return the log of a town where psychiatry takes nobody, and outpatient treatment may step in with talks."""
    together = coordination(talk_hours=1.0, **levers)
    return simulate(comorbid(psychiatry=refused_everywhere(), together=together, risks=WAITS_LONG), 1, 0)


def test_whoever_has_the_client_steps_in_with_talks_where_another_has_refused() -> None:
    log = helped(talks_share=1.0)
    talks = rows(log, Kind.HELPED)
    c = log.columns
    assert len(talks) > 20
    assert set(c["service"][talks].tolist()) == {int(OUTPATIENT)}
    assert set(c["part"][talks].tolist()) == {int(Part.PSYCHIATRIC)}
    assert set(c["to_principal"][talks].tolist()) == {int(Principal.REGION)}
    assert set(c["value"][talks].tolist()) == {1.0}
    assert len(rows(log, Kind.ADMITTED, part=int(Part.PSYCHIATRIC))) == 0, "talks are no treatment"
    assert len(rows(helped(talks_share=0.0), Kind.HELPED)) == 0


def test_talks_support_the_wait_and_end_with_the_stay_of_whoever_gives_them() -> None:
    with_talks, without = helped(talks_share=1.0), helped(talks_share=0.0)
    assert len(rows(with_talks, Kind.GAVE_UP)) < len(rows(without, Kind.GAVE_UP))
    c = with_talks.columns
    ends = np.isin(c["kind"], (Kind.COMPLETED, Kind.DISCHARGED, Kind.LEFT_CARE)) & (c["part"] == Part.PSYCHOSOCIAL)
    for row in rows(with_talks, Kind.HELPED):
        mine = c["client"] == c["client"][row]
        began = mine & (c["kind"] == Kind.ADMITTED) & (c["time"] <= c["time"][row])
        ended = mine & ends & (c["time"] < c["time"][row])
        assert began.sum() > ended.sum(), "somebody has the client"


def test_care_of_another_need_supports_a_wait_by_itself_as_far_as_its_share_says() -> None:
    """The range holds both readings: that only talks about what is waited for support it, and that any care does."""

    def gave_up(share: float) -> list[int]:
        together, ways = coordination(talks_share=0.0), practice(care_elsewhere_supports_share=share)
        log = simulate(comorbid(psychiatry=refused_everywhere(), together=together, risks=WAITS_LONG, ways=ways), 1, 0)
        return sorted(log.columns["client"][rows(log, Kind.GAVE_UP, part=int(Part.PSYCHIATRIC))].tolist())

    none, some, every = gave_up(0.0), gave_up(0.5), gave_up(1.0)
    assert len(every) < len(some) < len(none)
    q = load_parameters()["practice"]["care_elsewhere_supports_share"]
    assert (q.value, q.low, q.high) == (0.0, 0.0, 1.0)


# The ladder ---------------------------------------------------------------------------------------------------------


def test_a_lost_step_takes_along_what_hung_on_it(name_seed: int) -> None:
    together = coordination(ladder=2, conferences=True, days_per_step=1e6, known_lost_share=0.5)
    scenario = comorbid((LadderFalls(300.0, (0,), 1.0),), psychiatry=refused_everywhere(), together=together)
    world = World(scenario, name_seed, 0)
    assert known_share(world, 0) == 0.2
    world.run()
    assert known_share(world, 0) == 0.1
    log = simulate(scenario, name_seed, 0)
    held = log.columns["time"][rows(log, Kind.CONFERENCE_HELD)]
    assert len(held) > 5
    assert held.max() <= 300.0, "the conference hung on the step"


# Psychosocial treatment as a shared duty ----------------------------------------------------------------------------


def test_the_clinic_treats_where_an_agreement_says_that_both_do() -> None:
    clinic = (spec(Service.ADDICTION_CLINIC, role=Role.NURSE), unit(Service.ADDICTION_CLINIC, fte=20.0))
    doors = people(first_seekers_per_10000=60.0, door_weights_comorbid=(0.0, 0.0, 0.0, 0.0, 1.0, 0.0), **COMORBID)

    def treated(covered: float, share: float) -> int:
        together = agreement(coordination(shared_duty_share=share), county_covers=(1.0, 1.0, 1.0, 1.0, covered))
        log = simulate(comorbid(more=(clinic,), who=doors, together=together), 1, 0)
        return len(rows(log, Kind.ADMITTED, service=int(Service.ADDICTION_CLINIC), part=int(Part.PSYCHOSOCIAL)))

    assert treated(1.0, 1.0) > 10
    assert treated(1.0, 1.0) > treated(1.0, 0.3) > treated(1.0, 0.0) == treated(0.0, 1.0) == 0
