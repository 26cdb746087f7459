"""The desk: where rooms ask, and one thread that owns all processes answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mellanrum.workshop.asks import ENDED, Ask, Question
from sim.experiment.archive import Archive

__all__ = ["ENDED", "Ask", "Desk", "Question"]


class Desk:
    """Answers questions, several at a time. Everything here may be called from any thread, and returns at once."""

    def __init__(self, archive: Archive, folder: Path, n_workers: int, worlds: int = 20) -> None: ...

    def warm(self, county: str) -> None:
        """Begin to prepare a county in the background."""

    def ask(self, question: Question, heard: Callable[[Ask], None]) -> Ask:
        """Take a question; `heard` is called in the desk's thread on each change, the last time when it has ended."""
        raise NotImplementedError

    def cancel(self, ask_id: str) -> None:
        """End an ask; its workers are free within a second. Of one that has ended, or that there is not: nothing."""

    def close(self) -> None:
        """End all asks and processes."""
