"""A worker that is told to end ends, whatever becomes of the telling, and tidies up on its way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sim.experiment.leaving import CAN_RING, CODE

ROOT = Path(__file__).resolve().parents[2]
WORKER = """
import os, signal, time
from contextlib import suppress
from sim.experiment.leaving import leaves_when_told

def told():
    os.kill(os.getpid(), signal.SIGTERM)

class Gone:
    def __del__(self):
        told()

with leaves_when_told():
    try:
        {lost}
        time.sleep(40)
        print("not stopped")
    finally:
        print("tidied up")
"""
LOST = {
    "not at all": "told()",
    "where nobody could catch it": "Gone()",
    "in code that passes over whatever comes": "\n        with suppress(BaseException): told()",
}

pytestmark = pytest.mark.skipif(not CAN_RING, reason="no process has a say in its end here")


@pytest.mark.parametrize("where", LOST)
def test_a_worker_that_is_told_to_end_does_wherever_the_telling_gets_lost(where: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WORKER.format(lost=LOST[where])],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (CODE, "tidied up\n", "")
