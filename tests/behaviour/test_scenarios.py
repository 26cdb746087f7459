"""Scenario files say what they mean: counties, services and designs become one frozen scenario, number by number."""

import csv
import json
import math
import re
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from calibration.parameters.store import load_parameters
from scenarios.build import behaviour
from scenarios.checks.check import check
from scenarios.compose import compose, quantities
from scenarios.files import schema
from scenarios.files.levers import LEVERS
from scenarios.files.read import HERE, SERVICES, list_counties, list_designs, read_table
from sim.terms.capacity import days_held, hours_a_year
from sim.terms.changes import LadderFalls, Locums, ResponsibilityMoves, RuleChanges, ServiceMoves, TurnoverRises
from sim.terms.coordination import Levers, pair_needs_sip
from sim.terms.quantity import Quantity, level, point, prior, quantity_from, spread_out, uniform
from sim.terms.scenario import Hazards, People, Practice, Rules
from sim.terms.words import Level, Line, Part, Principal, Role, Service

EVIDENCE = Path(__file__).parents[2] / "calibration" / "evidence"
TARGETS = EVIDENCE.with_name("targets")
STORIES = Path(__file__).parents[2] / "sim" / "checks" / "stories.toml"
PARAMETERS = load_parameters()


def norrbotten(design="current", **options):
    return compose("norrbotten", design, parameters=PARAMETERS, **options)


@pytest.fixture(scope="module")
def today():
    return norrbotten()


def fte(scenario, service):
    return sum(u.fte for u in scenario.units if u.service == service)


def all_quantities():
    """Return (dotted key, file, quantity) for every number that ships."""
    own = [(f"{s}.{k}", "base.toml", q) for s, table in PARAMETERS.items() for k, q in table.items()]
    return [(key, file, q) for file, key, q in quantities()] + own


def test_what_ships_is_free_of_problems():
    assert check([*list_counties(), *list_designs()]) == []


def test_current_is_listed_first():
    assert list_designs()[0] == "current"
    assert {"paper_transfer", "big_bang"} <= set(list_designs())


def test_norrbotten_has_14_municipalities_whose_adults_sum_to_the_county(today):
    assert len(today.county.municipalities) == 14
    assert sum(m.adults for m in today.county.municipalities) == 204148  # X051


def test_every_municipality_lies_nearest_in_time_to_no_hub_but_its_own_or_says_why(today):
    hubs = today.county.hubs
    for m in today.county.municipalities:
        assert len(m.minutes_to_hub) == len(hubs)
        nearest = min(range(len(hubs)), key=m.minutes_to_hub.__getitem__)
        exceptions = {"Arjeplog": "Gällivare", "Älvsbyn": "Sunderbyn"}  # belong to Piteå älvdal all the same
        assert hubs[nearest] == exceptions.get(m.name, hubs[m.hub]), m.name


def test_a_hub_town_is_10_to_20_minutes_from_its_own_hub(today):
    for m in today.county.municipalities:
        if m.name in today.county.hubs:
            assert 10 <= m.minutes_to_hub[today.county.hubs.index(m.name)] <= 20


def test_psychiatrys_posts_lie_within_the_range_of_their_assumption(today):
    assert 60 <= fte(today, Service.ADULT_PSYCHIATRY) <= 80  # A057


def at_once(scenario, service, municipalities):
    """Return how many clients of these municipalities would hold a place of a service at one time."""
    table = read_table(HERE / "counties" / "norrbotten.toml")["staffing"][service.name.lower()]
    people = sum(scenario.county.municipalities[i].adults for i in municipalities) / 10_000
    return table["admissions_per_10000"]["value"] * people * days_held(scenario.services[service].plan) / 365


def for_talks(scenario, municipalities):
    """Return the outpatient posts whose hours go to talks: 37.2 inquiries a year per 10 000 adults, 5 talks in 0.6."""
    people = sum(scenario.county.municipalities[i].adults for i in municipalities) / 10_000
    spec = scenario.services[Service.MUNICIPAL_OUTPATIENT]
    return 37.2 * people * 0.6 * 5 * spec.plan.hours_per_visit / (spec.hours_per_fte_year * spec.direct_share)


MARKS = {Service.SOCIAL_SERVICES: 0.75, Service.ADDICTION_CLINIC: 0.6, Service.LARO: 0.75}
"""Pools with a mark of their own, since a source tells of a short wait (A281)."""


@pytest.mark.parametrize(
    "service", [Service.SOCIAL_SERVICES, Service.MUNICIPAL_OUTPATIENT, Service.ADDICTION_CLINIC, Service.LARO]
)
def test_posts_that_nobody_counted_hold_the_clients_at_the_mark(today, service):
    spec = today.services[service]
    per_post = min(spec.caseload_per_fte, spec.hours_per_fte_year * spec.direct_share / hours_a_year(spec.plan))
    for u in today.units:
        if u.service == service:
            least = 0.5 if spec.level == Level.MUNICIPALITY else 0.0
            needed = at_once(today, service, u.municipalities) / per_post / MARKS.get(service, 0.85)
            if service is Service.MUNICIPAL_OUTPATIENT:
                needed += for_talks(today, u.municipalities)
            assert u.fte == pytest.approx(max(needed, least))


def test_no_municipality_with_a_service_has_less_than_half_a_post(today):
    for u in today.units:
        if u.service is Service.SOBRIETY_DOCUMENTATION:
            assert u.fte >= 0.1  # some hours a week beside other work
        elif today.services[u.service].level == Level.MUNICIPALITY:
            assert u.fte >= 0.5


def test_every_municipality_is_served_once_by_each_service_and_line_that_exists(today):
    for service in Service:
        for line in Line:
            units = [u for u in today.units if u.service == service and u.line == line]
            served = sorted(i for u in units for i in u.municipalities)
            assert served in ([], list(range(14))), service


def test_eastern_psychiatry_sits_at_sunderbyn(today):
    haparanda = [m.name for m in today.county.municipalities].index("Haparanda")
    places = {u.place for u in today.units if u.service == Service.ADULT_PSYCHIATRY and haparanda in u.municipalities}
    assert places == {"Sunderbyn"}


def test_services_that_norrbotten_lacks_have_no_units(today):
    lacking = {
        Service.JOINT_ASSESSMENT_TEAM,
        Service.LOW_THRESHOLD_CLINIC,
        Service.INTEGRATED_TEAM,
        Service.PERSONAL_OMBUD,
        Service.TREATMENT_ASSESSMENT,
        Service.HVB_HEALTH_CARE,
    }
    assert {u.service for u in today.units} == set(Service) - lacking


def test_neuropsychiatric_posts_are_part_of_psychiatrys_total(today):
    apart = [u for u in today.units if u.line == Line.NEUROPSYCHIATRIC]
    assert [(u.place, u.fte) for u in apart] == [("Sunderbyn", 6.0)]
    assert fte(today, Service.ADULT_PSYCHIATRY) == pytest.approx(64.0)


def test_compulsory_care_has_no_limit_and_other_wards_their_beds(today):
    places = {u.service: u.places for u in today.units if u.places != -1}
    assert math.isinf(places[Service.LVM])
    assert places[Service.HVB] == 52
    clients = at_once(today, Service.DETOX_WARD, range(14))
    assert places[Service.DETOX_WARD] == pytest.approx(clients / (0.85 - 0.15))  # others take 0.15 of the beds (A171)


def test_other_patients_are_as_many_as_make_the_wait_that_is_to_be_met(today):
    for u in today.units:
        if u.service == Service.ADULT_PSYCHIATRY and u.line == Line.ORDINARY:
            throughput = u.fte * 40 * 365 / 180
            hazard = (
                0.009 * 30
                + 0.006 * min(60, u.others.starting_wait_days - 30)
                + 0.002 * max(0, u.others.starting_wait_days - 90)
            )
            assert u.others.arrivals_per_year == pytest.approx(throughput * (math.exp(hazard) - 0.06))


def test_others_to_the_mark_take_what_clients_leave_of_it_and_nobody_waits_at_the_start(today):
    for u in today.units:
        if u.service == Service.PRIMARY_CARE:
            clients = at_once(today, Service.PRIMARY_CARE, u.municipalities)
            others = u.others.arrivals_per_year * 150 / 365
            assert u.others.starting_wait_days == 0
            assert clients + others == pytest.approx(0.85 * u.fte * 30)


def test_services_stand_in_the_order_of_their_codes_and_roles_sum_to_one(today):
    assert [s.service for s in today.services] == list(Service)
    for s in today.services:
        assert sum(share for _, share in s.roles) == pytest.approx(1.0)
        assert bool(s.plan.visits) != (s.plan.stay_days[0] > 0)


def test_a_rule_that_a_service_lacks_is_neutral(today):
    neutral = Rules(
        meets=(Part.MEDICAL,),
        sobriety_days=0.0,
        sobriety_share=0.0,
        treat_addiction_first_share=0.0,
        treat_psychiatry_first_share=0.0,
        floor=0.0,
        ceiling=1.0,
        other_ceiling=1.0,
        dual_diagnosis_required=False,
        offers_methods=True,
        discharges_for_use_share=0.0,
    )
    assert today.services[Service.LARO].rules == neutral


def test_the_tables_of_parameters_name_every_field_of_the_scenario():
    assert set(behaviour.PEOPLE) == {f.name for f in fields(People)}
    assert set(behaviour.HAZARDS) | {"death_share_of_exits"} == {f.name for f in fields(Hazards)}
    made = {"within", "between", "municipal_losses_factor"}
    assert set(behaviour.PRACTICE) | made == {f.name for f in fields(Practice)}
    assert list(LEVERS) == [f.name for f in fields(Levers)]


def test_weights_sum_to_one(today):
    for weights in (today.people.substance_weights, today.people.disorder_weights, today.people.door_weights):
        assert sum(weights) == pytest.approx(1.0)


def test_relapse_agrees_with_the_shares_that_it_is_made_from(today):
    a, b, _, _ = today.hazards.relapse
    assert math.exp(-30 * a) == pytest.approx(0.50, abs=0.005)  # A024
    assert math.exp(-30 * a - 60 * b) == pytest.approx(0.33, abs=0.005)  # A023
    factor = today.hazards.relapse_factor_in_care
    assert math.exp(-factor * (30 * a + 60 * b)) == pytest.approx(0.67, abs=0.005)  # A025


def test_today_divides_responsibility_and_changes_nothing(today):
    assert today.changes == ()
    municipality, region = Principal.MUNICIPALITY, Principal.REGION
    assert today.regime.responsible == (municipality, region, region, municipality)
    assert today.regime.assessor == (Service.SOCIAL_SERVICES, None, None, Service.SOCIAL_SERVICES)


def test_who_helps_and_whom_a_sip_is_for_goes_by_service_never_by_principal(today):
    assert today.coordination.steps_in == (Service.ADDICTION_CLINIC, None, Service.MUNICIPAL_OUTPATIENT, None)
    pairs = today.coordination.sip_pairs
    assert len({frozenset(pair) for pair in pairs}) == len(pairs) >= 16
    assert pair_needs_sip(pairs, Service.ADULT_PSYCHIATRY, Service.MUNICIPAL_OUTPATIENT)
    assert not pair_needs_sip(pairs, Service.ADULT_PSYCHIATRY, Service.ADDICTION_CLINIC)


def test_every_district_stands_on_a_step_of_the_ladder(today):
    assert len(today.coordination.ladder) == len(today.coordination.conferences) == len(today.county.districts)
    assert all(0 <= step <= 5 for step in today.coordination.ladder)


def test_todays_levers_add_nothing(today):
    levers = today.coordination.levers
    factors = (levers.outreach_factor, levers.detection_factor, levers.stigma_factor, levers.compensation_factor)
    assert factors == (1.0, 1.0, 1.0, 1.0)
    assert levers.dispute_routine_share == levers.hvb_notice_share == levers.called_back_share == 0.0


def test_what_is_known_of_agreements_replaces_what_is_drawn(tmp_path, today):
    assert today.coordination.agreements.county_routine == 0.57  # VA-087
    file = tmp_path / "known.toml"
    text = '[agreement]\ndispute_routine = true\nlocal = { "Luleå" = true, "Boden" = false }\n'
    file.write_text('extends = "norrbotten"\n' + text, encoding="utf-8")
    agreements = compose(file, "current", parameters=PARAMETERS).coordination.agreements
    assert agreements.county_routine == 1.0
    assert agreements.local == (1.0, 0.0) + (0.62,) * 12  # VA-023


def test_an_assessment_by_the_region_is_the_same_as_by_social_services(today):
    theirs, ours = today.services[Service.SOCIAL_SERVICES], today.services[Service.TREATMENT_ASSESSMENT]
    assert ours.principal == Principal.REGION
    assert ours.stands_for == Service.SOCIAL_SERVICES
    assert replace(ours, service=theirs.service, principal=theirs.principal) == theirs


def test_the_later_visits_of_the_joint_team_need_a_sober_client(today):
    plan = today.services[Service.JOINT_ASSESSMENT_TEAM].plan
    assert (plan.visits, plan.sober_visits) == (((8, 1.0),), 3)
    assert [s.service for s in today.services if s.plan.sober_visits] == [Service.JOINT_ASSESSMENT_TEAM]


def test_the_reform_day_is_the_first_of_january_2028(today):
    assert today.calendar.reform_day == 1095
    assert today.calendar.date_of(1095) == date(2028, 1, 1)
    assert norrbotten(years=2).calendar.end_day == 1095 + 730


def test_designs_differ_from_today_in_their_changes_alone(today):
    for design in ("paper_transfer", "big_bang"):
        other = norrbotten(design)
        assert replace(other, name=today.name, changes=()) == today


def test_who_assesses_is_the_same_before_and_after_big_bang(today):
    assert norrbotten("big_bang").regime.assessor == today.regime.assessor


def test_a_paper_transfer_moves_responsibility_alone():
    (change,) = norrbotten("paper_transfer").changes
    assert isinstance(change, ResponsibilityMoves)
    assert (change.day, change.part, change.to) == (1095, Part.PSYCHOSOCIAL, Principal.REGION)
    assert change.lag_days == 1461  # NB-051: four years


def test_big_bang_unsettles_staff_when_announced_and_moves_them_on_the_day():
    changes = norrbotten("big_bang").changes
    (turnover,) = [c for c in changes if isinstance(c, TurnoverRises)]
    (responsibility,) = [c for c in changes if isinstance(c, ResponsibilityMoves)]
    outpatient, hvb = [c for c in changes if isinstance(c, ServiceMoves)]
    assert changes[:2] == (turnover, LadderFalls(1095.0, (0, 1, 2, 3, 4), 1.0))
    assert (turnover.day, turnover.until_day) == (730, 1095 + 365)
    assert outpatient.staff.follow_share == ((Role.TREATMENT_WORKER, 0.73),)
    assert hvb.staff.follow_share == ((Role.WARD_STAFF, 1.0),)
    assert [c.day for c in (responsibility, outpatient, hvb)] == [1095, 1095, 1095]
    assert turnover.factor == pytest.approx(1 + 0.35 * (1 - 0.5 * 0.3))  # A029, less what a clear offer takes away
    assert outpatient.staff.absence == pytest.approx(0.08 * 0.2)  # X198, A033
    assert outpatient.staff.locums == Locums(0.15, 21.0, 90.0)
    assert (outpatient.staff.know_methods_share, outpatient.staff.training_days) == (0.5, 365.0)
    assert outpatient.dual_days == 0.0
    assert outpatient.municipalities == tuple(range(14))


def write_design(folder, text, name="mine.toml", extends="big_bang"):
    file = folder / name
    file.write_text(f'extends = "{extends}"\n{text}', encoding="utf-8")
    return file


def test_one_share_holds_for_every_role(tmp_path):
    share = '{ value = 0.4, unit = "share", low = 0.2, high = 0.6, evidence = "A028" }'
    scenario = norrbotten(write_design(tmp_path, f"transfer.follow_share = {share}"))
    moves = [c for c in scenario.changes if isinstance(c, ServiceMoves)]
    assert [c.staff.follow_share for c in moves] == [((Role.TREATMENT_WORKER, 0.4),), ((Role.WARD_STAFF, 0.4),)]


def test_staff_that_follow_may_be_counted_in_posts(tmp_path, today):
    table = read_table(HERE / "designs" / "big_bang.toml")
    text = (HERE / "designs" / "big_bang.toml").read_text(encoding="utf-8")
    start, end = text.index("[transfer.follow_share]"), text.index("[transfer.recruitment_lead_days]")
    posts = '{{ value = {0}, unit = "FTE", low = {0}, high = {0}, evidence = "A028" }}'
    counted = f"[transfer.follow_fte]\ntreatment_worker = {posts.format(5)}\nward_staff = {posts.format(20)}\n\n"
    file = tmp_path / "counted.toml"
    file.write_text(text[:start] + counted + text[end:], encoding="utf-8")
    outpatient, _ = [c for c in norrbotten(file).changes if isinstance(c, ServiceMoves)]
    ((role, share),) = outpatient.staff.follow_share
    assert table["transfer"]["services"][0] == "municipal_outpatient"
    assert (role, share) == (Role.TREATMENT_WORKER, pytest.approx(5 / fte(today, Service.MUNICIPAL_OUTPATIENT)))


def test_a_design_may_replace_a_rule_from_the_reform_day(tmp_path):
    none = '{ value = 0, unit = "days", low = 0, high = 0, evidence = "A027" }'
    file = write_design(tmp_path, f"[rules.adult_psychiatry]\nsobriety_days = {none}", extends="current")
    assert norrbotten(file).changes == (RuleChanges(1095.0, Service.ADULT_PSYCHIATRY, "sobriety_days", 0.0),)


def test_a_planners_count_replaces_an_assumed_post(tmp_path):
    file = tmp_path / "counted.toml"
    file.write_text(
        'extends = "norrbotten"\n[staffing.municipal_outpatient.counts]\n"Luleå" = 4.0\n'
        '[staffing.adult_psychiatry.counts]\n"Kiruna" = 9\n',
        encoding="utf-8",
    )
    units = {(u.service, u.place): u.fte for u in compose(file, "current", parameters=PARAMETERS).units}
    assert units[Service.MUNICIPAL_OUTPATIENT, "Luleå"] == 4.0
    assert units[Service.ADULT_PSYCHIATRY, "Kiruna"] == 9.0


def test_a_service_opens_where_a_county_gives_it_staff(tmp_path):
    file = tmp_path / "more.toml"
    posts = '{ value = 4, unit = "FTE", low = 2, high = 6, evidence = "A179" }'
    closed = ("joint_assessment_team", "low_threshold_clinic", "integrated_team", "personal_ombud")
    staff = "".join(f"[staffing.{s}]\ntotal = {posts}\n" for s in closed)
    file.write_text('extends = "norrbotten"\n' + staff, encoding="utf-8")
    units = compose(file, "current", parameters=PARAMETERS).units
    count = {s: len([u for u in units if u.service == s]) for s in Service}
    assert count[Service.JOINT_ASSESSMENT_TEAM] == count[Service.PERSONAL_OMBUD] == 1
    assert count[Service.LOW_THRESHOLD_CLINIC] == count[Service.INTEGRATED_TEAM] == 5
    assert sum(u.fte for u in units if u.service == Service.INTEGRATED_TEAM) == pytest.approx(4.0)


def test_the_same_files_give_the_same_scenario(today):
    assert norrbotten() == today
    assert norrbotten(pick=prior(1, 2)) == norrbotten(pick=prior(1, 2))
    assert norrbotten(pick=prior(1, 2)) != norrbotten(pick=prior(1, 3))


def test_a_prior_draw_is_the_same_in_all_designs():
    one, other = norrbotten("current", pick=prior(7, 0)), norrbotten("big_bang", pick=prior(7, 0))
    assert replace(other, name=one.name, changes=()) == one


def test_nine_of_ten_draws_lie_within_a_range_and_none_beyond_its_outermost_per_cents():
    inside = drawn_in_all = 0
    for path, _, q in all_quantities():
        for replication in range(3):
            u = uniform(5, replication, path)
            found = level(q, u)
            assert level(q, 0.01) <= found <= level(q, 0.99)
            if q.low < q.high:
                drawn_in_all += 1
                inside += q.low <= found <= q.high
            drawn = prior(5, replication)(path, q)
            numbers = drawn if isinstance(drawn, tuple) else (drawn,)
            assert all(math.isfinite(v) and v >= 0.0 for v in numbers)
            assert q.unit not in ("share", "severity") or max(numbers) <= 1.0
    assert 0.88 <= inside / drawn_in_all <= 0.95  # an end that is 0 or 1 holds what lies beyond it


def test_the_central_value_is_what_the_file_says():
    q = Quantity(90.0, "days", 30.0, 180.0, "NB-042")
    assert point("any.path", q) == 90.0


def test_a_list_is_drawn_as_one_factor_and_a_pair_keeps_its_spread():
    q = quantity_from({"value": [0.2, 0.4], "unit": "per day", "low": 0.5, "high": 2, "evidence": "A019"}, length=2)
    a, b = prior(1, 1)("x", q)
    assert b / a == pytest.approx(2.0)
    pair = quantity_from({"value": [30, 0.6], "unit": "days, log-sd", "low": 0.5, "high": 2, "evidence": "A016"}, (), 2)
    median, sigma = prior(1, 1)("x", pair)
    assert median != 30.0
    assert sigma == 0.6


def test_visits_are_drawn_in_whole_numbers():
    q = Quantity(10.0, "visits", 8.0, 12.0, "A046")
    assert {prior(3, i)("x", q) for i in range(60)} <= {7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0}


@pytest.mark.parametrize(
    ("low", "centre", "high", "top"),
    [
        (0.02, 0.06, 0.2, 1.0),
        (30.0, 52.0, 100.0, 1e9),
        (0.0, 0.05, 0.2, 1.0),
        (0.4, 0.7, 1.0, 1e9),
        (0.0, 0.5, 1.0, 1.0),
    ],
)
def test_half_of_a_range_lies_on_each_side_of_its_centre_and_its_ends_at_5_and_95_per_cent(low, centre, high, top):
    """However lopsided: else the average draw is a bleaker county than the central one."""
    assert spread_out(low, centre, high, 0.5, top) == pytest.approx(centre)
    assert spread_out(low, centre, high, 0.05, top) == pytest.approx(low)
    assert spread_out(low, centre, high, 0.95, top) == pytest.approx(high)
    many = [spread_out(low, centre, high, (i + 0.5) / 2000, top) for i in range(2000)]
    assert many == sorted(many)
    assert many[0] >= 0.0
    assert many[-1] <= top


def test_the_ends_of_all_quantiles_are_held_too():
    """A sampler's corner, or a walker far out, has the quantile 0 or 1 to the last bit."""
    assert spread_out(0.1, 0.2, 0.5, 0.0, 1.0) == spread_out(0.1, 0.2, 0.5, 0.01, 1.0)
    assert spread_out(0.1, 0.2, 0.5, 1.0, 1.0) == spread_out(0.1, 0.2, 0.5, 0.99, 1.0)


def test_what_ends_at_none_or_at_all_stays_there_and_other_tails_are_held_at_one_in_a_hundred():
    assert spread_out(0.0, 0.05, 0.2, 0.001, 1.0) == 0.0
    assert spread_out(1.0, 1.3, 1.8, 0.001) == 1.0  # no effect is the least there is
    assert (
        spread_out(0.5, 1.0, 2.0, 0.999)
        == spread_out(0.5, 1.0, 2.0, 0.99)
        == pytest.approx(2.0 ** (2.3263 / 1.6449), rel=1e-3)
    )


def test_a_keyed_number_depends_on_nothing_but_its_key():
    assert uniform(1, 2, "people.woman_share") == uniform(1, 2, "people.woman_share")
    assert uniform(1, 2, "a") != uniform(1, 2, "b") != uniform(2, 1, "b")
    mean = sum(uniform(0, i, "mean") for i in range(4000)) / 4000
    assert abs(mean - 0.5) < 3.3 * math.sqrt(1 / 12 / 4000)


def test_every_number_names_evidence_that_is_in_the_ledger():
    ledger = set()
    for file in ("sources.csv", "assumptions.csv", "own_assumptions.csv"):
        with (EVIDENCE / file).open(encoding="utf-8", newline="") as rows:
            ledger |= {row["id"] for row in csv.DictReader(rows)}
    missing = {(path, q.evidence) for path, _, q in all_quantities() if q.evidence not in ledger}
    assert missing == set()


def test_every_number_agrees_with_its_evidence_or_notes_why_not():
    check_module = pytest.importorskip("calibration.evidence.check")
    assert [str(p) for p in check_module.check_quantities(all_quantities())] == []


def test_every_own_assumption_is_used():
    with (EVIDENCE / "own_assumptions.csv").open(encoding="utf-8", newline="") as rows:
        ids = {row["id"] for row in csv.DictReader(rows)}
    used = {word for _, _, q in all_quantities() for word in f"{q.evidence} {q.note}".split()}
    # what is no number, such as a place, names its assumption in a comment; targets name theirs in a list
    for file in (*HERE.rglob("*.toml"), *TARGETS.glob("*.toml"), STORIES, EVIDENCE / "scorecard.toml"):
        used |= set(re.findall(r"\bA\d{3}(?:\.[a-z_]+)?", file.read_text(encoding="utf-8")))
    families = {i.partition(".")[0] for i in used}
    assert {i for i in ids if i not in used and i not in families} == set()


@pytest.mark.parametrize("kind", schema.KINDS)
def test_the_committed_schema_is_in_step_with_the_models(kind):
    assert schema.path_of(kind).read_text(encoding="utf-8") == schema.schema_of(kind)


@pytest.mark.parametrize("kind", ["county", "design"])
def test_the_files_that_ship_fit_their_schema(kind):
    validator = jsonschema.Draft202012Validator(schema.schema(kind))
    for file in (HERE / {"county": "counties", "design": "designs"}[kind]).glob("*.toml"):
        assert file.read_text(encoding="utf-8").startswith(f"#:schema ../schema/{kind}.json\n")
        table = json.loads(json.dumps(read_table(file), default=str))
        assert [e.message for e in validator.iter_errors(table)] == []


def test_the_schema_refuses_an_unknown_key_and_a_wrong_unit():
    validator = jsonschema.Draft202012Validator(schema.schema("design"))
    lag = {"value": 1, "unit": "years", "low": 1, "high": 1, "evidence": "NB-051"}
    assert not validator.is_valid({"transfr": {}})
    assert not validator.is_valid({"transfer": {"lag_days": lag}})
    assert validator.is_valid({"transfer": {"lag_days": lag | {"unit": "days"}}})


@pytest.mark.parametrize("design", list_designs())
def test_a_design_fits_one_screen(design):
    lines = (HERE / "designs" / f"{design}.toml").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 70


def test_every_design_says_what_it_is_in_both_languages():
    for design in list_designs():
        table = read_table(HERE / "designs" / f"{design}.toml")
        assert all(table[k].strip() for k in ("title_sv", "title_en", "summary_sv", "summary_en"))


def test_services_file_fits_its_schema_and_has_every_service():
    table = json.loads(json.dumps(read_table(SERVICES), default=str))
    assert [e.message for e in jsonschema.Draft202012Validator(schema.schema("services")).iter_errors(table)] == []
    assert {Service[name.upper()] for name in read_table(SERVICES)} == set(Service)
