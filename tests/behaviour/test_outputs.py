"""What people read says the same thing everywhere, says it neutrally, and never hides what a design does not see."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from outputs.comparison import figures
from outputs.comparison import page as tables
from outputs.comparison.headline import full_headline, headline
from outputs.comparison.pools import load_words, offered_loads
from outputs.comparison.rows import rows
from outputs.comparison.sentences import sentences
from outputs.comparison.whose_gain import whose_gain
from outputs.files.csv import write
from outputs.text.grid import Column, Grid, drawn, fitted
from outputs.text.measures import HEADLINE, describe, short
from outputs.text.numbers import difference, for_clients, plus_minus, value, verdict, with_interval
from outputs.text.words import LABELS, MECHANISMS, mechanism_clause, phrase, say
from sim.comparison.course import course_measures, course_of, months_of, window_of, worst_months
from sim.comparison.document import document
from sim.comparison.first_row import RANKS, SECOND_ROW
from sim.comparison.gains import gains_of
from sim.comparison.results import Comparison, DesignResult, DifferenceResult, Months, Summary
from sim.comparison.statistics import paired_differences, summarise_all
from sim.comparison.warnings import cautions
from sim.measures.fall_kinds import MECHANISMS as CODES
from sim.terms.calendar import Calendar
from sim.terms.words import Disorder, Part, Principal, Profile, Reason, Role, Service, Substance, name_of

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"
CALENDAR = Calendar(date(2025, 1, 1), warm_up_days=730, baseline_days=365, after_days=1826)
PROFILES = ("addiction", "addiction_psychiatric", "addiction_social", "all_three")
TEN = (
    "current", "stronger_agreements", "no_sobriety_rule", "bill_2028", "paper_transfer", "big_bang", "phased",
    "central_clinics", "integrated_teams", "full_reform",
)  # fmt: skip
SERVICES = ("social_services", "municipal_outpatient", "hvb", "primary_care", "adult_psychiatry", "addiction_clinic")


def made_up(
    designs: tuple[str, ...] = ("current", "paper_transfer", "big_bang"), n: int = 20, years: float = 5
) -> Comparison:
    """Return a comparison of made-up numbers with every measure and table that the outputs read."""
    runs = [[_values(d, r, years) for r in range(n)] for d in range(len(designs))]
    months = [tuple(_months(d, r) for r in range(n)) for d in range(len(designs))]
    window = window_of([table for some in months for table in some], CALENDAR)
    results = tuple(
        DesignResult(
            name=name,
            title=name,
            measures=summarise_all(run, _unit),
            tables=_tables(d),
            digests=("0",) * n,
            per_replication=tuple(run),
            months=some,
            worst=worst_months(some, window, CALENDAR),
        )
        for d, (name, run, some) in enumerate(zip(designs, runs, months, strict=True))
    )
    differences = tuple(_difference(d, results, n, years) for d in range(1, len(designs)))
    return Comparison(
        county="norrbotten",
        designs=results,
        differences=differences,
        replications=n,
        seed=1,
        version="0.1.0",
        run_id="made-up",
        years=years,
        parameters_mode="point",
        reform="2028-01-01",
    )


def _difference(d: int, results: Sequence[DesignResult], n: int, years: float) -> DifferenceResult:
    own, base = results[d], results[0]
    course = course_of(own.months, base.months, CALENDAR)
    measures = paired_differences(own.per_replication, base.per_replication, _unit) | course_measures(course, n)
    cohorts = [[_cohort(i, r, 300 if years >= 2 else 0) for r in range(n)] for i in (d, 0)]
    gains = gains_of(*cohorts, municipalities=("Luleå", "Kiruna"), replications=range(n))  # type: ignore[misc]
    return DifferenceResult(
        design=own.name,
        baseline=base.name,
        measures=measures,
        course=course,
        gains=gains,
        warnings=cautions(measures, base.measures, course),
    )


def _cohort(design: int, replication: int, size: int) -> dict[str, np.ndarray]:
    """A cohort in which every design after the first helps women in Luleå a little and harms men in Kiruna."""
    rng = np.random.default_rng(replication)
    profile, town, sex = (rng.integers(0, k, size) for k in (4, 2, 2))
    untreated = np.where(profile % 2 == 1, rng.integers(0, 3, size), rng.integers(0, 2, size))
    luck = np.random.default_rng([replication, 1]).random(size)
    if design:
        untreated = np.where((town == 0) & (sex == 0) & (luck < 0.2), np.maximum(untreated - 1, 0), untreated)
        untreated = np.where((town == 1) & (sex == 1) & (luck < 0.4), np.minimum(untreated + 1, 2), untreated)
    return {
        "client": np.arange(size, dtype=np.int32),
        "comorbid": profile % 2 == 1,
        "profile": profile.astype(np.int8),
        "municipality": town.astype(np.int16),
        "sex": sex.astype(np.int8),
        "age": (np.arange(size) % 3).astype(np.int8),
        "needs": np.full(size, 2, dtype=np.int8),
        "untreated": untreated.astype(np.int8),
        "days": np.where(untreated > 0, 365.0, 60.0).astype(np.float32),
    }


def _months(design: int, replication: int) -> Months:
    """Untreated need-days by month: more for 18 months after the reform; then fewer under every second design."""
    rng = np.random.default_rng([replication, design])
    starts = CALENDAR.month_starts()
    after = np.arange(len(starts)) - 36
    effect = np.where(after < 18, 3.0 * design, -3.0 * (design % 2))
    days = np.round(60 + np.where(after < 0, 0.0, effect + rng.normal(0, 2, len(starts)) * (design > 0)))
    return months_of(
        {
            "month": starts,
            "untreated_need_days": days,
            "untreated_share": days / 100,
            "newly_fallen": days / 5,
            "complete": np.arange(len(starts)) < 90,
        }
    )


def _unit(name: str) -> str:
    return "share" if "rate" in name or name.endswith("share") else "days" if "days" in name else "count"


def _values(design: int, replication: int, years: float) -> dict[str, float | None]:
    rng = np.random.default_rng([design, replication])
    common = np.random.default_rng(replication)
    shift = (0.0, 0.03, 0.012)[design % 3]
    noise = 0.01 * common.normal() + 0.004 * rng.normal()
    known = years >= 2
    values: dict[str, float | None] = {
        "untreated_share": 0.55 + shift + noise if known else None,
        "fall_rate": 0.41 + 0.5 * shift + noise if known else None,
        "both_treated_share": 0.20 - shift + noise if known else None,
        "one_treated_share": 0.50 - 2 * noise if known else None,
        "neither_treated_share": 0.30 + shift + noise if known else None,
        "days_to_treatment": 210.0 + 90 * shift + 90 * noise if known else None,
        "untreated_share_not_comorbid": 0.35 - 0.3 * shift + noise if known else None,
        "detected_share": 0.62 - shift + noise,
        "psychosocial_untreated_share": 0.50 + shift + noise if known else None,
        "latent_days_per_client_year": 121.0 - 200 * shift + 200 * noise,
        "treated_days_per_client_year": 60.0 - 10 * shift,
        "cohort_size": 1000.0 if known else 0.0,
        "new_posts": 0.0,
        "fall_rate_without_never_found": 0.38 + shift,
    }
    for i, code in enumerate(CODES):
        share = 0.02 + 0.018 * (i * 5 % 12) + shift + 0.4 * noise
        values[f"any_mechanism_rate.{code}"] = share if code != "lost_in_handover" or design else 0.0
        values[f"first_mechanism_rate.{code}"] = 0.4 * share
        values[f"fall_rate.{code}"] = 0.3 * share
    for i, service in enumerate(SERVICES):
        values[f"wait_days.{service}.median"] = None if service == "adult_psychiatry" else 12.0 + 9 * i + 50 * noise
        values[f"wait_days.{service}.p90"] = None if i > 3 else 60.0 + 30 * i
        values[f"wait_within.{service}.30"], values[f"wait_within.{service}.90"] = 0.7 - 0.1 * i, 0.95 - 0.05 * i
    for role, principal in (("social_worker", "municipality"), ("nurse", "region"), ("physician", "region")):
        values[f"load.{role}.{principal}"] = 0.9 + shift + noise
        values[f"hours.{role}.{principal}"] = 12345.6 + 1000 * noise
    values["days_to_first_treatment.median"] = 44.0
    values["handovers_tried"], values["handovers_lost"] = 160.0 * design, 12.0 * design
    values["handover_days.p90"] = 41.5 if design else None
    for name, fte in (("offered", 23.0), ("followed", 15.0), ("stayed", 5.0), ("resigned_at_transfer", 3.0)):
        values[f"staff_total.{name}"] = fte * (design > 0)
    values["staff_total.vacant_months"], values["staff_total.locum_months"] = 35.5 * design, 2.5 * design
    for i, profile in enumerate(PROFILES):
        values[f"untreated_share.profile.{profile}"] = 0.3 + 0.1 * i + shift + noise
        values[f"fall_rate.profile.{profile}"] = 0.25 + 0.1 * i + shift + noise
    return values


def _tables(design: int) -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    months = range(96)
    monthly = tuple(
        {
            "month": 30.4 * m,
            "date": f"{2025 + m // 12}-{m % 12 + 1:02d}-01",
            "untreated_share": 0.6 + 0.03 * math.sin(m) + (0.05 * design * math.exp(-(m - 36) / 9) if m >= 36 else 0),
            "complete": m < 90,
        }
        for m in months
    )
    pairs = (
        ("adult_psychiatry", "nobody", "region", "alone"),
        ("social_services", "adult_psychiatry", "municipality", "region"),
        ("municipal_outpatient", "adult_psychiatry", "municipality", "region"),
        ("adult_psychiatry", "addiction_clinic", "region", "region"),
        ("primary_care", "adult_psychiatry", "region", "region"),
        ("alone", "social_services", "alone", "municipality"),
        ("hvb", "nobody", "municipality", "alone"),
    )
    rules = ("sobriety", "not_severe_enough", "not_our_responsibility", "gave_up_in_queue", "treat_addiction_first")
    gap_map = tuple(
        {
            "from_service": one,
            "to_service": other,
            "from_principal": by,
            "to_principal": to,
            "rule": rule,
            "mechanism": "bounced",
            "falls": float((i * 7 + j * 5 + design * 3) % 23) * 2,
        }
        for i, (one, other, by, to) in enumerate(pairs)
        for j, rule in enumerate(rules)
        if (i + j + design) % 3
    )
    places = ("Luleå", "Kiruna", "Piteå")
    pools = tuple(
        {
            "service": service,
            "line": line,
            "place": place,
            "offered": None if place == "Piteå" and line != "ordinary" else 0.7 + 0.2 * i + 0.3 * k + 0.2 * design,
            "asked_per_day": 1.0,
            "occupied": 9.0,
            "places": 10.0,
            "full_share": 0.2 if service == "laro" else 0.9,
        }
        for i, (service, line) in enumerate(
            (("laro", "ordinary"), ("housing_support", "ordinary"), ("adult_psychiatry", "neuropsychiatric"))
        )
        for k, place in enumerate(places)
    )
    return {"monthly": monthly, "gap_map": gap_map, "pools": pools}


# Headline ---------------------------------------------------------------------------------------------------------


def flat(found: Comparison, full: bool = False) -> str:
    return " ".join(tables.text(found, full=full).split())


def test_a_comparison_begins_with_five_sentences_and_then_the_first_row() -> None:
    lines = tables.text(made_up(), "runs/made-up").splitlines()
    leads = ("Compared:", "Who gains:", "How sure:", "What disagrees:", "Look next:", "First row:")
    where = [next(i for i, line in enumerate(lines) if line.startswith(lead)) for lead in leads]
    assert where == sorted(where)
    assert where[0] < 6
    assert [sum(line.startswith(lead) for line in lines) for lead in leads[:5]] == [1] * 5


def test_three_designs_fit_on_one_screen_with_all_their_cautions() -> None:
    lines = tables.text(made_up(), "runs/made-up").splitlines()
    assert len(lines) <= 45
    assert max(map(len, lines)) <= 100


def test_the_nine_of_the_first_row_always_stand_together_and_untreated_needs_are_first() -> None:
    assert HEADLINE[0] == RANKS == "untreated_share"
    for grid in (*headline(made_up()), *full_headline(made_up())):
        if grid.title.startswith("First row"):
            assert [row[0] for row in grid.rows][: len(HEADLINE)] == [short(name) for name in HEADLINE]
        else:
            assert [row[0] for row in grid.rows] == [short(name) for name in SECOND_ROW]


@pytest.mark.parametrize("missing", HEADLINE)
def test_a_headline_row_stays_when_its_measure_is_missing(missing: str) -> None:
    found = made_up(n=2)
    designs = tuple(_without(design, missing) for design in found.designs)
    bare = Comparison(
        county="norrbotten",
        designs=designs,
        differences=found.differences,
        replications=2,
        seed=1,
        version="0",
        run_id="x",
        years=5,
        parameters_mode="point",
    )
    for grid in (*headline(bare), *full_headline(bare)[:1]):
        assert [row[0] for row in grid.rows][: len(HEADLINE)] == [short(name) for name in HEADLINE]
    assert [row["measure"] for row in rows(bare)["headline"]] == list(HEADLINE) * 3


def test_with_many_designs_the_nine_are_columns_in_two_tables_one_below_the_other() -> None:
    first, second, gains = headline(made_up(TEN, n=6))
    heads = [c.group.split(",")[0] for grid in (first, second) for c in grid.columns[1:]]
    assert heads == [
        "untreated", "fell", "both", "one", "neither", "days", "dep. alone", "detected", "psychosoc.",
    ]  # fmt: skip
    assert [c.head for grid in (first, second) for c in grid.columns[1:]] == [
        describe(n).better or "–" for n in HEADLINE
    ]
    assert [row[0] for row in gains.rows] == list(TEN[1:])
    for grid in (first, second):
        assert [row[0] for row in grid.rows] == ["current, level", *TEN[1:]]


def _without(design: DesignResult, name: str) -> DesignResult:
    measures = {key: summary for key, summary in design.measures.items() if key != name}
    return DesignResult(
        name=design.name,
        title=design.title,
        measures=measures,
        tables=design.tables,
        digests=design.digests,
        per_replication=design.per_replication,
    )


def test_one_design_alone_is_shown_with_its_levels_and_its_cohort() -> None:
    text = tables.text(made_up(("current",)))
    assert "Compared:" not in text
    (grid,) = headline(made_up(("current",)))
    assert [row[0] for row in grid.rows] == [*(short(n) for n in HEADLINE), "clients in the cohort"]


def test_both_kinds_of_interval_are_named_in_words() -> None:
    text = tables.text(made_up(), full=True)
    assert "95 % interval of the mean (shrinks with more replications)" in text
    assert "spread between replications" in text


def test_every_headline_measure_but_one_says_which_way_is_better_for_clients() -> None:
    assert {name: describe(name).better for name in HEADLINE} == {
        "untreated_share": "lower",
        "fall_rate": "lower",
        "both_treated_share": "higher",
        "one_treated_share": "",
        "neither_treated_share": "lower",
        "days_to_treatment": "lower",
        "untreated_share_not_comorbid": "lower",
        "detected_share": "higher",
        "psychosocial_untreated_share": "lower",
    }


def test_who_gains_is_told_of_100_beside_what_chance_would_give() -> None:
    told = " ".join(sentences(made_up(("current", "big_bang"))).split())
    assert "of 100 comorbid clients who ask under both, under big_bang " in told
    assert "are better off and" in told
    assert "(clients dealt out by chance:" in told
    (grid,) = whose_gain(made_up(("current", "big_bang")))
    by_group = {row[0]: row for row in grid.rows}
    assert by_group["all"][5].startswith("−")
    assert float(by_group["by chance"][2]) > float(by_group["all"][2]) + 10
    assert by_group["women"][-1] == "better"
    assert by_group["men"][-1] == "worse"
    assert "who loses most (men under big_bang" in told or "who loses most (Kiruna under big_bang" in told


def test_with_many_designs_it_is_counted_under_how_many_more_gain_than_lose() -> None:
    told = " ".join(sentences(made_up(TEN)).split())
    assert "under 9 designs more lose than gain" in told
    assert "9 designs with current" in told


def test_with_fewer_than_five_replications_no_word_of_a_difference_is_said_anywhere() -> None:
    for full in (False, True):
        text = tables.text(made_up(n=4), full=full)
        words = text.replace("better for", "").replace("Fewer than 5", "").replace("with fewer than 2", "")
        said = [
            line for line in words.splitlines() if ":" not in line[:40] and line.startswith(tuple(map(short, HEADLINE)))
        ]
        assert said
        for word in ("better", "worse", "more ", "fewer", "longer", "shorter", "unclear", "no clear"):
            assert not [line for line in said if word in line], word
        assert "too few to tell" in text
        assert "Whose gain" not in text
        assert "better off" not in text
    assert "better off" in tables.text(made_up(n=5))
    for n, told in ((4, ["too few to tell"] * 2), (5, ["see note", "none"])):
        (grid,) = grids(made_up(n=n), "Through the reform: recovery")
        assert [row[1] for row in grid.rows] == told


def test_a_difference_is_said_in_neutral_words() -> None:
    text = describe("fall_rate")
    assert (
        verdict(Summary(mean=0.02, low=0.01, high=0.03, spread_low=0, spread_high=0.1, n=9, unit="share"), text)
        == "more"
    )
    assert (
        verdict(Summary(mean=-0.02, low=-0.03, high=-0.01, spread_low=0, spread_high=0.1, n=9, unit="share"), text)
        == "fewer"
    )
    assert (
        verdict(Summary(mean=0.02, low=-0.01, high=0.03, spread_low=0, spread_high=0.1, n=9, unit="share"), text)
        == "no clear difference"
    )
    assert (
        verdict(Summary(mean=0.0, low=0.0, high=0.0, spread_low=0, spread_high=0, n=9, unit="share"), text)
        == "no difference"
    )
    assert (
        verdict(Summary(mean=0.02, low=0.01, high=0.03, spread_low=0, spread_high=0.1, n=4, unit="share"), text)
        == "too few to tell"
    )
    assert (
        verdict(Summary(mean=0.0, low=0.0, high=0.0, spread_low=0, spread_high=0, n=1, unit="share"), text)
        == "no difference"
    )  # the logs were the same
    assert (
        verdict(Summary(mean=None, low=None, high=None, spread_low=None, spread_high=None, n=0, unit="share"), text)
        == "not comparable"
    )


def test_a_difference_is_better_or_worse_for_clients_by_the_way_of_its_measure() -> None:
    up, down = (
        Summary(mean=x, low=x - 0.01, high=x + 0.01, spread_low=0, spread_high=0.1, n=9, unit="share")
        for x in (0.02, -0.02)
    )
    assert [for_clients(s, describe("untreated_share")) for s in (up, down)] == ["worse", "better"]
    assert [for_clients(s, describe("detected_share")) for s in (up, down)] == ["better", "worse"]
    assert [for_clients(s, describe("one_treated_share")) for s in (up, down)] == ["more", "fewer"]
    assert for_clients(replace(up, low=-0.01), describe("fall_rate")) == "unclear"
    assert for_clients(replace(up, n=4), describe("fall_rate")) == ""


def test_no_design_is_called_best() -> None:
    text = tables.text(made_up(TEN), full=True)
    assert not [word for word in ("best", "winner", "recommend") if word in text]


def test_a_design_that_stands_twice_has_two_columns_with_different_heads() -> None:
    text = tables.text(made_up(("current", "current"), n=3))
    assert "current (2)" in text


# The way through the reform ---------------------------------------------------------------------------------------


def grids(found: Comparison, start: str) -> list[Grid]:
    return [p for p in tables.parts(found, full=True) if isinstance(p, Grid) and p.title.startswith(start)]


def test_the_reform_and_the_profiles_have_a_row_for_each_design() -> None:
    starts = ("Through the reform: worst", "Staff and", "Untreated needs by need", "Fell between chairs by need")
    for start in starts:
        (grid,) = grids(made_up(TEN, n=3), start)
        assert [row[0] for row in grid.rows] == list(TEN)
    (grid,) = grids(made_up(TEN, n=3), "Through the reform: recovery")
    assert [row[0] for row in grid.rows] == list(TEN[1:])


def test_the_course_is_told_with_its_dates_and_what_is_never_reached_is_said() -> None:
    worst, back = grids(made_up(("current", "current", "big_bang"), n=5), "Through")
    assert back.rows[1][:3] == ("big_bang", "none", "–")
    assert "2028" <= worst.rows[2][1] < "2029-07"


def test_a_recovery_that_goes_against_the_first_row_is_not_told_without_a_sentence() -> None:
    found = made_up(("current", "current"), n=5)  # 18 months with more need-days, then fewer; untreated needs are more
    (grid,) = grids(found, "Through the reform: recovery")
    assert grid.rows[0][1:3] == ("see note", "–")
    for shown in (grid, *headline(found)):
        assert any("add up to the other side than untreated needs" in note for note in shown.notes)
    with_it = replace(found.differences[0], warnings=())
    (grid,) = grids(replace(found, differences=(with_it,)), "Through the reform: recovery")
    month, months = grid.rows[0][1:3]
    assert "2030-06" <= month <= "2031-06"
    assert abs(int(months.split()[0]) - 36) <= 6


def test_a_design_that_changes_nothing_is_said_to_change_nothing() -> None:
    found = made_up(("current", "current"), n=2)
    same = course_of(found.designs[0].months, found.designs[0].months, CALENDAR)
    difference_ = DifferenceResult(design="current", baseline="current", measures=course_measures(same, 2), course=same)
    bare = replace(found, differences=(difference_,))
    assert grids(bare, "Through")[1].rows[0][1:] == ("no change", "–", "0.0 (0.0 to 0.0)")


def test_staff_and_handovers_are_left_out_where_nobody_moves() -> None:
    assert grids(made_up(("current",), n=2), "Staff and") == []
    (grid,) = grids(made_up(("current", "big_bang"), n=2), "Staff and")
    assert grid.rows[0] == ("current", "0", "0", "0", "0", "0", "0", "0", "0", "–")
    assert grid.rows[1][1:5] == ("23", "15", "5.0", "3.0")


def test_one_design_alone_has_no_course() -> None:
    assert grids(made_up(("big_bang",), n=2), "Through") == []


# Warnings ---------------------------------------------------------------------------------------------------------


def test_pools_that_are_too_small_today_are_counted_once_and_only_what_is_new_is_told() -> None:
    found = made_up(("current", "big_bang"), n=5)
    told = load_words(found)
    assert told.startswith("Offered load 1 or more under current by construction of its staffing: 4 of 9 pools (")
    assert "New under big_bang: " in told
    (grid,) = offered_loads(found)
    cells = {row[0]: row[1:] for row in grid.rows}
    assert cells["housing support, Luleå"] == ("0.90  ", "1.10 !")
    assert cells["housing support, Kiruna"] == ("1.20 !", "1.40 !")  # a sixth more than today
    assert not [name for name in cells if "LARO" in name]  # it has room, whoever leaves its list on the way
    assert not [name for name in cells if "Piteå" in name and "neuro" in name]


def test_designs_that_change_no_pool_have_no_line_for_any() -> None:
    found = made_up(("current", "big_bang"), n=5)
    same = replace(found, designs=(found.designs[0], replace(found.designs[1], tables=found.designs[0].tables)))
    assert offered_loads(same) == []
    assert "Nothing is new under the others." in load_words(same)


def test_no_pools_is_no_table_and_no_sentence() -> None:
    found = made_up(("current",), n=2)
    bare = replace(found, designs=(replace(found.designs[0], tables={}),))
    assert offered_loads(bare) == []
    assert load_words(bare) == ""


# Plain text -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("designs", [1, 2, 3, 5, 10])
def test_plain_text_is_at_most_100_columns_wide_and_has_no_colour(designs: int) -> None:
    text = tables.text(made_up(TEN[:designs], n=4), "runs/made-up", full=True)
    assert max(len(line) for line in text.splitlines()) <= 100
    assert "\x1b" not in text


@pytest.mark.parametrize("designs", [3, 10])
def test_no_cell_is_broken_on_a_terminal_of_100_columns(designs: int) -> None:
    for part in tables.parts(made_up(TEN[:designs], n=4), "runs/made-up", full=True):
        if isinstance(part, Grid):
            bare = Grid(part.title[:40], part.columns, part.rows)
            narrow, wide = (io.StringIO() for _ in range(2))
            Console(file=narrow, width=100).print(drawn(bare))
            Console(file=wide, width=400).print(drawn(bare))
            assert len(narrow.getvalue().splitlines()) == len(wide.getvalue().splitlines()), part.title


def test_tables_are_split_by_what_a_terminal_needs_where_a_groups_name_widens_one_column() -> None:
    def build(indices: Sequence[int]) -> Grid:
        columns = tuple(
            Column(head, f"a_design_with_a_long_name_{i}") for i in indices for head in ("a", "b", "c", "d")
        )
        return Grid("Title", columns, (("1",) * len(columns),))

    assert [len(grid.columns) for grid in fitted(build, 4)] == [8, 8]  # as plain text three would fit


def test_output_that_is_no_terminal_is_plain() -> None:
    stream = io.StringIO()
    tables.show(made_up(n=2), "runs/made-up", stream=stream)
    assert stream.getvalue() == tables.text(made_up(n=2), "runs/made-up")


def test_a_terminal_gets_rich_tables_with_the_same_words() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    tables.show(made_up(n=2), "runs/made-up", stream=stream)
    for name in HEADLINE:
        assert short(name).split()[0] in stream.getvalue()
    assert "runs/made-up" in stream.getvalue()


def test_the_last_line_is_the_run_folder() -> None:
    assert tables.text(made_up(n=2), "runs/made-up").splitlines()[-1] == "Run folder: runs/made-up"


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("posterior", "numbers that agree with the county's counts"),
        ("prior", "its numbers from their ranges, fitted to no count"),
        ("point", "All numbers are central values, fitted to no count"),
    ],
)
def test_the_text_says_where_the_values_come_from_that_most_are_assumptions_and_where_to_look(
    mode: str, words: str
) -> None:
    text = " ".join(tables.text(replace(made_up(n=2), parameters_mode=mode)).split())
    assert words in text
    assert "assumptions" in text
    assert "`mellanrum evidence list` says which. Read differences between designs before levels." in text
    assert "uncalibrated" not in text


def test_an_empty_after_cohort_is_said_and_explained() -> None:
    text = tables.text(made_up(n=2, years=1))
    assert "after cohort is empty" in text
    assert "after cohort is empty" not in tables.text(made_up(n=2))


# Numbers ----------------------------------------------------------------------------------------------------------


def test_absence_is_a_word_never_nan_or_none() -> None:
    text = tables.text(made_up(n=2, years=1), full=True)
    assert "not reached" in text
    assert "nan" not in text.lower().split()
    assert "None" not in text


def test_percent_has_one_decimal_and_days_have_sensible_digits() -> None:
    assert value(0.3412, describe("fall_rate")) == "34.1 %"
    assert value(12.345, describe("wait_days.hvb.median")) == "12.3"
    assert value(1234.5, describe("wait_days.hvb.median")) == "1\u00a0234"
    assert value(None, describe("wait_days.hvb.median")) == "not reached"
    assert value(None, describe("fall_rate")) == "–"


def test_an_interval_stands_beside_its_mean() -> None:
    summary = Summary(mean=0.341, low=0.33, high=0.352, spread_low=0.3, spread_high=0.38, n=20, unit="share")
    assert with_interval(summary, describe("fall_rate")) == "34.1 % (33.0–35.2)"
    assert difference(
        Summary(mean=-0.012, low=-0.02, high=-0.004, spread_low=0, spread_high=0, n=20, unit="share"),
        describe("fall_rate"),
    ) == ("−1.2 (−2.0 to −0.4)")


def test_half_an_interval_stands_beside_its_mean_and_a_clear_difference_is_marked() -> None:
    text = describe("fall_rate")
    assert (
        plus_minus(
            Summary(mean=0.341, low=0.33, high=0.352, spread_low=0.3, spread_high=0.38, n=20, unit="share"), text
        )
        == "34.1 ± 1.1"
    )
    assert (
        plus_minus(
            Summary(mean=-0.02, low=-0.03, high=-0.01, spread_low=0, spread_high=0, n=20, unit="share"),
            text,
            signed=True,
        )
        == "−2.0 ± 1.0 *"
    )
    assert (
        plus_minus(
            Summary(mean=0.02, low=-0.01, high=0.05, spread_low=0, spread_high=0, n=20, unit="share"), text, signed=True
        )
        == "+2.0 ± 3.0"
    )
    assert (
        plus_minus(Summary(mean=0.02, low=None, high=None, spread_low=None, spread_high=None, n=1, unit="share"), text)
        == "2.0"
    )


def test_one_replication_has_no_interval_and_says_so() -> None:
    text = tables.text(made_up(n=1))
    assert "too few to tell" in text


# Files ------------------------------------------------------------------------------------------------------------


def test_every_table_is_a_csv_file_and_absence_is_an_empty_cell(tmp_path: Path) -> None:
    found = made_up(n=2)
    paths = write(rows(found), tmp_path / "tables")
    assert {p.stem for p in paths} == set(rows(found))
    names = {"headline", "measures", "differences", "replications", "monthly", "gap_map", "course", "pools", "gains"}
    assert names <= {p.stem for p in paths}
    with (tmp_path / "tables" / "measures.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    median = next(row for row in table if row["measure"] == "wait_days.adult_psychiatry.median")
    assert median["mean"] == ""
    assert "nan" not in (tmp_path / "tables" / "measures.csv").read_text(encoding="utf-8").lower()


def test_the_course_is_a_csv_file_with_its_intervals(tmp_path: Path) -> None:
    write(rows(made_up(("current", "big_bang"), n=3)), tmp_path)
    with (tmp_path / "course.csv").open(encoding="utf-8", newline="") as file:
        months = list(csv.DictReader(file))
    assert months[0]["date"] == "2028-01-01"
    assert {row["design"] for row in months} == {"big_bang"}
    sums = np.cumsum([float(row["excess_mean"]) for row in months])
    assert [float(row["total_mean"]) for row in months] == pytest.approx(sums.tolist())
    assert all(float(r["total_low"]) <= float(r["total_mean"]) <= float(r["total_high"]) for r in months)


def test_the_gains_are_a_csv_file_with_chance_beside_all(tmp_path: Path) -> None:
    write(rows(made_up(("current", "big_bang"), n=3)), tmp_path)
    with (tmp_path / "gains.csv").open(encoding="utf-8", newline="") as file:
        found = {row["group"]: row for row in csv.DictReader(file)}
    assert {"all", "by_chance", "sex.woman", "age.over_50", "municipality.Kiruna", "profile.all_three"} <= set(found)
    for row in found.values():
        assert float(row["better"]) + float(row["worse"]) + float(row["same"]) == pytest.approx(1.0)
        assert float(row["better"]) - float(row["worse"]) == pytest.approx(float(row["net_mean"]))


def test_the_document_has_gains_warnings_and_course_of_every_difference() -> None:
    won, lost = document(made_up(n=6))["differences"]
    excess = won["measures"]["excess_untreated_need_days"]
    assert excess["low"] < excess["mean"] < excess["high"] < 0
    assert [d["measures"]["recovered_share"]["mean"] for d in (won, lost)] == [1.0, 0.0]
    assert won["measures"]["months_to_recovery"]["mean"] > 18
    assert lost["measures"]["months_to_recovery"]["mean"] is None
    assert won["course"]["recovered_by"] > "2029"
    assert won["gains"]["all"]["net"]["mean"] < 0
    assert won["gains"]["chance"]["better"]["mean"] > won["gains"]["all"]["better"]["mean"]
    assert {w["kind"] for w in won["warnings"]} >= {"first_row_disagrees", "course_contradicts"}


def test_figures_are_written_as_png(tmp_path: Path) -> None:
    figures.headline(made_up(n=3), tmp_path / "headline.png")
    figures.gap_map(made_up(n=3), tmp_path / "gap_map.png")
    series = {"year": [0, 1, 2], "seekers": [700, 705, 698], "present": [2000, 2010, 1990], "waiting": [90, 91, 89]}
    figures.population(series, tmp_path / "population.png")
    for designs in (1, 3, 10):
        figures.course(made_up(TEN[:designs], n=5), tmp_path / f"course{designs}.png", date(2028, 1, 1))
        figures.gains(made_up(TEN[:designs], n=5), tmp_path / f"gains{designs}.png")
    for path in tmp_path.glob("*.png"):
        assert path.read_bytes().startswith(b"\x89PNG")
    assert len(list(tmp_path.glob("*.png"))) == 9


def test_figures_can_be_drawn_without_an_after_cohort(tmp_path: Path) -> None:
    found = made_up(("current", "big_bang"), n=1, years=1)
    for draw in (figures.headline, figures.gains, figures.course):
        assert draw(found, tmp_path / f"{draw.__name__}.png").exists()


# Words ------------------------------------------------------------------------------------------------------------


def test_everything_that_people_read_about_has_a_name_in_words() -> None:
    for kind in (Service, Role, Principal, Reason, Part, Disorder, Substance, Profile):
        assert set(LABELS[kind]) == set(kind), kind
    assert tuple(MECHANISMS) == CODES
    assert all("_" not in say(s) and "_" not in phrase(s) for s in Service)
    assert all(mechanism_clause(code) for code in CODES)


def test_the_glossary_has_every_word_of_the_model() -> None:
    text = GLOSSARY.read_text(encoding="utf-8")
    words = [name_of(m) for kind in (Service, Role, Principal, Profile, Disorder, Substance) for m in kind]
    words += [name_of(r) for r in Reason if 0 < r <= Reason.METHOD_NOT_OFFERED]
    words += CODES
    assert not [word for word in words if f"`{word}`" not in text]


# Ablation ---------------------------------------------------------------------------------------------------------


def taken_apart(n: int = 2) -> Comparison:
    """Return a comparison of a design whole, without a dip, and without a rule with a long name."""
    names = ("phased", "without_dip", "without_municipal_outpatient.treat_psychiatry_first_share")
    found = made_up(names, n=n)
    titles = (
        "By stages",
        "By stages, without dip",
        "By stages, without municipal_outpatient.treat_psychiatry_first_share",
    )
    designs = tuple(replace(d, title=title) for d, title in zip(found.designs, titles, strict=True))
    return replace(found, designs=designs)


def test_an_ablation_says_that_the_whole_design_is_the_baseline_and_which_way_to_read() -> None:
    text = tables.text(taken_apart())
    assert "By stages, whole and without each of its 2 mechanisms" in text
    assert "the baseline is the whole design" in text
    assert "− dip: output does not fall among those who move." in text
    assert "− treat_psychiatry_first_share" in text
    assert "Read untreated needs first" in " ".join(text.split())
    assert "twelve mechanisms" not in text
    assert "Appendix: the twelve mechanisms" in tables.text(taken_apart(), full=True)
    assert max(len(line) for line in tables.text(taken_apart(), full=True).splitlines()) <= 100
    assert "How to read this" not in tables.text(made_up())


def test_one_replication_has_no_table_of_spread() -> None:
    assert "spread between replications" not in tables.text(made_up(n=1), full=True)
