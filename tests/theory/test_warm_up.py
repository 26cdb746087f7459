"""MSER-5 against its formula, and on series whose warm-up is known."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.warm_up import mser


def settling(rng: np.random.Generator, days: int, length: float, height: float) -> np.ndarray:
    """Return a series with autocorrelated noise whose mean falls from `height` to 0 within some `length`s."""
    noise = np.zeros(days)
    for t in range(1, days):
        noise[t] = 0.5 * noise[t - 1] + rng.standard_normal()
    return noise + height * np.exp(-np.arange(days) / length)


def test_the_statistic_is_the_variance_of_what_is_left_over_how_much_is_left(name_seed: int) -> None:
    series = 1e6 + np.random.default_rng(name_seed).standard_normal(103)
    found = mser(list(series))
    batches = series[:100].reshape(20, 5).mean(axis=1)
    expected = [((z := batches[d:]) - z.mean()).var() / len(z) for d in range(16)]
    assert found.statistics == pytest.approx(expected, rel=1e-6)
    assert found.candidates == tuple(range(0, 80, 5))
    assert found.observations == 5 * int(np.argmin(expected[:11]))


@pytest.mark.parametrize(("length", "shortest", "longest"), [(10.0, 15, 90), (40.0, 80, 300)])
def test_the_warm_up_of_a_settling_series_is_cut_off(
    length: float, shortest: int, longest: int, name_seed: int
) -> None:
    series = settling(np.random.default_rng(name_seed), 1000, length, height=15.0)
    found = mser(list(series))
    assert shortest <= found.observations <= longest
    assert found.reliable
    assert abs(series[found.observations :].mean()) < 0.4


def test_a_series_that_never_settles_is_told_to_be_too_short(name_seed: int) -> None:
    rng = np.random.default_rng(name_seed)
    assert not mser(list(np.linspace(0.0, 30.0, 500) + rng.standard_normal(500))).reliable
    assert not mser(list(settling(rng, 500, length=400.0, height=50.0))).reliable


def test_a_series_that_was_settled_from_the_start_loses_little(name_seed: int) -> None:
    rng = np.random.default_rng(name_seed)
    cuts = [mser(list(settling(rng, 1000, 1.0, height=0.0))) for _ in range(40)]
    assert np.median([cut.observations for cut in cuts]) < 250
    assert sum(cut.reliable for cut in cuts) >= 34
    assert mser([3.0] * 100).observations == 0


def test_a_series_that_is_short_or_has_holes_is_refused() -> None:
    with pytest.raises(ValueError, match=r"49 values, 1 of them undefined; valid: at least 50"):
        mser([1.0] * 48 + [float("nan")])
