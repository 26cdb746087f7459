"""What of the engines must be built or fetched first, each once, in `build/bench/`: nothing of it is in `.venv`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
import venv
from collections.abc import Callable
from pathlib import Path

from compiling.build import NotCompiledError, check_compilers, compiled, put_in_place
from compiling.sources import ROOT
from sim.compiled import PLACE, SOURCES, digests

FOLDER = ROOT / "build" / "bench"
COPY = FOLDER / "source"
"""A copy of the source, with its own compiled build: `PYTHONPATH` there runs the workload compiled."""
LOOP = FOLDER / "loop"
OTHERS = FOLDER / "others"
"""A virtual environment with what is compared with, the extra `bench`, and nothing of the project."""
OURS = "benchmarks/engines/ours.py"
BLOCKS = (
    "sim/chance/clock.py",
    "sim/chance/distributions.py",
    "sim/chance/keyed.py",
    "sim/model/agenda.py",
    "sim/model/engine.py",
    "sim/model/factors.py",
    "sim/model/staff.py",
    "sim/model/ties.py",
    "sim/model/unit.py",
    "sim/terms/capacity.py",
    "sim/terms/hazards.py",
    "sim/terms/total.py",
)
"""What the workload uses of the model, compiled with it: so one calls the other as in the model's own build."""
MODEL = "sim/model/__init__.py"
NO_MODEL = '"""The building blocks alone: in this copy the model is not imported with them."""\n'

Tell = Callable[[str], None]


class NotHereError(Exception):
    """An engine cannot be had on this machine, and why."""


def compiled_copy(tell: Tell) -> Path:
    """Return a copy of the present source in which the workload and its building blocks are compiled, if they are not.

    Raises NotHereError where it cannot be compiled.
    """
    files = sorted((*BLOCKS, OURS))
    for package in ("sim", "benchmarks"):
        ignored = shutil.ignore_patterns("__pycache__", PLACE.parent.name)
        shutil.copytree(ROOT / package, COPY / package, ignore=ignored, dirs_exist_ok=True)
    (COPY / MODEL).write_text(NO_MODEL, "utf-8")
    place = COPY / PLACE.relative_to(ROOT)
    wanted = digests(files)
    if (place / SOURCES).is_file() and (place / SOURCES).read_text("utf-8") == wanted:
        return COPY
    try:
        check_compilers()
        tell(f"Compiling the common workload: {len(files)} modules ...")
        library = compiled(files, FOLDER / "compiled", tell)
    except NotCompiledError as why:
        raise NotHereError(str(why)) from None
    put_in_place(library, place, files)
    return COPY


def loop(tell: Tell) -> Path:
    """Return the C++ loop as a program; made if it is stale. Raises NotHereError without g++."""
    source = ROOT / "benchmarks" / "engines" / "loop.cpp"
    if shutil.which("g++") is None:
        raise NotHereError("no g++")
    if not LOOP.is_file() or LOOP.stat().st_mtime < source.stat().st_mtime:
        tell("Compiling loop.cpp ...")
        LOOP.parent.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            ["g++", "-O2", "-std=c++17", "-o", str(LOOP), str(source)], capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise NotHereError(f"g++ failed: {done.stderr.strip().splitlines()[0]}")
    return LOOP


def others(tell: Tell) -> Path:
    """Return a Python that has Ciw and salabim; installed, as the extra `bench` says, if it has not.

    Raises NotHereError where they cannot be installed.
    """
    python = OTHERS / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]["bench"]
    mark = OTHERS / "wanted.txt"
    if mark.is_file() and mark.read_text("utf-8") == "\n".join(wanted):
        return python
    tell(f"Installing {', '.join(wanted)} into {OTHERS.relative_to(ROOT)} ...")
    shutil.rmtree(OTHERS, ignore_errors=True)
    try:
        venv.create(OTHERS, with_pip=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted]
        subprocess.run(pip, check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as failed:
        told = (failed.stderr or failed.output or "").strip().splitlines()
        raise NotHereError(f"could not be installed: {told[-1] if told else failed}") from None
    mark.write_text("\n".join(wanted), "utf-8")
    return python
