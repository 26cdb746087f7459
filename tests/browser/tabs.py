"""Tabs of the browser, which remember what they asked for and what went wrong in them."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from benchmarks.workshop_process import COUNTY

PATIENCE_MS = 600_000
"""How long a test waits for what must come: a machine that does other things too is slow, and still right."""
PROJECTOR = {"width": 1280, "height": 720}
LEVER = "follow_treatment"
TODAY = {"base": "current", "settings": {}, "title": ""}


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


def begin_with(tab: Tab, *designs: dict[str, Any]) -> None:
    """Let a tab begin with these designs beside today's."""
    kept = json.dumps({"county": COUNTY, "designs": [TODAY, *designs], "active": 1, "tab": "hundred"})
    place = "'mellanrum.workshop'"
    put = f"sessionStorage.getItem({place}) ?? sessionStorage.setItem({place}, {json.dumps(kept)})"
    tab.context.add_init_script(f"if (location.protocol === 'http:') {put}")
