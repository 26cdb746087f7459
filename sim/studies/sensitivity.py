"""Which numbers the outcome hangs on: Morris' screening or Sobol's indices, of levels and of differences.

A factor is a key of the scenario with its range; every point sets all factors, in the design and, where a key is one of
the world, in its baseline. Run directly, all points share one replication: chance is held, and the indices are those of
one history. Through an emulator each point has a replication of its own: chance is noise that the emulator leaves out,
and says how much it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.analysis.estimates import Array, Estimate
from sim.analysis.sampling import Factor, latin_hypercube, values_at
from sim.analysis.sensitivity import (
    Effect,
    Indices,
    bare_indices,
    morris_effects,
    saltelli,
    sobol_indices,
    trajectories,
    whole_blocks,
    whole_trajectories,
)
from sim.comparison.statistics import is_quantile
from sim.studies.cases import Case, CaseRunner, KeySettings

MORRIS, SOBOL = "morris", "sobol"
METHODS = (MORRIS, SOBOL)
EMULATED_BASE = 2048
"""Base of the sample that an emulator is asked at: it costs nothing, so chance of the sample is made small."""
GROUPS = 10
"""Parts of the runs that are left out in turn, to see how far the indices hang on single runs (jackknife)."""


@dataclass(frozen=True, slots=True)
class EmulatorError:
    """How good the emulator of one outcome is.

    `explained`: share of the variance of runs left out that it predicts. `noise`: share that it takes for chance.
    `runs`: that it learned from.
    """

    explained: float
    noise: float
    runs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeFound:
    """One outcome: a measure's level or its difference from the baseline. `effects` or `indices`, by the method.

    `emulator`: None where runs were direct. `mean`, `deviation`, `least`, `most`: of the outcome over the `points`;
    `below`: those at which it is below 0, so whether a difference has one sign whatever the numbers are.
    """

    measure: str
    of: str
    mean: float
    deviation: float
    effects: tuple[Effect, ...]
    indices: tuple[Indices, ...]
    emulator: EmulatorError | None
    least: float = 0.0
    most: float = 0.0
    below: int = 0
    points: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorTold:
    """A factor as it was varied. `place`: where it stands; `is_factor`: its numbers are factors on a list."""

    key: str
    low: float
    high: float
    unit: str
    place: str
    is_factor: bool
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitivityFound:
    """What was found. `direct`: run without an emulator. `runs`: replications that it rests on.

    `county_title`, `county_title_sv`: what the county's file calls it.
    """

    county: str
    design: str
    baseline: str
    method: str
    direct: bool
    factors: tuple[FactorTold, ...]
    shared: tuple[str, ...]
    outcomes: tuple[OutcomeFound, ...]
    left_out: int
    runs: int
    seed: int
    years: float
    parameters: str
    notes: tuple[str, ...]
    county_title: str = ""
    county_title_sv: str = ""


SurfaceFit = Callable[[Array, Array], Any]
"""From inputs (runs by factors, standardised) and one outcome to an emulator (`calibration.fit.emulator`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitivityAsked:
    """What is asked. `edits`: key → number → what the key is set to. `shared`: keys that the baseline takes as well."""

    design: str
    baseline: str
    factors: tuple[Factor, ...]
    edits: Mapping[str, Callable[[float], Any]]
    shared: tuple[str, ...]
    measures: tuple[str, ...]


def points_of(method: str, factors: Sequence[Factor], size: int, seed: int, direct: bool) -> Array:
    """Return the points to run: trajectories, a Saltelli sample, or a Latin hypercube for an emulator."""
    if method == MORRIS:
        return trajectories(factors, size, seed)
    if direct:
        return saltelli(factors, size, seed)
    return values_at(factors, latin_hypercube(len(factors), size, seed))


def outcomes_at(
    asked: SensitivityAsked, points: Array, apart: bool, runner: CaseRunner
) -> dict[tuple[str, str], Array]:
    """Return (measure, level or difference) → outcome at each point; NaN where it is not defined.

    `apart`: each point in a replication of its own; otherwise all in the first.
    """
    wanted = []
    for i, row in enumerate(points):
        setting: KeySettings = tuple(
            (f.name, asked.edits[f.name](float(v))) for f, v in zip(asked.factors, row, strict=True)
        )
        world = tuple(s for s in setting if s[0] in asked.shared)
        wanted += [(Case(asked.design, setting), i * apart), (Case(asked.baseline, world), i * apart)]
    found = runner.values(wanted)
    own, base = found[::2], found[1::2]
    outcomes: dict[tuple[str, str], Array] = {}
    for measure in asked.measures:
        level = np.array([_number(v.get(measure)) for v in own])
        outcomes[measure, "level"] = level
        outcomes[measure, "difference"] = level - np.array([_number(v.get(measure)) for v in base])
    return outcomes


def analysed(
    asked: SensitivityAsked,
    method: str,
    points: Array,
    outcomes: Mapping[tuple[str, str], Array],
    seed: int,
    fit: SurfaceFit | None,
) -> tuple[OutcomeFound, ...]:
    """Return what each outcome hangs on. `fit`: None where runs were direct.

    Left out are outcomes that are defined at too few points, and quantiles of times that are not reached at every
    point: what is as long as can be has no size to be explained, and without such points the times would be too short.
    """
    found = []
    for (measure, of), y in outcomes.items():
        whole = np.isfinite(y)
        if not _enough(asked.factors, method, y, fit is None) or (is_quantile(measure) and not whole.all()):
            continue
        mean, deviation = float(y[whole].mean()), float(y[whole].std())
        effects: tuple[Effect, ...] = ()
        indices: tuple[Indices, ...] = ()
        emulator: EmulatorError | None = None
        if method == MORRIS:
            effects = morris_effects(asked.factors, points, y, seed)
        elif fit is None:
            indices = sobol_indices(asked.factors, y, seed)
        else:
            indices, emulator = _through_emulator(asked.factors, points[whole], y[whole], seed, fit)
        found.append(
            OutcomeFound(
                measure=measure,
                of=of,
                mean=mean,
                deviation=deviation,
                effects=effects,
                indices=indices,
                emulator=emulator,
                least=float(y[whole].min()),
                most=float(y[whole].max()),
                below=int((y[whole] < 0.0).sum()),
                points=int(whole.sum()),
            )
        )
    return tuple(found)


def _enough(factors: Sequence[Factor], method: str, y: Array, direct: bool) -> bool:
    """Return whether an outcome is defined at enough points for the method to say anything."""
    if method == MORRIS:
        return whole_trajectories(factors, y) >= 2
    return (whole_blocks(factors, y) if direct else int(np.isfinite(y).sum())) >= 2


def _through_emulator(
    factors: Sequence[Factor], points: Array, y: Array, seed: int, fit: SurfaceFit
) -> tuple[tuple[Indices, ...], EmulatorError]:
    """Return indices of the emulator's mean, their intervals from leaving out a part of the runs in turn."""
    x = _standard(factors, points)
    asked_at = saltelli(factors, EMULATED_BASE, seed)
    z = _standard(factors, asked_at)
    whole = fit(x, y)
    found = bare_indices(factors, _mean(whole, z))
    part = np.arange(len(y)) % GROUPS
    again = np.array([bare_indices(factors, _mean(fit(x[part != g], y[part != g]), z)) for g in range(GROUPS)])
    error = np.sqrt((GROUPS - 1) / GROUPS * ((again - again.mean(axis=0)) ** 2).sum(axis=0))
    variance = float(y.var()) or 1.0
    told = EmulatorError(float(whole.explained), min(1.0, float(whole.noise) / variance), len(y))
    return tuple(
        Indices(f.name, _around(found[i, 0], error[i, 0]), _around(found[i, 1], error[i, 1]))
        for i, f in enumerate(factors)
    ), told


def _mean(emulator: Any, z: Array) -> Array:
    return np.asarray(emulator.predict(z)[0], dtype=float)


def _standard(factors: Sequence[Factor], points: Array) -> Array:
    """Return points as standardised inputs: a uniform number of unit variance."""
    low = np.array([f.low for f in factors])
    high = np.array([f.high for f in factors])
    return np.asarray(((points - low) / (high - low) - 0.5) * np.sqrt(12.0))


def _around(value: float, error: float) -> Estimate:
    return Estimate(float(value), float(value - 1.96 * error), float(value + 1.96 * error))


def _number(value: float | None) -> float:
    return float("nan") if value is None else value
