"""What could be counted next is a list of questions; each parameter is taught by one at most, and faults are told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from calibration.evidence.counts import ASKED, Count, load_counts, not_countable, paths_of
from calibration.evidence.problem import BadInput, Problem
from calibration.fit.space import parameters_of
from scenarios.compose import compose
from tests.bad_files import PARAMETERS
from tests.known_names import parameter_paths

KNOWN = ("a.posts", "a.hours", "b.posts", "b.lead.nurse", "c.effect")
GOOD = """
[[count]]
id = "posts"
asked_of = "municipality"
question_sv = "Hur många?"
question_en = "How many?"
teaches = ["*.posts"]

[[count]]
id = "leads"
asked_of = "region"
question_sv = "Hur länge?"
question_en = "How long?"
teaches = ["b.lead.*", "a.hours"]
"""
Told = Callable[[str], list[Problem]]


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """Return what gives the problems of a list of counts."""

    def problems(text: str) -> list[Problem]:
        file = tmp_path / "mine.toml"
        file.write_text(text, encoding="utf-8")
        with pytest.raises(BadInput) as caught:
            load_counts(KNOWN, file)
        assert all(p.file == "mine.toml" and p.found and p.valid for p in caught.value.problems)
        return list(caught.value.problems)

    return problems


def shipped() -> dict[str, Count]:
    return {count.id: count for count in load_counts(parameter_paths())}


# The list that ships --------------------------------------------------------------------------------------------------


def test_the_list_that_ships_is_whole_and_asks_both():
    counts = shipped()
    assert {count.asked_of for count in counts.values()} == set(ASKED)
    assert all(c.question_sv.endswith(("?", ".")) and c.question_en.endswith(("?", ".")) for c in counts.values())


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("county.utilisation", "posts_municipality"),
        ("county.staffing.adult_psychiatry.total", "posts_psychiatry"),
        ("people.first_seekers_per_10000", "first_seekers"),
        ("people.social_share_comorbid", "social_need"),
        ("hazards.giving_up", "giving_up"),
        ("services.adult_psychiatry.rules.sobriety_share", "sobriety_rule"),
        ("services.social_services.plan.hours_per_visit", "inquiry_hours"),
        ("services.social_services.plan.stay_days", "inquiry_days"),
        ("services.adult_psychiatry.rules.floor", "severity_thresholds"),
        ("transfer.follow_share.treatment_worker", "would_follow"),
        ("transfer.recruitment_lead_days.social_worker", "recruitment_municipality"),
        ("opens.integrated_team.recruitment_lead_days.physician", "recruitment_region"),
        ("practice.between.lost_share", "referrals_between"),
        ("services.social_services.plan.detects", "instruments_municipality"),
        ("county.location.adult_psychiatry.Kiruna.target_wait_days", "psychiatry_waits"),
    ],
)
def test_what_matters_can_be_asked_for(path, count):
    assert path in paths_of(shipped()[count], parameter_paths())


@pytest.mark.parametrize(
    "path", ["hazards.relapse", "transfer.turnover_factor", "transfer.productivity_dip", "people.psychiatric_severity"]
)
def test_effects_and_clocks_cannot_be_had_by_asking(path):
    assert path in not_countable(list(shipped().values()), parameter_paths())


def test_every_parameter_is_taught_once_or_not_to_be_had():
    counts = list(shipped().values())
    taught = [path for count in counts for path in paths_of(count, parameter_paths())]
    left = not_countable(counts, parameter_paths())
    assert len(taught) == len(set(taught))
    assert sorted([*taught, *left]) == sorted(parameter_paths())


def test_a_count_teaches_less_where_a_design_lacks_the_lever():
    today, _ = parameters_of(lambda pick: compose("norrbotten", "current", parameters=PARAMETERS, pick=pick))
    counts = shipped()
    assert paths_of(counts["would_follow"], today) == ()
    assert paths_of(counts["recruitment_region"], today) == ()
    assert paths_of(counts["posts_municipality"], today) == ("county.utilisation",)


def test_what_is_the_same_as_anothers_or_solved_is_no_parameter_of_its_own():
    known = parameter_paths()
    assert "services.social_services.direct_share" in known
    assert not [path for path in known if path.startswith("services.treatment_assessment.")]
    assert "transfer.follow_share.social_worker" not in known
    assert "county.staffing.social_services.per_10000_adults" not in known


# Reading --------------------------------------------------------------------------------------------------------------


def test_counts_are_read_in_the_order_of_the_file(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(GOOD, encoding="utf-8")
    posts, leads = load_counts(KNOWN, file)
    assert posts == Count("posts", "municipality", "Hur många?", "How many?", ("*.posts",))
    assert paths_of(posts, KNOWN) == ("a.posts", "b.posts")
    assert paths_of(leads, KNOWN) == ("a.hours", "b.lead.nurse")
    assert not_countable([posts, leads], KNOWN) == ("c.effect",)


@pytest.mark.parametrize(
    ("old", "new", "key", "found", "valid"),
    [
        ('"*.posts"', '"*.post"', "posts.teaches", '"*.post", which no parameter is called', "posts"),
        ('["*.posts"]', "[]", "posts.teaches", "[]", "a list of paths"),
        ('["*.posts"]', '"*.posts"', "posts.teaches", '"*.posts"', "a list of paths"),
        ('["*.posts"]', "[1]", "posts.teaches", "[1]", "a list of paths"),
        ('"municipality"', '"kommun"', "posts.asked_of", '"kommun"', "municipality or region"),
        ('"Hur många?"', '" "', "posts.question_sv", '" "', "a text"),
        ('question_en = "How many?"\n', "", "posts.question_en", "nothing", "a text"),
        ('id = "posts"', "", "count 1.id", "nothing", "a text"),
        ('id = "posts"', 'id = "posts"\nasked = 1', "posts.asked", "an unknown key", "asked_of"),
        ('id = "leads"', 'id = "posts"', "posts", "an id that stands twice", "each id once"),
        ('"a.hours"', '"a.*"', "a.posts", "a parameter that posts and leads teach", "one count at most"),
        ("\n[[count]]", "\nlist = 1\n[[count]]", "list", "an unknown key", "count"),
    ],
)
def test_a_fault_is_told_with_its_key(told, old, new, key, found, valid):
    problems = told(GOOD.replace(old, new, 1))
    assert [(p.key, p.found) for p in problems] == [(key, found)], [str(p) for p in problems]
    assert valid in problems[0].valid


def test_everything_that_is_wrong_is_told_at_once(told):
    text = GOOD.replace('"municipality"', "1").replace('"a.hours"', '"a.hour", "b.posts"').replace('"Hur länge?"', '""')
    assert {p.key for p in told(text)} == {"posts.asked_of", "leads.teaches", "leads.question_sv", "b.posts"}


@pytest.mark.parametrize("text", ["", "count = 1", "count = []", "[count]\nid = 1", "= ="])
def test_a_file_without_counts_is_one_problem(told, text):
    assert len(told(text)) == 1


def test_a_file_that_is_not_utf_8_or_not_there_is_one_problem(tmp_path):
    file = tmp_path / "mine.toml"
    for prepare in (lambda: None, lambda: file.write_bytes(b"\xff")):
        prepare()
        with pytest.raises(BadInput) as caught:
            load_counts(KNOWN, file)
        assert [p.key for p in caught.value.problems] == ["file"]
