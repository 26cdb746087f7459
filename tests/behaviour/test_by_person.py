"""The first row by sex and age: every group's own numbers, and no interval where there are too few."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from outputs.comparison.by_person import GROUPS, by_sex_and_age
from outputs.text.grid import WIDTH, plain, width
from sim.comparison.first_row import FIRST_ROW
from sim.comparison.results import Comparison, DesignResult, DifferenceResult, Summary
from sim.comparison.small_groups import FEW, small_groups, told_plainly
from sim.comparison.statistics import summarise_all
from sim.measures import measure, unit_of
from sim.measures.by_person import COLUMNS
from sim.terms.log import EventLog
from sim.terms.words import Sex
from tests.logs import CALENDAR, make_log
from tests.miniature import log_of, miniature

BOTH = "addiction_psychiatric"
ASKS = "\n".join(f"600 {name} sought psychosocial to=municipal_outpatient" for name in ("anna", "bo", "cia", "dan"))
TREATED = "\n".join(
    f"{day} {name} visit psychosocial at=municipal_outpatient value=1"
    for name in ("anna", "bo")
    for day in (610, 620, 630)
)
ADMITTED = "\n".join(f"610 {name} admitted psychosocial at=municipal_outpatient" for name in ("anna", "bo"))


def four() -> EventLog:
    """Return the log of two women of 25 and 26, and two men of 50 and 51; the first two are treated for dependence."""
    log = make_log(f"{ASKS}\n{ADMITTED}\n{TREATED}", anna=BOTH, bo=BOTH, cia=BOTH, dan="addiction")
    persons = {"sex": np.array([0, 0, 1, 1], dtype=np.int8), "age": np.array([25, 26, 50, 51])}
    return replace(log, clients=log.clients | persons)


def test_each_group_has_its_own_first_row() -> None:
    values = measure(four(), CALENDAR).values
    told = {name.removeprefix("untreated_share."): value for name, value in values.items()}
    assert [told[group] for group in GROUPS] == [0.5, 1.0, 0.5, 0.75, None]
    assert values["one_treated_share.sex.woman"] == 1.0
    assert values["neither_treated_share.sex.man"] == 1.0
    assert values["days_to_treatment.age.18_25"] == (30 + 365) / 2
    assert values["untreated_share_not_comorbid.age.over_50"] == 1.0
    assert values["untreated_share_not_comorbid.sex.woman"] is None
    assert [values[f"cohort_size.{group}"] for group in GROUPS] == [2, 1, 1, 2, 0]


def test_groups_add_up_to_everybody_and_stand_in_a_table_of_their_own() -> None:
    results = measure(log_of("current", 7), miniature("current").calendar)
    table = results.tables["by_sex_and_age"]
    assert set(COLUMNS) == {"cohort_size", *FIRST_ROW}
    assert table["group"].tolist() == list(GROUPS)
    sizes = dict(zip(table["group"], table["cohort_size"], strict=True))
    everybody = results.values["cohort_size"]
    assert sizes["sex.woman"] + sizes["sex.man"] == everybody
    assert sizes["age.18_25"] + sizes["age.26_50"] + sizes["age.over_50"] == everybody


def summaries(few: float, shift: float = 0.0) -> dict[str, Summary]:
    """Return the measures of five replications; of the young, `few` ask."""
    rows = []
    for k in range(5):
        row = {f"{name}.{group}": 0.5 + shift + k / 100 for name in FIRST_ROW for group in GROUPS}
        row |= {f"cohort_size.{group}": 100.0 for group in GROUPS} | {"cohort_size.age.18_25": few}
        rows.append(row)
    found = summarise_all(rows, unit_of)
    return told_plainly(found, small_groups(found))


def test_a_group_of_a_few_is_said_and_has_no_interval() -> None:
    found = summaries(FEW - 1)
    assert small_groups(found) == ("age.18_25",)
    assert found["fall_rate.age.18_25"].low is None
    assert found["fall_rate.age.18_25"].mean == found["fall_rate.age.26_50"].mean
    assert found["fall_rate.age.26_50"].low is not None
    assert found["cohort_size.age.18_25"].low is not None
    assert small_groups(summaries(FEW)) == ()


def test_the_table_tells_levels_and_differences_and_fits_the_page() -> None:
    levels, other = summaries(FEW - 1), summaries(FEW - 1, 0.1)
    designs = tuple(
        DesignResult(name=name, title=name, measures=measures, tables={}, digests=(), per_replication=())
        for name, measures in (("current", levels), ("big_bang", other))
    )
    difference = DifferenceResult(design="big_bang", baseline="current", measures=other)
    comparison = Comparison(
        county="norrbotten",
        designs=designs,
        differences=(difference,),
        replications=5,
        seed=1,
        version="0",
        run_id="r",
        years=5.0,
        parameters_mode="point",
    )
    first, second = by_sex_and_age(comparison)
    assert all(width(grid) <= WIDTH for grid in (first, second))
    assert plain(first).count("(few)") == 2  # the size, and the note
    assert "women" in plain(first)
    assert "aged 18–25" in plain(first)
    assert second.title == "First row by sex and age: big_bang, differences from current"
    empty = replace(comparison, designs=tuple(replace(d, measures={}) for d in designs))
    assert by_sex_and_age(empty) == []


def test_sexes_and_ages_are_all_there() -> None:
    assert [group for group in GROUPS if group.startswith("sex.")] == [f"sex.{s.name.lower()}" for s in Sex]
