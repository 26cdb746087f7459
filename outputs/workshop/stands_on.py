"""What an estimate stands on, in a sentence: one run, a few, or as many as make it as precise as was asked for."""

from __future__ import annotations

from outputs.text.measures import describe
from outputs.text.numbers import number
from sim.comparison.first_row import RANKS
from sim.comparison.results import Comparison
from sim.comparison.statistics import FEWEST
from sim.terms.language import _, ngettext

WAITING, RUNNING, SETTLED, ENOUGH = "waiting", "running", "settled", "enough"
CANCELLED, FAILED = "cancelled", "failed"
STATES = (WAITING, RUNNING, SETTLED, ENOUGH, CANCELLED, FAILED)


def stands_on(comparison: Comparison, state: str, budget: int) -> str:
    """Return what the numbers stand on. `budget`: the most replications that this question may have.

    Raises KeyError for a state that is none of STATES.
    """
    if state not in STATES:
        raise KeyError(state)
    n = comparison.replications
    if n == 0:
        return _("Nothing has been run yet.")
    reached = _reached(comparison)
    if state == SETTLED and reached:
        return ngettext(
            "Settled: {n} run of each design; the differences in untreated needs are precise to ±{points} percentage "
            "points.",
            "Settled: {n} runs of each design; the differences in untreated needs are precise to ±{points} percentage "
            "points.",
            n,
            points=reached,
        )
    if state == SETTLED:
        return ngettext("Settled: {n} run of each design.", "Settled: {n} runs of each design.", n)
    return " ".join([_so_far(n), *_ended(state, n, budget, reached)])


def _so_far(n: int) -> str:
    if n == 1:
        return _("Stands on one run of each design: what chance does and what the design does cannot be told apart.")
    if n < FEWEST:
        return _(
            "Stands on {n} runs of each design: few, and nothing is said of differences before there are {fewest}.",
            n=n,
            fewest=FEWEST,
        )
    return _("Stands on {n} runs of each design.", n=n)


def _ended(state: str, n: int, budget: int, reached: str) -> list[str]:
    """Return what is said of how it ended, or that it has not yet."""
    if state in (WAITING, RUNNING):
        return [_("More are coming, and the numbers may move.")]
    if state == CANCELLED:
        return [_("It was stopped before it was settled.")]
    if state == FAILED:
        return [_("It could not be finished.")]
    if not reached:
        return [_("That is all that this question may have ({budget}).", budget=budget)]
    return [
        _(
            "That is all that this question may have ({budget}), and less precise than was asked for: the differences "
            "in untreated needs to ±{points} percentage points.",
            budget=budget,
            points=reached,
        )
    ]


def _reached(comparison: Comparison) -> str:
    """Return half of the widest interval of the differences in untreated needs; empty where there is none to tell."""
    found = [d.measures.get(RANKS) for d in comparison.differences]
    halves = [
        (s.high - s.low) / 2
        for s in found
        if s is not None and s.n >= FEWEST and s.low is not None and s.high is not None
    ]
    return number(max(halves), describe(RANKS)) if halves else ""
