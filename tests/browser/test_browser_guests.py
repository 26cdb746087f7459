"""The guests' phones: they guess and vote, each alone, and can do nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.workshop_process import COUNTY
from mellanrum.workshop.room import Room
from tests.browser.measuring import overflowing, too_small, too_wide
from tests.browser.steps import answer, kept, show, wait_until_answered
from tests.browser.tabs import Tab, begin_with
from tests.browser.test_browser_fits import PHONE, grave
from tests.workshop_rooms import room_in, served


@pytest.fixture
def room(tmp_path: Path, county: Path) -> Iterator[Room]:
    """Give a room that lets guests in; it listens on this machine alone all the same."""
    with room_in(tmp_path, "0.0.0.0", COUNTY, {COUNTY: str(county)}) as made, served(made):
        yield made


@pytest.fixture
def host(chrome: Any, room: Room, half: dict[str, Any]) -> Iterator[Tab]:
    """Give the facilitator's tab."""
    made = Tab(chrome, room.door.address)
    begin_with(made, half)
    made.page.goto(f"{room.door.address}&lang=en")
    made.page.wait_for_selector("html[data-ready=yes]")
    yield made
    made.close()


@pytest.fixture
def phone(chrome: Any, room: Room) -> Iterator[Tab]:
    """Give a guest's phone, which has read the code."""
    address = f"http://127.0.0.1:{room.door.port}/guest?token={room.door.guest}&lang=en"
    made = Tab(chrome, address, viewport=PHONE, has_touch=True)
    made.page.goto(address)
    made.page.wait_for_selector("#ask h2")
    yield made
    made.close()


def test_phones_guess_and_vote_when_the_room_asks_and_the_room_sees_only_how_many_until_it_has_closed(
    host: Tab, phone: Tab
) -> None:
    desk, guest = host.page, phone.page
    assert [grave(guest), too_wide(guest)] == [[], 0]
    desk.click("#run")
    desk.click(".guess-phones button >> nth=0")
    guest.wait_for_selector("#guess-range")
    assert [grave(guest), overflowing(guest), too_small(guest, 16)] == [[], [], []]
    guest.click(".guess-step >> nth=0")
    guest.click("button.send")
    guest.wait_for_selector(".mine:not(:empty)")
    round_id = kept(desk)["roundId"]
    assert answer(desk, f"/api/rounds/{round_id}/guesses")["guesses"] == []
    desk.click("#guess-skip")
    found = wait_until_answered(desk, f"/api/rounds/{round_id}/guesses", lambda seen: bool(seen["guesses"]))
    assert found["guesses"] == [-1]
    desk.click("#cancel")

    show(desk, "rounds")
    desk.fill("#vote-options", "Pröva\nVänta")
    desk.click("#vote-open")
    guest.wait_for_selector("#option-1")
    assert [grave(guest), overflowing(guest), too_small(guest, 16)] == [[], [], []]
    guest.click("label[for=option-1]")
    guest.click("button.send")
    guest.wait_for_selector(".mine:not(:empty)")
    desk.click("#vote-close")
    desk.wait_for_selector("#vote-open")
    assert answer(desk, f"/api/rounds/{round_id}/guesses")["votes"] == {"Pröva": 0, "Vänta": 1}


def test_a_guest_who_tries_a_lever_or_the_facilitators_page_is_refused_with_a_sentence(phone: Tab) -> None:
    guest = phone.page
    body = '{"county": "small", "base": "big_bang", "settings": {"follow_treatment": 0.1}, "title": ""}'
    for path, method in (("/api/draft", "POST"), ("/api/ask", "POST"), ("/api/rounds", "POST"), ("/api/rounds", "GET")):
        status, said = guest.evaluate(
            "async ([path, method, body]) => {"
            "  const answer = await fetch(path, {method, headers: {'content-type': 'application/json'},"
            "    body: method === 'GET' ? undefined : body});"
            "  return [answer.status, await answer.text()];"
            "}",
            [path, method, body],
        )
        assert status == 403
        assert "a guest may guess and vote, and nothing else" in said
    guest.goto(phone.address.replace("/guest", "/"))
    assert "a guest may guess and vote, and nothing else" in guest.inner_text("body")
    assert guest.locator("#levers").count() == 0
    phone.wrong.clear()  # the console says each refusal
