"""Too little memory is told in words, before anything is run where a limit says so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.small_county import write_small_county
from mellanrum.cli.errors import FaultError, in_words
from mellanrum.cli.memory import LEAST_KILOBYTES, ONE_THREAD, spare_memory
from sim.experiment.pool import one_line
from sim.terms.errors import ResumeAt, going_on_at

ROOT = Path(__file__).resolve().parents[2]
COMMAND = "import sys; from mellanrum.cli import main; sys.exit(main())"

limits = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="address space is limited on Linux alone")


def compared(county: Path, kilobytes: int) -> subprocess.CompletedProcess[str]:
    asked = f"compare {county} current big_bang --years 0.1 -n 2 --jobs 2 --out run"
    return subprocess.run(
        ["sh", "-c", f"ulimit -v {kilobytes}; exec '{sys.executable}' -c '{COMMAND}' {asked}"],
        cwd=county.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@limits
@pytest.mark.parametrize("kilobytes", [450_000, 600_000, LEAST_KILOBYTES - 1])
def test_a_limit_that_is_too_low_is_refused_before_anything_is_run(tmp_path: Path, kilobytes: int) -> None:
    done = compared(write_small_county(tmp_path), kilobytes)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"found a limit of {kilobytes} kB to the memory of a process (ulimit -v); valid: 1000000 kB" in done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["small.toml"]


@limits
def test_under_the_least_limit_a_small_county_runs(tmp_path: Path) -> None:
    done = compared(write_small_county(tmp_path), LEAST_KILOBYTES)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("error", [MemoryError(), ImportError("x.so: failed to map segment from shared object")])
def test_memory_that_ends_is_told_with_how_to_go_on(error: Exception, tmp_path: Path) -> None:
    with pytest.raises(FaultError) as told, in_words(), going_on_at(ResumeAt(tmp_path / "run")):
        raise error
    assert told.value.exit_code == 1
    kept = f"What was finished is kept: mellanrum resume {tmp_path / 'run'}"
    assert told.value.message == f"too little memory; try --jobs 1, or a larger limit. {kept}"


def test_memory_that_ends_before_anything_is_begun_is_told_without() -> None:
    with pytest.raises(FaultError, match=r"^too little memory; try --jobs 1, or a larger limit$"), in_words():
        raise MemoryError


def test_a_library_that_is_not_there_is_another_matter(tmp_path: Path) -> None:
    with pytest.raises(ImportError, match="No module"), in_words(), going_on_at(ResumeAt(tmp_path / "run")):
        raise ImportError("No module named 'x'")


def test_a_replication_without_memory_says_so() -> None:
    assert one_line(MemoryError()) == "too little memory"


def test_linear_algebra_has_one_thread_unless_somebody_wants_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ONE_THREAD, "3")
    spare_memory()
    assert os.environ[ONE_THREAD] == "3"
    monkeypatch.delenv(ONE_THREAD)
    spare_memory()
    assert os.environ[ONE_THREAD] == "1"
