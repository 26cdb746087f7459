"""Jobs that bring their addresses along: to work one out a process would have to read the whole source of the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim.experiment.archive import Archive, addresses, keep_outcome
from sim.experiment.entry import to_bytes
from sim.experiment.replicate import Job, Outcome, replicate
from sim.terms.log import EventLog


@dataclass(frozen=True, slots=True)
class AddressedJob(Job):
    """A job, its address, and the one that it has without its moves."""

    key: str = ""
    bare: str = ""


def addressed(jobs: Sequence[Job]) -> list[AddressedJob]:
    """Return jobs with their addresses."""
    bare = addresses([replace(job, moves=()) for job in jobs])
    keys = addresses(jobs) if any(job.moves for job in jobs) else bare
    return [
        AddressedJob(
            design=job.design,
            scenario=job.scenario,
            seed=job.seed,
            replication=job.replication,
            keep=job.keep,
            moves=job.moves,
            key=key,
            bare=without,
        )
        for job, key, without in zip(jobs, keys, bare, strict=True)
    ]


def keep_addressed(job: Job, log: EventLog | None, archive: Archive) -> bytes:
    """Run an addressed job, unless its `log` is there, keep its outcome in the archive, and return its entry.

    What is known of the log already is not measured again.
    """
    assert isinstance(job, AddressedJob)
    outcome = None if log is None else _known(job, log, archive)
    if outcome is None:
        outcome = replicate(job, log)
    keep_outcome(archive, job.key, job, outcome, job.bare)
    return to_bytes(job.key, outcome)


def _known(job: AddressedJob, log: EventLog, archive: Archive) -> Outcome | None:
    """Return the outcome of a log that the archive knows without the job's moves, with what these tell."""
    from sim.measures import measure_moves

    found = archive.get(job.bare, replace(job, moves=()))
    if found is None or found.digest != log.digest():
        return None
    if not job.moves:
        return found
    told = measure_moves(log, job.scenario.calendar, job.moves)
    return replace(found, tables={**found.tables, **told})
