"""Where the numbers of a run come from: fitted draws where there are any that can be used, and every result says so."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import mellanrum as mr
import mellanrum.wiring.calibration as front
from benchmarks.small_county import write_small_county
from calibration.fit.history import Clash
from calibration.fit.screen import MOST_TOGETHER
from calibration.fit.waves import UnreachableError
from calibration.parameters.parameter_set import SetError, file_of, read_set
from calibration.parameters.refit import FILE, mark_of, rests_on
from calibration.parameters.store import load_parameters
from calibration.targets.target_file import load_targets
from calibration.verdicts.match import coverage, reach_of
from mellanrum.cli.root import root
from mellanrum.evidence.match import matched
from mellanrum.wiring import parameter_source as numbers
from mellanrum.wiring.assemble import OptionError, assemble, scenario
from mellanrum.wiring.parameter_source import source_of
from outputs.text.caveats import STANDS_IN
from scenarios.files.read import list_counties
from sim.terms.quantity import Quantity

COUNTIES = [county for county in list_counties() if file_of(county).exists()]
PARAMETERS = load_parameters()
SHIPPED = Path(__file__).resolve().parents[2] / "scenarios" / "counties"


@pytest.mark.parametrize("county", COUNTIES)
def test_the_sets_that_ship_can_be_used_by_this_model(county: str) -> None:
    """If this fails the model, a range or a target has changed: run `mellanrum calibrate` for the county again."""
    found = front.usable_set(county)
    assert found.draws >= 200
    assert 0 < len(found.fitted) <= MOST_TOGETHER
    assert max(found.about["rhat"].values()) < 1.01
    assert min(found.about["effective"].values()) >= 400


@pytest.mark.parametrize("county", COUNTIES)
def test_the_summary_beside_a_set_is_the_sets_own(county: str) -> None:
    text = file_of(county).with_suffix(".md").read_text(encoding="utf-8")
    assert front.usable_set(county).name in text


def test_draws_are_used_unless_somebody_says_otherwise() -> None:
    study = assemble("norrbotten", ["current", "big_bang"], replications=3, seed=1, years=1)
    assert study.parameters == "posterior"
    assert "240 draws fitted to the counts of norrbotten" in " ".join(study.told)
    current, big_bang = study.designs
    assert len({s.hazards.exit for s in current.scenarios}) == 3
    assert [s.hazards for s in current.scenarios] == [s.hazards for s in big_bang.scenarios]


def test_a_replication_has_the_same_draw_whatever_the_seed() -> None:
    one, other = (
        scenario("norrbotten", "current", years=1, parameters="posterior", seed=seed, replication=4) for seed in (1, 2)
    )
    assert one == other


def test_the_draws_begin_anew_when_there_are_no_more() -> None:
    found = front.usable_set("norrbotten")
    one, other = (
        scenario("norrbotten", "current", years=1, parameters="posterior", seed=1, replication=k)
        for k in (2, 2 + found.draws)
    )
    assert one == other


def test_central_values_are_one_scenario_for_all_replications() -> None:
    study = assemble("norrbotten", ["current"], replications=3, seed=1, years=1, parameters="point")
    assert len(study.designs[0].scenarios) == 1
    assert "central values" in study.told[0]


def test_a_county_of_ones_own_has_no_draws_and_says_so(tmp_path: Path) -> None:
    own = tmp_path / "norrbotten.toml"
    shutil.copy(SHIPPED / "norrbotten.toml", own)
    told = source_of(own, None, 1)
    assert told.mode == "point"
    assert "no draws can be used" in told.told[0]
    with pytest.raises(SetError, match="found no set of"):
        source_of(own, "posterior", 1)


# Sets that wait for a refit -------------------------------------------------------------------------------------------


@pytest.fixture
def waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Mark the sets that ship as if the model had changed since; return the folder of the marks."""
    lines = []
    for county in COUNTIES:
        found = read_set(file_of(county))
        what = rests_on(found, front.CalibrationGround(county).parameters, load_targets(county))
        lines += [f"[{county}]", f'content = "{found.about["content"]}"', 'before = "0.2"', f'rests_on = "{what}"']
    (tmp_path / FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    for place in (front, numbers):
        monkeypatch.setattr(place, "mark_of", lambda found, *_: mark_of(found, tmp_path))
    return tmp_path


@pytest.mark.usefixtures("waiting")
@pytest.mark.parametrize("county", COUNTIES)
def test_a_set_that_waits_for_a_refit_is_used_and_every_result_says_so(
    county: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front, "reference_digest", lambda *given: "f" * 64)  # whatever the model has become
    source = source_of(county, None, 1)
    assert source.mode == "posterior"
    assert "The draws were fitted before 0.2: the model has changed since." in source.told


@pytest.mark.usefixtures("waiting")
@pytest.mark.parametrize("county", COUNTIES)
def test_what_was_never_fitted_may_change_while_a_set_waits(county: str, monkeypatch: pytest.MonkeyPatch) -> None:
    unfitted = next(p for p in PARAMETERS["practice"] if f"practice.{p}" not in read_set(file_of(county)).fitted)
    monkeypatch.setattr(front, "load_parameters", lambda: wider("practice", unfitted))
    assert source_of(county, None, 1).mode == "posterior"


@pytest.mark.usefixtures("waiting")
@pytest.mark.parametrize("county", COUNTIES)
def test_a_set_that_waits_is_refused_where_a_fitted_parameter_has_another_range(
    county: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fitted = [path.partition(".") for path in read_set(file_of(county)).fitted]
    section, _, name = next(f for f in fitted if f[0] in PARAMETERS)
    monkeypatch.setattr(front, "load_parameters", lambda: wider(section, name))
    _refused(county)


@pytest.mark.usefixtures("waiting")
@pytest.mark.parametrize("county", COUNTIES)
def test_a_set_that_waits_is_refused_where_a_target_says_something_else(
    county: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    targets = load_targets(county)
    first = replace(targets.rows[0], figure=targets.rows[0].figure * 1.01)
    monkeypatch.setattr(front, "load_targets", lambda name: replace(targets, rows=(first, *targets.rows[1:])))
    _refused(county)


def test_a_set_that_was_fitted_anew_needs_no_mark_and_has_none(waiting: Path, tmp_path_factory: Any) -> None:
    old = read_set(file_of(COUNTIES[0]))
    new = replace(old, about={**old.about, "content": "f" * 64})
    assert mark_of(old, waiting) is not None
    assert mark_of(new, waiting) is None
    assert mark_of(old, tmp_path_factory.mktemp("no marks")) is None


def wider(section: str, name: str) -> dict[str, dict[str, Quantity]]:
    """Return the parameters with a range that is a hundredth wider."""
    q = PARAMETERS[section][name]
    return {**PARAMETERS, section: {**PARAMETERS[section], name: replace(q, low=q.low * 0.99)}}


def _refused(county: str) -> None:
    told = source_of(county, None, 1)
    assert told.mode == "point"
    assert "fitted to other parameter ranges or targets" in told.told[0]
    with pytest.raises(SetError, match="calibrate again"):
        source_of(county, "posterior", 1)


def test_a_stale_set_is_announced_and_central_values_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "mark_of", lambda *_: None)  # a set that waits for nothing
    monkeypatch.setattr(front, "reference_digest", lambda *given: "f" * 64)
    told = source_of("norrbotten", None, 1)
    assert told.mode == "point"
    assert "another version of the model" in told.told[0]
    with pytest.raises(SetError, match="calibrate again"):
        source_of("norrbotten", "posterior", 1)


def test_whatever_rests_on_central_values_though_draws_were_meant_says_so_in_its_first_line(tmp_path: Path) -> None:
    county = write_small_county(tmp_path)
    how: dict[str, Any] = {"archive": tmp_path / "archive", "jobs": 1, "years": 1, "replications": 1}
    found = {
        "run": mr.run(county, "current", out=tmp_path / "run", **how),
        "compare": mr.compare(county, ["current", "big_bang"], out=tmp_path / "compare", **how),
        "ablate": mr.ablate(county, "no_sobriety_rule", out=tmp_path / "ablate", **how),
        "sweep": mr.sweep(county, "big_bang", {"transfer.lag_days": [30]}, out=tmp_path / "sweep", **how),
        "warmup": mr.warmup(county, out=tmp_path / "warmup", **how | {"years": 2}),
    }
    for kind, result in found.items():
        assert str(result).startswith(STANDS_IN), kind
        assert str(mr.open_run(tmp_path / kind)).startswith(STANDS_IN), kind
        assert result.to_dict()["notes"][0].startswith(STANDS_IN), kind
    assert (tmp_path / "compare" / "page.txt").read_text(encoding="utf-8").startswith(STANDS_IN)
    assert str(mr.trace(county, "current", years=1)).startswith(STANDS_IN)
    asked = mr.run(county, "current", out=tmp_path / "asked", parameters="point", **how)
    assert STANDS_IN not in str(asked), "central values were asked for"


def test_an_unknown_kind_of_parameters_is_refused() -> None:
    with pytest.raises(OptionError, match="posterior, prior, point"):
        assemble("norrbotten", ["current"], replications=1, seed=1, years=1, parameters="best")


def test_the_command_line_refuses_draws_that_cannot_be_used_in_one_line(tmp_path: Path) -> None:
    own = tmp_path / "mine.toml"
    shutil.copy(SHIPPED / "norrbotten.toml", own)
    result = CliRunner().invoke(root, ["run", str(own), "current", "--parameters", "posterior"])
    assert result.exit_code == 2
    assert "found no set of" in result.stderr
    assert "Traceback" not in result.output


def test_match_gives_the_document_that_is_promised() -> None:
    result = CliRunner().invoke(root, ["evidence", "match", "norrbotten", "--json", "-"])
    told = json.loads(result.stdout)
    assert told["county"] == "norrbotten"
    assert {t["use"] for t in told["targets"]} == {"fit", "validate"}
    for target in told["targets"]:
        assert target.keys() >= {"id", "use", "figure", "mean", "low", "high", "unit"}


@pytest.mark.parametrize("county", COUNTIES)
def test_of_the_figures_fitted_to_nine_in_ten_lie_in_the_interval_of_the_draws(county: str) -> None:
    rows, _ = matched(county)
    of = coverage(rows, "fit")
    assert of.predictive >= 0.9 * of.rows
    assert of.width_ratio < 0.8, "a fit that learns nothing passes too"
    unexplained = [row.target.id for row in rows if not row.inside_predictive and not row.target.why_not]
    assert not unexplained, unexplained


def test_draws_that_are_run_anew_give_what_was_kept_but_for_chance() -> None:
    """The first draws with the chance of another replication: the same seekers within a few per cent."""
    rows, _ = matched("norrbotten", runs=2, n_jobs=2)
    kept, _ = matched("norrbotten")
    assert (reach_of(rows).draws, reach_of(kept).draws) == (2, 240)
    for row, before in zip(rows, kept, strict=True):
        if row.target.id == "regional_persons":
            first = front.usable_set("norrbotten").of("posterior", "target.regional_persons")[:2].astype(float)
            # A fifth, since the draws were fitted to the model before 0.2; a tenth once they are fitted anew.
            assert row.draws.mean == pytest.approx(first.mean(), rel=0.2)
            assert row.draws.runs == 2 < before.draws.runs


def test_what_was_learned_is_told_with_what_outcomes_rest_on() -> None:
    result = CliRunner().invoke(root, ["evidence", "learned", "norrbotten"])
    assert result.exit_code == 0, result.output
    for words in ("hazards.exit", "Luleå", "relatives_supported", "fall_rate", "not moved", "were not fitted"):
        assert words in result.output


def test_too_small_a_budget_and_an_unknown_county_are_refused(tmp_path: Path) -> None:
    for arguments in (["norrbotten", "--budget", "100"], ["norbotten"]):
        result = CliRunner().invoke(root, ["calibrate", *arguments, "--work", str(tmp_path), "--to", str(tmp_path)])
        assert result.exit_code == 2
        assert "valid:" in result.stderr
        assert not list(tmp_path.iterdir())


def test_a_calibration_that_is_interrupted_says_that_its_runs_are_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(front, "calibrate", stop)
    result = CliRunner().invoke(root, ["calibrate", "norrbotten", "--work", str(tmp_path), "--to", str(tmp_path)])
    assert result.exit_code == 130
    assert "the same command goes on" in result.stderr
    assert "Nothing was left behind" not in result.stderr


def test_what_the_model_cannot_give_ends_with_three(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    targets = load_targets("norrbotten")

    def refuse(*_: object, **__: object) -> None:
        raise UnreachableError(
            [Clash(("sought", "hvb_per_seeker"), 4.2)], targets, {"sought": (1, 2), "hvb_per_seeker": (3, 4)}
        )

    monkeypatch.setattr(front, "calibrate", refuse)
    result = CliRunner().invoke(root, ["calibrate", "norrbotten", "--work", str(tmp_path), "--to", str(tmp_path)])
    assert result.exit_code == 3
    assert "sought = 527 persons (the model gave 1 to 2) and hvb_per_seeker = 0.186" in result.stderr
    assert "before its budget was spent" in result.stderr
