"""Levers of the workshop page: read from the files that hold them, offered where they bear on something."""

from __future__ import annotations

import pytest

from calibration.evidence.ledger import load
from calibration.evidence.levers import counted_only
from calibration.parameters.store import load_parameters
from mellanrum.workshop.bases import base_of
from mellanrum.workshop.bearing import bears
from mellanrum.workshop.drafts import Draft, faults
from mellanrum.workshop.lever_table import CHOICE, GROUPS, KINDS, MORE, SLIDER, levers
from mellanrum.workshop.levers import offered
from mellanrum.workshop.staff_ways import alike_roles
from mellanrum.workshop.system_ways import TEAMS
from mellanrum.workshop.ways import READERS, WRITERS
from scenarios.edits.keys import keys_of
from scenarios.files.read import list_designs
from sim.terms.language import speaking

COUNTY = "norrbotten"


def by_id(base: str) -> dict[str, dict]:
    return {lever["id"]: lever for lever in offered(COUNTY, base)}


def test_every_lever_has_words_in_both_languages_and_stands_on_the_ledger() -> None:
    for lever in levers().values():
        assert lever.group in GROUPS
        assert lever.kind in KINDS
        assert lever.writes in READERS
        assert lever.writes in WRITERS
        assert all([lever.label_sv, lever.label_en, lever.why_sv, lever.why_en]), lever.id
        assert lever.kind == CHOICE or (lever.says_sv and lever.says_en), lever.id
        assert all(id_ in load() for id_ in lever.evidence), lever.id
        assert set(lever.only_with) <= set(levers()), lever.id
        for other, wanted in lever.only_with.items():
            options = [option.value for option in levers()[other].options]
            assert wanted == MORE or set(wanted) <= set(options), lever.id


def test_what_is_counted_only_is_no_lever_of_the_page() -> None:
    keys = {key for lever in levers().values() for key in (*lever.keys, lever.today)}
    assert not keys & counted_only()
    assert "coordination.dispute_routine_share" in counted_only()


def test_value_range_and_evidence_are_those_of_the_file() -> None:
    standing = keys_of(COUNTY, "phased", load_parameters())
    for lever in by_id("phased").values():
        key = levers()[lever["id"]].keys[0] if lever["kind"] == SLIDER and levers()[lever["id"]].keys else ""
        if key not in standing:
            continue
        quantity = standing[key].quantity
        assert lever["value"] == quantity.value, lever["id"]
        assert lever["range"] == {"low": quantity.low, "high": quantity.high}, lever["id"]
        assert lever["evidence"][0] == quantity.evidence, lever["id"]
    assert by_id("phased")["dual"]["value"] == 182.0


@pytest.mark.parametrize("base", list_designs())
def test_what_a_slider_offers_holds_the_designs_own_value(base: str) -> None:
    for lever in offered(COUNTY, base):
        if not lever["offered"]:
            assert lever["why_not"].endswith("."), lever["id"]
        elif lever["kind"] == SLIDER:
            assert lever["low"] <= lever["value"] <= lever["high"], lever["id"]
            assert lever["step"] > 0.0
            assert lever["evidence"], lever["id"]
        elif lever["kind"] == CHOICE:
            assert lever["value"] in [option["value"] for option in lever["options"]], lever["id"]
        else:
            assert isinstance(lever["value"], bool)


def test_todays_value_is_marked_where_there_is_such_a_thing_today() -> None:
    there = by_id("no_sobriety_rule")
    assert (there["sobriety_days"]["value"], there["sobriety_days"]["today"]) == (0.0, 90.0)
    assert there["agreement"]["today"] == load_parameters()["coordination"]["agreement_known_share"].value
    assert there["sip"]["today"] is False
    revised = by_id("stronger_agreements")["agreement"]
    assert (revised["value"], revised["today"], revised["evidence"][0]) == (0.6, 0.2, "A241")
    moved = by_id("big_bang")["follow_treatment"]
    assert (moved["today"], moved["today_text"]) == (None, "There is no such thing today.")


def test_a_design_that_moves_nobody_has_no_levers_of_a_move() -> None:
    there = by_id("current")
    assert not there["follow_treatment"]["offered"]
    assert "no service goes to another principal" in there["follow_treatment"]["why_not"]
    assert there["sobriety_days"]["offered"]
    assert not by_id("contract")["form"]["offered"]
    assert not by_id("contract")["lag"]["offered"]
    (fault,) = faults(Draft(base="current", settings={"follow_treatment": 0.5}), COUNTY)
    assert fault.startswith("Treatment workers who follow: found 0.5")


def test_what_a_design_has_opened_or_moved_away_is_not_taken_back() -> None:
    assert [option["value"] for option in by_id("integrated_teams")["teams"]["options"]] == ["small", "large"]
    assert [option["value"] for option in by_id("central_clinics")["place"]["options"]] == ["hub", "county"]
    assert by_id("bill_2028")["teams"]["value"] == "small"
    assert set(TEAMS.values()) <= set(list_designs())


def test_a_lever_says_beside_which_others_it_bears_on_something() -> None:
    base, interval, ahead = base_of("big_bang"), levers()["wave_interval"], levers()["posts_ahead"]
    assert not bears(interval, {}, base)
    assert bears(interval, {"waves": "municipality"}, base)
    assert bears(interval, {}, base_of("phased"))
    assert not bears(ahead, {}, base)
    assert bears(ahead, {"posts_clinic": 1.0}, base)
    assert not bears(levers()["sobriety_share"], {"sobriety_days": 0.0}, base)


def test_roles_that_take_as_long_to_recruit_are_set_together() -> None:
    key = "transfer.recruitment_lead_days.social_worker"
    assert alike_roles(key, base_of("big_bang")) == [
        "social_worker",
        "treatment_worker",
        "housing_worker",
        "counsellor",
        "ombud",
        "ward_staff",
    ]


def test_levers_are_said_in_the_language_of_the_reader() -> None:
    with speaking("sv"):
        there = by_id("big_bang")
    assert there["sobriety_days"]["label"] == "Krav på drogfrihet i vuxenpsykiatrin"
    assert there["sobriety_days"]["unit"] == "dagar"
    assert there["form"]["options"][1] == {"value": "undertaking", "label": "Verksamhetsövergång"}
    assert there["follow_treatment"]["unit"] == "%"
    assert by_id("big_bang")["form"]["options"][1]["label"] == "Transfer of undertaking"


def test_a_dozen_levers_are_in_sight_and_each_group_has_some() -> None:
    in_sight = [lever for lever in levers().values() if not lever.more]
    assert len(in_sight) == 12
    assert {lever.group for lever in in_sight} == set(GROUPS)
    assert {lever["id"] for lever in offered(COUNTY, "big_bang") if not lever["more"]} == {one.id for one in in_sight}


def test_what_says_nothing_alone_is_not_in_sight_before_what_it_needs() -> None:
    for lever in levers().values():
        others = [levers()[other] for other in lever.only_with]
        assert lever.more or not any(other.more for other in others), lever.id
