"""Designed samples fill their space; Sobol's indices and Morris' effects are those of functions that are known."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.sampling import Factor, latin_hypercube
from sim.analysis.sensitivity import bare_indices, morris_effects, saltelli, sobol_indices, trajectories
from sim.studies.sensitivity import SensitivityAsked, analysed

ANGLES = tuple(Factor(name, -np.pi, np.pi) for name in ("first", "second", "third"))
UNIT = tuple(Factor(name, 0.0, 1.0) for name in ("a", "b", "c", "d"))


def ishigami(x: np.ndarray) -> np.ndarray:
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_sobol_on_ishigami_is_within_two_hundredths_of_the_exact_indices(name_seed: int) -> None:
    outcomes = ishigami(saltelli(ANGLES, 4096, name_seed))
    found = sobol_indices(ANGLES, outcomes, name_seed)
    assert [i.name for i in found] == ["first", "second", "third"]
    assert [i.first.value for i in found] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.02)
    assert [i.total.value for i in found] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.02)
    for index, first, total in zip(found, (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437), strict=True):
        assert index.first.low <= first <= index.first.high
        assert index.total.low <= total <= index.total.high
        assert index.total.high - index.total.low < 0.1


def test_bare_indices_are_those_with_intervals(name_seed: int) -> None:
    outcomes = ishigami(saltelli(ANGLES, 256, name_seed))
    outcomes[7] = np.nan
    found = [(i.first.value, i.total.value) for i in sobol_indices(ANGLES, outcomes, name_seed)]
    assert bare_indices(ANGLES, outcomes) == pytest.approx(np.array(found), abs=1e-12)
    assert (bare_indices(ANGLES, np.ones(5 * 4)) == 0.0).all()


@pytest.mark.parametrize("seed", [0, 7])
def test_the_same_seed_gives_the_same_points_and_the_same_intervals(seed: int) -> None:
    np.random.seed(1)  # noqa: NPY002  what SALib would fall back on
    points = saltelli(ANGLES, 64, seed)
    once = sobol_indices(ANGLES, ishigami(points), seed)
    np.random.seed(2)  # noqa: NPY002
    assert (saltelli(ANGLES, 64, seed) == points).all()
    assert sobol_indices(ANGLES, ishigami(points), seed) == once
    assert (saltelli(ANGLES, 64, seed + 1) != points).any()
    ways = trajectories(UNIT, 8, seed)
    assert (trajectories(UNIT, 8, seed) == ways).all()
    assert morris_effects(UNIT, ways, ways[:, 0] ** 2, seed) == morris_effects(UNIT, ways, ways[:, 0] ** 2, seed)


def test_blocks_with_an_undefined_outcome_are_left_out_whole(name_seed: int) -> None:
    outcomes = ishigami(saltelli(ANGLES, 64, name_seed))
    holed = np.concatenate([outcomes[:10], outcomes])  # two blocks too many, of which both have a hole
    holed[[3, 7]] = np.nan
    assert sobol_indices(ANGLES, holed, 1) == sobol_indices(ANGLES, outcomes, 1)
    ways = trajectories(UNIT, 8, name_seed)
    y = ways.sum(axis=1)
    more, holed = np.concatenate([ways[:5], ways]), np.concatenate([[np.nan] * 5, y])
    assert morris_effects(UNIT, more, holed, 1) == morris_effects(UNIT, ways, y, 1)


@pytest.mark.filterwarnings("error")
def test_an_outcome_that_never_changes_depends_on_nothing(name_seed: int) -> None:
    still = sobol_indices(UNIT, np.full(6 * 32, 3.0), name_seed)
    assert {(i.first.value, i.total.high) for i in still} == {(0.0, 0.0)}
    ways = trajectories(UNIT, 4, name_seed)
    assert {e.size.high for e in morris_effects(UNIT, ways, np.full(len(ways), 3.0), name_seed)} == {0.0}


def test_morris_ranks_a_linear_model_by_its_slopes_and_tells_what_is_bent(name_seed: int) -> None:
    ways = trajectories(UNIT, 20, name_seed)
    effects = morris_effects(UNIT, ways, ways @ np.array([1.0, -5.0, 0.0, 2.0]), name_seed)
    assert [e.size.value for e in effects] == pytest.approx([1.0, 5.0, 0.0, 2.0])
    assert [e.direction for e in effects] == pytest.approx([1.0, -5.0, 0.0, 2.0])
    assert [e.unevenness for e in effects] == pytest.approx([0.0] * 4, abs=1e-9)
    bent = morris_effects(UNIT, ways, ways[:, 0] * ways[:, 1] * 4.0 + ways[:, 3], name_seed)
    assert bent[0].unevenness > 0.5
    assert bent[0].size.low < bent[0].size.value < bent[0].size.high
    assert bent[3].unevenness == pytest.approx(0.0, abs=1e-9)


def test_points_lie_in_the_ranges_of_their_factors(name_seed: int) -> None:
    factors = (Factor("share", 0.2, 0.9), Factor("days", 30.0, 400.0))
    for points in (saltelli(factors, 32, name_seed), trajectories(factors, 10, name_seed)):
        assert (points.min(axis=0) >= [0.2, 30.0]).all()
        assert (points.max(axis=0) <= [0.9, 400.0]).all()
        assert np.ptp(points, axis=0) == pytest.approx([0.7, 370.0], rel=0.15)


def test_a_latin_hypercube_has_one_point_in_every_part_of_every_factor(name_seed: int) -> None:
    quantiles = latin_hypercube(3, 40, name_seed)
    for column in quantiles.T:
        assert sorted((column * 40).astype(int)) == list(range(40))
    assert (latin_hypercube(3, 40, name_seed) == quantiles).all()
    assert abs(np.corrcoef(quantiles, rowvar=False)[np.triu_indices(3, 1)]).max() < 0.1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: saltelli(UNIT, 48, 1), "base 48; valid: a power of two"),
        (lambda: sobol_indices(UNIT, np.zeros(13), 1), r"shape \(13,\); valid: a row of blocks of 6"),
        (lambda: trajectories(UNIT, 1, 1), "1 trajectories"),
        (lambda: morris_effects(UNIT, np.zeros((10, 4)), np.full(10, np.nan), 1), "two of them without gaps"),
        (lambda: latin_hypercube(0, 1, 1), "0 factors, 1 points"),
        (lambda: Factor("share", 0.5, 0.5), "share: from 0.5 to 0.5; valid: low below high"),
    ],
)
def test_a_sample_that_cannot_be_made_is_refused(wrong, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        wrong()


def test_a_difference_is_told_with_how_often_it_is_below_zero() -> None:
    factors = (Factor("a", 0.0, 1.0), Factor("b", 0.0, 1.0))
    asked = SensitivityAsked(
        design="x", baseline="y", factors=factors, edits={}, shared=(), measures=("untreated_share",)
    )
    points = trajectories(factors, 4, seed=1)
    y = points[:, 0] - 0.5
    found = analysed(
        asked=asked, method="morris", points=points, outcomes={("untreated_share", "difference"): y}, seed=1, fit=None
    )
    assert [(o.points, o.below, o.least, o.most) for o in found] == [(12, int((y < 0).sum()), y.min(), y.max())]
    assert 0 < found[0].below < 12
