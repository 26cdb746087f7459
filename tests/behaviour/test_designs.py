"""Every table of a design file becomes the dated changes that it says, for the municipalities whose day it is."""

from datetime import date

import pytest

from calibration.parameters.store import load_parameters
from scenarios.compose import compose
from sim.terms.changes import (
    AssessorChanges,
    ConferencesStart,
    DoorsChange,
    LadderClimbs,
    LadderFalls,
    LeverChanges,
    MeasureStarts,
    Opens,
    Relocates,
    ResponsibilityMoves,
    ServiceMoves,
    SipPairsChange,
    TurnoverRises,
)
from sim.terms.words import Measure, Part, Principal, Role, Service
from tests.bad_files import q

PARAMETERS = load_parameters()
WAVES = """[[transfer.waves]]
day = 2028-01-01
districts = ["lulea_boden", "ostra"]
dual_until = 2028-07-01
[[transfer.waves]]
day = 2029-01-01
districts = ["pitea_alvdal", "gallivare", "kiruna"]
"""


@pytest.fixture
def composed(tmp_path):
    """Return what writes a design and gives the scenario of Norrbotten under it."""

    def scenario(text, extends="big_bang"):
        file = tmp_path / "mine.toml"
        file.write_text(f'extends = "{extends}"\n{text}', encoding="utf-8")
        return compose("norrbotten", file, parameters=PARAMETERS)

    return scenario


def of(kind, scenario):
    return [c for c in scenario.changes if isinstance(c, kind)]


def test_each_wave_has_its_day_its_municipalities_and_its_dual_running(composed):
    scenario = composed(WAVES)
    first, second = (scenario.calendar.day_of(date(y, 1, 1)) for y in (2028, 2029))
    outpatient = [c for c in of(ServiceMoves, scenario) if c.service is Service.MUNICIPAL_OUTPATIENT]
    assert [(c.day, c.dual_days) for c in outpatient] == [(first, 182.0), (second, 0.0)]
    assert [c.day for c in of(ResponsibilityMoves, scenario)] == [first, second]
    towns = [i for c in outpatient for i in c.municipalities]
    assert sorted(towns) == list(range(14))
    assert {scenario.county.municipalities[i].name for i in outpatient[0].municipalities} >= {"Luleå", "Haparanda"}


def test_waves_may_follow_one_another_in_the_order_of_the_county_file(composed):
    text = (
        f'[transfer]\nwaves_by = "district"\nwave_interval_days = {q(182, "days")}\nwave_dual_days = {q(90, "days")}\n'
    )
    moves = [c for c in of(ServiceMoves, composed(text)) if c.service is Service.MUNICIPAL_OUTPATIENT]
    assert [c.day for c in moves] == [1095.0 + 182 * n for n in range(5)]
    assert {c.dual_days for c in moves} == {90.0}
    by_town = of(ResponsibilityMoves, composed(text.replace('"district"', '"municipality"').replace("182", "30")))
    assert [c.municipalities for c in by_town] == [(i,) for i in range(14)]


def test_named_waves_hold_where_a_parent_goes_by_district(composed):
    text = f'[transfer]\nwaves_by = "district"\nwave_interval_days = {q(182, "days")}\n'
    assert len(of(ResponsibilityMoves, composed(text + WAVES))) == 2


def test_turnover_rises_from_the_announcement_until_a_time_after_each_wave(composed):
    rises = of(TurnoverRises, composed(WAVES))
    assert [c.day for c in rises] == [730.0, 730.0]  # the announcement
    assert [c.until_day for c in rises] == [1095.0 + 365, 1095.0 + 366 + 365]


def test_waves_by_municipality_let_a_district_fall_once(composed):
    rest = '"Boden", "Kalix", "Haparanda", "Överkalix", "Övertorneå", "Piteå", "Älvsbyn", "Arvidsjaur", "Arjeplog"'
    rest += ', "Gällivare", "Jokkmokk", "Pajala", "Kiruna"'
    text = '[[transfer.waves]]\nday = 2028-01-01\nmunicipalities = ["Luleå"]\n'
    text += f"[[transfer.waves]]\nday = 2028-06-01\nmunicipalities = [{rest}]\n"
    assert [c.districts for c in of(LadderFalls, composed(text))] == [(0,), (1, 2, 3, 4)]


def test_a_service_relocates_wave_by_wave_to_places_of_the_level(composed):
    scenario = composed(
        WAVES + f'[relocation.municipal_outpatient]\nlevel = "hub"\ndigital_share = {q(0.2, "share")}\n'
    )
    first, second = of(Relocates, scenario)
    assert [u.place for u in first.units] == ["Sunderbyn", "Kalix"]
    assert [u.place for u in second.units] == ["Piteå", "Gällivare", "Kiruna"]
    assert all(u.fte == 0.0 and u.hub == scenario.county.hubs.index(u.place) for u in first.units)
    assert first.digital_share == 0.2


def test_a_place_for_the_county_is_at_the_first_hub_and_takes_each_waves_own(composed):
    relocations = of(Relocates, composed(WAVES + '[relocation.municipal_outpatient]\nlevel = "county"\n'))
    assert [(u.place, u.hub, u.municipalities) for c in relocations for u in c.units] == [
        ("Sunderbyn", 0, c.municipalities) for c in relocations
    ]


TEAM_FIRST = """[after.doors]
psychiatric = ["integrated_team", "primary_care", "adult_psychiatry"]"""


def test_a_service_opens_with_posts_by_adults_and_takes_people_from_others(composed):
    text = f"""[opens.integrated_team]
needs_step = 0
per_10000_adults = {q(0.5, "FTE per 10 000 adults")}
taken_from = {{ nurse = ["adult_psychiatry", "addiction_clinic"], treatment_worker = ["municipal_outpatient"] }}
{TEAM_FIRST}
"""
    (change,) = [c for c in of(Opens, composed(text)) if c.service is Service.INTEGRATED_TEAM]
    assert change.principal is Principal.JOINT
    assert len(change.units) == 5
    assert sum(u.fte for u in change.units) == pytest.approx(0.5 * 20.4148)
    sources = {role: services for unit in change.posts for role, services, _ in unit}
    assert sources[Role.NURSE] == (Service.ADULT_PSYCHIATRY, Service.ADDICTION_CLINIC)
    assert sources[Role.SOCIAL_WORKER] == ()  # new posts
    follow, lead = dict(change.staff.follow_share), dict(change.staff.recruitment_lead_days)
    assert (follow[Role.TREATMENT_WORKER], follow[Role.NURSE]) == (0.73, 1.0)
    assert (lead[Role.PHYSICIAN], change.needs_step) == (426.0, 0)


def test_what_an_opening_leaves_unsaid_of_its_price_the_transfer_says(composed):
    text = f"""[opens.integrated_team]
needs_step = 0
total = {q(3, "FTE")}
productivity_dip = {q(0.4, "share")}
turnover_days_after = {q(99, "days")}
taken_from = {{ nurse = ["adult_psychiatry"] }}
{TEAM_FIRST}
"""
    (team,) = [c for c in of(Opens, composed(text)) if c.service is Service.INTEGRATED_TEAM]
    move = of(ServiceMoves, composed(text))[0]
    assert team.staff.dip == 0.4 != move.staff.dip
    assert team.staff.absence == move.staff.absence > 0.0
    assert team.staff.never_refilled_share == move.staff.never_refilled_share > 0.0
    assert team.turnover_factor == of(TurnoverRises, composed(text))[0].factor > 1.0
    assert team.turnover_days == 99.0


def test_new_posts_taken_from_nobody_raise_nobodys_turnover(composed):
    text = f"[opens.low_threshold_clinic]\ntotal = {q(1, 'FTE')}\n"
    (clinic,) = [c for c in of(Opens, composed(text)) if c.service is Service.LOW_THRESHOLD_CLINIC]
    assert (clinic.turnover_factor, clinic.turnover_days) == (1.0, 0.0)


def test_without_a_transfer_everybody_follows_into_what_opens(composed):
    text = f"""[coordination]
steps = [3, 4, 5]
[opens.integrated_team]
level = "county"
day = 2028-06-01
total = {q(3, "FTE")}
recruitment_lead_days = {q(90, "days")}
{TEAM_FIRST}
"""
    (change,) = of(Opens, composed(text, extends="current"))
    assert (change.day, change.needs_step, [u.fte for u in change.units]) == (1095.0 + 152, 5, [3.0])
    assert set(dict(change.staff.follow_share).values()) == {1.0}
    assert (change.staff.dip, change.staff.know_methods_share, change.staff.locums.share) == (0.0, 1.0, 0.0)


def test_a_service_that_the_county_has_is_not_opened_again(tmp_path, composed):
    county, design = tmp_path / "county.toml", tmp_path / "design.toml"
    county.write_text(f'extends = "norrbotten"\n[staffing.personal_ombud]\ntotal = {q(2, "FTE")}\n', encoding="utf-8")
    text = f"[opens.personal_ombud]\ntotal = {q(4, 'FTE')}\n"
    design.write_text('extends = "big_bang"\n' + text, encoding="utf-8")
    opened = [c.service for c in of(Opens, compose(county, design, parameters=PARAMETERS))]
    assert Service.PERSONAL_OMBUD not in opened
    assert Service.PERSONAL_OMBUD in [c.service for c in of(Opens, composed(text))]


def test_doors_and_assessors_change_wave_by_wave(composed):
    text = f"""[opens.treatment_assessment]
per_10000_adults = {q(0.5, "FTE per 10 000 adults")}
[after.assessor]
psychosocial = "treatment_assessment"
social = "none"
[after.doors]
psychosocial = ["addiction_clinic", "municipal_outpatient"]
"""
    scenario = composed(WAVES + text)
    assert [c.doors for c in of(DoorsChange, scenario)] == [
        (Service.ADDICTION_CLINIC, Service.MUNICIPAL_OUTPATIENT)
    ] * 2
    assessors = [(c.part, c.assessor) for c in of(AssessorChanges, scenario)]
    assert assessors == [(Part.PSYCHOSOCIAL, Service.TREATMENT_ASSESSMENT), (Part.SOCIAL, None)] * 2


def test_coordination_changes_on_its_day(composed):
    text = f"""[coordination]
from = 2028-03-01
steps = [3, 4]
measures = ["warm_referrals", "sip_routine"]
process_leader = true
case_conferences = ["kiruna"]
dispute_routine_share = {q(1, "share")}
[after]
sip_pairs = [["hvb", "laro"]]
"""
    scenario = composed(text, extends="current")
    day = float(scenario.calendar.day_of(date(2028, 3, 1)))
    assert scenario.changes == (
        SipPairsChange(1095.0, ((Service.HVB, Service.LARO),)),
        LeverChanges(day, "dispute_routine_share", 1.0),
        MeasureStarts(day, Measure.WARM_REFERRALS),
        MeasureStarts(day, Measure.SIP_ROUTINE),
        ConferencesStart(day, (4,)),
        LadderClimbs(day, (0, 1, 2, 3, 4), 4, True),
    )


def test_conferences_may_start_everywhere(composed):
    (change,) = composed("coordination.case_conferences = true", extends="current").changes
    assert change == ConferencesStart(1095.0, (0, 1, 2, 3, 4))


def test_on_one_day_what_opens_is_open_before_doors_lead_there(composed):
    text = f"""[opens.low_threshold_clinic]
total = {q(5, "FTE")}
[after.doors]
social = ["integrated_team", "housing_support"]
[relocation.municipal_outpatient]
level = "district"
[coordination]
measures = ["warm_referrals"]
"""
    kinds = list(dict.fromkeys(type(c) for c in composed(text).changes))
    assert kinds == [
        TurnoverRises, LadderFalls, ResponsibilityMoves, Opens, ServiceMoves, Relocates, DoorsChange, AssessorChanges,
        MeasureStarts,
    ]  # fmt: skip


def test_one_way_of_saying_a_thing_replaces_the_other_of_the_parent(composed):
    text = f"""[transfer.follow_fte]
treatment_worker = {q(3, "FTE")}
ward_staff = {q(20, "FTE")}
[opens.treatment_assessment]
total = {q(9, "FTE")}
taken_from = {{}}
"""
    changes = composed(text)
    (opened,) = of(Opens, changes)
    assert sum(u.fte for u in opened.units) == pytest.approx(9.0)
    assert not any(services for unit in opened.posts for _, services, _ in unit)
    assert all(
        0.0 < share < 1.0
        for c in of(ServiceMoves, changes)
        for r, share in c.staff.follow_share
        if r is Role.TREATMENT_WORKER
    )
