"""What a room asks the desk, and how far the answer has come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from mellanrum.defaults import SEED, YEARS
from sim.comparison.results import Comparison

State = Literal["waiting", "running", "settled", "enough", "cancelled", "failed"]
"""`settled`: as precise as wanted. `enough`: the budget is reached and it is not. Neither changes any more."""
ENDED: tuple[State, ...] = ("settled", "enough", "cancelled", "failed")
LEAST, BUDGET = 8, 20
"""Fewest and most replications of an answer: those of `compare -n auto --precision "least=8 budget=20"`."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked. `designs`: names that ship or paths, the first the baseline of the others.

    `least`, `budget`: fewest and most replications. `priority`: of two asks the one with the higher goes first.
    """

    county: str
    designs: tuple[str, ...]
    seed: int = SEED
    years: float = YEARS
    least: int = LEAST
    budget: int = BUDGET
    priority: int = 0


@dataclass
class Ask:
    """A question at the desk. Only the desk changes it; each field is replaced as a whole, so any thread may read.

    `done`, `total`: jobs, the latter if the whole budget is needed. `replications`: complete under all designs.
    `comparison`: over complete replications, sharpened as they come. `told`: why it failed, in sentences.
    `from_archive`: jobs that had been run before. `seconds_left`: None until it is known.
    """

    id: str
    question: Question
    state: State = "waiting"
    done: int = 0
    total: int = 0
    replications: int = 0
    comparison: Comparison | None = None
    seconds_left: float | None = None
    told: list[str] = field(default_factory=list)
    from_archive: int = 0


Heard = Callable[[Ask], None]
"""Called on each change of an ask, in the desk's thread: it must be quick, and may call no method that waits."""
