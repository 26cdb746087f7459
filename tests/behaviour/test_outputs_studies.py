"""Pages of all studies: 100 columns, the first row together, no design called better, tables and pictures complete."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from dataclasses import asdict, replace
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.image import imread
from rich.console import Console

from calibration.parameters.store import load_parameters
from outputs.breakeven import page as break_even
from outputs.comparison import enough
from outputs.files.csv import write_rows
from outputs.ranking import page as ranks
from outputs.sensitivity import page as sensitivity
from outputs.sweep import page as sweep
from outputs.text.differences import CLAUSES, clause, difference_words, side, too_few, unit_words
from outputs.text.grid import WIDTH, Grid, drawn, width
from outputs.text.keys import ROLES, axis_of, describe_key, said
from outputs.text.measures import HEADLINE
from outputs.text.pages import bare_head, folded_name, head_of, measure_grids, numbered
from outputs.text.screen import text
from outputs.warmup import page as warm_up
from scenarios.edits.keys import keys_of
from sim.analysis.estimates import Estimate
from sim.analysis.roots import Known
from sim.comparison.results import Summary
from sim.measures.catalogue import CatalogueEntry, catalogue
from sim.studies.break_even import CurvePoint
from sim.studies.warming import SERIES
from sim.terms.words import Role
from tests.study_results import (
    FIVE,
    FOLLOW,
    LEAD,
    LONG,
    MEASURES,
    NO_RACE,
    NOTHING,
    OTHERS,
    REFILLED,
    THREE,
    TWELVE,
    UNCLEAR,
    about,
    break_even_of,
    crossing,
    enough_of,
    falling,
    race_of,
    ranks_of,
    sensitivity_of,
    slow,
    summaries,
    sweep_of,
    unchanging,
    warm_up_of,
)

TEN = (
    "current", "stronger_agreements", "no_sobriety_rule", "bill_2028", "paper_transfer", "big_bang", "phased",
    "central_clinics", "integrated_teams", "full_reform",
)  # fmt: skip


def without_values() -> Any:
    found = sweep_of({FOLLOW: FIVE})
    points = tuple(replace(p, levels=NOTHING, baseline=NOTHING, differences=NOTHING) for p in found.points)
    return replace(found, points=points)


TENTHS = [i / 10 for i in range(11)]
VARIED = {key: (0.1, 0.25) if i < 6 else (0.3,) for i, key in enumerate(TWELVE)}
EQUAL = tuple(CurvePoint(x, summaries(0, 0)) for x in FIVE)
RESULTS: dict[str, tuple[Any, Callable[[], Any]]] = {
    "one key": (sweep, lambda: sweep_of({FOLLOW: FIVE}, falling)),
    "two keys": (sweep, lambda: sweep_of({FOLLOW: FIVE, LEAD: THREE}, slow)),
    "many cells": (sweep, lambda: sweep_of({FOLLOW: TENTHS, REFILLED: TENTHS}, falling)),
    "three keys": (sweep, lambda: sweep_of({FOLLOW: FIVE, LEAD: THREE, REFILLED: (0.0, 0.5, 1.0)}, slow)),
    "twelve keys": (sweep, lambda: sweep_of(VARIED, falling, design=LONG)),
    "one point of twelve keys": (sweep, lambda: sweep_of(dict.fromkeys(TWELVE, ("2028-01-01",)))),
    "words": (sweep, lambda: sweep_of({"transfer.to": ("region", "joint")})),
    "no values": (sweep, without_values),
    "no difference": (sweep, lambda: sweep_of({FOLLOW: FIVE}, lambda s: 0.0)),
    "nothing run": (sweep, lambda: sweep_of({FOLLOW: ()})),
    "crosses": (break_even, lambda: break_even_of(crossings=[crossing()])),
    "undecided": (break_even, lambda: break_even_of(found=UNCLEAR, measure=OTHERS)),
    "equal": (break_even, lambda: break_even_of(Known.EQUAL, points=EQUAL, beside=())),
    "no values to seek": (break_even, lambda: break_even_of(Known.UNDECIDED, points=(CurvePoint(0.0, NOTHING),))),
    "nothing sought": (break_even, lambda: break_even_of(Known.UNDECIDED, points=(), beside=())),
    "long names": (break_even, lambda: break_even_of(crossings=[crossing()], design=LONG, baseline=LONG + "_2")),
    "sobol": (sensitivity, sensitivity_of),
    "emulator": (sensitivity, lambda: sensitivity_of(direct=False, measures=MEASURES)),
    "morris": (sensitivity, lambda: sensitivity_of("morris")),
    "one factor": (sensitivity, lambda: sensitivity_of(keys=TWELVE[:1])),
    "unchanging": (sensitivity, unchanging),
    "nothing defined": (sensitivity, lambda: sensitivity_of(outcomes=())),
    "ranked": (ranks, ranks_of),
    "ranked ten": (ranks, lambda: ranks_of(TEN)),
    "ranked twice": (ranks, lambda: ranks_of(("current", "current"))),
    "ranked long": (ranks, lambda: ranks_of(("current", LONG, "phased"))),
    "not ranked": (ranks, lambda: replace(race_of(**NO_RACE), ranking=None)),
    "warm": (warm_up, warm_up_of),
    "cold": (warm_up, lambda: warm_up_of(reliable=False)),
    "nothing warm": (warm_up, lambda: warm_up_of(series=(), undefined=SERIES)),
    "enough": (enough, lambda: enough_of(designs=TEN)),
    "not enough": (enough, lambda: enough_of(False, ("current", LONG))),
}  # fmt: skip
LIKE_OTHERS = ("sobol", "three keys", "ranked", "cold", "one factor", "no values to seek")
DRAWN = [name for name, (module, _) in RESULTS.items() if hasattr(module, "draw") and name not in LIKE_OTHERS]
BLUE, ORANGE, LIGHT = 0x0072B2, 0xD55E00, 0xCFE6F5
INK = {"two keys": ORANGE, "many cells": ORANGE, "emulator": LIGHT, "morris": LIGHT, "unchanging": LIGHT}
"""The colour of what was found, where it is not blue."""
EMPTY = ("no values", "nothing run", "nothing sought", "nothing defined", "nothing warm")


def page_of(name: str, full: bool = False) -> str:
    module, make = RESULTS[name]
    return text(module.parts(make(), "runs/x", full=full))


# All of them ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("name", RESULTS)
def test_a_page_is_at_most_100_columns_wide_and_its_last_line_is_the_run_folder(name: str, full: bool) -> None:
    lines = page_of(name, full).splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert lines[-1] == "Run folder: runs/x"


@pytest.mark.parametrize("name", RESULTS)
def test_a_page_has_no_key_names_nan_or_none_where_words_can_stand(name: str) -> None:
    page = page_of(name, full=True)
    assert not re.search(r"\b(nan|None|inf)\b", page)
    assert "transfer." not in page
    assert "per_client_year" not in page


@pytest.mark.parametrize("name", RESULTS)
def test_no_design_is_called_better_or_best(name: str) -> None:
    page = " ".join(page_of(name, full=True).split())
    assert not re.search(r"\b(best|worst|worse)\b", page)
    assert not re.search(r"\bbetter\b(?! for clients)", page)


@pytest.mark.parametrize("name", [n for n, (m, _) in RESULTS.items() if m in (sweep, break_even, sensitivity, ranks)])
def test_the_first_row_stands_together_and_in_order_before_all_other_measures(name: str) -> None:
    module, make = RESULTS[name]
    columns: dict[str, list[str]] = {}
    for part in module.parts(make()):
        if isinstance(part, Grid):
            columns.setdefault(part.title, []).extend(c.group or c.head for c in part.columns)
    row = [bare_head(m) for m in HEADLINE]
    seen = 0
    for heads in columns.values():
        own = [head.removesuffix(", %") for head in heads if head.removesuffix(", %") in row]
        seen += own == row
        assert own in (row, [])
    assert seen or name == "nothing sought"


@pytest.mark.parametrize("name", [n for n, (m, _) in RESULTS.items() if m in (sweep, break_even, sensitivity, ranks)])
def test_rows_hold_the_whole_first_row_or_say_what_is_there_and_are_plain_values(name: str) -> None:
    module, make = RESULTS[name]
    result = make()
    found = module.rows(result)
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    for table, rows in found.items():
        if table in ("points", "measures") and rows:
            assert {row["measure"] for row in rows} >= set(HEADLINE)


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_is_plain_values_and_its_tables_become_csv_files(name: str, tmp_path: Path) -> None:
    module, make = RESULTS[name]
    result = make()
    json.dumps(asdict(result), allow_nan=False)
    for table, rows in module.rows(result).items():
        write_rows(rows, tmp_path / f"{table}.csv")
        with (tmp_path / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            assert len(list(csv.DictReader(file))) == len(rows)


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_is_drawn_and_not_blank(name: str, tmp_path: Path) -> None:
    module, make = RESULTS[name]
    path = module.draw(make(), tmp_path / "sub" / "picture.png")
    image = imread(path)
    colours = set(np.unique((255 * image[..., :3]).round().astype(int) @ (65536, 256, 1)).tolist())
    assert path == tmp_path / "sub" / "picture.png"
    assert image.shape[0] > 200
    assert image.shape[1] > 1000
    assert len(colours) > 20
    assert (INK.get(name, BLUE) in colours) == (name not in EMPTY)
    for edge in (image[:3], image[-3:], image[:, :3], image[:, -3:]):
        assert (edge[..., :3] == 1.0).all(), "something is cut off at an edge"


@pytest.mark.parametrize("name", RESULTS)
def test_a_page_can_be_drawn_on_a_terminal(name: str) -> None:
    module, make = RESULTS[name]
    shown = StringIO()
    console = Console(width=120, force_terminal=True, file=shown)
    page = list(module.parts(make(), full=True))
    for part in page:
        console.print(drawn(part) if isinstance(part, Grid) else part)
    titles = [part.title for part in page if isinstance(part, Grid)]
    assert all(title.split()[0] in shown.getvalue() for title in titles)
    assert len(shown.getvalue().split()) > 20


# Words of keys ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "label"),
    [
        (FOLLOW, "share of treatment workers who follow"),
        ("design.transfer.follow_share", "share of staff who follow"),
        ("transfer.recruitment_lead_days.nurse", "time to recruit a nurse, days"),
        ("rules.adult_psychiatry.sobriety_days", "sobriety that adult psychiatry asks for, days"),
        ("services.adult_psychiatry.rules.sobriety_days", "sobriety that adult psychiatry asks for, days"),
        ("county.staffing.hvb.places", "number of places in the residential home (HVB)"),
        ("county.location.adult_psychiatry.Kiruna.target_wait_days", "usual wait at adult psychiatry in Kiruna, days"),
        ("parameters.coordination.stigma_factor", "rate of giving up (times today's)"),
        ("people.door_weights.primary_care", "primary care (people, door weights)"),
        ("rules.nowhere", "nowhere (rules)"),
        ("speed", "speed of journeys, km/h"),
    ],
)
def test_a_key_reads_as_words_with_its_unit(key: str, label: str) -> None:
    assert describe_key(key).axis == label


@pytest.mark.parametrize(("county", "design"), [("norrbotten", "full_reform"), ("gavleborg", "central_clinics")])
def test_every_key_of_a_scenario_has_words(county: str, design: str) -> None:
    keys = keys_of(county, design, load_parameters())
    said_as = {key: describe_key(key).label for key in keys}
    assert all(label and "_" not in label and "{" not in label for label in said_as.values())
    for key, standing in keys.items():
        unit = getattr(standing.quantity, "unit", "")
        if describe_key(key).unit in ("days", "hours", "km/h", "per day"):
            assert unit == describe_key(key).unit, key


def test_every_role_has_words() -> None:
    assert set(ROLES) == set(Role)


def test_a_value_is_told_as_a_clause() -> None:
    assert describe_key(FOLLOW).where("0.62 (0.48 to 0.75)") == "0.62 (0.48 to 0.75) of the treatment workers follow"
    assert describe_key(LEAD).where("120") == "the time to fill a vacant post is 120 days"
    assert describe_key(FOLLOW).where("×1.5") == (
        "the share of treatment workers who follow is 1.5 times what is assumed"
    )


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.25, "0.25"),
        (1.0, "1"),
        (-3.5, "−3.5"),
        (1234567.0, "1\u00a0234\u00a0567"),
        (0.0005, "0.0005"),
        (True, "yes"),
        ("x1.5", "×1.5"),
        ("2028-01-01", "2028-01-01"),
        ("region", "region"),
        (float("nan"), "–"),
    ],
)
def test_a_value_is_written_as_people_write_it(value: object, words: str) -> None:
    assert said(value) == words


def test_an_axis_of_factors_says_so() -> None:
    assert axis_of(LEAD, ["x0.5", "x2"]) == "time to fill a vacant post, times what is assumed"
    assert axis_of(LEAD, [30, 60]) == "time to fill a vacant post, days"


def test_every_headline_measure_has_a_clause_of_its_own_for_both_sides() -> None:
    told = [clause(m, sign) for m in HEADLINE for sign in (1, -1)]
    assert len(set(told)) == len(told)
    assert set(HEADLINE) <= set(CLAUSES)
    assert clause("wait_days.hvb.p90", -1).endswith("is lower")


def test_which_side_a_difference_lies_on_is_told_by_its_interval() -> None:
    assert [side(about(x, 1.0, "fall_rate")) for x in (2.0, -2.0, 0.5)] == [1, -1, None]
    assert side(about(0.0, 0.0, "fall_rate")) == 0
    assert side(Summary(mean=1.0, low=None, high=None, spread_low=None, spread_high=None, n=1, unit="share")) is None
    assert side(None) is None


def test_fewer_than_five_replications_lie_on_no_side_unless_nothing_differs() -> None:
    assert [side(about(2.0, 1.0, "fall_rate", n)) for n in (4, 5)] == [None, 1]
    assert side(about(0.0, 0.0, "fall_rate", 4)) == 0
    assert [too_few(about(2.0, 1.0, "fall_rate", n)) for n in (4, 5)] == [True, False]
    assert not too_few(Estimate(2.0, 1.0, 3.0))


def test_a_difference_has_its_interval_and_unit() -> None:
    assert difference_words(0.031, 0.02, 0.042, "fall_rate") == "+3.1 (+2.0 to +4.2) percentage points"
    assert difference_words(-3.0, None, None, "gap_days_per_client_year") == "−3.0 days"


def test_a_difference_is_told_in_the_unit_of_its_measure() -> None:
    assert difference_words(-3.2, None, None, "falls_per_100_client_years.bounced") == "−3.2 per 100 client-years"
    assert difference_words(1.5, None, None, "attended_hours_per_client_year") == "+1.5 hours per client-year"
    assert difference_words(0.03, 0.01, 0.05, "both_treated_share.sex.woman") == "+3.0 (+1.0 to +5.0) percentage points"


@pytest.mark.parametrize("entry", catalogue(), ids=lambda entry: entry.pattern)
def test_days_are_said_of_days_alone_and_points_of_shares(entry: CatalogueEntry) -> None:
    measure = re.sub(r"\{\w+\}", "x", entry.pattern)
    told = unit_words(measure)
    assert ("day" in entry.unit) or told != "days"
    assert (entry.unit == "share") or told != "percentage points"


# Tables -----------------------------------------------------------------------------------------------------------


def test_a_long_name_is_folded_after_its_underscores() -> None:
    assert folded_name("stronger_agreements", 12) == ["stronger_", "agreements"]


def test_a_name_that_stands_twice_is_numbered() -> None:
    assert numbered(["current", "phased", "current"]) == ["current", "phased", "current (2)"]


def test_further_measures_stand_in_tables_of_their_own_as_many_as_fit() -> None:
    others = [f"wait_days.{s}.p90" for s in ("hvb", "laro", "adult_psychiatry", "social_services", "primary_care")]
    grids = measure_grids("Title", [], [()], lambda i, m: "+123.4 ± 56.7 *", [*HEADLINE, *others], ("a note",))
    assert [c.head for c in grids[0].columns] == ["lower", "lower", "higher", "", "lower"]
    assert [c.group for grid in grids for c in grid.columns] == [head_of(m) for m in (*HEADLINE, *others)]
    assert len(grids) > 2
    assert all(width(grid) <= WIDTH for grid in grids)
    assert [grid.notes for grid in grids][-1][-1] == "a note"
    assert all(not grid.notes for grid in grids[:-1])
