"""A sweep: every combination of some values of some keys, on the same chance, each beside its baseline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from sim.comparison.results import Summary, Values
from sim.studies.cases import Case, CaseRunner, KeySettings, in_rows
from sim.studies.summaries import UnitOf, differences_of, levels_of


@dataclass(frozen=True, slots=True)
class SweepPoint:
    """One combination. `setting`: key → value as people write it. `levels`: the design's; `differences`: from baseline.

    `baseline`: the baseline's levels where keys of the world were set in both, the same at all points otherwise.
    """

    setting: Mapping[str, Any]
    levels: Mapping[str, Summary]
    baseline: Mapping[str, Summary]
    differences: Mapping[str, Summary]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """What a sweep found. `keys`: in the order given. `shared`: those that were set in the baseline as well.

    `county_title`, `county_title_sv`: what the county's file calls it.
    """

    county: str
    design: str
    baseline: str
    keys: tuple[str, ...]
    shared: tuple[str, ...]
    measures: tuple[str, ...]
    points: tuple[SweepPoint, ...]
    replications: int
    seed: int
    years: float
    parameters: str
    notes: tuple[str, ...]
    county_title: str = ""
    county_title_sv: str = ""


def combinations(values: Mapping[str, Sequence[Any]]) -> list[KeySettings]:
    """Return every combination of the keys' values, the last key varying fastest."""
    keys = list(values)
    return [tuple(zip(keys, some, strict=True)) for some in product(*values.values())]


def swept(
    settings: Sequence[KeySettings],
    design: str,
    baseline: str,
    shared: Sequence[str],
    measures: Sequence[str],
    replications: int,
    runner: CaseRunner,
    unit_of: UnitOf,
) -> tuple[SweepPoint, ...]:
    """Return the points of a sweep, in the order of `settings`. `shared`: keys that the baseline takes as well."""
    wanted = [
        (case, replication)
        for setting in settings
        for case in (Case(design, setting), Case(baseline, tuple(s for s in setting if s[0] in shared)))
        for replication in range(replications)
    ]
    rows = in_rows(runner.values(wanted), replications)
    return tuple(
        _point(setting, own, base, measures, unit_of)
        for setting, own, base in zip(settings, rows[::2], rows[1::2], strict=True)
    )


def _point(
    setting: KeySettings,
    own: Sequence[Values],
    base: Sequence[Values],
    measures: Sequence[str],
    unit_of: UnitOf,
) -> SweepPoint:
    return SweepPoint(
        {key: plain(value) for key, value in setting},
        levels_of(own, measures, unit_of),
        levels_of(base, measures, unit_of),
        differences_of(own, base, measures, unit_of),
    )


def plain(value: Any) -> Any:
    """Return what a key is set to as JSON has it: a number, a truth value or a word (x1.5, 2028-01-01)."""
    return value if isinstance(value, bool | int | float | str) else str(value)
