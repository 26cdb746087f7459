"""Invariant 10 where users stand: over draws from the ranges and from the fitted sets, of both counties.

Everybody and every case comes along, and one principal is as good as two: then a moved service, and one that does
another's work under its own name, must give every client the very same fate, whatever the numbers are. Each draw is
tried with the designs in turn. At central values: `test_no_design_is_favoured.py`, `test_same_work_same_fate.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from calibration.parameters.parameter_set import file_of, read_set
from calibration.parameters.store import load_parameters
from scenarios.compose import compose
from scenarios.files.read import list_counties, list_designs
from sim.model import simulate
from sim.terms.changes import Change, Handover, Opens, ResponsibilityMoves, ServiceMoves, WorkIsBought
from sim.terms.log import EventLog
from sim.terms.quantity import prior
from sim.terms.scenario import Regime, Scenario
from sim.terms.words import Kind, Service
from tests.miniature import shrunk
from tests.scenarios_for_tests import staff_move

DRAWS = 20  # of each kind, for each county
SEED = 2028
TOWNS = {"norrbotten": ("Piteå", "Haparanda"), "gavleborg": ("Bollnäs", "Nordanstig")}
OF_THE_MOVE = (
    Kind.RESPONSIBILITY_MOVED,
    Kind.STAFF_OFFERED,
    Kind.STAFF_FOLLOWED,
    Kind.HANDOVER_TRIED,
    Kind.HANDED_OVER,
)
PRINCIPALS = {"principal", "to_principal"}
NOTHING_LOST = Handover(
    lost_with_own_worker=0.0,
    lost_with_meeting=0.0,
    lost_cold=0.0,
    consent_share=1.0,
    hours=0.0,
    meetings_per_week_per_fte=5.0,
    limit_days=90.0,
)
OF_IDLE_POSTS = {Kind.SNAPSHOT, Kind.STAFF_EMPLOYED, Kind.STAFF_RESIGNED, Kind.STAFF_RECRUITED, Kind.NEW_WORKER}
INQUIRY, STANDS_IN = Service.SOCIAL_SERVICES, Service.TREATMENT_ASSESSMENT

draws = pytest.mark.parametrize(
    ("county", "kind", "nth"),
    [(county, kind, nth) for county in list_counties() for kind in ("prior", "fitted") for nth in range(DRAWS)],
)


@cache
def designs_with(*changes: type[Change]) -> tuple[str, ...]:
    """Return the designs that ship which have a change of one of these kinds."""
    known, county = load_parameters(), list_counties()[0]
    of = {design: compose(county, design, parameters=known, years=2).changes for design in list_designs()}
    return tuple(design for design, all_of in of.items() if any(isinstance(one, changes) for one in all_of))


def drawn(county: str, kind: str, nth: int, designs: tuple[str, ...]) -> Scenario:
    """Return a county in miniature with one draw, with the same terms within a principal as between two."""
    pick = prior(SEED, nth) if kind == "prior" else read_set(file_of(county)).pick(nth)
    whole = compose(county, designs[nth % len(designs)], parameters=load_parameters(), years=5, pick=pick)
    small = shrunk(whole, TOWNS[county])
    towns = tuple(replace(t, practice=replace(t.practice, one_team_factor=1.0)) for t in small.county.municipalities)
    levers = replace(small.coordination.levers, compensation_factor=1.0)
    return replace(
        small,
        county=replace(small.county, municipalities=towns),
        practice=replace(small.practice, between=small.practice.within),
        coordination=replace(small.coordination, levers=levers),
    )


def nothing_lost(changes: tuple[Change, ...]) -> Iterator[Change]:
    """Yield what a design moves, with everybody and every case coming along and nobody citing the law."""
    for change in changes:
        if isinstance(change, WorkIsBought):
            yield change
        elif isinstance(change, ServiceMoves):
            yield replace(change, staff=staff_move(), handover=NOTHING_LOST, lag_days=0.0, dual_days=0.0)
        elif isinstance(change, ResponsibilityMoves):
            yield replace(change, lag_days=0.0, cites_law_share=0.0, refers_to=(), keeps=())


def columns(log: EventLog, but: tuple[Kind, ...] = ()) -> dict[str, np.ndarray]:
    """Return the columns of the rows that are not of the kinds `but`."""
    keep = ~np.isin(log.columns["kind"], but)
    return {name: column[keep] for name, column in log.columns.items()}


def assert_same_but_for(names: set[str], mine: dict[str, np.ndarray], theirs: dict[str, np.ndarray]) -> None:
    for name in theirs.keys() - names:
        assert np.array_equal(mine[name], theirs[name], equal_nan=True), name


@draws
def test_moving_alone_changes_nobodys_fate(county: str, kind: str, nth: int) -> None:
    scenario = drawn(county, kind, nth, designs_with(ServiceMoves, WorkIsBought))
    today, moves = replace(scenario, changes=()), tuple(nothing_lost(scenario.changes))
    assert moves
    mine = columns(simulate(replace(scenario, changes=moves), SEED, nth), OF_THE_MOVE)
    theirs = columns(simulate(today, SEED, nth))
    assert_same_but_for(PRINCIPALS, mine, theirs)
    assert (mine["principal"] != theirs["principal"]).any(), "the boundary has another name"


def without_social_needs(scenario: Scenario) -> Scenario:
    """Return today's scenario in which inquiries are about treatment alone, so that the whole work can go along."""
    people = replace(scenario.people, social_share=0.0, social_share_comorbid=0.0)
    return replace(scenario, changes=(), people=people)


def renamed(regime: Regime) -> Regime:
    assessor = tuple(STANDS_IN if one is INQUIRY else one for one in regime.assessor)
    doors = tuple(tuple(STANDS_IN if door is INQUIRY else door for door in of) for of in regime.doors)
    return replace(regime, assessor=assessor, doors=doors)


def assessed_by_the_other(scenario: Scenario) -> Scenario:
    """Return the scenario in which the posts of the inquiry assess under the other name, with numbers of its own."""
    there = next(one for one in scenario.services if one.service is STANDS_IN)
    services = tuple(there if one.service is STANDS_IN else one for one in scenario.services)
    units = tuple(replace(at, service=STANDS_IN) if at.service is INQUIRY else at for at in scenario.units)
    idle = tuple(at for at in scenario.units if at.service is INQUIRY)
    return replace(scenario, services=services, units=(*units, *idle), regime=renamed(scenario.regime))


@draws
def test_who_assesses_under_another_name_changes_nobodys_fate(county: str, kind: str, nth: int) -> None:
    scenario = without_social_needs(drawn(county, kind, nth, designs_with(Opens)))
    today, other = simulate(scenario, SEED, nth), simulate(assessed_by_the_other(scenario), SEED, nth)
    idle = other.columns["service"] == INQUIRY
    assert set(other.columns["kind"][idle].tolist()) <= OF_IDLE_POSTS
    mine = {name: column[~idle] for name, column in other.columns.items()}
    assert (mine["service"] == STANDS_IN).sum() > 100
    for name in ("service", "to_service"):
        mine[name][mine[name] == STANDS_IN] = INQUIRY
    theirs = columns(today)
    for each in (mine, theirs):  # numbers in the order of coming; idle people have some
        each["worker"] = np.unique(each["worker"], return_inverse=True)[1]
    assert_same_but_for(PRINCIPALS, mine, theirs)
