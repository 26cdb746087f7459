"""Files that are there whole or not at all: written under another name, flushed to the disk, then renamed.

Whatever stops the writer leaves what was there before. A writer that is killed leaves a file that ends in `.partial`,
which nobody reads.
"""

from __future__ import annotations

import os
import platform
from contextlib import suppress
from pathlib import Path

PARTIAL = ".partial"


def aside(path: Path) -> Path:
    """Return a hidden name beside `path` that no other writer has at the same time, on this machine or another."""
    return path.with_name(f".{path.name}.{platform.node()}-{os.getpid()}-{os.urandom(4).hex()}{PARTIAL}")


def write_bytes_whole(path: Path, data: bytes) -> None:
    """Write a file whole, and wait until the disk has it. Raises OSError; then nothing of it is left."""
    partial = aside(path)
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Wait until the disk has a file or a folder's names, where the system can say so."""
    try:
        number = os.open(path, os.O_RDONLY)
    except OSError:  # Windows opens no folders
        return
    try:
        os.fsync(number)
    except OSError:
        pass
    finally:
        os.close(number)
