"""By what means jobs are carried out: processes of this machine or a cluster, an archive, all of them or a shard.

What is in the archive is read; the rest is run and kept as each ends. So whatever stops a run costs what was in flight,
and the same jobs give the same outcomes by any means.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count

from sim.experiment.archive import Archive, address, addresses, performed
from sim.experiment.entry import from_bytes, to_bytes
from sim.experiment.families import Family, families, perform_family
from sim.experiment.replicate import Job, Outcome, Progress, execute_with
from sim.terms.errors import MellanrumError
from sim.terms.language import _
from sim.terms.log import EventLog
from sim.terms.total import count_of


class ShardDoneError(MellanrumError):
    """This shard has done its part: `done` of `total` outcomes are archived. The result is another command's."""

    def __init__(self, shard: Shard, done: int, total: int) -> None:
        self.nth, self.of, self.done, self.total = shard.nth, shard.of, done, total
        super().__init__(
            _(
                "shard {nth}/{of}: {done} of {total} replications are in the archive",
                nth=shard.nth,
                of=shard.of,
                done=done,
                total=total,
            )
        )


@dataclass(frozen=True, slots=True)
class Shard:
    """The `nth` of `of` equal parts, counted from 1: every `of`-th replication, beginning with the `nth`."""

    nth: int
    of: int

    def has(self, position: int) -> bool:
        """Return whether the replication at `position` among all that differ belongs to this part."""
        return position % self.of == self.nth - 1


@dataclass(frozen=True, slots=True)
class Means:
    """`n_jobs`: processes here. `cluster`: address of a Dask scheduler to send jobs to instead.

    `used`: address → log digest of every replication that was taken or run by these means, in order.
    """

    n_jobs: int
    archive: Archive
    shard: Shard | None = None
    cluster: str | None = None
    used: dict[str, str] = field(default_factory=dict)

    def check(self) -> None:
        """Raise ClusterError if the cluster cannot be used, before anything is begun."""
        if self.cluster is not None:
            from sim.experiment.cluster import check_cluster

            check_cluster(self.cluster)


def carry_out(jobs: Sequence[Job], means: Means, progress: Progress | None = None, whole: bool = True) -> list[Outcome]:
    """Return the outcome of every job, in the order of `jobs`; `whole`: with tables.

    A job that stands twice is run once. Raises ReplicationError, ArchiveError, ClusterError, and for a shard
    ShardDoneError when its part is done; KeyboardInterrupt ends the workers at once.
    """
    keys, shard, archive = addresses(jobs), means.shard, means.archive
    give = shard is None  # a shard leaves all in the archive: tables and logs are for the command that shows them
    whole = whole and give
    found: list[Outcome | None]
    found = [archive.get(key, job, whole, give) for key, job in zip(keys, jobs, strict=True)]
    tell = _teller(progress, len(jobs), count_of(o is not None for o in found))
    mine = _to_run(keys, jobs, found, shard)
    if mine:
        archive.check_writable()
    for position, ran in zip(mine, _run([jobs[p] for p in mine], means, tell, whole), strict=True):
        found[position] = ran
    for position, outcome in enumerate(found):
        if outcome is None:  # another of the same address was run, or another shard has done it meanwhile
            found[position] = archive.get(keys[position], jobs[position], whole, give)
    there = [outcome for outcome in found if outcome is not None]
    if shard is not None:
        raise ShardDoneError(shard, len(there), len(jobs))
    if len(there) < len(jobs):
        raise archive.lost()
    means.used.update((key, outcome.digest) for key, outcome in zip(keys, there, strict=True))
    return [replace(outcome, design=job.design) for outcome, job in zip(there, jobs, strict=True)]


def _to_run(
    keys: Sequence[str], jobs: Sequence[Job], found: Sequence[Outcome | None], shard: Shard | None
) -> list[int]:
    """Return the positions of the jobs to run: one for each address of which something is wanting.

    A shard's part depends on the addresses alone, not on what other shards have done: none is left over.
    """
    place = {key: n for n, key in enumerate(dict.fromkeys(keys))}
    chosen: dict[str, int] = {}
    for position, (key, job) in enumerate(zip(keys, jobs, strict=True)):
        if found[position] is None and (key not in chosen or (job.keep and not jobs[chosen[key]].keep)):
            chosen[key] = position  # one that wants its log serves those that do not
    return [position for key, position in chosen.items() if shard is None or shard.has(place[key])]


def _run(jobs: Sequence[Job], means: Means, tell: Callable[[], None], whole: bool) -> list[Outcome]:
    """Run jobs by the means there are."""
    if not jobs:
        return []
    if means.cluster is not None:
        from sim.experiment.cluster import run_on_cluster

        return run_on_cluster(jobs, means.cluster, means.archive, tell, whole)
    groups = families(jobs, min(means.n_jobs, len(jobs)))
    tasks = [Family(tuple(jobs[p] for p in group)) for group in groups]
    kept = partial(_kept, archive=means.archive, whole=whole, give=means.shard is None)

    def finished(position: int) -> None:
        for _job in groups[position]:
            tell()

    told = execute_with(partial(perform_family, perform=kept), tasks, means.n_jobs, finished=finished)
    found: dict[int, Outcome] = {}
    for group, entries in zip(groups, told, strict=True):
        for position, (key, entry) in zip(group, entries, strict=True):
            found[position] = from_bytes(key, jobs[position].design, entry, whole)
        entries.clear()
    return [found[position] for position in range(len(jobs))]


def _kept(job: Job, log: EventLog | None, archive: Archive, whole: bool, give: bool) -> tuple[str, bytes]:
    """Keep a job's outcome; return its address and entry: to wait for all takes a tenth of the memory of outcomes."""
    outcome, key = performed(job, archive, give, log), address(job)
    return key, to_bytes(key, outcome if whole else replace(outcome, tables={}))


def _teller(progress: Progress | None, total: int, found: int) -> Callable[[], None]:
    """Return what is called as each job ends; what was found counts as done from the start."""
    ended = count(found + 1)
    if progress is not None and found:
        progress(found, total)

    def one_more() -> None:
        done = next(ended)
        if progress is not None:
            progress(min(done, total), total)

    return one_more
