"""Jobs that bring their addresses along: to work one out a process would have to read the whole source of the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim.experiment.archive import Archive, addresses, keep_outcome
from sim.experiment.entry import to_bytes
from sim.experiment.replicate import Job, replicate
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
    """Run an addressed job, unless its `log` is there, keep its outcome in the archive, and return its entry."""
    assert isinstance(job, AddressedJob)
    outcome = replicate(job, log)
    keep_outcome(archive, job.key, job, outcome, job.bare)
    return to_bytes(job.key, outcome)
