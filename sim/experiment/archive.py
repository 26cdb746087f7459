"""The archive: every replication that was ever finished, found again by what decides its result.

An address is the SHA-256 of the scenario (all its numbers, not what it and its county are called), seed, replication
and version of the model. So anything done is never done again, by whatever command, run, shard or machine; and what
differs in anything has another address. A file is there whole or not at all. A damaged entry counts as absent. Layout:
`AB/ABCD….entry`, and where its event log is kept `AB/ABCD….log/`.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sim.comparison.tables import BY_MOVE
from sim.experiment.atomic_files import aside, flush, write_bytes_whole
from sim.experiment.entry import DamagedEntryError, from_bytes, to_bytes
from sim.experiment.limited import ENTRY_BYTES, bytes_within, json_of
from sim.experiment.logs import clients_path
from sim.experiment.model_version import model_version
from sim.experiment.replicate import Job, Outcome
from sim.experiment.scenario_json import plain, scenario_hash
from sim.experiment.wanted import fits
from sim.terms.errors import RunError
from sim.terms.language import _
from sim.terms.log import EventLog

FORMAT = 1
ENTRY, LOG = ".entry", ".log"
LOG_NAME, SUMS = "log.parquet", "sums.json"


class ArchiveError(RunError):
    """The archive, or the place of a log that is copied from it, cannot be written or read, in one line."""


def address(job: Job) -> str:
    """Return the address of a job's outcome."""
    return addresses([job])[0]


def addresses(jobs: Sequence[Job]) -> list[str]:
    """Return the address of every job; a scenario that many jobs share is walked through once (4 ms)."""
    hashes: dict[int, str] = {}
    found = []
    for job in jobs:
        scenario = job.scenario
        if id(scenario) not in hashes:
            nameless = replace(scenario, name="", county=replace(scenario.county, name="", title=""))
            hashes[id(scenario)] = scenario_hash(nameless)
        decides = [FORMAT, model_version(), hashes[id(scenario)], job.seed, job.replication]
        if job.moves:
            decides.append(plain(job.moves))
        found.append(hashlib.sha256(json.dumps(decides).encode()).hexdigest())
    return found


@dataclass(frozen=True, slots=True)
class Archive:
    """A folder of outcomes. Many processes and machines may read and write it at the same time."""

    root: Path

    def file_of(self, key: str) -> Path:
        """Return where the outcome of `key` stands, if it does."""
        return self.root / key[:2] / f"{key}{ENTRY}"

    def log_of(self, key: str) -> Path:
        """Return the folder that holds the event log of `key`, if it is kept."""
        return self.root / key[:2] / f"{key}{LOG}"

    def get(self, key: str, job: Job, whole: bool = True, give: bool = True) -> Outcome | None:
        """Return the outcome at `key`, None if it is absent or damaged, or lacks the log that the job wants kept.

        `whole`: with tables. `give`: the log is put where the job wants it; else it need only be there.
        """
        found = self.read(key, job.design, whole)
        if found is not None and not fits(found, job):
            return None  # sound by itself, and of another scenario or version: it is done anew
        if found is not None and job.keep is not None:
            there = self.give_log(key, job.keep) if give else self._whole_log(key)
            return found if there else None
        return found

    def read(self, key: str, design: int, whole: bool) -> Outcome | None:
        """Return the outcome at `key`, None if it is absent or damaged."""
        try:
            return from_bytes(key, design, self._bytes(key), whole)
        except (OSError, DamagedEntryError):  # whatever is wrong with it, it is done anew and written over
            return None

    def _bytes(self, key: str) -> bytes:
        """Return the bytes of an entry. Raises DamagedEntryError for what is no file or too large, OSError."""
        file = self.file_of(key)
        if file.is_dir():
            raise DamagedEntryError(_("a folder"))
        try:
            return bytes_within(file, ENTRY_BYTES)
        except ValueError as error:
            raise DamagedEntryError(str(error)) from None

    def damaged(self, key: str) -> bool:
        """Return whether the entry of `key` was read and is none. One that cannot be read now may be sound."""
        try:
            from_bytes(key, 0, self._bytes(key), whole=True)
        except DamagedEntryError:
            return True
        except OSError:
            return False
        return False

    def put(self, key: str, outcome: Outcome) -> None:
        """Keep an outcome. Raises ArchiveError if it cannot be written; then nothing of it is left."""
        target = self.file_of(key)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.is_dir() and not target.is_symlink():
                shutil.rmtree(target)  # somebody's folder in the place of an entry
            write_bytes_whole(target, to_bytes(key, outcome))
            flush(target.parent)
        except OSError as error:
            raise self.refused(error) from None

    def log_place(self, key: str) -> Path:
        """Return a place to write the event log of `key` to; `keep_log` then keeps it."""
        folder = aside(self.log_of(key))
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            raise self.refused(error) from None
        return folder / "logs" / LOG_NAME

    def keep_log(self, key: str, written: Path) -> None:
        """Keep the log that was written to a `log_place`, with its checksums; a whole one that is there stays."""
        folder, place = written.parents[1], self.log_of(key)
        try:
            files = {"logs": written, "clients": clients_path(written)}
            sums = {name: hashlib.sha256(file.read_bytes()).hexdigest() for name, file in files.items()}
            for file in files.values():
                flush(file)
            write_bytes_whole(folder / SUMS, json.dumps(sums).encode())
            if not self._whole_log(key):
                shutil.rmtree(place, ignore_errors=True)
                self._take_name(folder, key)
        except OSError as error:
            raise self.refused(error) from None
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _take_name(self, folder: Path, key: str) -> None:
        try:
            folder.rename(self.log_of(key))
            flush(folder.parent)
        except OSError:
            if not self._whole_log(key):  # if it is, another writer of the same log was first
                raise

    def _whole_log(self, key: str) -> bool:
        folder = self.log_of(key)
        try:
            sums = json_of(bytes_within(folder / SUMS))
            return all(
                hashlib.sha256((folder / name / LOG_NAME).read_bytes()).hexdigest() == sums[name]
                for name in ("logs", "clients")
            )
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def give_log(self, key: str, keep: Path) -> bool:
        """Put a copy of the kept log at `keep` and its clients beside: what somebody does to it stays there.

        Returns whether there is a whole one to give. Raises ArchiveError if its place cannot be written.
        """
        if not self._whole_log(key):
            return False
        for name, target in (("logs", keep), ("clients", clients_path(keep))):
            source = self.log_of(key) / name / LOG_NAME
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.unlink(missing_ok=True)
                shutil.copyfile(source, target)
            except OSError as error:
                said = error.strerror or error
                raise ArchiveError(_("the event log {file} cannot be written: {why}", file=target, why=said)) from None
        return True

    def check_writable(self) -> None:
        """Raise ArchiveError now rather than after the first replication if nothing can be written here."""
        probe = self.root / "probe"
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            write_bytes_whole(probe, b"may I?\n")
            probe.unlink(missing_ok=True)  # another may have asked at the same time
        except OSError as error:
            raise self.refused(error) from None

    def refused(self, error: OSError) -> ArchiveError:
        """Return what the system said, with the folder, in one line."""
        why = error.strerror or error
        return ArchiveError(_("the archive {folder} cannot be written: {why}", folder=self.root, why=why))

    def lost(self) -> ArchiveError:
        """Return what is to be said when something that was just kept is gone."""
        return ArchiveError(
            _("the archive {folder} lost what was just kept in it: does somebody remove from it?", folder=self.root)
        )

    def entries(self) -> Iterator[Path]:
        """Yield the file of every entry, whole or not."""
        yield from sorted(self.root.glob(f"??/*{ENTRY}"))


def keep_outcome(archive: Archive, key: str, job: Job, outcome: Outcome, bare: str | None = None) -> None:
    """Keep a job's outcome at `key`, its address, and without its moves at `bare`, the address without them.

    None: it is worked out here.
    """
    archive.put(key, outcome)
    if job.moves:
        nobody = {of: {name: column[:0] for name, column in outcome.tables[of].items()} for of in BY_MOVE}
        there = bare or address(replace(job, moves=()))
        archive.put(there, replace(outcome, tables={**outcome.tables, **nobody}))


def performed(job: Job, archive: Archive, give: bool = True, log: EventLog | None = None) -> Outcome:
    """Run a job, unless its `log` is there, keep its outcome, and return it.

    A log that the job wants kept is kept too, and given if `give`.
    """
    from sim.experiment.replicate import replicate

    key = address(job)
    if job.keep is None:
        outcome = replicate(job, log)
        keep_outcome(archive, key, job, outcome)
        return outcome
    place = archive.log_place(key)
    try:
        outcome = replicate(replace(job, keep=place), log)
        archive.keep_log(key, place)
    except OSError as error:  # the log could not be written
        raise archive.refused(error) from None
    finally:
        shutil.rmtree(place.parents[1], ignore_errors=True)
    keep_outcome(archive, key, job, outcome)
    if give and not archive.give_log(key, job.keep):
        raise archive.lost()
    return outcome
