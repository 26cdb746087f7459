"""How large a sensitivity analysis can be: what a run costs here, and what a budget of minutes pays for.

What is decided is written into the plan of the run, so that the clock decides once, and a run that is taken up again or
made anew from its plan is the same.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from mellanrum.wiring.sensitivity_factors import factors_of
from mellanrum.wiring.study_ground import StudyGround
from sim.experiment.replicate import Job, replicate
from sim.studies.cases import Case
from sim.studies.sensitivity import MORRIS
from sim.terms.language import ngettext

TRAJECTORIES, MOST_TRAJECTORIES = 10, 40
"""Of Morris: 10 is the usual number (Campolongo et al. 2007)."""
BASE, LEAST_BASE = 256, 64
"""Of Saltelli's sample, wanted and least; below, intervals of the indices say nothing. Assumptions."""
LEAST_EMULATED, MOST_EMULATED = 60, 600
"""Runs that an emulator learns from: twice what it needs at all, and what fitting it takes seconds for."""


@dataclass(frozen=True, slots=True)
class Size:
    """`size`: trajectories, base or points. `direct`: without an emulator. `minutes`: that it will take, about."""

    size: int
    direct: bool
    minutes: float


def size_of(
    ground: StudyGround, design: str, over: Sequence[str], method: str, budget_minutes: float | None, n_jobs: int
) -> Size:
    """Return the size of a sensitivity analysis; without a budget the usual one, direct. Runs one replication.

    Raises OptionError where `over` names nothing that can be varied.
    """
    varied = factors_of(ground, design, over)[0]
    minutes = 2.0 * seconds_of(ground, design) / 60.0 / n_jobs  # of a point: the design and its baseline
    return chosen(method, len(varied), budget_minutes, minutes)


def minutes_in_words(minutes: float) -> str:
    """Return so many minutes in words; what takes less than one takes one."""
    return ngettext("{n} minute", "{n} minutes", max(1, round(minutes)))


def seconds_of(ground: StudyGround, design: str) -> float:
    """Return the processor seconds of one replication of a design, its first, on this machine."""
    began = time.perf_counter()
    replicate(Job(0, ground.scenario(Case(design), 0), ground.seed, 0))
    return time.perf_counter() - began


def chosen(method: str, factors: int, budget: float | None, minutes: float) -> Size:
    """Return the size where a point costs so many `minutes`."""
    if method == MORRIS:
        size = TRAJECTORIES if budget is None else int(budget / minutes / (factors + 1))
        size = max(2, min(MOST_TRAJECTORIES, size))
        return Size(size, True, size * (factors + 1) * minutes)
    if budget is None:
        return Size(BASE, True, BASE * (factors + 2) * minutes)
    base = BASE
    while base > LEAST_BASE and base * (factors + 2) * minutes > budget:
        base //= 2
    if base * (factors + 2) * minutes <= budget:
        return Size(base, True, base * (factors + 2) * minutes)
    points = max(LEAST_EMULATED, min(MOST_EMULATED, int(budget / minutes)))
    return Size(points, False, points * minutes)
