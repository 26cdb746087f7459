"""An ask that all have left lets others go first, is not cancelled, and has its turns back when somebody returns."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from mellanrum.workshop import attention, events
from mellanrum.workshop.asking import Asking
from mellanrum.workshop.asks import Ask, Question
from mellanrum.workshop.attention import RoomAttention
from mellanrum.workshop.desk import Desk
from mellanrum.workshop.drafts import Draft
from mellanrum.workshop.guard import Door
from mellanrum.workshop.guests import Guests
from mellanrum.workshop.records import Records, make_folders
from mellanrum.workshop.room import Room
from mellanrum.workshop.turns import Turns
from sim.experiment.archive import Archive
from tests.behaviour.test_workshop_desk import Heard, about, county, until
from tests.workshop_rooms import served

__all__ = ["county"]  # a fixture

SOON = 0.05
"""Seconds after which an ask is left, in these tests."""

# Turns ------------------------------------------------------------------------------------------------------------


@dataclass(eq=False)
class Standing:
    """An ask as far as turns need it: tasks are (name, replication)."""

    name: str
    left: bool = False
    priority: int = 0
    replications: int = 3
    ready: deque[Any] = field(default_factory=deque)

    def __post_init__(self) -> None:
        job = type("Job", (), {})
        for nth in range(self.replications):
            task = type("Task", (), {"name": self.name, "job": job()})()
            task.job.replication = nth
            self.ready.append(task)
        self.ask = type("Ask", (), {"question": type("Question", (), {"priority": self.priority})()})()

    def next_ready(self) -> Any:
        return self.ready[0] if self.ready else None


def order(*asks: Standing, then: Callable[[int], None] = lambda nth: None) -> str:
    """Return whose tasks are given, one after the other; `then` is called after each."""
    turns, given = Turns(), []
    for one in asks:
        turns.enter(one)  # type: ignore[arg-type]
    while (task := turns.next_task()) is not None:
        given.append(task.name)  # type: ignore[attr-defined]
        then(len(given))
    return "".join(given)


def test_those_that_are_listened_to_take_turns_and_go_before_those_that_are_left() -> None:
    assert order(Standing("a"), Standing("b")) == "ababab"
    assert order(Standing("a", left=True), Standing("b"), Standing("c")) == "bcbcbcaaa"


def test_no_priority_lifts_a_left_ask_over_one_that_is_listened_to() -> None:
    assert order(Standing("a", left=True, priority=9), Standing("b")) == "bbbaaa"
    assert order(Standing("a"), Standing("b", priority=9)) == "bbbaaa"


def test_who_comes_back_has_turns_again() -> None:
    gone = Standing("a", left=True)

    def come_back(nth: int) -> None:
        gone.left = nth < 1

    assert order(gone, Standing("b"), then=come_back) == "bababa"


def test_no_process_is_given_to_a_left_ask_while_the_first_jobs_of_a_listened_one_are_made() -> None:
    turns, gone, new = Turns(), Standing("a", left=True), Standing("b", replications=0)
    turns.enter(gone)  # type: ignore[arg-type]
    turns.enter(new)  # type: ignore[arg-type]
    assert turns.next_task() is None
    assert turns.somebody_waits
    turns.leave(new)  # type: ignore[arg-type]
    assert not turns.somebody_waits
    assert turns.next_task() is not None


# Attention --------------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attention, "LEFT_AFTER_SECONDS", SOON)


def told_by(does: Callable[[RoomAttention], Any]) -> list[bool]:
    told: list[bool] = []

    async def whole() -> None:
        await does(RoomAttention(told.append))

    asyncio.run(whole())
    return told


def test_an_ask_is_left_when_nobody_has_listened_for_so_long_and_not_before() -> None:
    async def does(one: RoomAttention) -> None:
        with one.listening():
            await asyncio.sleep(2 * SOON)
        await asyncio.sleep(SOON / 4)

    assert told_by(does) == []

    async def goes(one: RoomAttention) -> None:
        with one.listening():
            pass
        await asyncio.sleep(3 * SOON)

    assert told_by(goes) == [False]


def test_a_page_that_is_loaded_again_and_one_of_two_that_goes_lose_no_turn() -> None:
    async def does(one: RoomAttention) -> None:
        with one.listening():
            for _again in range(3):
                with one.listening():
                    await asyncio.sleep(SOON)
            await asyncio.sleep(2 * SOON)

    assert told_by(does) == []


def test_who_asks_for_a_left_ask_is_there_again_and_one_that_has_ended_is_never_left() -> None:
    async def does(one: RoomAttention) -> None:
        await asyncio.sleep(3 * SOON)
        one.asked_for()
        one.end()
        await asyncio.sleep(3 * SOON)

    assert told_by(does) == [False, True]


class Clerk:
    """A desk that takes every question, answers none, and remembers whether anybody listens."""

    def __init__(self) -> None:
        self.told: list[tuple[str, bool]] = []

    def ask(self, question: Question, heard: Callable[[Ask], None]) -> Ask:
        return Ask("desks", question, "running")

    def cancel(self, ask_id: str) -> None:
        raise AssertionError("nobody cancels what is left")

    def listened(self, ask_id: str, somebody: bool) -> None:
        self.told.append((ask_id, somebody))


def test_the_desk_hears_when_the_last_stream_is_gone_and_when_a_laptop_is_opened_again(tmp_path: Path) -> None:
    make_folders(tmp_path)
    clerk, question = Clerk(), Question(county="norrbotten", designs=("current",))
    asking = Asking(clerk, Records(tmp_path), lambda *_: question, lambda *_: {}, lambda _: None)

    async def whole() -> None:
        asked = await asking.begin("norrbotten", [Draft(base="current")])
        stream = events.as_text(asked.events(0))
        assert (await anext(stream)).startswith("retry")
        assert "event:" in await anext(stream)
        await asyncio.sleep(3 * SOON)
        assert clerk.told == []
        await stream.aclose()
        await asyncio.sleep(3 * SOON)
        assert clerk.told == [("desks", False)]
        await asking.get(asked.id)
        assert clerk.told == [("desks", False), ("desks", True)]

    asyncio.run(whole())


def test_a_browser_that_hangs_up_is_no_listener_any_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attention, "LEFT_AFTER_SECONDS", 2.0)  # longer than a busy machine takes to answer
    make_folders(tmp_path)
    clerk = Clerk()
    room = Room("norrbotten", Door("127.0.0.1", 0, "en"), clerk, Records(tmp_path), Guests(tmp_path))
    with (
        served(room) as port,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as browser,
    ):
        designs = [{"base": "current", "settings": {}, "title": ""}]
        named = browser.post("/api/ask", json={"county": "norrbotten", "designs": designs}).json()["id"]
        with browser.stream("GET", f"/api/ask/{named}/events") as stream:
            lines = stream.iter_lines()
            assert next(lines).startswith("retry")
            time.sleep(3.0)
            assert clerk.told == []
        until(lambda: clerk.told == [("desks", False)])
        browser.get(f"/api/ask/{named}")
        until(lambda: clerk.told[:2] == [("desks", False), ("desks", True)])


# The desk ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    one = Desk(Archive(tmp_path / "archive"), tmp_path, n_workers=1, worlds=0)
    yield one
    one.close()


def test_a_left_ask_lets_another_go_first_and_is_answered_to_the_end(desk: Desk, county: str) -> None:
    gone, room, ended = Heard(), Heard(), list[str]()

    def heard(name: str, hears: Heard) -> Callable[[Ask], None]:
        def hear(ask: Ask) -> None:
            hears(ask)
            if hears.ended.is_set():
                ended.append(name)

        return hear

    left = desk.ask(about(county, "current", "contract", seed=21, least=6, budget=6), heard("left", gone))
    until(lambda: left.done > 0)
    desk.listened(left.id, False)
    asked = desk.ask(about(county, "current", "contract", seed=22, least=6, budget=6), heard("room", room))
    assert room.ended.wait(900)
    assert asked.state in ("settled", "enough")
    assert left.replications < 6
    assert gone.ended.wait(900)
    assert (left.state, left.replications) == ("enough", 6)
    assert ended == ["room", "left"]
