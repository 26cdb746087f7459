"""A new design is all comments and today's numbers; a new county is small, explained, and runs."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from calibration.parameters.store import load_parameters
from mellanrum.cli.scenario_files import scenarios
from scenarios.checks.check import check
from scenarios.compose import compose
from scenarios.files.problems import ScenarioError
from scenarios.files.read import list_designs
from scenarios.files.toml_text import table_lines, text_of
from scenarios.tools.new import new_county, new_design
from sim.terms.changes import Opens, Relocates, ServiceMoves

PARAMETERS = load_parameters()


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Return what runs `mellanrum scenarios ...` in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments):
        return CliRunner().invoke(scenarios, arguments)

    return invoke


def taken_up(text):
    """Return a design file in which every commented table and key counts."""
    return re.sub(r'^#(?=[a-z"\[])', "", text, flags=re.MULTILINE)


@pytest.mark.parametrize("design", list_designs())
def test_a_new_design_passes_the_check_and_changes_nothing(tmp_path, design):
    file = tmp_path / "mine.toml"
    file.write_text(new_design("mine", design), encoding="utf-8")
    assert check([file]) == []
    parent = compose("norrbotten", design, parameters=PARAMETERS)
    assert compose("norrbotten", file, parameters=PARAMETERS).changes == parent.changes


@pytest.mark.parametrize("design", list_designs())
@pytest.mark.parametrize("county", ["norrbotten", "gavleborg"])
def test_a_new_design_with_every_table_taken_up_is_valid_too(tmp_path, design, county):
    file = tmp_path / "mine.toml"
    file.write_text(taken_up(new_design("mine", design, PARAMETERS)), encoding="utf-8")
    kinds = {type(c) for c in compose(county, file, parameters=PARAMETERS).changes}
    assert {Opens, Relocates} <= kinds
    assert ServiceMoves in kinds or design in ("paper_transfer", "contract")


def test_a_new_design_shows_the_present_values_of_its_parent():
    table = tomllib.loads(taken_up(new_design("mine", "full_reform", PARAMETERS)))
    assert table["pillars"] == list(range(1, 11))
    assert table["after"]["doors"]["social"] == ["integrated_team", "housing_support"]
    assert table["rules"]["adult_psychiatry"]["treat_addiction_first_share"]["value"] == 0.0
    assert table["coordination"]["sip_hours"]["value"] == 8
    assert table["coordination"]["outreach_factor"]["value"] == 1.2


def test_a_new_county_runs_under_every_design(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(new_county("mine"), encoding="utf-8")
    assert check([file]) == []
    for design in list_designs():
        assert len(compose(file, design, parameters=PARAMETERS).county.municipalities) == 2


def test_what_a_new_county_leaves_as_a_comment_is_valid_too(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(taken_up(new_county("mine")), encoding="utf-8")
    assert compose(file, "current", parameters=PARAMETERS).coordination.agreements.local == (1.0, 0.0)


def test_a_new_design_of_an_unknown_one_is_refused():
    with pytest.raises(ScenarioError, match='"big_bang"'):
        new_design("mine", "big_bng")


def test_tables_are_written_as_they_are_read():
    table = {
        "text": 'a "word" \\ and\na line', "day": date(2028, 1, 1), "whole": 3, "yes": True, "few": [1, 2.5, "x"],
        "q": {"value": [0.1, 2e-9], "unit": "per day"}, "inner": {"Luleå": 1.0, "deep": {"a": 65573.25}},
        "rows": [{"day": date(2028, 1, 1), "names": ["a"]}, {"day": date(2029, 1, 1)}],
    }  # fmt: skip
    assert tomllib.loads("\n".join(table_lines("top", table))) == {"top": table}
    assert text_of(12.0) == "12"


def test_the_command_line_writes_a_design_and_says_what_to_do_next(run):
    told = run("new", "mine", "--extends", "big_bang")
    assert told.exit_code == 0, told.output
    assert "scenarios check mine.toml" in told.output
    assert run("check", "mine.toml").exit_code == 0


def test_the_command_line_writes_a_county_and_says_what_to_do_next(run):
    told = run("new-county", "mitt_län")
    assert told.exit_code == 0, told.output
    assert run("check", "mitt_län.toml").exit_code == 0


@pytest.mark.parametrize("command", ["new", "new-county"])
def test_a_file_that_exists_is_never_overwritten(run, command):
    Path("mine.toml").write_text("precious", encoding="utf-8")
    told = run(command, "mine")
    assert told.exit_code == 2
    assert "mine.toml" in told.output
    assert Path("mine.toml").read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize("name", ["../x", "", "a b", "current", "norrbotten", "a.toml"])
@pytest.mark.parametrize("command", ["new", "new-county"])
def test_a_name_that_will_not_do_is_refused_and_nothing_is_written(run, command, name):
    assert run(command, name).exit_code == 2
    assert list(Path().iterdir()) == []


def test_a_design_elsewhere_finds_its_parent_by_the_way_from_its_own_folder(run):
    Path("sub").mkdir()
    assert run("new", "first").exit_code == 0
    assert run("new", "second", "--extends", "first.toml", "--output", "sub/second.toml").exit_code == 0
    assert 'extends = "../first.toml"' in Path("sub/second.toml").read_text(encoding="utf-8")
    assert run("check", "sub/second.toml").exit_code == 0


def test_a_folder_that_does_not_exist_is_told_in_words(run):
    told = run("new", "mine", "--output", "nowhere/mine.toml")
    assert told.exit_code in (1, 2)
    assert "nowhere" in told.output
    assert "Traceback" not in told.output


def test_a_problem_with_one_county_alone_says_with_which(tmp_path):
    file = tmp_path / "mine.toml"
    waves = '[transfer]\nday = 2028-01-01\n[[transfer.waves]]\nday = 2028-01-01\ndistricts = ["kiruna"]\n'
    file.write_text(new_design("mine", "phased") + waves, encoding="utf-8")
    found = [str(p) for p in check([file])]
    assert any('"kiruna" (with gavleborg)' in line for line in found)
    assert any("no wave for" in line and "(with norrbotten)" in line for line in found)
    assert not any("(with" in str(p) for p in check([file, "norrbotten"]))


def test_a_key_without_its_heading_is_told_where_it_belongs(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(new_design("mine", "phased").replace("#lag_days", "lag_days"), encoding="utf-8")
    (found,) = check([file])
    assert "[transfer]" in found.valid


def test_a_new_design_shows_a_service_to_open_whatever_its_parent_opens():
    for parent in list_designs():
        table = tomllib.loads(taken_up(new_design("mine", parent, PARAMETERS)))
        assert {"low_threshold_clinic", "treatment_assessment"} & set(table["opens"])
        assert "low_threshold_clinic" in table["opens"]
