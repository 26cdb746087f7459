"""What people do at the page, and what they wait for."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from tests.browser.tabs import PATIENCE_MS

ENDED = "#results:is([data-state=settled], [data-state=enough])"
TABS = ("hundred", "gains", "numbers", "map", "gaps", "months", "staff", "lanes", "rounds")


def run(page: Any) -> None:
    """Press Run, and would rather not guess."""
    page.click("#run")
    page.click("#guess-skip")


def run_to_the_end(page: Any) -> str:
    """Run what is set until its answer changes no more, and return the ask's name."""
    run(page)
    return ended(page)


def ended(page: Any) -> str:
    """Wait until the answer changes no more, and return the ask's name."""
    page.wait_for_selector(ENDED)
    page.wait_for_selector("#headline .card")
    return str(kept(page)["ask"])


def kept(page: Any) -> dict[str, Any]:
    """Return what the tab keeps of its state."""
    found: dict[str, Any] = page.evaluate("JSON.parse(sessionStorage.getItem('mellanrum.workshop'))")
    return found


def show(page: Any, tab: str) -> None:
    """Look at a part of the answer, and wait until it is drawn."""
    page.click(f"#tab-{tab}")
    page.wait_for_selector(f"#panel-{tab}:visible")
    if tab == "lanes":
        page.wait_for_selector(".lanes-text", state="attached")
    if tab == "map":
        page.wait_for_selector("#map svg, #map table", state="attached")


def answer(page: Any, path: str) -> Any:
    """Return what the server answers this page."""
    return page.evaluate("async path => (await fetch(path)).json()", path)


def wait_until_answered(page: Any, path: str, holds: Callable[[Any], bool]) -> Any:
    """Ask the server again until its answer to `path` is as it must become, and return that answer.

    Never `wait_for_function` with an `async` function: what that returns at once is a promise, and a promise is true.
    """
    patient_until = time.monotonic() + PATIENCE_MS / 1000
    while not holds(found := answer(page, path)):
        assert time.monotonic() < patient_until, f"{path} still answers {found}"
        page.wait_for_timeout(50)
    return found
