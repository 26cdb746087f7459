"""What the browser tests wait for is waited for."""

from __future__ import annotations

import re
from pathlib import Path

WAIT = re.compile(r"wait_for_function\(\s*f?[\"']async")


def test_no_test_takes_a_promise_for_an_answer() -> None:
    """`wait_for_function` takes what an async function returns, a promise, for true, and waits for nothing."""
    assert WAIT.search('page.wait_for_function(\n    "async id => false")')
    assert not [one.name for one in Path(__file__).parent.glob("*.py") if WAIT.search(one.read_text("utf-8"))]
