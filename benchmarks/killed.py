"""`python -m benchmarks.killed` kills a comparison at 50 random points (SIGKILL of its process group) and resumes it.

A comparison of a small county runs in a process group of its own, two replications at a time. At a random time (from
its start to a little after what an undisturbed run takes) the group is killed; then it is resumed, and killed again,
until it is finished before its time is up. Then another is begun in a fresh folder, until 50 have been killed. What
counts:

- every finished run has the digests of an undisturbed one;
- what was in the archive at a kill is never written again, so nothing finished is ever done again;
- what was in flight at a kill, and so is done again: each replication in the making has a half-written log in the
  archive (`--logs all`). Never more than the processes.

Writes `benchmarks/killed.csv`: one row per kill.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.small_county import write_small_county

ROOT = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-c", "import sys; from mellanrum.cli import main; sys.exit(main())"]
JOBS = 2
BEYOND = 1.1
"""The latest kill, in times of an undisturbed run: some come too late, and the run is finished."""
OUT = "run"


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill. `done`: replications in the archive by then. `in_flight`: begun and not archived. `state`: of the run:
    not begun, unfinished, finished."""  # fmt: skip

    run: int
    after_seconds: float
    done: int
    in_flight: int
    rewritten: int
    state: str


@dataclass(frozen=True, slots=True)
class Moment:
    """When to kill: so many seconds after the process was started and so many replications were archived."""

    seconds: float
    archived: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """One run until it was finished. `written`: entries archived in all, `same`: digests as of an undisturbed run."""

    kills: tuple[Kill, ...]
    replications: int
    written: int
    same: bool


def main() -> None:
    """Kill, resume, and print what it came to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.killed", description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--replications", type=int, default=30, help="of each of the two designs")
    parser.add_argument("--seed", type=int, default=2028)
    parser.add_argument("--csv", type=Path, default=Path(__file__).with_suffix(".csv"))
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        runs = killed_and_resumed(Path(folder), options.kills, options.replications, options.seed)
    kills = [kill for run in runs for kill in run.kills]
    print(f"{'run':>4} {'killed after s':>15} {'done':>5} {'in flight':>10} {'written again':>14}  state")
    for kill in kills:
        print(f"{kill.run:>4} {kill.after_seconds:>15.2f} {kill.done:>5} {kill.in_flight:>10} {kill.rewritten:>14}  "
              f"{kill.state}")  # fmt: skip
    print(told(runs))
    with options.csv.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, [*asdict(kills[0])], lineterminator="\n")
        rows.writeheader()
        rows.writerows(asdict(k) | {"after_seconds": f"{k.after_seconds:.3f}"} for k in kills)


def told(runs: Sequence[Run]) -> str:
    """Return in words what kills cost."""
    kills = [kill for run in runs for kill in run.kills]
    lost = sum(k.in_flight for k in kills)
    wanted, same = sum(run.replications for run in runs), sum(run.same for run in runs)
    return (
        f"{len(kills)} kills over {len(runs)} runs; digests as undisturbed: {same} of {len(runs)}\n"
        f"{wanted} replications wanted, {sum(r.written for r in runs)} archived, {lost} in flight when killed "
        f"(at most {max(k.in_flight for k in kills)} at a time, {JOBS} processes) and run again; "
        f"{sum(k.rewritten for k in kills)} archived ones written again"
    )


def killed_and_resumed(folder: Path, kills: int, replications: int, seed: int) -> list[Run]:
    """Return what became of as many runs as it takes for so many kills."""
    chance = random.Random(seed)
    county = write_small_county(folder)
    started = time.monotonic()
    undisturbed = digests(finished(begin(county, folder / "undisturbed", replications)))
    lasts = time.monotonic() - started
    runs: list[Run] = []
    while sum(len(run.kills) for run in runs) < kills:
        left = kills - sum(len(run.kills) for run in runs)
        at = folder / f"run{len(runs)}"
        moments = [Moment(chance.uniform(0, BEYOND * lasts)) for _ in range(left)]
        runs.append(
            one_run(
                county=county, at=at, replications=replications, moments=moments, undisturbed=undisturbed, nth=len(runs)
            )
        )
    return runs


def one_run(
    county: Path, at: Path, replications: int, moments: Sequence[Moment], undisturbed: Sequence[str], nth: int
) -> Run:
    """Begin a run, kill it at each of the moments in turn until it is finished before one, and resume it."""
    kills, seen, said = list[Kill](), set[str](), ""
    for moment in moments:
        process = _again(county, at, replications)
        before = entries(at)
        try:
            while len(entries(at)) < moment.archived and process.poll() is None:
                time.sleep(0.01)
            said, _ = process.communicate(timeout=moment.seconds)
            assert process.returncode == 0, said
            break
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        now = entries(at)
        rewritten = sum(now.get(name) != stamp for name, stamp in before.items())
        kills.append(
            Kill(
                run=nth,
                after_seconds=moment.seconds,
                done=len(now),
                in_flight=_in_flight(at, seen),
                rewritten=rewritten,
                state=_state(at),
            )
        )
    else:
        before = entries(at)
        said = finished(_again(county, at, replications))
    last = entries(at)
    assert all(last[name] == stamp for name, stamp in before.items())
    same = digests(said) == list(undisturbed)
    return Run(tuple(kills), 2 * replications, len(last) + sum(k.rewritten for k in kills), same)


def finished(process: subprocess.Popen[str]) -> str:
    """Return what an undisturbed command said."""
    said, _ = process.communicate()
    assert process.returncode == 0, said
    return said


def digests(said: str) -> list[str]:
    """Return the lines that prove the event logs the same."""
    return [line for line in said.splitlines() if line.startswith("sha256 ")]


def entries(at: Path) -> dict[str, tuple[int, int]]:
    """Return of every archived replication which file it is and when it was written."""
    files = (at / "runs" / "archive").glob("??/*.entry")
    return {file.name: (file.stat().st_ino, file.stat().st_mtime_ns) for file in files}


def _in_flight(at: Path, seen: set[str]) -> int:
    """Return how many replications were begun and not archived at a kill: what is left of them and was not `seen`."""
    archive = at / "runs" / "archive"
    whole = {log.name for log in archive.glob("??/*.log") if not log.with_suffix(".entry").exists()}
    half = {log.name for log in archive.glob("??/.*.log.*.partial")}
    new = (whole | half) - seen
    seen |= new
    return len({name.strip(".").partition(".")[0] for name in new})


def _state(at: Path) -> str:
    if (at / OUT).exists():
        return "finished"
    return "unfinished" if (at / f"{OUT}.unfinished").exists() else "not begun"


def _again(county: Path, at: Path, replications: int) -> subprocess.Popen[str]:
    """Resume the run, or begin it if the kill came before it was begun."""
    if _state(at) == "not begun":
        return begin(county, at, replications)
    return _start(["resume", OUT, "--jobs", str(JOBS), "--digest"], at)


def begin(county: Path, at: Path, replications: int) -> subprocess.Popen[str]:
    """Start the comparison in the folder `at`."""
    at.mkdir(exist_ok=True)
    asked = ["-n", str(replications), "--years", "0.1", "--logs", "all", "--jobs", str(JOBS), "--out", OUT, "--digest"]
    return _start(["compare", str(county), "current", "big_bang", *asked], at)


def _start(arguments: Sequence[str], at: Path) -> subprocess.Popen[str]:
    """Start the command in a process group of its own."""
    return subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=at,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


if __name__ == "__main__":
    main()
