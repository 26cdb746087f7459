"""Untreated needs cannot be won unfairly: not by seeing less, queueing, refusing, one-visit plans or dying early.

Each trick is one number of today's division turned, in Norrbotten with three fitted draws; all clients meet the same
chances with and without it, and what is said is of the mean: in one draw a trick may win by chance. With more
replications, and what else the comparison says: `python -m benchmarks.tricks`. A health centre that takes psychoses is
`test_what_care_can_hold.py`, since whom else it takes in is honest care.
"""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.tricks import FREE_POSTS, SEED, scenario_of, tricks
from mellanrum.wiring.parameter_source import source_of
from sim.comparison.first_row import RANKS
from sim.comparison.statistics import paired_differences, summarise_all
from sim.comparison.warnings import COHORT, NEW_POSTS, cautions
from sim.measures import measure, unit_of
from sim.measures.survival import Values
from sim.model import simulate

COUNTY, YEARS, DRAWS = "norrbotten", 2.0, 3
HONEST = "psychoses in primary care"
MAY_WIN = {"fewer who ask": COHORT, FREE_POSTS: NEW_POSTS}
"""What may have fewer untreated needs, and what the comparison then says of it."""
NEVER_WIN = [name for name in tricks(COUNTY) if name not in (*MAY_WIN, HONEST)]


@cache
def values(trick: str | None) -> list[Values]:
    source, found = source_of(COUNTY, None, SEED), []
    for draw in range(DRAWS):
        scenario = scenario_of(COUNTY, trick, YEARS, source.pick(draw))
        found.append(measure(simulate(scenario, SEED, draw), scenario.calendar).values)
    return found


@pytest.mark.parametrize("trick", NEVER_WIN)
def test_no_trick_leaves_fewer_needs_untreated(trick: str) -> None:
    change = paired_differences(values(trick), values(None), unit_of)[RANKS].mean
    assert change is not None
    assert change > 0.0, f"{trick}: {100 * change:+.1f} percentage points"


@pytest.mark.parametrize("trick", MAY_WIN)
def test_what_may_win_is_said_beside_it(trick: str) -> None:
    differences = paired_differences(values(trick), values(None), unit_of)
    said = {caution.kind for caution in cautions(differences, summarise_all(values(None), unit_of))}
    assert MAY_WIN[trick] in said or (differences[RANKS].mean or 0.0) >= 0.0


def test_seeing_less_shows_in_what_is_found_and_treated_and_only_the_clause_of_needs_never_found_keeps_falls() -> None:
    blind, seeing = values("detecting 60 % less"), values(None)
    change = {name: summary.mean or 0.0 for name, summary in paired_differences(blind, seeing, unit_of).items()}
    assert change["detected_share"] < -0.05
    assert change["both_treated_share"] < 0.0
    assert change["fall_rate_without_never_found"] < 0.0 < change["fall_rate"]
