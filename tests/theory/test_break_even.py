"""Where a noisy curve crosses 0: found, covered, or honestly not found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from sim.analysis.crossing import stretches
from sim.analysis.curve import through
from sim.analysis.roots import BreakEven, Known, ask, judge
from sim.analysis.search import Search

Curve = Callable[[float], float]
SEARCH = Search(low=0.0, high=1.0, tolerance=0.08, budget=900)


class Oracle:
    """Answers f(x) with a replication's level, its slope and a little chance of each run's own.

    Level and slope are the same at every x: common random numbers. `asked` counts runs.
    """

    def __init__(self, curve: Curve, seed: int, level: float = 0.3, slope: float = 0.1, chance: float = 0.1) -> None:
        self.curve, self.level, self.slope, self.chance = curve, level, slope, chance
        self.rng = np.random.default_rng(seed)
        self.replications: dict[int, tuple[float, float]] = {}

    def __call__(self, x: float, replication: int) -> float:
        if replication not in self.replications:
            self.replications[replication] = tuple(self.rng.standard_normal(2))
        level, slope = self.replications[replication]
        own = self.chance * self.rng.standard_normal()
        return self.curve(x) + self.level * level + self.slope * slope * (x - 0.5) + own


def steps(search: Search, oracle: Oracle) -> Iterator[dict[tuple[float, int], float | None]]:
    """Yield the answers after each round."""
    answers: dict[tuple[float, int], float | None] = {}
    while todo := ask(search, answers):
        assert len(set(todo)) == len(todo)
        assert not set(todo) & set(answers)
        answers = answers | {(x, r): oracle(x, r) for x, r in todo}
        assert len(answers) <= search.budget
        yield answers


def found(search: Search, oracle: Oracle) -> BreakEven:
    *_, answers = steps(search, oracle)
    return judge(search, answers)


def bent(x: float) -> float:
    return (x + 0.3) ** 2 - 0.7


def step(x: float) -> float:
    return -0.5 if x < 0.613 else 0.5


def steep(x: float) -> float:
    return float(np.exp(-4.0 * x)) - 0.3


def early_step(x: float) -> float:
    return -step(1.0 - x)


ROOTS = {early_step: 1.0 - 0.613, bent: 0.7**0.5 - 0.3, step: 0.613, steep: -float(np.log(0.3)) / 4.0}


@pytest.mark.parametrize(("curve", "trials"), [(bent, 300), (step, 100), (early_step, 100), (steep, 100)])
def test_the_interval_covers_the_break_even(curve: Curve, trials: int, name_seed: int) -> None:
    root = ROOTS[curve]
    covered, crosses = 0, 0
    for trial in range(trials):
        result = found(SEARCH, Oracle(curve, name_seed + trial))
        inside = [c for c in result.crossings if c.x.low <= root <= c.x.high]
        covered += bool(inside) or any(low <= root <= high for low, high in result.unclear)
        crosses += result.known is Known.CROSSES and all(c.rises is (curve is not steep) for c in result.crossings)
    assert stats.binomtest(covered, trials, 0.95, alternative="less").pvalue > 0.025
    assert crosses >= 0.97 * trials


def test_a_crossing_is_told_within_the_tolerance_or_is_not_called_precise(name_seed: int) -> None:
    plenty = found(Search(0.0, 1.0, 0.08, 5000), Oracle(bent, name_seed))
    [crossing] = plenty.crossings
    assert crossing.precise
    assert (crossing.x.high - crossing.x.low) / 2.0 <= 0.08
    assert crossing.x.low <= crossing.x.value <= crossing.x.high
    scarce = found(Search(0.0, 1.0, 0.02, 300), Oracle(bent, name_seed))
    assert not any(c.precise for c in scarce.crossings)
    assert scarce.runs <= 300


def test_a_budget_is_spent_though_looking_closer_would_cost_more_than_is_left(name_seed: int) -> None:
    search = Search(0.0, 1.0, 0.02, 300)
    spent = [found(search, Oracle(bent, name_seed + t)).runs for t in range(16)]
    assert min(spent) > 300 - 5  # less than one more replication of five points


def test_where_replications_move_the_whole_curve_most_of_them_are_run_at_one_point(name_seed: int) -> None:
    search = Search(0.0, 1.0, 0.05, 5000)
    together = found(search, Oracle(bent, name_seed, level=0.5, slope=0.0, chance=0.01))
    apart = found(search, Oracle(bent, name_seed, level=0.0, slope=0.0, chance=0.5))
    assert together.runs < 3.0 * together.replications
    assert apart.runs > 3.0 * apart.replications


@pytest.mark.parametrize("sign", [-1, 1])
def test_a_curve_that_stays_on_one_side_crosses_nowhere(sign: int, name_seed: int) -> None:
    oracle = Oracle(lambda x: sign * (0.5 + (x - 0.4) ** 2), name_seed)
    result = found(SEARCH, oracle)
    assert (result.known, result.sign) == (Known.NOWHERE, sign)
    assert not result.crossings
    assert result.runs < 200


def test_nowhere_is_hardly_ever_said_of_a_curve_that_crosses(name_seed: int) -> None:
    """The root lies near the end and chance is large, so that little is seen of it."""
    said = [found(Search(0.0, 1.0, 0.05, 150), Oracle(lambda x: x - 0.04, name_seed + t)).known for t in range(100)]
    assert said.count(Known.NOWHERE) <= 9  # 3 % and three standard errors


def test_identical_designs_are_equal_everywhere() -> None:
    result = found(SEARCH, Oracle(lambda x: 0.0, 0, level=0.0, slope=0.0, chance=0.0))
    assert (result.known, result.crossings, result.unclear) == (Known.EQUAL, (), ())
    assert result.equal_at == (0.0, 0.25, 0.5, 0.75, 1.0)
    assert result.runs == 50


def test_a_flat_curve_with_chance_is_undecided_unless_a_margin_is_given(name_seed: int) -> None:
    told = [found(SEARCH, Oracle(lambda x: 0.0, name_seed + t)).known for t in range(40)]
    assert told.count(Known.UNDECIDED) >= 33
    wide = Search(0.0, 1.0, 0.08, 900, margin=0.15)
    told = [found(wide, Oracle(lambda x: 0.0, name_seed + t)).known for t in range(10)]
    assert told.count(Known.EQUAL) >= 8
    assert found(wide, Oracle(bent, name_seed)).known is Known.CROSSES


def test_too_small_a_budget_leaves_it_undecided(name_seed: int) -> None:
    result = found(Search(0.0, 1.0, 0.05, 60), Oracle(lambda x: 0.2 * (x - 0.5), name_seed, level=1.0))
    assert result.known is Known.UNDECIDED
    assert result.unclear
    assert judge(SEARCH, {}).known is Known.UNDECIDED


def test_all_crossings_of_a_curve_that_turns_are_told(name_seed: int) -> None:
    result = found(Search(0.0, 1.0, 0.05, 3000), Oracle(lambda x: 8.0 * (x - 0.2) * (x - 0.85), name_seed))
    assert [c.rises for c in result.crossings] == [False, True]
    for crossing, root in zip(result.crossings, (0.2, 0.85), strict=True):
        assert crossing.x.low <= root <= crossing.x.high
        assert crossing.precise


def test_a_narrow_dip_is_not_smoothed_away(name_seed: int) -> None:
    """A parabola through the first five points would lie above 0 all the way."""
    dip = Oracle(lambda x: 1.0 - 1.5 * float(np.exp(-(((x - 0.5) / 0.1) ** 2))), name_seed)
    half = 0.1 * np.log(1.5) ** 0.5
    result = found(Search(0.0, 1.0, 0.05, 900), dip)
    assert [c.rises for c in result.crossings] == [False, True]
    for crossing, root in zip(result.crossings, (0.5 - half, 0.5 + half), strict=True):
        assert crossing.x.low <= root <= crossing.x.high


@pytest.mark.parametrize("curve", [step, early_step])
def test_a_step_that_hides_in_chance_is_still_covered(curve: Curve, name_seed: int) -> None:
    """Its misfit is not seen, so that only the cell between two points says how little is known of the step."""
    covered = 0
    for trial in range(40):
        oracle = Oracle(curve, name_seed + trial, level=0.25, slope=0.1, chance=0.5)
        result = found(Search(0.0, 1.0, 0.04, 2000), oracle)
        covered += any(c.x.low <= ROOTS[curve] <= c.x.high for c in result.crossings)
    assert covered >= 38


def test_nothing_is_said_of_where_between_two_points_a_curve_crosses() -> None:
    *_, answers = steps(SEARCH, Oracle(lambda x: x - 0.37, 0, level=0.0, slope=0.0, chance=0.0))
    [crossing] = judge(SEARCH, answers).crossings
    assert {crossing.x.low, crossing.x.high} <= {x for x, _ in answers}
    assert crossing.x.value == pytest.approx(0.37, abs=1e-6)


def test_a_stretch_names_the_root_and_not_its_middle() -> None:
    [one] = stretches(np.arange(5.0), np.array([-2.0, -0.2, 0.3, 0.4, 3.0]), np.full(5, 0.5))
    assert (one.low, one.high, one.before, one.after) == (0.0, 4.0, -1, 1)
    assert one.root == pytest.approx(1.4)
    [touching] = stretches(np.arange(4.0), np.array([2.0, 0.2, 0.3, 3.0]), np.full(4, 0.5))
    assert (touching.roots, touching.root, touching.crosses) == ((), 1.5, False)


def test_of_a_curve_that_is_0_everywhere_the_middle_is_named() -> None:
    (whole,) = stretches(np.array([1.0, 2.0, 4.0]), np.zeros(3), np.ones(3))
    assert (whole.low, whole.high, whole.root, whole.crosses) == (1.0, 4.0, 2.5, False)


def test_an_end_at_which_the_designs_are_equal_by_their_making_is_no_crossing(name_seed: int) -> None:
    class Grows(Oracle):
        def __call__(self, x: float, replication: int) -> float:
            return x * super().__call__(x, replication) if replication != 4 else float("nan")

    result = found(SEARCH, Grows(lambda x: 0.5, name_seed))
    assert (result.known, result.sign, result.equal_at) == (Known.NOWHERE, 1, (0.0,))


def test_a_curve_without_chance_is_found_to_the_tolerance() -> None:
    quiet = Oracle(steep, 0, level=0.0, slope=0.0, chance=0.0)
    [crossing] = found(Search(0.0, 1.0, 0.001, 2000), quiet).crossings
    assert crossing.x.value == pytest.approx(ROOTS[steep], abs=0.001)
    assert crossing.x.low <= ROOTS[steep] <= crossing.x.high


def test_a_search_in_other_units_is_the_same_search(name_seed: int) -> None:
    [crossing] = found(SEARCH, Oracle(bent, name_seed)).crossings
    scaled = Oracle(lambda x: bent((x + 3.0) / 60.0), name_seed)
    scaled.slope = 0.0  # the oracle's slope is per unit of x
    flat = Oracle(bent, name_seed)
    flat.slope = 0.0
    [there] = found(Search(-3.0, 57.0, 60.0 * 0.08, 900), scaled).crossings
    [here] = found(SEARCH, flat).crossings
    assert (there.x.low, there.x.high) == pytest.approx((60.0 * here.x.low - 3.0, 60.0 * here.x.high - 3.0))
    assert crossing.precise


def test_an_interrupted_search_goes_on_where_it_stood(name_seed: int) -> None:
    rounds = list(steps(SEARCH, Oracle(bent, name_seed)))
    assert len(rounds) > 3
    for before, after in pairwise(rounds):
        half = dict(list(after.items())[: (len(before) + len(after)) // 2])
        assert set(ask(SEARCH, before)) == set(after) - set(before)
        assert judge(SEARCH, half).runs == len(half)
    assert ask(SEARCH, rounds[-1]) == ()


def test_answers_that_are_not_defined_are_asked_around(name_seed: int) -> None:
    class Holed(Oracle):
        def __call__(self, x: float, replication: int) -> float:
            value = super().__call__(x, replication)
            return float("nan") if replication % 5 == 2 and x > 0.3 else value

    result = found(SEARCH, Holed(bent, name_seed))
    assert result.known is Known.CROSSES
    assert result.crossings[0].x.low <= ROOTS[bent] <= result.crossings[0].x.high
    nothing = {(x, r): None for x in (0.0, 0.25, 0.5, 0.75, 1.0) for r in range(10)}
    assert judge(SEARCH, nothing).known is Known.UNDECIDED
    assert len(ask(SEARCH, nothing)) == 50


def test_a_search_that_cannot_be_made_is_told_in_full() -> None:
    with pytest.raises(ValueError, match=r"from 1\.0 to 0\.0.*tolerance 0\.0.*margin -1\.0.*first 3.*budget 10"):
        Search(1.0, 0.0, 0.0, 10, first=3, margin=-1.0)


@pytest.mark.parametrize("further", [0, 40])
def test_the_band_of_a_curve_holds_it_at_any_place(further: int, name_seed: int) -> None:
    rng = np.random.default_rng(name_seed)
    x, held = np.linspace(0.0, 1.0, 5), 0
    for _ in range(600):
        level, slope = 0.5 * rng.standard_normal(12 + further), 0.2 * rng.standard_normal(12 + further)
        runs = level[:, None] + slope[:, None] * x + 0.2 * rng.standard_normal((12 + further, 5)) + x**2
        band = through(runs[:12], 1, runs[12:, 1]).there
        i = int(0.4 * (len(band.mean) - 1))
        if len(band.mean) > 5:
            held += abs(band.mean[i] - 0.4**2) <= band.half(0.95)[i]
        else:
            held += abs(band.mean[1] - 0.25**2) <= band.half(0.95)[1]
    assert 0.925 <= held / 600 <= 0.975
