"""Invariant 11: whatever the design, each part of each client's needs stands where something alive will end it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.enders import gaps, walk
from scenarios.files.read import list_designs
from sim.model.enders import ENDS, Ender, Where, standings
from sim.model.engine import Call
from sim.model.simulate import log_of
from sim.model.world import World
from tests.miniature import REFORM, miniature

pytestmark = pytest.mark.both_builds

EVENT_LOG = Path(__file__).resolve().parents[2] / "docs" / "event-log.md"


@pytest.mark.parametrize("design", list_designs())
def test_no_person_day_is_spent_in_a_state_that_nothing_can_end(design: str, name_seed: int) -> None:
    world = World(miniature(design), name_seed, 0)
    found = walk(world)
    world.run()
    assert found.person_days == 0.0, found.endless[:5]
    usual = {Where.OUT_OF_SIGHT, Where.BESIDE, Where.SENT, Where.PARKED, Where.IN_LINE, Where.IN_CARE, Where.MET}
    assert not usual - set(found.seen)


@pytest.mark.parametrize("design", ["current", "big_bang", "full_reform"])
def test_no_offered_visit_comes_later_than_the_limit_and_two_intervals_times_the_load(
    design: str, name_seed: int
) -> None:
    world = World(miniature(design), name_seed, 0)
    world.run()
    late = [gap for gap in gaps(log_of(world), world.scenario) if gap.days > gap.allowed]
    assert late == []


def test_to_be_looked_at_changes_nothing(name_seed: int) -> None:
    seen, unseen = World(miniature("big_bang"), name_seed, 0), World(miniature("big_bang"), name_seed, 0)
    walk(seen)
    seen.run()
    unseen.run()
    assert log_of(seen).digest() == log_of(unseen).digest()


@pytest.mark.parametrize("where", [Where.IN_CARE, Where.CROSSING, Where.OUT_OF_SIGHT])
def test_a_state_whose_ender_is_taken_away_is_found(where: Where, name_seed: int) -> None:
    """Else the tests above could pass because the walk sees nothing."""
    world = World(miniature("big_bang"), name_seed, 0)

    def take_away(_: object) -> None:
        standing = next(s for s in standings(world) if s.where is where)
        client, stay = standing.client, standing.client.stays[standing.part]
        if stay is None:
            client.reseek_clock = None
            return
        call = stay.visit_call if where is Where.IN_CARE else stay.limit_call
        assert call is not None
        call.cancel()

    day = REFORM + 1.0
    Call(world.env, day, take_away)
    ends: list[int] = []
    Call(world.env, day, lambda _: ends.append(sum(not s.alive for s in standings(world))))
    world.run()
    assert ends == [1]


def test_the_table_of_ends_is_the_one_in_the_docs() -> None:
    text = EVENT_LOG.read_text(encoding="utf-8")
    for where, enders in ENDS.items():
        assert f"| {where.value} | {'; '.join(e.value for e in enders)} |" in text
    assert set(ENDS) == set(Where)
    assert {e for enders in ENDS.values() for e in enders} == set(Ender)
