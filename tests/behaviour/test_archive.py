"""The archive: what was run comes back bit for bit, is never run again, and what is damaged is done anew."""

from __future__ import annotations

import hashlib
import shutil
import sys
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from benchmarks.small_county import write_small_county
from mellanrum.wiring.assemble import scenario
from sim.experiment import archive as archive_module
from sim.experiment import atomic_files as durable
from sim.experiment.archive import Archive, ArchiveError, address, addresses, performed
from sim.experiment.atomic_files import write_bytes_whole
from sim.experiment.entry import DamagedEntryError, from_bytes, to_bytes
from sim.experiment.logs import clients_path, read_log
from sim.experiment.means import Means, Shard, ShardDoneError, carry_out
from sim.experiment.replicate import Job, Outcome, replicate
from sim.terms.scenario import Scenario

KEY = "ab" * 32


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    county = write_small_county(tmp_path_factory.mktemp("county"))
    return scenario(county, "current", years=0.1, parameters="point", seed=1, replication=0)


@pytest.fixture(scope="module")
def outcome(small: Scenario) -> Outcome:
    return replicate(Job(0, small, 1, 0))


@pytest.fixture
def kept(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def means(kept: Archive, **other: object) -> Means:
    return Means(1, kept, **other)


def files_in(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def same(one: Outcome, other: Outcome) -> bool:
    """Whether two outcomes are the same bit for bit: order of measures, kinds of numbers, NaN and signs included."""
    assert {n: list(t) for n, t in one.tables.items()} == {n: list(t) for n, t in other.tables.items()}
    columns = [(one.tables[n][c], other.tables[n][c]) for n in one.tables for c in one.tables[n]]
    return (
        list(one.values.items()) == list(other.values.items())
        and (one.design, one.replication, one.digest) == (other.design, other.replication, other.digest)
        and all(words(a) == words(b) if a.dtype.kind in "UO" else as_bytes(a) == as_bytes(b) for a, b in columns)
    )


def words(column: np.ndarray) -> list[str]:
    return column.tolist()


def as_bytes(column: np.ndarray) -> tuple[str, bytes]:
    return column.dtype.str, column.tobytes()


# --- one entry


def test_an_entry_comes_back_bit_for_bit(outcome: Outcome) -> None:
    odd = {
        "x": np.array([0.1, -0.0, float("nan"), float("inf"), 5e-324]),
        "truth": np.array([True, False, True, False, True]),
        "word": np.array(["å", "", "räkna", "\U0001f600", "z"]),
        "n": np.array([1, -1, 2**62, 0, 5]),
    }
    nothing = {"none": np.array([], dtype="<U7"), "no_number": np.empty(0)}
    whole = replace(outcome, tables={**outcome.tables, "odd": odd, "nothing": nothing})
    again = from_bytes(KEY, 0, to_bytes(KEY, whole), whole=True)
    assert same(whole, again)
    assert len(whole.tables["staff_ledger"]["fte"]) > 100
    assert not again.tables["odd"]["x"].flags.writeable  # another replication may have the same column
    assert to_bytes(KEY, again) == to_bytes(KEY, from_bytes(KEY, 0, to_bytes(KEY, again), whole=True))
    assert from_bytes(KEY, 3, to_bytes(KEY, whole), whole=False) == replace(whole, design=3, tables={})


def test_equal_outcomes_are_equal_bytes(outcome: Outcome, small: Scenario) -> None:
    assert to_bytes(KEY, outcome) == to_bytes(KEY, replicate(Job(0, small, 1, 0)))


def test_a_number_that_is_none_is_not_kept_as_one(outcome: Outcome) -> None:
    with pytest.raises(ValueError, match="JSON"):
        to_bytes(KEY, replace(outcome, values={"fall_rate": float("nan")}))


def test_every_damage_to_an_entry_is_noticed(outcome: Outcome, name_seed: int) -> None:
    sound = to_bytes(KEY, outcome)
    places = np.random.default_rng(name_seed).integers(0, len(sound), 60)
    flipped = [sound[:p] + bytes([sound[p] ^ 1]) + sound[p + 1 :] for p in places.tolist()]
    cut = [sound[:p] for p in (0, 1, 64, 65, 66, len(sound) // 2, len(sound) - 1)]
    foreign = [b"{}", b"\n", b"\x00" * 500, to_bytes("cd" * 32, outcome), sound + b"\n"]
    for said in (b"[1]", b"{}", b'{"key": 5}', b"\xff"):  # sound by its checksum, but no entry
        foreign.append(hashlib.sha256(said).hexdigest().encode() + b"\n" + said)
    for data in (*flipped, *cut, *foreign):
        with pytest.raises(DamagedEntryError):
            from_bytes(KEY, 0, data, whole=True)


# --- addresses


def test_an_address_differs_with_all_that_decides_and_not_with_names(small: Scenario) -> None:
    job = Job(0, small, 1, 0)
    town = small.county.municipalities[0]
    other = {
        "seed": replace(job, seed=2),
        "replication": replace(job, replication=1),
        "days": replace(job, scenario=replace(small, calendar=replace(small.calendar, after_days=37))),
        "staff": replace(
            job, scenario=replace(small, units=(replace(small.units[0], fte=9.0), *small.units[1:]))
        ),
        "town": replace(
            job,
            scenario=replace(
                small,
                county=replace(
                    small.county,
                    municipalities=(replace(town, name="Annanstad"), *small.county.municipalities[1:]),
                ),
            ),
        ),
    }  # fmt: skip
    found = {address(job), *(address(j) for j in other.values())}
    assert len(found) == 1 + len(other)
    named = replace(small, name="mine", county=replace(small.county, name="ours", title="Our county"))
    assert address(Job(7, named, 1, 0, Path("somewhere"))) == address(job)
    assert addresses([job, other["seed"], job]) == [address(job), address(other["seed"]), address(job)]


def test_an_address_differs_with_the_model(small: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    before = address(Job(0, small, 1, 0))
    monkeypatch.setattr(archive_module, "model_version", lambda: "another")
    assert address(Job(0, small, 1, 0)) != before


# --- jobs


def test_what_was_done_is_never_done_again(small: Scenario, kept: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = [Job(d, small, 1, r) for r in range(2) for d in range(2)]  # the same design twice
    first = carry_out(jobs, means(kept))
    assert [o.design for o in first] == [0, 1, 0, 1]
    assert len(list(kept.entries())) == 2
    monkeypatch.setattr("sim.experiment.replicate.replicate", lambda job, log=None: pytest.fail("run again"))
    told: list[tuple[int, int]] = []
    again = carry_out(jobs, means(kept), lambda done, total: told.append((done, total)))
    assert all(same(one, other) for one, other in zip(first, again, strict=True))
    assert told == [(4, 4)]
    thin = carry_out(jobs, means(kept), whole=False)
    assert [(o.values, o.tables) for o in thin] == [(o.values, {}) for o in first]


def test_a_job_that_stands_twice_is_run_once_and_with_the_log_that_one_of_them_wants(
    small: Scenario, kept: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[Job] = []
    monkeypatch.setattr(
        "sim.experiment.replicate.replicate", lambda job, log=None: ran.append(job) or replicate(job, log)
    )
    keep = tmp_path / "run" / "logs" / "two-0.parquet"
    used = means(kept)
    one, two = carry_out([Job(0, small, 1, 0), Job(1, small, 1, 0, keep)], used)
    assert len(ran) == 1
    assert one.digest == two.digest == read_log(keep).digest()
    assert used.used == {address(ran[0]): one.digest}


@pytest.mark.parametrize("damage", ["flipped", "cut", "empty", "foreign", "folder_gone"])
def test_a_damaged_entry_is_done_anew_and_written_over(small: Scenario, kept: Archive, damage: str) -> None:
    jobs = [Job(0, small, 1, 0), Job(0, small, 1, 1)]
    before = carry_out(jobs, means(kept))
    file, other = (kept.file_of(address(job)) for job in jobs)
    sound = file.read_bytes()
    if damage == "folder_gone":
        shutil.rmtree(file.parent)
    else:
        spoilt = {"flipped": sound[:-9] + b"?" + sound[-8:], "cut": sound[:100], "empty": b""}
        file.write_bytes(spoilt.get(damage, other.read_bytes()))
        assert kept.damaged(address(jobs[0]))
    times = other.stat().st_mtime_ns
    after = carry_out(jobs, means(kept))
    assert all(same(one, again) for one, again in zip(before, after, strict=True))
    assert file.read_bytes() == sound
    assert other.stat().st_mtime_ns == times


def test_shards_have_all_jobs_between_them_and_none_twice(
    small: Scenario, kept: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[int] = []
    monkeypatch.setattr(
        "sim.experiment.replicate.replicate", lambda job, log=None: ran.append(job.replication) or replicate(job, log)
    )
    keep = tmp_path / "aside" / "logs" / "a-0.parquet"
    jobs = [Job(d, small, 1, r, keep if r == d == 0 else None) for r in range(5) for d in range(2)]
    for nth, expected in ((1, [0, 3]), (3, [2]), (2, [1, 4]), (2, [])):
        ran.clear()
        with pytest.raises(ShardDoneError) as caught:
            carry_out(jobs, means(kept, shard=Shard(nth, 3)))
        assert ran == expected
    assert (caught.value.done, caught.value.total) == (10, 10)
    assert not keep.exists()  # its log is in the archive, for the command that shows all
    assert [o.replication for o in carry_out(jobs, means(kept))] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert ran == []
    assert read_log(keep).digest() == carry_out(jobs, means(kept))[0].digest


# --- event logs


def test_a_log_is_given_again_from_the_archive(
    small: Scenario, kept: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (tmp_path / name / "logs" / "current-0.parquet" for name in ("one", "two"))
    (outcome,) = carry_out([Job(0, small, 1, 0, first)], means(kept))
    monkeypatch.setattr("sim.experiment.replicate.replicate", lambda job, log=None: pytest.fail("run again"))
    carry_out([Job(0, small, 1, 0, second)], means(kept))
    assert outcome.digest == read_log(first).digest() == read_log(second).digest()
    assert clients_path(first).read_bytes() == clients_path(second).read_bytes()
    shutil.rmtree(tmp_path / "one")  # a run's folder may go; the archive keeps its own name of the file
    carry_out([Job(0, small, 1, 0, first)], means(kept))
    assert read_log(first).digest() == outcome.digest


def test_what_is_done_to_a_runs_log_stays_in_that_run(small: Scenario, kept: Archive, tmp_path: Path) -> None:
    first, second = (tmp_path / run / "logs" / "current-0.parquet" for run in ("one", "two"))
    (outcome,) = carry_out([Job(0, small, 1, 0, first)], means(kept))
    carry_out([Job(0, small, 1, 0, second)], means(kept))
    for file in (first, clients_path(first)):
        with file.open("r+b") as stream:
            stream.write(b"spoilt")
    assert read_log(second).digest() == outcome.digest
    third = tmp_path / "three" / "logs" / "current-0.parquet"
    carry_out([Job(0, small, 1, 0, third)], means(kept))
    assert read_log(third).digest() == outcome.digest


@pytest.mark.parametrize("damage", ["flipped", "cut", "no_clients", "no_sums", "foreign_sums", "gone", "never_kept"])
def test_a_damaged_log_is_made_anew(small: Scenario, kept: Archive, tmp_path: Path, damage: str) -> None:
    first, second = (tmp_path / name / "logs" / "current-0.parquet" for name in ("one", "two"))
    job = Job(0, small, 1, 0, None if damage == "never_kept" else first)
    (outcome,) = carry_out([job], means(kept))
    folder = kept.log_of(address(job))
    log = folder / "logs" / "log.parquet"
    sound = log.read_bytes() if log.exists() else b""
    match damage:
        case "flipped":
            log.write_bytes(sound[:-100] + b"?" + sound[-99:])
        case "cut":
            log.write_bytes(sound[:100])
        case "no_clients":
            shutil.rmtree(folder / "clients")
        case "no_sums":
            (folder / "sums.json").unlink()
        case "foreign_sums":
            (folder / "sums.json").write_text("[1, 2]", encoding="utf-8")
        case "gone":
            shutil.rmtree(folder)
    (again,) = carry_out([replace(job, keep=second)], means(kept))
    assert same(outcome, again)
    assert read_log(second).digest() == outcome.digest
    assert not [name for name in files_in(kept.root) if "partial" in name]


# --- writers


def _write_both(arguments: tuple[Scenario, Path, int]) -> str:
    """Run in a process of its own: the same job, with its log, as another at the same time."""
    scenario, root, nth = arguments
    keep = root.parent / f"run{nth}" / "logs" / "current-0.parquet"
    return performed(Job(0, scenario, 1, 0, keep), Archive(root)).digest


def test_two_writers_of_the_same_at_once_leave_one_whole_entry_and_log(
    small: Scenario, outcome: Outcome, kept: Archive, tmp_path: Path
) -> None:
    with get_context("spawn").Pool(2) as pool:
        digests = pool.map(_write_both, [(small, kept.root, nth) for nth in range(4)], chunksize=1)
    assert digests == [outcome.digest] * 4
    key = address(Job(0, small, 1, 0))
    log = ("logs/log.parquet", "clients/log.parquet", "sums.json")
    assert set(files_in(kept.root)) == {f"{key[:2]}/{key}.entry", *(f"{key[:2]}/{key}.log/{name}" for name in log)}
    assert kept.get(key, Job(0, small, 1, 0, tmp_path / "x" / "logs" / "a.parquet"))


def test_the_second_writer_of_a_log_finds_the_firsts_and_leaves_it(small: Scenario, kept: Archive) -> None:
    """Both have found none there; then one is first with the name."""
    from sim.experiment.logs import write_log
    from sim.experiment.replicate import replicate_with_log

    _, log = replicate_with_log(Job(0, small, 1, 0))
    places = [kept.log_place(KEY) for _ in range(2)]
    for place in places:
        write_log(log, place, 0)
    kept.keep_log(KEY, places[0])
    first = (kept.log_of(KEY) / "sums.json").stat().st_ino
    kept._take_name(kept.log_place(KEY).parents[1], KEY)  # as if it had looked before the first was there
    kept.keep_log(KEY, places[1])
    assert (kept.log_of(KEY) / "sums.json").stat().st_ino == first


class FullDisk:
    """Stands for the system's `fsync` on a disk that is full: refuses from the `nth` call on."""

    def __init__(self, nth: int) -> None:
        self.left = nth

    def __call__(self, number: int) -> None:
        self.left -= 1
        if self.left <= 0:
            raise OSError(28, "No space left on device")


@pytest.mark.parametrize("nth", [1, 2])
@pytest.mark.parametrize("keeps", [False, True])
def test_nothing_half_written_is_left_by_a_writer_that_fails(
    small: Scenario, kept: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nth: int, keeps: bool
) -> None:
    """The first write is the probe, the second the entry, or the log's checksums before it."""
    keep = tmp_path / "run" / "logs" / "current-0.parquet" if keeps else None
    monkeypatch.setattr(durable, "flush", lambda path: None)
    monkeypatch.setattr(archive_module, "flush", lambda path: None)
    with monkeypatch.context() as full:
        full.setattr("os.fsync", FullDisk(nth))
        with pytest.raises(ArchiveError, match=r"the archive .* cannot be written: No space left on device"):
            carry_out([Job(0, small, 1, 0, keep)], means(kept))
    assert files_in(tmp_path) == {}
    assert not [p for p in kept.root.rglob("*") if "partial" in p.name]
    carry_out([Job(0, small, 1, 0, keep)], means(kept))
    assert len(list(kept.entries())) == 1


def test_a_file_that_cannot_be_finished_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_bytes_whole(tmp_path / "a", b"before")
    for fault in (OSError(28, "No space left on device"), SystemExit(143), KeyboardInterrupt()):

        def stopped(number: int, fault: BaseException = fault) -> None:
            raise fault

        with monkeypatch.context() as broken:
            broken.setattr("os.fsync", stopped)
            with pytest.raises(type(fault)):
                write_bytes_whole(tmp_path / "a", b"after")
    assert files_in(tmp_path) == {"a": b"before"}


@pytest.mark.parametrize("fault", [ValueError("a fault in a rule"), KeyboardInterrupt(), SystemExit(143)])
def test_a_replication_that_is_stopped_leaves_nothing_of_its_log(
    small: Scenario, kept: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    def stopped(job: Job, log: object = None) -> Outcome:
        assert job.keep is not None
        job.keep.parent.mkdir()
        job.keep.write_bytes(b"half")
        raise fault

    monkeypatch.setattr("sim.experiment.replicate.replicate", stopped)
    with pytest.raises(type(fault)):
        performed(Job(0, small, 1, 0, tmp_path / "run" / "logs" / "a.parquet"), kept)
    assert [p.name for p in kept.root.rglob("*") if len(p.name) > 2] == []


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_a_shared_archive_can_be_read_by_others(small: Scenario, kept: Archive, tmp_path: Path) -> None:
    """A log is as readable as an entry: both follow the writer's umask."""
    carry_out([Job(0, small, 1, 0, tmp_path / "run" / "logs" / "a.parquet")], means(kept))
    log = kept.log_of(address(Job(0, small, 1, 0)))
    assert log.stat().st_mode == log.parent.stat().st_mode


def test_a_place_that_is_no_folder_is_refused_in_words_before_anything_is_run(
    small: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.experiment.replicate.replicate", lambda job, log=None: pytest.fail("run in vain"))
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    for root in (tmp_path / "file", tmp_path / "file" / "archive"):
        with pytest.raises(
            ArchiveError, match=r"the archive .*file.* cannot be written: (File exists|Not a directory)"
        ):
            carry_out([Job(0, small, 1, 0)], means(Archive(root)))
    assert files_in(tmp_path) == {"file": b"mine"}
