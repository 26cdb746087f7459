"""A response surface finds the terms that are there, and its intervals cover a surface that is known."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from sim.analysis.estimates import t_quantile
from sim.analysis.response_surface import Surface, fit_surface
from sim.analysis.sampling import latin_hypercube

POINTS, REPLICATIONS = 40, 8
Truth = Callable[[np.ndarray], np.ndarray]


def plain(x: np.ndarray) -> np.ndarray:
    return 3.0 * (x[:, 0] - 0.5) + x[:, 1] - 0.4 + 2.0 * (x[:, 0] - 0.5) * (x[:, 2] - 0.4)


def bent(x: np.ndarray) -> np.ndarray:
    return 3.0 * np.tanh(3.0 * (x[:, 0] - 0.5)) + np.sin(4.0 * x[:, 1]) - np.sin(1.6)


@cache
def points() -> np.ndarray:
    return latin_hypercube(3, POINTS, 3)


def fitted(truth: Truth, rng: np.random.Generator, chance: float, common: float) -> Surface:
    """Return a surface from a Latin hypercube, all replications at every point; `common`: what moves them together."""
    quantiles = np.repeat(points(), REPLICATIONS, axis=0)
    which = np.tile(np.arange(REPLICATIONS), POINTS)
    level, slopes = rng.standard_normal(REPLICATIONS), rng.standard_normal((REPLICATIONS, 3))
    moved = level[which] + (slopes[which] * (quantiles - 0.5)).sum(axis=1)
    return fit_surface(quantiles, which, truth(quantiles) + common * moved + chance * rng.standard_normal(len(which)))


def test_without_chance_the_surface_is_the_polynomial_itself(name_seed: int) -> None:
    surface = fitted(plain, np.random.default_rng(name_seed), 0.0, 0.0)
    assert surface.terms == ((), (0,), (1,), (2,), (0, 2))
    mean, error = surface.predict(np.array([[0.9, 0.1, 0.3], [0.0, 0.0, 0.0]]))
    assert mean == pytest.approx(plain(np.array([[0.9, 0.1, 0.3], [0.0, 0.0, 0.0]])))
    assert error == pytest.approx([0.0, 0.0], abs=1e-9)
    assert surface.explained == pytest.approx(1.0)
    [stretch] = surface.crossings(0, [0.0, 0.4, 0.7])
    assert stretch.crosses
    assert stretch.root == pytest.approx(0.5, abs=1e-3)


@pytest.mark.parametrize(
    ("truth", "chance", "common"), [(plain, 0.3, 0.1), (plain, 0.1, 0.3), (bent, 0.3, 0.1), (bent, 0.1, 0.3)]
)
def test_intervals_cover_the_surface_and_its_crossing(
    truth: Truth, chance: float, common: float, name_seed: int
) -> None:
    rng = np.random.default_rng(name_seed)
    place, trials = np.array([[0.4, 0.4, 0.4]]), 120
    held, crossed = 0, 0
    for _ in range(trials):
        surface = fitted(truth, rng, chance, common)
        mean, error = surface.predict(place)
        held += abs(mean[0] - truth(place)[0]) <= t_quantile(surface.freedom) * error[0]
        crossings = [c for c in surface.crossings(0, [0.0, 0.4, 0.4]) if c.crosses]
        crossed += len(crossings) == 1 and crossings[0].low <= 0.5 <= crossings[0].high
    assert held / trials >= 0.89  # 95 % less three standard errors
    assert crossed / trials >= 0.89


def test_common_random_numbers_are_not_taken_for_so_many_independent_runs(name_seed: int) -> None:
    """A level that differs by 1 between 8 replications leaves the surface unsure by 1/√8, however many the points."""
    errors = []
    for seed in range(20):
        surface = fitted(plain, np.random.default_rng(name_seed + seed), 0.01, 1.0)
        errors.append(surface.predict(np.full((1, 3), 0.5))[1][0])
    assert np.mean(errors) == pytest.approx(1.0 / REPLICATIONS**0.5, rel=0.15)


def test_what_does_not_fit_is_counted_as_misfit_and_chance_is_not(name_seed: int) -> None:
    rng = np.random.default_rng(name_seed)
    assert fitted(lambda x: 3.0 * x[:, 0] - x[:, 1], rng, 1.0, 0.5).misfit < 0.3  # a point's mean is good to 0.35
    crooked = fitted(lambda x: plain(x) + 0.5 * np.sign(np.sin(40.0 * x[:, 1])), rng, 0.3, 0.5)
    assert crooked.misfit == pytest.approx(0.5, abs=0.12)
    assert crooked.explained < 0.9


def test_terms_that_only_chance_suggests_are_mostly_left_out(name_seed: int) -> None:
    rng = np.random.default_rng(name_seed)
    extra = [len(fitted(plain, rng, 0.5, 0.1).terms) - 5 for _ in range(40)]
    assert np.mean(extra) < 1.0
    nothing = fitted(lambda x: 0.0 * x[:, 0], rng, 1.0, 0.0)
    assert nothing.explained < 0.4
    assert not any(c.crosses for c in nothing.crossings(0, [0.0, 0.5, 0.5]))


def test_a_factor_with_two_levels_has_no_square_and_undefined_values_are_left_out() -> None:
    quantiles = np.array([[a, b] for a in (0.0, 1.0) for b in np.linspace(0.0, 1.0, 40) for _ in range(3)])
    which = np.tile(np.arange(3), 80)
    values = 2.0 * quantiles[:, 0] - 1.0 + (quantiles[:, 1] - 0.4) ** 2 + 0.01 * which
    holed = np.append(values, np.nan)
    surface = fit_surface(np.vstack([quantiles, [[0.5, 0.5]]]), [*which, 0], holed)
    assert surface.points == 80
    assert set(surface.terms) == {(), (0,), (1,), (1, 1)}
    assert surface.predict(np.array([[0.0, 0.4]]))[0] == pytest.approx([-0.99])


@pytest.mark.parametrize(
    ("quantiles", "replications"),
    [
        (np.linspace(0.0, 1.0, 12).reshape(6, 2), [0, 1] * 3),  # each point once
        (np.repeat(np.linspace(0.0, 1.0, 10)[:, None] * [1.0, 1.0], 2, axis=0), [0, 1] * 10),  # in one line
        (np.repeat(np.eye(2), 2, axis=0), [0, 1] * 2),  # too few points
        (np.repeat(np.random.default_rng(1).random((8, 2)), 2, axis=0), [0] * 16),  # one replication
    ],
)
def test_a_sample_from_which_no_surface_follows_is_refused(quantiles: np.ndarray, replications: list[int]) -> None:
    with pytest.raises(ValueError, match=r"valid: 2 replications of each point or 10 in all, and 4 points"):
        fit_surface(quantiles, replications, np.ones(len(quantiles)))


def test_points_that_are_run_once_each_give_a_surface_with_honest_intervals(name_seed: int) -> None:
    """Forty replications taken in turn by two hundred points: what they share is counted as shared."""
    rng = np.random.default_rng(name_seed)
    points, which, place = latin_hypercube(3, 200, 5), np.arange(200) % 40, np.array([[0.4, 0.4, 0.4]])
    held = crossed = 0
    for _ in range(120):
        level = rng.standard_normal(40)
        surface = fit_surface(points, which, plain(points) + 0.4 * level[which] + 0.8 * rng.standard_normal(200))
        mean, error = surface.predict(place)
        held += abs(mean[0] - plain(place)[0]) <= t_quantile(surface.freedom) * error[0]
        found = [c for c in surface.crossings(0, [0.0, 0.4, 0.4]) if c.crosses]
        crossed += len(found) == 1 and found[0].low <= 0.5 <= found[0].high
    assert held / 120 >= 0.89  # 95 % less three standard errors
    assert crossed / 120 >= 0.85  # where the interval reaches an end it is not told as a crossing
    assert surface.misfit == 0.0
