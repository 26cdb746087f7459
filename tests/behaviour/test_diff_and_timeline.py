"""Two files beside each other, and a design day by day."""

from __future__ import annotations

import pytest

from mellanrum.api import load
from outputs.listings.timeline import WHAT, timeline
from outputs.text.grid import plain
from scenarios.files.problems import ScenarioError
from scenarios.files.read import list_counties, list_designs
from scenarios.tools.differing import differences
from sim.terms import changes
from sim.terms.changes import Change


def test_a_file_differs_in_nothing_from_itself_and_both_ways_in_the_same_keys():
    for name in (*list_designs(), *list_counties()):
        assert differences(name, name) == []
    there, back = differences("big_bang", "full_reform"), differences("full_reform", "big_bang")
    assert {(d.key, d.first, d.second) for d in there} == {(d.key, d.second, d.first) for d in back}


def test_a_difference_has_both_values_with_their_ranges_and_what_they_rest_on(tmp_path):
    mine = tmp_path / "mine.toml"
    mine.write_text(
        'title_sv = "m"\ntitle_en = "m"\nextends = "big_bang"\n[transfer]\n'
        'lag_days = { value = 90, unit = "days", low = 30, high = 180, evidence = "A001" }\n',
        encoding="utf-8",
    )
    (found,) = differences("big_bang", mine)
    assert found.key == "transfer.lag_days"
    assert found.second == "90 days (30 to 180)"
    assert "A001" in found.evidence
    assert found.first.endswith("days (30 to 730)")


def test_a_county_and_a_design_are_not_compared():
    with pytest.raises(ScenarioError, match="two designs, or two counties"):
        differences("norrbotten", "current")


@pytest.mark.parametrize("design", list_designs())
def test_a_timeline_has_every_change_once_and_the_reform_day(design):
    scenario = load("norrbotten", design)
    grid = timeline(scenario)
    assert len(grid.rows) == len(scenario.changes) + 2
    days = [float(row[1]) for row in grid.rows]
    assert days == sorted(days)
    assert [row[0] for row in grid.rows if row[2] == "REFORM DAY"] == ["2028-01-01"]
    assert "object at" not in plain(grid)


def test_every_kind_of_change_has_words():
    kinds = {kind.__name__ for kind in Change.__args__}
    assert kinds == set(WHAT), kinds ^ set(WHAT)
    assert all(hasattr(changes, kind) for kind in WHAT)
