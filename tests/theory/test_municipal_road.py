"""What the municipal road loses has a total that is known: its parts come to it, at services of that road alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import exp

import numpy as np
import pytest

from calibration.parameters.parameter_set import file_of, read_set
from calibration.parameters.store import load_parameters
from scenarios.build.municipal_road import losses_factor
from scenarios.compose import compose
from sim.model import simulate
from sim.terms.quantity import Pick, Quantity, Value, point, prior
from sim.terms.scenario import Practice, ReferralTerms, Scenario, ServiceSpec
from sim.terms.words import Kind, Service
from tests.scenarios_for_tests import TODAY, hazards, people, plan, practice, spec, tiny, unit

PARAMETERS = load_parameters()
ROAD = {key: q.value for key, q in PARAMETERS["municipal_road"].items()}


def picked(**said: float) -> Pick:
    """Return a pick that says some of the road's numbers and leaves all else at its centre."""

    def pick(path: str, q: Quantity) -> Value:
        section, _, name = path.partition(".")
        return said[name] if section == "municipal_road" and name in said else point(path, q)

    return pick


def lost(factor: float, ways: Practice, per_day: float, withdrawing: float) -> float:
    """Return what is lost on the nominal road at a factor on its parts: letters, misreadings, and the four."""
    road: Mapping[str, float] = ROAD  # type: ignore[assignment]
    four = (
        (1.0 - exp(-per_day * road["waiting_days"]))
        + (1.0 - exp(-withdrawing * road["days"]))
        + (1.0 - (1.0 - ways.no_consent_share) ** road["acceptances"])
        + ways.not_eligible_share
    )
    fixed = road["cold_letters"] * ways.within.lost_share + road["misread_and_lost_share"] * ways.misread_share
    return factor * four + fixed


@pytest.mark.parametrize("total", [0.04, 0.06, 0.117])
def test_the_parts_of_a_nominal_road_come_to_its_total(total: float) -> None:
    ways = practice(no_consent_share=0.03, not_eligible_share=0.03, misread_share=0.06)
    clocks = hazards(giving_up=(0.009, 0.006, 0.003, 0.0015), withdrawing=0.0006)
    factor = losses_factor(PARAMETERS, picked(lost_share=total), clocks, ways)
    assert 0.0 < factor < 1.0
    assert lost(factor, ways, 0.009, 0.0006) == pytest.approx(total)


def test_a_total_limits_its_parts_and_adds_to_none() -> None:
    """Where the four together lose less than the total they stay as they are: some of NB's 47 were on the way."""
    ways = practice(no_consent_share=0.001)
    clocks = hazards(giving_up=(0.0, 0.0, 0.0, 0.0), withdrawing=0.0)
    assert losses_factor(PARAMETERS, point, clocks, ways) == 1.0
    assert losses_factor(PARAMETERS, point, clocks, practice()) == 1.0


def test_many_lost_letters_leave_something_to_the_others() -> None:
    ways = practice(no_consent_share=0.03, misread_share=0.5)
    factor = losses_factor(PARAMETERS, point, hazards(giving_up=(0.0,) * 4, withdrawing=0.0), ways)
    least = 0.25 * 0.06 / (1.0 - 0.97**2)
    assert factor == pytest.approx(least)


@pytest.mark.parametrize("county", ["norrbotten", "gavleborg"])
def test_in_every_draw_the_four_lose_no_more_than_the_total_allows(county: str) -> None:
    """Forty draws from the ranges and forty of the set: never more than their share of the most that is picked."""
    found = read_set(file_of(county))
    for nth in range(40):
        for pick in (prior(2028, nth), found.pick(nth)):
            scenario = compose(county, "current", parameters=PARAMETERS, pick=pick)
            total = pick("municipal_road.lost_share", PARAMETERS["municipal_road"]["lost_share"])
            ways = scenario.practice
            assert isinstance(total, float)
            bare = replace(ways, within=replace(ways.within, lost_share=0.0), misread_share=0.0)
            clocks = scenario.hazards
            assert lost(ways.municipal_losses_factor, bare, clocks.giving_up[0], clocks.withdrawing) <= total + 1e-12


def town(spec_of: ServiceSpec, factor: float) -> Scenario:
    """Return a town with one small service, where people wait, give up, withdraw or say no."""
    door = {Service.MUNICIPAL_OUTPATIENT: 1, Service.ADDICTION_CLINIC: 3}[spec_of.service]
    return tiny(
        (spec_of,),
        (unit(spec_of.service, fte=1.0),),
        who=people(
            first_seekers_per_10000=300.0, medical_share=1.0, door_weights=tuple(float(i == door) for i in range(6))
        ),
        risks=hazards(giving_up=(0.01, 0.01, 0.01, 0.01), withdrawing=0.002),
        ways=practice(no_consent_share=0.3, municipal_losses_factor=factor),
    )


def share_lost(spec_of: ServiceSpec, factor: float) -> float:
    """Return how many leave by their own no, of all who ask."""
    kinds = simulate(town(spec_of, factor), 5, 0).columns["kind"]
    return float(np.isin(kinds, (Kind.WITHDREW, Kind.GAVE_UP)).sum()) / int((kinds == Kind.SOUGHT).sum())


def test_the_factor_bears_on_the_municipal_road_and_on_no_other() -> None:
    municipal = [share_lost(spec(Service.MUNICIPAL_OUTPATIENT), f) for f in (1.0, 0.1)]
    regional = [share_lost(spec(Service.ADDICTION_CLINIC), f) for f in (1.0, 0.1)]
    assert municipal[1] < 0.5 * municipal[0]
    assert regional[0] == regional[1]
    assert regional[0] > 0.2


def test_whoever_does_the_municipal_work_loses_as_it_does() -> None:
    """By the work's root, not by who runs it: another principal is no other loss."""
    taken_over = replace(spec(Service.ADDICTION_CLINIC), stands_for=Service.MUNICIPAL_OUTPATIENT)
    assert share_lost(taken_over, 0.1) < 0.5 * share_lost(taken_over, 1.0)


def gave_up_after_a_lost_letter(factor: float, reaches: bool) -> tuple[int, int]:
    """Return how many who were sent on to treatment by letter gave up, and how many were sent on."""
    inquiry, treatment = Service.SOCIAL_SERVICES, Service.MUNICIPAL_OUTPATIENT
    cold = ReferralTerms(
        handling_days=(1.0, 0.0), lost_share=0.0 if reaches else 1.0, warm_share=0.0, shared_record_share=0.0
    )
    scenario = tiny(
        (spec(inquiry, care=plan(stay_days=(7.0, 0.0), is_assessment=True)), spec(treatment)),
        (unit(inquiry, fte=50.0), unit(treatment, fte=0.1)),
        who=people(first_seekers_per_10000=200.0, door_weights=(1.0, 0.0, 0.0, 0.0, 0.0, 0.0)),
        risks=hazards(giving_up=(0.01, 0.01, 0.01, 0.01)),
        ways=practice(municipal_losses_factor=factor, within=cold, between=cold),
        regime=replace(TODAY, assessor=(inquiry, None, None, None)),
    )
    c = simulate(scenario, 5, 0).columns
    sent = set(c["client"][(c["kind"] == Kind.REFERRED) & (c["service"] == inquiry)].tolist())
    gave_up = set(c["client"][c["kind"] == Kind.GAVE_UP].tolist())
    return len(sent & gave_up), len(sent)


def test_where_a_letter_is_lost_nobody_stands_in_a_queue_of_that_road() -> None:
    """The factor slows giving up in the line that a letter leads to, not where it never arrived."""
    (lost, sent), (lost_scaled, _) = (gave_up_after_a_lost_letter(f, reaches=False) for f in (1.0, 0.05))
    (waiting, _), (waiting_scaled, _) = (gave_up_after_a_lost_letter(f, reaches=True) for f in (1.0, 0.05))
    assert lost > 0.5 * sent > 50
    assert lost_scaled > 0.8 * lost
    assert waiting_scaled < 0.3 * waiting
