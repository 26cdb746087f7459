"""Invariants 10 and 12: the same work has the same numbers in every draw, and demand does not follow supply.

Draws are the first 24 of each county's fitted set; over all 240: `python -m benchmarks.same_work COUNTY`.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import numpy as np
import pytest

from benchmarks.same_work import Drawn, Load, drawn, ground, loads, of_openings, of_twins
from calibration.parameters.parameter_set import file_of, read_set
from calibration.parameters.store import load_parameters
from scenarios.compose import compose
from scenarios.edits.edits import Times
from scenarios.files.read import list_counties, list_designs
from sim.model import simulate
from sim.terms.quantity import Quantity, Value, point
from sim.terms.scenario import Scenario
from sim.terms.words import Kind, Service
from tests.miniature import shrunk

COUNTIES = list_counties()
PARAMETERS = load_parameters()
DRAWS = 24
LAST_DIGIT = 1e-12
"""Relative: sums of the same numbers in another order differ by a few parts in 1e16."""
TWICE = {"county.staffing.adult_psychiatry.total": Times(2.0)}


@cache
def draws(county: str) -> list[Drawn]:
    """Return the first draws of a county, each under one of the designs that open a service by share, in turn."""
    fitted, every = read_set(file_of(county)), ground(county)
    return [drawn(every[nth % len(every)], fitted.pick(nth)) for nth in range(DRAWS)]


@pytest.mark.parametrize("county", COUNTIES)
def test_a_post_holds_as_many_in_a_service_that_stands_in_for_another(county: str) -> None:
    of_all = [one for each in draws(county) for one in of_twins(each.basis.specs)]
    assert [service for service, _ in of_all] == [Service.TREATMENT_ASSESSMENT] * DRAWS
    assert all(difference == 0.0 for _, difference in of_all)
    assert len({each.basis.specs[Service.TREATMENT_ASSESSMENT].direct_share for each in draws(county)}) == DRAWS


@pytest.mark.parametrize("county", COUNTIES)
def test_what_opens_by_share_has_just_that_share_of_the_posts_there(county: str) -> None:
    of_all = [one for each in draws(county) for one in of_openings(each)]
    assert {service for service, _ in of_all} == {Service.TREATMENT_ASSESSMENT, Service.INTEGRATED_TEAM}
    assert all(difference < LAST_DIGIT for _, difference in of_all)


OWN_MARK = {Service.SOCIAL_SERVICES, Service.ADDICTION_CLINIC, Service.LARO}


@pytest.mark.parametrize("county", COUNTIES)
def test_every_pool_that_is_solved_stands_on_the_draws_own_mark(county: str) -> None:
    by_service: dict[Service, list[Load]] = defaultdict(list)
    for each in draws(county):
        for load in loads(each):
            by_service[load.service].append(load)
    assert {Service.SOCIAL_SERVICES, Service.MUNICIPAL_OUTPATIENT, Service.LARO, Service.DETOX_WARD} <= set(by_service)
    assert {Service.PRIMARY_CARE, Service.PSYCHIATRIC_EMERGENCY} <= set(by_service), "others fill these up to it"
    for service, of_one in by_service.items():
        drawn = service not in OWN_MARK
        assert (len({load.mark for load in of_one}) > DRAWS / 3) is drawn, (
            "the county's mark is drawn, a pool's own is not"
        )
        assert all(abs(load.load - load.mark) < LAST_DIGIT for load in of_one)


# Demand ---------------------------------------------------------------------------------------------------------------


def with_psychiatrists(edits: dict[str, Times]) -> Scenario:
    return compose("norrbotten", "current", parameters=PARAMETERS, edits=edits)


@pytest.mark.parametrize("county", COUNTIES)
def test_more_psychiatrists_leave_other_patients_as_many_as_they_were(county: str) -> None:
    fitted = read_set(file_of(county))
    for nth in range(2):
        before, after = (
            compose(county, "current", parameters=PARAMETERS, pick=fitted.pick(nth), edits=edits)
            for edits in ({}, TWICE)
        )
        assert [u.others for u in before.units] == [u.others for u in after.units]
        more = [u.fte for u in after.units if u.service is Service.ADULT_PSYCHIATRY]
        assert sum(more) > 1.5 * sum(u.fte for u in before.units if u.service is Service.ADULT_PSYCHIATRY)


def test_twice_as_many_psychiatrists_shorten_the_wait_by_more_than_a_third(name_seed: int) -> None:
    medians = []
    for edits in ({}, TWICE):
        scenario = shrunk(with_psychiatrists(edits))
        waits = []
        for replication in range(3):
            c = simulate(scenario, name_seed, replication).columns
            begun = (c["kind"] == Kind.ADMITTED) & (c["service"] == Service.ADULT_PSYCHIATRY) & (c["time"] > 365.0)
            waits.append(c["value"][begun])
        medians.append(float(np.median(np.concatenate(waits))))
    assert medians[1] < medians[0] * 2.0 / 3.0


# Ties -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("county", COUNTIES)
@pytest.mark.parametrize("design", list_designs())
def test_no_two_numbers_of_one_figure_and_one_range_are_drawn_apart(county: str, design: str) -> None:
    """Of all that one draw is asked for; levers of different designs never meet in one."""
    paths: dict[tuple[str, Value, float, float], set[str]] = defaultdict(set)

    def record(path: str, q: Quantity) -> Value:
        if q.low < q.high:
            paths[q.evidence, q.value, q.low, q.high].add(path)
        return point(path, q)

    compose(county, design, parameters=PARAMETERS, pick=record)
    assert {figure: sorted(of_it) for figure, of_it in paths.items() if len(of_it) > 1} == {}
