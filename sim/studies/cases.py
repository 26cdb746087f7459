"""A case is a design with some keys of its scenario set; cases are run on the same chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sim.experiment.comparison import Values
from sim.experiment.means import Means, carry_out
from sim.experiment.replicate import Job, Progress
from sim.terms.scenario import Scenario

Setting = tuple[tuple[str, Any], ...]
"""Keys and what they are set to, in the order in which they were named."""


@dataclass(frozen=True, slots=True)
class Case:
    """A design, and what of its scenario is set."""

    design: str
    setting: Setting = ()


Make = Callable[[Case, int], Scenario]
"""From a case and a replication to its scenario."""


def run_cases(
    wanted: Sequence[tuple[Case, int]], make: Make, seed: int, means: Means, progress: Progress | None = None
) -> list[Values]:
    """Return the measures of each (case, replication) wanted, in order; what stands twice is made and run once."""
    made: dict[tuple[Case, int], Scenario] = {}
    for case, replication in wanted:
        if (case, replication) not in made:
            made[case, replication] = make(case, replication)
    jobs = [Job(0, made[case, replication], seed, replication) for case, replication in wanted]
    return [outcome.values for outcome in carry_out(jobs, means, progress, whole=False)]


def column(values: Sequence[Values], measure: str) -> list[float | None]:
    """Return one measure of each; None where it is not defined."""
    return [v.get(measure) for v in values]


def differences(design: Sequence[float | None], baseline: Sequence[float | None]) -> list[float | None]:
    """Return design minus baseline, pair by pair; None where either is not defined."""
    pairs = zip(design, baseline, strict=True)
    return [None if a is None or b is None else a - b for a, b in pairs]
