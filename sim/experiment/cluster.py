"""Jobs on a cluster: Dask distributed schedules them, this process keeps what comes back in its archive.

The workers need the same mellanrum, not the same disk. A worker that dies costs what it had in flight: the scheduler
gives that to another. Needs the extra `mellanrum[cluster]`. TLS is set up as for any Dask client, by Dask's own
configuration (`DASK_DISTRIBUTED__COMM__TLS__CA_FILE` and the like).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from sim.experiment.archive import Archive, address
from sim.experiment.model_version import model_version
from sim.experiment.replicate import Job, Outcome, ReplicationError
from sim.terms.log import EventLog

PATIENCE = "10s"
"""How long a scheduler may take to answer, and how long a first worker may take to be there."""
AHEAD = 4
"""Jobs sent for each thread of the cluster: none waits, and the scheduler need not hold a whole study."""


class ClusterError(RuntimeError):
    """The cluster cannot be used, in one line."""


def run_on_cluster(
    jobs: Sequence[Job], address_of_scheduler: str, archive: Archive, tell: Callable[[], None], whole: bool
) -> list[Outcome]:
    """Return the outcome of every job, in order, each archived as it comes back; `tell` is called after each.

    Raises ClusterError if there is no such cluster or its workers have another model, ReplicationError if a job fails.
    """
    try:
        import distributed
    except ImportError:
        raise ClusterError("--cluster: found no distributed; valid: pip install mellanrum[cluster]") from None
    outcomes: list[Outcome | None] = [None] * len(jobs)
    as_completed: Any = distributed.as_completed
    with _client(distributed.Client, address_of_scheduler) as client:
        _check_workers(client, address_of_scheduler)
        waiting, sent = iter(range(len(jobs))), dict[Any, int]()

        def send() -> Any:
            position = next(waiting)
            job = jobs[position]
            future = client.submit(remotely, replace(job, keep=None), job.keep is not None, pure=False, retries=0)
            sent[future] = position
            return future

        try:
            coming = as_completed([send() for _ in range(min(len(jobs), AHEAD * sum(client.nthreads().values())))])
            for future in coming:
                position = sent.pop(future)
                outcomes[position] = _received(future, jobs[position], archive, whole)
                tell()
                with suppress(StopIteration):
                    coming.add(send())
        finally:
            with suppress(Exception):  # the cluster may be gone
                client.cancel(list(sent), force=True)
    return [outcome for outcome in outcomes if outcome is not None]


def remotely(job: Job, with_log: bool) -> tuple[Outcome, EventLog | None]:
    """Run a job where a worker is; its log comes along where it is to be kept."""
    from sim.experiment.replicate import replicate_with_log

    outcome, log = replicate_with_log(job)
    return outcome, log if with_log else None


def _received(future: Any, job: Job, archive: Archive, whole: bool) -> Outcome:
    error = future.exception()
    if error is not None:
        why = f"{type(error).__name__}: {error}".replace("\n", " ")
        raise ReplicationError(job, why)
    came: tuple[Outcome, EventLog | None] = future.result()
    outcome, log = came
    future.release()
    key = address(job)
    if log is not None and job.keep is not None:
        _keep_log(archive, key, log, job)
    archive.put(key, outcome)
    if job.keep is not None:
        archive.get(key, job)
    return outcome if whole else replace(outcome, tables={})


def _keep_log(archive: Archive, key: str, log: EventLog, job: Job) -> None:
    from sim.experiment.logs import write_log

    place = archive.log_place(key)
    try:
        write_log(log, place, job.replication)
        archive.keep_log(key, place)
    finally:
        shutil.rmtree(place.parents[1], ignore_errors=True)


def _client(kind: Any, address_of_scheduler: str) -> Any:
    import logging

    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what it has to say is said here, in one line
    try:
        return kind(address_of_scheduler, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        why = f"{type(error).__name__}: {error}".splitlines()[0]
        raise ClusterError(
            f"--cluster: found no scheduler at {address_of_scheduler} ({why}); valid: tcp://HOST:PORT or tls://HOST:PORT"
        ) from None


def _check_workers(client: Any, address_of_scheduler: str) -> None:
    """Raise ClusterError unless there are workers and each has this model: other rules would give other results."""
    with suppress(TimeoutError):
        client.wait_for_workers(1, timeout=PATIENCE)
    found = _versions(client)
    if not found:
        raise ClusterError(f"--cluster: found no workers at {address_of_scheduler}; valid: at least one")
    other = [worker for worker, version in found.items() if version != model_version()]
    if other:
        raise ClusterError(
            f"--cluster: found another version of mellanrum at {', '.join(sorted(other))}; valid: the version here on "
            f"every worker (model {model_version()[:12]})"
        )


def _versions(client: Any) -> dict[str, str]:
    """Return worker → version of its model; "none" where mellanrum cannot be imported."""
    try:
        return dict(client.run(model_version, on_error="return"))
    except Exception as error:  # a worker without mellanrum cannot even read what it is asked
        raise ClusterError(
            f"--cluster: found workers that cannot run mellanrum ({error}); valid: the version here"
        ) from None
