"""A text of a file that is there in both languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InBoth:
    """A text in Swedish and in English; empty in both, and so false, where a file says nothing."""

    sv: str
    en: str

    def __bool__(self) -> bool:
        return bool(self.en)
