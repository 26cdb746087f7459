"""A full disk and a read-only one: one line, no half-written file, and the run goes on once there is room.

The disks are real (tmpfs, mounted in a mount namespace of the test's own) where the system lets us mount; the tests at
the end need no such right.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.small_county import write_small_county
from mellanrum.cli import main

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-c", "import sys; from mellanrum.cli import main; sys.exit(main())"]
ASKED = ("current", "big_bang", "--years", "0.1", "-n", "3", "--jobs", "1")
BEGUN = ["inputs/small.toml", "plan.json"]
"""What a run that has begun has in its folder: the files it is made from, and what was asked."""

PATIENCE_SECONDS = 60
"""For a copy of a process to tidy up what it was writing, on a machine that is busy with other things."""

Said = subprocess.CompletedProcess[str]
Here = Callable[..., Said]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="disks and limits of POSIX")


def command(arguments: tuple[str | Path, ...], at: Path, before: tuple[str, ...] = (), **environment: str) -> Said:
    return subprocess.run(
        [*before, *COMMAND, *map(str, arguments)],
        cwd=at,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@dataclass(frozen=True)
class Disk:
    """A tmpfs at `place` in the namespace of the process `holder`; `seen` is where this process sees it."""

    holder: int
    place: Path

    @property
    def seen(self) -> Path:
        return Path(f"/proc/{self.holder}/root{self.place}")

    def mount(self, options: str) -> None:
        """Mount it with other options: rw or ro, another size."""
        subprocess.run([*self._inside, "mount", "-o", f"remount,{options}", self.place], check=True)

    def mellanrum(self, *arguments: str | Path, at: Path) -> Said:
        inside = ("sh", "-c", 'cd "$0" && exec "$@"', str(at))
        return command(arguments, Path("/"), (*self._inside, *inside))

    @property
    def _inside(self) -> tuple[str, ...]:
        return ("nsenter", f"--mount=/proc/{self.holder}/ns/mnt", "--")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk of 300 kB, empty: it holds some replications with their logs, and not all."""
    place = tmp_path / "disk"
    place.mkdir()
    if not all(shutil.which(name) for name in ("unshare", "nsenter", "mount")):
        pytest.skip("no unshare, nsenter and mount here")
    hold = f"mount -t tmpfs -o size=300k tmpfs '{place}' && echo mounted && exec sleep 300"
    with subprocess.Popen(
        ["unshare", "-m", "sh", "-c", hold], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        if holder.stdout.readline() != b"mounted\n":
            pytest.skip("mounting is not allowed here")
        yield Disk(holder.pid, place)
        holder.kill()


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_county(tmp_path_factory.mktemp("county"))


@pytest.fixture(scope="module")
def undisturbed(county: Path) -> str:
    """The digest of all; its archive is in `archive` beside the county."""
    asked = ("compare", county, *ASKED, "--digest", "--out", "undisturbed", "--archive", "archive")
    return digest(command(asked, county.parent))


def digest(done: Said) -> str:
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = (line for line in done.stdout.splitlines() if line.startswith("sha256 all "))
    return line


def one_line(done: Said, code: int = 1) -> str:
    """Return the one line that a refused command says."""
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr.strip()


def files_in(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def stamps(folder: Path) -> dict[str, int]:
    return {p.name: p.stat().st_mtime_ns for p in folder.rglob("*.entry")}


def half_written(folder: Path) -> list[str]:
    """Return what is half written, once a copy of a process that nobody waits for has tidied up after itself."""
    end = time.monotonic() + PATIENCE_SECONDS
    while (found := [str(p) for p in folder.rglob("*") if "partial" in p.name]) and time.monotonic() < end:
        time.sleep(0.1)
    return found


# --- real disks


def test_an_archive_on_a_full_disk_keeps_what_fits_and_the_run_goes_on_when_there_is_room(
    disk: Disk, county: Path, undisturbed: str, tmp_path: Path
) -> None:
    asked = ("compare", county, *ASKED, "--jobs", "2", "--logs", "all", "--out", "run", "--archive", disk.place / "a")
    said = one_line(disk.mellanrum(*asked, at=tmp_path))
    assert f"the archive {disk.place / 'a'} cannot be written: " in said
    assert "No space left on device" in said
    assert said.endswith(f"What was finished is kept: mellanrum resume {tmp_path / 'run'}")
    assert half_written(disk.seen) == []
    assert files_in(tmp_path / "run.unfinished") == BEGUN
    kept = stamps(disk.seen)
    assert 0 < len(kept) < 6
    disk.mount("size=20m")
    assert digest(disk.mellanrum("resume", "run", "--digest", at=tmp_path)) == undisturbed
    assert {name: stamp for name, stamp in stamps(disk.seen).items() if name in kept} == kept
    assert len(list((tmp_path / "run" / "logs").iterdir())) == 6


def test_a_run_folder_on_a_full_disk_is_finished_from_the_archive_when_there_is_room(
    disk: Disk, county: Path, undisturbed: str, tmp_path: Path
) -> None:
    asked = ("compare", county, *ASKED, "--logs", "none", "--archive", tmp_path / "kept")
    said = one_line(disk.mellanrum(*asked, at=disk.place))
    assert "No space left on device" in said
    (left,) = disk.seen.glob("runs/*.unfinished")
    assert said.endswith(f"What was finished is kept: mellanrum resume {left.stem}")
    assert files_in(disk.seen) == [f"runs/{left.name}/{name}" for name in BEGUN]
    kept = stamps(tmp_path / "kept")
    assert len(kept) == 6
    disk.mount("size=20m")
    assert digest(disk.mellanrum("resume", left.stem, "--digest", at=disk.place)) == undisturbed
    assert stamps(tmp_path / "kept") == kept


def test_a_run_folder_that_has_no_room_for_its_logs_is_named_and_not_the_archive(
    disk: Disk, county: Path, undisturbed: str, tmp_path: Path
) -> None:
    (disk.seen / "mine").write_bytes(bytes(250 * 1024))
    asked = ("compare", county, *ASKED, "--logs", "all", "--archive", tmp_path / "kept", "--out", "run")
    said = one_line(disk.mellanrum(*asked, at=disk.place))
    assert f"the event log {disk.place / 'run.unfinished'}/" in said
    assert "cannot be written: No space left on device" in said
    assert str(tmp_path / "kept") not in said
    assert said.endswith(f"mellanrum resume {disk.place / 'run'}")
    disk.mount("size=20m")
    assert digest(disk.mellanrum("resume", "run", "--digest", at=disk.place)) == undisturbed


def test_a_run_that_cannot_even_be_begun_leaves_nothing_in_its_own_way(
    disk: Disk, county: Path, undisturbed: str, tmp_path: Path
) -> None:
    (disk.seen / "mine").write_bytes(bytes(300 * 1024))
    asked = ("compare", county, *ASKED, "--out", "run", "--archive", county.parent / "archive", "--digest")
    said = one_line(disk.mellanrum(*asked, at=disk.place))
    assert said == f"Error: the system refused ({disk.place / 'run.unfinished'}): No space left on device"
    assert [p.name for p in disk.seen.iterdir()] == ["mine"]
    disk.mount("size=20m")
    assert digest(disk.mellanrum(*asked, at=disk.place)) == undisturbed


def test_a_read_only_archive_can_be_read_and_refuses_in_one_line_what_it_lacks(
    disk: Disk, county: Path, undisturbed: str, tmp_path: Path
) -> None:
    disk.mount("size=20m")
    shutil.copytree(county.parent / "archive", disk.seen / "a")
    disk.mount("ro")
    before = stamps(disk.seen)
    asked = ("compare", county, *ASKED, "--archive", disk.place / "a")
    assert digest(disk.mellanrum(*asked, "--digest", "--out", "first", at=tmp_path)) == undisturbed
    more = disk.mellanrum("expand", "first", "-n", "4", "--out", "more", at=tmp_path)
    assert one_line(more) == (
        f"Error: the archive {disk.place / 'a'} cannot be written: Read-only file system. "
        f"What was finished is kept: mellanrum resume {tmp_path / 'more'}"
    )
    assert files_in(tmp_path / "more.unfinished") == BEGUN
    assert stamps(disk.seen) == before
    disk.mount("rw")
    assert disk.mellanrum("resume", "more", "--jobs", "1", at=tmp_path).returncode == 0
    assert len(stamps(disk.seen)) == 8


def test_a_read_only_folder_is_refused_in_one_line(disk: Disk, county: Path, tmp_path: Path) -> None:
    disk.mount("ro")
    said = one_line(disk.mellanrum("compare", county, *ASKED, "--archive", tmp_path / "kept", at=disk.place))
    assert said == f"Error: the system refused ({disk.place / 'runs'}): Read-only file system"
    assert not (tmp_path / "kept").exists()


# --- without rights


def test_a_file_where_the_archive_should_be_is_refused_and_untouched(county: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis").write_text("three years", encoding="utf-8")
    asked = ("compare", county, *ASKED, "--out", "run")
    said = one_line(command(asked, tmp_path, MELLANRUM_ARCHIVE="thesis"))
    assert f"the archive {tmp_path / 'thesis'} cannot be written: " in said
    assert files_in(tmp_path) == [*(f"run.unfinished/{name}" for name in BEGUN), "thesis"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Here]:
    """The command in this process, with a limit to the size of the files that it writes (0: none)."""
    import resource

    heard = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    monkeypatch.chdir(tmp_path)

    def limited(limit: int, *arguments: str | Path) -> Said:
        capsys.readouterr()
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit or before[0], before[1]))
        try:
            code = main([str(argument) for argument in arguments])
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        return subprocess.CompletedProcess(arguments, code, *capsys.readouterr())

    yield limited
    for number, handler in heard.items():
        signal.signal(number, handler)


@pytest.mark.parametrize(("bytes_of_a_file", "keeps"), [(10_000, 0), (30_000, 0), (100_000, 6)])
def test_a_limit_to_a_files_size_is_told_like_a_full_disk(
    county: Path, undisturbed: str, tmp_path: Path, here: Here, bytes_of_a_file: int, keeps: int
) -> None:
    """10 kB holds no entry, 30 kB no event log, 100 kB no picture."""
    said = one_line(here(bytes_of_a_file, "compare", county, *ASKED, "--logs", "all", "--out", "run"))
    assert "File too large" in said
    assert said.endswith(f"What was finished is kept: mellanrum resume {tmp_path / 'run'}")
    assert ("the archive" in said) == (keeps == 0)
    assert half_written(tmp_path) == []
    assert files_in(tmp_path / "run.unfinished") == BEGUN
    kept = stamps(tmp_path)
    assert len(kept) == keeps
    if keeps:
        assert digest(here(0, "resume", "run", "--digest")) == undisturbed
        assert stamps(tmp_path) == kept
