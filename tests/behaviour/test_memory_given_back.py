"""What a run has let go of is given back to the machine before its tables and pictures are made."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest

from sim.experiment.memory import give_back

PIECES, BYTES, KEPT = 4_000, 20_000, 100


def megabytes() -> float:
    """Return what this process holds of the machine's memory."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only the GNU C library is asked for it")
def test_what_lies_between_pieces_that_are_kept_goes_back() -> None:
    give_back()
    before = megabytes()
    pieces = [bytes(i % 256 for i in range(100)) * (BYTES // 100) for i in range(PIECES)]
    held = megabytes() - before
    kept = pieces[::KEPT]
    del pieces
    give_back()
    assert len(kept) == PIECES // KEPT
    assert held > 0.9 * PIECES * BYTES / 2**20
    assert megabytes() - before < 0.25 * held
