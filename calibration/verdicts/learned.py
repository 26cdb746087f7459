"""What the counts taught: each parameter before and after, and which outcomes rest on what was not learned.

A parameter has moved if its draws are clearly narrower than its range or clearly elsewhere in it. What an outcome rests
on is told for all that moved and all that did not (`shares`), and of single parameters as those to fit were found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from calibration.fit.runs import OUTCOME
from calibration.fit.screen import taken_in
from calibration.fit.shares import variance_shares
from calibration.fit.space import ANSWERING, UNKNOWN
from calibration.parameters.parameter_set import LEVEL, POSTERIOR, PRIOR, ParameterSet
from calibration.targets.target_file import Targets
from calibration.verdicts.match import family, sources
from sim.measures.spans import Array
from sim.terms.quantity import Quantity, level, uniform
from sim.terms.total import count_of

NARROWER = 0.8
"""Width of the draws' central 90 % over the range's, below which a parameter has been learned."""
ELSEWHERE = 0.5
"""Distance of the draws' mean from the range's, in standard deviations of the range, from which it has been learned."""
ENDS = (0.05, 0.95)


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A fitted parameter: mean and central 90 % before and after.

    `width`: of the 90 %, after over before. `shift`: see ELSEWHERE. `same_source`: targets for the fit that it bears on
    and that rest on the evidence of its range: what they taught was known before, and is counted twice.
    """

    path: str
    quantity: Quantity
    before: tuple[float, float, float]
    after: tuple[float, float, float]
    width: float
    shift: float
    same_source: tuple[str, ...]

    @property
    def moved(self) -> bool:
        """Whether the counts said something about it."""
        return self.width < NARROWER or abs(self.shift) > ELSEWHERE


@dataclass(frozen=True, slots=True)
class RestsOn:
    """What the spread of one outcome over the draws rests on, as shares of its variance.

    `moved`, `unmoved`: the parameters that the counts said something about, and all others together. `parts`: those
    that can be told one by one (path, share, whether the counts moved it), the largest first.
    """

    outcome: str
    moved: float
    unmoved: float
    parts: tuple[tuple[str, float, bool], ...]

    @property
    def chance(self) -> float:
        """What no parameter explains."""
        return 1.0 - self.moved - self.unmoved


def learned(found: ParameterSet, parameters: Mapping[str, Quantity], targets: Targets) -> list[Learned]:
    """Return every fitted parameter, the one most moved first."""
    rows, evidence = [], {t.id: {family(i) for i in t.evidence} for t in targets.of("fit")}
    grid = (np.arange(999) + 0.5) / 999.0
    for path in found.fitted:
        q = parameters[path]
        before = np.array([level(q, float(u)) for u in grid])
        after = found.of(POSTERIOR, LEVEL + path)
        widths = [float(np.diff(np.quantile(v, ENDS))[0]) for v in (after, before)]
        shift = float((after.mean() - before.mean()) / (before.std() or 1.0))
        twice = tuple(i for i in found.about["screened"][path] if evidence[i] & sources(q))
        rows.append(
            Learned(
                path=path,
                quantity=q,
                before=_told(before),
                after=_told(after),
                width=widths[0] / (widths[1] or 1.0),
                shift=shift,
                same_source=twice,
            )
        )
    return sorted(rows, key=lambda row: (row.width - abs(row.shift), row.path))


def rests_on(
    outcome: str,
    values: Array,
    runs: Sequence[int],
    found: ParameterSet,
    parameters: Mapping[str, Quantity],
    taught: Sequence[Learned],
) -> RestsOn:
    """Return what `values`, one per draw in order, rest on. `runs`: the numbers of the draws' runs."""
    moved = {row.path for row in taught if row.moved}
    paths, seed = list(parameters), int(found.about["seed"])
    whole = np.isfinite(values)
    columns = []
    for path in paths:
        if path in found.fitted:
            column = found.of(POSTERIOR, LEVEL + path)[np.arange(len(values)) % found.draws]
        else:
            column = np.array([level(parameters[path], uniform(seed, run, path)) for run in runs])
        columns.append((column - column.mean()) / (column.std() or 1.0))
    x, y = np.column_stack(columns)[whole], values[whole]
    told = np.array([path in moved for path in paths])
    shares = variance_shares([x[:, told], x[:, ~told]], y)
    parts = [(paths[i], share, paths[i] in moved) for i, share in taken_in(x, np.empty((len(x), 0)), y)]
    return RestsOn(outcome, shares[0], shares[1], tuple(sorted(parts, key=lambda part: -part[1])))


def outcomes_of(found: ParameterSet, parameters: Mapping[str, Quantity], taught: Sequence[Learned]) -> list[RestsOn]:
    """Return what each outcome under `current` rests on, from the calibration's own runs of the draws."""
    runs = [int(run) for run in found.of(POSTERIOR, "run")]
    names = [name for name in found.columns if name.startswith(OUTCOME)]
    values = {name: found.of(POSTERIOR, name).astype(float) for name in names}
    return [
        rests_on(
            outcome=name.removeprefix(OUTCOME),
            values=column,
            runs=runs,
            found=found,
            parameters=parameters,
            taught=taught,
        )
        for name, column in values.items()
        if np.isfinite(column).sum() > 30
    ]


def answered(found: ParameterSet) -> list[tuple[str, float, float]]:
    """Return (municipality, share of runs a priori in which it answered, share of draws); empty if all answered."""
    before, after = ([str(v).split(", ") for v in found.of(kind, ANSWERING)] for kind in (PRIOR, POSTERIOR))
    towns = sorted({town for some in before for town in some})
    rows = [(t, _share(before, t), _share(after, t)) for t in towns]
    return [] if all(a == 1.0 for _, a, _ in rows) else sorted(rows, key=lambda row: -row[2])


def unknowns(found: ParameterSet) -> list[tuple[str, tuple[float, float, float], tuple[float, float, float]]]:
    """Return what the sources leave unsaid and the fit bears on: (name, before, after)."""
    names = [path for path in found.about["unknown"] if path.startswith(UNKNOWN)]
    return [(n.removeprefix(UNKNOWN), _told(found.of(PRIOR, n)), _told(found.of(POSTERIOR, n))) for n in names]


def _share(some: Sequence[Sequence[str]], town: str) -> float:
    return count_of(town in one for one in some) / len(some)


def _told(values: Array) -> tuple[float, float, float]:
    low, high = np.quantile(values, ENDS)
    return float(values.mean()), float(low), float(high)
