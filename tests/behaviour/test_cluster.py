"""Replications on a Dask cluster: real schedulers and workers on loopback, killed in mid-run, of another version."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks.small_county import write_small_county
from mellanrum.cli import main
from mellanrum.runs.lifecycle import means_of
from mellanrum.wiring.assemble import scenario
from mellanrum.wiring.options import OptionError
from sim.experiment import cluster as cluster_module
from sim.experiment.archive import Archive
from sim.experiment.cluster import ClusterError, check_cluster, remotely
from sim.experiment.logs import read_log
from sim.experiment.means import Means, carry_out
from sim.experiment.model_version import model_version
from sim.experiment.parcel import OTHER_MODEL, unpacked
from sim.experiment.replicate import Job, Outcome, ReplicationError
from sim.terms.scenario import Scenario

Alone = Callable[[list[Job]], list[str]]

distributed = pytest.importorskip("distributed", reason="needs the extra mellanrum[cluster]")

ROOT = Path(__file__).resolve().parents[2]
DASK = "import sys; from distributed.cli.dask_{0} import main; sys.exit(main(sys.argv[1:]))"
WITHOUT_SIM = """
import sys
class Without:
    def find_spec(self, name, path=None, target=None):
        if name.partition('.')[0] == 'sim':
            raise ModuleNotFoundError(f'No module named {name!r}')
sys.meta_path.insert(0, Without())
"""
START_SECONDS = 60.0

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills POSIX processes")


@dataclass
class Cluster:
    """A scheduler and workers, each a process of its own, whose logs lie in `folder`."""

    folder: Path
    options: tuple[str, ...] = ()
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where the scheduler listens, once it does."""
        file = self.folder / "scheduler.json"
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if file.exists() and file.read_text():
                return str(json.loads(file.read_text())["address"])
            time.sleep(0.05)
        raise TimeoutError((self.folder / "log.txt").read_text())

    def scheduler(self) -> subprocess.Popen[bytes]:
        protocol = "tls" if self.options else "tcp"
        where = ("--host", f"{protocol}://127.0.0.1", "--port", "0", "--no-dashboard")
        return self._start("scheduler", "", *where, "--scheduler-file", self.folder / "scheduler.json")

    def worker(self, before: str = "", path: Path = ROOT) -> subprocess.Popen[bytes]:
        """A worker of one thread; `before`: code to run first, `path`: where it finds `sim`."""
        scratch = ("--local-directory", self.folder / f"scratch{len(self.started)}")
        how = ("--no-nanny", "--nthreads", "1", "--no-dashboard", "--listen-address", self.address.rsplit(":", 1)[0])
        return self._start("worker", before, self.address, *how[:4], *scratch, path=path)

    def ready(self, workers: int) -> str:
        """Wait until so many workers are there, and return the address."""
        with distributed.Client(self.address, timeout="30s", set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=START_SECONDS)
        return self.address

    def _start(self, what: str, before: str, *arguments: object, path: Path = ROOT) -> subprocess.Popen[bytes]:
        with (self.folder / "log.txt").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-c", before + DASK.format(what), *map(str, (*arguments, *self.options))],
                cwd=self.folder,
                env={**os.environ, "PYTHONPATH": str(path)},
                stdout=log,
                stderr=log,
            )
        self.started.append(process)
        return process

    def end(self) -> None:
        for process in self.started:
            process.kill()
            process.wait()


@contextmanager
def running(folder: Path, workers: int, options: tuple[str, ...] = ()) -> Iterator[Cluster]:
    folder.mkdir()
    found = Cluster(folder, options)
    try:
        found.scheduler()
        for _ in range(workers):
            found.worker()
        yield found
    finally:
        found.end()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster of two workers that all tests leave as it is."""
    with running(tmp_path_factory.mktemp("dask") / "two", workers=2) as found:
        found.ready(2)
        yield found


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_county(tmp_path_factory.mktemp("county"))


@pytest.fixture(scope="module")
def small(county: Path) -> Scenario:
    return scenario(county, "big_bang", years=0.1, parameters="point", seed=1, replication=0)


def on(address: str, archive: Path) -> Means:
    return Means(1, Archive(archive), None, address)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Alone:
    """The digests that jobs come to in this process."""
    means = Means(1, Archive(tmp_path_factory.mktemp("alone")))
    return lambda jobs: digests(carry_out(jobs, means))


def digests(outcomes: list[Outcome]) -> list[str]:
    return [outcome.digest for outcome in outcomes]


def test_a_cluster_gives_what_one_process_gives(
    two: Cluster, county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole command, event logs included; afterwards the archive serves without the cluster."""
    monkeypatch.chdir(tmp_path)
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    asked = ["compare", str(county), "current", "big_bang", "-n", "2", "--years", "0.1", "--logs", "all", "--digest"]
    said = []
    for how in (["--cluster", two.address], ["--jobs", "1", "--archive", "other"]):
        assert main([*asked, *how, "--out", f"run{len(said)}"]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        said.append([line for line in out.splitlines() if line.startswith("sha256 ")])
    for number, handler in handlers.items():
        signal.signal(number, handler)
    assert len(said[0]) == 5
    assert said[0] == said[1]
    for name in ("current-0", "big_bang-1"):
        logs = [read_log(Path(f"run{nth}") / "logs" / f"{name}.parquet").digest() for nth in (0, 1)]
        assert logs[0] == logs[1]
    here, there = (sorted(p.name for p in Path(root).rglob("*.entry")) for root in ("runs/archive", "other"))
    assert here == there


def test_a_fault_in_a_replication_is_told_with_its_name(two: Cluster, small: Scenario, tmp_path: Path) -> None:
    no_seed: int = "none"  # type: ignore[assignment]
    with pytest.raises(ReplicationError, match="replication 3 of big_bang, seed none: TypeError: "):
        carry_out([Job(0, small, no_seed, 3)], on(two.address, tmp_path / "kept"))
    assert list((tmp_path / "kept").rglob("*.entry")) == []


HOSTILE = {
    "code": "type('Answer', (), {{'__reduce__': lambda self: (open, ({place!r}, 'w'))}})()",
    "an error of its own": "(_ for _ in ()).throw(RuntimeError('no words'))",
    "no bytes": "{{'values': 1.0}}",
    "a sentence": "b'F' + (5).to_bytes(8, 'big') + b'words'",
    "bytes that are no parcel": "b'D' + bytes(20)",
    "a parcel that is cut short": "b'D' + (10**9).to_bytes(8, 'big') + b'entry'",
    "no entry": "b'D' + (5).to_bytes(8, 'big') + b'entry'",
}


@pytest.mark.parametrize("answer", HOSTILE)
def test_what_a_worker_answers_runs_no_code_here_and_is_kept_only_if_it_is_an_entry(
    two: Cluster, small: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    place = tmp_path / "written by the answer"
    # Pickled by value: workers need not find the tests.
    hostile = eval("lambda job, with_log, version: " + HOSTILE[answer].format(place=str(place)))
    monkeypatch.setattr(cluster_module, "remotely", hostile)
    with pytest.raises(ReplicationError, match=r"replication 3 of big_bang, seed 1: (a worker|words)"):
        carry_out([Job(0, small, 1, 3)], on(two.address, tmp_path / "kept"))
    assert not place.exists()
    assert list((tmp_path / "kept").rglob("*.entry")) == []


def test_a_pickle_that_comes_all_the_same_is_not_unpacked(tmp_path: Path) -> None:
    from distributed.protocol import deserialize, serialize

    place = tmp_path / "written by the answer"
    answer = eval(HOSTILE["code"].format(place=str(place)))
    header, frames = serialize(answer, serializers=["pickle"])
    with pytest.raises(TypeError, match="pickle"):
        deserialize(header, frames, deserializers=cluster_module.NO_PICKLE)
    assert not place.exists()


def test_the_entry_of_another_replication_is_not_kept(
    two: Cluster, small: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = remotely(Job(0, small, 1, 4), False, model_version())
    monkeypatch.setattr(cluster_module, "remotely", eval(f"lambda job, with_log, version: {other!r}"))
    with pytest.raises(ReplicationError, match="a worker answered with the entry of "):
        carry_out([Job(0, small, 1, 3)], on(two.address, tmp_path / "kept"))
    assert list((tmp_path / "kept").rglob("*.entry")) == []


def test_two_workers_killed_in_mid_run_cost_nothing_but_time(
    two: Cluster, small: Scenario, tmp_path: Path, alone: Alone
) -> None:
    jobs = [Job(0, small, 1, replication) for replication in range(30)]
    victims = [two.worker() for _ in range(2)]
    address = two.ready(4)
    at_work: list[int] = []

    def kill_both() -> None:
        with distributed.Client(address, set_as_default=False) as client:
            kept = tmp_path / "kept"
            while len(list(kept.rglob("*.entry"))) < 6:
                time.sleep(0.01)
            pids = client.run(os.getpid)
            # Where machines are busy a worker may have nothing in hand at this very moment: wait until both have.
            while not {victim.pid for victim in victims} <= set(at_work) and len(list(kept.rglob("*.entry"))) < 20:
                at_work[:] = [pids[worker] for worker, tasks in client.processing().items() if tasks]
        for victim in victims:
            victim.send_signal(signal.SIGKILL)
            victim.wait()

    killing = threading.Thread(target=kill_both)
    killing.start()
    outcomes = carry_out(jobs, on(address, tmp_path / "kept"))
    killing.join()
    assert {victim.pid for victim in victims} <= set(at_work)
    assert digests(outcomes) == alone(jobs)
    assert [o.replication for o in outcomes] == list(range(30))


def test_workers_of_another_model_or_without_it_are_refused_by_name(
    two: Cluster, small: Scenario, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "sim", tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "sim" / "model" / "rules.py").open("a") as rules:
        rules.write("\nANOTHER_RULE = 1\n")
    for before, path in (("", tmp_path), (WITHOUT_SIM, ROOT)):
        other = two.worker(before, path)
        address = two.ready(3)
        with pytest.raises(ClusterError, match=r"found another version of mellanrum, or none, at tcp://127.0.0.1:\d+;"):
            carry_out([Job(0, small, 1, 0)], on(address, tmp_path / "kept"))
        other.kill()
        other.wait()
        with distributed.Client(address, set_as_default=False) as client:
            while len(client.nthreads()) > 2:
                time.sleep(0.05)
    check_cluster(address)
    assert list((tmp_path / "kept").rglob("*.entry")) == []


def test_a_worker_of_another_model_that_joins_later_runs_nothing(small: Scenario) -> None:
    word, (told,) = unpacked(remotely(Job(0, small, 1, 0), False, "another"))
    assert word == OTHER_MODEL
    assert b"found another version" in told


def test_a_scheduler_that_goes_leaves_what_came_back(small: Scenario, tmp_path: Path, alone: Alone) -> None:
    jobs = [Job(0, small, 1, replication) for replication in range(30)]
    with running(tmp_path / "one", workers=1) as one:
        address = one.ready(1)

        def told(done: int, total: int) -> None:
            if done == 3:
                one.started[0].kill()

        with pytest.raises(ClusterError, match="found that the scheduler has gone") as caught:
            carry_out(jobs, on(address, tmp_path / "kept"), told)
    assert "\n" not in str(caught.value)
    kept = {p.name: p.stat().st_mtime_ns for p in (tmp_path / "kept").rglob("*.entry")}
    assert 3 <= len(kept) < 30
    again = carry_out(jobs, Means(1, Archive(tmp_path / "kept")))
    assert digests(again) == alone(jobs)
    assert kept.items() <= {p.name: p.stat().st_mtime_ns for p in (tmp_path / "kept").rglob("*.entry")}.items()


class Gone:
    """A future that Dask has cancelled, as it does with all when the scheduler is lost."""

    def cancelled(self) -> bool:
        return True


def test_what_was_cancelled_with_the_scheduler_is_no_fault_of_the_replication(small: Scenario) -> None:
    with pytest.raises(ClusterError, match="found that the scheduler has gone"):
        cluster_module._fetched(Gone(), Job(0, small, 1, 0))


class Lost:
    """A future that was done on a worker that is gone since: Dask waits for another one to run it anew."""

    status = "finished"

    def __init__(self, workers: dict[str, int]) -> None:
        self.client = SimpleNamespace(nthreads=lambda: workers)

    def cancelled(self) -> bool:
        return False

    def result(self, timeout: float) -> bytes:
        raise TimeoutError


def test_what_was_done_and_lost_with_the_last_worker_ends_the_wait(small: Scenario) -> None:
    with pytest.raises(ClusterError, match="found that all workers have gone"):
        cluster_module._fetched(Lost({}), Job(0, small, 1, 0))


def test_workers_that_all_go_end_the_wait(small: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "ALONE_SECONDS", 1.0)
    with running(tmp_path / "one", workers=1) as one:
        address = one.ready(1)

        def told(done: int, total: int) -> None:
            one.started[1].kill()

        with pytest.raises(ClusterError, match="found that all workers have gone"):
            carry_out([Job(0, small, 1, r) for r in range(30)], on(address, tmp_path / "kept"), told)
        monkeypatch.setattr(cluster_module, "PATIENCE", "1s")
        with pytest.raises(ClusterError, match="found no workers at tcp://"):
            check_cluster(address)


def test_no_scheduler_there_is_told_in_one_line_and_nothing_is_begun(
    county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cluster_module, "PATIENCE", "1s")
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    asked = ["compare", str(county), "current", "-n", "2", "--years", "0.1", "--cluster"]
    codes = [main([*asked, address]) for address in ("tcp://127.0.0.1:9", "tls://127.0.0.1:9")]
    for number, handler in handlers.items():
        signal.signal(number, handler)
    out, err = capsys.readouterr()
    assert (codes, out) == ([1, 1], "")
    first, second = err.splitlines()
    assert first.startswith("Error: --cluster: found no scheduler at tcp://127.0.0.1:9 (")
    assert second.startswith("Error: --cluster: found no certificates; valid: their files in DASK_DISTRIBUTED__COMM")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("address", ["127.0.0.1:9", "http://a:1", "tcp://", "tcp://a", "tcp://:5", "tcp://a:x", ""])
def test_an_address_that_is_none_is_bad_input(address: str) -> None:
    with pytest.raises(OptionError, match=r"cluster: found .*; valid: tcp://HOST:PORT or tls://HOST:PORT"):
        means_of(cluster=address)


def test_a_cluster_behind_tls_is_used_with_its_certificates(small: Scenario, tmp_path: Path, alone: Alone) -> None:
    import dask

    if shutil.which("openssl") is None:
        pytest.skip("no openssl here to make certificates with")
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    made = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run(["openssl", "req", *made, "-keyout", key, "-out", cert], check=True, capture_output=True)
    options = ("--tls-ca-file", cert, "--tls-cert", cert, "--tls-key", key)
    jobs = [Job(0, small, 1, replication) for replication in range(2)]
    names = ("distributed.comm.tls.ca-file", "distributed.comm.tls.client.cert", "distributed.comm.tls.client.key")
    files = dict(zip(names, map(str, (cert, cert, key)), strict=True))
    with running(tmp_path / "tls", workers=1, options=tuple(map(str, options))) as behind:
        address = behind.address
        assert address.startswith("tls://")
        with pytest.raises(ClusterError, match="found no certificates"):
            check_cluster(address)
        with (
            dask.config.set(files | {names[0]: str(key)}),
            pytest.raises(ClusterError, match="found certificates that cannot be used"),
        ):
            check_cluster(address)
        with dask.config.set(files):
            found = carry_out(jobs, on(address, tmp_path / "kept"))
    assert digests(found) == alone(jobs)
