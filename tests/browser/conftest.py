"""One server and one browser for all tests of the page; each test has a tab of its own, as after a fresh start."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.workshop_process import Workshop, write_mapped_county
from mellanrum.workshop.levers import offered
from tests.browser.tabs import LEVER, Tab, begin_with

playwright = pytest.importorskip(
    "playwright.sync_api", reason="the workshop page was not tried in a browser: no playwright"
)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_mapped_county(tmp_path_factory.mktemp("county"))


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory, county: Path) -> Iterator[Workshop]:
    """Give the server, running."""
    made = Workshop(tmp_path_factory.mktemp("workshop"), county)
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def chrome() -> Iterator[Any]:
    """Give the browser: Debian's Chromium, without a window. While its driver lives no other test can run a loop."""
    if CHROMIUM is None:
        pytest.skip("the workshop page was not tried in a browser: there is no Chromium (apt-get install chromium)")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def half(county: Path) -> dict[str, Any]:
    """Give the design that most tests look at: all at once, and one step fewer of the staff follow."""
    lever = next(one for one in offered(str(county), "big_bang") if one["id"] == LEVER)
    return {"base": "big_bang", "settings": {LEVER: round(lever["value"] - lever["step"], 6)}, "title": ""}


@pytest.fixture
def tab(chrome: Any, workshop: Workshop, half: dict[str, Any]) -> Iterator[Tab]:
    """Give a tab with today's regime and `half` in it, and no round open, whatever rounds the server has."""
    made = Tab(chrome, workshop.address)
    begin_with(made, half)
    yield made
    made.close()


@pytest.fixture
def page(tab: Tab) -> Any:
    """Give the page of `tab`, loaded in English."""
    tab.page.goto(f"{tab.address}?lang=en")
    tab.page.wait_for_selector("html[data-ready=yes]")
    return tab.page
