"""The README's figures are those of the runs that are kept of it, and its commands exist."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.readme import COLUMNS, table, with_tables
from scenarios.files.thousands import grouped

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
KEPT = json.loads((ROOT / "docs" / "first_result.json").read_text(encoding="utf-8"))


def test_the_readmes_tables_are_those_of_the_runs_that_are_kept() -> None:
    assert [figures["county"] for figures in KEPT] == ["norrbotten", "gavleborg"]
    assert with_tables(README, KEPT) == README


def test_the_readme_says_of_how_many_clients_and_replications_its_tables_are() -> None:
    for figures in KEPT:
        assert f"{grouped(figures['clients'])} comorbid clients ask" in README
        assert (figures["replications"], figures["parameters"]) == (20, "posterior")
        assert len(figures["differences"]) == 9


def test_a_difference_whose_interval_holds_0_has_no_star() -> None:
    cells = {name: [0.01, -0.001, 0.021] for name in COLUMNS} | {"net": [-0.02, -0.03, -0.01]}
    base = {"design": "current", **dict.fromkeys(COLUMNS, 0.5)}
    row = table({"baseline": base, "differences": {"moved": cells}}).splitlines()[-1]
    assert row == f"| `moved` | {' | '.join(['+1.0 ± 1.1'] * len(COLUMNS))} | −2.0 ± 1.0 * |"


def test_a_county_without_a_place_in_the_readme_is_refused() -> None:
    with pytest.raises(ValueError, match="found no <!-- figures: elsewhere -->"):
        with_tables(README, [{"county": "elsewhere"}])
