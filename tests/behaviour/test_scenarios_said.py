"""What is said of files follows the language spoken; what they say to the program, and what is kept, never does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from calibration.evidence.ledger import load
from calibration.parameters.store import load_parameters
from calibration.verdicts.scorecard import load_card
from calibration.verdicts.scoring import ModelFigures, scores
from scenarios.checks.check import check
from scenarios.checks.checked_once import checked_once
from scenarios.compose import compose
from scenarios.files.problems import Problem, ScenarioError
from scenarios.files.read import list_counties
from scenarios.files.titles import title_of, title_or_name, title_said
from scenarios.study.study_plan import read_study
from scenarios.tools.new import new_county, new_design
from sim.terms.language import LANGUAGES, speaking
from tests.known_names import known
from tests.regression.test_pages_scenarios import STUDIES

PARAMETERS = load_parameters()


def taken_up(text: str) -> str:
    """Return a file in which every commented table and key counts."""
    return re.sub(r'^#(?=[a-z"\[])', "", text, flags=re.MULTILINE)


def in_each(what: str) -> list[str]:
    """Return a new file in each language."""
    found = []
    for code in LANGUAGES:
        with speaking(code):
            found.append(new_county("mine") if what == "county" else new_design("mine", what, PARAMETERS))
    return found


@pytest.mark.parametrize("what", ["county", "phased", "full_reform"])
def test_a_new_file_says_the_same_to_the_program_in_each_language(what: str) -> None:
    first, *others = in_each(what)
    assert all(text != first for text in others)
    for read in (str, taken_up):
        assert all(tomllib.loads(read(text)) == tomllib.loads(read(first)) for text in others)


def test_a_chain_that_breaks_tells_nothing_of_what_may_stand_in_the_missing_file_in_any_language(
    tmp_path: Path,
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('format = 1\nextends = "nowhere.toml"\n[transfer]\nday = 2028-01-01\n', encoding="utf-8")
    keys = []
    for code in LANGUAGES:
        with speaking(code):
            keys.append([p.key for p in check([file], parameters=PARAMETERS)])
    assert keys == [["extends"]] * len(LANGUAGES)


def test_a_variation_that_only_some_designs_have_is_told_so_in_each_language(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(f"format = 1\n{STUDIES['what cannot be tried']}", encoding="utf-8")
    for code in LANGUAGES:
        with speaking(code), pytest.raises(ScenarioError) as caught:
            read_study(file, parameters=PARAMETERS, known=known())
        (lacking,) = [p for p in caught.value.problems if p.may_stand]
        assert "only_for" in lacking.valid


def test_what_was_found_valid_is_not_checked_again_in_another_language() -> None:
    with speaking("en"):
        first = checked_once("norrbotten", "phased", PARAMETERS, 5.0)
    with speaking("sv"):
        assert checked_once("norrbotten", "phased", PARAMETERS, 5.0) is first


def test_a_scenario_is_the_same_in_each_language() -> None:
    made = []
    for code in LANGUAGES:
        with speaking(code):
            made.append(compose("gavleborg", "integrated_teams", parameters=PARAMETERS))
    assert all(one == made[0] for one in made)


def test_a_problem_is_one_line_in_the_language_spoken_when_it_is_shown() -> None:
    problem = Problem("mine.toml", "transfer.day", "nothing", "x")
    with speaking("sv"):
        assert str(problem) == "mine.toml: transfer.day: hittade ingenting; giltigt: x"
    with speaking("en"):
        assert str(problem) == "mine.toml: transfer.day: found nothing; valid: x"


def test_why_a_figure_is_not_computed_is_kept_in_english_and_told_in_the_language_spoken() -> None:
    found = ModelFigures(county="elsewhere", share=0.01, inputs=frozenset(), draws={}, runs={}, targets=None)
    with speaking("sv"):
        some = {score.why: score.why_told for score in scores(load_card(), found, load())}
        assert some["no run gives it"] == "ingen körning ger det"
        elsewhere = "counted elsewhere: mellanrum evidence scorecard norrbotten"
        assert some[elsewhere] == "räknad i ett annat län: mellanrum evidence scorecard norrbotten"


@pytest.mark.parametrize("county", list_counties())
def test_results_keep_one_title_of_a_county_whoever_reads(county: str) -> None:
    kept = set()
    for code in LANGUAGES:
        with speaking(code):
            kept.add(title_of(county))
            assert title_said(county) == title_or_name(county)
    assert len(kept) == 1
