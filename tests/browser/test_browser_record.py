"""What the room writes: kept as it is typed, found again after a reload and a flat battery, lost by nobody's saving."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from benchmarks.workshop_process import Workshop
from tests.browser.steps import answer, ended, kept, run_to_the_end, show, wait_until_answered
from tests.browser.tabs import Tab

TEXTS = {
    "question": "Vad händer om hälften följer med?",
    "expectation": "Fler faller mellan stolarna i två år.",
    "finding": "Skillnaden är mindre än slumpen.",
    "decision": "Vi frågar regionen om rekryteringen.",
}


@pytest.fixture
def other(chrome: Any, workshop: Workshop) -> Iterator[Tab]:
    """Give a tab that begins with nothing: it opens what the server has."""
    made = Tab(chrome, workshop.address)
    yield made
    made.close()


def test_a_round_survives_a_reload_and_a_server_that_was_killed(
    page: Any, tab: Tab, other: Tab, workshop: Workshop
) -> None:
    ask = run_to_the_end(page)
    show(page, "rounds")
    for name, text in TEXTS.items():
        page.fill(f"#round-{name}", text)
    page.locator("#round-decision").blur()
    page.wait_for_selector(".round-state[data-state=saved]", state="attached")
    page.reload()
    assert_the_record_is_there(page)
    number = page.inner_text("#headline .card.design-1 .big-number")
    tab.wrong.clear()

    workshop.kill()
    workshop.start()
    other.page.goto(f"{workshop.address}?lang=en")
    other.page.wait_for_selector("html[data-ready=yes]")
    ended(other.page)
    assert kept(other.page)["ask"] == ask
    assert other.page.inner_text("#headline .card.design-1 .big-number") == number
    show(other.page, "rounds")
    assert_the_record_is_there(other.page)
    tab.wrong.clear()  # it says in the console that nobody answered for a while


def assert_the_record_is_there(page: Any) -> None:
    page.wait_for_selector("html[data-ready=yes]")
    ended(page)
    page.wait_for_function("document.querySelector('#round-question').value !== ''")
    assert {name: page.input_value(f"#round-{name}") for name in TEXTS} == TEXTS


def test_two_tabs_that_write_in_one_round_lose_nothing(page: Any, tab: Tab) -> None:
    show(page, "rounds")
    page.click("#new-round")
    page.wait_for_selector("#round-question:visible")
    page.wait_for_function("JSON.parse(sessionStorage.getItem('mellanrum.workshop')).roundId")
    second = tab.context.new_page()
    second.goto(f"{tab.address}?lang=en")
    second.wait_for_selector("html[data-ready=yes]")
    second.evaluate(
        "id => sessionStorage.setItem('mellanrum.workshop', JSON.stringify({"
        "...JSON.parse(sessionStorage.getItem('mellanrum.workshop')), roundId: id}))",
        kept(page)["roundId"],
    )
    second.reload()
    second.wait_for_selector("html[data-ready=yes]")
    show(second, "rounds")

    page.fill("#round-finding", "Det som den ena skrev")
    page.locator("#round-finding").blur()
    page.wait_for_selector(".round-state[data-state=saved]", state="attached")
    second.fill("#round-decision", "Det som den andra skrev")
    second.locator("#round-decision").blur()
    wait_until_kept(second, decision="Det som den andra skrev", finding="Det som den ena skrev")
    second.fill("#round-finding", "Något helt annat")
    second.locator("#round-finding").blur()
    wait_until_kept(second, finding="Något helt annat")

    page.fill("#round-finding", "Det som den ena ändrade")
    page.locator("#round-finding").blur()
    page.wait_for_selector("dialog[open] #conflict-finding")
    both = page.input_value("#conflict-finding")
    assert "Något helt annat" in both
    assert "Det som den ena ändrade" in both
    page.keyboard.press("Escape")
    wait_until_kept(page, finding=both, decision="Det som den andra skrev")
    tab.wrong[:] = [told for told in tab.wrong if "409" not in told]  # the console says each refusal


def wait_until_kept(page: Any, **texts: str) -> None:
    """Wait until the server has these texts, and this window has heard that it has."""
    path = f"/api/rounds/{kept(page)['roundId']}"
    wait_until_answered(page, path, lambda found: texts.items() <= found.items())
    page.wait_for_selector(".round-state[data-state=saved]", state="attached")


def test_the_record_can_be_taken_home_as_a_page_that_needs_nothing_else(page: Any) -> None:
    run_to_the_end(page)
    show(page, "rounds")
    page.fill("#round-question", "Vem tar ansvaret?")
    page.locator("#round-question").blur()
    page.wait_for_selector(".round-state[data-state=saved]", state="attached")
    with page.expect_download() as begun:
        page.click("a[href='/api/record.html']")
    text = begun.value.path().read_text(encoding="utf-8")
    assert "Vem tar ansvaret?" in text
    assert "<script" not in text
    assert answer(page, "/api/record.json")


def test_an_answer_that_is_torn_on_its_way_loses_no_round(page: Any, tab: Tab) -> None:
    """As when the page is left, or the other language chosen, while what was typed is being saved."""
    page.click("#tab-rounds")
    page.click("#new-round")
    page.wait_for_selector("#round-question:visible")
    opened = kept(page)["roundId"]
    assert opened

    def torn(route: Any) -> None:
        route.fulfill(status=200, content_type="application/json", body='{"id": ')

    page.route("**/api/rounds/*", torn)
    page.locator("#round-question").type("Vems ansvar?")
    page.wait_for_selector(".round-state[data-state=unsaved]", state="attached")
    assert kept(page)["roundId"] == opened
    page.unroute("**/api/rounds/*")
    page.wait_for_selector(".round-state[data-state=saved]", state="attached")
    page.reload()
    page.wait_for_selector("html[data-ready=yes]")
    page.wait_for_function("document.querySelector('#round-question').value === 'Vems ansvar?'")
    assert kept(page)["roundId"] == opened
    tab.wrong.clear()  # the browser says in its console that an answer was torn
