"""`python -m benchmarks.engines.run ENGINE WORKLOAD SEED DAYS`: one run, told as JSON: seconds, tally, version.

Seconds are of processor time, of the run alone: without start, imports and building the network.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module

from benchmarks.engines.workload import WORKLOADS, Stations, Tally

OURS = "ours"


def main() -> None:
    """Run what the command line names."""
    engine, workload, seed, days = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
    run, version = _ours() if engine == OURS else _other(engine)
    start = time.process_time()
    tally = run(seed, days, WORKLOADS[workload])
    seconds = time.process_time() - start
    print(json.dumps({"seconds": seconds, "tally": asdict(tally), "version": version}))


def _other(engine: str) -> tuple[Callable[[int, float, Stations], Tally], str]:
    module = import_module(f"benchmarks.engines.{engine}")
    return module.run, module.VERSION


def _ours() -> tuple[Callable[[int, float, Stations], Tally], str]:
    from dataclasses import replace

    from calibration.parameters.store import load_parameters
    from scenarios.compose import compose
    from sim.compiled import COMPILED

    ours = import_module("benchmarks.engines.ours")  # after `sim.compiled`, which says from where

    scenario = compose("norrbotten", "current", parameters=load_parameters(), years=2.0)
    at, spec = scenario.units[0], scenario.services[0]

    def run(seed: int, days: float, stations: Stations) -> Tally:
        places = [replace(at, places=float(station.servers), others=None) for station in stations]
        return ours.run(seed, days, stations, places, spec)

    return run, "compiled" if COMPILED else "interpreted on SimPy"


if __name__ == "__main__":
    main()
