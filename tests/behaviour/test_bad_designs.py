"""Designs and counties that cannot be are refused: waves, openings, relocations, steps, files that extend nothing."""

from pathlib import Path

import pytest

from scenarios.checks.check import check
from sim.terms.quantity import Quantity
from tests.bad_files import PARAMETERS, county_in, design_in, one, q, refused

WAVES = """[[transfer.waves]]
day = 2028-01-01
districts = ["lulea_boden", "ostra"]
[[transfer.waves]]
day = 2029-01-01
districts = ["pitea_alvdal", "gallivare", "kiruna"]
"""


@pytest.fixture
def design(tmp_path):
    """Return what writes a design and gives its problems in Norrbotten."""
    return design_in(tmp_path)


@pytest.fixture
def county(tmp_path):
    """Return what writes a county that extends Norrbotten and gives its problems."""
    return county_in(tmp_path)


def wave(day="2028-01-01", who='districts = ["lulea_boden", "ostra", "pitea_alvdal", "gallivare", "kiruna"]', more=""):
    return f"[[transfer.waves]]\nday = {day}\n{who}\n{more}\n"


TEAM = f"total = {q(3, 'FTE')}\nrecruitment_lead_days = {q(90, 'days')}\n"


# Waves ----------------------------------------------------------------------------------------------------------------


def test_a_municipality_in_two_waves_is_refused(design):
    p = one(design(wave() + wave("2029-01-01", 'municipalities = ["Kiruna"]')))
    assert (p.key, p.found) == ("transfer.waves", '"Kiruna" in 2 waves')


def test_a_municipality_in_no_wave_is_refused(design):
    p = one(design(wave(who='districts = ["lulea_boden", "ostra", "pitea_alvdal", "gallivare"]')))
    assert (p.key, p.found) == ("transfer.waves", 'no wave for "Kiruna"')


@pytest.mark.parametrize(
    ("who", "key", "nearest"),
    [
        ('districts = ["ostraa"]', "transfer.waves[0].districts", '"ostra"'),
        ('municipalities = ["Lulea"]', "transfer.waves[0].municipalities", '"Luleå"'),
    ],
)
def test_a_wave_of_an_unknown_place_is_refused_and_the_nearest_named(design, who, key, nearest):
    p = one(design(wave(who=who)))
    assert p.key == key
    assert p.valid.startswith(nearest)


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("", "nobody"),
        ("districts = []", "no districts"),
        ('districts = ["kiruna"]\nmunicipalities = ["Boden"]', "both districts and municipalities"),
    ],
)
def test_a_wave_of_nobody_or_named_in_two_ways_is_refused(design, who, found):
    assert found in [p.found for p in design(wave(who=who)) if p.key == "transfer.waves[0]"]


def test_a_transfer_with_an_empty_list_of_waves_is_refused(design):
    assert one(design("transfer.waves = []")).found == "no waves"


@pytest.mark.parametrize("day", ["2026-06-01", "2027-01-01"])
def test_a_wave_on_or_before_the_announcement_is_refused(design, day):
    found = design(f"transfer.day = {day}\ntransfer.announced = 2027-01-01\n{wave(day)}")
    assert "transfer.waves[0].day" in {p.key for p in found}


def test_a_wave_after_the_run_has_ended_is_refused(design):
    p = one(design(WAVES.replace("2029-01-01", "2040-01-01")))
    assert (p.key, p.found) == ("transfer.waves[1].day", "2040-01-01")


def test_dual_running_that_ends_before_it_begins_is_refused(design):
    p = one(design(wave(more="dual_until = 2028-01-01")))
    assert (p.key, p.valid) == ("transfer.waves[0].dual_until", "a date after the wave's day, 2028-01-01")


def test_a_first_wave_on_another_day_than_the_transfer_is_refused(design):
    p = one(design(wave("2028-03-01")))
    assert (p.key, p.valid) == ("transfer.day", "the day of the first wave, 2028-03-01")


@pytest.mark.parametrize(
    ("text", "key", "valid"),
    [
        ('waves_by = "district"', "wave_interval_days", "since there is waves_by"),
        ('waves_by = "hub"\nwave_interval_days = ' + q(9, "days"), "waves_by", '"district"'),
        (
            'waves_by = "municipality"\nwave_interval_days = ' + q(200, "days"),
            "wave_interval_days",
            "before 2032-12-30",
        ),
    ],
)
def test_waves_by_that_do_not_fit_are_refused(design, text, key, valid):
    p = one(design(f"[transfer]\n{text}"))
    assert p.key == f"transfer.{key}"
    assert valid in p.valid


# Staff ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "absent"),
    [
        (f"locum_share = {q(0.1, 'share')}", {"locum_lead_days", "locum_contract_days"}),
        (f"absence_share = {q(0.1, 'share')}", {"absence_factor", "absence_days"}),
        (f"informed_share = {q(0.1, 'share')}", {"information_effect"}),
        (f"know_methods_share = {q(0.1, 'share')}", {"training_days"}),
    ],
)
def test_a_key_that_says_nothing_alone_is_refused(design, key, absent):
    assert {p.key for p in design(f"transfer.{key}", "paper_transfer")} == {f"transfer.{k}" for k in absent}


def test_locums_for_no_time_and_less_absence_than_usual_are_refused(design):
    text = f"[transfer]\nlocum_contract_days = {q(0, 'days')}\nabsence_factor = {q(0.9, 'factor')}"
    assert {p.key for p in design(text)} == {"transfer.locum_contract_days.low", "transfer.absence_factor.low"}


# Openings, relocations, assessors -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "key", "valid"),
    [
        ('taken_from.housing_worker = ["housing_support"]', "taken_from.housing_worker", '"treatment_worker"'),
        ('taken_from.nurse = ["municipal_outpatient"]', "taken_from.nurse", '"adult_psychiatry"'),
        ('taken_from.nurse = ["psychiatry"]', "taken_from.nurse[0]", '"adult_psychiatry"'),
        ('taken_from.nurse = ["laro", "laro"]', "taken_from.nurse", "each name once"),
        ('taken_from.nurse = ["integrated_team"]', "taken_from.nurse", "other services"),
        ("taken_from.nurse = []", "taken_from.nurse", "other services"),
        ('taken_from.nurs = ["laro"]', "taken_from.nurs", '"nurse"'),
        ('level = "huub"', "level", '"hub"'),
        ('principal = "regionen"', "principal", '"region"'),
        ("needs_step = 6", "needs_step", "from 0 to 5"),
        ("needs_step = 2.5", "needs_step", "a whole number"),
        ("day = 2040-01-01", "day", "end of the run"),
        (f"per_10000_adults = {q(1, 'FTE per 10 000 adults')}", "", "one of per_10000_adults and total"),
        (f"recruitment_lead_days.ward_staff = {q(9, 'days')}", "recruitment_lead_days.ward_staff", '"nurse"'),
    ],
)
def test_an_opening_that_does_not_fit_is_refused(design, text, key, valid):
    problems = design(f"[opens.integrated_team]\ntotal = {q(3, 'FTE')}\n{text}")
    at = f"opens.integrated_team.{key}" if key else "opens.integrated_team"
    assert any(valid in p.valid for p in problems if p.key == at)


def test_posts_taken_for_nothing_are_refused_with_every_key_that_has_no_word_on_the_price(design):
    text = f"""[opens.integrated_team]
needs_step = 0
total = {q(3, "FTE")}
taken_from.nurse = ["adult_psychiatry"]
productivity_dip = {q(0.1, "share")}
recruitment_lead_days = {q(90, "days")}
[after.doors]
psychiatric = ["integrated_team", "adult_psychiatry"]"""
    price = {
        "never_refilled_share", "productivity_recovery_days", "turnover_factor", "turnover_days_after",
        "absence_share", "absence_factor", "absence_days",
    }  # fmt: skip
    problems = design(text, "current")
    assert {p.key for p in problems} == {f"opens.integrated_team.{key}" for key in price}
    assert {p.found for p in problems} == {"nothing"}
    assert all("here or in [transfer]" in p.valid for p in problems)


def test_an_opening_that_makes_people_healthier_is_refused(design):
    text = f"[opens.personal_ombud]\ntotal = {q(3, 'FTE')}\nabsence_factor = {q(0.9, 'factor')}"
    assert "opens.personal_ombud.absence_factor.low" in {p.key for p in design(text)}


def test_an_opening_without_posts_is_refused(design):
    assert one(design('[opens.low_threshold_clinic]\nlevel = "hub"')).key == "opens.low_threshold_clinic"


def test_new_posts_without_a_word_on_how_long_they_take_to_fill_are_refused(design):
    problems = design(f"[opens.personal_ombud]\ntotal = {q(3, 'FTE')}", "current")
    assert one(problems).key == "opens.personal_ombud.recruitment_lead_days.ombud"


@pytest.mark.parametrize("service", ["primary_care", "laro"])
def test_opening_what_has_other_patients_or_what_the_county_has_is_refused(design, service):
    assert one(design(f"[opens.{service}]\n{TEAM}")).key == f"opens.{service}"


@pytest.mark.parametrize(
    ("service", "found"),
    [
        ("primary_care", "has other patients"),
        ("addiction_clinic", "whose places the county file gives"),
        ("hvb", "which has beds"),
        ("personal_ombud", "the county does not have"),
    ],
)
def test_a_relocation_that_cannot_be_is_refused(design, service, found):
    assert found in one(design(f'[relocation.{service}]\nlevel = "hub"')).found


def test_a_relocation_to_where_services_sit_already_is_refused(design):
    p = one(design('[relocation.municipal_outpatient]\nlevel = "municipality"'))
    assert (p.key, p.valid) == ("relocation.municipal_outpatient.level", 'one of "district", "hub", "county"')


def test_an_assessor_without_posts_is_refused(design):
    p = one(design('after.assessor.psychosocial = "treatment_assessment"', "paper_transfer"))
    assert (p.key, p.found) == ("after.assessor.psychosocial", '"treatment_assessment", which has no posts')


@pytest.mark.parametrize("who", ["treatment_assesment", "hvb", "nobody"])
def test_an_assessor_that_does_not_assess_is_refused(design, who):
    p = one(design(f'after.assessor.psychosocial = "{who}"'))
    assert '"treatment_assessment"' in p.valid
    assert '"none"' in p.valid


def test_doors_and_pairs_that_say_nothing_are_refused(design):
    text = '[after]\ndoors.social = []\nsip_pairs = [["hvb"], ["hvb", "laro"], ["laro", "hvb"], ["hvb", "hvb"]]'
    told = {p.key for p in design(text)}
    assert told == {"after.doors.social", "after.sip_pairs[0]", "after.sip_pairs[2]", "after.sip_pairs[3]"}


# Coordination ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ("[0, 1]", "0"),
        ("[5, 6]", "6"),
        ("[2, 4]", "[2, 4]"),
        ("[3, 2]", "[3, 2]"),
        ("[2.5]", "2.5"),
        ("[true]", "true"),
        ("[5]", 'step 5 first, which skips a step: district "lulea_boden" stands on 2'),
    ],
)
def test_steps_that_cannot_be_climbed_are_refused(design, steps, found):
    assert found in [p.found for p in design(f"coordination.steps = {steps}", "current")]


def test_a_skipped_step_names_the_lowest_district_of_the_county(tmp_path, design):
    where, how = tmp_path / "where.toml", tmp_path / "how.toml"
    where.write_text(f'extends = "norrbotten"\ncoordination.ladder.kiruna = {q(1, "step")}\n', encoding="utf-8")
    how.write_text('extends = "current"\ncoordination.steps = [3]\n', encoding="utf-8")
    p = one(refused(where, how))
    assert (p.key, p.valid) == ("coordination.steps", "a first step of at most 2")
    assert '"kiruna" stands on 1' in p.found


def test_a_measure_that_the_ladder_never_reaches_is_refused(design):
    p = one(design('coordination.steps = [3]\ncoordination.measures = ["shared_threshold", "sip_routine"]', "current"))
    assert p.found == '"sip_routine", which needs step 4, while the ladder reaches 3'


def test_a_team_that_could_never_open_is_refused(design):
    p = one(design(f"[after.doors]\nsocial = ['integrated_team']\n[opens.integrated_team]\n{TEAM}", "current"))
    assert (p.key, "needs step 5" in p.found) == ("opens.integrated_team.needs_step", True)


@pytest.mark.parametrize(
    ("text", "key", "valid"),
    [
        ('measures = ["sip"]', "measures[0]", '"sip_routine"'),
        ('measures = ["sip_routin"]', "measures[0]", '"sip_routine"'),
        ('measures = ["warm_referrals", "warm_referrals"]', "measures", "each name once"),
        ('case_conferences = ["kirunna"]', "case_conferences", '"kiruna"'),
        ("case_conferences = 1", "case_conferences", "true or false"),
        ("process_leader = true", "process_leader", "steps"),
        ("from = 2026-01-01", "from", "end of warm-up"),
        (f"sip_hour = {q(9, 'hours')}", "sip_hour", '"sip_hours"'),
        (f"sip_shares = {q(0.5, 'share')}", "sip_shares.value", "a list of 6 numbers"),
        (f"sip_hours = {q(9, 'days')}", "sip_hours.unit", '"hours"'),
        (f"conference_interval_days = {q(0, 'days')}", "conference_interval_days.low", "above 0"),
    ],
)
def test_coordination_that_cannot_be_is_refused(design, text, key, valid):
    told = {p.key: p.valid for p in design(f"[coordination]\n{text}", "current")}
    assert valid in told[f"coordination.{key}"]


@pytest.mark.parametrize("pillars", ["[0]", "[11]", "[1, 1]", "[1.5]", '["one"]', "1"])
def test_pillars_that_are_none_are_refused(design, pillars):
    assert one(design(f"pillars = {pillars}")).key.startswith("pillars")


# Counties and parameters ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "key", "valid"),
    [
        (f"coordination.ladder.kirunna = {q(1, 'step')}", "coordination.ladder.kirunna", '"kiruna"'),
        (f"coordination.ladder.kiruna = {q(2, 'step', 0, 6)}", "coordination.ladder.kiruna.high", "from 0 to 5"),
        ("coordination.ladder.kiruna = 2", "coordination.ladder.kiruna", "a quantity"),
        ('coordination.case_conferences = ["Kiruna"]', "coordination.case_conferences", '"kiruna"'),
        ("agreement.local.Lulea = true", "agreement.local.Lulea", '"Luleå"'),
        ("agreement.dispute_routine = 1", "agreement.dispute_routine", "true or false"),
        ('districts.ny = { title = "Ny", hub = "Kalix" }', "coordination.ladder.ny", "cooperation ladder"),
    ],
)
def test_coordination_of_a_county_that_cannot_be_is_refused(county, text, key, valid):
    p = one(county(text))
    assert p.key == key
    assert valid in p.valid


def test_levers_that_are_absent_or_0_where_they_cannot_be_are_refused():
    parameters = {k: dict(v) for k, v in PARAMETERS.items()}
    del parameters["coordination"]["sip_hours"]
    parameters["coordination"]["days_per_step"] = Quantity(10.0, "days", 0.0, 20.0, "A202")
    told = {p.key for p in refused("norrbotten", "current", parameters=parameters)}
    assert told == {"coordination.sip_hours", "coordination.days_per_step.low"}


# Files that extend what does not exist --------------------------------------------------------------------------------


def test_what_stands_in_a_design_is_checked_although_what_it_extends_does_not_exist(design):
    text = '[transfer]\nto = "regionen"\nstay_share = 0.5\n[coordination]\nsteps = [2, 4]\n'
    told = {p.key for p in design(text, extends="big_bng")}
    assert told == {"extends", "transfer.to", "transfer.stay_share", "coordination.steps"}


def test_what_stands_in_a_county_is_checked_although_what_it_extends_does_not_exist(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text('extends = "norrboten"\nspeeed = 1\nagreement.dispute_routine = 1\n', encoding="utf-8")
    assert {p.key for p in refused(file, "current")} == {"extends", "speeed", "agreement.dispute_routine"}
    assert {Path(p.file).name for p in check([file])} == {"mine.toml"}


def test_what_stands_above_a_broken_link_is_checked_too(tmp_path):
    (tmp_path / "a.toml").write_text('extends = "b.toml"\ntitle_sv = 1\n', encoding="utf-8")
    (tmp_path / "b.toml").write_text('extends = "c.toml"\ntitle_en = 1\n', encoding="utf-8")
    (tmp_path / "c.toml").write_text("= =", encoding="utf-8")
    told = {(Path(p.file).name, p.key) for p in refused("norrbotten", tmp_path / "a.toml")}
    assert told == {("a.toml", "title_sv"), ("b.toml", "title_en"), ("c.toml", "")}


def test_a_service_that_opens_and_that_nothing_leads_to_is_refused(design):
    p = one(design(f"[opens.integrated_team]\nneeds_step = 0\ntotal = {q(3, 'FTE')}"))
    assert (p.key, p.found) == ("opens.integrated_team", "a service that nothing leads to")
    other = one(design('after.assessor.psychosocial = "social_services"'))
    assert (other.key, other.valid) == ("opens.treatment_assessment", "an entry for it in after.assessor")
