"""Which build of the model is in use: its source, interpreted on SimPy, or the same source compiled.

`python -m compiling` compiles it into a folder beside the source. Where that folder is of this very source and this
Python, its modules are taken instead of the files of the same names; else the files are. `MELLANRUM_PURE=1` keeps to
the files. Nothing else knows of it but those few lines that say `if COMPILED`.
"""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
from collections.abc import Iterable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ExtensionFileLoader, ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

SUFFIX = str(sysconfig.get_config_var("EXT_SUFFIX") or ".so")
PLACE = Path(__file__).resolve().parent / "_compiled" / SUFFIX.strip(".").rsplit(".", 1)[0]
"""Where the compiled modules of this Python and machine lie."""
SOURCES = "sources.txt"
"""What was compiled: a digest and a file to a line, in that folder."""
ROOT = Path(__file__).resolve().parents[1]


class _Finder(MetaPathFinder):
    """Finds the compiled modules, by their names."""

    def __init__(self, files: dict[str, Path]) -> None:
        self._files = files

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where `fullname` is loaded from, if it is compiled."""
        file = self._files.get(fullname)
        if file is None:
            return None
        return spec_from_file_location(fullname, file, loader=ExtensionFileLoader(fullname, str(file)))


def digests(files: Iterable[str]) -> str:
    """Return the digest of each source file, one to a line: `files` relative to the root."""
    return "".join(f"{hashlib.sha256((ROOT / f).read_bytes()).hexdigest()} {f}\n" for f in files)


def why_interpreted() -> str | None:
    """Return why the source is interpreted; None if it is compiled."""
    return _WHY


def engine() -> str:
    """Return in a few words what runs the model, for manifests."""
    return "compiled" if _WHY is None else f"interpreted on SimPy: {_WHY}"  # not said: manifests keep it


def _use() -> str | None:
    if os.environ.get("MELLANRUM_PURE", "0") not in ("", "0"):
        return "MELLANRUM_PURE is set"  # not said: `mellanrum/cli/engine.py` says these
    if sys.implementation.name != "cpython":
        return f"this is {sys.implementation.name}"
    try:
        known = (PLACE / SOURCES).read_text("utf-8")
        files = [line.split(" ", 1)[1] for line in known.splitlines()]
        if digests(files) != known:
            # not said: there, too
            return "the source has changed since it was compiled (make setup compiles it anew)"
    except (OSError, IndexError):
        # not said: there, too
        return "it has not been compiled (make setup does so where there is a C compiler)"
    found = {_module_of(p.relative_to(PLACE)): p for p in PLACE.rglob(f"*{SUFFIX}")}
    sys.meta_path.insert(0, _Finder(found))
    return None


def _module_of(file: Path) -> str:
    """Return the name under which a compiled file is imported."""
    return ".".join([*file.parts[:-1], file.name.removesuffix(SUFFIX)])


_WHY = _use()
COMPILED: bool = _WHY is None
