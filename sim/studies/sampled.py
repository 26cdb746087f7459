"""A designed sample of several keys at once: how each bears on the difference from today, and where it is none.

Points fill the ranges evenly; each is run in one replication, taken in turn from so many, beside the baseline in the
same one. A surface through the differences then stands for all that was run: its value where the design's own numbers
are, what each key does from one end to the other, and the value of a key at which the difference is 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from sim.analysis.estimates import Array, Estimate
from sim.analysis.sampling import latin_hypercube
from sim.comparison.results import Values
from sim.comparison.statistics import is_quantile
from sim.studies.break_even import Beside, beside_of
from sim.studies.cases import Case, CaseRunner, KeySettings
from sim.studies.named_surface import NamedSurface, enough, fit_named
from sim.studies.sweep import plain

GRID = 21
"""Points on a side of the picture of a surface."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A key varied in `designs`, from `low` to `high`. `usual`: what the design has, as a share of the range."""

    key: str
    label: str
    low: float
    high: float
    is_factor: bool
    designs: tuple[str, ...]
    usual: float
    edit: Callable[[float], Any]

    def at(self, share: float) -> float:
        """Return the number at a share of the range."""
        return (1.0 - share) * self.low + share * self.high


@dataclass(frozen=True, slots=True)
class PointFound:
    """One point: what was set, in which replication, and each design's measures there (the baseline's among them)."""

    setting: Mapping[str, Any]
    replication: int
    values: Mapping[str, Mapping[str, float | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyEffect:
    """What a key does to a difference, from its low end to its high one, all else as the design has it.

    `own`: what the design has of it, or the end of the range nearest to that.
    """

    key: str
    label: str
    low: float
    high: float
    change: Estimate
    own: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A surface over two keys, all else as the design has it: `values[i][j]` at `xs[j]`, `ys[i]`, with errors.

    `own`: where the design itself is, on both keys.
    """

    x: str
    y: str
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    values: tuple[tuple[float, ...], ...]
    errors: tuple[tuple[float, ...], ...]
    own: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurfaceFound:
    """A design's difference from the baseline on a measure. `usual`: where the design's own numbers are.

    `explained`: share of the spread of the points that the surface explains; the rest is chance and other parameters.
    """

    design: str
    measure: str
    points: int
    explained: float
    usual: Estimate
    effects: tuple[KeyEffect, ...]
    slice: Slice | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEvenTold:
    """Where the difference is 0 along a key. `told`: with all else as the design has it; `beside`: with others set."""

    design: str
    key: str
    label: str
    measure: str
    low: float
    high: float
    told: Beside
    beside: tuple[Beside, ...]


def sample(
    axes: Sequence[Axis],
    designs: Sequence[str],
    measures: Sequence[str],
    points: int,
    replications: int,
    runner: CaseRunner,
) -> tuple[Array, tuple[PointFound, ...]]:
    """Return the points as shares of the ranges (points by axes), and what was found at each; the baseline is first."""
    shares = latin_hypercube(len(axes), points, runner.seed)
    wanted = [
        (Case(design, setting_of(axes, design, row)), i % replications)
        for i, row in enumerate(shares)
        for design in designs
    ]
    found = runner.values(wanted)
    told = [
        _point(axes=axes, designs=designs, measures=measures, row=row, i=i, replications=replications, found=found)
        for i, row in enumerate(shares)
    ]
    return shares, tuple(told)


def setting_of(axes: Sequence[Axis], design: str, shares: Sequence[float] | Array) -> KeySettings:
    """Return what is set in a design at a point."""
    return tuple((a.key, a.edit(a.at(float(u)))) for a, u in zip(axes, shares, strict=True) if design in a.designs)


def _point(
    axes: Sequence[Axis],
    designs: Sequence[str],
    measures: Sequence[str],
    row: Array,
    i: int,
    replications: int,
    found: Sequence[Values],
) -> PointFound:
    at = {a.key: plain(a.edit(a.at(float(u)))) for a, u in zip(axes, row, strict=True)}
    here = found[i * len(designs) : (i + 1) * len(designs)]
    return PointFound(
        at, i % replications, {d: {m: v.get(m) for m in measures} for d, v in zip(designs, here, strict=True)}
    )


def surfaces(
    axes: Sequence[Axis],
    shares: Array,
    points: Sequence[PointFound],
    design: str,
    baseline: str,
    measures: Sequence[str],
) -> dict[str, tuple[NamedSurface, list[Axis]]]:
    """Return measure → surface over those axes that bear on the design or the baseline, for measures defined enough.

    A quantile of times that is not reached at every point has none: a surface through the others would be too low.
    """
    own = [i for i, a in enumerate(axes) if design in a.designs or baseline in a.designs]
    found = {}
    for measure in measures:
        y = np.array([_difference(p, design, baseline, measure) for p in points])
        whole = np.isfinite(y)
        clusters = np.array([p.replication for p in points])
        names = [axes[i].key for i in own]
        if not enough(names, y, clusters) or (is_quantile(measure) and not whole.all()):
            continue
        found[measure] = (
            fit_named(names, shares[whole][:, own], y[whole], clusters[whole]),
            [axes[i] for i in own],
        )
    return found


def surface_found(
    surface: NamedSurface, axes: Sequence[Axis], design: str, measure: str, points: int, two: Sequence[str]
) -> SurfaceFound:
    """Return what a surface tells; `two`: the keys of its picture."""
    usual = {a.key: a.usual for a in axes}
    effects = tuple(
        KeyEffect(
            key=a.key,
            label=a.label,
            low=a.low,
            high=a.high,
            change=surface.contrast({**usual, a.key: 1.0}, {**usual, a.key: 0.0}),
            own=a.at(a.usual),
        )
        for a in axes
    )
    by_key = {a.key: a for a in axes}
    picture = _slice(surface, [by_key[k] for k in two], usual) if len(two) == 2 and set(two) <= set(by_key) else None
    return SurfaceFound(
        design=design,
        measure=measure,
        points=points,
        explained=surface.surface.explained,
        usual=surface.predict(usual),
        effects=effects,
        slice=picture,
    )


def _slice(surface: NamedSurface, two: Sequence[Axis], usual: Mapping[str, float]) -> Slice:
    x, y = two
    steps = [i / (GRID - 1) for i in range(GRID)]
    rows = [surface.errors([{**usual, x.key: u, y.key: v} for u in steps]) for v in steps]
    return Slice(
        x=x.key,
        y=y.key,
        xs=tuple(x.at(u) for u in steps),
        ys=tuple(y.at(v) for v in steps),
        values=tuple(tuple(values) for values, _ in rows),
        errors=tuple(tuple(errors) for _, errors in rows),
        own=(x.at(x.usual), y.at(y.usual)),
    )


def break_even_told(
    surface: NamedSurface, axes: Sequence[Axis], design: str, key: str, measure: str, beside: Sequence[str]
) -> BreakEvenTold:
    """Return where the difference is 0 along `key`: as the design is, and at both ends of each key of `beside`."""
    by_key = {a.key: a for a in axes}
    axis, usual = by_key[key], {a.key: a.usual for a in axes if a.key != key}
    others = [by_key[k] for k in beside if k in by_key and k != key]
    corners = [
        _told(surface, axis, {**usual, **dict(zip((o.key for o in others), ends, strict=True))}, others)
        for ends in (product((0.0, 1.0), repeat=len(others)) if others else ())
    ]
    return BreakEvenTold(
        design=design,
        key=key,
        label=axis.label,
        measure=measure,
        low=axis.low,
        high=axis.high,
        told=_told(surface, axis, usual, []),
        beside=tuple(corners),
    )


def _told(surface: NamedSurface, axis: Axis, held: Mapping[str, float], others: Sequence[Axis]) -> Beside:
    setting = {o.key: plain(o.edit(o.at(held[o.key]))) for o in others}
    return beside_of(surface, axis.key, held, setting, axis.at)


def _difference(point: PointFound, design: str, baseline: str, measure: str) -> float:
    a, b = point.values[design].get(measure), point.values[baseline].get(measure)
    return float("nan") if a is None or b is None else a - b
