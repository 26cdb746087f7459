"""Questions from Python: the same runs, numbers and folders as from the command line.

`how` in all of them: `jobs`, `archive`, `cluster`, `out`, `progress`, as in `mellanrum.compare`. Each gives a
`Finding`: printed, it is the text; `.result` holds the values, `.folder` the tables and the picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mellanrum.api import Finding, performed_as
from mellanrum.defaults import (
    BREAKEVEN_BUDGET,
    MEASURE,
    RANK_BUDGET,
    RANK_DELTA,
    RANK_REPLICATIONS,
    SEED,
    SWEEP_REPLICATIONS,
    WARMUP_REPLICATIONS,
    WARMUP_YEARS,
    WORTH_REPLICATIONS,
    YEARS,
)

Vary = Mapping[str, Sequence[Any]]


def sweep(
    county: str | Path,
    design: str | Path,
    vary: Vary,
    *,
    baseline: str | Path = "current",
    hold_baseline: bool = False,
    measures: Sequence[str] = (),
    replications: int = SWEEP_REPLICATIONS,
    seed: int = SEED,
    years: float = YEARS,
    parameters: str | None = None,
    **how: Any,
) -> Finding:
    """Run a design at every combination of values of some keys, beside its baseline. `vary`: key → values ("x1.5")."""
    arguments = {
        "county": county,
        "design": design,
        "vary": {key: list(values) for key, values in vary.items()},
        "baseline": baseline,
        "hold_baseline": hold_baseline,
        "measures": list(measures),
        "replications": replications,
        "seed": seed,
        "years": years,
        "parameters": parameters,
    }
    return performed_as("sweep", arguments, **how)


def breakeven(
    county: str | Path,
    design: str | Path,
    key: str,
    low: float | str = 0.0,
    high: float | str = 1.0,
    *,
    measure: str = MEASURE,
    tolerance: float | None = None,
    budget: int = BREAKEVEN_BUDGET,
    beside: Vary | None = None,
    baseline: str | Path = "current",
    hold_baseline: bool = False,
    seed: int = SEED,
    years: float = YEARS,
    parameters: str | None = None,
    **how: Any,
) -> Finding:
    """Find the value of a key at which a design equals its baseline. `beside`: None: recruitment and refilling."""
    arguments = {
        "county": county,
        "design": design,
        "vary": [key, low, high],
        "beside": None if beside is None else {k: list(v) for k, v in beside.items()},
        "measure": measure,
        "tolerance": tolerance,
        "budget": budget,
        "baseline": baseline,
        "hold_baseline": hold_baseline,
        "seed": seed,
        "years": years,
        "parameters": parameters,
    }
    return performed_as("breakeven", arguments, **how)


def sensitivity(
    county: str | Path,
    design: str | Path,
    *,
    method: str = "morris",
    over: Sequence[str] = ("fitted", "levers"),
    budget_minutes: float | None = None,
    measures: Sequence[str] = (),
    baseline: str | Path = "current",
    hold_baseline: bool = False,
    seed: int = SEED,
    years: float = YEARS,
    parameters: str = "point",
    **how: Any,
) -> Finding:
    """Tell which numbers a design's levels and differences hang on. `method`: "morris" or "sobol"."""
    from mellanrum.performing import means_of
    from mellanrum.sizing import sized

    arguments: dict[str, Any] = {
        "county": county,
        "design": design,
        "method": method,
        "over": list(over),
        "measures": list(measures),
        "baseline": baseline,
        "hold_baseline": hold_baseline,
        "seed": seed,
        "years": years,
        "parameters": parameters,
    }
    size = sized(arguments, budget_minutes, means_of(how.get("jobs")).n_jobs)
    return performed_as("sensitivity", arguments | {"size": size.size, "direct": size.direct}, **how)


def rank(
    county: str | Path,
    designs: Sequence[str | Path],
    *,
    measure: str = MEASURE,
    delta: float = RANK_DELTA,
    alpha: float = 0.05,
    replications: int = RANK_REPLICATIONS,
    budget: int = RANK_BUDGET,
    seed: int = SEED,
    years: float = YEARS,
    parameters: str | None = None,
    **how: Any,
) -> Finding:
    """Rank designs: how probable it is that each is best, what choosing it may cost, and a race to select one."""
    arguments = {
        "county": county,
        "designs": list(designs),
        "measure": measure,
        "delta": delta,
        "alpha": alpha,
        "replications": replications,
        "budget": budget,
        "seed": seed,
        "years": years,
        "parameters": parameters,
    }
    return performed_as("rank", arguments, **how)


def worth(
    county: str | Path,
    designs: Sequence[str | Path],
    *,
    measure: str = MEASURE,
    replications: int = WORTH_REPLICATIONS,
    seed: int = SEED,
    years: float = YEARS,
    parameters: str | None = None,
    **how: Any,
) -> Finding:
    """Tell what should be counted next: the worth of knowing each count and parameter before choosing a design."""
    arguments = {
        "county": county,
        "designs": list(designs),
        "measure": measure,
        "replications": replications,
        "seed": seed,
        "years": years,
        "parameters": parameters,
    }
    return performed_as("worth", arguments, **how)


def warmup(
    county: str | Path,
    design: str | Path = "current",
    *,
    replications: int = WARMUP_REPLICATIONS,
    seed: int = SEED,
    years: float = WARMUP_YEARS,
    parameters: str | None = None,
    **how: Any,
) -> Finding:
    """Check with MSER-5 whether the warm-up of an unchanged county is long enough."""
    arguments = {
        "county": county,
        "design": design,
        "replications": replications,
        "seed": seed,
        "years": years,
        "parameters": parameters,
    }
    return performed_as("warmup", arguments, **how)


def study(
    name: str | Path,
    *,
    counties: Sequence[str] | None = None,
    budget_minutes: float | None = None,
    seed: int = SEED,
    parameters: str | None = None,
    **how: Any,
) -> Finding:
    """Carry out a study: one that ships, or your own file. `parameters`: other than it says, in all its counties."""
    from mellanrum.performing import means_of
    from mellanrum.study_sizing import study_size

    size = study_size(str(name), counties, budget_minutes, seed, means_of(how.get("jobs")).n_jobs, parameters)
    arguments = {
        "name": name,
        "counties": None if counties is None else list(counties),
        "points": size.points,
        "most": size.most,
        "seed": seed,
        "parameters": parameters,
    }
    return performed_as("study", arguments, **how)
