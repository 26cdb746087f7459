"""`python -m benchmarks.common_random_numbers RUN`: how much common chance narrows the differences of a comparison.

For each design and headline measure: the variance of the paired difference from the first design, over that of runs
that share nothing (the design's replication k beside the baseline's k + 1, k + 2 …: all shifts, averaged). Where every
replication is another draw of parameters, what is shared is parameters and chance; with `--parameters point`, chance.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from sim.comparison.results import Comparison
from sim.experiment.records import read_result
from sim.measures.spans import Array

MEASURES = ("fall_rate", "gap_days_per_client_year", "latent_days_per_client_year", "detected_share", "parallel_share")


def variances(own: Array, base: Array) -> tuple[float, float]:
    """Return the variance of the paired difference, and of the difference of replications that share nothing."""
    apart = [np.var(own - np.roll(base, shift), ddof=1) for shift in range(1, len(base))]
    return float(np.var(own - base, ddof=1)), float(np.mean(apart))


def main() -> None:
    """Print the table for the run folders named."""
    for name in sys.argv[1:]:
        found = read_result(Path(name), Comparison)
        print(f"{found.county}, {found.replications} replications, {found.parameters_mode} parameters")
        print(f"{'design':<22} {'measure':<30} {'paired':>11} {'apart':>11} {'ratio':>6}")
        base = found.designs[0]
        for design in found.designs[1:]:
            for measure in MEASURES:
                pairs = [
                    (a.get(measure), b.get(measure))
                    for a, b in zip(design.per_replication, base.per_replication, strict=True)
                ]
                whole = np.array([p for p in pairs if None not in p], dtype=float)
                if len(whole) > 2:
                    paired, apart = variances(whole[:, 0], whole[:, 1])
                    print(f"{design.name:<22} {measure:<30} {paired:>11.4g} {apart:>11.4g} {paired / apart:>6.2f}")


if __name__ == "__main__":
    main()
