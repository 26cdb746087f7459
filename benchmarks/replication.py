"""Seconds, rows per second and memory of one replication, each in a fresh process, so that memory is its own.

    python -m benchmarks.replication                      Norrbotten, current, 1, 2, 5 and 10 times the population
    python -m benchmarks.replication --factors 1 --repeat 5 --engine simpy

Seconds are of processor time: another program that takes half a core does not double them, though it still disturbs.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

FACTORS = (1.0, 2.0, 5.0, 10.0)
ENGINES = ("compiled", "simpy")
ONE = "one"


@dataclass(frozen=True, slots=True)
class Case:
    """One replication: whose, of how many years after the reform day, how large, and on which build."""

    county: str = "norrbotten"
    design: str = "current"
    years: float = 5.0
    factor: float = 1.0
    engine: str = "compiled"


@dataclass(frozen=True, slots=True)
class Measured:
    """What a replication took: processor seconds of simulating and of measuring, rows, clients, MB.

    `before_mb`: the process before the run; `run_mb`: at its end, its rows included; `peak_mb`: the most until all was
    measured. None where the system does not say.
    """

    seconds: float
    measuring: float
    rows: int
    clients: int
    days: float
    before_mb: float | None
    run_mb: float | None
    peak_mb: float | None
    engine: str

    def mb_per_1000(self) -> float | None:
        """Return what the run has added to memory for 1,000 clients, rows included."""
        if self.run_mb is None or self.before_mb is None:
            return None
        return (self.run_mb - self.before_mb) / self.clients * 1000.0


def in_a_fresh_process(case: Case) -> Measured:
    """Return what one replication takes in a Python that has done nothing else."""
    surroundings = {k: v for k, v in os.environ.items() if k != "MELLANRUM_PURE"}
    surroundings |= {"MELLANRUM_PURE": "1"} if case.engine == "simpy" else {}
    command = [sys.executable, "-m", "benchmarks.replication", ONE, json.dumps(asdict(case))]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=surroundings)
    return Measured(**json.loads(done.stdout))


def measured(case: Case) -> Measured:
    """Return what one replication takes, here and now."""
    from benchmarks.scale import scaled
    from mellanrum.wiring.assemble import scenario
    from sim.compiled import COMPILED
    from sim.measures import measure
    from sim.model.simulate import log_of, resting_collector
    from sim.model.world import World

    one = scenario(case.county, case.design, years=case.years, parameters="point", seed=1, replication=0)
    one, before = scaled(one, case.factor), held_mb(most=False)
    start = time.process_time()
    world = World(one, 1, 0)
    with resting_collector():
        world.run()
    run_mb = held_mb()
    log = log_of(world)
    del world
    simulated = time.process_time()
    measure(log, one.calendar)
    end = time.process_time()
    return Measured(
        seconds=simulated - start,
        measuring=end - simulated,
        rows=len(log),
        clients=len(log.clients["name"]),
        days=log.days,
        before_mb=before,
        run_mb=run_mb,
        peak_mb=held_mb(),
        engine="compiled" if COMPILED else "interpreted on SimPy",
    )


def held_mb(most: bool = True) -> float | None:
    """Return the most memory that this process has held, or what it holds now, in MB; None where nobody says.

    From /proc where it is there: what `getrusage` calls the most is, after a start from another process, that one's.
    """
    try:
        status = Path("/proc/self/status").read_text("ascii", "replace")
    except OSError:
        return _most_by_getrusage()
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:" if most else "VmRSS:"))
    return float(kilobytes) * 1024 / 1e6


def _most_by_getrusage() -> float | None:
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


def main() -> None:
    """Measure what the arguments name and print a table."""
    if sys.argv[1:2] == [ONE]:
        print(json.dumps(asdict(measured(Case(**json.loads(sys.argv[2]))))))
        return
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replication", description=__doc__.split("\n")[0])
    parser.add_argument("--county", default="norrbotten", help="county that is scaled")
    parser.add_argument("--design", default="current", help="design that is run")
    parser.add_argument("--years", type=float, default=5.0, help="years after the reform day (3 come before it)")
    parser.add_argument("--factors", type=float, nargs="+", default=FACTORS, help="times the population")
    parser.add_argument("--repeat", type=int, default=1, help="runs of each size, in turn; the median counts")
    parser.add_argument("--engine", choices=ENGINES, default="compiled")
    options = parser.parse_args()
    cases = [Case(options.county, options.design, options.years, f, options.engine) for f in options.factors]
    found: dict[Case, list[Measured]] = {case: [] for case in cases}
    for _ in range(options.repeat):
        for case in cases:
            found[case].append(in_a_fresh_process(case))
    print(f"{options.county}, {options.design}, {3 + options.years:g} simulated years, one replication")
    print(f"{'size':>5} {'clients':>9} {'rows':>11} {'seconds':>9} {'rows/s':>10} {'ms/client':>10} "
          f"{'measures s':>11} {'MB/1,000 clients':>17} {'peak MB':>9}")  # fmt: skip
    for case, runs in found.items():
        seconds, one = median(r.seconds for r in runs), runs[0]
        print(f"{case.factor:>4g}× {one.clients:>9,} {one.rows:>11,} {seconds:>9.2f} {one.rows / seconds:>10,.0f} "
              f"{1000 * seconds / one.clients:>10.3f} {median(r.measuring for r in runs):>11.2f} "
              f"{one.mb_per_1000() or 0.0:>17.1f} {one.peak_mb or 0.0:>9.0f}")  # fmt: skip


if __name__ == "__main__":
    main()
