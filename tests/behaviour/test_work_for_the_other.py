"""Who works in place of whom: hours by who gives them, stays, and what relatives coordinate, in a printed table."""

from __future__ import annotations

import pytest

from outputs.comparison.for_the_other import work_for_the_other
from outputs.text.grid import WIDTH, plain, width
from sim.comparison.results import Comparison, DesignResult
from sim.comparison.statistics import summarise_all
from sim.measures import measure, unit_of
from sim.measures.survival import Values
from tests.logs import CALENDAR, make_log

BOTH = "addiction_psychiatric"
YEARS = 1500 / 365.25
STEPS_IN = """
600 anna accepted psychiatric at=municipal_outpatient
600 anna stepped_in psychiatric at=municipal_outpatient to_by=region
610 anna admitted psychiatric at=municipal_outpatient
610 anna visit psychiatric at=municipal_outpatient value=2
710 cilla relative_contact psychosocial value=4
"""


def found(text: str) -> Values:
    return measure(make_log(text, anna=BOTH, bo=BOTH, cilla="addiction"), CALENDAR).values


def result(text: str) -> Comparison:
    measures = summarise_all([found(text)] * 2, unit_of)
    return Comparison(
        county="x",
        designs=(DesignResult(name="current", title="", measures=measures, tables={}, digests=(), per_replication=()),),
        differences=(),
        replications=2,
        seed=1,
        version="0",
        run_id="r",
        years=5.0,
        parameters_mode="point",
    )


def test_hours_and_stays_are_counted_with_who_gives_them() -> None:
    values = found(STEPS_IN)
    assert values["stepped_in_per_year.municipality"] == pytest.approx(1 / YEARS)
    assert values["stepped_in_per_year.region"] == 0.0
    assert values["hours_for_other.municipality"] == pytest.approx(2 / YEARS)
    assert values["hours_for_other.region"] == 0.0


def test_who_steps_in_for_their_own_principal_does_nobody_elses_work() -> None:
    values = found(STEPS_IN.replace("to_by=region", "to_by=municipality"))
    assert (values["stepped_in_per_year.municipality"], values["hours_for_other.municipality"]) == (0.0, 0.0)


def test_relatives_of_those_with_dependence_alone_count_in_the_whole() -> None:
    values = found(STEPS_IN)
    assert values["relative_contacts_per_year"] == pytest.approx(4 / YEARS)
    assert values["relative_contacts_per_client_year"] == 0.0


def test_the_table_has_a_row_for_each_design_and_leaves_out_who_did_nothing() -> None:
    (grid,) = work_for_the_other(result(STEPS_IN))
    assert [row[0] for row in grid.rows] == ["current"]
    assert {column.group for column in grid.columns} == {"", "municipality", "region", "relatives"}
    assert width(grid) <= WIDTH
    assert "contacts" in plain(grid)
    nothing = Comparison(
        county="x",
        designs=(DesignResult(name="a", title="", measures={}, tables={}, digests=(), per_replication=()),),
        differences=(),
        replications=2,
        seed=1,
        version="0",
        run_id="r",
        years=5.0,
        parameters_mode="point",
    )
    assert work_for_the_other(nothing) == []
