"""Only what may be compared is compared: one calendar and one world; days that lie apart are said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import mellanrum as mr
from benchmarks.small_county import write_small_county
from calibration.parameters.store import load_parameters
from mellanrum.cli.root import root
from mellanrum.wiring.study_ground import StudyGround, ground_of, shared_keys
from scenarios.compose import compose
from scenarios.files.problems import Problem, ScenarioError
from scenarios.files.read import list_counties, list_designs
from scenarios.study.study_plan import read_study
from sim.comparison.dates_apart import FAR, dates_apart, share_before
from sim.terms.calendar import Calendar
from tests.bad_files import one
from tests.known_names import known

TITLES = 'title_sv = "a"\ntitle_en = "a"\nsummary_sv = "a"\nsummary_en = "a"\n'
KNOWN = load_parameters()
CALENDAR = Calendar(date(2025, 1, 1), 730, 365, 5 * 365)


@pytest.fixture
def own_calendar(tmp_path: Path) -> Path:
    """Return a design that changes nothing but its warm-up."""
    file = tmp_path / "longer.toml"
    file.write_text(f'{TITLES}extends = "current"\n[calendar]\nwarm_up_years = 3\n', encoding="utf-8")
    return file


def late(folder: Path, day: str) -> Path:
    """Return a big bang that comes on another day."""
    file = folder / "late.toml"
    file.write_text(f'{TITLES}extends = "big_bang"\n[transfer]\nday = {day}\n', encoding="utf-8")
    return file


def refused(kind: str, county: str, arguments: dict[str, Any], folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(ScenarioError) as caught:
        getattr(mr, kind)(county, **arguments, archive=folder / "archive", out=folder / "run")
    assert not (folder / "run").exists()
    return caught.value.problems


# --- one calendar


def test_a_design_with_a_calendar_of_its_own_is_refused_whatever_is_asked(own_calendar: Path, tmp_path: Path) -> None:
    mine = str(own_calendar)
    asked: list[tuple[str, dict[str, Any]]] = [
        ("compare", {"designs": ["current", mine]}),
        ("rank", {"designs": ["current", "big_bang", mine]}),
        ("worth", {"designs": ["current", mine]}),
        ("sweep", {"design": mine, "vary": {"county.speed": ["x1"]}}),
        ("breakeven", {"design": mine, "key": "county.speed", "low": 60, "high": 90}),
        ("sensitivity", {"design": mine}),
    ]
    for kind, arguments in asked:
        problem = one(refused(kind, "norrbotten", arguments, tmp_path))
        assert (problem.file, problem.key, problem.found) == (mine, "calendar.warm_up_years", "3"), kind
        assert problem.valid.startswith("2, as in designs/current.toml"), kind


def test_every_difference_is_told_with_all_else_that_is_wrong(own_calendar: Path, tmp_path: Path) -> None:
    text = own_calendar.read_text(encoding="utf-8").replace("= 3", "= 3\nday_zero = 2024-01-01")
    own_calendar.write_text(f"{text}[rules.hvb]\nfloor = 0.5\n", encoding="utf-8")
    for arguments in ({"designs": ["current", own_calendar]}, {"designs": [own_calendar, "current"]}):
        for kind in ("compare", "rank"):
            keys = {p.key for p in refused(kind, "norrbotten", dict(arguments), tmp_path)}
            assert {"calendar.day_zero", "calendar.warm_up_years"} < keys, "and the rule without its unit"


def test_the_command_line_names_both_values_and_ends_with_2(own_calendar: Path) -> None:
    result = CliRunner().invoke(root, ["compare", "norrbotten", "current", str(own_calendar), "-n", "1"])
    assert result.exit_code == 2
    assert "calendar.warm_up_years: found 3; valid: 2, as in designs/current.toml" in result.output


def test_designs_that_share_another_calendar_may_be_compared(own_calendar: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text(own_calendar.read_text(encoding="utf-8").replace("= 3", "= 3.0"), encoding="utf-8")
    ground = ground_of("norrbotten", [own_calendar, other], replications=1, seed=1, years=2, parameters="point")
    assert len(ground.designs) == 2


@pytest.mark.parametrize("county", list_counties())
def test_no_design_that_ships_touches_calendar_or_world(county: str) -> None:
    first, *others = (compose(county, design, parameters=KNOWN, years=2) for design in list_designs())
    for other in others:
        for part in ("calendar", "county", "services", "units", "people", "hazards", "practice"):
            assert getattr(other, part) == getattr(first, part), (other.name, part)


# --- what is varied in both


def ground(*designs: str) -> StudyGround:
    return ground_of("norrbotten", designs, replications=1, seed=1, years=2, parameters="point")


def test_the_calendar_is_varied_in_the_baseline_too_whatever_is_held() -> None:
    two = ground("current", "big_bang")
    keys = ["calendar.warm_up_years", "design.calendar.day_zero", "transfer.day"]
    assert shared_keys(two, "big_bang", "current", keys, hold=False) == tuple(keys[:2])
    assert shared_keys(two, "big_bang", "current", keys, hold=True) == tuple(keys[:2])
    assert shared_keys(two, "current", "current", keys[:1], hold=True) == tuple(keys[:1])


def test_the_world_is_varied_in_the_baseline_too_by_whatever_name_unless_it_is_held() -> None:
    two = ground("current", "big_bang")
    keys = ["county.speed", "speed", "people.woman_share", "parameters.people.woman_share", "county.staffing",
            "services.laro.plan.no_show", "laro.plan.no_show", "transfer.productivity_dip"]  # fmt: skip
    assert shared_keys(two, "big_bang", "current", keys, hold=False) == tuple(keys[:-1])
    assert shared_keys(two, "big_bang", "current", keys, hold=True) == ()


def test_a_sweep_over_the_calendar_compares_like_with_like(tmp_path: Path) -> None:
    county = write_small_county(tmp_path)
    how: dict[str, Any] = {"archive": tmp_path / "archive", "jobs": 1, "out": tmp_path / "run"}
    vary = {"calendar.warm_up_years": [1, 2]}
    found = mr.sweep(county, "current", vary, replications=1, years=1, parameters="point", **how).result
    assert found.shared == ("calendar.warm_up_years",)
    for point in found.points:
        assert {d.mean for d in point.differences.values()} <= {0.0, None}


def test_a_study_varies_the_world_in_all_its_designs_or_is_refused(tmp_path: Path) -> None:
    study = tmp_path / "mine.toml"
    study.write_text(
        'title_sv = "a"\ntitle_en = "a"\nquestion_sv = "a"\nquestion_en = "a"\n'
        'hypothesis_sv = "a"\nhypothesis_en = "a"\n'
        'counties = ["norrbotten"]\ndesigns = ["current", "phased"]\nmeasures = ["fall_rate"]\n'
        'parameters = "point"\nreplications = 1\n[sample]\nkind = "grid"\n'
        '[variations."county.speed"]\nlabel_sv = "a"\nlabel_en = "a"\nvalues = [50, 80]\nonly_for = ["phased"]\n'
        'why = "assumption: two of them"\n'
        '[variations."calendar.baseline_years"]\nlabel_sv = "a"\nlabel_en = "a"\nvalues = [1, 2]\n'
        'only_for = ["phased"]\n'
        'why = "assumption: two of them"\n',
        encoding="utf-8",
    )
    with pytest.raises(ScenarioError) as caught:
        read_study(study, parameters=KNOWN, known=known())
    told = {p.key: p for p in caught.value.problems}
    assert set(told) == {"variations.county.speed.only_for", "variations.calendar.baseline_years.only_for"}
    assert all("one for all designs" in p.valid and p.found == "phased" for p in told.values())


# --- days that lie apart


def test_the_share_of_the_follow_up_before_a_day_is_none_then_half_then_all() -> None:
    reform, last = CALENDAR.reform_day, CALENDAR.end_day - 545
    assert share_before(reform, CALENDAR) == 0.0
    assert share_before(last + 365, CALENDAR) == pytest.approx(1.0, abs=0.01)
    assert share_before((reform + last + 365) / 2, CALENDAR) == pytest.approx(0.5, abs=0.01)
    assert share_before(reform + 400, replace(CALENDAR, after_days=500)) is None, "nobody can be followed"


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("2028-03-30", ""),
        ("2029-12-28", "lies 727 days after the reform day (2028-01-01): about 43 % of the days"),
        ("2027-06-01", "lies 214 days before the reform day (2028-01-01)"),
    ],
)
def test_a_transfer_far_from_the_reform_day_says_what_the_follow_up_shows_of_it(
    tmp_path: Path, day: str, says: str
) -> None:
    scenario = compose("norrbotten", late(tmp_path, day), parameters=KNOWN, years=5)
    notes = dates_apart([scenario, scenario])
    assert FAR == 90.0
    if not says:
        assert notes == ()
        return
    assert one(notes).startswith(f"late: its transfer, {day}, ")
    assert says in one(notes)


def test_a_first_change_and_a_transfer_that_lie_apart_are_each_said(tmp_path: Path) -> None:
    file = late(tmp_path, "2029-01-01")
    opens = '[opens.low_threshold_clinic]\nday = 2027-01-01\nlevel = "hub"\nprincipal = "region"\n'
    posts = (
        'per_10000_adults = { value = 0.2, unit = "FTE per 10 000 adults", low = 0.2, high = 0.2, evidence = "A179" }\n'
    )
    file.write_text(file.read_text(encoding="utf-8") + opens + posts, encoding="utf-8")
    first, transfer = dates_apart([compose("norrbotten", file, parameters=KNOWN, years=5)])
    assert "its first change, 2027-01-01, lies 365 days before" in first
    assert "its transfer, 2029-01-01, lies 366 days after" in transfer


def test_designs_that_ship_have_nothing_to_say_of_their_days_and_many_names_are_cut() -> None:
    shipped = [compose("norrbotten", design, parameters=KNOWN, years=5) for design in list_designs()]
    assert dates_apart(shipped) == ()
    moved = compose("norrbotten", "no_sobriety_rule", parameters=KNOWN, years=5)
    far = tuple(replace(change, day=change.day + 400) for change in moved.changes)
    (note,) = dates_apart([replace(moved, changes=far, name=name) for name in "abcde"])
    assert note.startswith("a, b, c and 2 more: its first change")


def test_a_run_and_a_comparison_and_a_ranking_say_so(tmp_path: Path) -> None:
    county = write_small_county(tmp_path)
    design = late(tmp_path, "2028-12-28")
    how: dict[str, Any] = {"archive": tmp_path / "archive", "jobs": 1, "parameters": "point", "years": 1}
    run = mr.run(county, design, replications=1, out=tmp_path / "a", **how)
    compared = mr.compare(county, ["current", design], replications=1, out=tmp_path / "b", **how)
    swept = mr.sweep(county, design, {"transfer.lag_days": [30]}, replications=1, out=tmp_path / "c", **how)
    for found in (run, compared, swept):
        assert any("late: its transfer, 2028-12-28" in note for note in found.to_dict()["notes"])
        assert "late: its transfer, 2028-12-28" in str(found)
