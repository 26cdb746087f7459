"""A transfer of nothing is today; one of everything loses nothing; without those who know them, no methods."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from calibration.parameters.store import load_parameters
from scenarios.compose import compose
from sim.model import simulate
from sim.terms.changes import ServiceMoves
from sim.terms.scenario import Scenario
from sim.terms.words import Kind, Reason, Role, Service
from tests.miniature import REFORM, miniature
from tests.scenarios_for_tests import move


def whole_move(**changed: Any) -> tuple[ServiceMoves, ...]:
    """Return outpatient treatment moving at once; everybody and every case comes along, but for what is changed."""
    usual = {"follow": 1.0, "lost": 0.0, "consent": 1.0, "dip": 0.0, "lag_days": 0.0}
    return (move(Service.MUNICIPAL_OUTPATIENT, day=float(REFORM), role=Role.TREATMENT_WORKER, **usual | changed),)


def test_when_nobody_moves_and_nothing_changes_on_paper_it_is_exactly_today(tmp_path: Path) -> None:
    file = tmp_path / "nothing.toml"
    file.write_text(
        'extends = "paper_transfer"\ntitle_en = "Nothing"\n[transfer]\nmoves = []\nservices = []\n', encoding="utf-8"
    )
    nothing = compose("norrbotten", file, parameters=load_parameters(), years=0.1)
    assert nothing.changes == ()
    today = compose("norrbotten", "current", parameters=load_parameters(), years=0.1)
    assert replace(nothing, name="current") == today


def test_when_everybody_moves_at_once_without_loss_or_dip_the_places_are_the_same(name_seed: int) -> None:
    today = miniature("current")
    levers = replace(
        today.coordination.levers, sip_hours=0.0, report_hours=0.0, talks_share=0.0
    )  # which depend on who is met when
    silent = replace(today.practice, talks_share=0.0)  # so do talks, which take outpatient's hours
    today = replace(today, coordination=replace(today.coordination, levers=levers), practice=silent)
    moved = replace(today, changes=whole_move())
    outpatient = []
    for log in (simulate(today, name_seed, 0), simulate(moved, name_seed, 0)):
        rows = (log.columns["kind"] == Kind.SNAPSHOT) & (log.columns["service"] == Service.MUNICIPAL_OUTPATIENT)
        outpatient.append(log.columns["extra"][rows])
    assert np.array_equal(*outpatient)
    assert (outpatient[0] > 0.0).all()


def refusals(scenario: Scenario, seed: int, reason: Reason) -> int:
    log = simulate(scenario, seed, 0)
    late = (log.columns["kind"] == Kind.REFUSED) & (log.columns["time"] > REFORM)
    return int((late & (log.columns["reason"] == reason)).sum())


def test_a_region_without_psychosocial_staff_does_not_offer_the_methods(name_seed: int) -> None:
    today = miniature("current")
    nobody = whole_move(follow=0.0, never_refilled=1.0)
    strangers = whole_move(follow=0.0, lead_days=1.0, know_methods=0.0, training_days=1e6)
    assert refusals(today, name_seed, Reason.METHOD_NOT_OFFERED) == 0
    assert refusals(replace(today, changes=whole_move()), name_seed, Reason.METHOD_NOT_OFFERED) == 0
    assert refusals(replace(today, changes=nobody), name_seed, Reason.METHOD_NOT_OFFERED) > 10
    assert refusals(replace(today, changes=strangers), name_seed, Reason.METHOD_NOT_OFFERED) > 10


def test_new_staff_who_learn_the_methods_offer_them_again(name_seed: int) -> None:
    learning = whole_move(follow=0.0, stay=0.0, lead_days=1.0, know_methods=0.0, training_days=60.0)
    log = simulate(replace(miniature("current"), changes=learning), name_seed, 0)
    refused = (log.columns["kind"] == Kind.REFUSED) & (log.columns["reason"] == Reason.METHOD_NOT_OFFERED)
    assert refused.any()
    assert log.columns["time"][refused].max() < REFORM + 120.0
