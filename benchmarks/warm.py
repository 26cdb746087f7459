"""How long a room waits for a new design when worlds wait for it, and what the waiting takes.

    python -m benchmarks.warm norrbotten full_reform -n 20

Runs `-n` worlds of a county to the day of the design's first change, then asks for the design as if it were new: prints
the seconds until all worlds wait, until the design's first 4, 8 and all outcomes are there, and the memory of the
processes that wait (proportional set size: what they share is counted once).
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from calibration.parameters.store import load_parameters
from mellanrum.wiring.parameter_source import source_of
from scenarios.compose import compose
from sim.compiled import engine
from sim.experiment.replicate import Job, available_cores
from sim.experiment.warm_families import WarmFamilies
from sim.model.together import first_day

SEED, YEARS = 2028, 5.0
TOLD = (2, 4, 8)
KIB = 1024


def main() -> None:
    """Print the seconds and the memory."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("county")
    ask.add_argument("design")
    ask.add_argument("-n", type=int, default=20, help="replications")
    given = ask.parse_args()
    source, known, cores = source_of(given.county, None, SEED), load_parameters(), available_cores()

    def jobs(design: str) -> list[Job]:
        return [
            Job(0, compose(given.county, design, parameters=known, years=YEARS, pick=source.pick(nth)), SEED, nth)
            for nth in range(given.n)
        ]

    today, new = jobs("current"), jobs(given.design)
    day = first_day(new[0].scenario)
    with WarmFamilies(today, day, cores) as warm:
        began = time.perf_counter()
        warm.warm()
        print(f"{given.n} worlds of {given.county} wait at day {day:g} after {time.perf_counter() - began:.1f} s "
              f"({engine()}, {cores} cores)")  # fmt: skip
        print(f"their memory: {sum(map(memory, warm.processes())) / KIB**3:.2f} GiB")
        began = time.perf_counter()
        for nth, _ in enumerate(warm.outcomes(new), 1):
            if nth in (*TOLD, given.n):
                print(f"{nth} outcomes of {given.design} after {time.perf_counter() - began:.1f} s")


def memory(process: int) -> float:
    """Return a process's proportional set size, in bytes."""
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return float(line.split()[1]) * KIB
    return 0.0


if __name__ == "__main__":
    main()
