"""What a comparison says, number by number, where each can be worked out by hand or by another program."""

from __future__ import annotations

from math import inf, sqrt

import numpy as np
import pytest
from scipy import stats

from sim.analysis.estimates import bootstrapped, share_of
from sim.analysis.estimates import t_quantile as t_of_estimates
from sim.analysis.ranking import rank
from sim.analysis.replications import Precision, Rule, judge, progress
from sim.comparison.results import Summary
from sim.comparison.statistics import (
    beyond_chance,
    paired_differences,
    quantile,
    summarise,
    summarise_all,
    summarise_difference,
    summarise_measure,
    summarise_quantile,
    t_quantile,
)

DAYS = [3.0, 1.0, 10.0, 4.0, 7.0, 2.0]


def test_a_mean_its_interval_and_its_spread_are_those_of_the_textbook() -> None:
    s = summarise(DAYS, "days")
    mean, half = np.mean(DAYS), stats.t.ppf(0.975, 5) * np.std(DAYS, ddof=1) / sqrt(6)
    assert (s.mean, s.low, s.high) == pytest.approx((mean, mean - half, mean + half))
    assert (s.spread_low, s.spread_high) == pytest.approx(tuple(np.quantile(DAYS, (0.025, 0.975))))
    assert (s.n, s.unit, s.statistic) == (6, "days", "mean")
    assert summarise_difference(DAYS, "days") == s


def test_no_value_says_nothing_and_one_value_says_itself() -> None:
    for what in (summarise, summarise_difference):
        assert what([None, float("nan")], "days") == Summary(
            mean=None, low=None, high=None, spread_low=None, spread_high=None, n=0, unit="days"
        )
        assert what([2.0, None], "days") == Summary(
            mean=2.0, low=None, high=None, spread_low=None, spread_high=None, n=1, unit="days"
        )
    assert summarise_quantile([None], "days") == Summary(
        mean=None, low=None, high=None, spread_low=None, spread_high=None, n=0, unit="days", statistic="median"
    )
    assert summarise_quantile([2.0], "days") == Summary(
        mean=2.0, low=None, high=None, spread_low=None, spread_high=None, n=1, unit="days", statistic="median"
    )


def test_only_what_lies_within_zero_and_one_is_bent_as_a_share() -> None:
    for beyond in ([0.9, 1.0, 1.2], [-0.1, 0.1, 0.2], [0.9, 1.1, 1.0], [0.2, 0.3, 1.5], [0.5, 0.6, 0.7, 1.9]):
        bent, plain = summarise(beyond, "share"), summarise(beyond, "days")
        assert (bent.low, bent.high) == (plain.low, plain.high)
    for inside in ([0.0, 0.1, 0.2], [0.8, 0.9, 1.0]):
        bent, plain = summarise(inside, "share"), summarise(inside, "days")
        assert bent.low != plain.low


def test_differences_of_what_is_no_share_are_not_cut() -> None:
    for beyond in ([-1.5, 0.0, 0.5], [0.9, -0.9, 1.5]):
        assert summarise_difference(beyond, "share").high == summarise(beyond, "days").high
        assert summarise_difference(beyond, "share").low == summarise(beyond, "days").low
    at_the_ends = summarise_difference([-1.0, 1.0], "share")
    assert (at_the_ends.low, at_the_ends.high) == (-1.0, 1.0)


def test_shares_that_never_differ_have_an_interval_of_no_width() -> None:
    for share in np.linspace(0.0, 1.0, 41):
        s = summarise([float(share)] * 2, "share")
        assert s.low == s.mean == s.high == share


def test_the_interval_of_a_share_is_that_of_its_logit() -> None:
    values = [0.1, 0.3, 0.2, 0.4]
    s, mean = summarise(values, "share"), 0.25
    half = stats.t.ppf(0.975, 3) * np.std(values, ddof=1) / 2.0 / (mean * (1.0 - mean))
    odds = [mean / (1.0 - mean) * np.exp(sign * half) for sign in (-1, 1)]
    assert (s.low, s.high) == pytest.approx([o / (1.0 + o) for o in odds])
    far = summarise([0.0, 1.0], "share")  # beyond any odds that a number can hold
    assert (far.low, far.high) == pytest.approx((0.0, 1.0), abs=1e-6)


def test_quantiles_lie_on_the_line_between_neighbours() -> None:
    ordered = sorted(DAYS)
    for share in (0.0, 0.025, 0.3, 0.5, 0.9, 0.975, 1.0):
        assert quantile(ordered, share) == pytest.approx(np.quantile(DAYS, share))


@pytest.mark.parametrize("n", range(2, 60))
def test_a_medians_interval_is_the_narrowest_between_order_statistics_that_holds_it(n: int) -> None:
    s = summarise_quantile([float(i) for i in range(1, n + 1)], "days")
    assert s.mean == pytest.approx((n + 1) / 2)
    assert (s.spread_low, s.spread_high) == pytest.approx(tuple(np.quantile(range(1, n + 1), (0.025, 0.975))))
    holding = [k for k in range(1, n // 2 + 1) if 2 * stats.binom.cdf(k - 1, n, 0.5) <= 0.05 + 1e-12]
    assert (s.low, s.high) == ((max(holding), n + 1 - max(holding)) if holding else (None, None))
    assert (s.n, s.statistic) == (n, "median")


def test_a_median_between_two_equal_values_or_on_one_is_that_value_though_others_are_never_reached() -> None:
    assert summarise_quantile([1.0, 5.0, None], "days").mean == 5.0
    assert summarise_quantile([5.0, 5.0, 5.0, None], "days").mean == 5.0
    some = summarise_quantile([1.0, 2.0, None, None], "days")
    assert (some.mean, some.n, some.spread_high) == (None, 2, None)
    assert some.spread_low == pytest.approx(1.075)


def test_a_measure_is_summarised_by_what_its_name_ends_with() -> None:
    values: list[float | None] = [1.0, 2.0, 9.0]
    assert summarise_measure("wait.p90", values, "days").mean == 2.0
    assert summarise_measure("wait", values, "days").mean == 4.0
    rows = [{"wait.median": 1.0, "b": 3.0}, {"wait.median": 5.0}, {"wait.median": 2.0}]
    found = summarise_all(rows, lambda name: "days" if name == "b" else "weeks")
    assert list(found) == ["wait.median", "b"]
    assert (found["wait.median"].mean, found["wait.median"].unit) == (2.0, "weeks")
    assert (found["b"].mean, found["b"].n, found["b"].unit) == (3.0, 1, "days")


def test_how_far_beyond_chance_a_difference_lies_counts_in_half_widths() -> None:
    values = [1.0, 2.0, 3.0, 6.0]
    s = summarise_difference(values, "days")
    half = stats.t.ppf(0.975, 3) * np.std(values, ddof=1) / 2.0
    assert beyond_chance(s, 1) == pytest.approx(3.0 / half)
    wider = stats.t.ppf(1.0 - 0.025 / 10, 3) / stats.t.ppf(0.975, 3)
    assert beyond_chance(s, 10) == pytest.approx(3.0 / half / wider)
    assert beyond_chance(summarise_difference([-v for v in values], "days"), 10) == beyond_chance(s, 10)
    assert beyond_chance(summarise_difference([0.0, 0.0, 0.0], "days"), 3) == 0.0
    assert beyond_chance(summarise_difference([-1.0, -1.0, -1.0], "days"), 3) == inf
    assert beyond_chance(summarise_difference([2.0, 2.0, 2.0], "days"), 3) == inf
    for unsaid in ([], [4.0]):
        assert beyond_chance(summarise_difference(unsaid, "days"), 3) == 0.0
    for lacking in ("mean", "low", "high"):
        ends = {"mean": -1.0, "low": -2.0, "high": -0.5} | {lacking: None}
        assert beyond_chance(Summary(**ends, spread_low=None, spread_high=None, n=4, unit="days"), 1) == 0.0


def test_designs_with_the_same_logs_differ_by_nothing_for_certain() -> None:
    rows = [{"a": 0.2, "w.median": 4.0, "never": None}]
    found = paired_differences(rows, rows, lambda _: "share", same_events=True)
    assert found["a"] == Summary(mean=0.0, low=0.0, high=0.0, spread_low=0.0, spread_high=0.0, n=1, unit="share")
    assert found["w.median"] == Summary(
        mean=0.0, low=0.0, high=0.0, spread_low=0.0, spread_high=0.0, n=1, unit="share", statistic="median"
    )
    assert found["never"].mean is None
    apart = paired_differences(rows, rows, lambda _: "share")
    assert (apart["a"].mean, apart["a"].low) == (0.0, None)


def test_a_difference_counts_only_replications_in_which_both_have_a_value() -> None:
    design = [{"a": 5.0}, {"a": None}, {"a": 9.0}, {"b": 1.0}]
    base = [{"a": 2.0}, {"a": 1.0}, {"a": 4.0}, {"a": 1.0}]
    found = paired_differences(design, base, lambda _: "days")
    assert (found["a"].mean, found["a"].n) == (4.0, 2)
    assert found["b"].n == 0
    assert list(found) == ["a", "b"]
    with pytest.raises(ValueError, match="shorter"):
        paired_differences(design, base[:2], lambda _: "days")


# estimates, ranking and the rule of replications


def test_t_is_students_and_of_the_coverage_asked_for() -> None:
    assert t_quantile(4) == pytest.approx(stats.t.ppf(0.975, 4))
    assert t_of_estimates(4) == pytest.approx(stats.t.ppf(0.975, 4))
    assert t_of_estimates(4, 0.8) == pytest.approx(stats.t.ppf(0.9, 4))


@pytest.mark.parametrize(("hits", "trials"), [(0, 1), (0, 10), (3, 10), (7.5, 10), (10, 10), (1, 400)])
def test_a_share_has_wilsons_interval(hits: float, trials: int) -> None:
    found, z = share_of(hits, trials), stats.norm.ppf(0.975)
    assert found.value == hits / trials
    # Wilson's ends are the shares p from which the one that was seen lies z standard errors away.
    for end, sure in ((found.low, hits == 0), (found.high, hits == trials)):
        away = abs(found.value - end) - z * sqrt(end * (1.0 - end) / trials)
        assert sure or away == pytest.approx(0.0, abs=1e-9)
    assert found.low < found.high
    assert (found.low == 0.0) == (hits == 0)
    assert (found.high == 1.0) == (hits == trials)


def test_a_share_of_no_trials_is_refused() -> None:
    with pytest.raises(ValueError, match="no trials"):
        share_of(0, 0)


def test_what_resampling_gave_is_cut_to_its_middle_and_widened_to_the_value() -> None:
    resampled = np.arange(1001.0)
    assert bootstrapped(500.0, resampled) == bootstrapped(500.0, resampled[::-1])
    found = bootstrapped(500.0, resampled)
    assert (found.value, found.low, found.high) == pytest.approx((500.0, 25.0, 975.0))
    assert bootstrapped(3.0, resampled).low == 3.0
    assert bootstrapped(999.0, resampled).high == 999.0


def test_the_regret_in_a_draw_has_students_interval_that_ends_at_nought() -> None:
    table = np.array([[0.0, 3.0], [0.0, 5.0], [0.0, 10.0], [1.0, 0.0]])
    ahead, behind = (design.regret_in_draw for design in rank(table, seed=1).designs)
    lost = [3.0, 5.0, 10.0, 0.0]
    half = stats.t.ppf(0.975, 3) * np.std(lost, ddof=1) / 2.0
    assert (behind.value, behind.high) == pytest.approx((4.5, 4.5 + half))
    assert behind.low == max(0.0, 4.5 - half)
    assert ahead.low == 0.0


def test_a_tie_is_told_by_the_size_of_its_own_row() -> None:
    table = np.array([[1e-13, 2e-13], [1e6, 1e6 + 1e-7], [5.0, 4.0]])
    first, second = rank(table, seed=1).designs
    assert first.best_in_draw.value == pytest.approx((1.0 + 0.5) / 3)
    assert second.best_in_draw.value == pytest.approx((0.5 + 1.0) / 3)


def test_progress_tells_mean_half_width_and_what_is_allowed_of_the_values_there_are_now() -> None:
    values = [9.0, 11.0, 10.0, 12.0, 8.0, 10.0, 11.0, 9.0, 10.5]
    half = stats.t.ppf(0.975, 8) * np.std(values, ddof=1) / 3.0
    reached = progress(values, Precision(share=0.5))
    assert (reached.needed, reached.more, reached.projected) == (3, 0, 3)
    assert (reached.mean, reached.half_width) == pytest.approx((np.mean(values), half))
    assert reached.allowed == pytest.approx(0.5 * np.mean(values))
    short = progress(values, Precision(share=0.01))
    assert (short.needed, short.mean, short.half_width) == (None, reached.mean, reached.half_width)
    assert short.allowed == pytest.approx(0.01 * np.mean(values))
    further = np.ceil(9 * (half / short.allowed) ** 2)
    assert short.projected == further + (5 if further <= 100 else int(5 * further) // 100)
    assert short.more == 9 + 1 + 5 - 9  # holds from the tenth at best, and must hold for five more
    one = progress([4.0], Precision(share=0.1))
    assert (one.mean, one.half_width, one.allowed, one.defined) == (4.0, None, None, 1)
    none = progress([], Precision())
    assert (none.mean, none.more, none.defined) == (None, 3 + 5, 0)
    assert progress([1.0, 2.0, 3.0], Precision()).projected is None


def test_what_has_begun_to_hold_needs_at_least_one_replication_more() -> None:
    """Two wild values and then the same again: the interval shrinks faster than by the root of their number."""
    values = [0.0, 8.0, *[4.0] * 58]
    widths = [progress(values[:n], Precision()).half_width or 0.0 for n in (55, 56, 60)]
    found = progress(values, Precision(absolute=sum(widths[:2]) / 2.0))
    assert np.ceil(60 * (widths[2] / found.allowed) ** 2) + 5 < 61
    assert (found.needed, found.projected) == (None, 61)


def test_a_rule_waits_no_longer_than_its_budget_and_names_what_took_most() -> None:
    rule, wide = Rule(budget=8, minimum=3, look_ahead=2), Precision(absolute=100.0)
    verdict = judge({"a": [1.0, 2.0, 3.0, 2.0, 1.0], "b": [1.0] * 5}, {"a": wide, "b": Precision()}, rule)
    assert (verdict.enough, verdict.needed, verdict.most, verdict.more) == (True, 3, "a", 0)
    early = judge({"a": [1.0, 2.0, 3.0]}, {"a": wide}, rule)
    assert (early.enough, early.needed, early.most, early.more) == (False, None, None, 2)
    at_the_end = judge({"a": [1.0, 9.0] * 4}, {"a": Precision()}, rule)
    assert (at_the_end.enough, at_the_end.more, at_the_end.not_reached) == (False, 0, ("a",))
