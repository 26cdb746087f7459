"""Bad input is refused all at once: each problem with file, key, what was found and what would be valid."""

from pathlib import Path

import pytest

from calibration.parameters.store import ParameterError, load_parameters
from scenarios.checks.check import check
from scenarios.compose import compose
from scenarios.files.chain import LONGEST
from scenarios.files.read import HERE
from sim.terms.quantity import Quantity, QuantityError, quantity_from
from sim.terms.words import Service
from tests.bad_files import PARAMETERS, county_in, design_in, one, refused

NORRBOTTEN = (HERE / "counties" / "norrbotten.toml").read_text(encoding="utf-8")
BIG_BANG = (HERE / "designs" / "big_bang.toml").read_text(encoding="utf-8")


@pytest.fixture
def design(tmp_path):
    """Return what writes a design and gives its problems in Norrbotten."""
    return design_in(tmp_path)


@pytest.fixture
def county(tmp_path):
    """Return what writes a county that extends Norrbotten and gives its problems."""
    return county_in(tmp_path)


def quantity(value=0.5, unit="share", low=0.0, high=1.0, evidence='"A028"'):
    return f'{{ value = {value}, unit = "{unit}", low = {low}, high = {high}, evidence = {evidence} }}'


def test_an_unknown_key_is_refused_and_the_nearest_named(design):
    p = one(design("[transfer]\nproductivity_dipp = 1"))
    assert p.file.endswith("mine.toml")
    assert p.key == "transfer.productivity_dipp"
    assert "unknown key" in p.found
    assert '"productivity_dip"' in p.valid


def test_an_unknown_table_is_refused(design):
    assert '"transfer"' in one(design("[transfers]\nday = 2028-01-01")).valid


@pytest.mark.parametrize(
    ("text", "key", "valid"),
    [
        ('transfer.day = "2028-01-01"', "transfer.day", "a date"),
        ("transfer.day = 2028-01-01T00:00:00", "transfer.day", "a date"),
        ("transfer.moves = 3", "transfer.moves", "a list"),
        ("transfer = 3", "transfer", "a table"),
        ("title_sv = 3", "title_sv", "a text"),
        ("transfer.stay_share = 0.5", "transfer.stay_share", "a quantity"),
        ("transfer.stay_share = true", "transfer.stay_share", "a quantity"),
        ("calendar.warm_up_years = true", "calendar.warm_up_years", "a number"),
        ("calendar.warm_up_years = -1", "calendar.warm_up_years", "above 0"),
        ("calendar.warm_up_years = nan", "calendar.warm_up_years", "number"),
        ("rules.laro.offers_methods = 1", "rules.laro.offers_methods", "true or false"),
    ],
)
def test_a_wrong_type_is_refused(design, text, key, valid):
    problems = design(text)
    assert key in [p.key for p in problems]
    assert valid in " ".join(p.valid for p in problems if p.key == key)


@pytest.mark.parametrize("value", ['"0.5"', "true", "[0.5]", "{}", "2020-01-01"])
def test_a_quantity_that_is_no_number_is_refused(design, value):
    assert one(design(f"transfer.stay_share = {quantity(value)}")).key == "transfer.stay_share.value"


def test_a_wrong_unit_is_refused_and_the_valid_one_named(design):
    p = one(design(f"transfer.lag_days = {quantity(4, 'years', 1, 6)}"))
    assert (p.key, p.found, p.valid) == ("transfer.lag_days.unit", '"years"', '"days"')


@pytest.mark.parametrize("share", [1.2, -0.1, 1e300, "inf", "nan", "-inf"])
def test_a_share_outside_0_to_1_is_refused(design, share):
    problems = design(f"transfer.stay_share = {quantity(share)}")
    assert "transfer.stay_share.value" in [p.key for p in problems]
    assert "a share from 0 to 1" in problems[0].valid


@pytest.mark.parametrize("days", ["1e300", "inf", "nan", "-3", "9" * 400])
def test_a_number_that_is_enormous_or_none_is_refused(design, days):
    assert one(design(f"transfer.lag_days = {quantity(days, 'days', 0, 10)}")).key == "transfer.lag_days.value"


def test_a_number_of_more_digits_than_python_reads_is_refused(design):
    assert one(design(f"transfer.lag_days = {'9' * 5000}")).file.endswith("mine.toml")


def test_a_range_that_does_not_hold_its_value_is_refused(design):
    p = one(design(f"transfer.stay_share = {quantity(0.9, low=0.1, high=0.5)}"))
    assert p.valid == "low ≤ value ≤ high"


def test_a_quantity_without_evidence_is_refused(design):
    empty = quantity(evidence='""')
    assert one(design(f"transfer.stay_share = {empty}")).key == "transfer.stay_share.evidence"
    assert one(design('transfer.stay_share = { value = 1, unit = "share", low = 0, high = 1 }')).found == "nothing"


def test_every_fault_of_one_quantity_is_told():
    with pytest.raises(QuantityError) as caught:
        quantity_from({"value": 1.4, "unit": "percent", "low": 0, "high": 1, "evidence": "A028"}, ("share",))
    assert {f.key for f in caught.value.faults} == {"value", "unit"}
    with pytest.raises(QuantityError) as caught:
        quantity_from({"value": "x", "unit": "year", "low": -1, "sauce": 1}, ("days",))
    assert {f.key for f in caught.value.faults} == {"value", "unit", "low", "high", "evidence", "sauce"}


def counted(posts):
    start, end = BIG_BANG.index("[transfer.follow_share]"), BIG_BANG.index("[transfer.recruitment_lead_days]")
    return BIG_BANG[:start] + f"[transfer.follow_fte]\n{posts}\n" + BIG_BANG[end:]


def test_more_staff_moved_than_there_are_is_refused(tmp_path):
    file = tmp_path / "mine.toml"
    posts = f"treatment_worker = {quantity(40, 'FTE', 30, 50)}\nward_staff = {quantity(20, 'FTE', 20, 20)}"
    file.write_text(counted(posts), encoding="utf-8")
    p = one(refused("norrbotten", file))
    assert (p.key, p.found) == ("transfer.follow_fte.treatment_worker", "50 FTE")
    today = compose("norrbotten", "current", parameters=PARAMETERS)
    there = sum(u.fte for u in today.units if u.service is Service.MUNICIPAL_OUTPATIENT)
    assert f"{there:.1f} FTE that there are" in p.valid


def test_a_role_that_the_moved_services_lack_is_refused_and_one_forgotten_named(tmp_path):
    file = tmp_path / "mine.toml"
    posts = f"treatment_worker = {quantity(5, 'FTE', 5, 5)}\nphysician = {quantity(1, 'FTE', 1, 1)}"
    file.write_text(counted(posts), encoding="utf-8")
    keys = {p.key for p in refused("norrbotten", file)}
    assert keys == {"transfer.follow_fte.physician", "transfer.follow_fte.ward_staff"}


def test_services_that_move_without_a_word_on_their_staff_are_refused(design):
    problems = design('transfer.services = ["hvb"]', extends="paper_transfer")
    assert {"transfer.follow_share", "transfer.handover", "transfer.stay_share"} <= {p.key for p in problems}


def test_a_transfer_announced_after_its_day_is_refused(design):
    p = one(design("transfer.announced = 2028-06-01"))
    assert p.key == "transfer.announced"
    assert "2028-01-01" in p.valid


@pytest.mark.parametrize("day", ["2026-12-31", "2033-01-01", "9999-12-31", "0001-01-01"])
def test_a_transfer_outside_the_run_is_refused(design, day):
    assert "transfer.day" in [p.key for p in design(f"transfer.announced = 2026-01-01\ntransfer.day = {day}")]


def test_a_transfer_after_a_short_run_has_ended_is_refused(tmp_path):
    file = tmp_path / "late.toml"
    file.write_text('extends = "big_bang"\ntransfer.day = 2029-06-01\n', encoding="utf-8")
    assert one(refused("norrbotten", file, years=1)).key == "transfer.day"
    compose("norrbotten", file, parameters=PARAMETERS, years=3)


def test_a_day_zero_that_no_calendar_holds_is_refused(design):
    assert one(design("calendar.day_zero = 9999-12-31", extends="current")).key == "calendar.day_zero"


@pytest.mark.parametrize("years", [0, -1, 101, float("nan"), float("inf"), "five"])
def test_an_impossible_number_of_years_is_refused(years):
    assert one(refused("norrbotten", "current", years=years)).file == "--years"


def test_an_unknown_municipality_is_refused_and_the_nearest_named(county):
    p = one(county('[staffing.municipal_outpatient.counts]\n"Lulea" = 4'))
    assert p.key == "staffing.municipal_outpatient.counts.Lulea"
    assert p.valid.startswith('"Luleå"')


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ('transfer.services = ["hvbs"]', '"hvb"'),
        ('regime.doors.social = ["housing_suport"]', '"housing_support"'),
        ('regime.assessor.social = "social_service"', '"social_services"'),
        (f"rules.adult_psykiatri.floor = {quantity(0.5, 'severity')}", '"adult_psychiatry"'),
        ('transfer.to = "regionen"', '"region"'),
        ('transfer.moves = ["psycosocial"]', '"psychosocial"'),
        ('transfer.moves = ["acute"]', '"psychosocial"'),
        (f"transfer.recruitment_lead_days.ward_stuff = {quantity(9, 'days', 1, 20)}", '"ward_staff"'),
        (f"rules.laro.sobriety_day = {quantity(9, 'days', 1, 20)}", '"sobriety_days"'),
    ],
)
def test_an_unknown_service_role_rule_part_or_principal_is_refused_and_the_nearest_named(design, text, nearest):
    assert nearest in one(design(text)).valid


@pytest.mark.parametrize(
    ("text", "key", "nearest"),
    [
        ('districts.ostra.hub = "Kalyx"', "districts.ostra.hub", '"Kalix"'),
        ('municipalities."Boden".district = "lulea-boden"', "municipalities.Boden.district", '"lulea_boden"'),
        (
            f"municipalities.Boden.travel.Kirunna = {quantity(9, 'km', 1, 20)}",
            "municipalities.Boden.travel.Kirunna",
            "Kiruna",
        ),
        ('location.laro.units = [{ place = "Sunderby" }]', "location.laro.units[0].place", '"Sunderbyn"'),
        (
            'location.laro.units = [{ place = "Kalix", districts = ["östra"] }]',
            "location.laro.units[0].districts",
            '"ostra"',
        ),
        (f"staffing.hvbb.total = {quantity(9, 'FTE', 1, 20)}", "staffing.hvbb", '"hvb"'),
    ],
)
def test_an_unknown_district_hub_or_place_is_refused_and_the_nearest_named(county, text, key, nearest):
    p = one(county(text))
    assert p.key == key
    assert nearest in p.valid


def test_a_municipality_without_a_way_to_some_hub_is_refused(tmp_path):
    file = tmp_path / "mine.toml"
    lines = NORRBOTTEN.splitlines()
    start = lines.index('[municipalities."Haparanda".travel]')
    assert lines[start + 5].startswith("Kiruna = ")
    file.write_text("\n".join(lines[: start + 5] + lines[start + 6 :]), encoding="utf-8")
    p = one(refused(file, "current"))
    assert (p.key, p.found) == ("municipalities.Haparanda.travel.Kiruna", "nothing")


def test_a_district_served_twice_is_refused(county):
    p = one(county('location.laro.units = [{ place = "Kalix" }, { place = "Kiruna", districts = ["kiruna"] }]'))
    assert p.found == '"kiruna" twice'


def test_staffing_that_says_nothing_or_two_things_is_refused(county):
    posts, rate = quantity(9, "FTE", 1, 20), quantity(1, "FTE per 10 000 adults", 1, 2)
    both = f"staffing.primary_care.total = {posts}\nstaffing.primary_care.per_10000_adults = {rate}"
    p, q = county(f"staffing.hvb.counts = {{}}\n{both}\nstaffing.integrated_team = {{}}")
    assert p.key == "staffing.primary_care"
    assert q.key == "staffing.integrated_team"


def test_a_cycle_of_extends_is_refused(tmp_path):
    for a, b in (("one", "two"), ("two", "three"), ("three", "one")):
        (tmp_path / f"{a}.toml").write_text(f'extends = "{b}.toml"\ntitle_sv = "x"\n', encoding="utf-8")
    p = one(refused("norrbotten", tmp_path / "one.toml"))
    assert (p.key, p.found) == ("extends", "a cycle: one → two → three → one")


def test_a_file_that_extends_itself_is_refused(tmp_path):
    (tmp_path / "me.toml").write_text('extends = "me.toml"\n', encoding="utf-8")
    assert "cycle" in one(refused("norrbotten", tmp_path / "me.toml")).found


def test_a_chain_of_extends_may_be_long_but_not_endless(tmp_path):
    for i in range(LONGEST + 1):
        above = f"{i + 1}.toml" if i < LONGEST else "current"
        (tmp_path / f"{i}.toml").write_text(f'extends = "{above}"\n', encoding="utf-8")
    assert "chain" in one(refused("norrbotten", tmp_path / "0.toml")).found
    compose("norrbotten", tmp_path / "2.toml", parameters=PARAMETERS)


@pytest.mark.parametrize("above", ['"curent"', '"nowhere/x.toml"', "3", '""', '"\\u0000"'])
def test_extending_what_does_not_exist_is_refused(tmp_path, above):
    (tmp_path / "mine.toml").write_text(f"extends = {above}\n", encoding="utf-8")
    assert one(refused("norrbotten", tmp_path / "mine.toml")).key == "extends"


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 2000 + "]" * 2000,
        "x = " + "{ a = " * 2000 + "1" + " }" * 2000,
        ".".join(["a"] * 3000) + " = 1",
        "[" + ".".join(["a"] * 3000) + "]",
        "x = " + "[" * 200 + "]" * 200,
    ],
)
def test_deep_nesting_is_refused(tmp_path, text):
    (tmp_path / "deep.toml").write_text(text, encoding="utf-8")
    assert "nesting" in one(refused("norrbotten", tmp_path / "deep.toml")).found
    with pytest.raises(ParameterError):
        load_parameters(tmp_path / "deep.toml")


@pytest.mark.parametrize(
    "content", [b'title_sv = "Lule\xe5"\n', b"\xff\xfe\x00", b"\x00\x01\x02", b"", b"= =", b"a = 1\na = 2\n"]
)
def test_a_file_that_is_not_utf8_or_no_toml_or_empty_is_refused(tmp_path, content):
    (tmp_path / "odd.toml").write_bytes(content)
    assert one(refused("norrbotten", tmp_path / "odd.toml")).file.endswith("odd.toml")
    assert one(refused(tmp_path / "odd.toml", "current")).file.endswith("odd.toml")


def test_a_folder_or_an_enormous_file_is_refused(tmp_path):
    assert one(refused("norrbotten", tmp_path)).found == "a folder"
    (tmp_path / "big.toml").write_text("#" * 2_000_000, encoding="utf-8")
    assert "bytes" in one(refused("norrbotten", tmp_path / "big.toml")).found


@pytest.mark.parametrize("name", ["norbotten", "", "\x00", "x" * 5000, "no/such.toml"])
def test_an_unknown_county_is_refused(name):
    p = one(refused(name, "current"))
    assert p.file == "county"
    assert "norrbotten" in p.valid


def test_an_unknown_design_is_refused_and_the_nearest_named():
    assert '"big_bang" (nearest' in one(refused("norrbotten", "big-bang")).valid


def test_a_mistyped_name_is_checked_against_all_names_that_ship():
    assert '"norrbotten" (nearest' in one(check(["norrboten"])).valid
    assert '"paper_transfer" (nearest' in one(check(["paper-transfer"])).valid


def test_problems_of_all_files_are_told_at_once(tmp_path):
    where, how = tmp_path / "county.toml", tmp_path / "design.toml"
    where.write_text('extends = "norrbotten"\nhubb = 1\ndistricts.ostra.hub = "Kalyx"\n', encoding="utf-8")
    how.write_text('extends = "big_bang"\ntransfer.too = 1\ntransfer.announced = 2030-01-01\n', encoding="utf-8")
    parameters = {k: dict(v) for k, v in PARAMETERS.items()}
    del parameters["people"]["woman_share"]
    problems = refused(where, how, parameters=parameters, years=-1)
    told = {(Path(p.file).name, p.key) for p in problems}
    assert told == {
        ("county.toml", "hubb"),
        ("county.toml", "districts.ostra.hub"),
        ("design.toml", "transfer.too"),
        ("design.toml", "transfer.announced"),
        ("parameters", "people.woman_share"),
        ("--years", ""),
    }
    assert {Path(p.file).name for p in check([where, how])} == {"county.toml", "design.toml"}


def test_a_problem_is_told_of_the_file_that_holds_it(tmp_path):
    (tmp_path / "base.toml").write_text('extends = "big_bang"\ntransfer.dip = 1\n', encoding="utf-8")
    (tmp_path / "leaf.toml").write_text('extends = "base.toml"\ntitle_sv = 1\n', encoding="utf-8")
    problems = refused("norrbotten", tmp_path / "leaf.toml")
    assert {(Path(p.file).name, p.key) for p in problems} == {("base.toml", "transfer.dip"), ("leaf.toml", "title_sv")}


def test_a_design_given_for_a_county_is_refused():
    keys = {p.key for p in refused("norrbotten", HERE / "counties" / "norrbotten.toml")}
    assert {"municipalities", "hubs"} <= keys
    assert "hubs" in {p.key for p in refused(HERE / "designs" / "current.toml", "current")}


def test_parameters_that_are_unknown_absent_or_in_another_unit_are_refused():
    parameters = {k: dict(v) for k, v in PARAMETERS.items()}
    parameters["people"]["woman_shares"] = parameters["people"].pop("woman_share")
    parameters["hazards"]["crisis"] = Quantity(1.0, "per year", 0.0, 2.0, "A121")
    parameters["hazards"]["relapse"] = Quantity(0.1, "per day", 0.0, 2.0, "A023")
    told = {p.key: p.valid for p in refused("norrbotten", "current", parameters=parameters)}
    assert '"woman_share"' in told["people.woman_shares"]
    assert told["hazards.crisis.unit"] == '"per day"'
    assert told["hazards.relapse.value"] == "a list of 4 numbers"
    assert set(told) == {"people.woman_shares", "people.woman_share", "hazards.crisis.unit", "hazards.relapse.value"}


@pytest.mark.parametrize("text", ["people = 1", "[people]\nwoman_share = 3", "[people]\nwoman_share = {}", "= ="])
def test_a_parameter_file_that_holds_no_quantities_is_refused(tmp_path, text):
    (tmp_path / "p.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError, match=r"found .*; valid: "):
        load_parameters(tmp_path / "p.toml")


def test_nothing_is_written_when_input_is_refused(design, tmp_path):
    design("x = 1")
    assert [p.name for p in tmp_path.iterdir()] == ["mine.toml"]
