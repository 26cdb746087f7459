"""Fits whose answer is known: targets, made draws, and the match of the two."""

from __future__ import annotations

from dataclasses import replace
from statistics import NormalDist
from typing import Any

import numpy as np

from calibration.parameters.parameter_set import POSTERIOR, PRIOR, TARGET, ParameterSet
from calibration.targets.scale import off_scale, on_scale
from calibration.targets.target_file import Target, Targets
from calibration.verdicts.match import MatchRow, match
from sim.measures.spans import Array
from sim.terms.quantity import Quantity

NORMAL = NormalDist()
SEEKERS = Target(
    id="seekers",
    use="fit",
    title="People who sought",
    measure="survey.sought",
    figure=500,
    low=475,
    high=525,
    unit="persons",
    evidence=("NB-003",),
    observation="o",
)
HELPED = Target(
    id="helped",
    use="fit",
    title="Share who were helped",
    measure="x",
    figure=0.9,
    low=0.88,
    high=0.92,
    unit="share",
    evidence=("NB-004",),
    observation="o",
)
PLACED = Target(
    id="placed",
    use="fit",
    title="People placed",
    measure="y",
    figure=100,
    low=92,
    high=108,
    unit="persons",
    evidence=("NB-032",),
    observation="o",
)
LOOSE = replace(SEEKERS, id="loose", low=300, high=800)
KEPT = replace(SEEKERS, id="kept", use="validate")
ASSUMED = {"log": 0.1, "logit": 0.2, "years": 1.0}
DISCREPANCY = {scale: Quantity(value, scale, value, value, "A259") for scale, value in ASSUMED.items()}


def spread(target: Target, away: float, deviation: float, n: int = 1000) -> Array:
    """Return draws that are normal on the target's scale, `away` from the figure, one at each of `n` quantiles."""
    scores = np.array([NORMAL.inv_cdf((k + 0.5) / n) for k in range(n)])
    return off_scale(target.unit, on_scale(target.unit, target.figure) + away + deviation * scores)


def set_of(values: dict[Target, Array], **about: Any) -> ParameterSet:
    """Return a set with these runs of its draws; the runs of the ranges are the same."""
    n = len(next(iter(values.values())))
    columns = {"kind": np.array([POSTERIOR] * n + [PRIOR] * n)}
    columns |= {TARGET + t.id: np.concatenate([v, v]) for t, v in values.items()}
    return ParameterSet({"county": "made", "content": "0" * 64, "noise": {}} | about, columns)


def rows_of(values: dict[Target, Array], noise: dict[str, dict[str, float]] | None = None) -> list[MatchRow]:
    """Return the match of a set with these runs of its draws; the runs of the ranges are the same."""
    found = set_of(values, noise=noise or {})
    return match(
        Targets(
            county="made", months=12, answering=0, testing=0, discrepancy=DISCREPANCY, unknown={}, rows=tuple(values)
        ),
        found,
        {},
    )
