"""`make bench-guard`: has the model become slower? A replication's time over that of a loop in plain Python.

Both are timed in turn, in processor time, in several processes. Whatever disturbs a machine only makes it slower, and
where a process happens to lie in memory makes it a tenth faster or slower than the next one; so the fastest replication
of all processes is set over the fastest loop of all of them. That ratio is held against `benchmarks/guard.toml`; more
than 15 % above it, all is timed once more, and if it still is, this exits 1 and says by how much. After a change that
is meant to cost, on a quiet machine:

    python -m benchmarks.guard --renew
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
import tomllib
from dataclasses import dataclass
from heapq import heappop, heappush
from pathlib import Path

from benchmarks.replication import ENGINES
from compiling.build import is_there

RATIOS = Path(__file__).with_name("guard.toml")
MOST = 0.15
"""A replication may take this share more than the file says."""
PROCESSES = {"compiled": 6, "simpy": 3}
ROUNDS = 3
"""Timed rounds of a process, after one that is not."""
COUNTY, DESIGN, YEARS = "norrbotten", "big_bang", 1.0
STEPS = 250_000
PYTHON = ".".join(platform.python_version_tuple()[:2])
ONE = "one"


class Item:
    """Something that waits in the loop's heap."""

    __slots__ = ("count", "name")

    def __init__(self, name: int) -> None:
        self.name = name
        self.count = 0

    def happen(self, seen: dict[int, float], day: float) -> float:
        """Note that it happened and say in how long it will again."""
        self.count += 1
        seen[self.name] = day
        return 1.0 + (self.name * 7919 + self.count * 104729) % 1009 / 1009.0


def loop(steps: int = STEPS) -> int:
    """Do in plain Python what schedulers do: a heap, objects with methods, a dictionary, floating point."""
    heap: list[tuple[float, int, Item]] = [(n / 1000.0, n, Item(n)) for n in range(1000)]
    seen: dict[int, float] = {}
    for number in range(1000, 1000 + steps):
        day, _, item = heappop(heap)
        heappush(heap, (day + item.happen(seen, day), number, item))
    return len(seen)


def seconds(rounds: int) -> tuple[list[float], list[float]]:
    """Return the seconds of replications and of loops, round by round; the first of each is not counted."""
    from mellanrum.wiring.assemble import scenario
    from sim.model import simulate

    one = scenario(COUNTY, DESIGN, years=YEARS, parameters="point", seed=1, replication=0)
    took, loops = [], []
    for _ in range(rounds + 1):
        start = time.process_time()
        simulate(one, 1, 0)
        took.append(time.process_time() - start)
        loops.append(_seconds_of_the_loop())
    return took[1:], loops[1:]


def _seconds_of_the_loop() -> float:
    start = time.process_time()
    loop()
    return time.process_time() - start


@dataclass(frozen=True, slots=True)
class Verdict:
    """One build: its ratio now, and the one in the file."""

    engine: str
    now: float
    known: float

    @property
    def more(self) -> float:
        """What it takes more, as a share; below 0: less."""
        return self.now / self.known - 1.0

    def is_slower(self) -> bool:
        """Whether that is too much."""
        return self.more > MOST

    def __str__(self) -> str:
        word = "SLOWER" if self.is_slower() else "fine"
        return f"{self.engine:9s} {self.now:6.2f} times the loop, {self.known:.2f} known: {self.more:+.0%}, {word}"


def main() -> int:
    """Measure and judge: 0 if nothing is slower, 1 if something is, 2 if nothing is known of this Python."""
    if sys.argv[1:2] == [ONE]:
        print(json.dumps(seconds(ROUNDS)))
        return 0
    parser = argparse.ArgumentParser(prog="python -m benchmarks.guard", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--renew", action="store_true", help="write the ratios of now")
    options = parser.parse_args()
    known: dict[str, dict[str, float]] = tomllib.loads(RATIOS.read_text("utf-8"))["ratios"]
    if not options.renew and PYTHON not in known:
        print(
            f"{RATIOS.name}: found no ratios for Python {PYTHON}; valid: {', '.join(known)}, or --renew",
            file=sys.stderr,
        )
        return 2
    now = {}
    for engine in ENGINES:
        if engine == "compiled" and not is_there():
            print("compiled  not judged: the model is not compiled here (make setup)")
            continue
        now[engine] = ratio(engine)
        if options.renew:
            print(f"{engine:9s} {now[engine]:.2f}")
    if options.renew:
        known[PYTHON] = known.get(PYTHON, {}) | now
        RATIOS.write_text(_file_of(known), "utf-8")
        return 0
    verdicts = [_judged(engine, found, known[PYTHON][engine]) for engine, found in now.items()]
    print(*verdicts, sep="\n")
    return int(any(v.is_slower() for v in verdicts))


def ratio(engine: str) -> float:
    """Return the fastest replication of a build over the fastest loop, of all its processes."""
    took, loops = zip(*(_in_a_process(engine) for _ in range(PROCESSES[engine])), strict=True)
    return min(map(min, took)) / min(map(min, loops))


def _judged(engine: str, found: float, known: float) -> Verdict:
    verdict = Verdict(engine, found, known)
    return Verdict(engine, min(found, ratio(engine)), known) if verdict.is_slower() else verdict


def _in_a_process(engine: str) -> tuple[list[float], list[float]]:
    surroundings = {k: v for k, v in os.environ.items() if k != "MELLANRUM_PURE"}
    surroundings |= {"MELLANRUM_PURE": "1"} if engine == "simpy" else {}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.guard", ONE], check=True, stdout=subprocess.PIPE, text=True, env=surroundings
    )
    took, loops = json.loads(done.stdout)
    return took, loops


def _file_of(known: dict[str, dict[str, float]]) -> str:
    lines = [
        "# A replication's time over that of a loop in plain Python (benchmarks/guard.py), by Python and build.",
        "# After a change that is meant to cost, on a quiet machine: python -m benchmarks.guard --renew",
    ]
    for python, ratio in known.items():
        lines += ["", f'[ratios."{python}"]', *(f"{engine} = {value:.3f}" for engine, value in ratio.items())]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
