"""Talks come early and without a decision; group treatment serves several clients an hour (NB tables 1 and 2)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.measures.survey import survey
from sim.model import simulate
from sim.terms.capacity import hours_a_year, places_of
from sim.terms.log import EventLog
from sim.terms.scenario import Scenario
from sim.terms.words import Kind, NeedState, Service
from tests.scenarios_for_tests import TODAY, hazards, people, plan, practice, spec, tiny, unit

INQUIRY, OUTPATIENT = Service.SOCIAL_SERVICES, Service.MUNICIPAL_OUTPATIENT


def town(share: float, *, number: float = 3.0, fte: float = 1.0, giving_up: float = 0.0) -> Scenario:
    """Return a town where everybody asks the social services, and outpatient treatment has a line."""
    inquiry = plan(is_assessment=True, stay_days=(30.0, 0.0), visits=())
    services = (spec(INQUIRY, care=inquiry), spec(OUTPATIENT, care=plan(visits=((20, 1.0),)), hours=1000.0))
    doors = (1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    return tiny(
        services, (unit(INQUIRY, fte=50.0), unit(OUTPATIENT, fte=fte)), baseline=365, after=400,
        who=people(door_weights=doors, door_weights_comorbid=doors),
        risks=hazards(giving_up=(giving_up,) * 4, giving_up_factor_supported=0.1),
        regime=replace(TODAY, assessor=(INQUIRY, None, None, None)),
        ways=practice(talks_share=share, talks_number=number),
    )  # fmt: skip


def rows(log: EventLog, kind: Kind, **where: float) -> np.ndarray:
    """Return the rows of a kind whose columns have the values given."""
    keep = log.columns["kind"] == kind
    for name, value in where.items():
        keep &= log.columns[name] == value
    return np.flatnonzero(keep)


def test_talks_come_before_the_decision_by_share_of_inquiries_and_end_where_treatment_begins(name_seed: int) -> None:
    log = simulate(town(0.5), name_seed, 0)
    time, client = log.columns["time"], log.columns["client"]
    talks, begun = rows(log, Kind.TALK), rows(log, Kind.ADMITTED, service=INQUIRY)
    assert 0.3 < len(np.unique(client[talks])) / len(np.unique(client[begun])) < 0.7
    assert (log.columns["service"][talks] == OUTPATIENT).all()
    decided = {client[row]: time[row] for row in rows(log, Kind.DECIDED)}
    assert any(time[row] < decided.get(client[row], np.inf) for row in talks.tolist())
    treated = {client[row]: time[row] for row in rows(log, Kind.ADMITTED, service=OUTPATIENT)}
    assert all(time[row] <= treated.get(client[row], np.inf) for row in talks.tolist())
    assert np.bincount(client[talks]).max() <= 3


def test_where_no_talks_are_given_nobody_has_any(name_seed: int) -> None:
    assert not len(rows(simulate(town(0.0), name_seed, 0), Kind.TALK))


def test_talks_are_no_treatment_and_are_counted_as_methods(name_seed: int) -> None:
    made = town(1.0)
    log = simulate(made, name_seed, 0)
    assert (log.columns["state"][rows(log, Kind.TALK)] < NeedState.IN_CARE).all()
    assert survey(log, made.calendar, 12).counts["talks"].sum() > 5


def test_whoever_is_talked_with_gives_up_less(name_seed: int) -> None:
    def gave_up(share: float) -> int:
        return len(rows(simulate(town(share, number=60.0, giving_up=0.01), name_seed, 0), Kind.GAVE_UP))

    assert gave_up(1.0) < gave_up(0.0)


def test_talks_take_hours_of_those_who_give_them(name_seed: int) -> None:
    def places(share: float) -> float:
        log = simulate(town(share, number=60.0), name_seed, 0)
        return float(log.columns["extra"][rows(log, Kind.SNAPSHOT, service=OUTPATIENT)].min())

    assert places(1.0) < places(0.0)


def test_a_visit_in_a_group_takes_fewer_hours_for_each_client(name_seed: int) -> None:
    alone = plan(visits=((10, 1.0), (10, 1.0)))
    half = replace(alone, group_shares=(1.0, 0.0), group_hours_factor=0.5)
    assert hours_a_year(half) == pytest.approx(0.75 * hours_a_year(alone))
    one, other = (spec(OUTPATIENT, care=care, caseload=1e6, hours=1000.0) for care in (alone, half))
    assert places_of(1.0, other) == pytest.approx(places_of(1.0, one) / 0.75)
    log = simulate(tiny((other,), (unit(OUTPATIENT, fte=5.0),)), name_seed, 0)
    hours = log.columns["value"][rows(log, Kind.VISIT)]
    assert set(hours.tolist()) == {0.5, 1.0}
