"""A study is a file: what it names exists, what it varies works in every scenario, and all that is wrong is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from mellanrum.questions.study import StudyRequest
from mellanrum.wiring.options import OptionError
from scenarios.compose import compose
from scenarios.edits.edits import Edit, Times
from scenarios.files.in_both import InBoth
from scenarios.files.problems import Problem, ScenarioError
from scenarios.files.read import FOLDERS, HERE, list_studies, read_table
from scenarios.files.schema import schema
from scenarios.study.study_plan import BreakEvenAsked, Findings, StudyPlan, read_study
from scenarios.tools.new import new_county
from sim.measures.fall_kinds import MECHANISMS
from sim.measures.thresholds import THRESHOLDS
from sim.terms.changes import ServiceMoves
from tests.bad_files import PARAMETERS, one
from tests.known_names import known

TEXTS = """
title_sv = "Titel"
title_en = "Title"
question_sv = "Fråga?"
question_en = "Question?"
hypothesis_sv = "Antagande."
hypothesis_en = "Hypothesis."
"""
NAMES = """
counties = ["norrbotten"]
designs = ["current", "phased"]
measures = ["fall_rate", "gap_days_per_client_year"]
parameters = "posterior"
replications = 3
"""
SAMPLE = """
[sample]
kind = "latin_hypercube"
points = 20
"""
LAG = """
[variations."transfer.lag_days"]
label_sv = "Dagar"
label_en = "Days"
low = 30
high = 730
only_for = ["phased"]
why = "A190: the range of the design"
"""
GRID = """
[sample]
kind = "grid"

[variations."transfer.lag_days"]
label_sv = "Dagar"
label_en = "Days"
only_for = ["phased"]
why = "assumption: three of them"
"""
WHOLE = TEXTS + NAMES + SAMPLE + LAG
Read = Callable[[str], StudyPlan]
Refused = Callable[[str], tuple[Problem, ...]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return what reads a study of that text."""

    def reading(text: str) -> StudyPlan:
        file = tmp_path / "mine.toml"
        file.write_text(text, encoding="utf-8")
        return read_study(file, parameters=PARAMETERS, known=known())

    return reading


@pytest.fixture
def told(read: Read) -> Refused:
    """Return what gives the problems of a study of that text; each names its file."""

    def problems(text: str) -> tuple[Problem, ...]:
        with pytest.raises(ScenarioError) as caught:
            read(text)
        assert all(p.found and p.valid and "\n" not in str(p) for p in caught.value.problems)
        return caught.value.problems

    return problems


@cache
def shipped(name: str) -> StudyPlan:
    return read_study(name, parameters=PARAMETERS, known=known())


def put(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


# Those that ship ------------------------------------------------------------------------------------------------------


def test_four_studies_ship():
    assert list_studies() == ["hub_or_local", "personnel_transfer", "sobriety_rule", "unknown_municipalities"]


@pytest.mark.parametrize("name", list_studies())
def test_a_study_that_ships_is_whole(name):
    study = shipped(name)
    assert study.name == name
    assert all(text.strip() for both in (study.title, study.question, study.hypothesis) for text in (both.sv, both.en))
    assert set(study.precision) <= set(study.measures)
    assert study.findings is None or study.findings.sentences


@pytest.mark.parametrize("name", list_studies())
def test_a_study_that_ships_measures_what_runs_measure(name):
    mechanisms = [m.removeprefix("fall_rate.") for m in shipped(name).measures if m.startswith("fall_rate.")]
    assert set(mechanisms) <= set(MECHANISMS)


@pytest.mark.parametrize("name", list_studies())
def test_a_study_that_ships_is_about_untreated_needs_first_and_counts_them_with_other_thresholds(name):
    study = shipped(name)
    assert study.measures[0] == "untreated_share"
    assert "untreated_share" in study.precision
    assert set(study.thresholds) == {"treated_visits", "treated_nights", "untreated", "follow_up"}
    for threshold, sizes in study.thresholds.items():
        usual = getattr(THRESHOLDS, threshold)
        assert usual in sizes
        assert set(sizes) != {usual}
    longest = max(study.thresholds["follow_up"]) + max(study.thresholds["untreated"])
    assert longest <= THRESHOLDS.lookahead, "a log cannot tell what lies behind its end"


@pytest.mark.parametrize("name", list_studies())
def test_a_study_that_ships_fits_the_schema(name):
    file = HERE / "studies" / f"{name}.toml"
    assert file.read_text(encoding="utf-8").startswith("#:schema ../schema/study.json\n")
    validator = jsonschema.Draft202012Validator(schema("study"))
    assert [e.message for e in validator.iter_errors(json.loads(json.dumps(read_table(file), default=str)))] == []


def test_the_schema_refuses_what_the_reader_refuses():
    validator = jsonschema.Draft202012Validator(schema("study"))
    assert validator.is_valid({"replications": "auto", "sample": {"kind": "grid"}})
    assert not validator.is_valid({"replications": "many"})
    assert not validator.is_valid({"sample": {"kind": "sobol"}})
    assert not validator.is_valid({"desings": ["current"]})


def test_personnel_transfer_asks_how_many_must_follow_in_each_role():
    study = shipped("personnel_transfer")
    shares = {v.key: (v.low, v.high) for v in study.variations if v.key.startswith("transfer.follow_share.")}
    assert shares == dict.fromkeys(
        ("transfer.follow_share.social_worker", "transfer.follow_share.treatment_worker"), (0.0, 1.0)
    )
    sought = {b.key for b in study.break_even if b.measure == "untreated_share"}
    assert sought == set(shares)
    assert all("transfer.never_refilled_share" in b.beside for b in study.break_even)
    assert (study.baseline, study.counties) == ("current", ("norrbotten", "gavleborg"))
    assert {v.designs for v in study.variations} == {("phased",)}


def test_the_sobriety_rule_is_varied_where_a_design_sets_it_from_the_reform_day():
    study = shipped("sobriety_rule")
    rule, share = study.variations
    assert (rule.values, rule.designs) == ((0, 30, 90), ("no_sobriety_rule", "full_reform"))
    assert share.designs == study.designs


def test_ninety_days_in_a_design_that_sets_the_rule_is_today():
    edits: dict[str, Edit] = {"rules.adult_psychiatry.sobriety_days": 90}
    scenario = compose("norrbotten", "no_sobriety_rule", parameters=PARAMETERS, edits=edits)
    (change,) = scenario.changes
    assert change.value == scenario.services[change.service].rules.sobriety_days


# What a study says ----------------------------------------------------------------------------------------------------


def test_a_study_is_read_as_it_is_written(read):
    text = WHOLE + (
        '[precision.fall_rate]\ndifference = 0.01\nwhy = "assumption: enough"\n'
        '[[break_even]]\nkey = "transfer.lag_days"\nmeasure = "fall_rate"\n'
        "[thresholds]\nsobriety = [90, 180]\n"
        '[findings]\ndate = 2026-10-01\nversion = "1.0"\n[[findings.sentences]]\nsv = "Ja."\nen = "Yes."\n'
    )
    study = read(text)
    assert (study.name, study.question) == ("mine", InBoth("Fråga?", "Question?"))
    assert (study.sample, study.points, study.replications, study.years) == ("latin_hypercube", 20, 3, 5.0)
    assert study.precision["fall_rate"].difference == 0.01
    assert study.break_even == (BreakEvenAsked("transfer.lag_days", "fall_rate", ()),)
    assert study.thresholds == {"sobriety": (90.0, 180.0)}
    assert study.findings == Findings(date(2026, 10, 1), "1.0", (InBoth("Ja.", "Yes."),))


def test_a_variation_goes_from_low_to_high(read):
    (lag,) = read(WHOLE).variations
    assert [lag.at(share) for share in (0.0, 0.5, 1.0)] == [30.0, 380.0, 730.0]
    assert (lag.key, lag.designs, lag.label) == ("transfer.lag_days", ("phased",), InBoth("Dagar", "Days"))


def test_a_variation_may_be_a_factor(read):
    (lag,) = read(put(WHOLE, "low = 30\nhigh = 730", 'low = 0.5\nhigh = 2.0\nas = "factor"')).variations
    assert [lag.at(share) for share in (0.0, 1.0)] == [Times(0.5), Times(2.0)]
    assert lag.is_factor


def test_a_grid_has_values_and_no_way_between_them(read):
    study = read(TEXTS + NAMES + GRID + "values = [0, 90, 180.5]\n")
    (lag,) = study.variations
    assert (study.sample, study.points, lag.values) == ("grid", 0, (0, 90, 180.5))
    with pytest.raises(ValueError, match=r"transfer\.lag_days: values, no range"):
        lag.at(0.5)


def test_words_dates_and_truths_can_be_values(read):
    text = put(GRID, '"transfer.lag_days"', '"transfer.day"')
    (day,) = read(TEXTS + NAMES + text + "values = [2028-01-01, 2028-07-01]\n").variations
    assert day.values == (date(2028, 1, 1), date(2028, 7, 1))
    text = put(GRID, '"transfer.lag_days"', '"transfer.waves_by"')
    assert read(
        TEXTS + put(NAMES, "replications = 3", "replications = 3\nyears = 9") + text + 'values = ["district"]\n'
    ).variations[0].values == ("district",)


def test_a_heading_may_be_written_without_quotation_marks(read):
    assert read(put(WHOLE, '"transfer.lag_days"', "transfer.lag_days")) == read(WHOLE)


def test_a_design_takes_only_the_edits_that_are_for_it(read):
    study = read(WHOLE)
    point: dict[str, Edit] = {"transfer.lag_days": 100.0}
    assert study.edits("phased", point) == point
    assert study.edits("current", point) == {}


def test_a_study_without_variations_compares(read):
    study = read(TEXTS + NAMES + 'counts = ["municipality", "sobriety_rule"]\n')
    assert (study.variations, study.sample, study.counts) == ((), None, ("municipality", "sobriety_rule"))


def test_own_designs_lie_beside_the_study(read, tmp_path):
    (tmp_path / "ours.toml").write_text('extends = "phased"\n[transfer]\nkeeps = ["hvb"]\n', encoding="utf-8")
    study = read(WHOLE.replace('"phased"', '"ours.toml"'))
    assert study.designs == ("current", str(tmp_path / "ours.toml"))
    assert study.variations[0].designs == study.designs[1:]
    scenario = compose("norrbotten", study.designs[1], parameters=PARAMETERS, edits={"transfer.lag_days": 1})
    assert {c.lag_days for c in scenario.changes if isinstance(c, ServiceMoves)} == {1.0}


def test_as_many_replications_as_needed_within_a_budget(read):
    text = put(WHOLE, "replications = 3", 'replications = "auto"\nbudget_minutes = 10')
    study = read(text + '[precision.fall_rate]\nlevel = 0.05\nwhy = "assumption: enough"\n')
    assert (study.replications, study.budget_minutes) == (None, 10.0)


# What cannot be -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "key", "found", "valid"),
    [
        ('counties = ["norrbotten"]', 'counties = ["norbotten"]', "counties[0]", '"norbotten"', '"norrbotten"'),
        ('counties = ["norrbotten"]', "counties = []", "counties", "an empty list", "at least one county"),
        ('counties = ["norrbotten"]', 'counties = "norrbotten"', "counties", '"norrbotten"', "a list"),
        ('["norrbotten"]', '["norrbotten", "norrbotten"]', "counties", '"norrbotten" twice', "each name once"),
        ('["current", "phased"]', '["current", "phased", "phasd"]', "designs[2]", '"phasd"', '"phased"'),
        ('"fall_rate", "gap', '"fall_rat", "gap', "measures[0]", '"fall_rat"', '"fall_rate"'),
        ('["fall_rate", "gap_days_per_client_year"]', "[]", "measures", "an empty list", "at least one measure"),
        ('"posterior"', '"posteriori"', "parameters", '"posteriori"', '"posterior", "prior" or "point"'),
        ("replications = 3", "replications = 0", "replications", "0", '"auto"'),
        ("replications = 3", "replications = 2.5", "replications", "2.5", '"auto"'),
        ("replications = 3", "replications = true", "replications", "true", '"auto"'),
        ("replications = 3", "replications = 3\nyears = 0", "years", "0", "a number above 0 to 100"),
        ("replications = 3", "replications = 3\nyeers = 9", "yeers", 'an unknown key "yeers"', '"years"'),
        ('title_en = "Title"\n', "", "title_en", "nothing", "a text"),
        ('title_en = "Title"\n', 'title_en = " "\n', "title_en", '" "', "a text"),
        ('"latin_hypercube"', '"sobol"', "sample.kind", '"sobol"', '"grid" or "latin_hypercube"'),
        ("points = 20", "points = 1", "sample.points", "1", "a number from 2 to 10000"),
        ("points = 20\n", "", "sample.points", "nothing", "how many points"),
        (SAMPLE, "", "sample", "nothing", "since there are variations"),
        ("high = 730", "high = 30", "variations.transfer.lag_days.high", "30", "a number above low, 30"),
        ("high = 730\n", "", "variations.transfer.lag_days", "low", "low and high, or values"),
        ("high = 730", 'high = "730"', "variations.transfer.lag_days.high", '"730"', "a number"),
        ("low = 30", "low = -30", "variations.transfer.lag_days", "-30", "a number from 0"),
        ('only_for = ["phased"]', 'only_for = ["phasd"]', "variations.transfer.lag_days.only_for", '"phasd"', "phased"),
        ("high = 730", 'high = 730\nunit = "weeks"', "variations.transfer.lag_days.unit", '"weeks"', '"days"'),
        ("high = 730", 'high = 730\nas = "percent"', "variations.transfer.lag_days.as", '"percent"', '"factor"'),
        ("why = ", "wy = ", "variations.transfer.lag_days.why", "nothing", "a text"),
        ('"A190: the', '"The', "variations.transfer.lag_days.why", '"The range of the design"', '"assumption: ..."'),
        ('"A190: the', '"A190, A989: the', "variations.transfer.lag_days.why", '"A989"', "the evidence ledger"),
        (
            '"A190: the range of the design"',
            '"assumption:"',
            "variations.transfer.lag_days.why",
            '"assumption:"',
            "ids",
        ),
    ],
)
def test_a_fault_is_told_with_its_key(told, old, new, key, found, valid):
    problems = told(put(WHOLE, old, new))
    assert all(p.file.endswith("mine.toml") for p in problems)
    assert any((p.key, p.found) == (key, found) and valid in p.valid for p in problems), [str(p) for p in problems]


@pytest.mark.parametrize(
    ("more", "key", "found", "valid"),
    [
        ("[precision.fall_rat]\nlevel = 0.1\nwhy = 'A001'\n", "precision.fall_rat", '"fall_rat"', '"fall_rate"'),
        ("[precision.fall_rate]\nwhy = 'A001'\n", "precision.fall_rate", "nothing", "of difference or of level"),
        ("[precision.fall_rate]\nlevel = 0.1\n", "precision.fall_rate.why", "nothing", "a text"),
        ("[precision.fall_rate]\nlevel = 0.1\nwhy = 'so'\n", "precision.fall_rate.why", '"so"', "assumption"),
        ("[precision.fall_rate]\nlevel = 0\nwhy = 'A001'\n", "precision.fall_rate.level", "0", "above 0 to 1"),
        ("[thresholds]\nsobrity = [90]\n", "thresholds.sobrity", '"sobrity"', '"sobriety"'),
        ("[thresholds]\nsobriety = []\n", "thresholds.sobriety", "an empty list", "at least one"),
        ("[thresholds]\nsobriety = [0]\n", "thresholds.sobriety[0]", "0", "a number above 0"),
        (
            '[[break_even]]\nkey = "transfer.lag_day"\nmeasure = "fall_rate"\n',
            "break_even[0].key",
            '"transfer.lag_day"',
            '"transfer.lag_days"',
        ),
        (
            '[[break_even]]\nkey = "transfer.lag_days"\nmeasure = "falls"\n',
            "break_even[0].measure",
            '"falls"',
            '"fall_rate"',
        ),
        (
            '[[break_even]]\nkey = "transfer.lag_days"\nmeasure = "fall_rate"\nbeside = ["transfer.lag_days"]\n',
            "break_even[0].beside",
            '"transfer.lag_days"',
            "nothing",
        ),
        (
            '[findings]\nversion = "1"\ndate = "2026-10-01"\nsentences = []\n',
            "findings.date",
            '"2026-10-01"',
            "a date",
        ),
        (
            '[findings]\nversion = "1"\ndate = 2026-10-01\nsentences = []\n',
            "findings.sentences",
            "an empty list",
            "at least one",
        ),
    ],
)
def test_what_is_added_must_fit(told, more, key, found, valid):
    problems = told(WHOLE + more)
    assert any((p.key, p.found) == (key, found) and valid in p.valid for p in problems), [str(p) for p in problems]


@pytest.mark.parametrize(
    ("variation", "key", "found", "valid"),
    [
        ("values = []\n", "variations.transfer.lag_days.values", "an empty list", "at least one value"),
        ("values = [1, 2, 1]\n", "variations.transfer.lag_days.values", "1 twice", "each value once"),
        ("values = [1, nan]\n", "variations.transfer.lag_days.values[1]", "nan", "a number, true or false"),
        ("values = [1, [2]]\n", "variations.transfer.lag_days.values[1]", "[2]", "a number, true or false"),
        ('values = [1, "long"]\n', "variations.transfer.lag_days", '"long"', "a number (days, now 180)"),
        ('values = ["a"]\nas = "factor"\n', "variations.transfer.lag_days.values", '"a"', "since they are factors"),
        ("low = 1\nhigh = 2\n", "variations.transfer.lag_days", "low and high", "values, since the sample is a grid"),
        (f"values = {list(range(10_001))}\n", "variations", "10001 combinations", "at most 10000"),
    ],
)
def test_a_grid_that_cannot_be_is_refused(told, variation, key, found, valid):
    problems = told(TEXTS + NAMES + GRID + variation)
    assert any((p.key, p.found) == (key, found) and valid in p.valid for p in problems), [str(p) for p in problems]


def test_values_in_a_sample_and_points_in_a_grid_are_refused(told):
    p = one(told(put(WHOLE, "low = 30\nhigh = 730", "values = [30, 730]")))
    assert (p.key, p.found) == ("variations.transfer.lag_days", "values")
    p = one(told(put(TEXTS + NAMES + GRID + "values = [1]\n", 'kind = "grid"', 'kind = "grid"\npoints = 9')))
    assert (p.key, p.found) == ("sample.points", "9")


def test_a_sample_of_nothing_is_refused(told):
    assert one(told(TEXTS + NAMES + SAMPLE)).found == "a sample of nothing"


def test_a_key_that_a_design_lacks_is_refused_before_anything_is_run(told):
    p = one(told(put(WHOLE, 'only_for = ["phased"]\n', "")))
    assert (p.key, p.found) == ("variations.transfer.lag_days", "nothing: designs/current.toml lacks it")
    assert p.valid.endswith("or only_for with the designs that have it")


def test_a_key_that_is_nowhere_is_told_with_the_nearest(told):
    p = one(told(put(WHOLE, "transfer.lag_days", "transfer.lag_day")))
    assert (p.key, p.found) == ("variations.transfer.lag_day", "a key that is nowhere")
    assert "transfer.lag_days" in p.valid


@pytest.mark.parametrize("end", ["low = -0.1\nhigh = 0.5", "low = 0.5\nhigh = 1.1"])
def test_either_end_of_a_range_is_tried(told, end):
    text = put(put(WHOLE, "transfer.lag_days", "transfer.stay_share"), "low = 30\nhigh = 730", end)
    assert one(told(text)).valid == "a number from 0 to 1 (share)"


def test_a_range_that_one_county_cannot_hold_is_refused(told):
    text = put(WHOLE, "transfer.lag_days", "transfer.wave_interval_days")
    p = one(told(put(text, '["norrbotten"]', '["gavleborg", "norrbotten"]')))  # the first has three districts
    assert (p.key, p.found) == (
        "variations.transfer.wave_interval_days",
        "5 waves, the last 1095 days after the run has ended",
    )


def test_automatic_replications_need_a_budget_and_a_precision(told):
    problems = told(put(WHOLE, "replications = 3", 'replications = "auto"'))
    assert [p.key for p in problems] == ["budget_minutes", "precision"]


def test_a_break_even_needs_somebody_to_be_even_with(told):
    text = put(WHOLE, '["current", "phased"]', '["phased"]')
    assert one(told(text + '[[break_even]]\nkey = "transfer.lag_days"\nmeasure = "fall_rate"\n')).found == "one design"


@pytest.mark.parametrize(("count", "near"), [("sobriety_rul", "sobriety_rule"), ("municipalty", "municipality")])
def test_a_count_that_is_none_is_told_with_the_nearest(told, count, near):
    p = one(told(TEXTS + NAMES + f'counts = ["{count}"]\n'))
    assert (p.key, p.found) == ("counts[0]", f'"{count}"')
    assert p.valid.startswith(f'"{near}"')


def test_counts_are_worth_nothing_where_everything_is_known(told):
    text = put(NAMES, '"posterior"', '"point"') + 'counts = ["region"]\n'
    assert one(told(TEXTS + text)).key == "parameters"


def test_everything_that_is_wrong_is_told_at_once(told):
    text = WHOLE
    for old, new in (
        ('title_sv = "Titel"', "title_sv = 1"),
        ('"fall_rate", "gap', '"fall_rat", "gap'),
        ('["norrbotten"]', '["norrbotten", "norbotten"]'),
        ("transfer.lag_days", "transfer.lag_day"),
        ("A190: ", "Well: "),
        ("points = 20\n", ""),
    ):
        text = put(text, old, new)
    assert {p.key for p in told(text + "[thresholds]\nx = [1]\n")} == {
        "title_sv",
        "measures[0]",
        "counties[1]",
        "variations.transfer.lag_day",
        "variations.transfer.lag_day.why",
        "sample.points",
        "thresholds.x",
    }


@pytest.mark.parametrize(
    ("content", "found"),
    [(b"", "an empty file"), (b"title_sv = \xff", "a byte that is not UTF-8"), (b"= =", "no TOML")],
)
def test_a_file_that_cannot_be_read_is_one_problem(tmp_path, content, found):
    file = tmp_path / "mine.toml"
    file.write_bytes(content)
    with pytest.raises(ScenarioError) as caught:
        read_study(file, parameters=PARAMETERS, known=known())
    assert one(caught.value.problems).found.startswith(found)


def test_a_study_that_does_not_exist_is_told_with_the_nearest():
    with pytest.raises(ScenarioError) as caught:
        read_study("personel_transfer", parameters=PARAMETERS, known=known())
    p = one(caught.value.problems)
    assert (p.file, p.found) == ("study", '"personel_transfer"')
    assert '"personnel_transfer" (nearest' in p.valid


@pytest.mark.parametrize("name", list_studies())
def test_every_study_that_ships_can_be_run_in_a_county_of_ones_own(tmp_path, name):
    """Its ground is made and every end of every variation is tried there; nothing is simulated but one replication."""
    county = tmp_path / "mine.toml"
    county.write_text(new_county("mine"), encoding="utf-8")
    work = StudyRequest(name, counties=[str(county)], points=40, seed=1).prepared()
    (ground,) = work.grounds
    assert ground.county_name == "mine"
    assert ground.source.mode == ("prior" if work.plan.counts else "point")
    assert ("drawn from their ranges" if work.plan.counts else "Central values stand in") in ground.notes[0]
    asked = StudyRequest(name, counties=[str(county)], points=40, seed=1, parameters="prior").prepared()
    assert asked.grounds[0].source.mode == "prior"
    home = StudyRequest(name, counties=["norrbotten"], seed=1).prepared()
    assert home.grounds[0].source.mode == "posterior"


def test_what_counts_are_worth_is_not_asked_of_central_values(tmp_path):
    with pytest.raises(OptionError, match="--parameters: found point; valid: posterior or prior"):
        StudyRequest("unknown_municipalities", seed=1, parameters="point").prepared()


def test_a_study_that_varies_what_a_county_of_ones_own_does_not_have_is_refused_before_it_is_run(tmp_path):
    text = (FOLDERS["county"] / "norrbotten.toml").read_text("utf-8")
    county, study = tmp_path / "mine.toml", tmp_path / "study.toml"
    county.write_text(new_county("mine"), encoding="utf-8")
    study.write_text(
        'format = 1\ntitle_sv = "x"\ntitle_en = "x"\nquestion_sv = "x"\nquestion_en = "x"\nhypothesis_sv = "x"\n'
        'hypothesis_en = "x"\ncounties = ["norrbotten"]\ndesigns = ["current"]\nmeasures = ["fall_rate"]\n'
        'parameters = "point"\nreplications = 1\n[sample]\nkind = "grid"\n'
        '[variations."county.municipalities.Luleå.adults"]\nlabel_sv = "x"\nlabel_en = "x"\nvalues = [60000, 70000]\n'
        'why = "assumption: x"\n',
        encoding="utf-8",
    )
    assert "Luleå" in text
    assert StudyRequest(str(study), seed=1).work().grounds
    with pytest.raises(ScenarioError, match="Luleå"):
        StudyRequest(str(study), counties=[str(county)], seed=1).prepared()
