"""A county's numbers must add up, be finite in size and say something; what is merely unusual is remarked on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from calibration.parameters.store import load_parameters
from scenarios.checks.check import check, remarked
from scenarios.checks.sizes import per_adults
from scenarios.compose import compose
from scenarios.files.chain import follow
from scenarios.files.county_file import CountyFile
from scenarios.files.limits import MOST, VAGUE
from scenarios.files.read import list_counties, list_designs
from scenarios.files.validate import validated
from scenarios.tools.new import new_county
from sim.terms.words import name_of
from tests.without import without

PARAMETERS = load_parameters()


def county(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write the county that `new-county` writes, with some of its text another."""
    text = new_county("mine")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    file = folder / "mine.toml"
    file.write_text(text, encoding="utf-8")
    return file


def only(folder: Path, *changes: tuple[str, str]) -> str:
    """Return the one problem of a changed county, as it is told."""
    problems = check([county(folder, *changes)], parameters=PARAMETERS)
    assert len(problems) == 1, [str(p) for p in problems]
    return str(problems[0])


NEURO = 'neuropsychiatric = { value = 2, unit = "FTE", low = 1, high = 3'
PSYCHIATRY = 'total = { value = 19, unit = "FTE", low = 18, high = 24, evidence = "your number" }'


def test_the_new_county_has_no_problems_and_nothing_unusual(tmp_path):
    file = county(tmp_path)
    assert check([file], parameters=PARAMETERS) == []
    assert remarked(file, PARAMETERS) == []


def test_nothing_that_ships_is_unusual():
    for name in list_counties():
        assert remarked(name, PARAMETERS) == []
    assert all(remarked(name, PARAMETERS) == [] for name in list_designs())


def test_neuropsychiatry_is_less_than_the_total_of_which_it_is(tmp_path):
    told = only(tmp_path, (NEURO, 'neuropsychiatric = { value = 25, unit = "FTE", low = 20, high = 30'))
    assert "staffing.adult_psychiatry.neuropsychiatric: found 25; valid: less than the total of 19" in told


def test_counts_sum_to_no_more_than_the_total(tmp_path):
    counted = f'{PSYCHIATRY}\ncounts = {{ "Storstad" = 12.0, "Lillstad" = 6.0 }}'
    assert "counts that sum to 18; valid: at most the total of 19 less 2" in only(tmp_path, (PSYCHIATRY, counted))
    fits = counted.replace("6.0", "5.0")
    assert check([county(tmp_path, (PSYCHIATRY, fits))], parameters=PARAMETERS) == []


def test_posts_and_beds_are_not_both_given(tmp_path):
    beds = 'places = { value = 5, unit = "places", low = 5, high = 5, evidence = "a" }'
    assert "total and places" in only(tmp_path, (PSYCHIATRY, f"{PSYCHIATRY}\n{beds}"))


def test_every_district_has_psychiatry(tmp_path):
    north = re.search(r'  \{ place = "Lillstad", districts = \["norra"\].*\n', new_county("mine"))
    told = only(tmp_path, (north[0], ""))
    assert 'location.adult_psychiatry.units: found no place that serves the district "norra"' in told


def test_a_place_without_staff_is_a_problem(tmp_path):
    beds = re.search(r"(?ms)^\[staffing\.detox_ward\].*?\n\n", new_county("mine"))
    assert "location.detox_ward: found a place without staff" in only(tmp_path, (beds[0], ""))


def test_a_municipality_of_nobody_is_named(tmp_path):
    told = only(tmp_path, ("value = 15000, unit", "value = 0, unit"), ("low = 14500", "low = 0"))
    assert "municipalities.Lillstad.adults: found 0; valid: a number of persons above 0" in told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("low = 44000", "low = 44.000", "adults.low: found 44 beside 45000"),
        ("value = 19, unit", "value = 1900000, unit", "total.value"),
        ("high = 24,", "high = 2500000,", "total.high: found 2.5e+06"),
        (
            "value = 52, unit",
            "value = 1e9, unit",
            "target_wait_days.value: found 1e+09; valid: at most 36\u00a0500 days",
        ),
    ],
)
def test_a_number_beyond_every_county_or_a_range_that_says_nothing_is_refused(tmp_path, old, new, told):
    if "high" not in new and "value" in new:
        high = {"value = 19, unit": "high = 24", "value = 52, unit": "high = 100"}[old]
        changes = [(old, new), (high, f"high = {new.split()[2].rstrip(',')}")]
    else:
        changes = [(old, new)]
    problems = [str(p) for p in check([county(tmp_path, *changes)], parameters=PARAMETERS)]
    assert any(told in p for p in problems), problems


def test_a_key_that_is_varied_has_the_same_limits(tmp_path):
    for key, value in (
        ("transfer.lag_days", 1e9),
        ("people.first_seekers_per_10000", 1e9),
        ("services.municipal_outpatient.plan.interval_days", 1e-9),
        ("county.speed", 1e-9),
        ("county.staffing.hvb.places", 1e9),
    ):
        with pytest.raises(ValueError, match=r"valid: at (most|least)"):
            compose(county(tmp_path), "big_bang", parameters=PARAMETERS, edits={key: value})


def test_the_limits_are_wide_of_all_that_ships():
    from scenarios.edits.keys import keys_of
    from sim.terms.quantity import Quantity

    for name in list_counties():
        for standing in keys_of(name, "full_reform", PARAMETERS).values():
            q = standing.value
            if isinstance(q, Quantity) and not isinstance(q.value, tuple):
                assert q.high * 2 <= MOST.get(q.unit, float("inf"))
                assert q.low == 0 or q.value / q.low < VAGUE / 5


def test_totals_left_from_another_county_are_remarked_on(tmp_path):
    large = [("45000", "135000"), ("44000", "134000"), ("46000", "136000")]
    told = " ".join(remarked(county(tmp_path, *large), PARAMETERS))
    assert "staffing.addiction_clinic" in told
    assert "staffing.adult_psychiatry" in told
    assert "the counties that ship" in told
    assert "staffing.social_services" not in told  # told per 10,000 adults in the file


@pytest.mark.parametrize(
    ("old", "new", "about"),
    [
        ("value = 15000, unit", "value = 1000, unit", "municipalities.Lillstad.adults"),
        ("value = 0.85, unit = \"FTE per", "value = 12, unit = \"FTE per", "staffing.social_services: 12 FTE"),
        ("value = 75, unit = \"days\", low = 40, high = 140", "value = 3000, unit = \"days\", low = 900, high = 3000",
         "target_wait_days: 3000 days"),
    ],
)  # fmt: skip
def test_sizes_of_no_county_are_remarked_on(tmp_path, old, new, about):
    text = (
        new_county("mine")
        .replace(old, new)
        .replace("low = 14500", "low = 1000")
        .replace("low = 0.6, high = 1.2", "low = 0.85, high = 42")
    )
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    assert check([file], parameters=PARAMETERS) == []
    assert any(about in told for told in remarked(file, PARAMETERS)), remarked(file, PARAMETERS)


def test_a_county_without_social_services_is_remarked_on_and_runs(tmp_path):
    told = " ".join(remarked(without(tmp_path, ["social_services"]), PARAMETERS))
    assert "there is no social_services" in told


def test_a_service_that_is_not_there_is_not_a_name_that_is_misspelt(tmp_path):
    for service in ("hvb", "municipal_outpatient", "lvm"):
        file = without(tmp_path, [service])
        for design in list_designs():
            assert compose(file, design, parameters=PARAMETERS).county.name == "lacking", (service, design)


def test_the_new_county_says_its_totals_per_10000_adults():
    text = new_county("mine")
    file, problems = validated(CountyFile, follow_text(text))
    assert problems == []
    whole = {name_of(s) for s, table in file.staffing.items() if table.per_10000_adults is None}
    assert len(whole) == 7
    for service in whole:
        heading = next(line for line in text.splitlines() if line.startswith(f"[staffing.{service}]"))
        assert f"here {per_adults(file)[service]:.3g} per 10 000 adults" in heading


def follow_text(text: str):
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mine.toml"
        file.write_text(text, encoding="utf-8")
        return follow(file, "county")
