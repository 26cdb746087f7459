"""Rules for some clients only: no sobriety rule for those with ADHD, and all others meet it as before."""

from dataclasses import replace

import numpy as np
import pytest

from calibration.parameters.store import load_parameters
from scenarios.compose import compose
from scenarios.edits.keys import varied
from sim.model import simulate
from sim.terms.changes import RuleChanges
from sim.terms.words import Disorder, Kind, Reason, Service, Substance
from tests.bad_files import design_in, q
from tests.miniature import REFORM, miniature

PSYCHIATRY, CLINIC = Service.ADULT_PSYCHIATRY, Service.ADDICTION_CLINIC
ADHD = Disorder.NEUROPSYCHIATRIC


def refused_for_use(log, since=REFORM):
    """Return the conditions of those whom psychiatry refuses for use."""
    c = log.columns
    rows = (c["kind"] == Kind.REFUSED) & (c["service"] == PSYCHIATRY) & (c["reason"] == Reason.SOBRIETY)
    return log.clients["disorder"][c["client"][rows & (c["time"] >= since)]]


def run(whom, value=0.0, rule="sobriety_days"):
    """Return the log of today with one rule of psychiatry for some."""
    change = RuleChanges(float(REFORM), PSYCHIATRY, rule, value, whom)
    return simulate(replace(miniature("current"), changes=(change,)), 7, 0)


def test_nobody_with_adhd_is_refused_for_use_and_all_others_are_as_before():
    today = simulate(replace(miniature("current"), changes=()), 7, 0)
    log = run(ADHD)
    assert (refused_for_use(today) == ADHD).sum() > 2
    assert (refused_for_use(log) == ADHD).sum() == 0
    others = (refused_for_use(log) != ADHD).sum()
    assert others == pytest.approx((refused_for_use(today) != ADHD).sum(), rel=0.3)
    assert (refused_for_use(log, 0) == ADHD).sum() == (refused_for_use(today, 0) == ADHD).sum() - (
        refused_for_use(today) == ADHD
    ).sum()


def test_a_rule_for_those_who_gamble_is_not_one_for_a_condition_of_the_same_number():
    assert Substance.MIXED == ADHD, "both are the second of their kind"
    log = run(Substance.MIXED)
    assert (refused_for_use(log) == ADHD).any()
    c = log.columns
    rows = (c["kind"] == Kind.REFUSED) & (c["service"] == PSYCHIATRY) & (c["reason"] == Reason.SOBRIETY)
    rows &= c["time"] >= REFORM
    assert not np.isin(log.clients["substance"][c["client"][rows]], Substance.MIXED).any()


def test_a_rule_for_all_and_one_for_each_group_are_the_same_rule():
    one_by_one = [RuleChanges(float(REFORM), PSYCHIATRY, "sobriety_days", 0.0, d) for d in Disorder if d]
    whole = RuleChanges(float(REFORM), PSYCHIATRY, "sobriety_days", 0.0)
    by_group = simulate(replace(miniature("current"), changes=tuple(one_by_one)), 7, 0)
    assert len(refused_for_use(by_group)) == 0
    assert by_group.digest() == simulate(replace(miniature("current"), changes=(whole,)), 7, 0).digest()


def test_a_design_says_it_below_the_service(tmp_path):
    file = tmp_path / "mine.toml"
    text = f'extends = "current"\n[rules.adult_psychiatry.only.neuropsychiatric]\nsobriety_days = {q(0, "days")}\n'
    file.write_text(text, encoding="utf-8")
    changes = compose("norrbotten", file, parameters=load_parameters()).changes
    assert [(c.whom, c.rule, c.value) for c in changes] == [(ADHD, "sobriety_days", 0.0)]
    assert "rules.adult_psychiatry.only.neuropsychiatric.sobriety_days" in varied("norrbotten", file, load_parameters())


def test_an_unknown_group_is_told_with_the_nearest(tmp_path):
    text = f"[rules.adult_psychiatry.only.adhd]\nsobriety_days = {q(0, 'days')}\n"
    problems = design_in(tmp_path)(text, extends="current")
    assert any("adhd" in p.found and "neuropsychiatric" in p.valid for p in problems), [str(p) for p in problems]
