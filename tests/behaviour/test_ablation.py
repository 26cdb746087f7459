"""Switching mechanisms off one at a time: what is taken out is out, and the rest stands."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mellanrum.wiring.assemble import OptionError, ablation
from scenarios.files.read import list_designs
from sim.comparison.ablation import variants
from sim.model import simulate
from sim.terms.changes import LeverChanges, MeasureStarts, Opens, RuleChanges, ServiceMoves
from sim.terms.scenario import Scenario
from sim.terms.words import Kind, Measure, Service
from tests.miniature import miniature


def without(design: str) -> dict[str, Scenario]:
    """Return the variants of a design by what is switched off."""
    return dict(variants(miniature(design)))


def test_each_variant_differs_from_the_whole_design_and_from_every_other() -> None:
    for design in list_designs():
        whole = miniature(design)
        changes = [variant.changes for variant in without(design).values()]
        assert whole.changes not in changes
        for variant in without(design).values():
            assert replace(variant, name=whole.name, changes=whole.changes) == whole


def test_today_has_nothing_to_switch_off() -> None:
    assert not without("current")
    with pytest.raises(OptionError, match="changes nothing"):
        ablation("norrbotten", "current", replications=1, seed=1, years=1)


def test_every_rule_measure_lever_and_opening_of_a_design_can_be_switched_off() -> None:
    found = without("integrated_teams")
    assert {"warm_referrals", "shared_threshold", "sip_routine", "integrated_team", "ladder_climbs"} <= set(found)
    for name, variant in found.items():
        kinds = [c for c in variant.changes if isinstance(c, MeasureStarts)]
        assert (Measure.WARM_REFERRALS in [c.measure for c in kinds]) is (name != "warm_referrals")
    assert not any(isinstance(c, Opens) for c in found["integrated_team"].changes)
    full = without("full_reform")
    assert not any(
        isinstance(c, RuleChanges) and c.rule == "sobriety_days" for c in full["adult_psychiatry.sobriety_days"].changes
    )
    assert not any(isinstance(c, LeverChanges) and c.lever == "stigma_factor" for c in full["stigma_factor"].changes)


def without_a_price(scenario: Scenario) -> Scenario:
    """Return the scenario with openings that make nobody slower, ill or gone, so that posts can be told by places."""

    def free(change: Opens) -> Opens:
        staff = replace(change.staff, dip=0.0, absence=0.0)
        return replace(change, staff=staff, turnover_factor=1.0)

    return replace(scenario, changes=tuple(free(c) if isinstance(c, Opens) else c for c in scenario.changes))


def test_without_taken_posts_the_same_posts_are_added_and_nobody_gives_any_up(name_seed: int) -> None:
    whole, added = miniature("integrated_teams"), without("integrated_teams")["integrated_team.taken_posts"]
    taken, new = (simulate(without_a_price(s), name_seed, 0) for s in (whole, added))
    assert (taken.columns["kind"] == Kind.STAFF_TO_UNIT).any()
    assert not (new.columns["kind"] == Kind.STAFF_TO_UNIT).any()
    team = [
        (log.columns["kind"] == Kind.SNAPSHOT) & (log.columns["service"] == Service.INTEGRATED_TEAM)
        for log in (taken, new)
    ]
    places = [log.columns["extra"][rows].max() for log, rows in zip((taken, new), team, strict=True)]
    assert places[0] == pytest.approx(places[1])


def test_a_transfer_without_its_losses_loses_no_case_and_no_output() -> None:
    found = without("big_bang")
    for change in found["cases_lost"].changes:
        if isinstance(change, ServiceMoves):
            assert change.handover.lost_cold == change.handover.lost_with_meeting == 0.0
    for change in found["dip"].changes:
        if isinstance(change, ServiceMoves):
            assert change.staff.dip == 0.0
            assert change.handover.lost_cold > 0.0


def test_what_is_switched_off_later_leaves_the_days_before_alone(name_seed: int) -> None:
    whole, variant = miniature("full_reform"), without("full_reform")["personal_ombud"]
    first = next(c.day for c in whole.changes if isinstance(c, Opens) and c.service is Service.PERSONAL_OMBUD)
    a, b = simulate(whole, name_seed, 0), simulate(variant, name_seed, 0)
    for name, column in a.until(first).items():
        assert np.array_equal(column, b.until(first)[name], equal_nan=True), name
