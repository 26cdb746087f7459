"""KN selection picks the best as often as it promises, and as sim-tools' KN does on the same observations."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.analysis.selection import Race, observe, start

DELTA, ALPHA, DESIGNS, TRIALS = 1.0, 0.05, 5, 200


def run(race: Race, table: np.ndarray) -> Race:
    """Return the race after it has ended; `table`: replications by designs."""
    for row in table:
        if race.finished:
            return race
        race = observe(race, {design: float(row[design]) for design in race.survivors})
    assert race.finished, "the table is too short"
    return race


def least_favourable(rng: np.random.Generator, common: float) -> np.ndarray:
    """Return observations of designs of which one is better than all others by exactly delta.

    `common`: the share of the variance (4) that common random numbers make the same.
    """
    shared = np.sqrt(common) * rng.standard_normal((600, 1))
    own = np.sqrt(1.0 - common) * rng.standard_normal((600, DESIGNS))
    return 2.0 * (shared + own) + DELTA * (np.arange(DESIGNS) == 3)


@pytest.mark.parametrize("common", [0.0, 0.6])
def test_the_known_best_is_picked_as_often_as_promised(common: float, name_seed: int) -> None:
    rng = np.random.default_rng(name_seed)
    right = 0
    for _ in range(TRIALS):
        race = run(start(DESIGNS, DELTA, alpha=ALPHA, lower_is_better=False), least_favourable(rng, common))
        right += race.survivors == (3,)
    limit = stats.binomtest(right, TRIALS).proportion_ci(0.90, method="exact").high  # one-sided 95 %
    assert limit >= 1.0 - ALPHA, f"{right} of {TRIALS}"


def test_common_random_numbers_end_the_race_earlier(name_seed: int) -> None:
    rng = np.random.default_rng(name_seed)
    lengths = {
        common: np.mean(
            [
                run(start(DESIGNS, DELTA, lower_is_better=False), least_favourable(rng, common)).observations
                for _ in range(30)
            ]
        )
        for common in (0.0, 0.8)
    }
    assert lengths[0.8] < lengths[0.0] / 2.0


class Tape:
    """An environment for sim-tools that plays observations that are there already."""

    def __init__(self, table: np.ndarray) -> None:
        self.table, self.at = table, np.zeros(table.shape[1], dtype=int)

    def register_observer(self, observer: object) -> None:
        self.observer = observer

    def simulate(self, design: int) -> None:
        self.observer.feedback(self, design, self.table[self.at[design], design])
        self.at[design] += 1


def of_sim_tools(table: np.ndarray, lower_is_better: bool, corrected: bool) -> tuple[tuple[int, ...], list[int]]:
    """Return survivors and observations of each design, by sim-tools' KN.

    `corrected`: it looks the variance of a pair's difference up one place too early if the second design's number is
    the smaller. With two designs that is the same place.
    """
    from sim_tools.ovs.indifference_zone import KN

    class Corrected(KN):
        def _limit_to_distance_from_sample_means(self, i: int, j: int) -> float:
            return super()._limit_to_distance_from_sample_means(i, j + 1 if j < i else j)

    tape = Tape(table)
    kind = Corrected if corrected else KN
    kn = kind(tape, table.shape[1], DELTA, alpha=ALPHA, n_0=10, obj="min" if lower_is_better else "max")
    return tuple(int(design) for design in kn.solve()), tape.at.tolist()


@pytest.mark.parametrize("lower_is_better", [True, False])
@pytest.mark.parametrize(("designs", "corrected"), [(2, False), (5, True)])
def test_survivors_are_those_of_sim_tools(designs: int, corrected: bool, lower_is_better: bool, name_seed: int) -> None:
    rng = np.random.default_rng(name_seed)
    for _ in range(25):
        spread = rng.uniform(0.5, 3.0, designs)
        table = rng.normal(rng.uniform(0.0, 2.0, designs), spread, (900, designs)) + rng.normal(0.0, 1.0, (900, 1))
        race = start(designs, DELTA, alpha=ALPHA, first=10, lower_is_better=lower_is_better)
        seen = np.zeros(designs, dtype=int)
        while not race.finished:
            seen[list(race.survivors)] += 1
            race = observe(race, {design: float(table[race.observations, design]) for design in race.survivors})
        survivors, observations = of_sim_tools(table, lower_is_better, corrected)
        assert survivors == race.survivors
        # After the last elimination sim-tools observes the winner once more.
        observations[survivors[0]] -= 1
        assert seen.tolist() == observations


def test_nobody_leaves_before_the_first_observations_and_the_end_is_known_after_them(name_seed: int) -> None:
    table = np.random.default_rng(name_seed).normal([0.0, 50.0, 100.0], 3.0, (20, 3))
    race = start(3, DELTA, first=8)
    for row in table[:7]:
        race = observe(race, dict(enumerate(row.tolist())))
        assert race.survivors == (0, 1, 2)
        assert race.at_most is None
    assert observe(race, dict(enumerate(table[7].tolist()))).survivors == (0,)


def test_the_race_is_over_at_the_latest_when_it_says(name_seed: int) -> None:
    rng = np.random.default_rng(name_seed)
    race = start(3, 0.5, first=5)
    announced = None
    while not race.finished:
        race = observe(race, {design: float(rng.normal()) for design in race.survivors})
        announced = announced or race.at_most
    assert announced is not None
    assert race.observations <= announced


def test_identical_designs_survive_together_instead_of_racing_for_ever() -> None:
    race = start(3, DELTA, first=4)
    for n in range(4):
        race = observe(race, {0: float(n), 1: float(n), 2: float(n) + 9.0})
    assert race.finished
    assert race.survivors == (0, 1)
    with pytest.raises(ValueError, match="finished"):
        observe(race, {0: 0.0, 1: 0.0})


def test_a_race_that_cannot_be_run_is_told_in_full() -> None:
    with pytest.raises(ValueError, match=r"designs 1; .*delta 0; .*alpha 0\.9; .*first 1; "):
        start(1, 0, alpha=0.9, first=1)
    with pytest.raises(
        ValueError, match=r"observed \[0, 1, 2\], not numbers \[1\]; valid: one number each of \(0, 1\)"
    ):
        observe(start(2, DELTA), {0: 1.0, 1: float("nan"), 2: 3.0})
