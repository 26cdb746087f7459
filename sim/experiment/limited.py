"""Files that others may have written are read within limits: no pipe is waited for, no bomb unpacked.

What is beyond a limit, or is no file, is a ValueError in words; whoever reads makes a damaged entry or run of it.
"""

from __future__ import annotations

import json
import os
import stat
import zlib
from pathlib import Path
from typing import Any, NoReturn

from sim.terms.language import _

MEGABYTE = 1_000_000
ENTRY_BYTES = 64 * MEGABYTE
"""Of a packed entry of the archive; one of Norrbotten has 0.3 megabytes."""
HEAD_BYTES, COLUMN_BYTES = 32 * MEGABYTE, 256 * MEGABYTE
"""Of an entry's measures as text, and of its tables, unpacked."""
TEXT_BYTES = 64 * MEGABYTE
"""Of a plan, a manifest, a list of replications."""
RESULT_BYTES = 512 * MEGABYTE
LEAST_UNPACKED, TIMES_UNPACKED = 64 * MEGABYTE, 60
"""A result is a text of numbers, which packs five to ten times: what unpacks to sixty times as much is none."""
GZIP = 31  # zlib's word for a gzip header


def bytes_within(path: Path, most: int = TEXT_BYTES) -> bytes:
    """Return what is in a file. Raises OSError, or ValueError for what is no file or has more than `most` bytes."""
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(number, "rb") as file:
        about = os.fstat(number)
        if not stat.S_ISREG(about.st_mode):
            raise ValueError(_("no file (a pipe or a device)"))
        if about.st_size > most:
            raise ValueError(_("{n} bytes; at most {most}", n=about.st_size, most=most))
        data = file.read(most + 1)
    if len(data) > most:
        raise ValueError(_("more than {most} bytes", most=most))
    return data


def unpacked_within(data: bytes, most: int, wbits: int = zlib.MAX_WBITS) -> tuple[bytes, bytes]:
    """Return what a compressed stream holds, and what stands behind it. Raises ValueError beyond `most` bytes."""
    stream = zlib.decompressobj(wbits)
    try:
        found = stream.decompress(data, most + 1)
    except zlib.error as error:
        raise ValueError(_("no compressed text: {why}", why=error)) from None
    if len(found) > most:
        raise ValueError(_("more than {most} bytes when unpacked", most=most))
    if not stream.eof:
        raise ValueError(_("a compressed text without its end"))
    return found, stream.unused_data


def json_of(text: bytes | str, absent: bool = False) -> Any:
    """Return what a JSON text says. Raises ValueError for what is none, is nested too deep, or holds NaN.

    `absent`: NaN may stand in it, for what is not there, as in the tables of a result.
    """
    try:
        return json.loads(text) if absent else json.loads(text, parse_constant=_no_number)
    except RecursionError:
        raise ValueError(_("nesting too deep to read")) from None


def _no_number(word: str) -> NoReturn:
    raise ValueError(_("{word}, which is no number", word=word))
