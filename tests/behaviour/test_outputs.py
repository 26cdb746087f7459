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

from outputs import figures, tables
from outputs.csv import write
from outputs.frames import rows
from outputs.grid import Column, Grid, drawn, fitted
from outputs.headline import headline
from outputs.measures_text import HEADLINE, describe, short
from outputs.numbers import difference, plus_minus, value, verdict, with_interval
from outputs.pools import offered_loads
from outputs.reform import worst_month
from outputs.words import LABELS, MECHANISMS, mechanism_clause, phrase, say
from sim.experiment.comparison import Comparison, DesignResult, DifferenceResult, Months, Summary
from sim.experiment.course import course_measures, course_of, months_of
from sim.experiment.document import document
from sim.experiment.statistics import paired_differences, summarise_all
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
    results = tuple(
        DesignResult(
            name, name, summarise_all(run, _unit), _tables(d), ("0",) * n, tuple(run),
            tuple(_months(d, r) for r in range(n)),
        )
        for d, (name, run) in enumerate(zip(designs, runs, strict=True))
    )  # fmt: skip
    courses = [course_of(result.months, results[0].months, CALENDAR) for result in results[1:]]
    differences = tuple(
        DifferenceResult(name, designs[0], paired_differences(run, runs[0], _unit) | course_measures(course, n), course)
        for name, run, course in zip(designs[1:], runs[1:], courses, strict=True)
    )
    return Comparison("norrbotten", results, differences, n, 1, "0.1.0", "made-up", years, "point", reform="2028-01-01")


def _months(design: int, replication: int) -> Months:
    """A design's falls month by month: more for 18 months after the reform; then fewer under every second design."""
    rng = np.random.default_rng([replication, design])
    starts = CALENDAR.month_starts()
    after = np.arange(len(starts)) - 36
    effect = np.where(after < 18, 3.0 * design, -3.0 * (design % 2))
    falls = np.round(60 + np.where(after < 0, 0.0, effect + rng.normal(0, 2, len(starts)) * (design > 0)))
    return months_of(
        {"month": starts, "falls": falls, "falls_per_1000": falls / 2, "complete": np.arange(len(starts)) < 90}
    )


def _unit(name: str) -> str:
    return "share" if "rate" in name or name.endswith("share") else "days" if "days" in name else "count"


def _values(design: int, replication: int, years: float) -> dict[str, float | None]:
    rng = np.random.default_rng([design, replication])
    common = np.random.default_rng(replication)
    shift = (0.0, 0.03, 0.012)[design % 3]
    noise = 0.01 * common.normal() + 0.004 * rng.normal()
    values: dict[str, float | None] = {
        "fall_rate": 0.41 + shift + noise if years >= 2 else None,
        "gap_days_per_client_year": 38.0 + 90 * shift + 90 * noise,
        "latent_days_per_client_year": 121.0 - 200 * shift + 200 * noise,
        "detected_share": 0.62 - shift + noise,
        "parallel_share": 0.17 + 0.5 * shift + noise,
    }
    for i, code in enumerate(CODES):
        share = 0.02 + 0.018 * (i * 5 % 12) + shift + 0.4 * noise
        values[f"fall_rate.{code}"] = share if code != "lost_in_handover" or design else 0.0
        values[f"fall_rate_first.{code}"] = 0.4 * share
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
        values[f"fall_rate.profile.{profile}"] = 0.3 + 0.1 * i + shift + noise
    return values


def _tables(design: int) -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    months = range(96)
    monthly = tuple(
        {
            "month": 30.4 * m,
            "date": f"{2025 + m // 12}-{m % 12 + 1:02d}-01",
            "falls_per_1000": 31 + 3 * math.sin(m) + (9 * design * math.exp(-(m - 36) / 9) if m >= 36 else 0),
            "gap_persons": 120 + 8 * math.sin(m / 3) + (20 * design * math.exp(-(m - 36) / 12) if m >= 36 else 0),
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


def test_the_headline_comes_first_and_its_five_rows_always_stand_together() -> None:
    text = tables.text(made_up(), "runs/made-up")
    lines = text.splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("Headline"))
    assert first < 12
    for start in (i for i, line in enumerate(lines) if line.startswith("Headline")):
        labels = [line[:19].rstrip() for line in lines[start:] if line][: len(HEADLINE) + 8]
        where = [next(i for i, label in enumerate(labels) if label.startswith(short(name))) for name in HEADLINE]
        assert where == list(range(where[0], where[0] + len(HEADLINE)))


@pytest.mark.parametrize("missing", HEADLINE)
def test_a_headline_row_stays_when_its_measure_is_missing(missing: str) -> None:
    found = made_up(n=2)
    designs = tuple(_without(design, missing) for design in found.designs)
    bare = Comparison("norrbotten", designs, found.differences, 2, 1, "0", "x", 5, "point")
    for grid in headline(bare):
        assert [row[0] for row in grid.rows] == [short(name) for name in HEADLINE]
    assert [row["measure"] for row in rows(bare)["headline"]] == list(HEADLINE) * 3


def test_with_many_designs_the_five_are_columns_that_stand_together_and_say_which_way_is_better() -> None:
    found = made_up(TEN, n=3)
    for grid in headline(found):
        assert [c.group.split(",")[0] for c in grid.columns[1:]] == [short(n).split(" a year")[0].replace(" share", "")
                                                                     for n in HEADLINE]  # fmt: skip
        assert [c.head for c in grid.columns[1:]] == [describe(n).better for n in HEADLINE]
    means, differences, spreads = headline(found)
    assert [row[0] for row in means.rows] == [row[0] for row in spreads.rows] == list(TEN)
    assert [row[0] for row in differences.rows] == list(TEN[1:])


def _without(design: DesignResult, name: str) -> DesignResult:
    measures = {key: summary for key, summary in design.measures.items() if key != name}
    return DesignResult(design.name, design.title, measures, design.tables, design.digests, design.per_replication)


def test_both_kinds_of_interval_are_named_in_words() -> None:
    text = tables.text(made_up())
    assert "95 % interval of the mean (shrinks with more replications)" in text
    assert "spread between replications" in text


def test_every_headline_measure_says_which_way_is_better_for_clients() -> None:
    assert {name: describe(name).better for name in HEADLINE} == {
        "fall_rate": "lower",
        "gap_days_per_client_year": "lower",
        "latent_days_per_client_year": "lower",
        "detected_share": "higher",
        "parallel_share": "higher",
    }


def test_a_difference_is_said_in_neutral_words() -> None:
    text = describe("fall_rate")
    assert verdict(Summary(0.02, 0.01, 0.03, 0, 0.1, 9, "share"), text) == "more"
    assert verdict(Summary(-0.02, -0.03, -0.01, 0, 0.1, 9, "share"), text) == "fewer"
    assert verdict(Summary(0.02, -0.01, 0.03, 0, 0.1, 9, "share"), text) == "no clear difference"
    assert verdict(Summary(0.0, 0.0, 0.0, 0, 0, 9, "share"), text) == "no difference"
    assert verdict(Summary(None, None, None, None, None, 0, "share"), text) == "not comparable"


def test_no_table_calls_a_design_better_or_worse() -> None:
    text = tables.text(made_up(), full=True).replace("better for", "")
    assert not [word for word in ("better", "worse", "best", "winner", "improve") if word in text]


def test_a_design_that_stands_twice_has_two_columns_with_different_heads() -> None:
    text = tables.text(made_up(("current", "current"), n=3))
    assert "current (2)" in text


# The way through the reform ---------------------------------------------------------------------------------------


def grids(found: Comparison, start: str) -> list[Grid]:
    return [p for p in tables.parts(found) if isinstance(p, Grid) and p.title.startswith(start)]


def test_the_reform_and_the_profiles_follow_the_headline_with_a_row_for_each_design() -> None:
    titles = [p.title for p in tables.parts(made_up(TEN, n=3)) if isinstance(p, Grid)]
    assert [t.split(":")[0] for t in titles[3:6]] == [
        "Through the reform",
        "Staff and handovers",
        "Fall rate by need profile",
    ]
    for start in ("Through", "Staff", "Fall rate by need"):
        (grid,) = grids(made_up(TEN, n=3), start)
        assert [row[0] for row in grid.rows] == list(TEN)


def test_the_course_is_told_with_its_dates_and_what_is_never_reached_is_said() -> None:
    rows_ = {row[0]: row for row in grids(made_up(("current", "current", "big_bang"), n=4), "Through")[0].rows}
    assert rows_["current"][-1] == "(baseline)"
    assert rows_["big_bang"][3:6] == ("not reached", "–", "0 %")
    assert rows_["big_bang"][1] < "2029-07"
    month, months, share = rows_["current (2)"][3:6]  # 18 months with 3 more, then 3 fewer each
    assert "2030-06" <= month <= "2031-06"
    assert abs(int(months) - 36) <= 6
    assert share == "100 %"


def test_a_design_that_changes_nothing_is_said_to_change_nothing() -> None:
    found = made_up(("current", "current"), n=2)
    same = course_of(found.designs[0].months, found.designs[0].months, CALENDAR)
    difference_ = DifferenceResult("current", "current", course_measures(same, 2), same)
    bare = replace(found, differences=(difference_,))
    assert grids(bare, "Through")[0].rows[1][3:] == ("no change", "–", "–", "0.0 (0.0 to 0.0)")


def test_staff_and_handovers_are_left_out_where_nobody_moves() -> None:
    assert grids(made_up(("current",), n=2), "Staff") == []
    (grid,) = grids(made_up(("current", "big_bang"), n=2), "Staff")
    assert grid.rows[0] == ("current", "0", "0", "0", "0", "0", "0", "0", "0", "–")
    assert grid.rows[1][1:5] == ("23", "15", "5.0", "3.0")


def test_one_design_alone_has_no_course() -> None:
    assert grids(made_up(("big_bang",), n=2), "Through") == []


def test_the_worst_month_of_the_baseline_is_after_the_reform() -> None:
    found = made_up(("current", "big_bang"), n=2)
    early = tuple({**row, "falls_per_1000": 999.0} if row["date"] < "2028" else row for row in _tables(0)["monthly"])
    tables_ = {**found.designs[0].tables, "monthly": early}
    bare = replace(found, designs=(replace(found.designs[0], tables=tables_), found.designs[1]))
    worst = worst_month(bare, 0)
    assert worst is not None
    assert worst[0] >= "2028"
    assert worst[1] < 999.0


# Warnings ---------------------------------------------------------------------------------------------------------


def test_pools_with_an_offered_load_of_1_or_more_are_warned_of_beside_the_baseline() -> None:
    (grid,) = grids(made_up(("current", "big_bang"), n=2), "Warning")
    cells = {row[0]: row[1:] for row in grid.rows}
    assert cells["housing support, Kiruna"] == ("1.20 !", "1.40 !")
    assert cells["housing support, Luleå"] == ("0.90  ", "1.10 !")
    assert not [name for name in cells if "LARO" in name]  # it has room, whoever leaves its list on the way
    assert cells["neuropsychiatric, Luleå"] == ("1.10 !", "1.30 !")
    assert not [name for name in cells if "Piteå" in name and "neuro" in name]


def test_many_designs_are_warned_of_by_service_and_in_full_by_place() -> None:
    found = made_up(TEN, n=2)
    short_, whole = offered_loads(found), offered_loads(found, full=True)
    assert all(grid.columns[1].head == "current" for grid in (*short_, *whole))
    assert [row[:2] for row in short_[0].rows] == [
        ("housing support", "2 of 3: 1.50"),
        ("neuropsychiatric", "2 of 3: 1.40"),
    ]
    assert len(whole[0].rows) > len(short_[0].rows)


def test_no_warning_is_no_table() -> None:
    found = made_up(("current",), n=2)
    assert offered_loads(replace(found, designs=(replace(found.designs[0], tables={}),))) == []


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
    assert value(1234.5, describe("wait_days.hvb.median")) == "1,234"
    assert value(None, describe("wait_days.hvb.median")) == "not reached"
    assert value(None, describe("fall_rate")) == "–"


def test_an_interval_stands_beside_its_mean() -> None:
    summary = Summary(0.341, 0.33, 0.352, 0.3, 0.38, 20, "share")
    assert with_interval(summary, describe("fall_rate")) == "34.1 % (33.0–35.2)"
    assert difference(Summary(-0.012, -0.02, -0.004, 0, 0, 20, "share"), describe("fall_rate")) == (
        "−1.2 (−2.0 to −0.4)"
    )


def test_half_an_interval_stands_beside_its_mean_and_a_clear_difference_is_marked() -> None:
    text = describe("fall_rate")
    assert plus_minus(Summary(0.341, 0.33, 0.352, 0.3, 0.38, 20, "share"), text) == "34.1 ± 1.1"
    assert plus_minus(Summary(-0.02, -0.03, -0.01, 0, 0, 20, "share"), text, signed=True) == "−2.0 ± 1.0 *"
    assert plus_minus(Summary(0.02, -0.01, 0.05, 0, 0, 20, "share"), text, signed=True) == "+2.0 ± 3.0"
    assert plus_minus(Summary(0.02, None, None, None, None, 1, "share"), text) == "2.0"


def test_one_replication_has_no_interval_and_says_so() -> None:
    text = tables.text(made_up(n=1))
    assert "no interval: 1 replication" in text


# Files ------------------------------------------------------------------------------------------------------------


def test_every_table_is_a_csv_file_and_absence_is_an_empty_cell(tmp_path: Path) -> None:
    found = made_up(n=2)
    paths = write(found, tmp_path / "tables")
    assert {p.stem for p in paths} == set(rows(found))
    names = {"headline", "measures", "differences", "replications", "monthly", "gap_map", "course", "pools"}
    assert names <= {p.stem for p in paths}
    with (tmp_path / "tables" / "measures.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    median = next(row for row in table if row["measure"] == "wait_days.adult_psychiatry.median")
    assert median["mean"] == ""
    assert "nan" not in (tmp_path / "tables" / "measures.csv").read_text(encoding="utf-8").lower()


def test_the_course_is_a_csv_file_with_its_intervals(tmp_path: Path) -> None:
    write(made_up(("current", "big_bang"), n=3), tmp_path)
    with (tmp_path / "course.csv").open(encoding="utf-8", newline="") as file:
        months = list(csv.DictReader(file))
    assert months[0]["date"] == "2028-01-01"
    assert {row["design"] for row in months} == {"big_bang"}
    sums = np.cumsum([float(row["excess_mean"]) for row in months])
    assert [float(row["total_mean"]) for row in months] == pytest.approx(sums.tolist())
    assert all(float(r["total_low"]) <= float(r["total_mean"]) <= float(r["total_high"]) for r in months)


def test_the_document_has_the_course_among_the_differences() -> None:
    won, lost = (d["measures"] for d in document(made_up(n=3))["differences"])
    assert won["excess_falls"]["low"] < won["excess_falls"]["mean"] < won["excess_falls"]["high"] < 0
    assert (won["break_even_share"]["mean"], lost["break_even_share"]["mean"]) == (1.0, 0.0)
    assert won["months_to_break_even"]["mean"] > 18
    assert lost["months_to_break_even"]["mean"] is None


def test_figures_are_written_as_png(tmp_path: Path) -> None:
    figures.comparison(made_up(n=3), tmp_path / "comparison.png")
    figures.gap_map(made_up(n=3), tmp_path / "gap_map.png")
    series = {"year": [0, 1, 2], "seekers": [700, 705, 698], "present": [2000, 2010, 1990], "waiting": [90, 91, 89]}
    figures.population(series, tmp_path / "population.png")
    for designs in (1, 3, 10):
        figures.course(made_up(TEN[:designs], n=2), tmp_path / f"course{designs}.png", date(2028, 1, 1))
    for path in tmp_path.glob("*.png"):
        assert path.read_bytes().startswith(b"\x89PNG")
    assert len(list(tmp_path.glob("*.png"))) == 6


def test_figures_can_be_drawn_without_an_after_cohort(tmp_path: Path) -> None:
    figures.comparison(made_up(("current",), n=1, years=1), tmp_path / "comparison.png")
    assert (tmp_path / "comparison.png").exists()


# Words ------------------------------------------------------------------------------------------------------------


def test_everything_that_people_read_about_has_a_name_in_words() -> None:
    for kind in (Service, Role, Principal, Reason, Part, Disorder, Substance, Profile):
        assert set(LABELS["en"][kind]) == set(kind), kind
    assert tuple(MECHANISMS["en"]) == CODES
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
    assert "by mechanism" not in text
    assert "by mechanism" in tables.text(taken_apart(), full=True)
    assert max(len(line) for line in tables.text(taken_apart(), full=True).splitlines()) <= 100
    assert "How to read this" not in tables.text(made_up())


def test_one_replication_has_no_table_of_spread() -> None:
    assert "spread between replications" not in tables.text(made_up(n=1))
