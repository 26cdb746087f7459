"""Somebody assesses in every design, as often and as long: no transfer gains by leaving the step out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import product

import numpy as np
import pytest

from scenarios.files.read import list_designs
from sim.model import simulate
from sim.model.world import World
from sim.terms.changes import Change, Handover, Opens, ResponsibilityMoves, ServiceMoves, TurnoverRises
from sim.terms.log import EventLog
from sim.terms.scenario import Scenario
from sim.terms.words import Kind, Part, Reason, Service, Substance
from tests.miniature import END, REFORM, miniature
from tests.scenarios_for_tests import staff_move

REPLICATIONS = 10
DESIGNS = list_designs()
ASSESSORS = (Service.SOCIAL_SERVICES, Service.TREATMENT_ASSESSMENT)


@dataclass
class Assessed:
    """Treatment starts of referred clients after the reform, how many after a decision; inquiries before treatment.

    A client with a social need besides has a second, shorter inquiry where the assessors differ; it is not counted.
    """

    starts: int = 0
    decided: int = 0
    hours: float = 0.0
    inquiries: int = 0

    def add(self, log: EventLog) -> None:
        valid = miniature("current").practice.assessment_valid_days
        decided: dict[int, float] = {}
        came_alone: dict[tuple[int, int], bool] = {}
        names = ("time", "client", "kind", "part", "service", "reason", "extra", "value")
        for time, client, kind, part, service, reason, extra, value in zip(
            *(log.columns[n].tolist() for n in names), strict=True
        ):
            if kind == Kind.SOUGHT:
                came_alone[client, part] = True
            elif kind == Kind.REFERRED:
                came_alone[client, part] = False
            elif kind == Kind.DECIDED and reason == Reason.NONE:
                decided[client] = time
            if time < REFORM:
                continue
            if kind == Kind.ADMITTED and service == Service.MUNICIPAL_OUTPATIENT and not extra:
                if not came_alone.get((client, part), True):
                    self.starts += 1
                    # A decision may be as old as it is valid when the referral is made, and the wait comes on top.
                    self.decided += client in decided and time - decided[client] <= valid + 120.0
            elif service in ASSESSORS and part == Part.PSYCHOSOCIAL and kind == Kind.VISIT:
                self.hours += value
            elif service in ASSESSORS and part == Part.PSYCHOSOCIAL and kind == Kind.DECIDED:
                self.inquiries += 1


@pytest.fixture(scope="module")
def found(request: pytest.FixtureRequest) -> dict[str, Assessed]:
    """Return what the replications of both designs add up to. The seed comes from this file's name.

    Everybody follows and nothing dips: what differs then is who assesses alone, not that posts are empty for a while.
    """
    seed = int.from_bytes(sha256(request.node.nodeid.encode()).digest()[:4], "big")
    both = {"current": Assessed(), "big_bang": Assessed()}
    for design, assessed in both.items():
        scenario = everybody_follows(miniature(design))
        for replication in range(REPLICATIONS):
            assessed.add(simulate(scenario, seed, replication))
    return both


def everybody_follows(scenario: Scenario) -> Scenario:
    """Return the scenario without turnover that rises and without a lag, with all staff and cases coming along."""
    smooth = Handover(
        lost_with_own_worker=0.0,
        lost_with_meeting=0.0,
        lost_cold=0.0,
        consent_share=1.0,
        hours=0.0,
        meetings_per_week_per_fte=5.0,
        limit_days=90.0,
    )
    changes = list[Change]()
    for change in scenario.changes:
        if isinstance(change, TurnoverRises):
            continue
        if isinstance(change, ServiceMoves):
            change = replace(change, handover=smooth, lag_days=0.0)
        if isinstance(change, ResponsibilityMoves):
            change = replace(change, lag_days=0.0, cites_law_share=0.0)
        if isinstance(change, ServiceMoves | Opens):
            change = replace(change, staff=staff_move())
        changes.append(change)
    return replace(scenario, changes=tuple(changes))


def test_as_many_treatment_starts_come_after_an_inquiry(found: dict[str, Assessed]) -> None:
    today, after = found["current"], found["big_bang"]
    assert min(today.starts, after.starts) > 100
    share, other = today.decided / today.starts, after.decided / after.starts
    assert share > 0.5, "the inquiry is the usual way in"
    both = (today.decided + after.decided) / (today.starts + after.starts)
    noise = np.sqrt(max(both * (1.0 - both), 0.01) * (1.0 / today.starts + 1.0 / after.starts))
    assert abs(share - other) < 3.3 * noise, (share, other)


def test_inquiries_are_as_many_and_take_as_long_in_both(found: dict[str, Assessed]) -> None:
    today, after = found["current"], found["big_bang"]
    assert after.inquiries == pytest.approx(today.inquiries, rel=0.1)
    assert after.hours / after.inquiries == pytest.approx(today.hours / today.inquiries, rel=0.1)
    assert today.hours / REPLICATIONS / (END - REFORM) * 365.0 > 100.0


@pytest.mark.parametrize("design", DESIGNS)
def test_every_design_says_who_assesses_everywhere_with_the_same_plan(design: str, name_seed: int) -> None:
    world = World(miniature(design), name_seed, 0)
    world.run()
    for town, substance in product(range(len(world.scenario.county.municipalities)), Substance):
        regime = world.regimes.at(town, substance)
        assert regime.assessor[Part.SOCIAL] is Service.SOCIAL_SERVICES
        who = regime.assessor[Part.PSYCHOSOCIAL]
        assert who in ASSESSORS
        assert any(u.service is who and town in u.at.municipalities and u.is_open for u in world.units)
    specs = {spec.service: spec for spec in miniature(design).services}
    today, after = (specs[s] for s in ASSESSORS)
    assert after == replace(today, service=after.service, principal=after.principal)
