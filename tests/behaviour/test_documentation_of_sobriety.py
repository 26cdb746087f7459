"""Whoever was refused for use may leave samples, and is asked for again when enough days are documented (NB 7.1)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import scenarios.edits.keys as keys_module
from scenarios.compose import compose
from scenarios.edits.keys import SERVICES
from sim.model import simulate
from sim.terms.log import EventLog
from sim.terms.scenario import Scenario
from sim.terms.words import Kind, Principal, Reason, Service
from tests.bad_files import one, refused
from tests.scenarios_for_tests import hazards, open_rules, people, plan, practice, spec, tiny, unit

PSYCHIATRY, SAMPLES = Service.ADULT_PSYCHIATRY, Service.SOBRIETY_DOCUMENTATION
REQUIRED, WEEK = 60.0, 7.0
WANTS_SOBRIETY = open_rules(PSYCHIATRY, sobriety_days=REQUIRED, sobriety_share=1.0)
SEES_USE = plan(detects=(1.0, 0.0, 0.0, 0.0))
LEAVES = plan(visits=(), stay_days=(400.0, 0.0), interval_days=WEEK)


def town(*, there: bool = True, care: Any = LEAVES, fte: float = 50.0, shares: float = 1.0) -> Scenario:
    """Return a town where all have a psychiatric need, use, and stop after half a year or so for good."""
    services = [spec(PSYCHIATRY, care=SEES_USE, rules=WANTS_SOBRIETY)]
    units = [unit(PSYCHIATRY, fte=50.0)]
    if there:
        services.append(spec(SAMPLES, care=care, principal=Principal.MUNICIPALITY))
        units.append(unit(SAMPLES, fte=fte))
    doors = (0.0, 0.0, 0.0, 0.0, 1.0, 0.0)
    who = people(
        comorbid_share_women=1.0, comorbid_share_men=1.0, door_weights=doors, door_weights_comorbid=doors,
        presents_psychiatric_share=1.0, stock_seeking_share=0.5,
    )  # fmt: skip
    stops = hazards(abstaining=(0.005,) * 4)
    ways = practice(leaves_samples_share=shares)
    return tiny(tuple(services), tuple(units), after=900, who=who, risks=stops, ways=ways)


def rows(log: EventLog, kind: Kind, **where: float) -> np.ndarray:
    """Return the rows of a kind whose columns have the values given."""
    keep = log.columns["kind"] == kind
    for name, value in where.items():
        keep &= log.columns[name] == value
    return np.flatnonzero(keep)


def at(log: EventLog, found: np.ndarray) -> set[tuple[int, float]]:
    """Return client and day of rows."""
    return set(zip(log.columns["client"][found].tolist(), log.columns["time"][found].tolist(), strict=True))


def asked_again(log: EventLog) -> np.ndarray:
    return rows(log, Kind.REFERRED, reason=Reason.SOBRIETY_DOCUMENTED)


def test_without_anybody_who_takes_samples_nobody_is_documented(name_seed: int) -> None:
    log = simulate(town(there=False), name_seed, 0)
    assert len(rows(log, Kind.PARKED)) > 20
    assert not len(asked_again(log))


def test_clean_samples_count_and_whoever_takes_them_asks_again_when_enough_days_are_documented(name_seed: int) -> None:
    log = simulate(town(), name_seed, 0)
    again, time, client = asked_again(log), log.columns["time"], log.columns["client"]
    assert len(again) > 10
    assert (log.columns["service"][again] == SAMPLES).all()
    clean = rows(log, Kind.VISIT, service=SAMPLES, extra=1.0)
    for row in again:
        first = time[clean[client[clean] == client[row]]].min()
        assert REQUIRED <= time[row] - first < REQUIRED + WEEK + 1e-6
    once_more = rows(log, Kind.ADMITTED, service=PSYCHIATRY)
    gone = set(client[rows(log, Kind.DEPART)])
    assert set(client[again[time[again] < 800]]) - gone <= set(client[once_more])


def test_samples_are_contact_and_no_treatment_and_end_when_nothing_waits_for_them(name_seed: int) -> None:
    log = simulate(town(), name_seed, 0)
    samples = rows(log, Kind.VISIT, service=SAMPLES)
    assert (log.columns["part"][samples] == -1).all()
    assert not len(rows(log, Kind.ADMITTED, service=SAMPLES))
    for row in asked_again(log):
        who, day = log.columns["client"][row], log.columns["time"][row]
        later = samples[(log.columns["client"][samples] == who) & (log.columns["time"][samples] > day)]
        assert not len(later), "the need is no longer parked"


def test_only_those_who_have_stopped_come_and_of_them_the_share_that_the_file_says(name_seed: int) -> None:
    half, none = simulate(town(shares=0.5), name_seed, 0), simulate(town(shares=0.0), name_seed, 0)
    everybody = simulate(town(), name_seed, 0)
    assert not len(rows(none, Kind.CONTACT_BEGAN))
    assert 0 < len(rows(half, Kind.CONTACT_BEGAN)) < len(rows(everybody, Kind.CONTACT_BEGAN))
    assert at(everybody, rows(everybody, Kind.CONTACT_BEGAN)) <= at(everybody, rows(everybody, Kind.ABSTINENT))


def test_whoever_misses_too_many_samples_in_a_row_is_counted_on_no_more(name_seed: int) -> None:
    log = simulate(town(care=replace(LEAVES, no_show=0.6, missed_limit=2)), name_seed, 0)
    last = rows(log, Kind.MISSED, service=SAMPLES, extra=2.0)
    ended = rows(log, Kind.CONTACT_ENDED, service=SAMPLES)
    assert len(last) > 3
    assert at(log, last) <= at(log, ended)


def test_where_nobody_works_no_sample_is_taken(name_seed: int) -> None:
    log = simulate(town(fte=0.0), name_seed, 0)
    assert not len(rows(log, Kind.VISIT, service=SAMPLES))


@pytest.mark.parametrize("design", ["big_bang", "central_clinics"])
def test_who_keeps_the_samples_after_a_transfer_is_said_by_the_design(design: str) -> None:
    from calibration.parameters.store import load_parameters
    from sim.terms.changes import ServiceMoves

    made = compose("norrbotten", design, parameters=load_parameters())
    moved = {change.service for change in made.changes if isinstance(change, ServiceMoves)}
    assert Service.MUNICIPAL_OUTPATIENT in moved
    assert SAMPLES not in moved, "it stays where it is unless a design moves it"


@pytest.mark.parametrize(
    ("twice", "found"),
    [(True, "both"), (False, "nothing that says how often there is a visit")],
)
def test_a_plan_says_how_often_there_is_a_visit_in_one_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, twice: bool, found: str
) -> None:
    text, file = SERVICES.read_text(encoding="utf-8"), tmp_path / "services.toml"
    line = next(line for line in text.splitlines() if line.startswith("samples_per_month"))
    every = 'interval_days = { value = 7, unit = "days", low = 7, high = 7, evidence = "A301" }'
    file.write_text(text.replace(line, f"{line}\n{every}" if twice else ""), encoding="utf-8")
    monkeypatch.setattr(keys_module, "SERVICES", file)
    problem = one(refused("norrbotten", "current"))
    assert (problem.key, problem.found) == ("sobriety_documentation.plan", found)
    assert problem.valid == "one of interval_days and samples_per_month"
