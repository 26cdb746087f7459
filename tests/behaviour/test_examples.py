"""The designs among the examples fit on one screen, are valid, and run with every person and post accounted for."""

from pathlib import Path

import pytest

from calibration.parameters.store import load_parameters
from scenarios.checks.check import check
from scenarios.compose import compose
from sim.model import simulate
from sim.model.together import simulate_together
from sim.terms.changes import PostsAdded, RuleChanges, ServiceMoves
from sim.terms.words import Disorder, Role
from tests.miniature import shrunk
from tests.staff import booked

EXAMPLES = sorted((Path(__file__).parents[2] / "docs" / "examples").glob("*.toml"))
ONE_SCREEN = 50


def composed(name):
    """Return an example in Norrbotten."""
    file = next(file for file in EXAMPLES if file.stem == name)
    return compose("norrbotten", file, parameters=load_parameters())


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_fits_on_one_screen_checks_and_runs(file):
    assert len(file.read_text(encoding="utf-8").splitlines()) <= ONE_SCREEN
    assert check(["norrbotten", file], parameters=load_parameters()) == []
    scenario = compose("norrbotten", file, parameters=load_parameters())
    assert scenario.changes
    log = simulate(shrunk(scenario), 7, 0)
    booked(log)
    shared = simulate_together([shrunk(scenario)], 7, 0, apart=lambda nth, go_on: None)
    assert shared.digest() == log.digest(), "the same where its first days are shared with other designs"


def test_two_waves_say_all_five_wishes():
    changes = composed("two_waves").changes
    moves = [c for c in changes if isinstance(c, ServiceMoves)]
    assert len({c.day for c in moves}) == 2
    assert {round(c.dual_days) for c in moves} == {182}
    assert all(dict(c.staff.follow_share).get(Role.SOCIAL_WORKER, 0.6) == 0.6 for c in changes if hasattr(c, "staff"))
    special = [c for c in changes if isinstance(c, RuleChanges)]
    assert [(c.whom, c.rule, c.value) for c in special] == [(Disorder.NEUROPSYCHIATRIC, "sobriety_days", 0.0)]
    (posts,) = (c for c in changes if isinstance(c, PostsAdded))
    assert posts.fte == 2.0
