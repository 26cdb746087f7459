"""How a budget of simulation runs is spent."""

from __future__ import annotations

from dataclasses import dataclass

from calibration.fit.posterior import STEPS

LEAST_DRAWS = 200
LEAST_BUDGET = 500
BUDGET = 1200
WAVES = 3


@dataclass(frozen=True, slots=True)
class Sizes:
    """`prior`: runs drawn a priori. `again`: of these, run a second time for the chance of a replication alone.

    `wave`: runs in each of `waves` further waves. `draws`: of the parameter set. `steps`: of each walker.
    """

    prior: int
    again: int
    wave: int
    waves: int
    draws: int
    steps: int = STEPS

    @property
    def runs(self) -> int:
        """Simulation runs in all."""
        return self.prior + self.again + self.wave * self.waves + self.draws


def sizes_of(budget: int) -> Sizes:
    """Return how to spend `budget` runs. Raises ValueError below the least that a calibration needs."""
    if budget < LEAST_BUDGET:
        raise ValueError(f"budget {budget}: a calibration needs at least {LEAST_BUDGET} runs")
    draws = max(LEAST_DRAWS, budget * 20 // 100)
    left = budget - draws
    again, wave = left * 4 // 100, left * 17 // 100
    return Sizes(left - again - WAVES * wave, again, wave, WAVES, draws)
