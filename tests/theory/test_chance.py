"""Chance asked for by name: uniform, independent between names and purposes, the same in blocks as one by one."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sim.chance.blocks import days_reached, exponentials, uniforms
from sim.chance.distributions import choice, exponential, kumaraswamy, lognormal, microday, normal
from sim.chance.keyed import DECISION_SHIFT, Decision, address, key_of, number_at, uniform, without_sign
from sim.terms.hazards import day_reached

pytestmark = pytest.mark.both_builds

CLIENTS, TIMES = 400, 50
RARELY = 1e-4
"""Chance of a false alarm of one comparison."""

steps = st.tuples(*[st.floats(1e-6, 2.0)] * 4)
keys = st.integers(0, 2**64 - 1)


def numbers_of(seed: int, decision: Decision) -> np.ndarray:
    """Return a number for each of `CLIENTS` clients (rows) and `TIMES` times (columns)."""
    return np.array([uniforms(key_of(seed, 0, f"Byn-{c:04d}"), decision, 0, TIMES) for c in range(CLIENTS)])


def correlated(a: np.ndarray, b: np.ndarray, comparisons: int = 1) -> bool:
    """Whether two samples of one length are further from uncorrelated than chance allows in so many comparisons."""
    z = float(np.corrcoef(a.ravel(), b.ravel())[0, 1]) * a.size**0.5
    return abs(z) > stats.norm.isf(RARELY / comparisons / 2.0)


@pytest.mark.parametrize("decision", [Decision.ARRIVAL_GAP, Decision.GIVE_UP_BUDGET, Decision.OTHER_STOCK])
def test_numbers_are_uniform(decision: Decision, name_seed: int) -> None:
    u = numbers_of(name_seed, decision)
    assert u.min() > 0.0
    assert u.max() < 1.0
    assert stats.kstest(u.ravel(), "uniform").pvalue > RARELY
    # of one client's times, and of one time of all clients, as well
    assert min(stats.kstest(row, "uniform").pvalue for row in u) > RARELY / CLIENTS
    assert min(stats.kstest(column, "uniform").pvalue for column in u.T) > RARELY / TIMES


def test_low_bits_are_as_good_as_high_ones(name_seed: int) -> None:
    u = numbers_of(name_seed, Decision.VISITS)
    assert stats.kstest((u * 2.0**20 % 1.0).ravel(), "uniform").pvalue > RARELY


def test_decisions_are_independent_of_each_other(name_seed: int) -> None:
    of = {d: numbers_of(name_seed, d)[:, :10] for d in Decision}
    pairs = list(combinations(Decision, 2))
    assert not [(a.name, b.name) for a, b in pairs if correlated(of[a], of[b], len(pairs))]
    # not linearly, and not in how far from the middle they are either
    assert not [(a.name, b.name) for a, b in pairs if correlated(abs(of[a] - 0.5), abs(of[b] - 0.5), len(pairs))]


def test_clients_with_neighbouring_names_are_independent_of_each_other(name_seed: int) -> None:
    u = numbers_of(name_seed, Decision.RELAPSE_BUDGET)
    assert not correlated(u[:-1], u[1:])


def test_seeds_and_replications_that_follow_each_other_are_independent(name_seed: int) -> None:
    def of(seed: int, replication: int) -> np.ndarray:
        return uniforms(key_of(seed, replication, "Byn-0001"), Decision.STAY_DAYS, 0, 10_000)

    u = of(name_seed, 0)
    assert not correlated(u, of(name_seed + 1, 0))
    assert not correlated(u, of(name_seed, 1))
    assert key_of(1, 11, "x") != key_of(11, 1, "x")


def test_a_number_says_nothing_of_the_next_time_episode_service_or_part(name_seed: int) -> None:
    keys = [key_of(name_seed, 0, f"Byn-{c:04d}") for c in range(3000)]

    def along(**where: int) -> np.ndarray:
        return np.array([uniform(key, Decision.ATTENDS, **where) for key in keys])

    first = along()
    others = [along(nth=1), along(service=1), along(episode=1), along(part=1)]
    assert not any(correlated(a, b, 10) for a, b in combinations([first, *others], 2))


@given(key=keys, decision=st.sampled_from(Decision), first=st.integers(0, 2**20 - 10), length=st.integers(0, 10))
@settings(max_examples=60, derandomize=True, deadline=None)
def test_a_block_gives_the_same_numbers_as_asking_one_by_one(
    key: int, decision: Decision, first: int, length: int
) -> None:
    together = uniforms(key, decision, first, first + length)
    assert together.tolist() == [uniform(key, decision, nth=first + i) for i in range(length)]


@given(
    key=keys,
    decision=st.sampled_from(Decision),
    part=st.integers(0, 15),
    episode=st.integers(0, 2**16 - 1),
    service=st.integers(0, 63),
    nth=st.integers(0, 2**20 - 1),
)
@settings(max_examples=60, derandomize=True, deadline=None)
def test_an_address_packed_beforehand_is_the_same_address(
    key: int, decision: Decision, part: int, episode: int, service: int, nth: int
) -> None:
    word = (decision << DECISION_SHIFT) + address(part, episode, service) + nth
    assert number_at(key, word) == uniform(key, decision, part, episode, service, nth)


def test_no_two_addresses_share_a_word() -> None:
    """Each field at its largest leaves the next one alone: the packing is a number system."""
    words = [
        (decision << DECISION_SHIFT) + address(part, episode, service) + nth
        for decision in (0, 1, max(Decision))
        for part in (0, 1, 15)
        for episode in (0, 1, 2**16 - 1)
        for service in (0, 1, 63)
        for nth in (0, 1, 2**20 - 1)
    ]
    assert len(set(words)) == len(words)
    assert all(a < b for a, b in pairwise(words))
    assert max(words) < 2**64


def test_numbers_are_the_same_on_every_machine() -> None:
    """Pinned: whoever changes the mixing changes every result that was ever archived."""
    key = key_of(1, 0, "Luleå-0001")
    assert without_sign(key) == 0xA9E051E1BE303DC1
    assert [round(uniform(key, d, 1, 2, 3, 4), 12) for d in (Decision.SEX, Decision.VISITS)] == [
        0.178382471609,
        0.251356003892,
    ]


def test_a_decision_appended_at_the_end_shifts_nobodys_numbers() -> None:
    """A number is found by the decision's own code; codes have no gaps, no doubles, and keep their place."""
    assert [int(d) for d in Decision] == list(range(len(Decision)))
    assert (Decision.ARRIVAL_GAP, Decision.SEX, Decision.GIVE_UP_BUDGET) == (0, 2, 23)
    assert (Decision.ATTENDS, Decision.OTHER_STAY, Decision.FOLLOWS, Decision.TRIAGE) == (45, 56, 60, 71)
    key = key_of(5, 0, "x")
    before = [uniform(key, d) for d in Decision]
    after = [uniform(key, code) for code in range(len(Decision) + 1)]
    assert after[: len(before)] == before


@given(steps=steps, hazards=st.lists(st.floats(0.0, 50.0), min_size=1, max_size=20))
@settings(max_examples=60, derandomize=True, deadline=None)
def test_many_days_at_once_are_the_same_days_as_one_by_one(
    steps: tuple[float, float, float, float], hazards: list[float]
) -> None:
    together = days_reached(steps, np.array(hazards))
    assert together == pytest.approx([day_reached(steps, h) for h in hazards], rel=1e-9, abs=1e-9)


@given(u=st.floats(1e-12, 1.0 - 1e-12))
@settings(max_examples=100, derandomize=True)
def test_quantiles_are_quantiles(u: float) -> None:
    assert exponential(u) == pytest.approx(stats.expon.ppf(u), rel=1e-9)
    assert exponentials(np.array([u]))[0] == pytest.approx(exponential(u), rel=1e-12)
    assert lognormal((30.0, 0.6), u) == pytest.approx(stats.lognorm.ppf(u, 0.6, scale=30.0), rel=1e-6, abs=1e-6)
    assert normal((5.0, 2.0), u) == pytest.approx(stats.norm.ppf(u, 5.0, 2.0), rel=1e-9, abs=1e-9)
    severity = kumaraswamy((1.8, 1.6), u)
    assert 0.0 <= severity <= 1.0
    if 1e-6 < u < 1.0 - 1e-6:
        assert 1.0 - (1.0 - severity**1.8) ** 1.6 == pytest.approx(u, abs=1e-6)


@given(weights=st.lists(st.floats(0.0, 5.0), min_size=1, max_size=8), u=st.floats(0.0, 1.0, exclude_max=True))
@settings(max_examples=100, derandomize=True)
def test_what_has_no_weight_is_never_chosen(weights: list[float], u: float) -> None:
    if sum(weights) > 1e-9:
        assert weights[choice(weights, u)] > 0.0


@given(days=st.floats(0.0, 1e6))
@settings(max_examples=100, derandomize=True)
def test_a_duration_is_a_whole_number_of_microdays(days: float) -> None:
    rounded = microday(days)
    assert abs(rounded - days) <= 0.5000001e-6
    assert rounded == microday(rounded) == float(f"{rounded:.6f}")
