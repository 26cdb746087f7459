"""The one way in which anybody waits, on whichever scheduler is in use: SimPy, or the compiled build's own.

Both speak the same part of SimPy's interface: `now`, `process`, `run`, and entries that are put on the agenda. Ties: an
entry of priority LAST comes after everything else of the same instant, so a place that becomes free at the very
moment when patience ends is taken; else the first asked for comes first.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from sim.compiled import COMPILED
from sim.model.ties import LAST, NEVER, NORMAL, URGENT, Woken

if COMPILED:
    from sim.model.agenda import Agenda, Awaited, Call
else:
    from sim.model.agenda_simpy import Agenda, Awaited, Call

__all__ = ["LAST", "NEVER", "NORMAL", "URGENT", "Agenda", "Call", "Wait", "Woken"]


class Wait:
    """Something that can be woken: a request's current wait. Only the first to wake it counts.

    `until`: the day on which the wait ends by itself, infinity if it must be woken.
    """

    __slots__ = ("_env", "_event", "_woken", "until")

    def __init__(self, env: Agenda) -> None:
        self._env = env
        self._event: Awaited | None = None
        self._woken = False
        self.until = NEVER

    def wake(self, why: Woken) -> bool:
        """End the current wait for the reason `why`; False if nobody waits or it was already woken."""
        event = self._event
        if event is None or self._woken:
            return False
        self._woken = True
        event.moved(self._env, why)
        return True

    def woken(self) -> bool:
        """Whether the current wait has ended, though whoever waits has not yet gone on."""
        return self._woken

    def wait_or_leave(self, days: float | None = None) -> Generator[Any, Any, Woken]:
        """Wait until woken, or at most `days`; return which it was. All waiting of clients passes through here."""
        self.until = NEVER if days is None else self._env.now + days
        self._event = event = Awaited(self._env, Woken.ELAPSED, days)
        why: Woken = yield event
        self._event = None
        self._woken = False
        return why
