"""How long a simulation warms up: MSER-5 cuts off the start that makes the mean of the rest least sure.

Source: White (1997), An effective truncation heuristic for bias reduction in simulation output, Simulation 69; White,
Cobb and Spratt (2000), A comparison of five steady-state truncation heuristics for simulation, WSC. That a minimum in
the second half means too short a run, and that the last five batches say nothing: Hoad, Robinson and Davies (2010),
JORS 61.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

BATCH = 5
LAST_BATCHES = 5


@dataclass(frozen=True, slots=True)
class WarmUp:
    """`observations`: how many to leave out at the start, a multiple of the batch size.

    `reliable`: False if leaving out more than half would make the rest surer still: then the series has not settled,
    and a longer one is needed. `candidates` and `statistics`: the marginal standard error (squared) of the mean of what
    is left after each number of observations, for the picture.
    """

    observations: int
    reliable: bool
    candidates: tuple[int, ...]
    statistics: tuple[float, ...]


def mser(series: Sequence[float], batch: int = BATCH) -> WarmUp:
    """Return the warm-up of `series`, one value per period, averaged over replications by the caller.

    Raises ValueError if it holds values that are not numbers or fewer than ten batches.
    """
    x = np.asarray(series, dtype=float)
    batches = len(x) // batch
    if batches < 2 * LAST_BATCHES or not np.isfinite(x).all():
        raise ValueError(
            # not said: whoever calls has checked
            f"{len(x)} values, {int((~np.isfinite(x)).sum())} of them undefined; "
            f"valid: at least {2 * LAST_BATCHES * batch}, all defined"
        )
    means = x[: batches * batch].reshape(batches, batch).mean(axis=1)
    # Sums from the end: of what is left after d batches.
    backwards = means[::-1] - means[-1]
    left = np.arange(1, batches + 1)
    squares = np.cumsum(backwards**2) - np.cumsum(backwards) ** 2 / left
    statistics = (np.maximum(squares, 0.0) / left**2)[::-1][: batches - LAST_BATCHES + 1]
    half = batches // 2
    cut = int(np.argmin(statistics[: half + 1]))
    return WarmUp(
        observations=cut * batch,
        reliable=bool(statistics[cut] <= statistics.min()),
        candidates=tuple(d * batch for d in range(len(statistics))),
        statistics=tuple(float(s) for s in statistics),
    )
