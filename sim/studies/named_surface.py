"""A surface whose factors have names: what it says at a point, between two points, and where it is 0 along one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.analysis.estimates import Array, Estimate, t_quantile
from sim.analysis.response_surface import MANY, Surface, fit_surface

POINTS_PER_KEY = 3
"""Points for each key, below which a surface is not told. An assumption."""


@dataclass(frozen=True, slots=True)
class NamedSurface:
    """Places are shares of each factor's range, by name."""

    names: tuple[str, ...]
    surface: Surface

    def predict(self, at: Mapping[str, float]) -> Estimate:
        """Return the surface at a place, with its 95 % interval. Raises KeyError if a factor has no value."""
        mean, error = self.surface.predict(self._row(at)[None, :])
        return self._told(float(mean[0]), float(error[0]))

    def errors(self, places: Sequence[Mapping[str, float]]) -> tuple[list[float], list[float]]:
        """Return the surface and its standard error at several places."""
        mean, error = self.surface.predict(np.array([self._row(at) for at in places]))
        return [float(v) for v in mean], [float(v) for v in error]

    def contrast(self, one: Mapping[str, float], other: Mapping[str, float]) -> Estimate:
        """Return the surface at `one` minus that at `other`, with its 95 % interval."""
        a, b = self._row(one), self._row(other)
        row = np.array([a[list(term)].prod() - b[list(term)].prod() for term in self.surface.terms])
        error = float(np.sqrt(max(0.0, row @ self.surface.covariance @ row)))
        return self._told(float(row @ self.surface.coefficients), error)

    def crossings(self, name: str, held: Mapping[str, float]) -> list[Estimate]:
        """Return where the surface itself is 0 along a factor, the others `held`, each with its 95 % interval.

        An interval that reaches an end of the range says that there may be no crossing at all.
        """
        others = self._row({**held, name: 0.0})
        found = self.surface.crossings(self.names.index(name), [float(v) for v in others])
        return [Estimate(s.root, s.low, s.high) for s in found if s.roots]

    def _row(self, at: Mapping[str, float]) -> Array:
        return np.array([at[name] for name in self.names], dtype=float)

    def _told(self, value: float, error: float) -> Estimate:
        half = t_quantile(self.surface.freedom) * error
        return Estimate(value, value - half, value + half)


def enough(names: Sequence[str], values: Array, replications: Array) -> bool:
    """Return whether so many of the `values` are defined, in so many `replications`, that a surface may be told."""
    known = np.isfinite(values)
    return bool(known.sum() >= POINTS_PER_KEY * (len(names) + 1) and len(np.unique(replications[known])) >= MANY)


def fit_named(names: Sequence[str], shares: Array, values: Array, replications: Array) -> NamedSurface:
    """Return the surface of `values` at `shares` (points by factors). Raises ValueError for too few points."""
    return NamedSurface(tuple(names), fit_surface(shares, [int(r) for r in replications], values))
