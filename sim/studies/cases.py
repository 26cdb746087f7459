"""A case is a design with some keys of its scenario set; cases are run on the same chance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.comparison.results import Values
from sim.experiment.means import Means, carry_out
from sim.experiment.replicate import Job, Progress
from sim.terms.scenario import Scenario

KeySettings = tuple[tuple[str, Any], ...]
"""Keys and what they are set to, in the order in which they were named."""


@dataclass(frozen=True, slots=True)
class Case:
    """A design, and what of its scenario is set."""

    design: str
    setting: KeySettings = ()


Make = Callable[[Case, int], Scenario]
"""From a case and a replication to its scenario."""


@dataclass(frozen=True, slots=True)
class CaseRunner:
    """Runs cases: how one is made, the number that decides all chance, by what means, and who is told how far it is."""

    make: Make
    seed: int
    means: Means
    progress: Progress | None = None

    def job(self, case: Case, replication: int, design: int = 0, keep: Path | None = None) -> Job:
        """Return the job of a case. `design`: its position among others; `keep`: where its event log goes."""
        return Job(design, self.make(case, replication), self.seed, replication, keep)

    def values(self, wanted: Sequence[tuple[Case, int]]) -> list[Values]:
        """Return the measures of each (case, replication) wanted, in order; what stands twice is made and run once."""
        jobs = {one: self.job(*one) for one in dict.fromkeys(wanted)}
        outcomes = carry_out([jobs[one] for one in wanted], self.means, self.progress, whole=False)
        return [outcome.values for outcome in outcomes]

    def telling(self, progress: Progress | None) -> CaseRunner:
        """Return the same, with another who is told."""
        return replace(self, progress=progress)


def every(designs: Sequence[str], replications: Iterable[int]) -> list[tuple[Case, int]]:
    """Return every design as it is in every replication, replication by replication."""
    return [(Case(design), replication) for replication in replications for design in designs]


def in_rows(values: Sequence[Values], width: int) -> list[list[Values]]:
    """Return values in rows of `width`: of `every` design, a row for each replication."""
    return [list(values[i : i + width]) for i in range(0, len(values), width)]


def column(values: Sequence[Values], measure: str) -> list[float | None]:
    """Return one measure of each; None where it is not defined."""
    return [v.get(measure) for v in values]


def differences(design: Sequence[float | None], baseline: Sequence[float | None]) -> list[float | None]:
    """Return design minus baseline, pair by pair; None where either is not defined."""
    pairs = zip(design, baseline, strict=True)
    return [None if a is None or b is None else a - b for a, b in pairs]
