"""Intervals stay where their numbers can be; what is never reached is as long as can be; too few say nothing."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
import pytest

from sim.comparison.statistics import (
    is_quantile,
    paired_differences,
    summarise,
    summarise_difference,
    summarise_measure,
    summarise_quantile,
)


def test_the_interval_of_a_share_never_leaves_zero_to_one_and_holds_its_mean() -> None:
    rng = np.random.default_rng(1)
    for _ in range(300):
        shares = rng.beta(*rng.uniform(0.05, 3.0, 2), size=rng.integers(2, 9))
        s = summarise(shares, "share")
        assert s.mean is not None
        assert s.low is not None
        assert s.high is not None
        assert 0.0 <= s.low <= s.mean <= s.high <= 1.0


def test_a_replication_in_which_all_or_none_are_counted_does_not_break_the_interval() -> None:
    s = summarise([0.0, 0.02, 0.0, 0.01], "share")
    assert s.low is not None
    assert s.high is not None
    assert 0.0 < s.low < 0.0075 < s.high < 1.0
    sure = summarise([1.0, 1.0, 1.0], "share")
    assert (sure.mean, sure.low, sure.high) == (1.0, 1.0, 1.0)


def test_the_interval_of_a_share_covers_it_about_nineteen_times_in_twenty() -> None:
    rng = np.random.default_rng(7)
    held = 0
    for _ in range(2000):
        s = summarise(rng.binomial(150, 0.06, size=8) / 150, "share")
        assert s.low is not None
        assert s.high is not None
        held += s.low <= 0.06 <= s.high
    assert 0.925 <= held / 2000 <= 0.975


def test_in_the_middle_the_logit_changes_little() -> None:
    values = [0.48, 0.52, 0.50, 0.49, 0.51]
    on_logit, plain = summarise(values, "share"), summarise(values, "days")
    assert on_logit.low == pytest.approx(plain.low, abs=0.001)
    assert on_logit.high == pytest.approx(plain.high, abs=0.001)
    assert on_logit.low is not None
    assert on_logit.high is not None
    around = [log(x / (1 - x)) for x in (on_logit.low, 0.5, on_logit.high)]
    assert around[1] - around[0] == pytest.approx(around[2] - around[1])  # symmetric on the logit


def test_a_load_above_one_keeps_its_plain_interval() -> None:
    assert summarise([0.9, 1.2, 1.1], "share").low == summarise([0.9, 1.2, 1.1], "load").low


def test_differences_of_shares_stay_on_their_own_scale_and_within_one() -> None:
    wide = summarise_difference([0.9, -0.6], "share")
    assert (wide.low, wide.high) == (-1.0, 1.0)
    narrow = summarise_difference([0.01, 0.02, 0.03], "share")
    assert narrow == replace(
        summarise([0.01, 0.02, 0.03], "share"),
        mean=narrow.mean,
        low=narrow.low,
        high=narrow.high,
        spread_low=narrow.spread_low,
        spread_high=narrow.spread_high,
    )
    assert (narrow.n, narrow.unit) == (3, "share")
    assert narrow.low == pytest.approx(summarise([0.01, 0.02, 0.03], "days").low)


def test_a_median_that_is_not_reached_counts_as_infinite_and_is_never_left_out() -> None:
    assert [is_quantile(n) for n in ("wait_days.hvb.median", "handover_days.p90", "days_to_treatment")] == [1, 1, 0]
    some = summarise_quantile([10.0, 20.0, None, 30.0, None], "days")
    assert (some.mean, some.n, some.statistic) == (30.0, 3, "median")
    assert summarise_quantile([10.0, None, None], "days").mean is None  # the mean of what was reached would say 10
    assert summarise_quantile([10.0, None], "days").mean is None  # between a number and none lies none
    by_name = summarise_measure("wait_days.hvb.median", [10.0, 20.0, None, 30.0, None], "days")
    assert by_name == some


def test_an_end_of_a_medians_interval_that_is_not_reached_is_none() -> None:
    s = summarise_quantile([10.0, 11.0, 12.0, 13.0, 14.0, 15.0, None], "days")
    assert (s.low, s.mean, s.high) == (10.0, 13.0, None)
    few = summarise_quantile([10.0, 11.0, 12.0, 13.0, 14.0], "days")
    assert (few.low, few.high) == (None, None)  # five cannot bracket a median in 95 %


def test_the_interval_of_a_median_covers_it_at_least_nineteen_times_in_twenty() -> None:
    rng = np.random.default_rng(3)
    held = 0
    for _ in range(1000):
        s = summarise_quantile(rng.lognormal(3.0, 1.0, size=12), "days")
        assert s.low is not None
        assert s.high is not None
        held += s.low <= np.exp(3.0) <= s.high
    assert held / 1000 >= 0.945


def test_the_difference_of_medians_counts_what_one_of_the_two_reaches_alone() -> None:
    base = [{"w.median": 10.0}] * 5
    never = [{"w.median": None}] * 3 + [{"w.median": 12.0}] * 2
    assert paired_differences(never, base, lambda _: "days")["w.median"].mean is None
    seldom = [{"w.median": None}] * 2 + [{"w.median": 12.0}] * 3
    assert paired_differences(seldom, base, lambda _: "days")["w.median"].mean == 2.0
    both: list[dict[str, float | None]] = [{"w.median": None}] * 5
    assert paired_differences(both, both, lambda _: "days")["w.median"].mean is None
