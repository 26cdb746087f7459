"""What is told of an ask as it happens, as server-sent events: to any number of listeners, the slow ones included.

A listener holds no queue: it is sent the latest of each kind that it has not had. So a slow one leaves out what is
old, and whoever comes back with the number of the last event that it had (Last-Event-ID) goes on from there.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from mellanrum.workshop.exchange import in_words, text_of

QUIET_SECONDS = 15.0
"""After so long without news a comment is sent: it keeps the line open, and finds one that is dead."""
LIFE = secrets.token_hex(4)
"""Stands in every event's id: numbers begin anew with the server."""
RETRY_MS = 2_000
"""After how many milliseconds a browser comes back."""
HEADERS = {"X-Accel-Buffering": "no"}
MEDIA_TYPE = "text/event-stream"

EventContent = Callable[[], Awaitable[Any]]
"""Makes what an event says, when it is sent and in the language of whoever it is sent to."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing told: its number, its kind (view or progress), and what makes its content."""

    number: int
    kind: str
    content: EventContent


class Feed:
    """The latest event of each kind. Used by one thread alone, that of the server's loop."""

    def __init__(self) -> None:
        self.number, self.ended, self.hung_up = 0, False, False
        self._latest: dict[str, Event] = {}
        self._news = asyncio.Event()

    def tell(self, kind: str, content: EventContent) -> None:
        """Tell something, in the place of what was told of the same kind before."""
        self.number += 1
        self._latest[kind] = Event(self.number, kind, content)
        self._wake()

    def end(self) -> None:
        """Tell that nothing more comes; whoever has not had the latest is still sent it."""
        self.ended = True
        self._wake()

    def hang_up(self) -> None:
        """End every stream now, since the server ends: browsers come back to the next one."""
        self.hung_up = True
        self._wake()

    def _wake(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()

    def since(self, had: int) -> list[Event]:
        """Return the latest of each kind after the event with number `had`, in the order in which they were told."""
        return sorted((e for e in self._latest.values() if e.number > had), key=lambda event: event.number)

    async def events(self, had: int = 0) -> AsyncGenerator[Event | None, None]:
        """Yield what is new after the event `had`, until the end; None where it was quiet for long."""
        while not self.hung_up:
            news, ended = self._news, self.ended
            if new := self.since(had):
                had = new[0].number
                yield new[0]
            elif ended:
                return
            else:
                try:
                    await asyncio.wait_for(news.wait(), QUIET_SECONDS)
                except TimeoutError:
                    yield None


def had_before(last_event_id: str) -> int:
    """Return the number of the last event that a listener had from this server; 0 if it had none."""
    life, _dash, number = last_event_id.partition("-")
    return int(number) if life == LIFE and number.isdecimal() and len(number) < 10 else 0


async def as_text(events: AsyncGenerator[Event | None, None]) -> AsyncGenerator[str, None]:
    """Yield events as they go over the line; a fault of ours is the last of them, in words.

    Whoever hangs up is no listener from then on: the events are closed with the line.
    """
    yield f"retry: {RETRY_MS}\n\n"
    async with aclosing(events):
        async for event in events:
            if event is None:
                yield ": still here\n\n"  # not said: a comment between programs
                continue
            try:
                data = text_of(await event.content())
            except Exception as error:
                # not said: lines between programs
                yield f"event: fault\ndata: {text_of({'faults': in_words(error)[1]})}\n\n"
                return
            # not said: lines between programs
            yield f"id: {LIFE}-{event.number}\nevent: {event.kind}\ndata: {data}\n\n"
