"""Every engine runs the common workload in turn, round after round, so that a busy machine is busy for all alike."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.engines import built
from benchmarks.engines.agreement import Difference, DisagreeError, check
from benchmarks.engines.run import OURS
from benchmarks.engines.workload import CLIENTS_A_DAY, LEAVES_SHARE, URGENT_SHARE, WORKLOADS, Tally
from compiling.sources import ROOT

SEED = 2028
SIMPY, INTERPRETED, COMPILED = "SimPy as documented", "our blocks, interpreted on SimPy", "our blocks, compiled"
CIW, SALABIM, CPP, SIMMER = "Ciw", "salabim", "C++ loop", "R's simmer"
ALL = (SIMPY, INTERPRETED, COMPILED, CIW, SALABIM, CPP, SIMMER)

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Engine:
    """How an engine is started: a command, to which workload, seed and days are added, in a folder."""

    name: str
    command: list[str]
    folder: Path
    paths: tuple[Path, ...] = ()
    pure: bool = False


@dataclass(slots=True)
class Found:
    """What an engine's runs came to, round by round: seconds of processor time and tallies."""

    name: str
    version: str = ""
    seconds: list[float] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)


def engine(name: str, tell: Tell) -> Engine:
    """Return an engine, built or installed if need be. Raises NotHereError where it cannot be had."""
    here, run = sys.executable, ["-m", "benchmarks.engines.run"]
    if name == SIMPY:
        return Engine(name, [here, *run, "on_simpy"], ROOT)
    if name == INTERPRETED:
        return Engine(name, [here, *run, OURS], ROOT, pure=True)
    if name == COMPILED:
        return Engine(name, [here, *run, OURS], built.compiled_copy(tell), (ROOT,))
    if name in (CIW, SALABIM):
        return Engine(name, [str(built.others(tell)), *run, f"on_{name.lower()}"], ROOT)
    if name == CPP:
        return Engine(name, [str(built.loop(tell))], ROOT)
    missing = "R is here, a script for it is not" if shutil.which("Rscript") else "no R"
    raise built.NotHereError(missing)


def once(engine: Engine, workload: str, seed: int, days: float, found: Found) -> None:
    """Run an engine once and add what it came to. Raises CalledProcessError with what it wrote if it failed."""
    surroundings = {k: v for k, v in os.environ.items() if k not in ("MELLANRUM_PURE", "PYTHONPATH")}
    surroundings |= {"PYTHONPATH": os.pathsep.join(map(str, engine.paths))} if engine.paths else {}
    surroundings |= {"MELLANRUM_PURE": "1"} if engine.pure else {}
    command = [*engine.command, workload, str(seed), str(days)]
    if engine.name == CPP:
        numbers = [CLIENTS_A_DAY, URGENT_SHARE, LEAVES_SHARE, *(x for s in WORKLOADS[workload] for x in s)]
        command = [*engine.command, str(seed), str(days), *map(str, numbers)]
    done = subprocess.run(command, cwd=engine.folder, env=surroundings, check=True, stdout=subprocess.PIPE, text=True)
    if engine.name == CPP:
        seconds, *counts = done.stdout.split()
        u, o = counts[:4], counts[4:]
        tally = Tally(
            [int(u[0]), int(o[0])], [int(u[1]), int(o[1])], [float(u[2]), float(o[2])], [int(u[3]), int(o[3])]
        )
        found.version, found.seconds, found.tallies = (
            "g++ -O2",
            [*found.seconds, float(seconds)],
            [*found.tallies, tally],
        )
        return
    told = json.loads(done.stdout)
    found.version = told["version"]
    found.seconds.append(told["seconds"])
    found.tallies.append(Tally(**told["tally"]))


def measured(
    engines: Sequence[Engine], workload: str, days: float, rounds: int, tell: Tell = lambda _: None
) -> list[Found]:
    """Return what `engines` came to in `rounds` rounds, each with a seed of its own, the order turned each time."""
    found = {engine.name: Found(engine.name) for engine in engines}
    for nth in range(rounds):
        tell(f"{workload}, round {nth + 1} of {rounds}")
        for engine in engines if nth % 2 == 0 else reversed(engines):
            once(engine, workload, SEED + nth, days, found[engine.name])
    return list(found.values())


def agreed(found: Sequence[Found]) -> list[Difference]:
    """Return how far engines lie apart. Raises DisagreeError where that is more than chance.

    Our two builds have the same numbers: they must have come to the very same, and are tested as one.
    """
    ours = [f for f in found if f.name in (INTERPRETED, COMPILED)]
    if len(ours) == 2 and ours[0].tallies != ours[1].tallies:
        raise DisagreeError("our building blocks do not come to the same interpreted and compiled")
    tested = [f for f in found if f is not ours[-1]] if len(ours) == 2 else found
    return check({f.name: [tally.told() for tally in f.tallies] for f in tested})
