"""The parts of a calibration against answers that are known: what matters, what is given, what cannot be."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from calibration.fit.emulator import _fitted, correlation, fit_emulator, predict_all
from calibration.fit.history import CUT, Wave, clashes, implausibility, worst
from calibration.fit.likelihood import Likelihood
from calibration.fit.posterior import Posterior, chains, joined, run_chain
from calibration.fit.predictors import process_of, quadratic_of
from calibration.fit.screen import MOST_TOGETHER, Screened, screen
from calibration.fit.shares import variance_shares
from calibration.fit.sizes import LEAST_DRAWS, sizes_of
from calibration.fit.space import quantiles_of
from calibration.parameters.parameter_set import LEAST_EFFECTIVE, MOST_RHAT
from sim.measures.spans import Array

RNG = np.random.default_rng(7)
ALPHA = np.array([[1.0, 0.5, 0.0], [0.0, 1.0, -0.5]])


def likelihood(figure: tuple[float, ...], own: float = 0.5, discrepancy: float = 0.1) -> Likelihood:
    n = len(figure)
    return Likelihood(
        ids=tuple("abc"[:n]),
        figure=np.array(figure),
        below=np.full(n, own),
        above=np.full(n, own),
        discrepancy=np.full(n, discrepancy),
    )


def test_screening_finds_the_three_that_matter_among_two_hundred() -> None:
    x = RNG.standard_normal((300, 200))
    y = np.column_stack((2 * x[:, 17] + x[:, 90] + 0.5 * RNG.standard_normal(300), x[:, 3] + RNG.standard_normal(300)))
    found = screen([f"p{i}" for i in range(200)], x, np.empty((300, 0)), ["a", "b"], y, [0.1, 0.1])
    assert set(found.paths) == {"p17", "p90", "p3"}
    assert found.share["p17"]["a"] == pytest.approx(4 / 5.25, abs=0.08)


def test_screening_takes_nothing_where_there_is_nothing() -> None:
    x = RNG.standard_normal((300, 200))
    found = screen([f"p{i}" for i in range(200)], x, np.empty((300, 0)), ["a"], RNG.standard_normal((300, 1)), [0.1])
    assert found.paths == ()


def test_what_the_observation_explains_is_not_charged_to_a_parameter() -> None:
    x, seen = RNG.standard_normal((300, 50)), RNG.standard_normal((300, 1))
    y = 3 * seen + 0.3 * x[:, :1] + 0.1 * RNG.standard_normal((300, 1))
    found = screen([f"p{i}" for i in range(50)], x, seen, ["a"], y, [0.1])
    assert found.paths == ("p0",)


def test_a_loosely_known_target_counts_for_less() -> None:
    x = RNG.standard_normal((300, 20))
    y = np.column_stack((x[:, 0], x[:, 1])) + 0.1 * RNG.standard_normal((300, 2))
    found = screen([f"p{i}" for i in range(20)], x, np.empty((300, 0)), ["a", "b"], y, [9.0, 0.1], most=1)
    assert found.paths == ("p1",)


def curved(x: Array) -> Array:
    return np.asarray(x[:, 0] + 0.5 * x[:, 0] * x[:, 1] + np.sin(2 * x[:, 1]))


def test_an_emulator_predicts_runs_that_it_has_not_seen_as_surely_as_it_says() -> None:
    x, new = RNG.standard_normal((300, 4)), RNG.standard_normal((200, 4))
    found = fit_emulator(x, curved(x) + 0.2 * RNG.standard_normal(300))
    mean, variance = found.predict(new)
    distance = (curved(new) + 0.2 * RNG.standard_normal(200) - mean) / np.sqrt(variance)
    assert found.explained > 0.8
    assert 0.9 < np.mean(np.abs(distance) < 1.96) <= 1.0
    assert np.sqrt(found.noise) == pytest.approx(0.2, abs=0.08)


def test_runs_without_a_value_are_left_out() -> None:
    x = RNG.standard_normal((100, 2))
    y = np.where(x[:, 1] > 1.5, np.nan, x[:, 0])
    assert fit_emulator(x, y).runs == int(np.isfinite(y).sum())
    with pytest.raises(ValueError, match="at least 30"):
        fit_emulator(x[:20], y[:20])


def test_an_emulator_of_pure_noise_explains_nothing_and_says_so() -> None:
    x = RNG.standard_normal((200, 5))
    found = fit_emulator(x, RNG.standard_normal(200))
    assert found.explained < 0.1
    assert found.noise == pytest.approx(1.0, abs=0.3)


def test_a_figure_that_no_point_reaches_is_named_alone() -> None:
    x = RNG.standard_normal((200, 2))
    made = [fit_emulator(x, x[:, j] + 0.1 * RNG.standard_normal(200)) for j in (0, 1)]
    distance = implausibility(made, likelihood((40.0, 0.0)), RNG.standard_normal((500, 2)))
    (found,) = clashes(distance, ("a", "b"))
    assert found.ids == ("a",)
    assert found.distance > CUT


def test_figures_that_cannot_be_had_together_are_named_as_a_pair() -> None:
    x = RNG.standard_normal((200, 2))
    made = [fit_emulator(x, sign * x[:, 0] + 0.05 * RNG.standard_normal(200)) for sign in (1, 1)]
    made.append(fit_emulator(x, x[:, 1] + 0.05 * RNG.standard_normal(200)))
    distance = implausibility(made, likelihood((2.0, -2.0, 0.0), own=0.2), RNG.standard_normal((2000, 2)))
    assert [c.ids for c in clashes(distance, ("a", "b", "c"))] == [("a", "b")]


def test_figures_that_can_be_had_are_no_clash() -> None:
    assert clashes(np.array([[1.0, 9.0], [2.0, 2.5]]), ("a", "b")) == []


@dataclass(frozen=True)
class Plane:
    """An emulator that is a plane with known noise: its posterior is known exactly."""

    slope: tuple[float, ...]
    noise: float

    def predict(self, x: Array) -> tuple[Array, Array]:
        return x @ np.array(self.slope), np.full(len(x), self.noise)


@dataclass(frozen=True)
class Flat:
    """A space whose features are the normal scores themselves."""

    def features(self, paths: tuple[str, ...], u: Array) -> Array:
        from calibration.fit.space import scores

        del paths
        return scores(u)


def planes(slopes: Array, noise: float, target: Likelihood, together: Array) -> Posterior:
    made = [Plane(tuple(row), noise) for row in slopes]
    paths = tuple("abc"[: slopes.shape[1]])
    return Posterior(waves=[Wave(paths, made)], likelihood=target, space=Flat(), paths=paths, correlation=together)  # type: ignore[arg-type]


def test_what_an_earlier_wave_has_ruled_out_stays_so() -> None:
    """The last emulator sees nothing in the first direction; an earlier one had ruled out all above 2."""
    seeing, blind = Plane((1.0, 0.0), 0.01), Plane((0.0, 1.0), 0.01)
    target = likelihood((0.0,), own=0.5)
    alone = planes(np.array([[0.0, 1.0]]), 0.01, target, np.eye(1))
    waves = [Wave(("a", "b"), [seeing]), Wave(("a", "b"), [blind])]  # type: ignore[list-item]
    both = Posterior(
        waves=waves, likelihood=target, space=alone.space, paths=alone.paths, correlation=alone.correlation
    )
    edge = CUT * float(np.sqrt(0.01 + 0.1**2 + 0.5**2))
    free, held = (joined([run_chain(c) for c in chains(p, 5, steps=500)]).z[:, 0] for p in (alone, both))
    assert (np.abs(free) > edge).mean() > 0.05
    assert (np.abs(held) > edge + 0.01).mean() < 0.005
    assert worst(waves, target, alone.space, ("a", "b"), quantiles_of(np.array([[2.0, 0.0]])))[0, 0] > CUT


def test_a_wave_sees_only_what_it_was_fitted_to() -> None:
    """A later wave knows of a parameter more; the earlier one rules out by its own, wherever that stands."""
    target = likelihood((0.0,), own=0.5)
    first = Wave(("b",), [Plane((1.0,), 0.01)])  # type: ignore[list-item]
    second = Wave(("a", "b"), [Plane((1.0, 0.0), 0.01)])  # type: ignore[list-item]
    points = quantiles_of(np.array([[0.0, 0.0], [0.0, 2.0], [2.0, 0.0]]))
    space = Flat()
    by_first = worst([first], target, space, ("a", "b"), points)[:, 0]  # type: ignore[arg-type]
    by_both = worst([first, second], target, space, ("a", "b"), points)[:, 0]  # type: ignore[arg-type]
    assert (by_first > CUT).tolist() == [False, True, False]
    assert (by_both > CUT).tolist() == [False, True, True]


def test_what_is_fitted_stays_so_and_a_later_screening_adds_while_there_is_room() -> None:
    first = Screened(("a", "b"), {"a": {"t": 0.5}, "b": {"t": 0.1}}, {"a": 0.5, "b": 0.1}, {"a": 1, "b": 1})
    many = tuple(f"p{i}" for i in range(MOST_TOGETHER))
    later = Screened(("b", *many), {key: {"t": 0.2} for key in ("b", *many)}, dict.fromkeys(("b", *many), 0.2), {})
    found = first.joined(later, 2)
    assert found.paths[:3] == ("a", "b", "p0")
    assert len(found.paths) == MOST_TOGETHER
    assert (found.wave["b"], found.wave["p0"]) == (1, 2)
    assert found.share["b"] == {"t": 0.1}


def test_errors_that_go_together_are_told() -> None:
    shared = RNG.standard_normal(300)
    x = RNG.standard_normal((300, 2))
    made = [fit_emulator(x, x[:, 0] + sign * shared + 0.5 * RNG.standard_normal(300)) for sign in (1, -1)]
    found = correlation(made)
    assert found[0, 1] == pytest.approx(-0.8, abs=0.1)
    assert np.diag(found) == pytest.approx([1.0, 1.0])
    assert np.linalg.eigvalsh(found).min() > 0


def test_sampling_gives_the_exact_posterior_where_it_is_known() -> None:
    """Normal prior, two planes, normal errors: mean and covariance in closed form."""
    noise, own, discrepancy = 0.4, 0.3, 0.1
    figures = (1.0, -0.5)
    together = np.array([[1.0, 0.7], [0.7, 1.0]])
    found = joined(
        [run_chain(c) for c in chains(planes(ALPHA, noise, likelihood(figures, own, discrepancy), together), 3, 500)]
    )
    errors = noise * together + (own**2 + discrepancy**2) * np.eye(2)
    covariance = np.linalg.inv(np.eye(3) + ALPHA.T @ np.linalg.inv(errors) @ ALPHA)
    mean = covariance @ ALPHA.T @ np.linalg.inv(errors) @ np.array(figures)
    assert found.rhat.max() < MOST_RHAT
    assert found.effective.min() >= LEAST_EFFECTIVE
    assert found.z.mean(axis=0) == pytest.approx(mean, abs=0.06)
    assert np.cov(found.z.T) == pytest.approx(covariance, abs=0.06)


def test_ensembles_that_have_not_met_are_told_by_r_hat() -> None:
    """Two ensembles, each well mixed, around different places."""
    apart = [RNG.standard_normal((300, 32, 2)) + shift for shift in (0.0, 0.5)]
    found = joined(apart)
    assert found.rhat.max() > MOST_RHAT


def test_what_does_not_bear_on_the_figures_stays_as_it_was() -> None:
    posterior = planes(np.array([[1.0, 0.0]]), 0.01, likelihood((1.0,)), np.eye(1))
    found = joined([run_chain(chain) for chain in chains(posterior, 5, steps=400)])
    assert found.z[:, 1].std() == pytest.approx(1.0, abs=0.08)
    assert found.z[:, 0].std() < 0.6


def test_a_prediction_counts_emulator_noise_discrepancy_and_the_figures_own_error() -> None:
    target = replace(likelihood((0.0,)), below=np.array([0.3]), above=np.array([0.4]))
    whole = target.variance(np.array([[-1.0], [1.0]]), np.array([[0.5], [0.5]]))
    assert whole[:, 0] == pytest.approx([0.5 + 0.01 + 0.09, 0.5 + 0.01 + 0.16])


def test_a_budget_is_spent_to_the_last_run() -> None:
    for budget in (500, 777, 1000, 2000):
        sizes = sizes_of(budget)
        assert sizes.runs == budget
        assert sizes.draws >= LEAST_DRAWS
    with pytest.raises(ValueError, match="at least 500"):
        sizes_of(499)


def test_plain_arrays_predict_what_the_library_does() -> None:
    """To the last digits, near and far from the runs; sampling asks them, the library fits them."""
    rng = np.random.default_rng(7)
    x = rng.standard_normal((120, 4))
    y = x[:, 0] - 0.5 * x[:, 1] * x[:, 2] + 0.3 * np.sin(2.0 * x[:, 3]) + 0.2 * rng.standard_normal(120)
    mean, process = _fitted(x, y)
    for points in (x[:20], 3.0 * rng.standard_normal((50, 4))):
        left, deviation = process.predict(points, return_std=True)
        plain_left, variance = process_of(process).predict(points)
        assert quadratic_of(mean).predict(points) == pytest.approx(mean.predict(points), abs=1e-9)
        assert plain_left == pytest.approx(left, abs=1e-9)
        assert np.sqrt(variance) == pytest.approx(deviation, abs=1e-7)


def test_predictions_of_all_targets_stand_side_by_side() -> None:
    x = RNG.standard_normal((50, 3))
    mean, variance = predict_all([Plane((1.0, 0.0, 0.0), 1.0), Plane((0.0, 0.0, 2.0), 2.0)], x)  # type: ignore[list-item]
    assert mean == pytest.approx(np.column_stack((x[:, 0], 2 * x[:, 2])))
    assert variance[0].tolist() == [1.0, 2.0]


def test_many_small_effects_are_told_from_chance_though_none_can_be_told_alone() -> None:
    few, many = RNG.standard_normal((400, 10)), RNG.standard_normal((400, 300))
    y = few @ RNG.standard_normal(10) / 10**0.5 + many @ RNG.standard_normal(300) / 300**0.5 + RNG.standard_normal(400)
    shares = variance_shares([few, many], y)
    assert shares == pytest.approx([1 / 3, 1 / 3], abs=0.2)
    assert variance_shares([few, many], RNG.standard_normal(400)) == pytest.approx([0.0, 0.0], abs=0.2)


def test_a_group_without_effects_and_an_outcome_without_spread_explain_nothing() -> None:
    few = RNG.standard_normal((100, 3))
    assert variance_shares([few, np.empty((100, 0))], few[:, 0])[1] == 0.0
    assert variance_shares([few], np.ones(100)) == [0.0]
