"""What sweeps, break-evens, sensitivity, rankings and warm-up found is told in sentences that can be used."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from outputs.breakeven import page as break_even
from outputs.comparison import enough
from outputs.comparison import page as tables
from outputs.ranking import page as ranks
from outputs.sensitivity import page as sensitivity
from outputs.sweep import page as sweep
from outputs.text.grid import Grid
from outputs.text.measures import HEADLINE
from outputs.text.pages import FEW, bare_head
from outputs.warmup import page as warm_up
from sim.analysis.estimates import Estimate
from sim.analysis.roots import BreakEven, Known
from sim.analysis.sensitivity import Indices
from sim.comparison.results import PrecisionRow, Summary
from sim.studies.break_even import CurvePoint
from sim.studies.warming import SERIES
from tests.behaviour.test_outputs import made_up
from tests.study_results import (
    DESIGNS,
    FIVE,
    FOLLOW,
    LEAD,
    MEASURES,
    NO_RACE,
    NOTHING,
    OTHERS,
    OUT,
    REFILLED,
    TWELVE,
    UNCLEAR,
    break_even_of,
    crossing,
    enough_of,
    falling,
    flat,
    levels,
    race_of,
    ranking_of,
    ranks_of,
    sensitivity_of,
    slow,
    summaries,
    sweep_of,
    unchanging,
    warm_up_of,
)

# Sweeps -----------------------------------------------------------------------------------------------------------


def test_a_sweep_of_one_key_tells_its_ends_and_which_values_lie_on_which_side() -> None:
    page = flat(sweep, sweep_of({FOLLOW: FIVE}, falling))
    assert (
        "From 0 to 1 (share of treatment workers who follow) the difference in untreated needs from current goes from "
        "+3.0 (+2.1 to +3.9) percentage points to −1.8 (−2.7 to −0.9) percentage points." in page
    )
    assert (
        "Untreated needs (lower is better for clients): more needs go untreated at 0 and 0.25; fewer needs go "
        "untreated at 1; no clear difference at 0.5 and 0.75." in page
    )
    assert "Comorbidity detected (higher is better for clients): more are detected at 1;" in page


def test_a_sweep_of_words_has_no_ends() -> None:
    page = flat(sweep, sweep_of({"transfer.to": ("region", "joint")}))
    assert "goes from" not in page
    assert "more needs go untreated everywhere" in page


def test_a_sweep_of_several_keys_tells_lowest_and_highest_and_that_chance_has_a_part_in_them() -> None:
    page = flat(sweep, sweep_of({FOLLOW: FIVE, LEAD: ("x0.5", "x1", "x2")}, slow))
    assert (
        "lowest, −1.2 (−2.1 to −0.3) percentage points, where 1 of the treatment workers follow and the time to fill a "
        "vacant post is 0.5 times what is assumed" in page
    )
    assert "owe part of their size to chance" in page
    assert re.search(r"more needs go untreated at \d+ of 15; fewer needs go untreated at \d+ of 15", page)


def test_no_difference_is_told_apart_from_no_clear_difference() -> None:
    page = flat(sweep, sweep_of({FOLLOW: FIVE}, lambda s: 0.0))
    assert "no clear difference anywhere" in page
    still = sweep_of({FOLLOW: FIVE})
    still = replace(still, points=tuple(replace(p, differences=summaries(0.0, 0.0)) for p in still.points))
    assert "Untreated needs (lower is better for clients): no difference anywhere." in flat(sweep, still)


@pytest.mark.parametrize("n", [1, 4])
def test_fewer_than_five_replications_say_nothing_of_differences(n: int) -> None:
    few = {m: replace(s, n=n) for m, s in summaries(1.0).items()}
    if n == 1:
        few = {
            m: Summary(mean=s.mean, low=None, high=None, spread_low=None, spread_high=None, n=1, unit=s.unit)
            for m, s in few.items()
        }
    found = sweep_of({FOLLOW: FIVE}, replications=n)
    found = replace(found, points=tuple(replace(p, differences=few) for p in found.points))
    page = flat(sweep, found)
    assert f"{n} replication{'s' if n > 1 else ''} at each combination: too few to tell a difference from" in page
    assert not re.search(r"more needs|fewer needs|no clear difference|\* |excludes", page)
    assert {row["in_words"] for row in sweep.rows(found)["points"]} == {"too few to tell"}


def test_a_measure_that_was_asked_for_stands_after_the_first_row_with_its_levels_not_reached_ones_too() -> None:
    wait = "wait_days.adult_psychiatry.median"
    found = sweep_of({"county.staffing.adult_psychiatry.total": (64, 128)}, measures=(*HEADLINE, wait))
    none = Summary(
        mean=None, low=None, high=None, spread_low=None, spread_high=None, n=0, unit="days", statistic="median"
    )
    reached = [
        none,
        Summary(
            mean=31.0, low=25.0, high=40.0, spread_low=20.0, spread_high=44.0, n=10, unit="days", statistic="median"
        ),
    ]
    points = tuple(
        replace(p, levels=p.levels | {wait: s}, differences=p.differences | {wait: none})
        for p, s in zip(found.points, reached, strict=True)
    )
    page = flat(sweep, replace(found, points=points))
    assert "Wait, adult psychiatry, median (lower is better for clients): no value." in page
    levels_ = page[page.index("Level of the design") :]
    assert "64 not reached" in levels_
    assert "128 31.0 ± 7.5" in levels_
    assert "untreated" not in levels_[: levels_.index("128 31.0")]


def test_long_sweeps_are_cut_with_a_line_that_says_where_the_rest_lies_and_full_prints_all() -> None:
    found = sweep_of({FOLLOW: [i / 50 for i in range(51)]}, falling)
    assert "30 of 51 shown: --full prints all, and tables/points.csv has them." in flat(sweep, found)
    assert "--full" not in flat(sweep, found, full=True)
    assert "0.98" in flat(sweep, found, full=True)


def test_a_sweep_says_what_stood_still_and_what_was_set_in_the_baseline_too() -> None:
    found = sweep_of(
        {FOLLOW: FIVE, "services.hvb.plan.no_show": (0.1,)}, falling, shared=("services.hvb.plan.no_show",)
    )
    page = flat(sweep, found)
    assert "The same everywhere: the share of visits to the residential home (HVB) that are missed is 0.1." in page
    assert "Set in current as well" in page
    assert "by share of treatment workers who follow 10 replications" in page


def test_rows_of_a_sweep_hold_every_point_and_measure_with_what_was_set() -> None:
    found = sweep_of({FOLLOW: FIVE, LEAD: ("x0.5", "x2")}, slow)
    table = sweep.rows(found)["points"]
    assert len(table) == 10 * len(MEASURES)
    assert [row[LEAD] for row in table[:: len(MEASURES)]] == ["x0.5", "x2"] * 5
    first = table[0]
    assert first["difference_mean"] == found.points[0].differences["untreated_share"].mean
    assert first["level_low"] == found.points[0].levels["untreated_share"].low
    assert first["baseline_high"] == levels()["untreated_share"].high
    assert first["in_words"] == "more"


def test_a_measure_that_was_not_asked_for_is_not_hidden() -> None:
    found = sweep_of({FOLLOW: FIVE}, measures=(OTHERS,))
    bare = replace(
        found, points=tuple(replace(p, differences=summaries(1.0, measures=(OTHERS,))) for p in found.points)
    )
    page = flat(sweep, bare)
    assert "Comorbidity detected (higher is better for clients): no value." in page
    assert {r["measure"] for r in sweep.rows(bare)["points"]} == set(MEASURES)


# Break-evens ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            BreakEven(
                known=Known.CROSSES, crossings=(crossing(),), unclear=(), sign=0, equal_at=(), runs=180, replications=24
            ),
            "The two are equal in untreated needs where 0.62 (0.49 to 0.75) of the treatment workers follow: below "
            "that more needs go untreated than under current, above that fewer needs go untreated.",
        ),
        (
            BreakEven(
                known=Known.CROSSES,
                crossings=(crossing(rises=True),),
                unclear=(),
                sign=0,
                equal_at=(),
                runs=180,
                replications=24,
            ),
            "below that fewer needs go untreated than under current, above that more needs go untreated.",
        ),
        (
            BreakEven(
                known=Known.CROSSES,
                crossings=(crossing(precise=False),),
                unclear=(),
                sign=0,
                equal_at=(),
                runs=180,
                replications=24,
            ),
            "The interval is wider than the ±0.05 that was asked for: the budget was spent first.",
        ),
        (
            BreakEven(
                known=Known.CROSSES,
                crossings=(crossing(),),
                unclear=((0.9, 1.0),),
                sign=0,
                equal_at=(),
                runs=180,
                replications=24,
            ),
            "Not clear from 0.90 to 1.00, where the difference may be 0 as well.",
        ),
        (
            BreakEven(
                known=Known.CROSSES,
                crossings=(crossing(0.2, 0.05), crossing(0.7, 0.06, rises=True)),
                unclear=(),
                sign=0,
                equal_at=(),
                runs=180,
                replications=24,
            ),
            "The two are equal in untreated needs at 2 values, since the difference does not go one way only: where "
            "0.20 (0.15 to 0.25) of the treatment workers follow; where 0.70 (0.64 to 0.76) of the treatment workers "
            "follow. From the low end to the high one: more needs go untreated, then fewer needs go untreated, then "
            "more needs go untreated than under current.",
        ),
        (
            BreakEven(known=Known.NOWHERE, crossings=(), unclear=(), sign=1, equal_at=(), runs=50, replications=10),
            "Nowhere from 0 to 1 (share of treatment workers who follow) are the two equal: more needs go "
            "untreated than under current throughout.",
        ),
        (
            BreakEven(known=Known.NOWHERE, crossings=(), unclear=(), sign=-1, equal_at=(), runs=50, replications=10),
            "fewer needs go untreated than under current through",
        ),
        (
            BreakEven(known=Known.NOWHERE, crossings=(), unclear=(), sign=1, equal_at=(1.0,), runs=50, replications=10),
            "At 1.00 the two are equal by their making",
        ),
        (
            BreakEven(known=Known.NOWHERE, crossings=(), unclear=(), sign=0, equal_at=(), runs=50, replications=10),
            "does the difference between the two surely change sides.",
        ),
        (
            BreakEven(
                known=Known.EQUAL, crossings=(), unclear=(), sign=0, equal_at=(0.0, 1.0), runs=50, replications=10
            ),
            "The two are equal everywhere from 0 to 1 (share of treatment workers who follow): no run differs.",
        ),
        (
            UNCLEAR,
            "Not decided after 200 runs: whether the two are equal somewhere from 0 to 1 (share of treatment workers "
            "who follow) cannot be told from 0.30 to 0.90. That is no sign that they are equal",
        ),
    ],
)
def test_a_break_even_says_what_is_known_in_words_that_a_planner_can_use(found: BreakEven, sentence: str) -> None:
    result = break_even_of(found=found)
    assert sentence in flat(break_even, result)
    assert break_even.rows(result)["break_even"][0]["known"] == found.known.value


def test_a_break_even_of_known_words_read_back_from_a_file_says_the_same() -> None:
    found = BreakEven(
        known=Known.CROSSES, crossings=(crossing(),), unclear=(), sign=0, equal_at=(), runs=180, replications=24
    )
    read = replace(found, known="crosses")  # type: ignore[arg-type]
    assert flat(break_even, break_even_of(found=read)) == flat(break_even, break_even_of(found=found))


def test_a_measure_without_values_cannot_be_sought() -> None:
    page = flat(break_even, break_even_of(Known.UNDECIDED, points=(CurvePoint(0.0, NOTHING),)))
    assert "Nothing could be sought: untreated needs has no value in any run." in page


def test_a_break_even_tells_the_difference_at_both_ends_of_the_range() -> None:
    page = flat(break_even, break_even_of(crossings=[crossing()]))
    assert "+3.0 (+2.4 to +3.6) percentage points at 0; −1.8 (−2.4 to −1.2) percentage points at 1." in page


def test_values_are_as_fine_as_the_range_asks_for() -> None:
    days = break_even_of(
        crossings=[crossing(183.4, 20.2)], key="transfer.lag_days", low=0.0, high=365.0, tolerance=18.0
    )
    assert "where the time until practice follows the law is 183 (163 to 204) days" in flat(break_even, days)


def test_a_break_even_stands_beside_other_things_with_words_for_where_there_is_none() -> None:
    page = flat(break_even, break_even_of(crossings=[crossing()]))
    assert "a: time to fill a vacant post, times what is assumed b: share of posts never refilled" in page
    assert "×2 0 0.70 (0.55 to 0.85)" in page
    assert "×2 0.5 nowhere: above 0" in page
    result = break_even_of(crossings=[crossing()])
    several = replace(result.beside[-1], several=True)
    unclear = replace(result.beside[-1], at_high=Estimate(0.01, -0.01, 0.03))
    page = flat(break_even, replace(result, beside=(several, unclear)))
    assert "×2 0.5 more than once" in page
    assert "×2 0.5 not clear" in page


def test_rows_of_a_break_even_hold_every_crossing_value_and_setting() -> None:
    result = break_even_of(crossings=[crossing(0.2, 0.05), crossing(0.7, 0.06, rises=True)])
    tables_ = break_even.rows(result)
    assert [row["equal_where"] for row in tables_["break_even"]] == [0.2, 0.7]
    assert [row["rises"] for row in tables_["break_even"]] == [False, True]
    assert len(tables_["points"]) == len(result.points) * len(MEASURES)
    assert [(r[LEAD], r[REFILLED], r["equal"]) for r in tables_["beside"]][-1] == ("x2", 0.5, None)
    assert len(tables_["beside"]) == 6
    none = break_even.rows(break_even_of(Known.NOWHERE))["break_even"]
    assert len(none) == 1
    assert none[0]["equal_where"] is None


# Sensitivity ------------------------------------------------------------------------------------------------------


def test_a_sensitivity_names_what_matters_most_and_what_that_rests_on() -> None:
    page = flat(sensitivity, sensitivity_of())
    assert "Untreated needs: share of treatment workers who follow [NB-040, evidence] 50 % (43 to 57), then " in page
    assert "Days to treatment: time during which both principals admit [A205, assumption] 50 % (43 to 57), then" in page


def test_two_factors_whose_intervals_overlap_are_not_put_in_order() -> None:
    found = sensitivity_of()
    even = tuple(
        replace(o, indices=tuple(Indices(i.name, i.first, Estimate(0.3, 0.2, 0.4)) for i in o.indices))
        for o in found.outcomes
    )
    page = flat(sensitivity, replace(found, outcomes=even))
    assert page.count("not surely in this order") == len(FEW)


def test_what_is_surely_nothing_is_not_named() -> None:
    found = sensitivity_of(keys=TWELVE[:2])
    nothing = Estimate(-0.02, -0.04, -0.01)
    none = tuple(
        replace(o, indices=tuple(Indices(i.name, nothing, nothing) for i in o.indices)) for o in found.outcomes
    )
    assert "Untreated needs: none of these surely." in flat(sensitivity, replace(found, outcomes=none))


@pytest.mark.parametrize("full", [False, True])
def test_the_emulators_error_is_always_shown_where_there_is_one(full: bool) -> None:
    page = flat(sensitivity, sensitivity_of(direct=False), full=full)
    assert page.count("The emulator's own error, from 400 runs") == 2
    assert "untreated needs 91 % and 20 %; fell between chairs 81 % and 20 %" in page
    assert "emulator" not in flat(sensitivity, sensitivity_of(), full=full).lower()


def test_direct_runs_say_that_they_hold_for_one_course_of_chance() -> None:
    assert "All points share one replication" in flat(sensitivity, sensitivity_of())
    assert "All points share one replication" not in flat(sensitivity, sensitivity_of(direct=False))


def test_morris_tells_changes_in_the_measures_own_unit() -> None:
    page = flat(sensitivity, sensitivity_of("morris"))
    assert "share of treatment workers who follow [NB-040, evidence] 3.0 (1.5 to 4.5) percentage points" in page
    assert "12.0 (6.0 to 18.0) days" in page


def test_an_outcome_that_never_changes_and_one_without_value_are_told_apart() -> None:
    page = flat(sensitivity, unchanging())
    assert "Untreated needs: nothing, since it never changes." in page
    bare = replace(unchanging(), outcomes=unchanging().outcomes[:4])
    assert "Days to treatment: no value." in flat(sensitivity, bare)


def test_what_was_left_alone_and_what_was_set_in_both_is_said() -> None:
    page = flat(sensitivity, sensitivity_of())
    assert "Not varied here: 480 other numbers with a range" in page
    assert "Set in current as well, since they belong to the world" in page


def test_factors_with_the_same_words_are_told_apart_by_their_keys() -> None:
    same = ("rules.hvb.sobriety_days", "services.hvb.rules.sobriety_days")
    page = flat(sensitivity, sensitivity_of(keys=same))
    assert all(f"[{key}]" in page for key in same)


def test_rows_of_a_sensitivity_hold_every_factor_of_every_outcome() -> None:
    direct, emulated = sensitivity.rows(sensitivity_of()), sensitivity.rows(sensitivity_of(direct=False))
    assert len(direct["factors"]) == 12
    assert direct["factors"][3]["rests_on"] == "A203, assumption"
    assert len(direct["indices"]) == 12 * 2 * len(HEADLINE)
    assert direct["indices"][0]["total"] == 0.5
    assert [row["emulator_explained"] for row in direct["outcomes"]] == [None] * 2 * len(HEADLINE)
    assert emulated["outcomes"][0]["emulator_explained"] == 0.91
    effects = sensitivity.rows(sensitivity_of("morris"))
    assert "indices" not in effects
    assert effects["effects"][1]["direction"] < 0


# Rankings ---------------------------------------------------------------------------------------------------------


def test_a_race_that_is_decided_says_what_is_left_and_how_surely() -> None:
    page = flat(ranks, ranks_of())
    assert (
        "Race on untreated needs (lower is better for clients): after 34 replications stronger_agreements is left. "
        "With a probability of 95 % or more its mean is the lowest of these designs, or within 0.5 percentage points "
        "of it." in page
    )
    assert re.search(r"phased \S+ \S+ \(\S+\) out after 22 replications", page)


def test_a_race_that_could_not_decide_says_so_plainly() -> None:
    page = flat(ranks, race_of(left=("phased", "full_reform"), decided=False, replications=100, out_after=OUT))
    assert (
        "The race on untreated needs (lower is better for clients) could not decide within 100 replications: phased "
        "and full_reform are still in it, and none of them may be called the lowest." in page
    )
    assert re.search(r"full_reform \S+ \S+ \(\S+\) still in it", page)


def test_designs_that_are_left_together_are_not_put_in_order() -> None:
    page = flat(ranks, race_of(left=("phased", "full_reform"), out_after=OUT, undefined=3))
    assert "phased and full_reform are left together: they differ by less than 0.5 percentage points" in page
    assert "Passed over: 3 replications in which it has no value." in page


def test_a_race_without_values_could_not_be_run() -> None:
    page = flat(ranks, race_of(**NO_RACE))
    assert "could not be run: it has no value in any of 100 replications." in page


def test_one_measure_ranks_and_the_first_row_stands_beside_without_an_order() -> None:
    page = flat(ranks, ranks_of())
    assert (
        "Untreated needs: over the draws the mean is lowest in current with a probability of 80 % (then "
        "integrated_teams 15 % and stronger_agreements 5 %); choosing it loses 0.0 (0.0 to 0.6) percentage points on "
        "average." in page
    )
    assert page.count("with a probability of 80 %") == 1
    assert "only one measure ranks" in page
    assert page.index("probability of the lowest, %") < page.index("The first row: mean over the draws")


def test_too_few_draws_rank_nothing() -> None:
    few = ranking_of((0.5, 0.6), (0.9, 0.1), draws=4)
    page = flat(ranks, ranks_of(("current", "phased"), ranking=few, replications=4))
    assert "Untreated needs: 4 draws, too few to tell; at least 5 are needed." in page
    assert "90" not in page[page.index("Ranked by") : page.index("The first row")]


def test_a_race_that_was_decided_by_too_few_says_so() -> None:
    page = flat(ranks, race_of(replications=4, out_after={"current": 4}))
    assert "The race on untreated needs (lower is better for clients): 4 replications, too few to tell." in page


def test_a_probability_is_never_rounded_to_certainty() -> None:
    page = flat(ranks, ranks_of(("current", "phased"), ranking=ranking_of((0.8, 0.9), (0.9999, 0.0001))))
    assert "with a probability of >99 % (then phased <1 %)" in page


def test_a_design_that_stands_twice_is_equal_and_numbered() -> None:
    page = flat(ranks, ranks_of(("current", "current"), ranking=ranking_of((0.8, 0.8), (0.5, 0.5))))
    assert "Untreated needs: over the draws all are equal." in page
    assert "current (2)" in page


def test_a_ranking_by_another_measure_says_so_and_the_first_row_still_stands() -> None:
    page = flat(ranks, race_of(measure=OTHERS))
    assert "Race on fall rate not comorbid (lower is better for clients)" in page
    assert "Fall rate not comorbid: over the draws the mean is lowest in current with a probability of 80 %" in page
    assert "Ranked by fall rate not comorbid" in page
    assert all(bare_head(m) in page for m in HEADLINE)


def test_rows_of_a_ranking_hold_every_design_on_every_measure_and_the_race() -> None:
    found = ranks.rows(ranks_of())
    assert [row["best_on_average"] for row in found["ranking"]][:2] == [0.8, 0.05]
    assert len(found["measures"]) == len(DESIGNS) * len(HEADLINE)
    assert found["measures"][0]["difference_mean"] is None
    assert found["measures"][1]["difference_mean"] == ranks_of().differences[1]["untreated_share"].mean
    assert [row["left"] for row in found["race"]] == [False, True, False, False, False]
    assert [row["out_after"] for row in found["race"]] == [10, None, 22, 28, 34]
    bare = ranks.rows(replace(ranks_of(), ranking=None))["ranking"]
    assert {row["best_on_average"] for row in bare} == {None}


# Warm-up ----------------------------------------------------------------------------------------------------------


def test_a_warm_up_that_is_long_enough_says_by_how_much() -> None:
    page = flat(warm_up, warm_up_of())
    assert (
        "Long enough: MSER-5 cuts off at most the first 304 days of any series, and runs leave out the first 730"
        in page
    )


def test_a_warm_up_that_is_too_short_names_the_series() -> None:
    page = flat(warm_up, warm_up_of({"open": 1000.0}))
    assert (
        "Not shown to be long enough: runs leave out the first 730 days. Settled only later: comorbid clients with an"
        in page
    )
    assert "Long enough" not in page
    unsettled = flat(warm_up, warm_up_of(reliable=False))
    assert "Not settled within these months, so that more --years are needed to tell" in unsettled


def test_a_warm_up_without_series_cannot_be_told_even_if_none_contradicts() -> None:
    page = flat(warm_up, warm_up_of(series=(), undefined=SERIES, long_enough=True))
    assert "It cannot be told: no series is defined throughout." in page
    assert "Long enough" not in page


def test_every_series_that_is_looked_at_has_words() -> None:
    assert set(warm_up.SERIES) == set(SERIES)


def test_rows_of_a_warm_up_hold_every_month_of_every_series_and_those_not_looked_at() -> None:
    found = warm_up_of()
    some = replace(found, series=found.series[:3], undefined=("load.region",))
    table = warm_up.rows(some)
    assert [row["series"] for row in table["series"]] == ["open", "untreated_share", "falls", "load.region"]
    assert table["series"][-1]["in_words"] == "not defined"
    assert len(table["months"]) == 144
    assert table["months"][5]["falls"] == some.series[2].values[5]
    assert len(table["mser"]) == 3 * 24


# Enough replications ----------------------------------------------------------------------------------------------


def test_enough_replications_name_what_needed_most() -> None:
    page = flat(enough, enough_of())
    assert "Replications: 22, which are enough. Days to treatment (phased minus current) needed most" in page
    assert "it was precise from 17 on" in page


def test_too_few_replications_say_what_was_not_reached_and_about_how_many_it_would_take() -> None:
    page = flat(enough, enough_of(False))
    assert (
        "Not enough: after 200 replications (the whole budget) 1 of 27 levels and differences are not as precise"
        in page
    )
    assert "days to treatment (phased minus current) ±12.0 days instead of ±6.0, about 340 replications" in page
    assert "not reached, about 340" in page


def test_what_has_no_value_is_not_judged_and_said() -> None:
    found = enough_of()
    bare = tuple(
        PrecisionRow(name=r.name, needed=None, mean=None, half_width=None, allowed=None, projected=None)
        for r in found.rows[:2]
    )
    page = flat(enough, replace(found, rows=(*bare, *found.rows[2:])))
    assert "No value, so not judged: untreated needs (current) and fell between chairs (current)." in page
    nothing = replace(found, enough=False, needed=None, most=None, rows=bare)
    assert "Whether they are enough cannot be told: nothing has a value." in flat(enough, nothing)


def test_what_needed_most_stands_first_and_what_was_not_reached_before_it() -> None:
    (grid,) = [p for p in enough.parts(enough_of(False)) if isinstance(p, Grid)]
    assert grid.rows[0][0].startswith("days to treatment (phased minus")
    assert [row[-1] for row in grid.rows[1:5]] == ["17"] * 4
    assert "12 of 27 shown: --full prints all." in " ".join(grid.notes)


def test_rows_of_enough_hold_every_level_and_difference() -> None:
    table = enough.rows(enough_of(False))["enough"]
    assert len(table) == 27
    assert [row["projected"] for row in table if not row["reached"]] == [340]


def test_a_comparison_says_after_its_headline_whether_its_replications_were_enough() -> None:
    found = made_up(("current", "phased"), n=2)
    page = tables.text(replace(found, enough=enough_of()))
    assert page.index("First row") < page.index("Replications: 22, which are enough") < page.index("Offered load")
    assert "which are enough" not in tables.text(found)
    assert "reached" in page
