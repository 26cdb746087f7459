"""`python -m benchmarks.uncertainty`: how much of a difference's spread is parameters, and how much is chance.

`current`, `big_bang` and `full_reform` are run in pairs that share their parameters and differ in chance, under draws
from the ranges and under the fitted draws. What differs within a pair is chance; what differs between pairs beyond
that is parameters (one-way analysis of variance). A difference is paired: same parameters and chance in both designs.
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from calibration.parameters.store import load_parameters
from mellanrum.wiring.parameter_source import source_of
from scenarios.compose import compose
from sim.experiment.replicate import Job, Outcome, available_cores, execute
from sim.measures.spans import Array
from sim.terms.quantity import Pick

DESIGNS = ("current", "big_bang", "full_reform")
MEASURES = ("untreated_share", "fall_rate", "gap_days_per_client_year", "detected_share", "parallel_share")
PAIRS, SEED, YEARS = 12, 2028, 5
OTHER_CHANCE = 10_000
TABLE = Path(__file__).with_name("uncertainty.csv")
NAMES = ("county", "parameters", "design", "measure", "mean", "low", "high", "parameter_sd", "chance_sd", "share")


def outcomes(county: str, mode: str, pairs: int, progress: Callable[[int, int], None] | None = None) -> list[Outcome]:
    """Return the outcomes of all designs, pairs and both chances, in this order."""
    known, source = load_parameters(), source_of(county, mode, SEED)

    def scenario(design: str, pick: Pick):
        return compose(county, design, parameters=known, years=YEARS, pick=pick)

    jobs = [
        Job(nth, scenario(design, source.pick(k)), SEED, k + chance)
        for nth, design in enumerate(DESIGNS)
        for k in range(pairs)
        for chance in (0, OTHER_CHANCE)
    ]
    return execute(jobs, available_cores(), progress)


def spread(values: Array) -> tuple[float, float, float]:
    """Return deviation by parameters, deviation by chance, and the share of the variance that is parameters.

    `values`: pairs by two. An estimate of a variance below 0 is 0.
    """
    within = float(np.mean((values[:, 0] - values[:, 1]) ** 2) / 2.0)
    between = float(np.var(values.mean(axis=1), ddof=1))
    of_parameters = max(0.0, between - within / 2.0)
    whole = of_parameters + within
    return of_parameters**0.5, within**0.5, of_parameters / whole if whole else 0.0


def table(county: str, mode: str, found: list[Outcome], pairs: int) -> list[list[str]]:
    """Return one row per design and measure: levels of the first design, differences of the others from it."""
    rows = []
    for measure in MEASURES:
        values = np.array([o.values[measure] for o in found], dtype=float).reshape(len(DESIGNS), pairs, 2)
        for nth, design in enumerate(DESIGNS):
            own = values[nth] - (values[0] if nth else 0.0)
            low, high = np.quantile(own, (0.025, 0.975))
            numbers = (float(own.mean()), float(low), float(high), *spread(own))
            rows.append([county, mode, design, measure, *(f"{v:.5g}" for v in numbers)])
    return rows


def main() -> None:
    """Run both kinds of parameters for the counties named (Norrbotten without any) and write the table."""
    began, rows = time.monotonic(), []
    for county in sys.argv[1:] or ["norrbotten"]:
        for mode in ("prior", "posterior"):
            rows += table(county, mode, outcomes(county, mode, PAIRS), PAIRS)
            print(f"{county}, {mode}: {(time.monotonic() - began) / 60:.1f} minutes", flush=True)
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(NAMES)
        writer.writerows(rows)
    for row in rows:
        print("  ".join(f"{cell:<12}" for cell in row[1:]))


if __name__ == "__main__":
    main()
