"""Is the warm-up long enough? MSER-5 on the months of an unchanged county, from day 0, averaged over replications.

Only the baseline is asked: a design's change is no warm-up, and must not be cut off as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.analysis.warm_up import mser
from sim.experiment.means import carry_out
from sim.studies.cases import Case, CaseRunner

SERIES = (
    "open",
    "untreated_share",
    "falls",
    "gap_persons",
    "latent_persons",
    "parallel_persons",
    "load.municipality",
    "load.region",
)
"""Columns of the monthly table: stocks, flows and how full services are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesFound:
    """One series. `days`: what MSER-5 cuts off. `reliable`: whether the series is long enough to say so.

    `values`: its months, mean over replications; `statistics`: of each candidate month.
    """

    name: str
    days: float
    reliable: bool
    values: tuple[float, ...]
    candidates: tuple[int, ...]
    statistics: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmUpFound:
    """`months`: first days. `warm_up_days`: what runs leave out. `long_enough`: whether all series are settled by then.

    `undefined`: series that are not defined throughout.
    `county_title`, `county_title_sv`: what the county's file calls it.
    """

    county: str
    design: str
    months: tuple[float, ...]
    dates: tuple[str, ...]
    warm_up_days: float
    series: tuple[SeriesFound, ...]
    undefined: tuple[str, ...]
    long_enough: bool
    replications: int
    seed: int
    years: float
    parameters: str
    notes: tuple[str, ...]
    county_title: str = ""
    county_title_sv: str = ""


def monthly(design: str, replications: int, runner: CaseRunner) -> dict[str, np.ndarray]:
    """Return the monthly table's columns, each the mean over replications; the last months of falls are left out.

    Falls are known only where what follows a month is known, so the months are cut where any replication's end.
    """
    jobs = [runner.job(Case(design), k) for k in range(replications)]
    tables = [outcome.tables["monthly"] for outcome in carry_out(jobs, runner.means, runner.progress)]
    known = min(int(np.asarray(t["complete"], dtype=bool).sum()) for t in tables)
    return {
        name: np.mean([np.asarray(t[name], dtype=float)[:known] for t in tables], axis=0)
        for name in ("month", *SERIES)
        if all(name in t for t in tables)
    }


def judged(columns: Mapping[str, np.ndarray], warm_up_days: float) -> tuple[list[SeriesFound], list[str], bool]:
    """Return each series with its cut, the names of those that are not defined, and whether the warm-up covers all."""
    found, undefined, months = [], [], columns["month"]
    for name in SERIES:
        values = columns.get(name)
        if values is None or not np.isfinite(values).all():
            undefined.append(name)
            continue
        cut = mser([float(v) for v in values])
        day = float(months[cut.observations]) if cut.observations else 0.0
        found.append(
            SeriesFound(
                name=name,
                days=day,
                reliable=cut.reliable,
                values=tuple(map(float, values)),
                candidates=cut.candidates,
                statistics=cut.statistics,
            )
        )
    return found, undefined, bool(found) and all(s.reliable and s.days <= warm_up_days for s in found)
