"""Which of several hundred parameters the counts can say anything about, before any of them is fitted.

For every target for the fit, parameters are taken in one by one for as long as the next explains more of it than one of
so many would by chance. A parameter counts for the variance that it explains, less where the target is known so loosely
that this says little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.measures.spans import Array

MOST = 12
CHANCE = 0.05
"""The chance, per target, of taking in one parameter that explains nothing (Bonferroni over all parameters)."""


MOST_TOGETHER = 20
"""Parameters fitted in all, over all screenings (an assumption: what some hundred runs near the figures can tell)."""


@dataclass(frozen=True, slots=True)
class Screened:
    """`paths`: the parameters to fit, the most telling first. `share`: path → target id → explained share of variance.

    `gain`: path → what the shares come to, each target weighted by how much of its spread its error leaves. `wave`:
    path → the screening that took it in, the first being that of the runs a priori.
    """

    paths: tuple[str, ...]
    share: dict[str, dict[str, float]]
    gain: dict[str, float]
    wave: dict[str, int]

    def joined(self, later: Screened, wave: int) -> Screened:
        """Return this with what a later screening, of runs nearer to the figures, takes in while there is room.

        What is fitted stays so: a wave before may have ruled out by it.
        """
        more = [path for path in later.paths if path not in self.paths][: MOST_TOGETHER - len(self.paths)]
        share = {**later.share, **self.share}
        gain = {**later.gain, **self.gain}
        return Screened((*self.paths, *more), share, gain, self.wave | dict.fromkeys(more, wave))


def screen(
    paths: Sequence[str],
    x: Array,
    observation: Array,
    ids: Sequence[str],
    y: Array,
    error: Sequence[float],
    most: int = MOST,
) -> Screened:
    """Return at most `most` of `paths` to fit, from runs drawn a priori.

    `x`: normal scores, runs by paths; `observation`: features of the observation, taken in first; `y`: targets on
    their scale, runs by ids, NaN where a run has none; `error`: variance of each target's error on that scale.
    """
    share: dict[str, dict[str, float]] = {}
    gain: dict[str, float] = {}
    for j, name in enumerate(ids):
        whole = np.isfinite(y[:, j])
        variance = float(y[whole, j].var())
        for i, explained in taken_in(x[whole], observation[whole], y[whole, j]):
            share.setdefault(paths[i], {})[name] = explained
            weight = variance / (variance + error[j])
            gain[paths[i]] = gain.get(paths[i], 0.0) + explained * weight
    chosen = sorted(gain, key=lambda path: (-gain[path], path))[:most]
    return Screened(tuple(chosen), share, gain, dict.fromkeys(chosen, 1))


def taken_in(x: Array, first: Array, y: Array) -> list[tuple[int, float]]:
    """Return (column, share of the variance of `y` that it adds) in the order in which columns were taken in."""
    total = float(((y - y.mean()) ** 2).sum())
    if total <= 0.0:
        return []
    centred = x - x.mean(axis=0)
    lengths = np.sqrt((centred**2).sum(axis=0))
    design, taken = np.column_stack((np.ones(len(y)), first)), list[tuple[int, float]]()
    left = _residual(design, y)
    while len(taken) < len(y) // 10:
        best, p = _most_telling(centred, lengths, left)
        if not p < CHANCE / x.shape[1] or best in [i for i, _ in taken]:
            break
        design = np.column_stack((design, x[:, best]))
        after = _residual(design, y)
        taken.append((best, (float((left**2).sum()) - float((after**2).sum())) / total))
        left = after
    return taken


def _most_telling(centred: Array, lengths: Array, left: Array) -> tuple[int, float]:
    """Return the column that correlates most with `left`, and the chance of as much by chance (two-sided t)."""
    from scipy.special import stdtr

    scale = lengths * float(np.sqrt((left**2).sum()))
    r = np.divide(left @ centred, scale, out=np.zeros(len(lengths)), where=scale > 0.0)
    best, freedom = int(np.argmax(np.abs(r))), len(left) - 2
    strength = min(abs(float(r[best])), 1.0 - 1e-12)
    return best, 2.0 * float(stdtr(freedom, -strength * (freedom / (1.0 - strength**2)) ** 0.5))


def _residual(design: Array, y: Array) -> Array:
    residual: Array = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    return residual
