"""Options that cannot be used are told all at once, one line each, wherever they come from."""

from __future__ import annotations

from collections.abc import Sequence


class OptionError(ValueError):
    """Options that cannot be used, one line each."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


def is_whole(value: object) -> bool:
    """Return whether `value` is a whole number (no bool)."""
    return isinstance(value, int) and not isinstance(value, bool)
