"""Probabilities of being best and regrets, where they can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.analysis.ranking import rank


def test_a_small_table_is_ranked_as_by_hand() -> None:
    table = np.array([[1.0, 2.0, 1.0], [3.0, 1.0, 5.0], [2.0, 2.0, 2.0], [4.0, 3.0, 6.0]])
    ranking = rank(table, seed=1)
    assert ranking.draws == 4
    share = [design.best_in_draw.value for design in ranking.designs]
    assert share == pytest.approx([(0.5 + 1 / 3) / 4, (2 + 1 / 3) / 4, (0.5 + 1 / 3) / 4])
    assert [design.regret_in_draw.value for design in ranking.designs] == pytest.approx([0.75, 0.25, 1.75])
    assert [design.regret_on_average.value for design in ranking.designs] == pytest.approx([0.5, 0.0, 1.5])
    higher = rank(-table, seed=1, lower_is_better=False)
    assert [d.regret_in_draw for d in higher.designs] == [d.regret_in_draw for d in ranking.designs]
    assert [d.mean for d in higher.designs] == pytest.approx([-2.5, -2.0, -3.5])


def test_outcomes_that_differ_by_rounding_alone_are_ties() -> None:
    assert rank(np.array([[0.1 + 0.2, 0.3], [3.0, 3.0]]), seed=1).designs[1].best_in_draw.value == 0.5


@pytest.mark.parametrize("draws", [3, 5, 80])
def test_the_chance_that_a_mean_is_best_is_that_of_its_paired_t_test(draws: int, name_seed: int) -> None:
    rng = np.random.default_rng(name_seed)
    shared = rng.normal(0.0, 5.0, (draws, 1))  # pairing must take this out
    table = shared + rng.normal([0.0, 1.5 / draws**0.5], 1.0, (draws, 2))
    difference = table[:, 1] - table[:, 0]
    t = difference.mean() / difference.std(ddof=1) * draws**0.5
    found = rank(table, seed=name_seed).designs[0].best_on_average
    assert found.value == pytest.approx(stats.t.cdf(t, draws - 1), abs=0.03)
    assert found.high - found.low < 0.04


def test_the_loss_on_average_is_as_unsure_as_the_paired_interval(name_seed: int) -> None:
    """Four draws, the second design far behind: what it loses has the ends of the difference's t-interval."""
    table = np.random.default_rng(name_seed).normal([0.0, 20.0], 1.0, (4, 2))
    difference = table[:, 1] - table[:, 0]
    half = stats.t.ppf(0.975, 3) * difference.std(ddof=1) / 2.0
    found = rank(table, seed=name_seed, samples=40_000).designs[1].regret_on_average
    assert found.value == pytest.approx(difference.mean())
    assert found.low == pytest.approx(difference.mean() - half, abs=0.06 * half)
    assert found.high == pytest.approx(difference.mean() + half, abs=0.06 * half)


def test_identical_designs_share_everything_and_regret_nothing(name_seed: int) -> None:
    column = np.random.default_rng(name_seed).normal(0.3, 1.0, 37)
    ranking = rank(np.column_stack([column, column, column]), seed=name_seed)
    for design in ranking.designs:
        assert design.best_in_draw.value == pytest.approx(1 / 3)
        assert design.best_on_average.value == pytest.approx(1 / 3)
        assert (design.regret_in_draw.value, design.regret_in_draw.high) == (0.0, 0.0)
        assert design.regret_on_average.high == pytest.approx(0.0, abs=1e-12)


def test_probabilities_add_up_to_one(name_seed: int) -> None:
    table = np.random.default_rng(name_seed).integers(0, 3, (50, 4)).astype(float)
    designs = rank(table, seed=name_seed).designs
    assert sum(design.best_in_draw.value for design in designs) == pytest.approx(1.0)
    assert sum(design.best_on_average.value for design in designs) == pytest.approx(1.0)


def test_the_interval_of_a_regret_covers_it(name_seed: int) -> None:
    rng = np.random.default_rng(name_seed)
    exact = 1.0 / np.pi**0.5  # of two standard normal designs: the mean of the larger minus the smaller is 2/√π
    covered = 0
    for trial in range(200):
        found = rank(rng.standard_normal((60, 2)), seed=trial, samples=400).designs[0].regret_in_draw
        covered += found.low <= exact <= found.high
    assert 176 <= covered <= 198


def test_draws_with_an_undefined_outcome_are_left_out_and_counted(name_seed: int) -> None:
    table = np.random.default_rng(name_seed).standard_normal((10, 2))
    holed = np.vstack([table, [[np.nan, 0.0]]])
    assert rank(holed, seed=3).designs == rank(table, seed=3).designs
    assert rank(holed, seed=3).left_out == 1
    with pytest.raises(ValueError, match=r"shape \(11, 1\)"):
        rank(holed[:, :1], seed=3)
