"""Where few fitted draws reach what was counted closely, every result says so first; where enough do, none does."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import mellanrum as mr
import mellanrum.wiring.calibration as front
import mellanrum.wiring.parameter_source as numbers
from benchmarks.small_county import write_small_county
from calibration.parameters.parameter_set import POSTERIOR, TARGET, ParameterSet
from calibration.targets.target_file import load_targets
from calibration.verdicts.reach import is_tight
from mellanrum.cli.root import root
from mellanrum.evidence.match import matched
from mellanrum.wiring.parameter_source import Source, source_of
from outputs.calibration.set_summary import markdown
from outputs.text.caveats import INHERITED, SELDOM, STANDS_IN, said_first
from sim.terms.quantity import point

TIGHT = [t for t in load_targets("norrbotten").rows if is_tight(t)]
ALL = "both together" if len(TIGHT) == 2 else f"all {len(TIGHT)} together"
NOTE = f"{SELDOM} of small: 2 of 240 reach all 3 together (`mellanrum evidence match small`)."


def made(every: int) -> ParameterSet:
    """Return Norrbotten's set with draws of which one in `every` reaches all tight counts; the others miss one."""
    found = front.usable_set("norrbotten")
    columns = dict(found.columns)
    for nth, target in enumerate(TIGHT):
        column = columns[TARGET + target.id].copy()
        for k in range(found.draws):
            misses = k % every != 0 and k % len(TIGHT) == nth
            column[k] = target.low * 0.5 if misses else target.figure
        columns[TARGET + target.id] = column
    assert list(columns["kind"][: found.draws]) == [POSTERIOR] * found.draws
    return ParameterSet({**found.about, "content": f"made-{every}" + "0" * 50}, columns)


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[ParameterSet], None]:
    """Return what makes a set the county's."""
    return lambda found: monkeypatch.setattr(front, "usable_set", lambda county: found)


def test_norrbotten_has_counts_to_try_this_with() -> None:
    assert len(TIGHT) >= 2


@pytest.mark.parametrize(("every", "said"), [(2, False), (3, False), (4, True), (240, True)])
def test_a_source_says_first_that_few_draws_reach_the_tight_counts_and_only_then(
    use: Callable[[ParameterSet], None], every: int, said: bool
) -> None:
    use(made(every))
    told = source_of("norrbotten", None, 1).told
    assert told[0].startswith(SELDOM) is said
    assert (said_first(told) is not None) is said
    if said:
        reach = "reaches" if every == 240 else "reach"
        assert f": {240 // every} of 240 {reach} {ALL}" in told[0]


def test_a_county_that_inherits_draws_says_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = made(240)
    monkeypatch.setattr("mellanrum.wiring.inherited.usable_set", lambda county: found)
    mine = tmp_path / "mine.toml"
    mine.write_text('extends = "norrbotten"\n', encoding="utf-8")
    first = said_first(source_of(mine, None, 1).told)
    assert first is not None
    assert first.startswith(f"{SELDOM} of Norrbotten")
    assert INHERITED in first


def test_the_misses_of_a_set_are_worked_out_once(
    use: Callable[[ParameterSet], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    use(made(239))
    first = source_of("norrbotten", None, 1).told
    monkeypatch.setattr("calibration.verdicts.reach.reached_by", lambda *_: pytest.fail("worked out again"))
    assert source_of("norrbotten", None, 2).told == first


def test_what_is_asked_for_at_central_values_or_from_the_ranges_rests_on_no_draw(
    use: Callable[[ParameterSet], None],
) -> None:
    use(made(240))
    for mode in ("point", "prior"):
        assert said_first(source_of("norrbotten", mode, 1).told) is None


def test_every_result_of_such_draws_says_so_in_its_first_line_and_in_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small county stands in for one with draws: what counts is the way from the source to what is shown."""
    source = Source("posterior", lambda replication: point, True, (NOTE, "Parameters: 240 draws."))
    for module in ("mellanrum.wiring.assemble", "mellanrum.wiring.study_ground"):
        monkeypatch.setattr(f"{module}.source_of", lambda *_: source)
    county = write_small_county(tmp_path)
    how: dict[str, Any] = {"archive": tmp_path / "archive", "jobs": 1, "years": 1, "replications": 1}
    found = {
        "run": mr.run(county, "current", out=tmp_path / "run", **how),
        "compare": mr.compare(county, ["current", "big_bang"], out=tmp_path / "compare", **how),
        "sweep": mr.sweep(county, "big_bang", {"transfer.lag_days": [30]}, out=tmp_path / "sweep", **how),
    }
    for kind, result in found.items():
        assert str(result).startswith(SELDOM), kind
        assert str(mr.open_run(tmp_path / kind)).startswith(SELDOM), kind
        assert result.to_dict()["notes"][0] == NOTE, kind
    assert (tmp_path / "compare" / "page.txt").read_text(encoding="utf-8").startswith(SELDOM)
    story = str(mr.trace(county, "current", years=1))
    assert story.startswith(SELDOM)
    assert max(len(line) for line in story.splitlines()[:3]) <= 100
    result = CliRunner().invoke(root, ["runs", "tables", str(tmp_path / "sweep"), "--xlsx", str(tmp_path / "a.xlsx")])
    assert result.exit_code == 0, result.output
    openpyxl = pytest.importorskip("openpyxl")
    about = [[cell.value for cell in row] for row in openpyxl.load_workbook(tmp_path / "a.xlsx")["about"].iter_rows()]
    assert about[0][0] == "read first"
    assert about[0][1].startswith(SELDOM)
    assert "big_bang against current" in dict(row[:2] for row in about)["title"]


def test_of_several_counties_each_is_told_first() -> None:
    other = NOTE.replace("small", "large")
    assert said_first(["a note", NOTE, f"{STANDS_IN}, since", other]) == f"{NOTE} {STANDS_IN}, since {other}"
    assert said_first(["a note"]) is None


@pytest.mark.parametrize("county", ["norrbotten", "gavleborg"])
def test_match_tells_misses_errors_and_draws_that_reach_all_tight_counts(county: str) -> None:
    page = CliRunner().invoke(root, ["evidence", "match", county])
    assert page.exit_code == 0, page.output
    for words in ("miss", "Draws that reach the closely known counts of the fit", "errors, %", "How wide. Kept"):
        assert words in page.output
    assert "Without the model's discrepancy. Fitted to" not in page.output
    full = CliRunner().invoke(root, ["evidence", "match", county, "--full"]).output
    assert "Without the model's discrepancy. Fitted to" in full
    assert "Without the model's discrepancy. Kept for validation" in full

    told = json.loads(CliRunner().invoke(root, ["evidence", "match", county, "--json", "-"]).stdout)
    tight = told["tight_counts"]
    assert [t["id"] for t in told["targets"] if t["tight"]] == [c["id"] for c in tight["counts"]]
    assert 0 <= tight["together"] <= min(c["draws"] for c in tight["counts"]) <= tight["draws"]
    assert tight["said_first"] == (numbers.source_of(county, None, 1).told[0].startswith(SELDOM))
    for target in told["targets"]:
        assert (sum(target["error_shares"].values()) == pytest.approx(1.0)) == (target["use"] == "fit")
        assert target["without_discrepancy"]["low"] >= target["low"] - 1e-9
    inside = [t["inside_without_discrepancy"] for t in told["targets"] if t["use"] == "fit"]
    assert sum(inside) == told["coverage"]["fit"]["undiscounted"] <= told["coverage"]["fit"]["predictive"]


def test_the_summary_of_a_set_tells_misses_and_closely_known_counts() -> None:
    rows, found = matched("norrbotten")
    text = markdown(found, rows, [], [], 0)
    assert "## Draws that reach the closely known counts" in text
    assert f"| {ALL} |" in text
    assert "| width | miss |" in text
