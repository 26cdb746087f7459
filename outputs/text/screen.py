"""Grids and paragraphs on a screen or as text: rich tables on a terminal, plain text elsewhere, the same words."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TextIO

from outputs.text.grid import Grid, drawn, plain
from scenarios.files.names import visible


def text(parts: Iterable[Grid | str]) -> str:
    """Return the parts as plain text, no wider than the page: readable when pasted in an e-mail."""
    return "\n\n".join(plain(part) if isinstance(part, Grid) else visible(part, keep="\n\t") for part in parts) + "\n"


def show(parts: Iterable[Grid | str], stream: TextIO | None = None) -> None:
    """Write the parts to `stream` (stdout unless given): rich if it is a terminal, plain text otherwise."""
    stream = stream or sys.stdout
    if not stream.isatty():
        stream.write(text(parts))
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream)
    for part in parts:
        console.print(drawn(part) if isinstance(part, Grid) else Text(visible(part, keep="\n\t")))
        console.print()
