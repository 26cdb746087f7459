"""The face-validity table: what the model gave beside what the evidence says, with a verdict a person can read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite

from calibration.targets.target_file import Target

WITHIN, OUTSIDE, NOT_MEASURED = "within", "outside", "not measured"
Value = tuple[float, float, float]
"""Mean and the low and high end of its interval."""


@dataclass(frozen=True, slots=True)
class FaceRow:
    """One target with the model's mean and interval (None where it was not measured) and the verdict.

    `verdict` is "within", "outside: why" or "not measured"; `explained` is False only where a value is outside and
    nobody has said why.
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
        return FaceRow(target, None, None, None, NOT_MEASURED, True)
    mean, low, high = value
    if target.low <= mean <= target.high:
        return FaceRow(target, mean, low, high, WITHIN, True)
    side, end = ("below", target.low) if mean < target.low else ("above", target.high)
    where = f"{mean:.3g} is {side} {end:g}"
    why = f"{where}; {target.why_not}" if target.why_not else where
    return FaceRow(target, mean, low, high, f"{OUTSIDE}: {why}", bool(target.why_not))
