"""History matching: which parts of the space cannot give the figures, whatever chance does. The rest is run again.

A point is ruled out if, for any target, the emulator's prediction is more than `CUT` standard deviations from the
figure. Source: Vernon, Goldstein and Bower (2010), Bayesian Analysis 5(4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from calibration.fit.emulator import Emulator, predict_all
from calibration.fit.likelihood import Likelihood
from calibration.fit.space import Space
from sim.measures.spans import Array

CUT = 3.0
"""Three standard deviations hold 95 % of any distribution with one peak (Pukelsheim 1994)."""
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Wave:
    """Emulators, one per target, of the features of `paths`: what a wave knows and what it knows of."""

    paths: tuple[str, ...]
    emulators: Sequence[Emulator]

    def features(self, space: Space, paths: Sequence[str], u: Array) -> Array:
        """Return what its emulators take, from quantiles `u` of `paths`, among which its own are."""
        return space.features(self.paths, u[:, [paths.index(path) for path in self.paths]])


@dataclass(frozen=True, slots=True)
class Clash:
    """Targets that the model cannot give: one alone, or two that it cannot give together. `distance`: in deviations."""

    ids: tuple[str, ...]
    distance: float


def implausibility(emulators: Sequence[Emulator], likelihood: Likelihood, x: Array) -> Array:
    """Return points by targets: standard deviations from the figure."""
    parts = []
    for start in range(0, len(x), BATCH):
        parts.append(likelihood.implausibility(*predict_all(emulators, x[start : start + BATCH])))
    return np.vstack(parts)


def worst(waves: Sequence[Wave], likelihood: Likelihood, space: Space, paths: Sequence[str], u: Array) -> Array:
    """Return points by targets: the largest implausibility of any wave, so that what was ruled out stays so.

    `u`: points by `paths`, quantiles. What a wave rules out is not looked at by the next.
    """
    found = np.zeros((len(u), len(likelihood.ids)))
    left = np.arange(len(u))
    for wave in waves:
        if len(left):
            here = implausibility(wave.emulators, likelihood, wave.features(space, paths, u[left]))
            found[left] = np.maximum(found[left], here)
            left = left[found[left].max(axis=1) < CUT]
    return found


def clashes(distance: Array, ids: Sequence[str]) -> list[Clash]:
    """Return what cannot be given: targets that no point reaches, else pairs that none reaches together.

    `distance`: points by targets. Empty if some point reaches all.
    """
    if (distance.max(axis=1) < CUT).any():
        return []
    nearest = distance.min(axis=0)
    alone = [Clash((ids[j],), float(nearest[j])) for j in range(len(ids)) if nearest[j] >= CUT]
    if alone:
        return alone
    pairs = []
    for i in range(len(ids)):
        for j in range(i + 1, len(ids)):
            both = float(np.maximum(distance[:, i], distance[:, j]).min())
            if both >= CUT:
                pairs.append(Clash((ids[i], ids[j]), both))
    return pairs or [Clash(tuple(ids), float(distance.max(axis=1).min()))]
