"""Municipalities differ: in methods, the ASI, tests, teams, how well people know each other, and primary care."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from statistics import fmean

import pytest

from calibration.store import load_parameters
from scenarios.compose import compose
from scenarios.practices import SECTION
from sim.model.local import (
    INQUIRY,
    OUTPATIENT,
    detects,
    eased,
    easing,
    method_offered,
    sample_share,
    visits_here,
    widened,
)
from sim.terms.local import AVERAGE, LocalPractice
from sim.terms.quantity import prior
from sim.terms.scenario import ReferralTerms, Scenario
from sim.terms.words import Part, Service
from tests.bad_files import county_in, q

PARAMETERS = load_parameters()
VISITS = ((4, 1.0), (10, 3.0))
FIRST_ONLY = replace(AVERAGE, methods=(2.0, 0.0))
DRAWS = 30


def practices(county: str | Path = "norrbotten", draw: int | None = None) -> dict[str, LocalPractice]:
    """Return each municipality's practice, at central values or in a draw."""
    made = scenario(county, draw)
    return {town.name: town.practice for town in made.county.municipalities}


def scenario(county: str | Path, draw: int | None) -> Scenario:
    """Return a county under `current`."""
    options = {} if draw is None else {"pick": prior(1, draw)}
    return compose(county, "current", parameters=PARAMETERS, **options)


def mine(folder: Path, text: str, name: str = "mine") -> Path:
    """Return a county that extends Norrbotten."""
    file = folder / f"{name}.toml"
    file.write_text(f'extends = "norrbotten"\n{text}', encoding="utf-8")
    return file


def test_where_nobody_knows_central_values_are_the_average_of_all():
    for practice in practices().values():
        assert (practice.inquiry_detects, practice.samples, practice.one_team_factor) == (1.0, 1.0, 1.0)
        assert set(practice.methods) == {1.0}


def test_in_a_draw_municipalities_differ():
    drawn = practices(draw=0)
    assert len(set(drawn.values())) > len(drawn) / 2
    assert len({p.inquiry_detects for p in drawn.values()}) == 2  # with the ASI and without
    assert any(0.0 in p.methods for p in drawn.values())


def test_over_draws_a_county_inquires_samples_and_treats_as_the_average():
    """The mean of each factor over draws and municipalities is 1, within three standard errors."""
    drawn = [p for draw in range(DRAWS) for p in practices(draw=draw).values()]
    for of in (lambda p: p.inquiry_detects, lambda p: p.samples, lambda p: p.one_team_factor, lambda p: p.methods[0]):
        values = [of(p) for p in drawn]
        mean = fmean(values)
        error = (fmean((v - mean) ** 2 for v in values) / len(values)) ** 0.5
        assert abs(mean - 1.0) < 3.0 * error + 1e-9


def test_one_more_municipality_changes_nobody_elses_practice(tmp_path):
    travel = ", ".join(f'"{h}" = {q(30, "minutes")}' for h in ("Sunderbyn", "Kalix", "Piteå", "Gällivare", "Kiruna"))
    text = f'[municipalities."Nystad"]\nadults = {q(5000, "persons")}\ndistrict = "ostra"\ntravel = {{ {travel} }}\n'
    before, after = practices(draw=3), practices(mine(tmp_path, text), draw=3)
    assert "Nystad" in after
    assert {name: after[name] for name in before} == before


def test_what_is_known_is_not_drawn(tmp_path):
    known = (
        '[municipalities."Kiruna".practice]\nasi = false\nmethods = ["met", "cra"]\none_team = true\n'
        f"tests_per_month = {q(0, 'tests a month')}\neasier_cooperation = true\nprimary_care_wider = true\n"
        'source = "a call"\n'
    )
    file = mine(tmp_path, known)
    for draw in (None, 0, 1):
        kiruna, numbers = practices(file, draw)["Kiruna"], practices(draw=draw)
        assert [n for n, factor in enumerate(kiruna.methods) if factor > 0.0] == [2, 4]
        assert kiruna.inquiry_detects < 1.0
        assert kiruna.one_team_factor < 1.0
        assert kiruna.samples < 1.0
        assert kiruna.easier_factor < 1.0
        assert kiruna.wider_ceiling > 0.0
        others = practices(file, draw)
        assert all(others[name] == numbers[name] for name in numbers if name != "Kiruna")


def test_few_people_and_long_ways_decide_where_the_file_says_nothing():
    here = practices()
    assert here["Arjeplog"].easier_factor < 1.0 < here["Luleå"].easier_factor
    assert here["Arjeplog"].wider_ceiling > here["Luleå"].wider_ceiling == 0.0


def test_far_is_a_number_that_can_be_varied():
    farther = {**PARAMETERS, SECTION: {**PARAMETERS[SECTION]}}
    farther[SECTION]["far_minutes"] = replace(PARAMETERS[SECTION]["far_minutes"], value=500.0, high=500.0)
    county = compose("norrbotten", "current", parameters=farther).county
    assert all(town.practice.wider_ceiling == 0.0 for town in county.municipalities)


def test_a_county_without_specialists_has_none_near(tmp_path):
    from tests.without import without

    file = without(tmp_path, ("adult_psychiatry", "addiction_clinic"))
    assert all(town.practice.wider_ceiling > 0.0 for town in scenario(file, None).county.municipalities)


def test_without_the_asi_an_inquiry_sees_fewer_psychiatric_needs_and_nothing_else_changes():
    without_asi = replace(AVERAGE, inquiry_detects=0.75)
    assert detects(0.4, without_asi, INQUIRY, Part.PSYCHIATRIC) == pytest.approx(0.3)
    assert detects(0.4, without_asi, INQUIRY, Part.SOCIAL) == 0.4
    assert detects(0.4, without_asi, Service.ADULT_PSYCHIATRY, Part.PSYCHIATRIC) == 0.4


def test_only_outpatient_treatment_samples_as_its_municipality_does():
    often = replace(AVERAGE, samples=4.0)
    assert sample_share(0.3, often, OUTPATIENT) == 1.0
    assert sample_share(0.3, often, Service.LARO) == 0.3


def test_a_method_that_is_not_offered_is_given_to_nobody_and_another_may_stand_in():
    assert [n for n, weight in visits_here(VISITS, FIRST_ONLY, OUTPATIENT) if weight > 0.0] == [4]
    wants_first, wants_other = 0.1, 0.9
    half = replace(FIRST_ONLY, substitutes_share=0.5)
    assert method_offered(VISITS, half, wants_first, 0.99)
    assert method_offered(VISITS, half, wants_other, 0.4)
    assert not method_offered(VISITS, half, wants_other, 0.6)


def test_where_no_method_is_offered_nothing_stands_in():
    none = replace(AVERAGE, methods=(0.0, 0.0))
    assert not method_offered(VISITS, none, 0.1, 0.0)
    assert visits_here(VISITS, none, OUTPATIENT) == VISITS  # somebody who is there all the same is met as elsewhere


def test_where_people_know_each_other_fewer_letters_are_lost_and_more_go_warm():
    terms = ReferralTerms((5.0, 0.5), 0.1, 0.2, 0.5)
    small = eased(terms, 0.5)
    assert (small.lost_share, small.warm_share) == (pytest.approx(0.05), pytest.approx(0.6))
    worse = eased(terms, 2.0)
    assert (worse.lost_share, worse.warm_share) == (pytest.approx(0.2), 0.0)


def test_one_team_is_two_services_of_one_principal_in_one_place():
    practice = replace(AVERAGE, easier_factor=0.5, one_team_factor=0.1)
    assert easing(practice, False, False, True) == 1.0
    assert easing(practice, True, False, True) == 0.5
    assert easing(practice, True, True, False) == 0.5
    assert easing(practice, True, True, True) == pytest.approx(0.05)


def test_primary_care_with_a_wider_mandate_takes_more():
    care = next(s for s in scenario("norrbotten", None).services if s.service is Service.PRIMARY_CARE)
    assert widened(care.rules, 0.1).ceiling == pytest.approx(care.rules.ceiling + 0.1)
    assert widened(care.rules, 5.0).ceiling == 1.0


def test_all_that_is_wrong_with_practices_is_told_at_once(tmp_path):
    found = county_in(tmp_path)(
        '[municipalities."Kiruna".practice]\nasis = true\nmethods = ["met", "cras", "met"]\n'
        '[municipalities."Kirunna".practice]\nasi = "yes"\n'
        f'[municipalities."Boden".practice]\ntests_per_month = {q(3, "tests")}\none_team = 1\n'
    )
    told = {p.key: p for p in found}
    assert all(p.file.endswith("mine.toml") for p in found)
    assert '"asi"' in told["municipalities.Kiruna.practice.asis"].valid
    assert any('"cra"' in p.valid and '"cras"' in p.found for p in found)
    assert any('"met" twice' in p.found for p in found)
    assert '"Kiruna"' in told["municipalities.Kirunna"].valid
    assert told["municipalities.Kirunna.practice.asi"].valid == "true or false"
    assert told["municipalities.Boden.practice.one_team"].valid == "true or false"
    assert '"tests a month"' in told["municipalities.Boden.practice.tests_per_month.unit"].valid
    assert len(found) == 7
