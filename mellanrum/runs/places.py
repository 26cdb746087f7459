"""Where results go: a ~ is the home folder, and nothing that is there is ever written over.

One rule for every option that names a place. What exists is refused before anything is run, unless it takes text as it
comes and keeps nothing (a pipe, a terminal, /dev/null): that is written into and never replaced.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from mellanrum.wiring.options import OptionError
from sim.experiment.atomic_files import aside, flush
from sim.terms.errors import unusable
from sim.terms.language import _

STANDARD_OUTPUT, WORKBOOK = "-", ".xlsx"


def place(text: str | Path) -> Path:
    """Return the path that somebody means. Raises OptionError for the home of nobody."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        found = _("{path}, the home of nobody here", path=repr(str(text)))
        raise OptionError([unusable("place", found, _("a path"))]) from None


def takes_text(path: Path) -> bool:
    """Return whether a path is no file but something that text is written into: a pipe, a terminal, /dev/null."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)


def why_not_a_folder(option: str, folder: Path | None) -> list[str]:
    """Return why a folder cannot be made, as a line for a list of problems."""
    if folder is None or not _there(folder):
        return []
    found = _("{path}, which exists and is not overwritten", path=folder)
    return [unusable(option, found, _("a folder that does not exist yet"))]


def why_not_a_workbook(option: str, file: str | Path | None, out: Path | None = None) -> list[str]:
    """Return why a workbook cannot be written, as a line: a spreadsheet opens it by its ending, and it is no stream."""
    if file is None:
        return []
    path = place(file)
    if path.suffix.lower() != WORKBOOK or takes_text(path):
        return [unusable(option, path, _("a file whose name ends with {ending}", ending=WORKBOOK))]
    return why_not_a_file(option, file, out, or_else=False)


def why_not_a_file(
    option: str,
    file: str | Path | None,
    out: Path | None = None,
    or_else: bool = True,
) -> list[str]:
    """Return why a file cannot be written, as a line. `out`: a folder that will be made, in which it may stand.

    `or_else`: whether the option takes standard output as well.
    """
    if file is None or (str(file) == STANDARD_OUTPUT and or_else):
        return []
    path = place(file)
    if path.is_dir():
        valid = _("a file to write, or - for standard output") if or_else else _("a file to write")
        return [unusable(option, _("{path}, a folder", path=path), valid)]
    if _there(path) and not takes_text(path):
        new = _("a file that does not exist yet")
        valid = _("a file that does not exist yet, or - for standard output") if or_else else new
        return [unusable(option, _("{path}, which exists and is not overwritten", path=path), valid)]
    if not path.parent.is_dir() and (out is None or path.parent.absolute() != out.absolute()):
        found = _("{path}, in a folder that does not exist", path=path)
        return [unusable(option, found, _("a file in one that does"))]
    return []


def write_new(file: str | Path, text: str) -> None:
    """Write a text file, whole or not at all. Raises FileExistsError for what came meanwhile, OSError for the rest."""
    path = place(file)
    if takes_text(path):
        try:
            with path.open("w", encoding="utf-8") as stream:
                stream.write(text)
        except OSError as error:
            error.filename = str(path)
            raise
        return

    fill_new(path, lambda partial: _write_text(partial, text))


def fill_new(file: str | Path, fill: Callable[[Path], object]) -> None:
    """Have `fill` write a file under another name beside its place, and give it its name. Raises as `write_new`."""
    path = place(file)
    partial = aside(path)
    try:
        fill(partial)
        flush(partial)
        _take_name(partial, path)
    except OSError as error:
        error.filename = str(path)
        raise
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def write_keeping(file: Path, text: str, kept: Path) -> None:
    """Write a file anew, whole or not at all; as it was it stays as `kept`, which must not exist. Raises OSError."""
    fill_new(kept, lambda partial: partial.write_bytes(file.read_bytes()))

    partial = aside(file)
    try:
        _write_text(partial, text)
        flush(partial)
        partial.replace(file)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _write_text(file: Path, text: str) -> None:
    with file.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write(text)


def _take_name(partial: Path, path: Path) -> None:
    """Give a file its name, unless something has it."""
    try:
        os.link(partial, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without second names
        if _there(path):
            raise FileExistsError(17, _("exists and is not overwritten"), str(path)) from None
        partial.rename(path)


def _there(path: Path) -> bool:
    return path.exists() or path.is_symlink()
