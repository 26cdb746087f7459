"""How well a fit fits, against made draws whose answer is known: who reaches what is known closely, and how far off."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
import pytest

from calibration.parameters.parameter_set import POSTERIOR, TARGET, ParameterSet
from calibration.targets.scale import SIDE, on_scale
from calibration.targets.target_file import Target
from calibration.verdicts.match import coverage, reach_of
from calibration.verdicts.reach import is_tight, reached, reached_by
from outputs.calibration.errors import behind, undiscounted
from outputs.calibration.numbers import signed
from outputs.calibration.reach import FEW, document, few_reach, tight_counts
from tests.made_match import HELPED, KEPT, LOOSE, NORMAL, PLACED, SEEKERS, rows_of, spread


def chance_of(target: Target, away: float, deviation: float) -> float:
    """Return the share of such draws that lies in the figure's own 95 %."""
    low, middle, high = (float(on_scale(target.unit, v)) for v in (target.low, target.figure, target.high))
    return NORMAL.cdf((high - middle - away) / deviation) - NORMAL.cdf((low - middle - away) / deviation)


@pytest.mark.parametrize("target", [SEEKERS, HELPED])
@pytest.mark.parametrize("away", [0.0, 0.05, -0.1])
def test_draws_that_straddle_a_figure_reach_it_as_often_as_their_spread_says(target: Target, away: float) -> None:
    found = reached([target], {target.id: spread(target, away, 0.12)})
    assert found.alone[0] / found.draws == pytest.approx(chance_of(target, away, 0.12), abs=0.002)
    assert found.centred_alone[0] / found.draws == pytest.approx(chance_of(target, 0.0, 0.12), abs=0.002)
    assert found.together == found.alone[0]


def test_counts_that_have_nothing_to_do_with_each_other_are_reached_together_by_the_product() -> None:
    """Every quantile of one count with every quantile of the other."""
    one, other = spread(SEEKERS, 0.02, 0.1, 50), spread(HELPED, -0.3, 0.2, 50)
    found = reached([SEEKERS, HELPED], {"seekers": np.repeat(one, 50), "helped": np.tile(other, 50)})
    assert found.together * found.draws == found.alone[0] * found.alone[1]
    assert found.share == pytest.approx(chance_of(SEEKERS, 0.02, 0.1) * chance_of(HELPED, -0.3, 0.2), abs=0.02)
    assert 0 < found.share < FEW


def test_each_count_may_be_reached_and_never_all_of_them() -> None:
    """Three counts, each missed by a third of the draws, each by another third: any two are reached, never three."""
    values = {"seekers": [400, 500, 500], "helped": [0.9, 0.7, 0.9], "placed": [100, 100, 60]}
    found = reached([SEEKERS, HELPED, PLACED], {i: np.array(v * 20, dtype=float) for i, v in values.items()})
    assert found.alone == (40, 40, 40)
    assert [(pair.ids, pair.draws) for pair in found.pairs] == [
        (("seekers", "helped"), 20),
        (("seekers", "placed"), 20),
        (("helped", "placed"), 20),
    ]
    assert found.together == 0
    told = few_reach(found, "made")
    assert told is not None
    assert told.startswith(
        "Fitted draws seldom reach the closely known counts of made: none of 60 reaches all 3 together"
    )
    rows = [(cells[1], cells[3]) for cells in tight_counts("made", found)[2]]
    assert [row[1] for row in rows] == ["40 (67 %)"] * 3 + ["20 (33 %)"] * 3 + ["0 (0 %)"]
    assert [row[0] for row in rows[3:]] == [
        "1 and 2 together",
        "1 and 3 together",
        "2 and 3 together",
        "all 3 together",
    ]
    assert document(found)["together"] == 0


def test_a_run_without_a_value_reaches_nothing() -> None:
    found = reached([SEEKERS], {"seekers": np.array([500.0, np.nan, 475.0, 525.0, 526.0])})
    assert (found.draws, found.alone) == (5, (3,))
    assert reached([SEEKERS], {"seekers": np.full(4, np.nan)}).share == 0.0


@pytest.mark.parametrize(
    ("figure", "low", "high", "unit", "tight"),
    [
        (100, 87, 115, "persons", True),
        (100, 86, 115, "persons", False),
        (100, 82, 105, "persons", True),
        (0.5, 0.425, 0.575, "share", True),
        (0.5, 0.420, 0.575, "share", False),
        (0.911, 0.883, 0.932, "share", True),
        (30, 27, 33, "days", True),
        (3, 0, 4, "tests", False),
    ],
)
def test_a_count_is_tight_by_its_width_and_by_no_name(
    figure: float, low: float, high: float, unit: str, tight: bool
) -> None:
    target = Target(
        id="any",
        use="fit",
        title="t",
        measure="m",
        figure=figure,
        low=low,
        high=high,
        unit=unit,
        evidence=("NB-003",),
        observation="o",
    )
    assert is_tight(target) is tight
    assert not is_tight(replace(target, use="validate")), "what is kept for validation says nothing of the fit"


def test_a_ratio_of_small_numbers_is_as_tight_as_the_same_ratio_of_large_ones() -> None:
    """1.29 methods per person, known to 5 %: the half that the logarithm of counts adds must not decide."""
    small = replace(SEEKERS, figure=1.29, low=1.10, high=1.50)
    assert not is_tight(small)
    assert not is_tight(replace(SEEKERS, figure=1290, low=1100, high=1500))
    assert is_tight(replace(small, low=1.15))


def test_nothing_is_said_first_where_more_than_a_third_reach_all_and_where_nothing_is_known_closely() -> None:
    def told(reach: int, target: Target = SEEKERS) -> str | None:
        values = np.array([500.0] * reach + [400.0] * (90 - reach))
        return few_reach(reached([target], {target.id: values}), "made")

    assert told(31) is None
    assert told(30) is None, "a third is enough"
    some = told(29)
    assert some is not None
    assert ": 29 of 90 reach “People who sought” (500, known to 475–525) (" in some
    assert some.endswith("; `mellanrum evidence match made`).")
    nobody = told(0)
    assert nobody is not None
    assert "none of 90 reaches “People who sought”" in nobody
    assert told(0, LOOSE) is told(0, KEPT) is None
    one = told(1)
    assert one is not None
    assert ": 1 of 90 reaches" in one


def test_a_count_that_no_draw_reaches_is_named_before_what_they_reach_together() -> None:
    values = {"seekers": np.full(9, 500.0), "helped": np.full(9, 0.6), "placed": np.full(9, 60.0)}
    told = few_reach(reached([SEEKERS, HELPED, PLACED], values), "made")
    assert told is not None
    assert (
        "none of 9 reaches “Share who were helped” (0.9, known to 0.88–0.92) or “People placed” (100, known to "
        "92–108), so none all 3 together (9 would if they lay around them, spread as they are; " in told
    )


def test_a_miss_is_told_in_deviations_of_the_figures_own_error_on_the_side_of_the_draws() -> None:
    """Own 95 % of 100 to 160 around 120: draws at 100 are 1.96 deviations off below, those at 160 above."""
    target = replace(PLACED, figure=120, low=100, high=160)
    below, above = (rows_of({target: np.full(20, at)})[0].miss for at in (100.0, 160.0))
    assert (below, above) == pytest.approx((SIDE, -SIDE))
    assert rows_of({target: np.full(20, 120.0)})[0].miss == pytest.approx(0.0)
    assert rows_of({HELPED: np.full(20, 0.6)})[0].miss == pytest.approx(
        SIDE * (log(9.0) - log(1.5)) / (log(9.0) - log(0.88 / 0.12))
    )
    assert np.isnan(rows_of({target: np.full(20, np.nan)})[0].miss)
    assert [signed(v) for v in (-3.04, 0.04, -0.04, 2.96, float("nan"))] == ["−3.0", "0.0", "0.0", "+3.0", "–"]


def test_coverage_can_fail_where_only_the_discrepancy_brings_a_figure_inside() -> None:
    """All runs give 100, the figure is 115 known to 3 %: a tenth of discrepancy covers it, its own error does not."""
    target = replace(PLACED, figure=115, low=112, high=118)
    rows = rows_of({target: np.full(30, 100.0), replace(PLACED, id="kept", use="validate"): np.full(30, 100.0)})
    assert (rows[0].inside, rows[0].inside_predictive, rows[0].inside_undiscounted) == (False, True, False)
    of = coverage(rows, "fit")
    assert (of.predictive, of.prior_predictive, of.undiscounted, of.prior_undiscounted) == (1, 1, 0, 0)
    fit, kept = undiscounted("made", rows)
    assert fit[2][0][-1] == "only with discrepancy"
    assert fit[3][0].startswith("0 of 1 figures lie in the 95 %")
    assert kept[2][0][-1] == "inside"


def test_the_figures_own_error_is_in_the_interval_without_discrepancy() -> None:
    """All runs give 100. A figure may lie below the truth by as much as its range says that truth may lie above it."""
    row = rows_of({PLACED: np.full(30, 100.0)})[0]
    ends = [row.undiscounted.low, row.undiscounted.high]
    assert ends == pytest.approx([100.5**2 / 108.5 - 0.5, 100.5**2 / 92.5 - 0.5], rel=0.01)


def test_what_a_comparison_holds_is_told_in_shares_of_its_variance() -> None:
    noise = {"seekers": {"chance": 0.3, "unfitted": 0.1, "discrepancy": 0.1, "figure": 0.5}}
    rows = rows_of({SEEKERS: np.full(30, 500.0), KEPT: np.full(30, 500.0)}, noise)
    assert rows[0].shares == pytest.approx(
        {"chance": 9 / 36, "unfitted": 1 / 36, "discrepancy": 1 / 36, "figure": 25 / 36}
    )
    assert rows[1].shares == {}
    fit, kept = behind("made", rows)
    assert [row[-1] for row in fit[2]] == ["25 / 3 / 3 / 69"]
    assert fit[1][-1] == "errors, %"
    assert kept[1][-1] == "width", "of what was not fitted to no errors were told apart"


def test_the_same_draws_reach_the_same_counts_whichever_way_they_are_asked() -> None:
    values = {SEEKERS: spread(SEEKERS, 0.02, 0.1), HELPED: spread(HELPED, -0.3, 0.2), LOOSE: spread(LOOSE, 0.0, 0.1)}
    by_rows = reach_of(rows_of(values))
    n = len(values[SEEKERS])
    columns = {"kind": np.array([POSTERIOR] * n)} | {TARGET + t.id: v for t, v in values.items()}
    by_set = reached_by(ParameterSet({}, columns), list(values))
    assert [t.id for t in by_rows.targets] == [t.id for t in by_set.targets] == ["seekers", "helped"]
    assert np.array_equal(by_rows.reaches, by_set.reaches)
