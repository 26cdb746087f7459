"""What the pictures of all studies have in common: where panels stand, their titles, the zero line, head and foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from outputs.figures.style import COLOURS
from outputs.text.caveats import honesty_short
from outputs.text.differences import unit_words, way
from outputs.text.measures import describe, short
from outputs.text.pages import capital, folded
from sim.terms.language import _

ACROSS = 3
GREY = "#8a8a8a"
NOTE = "#444444"
LETTER_INCHES = 0.068
"""About how wide a letter of the foot is."""


def scale_of(measure: str) -> float:
    """Return what a measure is multiplied by in pictures: shares are drawn in percent."""
    return 100.0 if describe(measure).kind == "share" else 1.0


def colour_of(index: int) -> str:
    """Return the colour of the series at `index`; 0 is the baseline's."""
    return COLOURS[index % len(COLOURS)]


def measure_title(axis: Any, measure: str, unit: str | None = None, lines: int = 1) -> None:
    """Write a measure over a panel, and under it, in one line or two, its unit and which way is better for clients."""
    name, words = capital(short(measure)), unit_words(measure) if unit is None else unit
    said = [word for word in (words, way(measure)) if word and word not in name]
    axis.set_title(name, loc="left", fontsize=10.5, pad=6 + 11 * lines)
    under = "\n".join([*said, ""][:lines]) if lines > 1 else "; ".join(said)
    axis.annotate(
        under, (0, 1), xytext=(0, 5), xycoords="axes fraction", textcoords="offset points", fontsize=8,
        color="#666666", va="bottom",
    )  # fmt: skip


def no_value(axis: Any) -> None:
    """Say in an empty panel that there is nothing to draw."""
    axis.set_xticks([])
    axis.set_yticks([])
    axis.text(0.5, 0.5, _("no value"), transform=axis.transAxes, ha="center", va="center", color=NOTE)


def zero_line(axis: Any) -> None:
    """Draw the line at 0, where design and baseline are equal."""
    axis.axhline(0, color=GREY, lw=1.2, zorder=1.5)


def place(
    figure: Any, count: int, across: int = ACROSS, top: float = 1.0, bottom: float = 0.9, left: float = 0.65
) -> list[Any]:
    """Return `count` panels row by row; `top`, `bottom`, `left`: inches left free for head, foot and labels."""
    wide, tall = figure.get_figwidth(), figure.get_figheight()
    down = -(-count // across)
    room = (tall - top - bottom) / down
    grid = figure.add_gridspec(
        down, across, left=left / wide, right=1 - 0.25 / wide, top=1 - top / tall, bottom=bottom / tall,
        hspace=1.05 / max(room - 0.85, 0.5), wspace=0.22,
    )  # fmt: skip
    return [figure.add_subplot(grid[i // across, i % across]) for i in range(count)]


def heading(figure: Any, title: str, answer: str = "") -> None:
    """Write what the picture shows at its head, folded where it is long, and under it what it says."""
    wide, tall = figure.get_figwidth(), figure.get_figheight()
    lines = folded(title, int(wide / 0.115))
    figure.suptitle("\n".join(lines), x=0.2 / wide, y=1 - 0.12 / tall, ha="left", va="top", fontsize=13, weight="bold")
    under = folded(answer, int((wide - 0.4) / (1.18 * LETTER_INCHES)))
    figure.text(0.2 / wide, 1 - (0.17 + 0.22 * len(lines)) / tall, "\n".join(under), fontsize=10, color=NOTE, va="top")


def foot(figure: Any, sentences: str | Sequence[str], mode: str) -> None:
    """Write how to read the picture at its foot, and how far its numbers can be trusted."""
    some = [sentences] if isinstance(sentences, str) else list(sentences)
    room = int((figure.get_figwidth() - 0.4) / LETTER_INCHES)
    lines = [line for sentence in (*some, honesty_short(mode)) for line in folded(sentence, room)]
    figure.text(
        0.2 / figure.get_figwidth(), 0.1 / figure.get_figheight(), "\n".join(lines), fontsize=8.5, color=NOTE,
        va="bottom", linespacing=1.25,
    )  # fmt: skip
