"""Small JSON files that outlive a restart, a pulled plug and a full disk; a damaged one is told and set aside."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mellanrum.wiring.options import OptionError
from sim.experiment.atomic_files import flush, write_bytes_whole
from sim.terms.errors import unreadable, unusable
from sim.terms.language import _

LARGEST_BYTES = 4_000_000
DAMAGED, IN_USE = ".damaged", "in_use"


def write(path: Path, value: Any, secret: bool = False) -> None:
    """Write a value as JSON, whole, and wait until the disk has it. `secret`: no other user reads it. Raises OSError.

    What stood there before stays where it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    before = os.umask(0o077) if secret else None
    try:
        write_bytes_whole(path, json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False).encode())
    finally:
        if before is not None:
            os.umask(before)
    flush(path.parent)


def read(path: Path, fits: Callable[[Any], bool]) -> Any:
    """Return the value in a file, None where there is none or it cannot be used; then it is told and set aside."""
    found, _told = read_and_tell(path, fits)
    return found


def read_and_tell(path: Path, fits: Callable[[Any], bool]) -> tuple[Any, str | None]:
    """Return the value in a file, and a sentence about a damaged one, which has another name from then on."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
        found = json.loads(data) if len(data) <= LARGEST_BYTES else None
    except FileNotFoundError:
        return None, None
    except (OSError, ValueError, RecursionError):
        found = None
    if found is not None and fits(found):
        return found, None
    return None, _set_aside(path)


def _set_aside(path: Path) -> str:
    kept = path.with_name(f"{path.name}.{datetime.now(UTC):%Y%m%dT%H%M%S}{DAMAGED}")
    try:
        path.replace(kept)
    except OSError as error:
        return unreadable(path, error.strerror or str(error), _("a file that can be read; it is left alone"))
    return unreadable(path, _("a damaged file"), _("what this version wrote; it is kept as {name}", name=kept.name))


@contextmanager
def in_hand(folder: Path) -> Iterator[None]:
    """Have a folder for oneself: two servers would write over each other. Raises OptionError if another has it."""
    try:
        import fcntl
    except ImportError:  # Windows: nobody but the facilitator keeps the two apart
        yield
        return
    number = os.open(folder / IN_USE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        found = _("{folder}, which another workshop is using now", folder=folder)
        raise OptionError([unusable("--records", found, _("another folder, or that workshop's own page"))]) from None
    finally:
        os.close(number)
