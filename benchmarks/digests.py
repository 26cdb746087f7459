"""Every design's event log is the same on either build, alone or in a family: one table of checksums.

    python -m benchmarks.digests norrbotten gavleborg -n 2

For each county, fitted draw and design that ships: alone interpreted on SimPy, alone compiled, in a family interpreted,
in a family compiled. Exit code 1 if any two differ. Without a compiled build it says so and compares what there is.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import NamedTuple

from calibration.parameters.store import load_parameters
from mellanrum.wiring.parameter_source import source_of
from scenarios.compose import compose
from scenarios.files.read import list_designs
from sim.compiled import COMPILED
from sim.experiment.families import Family, perform_family
from sim.experiment.replicate import Job, replicate
from sim.model import simulate

SEED = 2028
SHOWN = 12
WAYS = ("interpreted, alone", "compiled, alone", "interpreted, family", "compiled, family")


def main() -> int:
    """Print the table; return 1 if two digests differ."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("counties", nargs="+")
    ask.add_argument("-n", type=int, default=2, help="fitted draws")
    ask.add_argument("--years", type=float, default=5.0)
    ask.add_argument("--json", action="store_true", help="only this build's digests")
    given = ask.parse_args()
    if given.json:
        print(json.dumps([[d.alone, d.shared] for c in given.counties for d in digests(c, given.n, given.years)]))
        return 0
    if not COMPILED:
        print("there is no compiled build to compare: make setup makes it where there is a C compiler")
        return 1
    equal = True
    print(f"| county | draw | design | {' | '.join(WAYS)} | |\n|---{'|---' * 7}|")
    for county in given.counties:
        compiled = list(digests(county, given.n, given.years))
        for here, (alone, shared) in zip(compiled, _interpreted(county, given), strict=True):
            told = (alone, here.alone, shared, here.shared)
            same = len(set(told)) == 1
            equal = equal and same
            cells = " | ".join(digest[:SHOWN] for digest in told)
            print(
                f"| {county} | {here.draw} | `{here.design}` | {cells} | {'equal' if same else 'DIFFERS'} |", flush=True
            )
    print("all equal" if equal else "some differ")
    return 0 if equal else 1


class Found(NamedTuple):
    """A design's digests on this build."""

    draw: int
    design: str
    alone: str
    shared: str


def digests(county: str, draws: int, years: float) -> Iterator[Found]:
    """Yield each design's digests on the build in use, alone and in a family with all the others."""
    source, known = source_of(county, None, SEED), load_parameters()
    for draw in range(draws):
        jobs = tuple(
            Job(nth, compose(county, design, parameters=known, years=years, pick=source.pick(draw)), SEED, draw)
            for nth, design in enumerate(list_designs())
        )
        shared = perform_family(Family(jobs), replicate)
        for job, outcome in zip(jobs, shared, strict=True):
            yield Found(draw, job.scenario.name, simulate(job.scenario, SEED, draw).digest(), outcome.digest)


def _interpreted(county: str, given: argparse.Namespace) -> list[list[str]]:
    ask = [
        sys.executable,
        "-m",
        "benchmarks.digests",
        county,
        "-n",
        str(given.n),
        "--years",
        str(given.years),
        "--json",
    ]
    done = subprocess.run(ask, env={**os.environ, "MELLANRUM_PURE": "1"}, capture_output=True, text=True, check=True)
    told: list[list[str]] = json.loads(done.stdout)
    return told


if __name__ == "__main__":
    sys.exit(main())
