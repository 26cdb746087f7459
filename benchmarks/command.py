"""`python -m benchmarks.command`: where the time of a whole `compare` goes, from its start to its printed page.

Functions that begin a stage are wrapped; what a stage calls of another is that other's. Designs that are run in a copy
of the process tell of themselves through the same file. Seconds are of processor time, on one core (`--jobs 1`).
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

START, SCENARIOS = "start: Python, imports, arguments", "scenarios: files read, composed, checked"
SIMULATE, MEASURE, ARCHIVE = "simulate", "measure", "archive: digest, entries, logs"
SUM_UP = "sum up: means, intervals, differences"
WRITE, PAGE = "write the run's folder: tables, pictures, page", "print the page"
ORDER = (START, SCENARIOS, SIMULATE, MEASURE, ARCHIVE, SUM_UP, WRITE, PAGE)
IN_A_COPY = "sim.experiment.families:_in_a_copy"
BEGINS = {
    "mellanrum.questions.compare:CompareRequest.prepared": SCENARIOS,
    "sim.model.together:simulate_together": SIMULATE,
    "sim.model:simulate": SIMULATE,
    "sim.measures:measure": MEASURE,
    "sim.experiment.means:_kept": ARCHIVE,
    "mellanrum.questions.compare:compare": SUM_UP,
    "sim.experiment.run:RunInHand.finish": WRITE,
    "mellanrum.cli.performing:present": PAGE,
}
"""Module and function → the stage that begins with it."""
COUNTY, DESIGNS, YEARS = "norrbotten", ("current", "paper_transfer", "big_bang"), 5.0


class Stages:
    """Writes what each call of a stage took, without what other stages took within it, to the end of a file."""

    def __init__(self, file: Path) -> None:
        self._file = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self._within: list[float] = []

    def note(self, stage: str, seconds: float) -> None:
        """Write a line."""
        os.write(self._file, f"{seconds!r} {stage}\n".encode())

    def staged(self, stage: str | None, do: Callable[..., Any]) -> Callable[..., Any]:
        """Return `do`, timed as `stage`; None: its own time is told by another process."""

        def timed(*args: Any, **kwargs: Any) -> Any:
            start = time.process_time()
            self._within.append(0.0)
            try:
                return do(*args, **kwargs)
            finally:
                took = time.process_time() - start
                within = self._within.pop()
                if self._within:
                    self._within[-1] += took
                if stage is not None:
                    self.note(stage, took - within)

        return timed


def in_stages(file: Path, arguments: Sequence[str]) -> int:
    """Run a command of the command line, its stages told in `file`."""
    stages = Stages(file)
    from mellanrum.cli import main

    for place, stage in BEGINS.items():
        holder, name = _holder(place)
        setattr(holder, name, stages.staged(stage, getattr(holder, name)))
    families, name = _holder(IN_A_COPY)
    apart = getattr(families, name)
    setattr(families, name, stages.staged(None, lambda do, nth: apart(stages.staged(SIMULATE, do), nth)))
    request, name = _holder("mellanrum.questions.compare:CompareRequest.prepared")
    prepared = getattr(request, name)

    def first(*args: Any) -> Any:
        stages.note(START, time.process_time())
        return prepared(*args)

    setattr(request, name, first)
    return main(list(arguments))


def _holder(place: str) -> tuple[Any, str]:
    """Return the module or class that holds what a place names, and its name there."""
    module, _, names = place.partition(":")
    *outer, name = names.split(".")
    holder: Any = import_module(module)
    for word in outer:
        holder = getattr(holder, word)
    return holder, name


def measured(replications: int, engine: str = "compiled", years: float = YEARS) -> dict[str, float]:
    """Return stage → seconds of a comparison of three designs, run in a process of its own."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "stages.txt"
        arguments = ["compare", COUNTY, *DESIGNS, "-n", str(replications), "--years", str(years), "--jobs", "1"]
        arguments += ["--archive", f"{folder}/archive", "--out", f"{folder}/run"]
        surroundings = {k: v for k, v in os.environ.items() if k != "MELLANRUM_PURE"}
        surroundings |= {"MELLANRUM_PURE": "1"} if engine == "simpy" else {}
        command = [sys.executable, "-m", "benchmarks.command", str(file), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=surroundings)
        found = dict.fromkeys(ORDER, 0.0)
        for line in file.read_text("utf-8").splitlines():
            seconds, stage = line.split(" ", 1)
            found[stage] += float(seconds)
        return found


def main() -> int:
    """Measure and print; or, with arguments, be the command that is measured."""
    if len(sys.argv) > 1:
        return in_stages(Path(sys.argv[1]), sys.argv[2:])
    found = measured(2)
    for stage, seconds in found.items():
        print(f"{stage:50s} {seconds:6.2f} s {100 * seconds / sum(found.values()):5.1f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
