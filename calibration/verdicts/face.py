"""The face-validity table: what the model gave beside what the evidence says, with a verdict a person can read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite

from calibration.evidence.problem import said
from calibration.targets.target_file import Target
from sim.terms.language import N_, _

WITHIN, OUTSIDE, NOT_MEASURED = N_("within"), N_("outside"), N_("not measured")
Value = tuple[float, float, float]
"""Mean and the low and high end of its interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceRow:
    """One target with the model's mean and interval (None where it was not measured) and the verdict.

    `verdict` is "within", "outside: why" or "not measured": keys, and a `why` in the language spoken. `explained` is
    False only where a value is outside and nobody has said why.
    """

    target: Target
    mean: float | None
    low: float | None
    high: float | None
    verdict: str
    explained: bool


def face_table(targets: Iterable[Target], values: Mapping[str, Value | None]) -> list[FaceRow]:
    """Return one row per target, in order, from `values`: measure name → (mean, low, high) or None.

    The verdict is on the mean: within if target.low <= mean <= target.high. A missing, null or non-finite mean is
    "not measured", never "within".
    """
    return [_row(target, values.get(target.measure)) for target in targets]


def _row(target: Target, value: Value | None) -> FaceRow:
    if value is None or not isfinite(value[0]):
        return FaceRow(target=target, mean=None, low=None, high=None, verdict=NOT_MEASURED, explained=True)
    mean, low, high = value
    if target.low <= mean <= target.high:
        return FaceRow(target=target, mean=mean, low=low, high=high, verdict=WITHIN, explained=True)
    if mean < target.low:
        where = _("{mean} is below {end}", mean=said(mean, 3), end=said(target.low))
    else:
        where = _("{mean} is above {end}", mean=said(mean, 3), end=said(target.high))
    why = f"{where}; {target.why_not}" if target.why_not else where
    return FaceRow(
        target=target, mean=mean, low=low, high=high, verdict=f"{OUTSIDE}: {why}", explained=bool(target.why_not)
    )
