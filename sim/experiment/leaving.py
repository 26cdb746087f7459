"""A worker that is told to end ends by the ordinary way, so that what it was writing is tidied up, and ends surely.

What a signal's handler raises can get lost: Python prints and forgets it where nobody could catch it (the callbacks of
weak references, the hooks of a fork), and other people's code may pass over whatever comes. So it is raised again, a
second later, until the worker is on its way out.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

CODE = 128 + signal.SIGTERM
AGAIN_SECONDS = 1.0
"""Until it is raised again. Long beside tidying up, which it would disturb; short beside the pool's `GRACE_SECONDS`."""
CAN_RING = hasattr(signal, "setitimer")
"""Where it cannot (Windows), a process that is told to end has no say in it either."""


@contextmanager
def leaves_when_told() -> Iterator[None]:
    """Within it SIGTERM, however it gets lost, raises SystemExit (143), and Ctrl-C, which is the parent's, nothing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    if CAN_RING:
        signal.signal(signal.SIGALRM, _leave)
    sys.unraisablehook = _say_unless_leaving
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if CAN_RING:
            signal.signal(signal.SIGALRM, signal.SIG_IGN)
            signal.setitimer(signal.ITIMER_REAL, 0.0)


def _leave(number: int, frame: FrameType | None) -> None:
    del number, frame
    if CAN_RING:
        signal.setitimer(signal.ITIMER_REAL, AGAIN_SECONDS)
    raise SystemExit(CODE)


def _say_unless_leaving(lost: sys.UnraisableHookArgs) -> None:
    if lost.exc_type is not SystemExit:
        sys.__unraisablehook__(lost)
