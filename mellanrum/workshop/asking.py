"""What this server has been asked: each ask with its drafts, how far it is, and the view of it in each language.

An ask that is no longer held (the server was restarted) is asked again from what was kept of it: the archive has the
answer.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Any, Protocol

from anyio import to_thread

from mellanrum.workshop.asks import ENDED, Ask, Question
from mellanrum.workshop.attention import RoomAttention
from mellanrum.workshop.drafts import Draft
from mellanrum.workshop.events import Event, Feed
from mellanrum.workshop.exchange import RefusedError
from mellanrum.workshop.records import Records, new_id
from sim.comparison.results import Comparison
from sim.terms.language import _, language, speaking

MOST_HELD = 60
VIEW, PROGRESS = "view", "progress"


class AsksOf(Protocol):
    """The desk, as far as asks need it."""

    def ask(self, question: Question, heard: Callable[[Ask], None]) -> Ask:
        """Take a question."""

    def cancel(self, ask_id: str) -> None:
        """End an ask."""

    def listened(self, ask_id: str, somebody: bool) -> None:
        """Say whether anybody listens to an ask."""


class Asked:
    """One ask as the page sees it. `drafts`: its designs. Used by the loop's thread alone."""

    def __init__(
        self,
        ask_id: str,
        county: str,
        drafts: Sequence[Draft],
        ask: Ask,
        views: Views,
        listened: Callable[[bool], None],
    ) -> None:
        self.id, self.county, self.drafts = ask_id, county, tuple(drafts)
        self.ask, self.feed, self.attention = ask, Feed(), RoomAttention(listened)
        self.noted = False
        self._make = views
        self._views: dict[str, asyncio.Task[dict[str, Any]]] = {}
        self._told(ask, new_estimate=True)

    def hear(self, ask: Ask) -> None:
        """Take in how far the desk has come."""
        if self.ask.state in ENDED or (ask.done < self.ask.done and ask.state not in ENDED):
            return  # it was on its way when a later one came
        new_estimate = ask.comparison is not self.ask.comparison
        self.ask = ask
        renewed = new_estimate or ask.state in ENDED
        if renewed:
            self._views = {}
        self._told(ask, renewed)

    def _told(self, ask: Ask, new_estimate: bool) -> None:
        if new_estimate:
            self.feed.tell(VIEW, self.view)
        self.feed.tell(PROGRESS, self._progress_now)
        if ask.state in ENDED:
            self.feed.end()
            self.attention.end()

    async def events(self, had: int) -> AsyncGenerator[Event | None, None]:
        """Yield what is told after the event `had`, as to somebody who listens."""
        with self.attention.listening():
            async with aclosing(self.feed.events(had)) as events:
                async for event in events:
                    yield event

    async def _progress_now(self) -> dict[str, Any]:
        return self.progress()

    def progress(self) -> dict[str, Any]:
        """Return how far the ask has come."""
        ask = self.ask
        names = ("state", "done", "total", "replications", "seconds_left", "from_archive", "told")
        return {"ask": self.id, **{name: getattr(ask, name) for name in names}}

    async def view(self) -> dict[str, Any]:
        """Return the view, in the language spoken: made once for each estimate, whoever and however many ask."""
        code, comparison = language().code, self.ask.comparison
        if comparison is None:
            return {**self._make.view_of(None, self), **self.progress()}
        if code not in self._views:
            self._views[code] = asyncio.ensure_future(self._made(code, comparison))
        made = self._views[code]
        try:
            found = await asyncio.shield(made)
        except Exception:
            self._views.pop(code, None)
            raise
        return {**found, **self.progress()}

    async def _made(self, code: str, comparison: Comparison) -> dict[str, Any]:
        def make() -> dict[str, Any]:
            with speaking(code):
                return self._make.view_of(comparison, self)

        async with self._make.turn:
            return await to_thread.run_sync(make)


ViewOf = Callable[[Comparison | None, Asked], dict[str, Any]]
"""Returns the view of an estimate, or that of none yet."""


class Views:
    """What makes views, and whose turn it is: one is made at a time, so that the loop itself is never kept waiting."""

    def __init__(self, view_of: ViewOf) -> None:
        self.view_of, self.turn = view_of, asyncio.Lock()


class Asking:
    """All asks that are held. `settled` is called, in the loop, with each that has ended."""

    def __init__(
        self,
        desk: AsksOf,
        records: Records,
        question_of: Callable[[str, Sequence[Draft]], Question],
        view_of: ViewOf,
        settled: Callable[[Asked], None],
    ) -> None:
        self.desk, self.records = desk, records
        self._question_of, self._views, self._settled = question_of, Views(view_of), settled
        self._held: OrderedDict[str, Asked] = OrderedDict()
        self._again: dict[str, asyncio.Task[Asked]] = {}

    async def begin(self, county: str, drafts: Sequence[Draft]) -> Asked:
        """Ask, and keep what was asked. Raises what is wrong with the drafts, and OSError."""
        ask_id = new_id()
        kept = {"county": county, "designs": [plain(draft) for draft in drafts]}
        await to_thread.run_sync(self.records.keep_ask, ask_id, kept)
        return await self._ask(ask_id, county, drafts)

    async def get(self, ask_id: str) -> Asked:
        """Return an ask; one that was asked before a restart is asked again. Raises RefusedError if there is none."""
        if ask_id in self._held:
            self._held.move_to_end(ask_id)
            self._held[ask_id].attention.asked_for()
            return self._held[ask_id]
        if ask_id not in self._again:
            self._again[ask_id] = asyncio.ensure_future(self._ask_again(ask_id))
        try:
            return await asyncio.shield(self._again[ask_id])
        finally:
            if ask_id in self._again and self._again[ask_id].done():
                del self._again[ask_id]

    async def _ask_again(self, ask_id: str) -> Asked:
        kept = await to_thread.run_sync(self.records.asked, ask_id)
        if kept is None:
            raise RefusedError(404, _("nothing was asked under that name; ask again"))
        return await self._ask(ask_id, kept["county"], [draft_from(one) for one in kept["designs"]])

    async def _ask(self, ask_id: str, county: str, drafts: Sequence[Draft]) -> Asked:
        loop, waiting = asyncio.get_running_loop(), list[Ask]()
        asked: Asked | None = None

        def hear(ask: Ask) -> None:
            if asked is None:
                waiting.append(ask)
                return
            asked.hear(ask)
            self._note(asked)

        def heard(ask: Ask) -> None:  # in the desk's thread
            if not loop.is_closed():
                loop.call_soon_threadsafe(hear, replace(ask))

        question = await to_thread.run_sync(self._question_of, county, drafts)
        ask = await to_thread.run_sync(self.desk.ask, question, heard)
        desks = ask.id
        asked = Asked(
            ask_id,
            county,
            drafts,
            ask=replace(ask),
            views=self._views,
            listened=lambda somebody: self.desk.listened(desks, somebody),
        )
        for early in waiting:
            hear(early)
        self._note(asked)
        self._held[ask_id] = asked
        self._let_go()
        return asked

    def hang_up(self) -> None:
        """End every stream, since the server ends."""
        for asked in self._held.values():
            asked.feed.hang_up()

    def _note(self, asked: Asked) -> None:
        if asked.ask.state in ENDED and not asked.noted:
            asked.noted = True
            self._settled(asked)

    def _let_go(self) -> None:
        """Hold no more than are looked at: an old one is asked again if somebody comes back to it."""
        ended = [ask_id for ask_id, asked in self._held.items() if asked.ask.state in ENDED]
        for ask_id in ended[: max(0, len(self._held) - MOST_HELD)]:
            del self._held[ask_id]

    def cancel(self, asked: Asked) -> None:
        """End an ask."""
        self.desk.cancel(asked.ask.id)


def plain(draft: Draft) -> dict[str, Any]:
    """Return a draft as JSON has it."""
    return {"base": draft.base, "settings": dict(draft.settings), "title": draft.title}


def draft_from(given: Mapping[str, Any]) -> Draft:
    """Return the draft that JSON of the right shape (`rounds.is_draft`) says."""
    return Draft(base=given["base"], settings=given.get("settings") or {}, title=given.get("title") or "")
