"""A run's folder appears whole or not at all: it is filled under another name and renamed at the end.

Nothing that exists is ever overwritten. Whatever stops a run (Ctrl-C, an error), the half-filled folder goes, and with
it the folders that were made for it, if they are empty.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self


class FolderExistsError(ValueError):
    """The place where a result should go is taken."""


class RunFolder:
    """A folder under construction: `path` while it is being filled; `finish()` gives it its name."""

    def __init__(self, target: Path) -> None:
        """Raise FolderExistsError if `target` exists; nothing is written yet."""
        if target.exists() or target.is_symlink():
            raise FolderExistsError(f"{target} exists and is not overwritten")
        self.target = target
        self.path = target.parent / f".{target.name}.{os.getpid()}.partial"
        self._made: list[Path] = []
        self._finished = False

    def __enter__(self) -> Self:
        missing = [p for p in (self.target.parent, *self.target.parent.parents) if not p.exists()]
        try:
            for parent in reversed(missing):
                parent.mkdir(exist_ok=True)
                self._made.append(parent)
            shutil.rmtree(self.path, ignore_errors=True)  # left by a process of this number that was killed
            self.path.mkdir()
        except BaseException:
            self._clear()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._finished:
            self._clear()

    def finish(self) -> Path:
        """Give the folder its name and return it; if somebody took the name meanwhile, the next free one."""
        final, nth = self.target, 2
        while final.exists():
            final, nth = self.target.with_name(f"{self.target.name}-{nth}"), nth + 1
        self.path.rename(final)
        self._finished = True
        return final

    def _clear(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        for parent in reversed(self._made):
            with suppress(OSError):
                parent.rmdir()


def write_whole(path: Path, text: str) -> None:
    """Write a text file so that it is there whole or not at all."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
