"""Every change has its price: who is moved into a team works less and leaves more for a time, whoever employs them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.model import simulate
from sim.model.world import World
from sim.terms.changes import Opens
from sim.terms.log import EventLog
from sim.terms.scenario import Scenario
from sim.terms.words import Kind, Principal, Role, Service
from tests.miniature import miniature
from tests.scenarios_for_tests import practice, spec, staff_move, tiny, unit
from tests.staff import booked

TEAM, PSYCHIATRY = Service.INTEGRATED_TEAM, Service.ADULT_PSYCHIATRY
OPENED, YEARS = 200.0, 600.0
DIP, ABSENCE = 0.4, 0.1


def town(
    taken: float, *, dip: float = 0.0, absence: float = 0.0, factor: float = 1.0, turnover: float = 0.0
) -> Scenario:
    """Return a town whose joint team takes `taken` of psychiatry's forty posts on day 200."""
    terms = staff_move(
        dip=dip, recovery_days=100.0, absence=absence, absence_days=150.0,
        recruitment_lead_days=((Role.NURSE, 1e6),),
    )  # fmt: skip
    team = unit(TEAM, fte=taken)
    posts = ((Role.NURSE, (PSYCHIATRY,), taken),)
    opened = Opens(
        day=OPENED,
        service=TEAM,
        principal=Principal.JOINT,
        units=(team,),
        posts=(posts,),
        staff=terms,
        needs_step=0,
        turnover_factor=factor,
        turnover_days=YEARS,
    )
    return tiny(
        (spec(PSYCHIATRY, role=Role.NURSE), spec(TEAM, role=Role.NURSE, principal=Principal.JOINT)),
        (unit(PSYCHIATRY, fte=40.0),),
        after=800,
        ways=practice(turnover_per_year=turnover),
        changes=(opened,) if taken else (),
    )


def places(log: EventLog, service: Service) -> tuple[np.ndarray, np.ndarray]:
    rows = (log.columns["kind"] == Kind.SNAPSHOT) & (log.columns["service"] == service)
    return log.columns["time"][rows], log.columns["extra"][rows]


def test_a_joint_team_starts_low_and_ill_although_nobody_changes_employer(name_seed: int) -> None:
    log = simulate(town(10.0, dip=DIP, absence=ABSENCE), name_seed, 0)
    days, held = places(log, TEAM)
    usual = 100.0  # ten posts of ten clients each
    first = days[0] - OPENED
    assert held[0] == pytest.approx(usual * (1.0 - ABSENCE) * (1.0 - DIP * (1.0 - first / 100.0)))
    between = (days > OPENED + 100.0) & (days < OPENED + 150.0)
    assert held[between] == pytest.approx(usual * (1.0 - ABSENCE))
    assert held[days > OPENED + 150.0] == pytest.approx(usual)
    assert not np.isin(log.columns["kind"], (Kind.STAFF_OFFERED, Kind.STAFF_STAYED)).any(), "nobody has to decide"


def test_only_those_whose_posts_are_taken_pay(name_seed: int) -> None:
    log = simulate(town(10.0, dip=DIP, absence=ABSENCE), name_seed, 0)
    days, held = places(log, PSYCHIATRY)
    assert held[days < OPENED] == pytest.approx(400.0)
    assert held[days > OPENED] == pytest.approx(300.0)


def resigned(log: EventLog, service: Service) -> int:
    return int(((log.columns["kind"] == Kind.STAFF_RESIGNED) & (log.columns["service"] == service)).sum())


def test_more_leave_the_new_team_than_usual_and_their_posts_fall_vacant(name_seed: int) -> None:
    calm, restless = (simulate(town(40.0, factor=f, turnover=0.2), name_seed, 0) for f in (1.0, 4.0))
    assert booked(calm).vacant == 0.0
    vacant = booked(restless).vacant
    expected = 40.0 * (1.0 - np.exp(-0.2 * 3.0 * YEARS / 365.0))
    assert vacant == pytest.approx(expected, abs=4.0 * np.sqrt(expected * (1.0 - expected / 40.0)))
    assert resigned(restless, TEAM) > resigned(calm, TEAM)


def test_nobody_but_the_team_is_exposed(name_seed: int) -> None:
    restless = simulate(town(10.0, factor=8.0, turnover=0.2), name_seed, 0)
    opened = (restless.columns["kind"] == Kind.POST_OPENED) & (restless.columns["worker"] >= 0)
    assert set(restless.columns["service"][opened].tolist()) == {TEAM}


@pytest.mark.parametrize("design", ["integrated_teams", "bill_2028"])
def test_the_joint_teams_that_ship_pay_as_they_open_and_recover(design: str, name_seed: int) -> None:
    whole = miniature(design)
    world = World(whole, name_seed, 0)
    world.run()
    teams = [u for u in world.units if u.service is TEAM]
    assert teams
    touched = [w for u in teams for w in u.workers]
    assert touched
    assert all(w.dip > 0.0 and w.absence > 0.0 for w in touched if not w.locum and "'" not in w.name)
    free = tuple(
        replace(c, staff=replace(c.staff, dip=0.0, absence=0.0), turnover_factor=1.0) if isinstance(c, Opens) else c
        for c in whole.changes
    )
    _, with_price = places(simulate(whole, name_seed, 0), TEAM)
    _, without = places(simulate(replace(whole, changes=free), name_seed, 0), TEAM)
    assert len(with_price) == len(without)
    assert (with_price <= without + 1e-9).all()
    assert with_price.sum() < without.sum()
