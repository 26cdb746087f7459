"""Settled answers, kept in the archive beside the replications that they rest on, and found again at once.

Summing twenty replications up takes seconds. What was settled once is read instead, if everything that decides it is
the same to the last byte of the program: it is what summing up would give. Layout: `settled/AB/ABCD…/`.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from mellanrum.questions.compare import CompareRequest, digest_of
from sim.comparison.results import Comparison
from sim.experiment.archive import Archive
from sim.experiment.atomic_files import aside, flush
from sim.experiment.records import read_result, write_result
from sim.experiment.study import Study
from sim.experiment.sums import write_sums
from sim.terms.errors import InputError

FOLDER = "settled"
PROGRAM = ("sim", "scenarios", "calibration", "outputs/text", "mellanrum/questions", "mellanrum/wiring")
ROOT = Path(__file__).resolve().parents[2]
READ = (".py", ".toml", ".csv", ".parquet", ".json", ".md")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settled:
    """The settled answers of an archive. Whatever is wrong with one, it is as if it were not there."""

    archive: Archive

    def get(self, key: str, first: Study) -> Comparison | None:
        """Return the answer at `key`, its designs under the titles that they have now."""
        place = self._place(key)
        if not place.is_dir():
            return None
        try:
            found = read_result(place, Comparison)
        except (InputError, OSError) as error:
            _log.warning("%s", error)
            return None
        if found.enough is None or [d.name for d in found.designs] != [d.name for d in first.designs]:
            return None
        titled = tuple(replace(d, title=now.title) for d, now in zip(found.designs, first.designs, strict=True))
        return replace(found, designs=titled)

    def put(self, key: str, comparison: Comparison) -> None:
        """Keep an answer. That it cannot be kept costs the time to sum it up again, and nothing else."""
        place = self._place(key)
        folder = aside(place)
        try:
            folder.mkdir(parents=True)
            write_result(folder, CompareRequest.KIND, comparison)
            write_sums(folder)
            shutil.rmtree(place, ignore_errors=True)
            folder.rename(place)
            flush(place.parent)
        except OSError as error:
            _log.warning("%s", self.archive.refused(error))
        finally:
            with suppress(OSError):
                shutil.rmtree(folder, ignore_errors=True)

    def _place(self, key: str) -> Path:
        return self.archive.root / FOLDER / key[:2] / key


def settled_key(request: CompareRequest, first: Study) -> str:
    """Return a SHA-256 of all that decides an answer. `first`: its study of one replication.

    Names are in it and titles are not: a room may call the same design what it likes.
    """
    decides = [
        program(),
        digest_of(first),
        [design.name for design in first.designs],
        [first.county, first.county_title, first.years, first.told],
        sorted((request.precision or {}).items()),
    ]
    return hashlib.sha256(json.dumps(decides).encode()).hexdigest()


@cache
def program() -> str:
    """Return a SHA-256 of the source and data that a comparison runs through, draws included."""
    whole = hashlib.sha256()
    for file in _files():
        whole.update(f"{file.relative_to(ROOT).as_posix()}\0".encode())
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def _files() -> Iterable[Path]:
    return sorted(file for part in PROGRAM for file in (ROOT / part).rglob("*") if file.suffix in READ)
