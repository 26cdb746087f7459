"""Checksums of all that a run has left, so that a changed figure is not shown as if it were the model's."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from sim.experiment.limited import bytes_within, json_of
from sim.terms.errors import unreadable
from sim.terms.language import _

SUMS = "sums.json"
CHUNK = 1 << 20


def write_sums(folder: Path) -> None:
    """Write the SHA-256 of every file in `folder`."""
    sums = {name: _sum(folder / name) for name in _files(folder)}
    (folder / SUMS).write_text(json.dumps(sums, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def altered(folder: Path, only: tuple[str, ...] = ()) -> list[str] | None:
    """Return what has been changed, taken away or added since the run was finished, a few words each.

    `only`: look at these files. None for a run of a version that wrote no sums. Raises ValueError for sums that are
    none.
    """
    try:
        sums = json_of(bytes_within(folder / SUMS))
    except FileNotFoundError:
        return None
    if not isinstance(sums, dict) or not all(isinstance(v, str) for v in sums.values()):
        raise ValueError(unreadable(folder / SUMS, _("no checksums"), _("those of a run")))
    there = _files(folder)
    found = [_("{file} is gone", file=name) for name in sums if name not in there and (not only or name in only)]
    found += [
        _("{file} was changed", file=n)
        for n in there
        if n in sums and (not only or n in only) and _sum(folder / n) != sums[n]
    ]
    return found if only else found + [_("{file} was added", file=name) for name in there if name not in sums]


def _files(folder: Path) -> list[str]:
    files = (p for p in folder.rglob("*") if p.is_file())
    return sorted(name for p in files if (name := p.relative_to(folder).as_posix()) not in (SUMS, "plan.json"))


def _sum(file: Path) -> str:
    found = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()
