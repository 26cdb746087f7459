"""Compile the model: sources with constants, C by mypyc, a library by the machine's C compiler."""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from subprocess import PIPE, STDOUT, Popen

from compiling.constants import with_constants
from compiling.sources import ROOT, compiled_files
from sim.compiled import PLACE, SOURCES, digests

WORK = ROOT / "build" / "compiled"
"""Where it is compiled: a copy of the source, C and objects."""
LOG = "log.txt"
"""Its file there in which is what the compilers said."""
SHARE_MADE = "@ "
"""Begins a line that says what share of the C files is compiled, in percent."""


class NotCompiledError(Exception):
    """The model could not be compiled, and why."""


def is_there() -> bool:
    """Whether the compiled build is that of the present source, for this Python."""
    try:
        return (PLACE / SOURCES).read_text("utf-8") == digests(compiled_files())
    except OSError:
        return False


def check_compilers() -> None:
    """Raise NotCompiledError without a C compiler or mypyc."""
    compiler = os.environ.get("CC", str(sysconfig.get_config_var("CC") or "cc")).split()[0]
    if shutil.which(compiler) is None:
        raise NotCompiledError(f"no C compiler ({compiler}) on this machine")
    if find_spec("mypyc") is None:
        raise NotCompiledError("mypyc is not installed")


def build(tell: Callable[[str], None]) -> Path:
    """Compile the model and return the folder of the library. `tell` is called with each step.

    Raises NotCompiledError without a C compiler, without mypyc, or where one of the two fails.
    """
    check_compilers()
    files = compiled_files()
    tell(f"Compiling the model (once, one to two minutes): C from {len(files)} modules ...")
    put_in_place(compiled(files, WORK, tell), PLACE, files)
    return PLACE


def compiled(files: list[str], work: Path, tell: Callable[[str], None]) -> Path:
    """Return a folder of libraries of `files`, compiled together in a copy of their packages in `work`.

    `files`: relative to the root, `sim` always among their packages. Raises NotCompiledError where a compiler fails.
    """
    shutil.rmtree(work, ignore_errors=True)
    for package in sorted({"sim", *(file.split("/")[0] for file in files)}):
        shutil.copytree(ROOT / package, work / package, ignore=shutil.ignore_patterns("__pycache__", PLACE.parent.name))
    for file in files:
        module = import_module(file.removesuffix(".py").replace("/", "."))
        (work / file).write_text(with_constants((ROOT / file).read_text("utf-8"), module), "utf-8")
    _compile(files, work, tell)
    return work / "library"


def _compile(files: list[str], work: Path, tell: Callable[[str], None]) -> None:
    """Let another process compile, in the copy: mypyc writes to the screen and ends the process when it fails."""
    command = [sys.executable, "-m", "compiling.compile", *files]
    surroundings, log = {**os.environ, "PYTHONPATH": str(ROOT)}, work / LOG
    with Popen(command, cwd=work, env=surroundings, stdout=PIPE, stderr=STDOUT, text=True) as process:
        assert process.stdout is not None
        with log.open("w", encoding="utf-8") as file:
            for line in process.stdout:
                file.write(line)
                if line.startswith(SHARE_MADE):
                    tell(f"a library from the C: {line.removeprefix(SHARE_MADE).strip()} %")
    if process.returncode != 0:
        raise NotCompiledError(f"{_reason(log.read_text('utf-8'))} (see {log.relative_to(ROOT)})")


def _reason(log: str) -> str:
    """Return the line of a log that says most: the last with an error in it, else the last."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()]
    return (errors or lines or ["no reason was given"])[-1]


def put_in_place(library: Path, place: Path, files: list[str]) -> None:
    """Take a new library into use, whole: what is imported meanwhile finds the old one or none."""
    shutil.rmtree(place, ignore_errors=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(library, place)
    (place / SOURCES).write_text(digests(files), "utf-8")
