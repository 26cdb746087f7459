"""A risk clock spends its budget at the current hazard; bending it neither makes nor loses any of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from sim.chance.blocks import exponentials, uniforms
from sim.chance.clock import NEVER, RiskClock
from sim.chance.keyed import Decision, key_of
from sim.terms.hazards import EDGES, accumulated, day_reached

hazard = st.floats(1e-5, 1.0)
steps = st.tuples(hazard, hazard, hazard, hazard)
budgets = st.floats(1e-4, 8.0)
factors = st.floats(0.05, 5.0)
gaps = st.lists(st.floats(0.01, 200.0), min_size=0, max_size=8)
quick = settings(max_examples=150, derandomize=True, deadline=None)

Four = tuple[float, float, float, float]


@quick
@given(steps=steps, day=st.floats(0.0, 3000.0))
def test_hazard_gathered_and_day_reached_are_each_others_inverse(steps: Four, day: float) -> None:
    assert day_reached(steps, accumulated(steps, day)) == pytest.approx(day, rel=1e-9, abs=1e-9)


@quick
@given(steps=steps, budget=budgets)
def test_on_the_day_reached_the_budget_has_been_gathered(steps: Four, budget: float) -> None:
    assert accumulated(steps, day_reached(steps, budget)) == pytest.approx(budget, rel=1e-9)


@quick
@given(steps=steps, day=st.floats(0.0, 1000.0))
def test_hazard_is_gathered_step_by_step(steps: Four, day: float) -> None:
    edges = (0.0, *EDGES, float("inf"))
    whole = sum(
        step * max(0.0, min(day, end) - start) for step, start, end in zip(steps, edges, edges[1:], strict=False)
    )
    assert accumulated(steps, day) == pytest.approx(whole, rel=1e-9, abs=1e-12)


def test_a_hazard_that_stops_is_never_reached_beyond() -> None:
    front_loaded = (0.01, 0.0, 0.0, 0.0)
    assert day_reached(front_loaded, 0.29) == pytest.approx(29.0)
    assert day_reached(front_loaded, 0.31) == NEVER
    assert day_reached((0.0, 0.01, 0.0, 0.0), 0.1) == pytest.approx(40.0)


@quick
@given(steps=steps, budget=budgets, began=st.floats(-500.0, 500.0), factor=factors, gaps=gaps)
def test_bending_at_any_instants_to_the_same_factor_changes_nothing(
    steps: Four, budget: float, began: float, factor: float, gaps: list[float]
) -> None:
    now = max(began, 0.0)
    clock = RiskClock(steps, budget, began, now, factor)
    rings = now + clock.days_left(now)
    for gap in gaps:
        if now + gap >= rings:
            break
        now += gap
        clock.bend(now, factor)
        assert now + clock.days_left(now) == pytest.approx(rings, abs=3e-6)


@quick
@given(steps=steps, budget=budgets, changes=st.lists(st.tuples(st.floats(0.1, 120.0), factors), max_size=8))
def test_what_was_spent_when_it_rings_is_the_budget(
    steps: Four, budget: float, changes: list[tuple[float, float]]
) -> None:
    """The integral of hazard × factor, added up here by hand, is the budget that was drawn."""
    now, factor, spent = 0.0, 1.0, 0.0
    clock = RiskClock(steps, budget, 0.0, 0.0, factor)
    for gap, new in changes:
        if clock.days_left(now) <= gap:
            break
        spent += factor * (accumulated(steps, now + gap) - accumulated(steps, now))
        now, factor = now + gap, new
        clock.bend(now, factor)
    left = clock.days_left(now)
    assume(left < 1e6)  # beyond it a microday is less than a float can tell
    spent += factor * (accumulated(steps, now + left) - accumulated(steps, now))
    assert spent == pytest.approx(budget, rel=1e-6, abs=5e-6)


@quick
@given(steps=steps, budget=budgets, at=st.floats(0.0, 50.0), higher=st.floats(1.0, 5.0))
def test_a_higher_hazard_never_rings_later(steps: Four, budget: float, at: float, higher: float) -> None:
    plain, bent = (RiskClock(steps, budget, 0.0, 0.0, 1.0) for _ in range(2))
    plain.bend(at, 1.0)
    bent.bend(at, higher)
    assert bent.days_left(at) <= plain.days_left(at)


def test_a_clock_that_stands_still_rings_as_much_later_as_it_stood() -> None:
    flat = (0.01, 0.01, 0.01, 0.01)
    clock = RiskClock(flat, 0.5, 0.0, 0.0, 1.0)
    assert clock.days_left(0.0) == 50.0
    clock.bend(20.0, 0.0)
    assert clock.days_left(20.0) == NEVER
    clock.bend(120.0, 1.0)
    assert clock.days_left(120.0) == 30.0


def test_a_clock_that_began_in_the_past_has_the_hazard_of_its_age() -> None:
    """A stock client who has abstained for 400 days relapses at the hazard of the later step, not of the first."""
    front_loaded = (0.1, 0.1, 0.1, 0.001)
    clock = RiskClock(front_loaded, 0.01, -400.0, 0.0, 1.0)
    assert clock.days_left(0.0) == pytest.approx(10.0)


def test_budgets_are_exponential_so_constant_hazards_ring_after_exponential_times(name_seed: int) -> None:
    key = key_of(name_seed, 0, "clock")
    flat = (0.02, 0.02, 0.02, 0.02)
    budgets = exponentials(uniforms(key, Decision.RELAPSE_BUDGET, 0, 5000))
    days = [RiskClock(flat, float(b), 0.0, 0.0, 0.5).days_left(0.0) for b in budgets]
    assert stats.kstest(days, stats.expon(scale=100.0).cdf).pvalue > 1e-4
    assert np.mean(days) == pytest.approx(100.0, rel=0.05)
