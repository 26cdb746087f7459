"""What it would be worth to know some parameters before choosing (EVPPI), from one probabilistic sample.

A choice made now takes the design with the best mean. Whoever knew some parameters could choose otherwise where they
say so. How much that wins, on average, is found by regressing the designs' outcomes on those parameters: Strong, Oakley
and Brennan (2014), Estimating multiparameter partial expected value of perfect information from a probabilistic
sensitivity analysis sample, Medical Decision Making 34, 311-326. Designs are compared by their paired differences from
the first, so that common random numbers cancel, and the regression leaves out chance, which nobody can ask for.

Choosing the largest of noisy curves overstates. Three things hold that down and say what is left: the curves are shrunk
(`smooth`); `p` is the share of shuffled samples, in which nothing can be known, that give as much; the interval comes
from curves that might as well be true. A value not distinguishable from none has 0 as its lower end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.analysis.estimates import COVERAGE, Array, Estimate
from sim.analysis.smooth import Fit, smoother

SAMPLES = 400
SHUFFLES = 499
SIGNIFICANT = 1.0 - COVERAGE
AT_ONCE = 2_000_000
"""Numbers held in memory at a time."""


@dataclass(frozen=True, slots=True)
class ValueOfKnowing:
    """`value`: in the outcome's unit per draw, 0 or above. `p`: chance of as much if nothing could be known.

    `explained`: the share of the variance of the differences between designs that these parameters explain. With many
    groups, some `p` are small by chance.
    """

    value: Estimate
    p: float
    explained: float

    @property
    def distinguishable(self) -> bool:
        """Whether it is surely more than none."""
        return self.p < SIGNIFICANT


def partial(
    inputs: Array, net_benefit: Array, groups: Mapping[str, Sequence[int]], *, seed: int
) -> dict[str, ValueOfKnowing]:
    """Return what knowing each of the `groups` (name → columns of `inputs`) would be worth.

    `inputs`: draws by parameters; `net_benefit`: draws by designs, higher is better, NaN where not defined: such draws
    are left out. Raises ValueError unless two designs and twenty whole draws are there.
    """
    x, benefit = np.asarray(inputs, dtype=float), _checked(net_benefit)
    whole = np.isfinite(benefit).all(axis=1) & np.isfinite(x).all(axis=1)
    if whole.sum() < 20:
        # not said: whoever calls has checked
        raise ValueError(f"{int(whole.sum())} whole draws; valid: at least 20")
    x, benefit = x[whole], benefit[whole]
    sample = _Differences.of(benefit)
    return {
        name: _worth(x[:, list(columns)], sample, np.random.default_rng((seed, i)))
        for i, (name, columns) in enumerate(groups.items())
    }


def within(
    everything: ValueOfKnowing, parts: Mapping[str, ValueOfKnowing]
) -> tuple[ValueOfKnowing, dict[str, ValueOfKnowing]]:
    """Return the worth of everything and of its `parts` such that no part is worth more than everything is.

    Each is estimated by a regression of its own: one of several hundred parameters at once sees too little, and one of
    the best of many sees too much. Whoever knows everything knows each part, so the whole is raised to what those are
    worth that are told from none although so many were looked at (Bonferroni, as far as the shuffles can tell), and
    all others are cut to it. Value and ends of the intervals alike.
    """
    sure = max(SIGNIFICANT / max(1, len(parts)), 1.0 / (1 + SHUFFLES))
    told = [part.value for part in parts.values() if part.p <= sure]
    whole = _by_ends(max, [everything.value, *told])
    return replace(everything, value=whole), {
        name: replace(part, value=_by_ends(min, [part.value, whole])) for name, part in parts.items()
    }


def _by_ends(which: Callable[[Iterable[float]], float], some: Sequence[Estimate]) -> Estimate:
    return Estimate(which(e.value for e in some), which(e.low for e in some), which(e.high for e in some))


@dataclass(frozen=True, slots=True)
class _Differences:
    """Differences from the first design, as uncorrelated `parts` of variance 1: parts @ `back` + `mean` are they.

    `tied`: what to add so that designs whose means the sample cannot tell from the best have the best mean.
    """

    parts: Array
    back: Array
    mean: Array
    tied: Array

    @classmethod
    def of(cls, benefit: Array) -> _Differences:
        differences = benefit[:, 1:] - benefit[:, :1]
        n, mean = len(differences), differences.mean(axis=0)
        left, sizes, right = np.linalg.svd(differences - mean, full_matrices=False)
        real = sizes > 1e-10 * max(float(sizes.max()), 1e-300)
        scale = np.sqrt(n - 1.0)
        means = np.append(0.0, mean)
        best = int(np.argmax(means))
        error = (benefit - benefit[:, [best]]).std(axis=0, ddof=1) / np.sqrt(n)
        moved = np.minimum(means.max() - means, 2.0 * error)  # about the 95 % interval
        # The first design has no column of its own: raising it is lowering all others.
        tied = moved[1:] - moved[0]
        return cls(left[:, real] * scale, sizes[real, None] * right[real] / scale, mean, tied)

    @property
    def gap(self) -> float:
        """What the best mean is above the first design's."""
        return max(0.0, float(self.mean.max()))


def _worth(x: Array, sample: _Differences, rng: np.random.Generator) -> ValueOfKnowing:
    smooth = smoother(x)
    if smooth is None or not sample.parts.shape[1]:
        return ValueOfKnowing(Estimate(0.0, 0.0, 0.0), 1.0, 0.0)
    fit = smooth.fit(sample.parts)
    fitted = fit.mean()
    value = float(_gain(fitted[:, None], sample)[0])
    n, parts = sample.parts.shape
    hits = 0
    for number in _batches(SHUFFLES, n * parts):
        order = rng.permuted(np.tile(np.arange(n), (number, 1)), axis=1)
        shuffled = sample.parts[order].transpose(1, 0, 2)  # draws by shuffles by parts
        again = smooth.fit(shuffled.reshape(n, -1)).mean().reshape(n, number, parts)
        hits += int((_gain(again, sample) >= value * (1.0 - 1e-9)).sum())
    p = (1 + hits) / (1 + SHUFFLES)
    low, high = _interval(fit, sample, rng)
    explained = float(((fitted @ sample.back) ** 2).sum() / ((n - 1) * (sample.back**2).sum()))
    return ValueOfKnowing(Estimate(value, min(value, low) if p < SIGNIFICANT else 0.0, max(value, high)), p, explained)


def _gain(curves: Array, sample: _Differences) -> Array:
    """Return what following `curves` (draws by samples by parts) wins, for each sample."""
    outcomes = curves @ sample.back + sample.mean
    return np.asarray(np.maximum(np.maximum(outcomes.max(axis=2), 0.0).mean(axis=0) - sample.gap, 0.0))  # rounding


def _interval(fit: Fit, sample: _Differences, rng: np.random.Generator) -> tuple[float, float]:
    """Return the central 95 % of what curves that might be true win, over draws that might have come.

    Information is worth most where designs are tied, which a sample never shows exactly. So the upper end is that of
    the closest race that the sample allows, if that is higher.
    """
    n, parts = sample.parts.shape
    as_they_are: list[Array] = []
    tied: list[Array] = []
    for number in _batches(SAMPLES, n * max(parts, sample.back.shape[1])):
        curves, levels = fit.sample(rng, number)
        weights = rng.dirichlet(np.ones(n), size=number).T[:, :, None]
        own = curves @ sample.back + sample.mean
        as_they_are.append(_won_by(own + levels @ sample.back, weights))
        tied.append(_won_by(own + sample.tied, np.full((n, 1, 1), 1.0 / n)))
    tail = (1.0 - COVERAGE) / 2.0
    low, high = np.quantile(np.concatenate(as_they_are), (tail, 1.0 - tail))
    return max(0.0, float(low)), max(float(high), float(np.quantile(np.concatenate(tied), 1.0 - tail)))


def _won_by(outcomes: Array, weights: Array) -> Array:
    """Return what choosing draw by draw wins over choosing once, for each sample: draws by samples by differences."""
    best = (np.maximum(outcomes.max(axis=2), 0.0) * weights[:, :, 0]).sum(axis=0)
    return np.asarray(best - np.maximum((outcomes * weights).sum(axis=0).max(axis=1), 0.0))


def _batches(total: int, each: int) -> list[int]:
    """Return `total` in parts, so that a part times `each` numbers fit into memory."""
    size = max(1, min(total, AT_ONCE // each))
    return [min(size, total - start) for start in range(0, total, size)]


def _checked(net_benefit: Array) -> Array:
    benefit = np.asarray(net_benefit, dtype=float)
    if benefit.ndim != 2 or benefit.shape[1] < 2:
        # not said: whoever calls has checked
        raise ValueError(f"net benefit of shape {benefit.shape}; valid: draws by at least 2 designs")
    return benefit
