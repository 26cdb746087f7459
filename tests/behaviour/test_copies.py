"""A copy of a process, made in the very moment in which the process is told to stop."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sim.experiment.copies import CAN_FORK

ROOT = Path(__file__).resolve().parents[2]
STOPPED = """
import os, signal, sys, time
from sim.experiment.copies import Copy

def leave(number, frame):
    raise SystemExit(128 + number)

def copied():
    os.write(1, b"copied ")
    time.sleep(60)

signal.signal(signal.{name}, leave)
os.register_at_fork({when}=lambda: os.kill(os.getpid(), signal.{name}))
Copy(copied)
os.write(1, b"not stopped")
"""

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="there are no copies of processes here")


@pytest.mark.parametrize("when", ["before", "after_in_parent"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_process_that_is_told_to_stop_while_it_is_copied_stops_and_so_does_its_copy(
    number: signal.Signals, when: str
) -> None:
    """What a signal raises within the hooks of a fork is printed and forgotten: the process would go on.

    The copy holds the pipe that is read here: were it left, it would be waited for.
    """
    code = STOPPED.format(name=number.name, when=when)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=50, check=False
    )
    assert done.returncode == 128 + number
    assert done.stderr == ""
    assert "not stopped" not in done.stdout
