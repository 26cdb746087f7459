"""A figure that has no value in some replications says over how many it is."""

from __future__ import annotations

from outputs.over_how_many import over_how_many
from outputs.topics import waits
from sim.experiment.comparison import Comparison, DesignResult, Summary


def made(n: int) -> Comparison:
    wait = Summary(12.0, 10.0, 14.0, 9.0, 15.0, n, "days")
    share = Summary(0.6, 0.5, 0.7, 0.4, 0.8, n, "share")
    measures = {"untreated_share": share, "wait_days.hvb.median": wait}
    return Comparison("x", (DesignResult("current", "", measures, {}, (), ()),), (), 6, 1, "0", "r", 5.0, "point")


def test_a_figure_over_five_of_six_says_so_on_the_page_and_in_its_cell() -> None:
    assert "(5 of 6 under current)" in over_how_many(made(5))
    (grid,) = waits(made(5))
    assert "12.0 (5 of 6)" in grid.rows[0]


def test_a_figure_over_all_says_nothing() -> None:
    assert over_how_many(made(6)) == ""
    (grid,) = waits(made(6))
    assert "12.0" in grid.rows[0]
