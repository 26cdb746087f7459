"""Whoever waits at a terminal sees from the first moment that something is done, and then how much."""

from __future__ import annotations

import io
import sys

import pytest

from mellanrum.cli.progress import BEFORE, shown_progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_before_the_first_replication_something_is_shown_and_then_how_many(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("TERM", "xterm")
    with shown_progress("sweep of norrbotten") as tell:
        assert tell is not None
        tell(3, 40)
    shown = screen.getvalue()
    assert f"sweep of norrbotten: {BEFORE}" in shown
    assert "3/40" in shown
    assert shown.index(BEFORE) < shown.index("3/40")


def test_nothing_is_shown_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with shown_progress("sweep") as tell:
        assert tell is None
