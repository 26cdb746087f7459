"""Jobs on a cluster: Dask distributed schedules them, this process keeps what comes back in its archive.

The workers need the same mellanrum, not the same disk. A worker that dies costs what it had in flight: the scheduler
gives that to another. Needs the extra `mellanrum[cluster]`. TLS is set up as for any Dask client, by Dask's own
configuration (`DASK_DISTRIBUTED__COMM__TLS__CA_FILE` and the like).
"""

from __future__ import annotations

import platform
import shutil
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from queue import Empty, Queue
from tempfile import TemporaryDirectory
from typing import Any

from sim.experiment.archive import LOG_NAME, Archive, address, keep_outcome
from sim.experiment.entry import DamagedEntryError, from_bytes, to_bytes
from sim.experiment.logs import clients_path
from sim.experiment.model_version import model_version
from sim.experiment.parcel import DONE, FAILED, OTHER_MODEL, packed, unpacked
from sim.experiment.pool import one_line
from sim.experiment.replicate import Job, Outcome, ReplicationError
from sim.experiment.wanted import fits
from sim.terms.errors import RunError
from sim.terms.language import _
from sim.terms.log import EventLog
from sim.terms.total import total

PATIENCE = "10s"
"""How long a scheduler may take to answer, and how long a first worker may take to be there."""
ALONE_SECONDS = 60.0
"""How long nothing may come back from a cluster without workers: new ones may be on their way."""
NO_PICKLE = ("dask", "msgpack", "error")
"""How answers may be packed. All of ours are bytes; a pickle of a worker's own making is not unpacked."""
AHEAD = 4
"""Jobs sent for each thread of the cluster: none waits, and the scheduler need not hold a whole study."""


class ClusterError(RunError):
    """The cluster cannot be used, in one line."""


def check_cluster(scheduler: str) -> None:
    """Raise ClusterError unless there is a scheduler with workers, each with the same model as here."""
    with _client(scheduler) as client:
        _check_workers(client, scheduler)


def run_on_cluster(
    jobs: Sequence[Job], scheduler: str, archive: Archive, tell: Callable[[], None], whole: bool
) -> list[Outcome]:
    """Return the outcome of every job, in order, each archived as it comes back; `tell` is called after each.

    Raises ClusterError if the cluster cannot be used or goes away, ReplicationError if a job fails.
    """
    outcomes: list[Outcome | None] = [None] * len(jobs)
    waiting, sent, back = deque(range(len(jobs))), dict[Any, int](), Queue[Any]()
    with _client(scheduler) as client:
        _check_workers(client, scheduler)
        try:
            while waiting or sent:
                room = max(1, AHEAD * _threads(client))
                while waiting and len(sent) < room:
                    position = waiting.popleft()
                    future = _send(client, jobs[position])
                    sent[future] = position
                    future.add_done_callback(back.put)
                future = _next(back, client)
                position = sent.pop(future)
                outcomes[position] = _received(future, jobs[position], archive, whole)
                tell()
        finally:
            with suppress(Exception):  # the cluster may be gone
                client.cancel(list(sent), force=True)
    return [outcome for outcome in outcomes if outcome is not None]


def _send(client: Any, job: Job) -> Any:
    asked = (replace(job, keep=None), job.keep is not None, model_version())
    return client.submit(remotely, *asked, pure=False, retries=0)


def _next(back: Queue[Any], client: Any) -> Any:
    """Wait for something to come back. Raises ClusterError if nobody is there who could send it."""
    while True:
        try:
            return back.get(timeout=ALONE_SECONDS)
        except Empty:
            _somebody_there(client)


def _somebody_there(client: Any) -> None:
    if not _threads(client):
        raise ClusterError(_("--cluster: found that all workers have gone; valid: at least one"))


def _threads(client: Any) -> int:
    try:
        return int(total(client.nthreads().values()))
    except OSError:
        raise _gone() from None


def _gone() -> ClusterError:
    return ClusterError(_("--cluster: found that the scheduler has gone; valid: one that stays until the run is done"))


def remotely(job: Job, with_log: bool, version: str) -> bytes:
    """Run a job where a worker is, and return its parcel, with its log where that is to be kept.

    What goes wrong there comes back in words, too: an error as such would be unpacked by pickle, which can run code.
    """
    from sim.experiment.replicate import replicate_with_log

    if model_version() != version:  # it may have joined after the others were asked
        return packed(OTHER_MODEL, _other_version(platform.node()).encode())
    try:
        outcome, log = replicate_with_log(job)
        return packed(DONE, to_bytes(address(job), outcome), *(_files_of(log, job.replication) if with_log else ()))
    except Exception as error:
        return packed(FAILED, one_line(error).encode())


def _files_of(log: EventLog, replication: int) -> tuple[bytes, bytes]:
    """Return the Parquet files of a log, its rows and its clients."""
    from sim.experiment.logs import write_log

    with TemporaryDirectory() as folder:
        place = Path(folder) / "logs" / LOG_NAME
        write_log(log, place, replication)
        return place.read_bytes(), clients_path(place).read_bytes()


def _received(future: Any, job: Job, archive: Archive, whole: bool) -> Outcome:
    """Return what came back, archived, its log where the job wants it."""
    key, (entry, *files) = address(job), _fetched(future, job)
    try:
        outcome = from_bytes(key, job.design, entry, whole=True)
    except DamagedEntryError as error:
        raise ReplicationError(job, _("a worker answered with {what}", what=error)) from None
    if not fits(outcome, job) or len(files) != (2 if job.keep is not None else 0):
        raise ReplicationError(job, _("a worker answered with the entry of something else"))
    if files:
        _keep_log(archive, key, files)
    keep_outcome(archive, key, job, outcome)
    if job.keep is not None and not archive.give_log(key, job.keep):
        raise archive.lost()
    return outcome if whole else replace(outcome, tables={})


def _fetched(future: Any, job: Job) -> list[bytes]:
    """Return the parts of the parcel that came back. Raises ClusterError, ReplicationError."""
    try:
        if future.cancelled():
            raise _gone()
        if future.status == "error":  # what the worker or Dask could not do: its words are a pickle of theirs
            raise ReplicationError(job, _("a worker failed without words; its own log says why"))
        parcel = _result(future)
        future.release()
    except OSError:
        raise _gone() from None
    except TypeError:  # neither packed there nor unpacked here
        raise ReplicationError(job, _("a worker answered with what could run code")) from None
    word, parts = unpacked(parcel)
    if word == OTHER_MODEL:
        raise ClusterError(parts[0].decode(errors="replace"))
    if word != DONE or not parts:
        raise ReplicationError(job, parts[0].decode(errors="replace") if parts else _("a worker answered nothing"))
    return parts


def _result(future: Any) -> Any:
    """Return what a job that is done came to: it is still where it was run, and goes if that worker does."""
    while True:
        try:
            return future.result(timeout=ALONE_SECONDS)
        except TimeoutError:  # lost, and to be run anew: by whom?
            _somebody_there(future.client)


def _keep_log(archive: Archive, key: str, files: Sequence[bytes]) -> None:
    place = archive.log_place(key)
    try:
        for file, data in zip((place, clients_path(place)), files, strict=True):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        archive.keep_log(key, place)
    except OSError as error:
        raise archive.refused(error) from None
    finally:
        shutil.rmtree(place.parents[1], ignore_errors=True)


def _client(scheduler: str) -> Any:
    """Return a client of the scheduler. Raises ClusterError."""
    try:
        import distributed
    except ImportError:
        raise ClusterError(
            _(
                "{what}: found no {library}; valid: {command}",
                what="--cluster",
                library="distributed",
                command="pip install mellanrum[cluster]",
            )
        ) from None
    kind: Any = distributed.Client
    _silence()
    if scheduler.startswith("tls:"):
        _check_certificates(distributed.Security)
    try:
        return kind(scheduler, timeout=PATIENCE, set_as_default=False, deserializers=NO_PICKLE)
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        why = one_line(error)
        raise ClusterError(
            _("--cluster: found no scheduler at {address} ({why}); valid: one that runs", address=scheduler, why=why)
        ) from None


def _check_certificates(security: Any) -> None:
    """Raise ClusterError unless Dask's configuration names certificates that can be read."""
    found = _("no certificates")
    try:
        if security().get_connection_args("client")["ssl_context"] is not None:
            return
    except OSError as error:  # no such file, or no certificate in it
        found = _("certificates that cannot be used ({why})", why=one_line(error))
    names = ", ".join(f"DASK_DISTRIBUTED__COMM__TLS__{name}" for name in ("CA_FILE", "CLIENT__CERT", "CLIENT__KEY"))
    raise ClusterError(_("--cluster: found {what}; valid: their files in {names}", what=found, names=names))


def _silence() -> None:
    """Keep Dask from writing tracebacks: what it has to say is said here, in one line."""
    import logging

    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)


def _check_workers(client: Any, scheduler: str) -> None:
    """Raise ClusterError unless there are workers and each has this model: other rules would give other results."""
    with suppress(TimeoutError):
        client.wait_for_workers(1, timeout=PATIENCE)
    found = _versions(client)
    if not found:
        raise ClusterError(_("--cluster: found no workers at {address}; valid: at least one", address=scheduler))
    other = [worker for worker, version in found.items() if version != model_version()]
    if other:
        raise ClusterError(_other_version(", ".join(sorted(other))))


def _other_version(where: str) -> str:
    return _(
        "--cluster: found another version of mellanrum, or none, at {where}; valid: the version of this command on "
        "every worker (the same sim/)",
        where=where,
    )


def _versions(client: Any) -> dict[str, Any]:
    """Return worker → version of its model, or what it said instead."""
    try:
        return {worker: _text(said) for worker, said in client.run(_version_there, on_error="return").items()}
    except Exception as error:  # a worker without mellanrum cannot even read what it is asked
        raise ClusterError(f"{_other_version(_('some worker'))}: {one_line(error)}") from None


def _version_there() -> bytes:
    return model_version().encode()


def _text(said: Any) -> Any:
    return said.decode(errors="replace") if isinstance(said, bytes) else said
