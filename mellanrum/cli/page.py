"""A table on standard output: drawn for a terminal, aligned text for everything else."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from shutil import get_terminal_size

from mellanrum.cli.saying import say
from sim.terms.language import _, language


def show_table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], notes: Sequence[str] = ()) -> None:
    """Print a table of words; the columns of a terminal fold, those of a file are as wide as their longest cell."""
    from outputs.text.grid import Column, Grid, drawn, plain

    grid = Grid(
        title, tuple(Column(head, right=False) for head in heads), tuple(tuple(row) for row in rows), tuple(notes)
    )
    if not sys.stdout.isatty():
        say(plain(grid))
        return
    from rich.console import Console

    Console().print(drawn(grid))


def figure(x: float, digits: int = 3) -> str:
    """Return a number with so many significant digits, with the decimal sign of the language spoken."""
    return f"{x:.{digits}g}".replace(".", language().decimal)


def percent(share: float) -> str:
    """Return a share in whole percent."""
    return _("{n} %", n=f"{100 * share:.0f}")


def shortened(text: str, width: int) -> str:
    """Return `text` on one line of at most `width` characters."""
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def page_width() -> int:
    """Return how wide a line may be: the terminal's width, at most 120."""
    return min(120, get_terminal_size((120, 24)).columns)
