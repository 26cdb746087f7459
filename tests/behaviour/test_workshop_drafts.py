"""Drafts: a design file says exactly what the room has set, comes back as it was, and its differences are all told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from calibration.parameters.store import load_parameters
from mellanrum.workshop.drafts import Draft, differs, draft_of, faults, file_of, name_of, scenario_of, settled, text_of
from mellanrum.workshop.levers import offered
from scenarios.checks.check import check
from scenarios.compose import compose
from scenarios.files.problems import ScenarioError
from scenarios.files.read import list_designs
from sim.terms.changes import (
    Closes,
    LeverChanges,
    Opens,
    PostsAdded,
    Relocates,
    RuleChanges,
    ServiceMoves,
    WorkIsBought,
)
from sim.terms.language import speaking
from sim.terms.quantity import prior
from sim.terms.scenario import Scenario
from sim.terms.words import Role, Service

COUNTY, OTHER = "norrbotten", "gavleborg"
MIXED = {"follow_treatment": 0.5, "sobriety_days": 30, "waves": "district", "posts_psychiatry": 2, "posts_ahead": 6}


def draft(base: str, title: str = "", **settings: float | str | bool) -> Draft:
    return Draft(base=base, settings=settings, title=title)


def changes(made: Draft, kind: type) -> list:
    return [change for change in scenario_of(made, COUNTY).changes if isinstance(change, kind)]


def nameless(scenario: Scenario) -> Scenario:
    return replace(scenario, name="")


def ends_of(lever: dict) -> list:
    if lever["kind"] == "slider":
        return [lever["low"], lever["high"]]
    return [option["value"] for option in lever["options"]] if lever["kind"] == "choice" else [False, True]


# --- files


def each_end() -> list[tuple[str, str, str, object]]:
    """Return (county, base, lever, value): each lever's ends, counties and the bases that may have it in turn."""
    found = []
    taken = dict.fromkeys(list_designs(), 0)
    by_base = {base: {one["id"]: one for one in offered(COUNTY, base) if one["offered"]} for base in taken}
    for nth, id_ in enumerate(one["id"] for one in offered(COUNTY, "current")):
        base = min((base for base in taken if id_ in by_base[base]), key=lambda base: taken[base])
        taken[base] += 1
        found += [((COUNTY, OTHER)[nth % 2], base, id_, value) for value in ends_of(by_base[base][id_])]
    return found


@pytest.mark.parametrize(("county", "base", "lever", "value"), each_end())
def test_each_end_of_a_lever_makes_a_file_that_runs_and_comes_back(
    county: str, base: str, lever: str, value: object
) -> None:
    made = draft(base, **{lever: value})
    assert faults(made, county) == []
    assert draft_of(text_of(made)) == settled(made)


@pytest.mark.parametrize("base", list_designs())
def test_all_levers_of_a_base_at_their_far_ends_make_one_file(base: str) -> None:
    far = {one["id"]: ends_of(one)[-1] for one in offered(OTHER, base) if one["offered"]}
    far.pop("wave_interval", None)  # with a stage for each municipality they would not fit
    made = Draft(base=base, settings=far)
    assert faults(made, OTHER) == []
    assert draft_of(text_of(made)) == settled(made)


@pytest.mark.parametrize("base", list_designs())
def test_levers_at_the_bases_own_value_are_the_base(base: str, tmp_path: Path) -> None:
    own = {lever["id"]: lever["value"] for lever in offered(COUNTY, base)}
    same = Draft(base=base, settings=own)
    assert faults(same, COUNTY) == []
    assert name_of(same) == file_of(same, tmp_path) == base
    assert list(tmp_path.iterdir()) == []
    whole = tmp_path / "same.toml"
    whole.write_text(text_of(same), encoding="utf-8")
    there = compose(COUNTY, whole, parameters=load_parameters())
    assert nameless(there) == nameless(compose(COUNTY, base, parameters=load_parameters()))


def test_the_file_is_one_that_the_command_line_checks_and_compares(tmp_path: Path) -> None:
    path = file_of(Draft(base="big_bang", settings=MIXED, title="Vårt förslag"), tmp_path)
    assert check([COUNTY, path], parameters=load_parameters()) == []
    assert Path(path).stem == name_of(Draft(base="big_bang", settings=MIXED))
    text = Path(path).read_text(encoding="utf-8")
    assert 'title_sv = "Vårt förslag"' in text
    assert 'extends = "big_bang"' in text
    before = Path(path).stat().st_mtime_ns
    assert (
        file_of(Draft(base="big_bang", settings=dict(reversed(MIXED.items())), title="Vårt  förslag"), tmp_path) == path
    )
    assert Path(path).stat().st_mtime_ns == before, "what is there is not written again"


def test_a_name_is_that_of_what_is_set_whatever_it_is_called() -> None:
    named = name_of(draft("big_bang", lag=90))
    assert named.startswith("big_bang-")
    assert len(named) == len("big_bang-") + 8
    assert named == name_of(draft("big_bang", "Ours", lag=90.0, follow_ward=1.0))
    assert named != name_of(draft("big_bang", lag=100))
    assert named != name_of(draft("phased", lag=90))


# --- what a file says


def test_treatment_workers_are_set_without_moving_social_workers(tmp_path: Path) -> None:
    path = file_of(draft("big_bang", follow_treatment=0.4), tmp_path)
    for pick in (prior(1, 0), prior(1, 1)):
        made, base = (compose(COUNTY, d, parameters=load_parameters(), pick=pick) for d in (path, "big_bang"))
        (opened,), (as_before,) = ([c for c in s.changes if isinstance(c, Opens)] for s in (made, base))
        assert (
            dict(opened.staff.follow_share)[Role.SOCIAL_WORKER]
            == dict(as_before.staff.follow_share)[Role.SOCIAL_WORKER]
        )
        moved = next(
            c for c in made.changes if isinstance(c, ServiceMoves) and c.service is Service.MUNICIPAL_OUTPATIENT
        )
        assert moved.staff.follow_share != as_before.staff.follow_share
    informed = 1.0  # as many have a clear offer as where the shares were seen
    (moved,) = [
        c
        for c in changes(draft("big_bang", follow_treatment=0.4), ServiceMoves)
        if c.service is Service.MUNICIPAL_OUTPATIENT
    ]
    assert dict(moved.staff.follow_share)[Role.TREATMENT_WORKER] == pytest.approx(0.4 * informed)


def test_a_number_that_is_set_has_no_range_left(tmp_path: Path) -> None:
    path = file_of(draft("stronger_agreements", agreement=0.4, sobriety_days=60), tmp_path)
    for draw in range(2):
        made = compose(COUNTY, path, parameters=load_parameters(), pick=prior(1, draw))
        known = [c.value for c in made.changes if isinstance(c, LeverChanges) and c.lever == "agreement_known_share"]
        rule = [c.value for c in made.changes if isinstance(c, RuleChanges) and c.rule == "sobriety_days"]
        assert (known, rule) == ([0.4], [60.0])


def test_treatment_gathered_at_hubs_is_the_design_that_gathers_it(tmp_path: Path) -> None:
    path = file_of(draft("big_bang", place="hub"), tmp_path)
    for pick in (prior(1, 0), prior(1, 3)):
        made, shipped = (compose(COUNTY, d, parameters=load_parameters(), pick=pick) for d in (path, "central_clinics"))
        assert nameless(made) == nameless(shipped)


def test_stages_with_dual_running_are_the_design_by_stages(tmp_path: Path) -> None:
    path = file_of(draft("big_bang", waves="district", dual=182), tmp_path)
    made, shipped = (compose(COUNTY, d, parameters=load_parameters()) for d in (path, "phased"))
    assert nameless(made) == nameless(shipped)
    at_once = changes(draft("phased", waves="all_at_once", dual=0), ServiceMoves)
    assert {(c.day, c.dual_days) for c in at_once} == {(1095.0, 0.0)}
    both = changes(draft("big_bang", dual=90), ServiceMoves)
    assert {(c.day, c.dual_days) for c in both} == {(1095.0, 90.0)}


def test_by_municipality_the_stages_follow_sooner_so_that_they_fit() -> None:
    days = sorted({c.day for c in changes(draft("phased", waves="municipality"), ServiceMoves)})
    assert len(days) == 14
    assert days[1] - days[0] == 91.0
    (fault,) = faults(draft("phased", waves="municipality", wave_interval=200), COUNTY)
    assert "14 stages" in fault
    assert "Time between stages" in fault
    (lent,) = faults(draft("big_bang", waves="municipality", form="secondment"), COUNTY)
    assert "2031-01-01" in lent


def test_forms_of_moving_staff_are_those_of_the_files() -> None:
    bought = scenario_of(draft("big_bang", form="contract"), COUNTY).changes
    assert any(isinstance(c, WorkIsBought) for c in bought)
    assert not any(isinstance(c, ServiceMoves) for c in bought)
    (undertaken, _hvb) = changes(draft("big_bang", form="undertaking", follow_treatment=0.1), ServiceMoves)
    assert dict(undertaken.staff.follow_share)[Role.TREATMENT_WORKER] == pytest.approx(0.95)
    (lent, _hvb) = changes(draft("big_bang", form="secondment"), ServiceMoves)
    assert lent.staff.loan is not None


def test_posts_are_added_in_the_services_largest_role_and_recruited_ahead() -> None:
    (early,) = changes(draft("current", posts_psychiatry=2.5, posts_ahead=6), PostsAdded)
    assert (early.role, early.fte, early.begins - early.day) == (Role.NURSE, 2.5, 184.0)
    (late,) = changes(draft("current", posts_psychiatry=2.5), PostsAdded)
    assert late.day == late.begins == 1095.0
    assert settled(draft("current", posts_ahead=6)).settings == {}


def test_teams_and_documentation_come_and_go_as_the_files_know_them() -> None:
    (teams,) = changes(draft("current", teams="large"), Opens)
    (shipped,) = changes(draft("integrated_teams"), Opens)
    assert teams == shipped
    severity = [
        [c.value for c in changes(draft(base, teams=size), LeverChanges) if c.lever == "team_severity"]
        for base, size in (("current", "large"), ("integrated_teams", "large"), ("integrated_teams", "small"))
    ]
    usual = load_parameters()["coordination"]["team_severity"].value
    assert severity == [[1.5], [1.5], [usual]]
    assert changes(draft("current", teams="small"), LeverChanges) == []
    assert changes(draft("big_bang", documentation="nobody"), Closes)[0].service is Service.SOBRIETY_DOCUMENTATION
    assert changes(draft("current", documentation="hub"), Relocates)[0].service is Service.SOBRIETY_DOCUMENTATION


# --- faults, uploads


def test_faults_are_told_all_at_once_in_words() -> None:
    bad = draft("big_bang", "x" * 101, follow_treatment=1.2, form="gift", sip=1, speed=3, lag=float("nan"), dip=True)
    found = "\n".join(faults(bad, COUNTY))
    assert len(faults(bad, COUNTY)) == 7
    for words in ("101 letters", "a number from 0 to 1", '"offer"', "true or false", '"speed"', "nan", "true"):
        assert words in found
    (fault,) = faults(draft("bigbang"), COUNTY)
    assert '"big_bang" (nearest' in fault


def q(value: float, low: float, high: float) -> str:
    return f'{{ value = {value}, unit = "days", low = {low}, high = {high}, evidence = "decided by us" }}'


UPLOADS = {
    'extends = "current"\n[transfer]\nday = 2028-01-01\n': "transfer.day",
    'extends = "big_bang"\n[coordination]\nhvb_notice_share = 1\n': "coordination.hvb_notice_share",
    'extends = "../current.toml"\n': "extends",
    'title_sv = "x"\n': "extends",
    "extends = 3\n": "extends",
    "[[[": "",
    "": "",
    f'extends = "big_bang"\n[transfer]\nlag_days = {q(90, 30, 180)}\n': "transfer.lag_days",
    'extends = "big_bang"\n[transfer]\nlag_days = 90\n': "transfer.lag_days",
    'extends = "big_bang"\n[relocation.municipal_outpatient]\nlevel = "hub"\n': "digital_share",
    'extends = "big_bang"\ntransfer = 3\nposts = [1]\n': "transfer",
    'extends = "big_bang"\n[[posts.adult_psychiatry]]\nadd = 1\n': "posts.adult_psychiatry",
    'extends = "big_bang"\ntitle_sv = 3\n': "title_sv",
    'extends = "big_bang"\ntitle_sv = "a\\u202eb"\n': "title_sv",
    "a = " + "[" * 100_000: "",
}


@pytest.mark.parametrize("text", UPLOADS)
def test_an_upload_that_the_page_could_not_have_made_is_refused(text: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        draft_of(text)
    assert UPLOADS[text] in str(refused.value)
    assert "found" in str(refused.value)


def test_an_upload_may_be_written_by_hand_if_it_says_only_what_levers_set() -> None:
    text = (
        'title_en = "By hand"\nextends = "big_bang"\n'
        '[transfer]\nlag_days = {value = 90, unit = "days", low = 90, high = 90, evidence = "decided by us"}\n'
    )
    assert draft_of(text) == Draft(base="big_bang", settings={"lag": 90.0}, title="By hand")


def test_what_is_beyond_its_range_in_an_upload_is_a_fault_of_the_draft() -> None:
    text = f'extends = "big_bang"\n[transfer]\nlag_days = {q(9000, 9000, 9000)}\n'
    assert "Lag until practice follows the law: found 9000" in faults(draft_of(text), COUNTY)[0]


# --- differences from today


def test_today_with_nothing_set_differs_in_nothing() -> None:
    assert differs(draft("current"), COUNTY) == []


def test_what_the_room_has_set_comes_first_and_knows_its_lever() -> None:
    found = differs(Draft(base="big_bang", settings=MIXED), COUNTY)
    chosen = [sentence for sentence in found if sentence.chosen]
    assert found[: len(chosen)] == chosen
    assert [s.lever for s in chosen] == [
        "follow_treatment",
        "posts_psychiatry",
        "posts_ahead",
        "waves",
        "sobriety_days",
    ]
    texts = [s.text for s in found]
    assert texts[0] == "50 % of the treatment workers follow to the new principal."
    assert "Adult psychiatry asks for 30 days of sobriety before care (today 90)." in texts
    assert any("the region becomes responsible" in text for text in texts)
    assert all(text.endswith(".") and "{" not in text for text in texts)


def test_differences_are_told_in_the_language_of_the_reader() -> None:
    with speaking("sv"):
        texts = [s.text for s in differs(draft("full_reform"), COUNTY)]
    assert "Vuxenpsykiatrin kräver 0 dagars drogfrihet före vård (i dag 90)." in texts
    assert any(
        text.startswith("Enligt lag blir regionen huvudman för psykosocial beroendebehandling") for text in texts
    )
    assert len(texts) < 40


@pytest.mark.parametrize("base", [base for base in list_designs() if base != "current"])
def test_every_design_that_is_not_today_differs_in_something_and_rests_on_something(base: str) -> None:
    found = differs(draft(base), COUNTY)
    assert found
    assert any(sentence.evidence for sentence in found)
    assert len({sentence.text for sentence in found}) == len(found)


def test_what_bears_on_nothing_is_said_to() -> None:
    (first, *_more) = differs(draft("big_bang", follow_treatment=0.4, form="undertaking"), COUNTY)
    assert first.text.endswith("It bears on nothing as the rest stands.")
    assert any("buys the work" in s.text for s in differs(draft("contract"), COUNTY))
