"""The archive: every replication that was ever finished, found again by what decides its result.

An address is the SHA-256 of the scenario (all its numbers, not its name), seed, replication and version of the model.
So anything done is never done again, by whatever command, run, shard or machine; and what differs in anything has
another address. A file is written under another name, flushed to the disk and renamed: it is there whole or not at
all. A damaged entry counts as absent. Layout: `AB/ABCD….entry`, and where its event log is kept `AB/ABCD….log/`.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp

from sim.experiment.entry import DamagedEntryError, from_bytes, to_bytes
from sim.experiment.logs import clients_path
from sim.experiment.model_version import model_version
from sim.experiment.replicate import Job, Outcome
from sim.experiment.resolved import scenario_hash

FORMAT = 1
ENTRY, LOG, PARTIAL = ".entry", ".log", ".partial"
LOG_NAME = "log.parquet"


class ArchiveError(OSError):
    """The archive cannot be written or read, in one line."""


def address(job: Job) -> str:
    """Return the address of a job's outcome."""
    nameless = replace(job.scenario, name="")
    decides = [FORMAT, model_version(), scenario_hash(nameless), job.seed, job.replication]
    return hashlib.sha256(json.dumps(decides).encode()).hexdigest()


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

    def get(self, key: str, job: Job, whole: bool = True) -> Outcome | None:
        """Return the outcome at `key`, None if it is absent or damaged, or lacks the log that the job wants kept.

        The log is then put where the job wants it. `whole`: with tables.
        """
        found = self.read(key, job.design, whole)
        if found is None or (job.keep is not None and not self._give_log(key, job.keep)):
            return None
        return found

    def read(self, key: str, design: int, whole: bool) -> Outcome | None:
        """Return the outcome at `key`, None if it is absent or damaged."""
        try:
            return from_bytes(key, design, self.file_of(key).read_bytes(), whole)
        except FileNotFoundError:
            return None
        except (DamagedEntryError, ValueError, KeyError, EOFError, OSError):
            return None  # whatever is wrong with it, it is done anew and written over

    def put(self, key: str, outcome: Outcome) -> None:
        """Keep an outcome. Raises ArchiveError if it cannot be written; then nothing of it is left."""
        target = self.file_of(key)
        partial = target.with_name(f".{target.name}.{_own_name()}{PARTIAL}")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _write_down(partial, to_bytes(key, outcome))
            partial.replace(target)
            _flush(target.parent)
        except OSError as error:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
            raise self.refused(error) from None

    def log_place(self, key: str) -> Path:
        """Return a place to write the event log of `key` to; `keep_log` then keeps it."""
        try:
            (self.root / key[:2]).mkdir(parents=True, exist_ok=True)
            return Path(mkdtemp(PARTIAL, f".{key}.log.", self.root / key[:2])) / "logs" / LOG_NAME
        except OSError as error:
            raise self.refused(error) from None

    def keep_log(self, key: str, written: Path) -> None:
        """Keep the log that was written to a `log_place`, with its checksums; one that is there already stays."""
        folder = written.parents[1]
        try:
            files = {"logs": written, "clients": clients_path(written)}
            sums = {name: hashlib.sha256(file.read_bytes()).hexdigest() for name, file in files.items()}
            for file in files.values():
                _flush(file)
            _write_down(folder / "sums.json", json.dumps(sums).encode())
            if self.log_of(key).exists() and not self._whole_log(key):
                shutil.rmtree(self.log_of(key))
            if not self.log_of(key).exists():
                folder.rename(self.log_of(key))
                _flush(self.log_of(key).parent)
        except OSError as error:
            raise self.refused(error) from None
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _whole_log(self, key: str) -> bool:
        folder = self.log_of(key)
        try:
            sums = json.loads((folder / "sums.json").read_bytes())
            return all(
                hashlib.sha256((folder / name / LOG_NAME).read_bytes()).hexdigest() == sums[name]
                for name in ("logs", "clients")
            )
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def _give_log(self, key: str, keep: Path) -> bool:
        """Put the kept log at `keep` and its clients beside (a second name for the same file where the disk can)."""
        if not self._whole_log(key):
            return False
        for name, target in (("logs", keep), ("clients", clients_path(keep))):
            source = self.log_of(key) / name / LOG_NAME
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            try:
                os.link(source, target)
            except OSError:
                shutil.copyfile(source, target)
        return True

    def check_writable(self) -> None:
        """Raise ArchiveError now rather than after the first replication if nothing can be written here."""
        probe = self.root / f".{_own_name()}{PARTIAL}"
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            _write_down(probe, b"may I?\n")
        except OSError as error:
            raise self.refused(error) from None
        finally:
            with suppress(OSError):
                probe.unlink(missing_ok=True)

    def refused(self, error: OSError) -> ArchiveError:
        """Return what the system said, with the folder, in one line."""
        return ArchiveError(f"the archive {self.root} cannot be written: {error.strerror or error}")

    def entries(self) -> Iterator[Path]:
        """Yield the file of every entry, whole or not."""
        yield from sorted(self.root.glob(f"??/*{ENTRY}"))


def performed(job: Job, archive: Archive) -> Outcome:
    """Run a job, keep its outcome (and its log, if the job wants it kept), and return it."""
    from sim.experiment.replicate import replicate

    key = address(job)
    if job.keep is None:
        outcome = replicate(job)
        archive.put(key, outcome)
        return outcome
    place = archive.log_place(key)
    try:
        outcome = replicate(replace(job, keep=place))
        archive.keep_log(key, place)
    except BaseException:
        shutil.rmtree(place.parents[1], ignore_errors=True)
        raise
    archive.put(key, outcome)
    return archive.get(key, job) or outcome


def _own_name() -> str:
    """Return a name that no other writer has at the same time, on this machine or another."""
    import platform

    return f"{platform.node()}-{os.getpid()}-{os.urandom(4).hex()}"


def _write_down(path: Path, data: bytes) -> None:
    """Write a file and wait until the disk has it."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush(path: Path) -> None:
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
