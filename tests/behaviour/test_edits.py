"""Any key of a scenario can be set, the number holds however numbers are picked, and what cannot be set is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from scenarios.compose import compose
from scenarios.edits.edits import Edit, Times
from scenarios.edits.keys import PLACES, keys_of, varied
from scenarios.edits.vary import parse_varies, parse_vary
from scenarios.files.problems import Problem, ScenarioError
from scenarios.files.read import SERVICES, list_counties, list_designs, read_table
from sim.terms.changes import ResponsibilityMoves, RuleChanges, ServiceMoves
from sim.terms.quantity import LARGEST, Quantity, Value, at_level, level, point, prior
from sim.terms.scenario import Scenario
from sim.terms.words import Principal, Role, Service, names_of
from tests.bad_files import PARAMETERS, one, refused

EVERYWHERE = [(county, design) for county in list_counties() for design in list_designs()]
SOLVED_FROM = {"county.utilisation"} | {f"county.staffing.{name}.admissions_per_10000" for name in names_of(Service)}
"""What is asked for only where posts are solved; posts that are set are not."""
HIGH = 0.7  # a quantile that is not the central one


@cache
def today() -> Scenario:
    return compose("norrbotten", "current", parameters=PARAMETERS)


def made(design: str = "phased", county: str = "norrbotten", **edits: Edit) -> Scenario:
    return compose(county, design, parameters=PARAMETERS, edits=edits)


def with_edits(edits: dict[str, Edit], design: str = "phased", county: str = "norrbotten") -> Scenario:
    return compose(county, design, parameters=PARAMETERS, edits=edits)


def asked(county: str, design: str, edits: dict[str, Edit] | None = None) -> dict[str, list[Quantity]]:
    """Return what a pick is asked for: path → the quantities that stand there."""
    found: dict[str, list[Quantity]] = {}

    def record(path: str, q: Quantity) -> Value:
        found.setdefault(path, []).append(q)
        return point(path, q)

    compose(county, design, parameters=PARAMETERS, pick=record, edits=edits)
    return found


def wrong(edits: dict[str, Edit], design: str = "phased", county: str = "norrbotten") -> tuple[Problem, ...]:
    return refused(county, design, edits=edits)


def follow_of(scenario: Scenario, service: Service) -> dict[Role, float]:
    (move, *_) = [c for c in scenario.changes if isinstance(c, ServiceMoves) and c.service is service]
    return dict(move.staff.follow_share)


# Which keys there are -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("county", "design"), EVERYWHERE)
def test_every_path_that_a_pick_is_asked_for_can_be_set_and_then_has_that_number(county, design):
    before, keys = asked(county, design), keys_of(county, design, PARAMETERS)
    edits: dict[str, Edit] = {}
    wanted: dict[str, float] = {}
    named_by: dict[str, list[str]] = {}
    roles_seen = set[str]()
    for path, (q, *_) in before.items():
        service, is_role, _ = path.partition(".roles.")
        if is_role and service in roles_seen:
            continue  # the roles of a service sum to 1: the others share what the first leaves
        roles_seen.add(service)
        wanted[path] = level(q, HIGH)
        named = [path] if path in keys else [f"{place}.{path}" for place in PLACES if f"{place}.{path}" in keys]
        assert named, path
        named_by[path] = named
        edits |= dict.fromkeys(named, wanted[path])
    after = asked(county, design, edits)
    assert set(after) <= set(before) | {p for p in keys if p.startswith("county.staffing.")}
    assert {p for p in wanted if p not in after} <= SOLVED_FROM
    for path, number in wanted.items():
        if path not in after:
            continue
        told = at_level(replace(before[path][0], low=0.0, high=LARGEST), number)
        # Others stand on the county's own posts, whatever is set; a design's tie is of draws alone.
        own = before[path] if path.startswith("county.staffing.") else []
        apart = keys[named_by[path][0]].place == "design"
        found = {(q.value, q.low == q.high) for q in after[path] if not (apart and q.same_as)}
        assert (told, True) in found, path
        assert found <= {(told, True), *((q.value, q.low == q.high) for q in own)}, path


def test_every_key_says_where_it_stands_and_levers_of_a_design_stand_in_its_chain():
    keys = varied("norrbotten", "phased", PARAMETERS)
    by_place = {place: {k for k, s in keys.items() if s.place == place} for place in PLACES}
    assert all(by_place.values())
    assert {"transfer.wave_dual_days", "transfer.follow_share.social_worker"} <= by_place["design"]
    assert {k.partition(".")[0] for k in by_place["design"]} == {"transfer", "opens"}
    assert by_place["county"] == {k for k in keys if k.startswith("county.")}
    assert by_place["services"] == {k for k in keys if k.startswith("services.")}
    assert keys["transfer.follow_share.ward_staff"].value == Quantity(
        value=1.0, unit="share", low=0.8, high=1.0, evidence="A192", note=NOTE
    )


NOTE = "bought care: the contract follows the responsibility (X021)"


def test_words_and_dates_are_keys_and_titles_and_lists_are_none():
    keys = keys_of("gavleborg", "central_clinics", PARAMETERS)
    assert keys["transfer.day"].value == date(2028, 1, 1)
    assert keys["relocation.municipal_outpatient.level"].value == "hub"
    assert not [k for k in keys if "title" in k or "summary" in k or k == "transfer.moves"]


def test_each_reader_of_a_file_has_a_table_of_its_own():
    first, again = read_table(SERVICES), read_table(SERVICES)
    assert first == again
    first["hvb"]["plan"].clear()
    assert read_table(SERVICES) == again


# What an edit does ----------------------------------------------------------------------------------------------------


def test_no_edits_change_nothing():
    assert with_edits({}, "current") == today()


def test_a_number_holds_whatever_picks_the_numbers(name_seed):
    edits: dict[str, Edit] = {"people.social_share": 0.42, "hazards.giving_up": 2, "transfer.lag_days": 77}
    for pick in (point, prior(name_seed, 0), prior(name_seed, 1), prior(name_seed, 2, {"people.social_share": 0.3})):
        scenario = compose("norrbotten", "big_bang", parameters=PARAMETERS, pick=pick, edits=edits)
        assert scenario.people.social_share == 0.42
        assert scenario.hazards.giving_up == pytest.approx((0.018, 0.012, 0.006, 0.003))
        assert {c.lag_days for c in scenario.changes if isinstance(c, ResponsibilityMoves)} == {77}


def test_an_edit_leaves_every_other_number_alone(name_seed):
    def drawn(edits: dict[str, Edit]) -> Scenario:
        pick = prior(name_seed, 0)
        return compose("norrbotten", "current", parameters=PARAMETERS, pick=pick, edits=edits)

    without, with_it = drawn({}), drawn({"people.social_share": 0.42})
    assert with_it != without
    assert replace(with_it, people=replace(with_it.people, social_share=without.people.social_share)) == without


def test_the_evidence_of_what_is_set_is_kept():
    q, *_ = asked("norrbotten", "big_bang", {"transfer.stay_share": 0.1})["transfer.stay_share"]
    assert (q.value, q.low, q.high, q.evidence) == (0.1, 0.1, 0.1, "A191")


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("transfer.stay_share", ["design.transfer.stay_share"]),
        ("county.speed", ["speed"]),
        ("services.hvb.plan.sample_share", ["hvb.plan.sample_share"]),
        ("people.woman_share", ["parameters.people.woman_share"]),
        (
            "county.location.adult_psychiatry.Kiruna.target_wait_days",
            [
                "location.adult_psychiatry.Kiruna.target_wait_days",
                "county.location.adult_psychiatry.units[3].target_wait_days",
            ],
        ),
    ],
)
def test_a_key_may_be_named_with_its_place_or_without(key, names):
    for name in names:
        assert with_edits({name: 0.3}) == with_edits({key: 0.3})


def test_a_table_by_role_sets_every_role():
    follow = follow_of(with_edits({"transfer.follow_share": 0.25}), Service.MUNICIPAL_OUTPATIENT)
    assert follow == {Role.TREATMENT_WORKER: 0.25}
    leads = asked("norrbotten", "phased", {"transfer.recruitment_lead_days": 100})
    assert {q.value for p, qs in leads.items() if p.startswith("transfer.recruitment_lead") for q in qs} == {100.0}


def test_a_factor_keeps_the_proportions_of_a_table():
    before, after = (asked("norrbotten", "phased", e) for e in (None, {"transfer.recruitment_lead_days": Times(1.5)}))
    leads = [p for p in before if p.startswith("transfer.recruitment_lead_days.")]
    assert len(leads) == 3  # paths of draws, shared by nine roles
    assert sum(len(set(map(id, before[p]))) for p in leads) == 9
    for path in leads:
        for old, new in zip(before[path], after[path], strict=True):
            assert new.low == new.high == new.value == 1.5 * old.value  # type: ignore[operator]


def test_all_waits_of_psychiatry_can_be_made_half_as_long_again():
    edits = {"county.location.adult_psychiatry": Times(1.5)}
    waits = {
        p: q.value for p, (q, *_) in asked("gavleborg", "current", edits).items() if p.endswith("target_wait_days")
    }
    assert waits["county.location.adult_psychiatry.Bollnäs.target_wait_days"] == 112.5
    assert waits["services.adult_psychiatry.others.target_wait_days"] == 52.0


@pytest.mark.parametrize("edit", [2, 2.0, Times(2.0)])
def test_a_number_on_a_list_is_the_factor_on_it(edit):
    assert with_edits({"hazards.relapse": edit}).hazards.relapse == tuple(2 * v for v in today().hazards.relapse)


def test_a_factor_on_a_median_with_its_spread_multiplies_the_median_alone():
    specs = with_edits({"services.social_services.plan.stay_days": 2}).services
    assert specs[Service.SOCIAL_SERVICES].plan.stay_days == (60.0, 0.6)


def test_a_factor_on_a_list_of_shares_never_leaves_0_to_1():
    detects = with_edits({"services.hvb.plan.detects": 1.5}).services[Service.HVB].plan.detects
    assert detects == pytest.approx((1.0, 0.9, 0.9, 1.0))


def test_visits_and_cases_come_in_whole_numbers():
    services = with_edits({"services.hvb_health_care.plan.missed_limit": 4.6}).services
    assert services[Service.HVB_HEALTH_CARE].plan.missed_limit == 5


def test_roles_that_are_not_set_share_what_is_left():
    roles = dict(with_edits({"services.adult_psychiatry.roles.nurse": 0.1}).services[Service.ADULT_PSYCHIATRY].roles)
    assert roles[Role.NURSE] == pytest.approx(0.1)
    assert roles[Role.PSYCHOLOGIST] == pytest.approx(0.9 * 0.25 / 0.6)
    assert sum(roles.values()) == pytest.approx(1.0)


def test_dates_words_whole_numbers_and_truths_can_be_set():
    edits: dict[str, Edit] = {
        "calendar.day_zero": date(2025, 7, 1),
        "calendar.baseline_years": 2,
        "transfer.day": date(2029, 7, 1),
        "transfer.waves_by": "municipality",
        "transfer.wave_interval_days": 10,
        "after.assessor.psychosocial": "treatment_assessment",
        "regime.responsible.social": "region",
        "services.joint_assessment_team.rules.dual_diagnosis_required": False,
        "services.personal_ombud.level": "district",
    }
    scenario = with_edits(edits)
    assert scenario.calendar.day_zero == date(2025, 7, 1)
    moves = [c for c in scenario.changes if isinstance(c, ServiceMoves) and c.service is Service.MUNICIPAL_OUTPATIENT]
    assert len(moves) == len(scenario.county.municipalities)
    assert moves[0].day == (date(2029, 7, 1) - date(2025, 7, 1)).days
    assert scenario.regime.responsible[3] is Principal.REGION
    assert scenario.services[Service.JOINT_ASSESSMENT_TEAM].rules.dual_diagnosis_required is False


def test_whole_numbers_stay_whole_and_can_be_multiplied():
    assert with_edits({"calendar.warm_up_years": Times(1.5)}, "current").calendar.warm_up_days == 3 * 365
    assert with_edits({"opens.integrated_team.needs_step": 4.0}, "integrated_teams").changes


def test_a_lever_that_stands_twice_is_set_where_the_prefix_says():
    ours, theirs = (f"{place}.coordination.team_severity" for place in ("parameters", "design"))
    assert with_edits({ours: 2.0}, "integrated_teams").coordination.levers.team_severity == 2.0
    assert with_edits({theirs: 1.4}, "integrated_teams").coordination.levers.team_severity == 1.88


def test_a_rule_of_the_reform_day_is_set_from_that_day_on():
    scenario = with_edits({"rules.adult_psychiatry.sobriety_days": 30}, "no_sobriety_rule")
    assert [c.value for c in scenario.changes if isinstance(c, RuleChanges)] == [30.0]
    assert scenario.services[Service.ADULT_PSYCHIATRY].rules.sobriety_days == 90.0


# What cannot be set ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "edit", "found", "valid"),
    [
        ("transfer.follow_share.social_worker", 1.2, "1.2", "a number from 0 to 1 (share)"),
        ("transfer.follow_share", 1.2, "1.2", "a number from 0 to 1 (share)"),
        ("services.adult_psychiatry.rules.floor", -0.1, "-0.1", "a number from 0 to 1 (severity)"),
        ("transfer.stay_share", Times(3), "x3 of 0.5, which is 1.5", "a number from 0 to 1 (share)"),
        ("transfer.stay_share", Times(-1), "x-1", "a factor from x0"),
        ("transfer.lag_days", -5, "-5", "a number from 0"),
        ("transfer.lag_days", float("nan"), "nan", "a number from 0"),
        ("transfer.lag_days", float("inf"), "inf", "a number from 0"),
        ("transfer.lag_days", "long", '"long"', "a number (days, now 180)"),
        ("transfer.lag_days", True, "true", "a number (days, now 180)"),
        ("transfer.lag_days", date(2028, 1, 1), "2028-01-01", "a number (days, now 180)"),
        ("hazards.relapse", "x", '"x"', "a factor on the list"),
        ("hazards.relapse", -1, "-1", "a factor on the list, at least 0"),
        ("transfer.to", "regon", '"regon"', '"region"'),
        ("transfer.to", 3, "3", '"municipality"'),
        ("transfer.to", Times(2), "x2", "a value, since"),
        ("transfer.day", 3, "3", "a date such as 2028-01-01"),
        ("transfer.day", date(2026, 1, 1), "2026-01-01", "a date from 2027-01-01"),
        ("transfer.day", date(2040, 1, 1), "2040-01-01", "end of the run"),
        ("transfer.services", "hvb", "a list", "a key that holds one value"),
        ("transfer.handover", 0.5, "a table", "such as transfer.handover.lost_with_own_worker"),
        ("services.hvb", 1, "a table", "such as services.hvb.caseload_per_fte"),
        ("calendar.warm_up_years", -1, "-1", "a number above 0 to 100"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_the_option_and_the_key(key, edit, found, valid):
    problems = [p for p in wrong({key: edit}) if p.file == "--vary"]
    assert {p.key for p in problems} == {key}
    assert any(p.found == found and valid in p.valid for p in problems), [str(p) for p in problems]


def test_a_list_as_value_is_refused():
    assert "a number, true or false" in one(wrong({"transfer.to": ["region"]})).valid  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("transfer.folow_share.social_worker", "transfer.follow_share.social_worker"),
        ("transfer.follow_share.nurs", "transfer.follow_share.social_worker"),
        ("people.woman_shar", "people.woman_share"),
        ("county.sped", "county.speed"),
        ("services.hvb.plan.sample_shares", "services.hvb.plan.sample_share"),
        ("county.municipalities.Lulea.adults", "county.municipalities.Luleå.adults"),
    ],
)
def test_a_key_that_is_nowhere_is_told_with_the_nearest(key, near):
    p = one(wrong({key: 0.5}))
    assert (p.file, p.key, p.found) == ("--vary", key, "a key that is nowhere")
    assert near in p.valid


def test_a_key_like_no_other_is_told_with_how_many_there_are():
    assert (
        one(wrong({"zzz": 1})).valid == f"one of the scenario's {len(keys_of('norrbotten', 'phased', PARAMETERS))} keys"
    )


@pytest.mark.parametrize(
    ("key", "design", "file"),
    [
        ("transfer.wave_dual_days", "big_bang", "designs/big_bang.toml"),
        ("transfer.stay_share", "paper_transfer", "designs/paper_transfer.toml"),
        ("design.transfer.lag_days", "current", "designs/current.toml"),
        ("rules.adult_psychiatry.sobriety_days", "phased", "designs/phased.toml"),
        ("county.staffing.hvb.total", "current", "counties/norrbotten.toml"),
        ("services.lvm.plan.no_show", "current", "services.toml"),
    ],
)
def test_a_key_that_a_file_may_hold_and_lacks_names_the_file(key, design, file):
    p = one(wrong({key: 0.5}, design))
    assert (p.file, p.key, p.found) == ("--vary", key, f"nothing: {file} lacks it")
    assert "can be added there" in p.valid


def test_a_key_that_stands_twice_needs_its_place():
    p = one(wrong({"coordination.team_severity": 2.0}, "integrated_teams"))
    assert p.found == "a key in design and in parameters"
    assert p.valid == "design.coordination.team_severity or parameters.coordination.team_severity"


def test_two_edits_of_one_key_are_refused():
    p = one(wrong({"transfer.follow_share": 0.5, "transfer.follow_share.social_worker": 0.9}))
    assert (p.key, p.valid) == ("transfer.follow_share.social_worker", "each key in one way")


def test_everything_that_is_wrong_is_told_at_once():
    edits: dict[str, Edit] = {
        "transfer.stay_share": 2,
        "transfer.to": "staten",
        "zzz": 1,
        "county.speed": 0,
        "coordination.days_per_step": 0,
        "services.hvb.roles.ward_staff": 0.5,
        "services.hvb.plan.interval_days": 0,
    }
    told = {p.key: p for p in wrong(edits)}
    assert {p.file for p in told.values()} == {"--vary"}
    assert set(told) == {
        "transfer.stay_share",
        "transfer.to",
        "zzz",
        "county.speed.low",
        "coordination.days_per_step.low",
        "services.hvb.roles",
        "services.hvb.plan.interval_days.low",
    }


def test_a_problem_names_what_the_edits_came_from():
    p = one(refused("norrbotten", "phased", edits={"zzz": 1}, label="studies/mine.toml"))
    assert str(p).startswith("studies/mine.toml: zzz: found ")


def test_edits_beside_a_design_that_does_not_exist_are_not_blamed():
    problems = refused("norrbotten", "phasd", edits={"transfer.stay_share": 0.5, "people.woman_share": 2})
    assert [(p.file, p.key) for p in problems] == [("design", ""), ("--vary", "people.woman_share")]


# The command line -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("0:1:0.1", (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1)),
        ("0:1:0.4", (0, 0.4, 0.8)),
        ("0:1:0.3333333", (0, 0.3333333, 0.6666666, 1)),
        ("1:0:-0.5", (1, 0.5, 0)),
        ("0.5:0.5:1", (0.5,)),
        ("30,60, 90", (30, 60, 90)),
        ("x0.5:x2:x0.5", (Times(0.5), Times(1.0), Times(1.5), Times(2.0))),
        ("x0.5,x2", (Times(0.5), Times(2.0))),
        ("2028-01-01,2029-01-01", (date(2028, 1, 1), date(2029, 1, 1))),
        ("true,false", (True, False)),
        ("hub,district", ("hub", "district")),
        ("1e-3", (0.001,)),
    ],
)
def test_values_are_read_as_people_write_them(text, values):
    key, found = parse_vary(f" transfer.key = {text} ")
    assert key == "transfer.key"
    assert found == values
    assert [type(v) for v in found] == [type(v) for v in values]


def test_a_factor_is_read_back_as_it_is_written():
    for factor in (Times(1.5), Times(2.0), Times(0.1 + 0.2), Times(1e-7)):
        assert parse_vary(f"k={factor}")[1] == (factor,)


def test_ten_thousand_values_are_read_and_one_more_is_refused():
    assert len(parse_vary("k=1:10000:1")[1]) == 10_000
    assert one(told(lambda: parse_vary("k=0:10000:1"))).found == "10001 values"
    assert one(told(lambda: parse_vary("k=" + ",".join(map(str, range(10_001)))))).found == "10001 values"


@pytest.mark.parametrize(
    ("text", "found", "valid"),
    [
        ("transfer.stay_share", '"transfer.stay_share"', "KEY=START:STOP:STEP"),
        ("=0.5", '"=0.5"', "KEY=START:STOP:STEP"),
        ("k=", '"k="', "KEY=START:STOP:STEP"),
        ("k=1:2", '"1:2"', "KEY=START:STOP:STEP"),
        ("k=1:2:3:4", '"1:2:3:4"', "KEY=START:STOP:STEP"),
        ("k=0:1:0", "a STEP of 0", "leads from START to STOP"),
        ("k=0:1:-0.1", '"0:1:-0.1"', "a STEP above 0"),
        ("k=1:0:0.1", '"1:0:0.1"', "a STEP below 0"),
        ("k=x1:2:1", '"x1:2:1"', "three factors"),
        ("k=0:one:0.1", '"one"', "STOP, a number"),
        ("k=0:1e9:1e-9", "1.00e+18 values", "at most 10000"),
        ("k=1,,2", '""', "a number, true or false"),
        ("k=2028-02-30", '"2028-02-30"', "a date such as"),
        ("k=1,2,1", "1 twice", "each value once"),
        ("k=0.5!", '"0.5!"', "a number, true or false"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_would_be_valid(text, found, valid):
    p = one(told(lambda: parse_vary(text)))
    assert (p.file, p.found) == ("--vary", found)
    assert valid in p.valid


def test_several_options_are_told_at_once_and_their_combinations_counted():
    assert parse_varies(["a=0:1:1", "b=x2"]) == {"a": (0, 1), "b": (Times(2.0),)}
    assert [p.key for p in told(lambda: parse_varies(["a=p:q:1", "b=1", "b=2", "c"]))] == ["a", "a", "b", ""]
    assert "1002001 combinations of a and b" in one(told(lambda: parse_varies(["a=0:1000:1", "b=0:1000:1"]))).found


def told(reading: Callable[[], object]) -> tuple[Problem, ...]:
    with pytest.raises(ScenarioError) as caught:
        reading()
    return caught.value.problems
