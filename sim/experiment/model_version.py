"""Which model this is: a digest of the source that decides a replication's results.

Two results under one version came from the same rules, whatever the package's number says. What only arranges runs
(pools, archives, statistics) is not part of it. `__pycache__` and the time of a checkout make no difference.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

SIM = Path(__file__).resolve().parents[1]
DECIDES = ("terms", "chance", "population", "model", "measures", "experiment/replicate.py")
"""What a replication runs through, from scenario to measures, in the folder `sim`."""


@cache
def model_version() -> str:
    """Return the SHA-256 of the source files, by name and content; line ends of any system count as one."""
    h = hashlib.sha256()
    for place in DECIDES:
        for file in _sources(SIM / place):
            h.update(file.relative_to(SIM).as_posix().encode() + b"\0")
            h.update(file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return h.hexdigest()


def _sources(place: Path) -> list[Path]:
    """Return the Python and data files of a folder in an order of their own, or the one file."""
    if place.is_file():
        return [place]
    return sorted(p for p in place.rglob("*") if p.suffix in (".py", ".csv"))
