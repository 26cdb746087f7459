"""Questions that are answered by runs, asked of an invented county whose replications take a tenth of a second."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import mellanrum as mr
from benchmarks.small_county import write_small_county
from mellanrum.cli.root import root
from mellanrum.defaults import MEASURE
from mellanrum.runs.lifecycle import plan_of
from mellanrum.wiring.measure_names import is_measure, names, suggested
from mellanrum.wiring.options import OptionError
from outputs.text.measures import HEADLINE
from scenarios.files.problems import ScenarioError
from sim.experiment.records import read_manifest
from sim.studies.warming import SERIES

DIP = "transfer.productivity_dip"
WORLD = "people.first_seekers_per_10000"
TITLE = "Österlånggatan county"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("questions")


@pytest.fixture(scope="module")
def county(place: Path) -> Path:
    """A small county whose title is no spelling of its name."""
    file = write_small_county(place)
    lines = file.read_text(encoding="utf-8").splitlines()
    titled = [f'title_en = "{TITLE}"' if line.startswith("title_en = ") else line for line in lines]
    file.write_text("\n".join(titled), encoding="utf-8")
    return file


@pytest.fixture
def how(place: Path, tmp_path: Path) -> dict[str, Any]:
    """One archive for the module, so that what one test has run another only reads; a folder of one's own."""
    return {"archive": place / "archive", "jobs": 1, "out": tmp_path / "run"}


# --- sweep


def test_a_key_at_the_value_that_stands_there_gives_the_design_itself(county: Path, how: dict[str, Any]) -> None:
    swept = mr.sweep(county, "big_bang", {DIP: [0.15]}, replications=2, years=1, parameters="point", **how).result
    how["out"] = how["out"].with_name("compared")
    compared = mr.compare(county, ["current", "big_bang"], replications=2, years=1, parameters="point", **how)
    (point,) = swept.points
    for measure, difference in point.differences.items():
        assert difference == compared.comparison.differences[0].measures[measure]
        assert point.baseline[measure] == compared.comparison.designs[0].measures[measure]


def test_a_sweep_has_every_combination_and_says_where_its_numbers_are(county: Path, how: dict[str, Any]) -> None:
    found = mr.sweep(
        county, "big_bang", {DIP: [0.0, "x2"], "transfer.lag_days": [0, 30, 60]}, replications=1, years=1, **how
    )
    settings = [tuple(point.setting.values()) for point in found.result.points]
    assert settings == [(0.0, 0), (0.0, 30), (0.0, 60), ("x2", 0), ("x2", 30), ("x2", 60)]
    assert (found.folder / "tables").is_dir()
    assert (found.folder / "sweep.png").read_bytes().startswith(b"\x89PNG")
    assert read_manifest(found.folder)["kind"] == "sweep"
    again = mr.open_run(found.folder)
    assert str(again) == str(found)
    assert again.result == found.result


def test_a_key_of_the_world_is_set_in_the_baseline_too(county: Path, how: dict[str, Any]) -> None:
    options = {"replications": 1, "years": 2, "parameters": "point"}
    both = mr.sweep(county, "stronger_agreements", {WORLD: [18, 36]}, **options, **how).result
    assert both.county_title == TITLE
    assert both.shared == (WORLD,)
    levels = [point.baseline["days_to_treatment"].mean for point in both.points]
    assert levels[0] != levels[1]
    how["out"] = how["out"].with_name("held")
    held = mr.sweep(county, "stronger_agreements", {WORLD: [18, 36]}, hold_baseline=True, **options, **how).result
    assert held.shared == ()
    levels = [point.baseline["days_to_treatment"].mean for point in held.points]
    assert levels[0] == levels[1]
    assert held.points[0].levels == both.points[0].levels


def test_all_that_is_wrong_with_a_sweep_is_told_before_anything_is_run(county: Path, how: dict[str, Any]) -> None:
    with pytest.raises(ScenarioError, match="productivity_dip") as caught:
        mr.sweep(county, "big_bang", {"transfer.productivity_dipp": [0.1]}, replications=1, years=1, **how)
    assert "productivity_dip" in str(caught.value)
    with pytest.raises(ScenarioError, match="from 0 to 1"):
        mr.sweep(county, "big_bang", {DIP: [0.1, 1.5]}, replications=1, years=1, **how)
    with pytest.raises(OptionError, match=r"--measure: found .fall_rat.; valid"):
        mr.sweep(county, "big_bang", {DIP: [0.1]}, measures=["fall_rat"], replications=1, years=1, **how)
    assert not how["out"].exists()
    assert not how["out"].with_name("run.unfinished").exists()


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("fall_rat", '"fall_rate"'),
        ("wait_days.psychiatry.median", '"wait_days.adult_psychiatry.median"'),
        ("psychiatry wait", '"wait_days.adult_psychiatry.median"'),
        ("load.nurse.county", '"load.nurse.'),
        ("nothing like it at all", "one of untreated_share"),
    ],
)
def test_a_measure_that_is_none_is_told_with_those_that_are_meant(found: str, meant: str) -> None:
    assert not is_measure(found)
    assert meant in suggested(found)


def test_every_name_that_a_measure_can_have_is_a_measure() -> None:
    assert all(is_measure(name) for name in names())
    assert {"wait_days.adult_psychiatry.median", *HEADLINE} <= set(names())


def test_a_wait_can_be_asked_for_beside_the_first_row(county: Path, how: dict[str, Any]) -> None:
    wait = "wait_days.adult_psychiatry.median"
    found = mr.sweep(
        county, "current", {"county.staffing.adult_psychiatry.total": ["x1", "x2"]}, hold_baseline=True,
        measures=[wait], replications=1, years=1, parameters="point", **how,
    )  # fmt: skip
    assert [set(p.levels) for p in found.result.points] == [{*HEADLINE, wait}] * 2
    assert "wait, adult psychiatry, median" in str(found)


# --- enough replications


def test_auto_stops_when_all_is_precise_and_says_what_needed_most(county: Path, how: dict[str, Any]) -> None:
    loose = {"level": 0.9, "shares": 0.5, "days": 200.0, "budget": 40}
    options = {"replications": "auto", "precision": loose, "years": 2, "parameters": "point"}
    one = mr.compare(county, ["current", "big_bang"], **options, **how).comparison
    assert one.enough is not None
    assert one.enough.enough
    assert one.enough.most in {row.name for row in one.enough.rows}
    assert one.enough.needed == max(row.needed for row in one.enough.rows if row.needed is not None)
    assert one.enough.needed < one.replications <= 40
    assert len(one.designs[0].per_replication) == one.replications
    how |= {"out": how["out"].with_name("two"), "jobs": 2}
    two = mr.compare(county, ["current", "big_bang"], **options, **how).comparison
    assert two.replications == one.replications
    assert [d.digests for d in two.designs] == [d.digests for d in one.designs]


def test_auto_spends_its_budget_and_says_what_was_not_reached(county: Path, how: dict[str, Any]) -> None:
    sharp = {"level": 1e-6, "shares": 1e-9, "days": 1e-9, "budget": 6}
    options = {"replications": "auto", "precision": sharp, "years": 2, "parameters": "point"}
    found = mr.compare(county, ["current", "big_bang"], **options, **how)
    enough = found.comparison.enough
    assert (enough.replications, enough.enough, enough.needed) == (6, False, None)
    assert "big_bang - current: days_to_treatment" in enough.not_reached
    assert "6" in str(found)


def test_precision_that_cannot_be_used_is_told_at_once(county: Path, how: dict[str, Any]) -> None:
    wrong = {"level": -1, "shares": 0, "budget": 1}
    with pytest.raises(OptionError) as caught:
        mr.compare(county, ["current"], replications="auto", precision=wrong, **how)
    assert len(caught.value.lines) == 3


def test_parts_of_a_run_whose_size_is_not_known_yet_are_refused(county: Path) -> None:
    command = ["compare", str(county), "current", "-n", "auto", "--shard", "1/2"]
    done = CliRunner().invoke(root, command)
    assert done.exit_code == 2
    assert "--shard: found it with -n auto" in done.output


# --- break-even


def test_the_break_even_is_told_beside_recruitment_and_refilling(
    county: Path, how: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mellanrum.questions.breakeven.BESIDE_POINTS", 15)
    found = mr.breakeven(
        county, "big_bang", "transfer.follow_share", measure="treated_days_per_client_year", budget=50, years=0.5,
        parameters="point", **how,
    )  # fmt: skip
    result = found.result
    assert str(found).startswith(f"{TITLE}: where big_bang equals current")
    assert result.found.runs <= 50
    assert (result.points[0].x, result.points[-1].x) == (0.0, 1.0)
    assert set(result.points[0].differences) >= set(HEADLINE)
    assert len(result.beside) == 6
    assert result.beside[0].setting == {"transfer.recruitment_lead_days": "x0.5", "transfer.never_refilled_share": 0.0}
    assert result.beside_runs == 15
    plan = plan_of(found.folder)
    assert plan["kind"] == "breakeven"
    assert Path(plan["arguments"]["county"]).is_absolute()


def test_a_range_that_is_none_is_told(county: Path, how: dict[str, Any]) -> None:
    for low, high in ((0.5, 0.5), (0.6, 0.2), ("x1", 2.0)):
        with pytest.raises(OptionError, match="KEY=LOW:HIGH"):
            mr.breakeven(county, "big_bang", "transfer.follow_share", low, high, **how)
    with pytest.raises(OptionError, match="budget 10"):
        mr.breakeven(county, "big_bang", "transfer.follow_share", budget=10, years=1, **how)


# --- studies as files

STUDY = """
title_sv = "Titel"
title_en = "Title"
question_sv = "Hur?"
question_en = "How?"
hypothesis_sv = "Så."
hypothesis_en = "So."
counties = ["small.toml"]
designs = ["current", "big_bang"]
measures = ["untreated_share", "fall_rate"]
parameters = "prior"
replications = 3
years = 3

[thresholds]
treated_visits = [1, 3, 12]
untreated = [180]
follow_up = [180]
"""


def test_a_study_file_counts_untreated_needs_with_other_thresholds_and_ranks_by_them(
    county: Path, place: Path, how: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mellanrum.questions.study.APPENDIX_REPLICATIONS", 3)
    file = place / "mine.toml"
    file.write_text(STUDY.replace("small.toml", str(county)), encoding="utf-8")
    done = mr.study(file, **how)
    (found,) = done.result.counties
    assert found.ranks.race.measure == "untreated_share"
    rows = [r for r in found.appendix if (r.design, r.measure) == ("current", "untreated_share")]
    by = {(r.threshold, r.days): r.level for r in rows}
    own = found.designs[0].levels["untreated_share"]
    assert all(by[r.threshold, r.days] == own for r in rows if r.usual)
    visits = [by["treated_visits", n].mean for n in (1, 3, 12)]
    assert visits[0] <= visits[1] < visits[2], "who needs more visits to count as treated is untreated more often"
    assert by["follow_up", 180].mean > own.mean, "half a year treats fewer"
    assert "untreated_share_not_comorbid" in {r.measure for r in found.appendix}
    assert (done.folder / "findings.toml").read_text(encoding="utf-8").startswith("[findings]")
    assert "Counted with other thresholds" in str(done)
    assert "Thresholds: 3 replications, too few to tell." in str(done)


# --- rank, worth, sensitivity, warm-up


def test_of_two_designs_that_are_one_none_is_better(county: Path, place: Path, how: dict[str, Any]) -> None:
    twin = place / "twin.toml"
    twin.write_text('extends = "current"\ntitle_en = "The same"\ntitle_sv = "Samma"\n', encoding="utf-8")
    found = mr.rank(county, ["current", twin], replications=10, budget=12, years=2, parameters="point", **how).result
    assert found.race.measure == MEASURE == "untreated_share"
    one, other = found.ranking.designs
    assert one.best_in_draw.value == other.best_in_draw.value == 0.5
    assert one.regret_on_average.value == other.regret_on_average.value == 0.0
    assert found.race.left == ("current", "twin")


def test_the_first_row_stands_beside_a_ranking_whatever_it_is_by(county: Path, how: dict[str, Any]) -> None:
    found = mr.rank(
        county, ["current", "paper_transfer"], measure="days_to_treatment", delta=100.0, replications=10,
        budget=20, years=2, parameters="point", **how,
    ).result  # fmt: skip
    assert found.county_title == TITLE
    assert all(set(levels) == set(HEADLINE) for levels in found.levels)
    assert [set(differences) for differences in found.differences] == [set(), set(HEADLINE)]
    assert found.race.measure == "days_to_treatment"
    assert found.race.decided


def test_a_ranking_says_what_a_comparison_of_the_same_replications_says(county: Path, how: dict[str, Any]) -> None:
    options = {"replications": 6, "years": 2, "parameters": "prior"}
    ranked = mr.rank(county, ["current", "big_bang"], budget=10, **options, **how).result
    how["out"] = how["out"].with_name("compared")
    compared = mr.compare(county, ["current", "big_bang"], **options, **how).comparison
    for design, levels in zip(compared.designs, ranked.levels, strict=True):
        assert levels == {m: design.measures[m] for m in HEADLINE}
    assert ranked.differences[1] == {m: compared.differences[0].measures[m] for m in HEADLINE}
    difference = compared.differences[0].measures["untreated_share"]
    found = ranked.ranking.designs
    assert found[1].mean - found[0].mean == pytest.approx(difference.mean)
    surely = difference.low > 0 or difference.high < 0
    lowest = max(design.best_on_average.value for design in found)
    assert surely == (lowest > 0.975) or lowest == pytest.approx(0.975, abs=0.01)


def test_designs_are_ranked_by_no_quantile_and_by_nothing_without_a_direction(
    county: Path, how: dict[str, Any]
) -> None:
    for measure, told in (("wait_days.hvb.median", "may not be reached"), ("clients_sought", "neither less nor more")):
        with pytest.raises(OptionError, match=told):
            mr.rank(county, ["current", "big_bang"], measure=measure, **how)
    with pytest.raises(OptionError, match="may not be reached"):
        mr.breakeven(county, "big_bang", "transfer.follow_share", measure="wait_days.hvb.median", **how)


def test_what_is_known_is_worth_nothing(county: Path, how: dict[str, Any]) -> None:
    with pytest.raises(OptionError) as caught:
        mr.worth(county, ["current"], parameters="point", replications=5, measure="clients_sought", **how)
    assert [line.split(":")[0] for line in caught.value.lines] == ["designs", "--parameters", "--measure", "-n"]


def test_worth_is_told_of_counts_and_of_parameters(county: Path, how: dict[str, Any]) -> None:
    found = mr.worth(
        county, ["current", "paper_transfer"], measure="treated_days_per_client_year", replications=20, years=1,
        parameters="prior", **how,
    ).result  # fmt: skip
    assert found.county_title == TITLE
    assert found.draws == 20
    assert found.looked_at > 300
    assert all(count.count.paths for count in found.counts)
    assert all(count.value.low <= count.value.value <= count.value.high for count in found.counts)
    for one in (*found.counts, *found.parameters):
        assert one.value.value <= found.all_known.value
        assert one.value.high <= found.all_known.high
    taught = {path for count in found.counts for path in count.count.paths}
    assert all((p.count == "") == (p.path not in taught) for p in found.parameters)


def test_a_sensitivity_analysis_names_what_it_varied_and_how_much_it_left_out(
    county: Path, how: dict[str, Any]
) -> None:
    pytest.importorskip("SALib")
    found = mr.sensitivity(
        county, "big_bang", method="morris", over=[DIP, "transfer.lag_days", WORLD], budget_minutes=0.01, years=3, **how
    ).result
    assert found.county_title == TITLE
    assert [f.key for f in found.factors] == [DIP, "transfer.lag_days", WORLD]
    assert found.shared == (WORLD,)
    assert found.left_out > 300
    outcomes = {(o.measure, o.of) for o in found.outcomes}
    assert ("untreated_share", "level") in outcomes
    assert ("untreated_share", "difference") in outcomes
    assert all(len(o.effects) == 3 for o in found.outcomes)
    for outcome in found.outcomes:
        assert outcome.least <= outcome.mean <= outcome.most
        assert (outcome.below > 0) == (outcome.least < 0)
        assert (outcome.below == outcome.points) == (outcome.most < 0)


def test_what_is_to_be_varied_must_exist_and_have_a_range(county: Path, how: dict[str, Any]) -> None:
    pytest.importorskip("SALib")
    for over, told in ((["transfer.nothing"], "valid: fitted, levers"), (["all"], "at most 60")):
        with pytest.raises(OptionError, match=told):
            mr.sensitivity(county, "big_bang", over=over, years=1, **how)


def test_the_warm_up_is_asked_of_a_county_that_does_not_change(county: Path, how: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match="big_bang, which changes something"):
        mr.warmup(county, "big_bang", replications=1, **how)
    found = mr.warmup(county, replications=2, years=6, **how).result
    assert found.county_title == TITLE
    assert found.warm_up_days == 730.0
    assert {s.name for s in found.series} <= set(SERIES)
    assert all(len(s.values) == len(found.months) for s in found.series)
