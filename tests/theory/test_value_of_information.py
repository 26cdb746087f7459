"""Values of information against closed forms, and against being taken in by chance."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.analysis import value_of_information
from sim.analysis.estimates import Estimate
from sim.analysis.value_of_information import ValueOfKnowing, partial, within

DRAWS = 240


def exact(mean: float, spread: float) -> float:
    """Return what knowing a normal difference of two designs is worth: E max(0, D) - max(0, E D)."""
    z = mean / spread
    return mean * stats.norm.cdf(z) + spread * stats.norm.pdf(z) - max(0.0, mean)


def two_designs(difference: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return net benefits whose levels move together by far more than they differ."""
    level = rng.normal(0.0, 50.0, len(difference))
    return np.column_stack([level, level + difference])


def linear(rng: np.random.Generator, draws: int, mean: float, slopes: tuple[float, ...], chance: float) -> tuple:
    """Return (parameters, net benefits): the difference is linear in standard normal parameters."""
    x = rng.standard_normal((draws, len(slopes)))
    return x, two_designs(mean + x @ np.array(slopes) + chance * rng.standard_normal(draws), rng)


def test_the_value_of_one_parameter_and_of_a_group_are_the_closed_form(name_seed: int) -> None:
    x, benefit = linear(np.random.default_rng(name_seed), 4000, 0.3, (0.8, -0.6, 0.0), chance=2.0)
    found = partial(x, benefit, {"one": [0], "two": [1], "both": [0, 1], "none": [2]}, seed=1)
    for name, spread in (("one", 0.8), ("two", 0.6), ("both", 1.0)):
        assert found[name].value.value == pytest.approx(exact(0.3, spread), abs=0.05)
        assert found[name].value.low <= exact(0.3, spread) <= found[name].value.high
        assert found[name].distinguishable
        assert found[name].explained == pytest.approx(spread**2 / 5.0, abs=0.03)
    assert found["both"].value.value > found["one"].value.value > found["two"].value.value
    assert found["none"].value.value < 0.01
    assert not found["none"].distinguishable


@pytest.mark.parametrize(("mean", "slope", "least"), [(0.3, 0.4, 25), (0.3, 0.8, 25), (-0.3, 0.2, 25), (0.0, 0.4, 21)])
def test_intervals_from_few_draws_cover_the_closed_form(mean: float, slope: float, least: int, name_seed: int) -> None:
    """Of 30 at 95 %, fewer than 25 are seen in three of a thousand; exactly tied designs are nearer 90 %."""
    rng = np.random.default_rng(name_seed)
    covered, above = 0, 0
    for trial in range(30):
        x, benefit = linear(rng, DRAWS, mean, (slope,), chance=1.0)
        value = partial(x, benefit, {"x": [0]}, seed=trial)["x"].value
        covered += value.low <= exact(mean, slope) <= value.high
        above += value.low > exact(mean, slope)
    assert covered >= least
    assert above <= 4


def test_parameters_without_influence_are_rarely_told_from_none_however_many_they_are(name_seed: int) -> None:
    rng = np.random.default_rng(name_seed)
    told = 0
    for trial in range(30):
        x, benefit = linear(rng, 120, 0.0, (0.0,) * 12, chance=1.0)
        found = partial(x, benefit, {"one": [0], "dozen": range(12)}, seed=trial)
        told += sum(worth.distinguishable for worth in found.values())
        assert all(worth.value.value < 0.2 for worth in found.values())
        assert all(worth.value.low == 0.0 for worth in found.values() if not worth.distinguishable)
    assert told <= 9  # of 60 at 5 %


def test_the_upper_end_allows_for_a_race_as_close_as_the_sample_does(name_seed: int) -> None:
    """Between a tie and a mean that may yet be a tie, the upper end is the same; a clear mean makes it lower."""
    x, benefit = linear(np.random.default_rng(name_seed), DRAWS, 0.0, (0.8,), chance=1.0)
    difference = benefit[:, 1] - benefit[:, 0]
    error = difference.std() / DRAWS**0.5
    high = []
    for errors in (0.0, 1.9, 6.0):
        moved = benefit + np.array([0.0, errors * error - difference.mean()])
        high.append(partial(x, moved, {"x": [0]}, seed=1)["x"].value.high)
    assert high[1] == pytest.approx(high[0], abs=1e-6)
    assert high[2] < 0.7 * high[0]


def test_what_cannot_be_told_from_none_has_nought_as_its_lower_end(
    name_seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    x, benefit = linear(np.random.default_rng(name_seed), DRAWS, 0.1, (0.8,), chance=0.5)
    assert partial(x, benefit, {"x": [0]}, seed=1)["x"].value.low > 0.1
    monkeypatch.setattr(value_of_information, "SIGNIFICANT", 0.0)
    assert partial(x, benefit, {"x": [0]}, seed=1)["x"].value.low == 0.0


def test_chance_of_single_runs_is_not_counted(name_seed: int) -> None:
    rng = np.random.default_rng(name_seed)
    x, quiet = linear(rng, 2000, 0.1, (0.5,), chance=0.0)
    noisy = quiet.copy()
    noisy[:, 1] += rng.normal(0.0, 1.0, len(x))
    values = [partial(x, benefit, {"x": [0]}, seed=1)["x"].value.value for benefit in (quiet, noisy)]
    assert values[0] == pytest.approx(exact(0.1, 0.5), abs=0.02)
    assert values[1] == pytest.approx(exact(0.1, 0.5), abs=0.06)


def test_a_curved_influence_is_seen(name_seed: int) -> None:
    rng = np.random.default_rng(name_seed)
    x = rng.standard_normal((1500, 1))
    benefit = two_designs(x[:, 0] ** 2 - 1.0 + rng.standard_normal(1500), rng)
    found = partial(x, benefit, {"x": [0]}, seed=1)["x"]
    assert found.value.value == pytest.approx(2.0 * stats.norm.pdf(1.0), abs=0.06)


def test_designs_are_judged_by_their_differences_only(name_seed: int) -> None:
    rng = np.random.default_rng(name_seed)
    x, benefit = linear(rng, DRAWS, 0.2, (0.7, 0.1), chance=0.5)
    plain = partial(x, benefit - benefit[:, :1], {"x": [0]}, seed=5)["x"]
    moved = partial(x, benefit, {"x": [0]}, seed=5)["x"]
    assert moved.value.value == pytest.approx(plain.value.value, rel=1e-6)
    turned = partial(x, benefit[:, ::-1], {"x": [0]}, seed=5)["x"]
    assert turned.value.value == pytest.approx(plain.value.value, rel=1e-6)


def test_nothing_can_be_learned_of_identical_designs_or_from_a_parameter_that_does_not_vary(name_seed: int) -> None:
    rng = np.random.default_rng(name_seed)
    x, benefit = linear(rng, DRAWS, 0.2, (0.7,), chance=0.5)
    same = partial(x, benefit[:, [0, 0, 0]], {"x": [0]}, seed=1)["x"]
    assert (same.value.value, same.value.high, same.p) == (0.0, 0.0, 1.0)
    still = partial(np.ones_like(x), benefit, {"x": [0]}, seed=1)["x"]
    assert (still.value.value, still.distinguishable) == (0.0, False)


def test_a_parameter_with_two_values_and_one_given_twice_do_no_harm(name_seed: int) -> None:
    rng = np.random.default_rng(name_seed)
    coin = rng.integers(0, 2, 1000).astype(float)
    benefit = two_designs(2.0 * coin - 1.0 + rng.standard_normal(1000), rng)
    found = partial(np.column_stack([coin, coin]), benefit, {"once": [0], "twice": [0, 1]}, seed=1)
    for worth in found.values():
        assert worth.value.value == pytest.approx(0.5, abs=0.08)


def test_draws_that_are_not_whole_are_left_out(name_seed: int) -> None:
    rng = np.random.default_rng(name_seed)
    x, benefit = linear(rng, DRAWS, 0.2, (0.7,), chance=0.5)
    whole = partial(x, benefit, {"x": [0]}, seed=1)
    holed = np.vstack([benefit, [[np.nan, 1.0]]])
    assert partial(np.vstack([x, [[9.0]]]), holed, {"x": [0]}, seed=1) == whole
    with pytest.raises(ValueError, match="19 whole draws"):
        partial(x[:19], benefit[:19], {"x": [0]}, seed=1)
    with pytest.raises(ValueError, match="at least 2 designs"):
        partial(x, benefit[:, :1], {"x": [0]}, seed=1)


def test_no_part_is_worth_more_than_everything_however_noisy_the_draws(name_seed: int) -> None:
    """Thirty parameters and thirty draws: regressed apart, some parts come out above the whole, which cannot be."""
    rng = np.random.default_rng(name_seed)
    above = raised = 0
    for trial in range(12):
        x, benefit = linear(rng, 30, 0.0, (1.5,) * (trial % 2) + (0.0,) * 30, chance=1.0)
        groups = {str(i): [i] for i in range(x.shape[1])} | {"some": [0, 1, 2], "half": range(15)}
        whole = partial(x, benefit, {"all": range(x.shape[1])}, seed=trial)["all"]
        parts = partial(x, benefit, groups, seed=trial)
        above += any(p.value.value > whole.value.value or p.value.high > whole.value.high for p in parts.values())
        everything, cut = within(whole, parts)
        raised += everything.value.value > whole.value.value
        assert list(cut) == list(parts)
        for name, part in cut.items():
            assert part.value.value <= everything.value.value
            assert part.value.low <= everything.value.low
            assert part.value.high <= everything.value.high
            assert part.value.low <= part.value.value <= part.value.high
            assert parts[name].p > 1.0 / 500 or part == parts[name]
    assert above > 0


def test_the_whole_is_raised_to_a_part_that_chance_hardly_brings_and_any_other_is_cut() -> None:
    def worth(value: float, low: float, high: float, p: float) -> ValueOfKnowing:
        return ValueOfKnowing(Estimate(value, low, high), p, 0.5)

    whole, parts = within(
        worth(2.0, 0.0, 9.0, 0.2),
        {"sure": worth(3.0, 1.0, 5.0, 0.002), "lucky": worth(5.0, 2.0, 6.0, 0.03), "chance": worth(4.0, 0, 12.0, 0.4)},
    )
    assert whole.value == Estimate(3.0, 1.0, 9.0)
    assert parts["sure"].value == Estimate(3.0, 1.0, 5.0)
    assert parts["lucky"].value == Estimate(3.0, 1.0, 6.0)
    assert parts["chance"].value == Estimate(3.0, 0.0, 9.0)
