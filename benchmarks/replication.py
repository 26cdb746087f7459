"""Seconds, events per second and peak memory of one replication, as the population grows.

Each size runs in a fresh process, so that memory is its own. An event is a row of the event log. Run it on an idle
machine:

    python -m benchmarks                      Norrbotten, current, 1, 2, 5 and 10 times the population
    python -m benchmarks --factors 1 --repeat 5
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from typing import Any

FACTORS = (1.0, 2.0, 5.0, 10.0)


def main() -> None:
    """Measure what the arguments name and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.split("\n")[0])
    parser.add_argument("--county", default="norrbotten", help="county that is scaled")
    parser.add_argument("--design", default="current", help="design that is run")
    parser.add_argument("--years", type=float, default=5.0, help="years after the reform day (3 come before it)")
    parser.add_argument("--factors", type=float, nargs="+", default=FACTORS, help="times the population")
    parser.add_argument("--repeat", type=int, default=1, help="runs of each size; the fastest counts")
    parser.add_argument("--one", type=float, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one is not None:
        print(json.dumps(measured(options.county, options.design, options.years, options.one)))
        return
    print(f"{options.county}, {options.design}, {3 + options.years:g} simulated years, one replication")
    print(f"{'size':>5} {'clients':>9} {'events':>11} {'seconds':>9} {'events/s':>10} {'× time':>8} "
          f"{'measures s':>11} {'peak MB':>9} {'× memory':>9}")  # fmt: skip
    first: dict[str, Any] = {}
    for factor in options.factors:
        found = min((in_a_fresh_process(options, factor) for _ in range(options.repeat)), key=lambda f: f["seconds"])
        first = first or found
        print(line(factor, found, first), flush=True)


def in_a_fresh_process(options: argparse.Namespace, factor: float) -> dict[str, Any]:
    """Return what `measured` says of one size, from a Python that has done nothing else."""
    command = [sys.executable, "-m", "benchmarks", "--one", str(factor), "--years", str(options.years)]
    command += ["--county", options.county, "--design", options.design]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def measured(county: str, design: str, years: float, factor: float) -> dict[str, Any]:
    """Return seconds of simulating and of measuring, rows, clients and peak memory (MB) of one replication."""
    from benchmarks.scale import scaled
    from mellanrum.assemble import scenario
    from sim.measures import measure
    from sim.model import simulate

    one = scaled(scenario(county, design, years=years, parameters="point", seed=1, replication=0), factor)
    start = time.perf_counter()
    log = simulate(one, 1, 0)
    simulated = time.perf_counter()
    measure(log, one.calendar)
    end = time.perf_counter()
    return {
        "seconds": simulated - start,
        "measuring": end - simulated,
        "events": len(log),
        "clients": len(log.clients["name"]),
        "peak_mb": peak_mb(),
    }


def peak_mb() -> float | None:
    """Return the most memory that this process has held, in MB; None where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


def line(factor: float, found: dict[str, Any], first: dict[str, Any]) -> str:
    """Return one line of the table; the ratios are to the first size."""
    peak, before = found["peak_mb"], first["peak_mb"]
    memory = f"{peak:>9.0f} {peak / before:>9.2f}" if peak else f"{'–':>9} {'–':>9}"
    return (
        f"{factor:>4g}× {found['clients']:>9,} {found['events']:>11,} {found['seconds']:>9.2f} "
        f"{found['events'] / found['seconds']:>10,.0f} {found['seconds'] / first['seconds']:>8.2f} "
        f"{found['measuring']:>11.2f} {memory}"
    )
