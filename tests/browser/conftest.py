"""One server and one browser for all tests of the page; each test has a tab of its own, as after a fresh start."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from benchmarks.workshop_process import COUNTY, Workshop, write_mapped_county
from mellanrum.workshop.levers import offered

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
PATIENCE_MS = 600_000
"""How long a test waits for what must come: a machine that does other things too is slow, and still right."""
PROJECTOR = {"width": 1280, "height": 720}
LEVER = "follow_treatment"


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


@pytest.fixture(scope="session")
def chrome() -> Iterator[Any]:
    """Give the browser: Debian's Chromium, without a window."""
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


class Tab:
    """A tab that remembers what it asked for, and everything that went wrong in it."""

    def __init__(self, browser: Any, address: str, **how: Any) -> None:
        self.context = browser.new_context(**{"viewport": PROJECTOR, "reduced_motion": "reduce", **how})
        self.context.set_default_timeout(PATIENCE_MS)
        self.address = address
        self.asked: list[str] = []
        self.wrong: list[str] = []
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.context.on("weberror", lambda error: self.wrong.append(str(error.error)))
        self.context.on("console", lambda told: told.type == "error" and self.wrong.append(told.text))
        self.page = self.context.new_page()

    def close(self) -> None:
        """Close it, and hold what every test holds: nothing was asked of anybody else, and nothing went wrong."""
        self.context.close()
        ours = urlsplit(self.address).netloc
        abroad = [url for url in self.asked if urlsplit(url).netloc != ours and not url.startswith(("data:", "blob:"))]
        assert not abroad, "the page asked somebody else than its server"
        assert not self.wrong


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


def begin_with(tab: Tab, *designs: dict[str, Any]) -> None:
    """Let a tab begin with these designs beside today's."""
    today = {"base": "current", "settings": {}, "title": ""}
    kept = json.dumps({"county": COUNTY, "designs": [today, *designs], "active": 1, "tab": "hundred"})
    place = "'mellanrum.workshop'"
    tab.context.add_init_script(
        f"sessionStorage.getItem({place}) ?? sessionStorage.setItem({place}, {json.dumps(kept)})"
    )
