"""Who assesses is the same today and after a transfer that says nothing of it: none gains by leaving a step out."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import pytest

from sim.model.world import World
from sim.terms.log import EventLog
from sim.terms.words import Kind, Part, Reason, Service
from tests.scenarios_for_tests import END, REFORM, log_of, miniature

REPLICATIONS = 10


@dataclass
class Assessed:
    """Treatment starts of referred clients after the reform, how many after a decision, and hours of inquiry."""

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
            elif service == Service.SOCIAL_SERVICES and kind == Kind.VISIT:
                self.hours += value
            elif service == Service.SOCIAL_SERVICES and kind == Kind.DECIDED:
                self.inquiries += 1


@pytest.fixture(scope="module")
def found(request: pytest.FixtureRequest) -> dict[str, Assessed]:
    """Return what the replications of both designs add up to. The seed comes from this file's name."""
    seed = int.from_bytes(sha256(request.node.nodeid.encode()).digest()[:4], "big")
    both = {"current": Assessed(), "big_bang": Assessed()}
    for design, assessed in both.items():
        for replication in range(REPLICATIONS):
            assessed.add(log_of(design, seed, replication))
    return both


def test_as_many_treatment_starts_come_after_an_inquiry(found: dict[str, Assessed]) -> None:
    today, after = found["current"], found["big_bang"]
    assert min(today.starts, after.starts) > 100
    share, other = today.decided / today.starts, after.decided / after.starts
    assert share > 0.5, "the inquiry is the usual way in"
    both = (today.decided + after.decided) / (today.starts + after.starts)
    noise = np.sqrt(max(both * (1.0 - both), 0.01) * (1.0 / today.starts + 1.0 / after.starts))
    assert abs(share - other) < 3.3 * noise, (share, other)


def test_the_hours_of_inquiry_are_worked_in_both(found: dict[str, Assessed]) -> None:
    today, after = found["current"], found["big_bang"]
    assert after.inquiries == pytest.approx(today.inquiries, rel=0.15)
    assert after.hours == pytest.approx(today.hours, rel=0.15)
    assert today.hours / REPLICATIONS / (END - REFORM) * 365.0 > 100.0


@pytest.mark.parametrize("design", ["current", "paper_transfer", "big_bang"])
def test_the_assessor_is_the_same_service_at_the_end_as_at_the_start(design: str, name_seed: int) -> None:
    world = World(miniature(design), name_seed, 0)
    world.run()
    assert world.regime.assessor == miniature("current").regime.assessor
    assert world.regime.assessor[Part.PSYCHOSOCIAL] is Service.SOCIAL_SERVICES
