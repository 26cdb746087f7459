"""The scale on which a kind of figure is compared: there errors are about normal, whatever the figure's size."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from sim.measures.spans import Array

SCALES = ("log", "logit", "years")
UNITS = {
    "persons": "log",
    "persons per year": "log",
    "methods": "log",
    "tests": "log",
    "per seeker": "log",
    "clients": "log",
    "stays per year": "log",
    "per 1,000 client-years": "log",
    "days": "log",
    "share": "logit",
    "years": "years",
}
"""Units of targets, and of the scorecard's rows, and the scale of each."""
SIDE = NormalDist().inv_cdf(0.975)
"""Standard deviations from the middle to the end of a 95 % range."""
HALF = 0.5
HALVES = {"per seeker": HALF / 500.0}
"""What is added before the logarithm, so that none is no infinity: half a person, and over seekers half of some 500."""
LEAST_SHARE = 0.002


def on_scale(unit: str, values: Array | float) -> Array:
    """Return `values` in `unit` on the scale of the unit; NaN stays NaN.

    Counts and days: log(x + 1/2), see HALVES. Shares: logit, held inside [0.002, 0.998].
    """
    x = np.asarray(values, dtype=float)
    match UNITS[unit]:
        case "log":
            return np.log(x + HALVES.get(unit, HALF))
        case "logit":
            held = np.clip(x, LEAST_SHARE, 1.0 - LEAST_SHARE)
            return np.log(held / (1.0 - held))
        case _:
            return x


def off_scale(unit: str, values: Array | float) -> Array:
    """Return values on the scale of `unit` in the unit again; no count or day below 0."""
    y = np.asarray(values, dtype=float)
    match UNITS[unit]:
        case "log":
            return np.maximum(np.exp(y) - HALVES.get(unit, HALF), 0.0)
        case "logit":
            return 1.0 / (1.0 + np.exp(-y))
        case _:
            return y


def deviations(unit: str, figure: float, low: float, high: float) -> tuple[float, float]:
    """Return the standard deviations below and above `figure` on its scale, from its 95 % range."""
    least, middle, most = (float(on_scale(unit, v)) for v in (low, figure, high))
    return (middle - least) / SIDE, (most - middle) / SIDE
