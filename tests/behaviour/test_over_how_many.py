"""A figure that has no value in some replications says over how many it is."""

from __future__ import annotations

from outputs.comparison.over_how_many import over_how_many
from outputs.comparison.topics import waits
from sim.comparison.results import Comparison, DesignResult, Summary


def made(n: int) -> Comparison:
    wait = Summary(mean=12.0, low=10.0, high=14.0, spread_low=9.0, spread_high=15.0, n=n, unit="days")
    share = Summary(mean=0.6, low=0.5, high=0.7, spread_low=0.4, spread_high=0.8, n=n, unit="share")
    measures = {"untreated_share": share, "wait_days.hvb.median": wait}
    return Comparison(
        county="x",
        designs=(DesignResult(name="current", title="", measures=measures, tables={}, digests=(), per_replication=()),),
        differences=(),
        replications=6,
        seed=1,
        version="0",
        run_id="r",
        years=5.0,
        parameters_mode="point",
    )


def test_a_figure_over_five_of_six_says_so_on_the_page_and_in_its_cell() -> None:
    assert "(5 of 6 under current)" in over_how_many(made(5))
    (grid,) = waits(made(5))
    assert "12.0 (5 of 6)" in grid.rows[0]


def test_a_figure_over_all_says_nothing() -> None:
    assert over_how_many(made(6)) == ""
    (grid,) = waits(made(6))
    assert "12.0" in grid.rows[0]
