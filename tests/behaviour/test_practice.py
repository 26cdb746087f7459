"""Municipalities differ: in methods, the ASI, tests, teams, how well people know each other, and primary care."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from statistics import fmean

import numpy as np
import pytest

from calibration.parameters.store import load_parameters
from scenarios.build.practices import SECTION
from scenarios.compose import compose
from scenarios.edits.keys import keys_of
from scenarios.edits.vary import parse_varies
from scenarios.files.problems import ScenarioError
from sim.model import simulate
from sim.model.documentation import interval_days
from sim.model.local import (
    INQUIRY,
    OUTPATIENT,
    detects,
    eased,
    easing,
    group_shares_here,
    method_offered,
    sample_share,
    visits_here,
    widened,
)
from sim.terms.local import AVERAGE, LocalPractice
from sim.terms.quantity import prior
from sim.terms.scenario import ReferralTerms, Scenario
from sim.terms.words import Kind, Part, Service
from tests.bad_files import county_in, q
from tests.miniature import shrunk

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
        assert kiruna.samples < 1.0
        factors = (kiruna.inquiry_detects, kiruna.one_team_factor, kiruna.easier_factor)
        assert max(factors) < 1.0 or (draw is not None and max(factors) == 1.0)  # one draw in twenty has no effect
        assert kiruna.wider_ceiling > 0.0 or (draw is not None and kiruna.wider_ceiling == 0.0)
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


# --- groups and samples of a municipality


def test_a_municipality_that_has_the_group_gives_the_method_in_it_and_one_that_has_none_gives_none(tmp_path):
    file = mine(tmp_path, '[municipalities."Kiruna".practice]\ngroups = ["cra"]\n')
    for draw in (None, 0, 1):
        assert practices(file, draw)["Kiruna"].groups == (0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    none = mine(tmp_path, '[municipalities."Kiruna".practice]\ngroups = []\n', "none")
    assert set(practices(none)["Kiruna"].groups) == {0.0}


def test_where_nobody_knows_groups_are_as_the_plan_says_and_in_draws_as_many_as_were_counted():
    shares = (0.12, 0.5)
    assert {practice.groups for practice in practices().values()} == {()}
    assert group_shares_here(shares, AVERAGE, OUTPATIENT) == shares
    assert group_shares_here(shares, replace(AVERAGE, groups=(0.0, 1.0)), OUTPATIENT) == (0.0, 1.0)
    assert group_shares_here((), replace(AVERAGE, groups=(1.0,)), Service.LARO) == ()
    drawn = [p for draw in range(DRAWS) for p in practices(draw=draw).values()]
    assert {share for p in drawn for share in p.groups} == {0.0, 1.0}
    twelve_step = fmean(p.groups[1] for p in drawn)
    assert twelve_step == pytest.approx(0.5, abs=0.1), "four of eight municipalities (NB-023)"


def test_groups_save_hours_where_they_are_given(tmp_path):
    text = "".join(
        f'[municipalities."{name}".practice]\ngroups = {groups}\n'
        for name, groups in (("Luleå", '["twelve_step", "relapse_prevention", "cra"]'), ("Piteå", "[]"))
    )
    log = simulate(shrunk(scenario(mine(tmp_path, text), None)), 7, 0)
    c = log.columns
    visits = (c["kind"] == Kind.VISIT) & (c["service"] == OUTPATIENT) & (c["client"] >= 0)
    town = np.array(log.municipalities)[log.clients["municipality"][c["client"][visits]]]
    hours = {name: c["value"][visits][town == name] for name in ("Luleå", "Piteå")}
    assert set(hours["Piteå"]) == {1.0}
    assert (hours["Luleå"] == 0.5).mean() > 0.5


def test_samples_of_those_who_document_sobriety_are_as_often_as_the_municipality_says(tmp_path):
    text = f'[municipalities."Kiruna".practice]\nsamples_per_month = {q(8, "samples a month")}\n'
    for draw in (None, 0):
        kiruna = practices(mine(tmp_path, text), draw)["Kiruna"]
        plan = next(
            s.plan for s in scenario("norrbotten", draw).services if s.service is Service.SOBRIETY_DOCUMENTATION
        )
        assert interval_days(plan, kiruna) == pytest.approx(365.0 / 12.0 / 8.0)
        assert interval_days(plan, AVERAGE) == plan.interval_days
    seldom = f'[municipalities."Kiruna".practice]\ntests_per_month = {q(0, "tests a month")}\n'
    file = mine(tmp_path, seldom, "seldom")
    assert practices(file)["Kiruna"].documentation == practices(file)["Kiruna"].samples < 1.0


def test_where_nobody_documents_sobriety_nobody_begins_to(tmp_path):
    text = f'[municipalities."Luleå".practice]\nsamples_per_month = {q(0, "samples a month")}\n'
    log = simulate(shrunk(scenario(mine(tmp_path, text), None)), 7, 0)
    c = log.columns
    begun = (c["kind"] == Kind.CONTACT_BEGAN) & (c["service"] == Service.SOBRIETY_DOCUMENTATION)
    towns = np.array(log.municipalities)[log.clients["municipality"][c["client"][begun]]]
    assert "Luleå" not in towns
    assert "Piteå" in towns


def test_more_samples_are_left_where_they_are_left_more_often():
    def samples(factor):
        small = shrunk(scenario("norrbotten", None))
        towns = tuple(
            replace(t, practice=replace(t.practice, documentation=factor)) for t in small.county.municipalities
        )
        c = simulate(replace(small, county=replace(small.county, municipalities=towns)), 7, 0).columns
        left = np.isin(c["kind"], [int(Kind.VISIT), int(Kind.MISSED)])
        return int((left & (c["service"] == Service.SOBRIETY_DOCUMENTATION)).sum())

    assert samples(2.0) > 1.4 * samples(1.0) > 0


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ('groups = ["cras"]', '"cra" (nearest'),
        ('groups = ["cra", "cra"]', "each name once"),
        ('methods = ["met"]\ngroups = ["cra"]', 'a method that it offers: "met"'),
        ('methods = []\ngroups = ["cra"]', "no groups"),
    ],
)
def test_groups_that_cannot_be_are_refused_in_words(tmp_path, text, valid):
    found = county_in(tmp_path)(f'[municipalities."Kiruna".practice]\n{text}\n')
    of_groups = [p.valid for p in found if p.key == "municipalities.Kiruna.practice.groups"]
    assert any(valid in said for said in of_groups), found


# --- --vary

KEY = "county.municipalities.Kiruna.practice"


def varied_practice(file, **edits):
    """Return Kiruna's practice with what --vary sets."""
    texts = [f"{KEY}.{key}={value}" for key, value in edits.items()]
    chosen = {key: values[0] for key, values in parse_varies(texts).items()}
    made = compose(file, "current", parameters=PARAMETERS, edits=chosen)
    return next(t.practice for t in made.county.municipalities if t.name == "Kiruna")


@pytest.fixture
def known(tmp_path):
    """Return a county that knows all of Kiruna that a number or a yes or no can say."""
    text = (
        f'[municipalities."Kiruna".practice]\nasi = true\none_team = false\neasier_cooperation = false\n'
        f"primary_care_wider = false\ntests_per_month = {q(60, 'tests a month')}\n"
        f"samples_per_month = {q(4, 'samples a month')}\n"
    )
    return mine(tmp_path, text)


def test_every_practice_that_a_county_says_can_be_varied_and_is_another_then(known):
    before = varied_practice(known)
    for key, value, field in (
        ("asi", "false", "inquiry_detects"),
        ("one_team", "true", "one_team_factor"),
        ("easier_cooperation", "true", "easier_factor"),
        ("primary_care_wider", "true", "wider_ceiling"),
        ("tests_per_month", "600", "samples"),
        ("samples_per_month", "x2", "documentation"),
    ):
        after = varied_practice(known, **{key: value})
        assert getattr(after, field) != getattr(before, field), key
        assert replace(after, **{field: getattr(before, field)}) == before, f"{key} changes nothing else"
        assert f"{KEY}.{key}" in keys_of(known, "current", PARAMETERS)


def test_twice_as_many_samples_are_twice_as_many(known):
    assert varied_practice(known, samples_per_month="x2").documentation == pytest.approx(2.0)


def test_a_practice_that_the_county_does_not_say_is_told_to_be_written_first(known):
    with pytest.raises(ScenarioError) as caught:
        compose("norrbotten", "current", parameters=PARAMETERS, edits={f"{KEY}.asi": True})
    (problem,) = caught.value.problems
    assert problem.key == f"{KEY}.asi"
    assert "can be added there" in problem.valid
    with pytest.raises(ScenarioError) as caught:
        compose("norrbotten", "current", parameters=PARAMETERS, edits={KEY.replace("Kiruna", "Kirna") + ".asi": True})
    assert "Kiruna" in caught.value.problems[0].valid, "a town that is not there is a slip"
    with pytest.raises(ScenarioError) as caught:
        compose(known, "current", parameters=PARAMETERS, edits={f"{KEY}.asi": 3, f"{KEY}.asis": True})
    assert {p.key for p in caught.value.problems} == {f"{KEY}.asi", f"{KEY}.asis"}
