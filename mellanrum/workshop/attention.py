"""Whether anybody listens to an ask: what nobody has listened to for a while lets others go first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LEFT_AFTER_SECONDS = 60.0
"""So long nobody must have listened to an ask, nor asked for it, before those that somebody listens to go first.

An assumption. Longer than a page takes to be loaded again, a laptop to be opened or a wireless network to come back,
so that nobody's turn is lost by a glance away; and the most that a forgotten question of twenty replications can hold
up one that a room looks at.
"""


class RoomAttention:
    """Listeners of one ask. `tell`: told when there is nobody any more, and when somebody is back.

    All is of the loop's thread.
    """

    def __init__(self, tell: Callable[[bool], None]) -> None:
        self._tell, self._listeners, self._somebody = tell, 0, True
        self._ended = False
        self._timer: asyncio.TimerHandle | None = None
        self.asked_for()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen for as long as the context lasts."""
        self._listeners += 1
        self.asked_for()
        try:
            yield
        finally:
            self._listeners -= 1
            self.asked_for()

    def asked_for(self) -> None:
        """Take in that somebody is there now. If nobody listens, the time until it is left begins anew."""
        self._stop()
        if self._ended:
            return
        self._say(True)
        if not self._listeners:
            self._timer = asyncio.get_running_loop().call_later(LEFT_AFTER_SECONDS, self._say, False)

    def end(self) -> None:
        """Take no more notice: the ask has ended."""
        self._ended = True
        self._stop()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _say(self, somebody: bool) -> None:
        if somebody is not self._somebody:
            self._somebody = somebody
            self._tell(somebody)
