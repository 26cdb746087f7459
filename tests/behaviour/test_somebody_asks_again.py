"""A need is looked for at every visit, and whoever meets a client regularly asks again for what nobody treats."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from sim.model import simulate
from sim.model.looking import NEVER, seen_on, visits_until
from sim.terms.log import EventLog
from sim.terms.scenario import Scenario
from sim.terms.words import Kind, Reason, Service
from tests.scenarios_for_tests import open_rules, people, plan, practice, spec, tiny, unit

OUTPATIENT, PSYCHIATRY = Service.MUNICIPAL_OUTPATIENT, Service.ADULT_PSYCHIATRY
VISITS = 20
NUMBERS = (np.arange(20_000) + 0.5) / 20_000


@pytest.mark.parametrize("first", [0.25, 0.5, 1.0])
@pytest.mark.parametrize("whole", [0.0, 0.4, 0.9, 1.0])
def test_a_whole_plan_sees_as_many_however_the_looking_is_spread(whole: float, first: float) -> None:
    on = np.array([seen_on(whole, first, VISITS - 1, u) for u in NUMBERS])
    assert (on <= VISITS).mean() == pytest.approx(whole, abs=1e-3)
    assert ((on == NEVER) | (on <= VISITS)).all()


def test_where_all_the_chance_is_at_the_first_visit_nothing_is_seen_later() -> None:
    assert {seen_on(0.6, 1.0, 19.0, u) for u in NUMBERS} == {1, NEVER}


def test_the_visits_until_somebody_asks_again_have_the_mean_that_the_chance_says() -> None:
    assert np.mean([visits_until(0.2, u) for u in NUMBERS]) == pytest.approx(5.0, rel=0.01)
    assert visits_until(0.0, 0.5) == NEVER
    assert visits_until(1.0, 0.5) == 1


def town(*, asks: float = 0.0, first: float = 1.0, sees: float = 1.0, floor: float = 0.0) -> Scenario:
    """Return a town where all are treated for dependence and have a psychiatric need, which `floor` may keep out."""
    sees_it = plan(visits=((VISITS, 1.0),), detects=(0.0, 0.0, sees, 0.0))
    services = (spec(OUTPATIENT, care=sees_it), spec(PSYCHIATRY, rules=open_rules(PSYCHIATRY, floor=floor)))
    who = people(comorbid_share_women=1.0, comorbid_share_men=1.0)
    ways = practice(asks_anew_share=asks, first_look_share=first)
    return tiny(services, (unit(OUTPATIENT, fte=50.0), unit(PSYCHIATRY, fte=50.0)), after=500, who=who, ways=ways)


def rows(log: EventLog, kind: Kind, **where: float) -> np.ndarray:
    """Return the rows of a kind whose columns have the values given."""
    keep = log.columns["kind"] == kind
    for name, value in where.items():
        keep &= log.columns[name] == value
    return np.flatnonzero(keep)


def test_a_need_may_be_seen_at_any_visit(name_seed: int) -> None:
    at_once, spread = (simulate(town(first=f, sees=0.8), name_seed, 0) for f in (1.0, 0.25))
    for log, late in ((at_once, False), (spread, True)):
        seen = rows(log, Kind.DETECTED, service=OUTPATIENT)
        visits = rows(log, Kind.VISIT, service=OUTPATIENT)
        before = [
            (log.columns["client"][visits] == log.columns["client"][row]) & (visits < row) for row in seen.tolist()
        ]
        assert len(seen) > 10
        assert any(there.sum() > 1 for there in before) is late


def test_when_every_door_has_been_tried_somebody_asks_again_and_nobody_does_if_the_file_says_so(name_seed: int) -> None:
    nobody, somebody = (simulate(town(asks=share, floor=0.6), name_seed, 0) for share in (0.0, 0.2))
    assert len(rows(nobody, Kind.NO_TAKER)) > 10
    assert not len(rows(nobody, Kind.REFERRED, reason=Reason.ASKED_ANEW))
    again = rows(somebody, Kind.REFERRED, reason=Reason.ASKED_ANEW)
    assert len(again) > 10
    client = somebody.columns["client"]
    refused = set(client[rows(somebody, Kind.REFUSED, service=PSYCHIATRY)])
    assert set(client[again]) <= refused


def test_it_asks_at_a_visit_and_never_for_what_is_on_its_way(name_seed: int) -> None:
    log = simulate(town(asks=1.0, floor=0.6), name_seed, 0)
    time, client, kind = log.columns["time"], log.columns["client"], log.columns["kind"]
    again = rows(log, Kind.REFERRED, reason=Reason.ASKED_ANEW)
    visits = rows(log, Kind.VISIT, service=OUTPATIENT)
    days = set(zip(client[visits].tolist(), time[visits].tolist(), strict=True))
    assert set(zip(client[again].tolist(), time[again].tolist(), strict=True)) <= days
    asked = np.isin(kind, (Kind.REFERRED, Kind.REFUSED)) & (log.columns["part"] == 2)
    for who in np.unique(client[again]):
        words = kind[asked & (client == who)].tolist()
        assert all(a != b for a, b in pairwise(words)), "each is answered before the next"
