"""Files that were found valid are not checked again while not a byte of them has changed: a thousand draws, one check.

Of every file that was read a digest is remembered, and the file is read again to compare it: neither dates nor sizes,
which an editor may leave as they were. Only what is valid is remembered.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from scenarios.checks.check import VARY, Files, checked
from scenarios.edits import keys
from scenarios.files.finding import find
from scenarios.files.problems import ScenarioError
from scenarios.files.read import reads

if TYPE_CHECKING:
    from scenarios.edits.edits import Edits
    from scenarios.files.parameters import Parameters

MOST = 32
"""What is remembered: designs of one comparison, or points of a sweep that are run in turn. Each takes 0.2 MB."""


@dataclass(frozen=True, slots=True)
class _Known:
    """`read`: digest of each file. `parameters`: those that the files were checked with."""

    files: Files
    read: dict[Path, bytes]
    parameters: Parameters

    def holds(self, parameters: Parameters) -> bool:
        return (self.parameters is parameters or self.parameters == parameters) and all(
            _is_still(file, digest) for file, digest in self.read.items()
        )


_KNOWN: dict[tuple[str, ...], _Known] = {}
_ONE_AT_A_TIME = Lock()


def checked_once(
    county: str | Path,
    design: str | Path,
    parameters: Parameters,
    years: float,
    edits: Edits | None = None,
    label: str = VARY,
) -> Files:
    """Return the files as `checked` does, without checking them again if that was done. Raises ScenarioError."""
    try:
        leaves = find(county, "county").absolute(), find(design, "design").absolute()
    except ScenarioError:
        return checked(
            county=county, design=design, parameters=parameters, years=years, edits=edits, label=label
        )  # it tells all that is wrong, not the first
    key = tuple(map(str, (county, design, *leaves, keys.SERVICES, repr(years), repr(edits or {}), label)))
    with _ONE_AT_A_TIME:
        known = _KNOWN.get(key)
    if known is not None and known.holds(parameters):
        return known.files
    with reads() as read:
        files = checked(county=county, design=design, parameters=parameters, years=years, edits=edits, label=label)
    digests = {file: _digest(data) for file, data in read.items()}
    with _ONE_AT_A_TIME:
        _KNOWN.pop(key, None)
        while len(_KNOWN) >= MOST:
            del _KNOWN[next(iter(_KNOWN))]
        _KNOWN[key] = _Known(files, digests, parameters)
    return files


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _is_still(file: Path, digest: bytes) -> bool:
    try:
        return _digest(file.read_bytes()) == digest
    except OSError:
        return False
