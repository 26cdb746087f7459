"""What stands around the panels of a comparison's figures: title and notes.

Both are folded to the width of the figure, however long a language makes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from outputs.text.caveats import honesty_short
from outputs.text.pages import folded

LETTER, NOTE_LETTER = 0.105, 0.066
"""About how wide a letter of a title and of a note is, in inches."""
LINE, NOTE_LINE = 0.21, 0.15
"""Inches that a line of either takes."""
GREY = "#444444"


def title_lines(title: str, wide: float) -> list[str]:
    """Return a title in lines that fit on a figure of `wide` inches."""
    return folded(title, int(0.97 * wide / LETTER))


def note_lines(sentences: Sequence[str], mode: str, wide: float) -> list[str]:
    """Return notes in lines that fit, the last of them how far the numbers can be trusted."""
    room = int(0.97 * wide / NOTE_LETTER)
    return [line for one in (" ".join(sentences), honesty_short(mode)) for line in folded(one, room)]


def write(figure: Any, title: Sequence[str], notes: Sequence[str], size: float = 13) -> tuple[float, float]:
    """Write title and notes, and return the inches that they take at the head and at the foot."""
    wide, tall = figure.get_figwidth(), figure.get_figheight()
    left = min(0.02, 0.2 / wide)
    head = figure.suptitle(
        "\n".join(title), x=left, y=1 - 0.13 / tall, ha="left", va="top", fontsize=size, weight="bold", linespacing=1.1
    )
    head.set_in_layout(False)  # whoever draws panels leaves room for it
    figure.text(left, 0.1 / tall, "\n".join(notes), fontsize=8.5, color=GREY, va="bottom", linespacing=1.25)
    return 0.13 + LINE * len(title), 0.1 + NOTE_LINE * len(notes)
