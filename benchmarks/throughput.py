"""`python -m benchmarks.throughput`: replications per second of two processes against one, and what the archive costs.

Four ways of running the same replications of a real county, each into an archive of its own, one after the other in one
session; the next round goes the other way round, so that a machine that slows down harms all alike:

    plain      `replicate`, one call after the other: no archive, no pool
    one        as `--jobs 1` does: with the archive
    pool       the pool with one process, its start included
    two        as `--jobs 2` does

Ratios are taken within a round. Run it on an idle machine with two cores or more. Writes `benchmarks/throughput.csv`.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from mellanrum.wiring.assemble import scenario
from sim.experiment.archive import Archive, performed
from sim.experiment.means import Means, carry_out
from sim.experiment.pool import run_in_pool
from sim.experiment.replicate import Job, replicate

WANTED_SPEED_UP, MOST_OVERHEAD = 1.8, 0.10
"""Aims. Source: issue 5."""


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds for the same replications, run in each way."""

    plain: float
    one: float
    pool: float
    two: float

    @property
    def speed_up(self) -> float:
        """How many times as many replications a second two processes do as one."""
        return self.one / self.two

    @property
    def archive_overhead(self) -> float:
        """What the archive costs, as a share of plain calls."""
        return self.one / self.plain - 1.0

    @property
    def overhead(self) -> float:
        """What archive and pool cost together, as a share of plain calls."""
        return self.pool / self.plain - 1.0


def main() -> None:
    """Measure, and print what it came to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.throughput", description=__doc__.split("\n")[0])
    parser.add_argument("--county", default="norrbotten")
    parser.add_argument("--years", type=float, default=0.5, help="years after the reform day (3 come before it)")
    parser.add_argument("--replications", type=int, default=8, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--csv", type=Path, default=Path(__file__).with_suffix(".csv"))
    options = parser.parse_args()
    one = scenario(options.county, "big_bang", years=options.years, parameters="point", seed=1, replication=0)
    jobs = [Job(0, one, 1, replication) for replication in range(options.replications)]
    replicate(jobs[0])  # everything is imported before anything is measured
    rounds = []
    print(f"{options.county}, {options.years:g} years, {len(jobs)} replications a measurement, seconds")
    print(f"{'plain':>8} {'one':>8} {'pool':>8} {'two':>8} {'two/one':>9} {'archive':>9} {'archive and pool':>17}")
    for nth in range(options.rounds):
        rounds.append(measured(jobs, backwards=bool(nth % 2)))
        print(line(rounds[-1]), flush=True)
    speed_up, overhead = median(r.speed_up for r in rounds), median(r.overhead for r in rounds)
    rate = median(len(jobs) / r.two for r in rounds)
    print(f"median: {rate:.3f} replications a second with two processes, {speed_up:.2f} times one "
          f"(wanted {WANTED_SPEED_UP:g}); archive and pool {overhead:.1%} (at most {MOST_OVERHEAD:.0%})")  # fmt: skip
    with options.csv.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, ["replications", "years", *asdict(rounds[0])], lineterminator="\n")
        rows.writeheader()
        for r in rounds:
            seconds = {name: f"{value:.3f}" for name, value in asdict(r).items()}
            rows.writerow({"replications": len(jobs), "years": options.years, **seconds})


def measured(jobs: list[Job], backwards: bool) -> Round:
    """Return one round; `backwards`: the ways in the opposite order."""
    ways: dict[str, Callable[[Archive], object]] = {
        "plain": lambda archive: [replicate(job) for job in jobs],
        "one": lambda archive: carry_out(jobs, Means(1, archive)),
        "pool": lambda archive: run_in_pool(partial(performed, archive=archive), jobs, 1, lambda position: None),
        "two": lambda archive: carry_out(jobs, Means(2, archive)),
    }
    return Round(**{way: seconds_of(ways[way]) for way in (reversed(ways) if backwards else ways)})


def seconds_of(work: Callable[[Archive], object]) -> float:
    """Return how long `work` takes with an archive that is empty."""
    with TemporaryDirectory() as folder:
        start = time.perf_counter()
        work(Archive(Path(folder)))
        return time.perf_counter() - start


def line(r: Round) -> str:
    """Return one line of the table."""
    return (f"{r.plain:>8.2f} {r.one:>8.2f} {r.pool:>8.2f} {r.two:>8.2f} {r.speed_up:>9.2f} "
            f"{r.archive_overhead:>9.1%} {r.overhead:>17.1%}")  # fmt: skip


if __name__ == "__main__":
    main()
